//! Why something that stood there is changed: one line, with the usual reasons a letter away.

use super::fields::line;
use crate::tui::widgets::form::{Entry, Form};

/// The field's name.
pub(super) const WHY: &str = "Why";

/// The usual reasons.
const REASONS: &[&str] = &[
    "typing slip",
    "wrong person",
    "more is known",
    "asked by the person",
];

/// The field that asks.
pub(super) fn entry() -> Entry {
    let help =
        "First letter: typing slip, wrong person, more is known, asked by the person. Or words.";
    line(WHY, WHY, help, "")
}

/// The reason as it is meant: the usual one that begins so, else what was typed.
pub(super) fn meant(form: &Form) -> String {
    let typed = form.text(WHY).trim().to_owned();
    let lower = typed.to_lowercase();
    let usual = REASONS.iter().find(|reason| reason.starts_with(&lower));
    match usual {
        Some(reason) if !lower.is_empty() => (*reason).to_owned(),
        _ => typed,
    }
}

/// Shows the reason in full where a letter stands for it.
pub(super) fn read_back(form: &mut Form) {
    let meant = meant(form);
    let typed = form.text(WHY);
    if let Some(entry) = form.entry_mut(WHY) {
        entry.read_back = if meant == typed.trim() {
            String::new()
        } else {
            meant
        };
    }
}
