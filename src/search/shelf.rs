//! All clients, or all services: their records, the words that lead to them and the numbers that
//! lead to them. Keeps the two ways in step; finding is `seek`'s.

use super::digits::Keys;
use super::lexicon::Lexicon;
use super::pages::Pages;
use super::record::{Entry, Record, Role, Term};

/// Which number of a record is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Facet {
    /// The NHS number.
    Nhs,
    /// A phone number.
    Phone,
    /// The birth date.
    Born,
    /// The postcode.
    Postcode,
}

/// Records by id, and ids by word and by number.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    names: Lexicon,
    aside: Lexicon,
    records: Pages<Record>,
    nhs: Keys,
    phones: Keys,
    born: Keys,
    postcodes: Keys,
    /// One more than the highest id ever put.
    end: usize,
}

impl Shelf {
    /// Puts an entry in the place of the one with the same id.
    pub(super) fn put(&mut self, id: u32, entry: Entry) {
        let Entry { words, mut record } = entry;
        let before = self.records.take(id);
        let terms = words
            .iter()
            .map(|(role, text)| Term::new(*role, self.lexicon_mut(*role).add(text, id)));
        record.terms = terms.collect();
        self.end = self.end.max(id as usize + 1);
        if let Some(before) = before {
            self.unlink(id, &before, &record);
        }
        for (facet, key) in numbers(&record) {
            self.keys_mut(facet).insert((key, id));
        }
        self.records.put(id, record);
    }

    /// Takes an entry out; words that nobody else has are forgotten.
    pub(super) fn remove(&mut self, id: u32) -> bool {
        let before = self.records.take(id);
        if let Some(before) = &before {
            self.unlink(id, before, &Record::default());
        }
        before.is_some()
    }

    /// Takes the words and numbers of `before` that `after` does not have from `id`.
    fn unlink(&mut self, id: u32, before: &Record, after: &Record) {
        for &term in &before.terms {
            let aside = term.role() == Role::Aside;
            let stays = |other: &Term| {
                other.word() == term.word() && (other.role() == Role::Aside) == aside
            };
            if !after.terms.iter().any(stays) {
                self.lexicon_mut(term.role()).remove(term.word(), id);
            }
        }
        for (facet, key) in numbers(before) {
            self.keys_mut(facet).remove(&(key, id));
        }
    }

    /// The words of names, or the others.
    pub(super) fn lexicon(&self, aside: bool) -> &Lexicon {
        if aside { &self.aside } else { &self.names }
    }

    fn lexicon_mut(&mut self, role: Role) -> &mut Lexicon {
        if role == Role::Aside {
            &mut self.aside
        } else {
            &mut self.names
        }
    }

    /// The sorted numbers of one sort.
    pub(super) fn keys(&self, facet: Facet) -> &Keys {
        match facet {
            Facet::Nhs => &self.nhs,
            Facet::Phone => &self.phones,
            Facet::Born => &self.born,
            Facet::Postcode => &self.postcodes,
        }
    }

    fn keys_mut(&mut self, facet: Facet) -> &mut Keys {
        match facet {
            Facet::Nhs => &mut self.nhs,
            Facet::Phone => &mut self.phones,
            Facet::Born => &mut self.born,
            Facet::Postcode => &mut self.postcodes,
        }
    }

    /// The record under an id.
    pub(super) fn record(&self, id: u32) -> Option<&Record> {
        self.records.get(id)
    }

    /// The text of a term.
    pub(super) fn text(&self, term: Term) -> &str {
        self.lexicon(term.role() == Role::Aside)
            .words()
            .text(term.word())
    }

    /// The number of records.
    pub(super) fn len(&self) -> usize {
        self.records.len()
    }

    /// One more than the highest id ever put.
    pub(super) fn end(&self) -> usize {
        self.end
    }
}

/// The numbers of a record that it has.
fn numbers(record: &Record) -> Vec<(Facet, u64)> {
    let mut numbers = vec![
        (Facet::Nhs, record.nhs),
        (Facet::Born, u64::from(record.born)),
        (Facet::Postcode, record.postcode),
    ];
    numbers.extend(record.phones.iter().map(|&phone| (Facet::Phone, phone)));
    numbers.retain(|&(_, key)| key != 0);
    numbers
}
