//! The rows that are here, out of a list that may be any length, with the headings between them. A
//! *line* is a row or a heading; rows alone have numbers.

use chrono::NaiveDate;

use crate::domain::ids::CaseId;
use crate::readmodel::cases::{CasePage, CaseRow};
use crate::tui::widgets::list::Rows;

/// Rows kept on either side of the marker: the tallest window we draw is no taller.
const AHEAD: usize = 60;
/// Rows asked for at a time.
const ROWS: usize = 240;

/// What a row is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowId {
    Case(CaseId),
    /// The row with this number, which is not here yet.
    Unread(usize),
}

/// A run of rows.
#[derive(Debug)]
pub(super) struct Window {
    offset: usize,
    rows: Vec<CaseRow>,
    total: usize,
    /// The line of each heading, from the top, with its words.
    headings: Vec<(usize, String)>,
    pub(super) left_out: String,
    pub(super) today: NaiveDate,
}

impl Window {
    pub(super) fn of(page: &CasePage) -> Window {
        let size = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        Window {
            offset: size(page.offset),
            rows: page.rows.clone(),
            total: size(page.total),
            headings: headings(page),
            left_out: page.left_out.clone(),
            today: page.today,
        }
    }

    /// Offset and number of the rows to ask for where the marker is on the row with this number.
    pub(super) fn around(number: usize) -> (u32, u32) {
        let short = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        (short(number.saturating_sub(ROWS / 2)), short(ROWS))
    }

    /// The rows that are here.
    pub(super) fn rows(&self) -> &[CaseRow] {
        &self.rows
    }

    /// How many rows the whole list has.
    pub(super) fn total(&self) -> usize {
        self.total
    }

    /// How many rows stand above a line of the whole list: the number, from 0, of the row there.
    pub(super) fn rows_above(&self, line: usize) -> usize {
        let headings = self.headings.partition_point(|(at, _)| *at < line);
        line.saturating_sub(headings).min(self.total)
    }

    /// The words of the heading on this line, if there is one.
    pub(super) fn heading(&self, line: usize) -> Option<&str> {
        let at = self.headings.binary_search_by_key(&line, |(at, _)| *at);
        let (_, words) = self.headings.get(at.ok()?)?;
        Some(words)
    }

    /// The row on this line of the whole list, where it is one and is here.
    pub(super) fn get(&self, line: usize) -> Option<&CaseRow> {
        if self.heading(line).is_some() {
            return None;
        }
        self.numbered(self.rows_above(line))
    }

    /// The row with this number of the whole list, from 0.
    fn numbered(&self, number: usize) -> Option<&CaseRow> {
        self.rows.get(number.checked_sub(self.offset)?)
    }

    /// Whether a row near this line is not here.
    pub(super) fn lacks(&self, line: usize) -> bool {
        let number = self.rows_above(line);
        let first = number.saturating_sub(AHEAD);
        let last = (number + AHEAD).min(self.total.saturating_sub(1));
        self.total > 0 && (self.numbered(first).is_none() || self.numbered(last).is_none())
    }
}

/// On which line each heading of a page's list stands, and how it reads.
fn headings(page: &CasePage) -> Vec<(usize, String)> {
    let mut line = 0;
    let mut headings = Vec::new();
    for group in &page.groups {
        let words = format!("{}   {}", group.heading, group.rows);
        headings.push((line, words));
        line += 1 + usize::try_from(group.rows).unwrap_or(usize::MAX / 2);
    }
    headings
}

impl Rows for Window {
    type Id = RowId;

    fn count(&self) -> usize {
        self.total + self.headings.len()
    }

    fn id(&self, line: usize) -> Option<RowId> {
        if line >= self.count() || self.heading(line).is_some() {
            return None;
        }
        let row = self.get(line).map(|row| RowId::Case(row.case));
        Some(row.unwrap_or(RowId::Unread(line)))
    }
}
