//! The writer: one thread that decides, makes durable, and only then lets anyone know.
//!
//! Intents that wait together share one sync. Within a group no two may touch the same person, so
//! each is decided on durable state; one that would is decided after the group is on the disk.

mod group;

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, TryRecvError},
    },
};

use crate::{
    domain::{
        access::Asker,
        decide::{self, Decision, Desk},
        heads::{Counters, Heads},
        ids::{ImportId, StaffId},
        intent::Intent,
        refusal::Refusal,
        service::FeedService,
    },
    journal::Journal,
    wire::{
        Reply, Request, Trouble,
        talk::{Done, FeedCommit},
    },
};

use super::{
    core::Core,
    imports, maintain,
    shelf::Shelves,
    staging::Staged,
    time::{self, Moment},
};

pub use group::Group;

/// Intents that one sync carries at most.
const GROUP_MAX: usize = 64;

/// Who asks, as the kernel told the hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who {
    pub staff: StaffId,
    /// The Unix account owns the data folder.
    pub owner: bool,
}

/// Work for the writer.
pub enum Job {
    Intent {
        who: Who,
        intent: Intent,
        out: SyncSender<Reply>,
    },
    Import {
        who: Who,
        list: Option<Staged>,
        dry_run: bool,
        out: SyncSender<Reply>,
    },
    Services {
        who: Who,
        rows: Vec<FeedService>,
        commit: FeedCommit,
        out: SyncSender<Reply>,
    },
    UndoImport {
        who: Who,
        import: ImportId,
        out: SyncSender<Reply>,
    },
    /// Verifying and rebuilding want the journal to stand still.
    Maintain {
        request: Request,
        progress: Progress,
        out: SyncSender<Reply>,
    },
}

/// Told how far a long request has come.
pub type Progress = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// Owns the journal. Ends when the last sender of jobs is gone.
pub struct Writer {
    pub(super) core: Arc<Core>,
    pub(super) journal: Journal,
    jobs: Receiver<Job>,
    group: Group,
    /// Ids that an import under way has given out.
    reserved: Counters,
    /// Jobs that came while an import was under way and must wait for its end.
    later: VecDeque<Job>,
}

impl Writer {
    pub fn new(core: Arc<Core>, journal: Journal, jobs: Receiver<Job>) -> Writer {
        let reserved = core.heads().directory.next;
        let later = VecDeque::new();
        Writer {
            core,
            journal,
            jobs,
            group: Group::default(),
            reserved,
            later,
        }
    }

    /// Runs until the hub stops, then closes the journal.
    pub fn run(mut self) {
        while let Some(first) = self.next_job() {
            self.take(first);
            while !self.group.is_empty() && self.group.len() < GROUP_MAX {
                match self.jobs.try_recv() {
                    Ok(job) => self.take(job),
                    Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
                }
            }
            self.commit();
        }
        // What could not be closed cleanly is put right, and reported, by the next opening.
        self.journal.close().unwrap_or_default();
    }

    fn next_job(&mut self) -> Option<Job> {
        self.later.pop_front().or_else(|| self.jobs.recv().ok())
    }

    /// Ids up to these belong to an import whose facts are not known yet.
    pub(super) fn reserve(&mut self, ids: Counters) {
        self.reserved = ids;
    }

    /// The next free ids, above those of the heads and those of an import that was cut off.
    pub(super) fn next_ids(&self, heads: &Heads) -> Counters {
        heads.directory.next.max_of(self.reserved)
    }

    /// Between two groups of an import, others are served: those who want nothing that the import
    /// is about to change. The rest waits for its end.
    pub(super) fn serve_waiting(&mut self) {
        while let Ok(job) = self.jobs.try_recv() {
            match job {
                Job::Intent { who, intent, out } if !Group::wants_to_be_alone(&intent) => {
                    self.intent(who, intent, out);
                }
                other => self.later.push_back(other),
            }
        }
        self.commit();
    }

    fn take(&mut self, job: Job) {
        match job {
            Job::Intent { who, intent, out } => self.intent(who, intent, out),
            Job::Import {
                who,
                list,
                dry_run,
                out,
            } => {
                self.commit();
                let reply = guarded(|| imports::run(self, who, list, dry_run));
                answer(&out, reply);
            }
            Job::Services {
                who,
                rows,
                commit,
                out,
            } => {
                self.commit();
                let reply = guarded(|| imports::services::run(self, who, rows, &commit));
                answer(&out, reply);
            }
            Job::Maintain {
                request,
                progress,
                out,
            } => {
                self.commit();
                let core = &self.core;
                let run = || maintain::run(core, &request, &progress);
                answer(&out, guarded(|| run().unwrap_or_else(Reply::Trouble)));
            }
            Job::UndoImport { who, import, out } => {
                self.commit();
                let reply = guarded(|| imports::undo(self, who, import));
                answer(&out, reply);
            }
        }
    }

