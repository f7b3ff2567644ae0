//! What can be wrong with a date as typed; each a sentence with an example of a right one.

use chrono::{NaiveDate, NaiveTime};

use super::show::{full, show_time};

/// Why a text is not taken as a date. Texts in it are cleaned and shortened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateFault {
    /// Nothing was typed.
    #[error("Type a day, for example fri, +2w, 14/3 or next tue 14:00.")]
    Empty,
    /// More than any date needs.
    #[error("This is too long for a date; type for example fri, +2w, 14/3 or next tue 14:00.")]
    TooLong,
    /// A word that no date has.
    #[error("\"{word}\" is not part of a date{}.", meant(*.nearest))]
    Unknown {
        /// The word as typed.
        word: String,
        /// The known word nearest to it.
        nearest: Option<&'static str>,
    },
    /// A second day, or something left over behind a whole date.
    #[error(
        "\"{word}\" is one thing too many; type one day and at most one time, for example tue 14:00."
    )]
    Extra {
        /// The word that is left.
        word: String,
    },
    /// A number without what it counts.
    #[error(
        "{number} of what? Type +{number}d for days, +{number}w for weeks, or a date such as 14/3."
    )]
    NumberAlone {
        /// The number as typed.
        number: u32,
    },
    /// A month without its day.
    #[error("Which day of {month}? Type for example 14 {month}.")]
    DayMissing {
        /// The month's name.
        month: &'static str,
    },
    /// Four digits that may be a year or a time.
    #[error(
        "{number} may be a year or a time; type for example 14/3/{number}, or fri {number} for a time."
    )]
    YearOrTime {
        /// The digits.
        number: u32,
    },
    /// Not a month of the year.
    #[error("There is no month {month}; the day comes first, 14/3 is 14 March.")]
    NoSuchMonth {
        /// The number where the month should be.
        month: u32,
    },
    /// The month does not have that day.
    #[error("There is no {day} {month}{}.", in_year(*.year))]
    NoSuchDay {
        /// The day of the month.
        day: u32,
        /// The month's name.
        month: &'static str,
        /// The year, if one was typed.
        year: Option<i32>,
    },
    /// A year of one or three digits, or one that no date here can have.
    #[error("{year} is not a year; type it with four digits, for example 14/3/2027.")]
    NoSuchYear {
        /// The number where the year should be.
        year: u32,
    },
    /// A date that must be whole has no year.
    #[error("The year is missing; type for example 4/3/1955.")]
    YearMissing,
    /// Not a time of day.
    #[error("There is no time {typed}; type for example 14:00 or 2pm.")]
    NoSuchTime {
        /// The time as typed.
        typed: String,
    },
    /// A part of the day instead of a time.
    #[error("Type a time instead of {word}, for example fri 10:00.")]
    PartOfDay {
        /// The word as typed.
        word: String,
    },
    /// An early hour that was probably meant for the afternoon.
    #[error("Morning or afternoon? Type {} or {}.", show_time(*.afternoon), show_time(*.morning))]
    HalfOfDay {
        /// The time if the morning was meant.
        morning: NaiveTime,
        /// The time if the afternoon was meant.
        afternoon: NaiveTime,
    },
    /// The weekday typed is not that of the date typed.
    #[error("{} is a {}, not a {said}; type one of the two.", full(*.date), .date.format("%A"))]
    WrongWeekday {
        /// The date as typed.
        date: NaiveDate,
        /// The weekday as typed.
        said: &'static str,
    },
    /// A next step cannot lie in the past.
    #[error("{} is in the past; type today or a later day, for example tom or +2w.", full(*.date))]
    Past {
        /// The date as understood.
        date: NaiveDate,
    },
    /// What has happened cannot lie in the future.
    #[error("{} is still to come; type today or an earlier day, for example yesterday or -2d.", full(*.date))]
    Future {
        /// The date as understood.
        date: NaiveDate,
    },
    /// Further away than any next step or record.
    #[error("That is too far away; check the number or the year.")]
    TooFar,
    /// A number of days since 1900, as spreadsheets keep dates.
    #[error(
        "A spreadsheet has turned this date into a day number; format its column as a date and save again."
    )]
    DayNumber,
}

fn meant(nearest: Option<&'static str>) -> String {
    match nearest {
        Some(word) => format!("; did you mean {word}"),
        None => "; type for example fri, +2w, 14/3 or next tue 14:00".to_owned(),
    }
}

fn in_year(year: Option<i32>) -> String {
    year.map(|year| format!(" in {year}")).unwrap_or_default()
}
