//! The Agenda made from the heads. The rule of each section stands in `place`, and nowhere else.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, NaiveTime};

use crate::{
    domain::{
        access::{Asker, Right},
        case::NextStep,
        heads::{CaseHead, ClientHead, Heads},
        ids::{CaseId, PracticeId, ServiceId, ToDoId},
    },
    readmodel::{cases::Whose, coding, order, scope, words},
};

use super::{
    Agenda, AgendaRow, Counts, PracticeChoice, ROWS_MAX, Section,
    services::{self, Steps},
    todos,
};

/// A person not heard from for so many days is quiet.
pub const QUIET_AFTER_DAYS: i64 = 28;

/// "This week" is tomorrow and the days after it up to this many from today: no weekday twice.
pub const WEEK_AHEAD_DAYS: u64 = 6;

/// Rows that every section may show before an earlier section takes the room.
const ROWS_OF_A_SECTION: usize = ROWS_MAX / Section::ALL.len();

/// Where a row stands in its section: a day, a time of day (none comes last), and what it is about.
pub(super) type Place = (NaiveDate, NaiveTime, About);

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    Case(CaseId),
    /// What is to be looked at again of the case's person.
    Again(CaseId),
    Service(ServiceId),
    ToDo(ToDoId),
}

/// The Agenda of `asker`: each case in reach once, in the first section that fits, each service once
/// with whom it is to be asked about, and each person once more whose alerts are to be looked at.
pub fn build(
    heads: &Heads,
    asker: Asker,
    today: NaiveDate,
    practice: Option<PracticeId>,
    whose: Whose,
) -> Agenda {
    let mut practices = BTreeSet::new();
    let mut sections: [Vec<Place>; Section::ALL.len()] = Default::default();
    let (mut new, mut quiet) = (0, 0);
    let mut steps = Steps::default();
    let mut looked_at = BTreeSet::new();
    for case in scope::open_cases(heads, asker, whose) {
        practices.insert(case.practice);
        if practice.is_some_and(|only| only != case.practice) {
            continue;
        }
        if heads.client(case.client).is_some_and(|client| !client.died) {
            new += usize::from(is_new(case));
            quiet += usize::from(is_quiet(case, today));
            steps.add(case, today);
            // Alerts are of the person: of several cases the first brings them up.
            if looked_at.insert(heads.person_of(case))
                && let Some(places) = sections.get_mut(Section::LookAgain as usize)
            {
                places.extend(place_again(heads, asker, case, today));
            }
        }
        if let Some((section, place)) = place(heads, case, today)
            && let Some(places) = sections.get_mut(section as usize)
        {
            places.push(place);
        }
    }
    let todos = todos::places(heads, asker, whose, practice, today);
    for (section, place) in steps.places(today).into_iter().chain(todos) {
        if let Some(places) = sections.get_mut(section as usize) {
            places.push(place);
        }
    }
    let found = sections.each_ref().map(Vec::len);
    let shares = shares(found);
    let mut rows = Vec::with_capacity(shares.iter().sum());
    for ((section, places), share) in Section::ALL.iter().zip(sections).zip(shares) {
        let shown = order::first(places, share);
        rows.extend(shown.into_iter().filter_map(|(_, _, about)| {
            match about {
                About::Case(case) => heads
                    .case(case)
                    .map(|case| row(heads, case, *section, today)),
                About::Again(case) => row_again(heads, asker, case, today),
                About::Service(service) => services::row(heads, &steps, service, *section, today),
                About::ToDo(todo) => todos::row(heads, todo, *section, today),
            }
        }));
    }
    let (to_code, messages) = coding::counts(heads, asker, whose);
    let left_out = found.iter().sum::<usize>() - rows.len();
    Agenda {
        today,
        counts: Counts {
            new: count(new),
            quiet: count(quiet),
            to_code,
            messages,
            ..counts(found)
        },
        rows,
        left_out: count(left_out),
        practices: choices(heads, practices),
        narrowed: practice,
    }
}

