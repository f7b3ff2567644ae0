//! The forms about notes of supervision: writing one, marking one, answering one.

pub(super) mod answer;
pub(super) mod mark;
pub(super) mod write;

use std::sync::OnceLock;

use crate::domain::integration::Lexicon;
use crate::domain::terms::{Concept, Position};
use crate::readmodel::integration::letter;

/// Rows of the note over a form about it.
const NOTE_ROWS: usize = 6;

/// Where suggestions of a concept come from.
#[derive(Clone, Debug, Default)]
pub enum Words {
    /// The list that the program carries.
    #[default]
    BuiltIn,
    /// The person's own, laid over it.
    Own(Box<Lexicon>),
    /// The person's own has so many faults: the program's is used.
    Faulty(usize),
}

/// The word list of this session.
static WORDS: OnceLock<Words> = OnceLock::new();

/// Suggestions come from this list from now on; the first one given stays, for a session has one.
pub(in crate::tui) fn use_words(words: Words) {
    WORDS.get_or_init(|| words);
}

/// The list that suggestions come from.
fn words_in_force() -> &'static Lexicon {
    match WORDS.get() {
        Some(Words::Own(list)) => list,
        _ => Lexicon::built_in(),
    }
}

/// What is to be said of the list that is not used; empty where there is nothing to say.
fn words_fault() -> String {
    match WORDS.get() {
        Some(Words::Faulty(1)) => {
            "Your concepts.toml has a fault and is not used: caseload concepts --words.".to_owned()
        }
        Some(Words::Faulty(faults)) => format!(
            "Your concepts.toml has {faults} faults and is not used: caseload concepts --words."
        ),
        _ => String::new(),
    }
}

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
