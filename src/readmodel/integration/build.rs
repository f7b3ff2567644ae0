//! The figures: which notes count, in which cell, and which figures are withheld.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{
    COLUMNS, Cell, Choices, GridRow, Integration, IntegrationQuery, NotesOf, SILENT_DAYS, Sequence,
    SequenceStep, Totals, actions,
    notes::{self, Listed},
    withhold::Rule,
};
use crate::domain::{
    access::{Asker, Right},
    heads::Heads,
    ids::StaffId,
    supervision::SupervisionNote,
    terms::{Concept, Position, Role, Side},
};

/// A note that counts.
#[derive(Clone, Copy)]
pub(super) struct Counted<'h> {
    pub(super) note: &'h SupervisionNote,
    /// The asker reads it.
    pub(super) read: bool,
    /// It counts for the asker whoever else does: they read it, and the counts are for them alone.
    told: bool,
}

/// The notes that one figure rests on.
#[derive(Default)]
struct Tally<'h> {
    /// Of the time asked for.
    notes: u32,
    last: Option<NaiveDate>,
    /// Of whatever time, at the practices asked for.
    ever: Option<NaiveDate>,
    /// Of those that the asker reads.
    read_ever: Option<NaiveDate>,
    /// The others, of whatever time and practice.
    others: Vec<&'h SupervisionNote>,
}

impl<'h> Tally<'h> {
    fn add(&mut self, rule: &Rule, counted: Counted<'h>) {
        let note = counted.note;
        if !counted.told {
            self.others.push(note);
        }
        if !rule.is_here(note) {
            return;
        }
        self.ever = self.ever.max(Some(note.on));
        if counted.told {
            self.read_ever = self.read_ever.max(Some(note.on));
        }
        if rule.is_in_time(note) {
            self.notes += 1;
            self.last = self.last.max(Some(note.on));
        }
    }

    fn cell(&self, rule: &Rule) -> Cell {
        match rule.shows(&self.others) {
            false => Cell::default(),
            true => Cell {
                notes: Some(self.notes),
                last: self.last,
            },
        }
    }
}

/// The grid and the notes behind one figure of it.
pub fn build(
    heads: &Heads,
    asker: Asker,
    today: NaiveDate,
    query: &IntegrationQuery,
) -> Integration {
    let rule = Rule::new(asker, today, query);
    let all = narrowed(heads, asker, &rule, query);
    let counted: Vec<Counted> = all
        .iter()
        .filter(|one| rule.is_here(one.note) && rule.is_in_time(one.note))
        .copied()
        .collect();
    let rows = rows(&rule, &all);
    let Listed { rows: page, of } = notes::listed(heads, asker, &counted, query);
    Integration {
        today,
        from: rule.from,
        to: rule.to,
        totals: totals(&rule, &all, &counted, &rows),
        held_back: rule.held_back.to_owned(),
        rows,
        listed: page,
        listed_of: of,
        actions: actions::open(heads, asker, query),
        sequence: sequence(asker, &all, query),
        choices: choices(heads, asker),
    }
}

/// The notes of the time asked for that the asker reads, with its first and last day.
pub(super) fn readable<'h>(
    heads: &'h Heads,
    asker: Asker,
    today: NaiveDate,
    query: &IntegrationQuery,
) -> (Rule, Vec<&'h SupervisionNote>) {
    let query = IntegrationQuery {
        of: NotesOf::Read,
        ..query.clone()
    };
    let rule = Rule::new(asker, today, &query);
    let all = narrowed(heads, asker, &rule, &query).into_iter();
    let here = all.filter(|one| rule.is_here(one.note) && rule.is_in_time(one.note));
    let notes = here.map(|one| one.note).collect();
    (rule, notes)
}

