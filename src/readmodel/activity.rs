//! What was done in a month or a quarter, in figures that may be passed on: by practice and in all.
//!
//! Counted from the records of the cases in the asker's reach, told apart from any of them: no name
//! and no number of a person is in it. Figures from 1 to 4 are not shown, nor is anything from which
//! one of them could be worked out (`suppress`); that is done here, so that whoever asks never has
//! them.

mod build;
mod count;
mod measures;
mod publish;
mod suppress;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::ids::PracticeId;

pub use build::Building;
pub use suppress::System;

/// Figures below this are not shown, unless they are 0.
pub const FEW: u32 = 5;
/// So many months up to the last of the period stand in the row of months.
pub const MONTHS: u32 = 12;

/// Of what time, and of which practice; none is all in reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityQuery {
    pub from: NaiveDate,
    /// Included.
    pub to: NaiveDate,
    pub practice: Option<PracticeId>,
}

/// One figure as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Figure {
    Count(u32),
    /// From 1 to 4.
    Few,
    /// Any figure; left out so that another cannot be worked out from it.
    Withheld,
    /// There is nothing to be said here.
    Nothing,
    /// A figure of a scale, as its measure writes it.
    Said(String),
}

/// What a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Topic {
    Months,
    Sources,
    Reasons,
    FirstSpoke,
    Contacts,
    States,
    Endings,
    Connections,
    Measures,
    MinutesNoted,
    Minutes,
    Time,
}

/// A heading of a table or a row: a word for programs and one for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    pub code: String,
    pub label: String,
}

/// One row of figures, as many as the table has columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub heading: Heading,
    pub figures: Vec<Figure>,
}

/// Figures of one topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub topic: Topic,
    pub columns: Vec<Heading>,
    pub rows: Vec<Row>,
}

/// Whose cases are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whose {
    /// A link worker's own.
    Own,
    /// Of those whom the asker supervises.
    Team,
    /// Of the asker's practices.
    Practices,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    pub today: NaiveDate,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub whose: Whose,
    /// Who asked, by name.
    pub asker: String,
    /// The practices that were counted, by their full names.
    pub practices: Vec<Heading>,
    pub tables: Vec<Table>,
}

impl Heading {
    pub(super) fn new(code: impl Into<String>, label: impl Into<String>) -> Heading {
        Heading {
            code: code.into(),
            label: label.into(),
        }
    }
}
