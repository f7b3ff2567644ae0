//! The sentences nearest to what all notes of a section say together, in whole numbers only.

use std::{cmp::Reverse, collections::BTreeSet, ops::RangeInclusive};

use super::{
    TELLING_MAX, Telling,
    read::{Read, ReadNote, WordId},
};

/// How many different words must say something in a sentence that takes part.
const WORDS: RangeInclusive<usize> = 4..=30;

/// Binary digits after the point of a word's weight.
const WEIGHT_BITS: u32 = 8;

/// A sentence that takes part.
struct Candidate<'s, Id> {
    score: u64,
    note: Id,
    /// The sentence's number in its note.
    at: usize,
    text: &'s str,
    words: BTreeSet<WordId>,
}

pub(super) fn sentences<Id: Copy + Ord>(
    read: &Read<'_, Id>,
    notes: &[&ReadNote<'_, Id>],
) -> Vec<Telling<Id>> {
    let weights: Vec<u64> = weights(read);
    let centroid = centroid(&weights, read, notes);
    let mut candidates = Vec::new();
    for note in notes {
        for (at, sentence) in note.sentences.iter().enumerate() {
            let words = sentence
                .words()
                .filter(|word| read.telling(*word).is_some());
            let words: BTreeSet<WordId> = words.collect();
            if WORDS.contains(&words.len()) {
                candidates.push(Candidate {
                    score: score(&words, &weights, &centroid),
                    note: note.id,
                    at,
                    text: sentence.text,
                    words,
                });
            }
        }
    }
    candidates.sort_by_key(|one| (Reverse(one.score), one.note, one.at));
    let mut chosen: Vec<&Candidate<'_, Id>> = Vec::new();
    for candidate in &candidates {
        if chosen.len() == TELLING_MAX {
            break;
        }
        if chosen.iter().all(|other| !other.says_the_same(candidate)) {
            chosen.push(candidate);
        }
    }
    let chosen = chosen.into_iter();
    chosen
        .map(|one| Telling {
            note: one.note,
            sentence: one.text.to_owned(),
        })
        .collect()
}

impl<Id: Copy + Ord> Candidate<'_, Id> {
    /// Whether the other is of the same note, or half of its words are here.
    fn says_the_same(&self, other: &Candidate<'_, Id>) -> bool {
        let shared = self.words.intersection(&other.words).count();
        self.note == other.note || shared * 2 >= other.words.len()
    }
}

/// The weight of each word: log2 of all notes, and one more, over those that have it.
fn weights<Id: Copy + Ord>(read: &Read<'_, Id>) -> Vec<u64> {
    let all = log2(read.notes.len() as u64 + 1);
    let weight = |notes: u32| all.saturating_sub(log2(u64::from(notes)));
    read.vocabulary
        .iter()
        .map(|entry| weight(entry.notes))
        .collect()
}

/// For each word, its weight times the notes of the section that have it.
fn centroid<Id: Copy + Ord>(
    weights: &[u64],
    read: &Read<'_, Id>,
    notes: &[&ReadNote<'_, Id>],
) -> Vec<u64> {
    let mut centroid = vec![0_u64; weights.len()];
    for note in notes {
        let words = note.sentences.iter().flat_map(|sentence| sentence.words());
        let words: BTreeSet<WordId> = words.filter(|word| read.telling(*word).is_some()).collect();
        for word in words {
            let at = word as usize;
            if let (Some(sum), Some(weight)) = (centroid.get_mut(at), weights.get(at)) {
                *sum += weight;
            }
        }
    }
    centroid
}

/// The cosine between a sentence and the centroid, without the centroid's length, which all
/// sentences share. Weights have 12 bits at most, centroids 36, thirty words 5 more: all fits.
fn score(words: &BTreeSet<WordId>, weights: &[u64], centroid: &[u64]) -> u64 {
    let mut product = 0_u64;
    let mut squares = 0_u64;
    for word in words {
        let at = *word as usize;
        let weight = weights.get(at).copied().unwrap_or_default();
        product += weight * centroid.get(at).copied().unwrap_or_default();
        squares += weight * weight;
    }
    let length = (squares << WEIGHT_BITS << WEIGHT_BITS).isqrt();
    (product << WEIGHT_BITS)
        .checked_div(length)
        .unwrap_or_default()
}

/// The logarithm to the base 2 in [`WEIGHT_BITS`] binary digits, by squaring: the same on every
/// machine. Nought for nought.
fn log2(number: u64) -> u64 {
    let Some(whole) = number.checked_ilog2() else {
        return 0;
    };
    // The number as 1.x with 31 binary digits after the point.
    let mut rest = (u128::from(number) << 31) >> whole;
    let mut log = u64::from(whole);
    for _ in 0..WEIGHT_BITS {
        rest = (rest * rest) >> 31;
        log <<= 1;
        if rest >= 1 << 32 {
            rest >>= 1;
            log += 1;
        }
    }
    log
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_right_to_their_last_digit() {
        for number in 1..5000_u32 {
            let wanted = f64::from(number).log2() * 256.0;
            let found = f64::from(u32::try_from(log2(u64::from(number))).unwrap());
            assert!(
                (wanted - found) < 1.001 && found <= wanted + 0.001,
                "{number}"
            );
        }
        assert_eq!((log2(0), log2(1), log2(1024)), (0, 0, 10 << WEIGHT_BITS));
    }
}
