//! A list with a marker: which row it is on, and which rows are to be seen.
//!
//! The marker keeps to its row, by id, when rows change around it. At the edge of the window the
//! list jumps half a page: measured, that costs a slow line a quarter of what scrolling by one row
//! does.

use std::cell::Cell;
use std::ops::Range;

use ratatui::layout::Rect;

use crate::tui::action::ListAction;
use crate::tui::draw::Pad;
use crate::tui::theme::Role;

/// Columns that the marker takes in front of a row.
pub const GUTTER: u16 = 2;

/// Columns in front of a row where rows have numbers.
const NUMBERED_GUTTER: u16 = 4;

/// Columns in front of the rows of a list that numbers them where the session wants it.
pub fn gutter(pad: &Pad<'_>) -> u16 {
    if pad.numbers_rows() {
        NUMBERED_GUTTER
    } else {
        GUTTER
    }
}

/// What a list is over: rows that can be selected, with headings between them that cannot.
pub trait Rows {
    /// What a row is known by when its neighbours change.
    type Id: Clone + PartialEq;

    /// How many rows there are, headings included.
    fn count(&self) -> usize;

    /// The id of a row; `None` for a heading.
    fn id(&self, index: usize) -> Option<Self::Id>;
}

impl<Id: Clone + PartialEq> Rows for Vec<Option<Id>> {
    type Id = Id;

    fn count(&self) -> usize {
        self.len()
    }

    fn id(&self, index: usize) -> Option<Id> {
        self.get(index).cloned().flatten()
    }
}

/// Where the marker and the window of a list are.
#[derive(Clone, Debug)]
pub struct Marker<Id> {
    index: usize,
    id: Option<Id>,
    /// The first row seen; settled when the list is drawn, for only then its height is known.
    top: Cell<usize>,
    height: Cell<usize>,
}

impl<Id: Clone + PartialEq> Default for Marker<Id> {
    fn default() -> Marker<Id> {
        Marker {
            index: 0,
            id: None,
            top: Cell::new(0),
            height: Cell::new(1),
        }
    }
}

impl<Id: Clone + PartialEq> Marker<Id> {
    /// The index of the selected row; that of no row where there is none to select.
    pub fn index(&self) -> usize {
        self.index
    }

    /// The id of the selected row.
    pub fn id(&self) -> Option<&Id> {
        self.id.as_ref()
    }

    /// Follows its row after the rows have changed: to the same id where it still is, else to the
    /// nearest row to where it was.
    pub fn settle(&mut self, rows: &impl Rows<Id = Id>) {
        let same = self.id.as_ref().and_then(|id| {
            // The row is mostly where it was.
            let here = rows.id(self.index).as_ref() == Some(id);
            if here {
                Some(self.index)
            } else {
                find(rows, id)
            }
        });
        let index = same.unwrap_or(self.index);
        if let (Some(moved), true) = (same, same != Some(self.index)) {
            // The window moves with the row, so that it stays at the same height of the screen.
            let shift = self.index.saturating_sub(self.top.get());
            self.top.set(moved.saturating_sub(shift));
        }
        self.select(rows, index);
    }

    /// Puts the marker on a row, or on the nearest one that can be selected.
    pub fn select(&mut self, rows: &impl Rows<Id = Id>, index: usize) {
        let index = index.min(rows.count().saturating_sub(1));
        let below = (index..rows.count()).find(|at| rows.id(*at).is_some());
        let above = || (0..index).rev().find(|at| rows.id(*at).is_some());
        self.index = below.or_else(above).unwrap_or(0);
        self.id = rows.id(self.index);
    }

    /// Puts the marker on the row with that id, if it is there.
    pub fn select_id(&mut self, rows: &impl Rows<Id = Id>, id: &Id) -> bool {
        let found = find(rows, id);
        if let Some(index) = found {
            self.select(rows, index);
        }
        found.is_some()
    }

    /// Does an action of the list scope that moves; says whether it was one.
    pub fn act(&mut self, rows: &impl Rows<Id = Id>, action: ListAction) -> bool {
        let page = self.height.get().max(2) - 1;
        match action {
            ListAction::Next => self.step(rows, 1),
            ListAction::Previous => self.step_back(rows, 1),
            ListAction::PageDown => self.step(rows, page),
            ListAction::PageUp => self.step_back(rows, page),
            ListAction::First => self.select(rows, 0),
            ListAction::Last => self.step(rows, rows.count()),
            ListAction::Open | ListAction::Write => return false,
        }
        true
    }

