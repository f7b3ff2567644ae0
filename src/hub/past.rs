//! The heads as they stood at the end of an earlier day: for what was known then, and for what has
//! changed since.
//!
//! They are a fold of the journal up to that day. So that nobody waits for years of it, the fold
//! leaves a sealed snapshot at the end of each month that it passes, and the next one begins there.
//! Snapshots may be deleted at any time. The journal's own times decide what a day holds.

mod keep;

use std::sync::{Arc, Mutex};

use chrono::{Datelike, NaiveDate};

use crate::{
    domain::{heads::Heads, zone::store_date},
    wire::Trouble,
};

use super::{
    core::{Core, lock},
    ledger::{self, LedgerError},
    time,
};

/// So many days are kept in memory: a list as it stood then, and what it is compared with.
const DAYS_KEPT: usize = 3;

/// Earlier states of a store; those asked for last are kept in memory.
#[derive(Debug, Default)]
pub struct Past {
    /// The day asked for last stands first.
    last: Mutex<Vec<(NaiveDate, Arc<Heads>)>>,
    /// One fold at a time: the second finds what the first has left.
    folding: Mutex<()>,
}

impl Past {
    /// The heads at the end of `day`, which is over.
    ///
    /// # Errors
    /// Where the journal cannot be read, or where nothing was written by then.
    pub fn at(&self, core: &Core, day: NaiveDate) -> Result<Arc<Heads>, Trouble> {
        let _one_at_a_time = lock(&self.folding);
        if let Some(heads) = self.kept(day) {
            return Ok(heads);
        }
        let heads = fold_to(core, day).map_err(|error| {
            Trouble::offline(format!("What stood then cannot be read: {error}."))
        })?;
        if heads.seq == 0 {
            let words = format!("Nothing was written down by {}.", day.format("%-d %b %Y"));
            return Err(Trouble::refused(words).hint("Choose a later day."));
        }
        let heads = Arc::new(heads);
        let mut last = lock(&self.last);
        last.insert(0, (day, Arc::clone(&heads)));
        last.truncate(DAYS_KEPT);
        Ok(heads)
    }

    fn kept(&self, day: NaiveDate) -> Option<Arc<Heads>> {
        let mut last = lock(&self.last);
        let at = last.iter().position(|(kept, _)| *kept == day)?;
        let found = last.remove(at);
        let heads = Arc::clone(&found.1);
        last.insert(0, found);
        Some(heads)
    }
}

/// Why a fold ended before the journal did.
enum Ended {
    Day,
    Failed(LedgerError),
}

impl From<LedgerError> for Ended {
    fn from(error: LedgerError) -> Ended {
        Ended::Failed(error)
    }
}

fn fold_to(core: &Core, day: NaiveDate) -> Result<Heads, LedgerError> {
    let dir = core.layout.past();
    let mut heads = keep::latest(&dir, core, day).unwrap_or_default();
    let snapshot = core.snapshot();
    let from = heads.seq + 1;
    let folded = ledger::fold::<Ended>(&snapshot, &core.keyring, from, |entry, _| {
        let on = store_date(entry.recorded);
        if ends_a_month(&heads, on) {
            keep::keep(&dir, core, &heads);
        }
        if on > day {
            return Err(Ended::Day);
        }
        heads.apply(&entry);
        Ok(())
    });
    match folded {
        Ok(_) => {
            let today = time::moment(&core.heads()).today;
            if ends_a_month(&heads, today) {
                keep::keep(&dir, core, &heads);
            }
            Ok(heads)
        }
        Err(Ended::Day) => Ok(heads),
        Err(Ended::Failed(error)) => Err(error),
    }
}

/// Whether the next entry, on this day, is of another month than the last.
fn ends_a_month(heads: &Heads, next: NaiveDate) -> bool {
    let last = store_date(heads.recorded);
    heads.seq > 0 && (last.year(), last.month()) != (next.year(), next.month())
}
