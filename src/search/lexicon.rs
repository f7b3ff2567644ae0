//! A vocabulary with, for each word, the ids that have it: few and often changed (clients and
//! services), so plain sorted lists. A word that the last one loses is forgotten.

use super::matcher::Matcher;
use super::sieve::Sieve;
use super::text::{Cost, Leniency, Text, as_typed};
use super::vocabulary::{Vocabulary, WordId};

/// Words and who has them.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    words: Vocabulary,
    holders: Vec<Vec<u32>>,
}

impl Lexicon {
    /// The words.
    pub(super) fn words(&self) -> &Vocabulary {
        &self.words
    }

    /// The ids that have a word, ascending.
    pub(super) fn holders(&self, word: WordId) -> &[u32] {
        self.holders.get(word as usize).map_or(&[], Vec::as_slice)
    }

    /// Gives a word to an id.
    pub(super) fn add(&mut self, text: &str, id: u32) -> WordId {
        let word = self.words.add(text);
        if self.holders.len() < self.words.len() {
            self.holders.resize_with(self.words.len(), Vec::new);
        }
        if let Some(holders) = self.holders.get_mut(word as usize)
            && let Err(place) = holders.binary_search(&id)
        {
            if holders.len() == holders.capacity() {
                holders.reserve_exact(1 + holders.len() / 4);
            }
            holders.insert(place, id);
        }
        word
    }

    /// Takes a word from an id.
    pub(super) fn remove(&mut self, word: WordId, id: u32) {
        let Some(holders) = self.holders.get_mut(word as usize) else {
            return;
        };
        if let Ok(place) = holders.binary_search(&id) {
            holders.remove(place);
        }
        if holders.is_empty() {
            *holders = Vec::new();
            self.words.forget(word);
        }
    }

    /// The words that `text` fits, the best first.
    pub(super) fn fitting(
        &self,
        text: &Text,
        leniency: Leniency,
        matcher: &Matcher,
    ) -> Vec<(Cost, WordId)> {
        fitting(&self.words, text, leniency, matcher)
    }
}

/// The words of a vocabulary that `text` fits, the best first.
pub(super) fn fitting(
    words: &Vocabulary,
    text: &Text,
    leniency: Leniency,
    matcher: &Matcher,
) -> Vec<(Cost, WordId)> {
    let allowed = if leniency == Leniency::AsTyped {
        0
    } else {
        text.allowed()
    };
    let mut found: Vec<(Cost, WordId)> = Vec::new();
    if allowed == 0 {
        // In the order of their texts, so that where a search stops early it has those that stand
        // first.
        let cost = |word| as_typed(words.text(word).len() == text.as_str().len());
        let begun = words.beginning_with(text.as_str());
        found.extend(begun.map(|word| (cost(word), word)));
    } else {
        words.passing(&Sieve::new(text, leniency), |word| {
            let cost = text.cost(words.text(word), leniency, matcher);
            found.extend(cost.map(|cost| (cost, word)));
        });
        found.sort_unstable();
    }
    found
}
