//! The journal and the keyring from outside: contract, crash images, faults, flips, old formats.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

#[path = "journal/old_formats.rs"]
mod old_formats;
#[path = "journal/support.rs"]
mod support;

#[path = "journal/attacks.rs"]
mod attacks;
#[path = "journal/backup.rs"]
mod backup;
#[path = "journal/contract.rs"]
mod contract;
#[path = "journal/crashes.rs"]
mod crashes;
#[path = "journal/faults.rs"]
mod faults;
#[path = "journal/flips.rs"]
mod flips;
#[path = "journal/keyring.rs"]
mod keyring;
