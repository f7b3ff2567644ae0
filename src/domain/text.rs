//! Text from outside, made safe to store and to draw.
//!
//! Everything that was typed, pasted, imported or named by someone else goes through [`clean`] on
//! entry, and once more through [`for_screen`] where it is drawn. The rules are those against
//! escape injection and hidden text: no control, no direction override, nothing invisible, no
//! character without a meaning, no tower of accents. Knows nothing of terminals or files.

mod classes;
mod place;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

pub use place::{line_and_column, nearest};

use classes::{Class, class, is_plain, joiner_belongs};

/// Combining marks kept on one base character; more are dropped (they flood neighbouring rows).
pub const MARKS_PER_BASE_MAX: usize = 4;

/// What a character that must not be kept, but was meant to be seen, becomes.
pub const REPLACEMENT: char = '\u{FFFD}';

/// What a field may hold: one line or several, and how many characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    lines: Lines,
    chars_max: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// One line; runs of white space become one space.
    One,
    /// Several lines, separated by LF; spaces within a line stay as they are.
    Several,
    /// One row of a screen: nothing is trimmed or cut, columns stay where they are.
    Screen,
}

impl Field {
    /// A person's or a place's name.
    pub const NAME: Field = Field::line(100);
    /// Any other single line: a phone number, an address line, a reason, a promise.
    pub const LINE: Field = Field::line(300);
    /// A note, of several lines.
    pub const NOTE: Field = Field::lines(32_000);

    /// A single line of at most `chars_max` characters.
    pub const fn line(chars_max: usize) -> Field {
        Field {
            lines: Lines::One,
            chars_max,
        }
    }

    /// Several lines of at most `chars_max` characters in all.
    pub const fn lines(chars_max: usize) -> Field {
        Field {
            lines: Lines::Several,
            chars_max,
        }
    }

    /// The most characters this field keeps.
    pub const fn chars_max(self) -> usize {
        self.chars_max
    }
}

/// `text` as `field` may keep it; borrowed when it is already clean.
///
/// Controls, private use and non-characters become U+FFFD, so that damage can be seen. Invisible
/// characters and direction overrides are dropped: what is left is what a reader saw, in the order
/// in which it is stored. CR and CRLF become LF, or a space in a single line; other Unicode spaces
/// become plain ones. The result is in NFC, trimmed, and no longer than the field allows; a caller
/// that must not cut in silence asks [`over_length`] first.
pub fn clean(text: &str, field: Field) -> Cow<'_, str> {
    let text = match field.lines {
        Lines::Screen => text,
        Lines::One | Lines::Several => text.trim_matches([' ', '\n']),
    };
    if is_clean(text, field) {
        return Cow::Borrowed(text);
    }
    let safe = cap_marks(&sift(text, field.lines));
    let laid_out = match field.lines {
        Lines::One => safe
            .split(' ')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
        Lines::Several => trim_lines(&safe),
        Lines::Screen => safe,
    };
    Cow::Owned(cut(laid_out, field))
}

/// `text` as one row of a screen may show it: the same rules, but nothing trimmed, joined or cut.
///
/// Line breaks and tabs become a space; split a note into its lines before.
pub fn for_screen(text: &str) -> Cow<'_, str> {
    clean(
        text,
        Field {
            lines: Lines::Screen,
            chars_max: usize::MAX,
        },
    )
}

/// By how many characters the cleaned `text` is longer than `field` allows; 0 if it fits.
pub fn over_length(text: &str, field: Field) -> usize {
    if text.len() <= field.chars_max {
        return 0;
    }
    let whole = clean(
        text,
        Field {
            chars_max: usize::MAX,
            ..field
        },
    );
    whole.chars().count().saturating_sub(field.chars_max)
}

