//! The pages of the desk. Each has a constructor that gives a boxed screen.

pub mod agenda;
pub mod caseload;
pub mod changes;
pub mod client;
mod coding;
pub mod finder;
pub mod integration;
pub mod lately;
pub mod review;
pub mod reviews;
pub mod services;
pub mod team;

pub(super) mod doors;
mod marks;
pub(in crate::tui) mod reading;
mod refresh;
mod since;
