use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::*;
use crate::tui::draw::Look;
use crate::tui::draw::Pad;
use crate::tui::glyphs::{ASCII, Glyphs, WGL4};
use crate::tui::theme::Theme;

fn typed(field: &mut Field, keys: &str) {
    for name in keys.split(' ') {
        field.key(Key::parse(name).expect("a key"));
    }
}

/// The field drawn, its rows, and where the cursor is.
fn drawn(field: &Field, size: (u16, u16), glyphs: Glyphs) -> (Vec<String>, (u16, u16)) {
    let area = Rect::new(0, 0, size.0, size.1);
    let mut buffer = Buffer::empty(area);
    let mut cursor = None;
    let look = Look {
        theme: Theme::Mono,
        glyphs,
    };
    field.draw(area, &mut Pad::new(&mut buffer, &mut cursor, look), true);
    let rows = buffer.content().chunks(usize::from(size.0));
    let text = |cells: &[ratatui::buffer::Cell]| {
        let row: String = cells.iter().map(|cell| cell.symbol()).collect();
        row.trim_end().to_owned()
    };
    let cursor = cursor.map_or((0, 0), |at| (at.x, at.y));
    (rows.map(text).collect(), cursor)
}

fn rows(field: &Field, columns: u16, height: u16) -> Vec<String> {
    drawn(field, (columns, height), WGL4).0
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
    note.paste("one\r\ntwo\rthree\u{2028}a\tb\u{202e}c\u{7}\n");
    assert_eq!(note.text(), "one\ntwo\nthree\na    bc\u{fffd}\n");
    assert_eq!(note.cursor(), (4, 0));
    assert_eq!(line.new_line(), Took::Same);
    assert_eq!(note.new_line(), Took::Changed);
}

#[test]
fn a_field_has_an_end_and_says_so_and_what_is_marked_makes_room() {
    let mut line = Field::line("");
    assert_eq!(line.paste(&"x".repeat(LINE_CHARS_MAX + 1)), Took::Full);
    assert_eq!(line.text().len(), LINE_CHARS_MAX);
    assert_eq!(line.key(Key::char('y')), Took::Full);
    typed(&mut line, "shift-left y");
    assert!(line.text().ends_with("xy"));
}

#[test]
fn a_draft_gets_its_cursor_and_its_mark_back() {
    let mut note = Field::note("first line\nsecond");
    note.put_cursor(0, 5);
    note.put_mark(1, 3);
    assert_eq!((note.cursor(), note.mark()), ((0, 5), Some((1, 3))));
    assert_eq!(note.marked(), " line\nsec");
    note.key(Key::char(','));
    assert_eq!(note.text(), "first,ond");
}

#[test]
fn rows_wrap_between_words_and_the_cursor_moves_by_them() {
    let mut note = Field::note("one two three four five\nsix");
    assert_eq!(
        rows(&note, 10, 5),
        ["one two", "three", "four five", "six", ""]
    );
    note.go(Step::Up, false);
    note.go(Step::RowEnd, false);
    assert_eq!(note.cursor(), (0, 23));
    note.go(Step::Up, false);
    note.go(Step::RowStart, false);
    assert_eq!(
        note.cursor(),
        (0, 8),
        "the beginning of the row, not of the line"
    );
    note.go(Step::RowEnd, false);
    note.key(Key::char('!'));
    assert_eq!(note.text(), "one two three! four five\nsix");
}

#[test]
fn up_and_down_keep_their_column_past_a_short_row() {
    let mut note = Field::note("abcdef\nx\nabcdef");
    note.put_cursor(0, 5);
    note.go(Step::Down, false);
    assert_eq!(note.cursor(), (1, 1));
    note.go(Step::Down, false);
    assert_eq!(note.cursor(), (2, 5));
    assert!(!note.go(Step::Down, false), "there is nothing below");
}

