//! caseload: the terminal desk for social prescribing link workers and their supervisors.
//!
//! Modules stand in the order in which a newcomer should read them; `docs/architecture.md` draws
//! who may name whom, and `tests/tidy.rs` holds everyone to it.

pub mod clock;
pub mod domain;
pub mod seal;

pub mod journal;
pub mod search;
pub mod views;

pub mod readmodel;
pub mod wire;

pub mod exchange;
pub mod hub;

pub mod cli;
pub mod tui;
