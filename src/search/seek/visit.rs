//! From the rarest word of a reading to those who fit all of it. Reach is asked inside, so that what
//! may not be seen is never counted and never crowds out what may.

use super::{Matched, Run, fit, number_cost};
use crate::search::rank::{Fit, ItemId, Kind, Ranked, Reach, Scope, Seen, Top};
use crate::search::shelf::Shelf;
use crate::search::shown::Place;
use crate::search::text::{ASIDE, Cost};

/// Looks through a shelf for those who fit all `words`.
pub(in crate::search) fn visit(
    shelf: &Shelf,
    kind: Kind,
    words: &[Matched<'_>],
    scope: Scope<'_>,
    top: &mut Top,
) {
    let Some(rarest) = words.iter().min_by_key(|word| word.size) else {
        return;
    };
    if rarest.runs.is_empty() {
        return;
    }
    let others = words
        .iter()
        .filter(|word| !std::ptr::eq(*word, rarest) && word.is_worth_listing(rarest));
    let mut visit = Visit {
        shelf,
        kind,
        words,
        top,
        seen: Seen::new(shelf.end()),
        others: others.map(|word| word.holders(shelf)).collect(),
    };
    if kind == Kind::Client {
        for &id in scope.own {
            if visit.seen.first_time(id) && !visit.check(id, scope.reach) {
                return;
            }
        }
        if scope.only_own {
            return;
        }
    }
    let alone = words.len() == 1;
    for (cost, run) in &rarest.runs {
        let going_on = match run {
            Run::Word { aside, word } => {
                let ids = shelf.lexicon(*aside).holders(*word).iter();
                let known = Some(*cost).filter(|_| alone);
                ids.copied().all(|id| visit.look(id, known, scope.reach))
            }
            Run::Keys { facet, range } => {
                let keys = shelf
                    .keys(*facet)
                    .range((*range.start(), 0)..=(*range.end(), u32::MAX));
                let cost = |key| number_cost(rarest.word, *facet, key).filter(|_| alone);
                keys.copied()
                    .all(|(key, id)| visit.look(id, cost(key), scope.reach))
            }
        };
        if !going_on {
            return;
        }
    }
}

struct Visit<'a, 'q> {
    shelf: &'a Shelf,
    kind: Kind,
    words: &'a [Matched<'q>],
    top: &'a mut Top,
    seen: Seen,
    /// Those who have the other words, as far as they are listed.
    others: Vec<Seen>,
}

impl Visit<'_, '_> {
    /// Looks at one who fits the rarest word; `false` once enough have been counted. Where the cost
    /// is known already (one query word, the best way first) those that cannot be among the best
    /// are only counted.
    fn look(&mut self, id: u32, cost: Option<Cost>, reach: &dyn Fn(ItemId) -> Reach) -> bool {
        if !self.others.iter().all(|others| others.has(id)) || !self.seen.first_time(id) {
            return true;
        }
        let item = ItemId {
            kind: self.kind,
            id,
        };
        let reach = reach(item);
        if reach == Reach::Hidden {
            return true;
        }
        match cost {
            Some(cost) if !self.is_hopeful(cost, item, reach) => self.top.count(cost < ASIDE),
            _ => self.check(id, &|_| reach),
        }
    }

    /// Whether one of that cost may be among the best, by reach and then by name: the record is
    /// read last, because records are scattered over the memory.
    fn is_hopeful(&self, cost: Cost, item: ItemId, reach: Reach) -> bool {
        let mut hoped = Ranked {
            fit: Fit {
                cost: u16::from(cost),
                class: u16::from(cost / 10),
                fine: 0,
                close: cost < ASIDE,
            },
            item,
            reach,
            place: Place::default(),
            doc: item.id,
        };
        if !self.top.would_keep(&hoped) {
            return false;
        }
        let record = self.shelf.record(item.id);
        hoped.place = record.map_or(hoped.place, |record| record.place);
        self.top.would_keep(&hoped)
    }

    /// Counts one who fits all words and may be seen; `false` once enough have been counted.
    fn check(&mut self, id: u32, reach: &dyn Fn(ItemId) -> Reach) -> bool {
        let Some(record) = self.shelf.record(id) else {
            return true;
        };
        let Some(fit) = fit(self.words, record) else {
            return true;
        };
        let item = ItemId {
            kind: self.kind,
            id,
        };
        let reach = reach(item);
        let ranked = Ranked {
            fit,
            item,
            reach,
            place: record.place,
            doc: id,
        };
        reach == Reach::Hidden || self.top.push(ranked)
    }
}
