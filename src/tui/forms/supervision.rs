//! The forms about notes of supervision: writing one, marking one, answering one.

pub(super) mod answer;
pub(super) mod mark;
pub(super) mod write;

use crate::domain::terms::{Concept, Position};
use crate::readmodel::integration::letter;

/// Rows of the note over a form about it.
const NOTE_ROWS: usize = 6;

/// The positions as words, in the order of the continuum.
fn positions() -> Vec<&'static str> {
    Position::ALL.iter().map(|one| one.label()).collect()
}

/// The concepts that letters stand for; the first letter that stands for none.
fn concepts_of(typed: &str) -> Result<Vec<Concept>, char> {
    let mut found = Vec::new();
    for typed in typed.chars().filter(|c| c.is_alphanumeric()) {
        let meant = |concept: &&Concept| letter(**concept).starts_with(typed.to_ascii_uppercase());
        let concept = Concept::ALL.iter().find(meant).ok_or(typed)?;
        if !found.contains(concept) {
            found.push(*concept);
        }
    }
    Ok(found)
}
