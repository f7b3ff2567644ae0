//! Text that a person types: one line, or a note of many.
//!
//! The editing itself, its undo and its marking are those of ratatui-textarea. Where the rows of a
//! note lie is decided here: the crate wraps too, but cannot say how many rows there are, moves by
//! whole lines with Home and End, and scrolls row by row, which a slow line pays for. Keys that
//! only some terminals send (Shift and Ctrl with arrows, never from PuTTY) are understood here;
//! whatever all terminals send is an action of the keymap.

mod draw;
mod rows;
mod steps;
#[cfg(test)]
mod tests;
mod view;

use ratatui::style::Style;
use ratatui_textarea::{CursorMove, TextArea, WrapMode};

use self::steps::{Edit, Steps};
use self::view::{View, character_at, column_of, last_of};
use crate::domain::text::{Field as Limits, for_screen};
use crate::tui::key::{Code, Key, Name, to_terminal};

/// One line at most this long.
const LINE_CHARS_MAX: usize = 400;
/// So many edits can be undone.
const EDITS_MAX: usize = 2_000;
/// What ends a line beside LF, as terminals and spreadsheets send it.
const LINE_ENDS: [char; 6] = ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
/// What a tab of a paste becomes, as in `domain::text`.
const TAB: &str = "    ";

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

/// A way for the cursor to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// One character.
    Left,
    /// One character.
    Right,
    /// To the beginning of this word or of the one before.
    WordLeft,
    /// To the beginning of the next word.
    WordRight,
    /// To the beginning of the row.
    RowStart,
    /// To the end of the row.
    RowEnd,
    /// To the beginning of the paragraph.
    Head,
    /// To the end of the paragraph.
    End,
    /// One row.
    Up,
    /// One row.
    Down,
    /// As many rows as are seen.
    PageUp,
    /// As many rows as are seen.
    PageDown,
}

/// A field of text.
#[derive(Clone, Debug)]
pub struct Field {
    area: TextArea<'static>,
    many_lines: bool,
    chars_max: usize,
    steps: Steps,
    view: View,
    /// The column that moving up and down keeps to.
    goal: Option<usize>,
    /// The mark stays until it is let go, wherever the cursor moves.
    marking: bool,
}

impl Field {
    /// A field of one line; the cursor stands at its end.
    pub fn line(text: &str) -> Field {
        Field::new(text, false, LINE_CHARS_MAX)
    }

    /// A field of many lines, wrapped between words; the cursor stands at its end.
    pub fn note(text: &str) -> Field {
        Field::new(text, true, Limits::NOTE.chars_max())
    }

