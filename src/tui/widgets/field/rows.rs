//! How the lines of a text lie in rows of a given width. Unlike the wrapping of `tui::text`, nothing
//! is left out: every character is in one row, so that the cursor can stand on it.

use unicode_segmentation::UnicodeSegmentation;

use crate::tui::text::width;

/// A run of characters of one line, shown in one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The line it is of.
    pub line: usize,
    /// Its first character and the one after its last, counted in the line.
    pub chars: (usize, usize),
    /// The same in bytes.
    pub bytes: (usize, usize),
    /// Whether the line ends with it.
    pub ends: bool,
}

impl Row {
    /// Its text.
    pub(super) fn text(self, lines: &[String]) -> &str {
        let line = lines.get(self.line).map_or("", String::as_str);
        line.get(self.bytes.0..self.bytes.1).unwrap_or_default()
    }
}

/// Where a row may begin: characters and bytes from the start of the line, and the columns used.
#[derive(Clone, Copy, Default)]
struct Place {
    chars: usize,
    bytes: usize,
    used: usize,
}

/// All rows of at most `columns`, broken between words, within a word only where it is longer than a
/// row. Spaces at the end of a row may stand beyond it.
pub(super) fn rows(lines: &[String], columns: usize) -> Vec<Row> {
    let mut rows = Vec::with_capacity(lines.len());
    for (number, line) in lines.iter().enumerate() {
        wrap(number, line, columns.max(1), &mut rows);
    }
    rows
}

fn wrap(number: usize, line: &str, columns: usize, rows: &mut Vec<Row>) {
    let mut start = Place::default();
    // After the latest space of this row.
    let mut gap: Option<Place> = None;
    let mut at = Place::default();
    for grapheme in line.graphemes(true) {
        let wide = width(grapheme);
        let is_space = grapheme == " ";
        if !is_space && at.used - start.used + wide > columns {
            if let Some(begins) = gap.take() {
                rows.push(row(number, start, begins, false));
                start = begins;
            }
            if at.used - start.used + wide > columns && at.bytes > start.bytes {
                rows.push(row(number, start, at, false));
                start = at;
            }
        }
        at.chars += grapheme.chars().count();
        at.bytes += grapheme.len();
        at.used += wide;
        if is_space {
            gap = Some(at);
        }
    }
    rows.push(row(number, start, at, true));
}

fn row(line: usize, from: Place, to: Place, ends: bool) -> Row {
    Row {
        line,
        chars: (from.chars, to.chars),
        bytes: (from.bytes, to.bytes),
        ends,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, columns: usize) -> Vec<String> {
        let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let rows = rows(&lines, columns);
        rows.iter().map(|row| row.text(&lines).to_owned()).collect()
    }

    #[test]
    fn rows_break_between_words_and_keep_every_space() {
        assert_eq!(shown("one two three", 8), ["one two ", "three"]);
        assert_eq!(shown("abcdefgh ij", 3), ["abc", "def", "gh ", "ij"]);
        assert_eq!(shown("a   \n\nb", 2), ["a   ", "", "b"]);
        assert_eq!(shown("xy 漢字", 4), ["xy ", "漢字"]);
    }

    proptest! {
        #[test]
        fn every_character_is_in_one_row_and_no_word_stands_out(
            text in "[a-z 漢é]{0,80}", columns in 2_usize..12
        ) {
            let lines = vec![text.clone()];
            let rows = rows(&lines, columns);
            let joined: String = rows.iter().map(|row| row.text(&lines)).collect();
            prop_assert_eq!(&joined, &text);
            let mut next = 0;
            for row in rows {
                prop_assert_eq!(row.chars.0, next);
                next = row.chars.1;
                prop_assert!(width(row.text(&lines).trim_end()) <= columns);
            }
            prop_assert_eq!(next, text.chars().count());
        }
    }
}
