//! Phrases that come again in different notes.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{
    PHRASES_MAX, Phrase,
    read::{Read, ReadNote, WordId},
};

/// The longest phrase, in words.
const WORDS_MAX: usize = 4;

/// With more notes than this a phrase must stand in three of them, not in two.
const FEW_NOTES: usize = 10;

/// Up to four words; what is left is filled with a word that there is not.
type Gram = [WordId; WORDS_MAX];

const NO_WORD: WordId = WordId::MAX;

/// Rows of words, and the notes (by their place) that have each.
type Grams = BTreeMap<Gram, Vec<usize>>;

pub(super) fn recurring<Id: Copy + Ord>(
    read: &Read<'_, Id>,
    notes: &[&ReadNote<'_, Id>],
) -> Vec<Phrase<Id>> {
    let least = if notes.len() > FEW_NOTES { 3 } else { 2 };
    let mut by_length: Vec<Grams> = Vec::new();
    for length in 2..=WORDS_MAX {
        let next = frequent(notes, length, by_length.last(), least);
        by_length.push(next);
    }
    for grams in &mut by_length {
        grams.retain(|gram, _| is_phrase(read, words(gram)));
    }
    let mut kept: Vec<(&Gram, &Vec<usize>)> = longest(&by_length, least);
    kept.sort_by_cached_key(|(gram, notes)| {
        let length = words(gram).len();
        (Reverse(notes.len()), Reverse(length), written(read, gram))
    });
    let shown = kept.into_iter().take(PHRASES_MAX);
    shown
        .map(|(gram, places)| Phrase {
            words: written(read, gram),
            notes: places
                .iter()
                .filter_map(|at| Some(notes.get(*at)?.id))
                .collect(),
        })
        .collect()
}

/// The rows of so many words that stand in enough notes. A row can only do so where both rows
/// within it that are one word shorter do, which saves most of the work.
fn frequent<Id>(
    notes: &[&ReadNote<'_, Id>],
    length: usize,
    shorter: Option<&Grams>,
    least: usize,
) -> Grams {
    let mut places: Vec<(Gram, usize)> = Vec::new();
    for (at, note) in notes.iter().enumerate() {
        let runs = note.sentences.iter().flat_map(|sentence| &sentence.runs);
        let rows = runs.flat_map(|run| run.windows(length));
        let may_be = |row: &[WordId]| {
            let (Some(head), Some(tail)) = (row.get(..length - 1), row.get(1..)) else {
                return false;
            };
            shorter.is_none_or(|known| {
                known.contains_key(&gram(head)) && known.contains_key(&gram(tail))
            })
        };
        places.extend(rows.filter(|row| may_be(row)).map(|row| (gram(row), at)));
    }
    places.sort_unstable();
    places.dedup();
    let groups = places.chunk_by(|one, other| one.0 == other.0);
    groups
        .filter(|group| group.len() >= least)
        .filter_map(|group| Some((group.first()?.0, group.iter().map(|(_, at)| *at).collect())))
        .collect()
}

/// Leaves out what stands within a longer phrase and in hardly more notes.
fn longest(by_length: &[Grams], least: usize) -> Vec<(&Gram, &Vec<usize>)> {
    let mut within: BTreeMap<Gram, usize> = BTreeMap::new();
    let mut kept = Vec::new();
    for (long, notes) in by_length.iter().rev().flatten() {
        let longer = within.get(long).copied();
        if longer.is_some_and(|longer| notes.len() < longer + least) {
            continue;
        }
        for length in 2..words(long).len() {
            for part in words(long).windows(length) {
                let most = within.entry(gram(part)).or_default();
                *most = notes.len().max(*most);
            }
        }
        kept.push((long, notes));
    }
    kept
}

fn is_phrase<Id: Copy + Ord>(read: &Read<'_, Id>, words: &[WordId]) -> bool {
    let tells = |word: Option<&WordId>| word.is_some_and(|word| read.telling(*word).is_some());
    tells(words.first()) && tells(words.last())
}

fn gram(row: &[WordId]) -> Gram {
    let mut gram = [NO_WORD; WORDS_MAX];
    for (place, word) in gram.iter_mut().zip(row) {
        *place = *word;
    }
    gram
}

fn words(gram: &Gram) -> &[WordId] {
    let length = gram.iter().take_while(|word| **word != NO_WORD).count();
    gram.get(..length).unwrap_or_default()
}

fn written<Id: Copy + Ord>(read: &Read<'_, Id>, gram: &Gram) -> String {
    let words: Vec<&str> = words(gram).iter().map(|word| read.word(*word)).collect();
    words.join(" ")
}
