//! The pages of the desk. Each has a constructor that gives a boxed screen.

pub mod agenda;
pub mod caseload;
pub mod changes;
pub mod client;
mod coding;
pub mod finder;
pub mod lately;
pub mod services;

pub(super) mod doors;
pub(in crate::tui) mod reading;
mod refresh;