    fn intent(&mut self, who: Who, intent: Intent, out: SyncSender<Reply>) {
        let alone = Group::wants_to_be_alone(&intent);
        if alone || self.group.touches(&intent) {
            self.commit();
        }
        if let Some(trouble) = self.cannot_write() {
            return answer(&out, Reply::Trouble(trouble));
        }
        let decided = catch_unwind(AssertUnwindSafe(|| self.decide(who, intent)));
        match decided.unwrap_or_else(|_| Err(bug())) {
            Err(reply) => answer(&out, reply),
            Ok((moment, decision)) => {
                self.group.add(
                    self.journal.last_seq(),
                    who.staff,
                    moment.now,
                    decision,
                    out,
                );
                if alone {
                    self.commit();
                }
            }
        }
    }

    /// Decides on the durable heads, with ids that nobody in this group was given.
    fn decide(&mut self, who: Who, intent: Intent) -> Result<(Moment, Decision), Reply> {
        let core = Arc::clone(&self.core);
        let heads = core.heads();
        let moment = self.moment(&core)?;
        let Some(staff) = heads.staff(who.staff) else {
            return Err(Reply::Trouble(Trouble::refused(
                "You are no longer known here.",
            )));
        };
        let shelves = Shelves::new(&core, &heads);
        let desk = Desk {
            heads: &heads,
            asker: Asker {
                staff,
                today: moment.today,
                owner: who.owner,
                rights_of: None,
            },
            now: moment.now,
            today: moment.today,
            shelf: &shelves,
        };
        let mut ids = self.group.ids(&heads).max_of(self.reserved);
        let decision = decide::decide(&desk, &mut ids, intent);
        self.group.set_ids(ids);
        let decision = decision.map_err(Reply::Refused)?;
        match shelves.trouble() {
            Some(trouble) => Err(Reply::Trouble(trouble)),
            None => Ok((moment, decision)),
        }
    }

    /// The moment for a decision.
    ///
    /// # Errors
    /// A refusal where the clock cannot be trusted.
    pub(super) fn moment(&self, core: &Core) -> Result<Moment, Reply> {
        let heads = core.heads();
        let moment = time::moment(&heads);
        if let Some(fault) = time::fault(&heads, moment, core.clock_is_accepted()) {
            let hint =
                "Put the clock right, or say that it is right: caseload doctor --accept-clock";
            return Err(Reply::Trouble(Trouble::refused(fault).hint(hint)));
        }
        // A clock that went back a little never makes an entry earlier than the one before.
        Ok(Moment {
            now: moment.now.max(heads.recorded),
            ..moment
        })
    }

    /// Makes the group durable, applies it, and answers everybody in it.
    fn commit(&mut self) {
        if self.group.is_empty() {
            return;
        }
        let (entries, answers) = self.group.take();
        match self.write(&entries, true) {
            Ok(()) => {
                self.publish(entries);
                for (out, done) in answers {
                    answer(&out, Reply::Done(done));
                }
            }
            Err(trouble) => {
                for (out, _) in answers {
                    answer(&out, Reply::Trouble(trouble.clone()));
                }
            }
        }
    }
}

/// What a fault of the program in one job comes to: that job fails, the writer goes on. Nothing of
/// it was decided half: facts are written in groups, and an import without its end does not count.
fn guarded(job: impl FnOnce() -> Reply) -> Reply {
    catch_unwind(AssertUnwindSafe(job)).unwrap_or_else(|_| bug())
}

fn bug() -> Reply {
    Reply::Trouble(
        Trouble::bug("The program failed at this. Nothing was saved.")
            .hint("Your draft is kept. Say what you did to whoever looks after this machine."),
    )
}

/// A session that went away does not hear its answer; what was saved stays saved.
fn answer(out: &SyncSender<Reply>, reply: Reply) {
    out.send(reply).unwrap_or_default();
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Reply {
        Reply::Refused(refusal)
    }
}

impl From<Trouble> for Reply {
    fn from(trouble: Trouble) -> Reply {
        Reply::Trouble(trouble)
    }
}

impl From<Done> for Reply {
    fn from(done: Done) -> Reply {
        Reply::Done(done)
    }
}
