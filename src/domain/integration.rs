//! What supervision notes say about how link workers are integrated into a practice, from their
//! text alone: which of the four concepts a note may touch ([`Lexicon`]), what it should not hold
//! ([`warn`]), and what many notes say in common ([`summary`]).
//!
//! The concepts and the continuum are those of Tierney et al., Br J Gen Pract 2025,
//! doi 10.3399/BJGP.2024.0279; the words that suggest a concept are ours. Nothing here suggests a
//! position, makes a score or ranks anybody. Must not know who wrote a note, who may read it, how it
//! is kept or drawn.

mod cues;
mod lexicon;
mod sentences;
mod taken;
mod words;

pub mod summary;
pub mod warn;

pub use cues::{Fired, Suggestion};
pub use lexicon::{Fault, Lexicon};
pub use sentences::sentences;
pub use taken::{Taken, taken};