/// The beginning of `text` as a report may quote it: one cleaned line of at most `chars_max`
/// characters, ending in `…` where something was left out.
pub fn excerpt(text: &str, chars_max: usize) -> String {
    // No more than this can matter, however long the line is; marks take up to five to a character.
    let head: String = text
        .chars()
        .take(chars_max.saturating_mul(8).saturating_add(8))
        .collect();
    let whole = clean(&head, Field::line(usize::MAX));
    let shortened = head.len() < text.len() || whole.chars().count() > chars_max;
    if !shortened {
        return whole.into_owned();
    }
    let kept = clean(&whole, Field::line(chars_max.saturating_sub(1)));
    format!("{kept}…")
}

/// Whether [`clean`] would return `text` as it is, judged quickly; `false` may be over-careful.
fn is_clean(text: &str, field: Field) -> bool {
    let mut count = 0;
    let mut before = '\n';
    for c in text.chars() {
        count += 1;
        let fits = match field.lines {
            Lines::One => is_plain(c) && !(c == ' ' && (before == ' ' || before == '\n')),
            Lines::Several => {
                is_plain(c) && !(c == ' ' && count == 1)
                    || (c == '\n' && count > 1 && before != ' ')
            }
            Lines::Screen => is_plain(c),
        };
        if !fits {
            return false;
        }
        before = c;
    }
    let trimmed = field.lines == Lines::Screen || !(before == ' ' || before == '\n') || count == 0;
    trimmed && count <= field.chars_max
}

/// Drops or replaces what must not stay, and brings the rest into NFC.
fn sift(text: &str, lines: Lines) -> String {
    // Composed first, so that the same characters are judged however they were spelt.
    let mut whole = text.nfc().peekable();
    let mut kept = String::with_capacity(text.len());
    let mut base = ' ';
    while let Some(c) = whole.next() {
        let put = match class(c) {
            Class::Text => Some(c),
            Class::Space => Some(' '),
            Class::Tab => {
                if lines == Lines::Several {
                    kept.push_str("   ");
                }
                Some(' ')
            }
            Class::Break => {
                if c == '\r' {
                    whole.next_if_eq(&'\n');
                }
                Some(if lines == Lines::Several { '\n' } else { ' ' })
            }
            Class::Joiner => {
                let after = whole.peek().copied().unwrap_or(' ');
                joiner_belongs(c, base, after).then_some(c)
            }
            Class::Invisible => None,
            Class::Forbidden => Some(REPLACEMENT),
        };
        if let Some(c) = put {
            kept.push(c);
            if !is_combining_mark(c) {
                base = c;
            }
        }
    }
    // Once more, because what was dropped may have stood between a base and its mark.
    kept.nfc().collect()
}

/// Keeps the first [`MARKS_PER_BASE_MAX`] combining marks of each base. A shortened run stays NFC.
fn cap_marks(text: &str) -> String {
    let mut marks = 0;
    text.chars()
        .filter(|&c| {
            marks = if is_combining_mark(c) { marks + 1 } else { 0 };
            marks <= MARKS_PER_BASE_MAX
        })
        .collect()
}

/// No spaces at line ends, no empty lines and no spaces before and after the whole.
fn trim_lines(text: &str) -> String {
    let lines: Vec<&str> = text
        .split('\n')
        .map(|line| line.trim_end_matches(' '))
        .collect();
    lines.join("\n").trim_matches([' ', '\n']).to_owned()
}

/// At most the field's characters, never through the middle of what a reader sees as one.
fn cut(text: String, field: Field) -> String {
    if field.lines == Lines::Screen || text.chars().count() <= field.chars_max {
        return text;
    }
    let mut kept = String::new();
    let mut count = 0;
    for grapheme in text.graphemes(true) {
        count += grapheme.chars().count();
        if count > field.chars_max {
            break;
        }
        kept.push_str(grapheme);
    }
    // A joiner with nothing left to join would be dropped by the next cleaning.
    let end = kept
        .trim_end_matches([' ', '\n', '\u{200C}', '\u{200D}'])
        .len();
    kept.truncate(end);
    kept
}

#[cfg(test)]
mod tests;
