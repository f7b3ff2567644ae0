//! The best few of many: what is seen by whom, in which order, and how many there are. Knows costs
//! and ids, no words.
//!
//! The order in one sentence: the best fit first, and of those that fit equally well clients with an
//! open case before those with closed ones only, one's own before others', then by name as shown.
//! All words that begin as typed fit equally well: `mar` brings Marek, Margaret, Maria. Clients stand
//! before services, and these before notes, of which the newest comes first.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::shown::Place;

/// What kind of thing a hit is, in the order in which equally good ones are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A person the service knows.
    Client,
    /// A VCSE service or activity.
    Service,
    /// A note on a client's record.
    Note,
}

/// A set of kinds, for narrowing the finder to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindSet(u8);

impl KindSet {
    /// Every kind.
    pub const ALL: Self = Self(7);

    /// One kind only.
    pub fn only(kind: Kind) -> Self {
        Self(1 << kind as u8)
    }

    /// This set with one more kind.
    #[must_use]
    pub fn with(self, kind: Kind) -> Self {
        Self(self.0 | 1 << kind as u8)
    }

    /// Whether `kind` is in it.
    pub fn has(self, kind: Kind) -> bool {
        self.0 & 1 << kind as u8 != 0
    }
}

/// Anything that can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemId {
    /// What it is.
    pub kind: Kind,
    /// Its number among those of its kind.
    pub id: u32,
}

impl ItemId {
    /// The client of that number.
    pub fn client(id: u32) -> Self {
        Self {
            kind: Kind::Client,
            id,
        }
    }

    /// The service of that number.
    pub fn service(id: u32) -> Self {
        Self {
            kind: Kind::Service,
            id,
        }
    }

    /// The note of that number.
    pub fn note(id: u32) -> Self {
        Self {
            kind: Kind::Note,
            id,
        }
    }
}

/// How near a client is to whoever asks, the nearest first. A note is as near as its client,
/// whether a case is open or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// The asker's own or covered, with an open case; also services.
    Own,
    /// May be seen, with an open case.
    Other,
    /// The asker's own or covered, with closed cases only.
    OwnClosed,
    /// May be seen, with closed cases only.
    OtherClosed,
    /// May not be seen: neither shown nor counted.
    Hidden,
}

impl Reach {
    /// The reach of a note about a client of this reach.
    pub(super) fn of_note(self) -> Self {
        match self {
            Self::Own | Self::OwnClosed => Self::Own,
            Self::Other | Self::OtherClosed => Self::Other,
            Self::Hidden => Self::Hidden,
        }
    }
}

/// Whom a search looks at.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    /// Clients known to be the asker's own, ascending. They are looked at one by one and before all
    /// others, so none is missed where a search over everyone stops early.
    pub(super) own: &'a [u32],
    /// Nobody else's clients are looked at.
    pub(super) only_own: bool,
    /// How near each is.
    pub(super) reach: &'a dyn Fn(ItemId) -> Reach,
}

/// How well an item fits a query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fit {
    /// The costs of the query's words, added up.
    pub(super) cost: u16,
    /// The classes of the query's words, added up: items of equal class fit equally well.
    pub(super) class: u16,
    /// Between equals: names left unmatched, names out of their order, parts of names and
    /// those not used now.
    pub(super) fine: u8,
    /// All words fit as typed, and none only the practice.
    pub(super) close: bool,
}

/// An item with its place in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ranked {
    /// How well it fits.
    pub(super) fit: Fit,
    /// What it is.
    pub(super) item: ItemId,
    /// How near it is to the asker.
    pub(super) reach: Reach,
    /// Where its name stands; the same for all notes.
    pub(super) place: Place,
    /// Its number in the index, where that is not its id (notes).
    pub(super) doc: u32,
}

impl Ord for Ranked {
    /// Best first, as the head of this file says; the lowest id first among those of one name.
    fn cmp(&self, with: &Self) -> Ordering {
        let key = |r: &Self| {
            let age = if r.item.kind == Kind::Note {
                u32::MAX - r.item.id
            } else {
                r.item.id
            };
            (r.fit.cost, r.item.kind, r.reach, r.fit.fine, r.place, age)
        };
        key(self).cmp(&key(with))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, with: &Self) -> Option<Ordering> {
        Some(self.cmp(with))
    }
}

/// The best of what has been seen of one kind, and the count of all of it.
#[derive(Debug)]
pub(super) struct Top {
    limit: usize,
    most: usize,
    best: BinaryHeap<Ranked>,
    /// Items that fit and may be seen.
    pub(super) total: usize,
    /// Those of them that fit closely.
    pub(super) close: usize,
    /// Counting stopped early: there are more.
    pub(super) stopped: bool,
}

impl Top {
    /// Keeps the best `limit` of at most `most` items.
    pub(super) fn new(limit: usize, most: usize) -> Self {
        let best = BinaryHeap::with_capacity(limit.min(most) + 1);
        Self {
            limit,
            most,
            best,
            total: 0,
            close: 0,
            stopped: false,
        }
    }

    /// Whether this one would be among the best.
    pub(super) fn would_keep(&self, ranked: &Ranked) -> bool {
        self.best.len() < self.limit || self.best.peek().is_some_and(|worst| ranked < worst)
    }

    /// Counts one more; `false` once enough have been counted.
    pub(super) fn count(&mut self, close: bool) -> bool {
        if self.total >= self.most {
            self.stopped = true;
            return false;
        }
        self.total += 1;
        self.close += usize::from(close);
        true
    }

    /// Counts an item and keeps it if it is among the best; `false` once enough have been counted.
    pub(super) fn push(&mut self, ranked: Ranked) -> bool {
        if !self.count(ranked.fit.close) {
            return false;
        }
        if self.best.len() < self.limit {
            self.best.push(ranked);
        } else if let Some(mut worst) = self.best.peek_mut()
            && ranked < *worst
        {
            *worst = ranked;
        }
        true
    }

    /// Takes the best, in order.
    pub(super) fn take_best(&mut self) -> Vec<Ranked> {
        std::mem::take(&mut self.best).into_sorted_vec()
    }
}

/// Which ids have been looked at, one bit each.
#[derive(Debug)]
pub(super) struct Seen(Vec<u64>);

impl Seen {
    /// None of the ids below `end`.
    pub(super) fn new(end: usize) -> Self {
        Self(vec![0; end.div_ceil(64)])
    }

    /// Marks an id.
    pub(super) fn add(&mut self, id: u32) {
        if let Some(bits) = self.0.get_mut(id as usize / 64) {
            *bits |= 1 << (id % 64);
        }
    }

    /// Whether an id is marked.
    pub(super) fn has(&self, id: u32) -> bool {
        self.0
            .get(id as usize / 64)
            .is_some_and(|bits| bits & 1 << (id % 64) != 0)
    }

    /// Marks an id; `true` the first time.
    pub(super) fn first_time(&mut self, id: u32) -> bool {
        let bit = 1 << (id % 64);
        let Some(bits) = self.0.get_mut(id as usize / 64) else {
            return false;
        };
        let new = *bits & bit == 0;
        *bits |= bit;
        new
    }
}