    /// Moves down by that many lines, over headings; stays on the last row.
    pub fn step(&mut self, rows: &impl Rows<Id = Id>, lines: usize) {
        let target = self
            .index
            .saturating_add(lines)
            .min(rows.count().saturating_sub(1));
        let on = (target..rows.count()).find(|at| rows.id(*at).is_some());
        let before = || (self.index..target).rev().find(|at| rows.id(*at).is_some());
        if let Some(index) = on.or_else(before) {
            self.select(rows, index);
        }
    }

    /// Moves up by that many lines, over headings; stays on the first row.
    pub fn step_back(&mut self, rows: &impl Rows<Id = Id>, lines: usize) {
        let target = self.index.saturating_sub(lines);
        let on = (0..=target).rev().find(|at| rows.id(*at).is_some());
        let after = || (target..self.index).find(|at| rows.id(*at).is_some());
        if let Some(index) = on.or_else(after) {
            self.select(rows, index);
        }
    }

    /// The rows to be seen in a window of that height.
    pub fn window(&self, count: usize, height: usize) -> Range<usize> {
        self.height.set(height);
        let last_top = count.saturating_sub(height);
        let top = self.top.get().min(last_top);
        let seen = (top..top + height).contains(&self.index);
        let top = if seen {
            top
        } else {
            self.index.saturating_sub(height / 2).min(last_top)
        };
        self.top.set(top);
        top..(top + height).min(count)
    }

    /// Puts the marker on the row with this number among those to be seen, from 1, headings not
    /// counted; says whether there is one.
    pub fn take_nth(&mut self, rows: &impl Rows<Id = Id>, number: usize) -> bool {
        let seen = self.window(rows.count(), self.height.get());
        let mut selectable = seen.filter(|at| rows.id(*at).is_some());
        let nth = number
            .checked_sub(1)
            .and_then(|before| selectable.nth(before));
        if let Some(index) = nth {
            self.select(rows, index);
        }
        nth.is_some()
    }

    /// "row 3 of 41", headings not counted; 0 of 0 for an empty list.
    pub fn position(&self, rows: &impl Rows<Id = Id>) -> (usize, usize) {
        let selectable = |range: Range<usize>| range.filter(|at| rows.id(*at).is_some()).count();
        let upto = (self.index + 1).min(rows.count());
        (selectable(0..upto), selectable(0..rows.count()))
    }

    /// Says on the rule under the list how many rows are not seen: it changes only when the list
    /// jumps, so moving the marker costs nothing more. `people` counts those of a run of rows.
    pub fn draw_edge(
        &self,
        area: Rect,
        pad: &mut Pad<'_>,
        count: usize,
        people: impl Fn(Range<usize>) -> usize,
    ) {
        let seen = self.window(count, usize::from(area.height));
        let (above, below) = (people(0..seen.start), people(seen.end..count));
        let ellipsis = pad.glyphs().ellipsis;
        let words = match (above, below) {
            (0, 0) => return,
            (0, below) => format!(" {ellipsis} {below} more below "),
            (above, 0) => format!(" {ellipsis} {above} more above "),
            (above, below) => format!(" {ellipsis} {above} above, {below} below "),
        };
        let end = area.right().saturating_sub(1);
        pad.right(end, area.bottom(), area.width, &words, Role::Text);
    }

