//! Reading one day and at most one time, as people type them for a next step or for what happened.

mod day;

use chrono::{Months, NaiveDate, NaiveTime};

use super::times::{Before, time_at};
use super::words::{MONTHS, OTHER_WORDS, Token, WEEKDAYS, is_filler, is_part_of_day, tokens};
use super::{DateFault, Holidays, WhenTyped};
use crate::domain::text::{excerpt, nearest};
use day::Days;

/// A next step further ahead than this is a slip of the finger.
const AHEAD_MAX_MONTHS: u32 = 120;

/// What has happened longer ago than this is a slip of the finger.
const BACK_MAX_MONTHS: u32 = 1440;

/// Whether a day without more is looked for from today on or up to today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Ahead,
    Back,
}

/// Reads the day of a next step: today or later.
///
/// A bare weekday is the next one after today, `next tue` the Tuesday of next week, a day and month
/// without a year the next such date from today on, `next week` the next Monday. A time alone is
/// today's.
pub fn parse_due(
    typed: &str,
    today: NaiveDate,
    holidays: &Holidays,
) -> Result<WhenTyped, DateFault> {
    let when = parse(
        typed,
        Days {
            today,
            holidays,
            way: Way::Ahead,
        },
    )?;
    let latest = today.checked_add_months(Months::new(AHEAD_MAX_MONTHS));
    if when.date < today {
        Err(DateFault::Past { date: when.date })
    } else if latest.is_some_and(|latest| when.date > latest) {
        Err(DateFault::TooFar)
    } else {
        Ok(when)
    }
}

/// Reads the day on which something happened: today or earlier.
///
/// A bare weekday is the last one before today, a day and month without a year the latest such
/// date up to today; `-2d`, `2 days ago`, `yesterday`.
pub fn parse_past(
    typed: &str,
    today: NaiveDate,
    holidays: &Holidays,
) -> Result<WhenTyped, DateFault> {
    let when = parse(
        typed,
        Days {
            today,
            holidays,
            way: Way::Back,
        },
    )?;
    let earliest = today.checked_sub_months(Months::new(BACK_MAX_MONTHS));
    if when.date > today {
        Err(DateFault::Future { date: when.date })
    } else if earliest.is_some_and(|earliest| when.date < earliest) {
        Err(DateFault::TooFar)
    } else {
        Ok(when)
    }
}

fn parse(typed: &str, days: Days<'_>) -> Result<WhenTyped, DateFault> {
    let all = tokens(typed)?;
    let mut rest = all.as_slice();
    let mut date: Option<NaiveDate> = None;
    let mut time: Option<NaiveTime> = None;
    let mut at = false;
    while let Some(first) = rest.first() {
        let before = Before {
            day_known: date.is_some(),
            at,
        };
        if time.is_none()
            && let Some((found, taken)) = time_at(rest, before)?
        {
            time = Some(found);
            rest = rest.get(taken..).unwrap_or_default();
        } else if date.is_none()
            && let Some((found, taken)) = days.day_at(rest)?
        {
            date = Some(found);
            rest = rest.get(taken..).unwrap_or_default();
        } else if let Token::Word(word) = first
            && is_filler(word)
        {
            at = word == "at";
            rest = rest.get(1..).unwrap_or_default();
            continue;
        } else {
            return Err(left_over(first, date.is_some()));
        }
        at = false;
    }
    match (date, time) {
        (None, None) => Err(DateFault::Empty),
        (date, time) => Ok(WhenTyped {
            date: date.unwrap_or(days.today),
            time,
        }),
    }
}

/// What to say of a token that is neither part of the day nor of the time.
fn left_over(token: &Token, day_known: bool) -> DateFault {
    let word = spelling(token);
    match token {
        Token::Word(typed) if is_part_of_day(typed) => DateFault::PartOfDay { word },
        _ if day_known && !matches!(token, Token::Word(word) if !is_known(word)) => {
            DateFault::Extra { word }
        }
        Token::Number { value, .. } => DateFault::NumberAlone { number: *value },
        Token::Word(typed) => {
            let months = MONTHS.iter().copied().filter(|month| month.len() > 4);
            let known = WEEKDAYS.iter().copied().chain(months).chain(OTHER_WORDS);
            DateFault::Unknown {
                word,
                nearest: nearest(typed, known),
            }
        }
        _ => DateFault::Unknown {
            word,
            nearest: None,
        },
    }
}

fn is_known(word: &str) -> bool {
    use super::words::{month, unit, weekday};
    weekday(word).is_some()
        || month(word).is_some()
        || unit(word).is_some()
        || OTHER_WORDS.contains(&word)
}

fn spelling(token: &Token) -> String {
    let joined = |parts: &[super::words::Part], separator: char| {
        let parts: Vec<String> = parts
            .iter()
            .map(|part| format!("{:0width$}", part.value, width = part.digits))
            .collect();
        parts.join(&separator.to_string())
    };
    match token {
        Token::Number {
            value,
            digits,
            sign,
        } => {
            let sign = sign.map(String::from).unwrap_or_default();
            format!("{sign}{value:0digits$}")
        }
        Token::Numeric { parts, separator } => joined(parts, *separator),
        Token::Clock { parts } => joined(parts, ':'),
        Token::Word(word) => excerpt(word, 20),
    }
}
