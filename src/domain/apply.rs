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
            | Fact::ImportBegan { .. }
            | Fact::ImportEnded { .. }
            | Fact::ImportAbandoned { .. } => directory::apply(&mut self.directory, touch, fact),
            Fact::ClientAdded { .. }
            | Fact::ClientWithdrawn { .. }
            | Fact::ClientSet { .. }
            | Fact::ClientMovedPractice { .. } => client::apply(self, touch, fact),
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
            | Fact::PartSet { .. } => case::apply(self, touch, fact),
            Fact::Undone { by_import, .. } => {
                let run = by_import.and_then(|id| self.directory.imports.get_mut(&id));
                if let Some(run) = run {
                    run.undone = true;
                }
            }
            Fact::ImportRow { .. } => {}
        }
    }

    /// An entry about clients or services joins its author's undo list; one that undoes leaves it.
    fn remember_for_undo(&mut self, entry: &Entry) {
        let mut undone = None;
        let mut imported = false;
        for (_, fact) in &entry.facts {
            match fact {
                Fact::Undone { entry, .. } => undone = Some(*entry),
                Fact::ImportRow { .. } => imported = true,
                _ => {}
            }
        }
        let recent = self.directory.recent.entry(entry.who).or_default();
        if let Some(undone) = undone {
            recent.retain(|seq| *seq != undone);
        } else if !imported && is_undoable(entry) {
            recent.push(entry.seq);
            if recent.len() > UNDO_DEPTH {
                recent.remove(0);
            }
        }
    }
}

/// Setting up the store is not undone by a key: staff, practices, its founding.
fn is_undoable(entry: &Entry) -> bool {
    let of_client = |(about, _): &(About, Fact)| matches!(about, About::Client(_));
    entry.facts.iter().any(of_client) || entry.facts.iter().all(|(_, fact)| fact.is_of_services())
}
