//! What stands in the values that hold the others together.
//!
//! They form a tree of tags: the mark holds sums over all heads and rows, a head holds the tag of
//! every other value of its client. So a value that sled lost, or that it went back on, is noticed
//! by whoever reads past it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    error::ViewsError,
    vault::{Tag, decode, encode},
};
use crate::domain::{
    heads::{CaseHead, ClientHead, Counters, Setting},
    ids::{CaseId, ImportId},
};

/// How far the views reach and what must be there; written with every batch.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Mark {
    /// The last entry that counts in the views.
    pub(super) seq: u64,
    pub(super) recorded: DateTime<Utc>,
    /// Set while more is being written than goes into one batch. Views found so are made again.
    pub(super) unfinished: bool,
    /// Where imports began whose end has not been seen.
    pub(super) imports: BTreeMap<ImportId, u64>,
    pub(super) heads: Sum,
    pub(super) rows: Sum,
    pub(super) setting: Setting,
    pub(super) next: Counters,
}

/// A count of values and a sum over their tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Sum {
    pub(super) count: u32,
    weight: u64,
}

impl Sum {
    /// Counts a value that is there now.
    pub(super) fn add(&mut self, weight: u64) {
        self.count = self.count.wrapping_add(1);
        self.weight = self.weight.wrapping_add(weight);
    }

    /// Counts a value that is there no more.
    pub(super) fn take(&mut self, weight: u64) {
        self.count = self.count.wrapping_sub(1);
        self.weight = self.weight.wrapping_sub(weight);
    }
}

/// The tags of all that is kept of a client beside the head.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Stubs {
    pub(super) record: Tag,
    pub(super) cases: Vec<(CaseId, CaseStub)>,
}

/// The tags of what is kept of a case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct CaseStub {
    pub(super) fields: Tag,
    pub(super) chunks: Vec<Tag>,
    /// Bytes of history in the last chunk, which tell whether more fits in.
    pub(super) tail_bytes: u32,
}

/// The value of a head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) stubs: Stubs,
    pub(super) head: ClientHead,
    pub(super) cases: Vec<CaseHead>,
}

impl Stubs {
    pub(super) fn case(&self, case: CaseId) -> Option<&CaseStub> {
        self.cases
            .iter()
            .find_map(|(id, stub)| (*id == case).then_some(stub))
    }

    /// The stubs alone, from the value of a head.
    pub(super) fn decode(plain: &[u8]) -> Result<Stubs, ViewsError> {
        postcard::take_from_bytes(plain)
            .map(|(stubs, _)| stubs)
            .map_err(|_| ViewsError::damaged("a head does not read as one"))
    }
}

impl Kept {
    /// The part that lists need, which stands after the stubs.
    pub(super) fn encode_lists(
        head: &ClientHead,
        cases: &[&CaseHead],
    ) -> Result<Vec<u8>, ViewsError> {
        encode(&(head, cases))
    }

    /// The whole value, from the stubs and the part that lists need.
    pub(super) fn join(stubs: &Stubs, lists: &[u8]) -> Result<Vec<u8>, ViewsError> {
        let mut value = encode(stubs)?;
        value.extend_from_slice(lists);
        Ok(value)
    }

    pub(super) fn decode(plain: &[u8]) -> Result<Kept, ViewsError> {
        let (stubs, head, cases) = decode(plain)?;
        Ok(Kept { stubs, head, cases })
    }
}
