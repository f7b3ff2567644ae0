//! The forms of a review: what was decided, what is heavy, how it ends, and where the record is seen
//! differently.

mod close;
mod decide;
mod heavy;

pub(super) use close::{Close, Differ};
pub(super) use decide::Decide;
pub(super) use heavy::Heavy;

use super::about::Facts;
use super::fields::say_fault;
use crate::domain::dates::{parse_due, read_back_when};
use crate::tui::widgets::form::Form;
use chrono::NaiveDate;

/// A day that may be left out; `None` with the fault said where it cannot be read.
fn optional_day(form: &mut Form, name: &str, facts: &Facts) -> Option<Option<NaiveDate>> {
    let text = form.text(name);
    if text.trim().is_empty() {
        return Some(None);
    }
    match parse_due(&text, facts.today(), &facts.holidays) {
        Ok(when) => Some(Some(when.date)),
        Err(fault) => {
            say_fault(form, name, &fault.to_string());
            None
        }
    }
}

/// Shows how a day is understood.
fn read_day_back(form: &mut Form, name: &str, facts: &Facts) {
    let read = parse_due(&form.text(name), facts.today(), &facts.holidays);
    let words = read.map(|when| read_back_when(when, facts.today(), &facts.holidays));
    if let Some(entry) = form.entry_mut(name) {
        entry.read_back = words.unwrap_or_default();
    }
}
