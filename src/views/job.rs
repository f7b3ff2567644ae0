//! One piece of writing: entries folded into values in memory, then written in one batch, or in
//! pieces between an "unfinished" mark and a finished one where they are too many.

use std::collections::BTreeMap;

use super::{
    Views,
    batch::client_of,
    directory::Rows,
    error::ViewsError,
    lane::Lane,
    pending::{Moment, Pending, Stored},
    place::Place,
    shelf::Changes,
    value::{Kept, Mark, Stubs},
    vault::{Tag, encode, weight},
};
use crate::domain::{
    fact::{Entry, Fact},
    heads::{Counters, Setting},
    ids::ClientId,
};

/// How much goes to sled at a time; its own memory follows what it has not flushed yet.
const PIECE_BYTES: usize = 4 << 20;

/// What the directory and the lists stand at once everything is written.
pub(super) struct End {
    pub(super) rows: Rows,
    pub(super) setting: Setting,
    pub(super) next: Counters,
    pub(super) seq: u64,
    pub(super) recorded: chrono::DateTime<chrono::Utc>,
}

/// Values on their way into the store.
#[derive(Debug)]
pub(super) struct Job {
    mark: Mark,
    /// Nothing was in the store when this began, so nothing need be looked for.
    fresh: bool,
    /// Parts have been written already.
    spilled: bool,
    waiting: BTreeMap<ClientId, Pending>,
    /// Of the clients whose values have been written: what their heads must say.
    stubs: BTreeMap<ClientId, Option<Stubs>>,
    waiting_bytes: usize,
    /// More than this is not kept waiting.
    pub(super) memory_bytes: usize,
    piece: Changes,
    piece_bytes: usize,
    /// Where pieces are written on a thread of their own.
    lane: Option<Lane>,
}

impl Job {
    pub(super) fn new(mark: Mark, memory_bytes: usize) -> Job {
        Job {
            fresh: mark.seq == 0 && mark.heads.count == 0,
            mark,
            spilled: false,
            waiting: BTreeMap::new(),
            stubs: BTreeMap::new(),
            waiting_bytes: 0,
            memory_bytes,
            piece: Changes::new(),
            piece_bytes: 0,
            lane: None,
        }
    }

    /// Of views that are made anew and that nobody uses yet: marked as unfinished already, so that
    /// everything goes in by pieces.
    pub(super) fn anew(memory_bytes: usize, lane: Lane) -> Job {
        Job {
            spilled: true,
            lane: Some(lane),
            ..Job::new(Mark::default(), memory_bytes)
        }
    }

    /// Folds an entry in, and writes what waits where it has become too much.
    pub(super) fn add(&mut self, views: &Views, entry: &Entry) -> Result<(), ViewsError> {
        for about in &entry.facts {
            match &about.1 {
                Fact::ImportBegan { import, .. } => {
                    self.mark.imports.insert(*import, entry.seq);
                }
                Fact::ImportEnded { import, .. } | Fact::ImportAbandoned { import, .. } => {
                    self.mark.imports.remove(import);
                }
                _ => {}
            }
            if let Some(client) = client_of(about) {
                self.waiting_bytes += self.fold(views, client, Moment::of(entry), &about.1)?;
            }
        }
        if self.waiting_bytes > self.memory_bytes {
            self.spill(views)?;
        }
        Ok(())
    }

    fn fold(
        &mut self,
        views: &Views,
        client: ClientId,
        moment: Moment,
        fact: &Fact,
    ) -> Result<usize, ViewsError> {
        let stored = WithLane {
            views,
            lane: self.lane.as_ref(),
        };
        if let Some(pending) = self.waiting.get_mut(&client) {
            return pending.apply(moment, fact, &stored);
        }
        let stubs = match self.stubs.get(&client) {
            Some(stubs) => stubs.clone(),
            None if self.fresh => None,
            None => views.stubs(client)?,
        };
        let mut pending = Pending::new(client, stubs, self.fresh || self.spilled);
        let bytes = pending.apply(moment, fact, &stored)?;
        self.waiting.insert(client, pending);
        Ok(bytes + 300)
    }

    /// Writes what waits, so that memory stays bounded. From here on the store is unfinished.
    fn spill(&mut self, views: &Views) -> Result<(), ViewsError> {
        if !self.spilled {
            let unfinished = Mark {
                unfinished: true,
                ..self.mark.clone()
            };
            views.shelf.apply_whole(views.mark_change(&unfinished)?)?;
            views.shelf.flush()?;
            views.state().unfinished = true;
            self.spilled = true;
        }
        for (client, pending) in std::mem::take(&mut self.waiting) {
            let mut changes = Changes::new();
            let stubs = pending.write(&views.vault, &mut changes)?;
            self.stubs.insert(client, stubs);
            self.put(views, changes)?;
        }
        self.waiting_bytes = 0;
        self.put_piece(views)
    }

    /// Adds to the piece at hand; where parts may be written, a full one is.
    fn put(&mut self, views: &Views, changes: Changes) -> Result<(), ViewsError> {
        for (key, value) in changes {
            self.piece_bytes += key.len() + value.as_ref().map_or(0, Vec::len);
            self.piece.insert(key, value);
        }
        if self.spilled && self.piece_bytes > PIECE_BYTES {
            self.put_piece(views)?;
        }
        Ok(())
    }

