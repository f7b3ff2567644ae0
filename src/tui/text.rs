//! Text on its way to the screen: measured, cut and wrapped by display width. What may reach a
//! terminal at all is decided in `domain::text`.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::domain::text::for_screen;

/// How many columns the text takes.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    // Grapheme by grapheme, as it is drawn: some scripts are narrower when measured as a whole.
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// The text as a terminal without UTF-8 can show it: letters lose their accents, the rest of what
/// is not ASCII becomes a question mark.
pub fn ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for grapheme in text.graphemes(true) {
        let before = plain.len();
        for c in grapheme.nfd() {
            plain.push_str(replacement(c));
            if c.is_ascii() {
                plain.push(c);
            }
        }
        if plain.len() == before {
            plain.push('?');
        }
    }
    Cow::Owned(plain)
}

/// What stands for a character that has no accent to lose.
fn replacement(c: char) -> &'static str {
    match c {
        '‘' | '’' => "'",
        '“' | '”' => "\"",
        '–' | '—' => "-",
        '…' => "...",
        'ß' => "ss",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'þ' => "th",
        'ı' => "i",
        '£' => "GBP ",
        _ => "",
    }
}

/// The longest beginning of `text` that fits into `columns`, and how many it takes.
pub fn beginning(text: &str, columns: usize) -> (&str, usize) {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        let wide = width(grapheme);
        if used + wide > columns {
            return (text.get(..at).unwrap_or_default(), used);
        }
        used += wide;
    }
    (text, used)
}

/// `text` cut to `columns`, with `ellipsis` at its end where anything was left out.
pub fn cut<'a>(text: &'a str, columns: usize, ellipsis: &str) -> Cow<'a, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mark = width(ellipsis);
    if columns < mark {
        return Cow::Borrowed(beginning(text, columns).0);
    }
    let (kept, _) = beginning(text, columns - mark);
    Cow::Owned(format!("{}{ellipsis}", kept.trim_end()))
}

/// `text` in lines of at most `columns`, broken between words, within a word only where it is
/// longer than a line. Line ends in the text stay line ends.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        wrap_paragraph(&for_screen(paragraph), columns, &mut lines);
    }
    lines
}

fn wrap_paragraph(text: &str, columns: usize, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut used = 0;
    for mut word in text.split_whitespace() {
        let wide = width(word);
        let gap = usize::from(!line.is_empty());
        if used + gap + wide > columns && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        while width(word) > columns {
            let (head, _) = beginning(word, columns);
            if head.is_empty() {
                // One sign that is wider than a whole line cannot be shown at all.
                let sign = word.graphemes(true).next().map_or(word.len(), str::len);
                word = word.get(sign..).unwrap_or_default();
                continue;
            }
            lines.push(head.to_owned());
            word = word.get(head.len()..).unwrap_or_default();
        }
        if !line.is_empty() {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += width(word);
    }
    lines.push(line);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cut_is_seen_and_counts_columns() {
        assert_eq!(cut("Tomasz Zieliński", 16, "…"), "Tomasz Zieliński");
        assert_eq!(cut("Tomasz Zieliński", 8, "…"), "Tomasz…");
        assert_eq!(cut("漢字漢字", 5, "…"), "漢字…");
        assert_eq!(cut("abc", 0, "…"), "");
    }

    #[test]
    fn a_terminal_without_utf8_still_says_who() {
        assert_eq!(ascii("Zoë Łukasz Øster – “x”"), "Zoe Lukasz Oster - \"x\"");
        assert_eq!(ascii("漢"), "?");
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(wrap("a\n\nb", 5), ["a", "", "b"]);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked(text in "\\PC{0,60}", columns in 2_usize..20) {
            for line in wrap(&text, columns) {
                prop_assert!(width(&line) <= columns, "{line:?} in {columns}");
            }
            prop_assert!(width(&cut(&text, columns, "…")) <= columns);
        }

        #[test]
        fn ascii_is_ascii(text in any::<String>()) {
            prop_assert!(ascii(&text).is_ascii());
        }
    }
}