/// Every note that counts, of whatever time and practice, up to the last day asked for.
fn narrowed<'h>(
    heads: &'h Heads,
    asker: Asker,
    rule: &Rule,
    query: &IntegrationQuery,
) -> Vec<Counted<'h>> {
    if !asker.may(Right::Read) {
        return Vec::new();
    }
    let fits = |note: &SupervisionNote| {
        let supervisor = || heads.staff(note.subject).and_then(|staff| staff.supervisor);
        note.on <= rule.to
            && query.worker.is_none_or(|worker| note.subject == worker)
            && query.level.is_none_or(|level| note.level == level)
            && query.supervisor.is_none_or(|id| supervisor() == Some(id))
    };
    let notes = heads.directory.notes.values().map(|kept| &kept.note);
    let counted = notes.filter(|note| fits(note)).filter_map(|note| {
        let read = asker.reads_note(heads, note);
        let others = query.of == NotesOf::Everybody && rule.held_back.is_empty();
        let counts = others && counts_for(heads, asker, note);
        let told = read && !query.for_others;
        (read || counts).then_some(Counted { note, read, told })
    });
    counted.collect()
}

/// Whether a note of others counts for somebody who does not read it: it is shared, and for a
/// practice manager it is about one of their practices.
fn counts_for(heads: &Heads, asker: Asker, note: &SupervisionNote) -> bool {
    let theirs = |practice| asker.staff.practices.contains(practice);
    let here = match (asker.staff.role, note.practice) {
        (Role::PracticeManager, Some(practice)) => theirs(&practice),
        (Role::PracticeManager, None) => heads
            .staff(note.subject)
            .is_some_and(|staff| staff.practices.iter().any(theirs)),
        _ => true,
    };
    note.shared && here
}

/// What a note is marked as, each once, whoever set it.
pub(super) fn marked(note: &SupervisionNote) -> BTreeSet<(Option<Concept>, Position)> {
    let marks = note.marks.iter();
    marks.map(|mark| (mark.concept, mark.position)).collect()
}

/// The concepts, then the whole note.
fn concepts() -> impl Iterator<Item = Option<Concept>> {
    Concept::ALL.iter().copied().map(Some).chain([None])
}

fn rows(rule: &Rule, all: &[Counted]) -> Vec<GridRow> {
    let mut cells: BTreeMap<(Option<Concept>, Position), Tally> = BTreeMap::new();
    let mut raised: BTreeMap<Option<Concept>, Tally> = BTreeMap::new();
    for one in all {
        for cell in marked(one.note) {
            cells.entry(cell).or_default().add(rule, *one);
        }
        let concepts = one.note.marks.iter().map(|mark| mark.concept);
        for concept in concepts.collect::<BTreeSet<_>>() {
            raised.entry(concept).or_default().add(rule, *one);
        }
    }
    let row = |concept| {
        let cell = |position| {
            let tally = cells.get(&(concept, position));
            let none = Cell {
                notes: Some(0),
                last: None,
            };
            tally.map_or(none, |tally| tally.cell(rule))
        };
        let tally = raised.get(&concept);
        let shown = tally.is_none_or(|tally| rule.shows_ever(&tally.others));
        let last = tally.and_then(|tally| match shown {
            false => tally.read_ever,
            true => tally.ever,
        });
        let silent = last.is_none_or(|last| (rule.to - last).num_days() >= SILENT_DAYS);
        let unknown = !shown && last.is_none();
        GridRow {
            concept,
            cells: COLUMNS.map(cell),
            last,
            silent: silent && !unknown && concept.is_some(),
        }
    };
    concepts().map(row).collect()
}

