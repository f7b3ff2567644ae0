//! The fields for what comes next, shared by every form that asks for it: a day with or without a
//! time, or "none" with a reason; how, and what for.

use chrono::NaiveDate;

use super::about::Facts;
use super::fields::{choice, contact_kinds, kind_of, line, say_fault};
use crate::domain::case::FollowUp;
use crate::domain::dates::{DateFault, Holidays, WhenTyped, parse_due, read_back_when};
use crate::domain::intent::NextChoice;
use crate::domain::terms::ContactKind;
use crate::tui::widgets::form::{Entry, Form};

pub(super) const NEXT: &str = "next";
pub(super) const HOW: &str = "next-how";
pub(super) const WHAT: &str = "next-what";

/// What was typed for the next step.
pub(super) enum Typed {
    Nothing,
    /// "keep": what is due stays.
    Keep,
    /// "none", with the reason where it was typed behind it.
    None(String),
    When(WhenTyped),
    Fault(DateFault),
}

pub(super) fn entries(day: &str, how: ContactKind, what: &str) -> Vec<Entry> {
    vec![
        line(
            NEXT,
            "Next step on",
            "A day, with a time for an appointment: fri, +2w, 14/3, tue 14:00. Or: none, because ...",
            day,
        ),
        choice(
            HOW,
            "Next step by",
            "How: a letter or the arrows choose.",
            &contact_kinds(),
            Some(how.label()),
        ),
        line(
            WHAT,
            "For what",
            "What is to be done then, in a few words.",
            what,
        ),
    ]
}

pub(super) fn typed(text: &str, today: NaiveDate, holidays: &Holidays) -> Typed {
    let text = text.trim();
    let lower = text.to_lowercase();
    if text.is_empty() {
        return Typed::Nothing;
    }
    if lower == "keep" {
        return Typed::Keep;
    }
    let after = text.get(4..).filter(|_| lower.starts_with("none"));
    if let Some(after) = after.filter(|after| !after.starts_with(char::is_alphanumeric)) {
        let reason = after.trim_start_matches([',', ':', ' ']);
        let reason = reason.strip_prefix("because").unwrap_or(reason);
        return Typed::None(reason.trim().to_owned());
    }
    match parse_due(text, today, holidays) {
        Ok(when) => Typed::When(when),
        Err(fault) => Typed::Fault(fault),
    }
}

/// Shows how the day is understood, and asks for a reason where there is none.
pub(super) fn read_back(form: &mut Form, today: NaiveDate, holidays: &Holidays) {
    let typed = typed(&form.text(NEXT), today, holidays);
    let words = match &typed {
        Typed::Nothing | Typed::Fault(_) => String::new(),
        Typed::Keep => "what is due stays".to_owned(),
        Typed::None(reason) if reason.is_empty() => "no next step; say why below".to_owned(),
        Typed::None(_) => "no next step".to_owned(),
        Typed::When(when) => read_back_when(*when, today, holidays),
    };
    let none = matches!(typed, Typed::None(_));
    if let Some(entry) = form.entry_mut(NEXT) {
        entry.read_back = words;
    }
    if let Some(entry) = form.entry_mut(WHAT) {
        entry.label = if none { "Because" } else { "For what" }.to_owned();
    }
}

/// The day was left: says at once what is wrong with it.
pub(super) fn left(form: &mut Form, name: &str, facts: &Facts) {
    if name != NEXT {
        return;
    }
    if let Typed::Fault(fault) = typed(&form.text(NEXT), facts.today(), &facts.holidays) {
        say_fault(form, NEXT, &fault.to_string());
    }
}

/// The next step as it would be saved, for whoever compares it with another.
pub(super) fn said(form: &Form, facts: &Facts) -> String {
    let (today, what) = (facts.today(), form.text(WHAT));
    match typed(&form.text(NEXT), today, &facts.holidays) {
        Typed::Nothing | Typed::Fault(_) => String::new(),
        Typed::Keep => "stays as it is".to_owned(),
        Typed::None(reason) if reason.is_empty() => format!("none, because: {what}"),
        Typed::None(reason) => format!("none, because: {reason}"),
        Typed::When(when) => {
            let on = read_back_when(when, today, &facts.holidays);
            match what.trim() {
                "" => format!("{on}, {}", form.text(HOW)),
                what => format!("{on}, {}: {what}", form.text(HOW)),
            }
        }
    }
}

/// What was chosen; `None` with the faults said at their fields. `keep` is taken where it is
/// offered, and nothing typed is a fault unless `optional`.
pub(super) fn chosen(
    form: &mut Form,
    today: NaiveDate,
    holidays: &Holidays,
    optional: bool,
) -> Option<NextChoice> {
    let what = form.text(WHAT).trim().to_owned();
    match typed(&form.text(NEXT), today, holidays) {
        Typed::Nothing if optional => return Some(NextChoice::Keep),
        Typed::Keep => return Some(NextChoice::Keep),
        Typed::Nothing => say_fault(
            form,
            NEXT,
            "Say when the next step is due, or: none, because ...",
        ),
        Typed::None(reason) => {
            let because = if reason.is_empty() { what } else { reason };
            if !because.is_empty() {
                return Some(NextChoice::NoneBecause(because));
            }
            say_fault(form, WHAT, "Say in a few words why there is no next step.");
        }
        Typed::When(when) => {
            let how = form.text(HOW);
            return Some(NextChoice::Due(FollowUp {
                on: when.date,
                at: when.time,
                kind: kind_of(&how).unwrap_or(ContactKind::Phone),
                what,
                moved: 0,
            }));
        }
        Typed::Fault(fault) => say_fault(form, NEXT, &fault.to_string()),
    }
    None
}
