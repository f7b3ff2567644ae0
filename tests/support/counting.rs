//! What counts of a journal that is in memory whole, as the hub reads it from the disk.

use caseload::domain::{
    fact::Entry,
    gate::{Admitted, Gate, row_of},
};

/// The entries that count, in the order in which they do, and the entry at which each began to.
pub(crate) fn counting(journal: &[Entry]) -> Vec<(Entry, u64)> {
    let mut gate = Gate::default();
    let mut counting = Vec::new();
    for entry in journal {
        let at = entry.seq;
        match gate.admit(entry.clone()) {
            Admitted::Waits => {}
            Admitted::Counts(entry) => counting.push((entry, at)),
            Admitted::Ends { import, began, end } => {
                let between = |row: &&Entry| began < row.seq && row.seq < at;
                let rows = journal.iter().filter(between);
                let rows = rows.filter(|row| row_of(row) == Some(import));
                counting.extend(rows.map(|row| (row.clone(), at)));
                counting.push((end, at));
            }
        }
    }
    counting
}
