//! The hub and several sessions in one process: who sees what, what is kept, what may go wrong.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::zombie_processes,
    reason = "helpers of tests may panic as tests do, and list what they try"
)]

#[path = "sessions/store.rs"]
mod store;

#[path = "sessions/changes.rs"]
mod changes;
#[path = "sessions/clock.rs"]
mod clock;
#[path = "sessions/crowd.rs"]
mod crowd;
#[path = "sessions/damage.rs"]
mod damage;
#[path = "sessions/drafts.rs"]
mod drafts;
#[path = "sessions/finder.rs"]
mod finder;
#[path = "sessions/full.rs"]
mod full;
#[path = "sessions/hostile.rs"]
mod hostile;
#[path = "sessions/imports.rs"]
mod imports;
#[path = "sessions/leak.rs"]
mod leak;
#[path = "sessions/life.rs"]
mod life;
#[path = "sessions/past.rs"]
mod past;
#[path = "sessions/people.rs"]
mod people;
#[path = "sessions/review.rs"]
mod review;
#[path = "sessions/right.rs"]
mod right;
#[path = "sessions/secrets.rs"]
mod secrets;
#[path = "sessions/services.rs"]
mod services;
#[path = "sessions/stands.rs"]
mod stands;
#[path = "sessions/stray.rs"]
mod stray;
#[path = "sessions/supervision.rs"]
mod supervision;
#[path = "sessions/together.rs"]
mod together;
#[path = "sessions/undo.rs"]
mod undo;
