//! What the notes of supervision say about how link workers are integrated: the grid of concepts and
//! positions in figures, and the notes behind each figure.
//!
//! Few notes are notes, not proportions: no score, no average, no order of people or practices. Text
//! is for a note's author, its link worker and their supervisor; everybody else gets counts, and none
//! that rests on fewer than [`WORKERS_MIN`] link workers. Nothing here is about a client.

mod actions;
mod build;
mod notes;
mod said;
mod withhold;
mod wording;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::{NoteId, PracticeId, StaffId},
    supervision::SupervisionNote,
    terms::{Concept, NoteLevel, Position, Side},
};

pub use actions::OpenActions;
pub use build::build;
pub use notes::note;
pub use said::{Gathered, Said, SaidPhrase, SaidSection, SaidSentence, gather};
pub use withhold::TIMES;
pub use wording::{CITATION, grid_in_words, in_cell, letter, short};

/// Counts that rest on fewer link workers are withheld from those who do not read their notes.
pub const WORKERS_MIN: usize = 3;
/// A concept that was not raised for so many days is silent: worth asking about.
pub const SILENT_DAYS: i64 = 42;
/// Notes in one answer at most.
pub const PAGE_MAX: u32 = 200;
/// Notes with their whole text in one answer at most: an answer has a size that it may not pass.
pub const WHOLE_MAX: u32 = 6;
/// The positions in the order of the columns.
pub const COLUMNS: [Position; 4] = [
    Position::BoltedOn,
    Position::FittingIn,
    Position::Belonging,
    Position::NotStated,
];

/// Whose notes are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum NotesOf {
    /// Those that the asker reads.
    #[default]
    Read,
    /// Those and everybody's shared ones, as counts.
    Everybody,
}

/// Of what time notes are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Period {
    /// So many weeks up to today.
    Weeks(u16),
    All,
    /// Both days included.
    Days {
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    },
}

impl Default for Period {
    fn default() -> Period {
        Period::Weeks(13)
    }
}

/// Which notes are listed below the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Behind {
    #[default]
    All,
    /// Of one concept (none: the whole note), at one position or at any.
    Cell(Option<Concept>, Option<Position>),
    /// Those that link worker and supervisor marked differently.
    Differing,
}

/// Which notes are counted, and which are listed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct IntegrationQuery {
    pub of: NotesOf,
    pub period: Period,
    pub worker: Option<StaffId>,
    pub practice: Option<PracticeId>,
    /// Notes on the work of those whom this person supervises.
    pub supervisor: Option<StaffId>,
    pub level: Option<NoteLevel>,
    pub behind: Behind,
    pub offset: u32,
    pub limit: u32,
    /// With the whole text of each note.
    pub whole: bool,
    /// The counts are for others too: what rests on too few link workers is withheld, also of notes
    /// that the asker reads.
    pub for_others: bool,
}

/// One figure of the grid. A note that both sides marked alike counts once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cell {
    /// None: withheld, for it rests on too few link workers.
    pub notes: Option<u32>,
    /// The day of the latest of them.
    pub last: Option<NaiveDate>,
}

/// One concept of the grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridRow {
    /// None: positions for the whole note.
    pub concept: Option<Concept>,
    /// In the order of [`COLUMNS`].
    pub cells: [Cell; 4],
    /// When it was last raised, in whatever time.
    pub last: Option<NaiveDate>,
    /// It was not raised for [`SILENT_DAYS`], or never.
    pub silent: bool,
}

/// How many notes there are, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    pub notes: u32,
    /// The sum of all cells that are shown.
    pub marks: u32,
    /// Notes that nobody has marked.
    pub unmarked: u32,
    pub by_link_workers: u32,
    pub by_supervisors: u32,
    pub practices: u32,
    pub workers: u32,
    /// Notes of the listing person's reach that both sides marked differently.
    pub differing: u32,
    /// Some figures are left out, for they rest on too few link workers.
    pub withheld: bool,
}

