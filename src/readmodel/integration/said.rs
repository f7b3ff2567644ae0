//! What the notes say in common, for somebody who reads them: phrases with their counts, and telling
//! sentences each beside its note.
//!
//! The notes are gathered under the lock on the heads, and read without it: many take a while.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{COLUMNS, IntegrationQuery, build};
use crate::domain::{
    access::Asker,
    heads::Heads,
    ids::NoteId,
    integration::summary::{self, Note, Section},
    terms::{Concept, Position, Role, Side},
};

/// What the notes say that the asker reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub today: NaiveDate,
    pub from: Option<NaiveDate>,
    pub to: NaiveDate,
    /// How many notes were read for it.
    pub notes: u32,
    /// The asker reads no notes, whatever they are about.
    pub counts_only: bool,
    /// For each concept all its notes, then each position; those without a note are left out.
    pub sections: Vec<SaidSection>,
}

/// A concept, or one position of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidSection {
    pub concept: Concept,
    /// None for the concept as a whole.
    pub position: Option<Position>,
    pub notes: u32,
    pub phrases: Vec<SaidPhrase>,
    pub telling: Vec<SaidSentence>,
}

/// Words that several notes have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidPhrase {
    pub words: String,
    /// In how many notes they stand.
    pub notes: u32,
    /// The latest of these.
    pub latest: NoteId,
}

/// A sentence beside its note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidSentence {
    pub note: NoteId,
    pub on: NaiveDate,
    pub worker: String,
    /// Empty where it is about none in particular.
    pub practice: String,
    pub side: Side,
    pub sentence: String,
}

/// The notes that the asker reads, taken out of the heads.
pub struct Gathered {
    today: NaiveDate,
    from: Option<NaiveDate>,
    to: NaiveDate,
    counts_only: bool,
    notes: Vec<Taken>,
    /// The names of all practices, in small letters: to say one again says nothing.
    practices: Vec<String>,
}

struct Taken {
    text: String,
    marks: Vec<(Concept, Position)>,
    /// As a sentence of it would stand in a list.
    row: SaidSentence,
}

/// The notes that a question is about, of those that the asker reads.
pub fn gather(heads: &Heads, asker: Asker, today: NaiveDate, query: &IntegrationQuery) -> Gathered {
    let (rule, notes) = build::readable(heads, asker, today, query);
    let practice = |id| heads.practice(id).map(|practice| practice.name.clone());
    let taken = notes.into_iter().map(|note| Taken {
        text: note.text.clone(),
        marks: build::marked(note)
            .into_iter()
            .filter_map(|(concept, position)| Some((concept?, position)))
            .collect(),
        row: SaidSentence {
            note: note.id,
            on: note.on,
            worker: heads.staff_name(note.subject).to_owned(),
            practice: note.practice.and_then(practice).unwrap_or_default(),
            side: note.side,
            sentence: String::new(),
        },
    });
    Gathered {
        today,
        from: rule.from,
        to: rule.to,
        counts_only: asker.staff.role == Role::PracticeManager,
        notes: taken.collect(),
        practices: heads
            .directory
            .practices
            .values()
            .map(|one| one.name.to_lowercase())
            .collect(),
    }
}

impl Gathered {
    /// Reads them. The same notes always say the same.
    pub fn said(&self) -> Said {
        let notes: Vec<Note<'_, usize>> = self.notes.iter().enumerate().map(note).collect();
        let mut sections = summary::summarise(&notes);
        // Concept by concept as a whole, then in the order of the grid's columns.
        sections.sort_by_key(|section| {
            let column = section
                .position
                .and_then(|at| COLUMNS.iter().position(|one| *one == at));
            (section.concept, column)
        });
        let sections = sections.into_iter();
        Said {
            today: self.today,
            from: self.from,
            to: self.to,
            notes: count(self.notes.len()),
            counts_only: self.counts_only,
            sections: sections.map(|section| self.section(section)).collect(),
        }
    }

    fn section(&self, section: Section<usize>) -> SaidSection {
        let is_place = |words: &str| self.practices.iter().any(|name| name.contains(words));
        let phrases = section.phrases.into_iter();
        let phrases = phrases.filter(|phrase| !is_place(&phrase.words));
        let phrases = phrases.filter_map(|phrase| {
            let notes = phrase.notes.iter().filter_map(|at| self.notes.get(*at));
            let latest = notes.max_by_key(|taken| (taken.row.on, taken.row.note))?;
            Some(SaidPhrase {
                words: phrase.words,
                notes: count(phrase.notes.len()),
                latest: latest.row.note,
            })
        });
        let telling = section.telling.into_iter().filter_map(|telling| {
            let taken = self.notes.get(telling.note)?;
            Some(SaidSentence {
                sentence: telling.sentence,
                ..taken.row.clone()
            })
        });
        SaidSection {
            concept: section.concept,
            position: section.position,
            notes: count(section.notes),
            phrases: phrases.collect(),
            telling: telling.collect(),
        }
    }
}

/// Notes stand in the order of their ids, so that their place settles ties as the id would.
fn note((at, taken): (usize, &Taken)) -> Note<'_, usize> {
    Note {
        id: at,
        text: &taken.text,
        marks: &taken.marks,
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
