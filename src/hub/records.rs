//! Full records from the views, and making the views again while the hub runs.
//!
//! A reader waits until the views have reached what it was told of. Where the views are damaged,
//! the records are away for as long as a rebuild takes; everything else goes on.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use crate::{
    domain::{
        fact::Entry,
        gate::Gate,
        heads::{CaseHead, Heads},
        ids::ClientId,
        record::{CaseRecord, ClientRecord},
    },
    journal::Snapshot,
    seal::StoreId,
    views::{Batch, Follower, Reached, Rebuild, Views, ViewsError},
    wire::Trouble,
};

use super::{
    core::{Core, lock},
    ledger::{self, LedgerError, SharedKeyring},
};

/// Views are milliseconds behind; one that is further away is in trouble.
const PATIENCE: Duration = Duration::from_secs(10);

/// The views, or what stands in their way.
enum State {
    /// Not handed over yet: the hub is still being put together.
    Absent,
    Ready {
        views: Arc<Views>,
        follower: Arc<Follower>,
        since: u64,
    },
    Rebuilding,
}

/// Full records, as far as they are there.
pub struct Records {
    state: Mutex<State>,
    /// Entries folded in by a rebuild under way, and entries there are.
    done: AtomicU64,
    of: AtomicU64,
}

/// Why a rebuild did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    #[error(transparent)]
    Views(#[from] ViewsError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Default for Records {
    fn default() -> Records {
        let state = Mutex::new(State::Absent);
        Records {
            state,
            done: AtomicU64::new(0),
            of: AtomicU64::new(0),
        }
    }
}

impl Records {
    /// Takes the views into use; they follow from here on.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start(&self, core: &Arc<Core>, views: Views) -> Result<(), Trouble> {
        let views = Arc::new(views);
        let since = views.high_water();
        let theirs = Arc::downgrade(core);
        let failed = move |error: ViewsError| {
            if let Some(core) = theirs.upgrade() {
                core.records.rebuild_if(&core, error.wants_rebuild());
            }
        };
        let follower = Follower::start(Arc::clone(&views), failed)
            .map_err(|error| Trouble::offline(format!("No thread for the views: {error}.")))?;
        let follower = Arc::new(follower);
        *lock(&self.state) = State::Ready {
            views,
            follower,
            since,
        };
        Ok(())
    }

    /// Sends durable entries after the views; `core`'s heads have them already.
    pub fn follow(&self, core: &Core, entries: &[Entry]) {
        let state = lock(&self.state);
        let State::Ready {
            follower, since, ..
        } = &*state
        else {
            return;
        };
        // A rebuild that has just ended may have read these from the journal already.
        if entries.iter().all(|entry| entry.seq <= *since) {
            return;
        }
        if let Ok(batch) = Batch::of(entries.to_vec(), &core.heads()) {
            // Where they no longer follow, the follower itself has asked for a rebuild.
            follower.send(batch);
        }
    }

    /// The views, once they have reached `seq`.
    ///
    /// # Errors
    /// A sentence where they are being made again.
    pub fn at(&self, seq: u64) -> Result<Arc<Views>, Trouble> {
        let state = lock(&self.state);
        let State::Ready {
            views, follower, ..
        } = &*state
        else {
            return Err(self.being_rebuilt());
        };
        if follower.reached() >= seq {
            return Ok(Arc::clone(views));
        }
        let (views, follower) = (Arc::clone(views), Arc::clone(follower));
        drop(state);
        match follower.wait_until(seq, PATIENCE) {
            Reached::Yes => Ok(views),
            Reached::NotYet | Reached::Never(_) => Err(self.being_rebuilt()),
        }
    }

    /// One client's own fields; `None` where there is no such client or they were erased.
    ///
    /// # Errors
    /// A sentence where the records are away.
    pub fn client(&self, client: ClientId, seq: u64) -> Result<Option<ClientRecord>, Trouble> {
        self.at(seq)?.client(client).map_err(|error| away(&error))
    }

    /// One case whole.
    ///
    /// # Errors
    /// A sentence where the records are away.
    pub fn case(&self, head: &CaseHead, seq: u64) -> Result<Option<CaseRecord>, Trouble> {
        self.at(seq)?.case(head).map_err(|error| away(&error))
    }

    fn being_rebuilt(&self) -> Trouble {
        let (done, of) = (
            self.done.load(Ordering::Relaxed),
            self.of.load(Ordering::Relaxed),
        );
        let percent = (done * 100).checked_div(of).unwrap_or(0);
        Trouble::offline(format!(
            "The records are being made again: {percent} % done."
        ))
        .hint("Nothing is lost. Lists work; try again in a moment.")
    }

    /// Makes the views again in the background, where that is the cure.
    pub fn rebuild_if(&self, core: &Arc<Core>, wanted: bool) {
        if !wanted {
            return;
        }
        let old = {
            let mut state = lock(&self.state);
            if matches!(*state, State::Rebuilding) {
                return;
            }
            std::mem::replace(&mut *state, State::Rebuilding)
        };
        let core = Arc::clone(core);
        let spawned = thread::Builder::new()
            .name("rebuild".to_owned())
            .spawn(move || {
                // This may have been called on the follower's own thread, which is waited for here.
                close(old);
                // Where it fails, the records stay away and the next start tries again.
                core.records.rebuild(&core).unwrap_or_default();
            });
        drop(spawned);
    }

    /// Makes the views again from the journal and takes them into use.
    ///
    /// # Errors
    /// What the disk or the journal says.
    pub fn rebuild(&self, core: &Arc<Core>) -> Result<(), RebuildError> {
        close(std::mem::replace(
            &mut *lock(&self.state),
            State::Rebuilding,
        ));
        let store = core
            .keyring
            .read()
            .map_err(|_| LedgerError::Poisoned)?
            .store();
        let dir = core.layout.views();
        let snapshot = core.snapshot();
        let (views, _) = from_journal(&dir, store, &core.keyring, &snapshot, &mut |done, of| {
            self.done.store(done, Ordering::Relaxed);
            self.of.store(of, Ordering::Relaxed);
        })?;
        // What was written meanwhile is read while the writer waits at `follow`.
        let views = catch_up(core, views)?;
        self.start(core, views).map_err(|trouble| {
            RebuildError::Views(ViewsError::Io(std::io::Error::other(trouble.message)))
        })
    }

    /// Lets the views write what is on its way, and closes them.
    pub fn stop(&self) {
        close(std::mem::replace(&mut *lock(&self.state), State::Absent));
    }
}

