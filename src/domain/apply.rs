//! Fact to heads: total, never fails, knows no rule. What was decided is simply made so.

mod case;
mod client;
mod directory;

pub(super) use case::as_made;

use super::{
    fact::{About, Entry, Fact},
    heads::{Heads, Touch, UNDO_DEPTH},
};

impl Heads {
    /// Folds one entry in. Entries come through the `Gate`, so imports are whole.
    pub fn apply(&mut self, entry: &Entry) {
        let touch = Touch::of(entry);
        for (_, fact) in &entry.facts {
            self.apply_fact(touch, fact);
        }
        self.remember_for_undo(entry);
        self.seq = self.seq.max(entry.seq);
        self.recorded = self.recorded.max(entry.recorded);
    }

    fn apply_fact(&mut self, touch: Touch, fact: &Fact) {
        match fact {
            Fact::StoreFounded { .. }
            | Fact::PracticeAdded(_)
            | Fact::PracticeChanged { .. }
            | Fact::StaffAdded(_)
            | Fact::StaffChanged { .. }
            | Fact::AccountMapped { .. }
            | Fact::AccountUnmapped { .. }
            | Fact::ServiceAdded(_)
            | Fact::ServiceChanged { .. }
            | Fact::ServiceWithdrawn(_)
            | Fact::OrganisationAdded(_)
            | Fact::OrganisationChanged { .. }
            | Fact::OrganisationWithdrawn(_)
            | Fact::SupervisionNoteSet { .. }
            | Fact::ToDoSet { .. }
            | Fact::TimeSet { .. }
            | Fact::ImportBegan { .. }
            | Fact::ImportEnded { .. }
            | Fact::MeetingSet { .. }
            | Fact::CaseDiscussed { .. }
            | Fact::ImportAbandoned { .. } => directory::apply(&mut self.directory, touch, fact),
            Fact::ClientAdded { .. }
            | Fact::ClientWithdrawn { .. }
            | Fact::ClientSet { .. }
            | Fact::ClientMovedPractice { .. }
            | Fact::ClientsMerged { .. }
            | Fact::ClientsUnmerged { .. } => client::apply(self, touch, fact),
            Fact::CaseOpened { .. }
            | Fact::CaseWithdrawn { .. }
            | Fact::CaseSet { .. }
            | Fact::CaseAssigned { .. }
            | Fact::CaseStateChanged { .. }
            | Fact::NextStepSet { .. }
            | Fact::ContactLogged { .. }
            | Fact::ContactWithdrawn { .. }
            | Fact::NoteAdded { .. }
            | Fact::NoteWithdrawn { .. }
            | Fact::Amended { .. }
            | Fact::AmendmentWithdrawn { .. }
            | Fact::MovedAway { .. }
            | Fact::MovedHere { .. }
            | Fact::PartSet { .. } => case::apply(self, touch, fact),
            Fact::Undone { by_import, .. } => {
                let run = by_import.and_then(|id| self.directory.imports.get_mut(&id));
                if let Some(run) = run {
                    run.undone = true;
                }
            }
            Fact::Redone { .. } | Fact::ImportRow { .. } => {}
        }
    }

    /// An entry about clients, reviews or services joins what its author may undo, and ends what they
    /// may bring back; undoing and bringing back move an entry between the two.
    fn remember_for_undo(&mut self, entry: &Entry) {
        let (mut undone, mut redone, mut imported) = (None, None, false);
        for (_, fact) in &entry.facts {
            match fact {
                Fact::Undone { entry, by_import } => undone = Some((*entry, by_import.is_none())),
                Fact::Redone { entry } => redone = Some(*entry),
                Fact::ImportRow { .. } => imported = true,
                _ => {}
            }
        }
        let lately = self.directory.lately.entry(entry.who).or_default();
        if let Some((undone, may_come_back)) = undone {
            lately.done.retain(|seq| *seq != undone);
            if may_come_back {
                push(&mut lately.undone, undone);
            }
        } else if let Some(redone) = redone {
            lately.undone.retain(|seq| *seq != redone);
            push(&mut lately.done, entry.seq);
        } else if !imported && is_undoable(entry) {
            lately.undone.clear();
            push(&mut lately.done, entry.seq);
        }
    }
}

fn push(entries: &mut Vec<u64>, seq: u64) {
    entries.push(seq);
    if entries.len() > UNDO_DEPTH {
        entries.remove(0);
    }
}

/// Setting up the store is not undone by a key: staff, practices, its founding.
fn is_undoable(entry: &Entry) -> bool {
    let of_client = |(about, _): &(About, Fact)| matches!(about, About::Client(_));
    // An entry whose person was erased says nothing any more, and has nothing to be undone.
    entry.facts.iter().any(of_client)
        || entry.facts.iter().any(|(_, fact)| fact.is_of_review())
        || entry.facts.iter().any(|(_, fact)| fact.is_of_work())
        || (!entry.facts.is_empty()
            && entry
                .facts
                .iter()
                .all(|(_, fact)| fact.is_of_services() || fact.is_of_supervision()))
}
