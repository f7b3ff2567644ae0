//! Full records and each case's history in sled, sealed like the journal, behind it by design.
//!
//! Views are a fold of the journal and hold nothing of their own: whatever is wrong with them, the
//! cure is [`Rebuild`]. They know keys and facts; they must not know requests, people's rights, the
//! search, or where entries come from. The only folder that names sled.

mod batch;
mod check;
mod directory;
mod erase;
mod error;
mod follower;
mod job;
mod open;
mod pending;
mod place;
mod quiet;
mod read;
mod rebuild;
mod shelf;
mod value;
mod vault;

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

pub use batch::Batch;
pub use check::Checked;
pub use error::{Reason, ViewsError};
pub use follower::{Follower, Reached};
pub use open::Opened;
pub use rebuild::Rebuild;

use job::{End, Job};
use shelf::Shelf;
use value::Mark;
use vault::Vault;

/// How much may wait in memory before it is written, unless [`Views::with_memory`] says otherwise.
const MEMORY_BYTES: usize = 128 << 20;

/// The views of one store, open.
#[derive(Debug)]
pub struct Views {
    shelf: Shelf,
    vault: Vault,
    dir: PathBuf,
    memory_bytes: usize,
    state: Mutex<State>,
    /// Held to read while several values are read that belong together, to write while they change.
    turn: RwLock<()>,
    /// Held by whoever writes.
    pen: Mutex<()>,
}

#[derive(Debug)]
struct State {
    mark: Mark,
    /// A write is under way that goes into the store in parts.
    unfinished: bool,
    /// A write failed; what is stored may be half of it.
    broken: bool,
}

impl Views {
    fn new(shelf: Shelf, vault: Vault, dir: &Path, mark: Mark) -> Views {
        Views {
            shelf,
            vault,
            dir: dir.to_owned(),
            memory_bytes: MEMORY_BYTES,
            state: Mutex::new(State {
                mark,
                unfinished: false,
                broken: false,
            }),
            turn: RwLock::new(()),
            pen: Mutex::new(()),
        }
    }

    /// How many bytes of changes may wait in memory before they are written. A batch above it is
    /// written in parts.
    #[must_use]
    pub fn with_memory(mut self, bytes: usize) -> Views {
        self.memory_bytes = bytes;
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read_turn(&self) -> RwLockReadGuard<'_, ()> {
        self.turn.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_turn(&self) -> RwLockWriteGuard<'_, ()> {
        self.turn.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last entry that the views have folded in.
    pub fn high_water(&self) -> u64 {
        self.state().mark.seq
    }

    /// The entry from which the journal is to be read into a fresh [`Gate`] to go on.
    ///
    /// It lies before the high-water mark while an import is under way, whose entries the gate
    /// must see again. What the gate lets through for an entry at or below the high-water mark is
    /// in the views already and is left out.
    ///
    /// [`Gate`]: crate::domain::gate::Gate
    pub fn resume_from(&self) -> u64 {
        let state = self.state();
        let next = state.mark.seq.saturating_add(1);
        state.mark.imports.values().copied().fold(next, u64::min)
    }

    /// Folds a batch in. One batch is in the store whole or not at all; one too large for that
    /// leaves a mark by which the next opening asks for a rebuild should it be cut off.
    ///
    /// # Errors
    /// After any error the views take no more batches, because what is stored may be half of one.
    pub fn write(&self, batch: &Batch) -> Result<(), ViewsError> {
        let _pen = self.pen.lock().unwrap_or_else(PoisonError::into_inner);
        let mark = {
            let state = self.state();
            if state.broken {
                return Err(ViewsError::damaged("an earlier write failed"));
            }
            state.mark.clone()
        };
        let outcome = self.write_batch(mark, batch);
        let mut state = self.state();
        state.unfinished = false;
        match outcome {
            Ok(mark) => {
                state.mark = mark;
                Ok(())
            }
            Err(error) => {
                state.broken = true;
                Err(error)
            }
        }
    }

    fn write_batch(&self, mark: Mark, batch: &Batch) -> Result<Mark, ViewsError> {
        let mut job = Job::new(mark);
        for entry in &batch.entries {
            job.add(self, entry)?;
        }
        let end = End {
            rows: batch.rows.clone(),
            setting: batch.setting.clone(),
            next: batch.next,
            seq: batch.seq,
            recorded: batch.recorded,
        };
        let lists = |client| Ok(batch.heads.get(&client).cloned().flatten());
        job.finish(self, lists, batch.heads.keys().copied(), end)
    }

    /// Hands everything written so far to the system, for an orderly end.
    ///
    /// # Errors
    /// Where sled fails; the views are then behind or damaged, which the next opening finds out.
    pub fn flush(&self) -> Result<(), ViewsError> {
        self.shelf.flush()
    }

    /// The bytes that the views take on the disk.
    ///
    /// # Errors
    /// Where the folder cannot be listed.
    pub fn size_on_disk(&self) -> Result<u64, ViewsError> {
        shelf::size_on_disk(&self.dir)
    }
}
