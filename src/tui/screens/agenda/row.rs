//! What one row of the Agenda says: when, what, and what to know beforehand.

use chrono::{Datelike, NaiveDate};

use crate::domain::dates::show_time;
use crate::readmodel::agenda::{AgendaRow, Section};
use crate::tui::forms::person;
use crate::tui::glyphs::Glyphs;

/// Within so many days from today a weekday says which day it is.
const WEEKDAYS: i64 = 6;
/// From this many days away a month alone would be taken for the wrong year.
const YEAR: i64 = 335;

/// The first column: a time today, days late or waiting, or a day to come.
pub(super) fn when(row: &AgendaRow, today: NaiveDate) -> String {
    match (row.section, row.due) {
        (Section::AtATimeToday, _) => row.at.map(show_time).unwrap_or_default(),
        (Section::New, _) => days(row.open_days),
        (Section::NoNextStep, _) => String::new(),
        (Section::Today, _) => String::new(),
        (_, Some(_)) if row.late_days > 0 => days(row.late_days),
        (_, Some(due)) => day(due, today),
        (_, None) => String::new(),
    }
}

/// How it is to be done: by telephone, as a visit; or that it is a to-do, a call, an action.
pub(super) fn kind(row: &AgendaRow) -> &'static str {
    match &row.todo {
        Some(kept) => kept.todo.kind.label(),
        None => row.kind.map_or("", |kind| kind.code()),
    }
}

fn days(days: i64) -> String {
    format!("{days:>3} d")
}

/// `today`, `Wed 25`, `4 Dec`, `Dec'27`: never more than six columns.
fn day(due: NaiveDate, today: NaiveDate) -> String {
    let away = (due - today).num_days();
    match away.abs() {
        0 => "today".to_owned(),
        1..=WEEKDAYS => due.format("%a %-d").to_string(),
        YEAR.. => format!("{}'{:02}", due.format("%b"), due.year() % 100),
        _ => due.format("%-d %b").to_string(),
    }
}

/// What is to be done, with the time of day where the first column has a date.
pub(super) fn what(row: &AgendaRow) -> String {
    let at = match (row.section, row.at) {
        (Section::AtATimeToday, _) | (_, None) => String::new(),
        (_, Some(at)) => show_time(at),
    };
    let open = match row.section {
        Section::NoNextStep => format!("open {} d", row.open_days),
        _ => String::new(),
    };
    joined(&[&at, &row.what, &open])
}

/// What to know before picking up the telephone: when a first step is due, earlier tries, moves of
/// the date. Nothing that what is to be done says already.
pub(super) fn notes(row: &AgendaRow, today: NaiveDate, glyphs: Glyphs) -> String {
    let due = match (row.section, row.due) {
        (Section::New, Some(_)) if row.late_days > 0 => format!("{} d late", row.late_days),
        (Section::New, Some(due)) => format!("due {}", day(due, today)),
        _ => String::new(),
    };
    let tries = match (row.section, row.tries) {
        (_, 0) => String::new(),
        (Section::AtATimeToday, tries) => format!("{} try", ordinal(u32::from(tries) + 1)),
        (_, 1) => "1 try".to_owned(),
        (_, tries) => format!("{tries} tries"),
    };
    let moved = moved(row, glyphs);
    let said = [&due, &tries, &moved].map(|note| match row.what.contains(note.as_str()) {
        true => "",
        false => note,
    });
    joined(&said)
}

/// How often the date was moved.
pub(super) fn moved(row: &AgendaRow, glyphs: Glyphs) -> String {
    let times = if glyphs.fold { "x" } else { "×" };
    match row.moved {
        0 => String::new(),
        moved => format!("moved {moved}{times}"),
    }
}

/// That something must be read first.
pub(super) fn alert(row: &AgendaRow, glyphs: Glyphs) -> String {
    let read = row.alert.then(|| format!("{} read first", glyphs.alert));
    let safeguarding = row.safeguarding.then(|| person::safeguarding(glyphs.alert));
    let marks: Vec<String> = read.into_iter().chain(safeguarding).collect();
    marks.join(" ")
}

fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

fn joined(words: &[&str]) -> String {
    let said: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !word.is_empty())
        .collect();
    said.join(", ")
}
