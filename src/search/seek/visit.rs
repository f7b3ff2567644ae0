//! From the rarest word of a reading to those who fit all of it. Reach is asked inside, so that what
//! may not be seen is never counted and never crowds out what may.

use super::{Matched, Run, fit, number_cost};
use crate::search::rank::{Fit, ItemId, Kind, Ranked, Reach, Scope, Seen, Top};
use crate::search::shelf::Shelf;
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
    let own = scope.own.iter().filter(|_| kind == Kind::Client);
    for &id in own {
        if visit.seen.first_time(id) && !visit.check(id, Reach::Own) {
            return;
        }
    }
    let rest = scope.rest.unwrap_or(&|item: ItemId| match item.kind {
        Kind::Client => Reach::Hidden,
        Kind::Service | Kind::Note => Reach::Other,
    });
    if kind == Kind::Client && scope.rest.is_none() {
        return;
    }
    let alone = words.len() == 1;
    for (cost, run) in &rarest.runs {
        let going_on = match run {
            Run::Word { aside, word } => {
                let ids = shelf.lexicon(*aside).holders(*word).iter();
                let known = Some(*cost).filter(|_| alone);
                ids.copied().all(|id| visit.look(id, known, rest))
            }
            Run::Keys { facet, range } => {
                let keys = shelf
                    .keys(*facet)
                    .range((*range.start(), 0)..=(*range.end(), u32::MAX));
                let cost = |key| number_cost(rarest.word, *facet, key).filter(|_| alone);
                keys.copied()
                    .all(|(key, id)| visit.look(id, cost(key), rest))
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
    fn look(&mut self, id: u32, cost: Option<Cost>, rest: &dyn Fn(ItemId) -> Reach) -> bool {
        if !self.others.iter().all(|others| others.has(id)) || !self.seen.first_time(id) {
            return true;
        }
        let item = ItemId {
            kind: self.kind,
            id,
        };
        let reach = rest(item);
        if reach == Reach::Hidden {
            return true;
        }
        if let Some(cost) = cost {
            let class = u16::from(cost / 10);
            let fit = Fit {
                cost: u16::from(cost),
                class,
                fine: 0,
                close: cost < ASIDE,
            };
            let hoped = Ranked {
                fit,
                item,
                other: reach != Reach::Own,
                doc: id,
            };
            if !self.top.would_keep(&hoped) {
                return self.top.count(fit.close);
            }
        }
        self.check(id, reach)
    }

    fn check(&mut self, id: u32, reach: Reach) -> bool {
        let Some(fit) = self
            .shelf
            .record(id)
            .and_then(|record| fit(self.words, record))
        else {
            return true;
        };
        let item = ItemId {
            kind: self.kind,
            id,
        };
        self.top.push(Ranked {
            fit,
            item,
            other: reach != Reach::Own,
            doc: id,
        })
    }
}
