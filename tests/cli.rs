//! The real binary from a shell's side: output, exit codes, pipes, folders.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::zombie_processes,
    reason = "helpers of tests may panic as tests do"
)]

#[path = "cli/run.rs"]
mod run;

#[path = "support/kill.rs"]
mod kill_support;

#[path = "cli/errors.rs"]
mod errors;
#[path = "cli/first_store.rs"]
mod first_store;
#[path = "cli/keys.rs"]
mod keys;
#[path = "cli/kill.rs"]
mod kill;
#[path = "cli/packs.rs"]
mod packs;
#[path = "cli/pipes.rs"]
mod pipes;
#[path = "cli/rows.rs"]
mod rows;
#[path = "cli/upkeep.rs"]
mod upkeep;
#[path = "cli/words.rs"]
mod words;
