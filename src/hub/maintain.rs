//! Verifying and rebuilding, asked of the writer so that the journal stands still; backing up and
//! restoring beside it.

use std::{path::Path, sync::Arc, sync::atomic::Ordering};

use crate::{
    clock,
    domain::heads::Heads,
    journal::{
        self, Depth,
        backup::{BackupError, Material},
    },
    seal::disk::RealDisk,
    views::Views,
    wire::{Reply, Request, Trouble, talk::Verdict},
};

use super::{
    core::Core,
    layout::{Layout, unreachable},
    ledger::{self, LedgerError},
    records::{self, Cure, RebuildError},
    writer::Progress,
};

/// Does what was asked; the asker may administer.
///
/// # Errors
/// A sentence where it cannot be done.
pub fn run(core: &Arc<Core>, request: &Request, progress: &Progress) -> Result<Reply, Trouble> {
    match request {
        Request::Verify { deep } => verify(core, *deep, progress).map(Reply::Verdict),
        Request::Rebuild => {
            if let Some(damage) = core.damage() {
                return Err(damage.hint("The records are left as they are."));
            }
            core.records.rebuild(core).map_err(|error| {
                Trouble::offline(format!("The records could not be made again: {error}."))
            })?;
            Ok(Reply::Kept)
        }
        Request::AcceptClock => {
            core.clock_accepted.store(true, Ordering::Relaxed);
            Ok(Reply::Kept)
        }
        _ => Err(Trouble::bug(
            "The hub was asked something it does not do here.",
        )),
    }
}

/// The journal against itself, then heads and views against the journal.
fn verify(core: &Arc<Core>, deep: bool, progress: &Progress) -> Result<Verdict, Trouble> {
    let snapshot = core.snapshot();
    let depth = if deep { Depth::Deep } else { Depth::Fast };
    let mut verdict = Verdict::default();
    {
        let ring = core
            .keyring
            .read()
            .map_err(|_| Trouble::bug("The keyring is held by a dead thread."))?;
        let found = snapshot
            .verify(&ring, depth, &mut |step| progress(step.done, step.total))
            .map_err(|error| Trouble::offline(format!("The journal cannot be read: {error}.")))?;
        verdict.entries = found.entries;
        verdict
            .findings
            .extend(found.damage.iter().map(ToString::to_string));
    }
    // A journal that cannot be trusted to its end proves nothing about what was made from it.
    match core.damage() {
        Some(damage) => verdict.findings.push(damage.message),
        None if verdict.findings.is_empty() => {
            verdict.findings.extend(against_journal(core, deep)?);
        }
        None => {}
    }
    verdict.sound = verdict.findings.is_empty();
    Ok(verdict)
}

/// What differs between the journal's fold and what the hub holds.
fn against_journal(core: &Arc<Core>, deep: bool) -> Result<Vec<String>, Trouble> {
    let failed =
        |error: LedgerError| Trouble::offline(format!("The journal cannot be read: {error}."));
    let mut heads = Heads::default();
    ledger::fold::<LedgerError>(&core.snapshot(), &core.keyring, 1, |entry, _| {
        heads.apply(&entry);
        Ok(())
    })
    .map_err(failed)?;
    let mut findings = Vec::new();
    if !same(&heads, &core.heads()) {
        findings.push("The lists in memory are not what the journal says.".to_owned());
    }
    let views = core.records.at(heads.seq)?;
    if let Err(error) = views.check(&heads) {
        findings.push(error.to_string());
    } else if deep {
        findings.extend(against_fresh_views(core, &views)?);
    }
    if !findings.is_empty() {
        core.records.heal(core, Cure::MakeAnew);
    }
    Ok(findings)
}

fn same(folded: &Heads, held: &Heads) -> bool {
    folded.seq == held.seq
        && folded.clients.iter().eq(held.clients.iter())
        && folded.cases.iter().eq(held.cases.iter())
}

/// Makes the views once more beside the ones in use, and compares record by record. Gives what
/// differs.
fn against_fresh_views(core: &Arc<Core>, views: &Views) -> Result<Option<String>, Trouble> {
    let beside = core.layout.data.join("views-beside");
    let outcome = fresh(core, &beside, views);
    // What cannot be removed now is removed by the next deep check.
    Views::wipe(&beside).unwrap_or_default();
    std::fs::remove_dir(&beside).unwrap_or_default();
    outcome
}

fn fresh(core: &Arc<Core>, beside: &Path, views: &Views) -> Result<Option<String>, Trouble> {
    let failed = |error: RebuildError| {
        Trouble::offline(format!("It could not be checked to the end: {error}."))
            .hint("A deep check needs room for a second copy of the records.")
    };
    let store = core
        .keyring
        .read()
        .map_err(|_| Trouble::bug("The keyring is held by a dead thread."))?
        .store();
    let snapshot = core.snapshot();
    let made = records::from_journal(beside, store, &core.keyring, &snapshot, &mut |_, _| {});
    let (other, _) = made.map_err(failed)?;
    match views.compare(&other) {
        Ok(_) => Ok(None),
        Err(error) if error.wants_rebuild() => Ok(Some(error.to_string())),
        Err(error) => Err(failed(error.into())),
    }
}

/// Writes a backup of the running store; sessions go on meanwhile.
///
/// # Errors
/// Where the store is damaged, because a copy of it would be taken for a good one; where there is a
/// file of that name, or the disk refuses. Then no file is left.
pub fn backup(core: &Core, file: &Path, progress: &Progress) -> Result<(), Trouble> {
    if let Some(damage) = core.damage() {
        let why = damage.message.trim_start_matches("Not saved: ");
        return Err(Trouble::damaged(format!("No backup: {why}"))
            .hint("Keep the backups that you have: the newest of them is what to restore."));
    }
    let failed = |error: BackupError| Trouble::refused(format!("No backup: {error}."));
    // The snapshot first: the keyring may be newer than it, never older.
    let snapshot = core.snapshot();
    let config = std::fs::read(core.layout.config())
        .map_err(|error| unreachable(&core.layout.config(), &error))?;
    let material = {
        let ring = core
            .keyring
            .read()
            .map_err(|_| Trouble::bug("The keyring is held by a dead thread."))?;
        let made = clock::now().timestamp_millis();
        Material::gather(snapshot, &ring, config, made).map_err(failed)?
    };
    material
        .write(&RealDisk, file, &mut |step| progress(step.done, step.total))
        .map(|_| ())
        .map_err(failed)
}

/// Puts a backup into an empty folder; gives the number of entries.
///
/// # Errors
/// Where the backup is not whole or the folder is not empty; then nothing was written.
pub fn restore(file: &Path, into: &Layout) -> Result<u64, Trouble> {
    into.make_only()?;
    let manifest = journal::backup::restore(&RealDisk, file, &into.data)
        .map_err(|error| Trouble::refused(format!("{error}.")))?;
    into.make()?;
    Ok(manifest.entries)
}
