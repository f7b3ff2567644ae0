//! Small makers of form fields, so that a form reads as the list of what it asks.

use crate::domain::terms::ContactKind;
use crate::tui::widgets::choice::Choice;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::form::{Entry, Form, Value};

pub(super) fn line(name: &'static str, label: &str, help: &str, text: &str) -> Entry {
    Entry::new(name, label, help, Value::Line(Field::line(text)))
}

pub(super) fn note(name: &'static str, label: &str, help: &str, text: &str) -> Entry {
    Entry::new(name, label, help, Value::Note(Field::note(text)))
}

/// A choice among words, with one of them taken or none.
pub(super) fn choice(
    name: &'static str,
    label: &str,
    help: &str,
    words: &[&str],
    taken: Option<&str>,
) -> Entry {
    let mut choice = Choice::new(words, None);
    if let Some(word) = taken {
        choice.take_word(word);
    }
    Entry::new(name, label, help, Value::Choice(choice))
}

/// Says what is wrong with a field.
pub(super) fn say_fault(form: &mut Form, name: &str, words: &str) {
    if let Some(entry) = form.entry_mut(name) {
        entry.fault = words.to_owned();
    }
}

/// Puts a text or a word into a field, as if it had been typed.
pub(super) fn put(form: &mut Form, name: &str, text: &str) {
    let Some(entry) = form.entry_mut(name) else {
        return;
    };
    match &mut entry.value {
        Value::Line(field) => *field = Field::line(text),
        Value::Note(field) => *field = Field::note(text),
        Value::Choice(choice) => {
            choice.take_word(text);
        }
    }
}

pub(super) fn contact_kinds() -> Vec<&'static str> {
    ContactKind::ALL.iter().map(|kind| kind.label()).collect()
}

pub(super) fn kind_of(word: &str) -> Option<ContactKind> {
    ContactKind::find(word)
}
