//! Counting: one case after the other, so that no more than one record is in memory.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};

use crate::{
    domain::{
        access::Asker,
        case::CaseState,
        heads::{CaseHead, Heads},
        ids::{PracticeId, StaffId},
        people::Staff,
        record::CaseRecord,
        refusal::Refusal,
        terms::Role,
    },
    readmodel::{cases, scope, words},
};

use super::{
    Activity, ActivityQuery, Heading, MONTHS, Whose,
    count::{self, Kind, Span},
    measures::Pairs,
    publish,
};

/// Kinds and how many of each, by column.
#[derive(Debug, Default)]
pub(super) struct Counts(pub(super) BTreeMap<Kind, Vec<u32>>);

impl Counts {
    fn add(&mut self, columns: &Columns, kind: Kind, column: usize, by: u32) {
        let row = self
            .0
            .entry(kind)
            .or_insert_with(|| vec![0; columns.width()]);
        if let Some(count) = row.get_mut(column) {
            *count = count.saturating_add(by);
        }
    }
}

/// The practices that are counted, each a column.
#[derive(Debug, Default)]
pub(super) struct Columns(pub(super) Vec<(PracticeId, Heading)>);

impl Columns {
    /// Without the column "in all", which is there where there are several.
    pub(super) fn width(&self) -> usize {
        self.0.len().max(1)
    }

    fn of(&self, practice: PracticeId) -> Option<usize> {
        self.0.iter().position(|(id, _)| *id == practice)
    }

    /// The headings of a table by practice.
    pub(super) fn headings(&self) -> Vec<Heading> {
        let mut headings: Vec<Heading> = self.0.iter().map(|(_, one)| one.clone()).collect();
        if headings.len() != 1 {
            headings.push(Heading::new("all", "All"));
        }
        headings
    }
}

/// What was counted so far.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// People referred, by column.
    pub(super) referred: Vec<u32>,
    pub(super) sources: Counts,
    pub(super) reasons: Counts,
    /// Days from the referral to the first conversation, by column.
    pub(super) waits: Vec<Vec<i64>>,
    pub(super) contacts: Counts,
    pub(super) states: Counts,
    pub(super) endings: Counts,
    pub(super) stages: Counts,
    pub(super) pairs: Pairs,
    pub(super) noted: Counts,
    pub(super) minutes: Counts,
    /// First days of months, and how many were referred in each.
    pub(super) months: BTreeMap<NaiveDate, u32>,
    /// Minutes that were about no one person.
    pub(super) time: BTreeMap<Kind, u32>,
}

/// The figures of a period in the making.
#[derive(Debug)]
pub struct Building {
    today: NaiveDate,
    span: Span,
    whose: Whose,
    asker: String,
    practices: Vec<Heading>,
    columns: Columns,
    cases: Vec<CaseHead>,
    counted: Counted,
}

impl Building {
    /// What is to be counted for `asker`: a link worker's own cases, else all in reach.
    ///
    /// # Errors
    /// A refusal where a practice manager asks for a practice that is not theirs.
    pub fn begin(
        heads: &Heads,
        asker: Asker,
        today: NaiveDate,
        query: ActivityQuery,
    ) -> Result<Building, Refusal> {
        let me = asker.staff;
        let whose = match me.role {
            Role::LinkWorker => Whose::Own,
            Role::Supervisor => Whose::Team,
            Role::PracticeManager => Whose::Practices,
        };
        let theirs = |practice| me.role != Role::PracticeManager || me.practices.contains(practice);
        if !query.practice.as_ref().is_none_or(theirs) {
            return Err(Refusal::NotAllowed {
                doing: "count the work of this practice".to_owned(),
                instead: "Ask its practice manager.".to_owned(),
            });
        }
        let span = Span {
            from: query.from,
            to: query.to.min(today),
        };
        let counted_here = |case: &&CaseHead| {
            let own = whose != Whose::Own || case.worker == Some(me.id);
            own && query.practice.is_none_or(|only| case.practice == only)
        };
        let in_reach = scope::all_cases(heads, asker, cases::Whose::All);
        let in_reach: Vec<&CaseHead> = in_reach.filter(counted_here).collect();
        let columns = columns(heads, &in_reach, query.practice);
        let mut counted = Counted {
            referred: vec![0; columns.width()],
            waits: vec![Vec::new(); columns.width()],
            months: months(query.to),
            ..Counted::default()
        };
        for case in &in_reach {
            if let Some(count) = counted.months.get_mut(&first_of_month(case.referred_on)) {
                *count += u32::from(case.referred_on <= span.to);
            }
        }
        if query.practice.is_none() {
            counted.time = time(heads, me, whose, span);
        }
        let touches = |case: &&CaseHead| {
            let ended_before = !case.state.is_open() && case.state_since < span.from;
            let later = case.tally.last_any >= Some(span.from);
            case.referred_on <= span.to && (!ended_before || later)
        };
        let mut cases: Vec<CaseHead> = in_reach.into_iter().filter(touches).cloned().collect();
        cases.sort_by_key(|case| case.case);
        let full = |(id, one): &(PracticeId, Heading)| {
            Heading::new(&one.code, words::practice_name(heads, *id))
        };
        Ok(Building {
            today,
            span: Span {
                to: query.to,
                ..span
            },
            whose,
            asker: me.name.clone(),
            practices: columns.0.iter().map(full).collect(),
            columns,
            cases,
            counted,
        })
    }

