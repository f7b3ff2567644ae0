//! What one person did lately, newest first: what can be undone, and what was undone and can be
//! brought back.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    access::Asker,
    decide::told,
    fact::Entry,
    heads::Heads,
    ids::{CaseId, ClientId},
};

/// So many entries are shown.
const ROWS_MAX: usize = 20;

/// The list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Lately {
    pub today: NaiveDate,
    pub rows: Vec<LatelyRow>,
}

/// One entry of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LatelyRow {
    pub seq: u64,
    pub at: DateTime<Utc>,
    /// "contact (phone, spoke)"
    pub what: String,
    /// About whom; empty where it is about nobody, or about somebody who is out of reach by now.
    pub client: String,
    pub client_id: Option<ClientId>,
    pub case: Option<CaseId>,
    /// It was undone and can be brought back.
    pub undone: bool,
}

/// The entries to be read for the list, the latest first.
pub fn wanted(heads: &Heads, asker: Asker) -> Vec<u64> {
    let lately = heads.directory.lately.get(&asker.staff.id);
    let mut wanted: Vec<u64> = lately
        .iter()
        .flat_map(|lately| lately.done.iter().chain(&lately.undone))
        .copied()
        .collect();
    wanted.sort_unstable_by(|a, b| b.cmp(a));
    wanted.truncate(ROWS_MAX);
    wanted
}

/// What happened, without what goes without saying in a list.
fn short(what: &str) -> &str {
    what.trim_start_matches("the ")
        .trim_end_matches(", with what it changed")
}

/// The rows of these entries, in their order.
pub fn build(heads: &Heads, asker: Asker, today: NaiveDate, entries: &[Entry]) -> Lately {
    let lately = heads.directory.lately.get(&asker.staff.id);
    let is_undone = |seq| lately.is_some_and(|lately| lately.undone.contains(&seq));
    let row = |entry: &Entry| {
        let told = told(heads, entry);
        let head = told.client.and_then(|client| heads.client(client));
        let reached = head.is_some_and(|head| asker.reaches_client(heads, head));
        // Somebody who is not here (any more) was taken in by this very entry.
        let named = reached || told.client.is_none();
        LatelyRow {
            seq: entry.seq,
            at: entry.recorded,
            what: short(&told.what).to_owned(),
            client: if named { told.name } else { String::new() },
            client_id: told.client.filter(|_| reached),
            case: told.case.filter(|_| reached),
            undone: is_undone(entry.seq),
        }
    };
    Lately {
        today,
        rows: entries.iter().map(row).collect(),
    }
}
