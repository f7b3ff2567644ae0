//! The figures: which notes count, in which cell, and which figures are withheld.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::{
    COLUMNS, Cell, Choices, GridRow, Integration, IntegrationQuery, NotesOf, Period, SILENT_DAYS,
    Sequence, SequenceStep, Totals, WORKERS_MIN,
    notes::{self, Listed},
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
struct Tally {
    notes: u32,
    last: Option<NaiveDate>,
    /// Of those that the asker reads, where the counts are for them alone.
    read: u32,
    read_last: Option<NaiveDate>,
    /// Whose notes the others are.
    others: BTreeSet<StaffId>,
}

impl Tally {
    fn add(&mut self, counted: Counted<'_>) {
        self.notes += 1;
        self.last = self.last.max(Some(counted.note.on));
        if counted.told {
            self.read += 1;
            self.read_last = self.read_last.max(Some(counted.note.on));
        } else {
            self.others.insert(counted.note.subject);
        }
    }

    /// Whether it would say something of few people whose notes the asker does not read.
    fn is_withheld(&self) -> bool {
        !self.others.is_empty() && self.others.len() < WORKERS_MIN
    }

    fn cell(&self) -> Cell {
        match self.is_withheld() {
            true => Cell::default(),
            false => Cell {
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
    let (from, to) = days(query.period, today);
    let narrowed = narrowed(heads, asker, query);
    let in_period = |counted: &&Counted| {
        let on = counted.note.on;
        on <= to && from.is_none_or(|from| from <= on)
    };
    let counted: Vec<Counted> = narrowed.iter().filter(in_period).copied().collect();
    let rows = rows(&narrowed, &counted, to);
    let listed = notes::listed(heads, asker, &counted, query);
    let Listed { rows: page, of } = listed;
    Integration {
        today,
        from,
        to,
        totals: totals(&counted, &rows),
        rows,
        listed: page,
        listed_of: of,
        sequence: sequence(asker, &narrowed, query),
        choices: choices(heads, asker),
    }
}

/// The first and the last day.
fn days(period: Period, today: NaiveDate) -> (Option<NaiveDate>, NaiveDate) {
    match period {
        Period::Weeks(weeks) => {
            let back = Days::new(u64::from(weeks) * 7);
            (today.checked_sub_days(back), today)
        }
        Period::All => (None, today),
        Period::Days { from, to } => (from, to.unwrap_or(today)),
    }
}

/// Every note that counts, of whatever time.
fn narrowed<'h>(heads: &'h Heads, asker: Asker, query: &IntegrationQuery) -> Vec<Counted<'h>> {
    if !asker.may(Right::Read) {
        return Vec::new();
    }
    let fits = |note: &SupervisionNote| {
        let supervisor = || heads.staff(note.subject).and_then(|staff| staff.supervisor);
        query.worker.is_none_or(|worker| note.subject == worker)
            && query.practice.is_none_or(|id| note.practice == Some(id))
            && query.level.is_none_or(|level| note.level == level)
            && query.supervisor.is_none_or(|id| supervisor() == Some(id))
    };
    let notes = heads.directory.notes.values().map(|kept| &kept.note);
    let counted = notes.filter(|note| fits(note)).filter_map(|note| {
        let read = asker.reads_note(heads, note);
        let counts = query.of == NotesOf::Everybody && counts_for(heads, asker, note);
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

fn rows(narrowed: &[Counted], counted: &[Counted], to: NaiveDate) -> Vec<GridRow> {
    let mut cells: BTreeMap<(Option<Concept>, Position), Tally> = BTreeMap::new();
    for one in counted {
        for cell in marked(one.note) {
            cells.entry(cell).or_default().add(*one);
        }
    }
    let mut raised: BTreeMap<Option<Concept>, Tally> = BTreeMap::new();
    for one in narrowed.iter().filter(|one| one.note.on <= to) {
        let concepts = one.note.marks.iter().map(|mark| mark.concept);
        for concept in concepts.collect::<BTreeSet<_>>() {
            raised.entry(concept).or_default().add(*one);
        }
    }
    let row = |concept| {
        let cell = |position| {
            let tally = cells.get(&(concept, position));
            tally.map_or(
                Cell {
                    notes: Some(0),
                    last: None,
                },
                Tally::cell,
            )
        };
        let tally = raised.get(&concept);
        let last = tally.and_then(|tally| match tally.is_withheld() {
            true => tally.read_last,
            false => tally.last,
        });
        let silent = last.is_none_or(|last| (to - last).num_days() >= SILENT_DAYS);
        let unknown = tally.is_some_and(Tally::is_withheld) && last.is_none();
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
fn totals(counted: &[Counted], rows: &[GridRow]) -> Totals {
    let mut all = Tally::default();
    counted.iter().for_each(|one| all.add(*one));
    let shown = |one: &&Counted| one.told || !all.is_withheld();
    let shown: Vec<&SupervisionNote> = counted.iter().filter(shown).map(|one| one.note).collect();
    let count = |test: &dyn Fn(&SupervisionNote) -> bool| {
        let fitting = shown.iter().filter(|note| test(note));
        u32::try_from(fitting.count()).unwrap_or(u32::MAX)
    };
    let cells = || rows.iter().flat_map(|row| row.cells);
    let practices: BTreeSet<_> = shown.iter().filter_map(|note| note.practice).collect();
    let workers: BTreeSet<_> = shown.iter().map(|note| note.subject).collect();
    let mut differing = Tally::default();
    let read = counted.iter().filter(|one| one.read);
    let differ = read.filter(|one| !one.note.differences().is_empty());
    differ.for_each(|one| differing.add(*one));
    Totals {
        notes: count(&|_| true),
        marks: cells().filter_map(|cell| cell.notes).sum(),
        unmarked: count(&|note| note.marks.is_empty()),
        by_link_workers: count(&|note| note.side == Side::LinkWorker),
        by_supervisors: count(&|note| note.side == Side::Supervisor),
        practices: u32::try_from(practices.len()).unwrap_or(u32::MAX),
        workers: u32::try_from(workers.len()).unwrap_or(u32::MAX),
        differing: differing.cell().notes.unwrap_or(0),
        withheld: all.is_withheld()
            || differing.is_withheld()
            || cells().any(|cell| cell.notes.is_none()),
    }
}

/// The positions over time, for one link worker at one practice.
fn sequence(asker: Asker, narrowed: &[Counted], query: &IntegrationQuery) -> Vec<Sequence> {
    let own = asker.staff.role == Role::LinkWorker && query.of == NotesOf::Read;
    let worker = query.worker.or(own.then_some(asker.staff.id));
    if worker.is_none() || query.practice.is_none() {
        return Vec::new();
    }
    let mut notes: Vec<&SupervisionNote> = narrowed
        .iter()
        .filter(|one| one.read && Some(one.note.subject) == worker)
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
