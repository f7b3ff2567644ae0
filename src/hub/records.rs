//! Full records from the views, and making the views again while the hub runs.
//!
//! A reader waits until the views have reached what it was told of. Where the views are damaged or
//! the disk is full, the records are away until that is cured; everything else goes on.

use std::{
    sync::{
        Arc, Mutex, OnceLock, Weak,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
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
    views::{Batch, Follower, InParts, Opened, Reached, Rebuild, Views, ViewsError},
    wire::Trouble,
};

use super::{
    core::{Core, lock},
    ledger::{self, LedgerError, SharedKeyring},
};

/// Views are milliseconds behind; one that is further away is in trouble.
const PATIENCE: Duration = Duration::from_secs(10);
/// After a cure that failed, whoever asks next tries again, but not before this.
const TRY_AGAIN: Duration = Duration::from_secs(5);

/// The views, or what stands in their way.
enum State {
    /// Not handed over yet, or closed: the hub is being put together or taken apart.
    Absent,
    Ready {
        views: Arc<Views>,
        follower: Arc<Follower>,
        since: u64,
    },
    /// Being opened or made again.
    Rebuilding,
    /// That did not work.
    Away { why: String, since: Instant },
}

/// What helps views that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cure {
    /// They were held up, by a full disk for one: they are opened once more, and follow.
    OpenAgain,
    /// They are damaged: they are made anew from the journal.
    MakeAnew,
}

impl Cure {
    /// What helps after this error.
    fn of(error: &ViewsError) -> Cure {
        if error.wants_rebuild() {
            Cure::MakeAnew
        } else {
            Cure::OpenAgain
        }
    }
}

/// Full records, as far as they are there.
pub struct Records {
    state: Mutex<State>,
    /// Held by whoever opens the views or makes them again.
    making: Mutex<()>,
    /// The hub is going: views are not taken into use any more.
    closed: AtomicBool,
    core: OnceLock<Weak<Core>>,
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
        Records {
            state: Mutex::new(State::Absent),
            making: Mutex::new(()),
            closed: AtomicBool::new(false),
            core: OnceLock::new(),
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
        self.core.get_or_init(|| Arc::downgrade(core));
        let ready = ready(core, views)
            .map_err(|error| Trouble::offline(format!("No thread for the views: {error}.")))?;
        *lock(&self.state) = ready;
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
        // Views that have just been opened again have read these from the journal already.
        if entries.iter().all(|entry| entry.seq <= *since) {
            return;
        }
        if let Ok(batch) = Batch::of(entries.to_vec(), &core.heads()) {
            // Where they no longer follow, the follower itself has asked for a cure.
            follower.send(batch);
        }
    }

    /// As `follow`, for entries that come in parts and count with the entry `at`; `None` where the
    /// views have read them from the journal already, or will.
    pub fn follow_parts(&self, at: u64) -> Option<InParts> {
        match &*lock(&self.state) {
            State::Ready {
                follower, since, ..
            } if at > *since => Some(follower.begin_parts()),
            _ => None,
        }
    }

    /// The views, once they have reached `seq`.
    ///
    /// # Errors
    /// A sentence where they are being made again.
    pub fn at(&self, seq: u64) -> Result<Arc<Views>, Trouble> {
        let state = lock(&self.state);
        let (views, follower) = match &*state {
            State::Ready {
                views, follower, ..
            } if follower.reached() >= seq => return Ok(Arc::clone(views)),
            State::Ready {
                views, follower, ..
            } => (Arc::clone(views), Arc::clone(follower)),
            State::Away { why, since } => {
                let (away, again) = (is_away(why), since.elapsed() >= TRY_AGAIN);
                drop(state);
                if again {
                    self.heal_with(Cure::OpenAgain);
                }
                return Err(away);
            }
            State::Absent | State::Rebuilding => return Err(self.being_rebuilt()),
        };
        drop(state);
        match follower.wait_until(seq, PATIENCE) {
            Reached::Yes => Ok(views),
            Reached::Never(why) => Err(is_away(&why)),
            Reached::NotYet => Err(self.being_rebuilt()),
        }
    }

    /// One client's own fields; `None` where there is no such client or they were erased.
    ///
    /// # Errors
    /// A sentence where the records are away.
    pub fn client(&self, client: ClientId, seq: u64) -> Result<Option<ClientRecord>, Trouble> {
        let read = self.at(seq)?.client(client);
        read.map_err(|error| self.read_failed(&error))
    }

    /// One case whole.
    ///
    /// # Errors
    /// A sentence where the records are away.
    pub fn case(&self, head: &CaseHead, seq: u64) -> Result<Option<CaseRecord>, Trouble> {
        let read = self.at(seq)?.case(head);
        read.map_err(|error| self.read_failed(&error))
    }

    /// What to say where something could not be read; damage is cured in the background.
    pub fn read_failed(&self, error: &ViewsError) -> Trouble {
        if error.wants_rebuild() {
            self.heal_with(Cure::MakeAnew);
        }
        Trouble::offline(format!("The record cannot be shown: {error}."))
            .hint("Try again in a moment; if it stays so, run `caseload verify`.")
    }

    /// Whether the hub is going, so that nobody waits for the records any more.
    pub fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
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

    fn heal_with(&self, cure: Cure) {
        if let Some(core) = self.core.get().and_then(Weak::upgrade) {
            self.heal(&core, cure);
        }
    }

