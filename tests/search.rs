//! The finder's index from outside: what is typed, and who is found.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::string_slice,
    reason = "helpers of tests may panic as tests do"
)]

#[path = "search/changes.rs"]
mod changes;
#[path = "search/duplicates.rs"]
mod duplicates;
#[path = "search/forms.rs"]
mod forms;
#[path = "search/order.rs"]
mod order;
#[path = "search/people.rs"]
#[allow(dead_code, reason = "shared with the bench, which uses the rest")]
mod people;
#[path = "search/reach.rs"]
mod reach;
#[path = "search/recall.rs"]
mod recall;
