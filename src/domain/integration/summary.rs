//! What many notes say in common, for each concept and each position under it: phrases that come
//! again, and above thirty notes the sentences that tell most, each beside its note.
//!
//! **Phrases.** Two to four words in a row within a sentence, with no function word at either end,
//! in at least two different notes (three where there are more than ten). Notes are counted, not
//! occurrences. The longest phrase wins: a shorter one within it is shown only if it stands in as
//! many more notes as a phrase needs.
//!
//! **Telling sentences.** The centroid method of Radev, Jing, Styś and Tam, "Centroid-based
//! summarization of multiple documents", Information Processing and Management 40 (2004), 919-938,
//! doi 10.1016/j.ipm.2003.10.006, without its bonus for a sentence's place. A word weighs the
//! logarithm of all notes and one, over the notes that have it (idf). The centroid of a section
//! holds each word with its weight times the notes of the section that have it. A sentence's score
//! is the cosine between its words' weights and the centroid. Sentences of four to thirty words that
//! say something take part; at most one of each note, none that shares half its words with one
//! before.
//!
//! All arithmetic is in whole numbers, all ties are settled by the note's id and the place in it, so
//! that the same notes in any order give the same summary on any machine. Nothing is random, and
//! nothing leaves the machine. Must not know who wrote a note or who may read it: give it only notes
//! that whoever looks may read.

mod phrases;
mod read;
mod telling;
#[cfg(test)]
mod tests;

use crate::domain::terms::{Concept, Position};

use read::Read;

/// One supervision note.
#[derive(Debug, Clone, Copy)]
pub struct Note<'t, Id> {
    pub id: Id,
    pub text: &'t str,
    /// Its marks; a pair that stands there twice counts once.
    pub marks: &'t [(Concept, Position)],
}

/// What the notes under a concept say, or those under one position of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section<Id> {
    pub concept: Concept,
    /// None for the concept as a whole.
    pub position: Option<Position>,
    /// How many notes there are.
    pub notes: usize,
    /// In most notes first, at most [`PHRASES_MAX`].
    pub phrases: Vec<Phrase<Id>>,
    /// The most telling first, at most [`TELLING_MAX`]; none up to [`TELLING_ABOVE`] notes.
    pub telling: Vec<Telling<Id>>,
}

/// Words that several notes have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase<Id> {
    /// In small letters.
    pub words: String,
    /// The notes that have it, in their order.
    pub notes: Vec<Id>,
}

/// A sentence, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telling<Id> {
    pub note: Id,
    /// As it stands in the note.
    pub sentence: String,
}

/// The most phrases of a section.
pub const PHRASES_MAX: usize = 8;

/// The most telling sentences of a section.
pub const TELLING_MAX: usize = 5;

/// Up to so many notes, people read the notes themselves.
pub const TELLING_ABOVE: usize = 30;

/// What the notes say: for each concept a section of all its notes, then one for each position, in
/// the order of the grid; sections without a note are left out. Notes without a mark are in no
/// section, but tell which words are common.
pub fn summarise<Id: Copy + Ord>(notes: &[Note<'_, Id>]) -> Vec<Section<Id>> {
    let read = Read::new(notes);
    let mut sections = Vec::new();
    for concept in Concept::ALL {
        let positions = Position::ALL.iter().copied().map(Some);
        for position in std::iter::once(None).chain(positions) {
            sections.extend(section(&read, *concept, position));
        }
    }
    sections
}

fn section<Id: Copy + Ord>(
    read: &Read<'_, Id>,
    concept: Concept,
    position: Option<Position>,
) -> Option<Section<Id>> {
    let marked = |marks: &[(Concept, Position)]| {
        let here = |mark: &Position| position.is_none_or(|position| position == *mark);
        marks.iter().any(|(of, mark)| *of == concept && here(mark))
    };
    let notes: Vec<_> = read
        .notes
        .iter()
        .filter(|note| marked(note.marks))
        .collect();
    (!notes.is_empty()).then(|| Section {
        concept,
        position,
        notes: notes.len(),
        phrases: phrases::recurring(read, &notes),
        telling: match notes.len() > TELLING_ABOVE {
            true => telling::sentences(read, &notes),
            false => Vec::new(),
        },
    })
}
