//! The pad that screens draw on. Every text passes through here: cleaned, folded where the
//! terminal knows only ASCII, cut by display width. Writing beside the pad does nothing.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::glyphs::Glyphs;
use super::prose::Piece;
use super::text;
use super::theme::{Role, Theme};
use crate::domain::text::for_screen;

/// How everything looks in this session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The colours.
    pub theme: Theme,
    /// The signs.
    pub glyphs: Glyphs,
}

/// One frame while it is drawn.
pub struct Pad<'a> {
    buffer: &'a mut Buffer,
    cursor: &'a mut Option<Position>,
    look: Look,
    /// Rows whose text goes on in the next one.
    flows: Vec<u16>,
    numbers: bool,
}

impl<'a> Pad<'a> {
    /// A pad over a buffer; `cursor` is where the frame wants the cursor to be seen, if at all.
    pub fn new(buffer: &'a mut Buffer, cursor: &'a mut Option<Position>, look: Look) -> Pad<'a> {
        Pad {
            buffer,
            cursor,
            look,
            flows: Vec::new(),
            numbers: false,
        }
    }

    /// From here on, rows have numbers and the cursor stands where the marker is.
    pub fn number_rows(&mut self, yes: bool) {
        self.numbers = yes;
    }

    /// Whether rows have numbers.
    pub fn numbers_rows(&self) -> bool {
        self.numbers
    }

    /// Puts the cursor where the marker is, in sessions that want it to be seen there; a field of
    /// text keeps it.
    pub fn focus(&mut self, x: u16, y: u16) {
        if self.numbers && self.cursor.is_none() {
            self.show_cursor(x, y);
        }
    }

    /// Says that the text of a full row goes on in the next one: the terminal is to wrap it by
    /// itself, so that what is copied from it has no line end there.
    pub fn flow(&mut self, y: u16) {
        self.flows.push(y);
    }

    /// The rows whose text goes on in the next one.
    pub(super) fn into_flows(self) -> Vec<u16> {
        self.flows
    }

    /// The whole of the pad.
    pub fn area(&self) -> Rect {
        *self.buffer.area()
    }

    /// The signs of this session.
    pub fn glyphs(&self) -> Glyphs {
        self.look.glyphs
    }

    /// How a role looks.
    pub fn style(&self, role: Role) -> Style {
        self.look.theme.style(role)
    }

    /// Shows the cursor there; only fields of text do.
    pub fn show_cursor(&mut self, x: u16, y: u16) {
        *self.cursor = self
            .area()
            .contains(Position { x, y })
            .then_some(Position { x, y });
    }

    /// Hides the cursor that a screen below this one has shown.
    pub fn hide_cursor(&mut self) {
        *self.cursor = None;
    }

    /// Writes `words` into `columns` from `(x, y)` on, cut with an ellipsis. Gives the column
    /// after the last one written.
    pub fn text(&mut self, x: u16, y: u16, columns: u16, words: &str, role: Role) -> u16 {
        let style = self.style(role);
        let shown = self.presentable(words);
        let shown = text::cut(&shown, usize::from(columns), self.look.glyphs.ellipsis);
        self.put(x, y, &shown, style)
    }

    /// Writes `words` so that they end before column `end`; takes at most `columns`.
    pub fn right(&mut self, end: u16, y: u16, columns: u16, words: &str, role: Role) -> u16 {
        let shown = self.presentable(words);
        let shown = text::cut(&shown, usize::from(columns), self.look.glyphs.ellipsis).into_owned();
        let wide = u16::try_from(text::width(&shown)).unwrap_or(columns);
        let start = end.saturating_sub(wide);
        let style = self.style(role);
        self.put(start, y, &shown, style);
        start
    }

    /// Writes several pieces one after the other into `columns`, cut as one text.
    pub fn pieces(&mut self, x: u16, y: u16, columns: u16, pieces: &[(&str, Role)]) -> u16 {
        let end = x.saturating_add(columns);
        let last = pieces.len().saturating_sub(1);
        let mut at = x;
        for (number, (words, role)) in pieces.iter().enumerate() {
            let left = end.saturating_sub(at);
            let wide = text::width(&self.presentable(words));
            let rest_follows = number < last;
            at = self.text(at, y, left, words, *role);
            if wide > usize::from(left) {
                return at;
            }
            if rest_follows && at >= end {
                // The next piece would vanish without a sign: the last column says so.
                let style = self.style(Role::Text);
                return self.put(end.saturating_sub(1), y, self.look.glyphs.ellipsis, style);
            }
        }
        at
    }

    /// Writes a row of a note with its marks drawn.
    pub fn prose(&mut self, x: u16, y: u16, columns: u16, row: &[Piece]) -> u16 {
        let pieces: Vec<(&str, Role)> = row
            .iter()
            .map(|(words, role)| (words.as_str(), *role))
            .collect();
        self.pieces(x, y, columns, &pieces)
    }

    /// Draws a rule over a whole row of `area`.
    pub fn rule(&mut self, area: Rect, y: u16) {
        let style = self.style(Role::Rule);
        for x in area.left()..area.right() {
            self.put(x, y, self.look.glyphs.rule, style);
        }
    }

    /// Empties `area`, in the colours of ordinary text.
    pub fn clear(&mut self, area: Rect) {
        let style = self.style(Role::Text);
        for position in area.intersection(self.area()).positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }

    /// Gives everything in `area` another role, keeping its text.
    pub fn restyle(&mut self, area: Rect, role: Role) {
        let style = self.style(role);
        self.buffer.set_style(area.intersection(self.area()), style);
    }

    /// Empties `area`, draws a frame around it with a title, and gives what is inside.
    pub fn framed(&mut self, area: Rect, title: &str) -> Rect {
        let area = area.intersection(self.area());
        self.clear(area);
        if area.width < 4 || area.height < 3 {
            return area;
        }
        let (bottom, right) = (area.bottom() - 1, area.right() - 1);
        self.rule(area, area.top());
        self.rule(area, bottom);
        let style = self.style(Role::Rule);
        for y in area.top() + 1..bottom {
            self.put(area.left(), y, self.look.glyphs.side, style);
            self.put(right, y, self.look.glyphs.side, style);
        }
        let [top_left, top_right, bottom_left, bottom_right] = self.look.glyphs.corners;
        self.put(area.left(), area.top(), top_left, style);
        self.put(right, area.top(), top_right, style);
        self.put(area.left(), bottom, bottom_left, style);
        self.put(right, bottom, bottom_right, style);
        let title = format!(" {title} ");
        self.text(
            area.left() + 1,
            area.top(),
            area.width - 2,
            &title,
            Role::Heading,
        );
        Rect {
            x: area.x + 2,
            y: area.y + 1,
            width: area.width - 4,
            height: area.height - 2,
        }
    }

    /// The buffer itself, for widgets of ratatui whose text was cleaned before.
    pub(super) fn buffer(&mut self) -> &mut Buffer {
        self.buffer
    }

    /// `words` as they may be drawn in this session.
    fn presentable<'t>(&self, words: &'t str) -> std::borrow::Cow<'t, str> {
        let clean = for_screen(words);
        if self.look.glyphs.fold && !clean.is_ascii() {
            return text::ascii(&clean).into_owned().into();
        }
        clean
    }

    /// Takes away the wide character whose right half is about to be written over.
    fn part_wide(&mut self, x: u16, y: u16) {
        let Some(left) = x.checked_sub(1) else { return };
        if let Some(cell) = self.buffer.cell_mut(Position { x: left, y })
            && text::width(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
        }
    }

    fn put(&mut self, x: u16, y: u16, shown: &str, style: Style) -> u16 {
        let right = self.area().right();
        self.part_wide(x, y);
        let mut at = x;
        for grapheme in shown.graphemes(true) {
            let wide = u16::try_from(text::width(grapheme)).unwrap_or(u16::MAX);
            if wide == 0 {
                continue;
            }
            if at.saturating_add(wide) > right {
                break;
            }
            for column in at..at + wide {
                if let Some(cell) = self.buffer.cell_mut(Position { x: column, y }) {
                    cell.reset();
                    cell.set_style(style);
                }
            }
            if let Some(cell) = self.buffer.cell_mut(Position { x: at, y }) {
                cell.set_symbol(grapheme);
            }
            at += wide;
        }
        at
    }
}

/// A rectangle of that size in the middle of `area`, or all of it where it is smaller.
pub fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}
