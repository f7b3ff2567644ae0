//! Imports: judged whole before a word is written, written between a beginning and an end, and
//! known to anybody only when the end is durable.

mod judge;
pub mod services;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Asker, Right},
        decide::{self, Desk},
        fact::{About, Entry, Fact},
        gate::Unfinished,
        heads::Heads,
        ids::{CaseId, ClientId, ImportId, StaffId},
        refusal::Refusal,
    },
    wire::{
        Reply, Trouble,
        talk::{Done, Imported},
    },
};

use super::{
    core::Core,
    ledger::{self, LedgerError},
    open,
    publish::not_saved,
    shelf::Shelves,
    staging::{Staged, StagingError},
    time,
    writer::{Who, Writer},
};

use judge::Judged;

/// Rows that one sync carries; others are served between groups.
const ROWS_A_GROUP: usize = 500;

/// Imports the rows of a list, or says what an import would do.
pub fn run(writer: &mut Writer, who: Who, list: Option<Staged>, dry_run: bool) -> Reply {
    match try_run(writer, who, list, dry_run) {
        Ok(imported) => Reply::Imported(imported),
        Err(reply) => reply,
    }
}

fn try_run(
    writer: &mut Writer,
    who: Who,
    list: Option<Staged>,
    dry_run: bool,
) -> Result<Imported, Reply> {
    let core = Arc::clone(&writer.core);
    asker(&core.heads(), who)?.need(Right::Import)?;
    if !dry_run && let Some(trouble) = writer.cannot_write() {
        return Err(Reply::Trouble(trouble));
    }
    let moment = writer.moment(&core)?;
    let Some(mut list) = list else {
        return Ok(Imported {
            dry_run,
            ..Imported::default()
        });
    };
    let mut ids = writer.next_ids(&core.heads());
    let Judged {
        openings,
        mut imported,
    } = judge::judge(&core, who, &mut list, &mut ids)?;
    imported.dry_run = dry_run;
    if dry_run || !imported.faults.is_empty() || imported.new_cases == 0 {
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
    let run = Run {
        who: who.staff,
        now: moment.now,
        import,
    };
    let mut openings = openings.into_iter();
    let groups = list.pages().map_err(Trouble::from)?.map(|page| {
        let page = page?;
        let opened = page.iter().zip(openings.by_ref());
        Ok(opened
            .filter_map(|(row, opening)| Some(judge::facts_of(row, opening?)))
            .collect())
    });
    run.write(writer, imported.new_cases, groups, ended)?;
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
    let run = Run {
        who: who.staff,
        now: moment.now,
        import: undo,
    };
    run.write(writer, count(rows), in_groups(facts), ended)?;
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
        rights_of: None,
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
    let (snapshot, run) = (core.snapshot(), (from, to));
    ledger::rows_of::<LedgerError>(&snapshot, &core.keyring, import, run, |entry| {
        entries.push(entry);
        Ok(())
    })
    .map_err(|error| {
        Reply::Trouble(Trouble::offline(format!(
            "The import cannot be read: {error}."
        )))
    })?;
    Ok(entries)
}

/// Rows that are at hand already, in groups of one sync each.
fn in_groups<T, E>(rows: Vec<T>) -> impl Iterator<Item = Result<Vec<T>, E>> {
    let mut rows = rows.into_iter();
    std::iter::from_fn(move || {
        let group: Vec<T> = rows.by_ref().take(ROWS_A_GROUP).collect();
        (!group.is_empty()).then_some(Ok(group))
    })
}

fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

/// One import being written.
struct Run {
    who: StaffId,
    now: DateTime<Utc>,
    import: ImportId,
}

/// The facts of some rows.
type Rows = Vec<Vec<(About, Fact)>>;

impl Run {
    /// Writes rows between a beginning and an end, in groups, serving others in between, and makes
    /// them known at the end.
    fn write(
        &self,
        writer: &mut Writer,
        rows: u32,
        groups: impl Iterator<Item = Result<Rows, StagingError>>,
        ended: Fact,
    ) -> Result<(), Reply> {
        let import = self.import;
        let began = vec![(About::Rest, Fact::ImportBegan { import, rows })];
        let began = self.put(writer, vec![began])?;
        // The beginning is known at once, so that the views know from where to read on after a
        // crash.
        let first = began.first().map_or(0, |entry| entry.seq);
        writer.publish(began);
        let mut line = 0;
        for group in groups {
            let mut group = match group {
                Ok(group) => group,
                Err(error) => return Err(self.give_up(writer, error)),
            };
            for facts in &mut group {
                line += 1;
                let about = facts.first().map_or(About::Rest, |(about, _)| *about);
                facts.push((about, Fact::ImportRow { import, line }));
            }
            self.put(writer, group)?;
            writer.serve_waiting();
        }
        self.put(writer, vec![vec![(About::Rest, ended)]])?;
        let known = writer.journal.last_seq() - 1;
        writer.release(first, known).map_err(|error| {
            writer.core.set_read_only(Some(not_saved(&error)));
            Reply::Trouble(
                Trouble::offline(format!(
                    "The list is imported, but cannot be shown: {error}."
                ))
                .hint("Start the program again."),
            )
        })?;
        Ok(())
    }

    /// Writes one group; when this returns it is durable.
    fn put(&self, writer: &mut Writer, group: Rows) -> Result<Vec<Entry>, Trouble> {
        let recorded = self.now.max(writer.core.heads().recorded);
        let entries: Vec<Entry> = (writer.journal.last_seq() + 1..)
            .zip(group)
            .map(|(seq, facts)| Entry {
                seq,
                recorded,
                who: self.who,
                facts,
            })
            .collect();
        writer.write(&entries, true)?;
        Ok(entries)
    }

    /// The list cannot be read to its end: what was written of it does not count, and says so.
    fn give_up(&self, writer: &mut Writer, error: StagingError) -> Reply {
        let ids = writer.next_ids(&writer.core.heads());
        let cut_off = Unfinished {
            import: self.import,
            began: 0,
            client: ClientId(ids.client.saturating_sub(1)),
            case: CaseId(ids.case.saturating_sub(1)),
        };
        let seq = writer.journal.last_seq() + 1;
        let entry = open::abandoned(cut_off, seq, &writer.core.heads());
        match writer.write(std::slice::from_ref(&entry), true) {
            Ok(()) => {
                writer.publish(vec![entry]);
                Reply::Trouble(error.into())
            }
            Err(trouble) => Reply::Trouble(trouble),
        }
    }
}
