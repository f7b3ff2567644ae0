//! Imports: judged whole before a word is written, written between a beginning and an end, and
//! known to anybody only when the end is durable.

mod judge;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Asker, Right},
        decide::{self, Desk},
        fact::{About, Entry, Fact},
        heads::Heads,
        ids::{ImportId, StaffId},
        referral::ReferralRow,
        refusal::Refusal,
    },
    wire::{
        Reply, Trouble,
        talk::{Done, Imported},
    },
};

use super::{
    core::Core,
    ledger,
    shelf::Shelves,
    time,
    writer::{Who, Writer},
};

/// Rows that one sync carries; others are served between groups.
const ROWS_A_GROUP: usize = 500;

/// Imports staged rows, or says what an import would do.
pub fn run(writer: &mut Writer, who: Who, rows: Vec<ReferralRow>, dry_run: bool) -> Reply {
    match try_run(writer, who, rows, dry_run) {
        Ok(imported) => Reply::Imported(imported),
        Err(reply) => reply,
    }
}

fn try_run(
    writer: &mut Writer,
    who: Who,
    rows: Vec<ReferralRow>,
    dry_run: bool,
) -> Result<Imported, Reply> {
    let core = Arc::clone(&writer.core);
    asker(&core.heads(), who)?.need(Right::Import)?;
    if !dry_run && let Some(trouble) = writer.cannot_write() {
        return Err(Reply::Trouble(trouble));
    }
    let moment = writer.moment(&core)?;
    let (judged, mut ids) = {
        let heads = core.heads();
        let asker = asker(&heads, who)?;
        let mut ids = writer.next_ids(&heads);
        let judged = judge::judge(&core, &heads, asker, &rows, &mut ids);
        (judged.map_err(Reply::Trouble)?, ids)
    };
    // A large list is not kept beside the facts made of it.
    drop(rows);
    let mut imported = judged.imported;
    imported.dry_run = dry_run;
    if dry_run || !imported.faults.is_empty() || judged.rows.is_empty() {
        return Ok(imported);
    }
    let import = ImportId(ids.import.max(1));
    ids.import = import.0.saturating_add(1);
    writer.reserve(ids);
    let ended = Fact::ImportEnded {
        import,
        clients: imported.new_clients,
        cases: imported.new_cases,
        skipped: imported.skipped,
    };
    gated(writer, who.staff, moment.now, import, judged.rows, ended).map_err(Reply::Trouble)?;
    imported.import = Some(import);
    Ok(imported)
}

/// Undoes an import whole, or not at all.
pub fn undo(writer: &mut Writer, who: Who, import: ImportId) -> Reply {
    match try_undo(writer, who, import) {
        Ok(done) => Reply::Done(done),
        Err(reply) => reply,
    }
}

fn try_undo(writer: &mut Writer, who: Who, import: ImportId) -> Result<Done, Reply> {
    let core = Arc::clone(&writer.core);
    asker(&core.heads(), who)?.need(Right::Import)?;
    if let Some(trouble) = writer.cannot_write() {
        return Err(Reply::Trouble(trouble));
    }
    let moment = writer.moment(&core)?;
    let (facts, mut ids) = {
        let heads = core.heads();
        let asker = asker(&heads, who)?;
        let entries = rows_to_undo(&core, &heads, import)?;
        let shelves = Shelves::new(&core, &heads);
        let desk = Desk {
            heads: &heads,
            asker,
            now: moment.now,
            today: moment.today,
            shelf: &shelves,
        };
        let decisions = decide::undo_import(&desk, import, &entries)?;
        let facts: Vec<_> = decisions
            .into_iter()
            .map(|decision| decision.facts)
            .collect();
        (facts, writer.next_ids(&heads))
    };
    let undo = ImportId(ids.import.max(1));
    ids.import = undo.0.saturating_add(1);
    writer.reserve(ids);
    let rows = facts.len();
    let ended = Fact::ImportEnded {
        import: undo,
        clients: 0,
        cases: 0,
        skipped: 0,
    };
    gated(writer, who.staff, moment.now, undo, facts, ended).map_err(Reply::Trouble)?;
    let said = format!("Import {import} is undone: {rows} rows taken back.");
    Ok(Done {
        seq: core.heads().seq,
        said,
        client: None,
        case: None,
    })
}

fn asker<'h>(heads: &'h Heads, who: Who) -> Result<Asker<'h>, Reply> {
    let staff = heads
        .staff(who.staff)
        .ok_or_else(|| Reply::Trouble(Trouble::refused("You are no longer known on this desk.")))?;
    Ok(Asker {
        staff,
        today: time::moment(heads).today,
        owner: who.owner,
    })
}

