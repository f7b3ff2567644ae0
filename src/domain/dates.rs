//! Calendar dates as people type them and as they are read back, and English working days.
//!
//! A due date is a calendar date with, for an appointment, a local time of day; never an instant.
//! What day it is comes in as an argument. A week starts on Monday.
//!
//! For a next step: [`parse_due`]. For what has happened: [`parse_past`]. For birth dates:
//! [`parse_birth`]. For the columns of a file: [`parse_written`].

mod fault;
mod parse;
mod show;
mod times;
mod words;
mod working;
mod written;

#[cfg(test)]
mod computed;
#[cfg(test)]
mod tests;

use chrono::{NaiveDate, NaiveTime};

pub use fault::DateFault;
pub use parse::{parse_due, parse_past};
pub use show::{
    age, born, days_late, full, late, read_back, read_back_when, short, show_time, since,
};
pub use working::{
    HolidayFault, Holidays, add_working_days, working_day_from, working_days_between,
};
pub use written::{Order, Years, check_birth, parse_birth, parse_written};

/// A day, and a time of day where one was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WhenTyped {
    /// The calendar date.
    pub date: NaiveDate,
    /// The local time of day, if any was typed.
    pub time: Option<NaiveTime>,
}
