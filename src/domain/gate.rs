//! Facts of an import count only once its end is in the journal.
//!
//! Everything that folds the journal (heads, search, views, verify) takes its entries through this
//! gate, so the rule has one place.

use std::collections::BTreeMap;

use super::{
    fact::{Entry, Fact},
    ids::ImportId,
};

/// Holds back the entries of imports whose end has not been seen.
#[derive(Debug, Default)]
pub struct Gate {
    waiting: BTreeMap<ImportId, Vec<Entry>>,
}

impl Gate {
    /// Takes the next entry of the journal and returns the entries that count from now on, in the
    /// order in which they are to be applied.
    pub fn admit(&mut self, entry: Entry) -> Vec<Entry> {
        let mut named = None;
        for (_, fact) in &entry.facts {
            match fact {
                Fact::ImportBegan { import, .. } => {
                    self.waiting.insert(*import, Vec::new());
                }
                Fact::ImportRow { import, .. } => named = Some(*import),
                Fact::ImportEnded { import, .. } => {
                    let mut released = self.waiting.remove(import).unwrap_or_default();
                    released.push(entry);
                    return released;
                }
                Fact::ImportAbandoned { import, .. } => {
                    self.waiting.remove(import);
                }
                _ => {}
            }
        }
        match named.and_then(|import| self.waiting.get_mut(&import)) {
            Some(held) => {
                held.push(entry);
                Vec::new()
            }
            None => vec![entry],
        }
    }

    /// Imports that began and have not ended: at a start these were cut off.
    pub fn unfinished(&self) -> impl Iterator<Item = ImportId> {
        self.waiting.keys().copied()
    }

    /// The entries held back for one import.
    pub fn held(&self, import: ImportId) -> &[Entry] {
        self.waiting.get(&import).map_or(&[], Vec::as_slice)
    }
}
