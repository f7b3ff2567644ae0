//! Reading one keymap file: TOML to rows of (action, keys) with their places, and the faults that
//! can be seen in the file alone.

use toml::de::{DeTable, DeValue};

use super::check;
use super::fault::{Fault, Level, nearest, place};
use super::renamed::Renames;
use crate::tui::action::{Row, Scope, TABLE, named, scope_named};
use crate::tui::key::{self, Key};

/// The only format there has been.
const SCHEMA: &str = "1";
/// Larger than this is no keymap.
pub(super) const BYTES_MAX: usize = 64 * 1024;
/// More keys than this nobody remembers.
const CHORD_KEYS_MAX: usize = 3;

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
    /// Whether rows have numbers that digits take; nothing where the file does not say.
    pub numbered_rows: Option<bool>,
    /// Its lines that hold.
    pub lines: Vec<Line>,
    /// The others.
    pub faults: Vec<Fault>,
}

/// Reads a file's text. `file` is its name for people.
pub fn read(file: &str, text: &str) -> File {
    read_with(file, text, Renames::of_this_program())
}

/// The same, with another table of renamed actions.
pub fn read_with(file: &str, text: &str, renames: Renames) -> File {
    let mut reader = Reader {
        file,
        text,
        renames,
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
    renames: Renames,
    done: File,
}

impl Reader<'_> {
    fn fault(&mut self, fault: Fault, at: usize) {
        self.done.faults.push(fault.at(place(self.text, at)));
    }

    /// Something that is not used, and what to do about it.
    fn error(&mut self, code: &'static str, at: usize, message: String, suggestion: &str) {
        let fault = Fault::new(code, Level::Error, self.file, message);
        self.fault(fault.suggests(suggestion), at);
    }

    fn warn(&mut self, code: &'static str, at: usize, message: String, suggestion: &str) {
        let fault = Fault::new(code, Level::Warning, self.file, message);
        self.fault(fault.suggests(suggestion), at);
    }

    fn whole(&mut self) {
        if self.text.len() > BYTES_MAX {
            let message = "the file is larger than 64 kB; it is not used".to_owned();
            return self.error("K12", 0, message, "leave out what is as it was");
        }
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let at = error.span().map_or(0, |span| span.start);
            let message = format!("this is not TOML, nothing is used: {}", error.message());
            self.error(
                "K01",
                at,
                message,
                "write lines like: log = [\"l\", \"f7\"]",
            );
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
                ("numbered-rows", value) => self.numbered_rows(at, value),
                (scope, DeValue::Table(lines)) => self.scope(scope, at, lines),
                (other, _) => {
                    let message = format!("\"{other}\" is not known here");
                    self.error("K02", at, message, "write actions under a [scope]");
                }
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
            let message = "the file does not say its schema, nothing is used".to_owned();
            let way_out = format!("write as the first line: schema = {SCHEMA}");
            self.error("K01", at, message, &way_out);
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
                let message = "\"extends\" names no shipped keymap, nothing is used".to_owned();
                self.error("K01", at, message, &format!("write one of {names}"));
                false
            }
        }
    }

    fn numbered_rows(&mut self, at: usize, value: &DeValue<'_>) {
        match value {
            DeValue::Boolean(yes) => self.done.numbered_rows = Some(*yes),
            _ => {
                let message = "\"numbered-rows\" is neither true nor false".to_owned();
                self.error("K02", at, message, "write: numbered-rows = true");
            }
        }
    }

    fn scope(&mut self, name: &str, at: usize, lines: &DeTable<'_>) {
        let Some(scope) = scope_named(name) else {
            let message = format!("there is no scope [{name}], its lines are not used");
            let known = Scope::ALL.iter().map(|scope| scope.name());
            return self.error("K02", at, message, &meant(nearest(name, known)));
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
        let renamed = self.renames.find(scope.name(), name);
        let current = match renamed.map(|renamed| renamed.new) {
            Some(Some(new)) => {
                let message = format!("\"{name}\" is called \"{new}\" now");
                self.warn("K11", at, message, &format!("write: {new} = [...]"));
                new
            }
            Some(None) => {
                let message = format!("there is no \"{name}\" any more, the line is not used");
                return self.warn("K11", at, message, "take the line out");
            }
            None => name,
        };
        let Some(row) = named(scope, current) else {
            let names = TABLE
                .iter()
                .filter(|row| row.scope == scope)
                .map(|row| row.name);
            let meant = meant(nearest(current, names));
            let message = format!("[{}] has no action \"{name}\"", scope.name());
            return self.error("K02", at, message, &meant);
        };
        let DeValue::Array(keys) = value else {
            let message = format!("the keys of \"{name}\" are not a list");
            return self.error("K02", at, message, &format!("write: {name} = [\"f2\"]"));
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
                None => {
                    let message = "this is no key: a key is a word in quotes".to_owned();
                    self.error("K02", at, message, "write it like \"f2\"");
                }
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
            self.error(
                "K12",
                at,
                message,
                "write the name of a key, such as \"f2\"",
            );
            return None;
        }
        let names: Vec<&str> = text.split(' ').filter(|name| !name.is_empty()).collect();
        if names.len() > CHORD_KEYS_MAX {
            let message = format!("\"{text}\" has more than {CHORD_KEYS_MAX} keys");
            self.error("K12", at, message, "use fewer");
            return None;
        }
        let mut chord = Vec::new();
        for name in names {
            chord.push(self.key(name, at)?);
        }
        if chord.is_empty() {
            let message = "an empty key".to_owned();
            self.error("K02", at, message, "write \"space\" for the space bar");
            return None;
        }
        if let Some((code, message, way_out)) = check::unfit(row, &chord) {
            self.error(code, at, message, way_out);
            return None;
        }
        Some(chord)
    }

    fn key(&mut self, name: &str, at: usize) -> Option<Key> {
        if let Some(reason) = check::same_on_the_wire(name) {
            let message = format!("\"{name}\" cannot be used: {reason}");
            self.error("K05", at, message, "use Ctrl with a letter, or F1 to F10");
            return None;
        }
        let Some(key) = Key::parse(name) else {
            let meant = meant(nearest(name, key::names()));
            self.error("K02", at, format!("there is no key \"{name}\""), &meant);
            return None;
        };
        if let Some(reason) = check::risky(key) {
            let message = format!("\"{name}\": {reason}");
            self.warn("K08", at, message, "give a second key beside it");
        }
        Some(key)
    }
}

fn looks_like_a_command(text: &str) -> bool {
    let long = text.chars().count() > 1;
    long && (text.starts_with([':', '!', '$', '/', '<']) || text.contains(['(', ';', '|', '`']))
}

fn meant(name: Option<&str>) -> String {
    match name {
        Some(name) => format!("did you mean \"{name}\"?"),
        None => "`caseload keys` lists all there are".to_owned(),
    }
}
