//! What of a text is seen: its rows at the present width, and the window over them. The window
//! follows the cursor by half a page, as lists do: scrolling by one row costs a slow line far more.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use unicode_segmentation::UnicodeSegmentation;

use super::rows::{self, Row};
use crate::tui::text::width;

/// Rows and window; settled when the text is drawn, for only then its size is known.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    /// 0 for as wide as it wants to be.
    columns: Cell<usize>,
    height: Cell<usize>,
    top: Cell<usize>,
    /// Nothing after a change.
    rows: RefCell<Option<Rc<Vec<Row>>>>,
}

impl View {
    /// The text is another now.
    pub(super) fn changed(&self) {
        self.rows.take();
    }

    /// From now on rows are that wide. One column is left to the cursor behind the last letter.
    pub(super) fn set_width(&self, width: u16) {
        let columns = usize::from(width.saturating_sub(1)).max(1);
        if self.columns.replace(columns) != columns {
            self.changed();
        }
    }

    /// The rows seen when it was drawn last.
    pub(super) fn seen(&self) -> usize {
        self.height.get()
    }

    /// The rows that a page has.
    pub(super) fn page(&self) -> usize {
        self.height.get().max(2) - 1
    }

    pub(super) fn rows(&self, lines: &[String]) -> Rc<Vec<Row>> {
        let columns = match self.columns.get() {
            0 => usize::MAX,
            columns => columns,
        };
        let mut rows = self.rows.borrow_mut();
        Rc::clone(rows.get_or_insert_with(|| Rc::new(rows::rows(lines, columns))))
    }

    /// The row that the cursor is in.
    pub(super) fn row_of(rows: &[Row], cursor: (usize, usize)) -> usize {
        let before = |row: &Row| (row.line, row.chars.0) <= cursor;
        rows.partition_point(before).saturating_sub(1)
    }

    /// The rows to be seen in a window of that height.
    pub(super) fn window(&self, count: usize, at: usize, height: usize) -> Range<usize> {
        let height = height.max(1);
        self.height.set(height);
        let last = count.saturating_sub(height);
        let mut top = self.top.get().min(last);
        if at < top || at >= top + height {
            let half = height.div_ceil(2);
            let above = if at < top { half } else { height - half };
            top = at.saturating_sub(above.min(height - 1)).min(last);
        }
        self.top.set(top);
        top..(top + height).min(count)
    }
}

/// The column at which a character of a row stands.
pub(super) fn column_of(row: Row, lines: &[String], character: usize) -> usize {
    let before = character.saturating_sub(row.chars.0);
    let head: String = row.text(lines).chars().take(before).collect();
    width(&head)
}

/// The character of a row that stands at a column, or the last one before it.
pub(super) fn character_at(row: Row, lines: &[String], column: usize) -> usize {
    let mut used = 0;
    let mut character = row.chars.0;
    let last = last_of(row, lines);
    for grapheme in row.text(lines).graphemes(true) {
        used += width(grapheme);
        let next = character + grapheme.chars().count();
        if used > column || next > last {
            break;
        }
        character = next;
    }
    character
}

/// The last place of a row where the cursor can stand: behind the text where the line ends, else on
/// the last sign, because behind it begins the next row.
pub(super) fn last_of(row: Row, lines: &[String]) -> usize {
    let sign = row.text(lines).graphemes(true).next_back();
    match (row.ends, sign) {
        (false, Some(sign)) => row.chars.1 - sign.chars().count(),
        _ => row.chars.1,
    }
}
