//! What a decision looks up beyond the heads: full records, earlier entries, likenesses.

use std::cell::RefCell;

use crate::{
    domain::{
        client::{ClientField, ClientFields},
        decide::Shelf,
        fact::Entry,
        heads::Heads,
        ids::{CaseId, ClientId, PracticeId},
        record::{CaseRecord, ClientRecord},
    },
    search::{ClientWords, Namesake},
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

    fn similar(&self, fields: &ClientFields, practice: PracticeId) -> Vec<ClientId> {
        let text = |field| fields.get(&field).map_or("", String::as_str);
        let finder = &self.core.finder;
        let like = ClientWords {
            given: text(ClientField::Given),
            family: text(ClientField::Family),
            born: text(ClientField::Born).parse().ok(),
            nhs: text(ClientField::NhsNumber),
            postcode: text(ClientField::Postcode),
            ..ClientWords::default()
        };
        let alike = self.noted(finder.duplicates(like.given, like.family, like.born, ""));
        let mut similar = alike.unwrap_or_default();
        let at_home = |namesake: &Namesake| {
            let head = self.heads.client(ClientId(namesake.client));
            namesake.same_postcode || head.is_some_and(|head| head.practice == practice)
        };
        let namesakes = finder.namesakes(&like).into_iter().filter(at_home);
        for namesake in namesakes.map(|namesake| ClientId(namesake.client)) {
            if !similar.contains(&namesake) {
                similar.push(namesake);
            }
        }
        similar
    }

    fn with_nhs(&self, digits: &str) -> Option<ClientId> {
        self.noted(self.core.finder.duplicates("", "", None, digits))?
            .into_iter()
            .next()
    }
}
