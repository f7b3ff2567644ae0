//! What the shell promises of a real terminal.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::child::{HOLD, REPORT};
use crate::pty::{Pty, find, marked, wait_for_file};

const DOWN: &[u8] = b"\x1b[B";
const ENTER: &[u8] = b"\r";
const ESC: &[u8] = b"\x1b";

fn signal(pty: &Pty, signal: Signal) {
    let pid = pty.child.process_id().and_then(|id| i32::try_from(id).ok());
    let pid = pid.and_then(Pid::from_raw).expect("the session's number");
    kill_process(pid, signal).expect("a signal");
}

/// The number after `name=` in a report.
fn figure(report: &str, name: &str) -> u64 {
    let word = report
        .split(' ')
        .find_map(|word| word.strip_prefix(&format!("{name}=")));
    word.and_then(|text| text.parse().ok())
        .unwrap_or_else(|| panic!("no {name} in {report}"))
}

/// Everything since the alternate screen was entered.
fn sent(pty: &mut Pty) -> Vec<u8> {
    pty.wait_until("the alternate screen", |seen| {
        find(&seen.bytes, b"\x1b[?1049h").map(|start| seen.bytes[start..].to_vec())
    })
}

#[test]
fn a_session_costs_few_bytes_and_leaves_nothing_behind() {
    let mut pty = Pty::start(120, 40);
    pty.wait_for("Tomasz");
    pty.wait_for("/ find");
    let start = pty.bytes();
    assert!(start <= 6000, "{start} bytes at the start");

    for _ in 0..45 {
        let before = pty.marked();
        pty.send(DOWN);
        pty.wait_until("the marker to move", |seen| {
            marked(seen).filter(|row| *row != before)
        });
    }
    let moved = pty.bytes() - start;
    assert!(moved / 45 <= 150, "{} bytes a key", moved / 45);

    pty.send(b"/");
    pty.wait_for("Find:");
    let before = pty.bytes();
    for (typed, shown) in [("z", "Find: z"), ("o", "Find: zo"), ("ë", "Find: zoë")] {
        pty.send(typed.as_bytes());
        pty.wait_for(shown);
    }
    let letters = pty.bytes() - before;
    assert!(letters / 3 <= 1500, "{} bytes a letter", letters / 3);

    pty.send(b"\x03");
    let report = pty.ended();
    assert!(report.starts_with("Ok(Quit)"), "{report}");
    println!(
        "start {start}, a key {}, a letter {}, {report}",
        moved / 45,
        letters / 3
    );
    let bytes = sent(&mut pty);
    let text = String::from_utf8_lossy(&bytes);
    assert_eq!(text.matches("\x1b[2J").count(), 1, "cleared once");
    for hazard in [
        "\x1bP", "\x1b]", "\x1b_", "?1000", "?1002", "?1003", "?1004", "?1006", "\x1b[>", "?2026",
    ] {
        assert!(!text.contains(hazard), "{hazard:?} was sent");
    }
    pty.wait_until("the terminal as before", |seen| {
        let screen = seen.screen.screen();
        let restored =
            !screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor();
        (restored && !screen.contents().contains("Zoë")).then_some(())
    });
}

#[test]
fn the_clipboard_is_written_to_on_a_key_only() {
    let mut pty = Pty::start(80, 24);
    pty.wait_for("/ find");
    pty.send(b"=");
    pty.wait_for("Select with the mouse");
    assert!(find(&sent(&mut pty), b"\x1b]").is_none());
    pty.send(b"c");
    pty.wait_for("PuTTY does not");
    pty.wait_until("the clipboard's sequence", |seen| {
        find(&seen.bytes, b"\x1b]52;c;").map(|_| ())
    });
    pty.send(b"\x03");
    pty.ended();
}

#[test]
fn an_idle_session_sends_nothing_and_costs_nothing() {
    let mut pty = Pty::start_covering(80, 24, Some(1500));
    pty.wait_for("/ find");
    let before = pty.bytes();
    pty.wait_for("covered");
    let bytes = sent(&mut pty);
    // The one thing that came is the cover itself: it starts by erasing, not by drawing rows.
    assert!(
        bytes.len() - before <= 24 * 12,
        "{} bytes while idle",
        bytes.len() - before
    );
    pty.send(b"jj/x");
    pty.send(ENTER);
    pty.wait_for("Tomasz Okafor");
    pty.send(b"Q");
    let report = pty.ended();
    assert!(figure(&report, "ticks") < 30, "{report}");
}

#[test]
fn alt_with_an_arrow_cancels_nothing() {
    let mut pty = Pty::start(80, 24);
    pty.wait_for("/ find");
    pty.send(b"l");
    pty.wait_for("Log a contact");
    pty.send(b"\t");
    pty.send(b"half a note");
    pty.wait_for("half a note");
    for letter in [b"A", b"B", b"C", b"D"] {
        pty.send(&[ESC, ESC, b"[", letter].concat());
    }
    pty.wait_for("does not send that key");
    pty.send(b"!");
    pty.wait_for("half a note!");
    pty.send(ESC);
    pty.wait_gone("half a note!");
    pty.send(b"\x03");
    pty.ended();
}

#[test]
fn pasted_lines_are_lines_and_not_commands() {
    let mut pty = Pty::start(80, 24);
    pty.wait_for("/ find");
    pty.send(b"\x1b[200~l\rq\rQ\r\x1b[201~");
    pty.wait_for("no field here");
    pty.send(b"l\t");
    pty.wait_for("What was said");
    pty.send("\x1b[200~first line\rsecond £ line\r\nthird\x1b[201~".as_bytes());
    pty.wait_for("third");
    pty.wait_until("three lines", |seen| {
        let text = seen.screen.screen().contents();
        let row = |words: &str| text.lines().position(|line| line.contains(words));
        let rows = (row("first line")?, row("second £ line")?, row("third")?);
        (rows.0 + 1 == rows.1 && rows.1 + 1 == rows.2).then_some(())
    });
    pty.send(b"\x03");
    pty.ended();
}

