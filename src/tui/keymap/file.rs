//! Reading one keymap file: TOML to rows of (action, keys) with their places, and the faults that
//! can be seen in the file alone.

use toml::de::{DeTable, DeValue};

use super::check;
use super::fault::{Fault, Level, nearest, place};
use crate::tui::action::{Row, Scope, TABLE, named, scope_named};
use crate::tui::key::{self, Key};

/// The only format there has been.
const SCHEMA: &str = "1";
/// Larger than this is no keymap.
const BYTES_MAX: usize = 64 * 1024;
/// More keys than this nobody remembers.
const CHORD_KEYS_MAX: usize = 3;

/// Actions that were called otherwise once: scope, old name, new name. An old name is read for two
/// minor versions.
const RENAMED: &[(&str, &str, &str)] = &[];

/// One line of a file: an action and its keys, an empty list unbinding it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The action's row of the table.
    pub row: &'static Row,
    /// Its chords, each with the byte at which it stands.
    pub chords: Vec<(Vec<Key>, usize)>,
    /// The byte at which the line starts.
    pub at: usize,
}

/// A file that could be read, with what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// What the file calls itself.
    pub name: String,
    /// The shipped keymap it starts from.
    pub extends: Option<String>,
    /// Its lines that hold.
    pub lines: Vec<Line>,
    /// The others.
    pub faults: Vec<Fault>,
}

/// Reads a file's text. `file` is its name for people.
pub fn read(file: &str, text: &str) -> File {
    let mut reader = Reader {
        file,
        text,
        done: File {
            name: file.to_owned(),
            ..File::default()
        },
    };
    reader.whole();
    reader.done
}

/// What reading a file needs at every step.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    done: File,
}

