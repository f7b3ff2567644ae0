//! The rows that are here, out of a list that may be any length.

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
            left_out: page.left_out.clone(),
            today: page.today,
        }
    }

    /// Offset and number of the rows to ask for where the marker is on this one.
    pub(super) fn around(index: usize) -> (u32, u32) {
        let short = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        (short(index.saturating_sub(ROWS / 2)), short(ROWS))
    }

    /// The row with this number of the whole list.
    pub(super) fn get(&self, index: usize) -> Option<&CaseRow> {
        self.rows.get(index.checked_sub(self.offset)?)
    }

    /// Whether a row near this one is not here.
    pub(super) fn lacks(&self, index: usize) -> bool {
        let first = index.saturating_sub(AHEAD);
        let last = (index + AHEAD).min(self.total.saturating_sub(1));
        self.total > 0 && (self.get(first).is_none() || self.get(last).is_none())
    }
}

impl Rows for Window {
    type Id = RowId;

    fn count(&self) -> usize {
        self.total
    }

    fn id(&self, index: usize) -> Option<RowId> {
        let row = self.get(index).map(|row| RowId::Case(row.case));
        row.or((index < self.total).then_some(RowId::Unread(index)))
    }
}
