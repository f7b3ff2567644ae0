//! The pages of the desk. Each has a constructor that gives a boxed screen.

pub mod agenda;
pub mod caseload;
pub mod client;
mod coding;
pub mod finder;

pub(super) mod doors;
mod refresh;
