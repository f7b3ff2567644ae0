//! Text that a person types: one line, or a note of many. The editing itself is that of
//! ratatui-textarea; the keys are only those that PuTTY sends as keys of their own.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui_textarea::{CursorMove, TextArea, WrapMode};

use crate::domain::text::for_screen;
use crate::tui::draw::Pad;
use crate::tui::key::{Code, Key, Name, to_terminal};
use crate::tui::text::ascii;
use crate::tui::theme::Role;

/// One line at most this long.
const LINE_CHARS_MAX: usize = 400;
/// A note at most this long: some six pages.
const NOTE_CHARS_MAX: usize = 20_000;

/// What came of giving a field a key or a paste.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Took {
    /// The text is another now.
    Changed,
    /// The cursor moved, or nothing happened.
    Same,
    /// Not all of it found room.
    Full,
}

/// A field of text.
#[derive(Clone, Debug)]
pub struct Field {
    area: TextArea<'static>,
    many_lines: bool,
    chars_max: usize,
}

impl Field {
    /// A field of one line; the cursor stands at its end.
    pub fn line(text: &str) -> Field {
        Field::new(text, false, LINE_CHARS_MAX)
    }

    /// A field of many lines, wrapped between words; the cursor stands at its end.
    pub fn note(text: &str) -> Field {
        Field::new(text, true, NOTE_CHARS_MAX)
    }

    fn new(text: &str, many_lines: bool, chars_max: usize) -> Field {
        let mut area = TextArea::default();
        area.set_cursor_line_style(Style::default());
        area.set_cursor_style(Style::default());
        area.set_wrap_mode(if many_lines {
            WrapMode::WordOrGlyph
        } else {
            WrapMode::None
        });
        let mut field = Field {
            area,
            many_lines,
            chars_max,
        };
        field.paste(text);
        field
    }

    /// The text; lines of a note end in `\n`.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.area.lines().iter().all(String::is_empty)
    }

    /// Line and column of the cursor, both from 0, for a draft that is to be gone on with.
    pub fn cursor(&self) -> (usize, usize) {
        let cursor = self.area.cursor();
        (cursor.0, cursor.1)
    }

    /// Puts the cursor where it was when a draft was kept.
    pub fn put_cursor(&mut self, line: usize, column: usize) {
        let line = u16::try_from(line).unwrap_or(u16::MAX);
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        self.area.move_cursor(CursorMove::Jump(line, column));
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key) -> Took {
        if let Some(to) = movement(key) {
            self.area.move_cursor(to);
            return Took::Same;
        }
        let changed = match key.code {
            Code::Char('w') if key.ctrl => self.area.delete_word(),
            Code::Char('u') if key.ctrl => self.area.delete_line_by_head(),
            Code::Char('k') if key.ctrl => self.area.delete_line_by_end(),
            Code::Named(Name::Backspace | Name::Delete) => {
                self.area.input_without_shortcuts(to_terminal(key))
            }
            Code::Char(c) if key.printable().is_some() => return self.insert(&c.to_string()),
            _ => false,
        };
        if changed { Took::Changed } else { Took::Same }
    }

    /// Starts a new line; only in a note.
    pub fn new_line(&mut self) -> Took {
        if self.many_lines {
            self.insert("\n")
        } else {
            Took::Same
        }
    }

    /// Takes pasted text. In a field of one line, line ends become spaces.
    pub fn paste(&mut self, text: &str) -> Took {
        let lines: Vec<_> = text.split('\n').map(for_screen).collect();
        let joint = if self.many_lines { "\n" } else { " " };
        let joined = lines.join(joint);
        self.insert(if self.many_lines {
            &joined
        } else {
            joined.trim_end()
        })
    }

    fn insert(&mut self, text: &str) -> Took {
        let had: usize = self
            .area
            .lines()
            .iter()
            .map(|line| line.chars().count() + 1)
            .sum();
        let room = (self.chars_max + 1).saturating_sub(had);
        let fits: String = text.chars().take(room).collect();
        let all = fits.len() == text.len();
        let changed = !fits.is_empty() && self.area.insert_str(&fits);
        match (all, changed) {
            (false, _) => Took::Full,
            (true, true) => Took::Changed,
            (true, false) => Took::Same,
        }
    }

    /// Moves up one screen line; `false` where the cursor is on the first.
    pub fn up(&mut self) -> bool {
        self.moved(CursorMove::Up)
    }

    /// Moves down one screen line; `false` where the cursor is on the last.
    pub fn down(&mut self) -> bool {
        self.moved(CursorMove::Down)
    }

    fn moved(&mut self, to: CursorMove) -> bool {
        let before = self.area.screen_cursor().row;
        self.area.move_cursor(to);
        self.area.screen_cursor().row != before
    }

    /// Draws the text, and the cursor where the field has it.
    pub fn draw(&self, area: Rect, pad: &mut Pad<'_>, focused: bool) {
        let area = area.intersection(pad.area());
        if area.is_empty() {
            return;
        }
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
            let (top, left) = self.area.scroll_offset();
            let x = u16::try_from(cursor.col)
                .unwrap_or(u16::MAX)
                .saturating_sub(left);
            let y = u16::try_from(cursor.row)
                .unwrap_or(u16::MAX)
                .saturating_sub(top);
            pad.show_cursor(
                area.x + x.min(area.width - 1),
                area.y + y.min(area.height - 1),
            );
        }
    }
}

fn movement(key: Key) -> Option<CursorMove> {
    match key.code {
        Code::Named(Name::Left) => Some(CursorMove::Back),
        Code::Named(Name::Right) => Some(CursorMove::Forward),
        Code::Named(Name::Home) => Some(CursorMove::Head),
        Code::Named(Name::End) => Some(CursorMove::End),
        Code::Char('a') if key.ctrl => Some(CursorMove::Head),
        Code::Char('e') if key.ctrl => Some(CursorMove::End),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(field: &mut Field, keys: &str) {
        for name in keys.split(' ') {
            field.key(Key::parse(name).expect("a key"));
        }
    }

    #[test]
    fn keys_write_move_and_delete() {
        let mut field = Field::line("Peg O’Nei");
        typed(&mut field, "l l backspace home del P end !");
        assert_eq!(field.text(), "Peg O’Neil!");
        typed(&mut field, "ctrl-w ctrl-w space Z o ë");
        assert_eq!(field.text(), "Peg  Zoë");
    }

    #[test]
    fn a_paste_is_cleaned_and_keeps_to_its_field() {
        let mut line = Field::line("");
        assert_eq!(line.paste("12 Mill Road\nEL1\u{1b}[31m"), Took::Changed);
        assert_eq!(line.text(), "12 Mill Road EL1\u{fffd}[31m");
        let mut note = Field::note("");
        note.paste("one\ntwo\n");
        assert_eq!(note.text(), "one\ntwo\n");
        assert_eq!(note.cursor(), (2, 0));
        assert_eq!(line.new_line(), Took::Same);
        assert_eq!(note.new_line(), Took::Changed);
    }

    #[test]
    fn a_field_has_an_end_and_says_so() {
        let mut line = Field::line("");
        assert_eq!(line.paste(&"x".repeat(LINE_CHARS_MAX + 1)), Took::Full);
        assert_eq!(line.text().len(), LINE_CHARS_MAX);
        assert_eq!(line.key(Key::char('y')), Took::Full);
    }

    #[test]
    fn a_draft_gets_its_cursor_back() {
        let mut note = Field::note("first line\nsecond");
        note.put_cursor(0, 5);
        note.key(Key::char(','));
        assert_eq!(note.text(), "first, line\nsecond");
    }
}
