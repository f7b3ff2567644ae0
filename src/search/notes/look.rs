//! A query against the notes: documents that have the rarest word, thinned by each of the others,
//! from the newest to the oldest. Reach is asked inside, about the client.

use std::ops::Range;

use crate::search::matcher::Matcher;

use super::{GONE, Notes};
use crate::search::lexicon::fitting;
use crate::search::postings::Postings;
use crate::search::rank::{Fit, ItemId, Kind, Ranked, Reach, Scope, Seen, Top};
use crate::search::shown::Place;
use crate::search::text::{ASIDE, Cost, Leniency, PREFIX, Text};
use crate::search::vocabulary::WordId;

/// From how many letters the beginning of a word is enough. Shorter ones would begin most notes.
const BEGINS: usize = 3;
/// Added to the cost of a forgiven word: a name that is as near comes first.
const AFTER_NAMES: Cost = 5;
/// From how many letters typing errors are forgiven: shorter words are near to too many others.
const FORGIVEN: usize = 5;
/// Up to so many documents a list is sorted; longer ones are spread over a byte a note.
const SORTED: usize = 4096;
/// The newest documents are looked at first, so many, then twice as many older ones, and so on.
const WINDOW: u32 = 1 << 15;
/// The cost of a word as typed, whole or begun: among notes the newest counts for more, and clients
/// and services come before them.
const AS_TYPED: Cost = PREFIX + 9;

/// The words that a query word fits, the best first.
#[derive(Debug)]
pub(in crate::search) struct Matched {
    typed: String,
    words: Vec<(Cost, WordId)>,
    size: usize,
}

/// Whether typing errors in a word are forgiven.
pub(in crate::search) fn forgives(text: &Text) -> bool {
    text.len() >= FORGIVEN && text.allowed() > 0
}

impl Matched {
    /// Whether any word fits it.
    pub(in crate::search) fn fits(&self) -> bool {
        !self.words.is_empty()
    }
}

impl Notes {
    /// Compares a query word with the words of all notes.
    pub(in crate::search) fn matched(
        &self,
        text: &Text,
        leniency: Leniency,
        matcher: &Matcher,
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
    pub(in crate::search) fn marks(&self, doc: u32, matched: &Matched) -> Vec<String> {
        let near = matched.words.iter().filter(|(cost, _)| *cost >= ASIDE);
        let near = near.map(|&(_, word)| word);
        let has = near.filter(|&word| self.holders(word).is_some_and(|docs| docs.has(doc)));
        let mut marks = vec![matched.typed.clone()];
        marks.extend(has.map(|word| self.words.text(word).to_string()));
        marks
    }

    /// Looks for the notes that have all words, the newest first among equals.
    pub(in crate::search) fn visit(&self, words: &[Matched], scope: Scope<'_>, top: &mut Top) {
        let mut words: Vec<&Matched> = words.iter().collect();
        words.sort_by_key(|word| word.size);
        let Some((rarest, others)) = words.split_first().filter(|(word, _)| word.size > 0) else {
            return;
        };
        let mut look = Look {
            notes: self,
            scope,
            top,
            passed: Seen::new(self.last.end()),
        };
        if !look.own(&words) || scope.only_own {
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
    /// Clients whose notes have been looked at, or may not be: whether a client may be seen takes
    /// longer to ask than to remember, and each has many notes.
    passed: Seen,
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
        let going_on = self.check(&fitting, words.len(), true);
        let own = self.scope.own.iter();
        own.for_each(|&client| self.passed.add(client));
        going_on
    }

    /// Counts those that may be seen, the newest first; `false` once enough have been counted.
    fn check(&mut self, fitting: &Fitting, words: usize, own: bool) -> bool {
        fitting.0.iter().rev().all(|candidate| {
            let at = candidate.doc as usize;
            let client = self.notes.clients.get(at).copied();
            let Some(client) = client.filter(|&client| !self.passed.has(client)) else {
                return true;
            };
            let reach = if own {
                Reach::Own
            } else {
                (self.scope.reach)(ItemId::client(client)).of_note()
            };
            if reach == Reach::Hidden {
                self.passed.add(client);
                return true;
            }
            let Some(id) = self.notes.ids.get(at).copied().filter(|&id| id != GONE) else {
                return true;
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
                reach,
                place: Place::default(),
                doc,
            };
            self.top.push(ranked)
        })
    }
}
