//! What all threads of the hub share, and how each part is locked.
//!
//! Heads and index are behind read-write locks that are held for one reading or one group, never
//! across a disk operation.

use std::sync::{
    Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
    atomic::{AtomicBool, Ordering},
    mpsc::{SyncSender, sync_channel},
};

use crate::{
    domain::heads::Heads,
    journal::Snapshot,
    wire::{Reply, Trouble, TroubleKind},
};

use super::{
    config::StoreConfig, drafts::Drafts, finder::Finder, hall::Hall, layout::Layout,
    ledger::SharedKeyring, past::Past, records::Records, writer::Job,
};

/// Jobs that may wait for the writer; a session beyond that waits itself.
pub const JOBS_MAX: usize = 256;

/// The hub's shared state.
pub struct Core {
    pub layout: Layout,
    pub config: StoreConfig,
    pub keyring: SharedKeyring,
    heads: RwLock<Heads>,
    /// The journal up to its last durable group, for reading beside the writer.
    snapshot: Mutex<Snapshot>,
    pub records: Records,
    pub finder: Finder,
    pub hall: Hall,
    pub drafts: Drafts,
    pub past: Past,
    jobs: Mutex<Option<SyncSender<Job>>>,
    /// Why nothing can be saved, where that is so.
    read_only: Mutex<Option<Trouble>>,
    pub clock_accepted: AtomicBool,
}

/// What a hub is put together from.
pub struct Parts {
    pub layout: Layout,
    pub config: StoreConfig,
    pub keyring: SharedKeyring,
    pub heads: Heads,
    pub snapshot: Snapshot,
    pub records: Records,
    pub read_only: Option<Trouble>,
}

impl Core {
    pub fn new(parts: Parts, jobs: SyncSender<Job>) -> Core {
        Core {
            drafts: Drafts::new(parts.layout.drafts(), SharedKeyring::clone(&parts.keyring)),
            layout: parts.layout,
            config: parts.config,
            keyring: parts.keyring,
            heads: RwLock::new(parts.heads),
            snapshot: Mutex::new(parts.snapshot),
            records: parts.records,
            finder: Finder::default(),
            hall: Hall::default(),
            past: Past::default(),
            jobs: Mutex::new(Some(jobs)),
            read_only: Mutex::new(parts.read_only),
            clock_accepted: AtomicBool::new(false),
        }
    }

    pub fn heads(&self) -> RwLockReadGuard<'_, Heads> {
        self.heads.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn heads_mut(&self) -> RwLockWriteGuard<'_, Heads> {
        self.heads.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn snapshot(&self) -> Snapshot {
        lock(&self.snapshot).clone()
    }

    pub fn set_snapshot(&self, snapshot: Snapshot) {
        *lock(&self.snapshot) = snapshot;
    }

    /// Why nothing can be saved now, if so.
    pub fn read_only(&self) -> Option<Trouble> {
        lock(&self.read_only).clone()
    }

    /// The damage, where that is why nothing can be saved: then nothing is made anew from the
    /// journal either, because it holds less than what was made from it before.
    pub fn damage(&self) -> Option<Trouble> {
        self.read_only()
            .filter(|reason| reason.kind == TroubleKind::Damaged)
    }

    pub fn set_read_only(&self, reason: Option<Trouble>) {
        *lock(&self.read_only) = reason;
    }

    pub fn clock_is_accepted(&self) -> bool {
        self.clock_accepted.load(Ordering::Relaxed)
    }

    /// Hands a job to the writer and waits for its answer.
    pub fn ask_writer(&self, job: impl FnOnce(SyncSender<Reply>) -> Job) -> Reply {
        let going = || {
            Reply::Trouble(
                Trouble::offline("The hub is going away. Nothing was saved.")
                    .hint("Try again in a moment; your draft is kept."),
            )
        };
        let (out, answer) = sync_channel(1);
        let Some(jobs) = lock(&self.jobs).clone() else {
            return going();
        };
        if jobs.send(job(out)).is_err() {
            return going();
        }
        answer.recv().unwrap_or_else(|_| going())
    }

    /// No more jobs: the writer finishes what it has and ends.
    pub fn close_jobs(&self) {
        lock(&self.jobs).take();
    }
}

/// A mutex whose holder panicked is still whole: every holder leaves it so at every step.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