/// The section of an open case and its place in it, or nothing where nothing asks for it.
///
/// Quiet is last on purpose: open, spoken to before, not heard from for `QUIET_AFTER_DAYS`, and
/// nothing above brings the person up. Somebody who has died brings up nothing at all.
fn place(heads: &Heads, case: &CaseHead, today: NaiveDate) -> Option<(Section, Place)> {
    if heads.client(case.client).is_none_or(|client| client.died) {
        return None;
    }
    let about = About::Case(case.case);
    let at = |day, section| Some((section, (day, last_of_day(), about)));
    let due = case.next.follow_up();
    if let Some(due) = due
        && due.on == today
        && let Some(time) = due.at
    {
        return Some((Section::AtATimeToday, (today, time, about)));
    }
    if is_new(case) {
        return at(case.referred_on, Section::New);
    }
    match due {
        Some(due) if due.on < today => return at(due.on, Section::Late),
        Some(due) if due.on == today => return at(case.referred_on, Section::Today),
        _ => {}
    }
    if case.next == NextStep::Missing {
        return at(case.referred_on, Section::NoNextStep);
    }
    if let Some(review_on) = case.state.review_on().filter(|day| *day <= today) {
        return at(review_on, Section::HoldingDue);
    }
    if let Some(due) = due
        && is_this_week(due.on, today)
    {
        let time = due.at.unwrap_or_else(last_of_day);
        return Some((Section::ThisWeek, (due.on, time, about)));
    }
    let spoke = case.tally.last_spoke.filter(|_| is_quiet(case, today))?;
    at(spoke, Section::Quiet)
}

/// Since when alerts and concerns of a person are to be looked at again; concerns for those who may
/// read them.
fn look_again(
    head: &ClientHead,
    asker: Asker,
    today: NaiveDate,
) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let any = head.alert || head.private_alert;
    let alert = head.alert_review.filter(|_| any);
    let days = head.concerns.iter().filter_map(|one| one.review_on);
    let concern = days.min().filter(|_| asker.may(Right::Safeguard));
    let due = |day: &NaiveDate| *day <= today;
    (alert.filter(due), concern.filter(due))
}

/// Where that stands, if anything is due.
fn place_again(heads: &Heads, asker: Asker, case: &CaseHead, today: NaiveDate) -> Option<Place> {
    let (alert, concern) = look_again(heads.client(case.client)?, asker, today);
    let first = alert.into_iter().chain(concern).min()?;
    Some((first, last_of_day(), About::Again(case.case)))
}

/// The row of it: which of the two, and nothing of what they say.
fn row_again(heads: &Heads, asker: Asker, case: CaseId, today: NaiveDate) -> Option<AgendaRow> {
    let case = heads.case(case)?;
    let (alert, concern) = look_again(heads.client(case.client)?, asker, today);
    let due = alert.into_iter().chain(concern).min();
    let what = match (alert, concern) {
        (Some(_), Some(_)) => "alert and safeguarding to look at again",
        (None, Some(_)) => "safeguarding to look at again",
        _ => "alert to look at again",
    };
    Some(AgendaRow {
        due,
        at: None,
        late_days: due.map_or(0, |due| (today - due).num_days().max(0)),
        kind: None,
        what: what.to_owned(),
        tries: 0,
        moved: 0,
        ..row(heads, case, Section::LookAgain, today)
    })
}

/// Due by the end of "this week".
pub(super) fn is_this_week(due: NaiveDate, today: NaiveDate) -> bool {
    today
        .checked_add_days(Days::new(WEEK_AHEAD_DAYS))
        .is_some_and(|last| due <= last)
}

/// Not spoken to yet, whatever is planned.
fn is_new(case: &CaseHead) -> bool {
    case.state.is_new() && case.tally.spoke == 0
}