/// One note in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteRow {
    pub note: NoteId,
    pub on: NaiveDate,
    pub practice: String,
    pub worker: String,
    pub worker_id: StaffId,
    pub author: String,
    pub author_kind: Side,
    pub level: NoteLevel,
    pub shared: bool,
    /// "E bolted on (link worker)": every mark, in the order of the concepts.
    pub marks: Vec<String>,
    /// The words that the mark rests on, else the first words of the note.
    pub excerpt: String,
    /// The latest answer, with whose it is; empty where there is none.
    pub answered: String,
    /// Link worker and supervisor marked it differently.
    pub differs: bool,
    /// The whole text, where it was asked for.
    pub text: String,
}

/// Where along the continuum one concept was put, over time: a sequence, not a line with a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    pub concept: Option<Concept>,
    /// The oldest first.
    pub steps: Vec<SequenceStep>,
}

/// One step of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SequenceStep {
    pub on: NaiveDate,
    pub position: Position,
    pub side: Side,
    pub note: NoteId,
}

/// What the asker may narrow to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Choices {
    pub workers: Vec<(StaffId, String)>,
    pub practices: Vec<(PracticeId, String)>,
    pub supervisors: Vec<(StaffId, String)>,
    /// The asker reads notes, and does not see counts only.
    pub reads: bool,
    /// Whose work the asker may write about.
    pub writes: bool,
}

/// The grid, with the notes behind one figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Integration {
    pub today: NaiveDate,
    pub from: Option<NaiveDate>,
    pub to: NaiveDate,
    pub totals: Totals,
    /// Why notes that the asker does not read are not counted for this question; empty where they
    /// are, or where nobody asked.
    pub held_back: String,
    /// Power, identity, effect, infrastructure, the whole note.
    pub rows: Vec<GridRow>,
    /// A page of those listed, the newest first.
    pub listed: Vec<NoteRow>,
    /// How many there are in all, of those that the asker reads.
    pub listed_of: u32,
    /// What is still to be done about each concept, of what the asker sees.
    pub actions: Vec<OpenActions>,
    /// For one link worker at one practice; else empty.
    pub sequence: Vec<Sequence>,
    pub choices: Choices,
}

/// One note whole, for somebody who reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteCard {
    pub note: SupervisionNote,
    /// What a change is made on.
    pub version: u64,
    pub today: NaiveDate,
    pub worker: String,
    /// Empty where it is about none in particular.
    pub practice: String,
    pub author: String,
    /// The names of all who marked or answered it.
    pub names: Vec<(StaffId, String)>,
    /// Who is asking, and from which side.
    pub me: StaffId,
    pub side: Side,
    /// The asker may change, share and take it away.
    pub mine: bool,
    pub may_answer: bool,
}

impl NoteCard {
    /// The name of somebody who marked or answered it.
    pub fn name(&self, who: StaffId) -> &str {
        let mut names = self.names.iter();
        names
            .find(|(id, _)| *id == who)
            .map_or("", |(_, name)| name.as_str())
    }
}

/// One figure of the grid by itself, for files and pipes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellRow {
    /// The concept's code, or "whole-note".
    pub concept: String,
    pub position: String,
    /// None: withheld, for it rests on fewer than three link workers.
    pub notes: Option<u32>,
    pub last_raised: Option<NaiveDate>,
}

impl Integration {
    /// Every figure of the grid, row by row.
    pub fn cells(&self) -> Vec<CellRow> {
        let cells = self.rows.iter().flat_map(|row| {
            let cells = row.cells.iter().zip(COLUMNS);
            cells.map(|(cell, position)| CellRow {
                concept: row.concept.map_or("whole-note", Concept::code).to_owned(),
                position: position.code().to_owned(),
                notes: cell.notes,
                last_raised: cell.last,
            })
        });
        cells.collect()
    }
}
