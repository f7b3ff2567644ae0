//! Making the views again from the journal, in bounded memory.

use std::{
    path::Path,
    sync::{Arc, RwLock},
};

use super::{
    Views,
    batch::head_of,
    directory,
    error::ViewsError,
    job::{End, Job},
    lane::Lane,
    shelf::{self, Shelf},
    value::Mark,
    vault::Vault,
};
use crate::{
    domain::{fact::Entry, heads::Heads},
    seal::{Keyring, StoreId},
};

/// Views being made from the first entry on. Dropped before [`Rebuild::finish`], they are found
/// unfinished at the next opening.
#[derive(Debug)]
pub struct Rebuild {
    views: Views,
    job: Job,
}

impl Rebuild {
    /// Throws away what stands in `dir` and begins with nothing.
    ///
    /// # Errors
    /// Where the system refuses, or the keyring lacks the store's own key.
    pub fn begin(
        dir: &Path,
        store: StoreId,
        keyring: Arc<RwLock<Keyring>>,
    ) -> Result<Rebuild, ViewsError> {
        shelf::wipe(dir)?;
        let vault = Vault::new(store, keyring);
        let views = Views::new(Shelf::open(dir)?, vault, dir, Mark::default());
        let unfinished = Mark {
            unfinished: true,
            ..Mark::default()
        };
        views.shelf.apply_whole(views.mark_change(&unfinished)?)?;
        let lane = Lane::start(Arc::clone(&views.shelf))?;
        Ok(Rebuild {
            job: Job::anew(views.memory_bytes, lane),
            views,
        })
    }

    /// As [`Views::with_memory`], for the rebuild and the views it gives.
    #[must_use]
    pub fn with_memory(mut self, bytes: usize) -> Rebuild {
        self.views = self.views.with_memory(bytes);
        self.job.memory_bytes = bytes;
        self
    }

    /// Folds in the next entries that count.
    ///
    /// # Errors
    /// Where writing fails; the rebuild is then to be dropped.
    pub fn add(&mut self, entries: &[Entry]) -> Result<(), ViewsError> {
        entries
            .iter()
            .try_for_each(|entry| self.job.add(&self.views, entry))
    }

    /// Writes the lists as all the entries left them, and gives the views to work with.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn finish(self, heads: &Heads) -> Result<Views, ViewsError> {
        let end = End {
            rows: directory::all(&heads.directory)?,
            setting: heads.directory.setting.clone(),
            next: heads.directory.next,
            seq: heads.seq,
            recorded: heads.recorded,
        };
        let clients = heads.clients.iter().map(|head| head.client);
        let lists = |client| head_of(heads, client);
        let mark = self.job.finish(&self.views, lists, clients, end)?;
        self.views.state().mark = mark;
        Ok(self.views)
    }
}
