//! Notes of supervision: who writes, reads, marks and answers them.
//!
//! A note is its author's alone until it is shared; then it is also read by the link worker whose
//! work it is about, and by whoever supervises them. Nobody else reads one, whatever their role.

use super::Asker;
use crate::domain::{
    heads::Heads,
    ids::StaffId,
    supervision::SupervisionNote,
    terms::{Role, Side},
};

impl Asker<'_> {
    /// Whether this person supervises that link worker.
    pub fn supervises(&self, heads: &Heads, worker: StaffId) -> bool {
        let theirs = self
            .rights_of
            .unwrap_or(heads)
            .staff(worker)
            .and_then(|staff| staff.supervisor);
        self.staff.active && self.staff.role == Role::Supervisor && theirs == Some(self.staff.id)
    }

    /// From which side this person may write about somebody's work; `None` where they may not.
    pub fn writes_about(&self, heads: &Heads, subject: StaffId) -> Option<Side> {
        let own = subject == self.staff.id && self.staff.role == Role::LinkWorker;
        if own && self.staff.active {
            return Some(Side::LinkWorker);
        }
        self.supervises(heads, subject).then_some(Side::Supervisor)
    }

    /// Whether this person reads a note: its author; once it is shared, its link worker and whoever
    /// supervises them.
    pub fn reads_note(&self, heads: &Heads, note: &SupervisionNote) -> bool {
        let me = self.staff.id;
        let entitled = note.author == me
            || note.shared && (note.subject == me || self.supervises(heads, note.subject));
        self.staff.active && self.staff.role != Role::PracticeManager && entitled
    }

    /// The side from which this person marks a note that they read.
    pub fn side_on(&self, note: &SupervisionNote) -> Side {
        if note.subject == self.staff.id {
            Side::LinkWorker
        } else {
            Side::Supervisor
        }
    }

    /// Whether this person answers a note: whoever reads one that is shared.
    pub fn answers_note(&self, heads: &Heads, note: &SupervisionNote) -> bool {
        note.shared && self.reads_note(heads, note)
    }
}
