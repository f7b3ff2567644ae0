//! The Team made from the heads: who is on it, then one pass over the cases.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use crate::{
    domain::{
        access::{Asker, Right},
        heads::{CaseHead, Heads},
        ids::{CaseId, PracticeId, StaffId},
        people::Staff,
        review::rules,
        terms::Role,
    },
    readmodel::{agenda, scope, words},
};

use super::{Figure, Figures, TeamPage, TeamRow, Unallocated, Week};

/// Where nobody said when the next review is, it is so many days after the last.
const REVIEWED_EVERY: u64 = 7;

/// The figures that colleagues may see of each other: how much each has, nothing that could be read
/// as how well they do.
const LOAD: [Figure; 3] = [Figure::Open, Figure::Holding, Figure::New];

/// The Team of `asker`: for supervisors those whom they supervise, for practice managers those who
/// work in their practices; for link workers themselves, and of their colleagues the load alone.
pub fn build(
    heads: &Heads,
    asker: Asker,
    today: NaiveDate,
    practice: Option<PracticeId>,
) -> TeamPage {
    let week = Week::of(today);
    let mut counts: BTreeMap<StaffId, Figures> = members(heads, asker)
        .map(|staff| (staff.id, zeroes(heads, asker, staff.id)))
        .collect();
    let mut unallocated = Unallocated::default();
    let mut oldest: Option<(NaiveDate, CaseId)> = None;
    let mut practices = BTreeSet::new();
    for case in heads.cases.iter() {
        let reached = scope::in_reach(heads, asker, case);
        if reached {
            practices.insert(case.practice);
        }
        if practice.is_some_and(|only| only != case.practice) {
            continue;
        }
        if case.worker.is_none() && case.state.is_open() && reached {
            unallocated.count += 1;
            let this = (case.referred_on, case.case);
            oldest = Some(oldest.map_or(this, |oldest| oldest.min(this)));
        }
        count(heads, case, reached, week, &mut counts);
    }
    let days = |(on, _): (NaiveDate, CaseId)| (today - on).num_days().max(0);
    unallocated.oldest_days = oldest.map_or(0, days);
    let mut rows: Vec<TeamRow> = counts
        .into_iter()
        .filter_map(|(id, figures)| Some(row(heads, asker, heads.staff(id)?, figures, today)))
        .collect();
    // Whoever has never been reviewed comes first.
    rows.sort_by(|a, b| (a.next_review, &a.name).cmp(&(b.next_review, &b.name)));
    TeamPage {
        today,
        week_from: week.from,
        unallocated: asker.may(Right::Assign).then_some(unallocated),
        oldest: oldest.map(|(_, case)| case),
        rows,
        practices: agenda::choices(heads, practices),
        narrowed: practice,
    }
}

/// Who is on the asker's Team: of those who worked then, whom the asker may see now.
fn members<'h>(heads: &'h Heads, asker: Asker<'h>) -> impl Iterator<Item = &'h Staff> {
    let me = asker.staff;
    let shares = move |staff: &Staff| {
        let theirs = &staff.practices;
        theirs
            .iter()
            .any(|practice| me.practices.contains(practice))
    };
    let now = asker.rights_of.unwrap_or(heads);
    heads.directory.staff.values().filter(move |staff| {
        let works = staff.active && staff.role == Role::LinkWorker;
        let Some(staff) = now.staff(staff.id) else {
            return false;
        };
        let on_it = match me.role {
            Role::LinkWorker => {
                let same = me.supervisor.is_some() && staff.supervisor == me.supervisor;
                staff.id == me.id || same
            }
            Role::Supervisor => staff.supervisor == Some(me.id),
            Role::PracticeManager => shares(staff),
        };
        asker.may(Right::Read) && works && on_it
    })
}

/// The figures that the asker may see of somebody, at nothing yet.
fn zeroes(heads: &Heads, asker: Asker, worker: StaffId) -> Figures {
    let whole = whole(heads, asker, worker);
    let mut figures = Figures::default();
    for figure in Figure::ALL {
        if whole || LOAD.contains(&figure) {
            *figures.slot(figure) = Some(0);
        }
    }
    figures
}

/// Whether the asker may see all figures of somebody: their own, those whom they supervise, those of
/// their practices.
fn whole(heads: &Heads, asker: Asker, worker: StaffId) -> bool {
    let manages = asker.staff.role == Role::PracticeManager;
    worker == asker.staff.id || manages || asker.reviews(heads, worker)
}

fn count(
    heads: &Heads,
    case: &CaseHead,
    reached: bool,
    week: Week,
    counts: &mut BTreeMap<StaffId, Figures>,
) {
    // What was logged this week may have been logged by anybody.
    let mut people: Vec<StaffId> = case.worker.into_iter().collect();
    if case.tally.last_any >= Some(week.from) {
        people.extend(case.contacts.iter().map(|one| one.by));
        people.sort_unstable();
        people.dedup();
    }
    for worker in people {
        let Some(figures) = counts.get_mut(&worker) else {
            continue;
        };
        // Of colleagues whose cases are out of reach nothing but the load is counted.
        let of_load = |figure: &Figure| reached || LOAD.contains(figure);
        for figure in Figure::ALL.into_iter().filter(of_load) {
            if let Some(sum) = figures.slot(figure) {
                *sum = sum.saturating_add(figure.count(heads, case, worker, week));
            }
        }
    }
}

fn row(heads: &Heads, asker: Asker, staff: &Staff, figures: Figures, today: NaiveDate) -> TeamRow {
    let whole = whole(heads, asker, staff.id);
    let last = heads.directory.meetings_of(staff.id).next_back();
    let last = last.map(|kept| &kept.meeting).filter(|_| whole);
    let next_review = last.and_then(|last| {
        let usual = last.on.checked_add_days(Days::new(REVIEWED_EVERY));
        last.next_on.or(usual)
    });
    let away = staff.away_on(today);
    let covered_by = away.and_then(|away| away.covered_by);
    let practices = staff.practices.iter();
    let practices: Vec<String> = practices
        .map(|practice| words::practice_short(heads, *practice))
        .collect();
    let fte = staff.fte.unwrap_or(100);
    TeamRow {
        worker_id: staff.id,
        worker: staff.handle.clone(),
        name: staff.name.clone(),
        practices: practices.join(", "),
        figures,
        fte,
        guide: rules().guide(fte),
        last_review: last.map(|last| last.on),
        next_review,
        under_way: last.is_some_and(|last| last.is_open()),
        away_until: away.map(|away| away.until),
        covered_by: covered_by.map_or_else(String::new, |by| words::short_name(heads, by)),
        reviews: asker.reviews(heads, staff.id),
    }
}
