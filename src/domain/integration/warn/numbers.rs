//! NHS numbers and telephone numbers.

use std::ops::Range;

use super::{Sign, Warning};
use crate::domain::{contact_details::phone_key, nhs::NhsNumber};

/// Digits in a row.
struct Group {
    at: Range<usize>,
    /// Whether it may go on the number of the group before it.
    follows: bool,
}

/// The most groups in which a number is written: +44 (0) 20 7946 0018.
const GROUPS_MAX: usize = 5;

/// The groups in which NHS numbers are written.
const NHS_GROUPS: [&[usize]; 2] = [&[10], &[3, 3, 4]];

pub(super) fn find(text: &str) -> Vec<Warning> {
    let groups = groups(text);
    let mut found = Vec::new();
    let mut from = 0;
    while from < groups.len() {
        let rest = groups.get(from..).unwrap_or_default();
        match number_at(text, rest) {
            Some((warning, taken)) => {
                found.push(warning);
                from += taken;
            }
            None => from += 1,
        }
    }
    found
}

/// The number that begins here, the longest that makes sense, and how many groups it takes.
fn number_at(text: &str, groups: &[Group]) -> Option<(Warning, usize)> {
    let joined = groups
        .iter()
        .skip(1)
        .take_while(|group| group.follows)
        .count()
        + 1;
    let start = groups.first()?.at.start;
    (1..=joined.min(GROUPS_MAX)).rev().find_map(|count| {
        let taken = groups.get(..count)?;
        let at = start..taken.last()?.at.end;
        let number = text.get(at.clone())?;
        let lengths: Vec<usize> = taken.iter().map(|group| group.at.len()).collect();
        let grouped = NHS_GROUPS.contains(&lengths.as_slice());
        let sign = if grouped && NhsNumber::parse(number).is_ok() {
            Sign::NhsNumber
        } else if number.starts_with(['0', '+']) && phone_key(number).is_some() {
            Sign::Phone
        } else {
            return None;
        };
        Some((Warning::new(sign, at), count))
    })
}

/// Digits in a row that neither begin nor end within a word.
fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut before = None;
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let begins = c.is_ascii_digit() || c == '+';
        let inside = before.is_some_and(char::is_alphanumeric);
        before = Some(c);
        if !begins || inside {
            continue;
        }
        let mut to = at + 1;
        while let Some((next, digit)) = chars.next_if(|(_, c)| c.is_ascii_digit()) {
            to = next + 1;
            before = Some(digit);
        }
        let ends = chars.peek().is_none_or(|(_, c)| !c.is_alphanumeric());
        let gap = text.get(end..at).unwrap_or_default();
        if ends {
            let follows = c != '+' && !groups.is_empty() && joins(gap);
            groups.push(Group {
                at: at..to,
                follows,
            });
            end = to;
        }
    }
    groups
}

/// Whether what stands between two groups leaves them one number.
fn joins(gap: &str) -> bool {
    matches!(
        gap,
        " " | "\u{a0}" | "-" | "–" | " (" | ") " | "(" | ")" | " - "
    )
}
