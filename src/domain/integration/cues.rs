//! Finding phrases in a text: each phrase under its first word, so that a word of the text asks
//! only the phrases that may begin with it. Knows nothing of concepts beyond their name.

use std::{collections::BTreeMap, ops::Range};

use super::words::{self, Word};
use crate::domain::terms::Concept;

/// A concept that a note may touch, for a person to accept or reject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub concept: Concept,
    /// The weights of its cues together.
    pub score: u16,
    /// What it rests on, in the order of the text.
    pub cues: Vec<Fired>,
}

/// A cue that was found in the text. It counts once, however often it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fired {
    /// The cue as the list has it: `overrul*`.
    pub cue: String,
    /// Where it stands first, in bytes of the text; always between whole characters.
    pub at: Range<usize>,
    pub weight: u8,
}

/// Words in a row, of which each may leave its ending open.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Phrase(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    stem: String,
    /// Whether any ending may follow the stem.
    open: bool,
}

/// The fewest letters before a star: with fewer it would fire on nearly every note.
const STEM_MIN: usize = 2;

/// The most words in a phrase.
const WORDS_MAX: usize = 8;

impl Phrase {
    /// Reads a phrase as people write it into the list.
    ///
    /// # Errors
    /// What is wrong with it, as the end of a sentence that begins with the phrase.
    pub(super) fn parse(written: &str) -> Result<Phrase, String> {
        let mut parts = Vec::new();
        for piece in written.split_whitespace() {
            let (word, open) = match piece.strip_suffix('*') {
                Some(stem) => (stem, true),
                None => (piece, false),
            };
            if word.contains('*') {
                return Err("has a star inside a word; write it at a word's end".to_owned());
            }
            let inside = words::words(word);
            let last = inside.len().saturating_sub(1);
            let part = |(at, word): (usize, Word)| Part {
                stem: word.key,
                open: open && at == last,
            };
            if open && inside.last().is_none_or(|word| is_short(&word.key)) {
                return Err(format!("has fewer than {STEM_MIN} letters before a star"));
            }
            parts.extend(inside.into_iter().enumerate().map(part));
        }
        match parts.len() {
            0 => Err("has no word in it".to_owned()),
            1..=WORDS_MAX => Ok(Phrase(parts)),
            _ => Err(format!("has more than {WORDS_MAX} words")),
        }
    }

    /// The phrase as people may write it.
    pub(super) fn written(&self) -> String {
        let part = |part: &Part| match part.open {
            true => format!("{}*", part.stem),
            false => part.stem.clone(),
        };
        let parts: Vec<String> = self.0.iter().map(part).collect();
        parts.join(" ")
    }

    /// Whether the phrase stands at the beginning of these words.
    fn fits(&self, words: &[Word]) -> bool {
        words.len() >= self.0.len()
            && self
                .0
                .iter()
                .zip(words)
                .enumerate()
                .all(|(at, (part, word))| (at == 0 || word.follows) && part.fits(word))
    }
}

fn is_short(stem: &str) -> bool {
    stem.chars().count() < STEM_MIN
}

impl Part {
    fn fits(&self, word: &Word) -> bool {
        match self.open {
            true => word.key.starts_with(&self.stem),
            false => word.key == self.stem || word.stem() == self.stem,
        }
    }
}

/// Where a phrase was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// The phrase, by its place in the list that the index was made of.
    pub(super) phrase: usize,
    /// The words that it takes.
    pub(super) words: Range<usize>,
}

/// Phrases by their first word.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    phrases: Vec<Phrase>,
    whole: BTreeMap<String, Vec<usize>>,
    open: BTreeMap<String, Vec<usize>>,
    /// The bytes of the longest open stem: no word is asked for more.
    stem_max: usize,
}

impl Index {
    pub(super) fn new(phrases: impl IntoIterator<Item = Phrase>) -> Index {
        let mut index = Index::default();
        for phrase in phrases {
            let at = index.phrases.len();
            if let Some(first) = phrase.0.first() {
                let under = if first.open {
                    index.stem_max = index.stem_max.max(first.stem.len());
                    &mut index.open
                } else {
                    &mut index.whole
                };
                under.entry(first.stem.clone()).or_default().push(at);
            }
            index.phrases.push(phrase);
        }
        index
    }

    /// Every place of every phrase, in the order of the text. Words that are `taken` are in none.
    pub(super) fn find(&self, words: &[Word], taken: &[bool]) -> Vec<Hit> {
        let mut hits = Vec::new();
        for from in 0..words.len() {
            let rest = words.get(from..).unwrap_or_default();
            for phrase in rest.first().into_iter().flat_map(|first| self.under(first)) {
                let Some(found) = self.phrases.get(phrase) else {
                    continue;
                };
                let place = from..from + found.0.len();
                let free = |at: usize| !taken.get(at).copied().unwrap_or_default();
                if found.fits(rest) && place.clone().all(free) {
                    let words = place;
                    hits.push(Hit { phrase, words });
                }
            }
        }
        hits
    }

    /// The phrases whose first word may be this one.
    fn under(&self, word: &Word) -> Vec<usize> {
        let mut found = Vec::new();
        let mut add = |under: Option<&Vec<usize>>| found.extend(under.into_iter().flatten());
        add(self.whole.get(&word.key));
        if word.stem() != word.key {
            add(self.whole.get(word.stem()));
        }
        let ends = word.key.char_indices().map(|(at, c)| at + c.len_utf8());
        for end in ends.take_while(|end| *end <= self.stem_max) {
            let stem = word.key.get(..end).unwrap_or_default();
            add(self.open.get(stem));
        }
        found
    }
}
