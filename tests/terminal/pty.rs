//! A pseudo-terminal with a program in it and a screen that remembers every byte.

use std::io::{Read as _, Write as _};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::child::{COVER, HOLD, REPORT};

/// How long to wait for a named condition before the test fails with the screen.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the program has written, and what that shows.
pub(crate) struct Seen {
    pub(crate) screen: vt100::Parser,
    pub(crate) bytes: Vec<u8>,
}

/// A program in a pseudo-terminal.
pub(crate) struct Pty {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn std::io::Write + Send>,
    pub(crate) child: Box<dyn Child + Send + Sync>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    pub(crate) report: PathBuf,
    _folder: Option<tempfile::TempDir>,
}

impl Pty {
    /// A session in a terminal of that size.
    pub(crate) fn start(columns: u16, rows: u16) -> Pty {
        Pty::start_covering(columns, rows, None)
    }

    /// The same, covering itself after so many milliseconds.
    pub(crate) fn start_covering(columns: u16, rows: u16, cover_ms: Option<u64>) -> Pty {
        let folder = tempfile::tempdir().expect("a folder");
        let report = folder.path().join("report");
        let mut command = CommandBuilder::new(std::env::current_exe().expect("this program"));
        command.args(["--exact", "child::session", "--nocapture"]);
        command.env(REPORT, &report);
        command.env("TERM", "xterm");
        if let Some(time) = cover_ms {
            command.env(COVER, time.to_string());
        }
        Pty::run(command, (columns, rows), report, Some(folder))
    }

    /// The program itself, in a terminal that is said to be of that kind.
    pub(crate) fn program(args: &[&str], term: &str) -> Pty {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_caseload"));
        command.args(args);
        command.env("TERM", term);
        Pty::run(command, (80, 24), PathBuf::new(), None)
    }

    /// A session whose parent leads the terminal's session and ignores SIGHUP, so that the kernel
    /// tells the session nothing when the terminal goes away.
    pub(crate) fn start_under_ignoring_parent(report: &Path) -> Pty {
        let mut command = CommandBuilder::new("sh");
        let program = std::env::current_exe().expect("this program");
        command.args([
            "-c",
            "trap '' HUP; \"$0\" --exact child::session --nocapture; exit 0",
        ]);
        command.arg(program);
        command.env(REPORT, report);
        command.env("TERM", "xterm");
        command.env_remove(HOLD);
        Pty::run(command, (80, 24), report.to_owned(), None)
    }

    fn run(
        command: CommandBuilder,
        (columns, rows): (u16, u16),
        report: PathBuf,
        folder: Option<tempfile::TempDir>,
    ) -> Pty {
        let pair = native_pty_system()
            .openpty(size(columns, rows))
            .expect("a terminal");
        let child = pair.slave.spawn_command(command).expect("the program");
        drop(pair.slave);
        let [wide, high] = [columns, rows].map(|count| NonZero::new(count).expect("not empty"));
        let start = Seen {
            screen: vt100::Parser::new(high, wide, 1000),
            bytes: Vec::new(),
        };
        let seen = Arc::new((Mutex::new(start), Condvar::new()));
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let told = Arc::clone(&seen);
        thread::spawn(move || {
            let mut chunk = [0; 65_536];
            while let Ok(count @ 1..) = reader.read(&mut chunk) {
                let mut seen = told.0.lock().expect("the screen");
                seen.screen.process(&chunk[..count]);
                seen.bytes.extend_from_slice(&chunk[..count]);
                told.1.notify_all();
            }
        });
        let writer = pair.master.take_writer().expect("a writer");
        Pty {
            master: pair.master,
            writer,
            child,
            seen,
            report,
            _folder: folder,
        }
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.writer
            .write_all(bytes)
            .expect("the terminal takes keys");
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        let [wide, high] = [columns, rows].map(|count| NonZero::new(count).expect("not empty"));
        self.seen
            .0
            .lock()
            .expect("the screen")
            .screen
            .screen_mut()
            .set_size(high, wide);
        self.master.resize(size(columns, rows)).expect("a resize");
    }

    /// Waits for a condition over what was seen, and gives what `take` makes of it.
    pub(crate) fn wait_until<T>(&mut self, what: &str, take: impl Fn(&Seen) -> Option<T>) -> T {
        let (lock, told) = &*self.seen;
        let start = Instant::now();
        let mut seen = lock.lock().expect("the screen");
        loop {
            if let Some(found) = take(&seen) {
                return found;
            }
            let left = PATIENCE.saturating_sub(start.elapsed());
            assert!(
                !left.is_zero(),
                "waited for {what}; screen:\n{}",
                seen.screen.screen().contents()
            );
            seen = told.wait_timeout(seen, left).expect("the screen").0;
        }
    }

    /// Waits until the screen holds the words.
    pub(crate) fn wait_for(&mut self, words: &str) {
        self.wait_until(words, |seen| {
            seen.screen
                .screen()
                .contents()
                .contains(words)
                .then_some(())
        });
    }

    /// Waits until the screen does not hold the words.
    pub(crate) fn wait_gone(&mut self, words: &str) {
        let what = format!("{words} to go");
        self.wait_until(&what, |seen| {
            (!seen.screen.screen().contents().contains(words)).then_some(())
        });
    }

    /// The row with the marker.
    pub(crate) fn marked(&mut self) -> String {
        self.wait_until("a marker", marked)
    }

    /// How many bytes have come since the alternate screen was entered.
    pub(crate) fn bytes(&mut self) -> usize {
        self.wait_until("the alternate screen", |seen| {
            let start = find(&seen.bytes, b"\x1b[?1049h")?;
            Some(seen.bytes.len() - start)
        })
    }

    /// How the session ended, once it has.
    pub(crate) fn ended(&mut self) -> String {
        wait_for_file(&self.report)
    }
}

/// The row with the marker, of what was seen.
pub(crate) fn marked(seen: &Seen) -> Option<String> {
    seen.screen
        .screen()
        .contents()
        .lines()
        .find(|line| line.starts_with('>'))
        .map(str::to_owned)
}

/// Where `part` begins in `whole`.
pub(crate) fn find(whole: &[u8], part: &[u8]) -> Option<usize> {
    whole.windows(part.len()).position(|window| window == part)
}

/// Waits until a file is there and gives its text.
pub(crate) fn wait_for_file(path: &Path) -> String {
    let start = Instant::now();
    loop {
        if let Ok(text) = std::fs::read_to_string(path) {
            return text;
        }
        assert!(start.elapsed() < PATIENCE, "waited for {}", path.display());
        thread::yield_now();
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}
