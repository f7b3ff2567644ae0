//! A word of warning where a supervision note seems to name a client: a supervision note is about
//! the work and stays with the link worker, a client's particulars belong in the client's record.
//!
//! Warns and never blocks: what it takes for a name may be a place, and it finds only what has the
//! shape of one. Must not know whose caseload it is; it asks.

mod births;
mod names;
mod numbers;
mod postcodes;
#[cfg(test)]
mod tests;

use std::ops::Range;

/// What a note seems to give away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    NhsNumber,
    Phone,
    Birth,
    Postcode,
    Person,
}

/// One place in a note that should be looked at before it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    pub sign: Sign,
    /// In bytes of the text; always between whole characters.
    pub at: Range<usize>,
    /// What it is and what to do, as a sentence.
    pub says: String,
}

/// Where a note seems to name a person, in the order of the text; places do not overlap.
///
/// `known` is asked whether a client of the caseload goes by a name, `staff` whether a colleague
/// does. Both get one to three words as they are written, with straight apostrophes: `Mary
/// O'Brien`, `kowalski`, and have to fold them as they see fit. `known` is asked for pairs of words
/// in any letters and for single words that are capitalised.
///
/// Found are: names that `known` answers for; a common given name before another capitalised word;
/// Mr, Mrs, Ms, Miss before one (not Dr, whom notes on the work name all the time); ten digits that
/// are a valid NHS number; telephone numbers; postcodes; dates after "born" or "DOB", and whole
/// dates from before 2010. A family name that is also a word of places ("Zoë Hall") is left to
/// `known`.
pub fn names_a_person(
    text: &str,
    known: &dyn Fn(&str) -> bool,
    staff: &dyn Fn(&str) -> bool,
) -> Vec<Warning> {
    let mut found = numbers::find(text);
    found.extend(births::find(text));
    found.extend(postcodes::find(text));
    found.extend(names::find(text, known, staff));
    found.sort_by_key(|warning| (warning.sign, warning.at.start, warning.at.end));
    let mut kept: Vec<Warning> = Vec::new();
    for warning in found {
        let beside =
            |other: &Warning| other.at.end <= warning.at.start || warning.at.end <= other.at.start;
        if kept.iter().all(beside) {
            kept.push(warning);
        }
    }
    kept.sort_by_key(|warning| warning.at.start);
    kept
}

impl Warning {
    fn new(sign: Sign, at: Range<usize>) -> Warning {
        let says = match sign {
            Sign::NhsNumber => "This is an NHS number; leave it out of a note on the work.",
            Sign::Phone => "This looks like a telephone number; leave a client's out.",
            Sign::Birth => "This looks like a date of birth; give a rough age if it matters.",
            Sign::Postcode => "This looks like a postcode; name the practice or the area instead.",
            Sign::Person => "This looks like a person's name; write \"a client\" if it is one.",
        };
        let says = says.to_owned();
        Warning { sign, at, says }
    }
}

/// A stretch of a text without spaces and brackets, and where it stands.
fn pieces(text: &str) -> Vec<(Range<usize>, &str)> {
    let parts = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ',' | ';' | ':');
    let mut from = 0;
    let mut found = Vec::new();
    for part in text.split_inclusive(parts) {
        let start = from;
        from += part.len();
        let bare = part.trim_end_matches(parts);
        let head = bare.len() - bare.trim_start_matches(is_quote).len();
        let bare = bare.trim_matches(|c| is_quote(c) || matches!(c, '.' | '!' | '?'));
        if !bare.is_empty() {
            let start = start + head;
            found.push((start..start + bare.len(), bare));
        }
    }
    found
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '‘' | '’' | '“' | '”')
}