#[test]
fn marked_text_is_cut_copied_and_replaced() {
    let mut note = Field::note("keep this part");
    note.put_cursor(0, 5);
    note.toggle_mark();
    note.go(Step::WordRight, false);
    assert_eq!(note.marked(), "this ");
    assert_eq!(note.cut(), "this ");
    assert_eq!(note.text(), "keep part");
    assert_eq!(note.mark(), None);
    assert_eq!(note.cut(), "part", "without a mark, the rest of the line");
    note.paste("part and this ");
    assert_eq!(note.text(), "keep part and this ");
    typed(&mut note, "shift-home x");
    assert_eq!(
        note.text(),
        "x",
        "Shift with Home marks, where a terminal sends it"
    );
}

#[test]
fn undo_takes_back_a_word_at_a_time_and_redo_brings_it_back() {
    let mut note = Field::note("");
    for c in "two words".chars() {
        note.key(Key::char(c));
    }
    note.paste(" and a paste");
    assert!(note.undo());
    assert_eq!(note.text(), "two words");
    assert!(note.undo());
    assert_eq!(note.text(), "two ");
    assert!(note.redo() && note.redo());
    assert_eq!(note.text(), "two words and a paste");
    typed(&mut note, "shift-home Z");
    assert_eq!(note.text(), "Z");
    assert!(note.undo());
    assert_eq!(
        note.text(),
        "two words and a paste",
        "what was replaced is there again"
    );
    assert!(note.undo() && note.undo() && note.undo());
    assert!(!note.undo());
    assert!(note.is_empty());
}

#[test]
fn what_was_offered_is_not_undone() {
    let mut note = Field::note("offered");
    assert!(!note.undo());
    assert_eq!(note.text(), "offered");
}

#[test]
fn a_long_note_jumps_half_a_page_at_the_edge() {
    let text: Vec<String> = (0..40).map(|number| format!("row {number}")).collect();
    let mut note = Field::note(&text.join("\n"));
    note.put_cursor(0, 0);
    assert_eq!(rows(&note, 20, 6)[0], "row 0");
    for _ in 0..6 {
        note.go(Step::Down, false);
    }
    let shown = rows(&note, 20, 6);
    assert_eq!((shown[0].as_str(), shown[5].as_str()), ("row 3", "row 8"));
    note.go(Step::PageDown, false);
    assert_eq!(note.position(), (12, 40));
    note.go(Step::PageUp, false);
    assert_eq!(note.position(), (7, 40));
}

#[test]
fn what_is_wide_or_folded_keeps_its_columns() {
    let note = Field::note("Zoë £5 ß漢 x");
    let (rows, cursor) = drawn(&note, (30, 2), ASCII);
    assert_eq!(rows[0], "Zoe G5 s?  x");
    assert_eq!(cursor, (12, 0));
}

proptest! {
    /// Whatever is typed, marked and moved: undone to the end it is what it was, redone it is what
    /// it became.
    #[test]
    fn undo_and_redo_are_exact(
        start in "[a-z\n é漢]{0,30}", turns in prop::collection::vec(0_u8..12, 0..40)
    ) {
        let mut note = Field::note(&start);
        for turn in turns {
            match turn {
                0..=2 => { note.key(Key::char(char::from(b'a' + turn))); }
                3 => { note.key(Key::char(' ')); }
                4 => { note.new_line(); }
                5 => { note.key(Key::named(Name::Backspace)); }
                6 => { note.paste("x\ny"); }
                7 => { note.toggle_mark(); }
                8 => { note.go(Step::Up, false); }
                9 => { note.go(Step::WordLeft, false); }
                10 => { note.go(Step::Right, true); }
                _ => { note.cut(); }
            }
            drawn(&note, (7, 3), WGL4);
        }
        let end = note.text();
        while note.undo() {}
        prop_assert_eq!(note.text(), start);
        while note.redo() {}
        prop_assert_eq!(note.text(), end);
    }
}
