//! How a field is drawn: its rows or its line, what is marked, and the cursor.

use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

use super::Field;
use super::view::{View, column_of};
use crate::tui::draw::Pad;
use crate::tui::text::{ascii, beginning, width};
use crate::tui::theme::Role;

impl Field {
    /// Draws the text, and the cursor where the field has it.
    pub fn draw(&self, area: Rect, pad: &mut Pad<'_>, focused: bool) {
        let area = area.intersection(pad.area());
        if area.is_empty() {
            return;
        }
        match self.many_lines {
            true => self.draw_rows(area, pad, focused),
            false => self.draw_line(area, pad, focused),
        }
    }

    fn draw_rows(&self, area: Rect, pad: &mut Pad<'_>, focused: bool) {
        self.view.set_width(area.width);
        let lines = self.area.lines();
        let rows = self.view.rows(lines);
        let cursor = self.cursor();
        let at = View::row_of(&rows, cursor);
        let window = self.view.window(rows.len(), at, usize::from(area.height));
        let range = self.area.selection_range().filter(|_| focused);
        for (index, y) in window.zip(area.top()..area.bottom()) {
            let Some(row) = rows.get(index) else { break };
            let text = row.text(lines);
            let place = |character: usize| (row.line, character);
            let (from, to) = range.map_or((row.chars.0, row.chars.0), |(start, end)| {
                let first = if place(row.chars.0) < start {
                    start
                } else {
                    place(row.chars.0)
                };
                let last = if end < place(row.chars.1) {
                    end
                } else {
                    place(row.chars.1)
                };
                match first < last {
                    true => (first.1, last.1),
                    false => (row.chars.0, row.chars.0),
                }
            });
            let cut = |from: usize, to: usize| -> String {
                let chars = text.chars().take(to - row.chars.0);
                chars.skip(from - row.chars.0).collect()
            };
            let pieces = [
                (cut(row.chars.0, from), Role::Text),
                (cut(from, to), Role::Selected),
                (cut(to, row.chars.1), Role::Text),
            ];
            let mut x = area.x;
            for (piece, role) in &pieces {
                let room = area.right().saturating_sub(x);
                x = draw_piece(piece, x, y, room, *role, pad);
            }
            if focused && index == at {
                let column = column_of(*row, lines, cursor.1).min(usize::from(area.width) - 1);
                pad.show_cursor(area.x + u16::try_from(column).unwrap_or(0), y);
            }
        }
    }

    fn draw_line(&self, area: Rect, pad: &mut Pad<'_>, focused: bool) {
        let style = pad.style(Role::Text);
        let fold = pad.glyphs().fold;
        let buffer = pad.buffer();
        ratatui::widgets::Widget::render(&self.area, area, buffer);
        for position in area.positions() {
            let Some(cell) = buffer.cell_mut(position) else {
                continue;
            };
            cell.set_style(style);
            if fold && !cell.symbol().is_ascii() {
                let folded = ascii(cell.symbol()).chars().next().unwrap_or('?');
                cell.set_char(folded);
            }
        }
        if focused {
            let cursor = self.area.screen_cursor();
            let (_, left) = self.area.scroll_offset();
            let x = u16::try_from(cursor.col).unwrap_or(u16::MAX);
            let x = x.saturating_sub(left).min(area.width - 1);
            pad.show_cursor(area.x + x, area.y);
        }
    }
}

/// Draws a piece of a row so that every sign keeps its columns: the cursor must find it. Gives the
/// column behind it.
fn draw_piece(text: &str, x: u16, y: u16, room: u16, role: Role, pad: &mut Pad<'_>) -> u16 {
    let (text, _) = beginning(text, usize::from(room));
    if !pad.glyphs().fold || text.is_ascii() {
        return pad.text(x, y, room, text, role);
    }
    let fold = |grapheme: &str| {
        let sign = ascii(grapheme).chars().next().unwrap_or('?');
        let blanks = width(grapheme).saturating_sub(1);
        format!("{sign}{}", " ".repeat(blanks))
    };
    let folded: String = text.graphemes(true).map(fold).collect();
    pad.text(x, y, room, &folded, role)
}
