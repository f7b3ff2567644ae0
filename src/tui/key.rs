//! One key press as the program understands it, and the names of keys in keymap files.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// A character; capitals are characters of their own, not small letters with shift.
    Char(char),
    /// The keys that have a name.
    Named(Name),
    /// F1 to F12.
    Function(u8),
}

/// Keys that write nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are those on the keyboard")]
pub enum Name {
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

/// Every named key: its name in keymap files and its word on the screen.
const NAMES: &[(Name, &str, &str)] = &[
    (Name::Enter, "enter", "Enter"),
    (Name::Esc, "esc", "Esc"),
    (Name::Tab, "tab", "Tab"),
    (Name::Backspace, "backspace", "Backspace"),
    (Name::Delete, "del", "Del"),
    (Name::Insert, "ins", "Ins"),
    (Name::Up, "up", "Up"),
    (Name::Down, "down", "Down"),
    (Name::Left, "left", "Left"),
    (Name::Right, "right", "Right"),
    (Name::Home, "home", "Home"),
    (Name::End, "end", "End"),
    (Name::PageUp, "pgup", "PgUp"),
    (Name::PageDown, "pgdn", "PgDn"),
];

/// Characters that cannot stand for themselves in a keymap file.
const SPELT: &[(char, &str, &str)] = &[(' ', "space", "Space"), ('-', "minus", "-")];

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Control was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
    /// Shift was held; never with a character, whose capital says it.
    pub shift: bool,
    /// Which key.
    pub code: Code,
}

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Key {
        Key {
            ctrl: false,
            alt: false,
            shift: false,
            code,
        }
    }

    /// A character without modifiers.
    pub const fn char(c: char) -> Key {
        Key::plain(Code::Char(c))
    }

    /// A named key without modifiers.
    pub const fn named(name: Name) -> Key {
        Key::plain(Code::Named(name))
    }

    /// The character that the key writes, if it writes one.
    pub fn printable(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Whether a field takes the key for itself: what writes, deletes, or moves within a line.
    pub fn edits(self) -> bool {
        use Name::{Backspace, Delete, End, Home, Left, Right};
        let within_line = matches!(
            self.code,
            Code::Named(Backspace | Delete | Left | Right | Home | End)
        );
        self.printable().is_some() || (within_line && !self.ctrl && !self.alt)
    }

    /// Reads a key's name as keymap files spell it: `ctrl-s`, `shift-tab`, `f1`, `space`, `A`.
    pub fn parse(text: &str) -> Option<Key> {
        let mut key = Key::char(' ');
        let mut rest = text;
        loop {
            let (modifier, after) = match rest.split_once('-') {
                Some((modifier, after)) if !after.is_empty() => (modifier, after),
                _ => break,
            };
            match modifier {
                "ctrl" if !key.ctrl => key.ctrl = true,
                "alt" if !key.alt => key.alt = true,
                "shift" if !key.shift => key.shift = true,
                _ => return None,
            }
            rest = after;
        }
        key.code = code_named(rest)?;
        Some(key.settled())
    }

    /// The key as files spell it; [`Key::parse`] reads it back.
    pub fn name(self) -> String {
        let code = match self.code {
            Code::Char(c) => spelt(c).map_or_else(|| c.to_string(), |(name, _)| name.to_owned()),
            Code::Named(name) => named(name).0.to_owned(),
            Code::Function(number) => format!("f{number}"),
        };
        self.with_modifiers(["ctrl-", "alt-", "shift-"], &code)
    }

    /// The key as people are shown it: `Ctrl-S`, `Shift-Tab`, `F1`, `Space`.
    pub fn label(self) -> String {
        let code = match self.code {
            Code::Char(c) => spelt(c).map_or_else(
                || {
                    if self.ctrl {
                        c.to_uppercase().to_string()
                    } else {
                        c.to_string()
                    }
                },
                |(_, label)| label.to_owned(),
            ),
            Code::Named(name) => named(name).1.to_owned(),
            Code::Function(number) => format!("F{number}"),
        };
        self.with_modifiers(["Ctrl-", "Alt-", "Shift-"], &code)
    }

    fn with_modifiers(self, names: [&str; 3], code: &str) -> String {
        let held = [self.ctrl, self.alt, self.shift];
        let mut text: String = names
            .into_iter()
            .zip(held)
            .filter(|(_, held)| *held)
            .map(|(name, _)| name)
            .collect();
        text.push_str(code);
        text
    }

    /// One way of writing each key: shift with a letter is its capital, control knows no capitals.
    fn settled(mut self) -> Key {
        if let Code::Char(c) = self.code {
            if self.ctrl {
                self.code = Code::Char(c.to_ascii_lowercase());
            } else if self.shift && !self.alt {
                self.code = Code::Char(one_upper(c));
                self.shift = false;
            }
        }
        self
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label())
    }
}

