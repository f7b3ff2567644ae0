//! Postcodes: in one piece or in two.

use super::{Sign, Warning, pieces};
use crate::domain::contact_details::Postcode;

/// Endings of a number in order: "2 5th" is no postcode.
const ORDINALS: [&str; 4] = ["st", "nd", "rd", "th"];

pub(super) fn find(text: &str) -> Vec<Warning> {
    let pieces = pieces(text);
    let mut found = Vec::new();
    for (at, (place, piece)) in pieces.iter().enumerate() {
        if is_whole(piece) {
            found.push(Warning::new(Sign::Postcode, place.clone()));
            continue;
        }
        let Some((next, inward)) = pieces.get(at + 1) else {
            continue;
        };
        let apart = text.get(place.end..next.start) == Some(" ");
        let ordinal = ORDINALS.iter().any(|ending| inward.ends_with(ending));
        let mixed = has_both(piece) && inward.len() == 3 && !ordinal;
        if apart && mixed && Postcode::parse(&format!("{piece} {inward}")).is_ok() {
            found.push(Warning::new(Sign::Postcode, place.start..next.end));
        }
    }
    found
}

/// Without a space it is one only in capitals: "gp24hr" is none.
fn is_whole(piece: &str) -> bool {
    let capitals = piece
        .chars()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    capitals && piece.len() >= 5 && Postcode::parse(piece).is_ok()
}

fn has_both(piece: &str) -> bool {
    piece.contains(|c: char| c.is_ascii_digit())
        && piece.contains(|c: char| c.is_ascii_alphabetic())
}
