//! One client's values as they change, before they are written.
//!
//! Only what a fact touches is read: a contact needs the last chunk of its case and nothing else.

mod case;

pub(super) use case::lines;

use case::PendingCase;
use chrono::{DateTime, Utc};

use super::{
    error::ViewsError,
    place::Place,
    shelf::Changes,
    value::Stubs,
    vault::{Tag, Vault, decode, encode},
};
use crate::domain::{
    fact::{Entry, Fact},
    ids::{CaseId, ClientId, StaffId},
    record::ClientRecord,
};

/// How values that are already stored are read.
pub(super) trait Stored {
    /// The plain bytes of a value; `None` where there is none, or its key was destroyed.
    fn plain(&self, place: Place, tag: Tag) -> Result<Option<Vec<u8>>, ViewsError>;
}

/// A client's values, changed and not yet written.
#[derive(Debug)]
pub(super) struct Pending {
    client: ClientId,
    stubs: Stubs,
    /// The record, from the first fact that changes it.
    record: Option<ClientRecord>,
    cases: Vec<PendingCase>,
    /// Whether the client is there after these facts.
    there: bool,
    large: bool,
}

/// When and by whom the fact at hand was recorded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    seq: u64,
    recorded: DateTime<Utc>,
    who: StaffId,
}

impl Moment {
    pub(super) fn of(entry: &Entry) -> Self {
        Moment {
            seq: entry.seq,
            recorded: entry.recorded,
            who: entry.who,
        }
    }
}

impl Pending {
    /// Begins with what is stored of the client: `None` where nothing is. `large` tells a rebuild
    /// or an import from a day's work.
    pub(super) fn new(client: ClientId, stubs: Option<Stubs>, large: bool) -> Pending {
        let there = stubs.is_some();
        Pending {
            client,
            stubs: stubs.unwrap_or_default(),
            record: None,
            cases: Vec::new(),
            there,
            large,
        }
    }

    /// Folds in one fact about this client. Returns how many bytes of memory it cost.
    pub(super) fn apply(
        &mut self,
        moment: Moment,
        fact: &Fact,
        stored: &dyn Stored,
    ) -> Result<usize, ViewsError> {
        match fact {
            Fact::ClientAdded { .. } => {
                let mut record = ClientRecord::default();
                record.apply(moment.seq, moment.recorded, moment.who, fact);
                self.record = Some(record);
                self.there = true;
                Ok(600)
            }
            Fact::ClientSet { .. } | Fact::ClientsMerged { .. } | Fact::ClientsUnmerged { .. }
                if self.there =>
            {
                let record = self.record(stored)?;
                record.apply(moment.seq, moment.recorded, moment.who, fact);
                Ok(100)
            }
            Fact::PartSet { case, .. } if self.there => {
                let record = self.record(stored)?;
                record.apply(moment.seq, moment.recorded, moment.who, fact);
                let bytes = match case {
                    Some(case) => self.case(*case).apply(moment, fact, stored)?,
                    None => 0,
                };
                Ok(bytes + 300)
            }
            Fact::ClientWithdrawn { .. } => {
                for case in self.stubs.cases.clone() {
                    self.case(case.0);
                }
                for case in &mut self.cases {
                    case.withdraw();
                }
                self.record = None;
                self.there = false;
                Ok(0)
            }
            _ => match fact.case() {
                Some(case) if self.there => self.case(case).apply(moment, fact, stored),
                _ => Ok(0),
            },
        }
    }

    fn record(&mut self, stored: &dyn Stored) -> Result<&mut ClientRecord, ViewsError> {
        let record = match self.record.take() {
            Some(record) => record,
            None => {
                let plain = stored.plain(Place::Record(self.client), self.stubs.record)?;
                plain
                    .as_deref()
                    .map(decode)
                    .transpose()?
                    .unwrap_or_default()
            }
        };
        Ok(self.record.insert(record))
    }

    fn case(&mut self, case: CaseId) -> &mut PendingCase {
        let at = self.cases.iter().position(|known| known.case == case);
        let at = at.unwrap_or_else(|| {
            self.cases.push(PendingCase::new(
                self.client,
                case,
                self.stubs.case(case),
                self.large,
            ));
            self.cases.len() - 1
        });
        &mut self.cases[at]
    }

    /// Seals what changed into `changes`. Returns the client's stubs as they are after it, or
    /// `None` where the client is gone or their key was destroyed.
    pub(super) fn write(
        mut self,
        vault: &Vault,
        changes: &mut Changes,
    ) -> Result<Option<Stubs>, ViewsError> {
        let place = Place::Record(self.client);
        if !self.there {
            changes.insert(place.key(), None);
        } else if let Some(record) = &self.record {
            match vault.seal(place, &encode(record)?)? {
                Some(sealed) => {
                    self.stubs.record = Tag::of(&sealed);
                    changes.insert(place.key(), Some(sealed));
                }
                None => return Ok(None),
            }
        }
        for case in self.cases {
            let id = case.case;
            self.stubs.cases.retain(|(known, _)| *known != id);
            if let Some(stub) = case.write(vault, changes)? {
                self.stubs.cases.push((id, stub));
            }
        }
        self.stubs.cases.sort_by_key(|(case, _)| *case);
        Ok(self.there.then_some(self.stubs))
    }
}
