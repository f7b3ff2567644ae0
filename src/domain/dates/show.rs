//! Dates as they are shown and read back. What is read back can be typed again.

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

use super::WhenTyped;
use super::working::Holidays;

/// From this many days away a date is shown with its year; without one it would be taken for the
/// nearest such day.
const YEAR_SHOWN_FROM_DAYS: u64 = 335;

/// `Tue 10 Nov`, with the year when it is more than about eleven months from `today`.
pub fn short(date: NaiveDate, today: NaiveDate) -> String {
    let away = (date - today).num_days().unsigned_abs();
    let form = if away < YEAR_SHOWN_FROM_DAYS {
        "%a %-d %b"
    } else {
        "%a %-d %b %Y"
    };
    date.format(form).to_string()
}

/// `4 Mar 1955`.
pub fn full(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

/// `14:00`.
pub fn show_time(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// `Fri 27 Nov, in 4 days`; a weekend or a bank holiday is named: `Sat 28 Nov, in 5 days
/// (Saturday)`, `Fri 25 Dec, in 32 days (Christmas Day)`.
pub fn read_back(date: NaiveDate, today: NaiveDate, holidays: &Holidays) -> String {
    format!(
        "{}, {}{}",
        short(date, today),
        since(date, today),
        free_day(date, holidays)
    )
}

/// The same with the time of an appointment: `Tue 1 Dec 14:00, in 8 days`.
pub fn read_back_when(when: WhenTyped, today: NaiveDate, holidays: &Holidays) -> String {
    let time = when
        .time
        .map(|time| format!(" {}", show_time(time)))
        .unwrap_or_default();
    let date = when.date;
    format!(
        "{}{time}, {}{}",
        short(date, today),
        since(date, today),
        free_day(date, holidays)
    )
}

/// `in 4 days`, `tomorrow`, `today`, `3 days ago`; in weeks and months where days mean little.
pub fn since(date: NaiveDate, today: NaiveDate) -> String {
    let days = (date - today).num_days();
    match days {
        0 => return "today".to_owned(),
        1 => return "tomorrow".to_owned(),
        -1 => return "yesterday".to_owned(),
        _ => {}
    }
    let away = days.unsigned_abs();
    let span = match away {
        0..=60 => format!("{away} days"),
        61..=364 => format!("{} weeks", (away + 3) / 7),
        // Months of a mean length; at this distance nobody counts the odd days.
        365..=729 => format!("{} months", away * 12 / 365),
        _ => format!("{} years", away * 4 / 1461),
    };
    if days > 0 {
        format!("in {span}")
    } else {
        format!("{span} ago")
    }
}

fn free_day(date: NaiveDate, holidays: &Holidays) -> String {
    match (holidays.name(date), date.weekday()) {
        (Some(name), _) => format!(" ({name})"),
        (None, Weekday::Sat) => " (Saturday)".to_owned(),
        (None, Weekday::Sun) => " (Sunday)".to_owned(),
        _ => String::new(),
    }
}

/// Age in whole years on `on`; `None` before birth. Born on 29 February, a year older on 1 March.
pub fn age(born: NaiveDate, on: NaiveDate) -> Option<u32> {
    on.years_since(born)
}

/// `4 Mar 1955 (71)`, as the header of a client has it.
pub fn born(born: NaiveDate, today: NaiveDate) -> String {
    match age(born, today) {
        Some(years) => format!("{} ({years})", full(born)),
        None => full(born),
    }
}

/// Calendar days since `due`; 0 on the day and before it.
pub fn days_late(due: NaiveDate, today: NaiveDate) -> u32 {
    u32::try_from((today - due).num_days()).unwrap_or(0)
}

/// `13 d`, as the Agenda has it; empty when not late.
pub fn late(due: NaiveDate, today: NaiveDate) -> String {
    match days_late(due, today) {
        0 => String::new(),
        days => format!("{days} d"),
    }
}
