//! What may become true: the rules of `decide`, undo, and who may.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test may fail so"
)]

#[path = "support/world.rs"]
pub mod world;

#[path = "decide/access.rs"]
mod access;
#[path = "decide/codec.rs"]
mod codec;
#[path = "decide/connections.rs"]
mod connections;
#[path = "decide/contacts.rs"]
mod contacts;
#[path = "decide/edits.rs"]
mod edits;
#[path = "decide/guarded.rs"]
mod guarded;
#[path = "decide/hands.rs"]
mod hands;
#[path = "decide/outcomes.rs"]
mod outcomes;
#[path = "decide/parts.rs"]
mod parts;
#[path = "decide/referrals.rs"]
mod referrals;
#[path = "decide/reviews.rs"]
mod reviews;
#[path = "decide/right.rs"]
mod right;
#[path = "decide/services.rs"]
mod services;
#[path = "decide/setup.rs"]
mod setup;
#[path = "decide/states.rs"]
mod states;
#[path = "decide/story.rs"]
mod story;
#[path = "decide/supervision.rs"]
mod supervision;
#[path = "decide/together.rs"]
mod together;
#[path = "decide/undo.rs"]
mod undo;
#[path = "decide/work.rs"]
mod work;