    fn new(text: &str, many_lines: bool, chars_max: usize) -> Field {
        let text: String = cleaned(text, many_lines).chars().take(chars_max).collect();
        let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
        area.set_cursor_line_style(Style::default());
        area.set_cursor_style(Style::default());
        area.set_wrap_mode(WrapMode::None);
        area.set_max_histories(EDITS_MAX);
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Field {
            area,
            many_lines,
            chars_max,
            steps: Steps::default(),
            view: View::default(),
            goal: None,
            marking: false,
        }
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

    /// Line and column of where the mark was set, where something is marked.
    pub fn mark(&self) -> Option<(usize, usize)> {
        let (start, end) = self.area.selection_range()?;
        Some(if start == self.cursor() { end } else { start })
    }

    /// Marks from there to the cursor, as it was when a draft was kept.
    pub fn put_mark(&mut self, line: usize, column: usize) {
        let (cursor_line, cursor_column) = self.cursor();
        self.put_cursor(line, column);
        self.area.start_selection();
        self.marking = true;
        self.put_cursor(cursor_line, cursor_column);
    }

    /// Begins to mark at the cursor, or lets go of what is marked.
    pub fn toggle_mark(&mut self) {
        if !self.let_go() {
            self.area.start_selection();
            self.marking = true;
        }
    }

    /// Lets go of what is marked; `false` where nothing was.
    pub fn let_go(&mut self) -> bool {
        let was = self.area.is_selecting();
        self.area.cancel_selection();
        self.marking = false;
        was
    }

    /// What is marked; empty for nothing.
    pub fn marked(&self) -> String {
        let Some((start, end)) = self.area.selection_range() else {
            return String::new();
        };
        let lines = self.area.lines().iter().enumerate();
        let within = lines.filter(|(line, _)| (start.0..=end.0).contains(line));
        let pieces = within.map(|(line, text)| {
            let from = if line == start.0 { start.1 } else { 0 };
            let to = if line == end.0 { end.1 } else { usize::MAX };
            text.chars().take(to).skip(from).collect::<String>()
        });
        pieces.collect::<Vec<_>>().join("\n")
    }

    /// Takes out what is marked, or the rest of the line where nothing is. Gives what was taken.
    pub fn cut(&mut self) -> String {
        let mut taken = self.marked();
        if taken.is_empty() {
            self.let_go();
            let (line, column) = self.cursor();
            let rest = self.area.lines().get(line).map_or("", String::as_str);
            taken = rest.chars().skip(column).collect();
            let is_last = line + 1 >= self.area.lines().len();
            if taken.is_empty() && !is_last {
                taken.push('\n');
            }
            self.edit(Edit::Whole, TextArea::delete_line_by_end);
        } else {
            self.edit(Edit::Whole, TextArea::cut);
        }
        taken
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key) -> Took {
        if let Some(step) = movement(key) {
            self.go(step, key.shift);
            return Took::Same;
        }
        let changed = match key.code {
            Code::Char('w') if key.ctrl => self.edit(Edit::Whole, TextArea::delete_word),
            Code::Char('u') if key.ctrl => self.edit(Edit::Whole, TextArea::delete_line_by_head),
            Code::Char('k') if key.ctrl => self.edit(Edit::Whole, TextArea::delete_line_by_end),
            Code::Named(Name::Backspace | Name::Delete) => self.edit(Edit::Erased, |area| {
                area.input_without_shortcuts(to_terminal(Key {
                    shift: false,
                    ..key
                }))
            }),
            Code::Char(c) if key.printable().is_some() => {
                return self.insert(&c.to_string(), Edit::Typed(c));
            }
            _ => false,
        };
        if changed { Took::Changed } else { Took::Same }
    }

    /// Starts a new line; only in a note.
    pub fn new_line(&mut self) -> Took {
        match self.many_lines {
            true => self.insert("\n", Edit::Typed('\n')),
            false => Took::Same,
        }
    }

    /// Takes pasted text, cleaned of what no text should hold. In a field of one line, line ends
    /// become spaces.
    pub fn paste(&mut self, text: &str) -> Took {
        let clean = cleaned(text, self.many_lines);
        self.insert(&clean, Edit::Whole)
    }

    /// Takes back the last word typed, or the last thing done; `false` where there is nothing.
    pub fn undo(&mut self) -> bool {
        let count = self.steps.undo().unwrap_or(0);
        let undone = (0..count).filter(|_| self.area.undo()).count();
        self.is_another();
        undone > 0
    }

    /// Brings back what was undone last; `false` where there is nothing.
    pub fn redo(&mut self) -> bool {
        let count = self.steps.redo().unwrap_or(0);
        let redone = (0..count).filter(|_| self.area.redo()).count();
        self.is_another();
        redone > 0
    }

    /// Moves the cursor, marking on the way or not; `false` where it could go no further.
    pub fn go(&mut self, step: Step, marks: bool) -> bool {
        self.steps.pause();
        if marks && !self.area.is_selecting() {
            self.area.start_selection();
        } else if !marks && !self.marking {
            self.area.cancel_selection();
        }
        let before = self.cursor();
        let page = self.view.page();
        let goal = match step {
            Step::Up => self.by_rows(|at| at.checked_sub(1)),
            Step::Down => self.by_rows(|at| Some(at + 1)),
            Step::PageUp => self.by_rows(|at| Some(at.saturating_sub(page))),
            Step::PageDown => self.by_rows(|at| Some(at + page)),
            Step::RowStart | Step::RowEnd => {
                self.go_to_edge(step);
                None
            }
            Step::Left => self.by(CursorMove::Back),
            Step::Right => self.by(CursorMove::Forward),
            Step::WordLeft => self.by(CursorMove::WordBack),
            Step::WordRight => self.by(CursorMove::WordForward),
            Step::Head => self.by(CursorMove::Head),
            Step::End => self.by(CursorMove::End),
        };
        self.goal = goal;
        before != self.cursor()
    }

    fn by(&mut self, to: CursorMove) -> Option<usize> {
        self.area.move_cursor(to);
        None
    }

    /// Moves to another row, keeping the column; gives the column that the next move keeps.
    fn by_rows(&mut self, to: impl Fn(usize) -> Option<usize>) -> Option<usize> {
        let cursor = self.cursor();
        let lines = self.area.lines();
        let rows = self.view.rows(lines);
        let at = View::row_of(&rows, cursor);
        let column = rows
            .get(at)
            .map_or(0, |row| column_of(*row, lines, cursor.1));
        let goal = self.goal.unwrap_or(column);
        let target = to(at)?.min(rows.len().saturating_sub(1));
        let row = rows.get(target).filter(|_| target != at)?;
        let character = character_at(*row, lines, goal);
        self.put_cursor(row.line, character);
        Some(goal)
    }

    fn go_to_edge(&mut self, step: Step) {
        let cursor = self.cursor();
        let lines = self.area.lines();
        let rows = self.view.rows(lines);
        let Some(row) = rows.get(View::row_of(&rows, cursor)).copied() else {
            return;
        };
        let character = match step {
            Step::RowStart => row.chars.0,
            _ => last_of(row, lines),
        };
        self.put_cursor(row.line, character);
    }

    /// Does one edit of the text area that is one edit of the person's.
    fn edit(&mut self, edit: Edit, turn: impl FnOnce(&mut TextArea<'static>) -> bool) -> bool {
        let replaces = self.mark().is_some();
        let edit = if replaces { Edit::Whole } else { edit };
        let changed = turn(&mut self.area);
        if changed {
            self.steps.add(edit, 1);
            self.is_another();
        }
        changed
    }

    fn is_another(&mut self) {
        self.view.changed();
        self.goal = None;
        self.marking = false;
    }

    fn insert(&mut self, text: &str, edit: Edit) -> Took {
        let lines = self.area.lines().iter();
        let had: usize = lines.map(|line| line.chars().count() + 1).sum();
        // What is marked makes room.
        let marked = self.marked().chars().count();
        let room = (self.chars_max + 1 + marked).saturating_sub(had);
        let fits: String = text.chars().take(room).collect();
        let all = fits.len() == text.len();
        let changed = !fits.is_empty() && self.area.insert_str(&fits);
        if changed {
            // Taking out what was marked is an edit of its own to the text area.
            let (edit, count) = if marked > 0 {
                (Edit::Whole, 2)
            } else {
                (edit, 1)
            };
            self.steps.add(edit, count);
            self.is_another();
        }
        match (all, changed) {
            (false, _) => Took::Full,
            (true, true) => Took::Changed,
            (true, false) => Took::Same,
        }
    }

    /// How many rows the text takes in a field that wide.
    pub fn rows_in(&self, width: u16) -> usize {
        self.view.set_width(width);
        self.view.rows(self.area.lines()).len()
    }

    /// The row of the cursor, from 1, and how many there are, at the width drawn last.
    pub fn position(&self) -> (usize, usize) {
        let rows = self.view.rows(self.area.lines());
        (View::row_of(&rows, self.cursor()) + 1, rows.len())
    }

    /// How many rows were seen when it was drawn last.
    pub fn seen(&self) -> usize {
        self.view.seen()
    }
}

/// Text from outside as a field may hold it.
fn cleaned(text: &str, many_lines: bool) -> String {
    let text = text.replace("\r\n", "\n");
    let text = text.replace(LINE_ENDS, "\n").replace('\t', TAB);
    let lines: Vec<_> = text.split('\n').map(for_screen).collect();
    match many_lines {
        true => lines.join("\n"),
        false => lines.join(" ").trim_end().to_owned(),
    }
}

fn movement(key: Key) -> Option<Step> {
    Some(match key.code {
        Code::Named(Name::Left) if key.ctrl => Step::WordLeft,
        Code::Named(Name::Right) if key.ctrl => Step::WordRight,
        Code::Named(Name::Left) => Step::Left,
        Code::Named(Name::Right) => Step::Right,
        Code::Named(Name::Home) => Step::RowStart,
        Code::Named(Name::End) => Step::RowEnd,
        Code::Named(Name::Up) if key.shift => Step::Up,
        Code::Named(Name::Down) if key.shift => Step::Down,
        Code::Named(Name::PageUp) if key.shift => Step::PageUp,
        Code::Named(Name::PageDown) if key.shift => Step::PageDown,
        Code::Char('a') if key.ctrl => Step::Head,
        Code::Char('e') if key.ctrl => Step::End,
        _ => return None,
    })
}