/// Spoken to before, but not for `QUIET_AFTER_DAYS`, whatever is planned.
fn is_quiet(case: &CaseHead, today: NaiveDate) -> bool {
    let spoke = case.tally.last_spoke;
    spoke.is_some_and(|spoke| (today - spoke).num_days() >= QUIET_AFTER_DAYS)
}

/// What has no time of day comes after what has one.
pub(super) fn last_of_day() -> NaiveTime {
    NaiveTime::from_num_seconds_from_midnight_opt(86_399, 999_999_999).unwrap_or_default()
}

/// How many rows each section shows: its share at least, then what is left over, in order, so that
/// a thousand new people do not hide the visit of this week.
fn shares<const N: usize>(found: [usize; N]) -> [usize; N] {
    let mut shares = found.map(|found| found.min(ROWS_OF_A_SECTION));
    let mut room = ROWS_MAX.saturating_sub(shares.iter().sum());
    for (share, found) in shares.iter_mut().zip(found) {
        let more = (found - *share).min(room);
        *share += more;
        room -= more;
    }
    shares
}

fn row(heads: &Heads, case: &CaseHead, section: Section, today: NaiveDate) -> AgendaRow {
    let next = case.next.follow_up();
    let held = case.state.review_on();
    let (due, late_days) = match (section, held) {
        (Section::HoldingDue, Some(day)) => (Some(day), (today - day).num_days().max(0)),
        _ => (next.map(|due| due.on), words::late_days(case, today)),
    };
    AgendaRow {
        section,
        case: Some(case.case),
        client: words::client_name(heads, case),
        client_id: Some(heads.person_of(case)),
        service: None,
        there: Vec::new(),
        todo: None,
        worker: words::handle(heads, case.worker),
        practice: words::practice_short(heads, case.practice),
        due,
        at: next.and_then(|due| due.at),
        late_days,
        open_days: words::open_days(case, today),
        kind: next.map(|due| due.kind),
        what: what(case, section, today),
        tries: case.tally.tries_since,
        moved: next.map_or(0, |due| due.moved),
        alert: heads.client(case.client).is_some_and(|head| head.alert),
        safeguarding: heads
            .client(case.client)
            .is_some_and(|head| !head.concerns.is_empty()),
    }
}

/// What is to be done; for someone new, who asks and what for.
fn what(case: &CaseHead, section: Section, today: NaiveDate) -> String {
    let step = case.next.follow_up().map_or("", |due| due.what.as_str());
    match section {
        Section::New => asked_or(case, step),
        Section::AtATimeToday if step.is_empty() && case.tally.spoke == 0 => case.asked.to_string(),
        Section::HoldingDue | Section::NoNextStep => words::state(&case.state, today),
        Section::Quiet => match case.tally.last_spoke {
            Some(spoke) => format!("last spoke {}", words::weekday(spoke, today)),
            None => String::new(),
        },
        _ => step.to_owned(),
    }
}

fn asked_or(case: &CaseHead, step: &str) -> String {
    let asked = case.asked.to_string();
    if asked.is_empty() {
        step.to_owned()
    } else {
        asked
    }
}

fn counts(found: [usize; Section::ALL.len()]) -> Counts {
    let of = |section: Section| count(found.get(section as usize).copied().unwrap_or(0));
    Counts {
        late: of(Section::Late),
        today: of(Section::AtATimeToday)
            .saturating_add(of(Section::Today))
            .saturating_add(of(Section::Review)),
        no_next_step: of(Section::NoNextStep),
        holding_due: of(Section::HoldingDue),
        this_week: of(Section::ThisWeek),
        ..Counts::default()
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The practices to narrow to, by their short names.
pub(in crate::readmodel) fn choices(
    heads: &Heads,
    practices: BTreeSet<PracticeId>,
) -> Vec<PracticeChoice> {
    let mut choices: Vec<PracticeChoice> = practices
        .into_iter()
        .map(|practice| PracticeChoice {
            practice,
            short: words::practice_short(heads, practice),
        })
        .collect();
    choices.sort_by(|left, right| left.short.cmp(&right.short));
    choices
}
