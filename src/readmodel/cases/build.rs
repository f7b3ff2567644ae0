//! The Caseload made from the heads: filter, count what is left out, sort, cut a page, then write
//! the rows of that page only.

use std::cmp::Reverse;

use chrono::{NaiveDate, NaiveTime};

use crate::{
    domain::{
        access::Asker,
        case::{CaseState, NextStep},
        heads::{CaseHead, Heads},
        ids::CaseId,
    },
    readmodel::{order, scope, team::Week, words},
};

use super::{CasePage, CaseQuery, CaseRow, SortBy, States, group::Groups};

/// No page is longer.
pub const PAGE_ROWS_MAX: u32 = 500;

/// The cases in `asker`'s reach that fit the query, one page of them. A limit of zero means as many
/// as a page may hold.
pub fn build(heads: &Heads, asker: Asker, today: NaiveDate, query: &CaseQuery) -> CasePage {
    let mut left_out = LeftOut::default();
    let mut groups = Groups::new(heads, query.group, today);
    let week = Week::of(today);
    let mut fitting = Vec::new();
    for case in scope::reachable(heads, asker) {
        if left_out.admits(heads, asker, (query, week), case) {
            fitting.push((groups.count(case), case));
        }
    }
    let total = u32::try_from(fitting.len()).unwrap_or(u32::MAX);
    let limit = match query.limit {
        0 => PAGE_ROWS_MAX,
        some => some.min(PAGE_ROWS_MAX),
    };
    let end = query.offset.saturating_add(limit) as usize;
    let shown = sorted(heads, query.sort, fitting, end);
    let page = shown.into_iter().skip(query.offset as usize);
    let rows = page
        .filter_map(|case| heads.case(case))
        .map(|case| row(heads, case, today))
        .collect();
    CasePage {
        today,
        rows,
        offset: query.offset,
        total,
        left_out: left_out.sentence(),
        groups: groups.in_order(),
    }
}

/// A case with the rank of its heading.
type Ranked<'h> = (i64, &'h CaseHead);

/// The first `end` cases in the order asked for, heading by heading; ties go to the older case.
fn sorted(heads: &Heads, by: SortBy, cases: Vec<Ranked>, end: usize) -> Vec<CaseId> {
    fn ids<K: Ord>(cases: Vec<Ranked>, end: usize, key: impl Fn(&CaseHead) -> K) -> Vec<CaseId> {
        let keyed = cases.into_iter();
        let keyed = keyed.map(|(rank, case)| (rank, key(case), case.case));
        let first = order::first(keyed.collect(), end);
        first.into_iter().map(|(_, _, case)| case).collect()
    }
    match by {
        SortBy::Due => ids(cases, end, due_key),
        SortBy::State => ids(cases, end, |case| (state_rank(&case.state), due_key(case))),
        // Never spoken to is longest of all: `None` sorts first.
        SortBy::LastSpoke => ids(cases, end, |case| case.tally.last_spoke),
        SortBy::Age => ids(cases, end, |case| {
            (Reverse(case.state.is_open()), case.referred_on)
        }),
        SortBy::Name => ids(cases, end, |case| {
            let name = |part| order::sort_key(part);
            heads
                .client(case.client)
                .map(|client| (name(&client.family), name(&client.given)))
        }),
    }
}

/// Open cases that nobody gave a next step come first, then by date and time; those that need none
/// come last.
fn due_key(case: &CaseHead) -> (u8, NaiveDate, bool, NaiveTime) {
    let (rank, on, at) = match &case.next {
        NextStep::Due(due) => (1, due.on, due.at),
        NextStep::Missing if case.state.is_open() => (0, case.referred_on, None),
        NextStep::Missing | NextStep::NoneBecause(_) => (2, case.referred_on, None),
    };
    (rank, on, at.is_none(), at.unwrap_or_default())
}

/// Where a state stands in the life of a case.
pub(super) fn state_rank(state: &CaseState) -> u8 {
    match state {
        CaseState::Received => 0,
        CaseState::Contacting => 1,
        CaseState::Waiting => 2,
        CaseState::Active => 3,
        CaseState::Holding { .. } => 4,
        CaseState::Paused { .. } => 5,
        CaseState::Closing { .. } => 6,
        CaseState::Closed { .. } => 7,
        CaseState::Declined { .. } => 8,
        CaseState::NotAccepted { .. } => 9,
    }
}

fn row(heads: &Heads, case: &CaseHead, today: NaiveDate) -> CaseRow {
    let next = case.next.follow_up();
    CaseRow {
        case: case.case,
        client: words::client_name(heads, case),
        client_id: heads.person_of(case),
        worker: words::handle(heads, case.worker),
        practice: words::practice_short(heads, case.practice),
        state: case.state.code().to_owned(),
        next_due: next.map(|due| due.on),
        next_at: next.and_then(|due| due.at),
        next_kind: next.map(|due| due.kind),
        what: match &case.next {
            NextStep::Due(due) => due.what.clone(),
            NextStep::NoneBecause(because) => because.clone(),
            NextStep::Missing => String::new(),
        },
        last_spoke: case.tally.last_spoke,
        open_days: words::open_days(case, today),
        late_days: words::late_days(case, today),
        spoke: case.tally.spoke,
        tries: case.tally.tries,
        version: case.touch.seq,
    }
}

/// Cases in reach that the filter leaves out, each counted once, by the first part of the filter
/// that leaves it out.
#[derive(Default)]
struct LeftOut {
    other_workers: u32,
    other_practices: u32,
    open: u32,
    closed: u32,
    declined: u32,
    not_accepted: u32,
    not_counted: u32,
}

impl LeftOut {
    fn admits(
        &mut self,
        heads: &Heads,
        asker: Asker,
        (query, week): (&CaseQuery, Week),
        case: &CaseHead,
    ) -> bool {
        let slot = if let Some(of) = query.figure {
            let elsewhere = query.practice.is_some_and(|only| only != case.practice);
            match of.figure.count(heads, case, of.worker, week) {
                0 => &mut self.not_counted,
                _ if elsewhere => &mut self.other_practices,
                _ => return true,
            }
        } else if !scope::wanted(heads, asker, query.whose, case) {
            &mut self.other_workers
        } else if query.practice.is_some_and(|only| only != case.practice) {
            &mut self.other_practices
        } else if fits(&query.states, &case.state) {
            return true;
        } else {
            match case.state {
                CaseState::Closed { .. } => &mut self.closed,
                CaseState::Declined { .. } => &mut self.declined,
                CaseState::NotAccepted { .. } => &mut self.not_accepted,
                _ => &mut self.open,
            }
        };
        *slot = slot.saturating_add(1);
        false
    }

    /// "12 closed, 3 at other practices"; empty where nothing is left out.
    fn sentence(&self) -> String {
        let parts = [
            (self.open, "open in other states"),
            (self.closed, "closed"),
            (self.declined, "declined"),
            (self.not_accepted, "not accepted"),
            (self.other_practices, "at other practices"),
            (self.other_workers, "of others"),
            (self.not_counted, "that do not count there"),
        ];
        let said = parts.iter().filter(|(number, _)| *number > 0);
        let said: Vec<String> = said.map(|(number, of)| format!("{number} {of}")).collect();
        said.join(", ")
    }
}

fn fits(states: &States, state: &CaseState) -> bool {
    match states {
        States::Open => state.is_open(),
        States::All => true,
        States::Only(code) => state.code() == code || state.label() == code,
    }
}
