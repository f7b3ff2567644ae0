//! What the hub holds: clients, services and notes by their words, kept in step by putting and
//! removing. Keeps no text of any record, only distinct words and numbers.

use super::matcher::Matcher;
use chrono::NaiveDate;

use super::notes::Notes;
use super::rank::{ItemId, Kind};
use super::record::Entry;
use super::shelf::Shelf;

/// What a client is found by. Empty texts are fine; nothing else about the client belongs here,
/// safeguarding least of all.
#[derive(Clone, Debug, Default)]
pub struct ClientWords<'a> {
    /// Given names.
    pub given: &'a str,
    /// Family names.
    pub family: &'a str,
    /// What they want to be called.
    pub known_as: &'a str,
    /// Names they had before.
    pub former: Vec<&'a str>,
    /// The date of birth.
    pub born: Option<NaiveDate>,
    /// The NHS number, with or without spaces.
    pub nhs: &'a str,
    /// Phone numbers as written.
    pub phones: Vec<&'a str>,
    /// The postcode, with or without its space.
    pub postcode: &'a str,
    /// The name of the practice.
    pub practice: &'a str,
}

/// How much an index holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Clients.
    pub clients: usize,
    /// Services.
    pub services: usize,
    /// Notes.
    pub notes: usize,
    /// Distinct words, those of notes counted apart.
    pub words: usize,
}

/// The search index. Reading needs `&self` only and may go on in many threads at once.
#[derive(Default)]
pub struct Index {
    pub(super) clients: Shelf,
    pub(super) services: Shelf,
    pub(super) notes: Notes,
    pub(super) matcher: Matcher,
}

impl Index {
    /// An empty index.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a client in the place of the one with the same id; the notes stay.
    pub fn put_client(&mut self, id: u32, words: &ClientWords<'_>) {
        self.clients.put(id, Entry::of_client(words));
    }

    /// Puts a service in the place of the one with the same id. It is found by its name and, lower
    /// down, by the `other` words: organisation, description, place.
    pub fn put_service(&mut self, id: u32, name: &str, other: &str) {
        self.services.put(id, Entry::of_service(name, other));
    }

    /// Puts a note about a client in the place of the one with the same id. Newer notes must have
    /// higher ids: they are listed first.
    pub fn put_note(&mut self, note: u32, client: u32, text: &str) {
        self.notes.put(note, client, text);
    }

    /// Removes an item; a client takes all notes along. Returns whether it was there.
    pub fn remove(&mut self, item: ItemId) -> bool {
        match item.kind {
            Kind::Client => {
                self.notes.remove_client(item.id);
                self.clients.remove(item.id)
            }
            Kind::Service => self.services.remove(item.id),
            Kind::Note => self.notes.remove(item.id),
        }
    }

    /// Forgets at once the words that only removed or changed notes had, which otherwise happens now
    /// and then. For erasure; takes a tenth of a second with a million notes.
    pub fn forget_removed(&mut self) {
        self.notes.close_gaps();
    }

    /// How much there is.
    pub fn counts(&self) -> Counts {
        let words = |shelf: &Shelf| {
            shelf.lexicon(false).words().distinct() + shelf.lexicon(true).words().distinct()
        };
        Counts {
            clients: self.clients.len(),
            services: self.services.len(),
            notes: self.notes.len(),
            words: words(&self.clients) + words(&self.services) + self.notes.distinct(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_threads_may_read_at_once() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(&Index::new());
    }
}
