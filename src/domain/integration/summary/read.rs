//! Notes as numbers: each distinct word has one, so that phrases and sentences compare quickly.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use super::Note;
use crate::domain::{
    integration::{sentences::sentences, words},
    terms::{Concept, Position},
};

/// Function words of English, with what notes say in every line.
const COMMON: &str = include_str!("common.txt");

static COMMON_WORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let lines = COMMON.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// A distinct word, by its place in the vocabulary.
pub(super) type WordId = u32;

/// All notes, ordered by id.
pub(super) struct Read<'t, Id> {
    pub(super) notes: Vec<ReadNote<'t, Id>>,
    pub(super) vocabulary: Vec<Entry>,
}

/// One word of the vocabulary.
pub(super) struct Entry {
    pub(super) word: String,
    /// Whether it says something by itself: neither a function word nor a figure.
    pub(super) telling: bool,
    /// How many notes have it.
    pub(super) notes: u32,
}

pub(super) struct ReadNote<'t, Id> {
    pub(super) id: Id,
    pub(super) marks: &'t [(Concept, Position)],
    pub(super) sentences: Vec<Sentence<'t>>,
}

pub(super) struct Sentence<'t> {
    pub(super) text: &'t str,
    /// Words in a row that may be one phrase.
    pub(super) runs: Vec<Vec<WordId>>,
}

impl<'t, Id: Copy + Ord> Read<'t, Id> {
    pub(super) fn new(notes: &[Note<'t, Id>]) -> Read<'t, Id> {
        let mut ordered: Vec<&Note<'t, Id>> = notes.iter().collect();
        ordered.sort_by(|one, other| (one.id, one.text).cmp(&(other.id, other.text)));
        let mut ids = BTreeMap::new();
        let mut read = Read {
            notes: Vec::with_capacity(notes.len()),
            vocabulary: Vec::new(),
        };
        for note in ordered {
            let places = sentences(note.text).into_iter();
            let texts = places.filter_map(|place| note.text.get(place));
            let sentences: Vec<Sentence<'t>> =
                texts.map(|text| read.sentence(text, &mut ids)).collect();
            let words = sentences.iter().flat_map(Sentence::words);
            for word in words.collect::<BTreeSet<WordId>>() {
                if let Some(entry) = read.vocabulary.get_mut(word as usize) {
                    entry.notes += 1;
                }
            }
            read.notes.push(ReadNote {
                id: note.id,
                marks: note.marks,
                sentences,
            });
        }
        read
    }

    fn sentence(&mut self, text: &'t str, ids: &mut BTreeMap<String, WordId>) -> Sentence<'t> {
        let mut runs: Vec<Vec<WordId>> = Vec::new();
        for word in words::words(text) {
            let id = self.id(word.stem(), ids);
            match runs.last_mut() {
                Some(run) if word.follows => run.push(id),
                _ => runs.push(vec![id]),
            }
        }
        Sentence { text, runs }
    }

    fn id(&mut self, word: &str, ids: &mut BTreeMap<String, WordId>) -> WordId {
        if let Some(id) = ids.get(word) {
            return *id;
        }
        let id = WordId::try_from(self.vocabulary.len()).unwrap_or(WordId::MAX);
        ids.insert(word.to_owned(), id);
        self.vocabulary.push(Entry {
            word: word.to_owned(),
            telling: is_telling(word),
            notes: 0,
        });
        id
    }

    /// The word, where it says something by itself.
    pub(super) fn telling(&self, word: WordId) -> Option<&Entry> {
        self.vocabulary
            .get(word as usize)
            .filter(|entry| entry.telling)
    }

    pub(super) fn word(&self, word: WordId) -> &str {
        self.vocabulary
            .get(word as usize)
            .map_or("", |entry| entry.word.as_str())
    }
}

impl Sentence<'_> {
    pub(super) fn words(&self) -> impl Iterator<Item = WordId> {
        self.runs.iter().flatten().copied()
    }
}

fn is_telling(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2 && !COMMON_WORDS.contains(word)
}
