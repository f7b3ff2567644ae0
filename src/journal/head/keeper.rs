//! Keeping the head close behind the journal, in a thread of its own.

use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::{Found, Mark, SLOT_BYTES, path_of, slot_bytes};
use crate::journal::error::JournalError;
use crate::seal::disk::{self, Disk, DiskFile, Open};
use crate::seal::{Keyring, Label, SealingKey, StoreId};

/// Writes marks into the two slots in turn.
#[derive(Debug)]
struct Slots {
    file: Box<dyn DiskFile>,
    key: SealingKey,
    store: StoreId,
    generation: u64,
    next_slot: usize,
}

impl Slots {
    fn write(&mut self, mark: Mark) -> Result<(), JournalError> {
        let page = slot_bytes(
            &self.key,
            self.store,
            self.next_slot,
            self.generation + 1,
            mark,
        )?;
        disk::write_all_at(&*self.file, &page, (self.next_slot * SLOT_BYTES) as u64)
            .and_then(|()| self.file.sync_data())
            .map_err(|error| JournalError::io("writing", Path::new("head"), error))?;
        self.generation += 1;
        self.next_slot = 1 - self.next_slot;
        Ok(())
    }
}

#[derive(Debug, Default)]
struct Shared {
    pending: Option<Mark>,
    closing: bool,
    failed: bool,
}

type Watch = Arc<(Mutex<Shared>, Condvar)>;

/// Keeps the head close behind the journal.
#[derive(Debug)]
pub(crate) struct Keeper {
    watch: Watch,
    slots: Arc<Mutex<Slots>>,
    thread: Option<JoinHandle<()>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Keeper {
    /// Opens the head that was `found` and writes `mark` into it at once, which also heals a slot
    /// that a power cut tore. Without a `delay` the head moves only by [`Keeper::sync`].
    pub(crate) fn open(
        disk: &dyn Disk,
        dir: &Path,
        keyring: &Keyring,
        found: &Found,
        mark: Mark,
        delay: Option<Duration>,
    ) -> Result<Self, JournalError> {
        let path = path_of(dir);
        let file = disk
            .open(&path, Open::Write)
            .map_err(|error| JournalError::io("opening", &path, error))?;
        let mut slots = Slots {
            file,
            key: keyring.derive(Label::JournalHead),
            store: keyring.store(),
            generation: found.generation,
            next_slot: found.next_slot,
        };
        slots.write(mark)?;
        let slots = Arc::new(Mutex::new(slots));
        let watch = Watch::default();
        let thread = match delay {
            None => None,
            Some(delay) => {
                let (watch, slots) = (Arc::clone(&watch), Arc::clone(&slots));
                let body = move || follow(&watch, &slots, delay);
                let spawned = std::thread::Builder::new()
                    .name("journal-head".to_owned())
                    .spawn(body);
                Some(spawned.map_err(|error| JournalError::io("following", &path, error))?)
            }
        };
        Ok(Self {
            watch,
            slots,
            thread,
        })
    }

    /// Says that the journal is durable up to `mark`.
    pub(crate) fn note(&self, mark: Mark) {
        lock(&self.watch.0).pending = Some(mark);
        self.watch.1.notify_one();
    }

    /// Whether writing the head has failed; then the journal takes no more writes.
    pub(crate) fn failed(&self) -> bool {
        lock(&self.watch.0).failed
    }

    /// Writes and syncs what was noted, now.
    pub(crate) fn sync(&self) -> Result<(), JournalError> {
        write_pending(&self.watch, &self.slots)
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        lock(&self.watch.0).closing = true;
        self.watch.1.notify_one();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has left the older slot as it was; there is nothing to add.
            let _ = thread.join();
        }
    }
}

/// The head's thread: waits without ticking, then gives a burst of groups `delay` to gather.
fn follow(watch: &Watch, slots: &Mutex<Slots>, delay: Duration) {
    loop {
        let state = lock(&watch.0);
        let idle = |state: &mut Shared| state.pending.is_none() && !state.closing;
        let state = watch
            .1
            .wait_while(state, idle)
            .unwrap_or_else(PoisonError::into_inner);
        let gather = |state: &mut Shared| !state.closing;
        let (state, _) = watch
            .1
            .wait_timeout_while(state, delay, gather)
            .unwrap_or_else(PoisonError::into_inner);
        let closing = state.closing;
        drop(state);
        // The failure is kept in the shared state, where the next append finds it.
        let failed = write_pending(watch, slots).is_err();
        if closing || failed {
            return;
        }
    }
}

fn write_pending(watch: &Watch, slots: &Mutex<Slots>) -> Result<(), JournalError> {
    let mut slots = lock(slots);
    let mark = {
        let mut state = lock(&watch.0);
        if state.failed {
            return Err(JournalError::Poisoned);
        }
        state.pending.take()
    };
    let Some(mark) = mark else { return Ok(()) };
    slots
        .write(mark)
        .inspect_err(|_| lock(&watch.0).failed = true)
}