impl Reader<'_> {
    fn fault(&mut self, code: &'static str, level: Level, at: usize, message: String) {
        let (line, column) = place(self.text, at);
        let file = self.file.to_owned();
        self.done.faults.push(Fault {
            code,
            level,
            file,
            line,
            column,
            message,
        });
    }

    fn error(&mut self, code: &'static str, at: usize, message: String) {
        self.fault(code, Level::Error, at, message);
    }

    fn whole(&mut self) {
        if self.text.len() > BYTES_MAX {
            let message = "the file is larger than 64 kB; it is not used".to_owned();
            return self.error("K12", 0, message);
        }
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let at = error.span().map_or(0, |span| span.start);
            self.error("K01", at, format!("this is not TOML: {}", error.message()));
        }
        if !errors.is_empty() {
            return;
        }
        let table = table.into_inner();
        if !self.head(&table) {
            return;
        }
        for (name, value) in &table {
            let at = name.span().start;
            match (name.get_ref().as_ref(), value.get_ref()) {
                ("schema" | "name" | "title" | "extends", _) => {}
                (scope, DeValue::Table(lines)) => self.scope(scope, at, lines),
                (other, _) => self.error(
                    "K02",
                    at,
                    format!("\"{other}\" is not known here; write actions under a [scope]"),
                ),
            }
        }
        self.done.lines.sort_by_key(|line| line.at);
        check::within_file(self.file, self.text, &mut self.done);
        self.done
            .faults
            .sort_by_key(|fault| (fault.line, fault.column));
    }

    /// The lines before the first scope; says whether the file can be used at all.
    fn head(&mut self, table: &DeTable<'_>) -> bool {
        let schema = table
            .get("schema")
            .and_then(|value| value.get_ref().as_integer());
        if schema.is_none_or(|number| number.as_str() != SCHEMA) {
            let at = table.get("schema").map_or(0, |value| value.span().start);
            let message = format!("the first line must be \"schema = {SCHEMA}\"; nothing is used");
            self.error("K01", at, message);
            return false;
        }
        if let Some(name) = table.get("name").and_then(|value| value.get_ref().as_str()) {
            self.done.name = name.to_owned();
        }
        let Some(extends) = table.get("extends") else {
            return true;
        };
        let known = extends
            .get_ref()
            .as_str()
            .filter(|name| super::layers::shipped(name).is_some());
        match known {
            Some(name) => {
                self.done.extends = Some(name.to_owned());
                true
            }
            None => {
                let names = super::layers::shipped_names().join(", ");
                let at = extends.span().start;
                let message = format!("\"extends\" must be one of {names}; nothing is used");
                self.error("K01", at, message);
                false
            }
        }
    }

    fn scope(&mut self, name: &str, at: usize, lines: &DeTable<'_>) {
        let Some(scope) = scope_named(name) else {
            let message = format!(
                "there is no scope [{name}]{}; its lines are not used",
                meant(nearest(name, Scope::ALL.iter().map(|scope| scope.name())))
            );
            return self.error("K02", at, message);
        };
        for (action, value) in lines {
            self.line(
                scope,
                action.get_ref(),
                action.span().start,
                value.get_ref(),
            );
        }
    }

    fn line(&mut self, scope: Scope, name: &str, at: usize, value: &DeValue<'_>) {
        let renamed = RENAMED
            .iter()
            .find(|(within, old, _)| *within == scope.name() && *old == name);
        if let Some((_, old, new)) = renamed {
            let message = format!("\"{old}\" is called \"{new}\" now; please change the line");
            self.fault("K11", Level::Warning, at, message);
        }
        let current = renamed.map_or(name, |(_, _, new)| *new);
        let Some(row) = named(scope, current) else {
            let names = TABLE
                .iter()
                .filter(|row| row.scope == scope)
                .map(|row| row.name);
            let meant = meant(nearest(current, names));
            let message = format!("[{}] has no action \"{name}\"{meant}", scope.name());
            return self.error("K02", at, message);
        };
        let DeValue::Array(keys) = value else {
            let message = format!("write the keys of \"{name}\" as a list: {name} = [\"f2\"]");
            return self.error("K02", at, message);
        };
        let mut chords = Vec::new();
        for key in keys.iter() {
            let at = key.span().start;
            match key.get_ref().as_str() {
                Some(text) => {
                    if let Some(chord) = self.chord(row, text, at) {
                        chords.push((chord, at));
                    }
                }
                None => self.error("K02", at, "a key is a word in quotes".to_owned()),
            }
        }
        // A line whose keys are all wrong does not unbind the action.
        if !chords.is_empty() || keys.is_empty() {
            self.done.lines.push(Line { row, chords, at });
        }
    }

    fn chord(&mut self, row: &Row, text: &str, at: usize) -> Option<Vec<Key>> {
        if looks_like_a_command(text) {
            let message = format!("\"{text}\" is no key; keymaps never run commands");
            self.error("K12", at, message);
            return None;
        }
        let mut chord = Vec::new();
        for name in text.split(' ').filter(|name| !name.is_empty()) {
            if let Some(reason) = check::same_on_the_wire(name) {
                self.error("K05", at, format!("\"{name}\" cannot be used: {reason}"));
                return None;
            }
            let Some(key) = Key::parse(name) else {
                let meant = meant(nearest(name, key::names()));
                self.error("K02", at, format!("there is no key \"{name}\"{meant}"));
                return None;
            };
            if let Some(reason) = check::risky(key) {
                self.fault("K08", Level::Warning, at, format!("\"{name}\": {reason}"));
            }
            chord.push(key);
        }
        let problem = match chord.len() {
            0 => Some((
                "K02",
                "an empty key; write \"space\" for the space bar".to_owned(),
            )),
            count if count > CHORD_KEYS_MAX => Some((
                "K12",
                format!("\"{text}\" has more than {CHORD_KEYS_MAX} keys"),
            )),
            _ => check::unfit(row, &chord),
        };
        if let Some((code, message)) = problem {
            self.error(code, at, message);
            return None;
        }
        Some(chord)
    }
}

fn looks_like_a_command(text: &str) -> bool {
    let long = text.chars().count() > 1;
    long && (text.starts_with([':', '!', '$', '/', '<']) || text.contains(['(', ';', '|', '`']))
}

fn meant(name: Option<&str>) -> String {
    name.map(|name| format!("; did you mean \"{name}\"?"))
        .unwrap_or_default()
}
