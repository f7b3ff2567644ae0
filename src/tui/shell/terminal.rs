//! The terminal: how it is taken and given back, and writing to it in one piece.
//!
//! What is sent is what a plain PuTTY understands: the alternate screen, the cursor, bracketed
//! paste. No mouse, no focus, no titles, no questions, no strings that PuTTY would print. What goes
//! to the clipboard goes there when a person asks for it, and never else.

use std::fs::File;
use std::io::{self, Write as _};
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;
use rustix::process::{Signal, getpgrp, getpid, kill_process};
use rustix::stdio;
use rustix::termios::{isatty, tcgetpgrp};

/// To the alternate screen, cursor hidden, bracketed paste, everything empty.
const ENTER: &str = "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[m\x1b[2J\x1b[H";
/// The same where the screen is drawn over anyway.
const ENTER_AGAIN: &str = "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[m";
/// Back again, once the rows are empty.
const LEAVE: &str = "\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// Giving the terminal back after a hang-up may take so long.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Whether the terminal is ours now, so that a panic gives it back once.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// How many rows are to be emptied when it is given back.
static ROWS: AtomicU16 = AtomicU16::new(0);
static HOOK: Once = Once::new();

/// Whether there is a terminal on both standard input and standard output.
pub(super) fn is_there() -> bool {
    isatty(stdio::stdin()) && isatty(stdio::stdout())
}

/// The name of a terminal that cannot be drawn on at will, as `TERM` gives it; `None` for one that
/// can. Without a name nobody said that it can.
pub(super) fn too_plain(name: Option<&str>) -> Option<String> {
    match name {
        None | Some("") => Some("not set".to_owned()),
        Some(name @ ("dumb" | "unknown" | "network" | "dialup")) => Some(name.to_owned()),
        Some(_) => None,
    }
}

/// Columns and rows.
pub(super) fn size() -> io::Result<(u16, u16)> {
    let (columns, rows) = crossterm::terminal::size()?;
    ROWS.store(rows, Ordering::Relaxed);
    Ok((columns, rows))
}

/// The terminal while it is ours; given back when dropped.
pub(super) struct Terminal {
    out: File,
}

impl Terminal {
    /// Takes the terminal.
    pub(super) fn enter() -> io::Result<Terminal> {
        let out = File::from(rustix::io::dup(stdio::stdout())?);
        HOOK.call_once(give_back_on_panic);
        crossterm::terminal::enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        let mut terminal = Terminal { out };
        terminal.write(ENTER.as_bytes())?;
        Ok(terminal)
    }

    /// Takes it again after the process was stopped.
    pub(super) fn enter_again(&mut self) -> io::Result<()> {
        // Crossterm believes that raw mode is on; the shell has turned it off meanwhile.
        crossterm::terminal::disable_raw_mode()?;
        crossterm::terminal::enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        self.write(ENTER_AGAIN.as_bytes())
    }

    /// Writes all of it, or nothing where there is nothing.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            Ok(())
        } else {
            self.out.write_all(bytes)
        }
    }

    /// Sends text to the terminal's clipboard (OSC 52). Who does not know it, PuTTY for one, ignores
    /// it (measured); nobody answers.
    pub(super) fn clipboard(&mut self, text: &str) -> io::Result<()> {
        let mut sequence = String::new();
        let copy = CopyToClipboard::to_clipboard_from(text);
        copy.write_ansi(&mut sequence).map_err(io::Error::other)?;
        self.write(sequence.as_bytes())
    }

    /// Gives the terminal back.
    pub(super) fn leave(&mut self) -> io::Result<()> {
        give_back(&mut self.out)
    }

    /// A hang-up: the terminal is given back where it still takes anything, such as a `tmux` window
    /// whose shell was killed. Where it is gone or does not listen, nothing is waited for.
    pub(super) fn leave_if_it_lives(&mut self) {
        let ours = tcgetpgrp(&self.out).is_ok_and(|group| group == getpgrp());
        let out = self.out.try_clone();
        let (true, Ok(mut out)) = (ours, out) else {
            // Touching the terminal from the background would stop the process for good.
            TAKEN.store(false, Ordering::SeqCst);
            return;
        };
        let (done, wait) = channel();
        let spawned = thread::Builder::new()
            .name("last-words".to_owned())
            .spawn(move || done.send(give_back(&mut out)));
        if spawned.is_ok() {
            // A terminal that is gone refuses at once; one that does not listen is left to its own.
            let _ = wait.recv_timeout(LAST_WORDS);
        }
        TAKEN.store(false, Ordering::SeqCst);
    }

    /// Gives the terminal back, stops the process, and takes the terminal again when it goes on.
    pub(super) fn suspend(&mut self) -> io::Result<()> {
        self.leave()?;
        kill_process(getpid(), Signal::STOP)?;
        self.enter_again()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Nothing more can be done where even this fails.
        let _ = give_back(&mut self.out);
    }
}

/// Empties the rows one by one (a terminal may keep what is cleared at once), then goes back to
/// the screen from before.
fn give_back(out: &mut File) -> io::Result<()> {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return Ok(());
    }
    let rows = usize::from(ROWS.load(Ordering::Relaxed).max(1));
    let emptied = vec!["\x1b[2K"; rows].join("\r\n");
    let wrote = out.write_all(format!("\x1b[m\x1b[H{emptied}{LEAVE}").as_bytes());
    let cooked = crossterm::terminal::disable_raw_mode();
    wrote.and(cooked)
}

/// On a panic the terminal is given back first; then one sentence, without the panic's own words,
/// which may hold something about a person.
fn give_back_on_panic() {
    panic::set_hook(Box::new(|info| {
        if let Ok(out) = rustix::io::dup(stdio::stdout()) {
            let _ = give_back(&mut File::from(out));
        }
        let place = info
            .location()
            .map(|at| format!("{}:{}", at.file(), at.line()));
        let _ = writeln!(
            io::stderr(),
            "caseload met a fault of its own and stopped. What was saved is safe and drafts are \
             kept; start it again. Please report the place: {}",
            place.unwrap_or_default()
        );
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_usable_unless_it_is_known_not_to_be() {
        for plain in [None, Some(""), Some("dumb"), Some("unknown")] {
            assert!(too_plain(plain).is_some(), "{plain:?}");
        }
        for usable in [
            "xterm",
            "xterm-256color",
            "vt100",
            "linux",
            "screen",
            "tmux",
        ] {
            assert_eq!(too_plain(Some(usable)), None);
        }
    }
}
