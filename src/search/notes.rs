//! Notes: many, short, seldom changed. Their words lead to them by varint postings; what a note
//! says is not kept. A removed or changed note leaves a gap, and gaps are closed now and then.

mod look;

pub(super) use look::{Matched, forgives};

use std::num::NonZeroU32;

use super::fold::{fold_into, parts, raw_words};
use super::pages::Pages;
use super::postings::Postings;
use super::vocabulary::{Vocabulary, WordId};

/// In place of a note's id: the note is gone.
const GONE: u32 = u32::MAX;
/// Gaps are closed when they are a quarter of all and at least this many.
const GAPS: usize = 1024;

/// The notes, by their words.
#[derive(Debug, Default)]
pub(super) struct Notes {
    words: Vocabulary,
    postings: Vec<Postings>,
    /// Id and client of each document, in the order in which they came.
    ids: Vec<u32>,
    clients: Vec<u32>,
    /// The document before each that is about the same client, or [`GONE`].
    before: Vec<u32>,
    /// The last document of each client, plus one.
    last: Pages<NonZeroU32>,
    /// The document of each note, plus one.
    docs: Pages<NonZeroU32>,
    gaps: usize,
}

impl Notes {
    /// Puts a note in the place of the one with the same id.
    pub(super) fn put(&mut self, note: u32, client: u32, text: &str) {
        self.remove(note);
        let Some(doc) = self.append(note, client) else {
            return;
        };
        let mut folded = String::new();
        for raw in raw_words(text) {
            self.word(raw, doc, 1, &mut folded);
            for part in parts(raw) {
                self.word(part, doc, 3, &mut folded);
            }
        }
    }

    /// Numbers a document, at the end of its client's.
    fn append(&mut self, note: u32, client: u32) -> Option<u32> {
        let doc = u32::try_from(self.ids.len()).ok()?;
        let next = NonZeroU32::new(doc.checked_add(1)?)?;
        self.docs.put(note, next);
        let before = self
            .last
            .put(client, next)
            .map_or(GONE, |before| before.get() - 1);
        for (column, value) in [
            (&mut self.ids, note),
            (&mut self.clients, client),
            (&mut self.before, before),
        ] {
            if column.len() == column.capacity() {
                // Growth by an eighth: there are more than a million of these numbers.
                column.reserve_exact(64 + column.len() / 8);
            }
            column.push(value);
        }
        Some(doc)
    }

    /// The documents about a client, the newest first.
    fn about(&self, client: u32) -> impl Iterator<Item = u32> {
        let last = self.last.get(client).map(|last| last.get() - 1);
        let before = |doc: &u32| {
            self.before
                .get(*doc as usize)
                .copied()
                .filter(|&b| b != GONE)
        };
        std::iter::successors(last, before)
    }

    fn word(&mut self, raw: &str, doc: u32, least: usize, folded: &mut String) {
        folded.clear();
        fold_into(raw, folded);
        if folded.len() < least {
            return;
        }
        let word = self.words.add(folded) as usize;
        if self.postings.len() <= word {
            self.postings.resize_with(word + 1, Postings::default);
        }
        if let Some(postings) = self.postings.get_mut(word) {
            postings.push(doc);
        }
    }

    /// Takes a note out.
    pub(super) fn remove(&mut self, note: u32) -> bool {
        let Some(doc) = self.docs.take(note) else {
            return false;
        };
        if let Some(id) = self.ids.get_mut(doc.get() as usize - 1) {
            *id = GONE;
        }
        self.gaps += 1;
        if self.gaps >= GAPS && self.gaps * 4 > self.ids.len() {
            self.close_gaps();
        }
        true
    }

    /// Takes all notes of a client out.
    pub(super) fn remove_client(&mut self, client: u32) {
        let notes = self
            .about(client)
            .filter_map(|doc| self.ids.get(doc as usize).copied());
        let notes: Vec<u32> = notes.filter(|&note| note != GONE).collect();
        self.last.take(client);
        for note in notes {
            self.remove(note);
        }
    }

    /// Closes the gaps, and forgets words that only removed notes had.
    pub(super) fn close_gaps(&mut self) {
        if self.gaps == 0 {
            return;
        }
        let (ids, clients) = (
            std::mem::take(&mut self.ids),
            std::mem::take(&mut self.clients),
        );
        self.before = Vec::new();
        self.last = Pages::default();
        self.docs = Pages::default();
        let places = ids.iter().zip(&clients).map(|(&id, &client)| {
            let stays = id != GONE;
            stays
                .then(|| self.append(id, client))
                .flatten()
                .unwrap_or(GONE)
        });
        let moved: Vec<u32> = places.collect();
        for (word, postings) in (0..).zip(&mut self.postings) {
            let mut kept = Postings::default();
            postings.within(&(0..GONE), |doc| match moved.get(doc as usize) {
                Some(&to) if to != GONE => kept.push(to),
                _ => {}
            });
            if kept.len() == 0 {
                self.words.forget(word);
            }
            *postings = kept;
        }
        self.gaps = 0;
    }

    /// The number of notes.
    pub(super) fn len(&self) -> usize {
        self.docs.len()
    }

    /// The number of distinct words.
    pub(super) fn distinct(&self) -> usize {
        self.words.distinct()
    }

    /// The client a document is about.
    pub(super) fn client(&self, doc: u32) -> Option<u32> {
        self.clients.get(doc as usize).copied()
    }

    fn holders(&self, word: WordId) -> Option<&Postings> {
        self.postings.get(word as usize)
    }
}
