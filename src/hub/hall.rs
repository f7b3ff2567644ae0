//! Where sessions wait to be told: who listens, and who may hear what.

use std::{
    collections::BTreeMap,
    net::Shutdown,
    os::unix::net::UnixStream,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{SyncSender, TrySendError},
    },
};

use crate::{
    domain::{
        access::Asker,
        heads::Heads,
        ids::{CaseId, ClientId, NoteId, StaffId},
    },
    wire::{Notice, Said},
};

use super::time;

/// One session that asked to be told.
#[derive(Debug, Clone)]
struct Listener {
    staff: StaffId,
    owner: bool,
    out: SyncSender<Said>,
    /// The session's socket, shut where it does not keep up.
    link: Arc<UnixStream>,
}

/// All sessions that listen, by their number.
#[derive(Debug, Default)]
pub struct Hall {
    listeners: Mutex<BTreeMap<u64, Listener>>,
}

/// What a group of entries touched.
#[derive(Debug, Clone, Default)]
pub struct Touched {
    pub clients: Vec<ClientId>,
    pub cases: Vec<CaseId>,
    pub notes: Vec<NoteId>,
    pub directory: bool,
}

/// Who may hear of which of the touched, looked up while the heads say so.
pub type Audience = BTreeMap<u64, Hears>;

/// What one session may hear of.
#[derive(Debug, Default)]
pub struct Hears {
    clients: Vec<ClientId>,
    cases: Vec<CaseId>,
    /// Notes of supervision that this person reads.
    notes: bool,
}

impl Hall {
    fn listeners(&self) -> MutexGuard<'_, BTreeMap<u64, Listener>> {
        self.listeners
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub fn enter(&self, session: u64, asker: Asker, out: SyncSender<Said>, link: Arc<UnixStream>) {
        let (staff, owner) = (asker.staff.id, asker.owner);
        self.listeners().insert(
            session,
            Listener {
                staff,
                owner,
                out,
                link,
            },
        );
    }

    pub fn leave(&self, session: u64) {
        self.listeners().remove(&session);
    }

    /// Who may read the touched records as the heads stand now. Asked before and after a change:
    /// who lost a case is told as well as who got it.
    pub fn audience(&self, heads: &Heads, touched: &Touched, into: &mut Audience) {
        for (session, listener) in self.listeners().iter() {
            let Some(staff) = heads.staff(listener.staff).filter(|staff| staff.active) else {
                continue;
            };
            let asker = Asker {
                staff,
                today: time::moment(heads).today,
                owner: listener.owner,
                rights_of: None,
            };
            let Hears {
                clients,
                cases,
                notes,
            } = into.entry(*session).or_default();
            *notes |= touched.notes.iter().any(|note| {
                let kept = heads.directory.notes.get(note);
                kept.is_some_and(|kept| asker.reads_note(heads, &kept.note))
            });
            for client in &touched.clients {
                let reached = heads
                    .client(*client)
                    .is_some_and(|head| asker.reaches_client(heads, head));
                // A record that was merged into another is shown on the other's page.
                for client in heads.leads(*client).into_iter().filter(|_| reached) {
                    if !clients.contains(&client) {
                        clients.push(client);
                    }
                }
            }
            for case in &touched.cases {
                let reached = heads
                    .case(*case)
                    .is_some_and(|head| asker.reaches_case(heads, head));
                if reached && !cases.contains(case) {
                    cases.push(*case);
                }
            }
        }
    }

    /// Tells everybody what they may hear of.
    pub fn tell_changed(&self, seq: u64, audience: Audience, directory: bool) {
        for (session, hears) in audience {
            let Hears {
                clients,
                cases,
                notes,
            } = hears;
            if notes {
                self.tell(session, Notice::NotesChanged { seq });
            }
            if !clients.is_empty() || !cases.is_empty() {
                self.tell(
                    session,
                    Notice::Changed {
                        seq,
                        clients,
                        cases,
                    },
                );
            }
        }
        if directory {
            self.tell_all(&Notice::DirectoryChanged { seq });
        }
    }

    pub fn tell_all(&self, notice: &Notice) {
        let sessions: Vec<u64> = self.listeners().keys().copied().collect();
        for session in sessions {
            self.tell(session, notice.clone());
        }
    }

    /// A session whose queue is full is not waited for: its line is cut, and it connects again.
    fn tell(&self, session: u64, notice: Notice) {
        let mut listeners = self.listeners();
        let Some(listener) = listeners.get(&session) else {
            return;
        };
        match listener.out.try_send(Said::Notice(notice)) {
            Ok(()) => {}
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {
                let gone = listeners.remove(&session);
                if let Some(gone) = gone {
                    // Nothing to do about a line that is down already.
                    gone.link.shutdown(Shutdown::Both).unwrap_or_default();
                }
            }
        }
    }
}
