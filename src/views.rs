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
mod lane;
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
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        mpsc::Receiver,
    },
};

pub use batch::Batch;
pub use check::Checked;
pub use error::{Reason, ViewsError};
pub use follower::{Follower, InParts, Reached};
pub use open::Opened;
pub use rebuild::Rebuild;
pub use vault::SCHEMA as HEADS_SHAPE;

use follower::Part;
use job::{End, Job};
use shelf::Shelf;
use value::Mark;
use vault::Vault;

/// How much may wait in memory before it is written, unless [`Views::with_memory`] says otherwise.
const MEMORY_BYTES: usize = 128 << 20;
/// The same while a hub serves others and folds in what comes in parts, such as a long list.
const PARTS_BYTES: usize = 32 << 20;

/// The views of one store, open.
#[derive(Debug)]
pub struct Views {
    shelf: Arc<Shelf>,
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
            shelf: Arc::new(shelf),
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
        self.writing(|mark| self.write_batch(Job::new(mark, self.memory_bytes), batch))
    }

    fn write_batch(&self, mut job: Job, batch: &Batch) -> Result<Mark, ViewsError> {
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

    /// As [`Views::write`], of a batch that comes in parts; gives the last entry it had.
    fn write_parts(&self, parts: &Receiver<Part>) -> Result<u64, ViewsError> {
        let mut reached = 0;
        self.writing(|mark| {
            let mut job = Job::new(mark, self.memory_bytes.min(PARTS_BYTES));
            while let Ok(part) = parts.recv() {
                match part {
                    Part::Entries(entries) => {
                        entries.iter().try_for_each(|entry| job.add(self, entry))?;
                    }
                    Part::End(batch) => {
                        reached = batch.seq;
                        return self.write_batch(job, &batch);
                    }
                }
            }
            Err(ViewsError::damaged("a large write was given up"))
        })?;
        Ok(reached)
    }

    /// Writes with the pen in hand, and keeps the mark that it comes to.
    fn writing(
        &self,
        write: impl FnOnce(Mark) -> Result<Mark, ViewsError>,
    ) -> Result<(), ViewsError> {
        let _pen = self.pen.lock().unwrap_or_else(PoisonError::into_inner);
        let mark = {
            let state = self.state();
            if state.broken {
                return Err(ViewsError::damaged("an earlier write failed"));
            }
            state.mark.clone()
        };
        let outcome = write(mark);
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
