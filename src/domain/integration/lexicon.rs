//! The list of words that suggest a concept: read from a text, laid over the one that the program
//! carries, asked at each keystroke. Reads no file itself.

mod read;

use std::{collections::BTreeMap, fmt, ops::Range, sync::LazyLock};

use super::{
    cues::{Fired, Index, Phrase, Suggestion},
    words::{self, Word},
};
use crate::domain::terms::Concept;

/// The list that the program carries.
const BUILT_IN: &str = include_str!("lexicon.toml");

/// From how much weight on a concept is suggested, where a list does not say.
const SUGGEST_AT: u16 = 3;

static CARRIED: LazyLock<Lexicon> =
    LazyLock::new(|| read::list(BUILT_IN, &Lexicon::default()).unwrap_or_default());

/// One thing wrong with a list, said so that whoever wrote it can put it right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// A sentence: what is wrong, and what to write instead.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

/// Cues with their weights, and phrases that are blanked out before they are looked for.
#[derive(Debug, Clone)]
pub struct Lexicon {
    suggest_at: u16,
    cues: Vec<Cue>,
    cue_index: Index,
    stops: Vec<Phrase>,
    stop_index: Index,
}

#[derive(Debug, Clone)]
struct Cue {
    concept: Concept,
    weight: u8,
    written: String,
    phrase: Phrase,
}

impl Default for Lexicon {
    /// A list without a cue.
    fn default() -> Lexicon {
        Lexicon::new(SUGGEST_AT, Vec::new(), Vec::new())
    }
}

impl Lexicon {
    fn new(suggest_at: u16, cues: Vec<Cue>, stops: Vec<Phrase>) -> Lexicon {
        Lexicon {
            suggest_at,
            cue_index: Index::new(cues.iter().map(|cue| cue.phrase.clone())),
            stop_index: Index::new(stops.iter().cloned()),
            cues,
            stops,
        }
    }

    /// The list that the program carries; a test holds that it reads without a fault.
    pub fn built_in() -> &'static Lexicon {
        &CARRIED
    }

    /// Reads a list. It is laid over the built-in one unless it says `built-in = false`: what it
    /// does not name stays, a cue that it names gets its weight, weight 0 takes a cue out, and its
    /// stop phrases are added. The format is that of `lexicon.toml` beside this file.
    ///
    /// # Errors
    /// Everything that is wrong with it, by line and column. A faulty list is not used in part.
    pub fn parse(list: &str) -> Result<Lexicon, Vec<Fault>> {
        read::list(list, Lexicon::built_in())
    }

    /// Every cue with its concept and weight, concept by concept, the heaviest first.
    pub fn cues(&self) -> Vec<(Concept, &str, u8)> {
        let cues = self.cues.iter();
        let mut cues: Vec<_> = cues
            .map(|cue| (cue.concept, cue.written.as_str(), cue.weight))
            .collect();
        cues.sort_by(|one, other| {
            let key = |cue: &(Concept, &str, u8)| (cue.0, std::cmp::Reverse(cue.2));
            (key(one), one.1).cmp(&(key(other), other.1))
        });
        cues
    }

    /// The weight from which on a concept is suggested.
    pub fn suggests_at(&self) -> u16 {
        self.suggest_at
    }

    /// The phrases that are taken out before cues are looked for, as they are compared.
    pub fn stops(&self) -> Vec<String> {
        self.stops.iter().map(Phrase::written).collect()
    }

    /// How many cues it has.
    pub fn len(&self) -> usize {
        self.cues.len()
    }

    /// Whether it suggests nothing, ever.
    pub fn is_empty(&self) -> bool {
        self.cues.is_empty()
    }

    /// The concepts that a note may touch, the one with the most weight first, equal ones in the
    /// order of the paper. Never a position. The same text gives the same suggestions.
    pub fn suggest(&self, note: &str) -> Vec<Suggestion> {
        let words = words::words(note);
        let mut taken = vec![false; words.len()];
        for stop in self.stop_index.find(&words, &[]) {
            taken
                .iter_mut()
                .take(stop.words.end)
                .skip(stop.words.start)
                .for_each(|word| *word = true);
        }
        let mut first: BTreeMap<usize, Range<usize>> = BTreeMap::new();
        for hit in self.cue_index.find(&words, &taken) {
            first.entry(hit.phrase).or_insert(hit.words);
        }
        let mut found: BTreeMap<Concept, Vec<Fired>> = BTreeMap::new();
        for (at, place) in first {
            if let Some(cue) = self.cues.get(at) {
                found
                    .entry(cue.concept)
                    .or_default()
                    .push(cue.fired(&words, place));
            }
        }
        let mut suggestions: Vec<Suggestion> = found
            .into_iter()
            .map(|(concept, cues)| suggestion(concept, cues))
            .filter(|suggestion| suggestion.score >= self.suggest_at)
            .collect();
        suggestions.sort_by_key(|suggestion| std::cmp::Reverse(suggestion.score));
        suggestions
    }
}

fn suggestion(concept: Concept, mut cues: Vec<Fired>) -> Suggestion {
    cues.sort_by(|one, other| (one.at.start, &one.cue).cmp(&(other.at.start, &other.cue)));
    Suggestion {
        concept,
        score: cues
            .iter()
            .map(|fired| u16::from(fired.weight))
            .fold(0, u16::saturating_add),
        cues,
    }
}

impl Cue {
    fn fired(&self, words: &[Word], place: Range<usize>) -> Fired {
        let start = words.get(place.start).map_or(0, |word| word.at.start);
        let last = place.end.saturating_sub(1);
        Fired {
            cue: self.written.clone(),
            at: start..words.get(last).map_or(start, |word| word.at.end),
            weight: self.weight,
        }
    }
}

#[cfg(test)]
mod tests;
