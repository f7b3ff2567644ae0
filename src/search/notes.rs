//! Notes: many, short, seldom changed. Their words lead to them by varint postings; what a note
//! says is not kept. A removed or changed note leaves a gap, and gaps are closed now and then.

use std::num::NonZeroU32;

use fuzzy_matcher::skim::SkimMatcherV2;

use super::fold::{fold_into, parts, raw_words};
use super::lexicon::fitting;
use super::pages::Pages;
use super::postings::Postings;
use super::rank::{Fit, ItemId, Ranked, Reach, Scope, Seen, Top};
use super::text::{Cost, EXACT, Leniency, Text};
use super::vocabulary::{Vocabulary, WordId};

/// In place of a note's id: the note is gone.
const GONE: u32 = u32::MAX;
/// From how many letters the beginning of a word is enough. Shorter ones would begin most notes.
const BEGINS: usize = 3;
/// Gaps are closed when they are a quarter of all and at least this many.
const GAPS: usize = 1024;
/// Up to so many documents a list is sorted; longer ones are spread over a byte a note.
const SORTED: usize = 4096;

/// The notes, by their words.
#[derive(Debug, Default)]
pub(super) struct Notes {
    words: Vocabulary,
    postings: Vec<Postings>,
    /// Id and client of each document, in the order in which they came.
    ids: Vec<u32>,
    clients: Vec<u32>,
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

impl Notes {
    /// Puts a note in the place of the one with the same id.
    pub(super) fn put(&mut self, note: u32, client: u32, text: &str) {
        self.remove(note);
        let Ok(doc) = u32::try_from(self.ids.len()) else {
            return;
        };
        grow(&mut self.ids, note);
        grow(&mut self.clients, client);
        if let Some(next) = NonZeroU32::new(doc + 1) {
            self.docs.put(note, next);
        }
        let mut folded = String::new();
        for raw in raw_words(text) {
            self.word(raw, doc, 1, &mut folded);
            for part in parts(raw) {
                self.word(part, doc, 3, &mut folded);
            }
        }
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
        let of_client = self
            .clients
            .iter()
            .zip(&self.ids)
            .filter(|(c, _)| **c == client);
        let notes: Vec<u32> = of_client
            .map(|(_, &id)| id)
            .filter(|&id| id != GONE)
            .collect();
        for note in notes {
            self.remove(note);
        }
    }

    /// Closes the gaps, and forgets words that only removed notes had.
    pub(super) fn close_gaps(&mut self) {
        if self.gaps == 0 {
            return;
        }
        let mut moved = vec![GONE; self.ids.len()];
        let (mut ids, mut clients) = (Vec::new(), Vec::new());
        self.docs = Pages::default();
        for ((&id, &client), to) in self.ids.iter().zip(&self.clients).zip(&mut moved) {
            if id == GONE {
                continue;
            }
            *to = u32::try_from(ids.len()).unwrap_or(GONE);
            ids.push(id);
            clients.push(client);
            if let Some(next) = NonZeroU32::new(*to + 1) {
                self.docs.put(id, next);
            }
        }
        for (word, postings) in (0..).zip(&mut self.postings) {
            let mut kept = Postings::default();
            let docs = postings.iter().filter_map(|doc| moved.get(doc as usize));
            docs.filter(|&&doc| doc != GONE)
                .for_each(|&doc| kept.push(doc));
            if kept.len() == 0 {
                self.words.forget(word);
            }
            *postings = kept;
        }
        (self.ids, self.clients, self.gaps) = (ids, clients, 0);
    }

    /// The number of notes.
    pub(super) fn len(&self) -> usize {
        self.docs.len()
    }

    /// The number of distinct words.
    pub(super) fn distinct(&self) -> usize {
        self.words.len()
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
        let words = if text.len() < BEGINS {
            self.words
                .get(text.as_str())
                .map(|word| (EXACT, word))
                .into_iter()
                .collect()
        } else {
            fitting(&self.words, text, leniency, matcher)
        };
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
        let near = matched
            .words
            .iter()
            .filter(|(cost, _)| *cost >= super::text::ASIDE);
        let near = near.map(|&(_, word)| word);
        let has = near.filter(|&word| self.holders(word).is_some_and(|docs| docs.has(doc)));
        let mut marks = vec![matched.typed.clone()];
        marks.extend(has.map(|word| self.words.text(word).to_string()));
        marks
    }

    /// Looks for the notes that have all words, the newest first among equals.
    pub(super) fn visit(&self, words: &[Matched], scope: Scope<'_>, top: &mut Top) {
        let mut look = Look {
            notes: self,
            scope,
            top,
        };
        if let [word] = words {
            look.one(word);
        } else if words.iter().all(|word| word.size > 0) {
            look.all(words);
        }
    }