#[test]
fn a_new_size_is_drawn_and_a_small_one_says_so() {
    let mut pty = Pty::start(120, 40);
    pty.wait_for("/ find");
    pty.resize(80, 24);
    pty.wait_until("24 rows", |seen| {
        seen.screen
            .screen()
            .rows(0, 80)
            .last()
            .filter(|row| row.contains("/ find"))
    });
    pty.resize(40, 10);
    pty.wait_for("needs 60");
    pty.resize(100, 30);
    pty.wait_for("Tomasz Okafor");
    let bytes = sent(&mut pty);
    assert_eq!(
        String::from_utf8_lossy(&bytes).matches("\x1b[2J").count(),
        1
    );
    pty.resize(40, 10);
    pty.wait_for("needs 60");
    pty.send(b"q");
    assert!(pty.ended().starts_with("Ok(Quit)"));
}

#[test]
fn a_held_key_is_few_frames() {
    let mut pty = Pty::start(80, 24);
    pty.wait_for("/ find");
    let before = pty.bytes();
    pty.send(&DOWN.repeat(60));
    pty.wait_until("row 61", |seen| {
        marked(seen).filter(|row| row.contains("7 d"))
    });
    let held = pty.bytes() - before;
    assert!(held <= 8000, "{held} bytes for sixty keys at once");
    pty.send(b"Q");
    pty.ended();
}

#[test]
fn sigterm_gives_the_terminal_back() {
    let mut pty = Pty::start(80, 24);
    pty.wait_for("/ find");
    signal(&pty, Signal::TERM);
    let report = pty.ended();
    assert!(report.starts_with("Ok(Terminated)"), "{report}");
    pty.wait_until("the terminal as before", |seen| {
        let screen = seen.screen.screen();
        (!screen.alternate_screen() && !screen.hide_cursor()).then_some(())
    });
}

#[test]
fn a_panic_gives_the_terminal_back_and_tells_nothing_of_anyone() {
    let mut pty = Pty::start(80, 24);
    pty.wait_for("/ find");
    pty.send(b"v");
    pty.wait_for("met a fault of its own");
    pty.wait_until("the terminal as before", |seen| {
        let screen = seen.screen.screen();
        (!screen.alternate_screen() && !screen.hide_cursor()).then_some(())
    });
    let told = pty.wait_until("the whole sentence", |seen| {
        let from = find(&seen.bytes, b"met a fault")?;
        let told = String::from_utf8_lossy(&seen.bytes[from..]).into_owned();
        told.contains("demo.rs").then_some(told)
    });
    assert!(!told.contains("Okafor"), "{told}");
}

#[test]
fn sighup_gives_a_terminal_that_is_still_there_back() {
    let mut pty = Pty::start(80, 24);
    pty.wait_for("/ find");
    signal(&pty, Signal::HUP);
    let report = pty.ended();
    assert!(report.starts_with("Ok(HungUp)"), "{report}");
    pty.wait_until("the terminal as before", |seen| {
        let screen = seen.screen.screen();
        let left = !screen.alternate_screen() && !screen.hide_cursor();
        (left && !screen.contents().contains("Tomasz")).then_some(())
    });
}

#[test]
fn a_terminal_without_a_full_screen_gets_one_sentence() {
    for term in ["dumb", ""] {
        let mut pty = Pty::program(&["demo"], term);
        let status = pty.child.wait().expect("its end");
        assert_eq!(status.exit_code(), 2);
        pty.wait_for("cannot show a full screen");
        pty.wait_for("caseload agenda");
        let drawn = pty.wait_until("what was written", |seen| Some(find(&seen.bytes, b"\x1b")));
        assert_eq!(drawn, None, "TERM={term}");
    }
}

#[test]
fn a_stopped_session_draws_itself_afresh() {
    let mut pty = Pty::start(80, 24);
    pty.wait_for("/ find");
    let before = pty.bytes();
    signal(&pty, Signal::STOP);
    signal(&pty, Signal::CONT);
    pty.wait_until("every row again", |seen| {
        let start = find(&seen.bytes, b"\x1b[?1049h")?;
        let new = String::from_utf8_lossy(&seen.bytes[start + before..]).into_owned();
        new.contains("find").then_some(())
    });
    pty.send(b"Q");
    pty.ended();
}

/// The terminal goes away while the parent ignores SIGHUP, so that nothing but the terminal itself
/// tells the session. Whoever holds the other end is killed, as a broken line does.
#[test]
fn a_session_ends_with_its_terminal_even_where_no_signal_comes() {
    let folder = tempfile::tempdir().expect("a folder");
    let report = folder.path().join("report");
    let mut holder = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "child::holder", "--nocapture"])
        .env(REPORT, &report)
        .env(HOLD, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a holder");
    let lines = BufReader::new(holder.stdout.take().expect("its words")).lines();
    lines
        .map_while(Result::ok)
        .find(|line| line.contains("ready"))
        .expect("a session in it");
    assert!(!report.exists());
    holder.kill().expect("the end of the holder");
    holder.wait().expect("the end of the holder");
    let words = wait_for_file(&report);
    assert!(words.starts_with("Ok(HungUp)"), "{words}");
    assert!(figure(&words, "ticks") < 100, "it spun: {words}");
}
