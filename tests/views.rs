//! The views against a plain fold in memory, closed, cut off, damaged and erased.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "helpers of tests fail as tests do"
)]

#[path = "support/counting.rs"]
mod counting;
#[path = "views/damage.rs"]
mod damage;
#[path = "views/erasure.rs"]
mod erasure;
#[path = "views/fold.rs"]
mod fold;
#[path = "views/following.rs"]
mod following;
#[path = "views/history.rs"]
mod history;
#[path = "views/model.rs"]
mod model;
#[path = "views/opening.rs"]
mod opening;
#[path = "views/parts.rs"]
mod parts;
#[path = "views/right.rs"]
mod right;
#[path = "views/steps.rs"]
mod steps;
#[path = "views/store.rs"]
mod store;
