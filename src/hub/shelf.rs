//! What a decision looks up beyond the heads: full records, earlier entries, likenesses.

use std::cell::RefCell;

use crate::{
    domain::{
        client::{ClientField, ClientFields},
        decide::Shelf,
        fact::Entry,
        heads::Heads,
        ids::{CaseId, ClientId},
        record::{CaseRecord, ClientRecord},
    },
    wire::Trouble,
};

use super::{core::Core, ledger};

/// The hub's shelf. A look-up that fails is remembered: a decision made on a gap must not stand.
pub struct Shelves<'a> {
    core: &'a Core,
    heads: &'a Heads,
    trouble: RefCell<Option<Trouble>>,
}

impl<'a> Shelves<'a> {
    pub fn new(core: &'a Core, heads: &'a Heads) -> Shelves<'a> {
        Shelves {
            core,
            heads,
            trouble: RefCell::new(None),
        }
    }

    /// What went wrong while looking things up, if anything did.
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble.borrow().clone()
    }

    fn noted<T>(&self, outcome: Result<T, Trouble>) -> Option<T> {
        match outcome {
            Ok(value) => Some(value),
            Err(trouble) => {
                self.trouble.borrow_mut().get_or_insert(trouble);
                None
            }
        }
    }
}

impl Shelf for Shelves<'_> {
    fn client(&self, client: ClientId) -> Option<ClientRecord> {
        self.noted(self.core.records.client(client, self.heads.seq))
            .flatten()
    }

    fn case(&self, case: CaseId) -> Option<CaseRecord> {
        let head = self.heads.case(case)?;
        self.noted(self.core.records.case(head, self.heads.seq))
            .flatten()
    }

    fn entry(&self, seq: u64) -> Option<Entry> {
        let entry = ledger::entry(&self.core.snapshot(), &self.core.keyring, seq);
        self.noted(entry.map_err(|error| Trouble::offline(format!("It cannot be read: {error}."))))
    }

    fn similar(&self, fields: &ClientFields) -> Vec<ClientId> {
        let text = |field| fields.get(&field).map_or("", String::as_str);
        self.noted(self.core.finder.duplicates(
            text(ClientField::Given),
            text(ClientField::Family),
            text(ClientField::Born).parse().ok(),
            "",
        ))
        .unwrap_or_default()
    }

    fn with_nhs(&self, digits: &str) -> Option<ClientId> {
        self.noted(self.core.finder.duplicates("", "", None, digits))?
            .into_iter()
            .next()
    }
}