    /// The cases whose records are to be given to `add`; taken once.
    pub fn take_cases(&mut self) -> Vec<CaseHead> {
        std::mem::take(&mut self.cases)
    }

    /// Counts one case.
    pub fn add(&mut self, head: &CaseHead, record: &CaseRecord) {
        let Some(column) = self.columns.of(head.practice) else {
            return;
        };
        let span = Span {
            to: self.span.to.min(self.today),
            ..self.span
        };
        let (columns, counted) = (&self.columns, &mut self.counted);
        if span.holds(head.referred_on) {
            if let Some(count) = counted.referred.get_mut(column) {
                *count += 1;
            }
            counted
                .sources
                .add(columns, count::source(record), column, 1);
            counted
                .reasons
                .add(columns, count::reason(record), column, 1);
        }
        let first = count::first_spoke(record).filter(|on| span.holds(*on));
        if let (Some(on), Some(waits)) = (first, counted.waits.get_mut(column)) {
            waits.push((on - head.referred_on).num_days().max(0));
        }
        for (_, contact) in record.contacts().filter(|(_, one)| span.holds(one.on)) {
            counted
                .contacts
                .add(columns, count::contact(contact), column, 1);
            if contact.minutes > 0 {
                let kind = count::of_contact(contact.kind);
                counted.noted.add(columns, kind, column, 1);
                let minutes = u32::from(contact.minutes);
                counted.minutes.add(columns, kind, column, minutes);
            }
        }
        self.add_stand(head, record, column, span);
    }

    /// Counts where it stood at the end of the period, unless it had ended before.
    fn add_stand(&mut self, head: &CaseHead, record: &CaseRecord, column: usize, span: Span) {
        let (columns, counted) = (&self.columns, &mut self.counted);
        let (state, since) = count::state_on(head, record, span.to);
        if !state.is_open() && since < span.from {
            return;
        }
        counted
            .states
            .add(columns, count::state_kind(&state), column, 1);
        if let CaseState::Closed { reason, .. } = &state {
            counted
                .endings
                .add(columns, count::of_ending(*reason), column, 1);
        }
        let parts = count::parts_on(record, span.to);
        for one in parts.connections.values() {
            if one.stage.is_open() || span.holds(one.since) {
                counted
                    .stages
                    .add(columns, count::of_stage(one.stage), column, 1);
            }
        }
        counted.pairs.add(column, &parts.measures, span);
    }

    /// The figures as they may be shown.
    pub fn finish(self) -> Activity {
        Activity {
            today: self.today,
            from: self.span.from,
            to: self.span.to,
            whose: self.whose,
            asker: self.asker,
            practices: self.practices,
            tables: publish::tables(&self.counted, &self.columns, self.span),
        }
    }
}

/// The practices of these cases, by name.
fn columns(heads: &Heads, cases: &[&CaseHead], only: Option<PracticeId>) -> Columns {
    let mut practices: Vec<PracticeId> =
        cases.iter().map(|case| case.practice).chain(only).collect();
    practices.sort_unstable();
    practices.dedup();
    let heading = |id: PracticeId| {
        let ods = heads
            .practice(id)
            .map_or("", |practice| practice.ods.as_str());
        (id, Heading::new(ods, words::practice_short(heads, id)))
    };
    let mut columns: Vec<(PracticeId, Heading)> = practices.into_iter().map(heading).collect();
    columns.sort_by(|(a, one), (b, other)| (&one.label, a).cmp(&(&other.label, b)));
    Columns(columns)
}

pub(super) fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The months up to that of this day, with nothing counted yet.
fn months(last: NaiveDate) -> BTreeMap<NaiveDate, u32> {
    let last = first_of_month(last);
    let back = (0..MONTHS).filter_map(|back| last.checked_sub_months(Months::new(back)));
    back.map(|month| (month, 0)).collect()
}

/// Minutes of the people whose work it is, of weeks that began in the period.
fn time(heads: &Heads, me: &Staff, whose: Whose, span: Span) -> BTreeMap<Kind, u32> {
    let theirs = |id: &StaffId| {
        let staff = heads.staff(*id);
        *id == me.id
            || staff.is_some_and(|staff| match whose {
                Whose::Own => false,
                Whose::Team => staff.supervisor == Some(me.id),
                Whose::Practices => staff.practices.iter().any(|one| me.practices.contains(one)),
            })
    };
    let mut time: BTreeMap<Kind, u32> = BTreeMap::new();
    let noted = heads.directory.time.iter().filter(|(id, _)| theirs(id));
    let weeks = noted.flat_map(|(_, weeks)| weeks);
    for (_, minutes) in weeks.filter(|(monday, _)| span.holds(**monday)) {
        for one in minutes {
            *time.entry(count::of_time(one.kind)).or_default() += u32::from(one.minutes);
        }
    }
    time
}
