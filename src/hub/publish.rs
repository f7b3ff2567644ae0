//! From durable to known: heads, search, views, and those who listen, in that order.

use std::sync::Arc;

use crate::{
    domain::{
        fact::{About, Entry},
        gate::Gate,
        heads::Heads,
    },
    journal::{Access, Journal, Options},
    wire::{Trouble, TroubleKind},
};

use super::{
    hall::{Audience, Touched},
    ledger::{self, LedgerError},
    open,
    records::Cure,
    writer::Writer,
};

impl Writer {
    /// Writes entries; synced, they are durable when this returns.
    ///
    /// # Errors
    /// A sentence for whoever waits. After a failed write the journal is opened anew, as it stands
    /// on the disk; a failed sync is never tried again.
    pub(super) fn write(&mut self, entries: &[Entry], sync: bool) -> Result<(), Trouble> {
        match ledger::append(&mut self.journal, &self.core.keyring, entries, sync) {
            Ok(()) => Ok(()),
            Err(error) => {
                let trouble = not_saved(&error);
                if self.journal.is_poisoned() {
                    self.core.set_read_only(Some(trouble.clone()));
                }
                Err(trouble)
            }
        }
    }

    /// Why nothing can be written, after one attempt to open the journal again.
    pub(super) fn cannot_write(&mut self) -> Option<Trouble> {
        let reason = self.core.read_only()?;
        if reason.kind != TroubleKind::Damaged {
            return self.reopen().err().map(|error| not_saved(&error));
        }
        Some(reason.hint("Reading works. Ask whoever looks after this machine."))
    }

    /// Opens the journal as it stands on the disk and folds in what reached it although nobody was
    /// told.
    fn reopen(&mut self) -> Result<(), LedgerError> {
        let core = Arc::clone(&self.core);
        let dir = core.layout.journal();
        let disk = Arc::new(crate::seal::disk::RealDisk);
        let journal = {
            let ring = core.keyring.read().map_err(|_| LedgerError::Poisoned)?;
            Journal::open(disk, &dir, &ring, Access::ReadWrite, Options::default())?.0
        };
        self.journal = journal;
        let (known, from) = {
            let heads = core.heads();
            (heads.seq, began(&heads).unwrap_or(heads.seq + 1))
        };
        let mut found = Vec::new();
        let mut gate = Gate::default();
        ledger::read_from::<LedgerError>(&self.journal.snapshot(), &core.keyring, from, |entry| {
            let new = entry.seq > known;
            let released = gate.admit(entry);
            if new {
                found.extend(released);
            }
            Ok(())
        })?;
        self.publish(found);
        for import in gate.unfinished() {
            let seq = self.journal.last_seq() + 1;
            let entry = open::abandoned(&gate, import, seq, &core.heads());
            let entries = std::slice::from_ref(&entry);
            ledger::append(&mut self.journal, &core.keyring, entries, true)?;
            self.publish(vec![entry]);
        }
        core.set_read_only(None);
        core.records.heal(&core, Cure::OpenAgain);
        Ok(())
    }

    /// Makes durable entries known. Entries of an import come here only when its end is durable.
    pub(super) fn publish(&mut self, entries: Vec<Entry>) {
        let Some(seq) = entries.iter().map(|entry| entry.seq).max() else {
            return;
        };
        let core = Arc::clone(&self.core);
        core.set_snapshot(self.journal.snapshot());
        let touched = touched(&entries);
        let mut audience = Audience::new();
        {
            let mut heads = core.heads_mut();
            core.hall.audience(&heads, &touched, &mut audience);
            for entry in &entries {
                heads.apply(entry);
            }
            core.hall.audience(&heads, &touched, &mut audience);
        }
        core.records.follow(&core, &entries);
        core.finder.follow(&core, &entries);
        core.hall.tell_changed(seq, audience, touched.directory);
    }
}

/// Where the first import began whose end has not come: the gate must see its entries again.
fn began(heads: &Heads) -> Option<u64> {
    let runs = heads.directory.imports.values();
    let open = runs.filter(|run| run.ended_seq == 0);
    open.map(|run| run.began_seq).min()
}

/// What to say where something could not be saved.
pub fn not_saved(error: &LedgerError) -> Trouble {
    let kind = if error.is_damage() {
        Trouble::damaged
    } else {
        Trouble::offline
    };
    kind(format!("Not saved: {error}.")).hint("What you typed is kept as a draft.")
}

fn touched(entries: &[Entry]) -> Touched {
    let mut touched = Touched::default();
    for (about, fact) in entries.iter().flat_map(|entry| &entry.facts) {
        match about {
            About::Client(client) if !touched.clients.contains(client) => {
                touched.clients.push(*client);
            }
            About::Client(_) => {}
            About::Staff(_) | About::Rest => touched.directory = true,
        }
        if let Some(case) = fact.case()
            && !touched.cases.contains(&case)
        {
            touched.cases.push(case);
        }
        // An import touches more than anybody wants listed: everybody asks again.
        if touched.clients.len() > TOUCHED_MAX {
            touched.clients.clear();
            touched.cases.clear();
            touched.directory = true;
            break;
        }
    }
    touched
}

/// More people than this are not named one by one in a notice.
const TOUCHED_MAX: usize = 200;
