//! Notes: many, short, seldom changed. Their words lead to them by varint postings; what a note
//! says is not kept. A removed or changed note leaves a gap, and gaps are closed now and then.

use std::num::NonZeroU32;
use std::ops::Range;

use fuzzy_matcher::skim::SkimMatcherV2;

use super::fold::{fold_into, parts, raw_words};
use super::lexicon::fitting;
use super::pages::Pages;
use super::postings::Postings;
use super::rank::{Fit, ItemId, Kind, Ranked, Reach, Scope, Top};
use super::text::{ASIDE, Cost, Leniency, PREFIX, Text};
use super::vocabulary::{Vocabulary, WordId};

/// In place of a note's id: the note is gone.
const GONE: u32 = u32::MAX;
/// From how many letters the beginning of a word is enough. Shorter ones would begin most notes.
const BEGINS: usize = 3;
/// Added to the cost of a forgiven word: a name that is as near comes first.
const AFTER_NAMES: Cost = 5;
/// From how many letters typing errors are forgiven: shorter words are near to too many others.
const FORGIVEN: usize = 5;
/// Gaps are closed when they are a quarter of all and at least this many.
const GAPS: usize = 1024;
/// Up to so many documents a list is sorted; longer ones are spread over a byte a note.
const SORTED: usize = 4096;
/// The newest documents are looked at first, so many, then twice as many older ones, and so on.
const WINDOW: u32 = 1 << 15;
/// The cost of a word as typed, whole or begun: among notes the newest counts for more, and clients
/// and services come before them.
const AS_TYPED: Cost = PREFIX + 9;

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

/// The words that a query word fits, the best first.
#[derive(Debug)]
pub(super) struct Matched {
    typed: String,
    words: Vec<(Cost, WordId)>,
    size: usize,
}

/// Whether typing errors in a word are forgiven.
pub(super) fn forgives(text: &Text) -> bool {
    text.len() >= FORGIVEN && text.allowed() > 0
}

impl Matched {
    /// Whether any word fits it.
    pub(super) fn fits(&self) -> bool {
        !self.words.is_empty()
    }
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

    /// Compares a query word with the words of all notes.
    pub(super) fn matched(
        &self,
        text: &Text,
        leniency: Leniency,
        matcher: &SkimMatcherV2,
    ) -> Matched {
        let mut words: Vec<(Cost, WordId)> = if text.len() < BEGINS {
            let whole = self.words.get(text.as_str());
            whole.map(|word| (AS_TYPED, word)).into_iter().collect()
        } else {
            let leniency = if forgives(text) {
                leniency
            } else {
                Leniency::AsTyped
            };
            fitting(&self.words, text, leniency, matcher)
        };
        for (cost, _) in &mut words {
            *cost = if *cost < ASIDE {
                AS_TYPED
            } else {
                *cost + AFTER_NAMES
            };
        }
        let sizes = words.iter().filter_map(|&(_, word)| self.holders(word));
        let size = sizes.map(Postings::len).sum();
        Matched {
            typed: text.as_str().to_string(),
            words,
            size,
        }
    }

    /// The words of a document that fit a query word, or what was typed of them.
    pub(super) fn marks(&self, doc: u32, matched: &Matched) -> Vec<String> {
        let near = matched.words.iter().filter(|(cost, _)| *cost >= ASIDE);
        let near = near.map(|&(_, word)| word);
        let has = near.filter(|&word| self.holders(word).is_some_and(|docs| docs.has(doc)));
        let mut marks = vec![matched.typed.clone()];
        marks.extend(has.map(|word| self.words.text(word).to_string()));
        marks
    }

    /// Looks for the notes that have all words, the newest first among equals.
    pub(super) fn visit(&self, words: &[Matched], scope: Scope<'_>, top: &mut Top) {
        let mut words: Vec<&Matched> = words.iter().collect();
        words.sort_by_key(|word| word.size);
        let Some((rarest, others)) = words.split_first().filter(|(word, _)| word.size > 0) else {
            return;
        };
        let mut look = Look {
            notes: self,
            scope,
            top,
        };
        if !look.own(&words) || scope.rest.is_none() {
            return;
        }
        let mut end = u32::try_from(self.ids.len()).unwrap_or(GONE);
        let mut size = if rarest.size <= SORTED { end } else { WINDOW };
        while end > 0 {
            let range = end.saturating_sub(size)..end;
            let mut fitting = self.spread(rarest, &range);
            others.iter().for_each(|word| fitting.thin(self, word));
            if !look.check(&fitting, words.len(), false) {
                return;
            }
            (end, size) = (range.start, size.saturating_mul(2));
        }
    }

