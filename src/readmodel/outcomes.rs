//! Goals and measures of the case on a card, under plain names: for the client's page, the lists
//! that change them, and programs that read. Judges nothing: a change is said in words, and only
//! where two figures exist.

mod goals;
mod measures;

pub use goals::{Goal, Step, goals, reached};
pub use measures::{Figure, Row, Taking, in_a_row, measures, what_changed};

use serde::Serialize;

use super::client::ClientCard;

/// What came of a case so far, for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcomes {
    pub goals: Vec<Goal>,
    pub measures: Vec<Row>,
}

/// Goals and measures of the case shown on the card.
pub fn outcomes(card: &ClientCard) -> Outcomes {
    Outcomes {
        goals: goals(card),
        measures: measures(card),
    }
}