    /// Opens the views again or makes them anew, in the background. Views that can be used are left
    /// alone, unless they are to be made anew.
    pub fn heal(&self, core: &Arc<Core>, cure: Cure) {
        // What cannot be made again stays as it is: most of it can still be read.
        if core.damage().is_some() {
            return;
        }
        let old = {
            let mut state = lock(&self.state);
            match &*state {
                State::Absent | State::Rebuilding => return,
                State::Ready { follower, .. } if cure == Cure::OpenAgain && !follower.failed() => {
                    return;
                }
                State::Ready { .. } | State::Away { .. } => {}
            }
            std::mem::replace(&mut *state, State::Rebuilding)
        };
        let core = Arc::clone(core);
        let spawned = thread::Builder::new()
            .name("rebuild".to_owned())
            .spawn(move || {
                // This may have been called on the follower's own thread, which is waited for here.
                close(old);
                // Where it fails, the records stay away, and whoever asks for one tries again.
                core.records.make(&core, cure).unwrap_or_default();
            });
        drop(spawned);
    }

    /// Makes the views again from the journal and takes them into use.
    ///
    /// # Errors
    /// What the disk or the journal says.
    pub fn rebuild(&self, core: &Arc<Core>) -> Result<(), RebuildError> {
        self.make(core, Cure::MakeAnew)
    }

    fn make(&self, core: &Arc<Core>, cure: Cure) -> Result<(), RebuildError> {
        let _alone = lock(&self.making);
        close(std::mem::replace(
            &mut *lock(&self.state),
            State::Rebuilding,
        ));
        let made = self
            .made(core, cure)
            .and_then(|views| self.take_into_use(core, views));
        if let Err(error) = &made {
            let (why, since) = (error.to_string(), Instant::now());
            *lock(&self.state) = State::Away { why, since };
        }
        made
    }

    /// Views that can be used, not quite up with the journal.
    fn made(&self, core: &Core, cure: Cure) -> Result<Views, RebuildError> {
        let store = core
            .keyring
            .read()
            .map_err(|_| LedgerError::Poisoned)?
            .store();
        let (dir, keyring, snapshot) = (core.layout.views(), &core.keyring, core.snapshot());
        if let Some(damage) = core.damage() {
            return Err(ViewsError::Damaged(damage.message).into());
        }
        if cure == Cure::OpenAgain
            && let Opened::Ready(views) =
                Views::open(&dir, store, Arc::clone(keyring), snapshot.last_seq())?
        {
            match catch_up(core, &views) {
                Ok(()) => return Ok(*views),
                Err(RebuildError::Views(error)) if error.wants_rebuild() => {}
                Err(error) => return Err(error),
            }
        }
        let mut progress = |done, of| {
            self.done.store(done, Ordering::Relaxed);
            self.of.store(of, Ordering::Relaxed);
        };
        let (views, _) = from_journal(&dir, store, keyring, &snapshot, &mut progress)?;
        catch_up(core, &views)?;
        Ok(views)
    }

    /// While the state is held the writer waits at `follow`: what it has published by then is read
    /// from the journal here, what comes later is sent to the follower.
    fn take_into_use(&self, core: &Arc<Core>, views: Views) -> Result<(), RebuildError> {
        let mut state = lock(&self.state);
        if self.is_closed() {
            return Ok(());
        }
        catch_up(core, &views)?;
        *state = ready(core, views).map_err(ViewsError::Io)?;
        Ok(())
    }

    /// Lets the views write what is on its way, and closes them.
    pub fn stop(&self) {
        self.closed.store(true, Ordering::SeqCst);
        close(std::mem::replace(&mut *lock(&self.state), State::Absent));
    }
}

/// Views in use, with the thread that keeps them up with the journal.
fn ready(core: &Arc<Core>, views: Views) -> std::io::Result<State> {
    let views = Arc::new(views);
    let since = views.high_water();
    let theirs = Arc::downgrade(core);
    let failed = move |error: ViewsError| {
        if let Some(core) = theirs.upgrade() {
            core.records.heal(&core, Cure::of(&error));
        }
    };
    let follower = Arc::new(Follower::start(Arc::clone(&views), failed)?);
    Ok(State::Ready {
        views,
        follower,
        since,
    })
}

fn is_away(why: &str) -> Trouble {
    Trouble::offline(format!("The records cannot be shown now: {why}."))
        .hint("Nothing that was saved is lost, and lists work.")
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
fn catch_up(core: &Core, views: &Views) -> Result<(), RebuildError> {
    let snapshot = core.snapshot();
    if views.high_water() >= snapshot.last_seq() {
        return Ok(());
    }
    let mut heads = views.load_heads(|_, _| {})?;
    replay(views, &mut heads, &snapshot, &core.keyring)?;
    Ok(())
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
    let mut waiting: Vec<Entry> = Vec::new();
    // What counts with one entry, such as the rows of a list, is written in one go.
    let mut last_at = 0;
    let gate =
        ledger::fold::<RebuildError>(snapshot, keyring, views.resume_from(), |entry, at| {
            if at <= reached {
                return Ok(());
            }
            if waiting.len() >= ENTRIES_A_BATCH && at != last_at {
                views.write(&Batch::of(std::mem::take(&mut waiting), heads)?)?;
            }
            last_at = at;
            heads.apply(&entry);
            waiting.push(entry);
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
    let of = snapshot.last_seq();
    let gate = ledger::fold::<RebuildError>(snapshot, keyring, 1, |entry, _| {
        if entry.seq % PROGRESS_STEP == 0 {
            progress(entry.seq, of);
        }
        heads.apply(&entry);
        Ok(rebuild.add(std::slice::from_ref(&entry))?)
    })?;
    Ok((rebuild.finish(&heads)?, (heads, gate)))
}
