//! Names of people, by their shape and by whom the caseload knows.

use std::{collections::BTreeSet, ops::Range, sync::LazyLock};

use serde::Deserialize;

use super::{Sign, Warning};
use crate::domain::integration::words::{self, Word};

/// Given names, words of places and bodies, titles.
const LISTS: &str = include_str!("names.toml");

static WORDS: LazyLock<Lists> = LazyLock::new(|| toml::from_str(LISTS).unwrap_or_default());

/// The most words that are asked for as one name.
const NAME_WORDS_MAX: usize = 3;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lists {
    pub(super) given: BTreeSet<String>,
    pub(super) bodies: BTreeSet<String>,
    pub(super) days: BTreeSet<String>,
    people: BTreeSet<String>,
    staff: BTreeSet<String>,
}

impl Lists {
    pub(super) fn carried() -> &'static Lists {
        &WORDS
    }
}

/// The note that is looked at, and who answers for names.
struct Look<'a> {
    text: &'a str,
    words: Vec<Word>,
    known: &'a dyn Fn(&str) -> bool,
    staff: &'a dyn Fn(&str) -> bool,
}

/// Which title stands before a row of capitalised words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Title {
    None,
    /// Mr, Mrs: anybody's.
    Person,
    /// Dr, Nurse: a professional's.
    Staff,
}

pub(super) fn find(
    text: &str,
    known: &dyn Fn(&str) -> bool,
    staff: &dyn Fn(&str) -> bool,
) -> Vec<Warning> {
    let words = words::words(text);
    let look = Look {
        text,
        words,
        known,
        staff,
    };
    let mut found = look.known_names();
    let mut from = 0;
    while from < look.words.len() {
        let title = look.title(from);
        let first = from + usize::from(title != Title::None);
        let row = look.row(first, title != Title::None);
        let place = match title {
            Title::None => look.pair(row.clone()),
            Title::Person => look.titled(from, row.clone()),
            Title::Staff => None,
        };
        found.extend(place.map(|place| Warning::new(Sign::Person, place)));
        from = row.end.max(from + 1);
    }
    found
}

impl Look<'_> {
    /// Names that the caseload knows: the longest at each word.
    fn known_names(&self) -> Vec<Warning> {
        let mut found = Vec::new();
        let mut from = 0;
        while from < self.words.len() {
            let longest = (1..=NAME_WORDS_MAX).rev().find(|count| {
                let row = from..from + count;
                let whole = row.clone().skip(1).all(|at| self.is_near(at));
                let long = *count > 1 || self.is_name(from);
                whole && long && self.ask(self.known, &row) && !self.ask(self.staff, &row)
            });
            if let Some(place) = longest.and_then(|count| self.place(&(from..from + count))) {
                found.push(Warning {
                    sign: Sign::Person,
                    at: place,
                    says: "A client goes by this name; write \"a client\" instead.".to_owned(),
                });
            }
            from += longest.unwrap_or(1);
        }
        found
    }

    fn title(&self, at: usize) -> Title {
        let lists = Lists::carried();
        match self.words.get(at) {
            Some(word) if !self.is_name(at) || word.key == word.key.to_uppercase() => Title::None,
            Some(word) if lists.people.contains(&word.key) => Title::Person,
            Some(word) if lists.staff.contains(&word.key) => Title::Staff,
            _ => Title::None,
        }
    }

    /// The row of capitalised words that begins here, or right after a title.
    fn row(&self, from: usize, titled: bool) -> Range<usize> {
        let begins = !titled || self.is_near(from) || self.gap(from) == ". ";
        let goes_on = |at: &usize| {
            let near = *at == from || self.is_near(*at);
            near && self.is_name(*at) && (*at == from || self.title(*at) == Title::None)
        };
        let count = (from..self.words.len()).take_while(goes_on).count();
        from..from + if begins { count } else { 0 }
    }

    /// A given name and what follows it, in a row that names no place or body.
    fn pair(&self, row: Range<usize>) -> Option<Range<usize>> {
        let lists = Lists::carried();
        let is_body = |at: usize| self.stem(at).is_some_and(|key| lists.bodies.contains(key));
        if row.clone().any(is_body) {
            return None;
        }
        let is_given = |at: &usize| self.stem(*at).is_some_and(|key| lists.given.contains(key));
        let from = row.clone().find(is_given)?;
        let name = from..row.end.min(from + NAME_WORDS_MAX);
        let pair = from..from + 2;
        let whose = self.words.get(from)?;
        let owned = whose.stem() != whose.key;
        let staff = self.ask(self.staff, &pair) || self.ask(self.staff, &name);
        (name.len() >= 2 && !owned && !staff).then(|| self.place(&name))?
    }

    /// A title and a name after it.
    fn titled(&self, title: usize, row: Range<usize>) -> Option<Range<usize>> {
        let first = self.stem(row.start)?;
        let last = row.end.checked_sub(1)?;
        let staff = self.ask(self.staff, &row) || self.ask(self.staff, &(last..row.end));
        let named = !row.is_empty() && !Lists::carried().bodies.contains(first) && !staff;
        named.then(|| self.place(&(title..row.end)))?
    }

    /// Whether the word is written as a name is: a capital, then a small letter somewhere; no day
    /// and no month.
    fn is_name(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else {
            return false;
        };
        let written = self.text.get(word.at.clone()).unwrap_or_default();
        let capital = written.chars().next().is_some_and(char::is_uppercase);
        let small = written.trim_end_matches("'s").trim_end_matches("’s");
        let small = small.chars().any(char::is_lowercase);
        capital && small && !Lists::carried().days.contains(word.stem())
    }

    /// Whether a word stands right behind the one before it.
    fn is_near(&self, at: usize) -> bool {
        matches!(self.gap(at), " " | "-" | "\u{a0}" | "\u{2010}" | "\u{2011}")
    }

    /// What stands between a word and the one before it.
    fn gap(&self, at: usize) -> &str {
        let end = |at: usize| Some(self.words.get(at)?.at.end);
        let place = at.checked_sub(1).and_then(end).zip(self.words.get(at));
        place
            .and_then(|(end, word)| self.text.get(end..word.at.start))
            .unwrap_or_default()
    }

    fn stem(&self, at: usize) -> Option<&str> {
        Some(self.words.get(at)?.stem())
    }

    fn place(&self, row: &Range<usize>) -> Option<Range<usize>> {
        let (first, last) = (self.words.get(row.start)?, self.words.get(row.end - 1)?);
        let owned = last.key.len() - last.stem().len();
        let written = self.text.get(last.at.clone()).unwrap_or_default();
        let mark = written
            .chars()
            .rev()
            .take(owned)
            .map(char::len_utf8)
            .sum::<usize>();
        Some(first.at.start..last.at.end - mark)
    }

    fn ask(&self, who: &dyn Fn(&str) -> bool, row: &Range<usize>) -> bool {
        let place = self.place(row).and_then(|place| self.text.get(place));
        place.is_some_and(|name| who(&name.replace(['’', '‘', 'ʼ'], "'").replace('\u{a0}', " ")))
    }
}