/// The entries of an import that may be undone.
fn rows_to_undo(core: &Core, heads: &Heads, import: ImportId) -> Result<Vec<Entry>, Reply> {
    let run = heads
        .directory
        .imports
        .get(&import)
        .copied()
        .filter(|run| run.ended_seq > 0)
        .ok_or_else(|| Refusal::NotFound {
            what: "import".into(),
            id: import.to_string(),
        })?;
    if run.undone {
        return Err(Refusal::Said(format!("Import {import} is undone already.")).into());
    }
    let entries = entries_of(core, import, run.began_seq, run.ended_seq)?;
    // Undoing an import is written as a run of its own, with a number of its own.
    if entries.iter().any(is_undoing) {
        return Err(Refusal::Said(format!(
            "{import} is the undoing of an import and cannot be undone. To have the list back, \
             import it again."
        ))
        .into());
    }
    Ok(entries)
}

fn is_undoing(entry: &Entry) -> bool {
    let undone = |fact: &Fact| {
        matches!(
            fact,
            Fact::Undone {
                by_import: Some(_),
                ..
            }
        )
    };
    entry.facts.iter().any(|(_, fact)| undone(fact))
}

fn entries_of(core: &Core, import: ImportId, from: u64, to: u64) -> Result<Vec<Entry>, Reply> {
    let mut entries = Vec::new();
    let read = ledger::read_from::<EndOr>(&core.snapshot(), &core.keyring, from, |entry| {
        if entry.seq > to {
            return Err(EndOr::End);
        }
        let ours = entry.facts.iter().any(
            |(_, fact)| matches!(fact, Fact::ImportRow { import: named, .. } if *named == import),
        );
        if ours {
            entries.push(entry);
        }
        Ok(())
    });
    match read {
        Ok(()) | Err(EndOr::End) => Ok(entries),
        Err(EndOr::Failed(error)) => Err(Reply::Trouble(Trouble::offline(format!(
            "The import cannot be read: {error}."
        )))),
    }
}

/// The reading came to the end of what was asked for, or failed.
enum EndOr {
    End,
    Failed(ledger::LedgerError),
}

impl From<ledger::LedgerError> for EndOr {
    fn from(error: ledger::LedgerError) -> EndOr {
        EndOr::Failed(error)
    }
}

/// Writes entries between a beginning and an end, in groups, serving others in between, and makes
/// them known at the end.
fn gated(
    writer: &mut Writer,
    who: StaffId,
    now: DateTime<Utc>,
    import: ImportId,
    rows: Vec<Vec<(About, Fact)>>,
    ended: Fact,
) -> Result<(), Trouble> {
    let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let mut held = Vec::with_capacity(rows.len() + 2);
    let began = vec![(
        About::Rest,
        Fact::ImportBegan {
            import,
            rows: count,
        },
    )];
    write(writer, who, now, vec![began], &mut held)?;
    // The beginning is known at once, so that the views know from where to read on after a crash.
    writer.publish(std::mem::take(&mut held));
    let mut rows = rows.into_iter().enumerate().peekable();
    while rows.peek().is_some() {
        let group: Vec<_> = rows
            .by_ref()
            .take(ROWS_A_GROUP)
            .map(|(at, mut facts)| {
                let about = facts.first().map_or(About::Rest, |(about, _)| *about);
                let line = u32::try_from(at + 1).unwrap_or(u32::MAX);
                facts.push((about, Fact::ImportRow { import, line }));
                facts
            })
            .collect();
        write(writer, who, now, group, &mut held)?;
        writer.serve_waiting();
    }
    write(
        writer,
        who,
        now,
        vec![vec![(About::Rest, ended)]],
        &mut held,
    )?;
    writer.publish(held);
    Ok(())
}

fn write(
    writer: &mut Writer,
    who: StaffId,
    now: DateTime<Utc>,
    group: Vec<Vec<(About, Fact)>>,
    held: &mut Vec<Entry>,
) -> Result<(), Trouble> {
    let recorded = now.max(writer.core.heads().recorded);
    let entries: Vec<Entry> = (writer.journal.last_seq() + 1..)
        .zip(group)
        .map(|(seq, facts)| Entry {
            seq,
            recorded,
            who,
            facts,
        })
        .collect();
    writer.write(&entries, true)?;
    held.extend(entries);
    Ok(())
}
