//! What the hub hands over after each group of entries: the entries, and the lists as they are now.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry::Vacant};

use chrono::{DateTime, Utc};

use super::{
    directory::{self, Rows},
    error::ViewsError,
    place::Row,
    value::Kept,
};
use crate::domain::{
    fact::{About, Entry, Fact},
    heads::{CaseHead, ClientHead, Counters, Heads, Setting},
    ids::ClientId,
};

/// Entries that count from now on, with the heads they lead to.
///
/// Made on the hub's own thread, where the heads are; it keeps only those of the clients that the
/// entries are about, so it is cheap to make and to send.
#[derive(Debug)]
pub struct Batch {
    pub(super) entries: Vec<Entry>,
    /// The heads of the clients concerned, as stored; `None` where there is no such client now.
    pub(super) heads: BTreeMap<ClientId, Option<Vec<u8>>>,
    pub(super) rows: Rows,
    pub(super) setting: Setting,
    pub(super) next: Counters,
    pub(super) seq: u64,
    pub(super) recorded: DateTime<Utc>,
}

/// What entries touch that are handed over in parts.
#[derive(Debug, Default)]
pub(super) struct Touched {
    clients: BTreeSet<ClientId>,
    rows: BTreeSet<Row>,
}

impl Touched {
    pub(super) fn note(&mut self, entry: &Entry) {
        self.rows.extend(directory::touched(entry));
        self.clients
            .extend(entry.facts.iter().filter_map(client_of));
    }

    /// The lists as they are once all of it is folded in, without the entries.
    pub(super) fn lists(self, heads: &Heads) -> Result<Batch, ViewsError> {
        let mut stored = BTreeMap::new();
        let clients = self.clients.into_iter();
        for client in clients.flat_map(|client| together(heads, client)) {
            if let Vacant(place) = stored.entry(client) {
                place.insert(head_of(heads, client)?);
            }
        }
        let mut rows = Rows::new();
        for row in self.rows {
            rows.insert(row, directory::value(&heads.directory, row)?);
        }
        Ok(Batch {
            entries: Vec::new(),
            heads: stored,
            rows,
            setting: heads.directory.setting.clone(),
            next: heads.directory.next,
            seq: heads.seq,
            recorded: heads.recorded,
        })
    }
}

impl Batch {
    /// `entries` as the gate let them through, `heads` with all of them applied.
    ///
    /// # Errors
    /// Only where a head has no compact encoding, which no head that was folded lacks.
    pub fn of(entries: Vec<Entry>, heads: &Heads) -> Result<Batch, ViewsError> {
        let mut touched = Touched::default();
        entries.iter().for_each(|entry| touched.note(entry));
        Ok(Batch {
            entries,
            ..touched.lists(heads)?
        })
    }

    /// The last entry that the heads had folded in.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// Takes in the batch that follows this one, so that both are written in one go.
    pub(super) fn absorb(&mut self, next: Batch) {
        self.entries.extend(next.entries);
        self.heads.extend(next.heads);
        self.rows.extend(next.rows);
        self.setting = next.setting;
        self.next = next.next;
        self.seq = next.seq;
        self.recorded = next.recorded;
    }
}

/// A record with those that it was joined with: a change of one may show in the heads of all.
fn together(heads: &Heads, client: ClientId) -> Vec<ClientId> {
    let leads = heads.leads(client);
    let person = leads.last().copied().unwrap_or(client);
    heads.records_of(person)
}

/// The stored form of a client's head with those of the client's cases.
pub(super) fn head_of(heads: &Heads, client: ClientId) -> Result<Option<Vec<u8>>, ViewsError> {
    heads
        .own_client(client)
        .map(|head| Kept::encode_lists(head, &cases_of(heads, head)))
        .transpose()
}

/// The heads of the cases that stand in a client's own record, in the client's own order.
pub(super) fn cases_of<'a>(heads: &'a Heads, head: &ClientHead) -> Vec<&'a CaseHead> {
    head.cases
        .iter()
        .filter_map(|case| heads.case(*case))
        .filter(|case| case.client == head.client)
        .collect()
}

/// The client whose values a fact changes.
pub(super) fn client_of((about, fact): &(About, Fact)) -> Option<ClientId> {
    match (fact, about) {
        (
            Fact::ClientAdded { client, .. }
            | Fact::ClientWithdrawn { client }
            | Fact::ClientSet { client, .. }
            | Fact::ClientMovedPractice { client, .. }
            | Fact::CaseOpened { client, .. },
            _,
        ) => Some(*client),
        (_, About::Client(client)) => Some(*client),
        _ => None,
    }
}
