//! Packs: what a review, the notes on the work or a period of work come to, as one document.
//!
//! The content of a pack is made once, from the rows that the screens show, and then written as a
//! page (HTML), as Markdown, as CSV or as JSON. A pack knows no clock: the same rows give the same
//! bytes.

mod activity;
mod html;
mod integration;
mod json;
mod markdown;
mod marks;
mod masks;
mod picture;
mod review;
mod sheet;
mod words;

use std::io;

use chrono::NaiveDate;

pub use activity::activity;
pub use integration::{Grid, NoteText, Steps, integration};
pub use marks::marks;
pub use review::{Week, review};

/// One document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// The word for programs: "activity".
    pub code: &'static str,
    pub title: String,
    pub from: Option<NaiveDate>,
    /// Included.
    pub to: NaiveDate,
    /// What it is about, a line each: a word for programs, one for people, and what stands there.
    pub about: Vec<(&'static str, &'static str, String)>,
    pub sections: Vec<Section>,
}

/// One part of it under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub code: &'static str,
    pub title: String,
    pub blocks: Vec<Block>,
}

/// What stands in a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Text(String),
    Table(Table),
    /// A word or two, and what they mean.
    Definitions(Vec<(String, String)>),
    /// Somebody's own words, and whose.
    Quote {
        words: String,
        whose: String,
    },
    /// A plain picture of figures that stand in a table beside it; never of people.
    Bars(Bars),
}

/// Figures under headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub code: &'static str,
    pub caption: String,
    /// What the rows are.
    pub corner: &'static str,
    pub columns: Vec<Name>,
    pub rows: Vec<Row>,
}

/// A heading: a word for programs, which stays, and one for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub code: String,
    pub label: String,
}

/// One row, as many cells as the table has columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub name: Name,
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Count(u32),
    /// From 1 to 4.
    Few,
    /// Left out by a rule that the pack states.
    Withheld,
    Nothing,
    Text(String),
}

/// A bar for each of a few figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    pub title: String,
    pub bars: Vec<(String, Cell)>,
}

/// How a pack is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Html,
    Markdown,
    Csv,
    Json,
}

impl Name {
    pub fn new(code: impl Into<String>, label: impl Into<String>) -> Name {
        Name {
            code: code.into(),
            label: label.into(),
        }
    }
}

impl Cell {
    /// What people read.
    pub fn shown(&self) -> String {
        match self {
            Cell::Count(count) => count.to_string(),
            Cell::Few => "<5".to_owned(),
            Cell::Withheld => "withheld".to_owned(),
            Cell::Nothing => "-".to_owned(),
            Cell::Text(words) => words.clone(),
        }
    }
}

impl Pack {
    /// "1 to 30 November 2026".
    pub fn period(&self) -> String {
        words::period(self.from, self.to)
    }

    /// The whole pack as a file.
    ///
    /// # Errors
    /// Where it cannot be put into that form, which is a fault of the program.
    pub fn written(&self, format: Format) -> io::Result<Vec<u8>> {
        match format {
            Format::Html => Ok(html::page(self).into_bytes()),
            Format::Markdown => Ok(markdown::text(self).into_bytes()),
            Format::Csv => sheet::rows(self),
            Format::Json => json::object(self),
        }
    }
}