    /// The documents in a range that fit a word.
    fn spread(&self, matched: &Matched, range: &Range<u32>) -> Fitting {
        let lists = matched.words.iter();
        let lists = lists.filter_map(|&(cost, word)| Some((cost, self.holders(word)?)));
        if matched.size <= SORTED {
            let mut all: Vec<(u32, Cost)> = Vec::with_capacity(matched.size);
            lists.for_each(|(cost, docs)| docs.within(range, |doc| all.push((doc, cost))));
            all.sort_unstable();
            all.dedup_by_key(|(doc, _)| *doc);
            return Fitting(all.into_iter().map(Candidate::new).collect());
        }
        if let [(cost, word)] = matched.words.as_slice() {
            let mut fitting = Vec::new();
            let mut add = |doc| fitting.push(Candidate::new((doc, *cost)));
            self.holders(*word)
                .iter()
                .for_each(|docs| docs.within(range, &mut add));
            return Fitting(fitting);
        }
        // Bits keep the order, so that no list need be sorted or merged.
        let mut bits = vec![0_u64; range.len().div_ceil(64)];
        let mut costs = vec![0_u8; range.len()];
        for (cost, docs) in lists {
            docs.within(range, |doc| {
                let at = (doc - range.start) as usize;
                let cells = (bits.get_mut(at / 64), costs.get_mut(at));
                if let (Some(bits), Some(least @ 0)) = cells {
                    *bits |= 1 << (at % 64);
                    *least = cost;
                }
            });
        }
        let mut fitting = Vec::new();
        for (start, mut bits) in (range.start..).step_by(64).zip(bits) {
            while bits != 0 {
                let doc = start + bits.trailing_zeros();
                let cost = costs.get((doc - range.start) as usize);
                fitting.push(Candidate::new((doc, cost.copied().unwrap_or(Cost::MAX))));
                bits &= bits - 1;
            }
        }
        Fitting(fitting)
    }
}

/// A document that fits some of the words.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    doc: u32,
    cost: u16,
    class: u16,
}

impl Candidate {
    fn new((doc, cost): (u32, Cost)) -> Self {
        Self {
            doc,
            cost: u16::from(cost),
            class: u16::from(cost / 10),
        }
    }
}

/// Documents, ascending.
struct Fitting(Vec<Candidate>);

impl Fitting {
    /// Keeps those that fit one more word.
    fn thin(&mut self, notes: &Notes, word: &Matched) {
        let docs: Vec<u32> = self.0.iter().map(|candidate| candidate.doc).collect();
        let mut costs = vec![Cost::MAX; docs.len()];
        for &(cost, word) in &word.words {
            let Some(list) = notes.holders(word) else {
                continue;
            };
            list.meet(&docs, |at| {
                if let Some(cell) = costs.get_mut(at) {
                    *cell = cost.min(*cell);
                }
            });
        }
        let mut costs = costs.into_iter();
        self.0.retain_mut(|candidate| {
            let cost = costs.next().filter(|cost| *cost != Cost::MAX);
            candidate.cost += cost.map_or(0, u16::from);
            candidate.class += cost.map_or(0, |cost| u16::from(cost / 10));
            cost.is_some()
        });
    }
}

/// One pass over the notes for one query.
struct Look<'a, 'b> {
    notes: &'a Notes,
    scope: Scope<'a>,
    top: &'b mut Top,
}

impl Look<'_, '_> {
    /// The notes about the asker's own clients, before all others; `false` once enough have been
    /// counted.
    fn own(&mut self, words: &[&Matched]) -> bool {
        let notes = self.notes;
        let own = self
            .scope
            .own
            .iter()
            .flat_map(|&client| notes.about(client));
        let mut own: Vec<u32> = own.collect();
        own.sort_unstable();
        let mut fitting = Fitting(
            own.into_iter()
                .map(|doc| Candidate::new((doc, 0)))
                .collect(),
        );
        words.iter().for_each(|word| fitting.thin(notes, word));
        self.check(&fitting, words.len(), true)
    }

    /// Counts those that may be seen, the newest first; `false` once enough have been counted.
    fn check(&mut self, fitting: &Fitting, words: usize, own: bool) -> bool {
        fitting.0.iter().rev().all(|candidate| {
            let at = candidate.doc as usize;
            let id = self.notes.ids.get(at).copied().filter(|&id| id != GONE);
            let (Some(id), Some(&client)) = (id, self.notes.clients.get(at)) else {
                return true;
            };
            let item = ItemId::client(client);
            let reach = match self.scope.rest {
                _ if own => Reach::Own,
                // Looked at before.
                _ if self.scope.own.binary_search(&client).is_ok() => Reach::Hidden,
                Some(rest) => rest(item),
                None => Reach::Hidden,
            };
            let Candidate { doc, cost, class } = *candidate;
            let close = usize::from(cost) == words * usize::from(AS_TYPED);
            let fit = Fit {
                cost,
                class,
                fine: 0,
                close,
            };
            let item = ItemId {
                kind: Kind::Note,
                id,
            };
            let ranked = Ranked {
                fit,
                item,
                other: reach != Reach::Own,
                doc,
            };
            reach == Reach::Hidden || self.top.push(ranked)
        })
    }
}