/// How often, and how long, a reader that still holds the views is waited for.
const CLOSE_TRIES: u32 = 3_000;
const CLOSE_STEP: Duration = Duration::from_millis(10);

/// Writes what is on its way and closes the views, once nobody reads them any more.
fn close(state: State) {
    let State::Ready {
        views, follower, ..
    } = state
    else {
        return;
    };
    drop(follower);
    let mut views = Some(views);
    for _ in 0..CLOSE_TRIES {
        match views.take().map(Arc::try_unwrap) {
            Some(Err(held)) => views = Some(held),
            Some(Ok(_)) | None => return,
        }
        thread::sleep(CLOSE_STEP);
    }
}

/// Reads what the journal has beyond the views.
fn catch_up(core: &Core, views: Views) -> Result<Views, RebuildError> {
    let mut heads = views.load_heads(|_, _| {})?;
    replay(&views, &mut heads, &core.snapshot(), &core.keyring)?;
    Ok(views)
}

/// Folds the journal's entries beyond the views into views and heads; gives the gate, which holds
/// what is still between a beginning and an end.
///
/// # Errors
/// What the journal or the views say.
pub fn replay(
    views: &Views,
    heads: &mut Heads,
    snapshot: &Snapshot,
    keyring: &SharedKeyring,
) -> Result<Gate, RebuildError> {
    let reached = views.high_water();
    let mut gate = Gate::default();
    let mut waiting: Vec<Entry> = Vec::new();
    ledger::read_from::<RebuildError>(snapshot, keyring, views.resume_from(), |entry| {
        let known = entry.seq <= reached;
        let released = gate.admit(entry);
        if !known {
            for entry in released {
                heads.apply(&entry);
                waiting.push(entry);
            }
            if waiting.len() >= ENTRIES_A_BATCH {
                views.write(&Batch::of(std::mem::take(&mut waiting), heads)?)?;
            }
        }
        Ok(())
    })?;
    if !waiting.is_empty() {
        views.write(&Batch::of(waiting, heads)?)?;
    }
    Ok(gate)
}

const ENTRIES_A_BATCH: usize = 5_000;
/// Progress is told after so many entries.
const PROGRESS_STEP: u64 = 10_000;

/// Makes views from the first entry on.
///
/// # Errors
/// What the journal or the disk says.
pub fn from_journal(
    dir: &std::path::Path,
    store: StoreId,
    keyring: &SharedKeyring,
    snapshot: &Snapshot,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Views, (Heads, Gate)), RebuildError> {
    let mut rebuild = Rebuild::begin(dir, store, Arc::clone(keyring))?;
    let mut heads = Heads::default();
    let mut gate = Gate::default();
    let of = snapshot.last_seq();
    ledger::read_from::<RebuildError>(snapshot, keyring, 1, |entry| {
        if entry.seq % PROGRESS_STEP == 0 {
            progress(entry.seq, of);
        }
        let released = gate.admit(entry);
        for entry in &released {
            heads.apply(entry);
        }
        Ok(rebuild.add(&released)?)
    })?;
    Ok((rebuild.finish(&heads)?, (heads, gate)))
}

fn away(error: &ViewsError) -> Trouble {
    Trouble::offline(format!("The record cannot be shown: {error}."))
        .hint("Try again in a moment; if it stays so, run `caseload verify`.")
}
