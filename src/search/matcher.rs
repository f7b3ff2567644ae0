//! How well letters lie in a word, in their order and with others between them. The only file that
//! names `fuzzy_matcher`, whose answer it makes depend on the two words alone.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::{SkimMatcherV2, SkimScoreConfig};

/// What two letters that are neighbours in both words are worth, beside what each is worth.
const NEIGHBOURS: i32 = 4;

/// Compares scattered letters with words.
pub(super) struct Matcher(SkimMatcherV2);

impl Default for Matcher {
    /// Version 0.3.7 keeps its table between two comparisons and does not clear in it what a letter
    /// is worth for where it stands, so that a word was worth more after one word than after
    /// another. What it finds there it uses only where that is more than what neighbours are worth:
    /// with nothing worth more than those, it makes no difference. Folded words have no capitals
    /// and no separators, and the first letter is the same in all that are compared, so nothing is
    /// lost.
    fn default() -> Self {
        let worth = SkimScoreConfig {
            bonus_consecutive: NEIGHBOURS,
            bonus_head: NEIGHBOURS,
            bonus_first_char_multiplier: 1,
            bonus_break: NEIGHBOURS,
            bonus_camel: NEIGHBOURS,
            ..SkimScoreConfig::default()
        };
        Self(SkimMatcherV2::default().score_config(worth))
    }
}

impl Matcher {
    /// What `word` is worth for `typed`, more for a better fit; `None` where a letter is not there.
    pub(super) fn score(&self, word: &str, typed: &str) -> Option<i64> {
        self.0.fuzzy_match(word, typed)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_compared_before_makes_no_difference(
            before in proptest::collection::vec(("[ab1é]{1,12}", "[abé]{1,9}"), 0..8),
            word in "[ab1é]{3,15}",
            typed in "[abé]{3,9}",
        ) {
            let (used, fresh) = (Matcher::default(), Matcher::default());
            for (word, typed) in &before {
                used.score(word, typed);
            }
            prop_assert_eq!(used.score(&word, &typed), fresh.score(&word, &typed));
            prop_assert_eq!(used.score(&typed, &typed), Matcher::default().score(&typed, &typed));
        }
    }
}
