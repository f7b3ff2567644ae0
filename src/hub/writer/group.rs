//! A group: entries decided, not yet durable.

use std::{collections::BTreeSet, sync::mpsc::SyncSender};

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        decide::Decision,
        fact::{About, Entry},
        heads::{Counters, Heads},
        ids::{CaseId, ClientId, StaffId},
        intent::{Intent, Referred},
    },
    wire::{Reply, talk::Done},
};

/// The entries of one sync, with those who wait for it.
#[derive(Default)]
pub struct Group {
    entries: Vec<Entry>,
    answers: Vec<(SyncSender<Reply>, Done)>,
    clients: BTreeSet<ClientId>,
    cases: BTreeSet<CaseId>,
    /// Ids given out in this group, which the heads do not know of yet.
    ids: Option<Counters>,
}

impl Group {
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Intents that read more than one person's state are decided when nothing is under way.
    pub fn wants_to_be_alone(intent: &Intent) -> bool {
        !matches!(
            intent,
            Intent::LogContact { .. }
                | Intent::AddNote { .. }
                | Intent::SetNextStep { .. }
                | Intent::SetState { .. }
                | Intent::Assign { .. }
                | Intent::EditCase { .. }
                | Intent::OpenCase {
                    referred: Referred::Known(_),
                    ..
                }
        )
    }

    /// Whether the intent is about somebody whom this group touches.
    pub fn touches(&self, intent: &Intent) -> bool {
        match intent {
            Intent::LogContact { case, .. }
            | Intent::AddNote { case, .. }
            | Intent::SetNextStep { case, .. }
            | Intent::SetState { case, .. }
            | Intent::Assign { case, .. }
            | Intent::EditCase { case, .. } => self.cases.contains(case),
            Intent::OpenCase {
                referred: Referred::Known(client),
                ..
            } => self.clients.contains(client),
            _ => !self.is_empty(),
        }
    }

    /// The next free ids: the heads', or what this group left of them.
    pub fn ids(&self, heads: &Heads) -> Counters {
        self.ids.unwrap_or(heads.directory.next)
    }

    pub fn set_ids(&mut self, ids: Counters) {
        self.ids = Some(ids);
    }

    /// Adds a decision; `last_seq` is the last durable sequence.
    pub fn add(
        &mut self,
        last_seq: u64,
        who: StaffId,
        recorded: DateTime<Utc>,
        decision: Decision,
        out: SyncSender<Reply>,
    ) {
        let seq = last_seq + 1 + self.entries.len() as u64;
        let recorded = self
            .entries
            .last()
            .map_or(recorded, |last| last.recorded.max(recorded));
        self.clients
            .extend(decision.facts.iter().filter_map(|(about, _)| match about {
                About::Client(client) => Some(*client),
                About::Staff(_) | About::Rest => None,
            }));
        self.cases.extend(decision.case);
        let done = Done {
            seq,
            said: decision.said,
            client: decision.client,
            case: decision.case,
        };
        self.entries.push(Entry {
            seq,
            recorded,
            who,
            facts: decision.facts,
        });
        self.answers.push((out, done));
    }

    /// Empties the group.
    pub fn take(&mut self) -> (Vec<Entry>, Vec<(SyncSender<Reply>, Done)>) {
        let whole = std::mem::take(self);
        (whole.entries, whole.answers)
    }
}
