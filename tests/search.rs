//! The finder's index from outside: what is typed, and who is found.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

#[path = "search/changes.rs"]
mod changes;
#[path = "search/duplicates.rs"]
mod duplicates;
#[path = "search/forms.rs"]
mod forms;
#[path = "search/people.rs"]
#[allow(dead_code, reason = "shared with the bench, which uses the rest")]
mod people;
#[path = "search/reach.rs"]
mod reach;
#[path = "search/recall.rs"]
mod recall;
