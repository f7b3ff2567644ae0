//! From the terminal's bytes to inputs: one thread reads keys, another watches for the end.

use std::io;
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::stdio;

use super::Inputs;
use crate::tui::input::Input;
use crate::tui::key::from_terminal;

/// Starts both threads.
pub(super) fn start(inputs: &Inputs) -> io::Result<()> {
    let keys = Ender(inputs.clone());
    thread::Builder::new()
        .name("keys".to_owned())
        .spawn(move || read_keys(&keys))?;
    let end = Ender(inputs.clone());
    thread::Builder::new()
        .name("hang-up".to_owned())
        .spawn(move || watch_for_end(&end))?;
    Ok(())
}

/// Ends the session where its thread ends, even by a panic: without keys nobody could.
struct Ender(Inputs);

impl Drop for Ender {
    fn drop(&mut self) {
        // Where the session is gone already there is nothing to end.
        let _ = self.0.send(vec![Input::HangUp]);
    }
}

/// Reads keys, each time all that have come.
fn read_keys(inputs: &Ender) {
    while let Ok(first) = event::read() {
        let mut events = vec![first];
        while let Ok(true) = event::poll(Duration::ZERO) {
            match event::read() {
                Ok(event) => events.push(event),
                Err(_) => return,
            }
        }
        let batch = understood(events);
        if !batch.is_empty() && inputs.0.send(batch).is_err() {
            return;
        }
    }
}

/// Waits until the terminal is gone. Crossterm would not notice: it reads on without an end, and
/// costs a whole core, where no SIGHUP comes because the parent ignores it (measured).
fn watch_for_end(_end: &Ender) {
    let stdin = stdio::stdin();
    loop {
        // Asking for nothing still tells of a hang-up or an error, and of nothing else.
        let mut watched = [PollFd::new(&stdin, PollFlags::empty())];
        match poll(&mut watched, None) {
            Err(rustix::io::Errno::INTR) | Ok(0) => {}
            Ok(_) | Err(_) => return,
        }
    }
}

/// The inputs of one batch of events. In PuTTY, Alt with an arrow is the three keys Esc, `[` and a
/// letter: "cancel, then two commands". No person types these in one moment, so they are one key
/// that is not known.
fn understood(events: Vec<Event>) -> Vec<Input> {
    let mut inputs = Vec::new();
    let mut rest = events.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let torn = torn_sequence(rest);
        if torn > 0 {
            inputs.push(Input::UnknownKey);
            rest = rest.get(torn..).unwrap_or_default();
            continue;
        }
        rest = after;
        match first {
            Event::Key(key) if key.kind == KeyEventKind::Press => {
                inputs.extend(from_terminal(*key).map(Input::Key));
            }
            Event::Paste(text) => inputs.push(Input::Paste(line_ends(text))),
            Event::Resize(columns, rows) => inputs.push(Input::Resize(*columns, *rows)),
            Event::Key(_) | Event::Mouse(_) | Event::FocusGained | Event::FocusLost => {}
        }
    }
    inputs
}

/// How many events at the beginning are one escape sequence that was taken for keys: Esc, `[` or
/// `O`, figures and semicolons, and what ends it. 0 for none.
fn torn_sequence(events: &[Event]) -> usize {
    let mut chars = events.iter().map(char_of);
    if !matches!(
        events.first(),
        Some(Event::Key(KeyEvent {
            code: KeyCode::Esc,
            ..
        }))
    ) {
        return 0;
    }
    chars.next();
    if !matches!(chars.next().flatten(), Some('[' | 'O')) {
        return 0;
    }
    let mut length = 2;
    for c in chars {
        length += 1;
        match c {
            Some('0'..='9' | ';') => {}
            Some('A'..='Z' | 'a'..='z' | '~') => return length,
            _ => return 0,
        }
    }
    0
}

fn char_of(event: &Event) -> Option<char> {
    match event {
        Event::Key(KeyEvent {
            code: KeyCode::Char(c),
            ..
        }) => Some(*c),
        _ => None,
    }
}

/// Terminals send pasted lines with CR, or CR and LF: all become LF.
fn line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyModifiers;

    use super::*;
    use crate::tui::key::{Key, Name};

    fn keys(codes: &[KeyCode]) -> Vec<Event> {
        let key = |code: &KeyCode| Event::Key(KeyEvent::new(*code, KeyModifiers::empty()));
        codes.iter().map(key).collect()
    }

    #[test]
    fn alt_with_an_arrow_is_one_unknown_key() {
        use KeyCode::{Char, Esc};
        for letter in ['A', 'B', 'C', 'D'] {
            let events = keys(&[Esc, Char('['), Char(letter), Char('j')]);
            assert_eq!(
                understood(events),
                [Input::UnknownKey, Input::Key(Key::char('j'))]
            );
        }
        let far = keys(&[Esc, Char('['), Char('1'), Char(';'), Char('3'), Char('A')]);
        assert_eq!(understood(far), [Input::UnknownKey]);
    }

    #[test]
    fn esc_and_what_follows_it_later_stay_keys() {
        use KeyCode::{Char, Esc};
        let esc = Input::Key(Key::named(Name::Esc));
        assert_eq!(understood(keys(&[Esc])), vec![esc.clone()]);
        assert_eq!(
            understood(keys(&[Esc, Char('j')])),
            [esc.clone(), Input::Key(Key::char('j'))]
        );
        let bracket = understood(keys(&[Esc, Char('[')]));
        assert_eq!(bracket, [esc, Input::Key(Key::char('['))]);
    }

    #[test]
    fn pasted_lines_end_in_one_way() {
        let paste = understood(vec![Event::Paste("a\rb\r\nc\nd".to_owned())]);
        assert_eq!(paste, [Input::Paste("a\nb\nc\nd".to_owned())]);
    }
}
