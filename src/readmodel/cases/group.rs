//! Under which heading a case stands, and in what order headings come.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use crate::{
    domain::{
        case::NextStep,
        heads::{CaseHead, Heads},
        ids::{PracticeId, StaffId},
    },
    readmodel::{order, words},
};

use super::{Group, GroupBy, build::state_rank};

/// No next step, though the case is open: first of the weeks.
const MISSING: i64 = i64::MIN;
/// Its day is over.
const LATE: i64 = -1;
/// An open case that needs no next step.
const NOT_NEEDED: i64 = i64::MAX - 1;
/// A case that has ended.
const ENDED: i64 = i64::MAX;

/// The headings of one list while it is made.
pub(super) struct Groups<'h> {
    heads: &'h Heads,
    by: GroupBy,
    today: NaiveDate,
    workers: BTreeMap<StaffId, i64>,
    practices: BTreeMap<PracticeId, i64>,
    found: BTreeMap<i64, Group>,
}

impl<'h> Groups<'h> {
    pub(super) fn new(heads: &'h Heads, by: GroupBy, today: NaiveDate) -> Groups<'h> {
        let staff = heads.directory.staff.values();
        let practices = heads.directory.practices.values();
        Groups {
            heads,
            by,
            today,
            workers: ranked(staff.map(|staff| (staff.id, staff.name.as_str()))),
            practices: ranked(practices.map(|one| (one.id, one.name.as_str()))),
            found: BTreeMap::new(),
        }
    }

    /// Counts a case under its heading, and gives the rank of that heading.
    pub(super) fn count(&mut self, case: &CaseHead) -> i64 {
        if self.by == GroupBy::Nothing {
            return 0;
        }
        let rank = self.rank(case);
        if let Some(group) = self.found.get_mut(&rank) {
            group.rows = group.rows.saturating_add(1);
        } else {
            let heading = self.heading(case, rank);
            self.found.insert(rank, Group { heading, rows: 1 });
        }
        rank
    }

    /// The headings, in their order.
    pub(super) fn in_order(self) -> Vec<Group> {
        self.found.into_values().collect()
    }

    fn rank(&self, case: &CaseHead) -> i64 {
        match self.by {
            GroupBy::Nothing => 0,
            // Nobody comes first: somebody must take them.
            GroupBy::Worker => case
                .worker
                .map_or(-1, |worker| rank_of(&self.workers, worker)),
            GroupBy::Practice => rank_of(&self.practices, case.practice),
            GroupBy::State => i64::from(state_rank(&case.state)),
            GroupBy::Week => self.week(case),
        }
    }

    /// Weeks from this one to the next step, from Monday to Sunday.
    fn week(&self, case: &CaseHead) -> i64 {
        if !case.state.is_open() {
            return ENDED;
        }
        match &case.next {
            NextStep::Missing => MISSING,
            NextStep::NoneBecause(_) => NOT_NEEDED,
            NextStep::Due(due) if due.on < self.today => LATE,
            NextStep::Due(due) => (monday(due.on) - monday(self.today)).num_weeks(),
        }
    }

    fn heading(&self, case: &CaseHead, rank: i64) -> String {
        match self.by {
            GroupBy::Nothing => String::new(),
            GroupBy::Worker => match case.worker {
                Some(worker) => format!("With {}", self.heads.staff_name(worker)),
                None => "With nobody yet".to_owned(),
            },
            GroupBy::Practice => match self.heads.practice(case.practice) {
                Some(practice) => practice.name.clone(),
                None => "Practice not known".to_owned(),
            },
            GroupBy::State => capitalised(case.state.label()),
            GroupBy::Week => match rank {
                MISSING => "No next step".to_owned(),
                LATE => "Late".to_owned(),
                0 => "This week".to_owned(),
                1 => "Next week".to_owned(),
                NOT_NEEDED => "No next step needed".to_owned(),
                ENDED => "Ended".to_owned(),
                _ => {
                    let due = case.next.follow_up().map_or(self.today, |due| due.on);
                    format!("Week of {}", words::weekday(monday(due), self.today))
                }
            },
        }
    }
}

fn monday(day: NaiveDate) -> NaiveDate {
    let since = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(since)).unwrap_or(day)
}

/// The place of each in the order of their names.
fn ranked<'n, Id: Ord>(named: impl Iterator<Item = (Id, &'n str)>) -> BTreeMap<Id, i64> {
    let mut named: Vec<(String, Id)> = named
        .map(|(id, name)| (order::sort_key(name), id))
        .collect();
    named.sort();
    let ids = named.into_iter().map(|(_, id)| id);
    ids.zip(0..).collect()
}

/// Whoever is not known comes last.
fn rank_of<Id: Ord>(ranks: &BTreeMap<Id, i64>, id: Id) -> i64 {
    ranks.get(&id).copied().unwrap_or(i64::MAX)
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase());
    first.into_iter().flatten().chain(letters).collect()
}
