//! Proof that the views are what the journal folds to, for `caseload verify`.

use std::ops::{Bound, ControlFlow};

use super::{Views, batch::head_of, directory, error::ViewsError, place::Place, value::Kept};
use crate::domain::{
    heads::Heads,
    ids::{CaseId, ClientId},
};

/// What a check read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checked {
    pub clients: u32,
    pub cases: u32,
    /// Lines of history in all cases.
    pub lines: u64,
}

impl Views {
    /// Reads everything and compares it with the heads that the journal folds to, which must stand
    /// at the views' own high-water mark.
    ///
    /// # Errors
    /// [`ViewsError::Damaged`] naming the first thing that differs, is missing or is too much.
    pub fn check(&self, heads: &Heads) -> Result<Checked, ViewsError> {
        let loaded = self.load_heads(|_, _| {})?;
        agree(heads.seq == loaded.seq, || {
            format!("they reach entry {}, not {}", loaded.seq, heads.seq)
        })?;
        let same = directory::all(&heads.directory)? == directory::all(&loaded.directory)?
            && heads.directory.next == loaded.directory.next;
        agree(same, || "the directory differs".to_owned())?;
        for head in heads.clients.iter() {
            let same = head_of(heads, head.client)? == head_of(&loaded, head.client)?;
            agree(same, || format!("client {} differs", head.client))?;
        }
        let extra = loaded
            .clients
            .iter()
            .find(|head| heads.client(head.client).is_none());
        agree(extra.is_none(), || "there is a client too many".to_owned())?;
        self.check_records()
    }

    fn check_records(&self) -> Result<Checked, ViewsError> {
        let mut checked = Checked::default();
        let mut values = 0;
        self.each_kept(|views, client, kept| {
            views.record(client, &kept.stubs)?;
            checked.clients += 1;
            values += 2;
            for head in &kept.cases {
                let known = kept.stubs.case(head.case).is_some();
                agree(known, || format!("case {} has no history", head.case))?;
            }
            for (case, stub) in &kept.stubs.cases {
                let record = views.whole_case(client, *case, stub)?.unwrap_or_default();
                checked.cases += 1;
                checked.lines += record.history.len() as u64;
                values += 1 + stub.chunks.len();
            }
            Ok(ControlFlow::Continue(()))
        })?;
        let stored = self.values_of_clients()?;
        agree(stored == values, || {
            format!("there are {stored} values where {values} belong")
        })?;
        Ok(checked)
    }

    /// How many values of clients are stored, those of erased clients left out.
    fn values_of_clients(&self) -> Result<usize, ViewsError> {
        let mut count = 0;
        let mut from = Bound::Included(Vec::new());
        loop {
            let page = self
                .shelf
                .page(from.as_ref().map(Vec::as_slice), b"\xff", 256)?;
            for (key, bytes) in &page {
                let place = Place::parse(key)
                    .ok_or_else(|| ViewsError::damaged("there is a key that nothing has"))?;
                let of_client = !matches!(place, Place::Mark | Place::Row(_));
                if of_client && self.vault.open(place, bytes)?.is_some() {
                    count += 1;
                }
            }
            match page.into_iter().last() {
                Some((last, _)) => from = Bound::Excluded(last),
                None => return Ok(count),
            }
        }
    }

    /// Compares every record with those of other views of the same journal, such as ones made
    /// anew beside these to prove them.
    ///
    /// # Errors
    /// [`ViewsError::Damaged`] naming the first client or case that differs.
    pub fn compare(&self, other: &Views) -> Result<Checked, ViewsError> {
        let mut checked = Checked::default();
        self.each_kept(|views, client, kept| {
            let theirs = other.kept(client)?;
            let named = || format!("client {client} differs");
            agree(
                theirs
                    .as_ref()
                    .is_some_and(|theirs| same_lists(&kept, theirs)),
                named,
            )?;
            let theirs = theirs.map(|kept| kept.stubs).unwrap_or_default();
            let record = views.record(client, &kept.stubs)?;
            agree(record == other.record(client, &theirs)?, named)?;
            checked.clients += 1;
            for (case, stub) in &kept.stubs.cases {
                let record = views.whole_case(client, *case, stub)?.unwrap_or_default();
                let known = theirs.case(*case).cloned().unwrap_or_default();
                let same = other.whole_case(client, *case, &known)?;
                agree(same.as_ref() == Some(&record), || differs(*case, client))?;
                checked.cases += 1;
                checked.lines += record.history.len() as u64;
            }
            Ok(ControlFlow::Continue(()))
        })?;
        let counts = (
            self.state().mark.heads.count,
            other.state().mark.heads.count,
        );
        agree(counts.0 == counts.1, || {
            format!("there are {} clients, not {}", counts.0, counts.1)
        })?;
        Ok(checked)
    }
}

fn same_lists(ours: &Kept, theirs: &Kept) -> bool {
    ours.head == theirs.head
        && ours.cases == theirs.cases
        && ours.stubs.cases.len() == theirs.stubs.cases.len()
}

fn differs(case: CaseId, client: ClientId) -> String {
    format!("case {case} of client {client} differs")
}

fn agree(same: bool, what: impl FnOnce() -> String) -> Result<(), ViewsError> {
    match same {
        true => Ok(()),
        false => Err(ViewsError::Damaged(what())),
    }
}
