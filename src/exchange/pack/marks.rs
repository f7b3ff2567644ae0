//! Marks of notes for research: a mark a row, and no words of anybody.

use std::io;

use crate::{
    domain::{supervision::SupervisionNote, terms::Concept},
    exchange::rows::CsvRows,
};

const HEADINGS: [&str; 8] = [
    "note",
    "level",
    "concept",
    "position",
    "author_kind",
    "marked_by",
    "cue_accepted",
    "week",
];

/// The marks of these notes as CSV, in the order of the notes' numbers. Of a note that nobody marked
/// there is one row without a concept. Private notes are left out.
///
/// # Errors
/// Where it cannot be put into that form, which is a fault of the program.
pub fn marks(notes: &[SupervisionNote]) -> io::Result<Vec<u8>> {
    let mut csv = CsvRows::new(Vec::new(), &HEADINGS)?;
    let mut shared: Vec<&SupervisionNote> = notes.iter().filter(|note| note.shared).collect();
    shared.sort_by_key(|note| note.id);
    for note in shared {
        let id = note.id.to_string();
        let week = note.on.format("%G-W%V").to_string();
        let (level, author) = (note.level.code(), note.side.code());
        if note.marks.is_empty() {
            csv.row(&[&id, level, "", "", author, "", "", &week])?;
        }
        for mark in &note.marks {
            let concept = mark.concept.map_or("whole-note", Concept::code);
            let cue = if mark.cue { "yes" } else { "no" };
            let (position, side) = (mark.position.code(), mark.side.code());
            csv.row(&[&id, level, concept, position, author, side, cue, &week])?;
        }
    }
    csv.finish()
}
