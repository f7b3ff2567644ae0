//! A form as a draft: what of it differs from what was offered, and putting that back.

use chrono::{DateTime, Utc};

use crate::readmodel::drafts::{Draft, DraftKey};
use crate::tui::forms::fields::put;
use crate::tui::widgets::form::{Entry, Form, Value};

/// Before the name of a field whose text in the record is kept with a draft: what was typed over.
const STOOD: &str = "stood: ";

/// Every field by name, as it stands.
pub(super) fn snapshot(form: &Form) -> Vec<(&'static str, String)> {
    form.entries()
        .iter()
        .map(|entry| (entry.name, entry.text()))
        .collect()
}

/// The draft of a form.
pub(super) fn draft(
    key: DraftKey,
    label: &str,
    form: &Form,
    offered: &[(&'static str, String)],
) -> Draft {
    let is_offered = |entry: &Entry| {
        let text = entry.text();
        offered
            .iter()
            .any(|(name, was)| *name == entry.name && *was == text)
    };
    let typed = || form.entries().iter().filter(|entry| !is_offered(entry));
    let mut fields: Vec<(String, String)> = typed()
        .map(|entry| (entry.name.to_owned(), entry.text()))
        .collect();
    let stood = |entry: &Entry| {
        let base = offered.iter().find(|(name, _)| *name == entry.name)?;
        (!base.1.is_empty()).then(|| (format!("{STOOD}{}", entry.name), base.1.clone()))
    };
    fields.extend(typed().filter_map(stood));
    Draft {
        key,
        label: label.to_owned(),
        // A session has no clock: the hub says when a draft was kept.
        at: DateTime::<Utc>::UNIX_EPOCH,
        fields,
        cursor: cursor(form),
        mark: mark(form),
    }
}

fn cursor(form: &Form) -> (u16, u16, u16) {
    let short = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
    let Some(current) = form.current() else {
        return (0, 0, 0);
    };
    let at = form
        .entries()
        .iter()
        .position(|entry| entry.name == current.name);
    let (line, column) = match &current.value {
        Value::Line(field) | Value::Note(field) => field.cursor(),
        Value::Choice(_) => (0, 0),
    };
    (short(at.unwrap_or(0)), short(line), short(column))
}

fn mark(form: &Form) -> Option<(u16, u16)> {
    match &form.current()?.value {
        Value::Note(field) => {
            let (line, column) = field.mark()?;
            Some((u16::try_from(line).ok()?, u16::try_from(column).ok()?))
        }
        Value::Line(_) | Value::Choice(_) => None,
    }
}

/// Puts a draft into the form, the cursor where it was.
pub(super) fn restore(form: &mut Form, draft: &Draft) {
    for (name, text) in &draft.fields {
        put(form, name, text);
    }
    let (at, line, column) = draft.cursor;
    let Some(name) = form.entries().get(usize::from(at)).map(|entry| entry.name) else {
        return;
    };
    form.go_to(name);
    if let Some(Value::Line(field) | Value::Note(field)) =
        form.entry_mut(name).map(|entry| &mut entry.value)
    {
        field.put_cursor(usize::from(line), usize::from(column));
        if let Some((line, column)) = draft.mark {
            field.put_mark(usize::from(line), usize::from(column));
        }
    }
}

/// The fields that were typed over, and what stood in the record then.
pub(super) fn bases(draft: &Draft) -> Vec<(&str, &str)> {
    let stood = |name: &str| {
        let key = format!("{STOOD}{name}");
        let base = draft.fields.iter().find(|(known, _)| *known == key);
        base.map_or("", |(_, text)| text.as_str())
    };
    let typed = draft
        .fields
        .iter()
        .filter(|(name, _)| !name.starts_with(STOOD));
    typed
        .map(|(name, _)| (name.as_str(), stood(name)))
        .collect()
}

/// Takes away what was said about the fields at the last try to save.
pub(super) fn clear_faults(form: &mut Form) {
    let names: Vec<&str> = form.entries().iter().map(|entry| entry.name).collect();
    for name in names {
        if let Some(entry) = form.entry_mut(name) {
            entry.fault.clear();
        }
    }
}

/// Says what the hub found wrong, at the field that it names.
pub(super) fn fault_by_label(form: &mut Form, label: &str, fault: &str) {
    let named = |entry: &&Entry| entry.label == label || entry.name == label;
    let Some(name) = form.entries().iter().find(named).map(|entry| entry.name) else {
        return;
    };
    if let Some(entry) = form.entry_mut(name) {
        entry.fault = fault.to_owned();
    }
    form.go_to(name);
}