    fn put_piece(&mut self, views: &Views) -> Result<(), ViewsError> {
        self.piece_bytes = 0;
        let piece = std::mem::take(&mut self.piece);
        if let Some(lane) = &self.lane {
            return lane.put(piece);
        }
        {
            let _turn = views.write_turn();
            views.shelf.apply_in_order(&piece)?;
        }
        views.shelf.flush()
    }

    /// Writes the rest, the heads, the rows and the mark. `lists` gives the stored form of a
    /// client's head as it is now.
    pub(super) fn finish(
        mut self,
        views: &Views,
        mut lists: impl FnMut(ClientId) -> Result<Option<Vec<u8>>, ViewsError>,
        touched: impl IntoIterator<Item = ClientId>,
        end: End,
    ) -> Result<Mark, ViewsError> {
        if self.spilled {
            self.spill(views)?;
        }
        for (client, pending) in std::mem::take(&mut self.waiting) {
            let mut changes = Changes::new();
            let stubs = pending.write(&views.vault, &mut changes)?;
            self.stubs.insert(client, stubs);
            self.put(views, changes)?;
        }
        for client in touched {
            self.put_head(views, client, lists(client)?.as_deref())?;
        }
        if self.spilled {
            self.put_piece(views)?;
        }
        if let Some(lane) = self.lane.take() {
            lane.finish()?;
        }
        for (row, value) in end.rows {
            self.put_row(views, row.into(), value.as_deref())?;
        }
        self.mark.seq = self.mark.seq.max(end.seq);
        self.mark.recorded = self.mark.recorded.max(end.recorded);
        self.mark.setting = end.setting;
        self.mark.next = end.next;
        let mut piece = std::mem::take(&mut self.piece);
        piece.extend(views.mark_change(&self.mark)?);
        {
            let _turn = views.write_turn();
            views.shelf.apply_whole(piece)?;
        }
        if self.spilled {
            views.shelf.flush()?;
        }
        Ok(self.mark)
    }

    fn put_head(
        &mut self,
        views: &Views,
        client: ClientId,
        lists: Option<&[u8]>,
    ) -> Result<(), ViewsError> {
        let place = Place::Head(client);
        let stubs = match self.stubs.remove(&client) {
            Some(stubs) => stubs,
            None => views.stubs(client)?,
        };
        let value = match (lists, stubs) {
            (Some(lists), Some(stubs)) => {
                match views.vault.seal(place, &Kept::join(&stubs, lists)?)? {
                    Some(sealed) => Some(sealed),
                    // Destroyed in the meantime: what is there can be read by nobody.
                    None => return Ok(()),
                }
            }
            _ => None,
        };
        let was = self.weight_of(views, place)?;
        exchange(&mut self.mark.heads, was, value.as_deref());
        self.put(views, Changes::from([(place.key(), value)]))
    }

    fn put_row(
        &mut self,
        views: &Views,
        place: Place,
        value: Option<&[u8]>,
    ) -> Result<(), ViewsError> {
        let value = match value {
            Some(plain) => views.vault.seal(place, plain)?,
            None => None,
        };
        let was = self.weight_of(views, place)?;
        exchange(&mut self.mark.rows, was, value.as_deref());
        self.put(views, Changes::from([(place.key(), value)]))
    }

    /// What a stored value weighs in its sum; `None` where there is none.
    fn weight_of(&self, views: &Views, place: Place) -> Result<Option<u64>, ViewsError> {
        if self.fresh {
            return Ok(None);
        }
        let stored = views.shelf.get(&place.key())?;
        Ok(stored.as_deref().map(weight))
    }
}

fn exchange(sum: &mut super::value::Sum, was: Option<u64>, now: Option<&[u8]>) {
    if let Some(was) = was {
        sum.take(was);
    }
    if let Some(now) = now {
        sum.add(weight(now));
    }
}

impl Stored for Views {
    fn plain(&self, place: Place, tag: Tag) -> Result<Option<Vec<u8>>, ViewsError> {
        self.opened(place, tag, self.shelf.get(&place.key())?)
    }
}

/// What is stored, or on its way there.
struct WithLane<'a> {
    views: &'a Views,
    lane: Option<&'a Lane>,
}

impl Stored for WithLane<'_> {
    fn plain(&self, place: Place, tag: Tag) -> Result<Option<Vec<u8>>, ViewsError> {
        match self.lane.and_then(|lane| lane.get(&place.key())) {
            Some(on_its_way) => self.views.opened(place, tag, on_its_way),
            None => self.views.plain(place, tag),
        }
    }
}

impl Views {
    /// A value's plain bytes, if these are the ones that were written last.
    fn opened(
        &self,
        place: Place,
        tag: Tag,
        bytes: Option<Vec<u8>>,
    ) -> Result<Option<Vec<u8>>, ViewsError> {
        let bytes = bytes.ok_or_else(|| ViewsError::damaged("a value is missing"))?;
        if Tag::of(&bytes) != tag {
            return Err(ViewsError::damaged("a value is not the last one written"));
        }
        self.vault.open(place, &bytes)
    }

    /// The mark as a change of the store.
    pub(super) fn mark_change(&self, mark: &Mark) -> Result<Changes, ViewsError> {
        let sealed = self
            .vault
            .seal(Place::Mark, &encode(mark)?)?
            .ok_or_else(|| ViewsError::damaged("the store's own key is destroyed"))?;
        // The store's name stands in the open, so that views of another store are told apart
        // from damaged ones.
        let value = [self.vault.store().0.as_slice(), &sealed].concat();
        Ok(Changes::from([(Place::Mark.key(), Some(value))]))
    }
}
