//! Rows and cards: facts in, rows out.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test may fail so"
)]

#[path = "support/world.rs"]
pub mod world;

#[path = "rows/activity.rs"]
mod activity;
#[path = "rows/agenda.rs"]
mod agenda;
#[path = "rows/card.rs"]
mod card;
#[path = "rows/caseload.rs"]
mod caseload;
#[path = "rows/coding.rs"]
mod coding;
#[path = "rows/connected.rs"]
mod connected;
#[path = "rows/finder.rs"]
mod finder;
#[path = "rows/integration.rs"]
mod integration;
#[path = "rows/named.rs"]
mod named;
#[path = "rows/review.rs"]
mod review;
#[path = "rows/team.rs"]
mod team;
#[path = "rows/withheld.rs"]
mod withheld;
