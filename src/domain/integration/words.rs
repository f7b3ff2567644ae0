//! A text as its words, in the form in which they are compared.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Lower case, composed, with straight apostrophes: `don't`.
    pub(super) key: String,
    /// Where it stands, in bytes of the text.
    pub(super) at: Range<usize>,
    /// Whether it may go on a phrase with the word before it: only spaces, one line break or one
    /// hyphen stand between them.
    pub(super) follows: bool,
}

impl Word {
    /// The key without the `'s` of a possessive.
    pub(super) fn stem(&self) -> &str {
        self.key.strip_suffix("'s").unwrap_or(&self.key)
    }
}

/// The words of a text by the rules of Unicode (UAX 29): an apostrophe within a word belongs to it,
/// a hyphen parts two words.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut end = 0;
    for (from, word) in text.unicode_word_indices() {
        let gap = text.get(end..from).unwrap_or_default();
        end = from + word.len();
        words.push(Word {
            key: key(word),
            at: from..end,
            follows: !words.is_empty() && joins(gap),
        });
    }
    words
}

/// One word as it is compared.
pub(super) fn key(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let straight = |c| if is_apostrophe(c) { '\'' } else { c };
    let lower = word.chars().flat_map(char::to_lowercase);
    lower.map(straight).nfc().collect()
}

/// Apostrophes as keyboards, word processors and phones write them.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇')
}

/// Whether what stands between two words leaves them in one phrase. A dash with spaces around it
/// does not, nor does an empty line.
fn joins(gap: &str) -> bool {
    let hyphen = matches!(gap, "-" | "\u{2010}" | "\u{2011}");
    let breaks = gap.chars().filter(|c| *c == '\n').count();
    hyphen || (!gap.is_empty() && breaks <= 1 && gap.chars().all(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_alike_however_they_are_typed() {
        let keys = |text| -> Vec<String> { words(text).into_iter().map(|word| word.key).collect() };
        assert_eq!(keys("Don’t KNOW"), keys("don't know"));
        assert_eq!(keys("read-only"), ["read", "only"]);
        assert_eq!(keys("cafe\u{301}"), keys("Café"));
        assert_eq!(words("the GP’s view")[1].stem(), "gp");
        assert_eq!(keys(" … – "), [""; 0]);
    }

    #[test]
    fn only_spaces_and_hyphens_leave_two_words_in_one_phrase() {
        let follows = |text| words(text)[1].follows;
        for one in ["read-only", "read only", "read \n only", "read\u{a0}only"] {
            assert!(follows(one), "{one}");
        }
        for two in ["read. Only", "read - only", "read\n\nonly", "read\n- only"] {
            assert!(!follows(two), "{two}");
        }
        assert!(!words("one")[0].follows);
    }
}
