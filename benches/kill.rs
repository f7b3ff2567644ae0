//! `cargo bench --bench kill [-- ROUNDS]`: `kill -9` of the hub under eight writing sessions.
//!
//! Prints how many notes were acknowledged and how many of these were lost; ends with 1 where any
//! was, or where the store does not verify afterwards.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::zombie_processes,
    clippy::print_stdout,
    reason = "a bench prints, and stops where it cannot go on"
)]

use std::{process::Command, process::ExitCode, time::Instant};

use caseload::hub::layout::Layout;

#[path = "../tests/support/kill.rs"]
mod kill;

const BINARY: &str = env!("CARGO_BIN_EXE_caseload");

fn main() -> ExitCode {
    let rounds = std::env::args()
        .skip(1)
        .find_map(|arg| arg.parse().ok())
        .unwrap_or(100);
    let folder = tempfile::tempdir().expect("a folder");
    let layout = Layout::new(folder.path().join("store"));
    let made = Command::new(BINARY)
        .args(["demo", "--today", "2026-11-23", "--make"])
        .arg(&layout.data)
        .output()
        .expect("the demo");
    assert!(made.status.success(), "no demo store");
    let since = Instant::now();
    let killed = kill::kill_rounds(BINARY, &layout, rounds);
    let imports = kill::imports::kill_imports(BINARY, &layout, rounds);
    let sound = Command::new(BINARY)
        .arg("--data")
        .arg(&layout.data)
        .args(["verify", "--deep"])
        .status()
        .expect("verify");
    println!(
        "kill -9 of the hub under 8 writing sessions, {} times in {:.0} s: {} acknowledged, {} lost, \
         {} saved without an answer; verify --deep: {}",
        killed.rounds,
        since.elapsed().as_secs_f64(),
        killed.acknowledged,
        killed.lost,
        killed.unacknowledged,
        if sound.success() {
            "sound"
        } else {
            "NOT SOUND"
        },
    );
    println!(
        "kill -9 of the hub while a list is imported, {} times: {} acknowledged, {} whole without \
         an answer, {} not there, {} torn",
        imports.rounds, imports.acknowledged, imports.whole, imports.none, imports.torn,
    );
    let faulty = killed.lost > 0 || imports.torn > 0 || !sound.success();
    ExitCode::from(u8::from(faulty))
}
