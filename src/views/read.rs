//! Reading: the lists at start, one client, one case, and everybody in turn.

use std::{
    ops::{Bound, ControlFlow},
    sync::mpsc::{SyncSender, sync_channel},
    thread,
};

use super::{
    Views, directory,
    error::ViewsError,
    pending::{Stored as _, lines},
    place::{HEADS, Place, ROWS},
    shelf::Pair,
    value::{CaseStub, Kept, Stubs, Sum},
    vault::{decode, weight},
};
use crate::domain::{
    heads::{CaseHead, Heads},
    ids::{CaseId, ClientId},
    record::{CaseRecord, ClientRecord, Happening},
};

/// How many values are read from the store at a time.
const PAGE: usize = 1024;
/// Pages that may wait to be opened.
const PAGES_AHEAD: usize = 2;

impl Views {
    /// Everything that lists need, as the views have it.
    ///
    /// `progress` hears how many clients have been read of how many. Clients whose key was
    /// destroyed are left out.
    ///
    /// # Errors
    /// [`ViewsError::Damaged`] where anything is missing, older than the mark or changed.
    pub fn load_heads(&self, mut progress: impl FnMut(u32, u32)) -> Result<Heads, ViewsError> {
        let _turn = self.read_turn();
        let mark = self.state().mark.clone();
        let mut heads = Heads {
            seq: mark.seq,
            recorded: mark.recorded,
            ..Heads::default()
        };
        heads.directory.setting = mark.setting;
        heads.directory.next = mark.next;
        let rows = self.each(ROWS, |place, bytes| {
            if let (Place::Row(row), Some(plain)) = (place, self.vault.open(place, bytes)?) {
                directory::restore(&mut heads.directory, row, &plain)?;
            }
            Ok(())
        })?;
        let mut read = 0;
        let sum = self.each(HEADS, |place, bytes| {
            if let Some(plain) = self.vault.open(place, bytes)? {
                let kept = Kept::decode(&plain)?;
                heads.restore(kept.head, kept.cases);
            }
            read += 1;
            if read % (PAGE as u32) == 0 {
                progress(read, mark.heads.count);
            }
            Ok(())
        })?;
        match (rows == mark.rows, sum == mark.heads) {
            (true, true) => {
                progress(read, mark.heads.count);
                Ok(heads)
            }
            _ => Err(self.damage("some of the lists are missing or out of date")),
        }
    }

    /// Reads all values of one kind, and what they sum up to. The store is read on a thread of its
    /// own, because opening what was read takes as long: a hub starts the faster for it.
    fn each(
        &self,
        kind: (&'static [u8], &'static [u8]),
        mut take: impl FnMut(Place, &[u8]) -> Result<(), ViewsError>,
    ) -> Result<Sum, ViewsError> {
        let mut sum = Sum::default();
        let (out, pages) = sync_channel(PAGES_AHEAD);
        thread::scope(|scope| {
            scope.spawn(|| self.send_pages(kind, out));
            for page in pages {
                for (key, bytes) in &page? {
                    let place = Place::parse(key)
                        .ok_or_else(|| ViewsError::damaged("a key that nothing has"))?;
                    take(place, bytes)?;
                    sum.add(weight(bytes));
                }
            }
            Ok(sum)
        })
    }

    /// Sends all values of one kind, or the error that ends them; stops where nobody takes them.
    fn send_pages(
        &self,
        (from, to): (&[u8], &[u8]),
        out: SyncSender<Result<Vec<Pair>, ViewsError>>,
    ) {
        let mut from = Bound::Included(from.to_vec());
        loop {
            let page = self.shelf.page(from.as_ref().map(Vec::as_slice), to, PAGE);
            match page.as_ref().map(|page| page.last()) {
                Ok(Some((last, _))) => from = Bound::Excluded(last.clone()),
                Ok(None) => return,
                Err(_) => {
                    // Whoever does not wait for the error has met one of its own.
                    out.send(page).unwrap_or_default();
                    return;
                }
            }
            if out.send(page).is_err() {
                return;
            }
        }
    }

    /// One client's own fields; `None` where there is no such client, or they were erased.
    ///
    /// # Errors
    /// [`ViewsError::Damaged`] where they do not read back as they were written.
    pub fn client(&self, client: ClientId) -> Result<Option<ClientRecord>, ViewsError> {
        let _turn = self.read_turn();
        match self.kept(client)? {
            Some(kept) => self.record(client, &kept.stubs),
            None => Ok(None),
        }
    }

    /// One case whole, its history in the order of recording; `None` where the views have no such
    /// case (yet), or the client was erased.
    ///
    /// # Errors
    /// [`ViewsError::Damaged`] where it does not read back as it was written, or disagrees with
    /// the head that the hub holds.
    pub fn case(&self, head: &CaseHead) -> Result<Option<CaseRecord>, ViewsError> {
        let _turn = self.read_turn();
        let Some(kept) = self.kept(head.client)? else {
            return Ok(None);
        };
        let Some(stub) = kept.stubs.case(head.case) else {
            return Ok(None);
        };
        // Other last changes mean that one of the two is ahead of the other, which is no fault.
        let stored = kept.cases.iter().find(|stored| stored.case == head.case);
        if stored.is_some_and(|stored| stored.touch == head.touch && stored.history != head.history)
        {
            return Err(self.damage("a history is not as long as it should be"));
        }
        self.whole_case(head.client, head.case, stub)
    }

