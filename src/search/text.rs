//! One typed word against one folded word: exact, prefix, a few edits, fuzzy-matcher. The cost says
//! how well they fit, and depends on these two words alone, so that what a link worker finds does
//! not depend on whose names lie beside it.

use super::edits::within;
use super::matcher::Matcher;

/// How badly a word fits, 0 (exact) to 69. Its tens are the class of the fit: 0 exact, 1 prefix,
/// 3 a word that is not a name (the practice), 4 one edit, 5 fuzzy, 6 two edits.
pub(super) type Cost = u8;

/// The word as typed.
pub(super) const EXACT: Cost = 0;
/// The word begins as typed. How much of it is missing does not count: who has typed three letters
/// has not said that a short name is meant.
pub(super) const PREFIX: Cost = 10;
/// Added for words beside the name: a practice, a service's description.
pub(super) const ASIDE: Cost = 30;
const ONE_EDIT: Cost = 40;
const FUZZY: Cost = 50;
const TWO_EDITS: Cost = 60;
/// Added where the edited letters are only the beginning of the word.
const ONLY_BEGUN: Cost = 5;
/// Added where the first letter is among those that differ: people seldom get it wrong.
const FIRST_DIFFERS: Cost = 1;
/// Added for a wrong or a needless letter.
const ROUGH: Cost = 2;

/// The share of fuzzy-matcher's score for a perfect fit below which a scattered one is noise.
const LEAST_SHARE: i64 = 60;

/// How far a word may be from what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leniency {
    /// Exact and prefix only.
    AsTyped,
    /// One edit as well, or two from eight letters.
    Edits,
    /// Edits, and letters left out here and there, by fuzzy-matcher.
    Fuzzy,
}

/// A folded word of the query, with what comparing needs.
#[derive(Clone, Debug)]
pub(super) struct Text {
    folded: String,
    chars: Vec<char>,
    perfect: i64,
}

impl Text {
    /// Prepares a folded word.
    pub(super) fn new(folded: String, matcher: &Matcher) -> Self {
        let chars: Vec<char> = folded.chars().collect();
        let letters_only = chars.len() >= 3 && chars.iter().all(|c| c.is_alphabetic());
        let perfect = letters_only
            .then(|| matcher.score(&folded, &folded))
            .flatten();
        Self {
            folded,
            chars,
            perfect: perfect.unwrap_or(0),
        }
    }

    /// The folded text.
    pub(super) fn as_str(&self) -> &str {
        &self.folded
    }

    /// The number of characters.
    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The most bytes of a word that letters may be left out of.
    pub(super) fn longest_fuzzy(&self) -> usize {
        2 * self.folded.len() + 1
    }

    /// The edits it may be away: none unless three or more letters, two from eight.
    pub(super) fn allowed(&self) -> u8 {
        match self.chars.len() {
            _ if self.perfect == 0 => 0,
            0..8 => 1,
            _ => 2,
        }
    }

    /// How badly `word` fits, `None` where it does not fit at all.
    pub(super) fn cost(&self, word: &str, leniency: Leniency, matcher: &Matcher) -> Option<Cost> {
        if let Some(rest) = word.strip_prefix(self.folded.as_str()) {
            return Some(as_typed(rest.is_empty()));
        }
        if leniency == Leniency::AsTyped || self.perfect == 0 {
            return None;
        }
        let edits = self.edits_cost(word);
        if leniency == Leniency::Edits || edits.is_some_and(|cost| cost < FUZZY) {
            return edits;
        }
        self.fuzzy_cost(word, matcher).or(edits)
    }

    fn edits_cost(&self, word: &str) -> Option<Cost> {
        let allowed = self.allowed();
        let edits = if word.is_ascii() && self.folded.is_ascii() {
            within(self.folded.as_bytes(), word.as_bytes(), allowed)?
        } else {
            within(&self.chars, &word.chars().collect::<Vec<_>>(), allowed)?
        };
        let same_first = word.chars().next() == self.chars.first().copied();
        // Three letters are too few to be loose with, and two slips that include the first letter
        // are more likely another name.
        if !same_first && edits.count > 1 || self.chars.len() == 3 && !(edits.whole && same_first) {
            return None;
        }
        let base = if edits.count == 1 {
            ONE_EDIT
        } else {
            TWO_EDITS
        };
        let begun = if edits.whole { 0 } else { ONLY_BEGUN };
        let first = if same_first { 0 } else { FIRST_DIFFERS };
        let rough = if edits.rough { ROUGH } else { 0 };
        Some(base + begun + first + rough)
    }

    /// Letters in their order with others between them, from the same first letter and in a word
    /// not much longer: `mrgrt` is `margaret`.
    fn fuzzy_cost(&self, word: &str, matcher: &Matcher) -> Option<Cost> {
        let mut rest = word.chars();
        if rest.next() != self.chars.first().copied() || word.len() > self.longest_fuzzy() {
            return None;
        }
        if !self
            .chars
            .iter()
            .skip(1)
            .all(|c| rest.any(|other| other == *c))
        {
            return None;
        }
        let score = matcher.score(word, &self.folded)?;
        let share = (score * 100 / self.perfect).min(100);
        let lost = (100 - share) * 9 / (100 - LEAST_SHARE);
        (share >= LEAST_SHARE).then(|| FUZZY + u8::try_from(lost).unwrap_or(9))
    }
}

/// The cost of a word that begins as typed, and perhaps ends so.
pub(super) fn as_typed(whole: bool) -> Cost {
    if whole { EXACT } else { PREFIX }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(typed: &str, word: &str) -> Option<u8> {
        let matcher = Matcher::default();
        let text = Text::new(typed.to_string(), &matcher);
        text.cost(word, Leniency::Fuzzy, &matcher)
            .map(|cost| cost / 10)
    }

    #[test]
    fn classes_of_fit() {
        for (typed, word, expected) in [
            ("smith", "smith", Some(0)),
            ("smi", "smith", Some(1)),
            ("smiht", "smith", Some(4)),
            ("smth", "smith", Some(4)),
            ("smyth", "smith", Some(4)),
            ("smiith", "smith", Some(4)),
            ("oniel", "oneill", Some(4)),
            ("jhon", "johnson", Some(4)),
            ("mrgrt", "margaret", Some(5)),
            ("abernethi", "abernathy", Some(6)),
            ("zeo", "zoe", Some(4)),
            ("ann", "dan", None),
            ("bo", "bob", Some(1)),
            ("ob", "bob", None),
            ("smith", "jones", None),
            ("smiht", "smithers", Some(4)),
            ("4qt", "4qs", None),
        ] {
            assert_eq!(class(typed, word), expected, "{typed} {word}");
        }
    }
}
