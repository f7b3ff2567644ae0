//! Folding many entries beside the heads that others read, to put all of it in place at once.
//!
//! A list of a hundred thousand people takes seconds to fold. Folded beside, nobody waits for it
//! and nobody sees half of it.

use std::collections::BTreeSet;

use super::{CaseHead, Heads};
use crate::domain::{
    fact::{About, Entry, Fact},
    ids::ClientId,
};

/// The clients that some entries touch, with those entries folded in.
///
/// The heads it was begun on must not change until it is put in place.
#[derive(Debug)]
pub struct Beside {
    heads: Heads,
    clients: BTreeSet<ClientId>,
}

impl Beside {
    /// Begins on these heads.
    pub fn of(heads: &Heads) -> Beside {
        Beside {
            heads: Heads {
                seq: heads.seq,
                recorded: heads.recorded,
                directory: heads.directory.clone(),
                ..Heads::default()
            },
            clients: BTreeSet::new(),
        }
    }

    /// Folds in an entry; `from` are the heads it was begun on.
    pub fn apply(&mut self, from: &Heads, entry: &Entry) {
        let mut wanted: Vec<ClientId> = entry.facts.iter().flat_map(clients_of).collect();
        while let Some(client) = wanted.pop() {
            if !self.clients.insert(client) {
                continue;
            }
            if let Some(head) = from.own_client(client) {
                let cases = head.cases.iter().filter_map(|case| from.case(*case));
                self.heads.restore(head.clone(), cases.cloned().collect());
                // Records that were joined change together.
                wanted.extend(&head.records);
                wanted.extend(head.merged.map(|merged| merged.into));
            }
        }
        self.heads.apply(entry);
    }

    /// The directory and the clients touched so far, as they will be.
    pub fn heads(&self) -> &Heads {
        &self.heads
    }

    /// The clients touched so far.
    pub fn clients(&self) -> &BTreeSet<ClientId> {
        &self.clients
    }

    /// Puts everything in place.
    pub fn put_into(mut self, heads: &mut Heads) {
        for client in &self.clients {
            if let Some(was) = heads.clients.take(client.0) {
                for case in was.cases {
                    if let Some(was) = heads.cases.take(case.0) {
                        heads.unindex(&was);
                    }
                }
            }
        }
        // Records that were joined name the same cases, so all go before any comes.
        for client in self.clients {
            if let Some(now) = self.heads.clients.take(client.0) {
                let cases: Vec<CaseHead> = now
                    .cases
                    .iter()
                    .filter_map(|case| self.heads.cases.take(case.0).map(|head| *head))
                    .collect();
                heads.restore(*now, cases);
            }
        }
        heads.directory = self.heads.directory;
        heads.seq = self.heads.seq;
        heads.recorded = self.heads.recorded;
    }
}

/// The clients whose heads a fact changes.
fn clients_of((about, fact): &(About, Fact)) -> Vec<ClientId> {
    let mut clients = match about {
        About::Client(client) => vec![*client],
        About::Staff(_) | About::Rest => Vec::new(),
    };
    match fact {
        Fact::ClientAdded { client, .. } | Fact::CaseOpened { client, .. } => clients.push(*client),
        Fact::ClientsMerged { kept, gone } | Fact::ClientsUnmerged { kept, gone } => {
            clients.extend([*kept, *gone]);
        }
        _ => {}
    }
    clients
}
