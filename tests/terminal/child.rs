//! What runs inside the pseudo-terminal. Without its environment variable, each of these "tests"
//! is nothing.

use std::fs;
use std::io::Read as _;
use std::path::PathBuf;
use std::time::Duration;

use caseload::tui::effect::Ticket;
use caseload::tui::keymap::Keymap;
use caseload::tui::shell::{self, Link};
use caseload::wire::Request;

use crate::demo::{DemoRooms, setup};
use crate::pty::Pty;

/// Says that this process is a session, and where it writes how it ended.
pub(crate) const REPORT: &str = "CASELOAD_TEST_REPORT";
/// Says that this process holds the terminal of a session until it is killed.
pub(crate) const HOLD: &str = "CASELOAD_TEST_HOLD";
/// After how many milliseconds the session covers itself.
pub(crate) const COVER: &str = "CASELOAD_TEST_COVER_MS";

/// A hub that never answers.
struct Nobody;

impl Link for Nobody {
    fn send(&mut self, _ticket: Ticket, _request: Request) {}
}

#[test]
fn session() {
    let Some(report) = std::env::var_os(REPORT).map(PathBuf::from) else {
        return;
    };
    if std::env::var_os(HOLD).is_some() {
        return;
    }
    let mut setup = setup(Keymap::built_in(), (0, 0));
    if let Some(time) = std::env::var(COVER).ok().and_then(|text| text.parse().ok()) {
        setup.cover_after = Duration::from_millis(time);
    }
    let ended = shell::run(setup, Box::new(DemoRooms), |_| Nobody);
    let words = format!("{ended:?} ticks={} rss_kb={}", cpu_ticks(), peak_rss_kb());
    // Renamed into place, so that nobody reads half a report.
    let draft = report.with_extension("draft");
    fs::write(&draft, words).expect("a report");
    fs::rename(draft, report).expect("a report");
    std::process::exit(0);
}

/// Holds the other end of a session's terminal, with a parent between that ignores SIGHUP; says
/// so, and waits to be killed.
#[test]
fn holder() {
    if std::env::var_os(HOLD).is_none() {
        return;
    }
    let report = PathBuf::from(std::env::var_os(REPORT).expect("a place for the report"));
    let mut pty = Pty::start_under_ignoring_parent(&report);
    pty.wait_for("Tomasz Okafor");
    println!("ready");
    let mut rest = Vec::new();
    std::io::stdin()
        .read_to_end(&mut rest)
        .expect("standard input");
}

/// Ticks of processor time that this process has used.
fn cpu_ticks() -> u64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("stat");
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let field = |index: usize| {
        after_name
            .split(' ')
            .nth(index)
            .and_then(|text| text.parse().ok())
    };
    field(11).unwrap_or(0) + field(12).unwrap_or(0)
}

fn peak_rss_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("status");
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(0)
}
