//! Distinct folded words, each once, by id: looked up by hash, walked by prefix, swept by letters.
//! Knows nothing of who or what the words belong to.

use std::hash::{BuildHasher, RandomState};

use super::fold::LONGEST_WORD;
use super::sieve::{Seats, Sieve};
use super::sorted::Sorted;

/// The number of a word in its vocabulary. Numbers of forgotten words are given again.
pub(super) type WordId = u32;

const FREE: u32 = u32::MAX;
const GONE: u32 = u32::MAX - 1;

/// Words in one text arena, by hash, in order, and seated for sweeps.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    arena: String,
    starts: Vec<u32>,
    /// Bytes of a word; zero for a forgotten one.
    bytes: Vec<u8>,
    seats: Seats,
    /// Open addressing over word ids: half as many bytes as a map with keys of its own, and its
    /// order is never seen.
    table: Vec<u32>,
    used: usize,
    hasher: RandomState,
    sorted: Sorted,
    forgotten: Vec<WordId>,
    waste: usize,
}

impl Vocabulary {
    /// The number of distinct words.
    pub(super) fn distinct(&self) -> usize {
        self.starts.len() - self.forgotten.len()
    }

    /// One more than the highest word id.
    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The folded text of a word, empty for a forgotten one.
    pub(super) fn text(&self, word: WordId) -> &str {
        let at = word as usize;
        let (Some(&start), Some(&bytes)) = (self.starts.get(at), self.bytes.get(at)) else {
            return "";
        };
        let start = start as usize;
        self.arena
            .get(start..start + usize::from(bytes))
            .unwrap_or_default()
    }

    /// The id of a folded word.
    pub(super) fn get(&self, text: &str) -> Option<WordId> {
        let slot = self.slot(text)?;
        self.table.get(slot).copied().filter(|&id| id < GONE)
    }

    /// The id of a folded word, new if need be. Words over [`LONGEST_WORD`] characters are cut by
    /// folding, so that a length in bytes fits a byte.
    pub(super) fn add(&mut self, text: &str) -> WordId {
        debug_assert!(text.len() <= LONGEST_WORD * 4);
        if let Some(word) = self.get(text) {
            return word;
        }
        if (self.used + 1) * 4 > self.table.len() * 3 {
            self.rehash();
        }
        let start = u32::try_from(self.arena.len()).unwrap_or(u32::MAX);
        self.arena.push_str(text);
        let word = self.number(start, text);
        self.seats.add(word, text);
        if let Some(slot) = self.slot(text)
            && let Some(place) = self.table.get_mut(slot)
        {
            *place = word;
            self.used += 1;
        }
        let mut sorted = std::mem::take(&mut self.sorted);
        sorted.insert(word, |other| self.text(other).cmp(text));
        self.sorted = sorted;
        word
    }

    fn number(&mut self, start: u32, text: &str) -> WordId {
        if let Some(word) = self.forgotten.pop() {
            self.write(word, start, text);
            return word;
        }
        let word = u32::try_from(self.starts.len()).unwrap_or(GONE);
        self.starts.push(0);
        self.bytes.push(0);
        self.write(word, start, text);
        word
    }

    fn write(&mut self, word: WordId, start: u32, text: &str) {
        let at = word as usize;
        if let (Some(cell), Some(bytes)) = (self.starts.get_mut(at), self.bytes.get_mut(at)) {
            (*cell, *bytes) = (start, u8::try_from(text.len()).unwrap_or(u8::MAX));
        }
    }

    /// Forgets a word that nothing has any more: the name of an erased person does not stay behind.
    pub(super) fn forget(&mut self, word: WordId) {
        let text = self.text(word).to_string();
        if text.is_empty() {
            return;
        }
        let mut sorted = std::mem::take(&mut self.sorted);
        sorted.remove(word, |other| self.text(other).cmp(&text));
        self.sorted = sorted;
        if let Some(slot) = self.slot(&text)
            && let Some(place) = self.table.get_mut(slot)
        {
            *place = GONE;
        }
        let at = word as usize;
        let start = self.starts.get(at).map_or(0, |&s| s as usize);
        if self.arena.get(start..start + text.len()).is_some() {
            self.arena
                .replace_range(start..start + text.len(), &"\0".repeat(text.len()));
        }
        self.write(word, 0, "");
        self.seats.remove(word, &text);
        self.forgotten.push(word);
        self.waste += text.len();
        if self.waste > 4096 && self.waste > self.arena.len() / 2 {
            self.pack();
        }
    }

    /// Writes the arena anew without the forgotten texts.
    fn pack(&mut self) {
        let mut arena = String::with_capacity(self.arena.len() - self.waste);
        for word in 0..self.starts.len() {
            let start = u32::try_from(arena.len()).unwrap_or(u32::MAX);
            arena.push_str(self.text(u32::try_from(word).unwrap_or(GONE)));
            if let Some(cell) = self.starts.get_mut(word) {
                *cell = start;
            }
        }
        (self.arena, self.waste) = (arena, 0);
    }

    /// The slot of `text`, or the free one where it would go.
    fn slot(&self, text: &str) -> Option<usize> {
        let size = self.table.len();
        let hash = usize::try_from(self.hasher.hash_one(text) & u64::from(u32::MAX)).ok()?;
        let places = (0..size).map(|step| (hash + step) & (size - 1));
        let mut places = places.filter(|&at| match self.table.get(at) {
            Some(&FREE) | None => true,
            Some(&GONE) => false,
            Some(&word) => self.text(word) == text,
        });
        places.next()
    }

    fn rehash(&mut self) {
        let live = self.starts.len() - self.forgotten.len();
        let size = (live * 2 + 2).next_power_of_two().max(16);
        self.table = vec![FREE; size];
        self.used = live;
        for word in 0..u32::try_from(self.starts.len()).unwrap_or(GONE) {
            let text = self.text(word);
            if text.is_empty() {
                continue;
            }
            if let Some(slot) = self.slot(text)
                && let Some(place) = self.table.get_mut(slot)
            {
                *place = word;
            }
        }
    }

    /// The words that begin with `prefix`, in the order of their texts.
    pub(super) fn beginning_with(&self, prefix: &str) -> impl Iterator<Item = WordId> + use<'_> {
        let from = self.sorted.seek(|word| self.text(word) < prefix);
        let begins = |text: &str| text < prefix || text.starts_with(prefix);
        let to = self.sorted.seek(|word| begins(self.text(word)));
        self.sorted.between(from, to)
    }

    /// Calls `each` with the words that pass a sieve: a few comparisons for each word whose first
    /// two letters may do, so that a hundred thousand words take a twentieth of a millisecond.
    pub(super) fn passing(&self, sieve: &Sieve, each: impl FnMut(WordId)) {
        self.seats.passing(sieve, each);
    }
}
