//! The journal and the keyring from outside: contract, crash images, faults, flips, old formats.

#[path = "journal/support.rs"]
mod support;

#[path = "journal/contract.rs"]
mod contract;
#[path = "journal/keyring.rs"]
mod keyring;
