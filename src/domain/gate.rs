//! Facts of an import count only once its end is in the journal.
//!
//! Everything that folds the journal (heads, search, views, verify) takes its entries through this
//! gate, so the rule has one place. The gate keeps no entries, because a list may have more of them
//! than fit in memory: whoever reads the journal reads the rows again when their end is there.

use std::collections::BTreeMap;

use super::{
    fact::{Entry, Fact},
    ids::{CaseId, ClientId, ImportId},
};

/// Knows which imports began and have not ended.
#[derive(Debug, Default)]
pub struct Gate {
    open: BTreeMap<ImportId, Unfinished>,
}

/// What the next entry of the journal means.
#[derive(Debug)]
pub enum Admitted {
    /// It counts from now on.
    Counts(Entry),
    /// It counts when its import ends, and is to be read again then.
    Waits,
    /// The rows of this import count now, and `end` after them.
    Ends {
        import: ImportId,
        /// The entry that began it; its rows lie between that one and `end`.
        began: u64,
        end: Entry,
    },
}

/// An import whose end has not been seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfinished {
    pub import: ImportId,
    pub began: u64,
    /// The highest ids that its rows have given out.
    pub client: ClientId,
    pub case: CaseId,
}

impl Gate {
    /// Takes the next entry of the journal.
    pub fn admit(&mut self, entry: Entry) -> Admitted {
        for (_, fact) in &entry.facts {
            match fact {
                Fact::ImportBegan { import, .. } => {
                    let begun = Unfinished {
                        import: *import,
                        began: entry.seq,
                        client: ClientId(0),
                        case: CaseId(0),
                    };
                    self.open.insert(*import, begun);
                }
                Fact::ImportEnded { import, .. } => {
                    let import = *import;
                    return match self.open.remove(&import) {
                        Some(Unfinished { began, .. }) => Admitted::Ends {
                            import,
                            began,
                            end: entry,
                        },
                        None => Admitted::Counts(entry),
                    };
                }
                Fact::ImportAbandoned { import, .. } => {
                    self.open.remove(import);
                }
                _ => {}
            }
        }
        match row_of(&entry).and_then(|import| self.open.get_mut(&import)) {
            Some(open) => {
                open.note(&entry);
                Admitted::Waits
            }
            None => Admitted::Counts(entry),
        }
    }

    /// Imports that began and have not ended: at a start these were cut off.
    pub fn unfinished(&self) -> impl Iterator<Item = &Unfinished> {
        self.open.values()
    }
}

impl Unfinished {
    fn note(&mut self, entry: &Entry) {
        for (_, fact) in &entry.facts {
            match fact {
                Fact::ClientAdded { client, .. } => self.client = self.client.max(*client),
                Fact::CaseOpened { case, .. } => self.case = self.case.max(*case),
                _ => {}
            }
        }
    }
}

/// The import that an entry is a row of.
pub fn row_of(entry: &Entry) -> Option<ImportId> {
    entry.facts.iter().rev().find_map(|(_, fact)| match fact {
        Fact::ImportRow { import, .. } => Some(*import),
        _ => None,
    })
}
