//! The thread that keeps the views up with the journal, and lets readers wait for it.
//!
//! The hub answers as soon as an entry is durable; the views follow. A session that was told of an
//! entry waits here until the views have it, which takes about as long as one write to memory. What
//! is too much for one batch, such as a long list, comes in parts and counts with the last of them.

use std::{
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::JoinHandle,
    time::Duration,
};

use super::{Batch, Views, ViewsError, batch::Touched};
use crate::domain::{fact::Entry, heads::Heads};

/// Batches that may wait; a hub that is further ahead waits for the views.
const QUEUE_BATCHES: usize = 256;
/// Parts of one large batch that may wait.
const QUEUE_PARTS: usize = 4;
/// Entries that are written in one go when several batches wait.
const ENTRIES_AT_ONCE_MAX: usize = 2_000;

/// How a wait ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reached {
    /// The views have the entry.
    Yes,
    /// Not in the time given; they are still coming.
    NotYet,
    /// They never will: writing failed for this reason, and the views must be made again.
    Never(String),
}

#[derive(Debug, Default)]
struct Progress {
    seq: u64,
    failed: Option<String>,
}

#[derive(Debug, Default)]
struct Shared {
    progress: Mutex<Progress>,
    moved: Condvar,
}

impl Shared {
    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is sent to the thread.
enum Sent {
    Batch(Batch),
    Parts(Receiver<Part>),
}

/// A part of a batch that is too large for memory.
pub(super) enum Part {
    Entries(Vec<Entry>),
    /// The lists that all its entries lead to. Without it none of them counts.
    End(Batch),
}

/// A batch on its way in parts. Dropped before [`InParts::end`], the views follow no more and must
/// be made again.
#[derive(Debug)]
pub struct InParts {
    out: SyncSender<Part>,
    touched: Touched,
}

impl InParts {
    /// Hands over the next entries. Waits while too many are on their way.
    pub fn add(&mut self, entries: Vec<Entry>) {
        entries.iter().for_each(|entry| self.touched.note(entry));
        // Where they no longer follow, the follower itself has said so.
        self.out.send(Part::Entries(entries)).unwrap_or_default();
    }

    /// All entries have been handed over; `heads` has all of them applied.
    ///
    /// # Errors
    /// As [`Batch::of`].
    pub fn end(self, heads: &Heads) -> Result<(), ViewsError> {
        let lists = self.touched.lists(heads)?;
        self.out.send(Part::End(lists)).unwrap_or_default();
        Ok(())
    }
}

/// The writer of the views.
#[derive(Debug)]
pub struct Follower {
    queue: Option<SyncSender<Sent>>,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Follower {
    /// Starts the thread. `failed` is called on it, once, if the views cannot be written any more;
    /// the hub then makes them again from the journal.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start(
        views: Arc<Views>,
        failed: impl FnOnce(ViewsError) + Send + 'static,
    ) -> std::io::Result<Follower> {
        let (queue, sent) = sync_channel(QUEUE_BATCHES);
        let shared = Arc::new(Shared::default());
        shared.progress().seq = views.high_water();
        let theirs = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("views".to_owned())
            .spawn(move || {
                if let Err(error) = follow(&views, &sent, &theirs) {
                    theirs.progress().failed = Some(error.to_string());
                    theirs.moved.notify_all();
                    failed(error);
                }
            })?;
        Ok(Follower {
            queue: Some(queue),
            shared,
            thread: Some(thread),
        })
    }

    /// Hands over the batch after the last one. Waits while too many are on their way.
    ///
    /// Returns whether the views still follow; where not, `failed` has been or is being called.
    pub fn send(&self, batch: Batch) -> bool {
        self.queue
            .as_ref()
            .is_some_and(|queue| queue.send(Sent::Batch(batch)).is_ok())
    }

    /// Begins a batch that comes in parts; all batches after it wait for its end.
    pub fn begin_parts(&self) -> InParts {
        let (out, parts) = sync_channel(QUEUE_PARTS);
        if let Some(queue) = &self.queue {
            // As above: whether they follow shows at the next reading.
            queue.send(Sent::Parts(parts)).unwrap_or_default();
        }
        InParts {
            out,
            touched: Touched::default(),
        }
    }

    /// The last entry that the views have.
    pub fn reached(&self) -> u64 {
        self.shared.progress().seq
    }

    /// Whether writing failed, so that the views follow no more.
    pub fn failed(&self) -> bool {
        self.shared.progress().failed.is_some()
    }

    /// Waits until the views have the entry `seq`, at most as long as `patience`.
    pub fn wait_until(&self, seq: u64, patience: Duration) -> Reached {
        let waiting = |progress: &mut Progress| progress.seq < seq && progress.failed.is_none();
        let (progress, _) = self
            .shared
            .moved
            .wait_timeout_while(self.shared.progress(), patience, waiting)
            .unwrap_or_else(PoisonError::into_inner);
        match &progress.failed {
            _ if progress.seq >= seq => Reached::Yes,
            Some(reason) => Reached::Never(reason.clone()),
            None => Reached::NotYet,
        }
    }

    /// Writes what is on its way, hands it to the system and ends the thread.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // It catches what it runs; were it to panic, there is nobody left to tell.
            let _ended = thread.join();
        }
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.end();
    }
}

fn follow(views: &Views, queue: &Receiver<Sent>, shared: &Shared) -> Result<(), ViewsError> {
    let mut next = None;
    while let Some(sent) = next.take().or_else(|| queue.recv().ok()) {
        let reached = match sent {
            Sent::Parts(parts) => views.write_parts(&parts)?,
            Sent::Batch(mut batch) => {
                next = absorb_waiting(&mut batch, queue);
                views.write(&batch)?;
                batch.seq()
            }
        };
        shared.progress().seq = reached;
        shared.moved.notify_all();
    }
    views.flush()
}

/// Takes in the batches that wait; gives what waits behind them and cannot be taken in.
fn absorb_waiting(batch: &mut Batch, queue: &Receiver<Sent>) -> Option<Sent> {
    while batch.entries.len() < ENTRIES_AT_ONCE_MAX {
        match queue.try_recv().ok()? {
            Sent::Batch(more) => batch.absorb(more),
            parts @ Sent::Parts(_) => return Some(parts),
        }
    }
    None
}
