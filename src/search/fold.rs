//! Folding: how two spellings of one word become the same word, and where a folded word lies in
//! the text as it was written. Knows letters only; nothing of clients, notes or ranking.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest folded word kept, in characters; the rest of a longer one is cut.
pub const LONGEST_WORD: usize = 48;

/// Apostrophes as keyboards, word processors and phones write them. They join: `O'Neill` is one
/// word, `oneill`.
pub fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | '‘' | '‛' | 'ʼ' | 'ʻ' | 'ʹ' | '`' | '´' | '′' | '＇'
    )
}

/// Hyphens and short dashes inside a word. They join too, and also split: `Smith-Jones` is
/// `smithjones`, and is found by `smith` and by `jones`.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '−')
}

/// The folded form of `text`: lower case, compatibility-decomposed, marks dropped, letters that do
/// not decompose (ø, ł, ß, æ, œ, đ, ð, þ, ı) written out, everything but letters and digits left
/// out. `Zoë` is `zoe`, `O’Neill` is `oneill`, `Zieliński` is `zielinski`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// [`fold`] onto the end of a buffer, so that long texts cost no allocation for each word.
pub fn fold_into(text: &str, folded: &mut String) {
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        folded.extend(
            letters
                .take(LONGEST_WORD)
                .map(|b| char::from(b.to_ascii_lowercase())),
        );
        return;
    }
    let mut room = LONGEST_WORD;
    for c in text.nfkd().flat_map(char::to_lowercase).nfkd() {
        if is_combining_mark(c) || !c.is_alphanumeric() || room == 0 {
            continue;
        }
        room -= 1;
        match plain(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(c),
        }
    }
}

/// The plain letters for those that Unicode does not decompose.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' => "o",
        'ł' => "l",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ə' => "e",
        _ => return None,
    })
}

/// Whether `c` belongs to a raw word: a letter, a digit, a mark, or what joins them.
fn is_inside(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || is_apostrophe(c) || is_hyphen(c)
}

/// The raw words of `text`, cut at spaces and at punctuation, with apostrophes and hyphens kept.
pub fn raw_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_inside(c))
        .filter(|raw| raw.chars().any(char::is_alphanumeric))
}

/// The parts of a raw word at its hyphens and apostrophes; empty for a word without any.
pub fn parts(raw: &str) -> impl Iterator<Item = &str> {
    let splits = raw.contains(|c| is_apostrophe(c) || is_hyphen(c));
    raw.split(|c| is_apostrophe(c) || is_hyphen(c))
        .filter(move |part| splits && part.chars().any(char::is_alphanumeric))
}

/// Where the folded `marks` begin words (or parts of words) of `text`: byte ranges on character
/// boundaries, in order, not overlapping, for drawing matched letters. A mark shorter than its word
/// marks the letters typed so far.
pub fn spans(text: &str, marks: &[String]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at_start = true;
    for (start, c) in text.char_indices() {
        let starts_here = at_start && c.is_alphanumeric();
        at_start = !c.is_alphanumeric() && !is_combining_mark(c);
        if !starts_here || found.last().is_some_and(|last| start < last.end) {
            continue;
        }
        let rest = text.get(start..).unwrap_or_default();
        let ends = marks.iter().filter_map(|mark| reach_of(rest, mark));
        if let Some(length) = ends.max() {
            found.push(start..start + length);
        }
    }
    found
}

/// How many bytes of `rest` fold to exactly `mark`, trailing marks of the last letter included.
/// Digits may have spaces between them, as NHS numbers and phones are written.
fn reach_of(rest: &str, mark: &str) -> Option<usize> {
    if mark.is_empty() {
        return None;
    }
    let digits = mark.bytes().all(|b| b.is_ascii_digit());
    let postcode = !digits && mark.bytes().any(|b| b.is_ascii_digit());
    let mut folded = String::new();
    let mut end = 0;
    for (at, c) in rest.char_indices() {
        let spaced = (digits || postcode) && c == ' ';
        if folded == mark && !is_combining_mark(c) {
            return Some(end);
        }
        if !is_inside(c) && !spaced {
            return None;
        }
        let mut one = [0; 4];
        fold_into(c.encode_utf8(&mut one), &mut folded);
        if !mark.starts_with(folded.as_str()) {
            return None;
        }
        end = at + c.len_utf8();
    }
    (folded == mark).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_joins_are_forgiven() {
        for (written, folded) in [
            ("Zoë", "zoe"),
            ("ÉVA", "eva"),
            ("O’Neill", "oneill"),
            ("O´Neill", "oneill"),
            ("Zieliński", "zielinski"),
            ("Łukasz", "lukasz"),
            ("Bjørn", "bjorn"),
            ("Weiß", "weiss"),
            ("Æthelþryð", "aethelthryd"),
            ("Đặng", "dang"),
            ("ILGIN", "ilgin"),
            ("Ilgın", "ilgin"),
            ("İpek", "ipek"),
            ("Smith-Jones", "smithjones"),
            ("ﬁnn", "finn"),
            ("ＡＢＣ１", "abc1"),
            ("   ", ""),
        ] {
            assert_eq!(fold(written), folded, "{written}");
        }
        assert_eq!(fold("Zoe\u{308}"), fold("Zoë"));
    }

    #[test]
    fn words_split_at_punctuation_and_parts_at_joins() {
        let words: Vec<_> = raw_words("Mary-Ann O'Neill (née Smith), -").collect();
        assert_eq!(words, ["Mary-Ann", "O'Neill", "née", "Smith"]);
        assert_eq!(parts("Mary-Ann").collect::<Vec<_>>(), ["Mary", "Ann"]);
        assert_eq!(parts("Mary").count(), 0);
    }

    #[test]
    fn spans_lie_on_what_was_written() {
        let spans_of = |text: &str, marks: &[&str]| -> Vec<String> {
            let marks: Vec<String> = marks.iter().map(ToString::to_string).collect();
            spans(text, &marks)
                .into_iter()
                .filter_map(|range| text.get(range))
                .map(str::to_string)
                .collect()
        };
        assert_eq!(spans_of("Margaret O'Neill", &["oneil"]), ["O'Neil"]);
        assert_eq!(spans_of("Margaret O'Neill", &["neill"]), ["Neill"]);
        assert_eq!(spans_of("Zoë Hart", &["zoe", "ha"]), ["Zoë", "Ha"]);
        assert_eq!(spans_of("Zoe\u{308} Hart", &["zoe"]), ["Zoe\u{308}"]);
        assert_eq!(spans_of("999 000 0018", &["999000"]), ["999 000"]);
        assert_eq!(spans_of("EL1 4QT", &["el14"]), ["EL1 4"]);
        assert_eq!(spans_of("Weiß", &["weis"]), Vec::<String>::new());
    }
}