/// The key of a crossterm event; `None` for keys that no supported terminal sends.
pub fn from_terminal(event: KeyEvent) -> Option<Key> {
    let mods = event.modifiers;
    let mut key = Key {
        ctrl: mods.contains(KeyModifiers::CONTROL),
        alt: mods.contains(KeyModifiers::ALT),
        shift: mods.contains(KeyModifiers::SHIFT),
        code: Code::Char(' '),
    };
    key.code = match event.code {
        KeyCode::Char(c) => {
            key.shift = false;
            Code::Char(c)
        }
        KeyCode::BackTab => {
            key.shift = true;
            Code::Named(Name::Tab)
        }
        KeyCode::F(number) => Code::Function(number),
        other => Code::Named(name_of(other)?),
    };
    Some(key)
}

/// The key as crossterm would have said it, for widgets that understand its events.
pub fn to_terminal(key: Key) -> KeyEvent {
    let mut mods = KeyModifiers::empty();
    mods.set(KeyModifiers::CONTROL, key.ctrl);
    mods.set(KeyModifiers::ALT, key.alt);
    mods.set(KeyModifiers::SHIFT, key.shift);
    let code = match key.code {
        Code::Char(c) => KeyCode::Char(c),
        Code::Function(number) => KeyCode::F(number),
        Code::Named(name) => code_of(name),
    };
    KeyEvent::new(code, mods)
}

/// Every pair of a crossterm code and our name for it.
const CODES: &[(KeyCode, Name)] = &[
    (KeyCode::Enter, Name::Enter),
    (KeyCode::Esc, Name::Esc),
    (KeyCode::Tab, Name::Tab),
    (KeyCode::Backspace, Name::Backspace),
    (KeyCode::Delete, Name::Delete),
    (KeyCode::Insert, Name::Insert),
    (KeyCode::Up, Name::Up),
    (KeyCode::Down, Name::Down),
    (KeyCode::Left, Name::Left),
    (KeyCode::Right, Name::Right),
    (KeyCode::Home, Name::Home),
    (KeyCode::End, Name::End),
    (KeyCode::PageUp, Name::PageUp),
    (KeyCode::PageDown, Name::PageDown),
];

fn name_of(code: KeyCode) -> Option<Name> {
    CODES
        .iter()
        .find(|(known, _)| *known == code)
        .map(|(_, name)| *name)
}

fn code_of(name: Name) -> KeyCode {
    CODES
        .iter()
        .find(|(_, known)| *known == name)
        .map_or(KeyCode::Null, |(code, _)| *code)
}

fn named(name: Name) -> (&'static str, &'static str) {
    NAMES
        .iter()
        .find(|(known, _, _)| *known == name)
        .map_or(("", ""), |(_, file, label)| (*file, *label))
}

fn spelt(c: char) -> Option<(&'static str, &'static str)> {
    SPELT
        .iter()
        .find(|(known, _, _)| *known == c)
        .map(|(_, name, label)| (*name, *label))
}

fn code_named(text: &str) -> Option<Code> {
    if let Some((name, _, _)) = NAMES.iter().find(|(_, file, _)| *file == text) {
        return Some(Code::Named(*name));
    }
    if let Some((c, _, _)) = SPELT.iter().find(|(_, file, _)| *file == text) {
        return Some(Code::Char(*c));
    }
    let mut chars = text.chars();
    let first = chars.next()?;
    if chars.next().is_none() {
        return (!first.is_control() && !first.is_whitespace()).then_some(Code::Char(first));
    }
    let number: u8 = text.strip_prefix('f')?.parse().ok()?;
    (1..=12).contains(&number).then_some(Code::Function(number))
}

fn one_upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// Every name that [`Key::parse`] knows beside single characters, for suggestions.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES
        .iter()
        .map(|(_, name, _)| *name)
        .chain(SPELT.iter().map(|(_, name, _)| *name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_as_the_same_key() {
        for text in [
            "a",
            "A",
            "é",
            "?",
            "-",
            "space",
            "ctrl-s",
            "shift-tab",
            "f1",
            "f12",
            "pgup",
        ] {
            let key = Key::parse(text).unwrap_or_else(|| panic!("{text} is not read"));
            assert_eq!(Key::parse(&key.name()), Some(key), "{text}");
        }
        assert_eq!(Key::parse("shift-a"), Key::parse("A"));
        assert_eq!(Key::parse("ctrl-S"), Key::parse("ctrl-s"));
        assert_eq!(
            Key::parse("ctrl-minus").map(Key::label).as_deref(),
            Some("Ctrl--")
        );
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in [
            "",
            "f0",
            "f13",
            "ctrl-",
            "ctrl-ctrl-a",
            "hyper-a",
            "enterr",
            " ",
            "a b",
        ] {
            assert_eq!(Key::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_terminal_and_the_files_mean_the_same_key() {
        let shifted = KeyEvent::new(KeyCode::Char('A'), KeyModifiers::SHIFT);
        assert_eq!(from_terminal(shifted), Key::parse("A"));
        let back_tab = KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT);
        assert_eq!(from_terminal(back_tab), Key::parse("shift-tab"));
    }
}
