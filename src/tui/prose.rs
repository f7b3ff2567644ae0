//! The few marks that people write into notes: `*italic*`, `**bold**`, `_underline_`, lists, links
//! and footnotes. They read well as they are, so nothing hangs on them: a mark that is not closed, or
//! stands within a word, is a sign like any other.
//!
//! A Markdown parser does not fit: to all of them `_so_` is italic, an indented line is code, a
//! number of lines are one paragraph, and what they cannot place is lost or moved. Here no sign is:
//! every byte of the text is in one [`Part`], shown or not.

mod inline;
mod lay;
#[cfg(test)]
mod tests;

use crate::domain::text::for_screen;
use crate::tui::glyphs::Glyphs;
use crate::tui::text::ascii;
use crate::tui::theme::Role;

use inline::{Part, Shown};

/// A piece of a line, and how it looks.
pub type Piece = (String, Role);

/// What a piece of text is shown as.
struct Block<'a> {
    /// What stands before its first row: a bullet, a number.
    lead: String,
    /// Columns before all other rows.
    indent: usize,
    parts: Vec<Part<'a>>,
}

/// The text in rows of at most `columns`, broken between words.
pub fn rows(text: &str, columns: usize, glyphs: Glyphs) -> Vec<Vec<Piece>> {
    let clean = presentable(text, glyphs);
    let notes = footnotes(&clean);
    let mut rows = Vec::new();
    for line in clean.split('\n') {
        let block = block(line, &notes, glyphs);
        lay::lay(&block, columns.max(2), &mut rows);
    }
    rows
}

/// The text as one row, its lines parted by strokes; for lists, where it is cut.
pub fn one_row(text: &str, glyphs: Glyphs) -> Vec<Piece> {
    let clean = presentable(text, glyphs);
    let notes = footnotes(&clean);
    let mut row: Vec<Piece> = Vec::new();
    for line in clean.split('\n') {
        if !row.is_empty() {
            row.push((" / ".to_owned(), Role::Text));
        }
        let block = block(line, &notes, glyphs);
        row.push((block.lead, Role::Text));
        row.extend(block.parts.iter().filter_map(Part::piece));
    }
    row.retain(|(words, _)| !words.is_empty());
    row
}

/// The text as this terminal can show it: folded before its rows are made, for folded it is wider.
fn presentable(text: &str, glyphs: Glyphs) -> String {
    let lines = text.split('\n').map(for_screen);
    let lines = lines.map(|line| match glyphs.fold {
        true => ascii(&line).into_owned(),
        false => line.into_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The names of the footnotes that the text has: `[^1]: so it was`.
fn footnotes(text: &str) -> Vec<&str> {
    text.split('\n')
        .filter_map(|line| Some(footnote(line)?.0))
        .collect()
}

/// Name and words of a footnote.
fn footnote(line: &str) -> Option<(&str, &str)> {
    let (name, words) = line.strip_prefix("[^")?.split_once("]:")?;
    inline::names_a_note(name).then_some((name, words))
}

/// What a line is, by how it begins.
fn block<'a>(line: &'a str, notes: &[&str], glyphs: Glyphs) -> Block<'a> {
    let words = line.trim_start_matches(' ');
    let blanks = line.len() - words.len();
    let margin = " ".repeat(blanks);
    let (lead, rest) = if let Some((name, rest)) = footnote(words) {
        (format!("{margin}[{name}] "), rest.trim_start_matches(' '))
    } else if let Some(rest) = words.strip_prefix("- ") {
        (format!("{margin}{} ", glyphs.bullet), rest)
    } else if let Some((number, rest)) = numbered(words) {
        (format!("{margin}{number} "), rest)
    } else {
        (margin, words)
    };
    Block {
        indent: crate::tui::text::width(&lead),
        lead,
        parts: inline::parts(rest, notes),
    }
}

/// `1. ` and what follows.
fn numbered(words: &str) -> Option<(&str, &str)> {
    let (number, rest) = words.split_once(' ')?;
    let figures = number.strip_suffix('.')?;
    let all = !figures.is_empty() && figures.len() <= 3;
    (all && figures.bytes().all(|byte| byte.is_ascii_digit())).then_some((number, rest))
}

impl Part<'_> {
    /// What is seen of it.
    fn piece(&self) -> Option<Piece> {
        match self.shown {
            Shown::AsIs(role) => Some((self.source.to_owned(), role)),
            Shown::As(words) => Some((words.to_owned(), Role::Text)),
            Shown::Not => None,
        }
    }
}