/// The header. What rests on too few link workers is not in it either.
fn totals(rule: &Rule, all: &[Counted], counted: &[Counted], rows: &[GridRow]) -> Totals {
    let is_shown = |test: &dyn Fn(&SupervisionNote) -> bool| {
        let others = all.iter().filter(|one| !one.told && test(one.note));
        let others: Vec<&SupervisionNote> = others.map(|one| one.note).collect();
        rule.shows(&others)
    };
    let all_shown = is_shown(&|_| true);
    let shown = |one: &&Counted| one.told || all_shown;
    let shown: Vec<&SupervisionNote> = counted.iter().filter(shown).map(|one| one.note).collect();
    let read = || counted.iter().filter(|one| one.told).map(|one| one.note);
    let count = |test: &dyn Fn(&SupervisionNote) -> bool, is_shown: bool| {
        let fitting = match all_shown && is_shown {
            true => shown.iter().filter(|note| test(note)).count(),
            false => read().filter(|note| test(note)).count(),
        };
        u32::try_from(fitting).unwrap_or(u32::MAX)
    };
    let by_worker = |note: &SupervisionNote| note.side == Side::LinkWorker;
    let by_supervisor = |note: &SupervisionNote| note.side == Side::Supervisor;
    // Each side is the other's difference to all.
    let sides = is_shown(&by_worker) && is_shown(&by_supervisor);
    let is_unmarked = |note: &SupervisionNote| note.marks.is_empty();
    let is_marked = |note: &SupervisionNote| !note.marks.is_empty();
    let unmarked = is_shown(&is_unmarked) && is_shown(&is_marked);
    let cells = || rows.iter().flat_map(|row| row.cells);
    let practices: BTreeSet<_> = shown.iter().filter_map(|note| note.practice).collect();
    let workers: BTreeSet<_> = shown.iter().map(|note| note.subject).collect();
    let differ: Vec<&SupervisionNote> = counted
        .iter()
        .filter(|one| one.read && !one.note.differences().is_empty())
        .map(|one| one.note)
        .collect();
    let differing = is_shown(&|note| differ.iter().any(|one| one.id == note.id));
    Totals {
        notes: count(&|_| true, true),
        marks: cells().filter_map(|cell| cell.notes).sum(),
        unmarked: count(&is_unmarked, unmarked),
        by_link_workers: count(&by_worker, sides),
        by_supervisors: count(&by_supervisor, sides),
        practices: u32::try_from(practices.len()).unwrap_or(u32::MAX),
        workers: u32::try_from(workers.len()).unwrap_or(u32::MAX),
        differing: match differing {
            true => u32::try_from(differ.len()).unwrap_or(u32::MAX),
            false => 0,
        },
        withheld: !all_shown
            || !sides
            || !unmarked
            || !differing
            || cells().any(|cell| cell.notes.is_none()),
    }
}

/// The positions over time, for one link worker at one practice.
fn sequence(asker: Asker, all: &[Counted], query: &IntegrationQuery) -> Vec<Sequence> {
    let own = asker.staff.role == Role::LinkWorker && query.of == NotesOf::Read;
    let worker = query.worker.or(own.then_some(asker.staff.id));
    if worker.is_none() || query.practice.is_none() {
        return Vec::new();
    }
    let mut notes: Vec<&SupervisionNote> = all
        .iter()
        .filter(|one| one.read && Some(one.note.subject) == worker)
        .filter(|one| one.note.practice == query.practice)
        .map(|one| one.note)
        .collect();
    notes.sort_by_key(|note| (note.on, note.id));
    let steps = |concept| {
        let marks = notes
            .iter()
            .flat_map(|note| note.marks.iter().map(move |mark| (note, mark)));
        let stated = marks
            .filter(|(_, mark)| mark.concept == concept && mark.position != Position::NotStated);
        let step = stated.map(|(note, mark)| SequenceStep {
            on: note.on,
            position: mark.position,
            side: mark.side,
            note: note.id,
        });
        step.collect::<Vec<_>>()
    };
    concepts()
        .map(|concept| Sequence {
            concept,
            steps: steps(concept),
        })
        .filter(|sequence| !sequence.steps.is_empty())
        .collect()
}

fn choices(heads: &Heads, asker: Asker) -> Choices {
    let directory = &heads.directory;
    let read = directory
        .notes
        .values()
        .filter(|kept| asker.reads_note(heads, &kept.note));
    let subjects: BTreeSet<StaffId> = read.map(|kept| kept.note.subject).collect();
    let staff = || directory.staff.values();
    let workers = staff().filter(|one| subjects.contains(&one.id));
    let supervisors: BTreeSet<StaffId> = staff().filter_map(|one| one.supervisor).collect();
    let named = |one: &crate::domain::people::Staff| (one.id, one.name.clone());
    let practices = directory.practices.values().filter(|one| one.active);
    Choices {
        workers: workers.map(named).collect(),
        practices: practices.map(|one| (one.id, one.name.clone())).collect(),
        supervisors: staff()
            .filter(|one| supervisors.contains(&one.id))
            .map(named)
            .collect(),
        reads: asker.staff.role != Role::PracticeManager,
        writes: staff().any(|one| one.active && asker.writes_about(heads, one.id).is_some()),
    }
}
