//! Which letters of a label matched: the hub says it in folded words, and the label is not folded.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::tui::text::ascii;

/// A folded letter, and the bytes of the grapheme that it came from.
type Letter = (char, Range<usize>);

/// The text in pieces, each with whether it matched.
pub(super) fn pieces<'t>(text: &'t str, marks: &[String]) -> Vec<(&'t str, bool)> {
    let letters = letters(text);
    let mut marked: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        let mark: Vec<char> = mark.graphemes(true).flat_map(fold).collect();
        let at = find(&letters, &mark, text);
        let found = at.and_then(|at| letters.get(at..at + mark.len()));
        if let Some([(_, first), .., (_, last)] | [(_, first @ last)]) = found {
            marked.push(first.start..last.end);
        }
    }
    marked.sort_by_key(|range| range.start);
    let mut pieces = Vec::new();
    let mut at = 0;
    for range in marked {
        let start = range.start.max(at);
        let end = range.end.max(at);
        pieces.push((text.get(at..start).unwrap_or_default(), false));
        pieces.push((text.get(start..end).unwrap_or_default(), true));
        at = end;
    }
    pieces.push((text.get(at..).unwrap_or_default(), false));
    pieces.retain(|(words, _)| !words.is_empty());
    pieces
}

/// Whether a mark stands anywhere in the text.
pub(super) fn is_in(text: &str, mark: &str) -> bool {
    let mark: Vec<char> = mark.graphemes(true).flat_map(fold).collect();
    find(&letters(text), &mark, text).is_some()
}

fn letters(text: &str) -> Vec<Letter> {
    let graphemes = text.grapheme_indices(true);
    graphemes
        .flat_map(|(at, grapheme)| {
            let bytes = at..at + grapheme.len();
            fold(grapheme)
                .into_iter()
                .map(move |letter| (letter, bytes.clone()))
        })
        .collect()
}

/// Where a mark stands: at the beginning of a word if it does anywhere, else wherever it does.
fn find(letters: &[Letter], mark: &[char], text: &str) -> Option<usize> {
    if mark.is_empty() {
        return None;
    }
    let is_mark = |window: &[Letter]| window.iter().map(|(letter, _)| letter).eq(mark);
    let windows = letters.windows(mark.len()).enumerate();
    let fitting: Vec<usize> = windows
        .filter(|(_, w)| is_mark(w))
        .map(|(at, _)| at)
        .collect();
    let begins_word = |at: &&usize| {
        let start = letters.get(**at).map_or(0, |(_, bytes)| bytes.start);
        let before = text
            .get(..start)
            .and_then(|before| before.chars().next_back());
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '(' | '-'))
    };
    fitting
        .iter()
        .find(begins_word)
        .or(fitting.first())
        .copied()
}

/// A grapheme as the search folds it: no case, no accents, only letters and digits.
fn fold(grapheme: &str) -> Vec<char> {
    let plain = ascii(grapheme);
    let known = plain.chars().filter(char::is_ascii_alphanumeric);
    let known: Vec<char> = known.map(|c| c.to_ascii_lowercase()).collect();
    if !known.is_empty() || grapheme.is_ascii() {
        return known;
    }
    let letters = grapheme.nfkd().flat_map(char::to_lowercase);
    letters.filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, marks: &[&str]) -> String {
        let marks: Vec<String> = marks.iter().map(|mark| (*mark).to_owned()).collect();
        let piece = |(words, marked): (&str, bool)| match marked {
            true => format!("[{words}]"),
            false => words.to_owned(),
        };
        pieces(text, &marks).into_iter().map(piece).collect()
    }

    #[test]
    fn folded_marks_find_their_letters() {
        assert_eq!(shown("Margaret O'Neill", &["oneil"]), "Margaret [O'Neil]l");
        assert_eq!(shown("Zoë Okafor", &["zoe", "ok"]), "[Zoë] [Ok]afor");
        assert_eq!(shown("Łukasz Weiß", &["luk", "weiss"]), "[Łuk]asz [Weiß]");
        assert_eq!(shown("Ann Hannan", &["han"]), "Ann [Han]nan");
        assert_eq!(shown("Hannah Ann", &["ann"]), "Hannah [Ann]");
        assert_eq!(shown("Анна", &["анн"]), "[Анн]а");
        assert_eq!(shown("born 4 Mar 1955", &["zz", ""]), "born 4 Mar 1955");
        assert_eq!(shown("Anna", &["an", "anna"]), "[An][na]");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_added(
            text in "\\PC{0,40}", marks in prop::collection::vec("\\PC{0,6}", 0..4)
        ) {
            let pieces = pieces(&text, &marks);
            let joined: String = pieces.into_iter().map(|(words, _)| words).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
