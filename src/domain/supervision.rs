//! Notes of supervision: what a link worker and whoever supervises them write about the work, and
//! how each of them marks it by the concepts of integration.
//!
//! They are about somebody who works here, never about a client. Both sides' marks stand side by
//! side and are never merged; a mark is an interpretation, not a score.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    heads::Touch,
    ids::{NoteId, PracticeId, StaffId},
    terms::{Concept, NoteLevel, Position, Side},
};

/// A note of supervision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupervisionNote {
    pub id: NoteId,
    /// The link worker whose work it is about; never changed.
    pub subject: StaffId,
    /// The practice it is about; none where it is about no practice in particular.
    #[serde(default)]
    pub practice: Option<PracticeId>,
    pub level: NoteLevel,
    /// The day that it is about.
    pub on: NaiveDate,
    pub author: StaffId,
    /// The side from which the author wrote, as it was then.
    pub side: Side,
    pub text: String,
    /// Private to its author until shared.
    #[serde(default)]
    pub shared: bool,
    #[serde(default)]
    pub marks: Vec<Mark>,
    #[serde(default)]
    pub answers: Vec<Answer>,
}

/// How somebody reads a note: a concept, and where along the continuum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// None: a position for the whole note.
    #[serde(default)]
    pub concept: Option<Concept>,
    #[serde(default)]
    pub position: Position,
    /// The words of the note that it rests on; may be empty.
    #[serde(default)]
    pub words: String,
    pub by: StaffId,
    /// The side of whoever marked it, as it was then.
    pub side: Side,
    /// A suggestion of the word list was accepted.
    #[serde(default)]
    pub cue: bool,
}

/// What somebody who reads a shared note has to say to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub who: StaffId,
    pub on: NaiveDate,
    pub text: String,
}

/// A note as it stands, with its last change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptNote {
    pub note: SupervisionNote,
    pub touch: Touch,
}

/// A mark of one's own, before it is known whose.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OwnMark {
    pub concept: Option<Concept>,
    pub position: Position,
    pub words: String,
    pub cue: bool,
}

/// A note as its author wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteText {
    pub subject: StaffId,
    pub practice: Option<PracticeId>,
    pub level: NoteLevel,
    /// Today, where nothing is said.
    pub on: Option<NaiveDate>,
    pub text: String,
    pub shared: bool,
    /// All marks of the author.
    pub marks: Vec<OwnMark>,
}

/// What somebody wants done with a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoteIntent {
    Write(NoteText),
    /// By its author only.
    Change {
        note: NoteId,
        version: u64,
        now: NoteText,
    },
    /// By its author only, and while nobody else has marked or answered it.
    TakeAway {
        note: NoteId,
        version: u64,
    },
    /// Lets the link worker and their supervisor read it.
    Share {
        note: NoteId,
        version: u64,
    },
    /// Sets the asker's own mark for a concept, or takes it away.
    Mark {
        note: NoteId,
        version: u64,
        concept: Option<Concept>,
        set: Option<OwnMark>,
    },
    Answer {
        note: NoteId,
        version: u64,
        text: String,
    },
}

impl SupervisionNote {
    /// The mark of one person for a concept, or for the whole note.
    pub fn mark_of(&self, who: StaffId, concept: Option<Concept>) -> Option<&Mark> {
        let mut marks = self.marks.iter();
        marks.find(|mark| mark.by == who && mark.concept == concept)
    }

    /// The marks of one person, as they would set them again.
    pub fn own_marks(&self, who: StaffId) -> Vec<OwnMark> {
        let own = self.marks.iter().filter(|mark| mark.by == who);
        let own = own.map(|mark| OwnMark {
            concept: mark.concept,
            position: mark.position,
            words: mark.words.clone(),
            cue: mark.cue,
        });
        own.collect()
    }

    /// The concepts that link worker and supervisor both marked, with different positions.
    pub fn differences(&self) -> Vec<Option<Concept>> {
        let side = |side| self.marks.iter().filter(move |mark| mark.side == side);
        let mut found: Vec<Option<Concept>> = side(Side::LinkWorker)
            .filter(|theirs| {
                side(Side::Supervisor)
                    .any(|mark| mark.concept == theirs.concept && mark.position != theirs.position)
            })
            .map(|mark| mark.concept)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
