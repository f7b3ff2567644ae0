//! From durable to known: heads, search, views, and those who listen, in that order.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    domain::{
        fact::{About, Entry, Fact},
        gate::Gate,
        heads::{Beside, Heads},
    },
    journal::{Access, Journal, Options},
    seal::{Keyring, SealError},
    wire::{Trouble, TroubleKind},
};

use super::{
    core::Core,
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
        reopen_keys(&core)?;
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
        let gate = self.release(from, known)?;
        for cut_off in gate.unfinished() {
            let seq = self.journal.last_seq() + 1;
            let entry = open::abandoned(*cut_off, seq, &core.heads());
            let entries = std::slice::from_ref(&entry);
            ledger::append(&mut self.journal, &core.keyring, entries, true)?;
            self.publish(vec![entry]);
        }
        core.set_read_only(None);
        core.records.heal(&core, Cure::OpenAgain);
        Ok(())
    }

    /// Makes known what is durable and counts from after the entry `known` on, however much it is:
    /// a list with its end, or what reached the disk although nobody was told. It is read from the
    /// journal, from the entry `from` on, and folded beside the heads, so that it needs little
    /// memory and nobody sees half of it. Gives the gate after the last entry.
    ///
    /// # Errors
    /// Where the journal cannot be read; then nobody knows any of it.
    pub(super) fn release(&mut self, from: u64, known: u64) -> Result<Gate, LedgerError> {
        let core = Arc::clone(&self.core);
        let snapshot = self.journal.snapshot();
        core.set_snapshot(snapshot.clone());
        let mut beside = Beside::of(&core.heads());
        let mut parts = core.records.follow_parts(snapshot.last_seq());
        let mut changed = BTreeSet::new();
        let mut waiting = Vec::with_capacity(ENTRIES_A_PART);
        let mut put = |entries: Vec<Entry>, beside: &Beside| {
            changed.append(&mut core.finder.follow(beside.heads(), &entries));
            if let Some(parts) = &mut parts {
                parts.add(entries);
            }
        };
        let gate = ledger::fold::<LedgerError>(&snapshot, &core.keyring, from, |entry, at| {
            if at <= known {
                return Ok(());
            }
            beside.apply(&core.heads(), &entry);
            waiting.push(entry);
            if waiting.len() == ENTRIES_A_PART {
                put(std::mem::take(&mut waiting), &beside);
            }
            Ok(())
        })?;
        put(waiting, &beside);
        if beside.clients().is_empty() && beside.heads().seq == core.heads().seq {
            return Ok(gate);
        }
        let touched = touched_beside(&beside, &core.heads());
        let seq = beside.heads().seq;
        let audience = self.put_in_place(&touched, |heads| beside.put_into(heads));
        if let Some(parts) = parts {
            // Heads without an encoding leave the views behind, which they notice themselves.
            parts.end(&core.heads()).unwrap_or_default();
        }
        core.finder.read_again(&core, changed);
        core.hall.tell_changed(seq, audience, touched.directory);
        Ok(gate)
    }

    /// Makes durable entries known. Those of an import are released at its end instead.
    pub(super) fn publish(&mut self, entries: Vec<Entry>) {
        let Some(seq) = entries.iter().map(|entry| entry.seq).max() else {
            return;
        };
        let core = Arc::clone(&self.core);
        core.set_snapshot(self.journal.snapshot());
        let touched = touched(&entries);
        let audience = self.put_in_place(&touched, |heads| {
            entries.iter().for_each(|entry| heads.apply(entry));
        });
        core.records.follow(&core, &entries);
        let changed = core.finder.follow(&core.heads(), &entries);
        core.finder.read_again(&core, changed);
        core.hall.tell_changed(seq, audience, touched.directory);
    }

    /// Changes the heads; gives who may hear of what was touched, before the change or after it.
    fn put_in_place(&self, touched: &Touched, change: impl FnOnce(&mut Heads)) -> Audience {
        let mut audience = Audience::new();
        let mut heads = self.core.heads_mut();
        self.core.hall.audience(&heads, touched, &mut audience);
        change(&mut heads);
        self.core.hall.audience(&heads, touched, &mut audience);
        audience
    }
}

/// Opens the keyring again where it takes no keys any more.
fn reopen_keys(core: &Core) -> Result<(), LedgerError> {
    let mut ring = core.keyring.write().map_err(|_| LedgerError::Poisoned)?;
    if ring.takes_keys() {
        return Ok(());
    }
    let root = core.config.load_root_key(&core.layout);
    let root = root.map_err(|_| SealError::Poisoned)?;
    let disk = Arc::new(crate::seal::disk::RealDisk);
    *ring = Keyring::open(disk, &core.layout.keyring(), &root, ring.store())?;
    Ok(())
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
        if let Fact::SupervisionNoteSet { note, .. } = fact {
            // Only those who read it hear of it: a private note is nobody else's to notice.
            touched.notes.push(*note);
            continue;
        }
        match about {
            About::Client(client) if !touched.clients.contains(client) => {
                touched.clients.push(*client);
            }
            About::Client(_) => {}
            About::Rest if matches!(fact, Fact::Undone { .. } | Fact::Redone { .. }) => {}
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

/// The clients that were folded beside, with their cases as they were and as they will be.
fn touched_beside(beside: &Beside, before: &Heads) -> Touched {
    let mut touched = Touched {
        directory: true,
        ..Touched::default()
    };
    if beside.clients().len() > TOUCHED_MAX {
        return touched;
    }
    touched.clients.extend(beside.clients());
    let heads = [before, beside.heads()];
    let clients = beside.clients().iter();
    let heads = clients.flat_map(|client| heads.map(|heads| heads.client(*client)));
    let cases: BTreeSet<_> = heads.flatten().flat_map(|head| &head.cases).collect();
    touched.cases.extend(cases);
    touched
}

/// Entries that are folded beside in one go: what a search may have to wait for.
const ENTRIES_A_PART: usize = 500;

/// More people than this are not named one by one in a notice.
const TOUCHED_MAX: usize = 200;