    /// The names, numbers and addresses of every client in turn, for the finder.
    ///
    /// # Errors
    /// As [`Views::client`].
    pub fn each_client(
        &self,
        mut take: impl FnMut(&ClientRecord) -> ControlFlow<()>,
    ) -> Result<(), ViewsError> {
        self.each_kept(|views, client, kept| {
            Ok(match views.record(client, &kept.stubs)? {
                Some(record) => take(&record),
                None => ControlFlow::Continue(()),
            })
        })
    }

    /// The history of every case in turn, for the words of its notes. Writers go on between one
    /// client and the next.
    ///
    /// # Errors
    /// As [`Views::case`].
    pub fn each_note(
        &self,
        mut take: impl FnMut(ClientId, CaseId, &[Happening]) -> ControlFlow<()>,
    ) -> Result<(), ViewsError> {
        self.each_kept(|views, client, kept| {
            for (case, stub) in &kept.stubs.cases {
                let history = views.history(client, *case, stub)?;
                if let Some(history) = history
                    && take(client, *case, &history).is_break()
                {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    /// Every client that can be read, in the order of their numbers.
    pub(super) fn each_kept(
        &self,
        mut take: impl FnMut(&Views, ClientId, Kept) -> Result<ControlFlow<()>, ViewsError>,
    ) -> Result<(), ViewsError> {
        let mut from = Bound::Included(HEADS.0.to_vec());
        loop {
            let page = self
                .shelf
                .page(from.as_ref().map(Vec::as_slice), HEADS.1, PAGE)?;
            let Some((last, _)) = page.last() else {
                return Ok(());
            };
            from = Bound::Excluded(last.clone());
            for (key, _) in page {
                let Some(Place::Head(client)) = Place::parse(&key) else {
                    return Err(self.damage("a key that nothing has"));
                };
                // Read again under the turn: a writer may have been faster than this scan.
                let _turn = self.read_turn();
                if let Some(kept) = self.kept(client)?
                    && take(self, client, kept)?.is_break()
                {
                    return Ok(());
                }
            }
        }
    }

    /// What is stored of a client's head; `None` where there is none, or it was erased.
    pub(super) fn kept(&self, client: ClientId) -> Result<Option<Kept>, ViewsError> {
        self.head(client)?.as_deref().map(Kept::decode).transpose()
    }

    /// The tags alone of what is stored of a client.
    pub(super) fn stubs(&self, client: ClientId) -> Result<Option<Stubs>, ViewsError> {
        self.head(client)?.as_deref().map(Stubs::decode).transpose()
    }

    fn head(&self, client: ClientId) -> Result<Option<Vec<u8>>, ViewsError> {
        let place = Place::Head(client);
        match self.shelf.get(&place.key())? {
            Some(bytes) => self.vault.open(place, &bytes),
            None => Ok(None),
        }
    }

    pub(super) fn record(
        &self,
        client: ClientId,
        stubs: &Stubs,
    ) -> Result<Option<ClientRecord>, ViewsError> {
        let plain = self.value(Place::Record(client), stubs.record)?;
        plain.as_deref().map(decode).transpose()
    }

    pub(super) fn whole_case(
        &self,
        client: ClientId,
        case: CaseId,
        stub: &CaseStub,
    ) -> Result<Option<CaseRecord>, ViewsError> {
        let fields = self.value(Place::Fields(client, case), stub.fields)?;
        let (Some(fields), Some(history)) = (fields, self.history(client, case, stub)?) else {
            return Ok(None);
        };
        Ok(Some(CaseRecord {
            case,
            fields: decode(&fields)?,
            history,
        }))
    }

    fn history(
        &self,
        client: ClientId,
        case: CaseId,
        stub: &CaseStub,
    ) -> Result<Option<Vec<Happening>>, ViewsError> {
        let mut history = Vec::new();
        for (number, tag) in (0..).zip(&stub.chunks) {
            match self.value(Place::Chunk(client, case, number), *tag)? {
                Some(plain) => history.extend(lines(&plain)?),
                None => return Ok(None),
            }
        }
        Ok(Some(history))
    }

    fn value(&self, place: Place, tag: super::vault::Tag) -> Result<Option<Vec<u8>>, ViewsError> {
        self.plain(place, tag).map_err(|error| match error {
            ViewsError::Damaged(what) => self.damage(&what),
            other => other,
        })
    }

    /// Damage, unless a large write is under way whose heads come last.
    pub(super) fn damage(&self, what: &str) -> ViewsError {
        match self.state().unfinished {
            true => ViewsError::BeingWritten,
            false => ViewsError::damaged(what),
        }
    }
}
