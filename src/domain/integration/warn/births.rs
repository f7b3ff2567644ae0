//! Dates of birth: any date after "born" or "DOB", and whole dates from long ago.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::{Sign, Warning, pieces};
use crate::domain::dates::{Order, Years, parse_written};

/// Whole dates from this year on are taken for those of meetings and starts: link workers came to
/// general practice with the Long Term Plan of 2019.
const RECENT: i32 = 2010;

/// Before this year nobody was born whom a note could be about.
const LONG_AGO: i32 = 1900;

/// How many words may stand between "born" and the date: "date of birth is the".
const WORDS_BETWEEN: usize = 2;

pub(super) fn find(text: &str) -> Vec<Warning> {
    let pieces = pieces(text);
    let mut found = Vec::new();
    let mut marked: Option<usize> = None;
    let mut at = 0;
    while let Some((place, piece)) = pieces.get(at) {
        if is_mark(piece) {
            marked = Some(at);
        }
        let near = marked.is_some_and(|mark| at > mark && at - mark <= WORDS_BETWEEN + 1);
        let rest = pieces.get(at..).unwrap_or_default();
        match date_at(rest) {
            Some((taken, date)) if near || is_birth(date.year()) => {
                let end = rest.get(taken - 1).map_or(place.end, |(last, _)| last.end);
                found.push(Warning::new(Sign::Birth, place.start..end));
                at += taken;
            }
            _ if near && is_year(piece) => {
                found.push(Warning::new(Sign::Birth, place.clone()));
                at += 1;
            }
            _ => at += 1,
        }
    }
    found
}

fn is_mark(piece: &str) -> bool {
    let letters: String = piece.chars().filter(|c| *c != '.').collect();
    ["born", "dob", "birth"].contains(&letters.to_lowercase().as_str())
}

/// The whole date that begins here, and how many pieces it takes: `3/5/1961`, `3rd May 1961`.
fn date_at(pieces: &[(Range<usize>, &str)]) -> Option<(usize, NaiveDate)> {
    let (_, first) = pieces.first()?;
    if !first.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let numbers = first.split(['/', '.', '-']);
    if numbers.clone().count() == 3 {
        return Some((1, read(first)?));
    }
    let three: Vec<&str> = pieces.get(..3)?.iter().map(|(_, piece)| *piece).collect();
    let [_, month, year] = three.as_slice() else {
        return None;
    };
    let written =
        month.starts_with(char::is_alphabetic) && year.chars().all(|c| c.is_ascii_digit());
    written.then_some(())?;
    Some((3, read(&three.join(" "))?))
}

fn read(written: &str) -> Option<NaiveDate> {
    parse_written(written, Order::DayFirst, Years::ThisCentury).ok()
}

fn is_birth(year: i32) -> bool {
    (LONG_AGO..RECENT).contains(&year)
}

fn is_year(piece: &str) -> bool {
    piece.len() == 4 && piece.parse().is_ok_and(is_birth)
}
