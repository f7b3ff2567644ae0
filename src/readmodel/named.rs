//! Where a text about the work seems to name somebody who is served: told by places in the text
//! alone, so that whoever asks learns no name that they have not typed.

use std::{cell::RefCell, collections::BTreeSet, ops::Range};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::domain::{
    access::{Asker, Right},
    heads::{ClientHead, Heads},
    integration::warn::names_a_person,
};

/// A longer text is no note.
const CHARS_MAX: usize = 20_000;

/// The places, in bytes and in the order of the text, of words by which a client in the asker's reach
/// goes: given name or known-as with the family name, in either order, or the family name alone; for
/// the asker's own clients also the given name or known-as alone. Colleagues are left out. What
/// is written without accents, apostrophes or hyphens counts as the same.
pub fn named(heads: &Heads, asker: Asker, text: &str) -> Vec<Range<usize>> {
    if !asker.may(Right::Read) || text.chars().count() > CHARS_MAX {
        return Vec::new();
    }
    let staff: BTreeSet<String> = heads
        .directory
        .staff
        .values()
        .flat_map(|one| one.name.split(' ').chain([one.name.as_str()]))
        .map(folded)
        .collect();
    let works_here = |name: &str| staff.contains(&folded(name));
    // The words that would be asked for come first: they are few, and the people many.
    let asked: RefCell<BTreeSet<String>> = RefCell::default();
    let note = |name: &str| {
        asked.borrow_mut().insert(folded(name));
        false
    };
    names_a_person(text, &note, &works_here);
    let asked = asked.into_inner();
    let mut known: BTreeSet<String> = BTreeSet::new();
    for head in heads.people() {
        let names = names_of(heads, asker, head, &asked);
        if !names.is_empty() && asker.reaches_client(heads, head) {
            known.extend(names);
        }
    }
    let is_known = |name: &str| known.contains(&folded(name));
    let found = names_a_person(text, &is_known, &works_here).into_iter();
    found
        .map(|warning| warning.at)
        .filter(|at| text.get(at.clone()).is_some_and(is_known))
        .collect()
}

/// Those of the words asked for that name this person.
fn names_of(
    heads: &Heads,
    asker: Asker,
    head: &ClientHead,
    asked: &BTreeSet<String>,
) -> Vec<String> {
    let (given, family) = (folded(&head.given), folded(&head.family));
    let known_as = folded(&head.known_as);
    let mut names = vec![family.clone()];
    for first in [&given, &known_as] {
        if !first.is_empty() {
            names.push(format!("{first} {family}"));
            names.push(format!("{family} {first}"));
            names.push(first.clone());
        }
    }
    names.retain(|name| !name.is_empty() && asked.contains(name));
    let alone = |name: &String| *name != family && (*name == given || *name == known_as);
    if names.iter().any(alone) && !is_own(heads, asker, head) {
        names.retain(|name| !alone(name));
    }
    names
}

fn is_own(heads: &Heads, asker: Asker, head: &ClientHead) -> bool {
    let cases = head.cases.iter().filter_map(|case| heads.case(*case));
    cases.into_iter().any(|case| asker.owns_case(case))
}

/// Small letters without marks and apostrophes, words parted by one space.
fn folded(name: &str) -> String {
    let letters = name.nfd().filter(|c| !is_combining_mark(*c));
    let letters = letters.flat_map(char::to_lowercase);
    let kept = letters.filter(|c| !matches!(c, '\'' | '’' | '‘' | 'ʼ'));
    let plain: String = kept
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
