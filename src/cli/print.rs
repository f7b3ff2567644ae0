//! Printing: a reader that goes away (`caseload cases | head`) is a normal end.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use crate::{domain::text, exchange::rows::write_csv, readmodel::table::Table, wire::Trouble};

/// Prints lines to standard output.
pub(crate) fn lines<I>(lines: I)
where
    I: IntoIterator,
    I::Item: AsRef<str>,
{
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in lines {
        if writeln!(out, "{}", line.as_ref()).is_err() {
            return;
        }
    }
    out.flush().unwrap_or_default();
}

/// Prints one value as JSON.
///
/// # Errors
/// Where it has no JSON, which is a fault of the program.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<(), Trouble> {
    let text =
        serde_json::to_string_pretty(value).map_err(|error| Trouble::bug(error.to_string()))?;
    lines([text]);
    Ok(())
}

/// Prints a table as CSV.
///
/// # Errors
/// Where standard output takes no more, but has not merely gone away.
pub(crate) fn csv(table: &Table, mark: bool) -> Result<(), Trouble> {
    let out = io::BufWriter::new(io::stdout().lock());
    match write_csv(out, table, mark) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Trouble::offline(format!(
            "The rows cannot be printed: {error}."
        ))),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Says something to the person on standard error.
pub(crate) fn note(words: &str) {
    writeln!(io::stderr().lock(), "{words}").unwrap_or_default();
}

/// Says what went wrong.
pub(crate) fn trouble(trouble: &Trouble, json: bool) {
    if json && let Ok(text) = serde_json::to_string(trouble) {
        return note(&text);
    }
    note(&text::for_screen(&trouble.message));
    if !trouble.hint.is_empty() {
        note(&text::for_screen(&trouble.hint));
    }
}

/// Text from outside, safe for a terminal, as one line.
pub(crate) fn safe(words: &str) -> String {
    text::for_screen(words).into_owned()
}

/// Progress of long work: one line that is overwritten on a terminal, plain lines elsewhere.
/// Nothing under `--json`, where standard error is read by programs too.
pub(crate) struct Progress {
    what: &'static str,
    silent: bool,
    last: Option<u64>,
}

impl Progress {
    pub(crate) fn new(what: &'static str, json: bool) -> Progress {
        Progress {
            what,
            silent: json,
            last: None,
        }
    }

    /// Shows how far it is; a step of less than a percent is not shown.
    pub(crate) fn at(&mut self, done: u64, of: u64) {
        let percent = (done * 100).checked_div(of).unwrap_or(100);
        if self.silent || self.last == Some(percent) {
            return;
        }
        let err = io::stderr();
        let terminal = err.is_terminal();
        // Elsewhere than on a terminal every tenth is enough.
        if !terminal && percent / 10 == self.last.unwrap_or(u64::MAX) / 10 {
            return;
        }
        self.last = Some(percent);
        let mut err = err.lock();
        let written = if terminal {
            let filled = usize::try_from(percent / 5).unwrap_or(0).min(20);
            let bar = "█".repeat(filled) + &"░".repeat(20 - filled);
            write!(err, "\r{} {bar} {percent:>3} %", self.what)
        } else {
            writeln!(err, "{} {percent} %", self.what)
        };
        written.and_then(|()| err.flush()).unwrap_or_default();
    }

    /// Ends the line.
    pub(crate) fn end(self) {
        if self.last.is_some() && io::stderr().is_terminal() {
            note("");
        }
    }
}