    /// Draws the rows to be seen. `row` draws one: its index, the part of the area right of the
    /// marker, and whether it is selected.
    pub fn draw(
        &self,
        area: Rect,
        pad: &mut Pad<'_>,
        count: usize,
        row: impl FnMut(usize, Rect, bool, &mut Pad<'_>),
    ) {
        self.draw_lines(area, pad, count, GUTTER, |_| false, row);
    }

    /// The same with numbers before the first nine rows to be seen, where the session wants them:
    /// for lists whose screen takes a digit as [`Marker::take_nth`].
    pub fn draw_numbered(
        &self,
        area: Rect,
        pad: &mut Pad<'_>,
        rows: &impl Rows<Id = Id>,
        row: impl FnMut(usize, Rect, bool, &mut Pad<'_>),
    ) {
        let numbers = pad.numbers_rows();
        let is_row = |index| numbers && rows.id(index).is_some();
        self.draw_lines(area, pad, rows.count(), gutter(pad), is_row, row);
    }

    fn draw_lines(
        &self,
        area: Rect,
        pad: &mut Pad<'_>,
        count: usize,
        gutter: u16,
        has_number: impl Fn(usize) -> bool,
        mut row: impl FnMut(usize, Rect, bool, &mut Pad<'_>),
    ) {
        let seen = self.window(count, usize::from(area.height));
        let marker = pad.glyphs().marker;
        let mut number = 0;
        for (index, y) in seen.zip(area.top()..area.bottom()) {
            let selected = index == self.index && self.id.is_some();
            if selected {
                pad.text(area.x, y, 1, marker, Role::Text);
                pad.focus(area.x, y);
            }
            if has_number(index) {
                number += 1;
                let words = if number < 10 {
                    number.to_string()
                } else {
                    String::new()
                };
                pad.text(area.x + GUTTER, y, 1, &words, Role::Key);
            }
            let width = area.width.saturating_sub(gutter);
            let line = Rect {
                x: area.x + gutter.min(area.width),
                y,
                width,
                height: 1,
            };
            row(index, line, selected, pad);
        }
    }
}

fn find<R: Rows>(rows: &R, id: &R::Id) -> Option<usize> {
    (0..rows.count()).find(|at| rows.id(*at).as_ref() == Some(id))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str) -> Vec<Option<char>> {
        text.chars().map(|c| (c != '-').then_some(c)).collect()
    }

    #[test]
    fn the_marker_steps_over_headings_and_stays_at_the_ends() {
        let rows = rows("-ab--cd-");
        let mut marker = Marker::default();
        marker.settle(&rows);
        assert_eq!(marker.id(), Some(&'a'));
        marker.step(&rows, 1);
        marker.step(&rows, 1);
        assert_eq!(marker.id(), Some(&'c'));
        marker.step_back(&rows, 1);
        assert_eq!(marker.id(), Some(&'b'));
        marker.act(&rows, ListAction::Last);
        assert_eq!((marker.id(), marker.position(&rows)), (Some(&'d'), (4, 4)));
        marker.step(&rows, 1);
        assert_eq!(marker.id(), Some(&'d'));
        marker.act(&rows, ListAction::First);
        marker.step_back(&rows, 1);
        assert_eq!((marker.id(), marker.position(&rows)), (Some(&'a'), (1, 4)));
    }

    #[test]
    fn the_marker_stays_on_its_row_when_others_come_and_go() {
        let mut marker = Marker::default();
        let before = rows("-abcdef");
        marker.settle(&before);
        assert!(marker.select_id(&before, &'d'));
        assert_eq!(marker.window(7, 4), 2..6);
        let after = rows("-xyzabcdef");
        marker.settle(&after);
        assert_eq!((marker.id(), marker.index()), (Some(&'d'), 7));
        assert_eq!(
            marker.window(10, 4),
            5..9,
            "the row is at the same height of the screen"
        );
        marker.settle(&rows("-xyzabcef"));
        assert_eq!(
            marker.id(),
            Some(&'e'),
            "where its row is gone, the next one"
        );
        marker.settle(&rows(""));
        assert_eq!(marker.id(), None);
    }

    #[test]
    fn the_list_jumps_half_a_page_at_its_edge() {
        let rows: Vec<Option<usize>> = (0..100).map(Some).collect();
        let mut marker = Marker::default();
        marker.settle(&rows);
        let mut jumps = 0;
        let mut top = marker.window(100, 20).start;
        for _ in 0..45 {
            marker.step(&rows, 1);
            let now = marker.window(100, 20).start;
            jumps += usize::from(now != top);
            top = now;
        }
        assert_eq!(jumps, 3);
    }

    proptest! {
        #[test]
        fn the_selected_row_is_always_seen(
            count in 0_usize..60, heights in prop::collection::vec((0_usize..30, 0_usize..7), 1..40)
        ) {
            let rows: Vec<Option<usize>> = (0..count).map(|at| (at % 5 != 0).then_some(at)).collect();
            let mut marker = Marker::default();
            marker.settle(&rows);
            for (height, turn) in heights {
                use ListAction::{First, Last, Next, PageDown, PageUp, Previous};
                let action = [Next, Next, Previous, PageDown, PageUp, First, Last][turn];
                marker.act(&rows, action);
                let seen = marker.window(rows.len(), height);
                prop_assert!(seen.end <= rows.len());
                prop_assert!(height == 0 || marker.id().is_none() || seen.contains(&marker.index()));
                prop_assert_eq!(marker.id().is_some(), rows.iter().any(Option::is_some));
            }
        }
    }
}