    /// The documents that fit a word, ascending, each with its lowest cost.
    fn spread(&self, matched: &Matched) -> (Vec<u32>, Vec<u16>) {
        let lists = matched.words.iter();
        let lists = lists.filter_map(|&(cost, word)| Some((cost, self.holders(word)?)));
        if matched.size <= SORTED {
            let all = lists.flat_map(|(cost, docs)| docs.iter().map(move |doc| (doc, cost)));
            let mut all: Vec<(u32, Cost)> = all.collect();
            all.sort_unstable();
            all.dedup_by_key(|(doc, _)| *doc);
            return all
                .into_iter()
                .map(|(doc, cost)| (doc, u16::from(cost)))
                .unzip();
        }
        let mut costs = vec![0_u8; self.ids.len()];
        for (cost, docs) in lists {
            for doc in docs.iter() {
                if let Some(cell) = costs.get_mut(doc as usize).filter(|cell| **cell == 0) {
                    *cell = cost + 1;
                }
            }
        }
        let fitting = (0..).zip(costs).filter(|(_, cost)| *cost > 0);
        fitting
            .map(|(doc, cost)| (doc, u16::from(cost) - 1))
            .unzip()
    }
}

/// Growth by an eighth: there are more than a million of these numbers.
fn grow(column: &mut Vec<u32>, value: u32) {
    if column.len() == column.capacity() {
        column.reserve_exact(64 + column.len() / 8);
    }
    column.push(value);
}

/// One pass over the notes for one query.
struct Look<'a, 'b> {
    notes: &'a Notes,
    scope: Scope<'a>,
    top: &'b mut Top,
}

impl Look<'_, '_> {
    /// One word: list by list, the best first.
    fn one(&mut self, word: &Matched) {
        let notes = self.notes;
        let mut seen = Seen::new(notes.ids.len());
        for &(cost, word) in &word.words {
            let Some(docs) = notes.holders(word) else {
                continue;
            };
            let fit = fit_of(u16::from(cost), u16::from(cost / 10), 1);
            if !docs.newest_first(|doc| !seen.first_time(doc) || self.check(doc, fit)) {
                return;
            }
        }
    }

    /// Several words: the documents of the rarest, thinned by each of the others.
    fn all(&mut self, words: &[Matched]) {
        let notes = self.notes;
        let mut order: Vec<&Matched> = words.iter().collect();
        order.sort_by_key(|word| word.size);
        let Some((rarest, others)) = order.split_first() else {
            return;
        };
        let (mut docs, mut costs) = notes.spread(rarest);
        let mut classes: Vec<u16> = costs.iter().map(|cost| cost / 10).collect();
        for other in others {
            let mut here = vec![Cost::MAX; docs.len()];
            for &(cost, word) in &other.words {
                let Some(list) = notes.holders(word) else {
                    continue;
                };
                list.meet(&docs, |at| {
                    if let Some(cell) = here.get_mut(at) {
                        *cell = cost.min(*cell);
                    }
                });
            }
            let mut kept = 0;
            for (at, &cost) in here
                .iter()
                .enumerate()
                .filter(|(_, cost)| **cost != Cost::MAX)
            {
                docs.swap(kept, at);
                costs.swap(kept, at);
                classes.swap(kept, at);
                if let (Some(sum), Some(class)) = (costs.get_mut(kept), classes.get_mut(kept)) {
                    *sum += u16::from(cost);
                    *class += u16::from(cost / 10);
                }
                kept += 1;
            }
            docs.truncate(kept);
            costs.truncate(kept);
            classes.truncate(kept);
        }
        for ((&doc, &cost), &class) in docs.iter().zip(&costs).zip(&classes).rev() {
            if !self.check(doc, fit_of(cost, class, words.len())) {
                return;
            }
        }
    }

    fn check(&mut self, doc: u32, fit: Fit) -> bool {
        let at = doc as usize;
        let (Some(&id), Some(&client)) = (self.notes.ids.get(at), self.notes.clients.get(at))
        else {
            return true;
        };
        if id == GONE {
            return true;
        }
        let reach = self.scope.reach(ItemId::client(client));
        if reach == Reach::Hidden {
            return true;
        }
        let other = reach != Reach::Own;
        self.top.push(Ranked {
            fit,
            item: ItemId::note(id),
            other,
            doc,
        })
    }
}

fn fit_of(cost: u16, class: u16, words: usize) -> Fit {
    // Exact and prefix are classes 0 and 1; nothing else adds up to less than four.
    let close = class <= 1 || usize::from(class) <= words && class < 4;
    Fit {
        cost,
        class,
        fine: 0,
        close,
    }
}
