//! Dates, names and states as rows say them.

use chrono::{Datelike, NaiveDate};

use crate::domain::{
    case::{CaseState, NextStep},
    connection::ConnectionHead,
    decision::Decision,
    heads::{CaseHead, ClientHead, Heads},
    ids::{PracticeId, StaffId},
    terms::Stage,
};

/// "Fri 27 Nov"; the year stands where it is not this one.
pub(super) fn weekday(day: NaiveDate, today: NaiveDate) -> String {
    let format = if day.year() == today.year() {
        "%a %-d %b"
    } else {
        "%a %-d %b %Y"
    };
    day.format(format).to_string()
}

/// "27 Nov"; the year stands where it is not this one.
pub(super) fn day(day: NaiveDate, today: NaiveDate) -> String {
    let format = if day.year() == today.year() {
        "%-d %b"
    } else {
        "%-d %b %Y"
    };
    day.format(format).to_string()
}

/// Days from the due date of an open case's next step to today; zero where it is not late.
pub(super) fn late_days(case: &CaseHead, today: NaiveDate) -> i64 {
    match case.next.follow_up() {
        Some(due) if case.state.is_open() => (today - due.on).num_days().max(0),
        _ => 0,
    }
}

/// Days from the referral to today, or to the day on which the case ended.
pub(super) fn open_days(case: &CaseHead, today: NaiveDate) -> i64 {
    let until = if case.state.is_open() {
        today
    } else {
        case.state_since
    };
    (until - case.referred_on).num_days().max(0)
}

/// The handle of a case's link worker; empty where nobody has it.
pub(super) fn handle(heads: &Heads, worker: Option<StaffId>) -> String {
    worker
        .and_then(|worker| heads.staff(worker))
        .map_or_else(String::new, |staff| staff.handle.clone())
}

/// "A Khan", or what stands for the program.
pub(super) fn short_name(heads: &Heads, who: StaffId) -> String {
    heads.staff(who).map_or_else(
        || heads.staff_name(who).to_owned(),
        |staff| staff.short_name(),
    )
}

/// The short name of a practice.
pub(super) fn practice_short(heads: &Heads, practice: PracticeId) -> String {
    heads
        .practice(practice)
        .map_or_else(String::new, |practice| practice.short.clone())
}

/// The full name of a practice.
pub(super) fn practice_name(heads: &Heads, practice: PracticeId) -> &str {
    heads
        .practice(practice)
        .map_or("", |practice| practice.name.as_str())
}

/// The display name of a case's client.
pub(super) fn client_name(heads: &Heads, case: &CaseHead) -> String {
    heads
        .client(case.client)
        .map_or_else(String::new, ClientHead::name)
}

/// A state with all that it carries: "holding: waiting for a service, look again Thu 3 Dec".
pub(super) fn state(state: &CaseState, today: NaiveDate) -> String {
    let label = state.label();
    let more = match state {
        CaseState::Holding { reason, review_on } => {
            let again = weekday(*review_on, today);
            format!("{}, look again {again}", reason.label())
        }
        CaseState::Paused { ask_on } => format!("ask again {}", weekday(*ask_on, today)),
        CaseState::Closing { reason, outcome } | CaseState::Closed { reason, outcome } => {
            joined(reason.label(), "; ", outcome)
        }
        CaseState::Declined { because } | CaseState::NotAccepted { because } => because.clone(),
        _ => String::new(),
    };
    joined(label, ": ", &more)
}

/// A next step whole: "Fri 27 Nov 14:00, home: bring the form".
pub(super) fn next_step(next: &NextStep, today: NaiveDate) -> String {
    match next {
        NextStep::Missing => "no next step".to_owned(),
        NextStep::NoneBecause(because) => format!("none, because: {because}"),
        NextStep::Due(due) => {
            let at = due
                .at
                .map(|at| at.format(" %H:%M").to_string())
                .unwrap_or_default();
            let when = format!("{}{at}, {}", weekday(due.on, today), due.kind.label());
            joined(&when, ": ", &due.what)
        }
    }
}

/// "two more visits; why: letters, not advice. Review again 14 Dec"
pub(super) fn decision(one: &Decision, today: NaiveDate) -> String {
    let mut said = joined(&one.what, "; why: ", &one.why);
    if let Some(on) = one.again_on {
        said.push_str(&format!(". Review again {}", day(on, today)));
    }
    said
}

/// Two texts with something between them, or whichever is there.
pub(super) fn joined(left: &str, between: &str, right: &str) -> String {
    match (left.is_empty(), right.is_empty()) {
        (false, false) => format!("{left}{between}{right}"),
        (false, true) => left.to_owned(),
        (true, _) => right.to_owned(),
    }
}

/// How a connection goes, without its service: "attending 3 Nov, not fed back", "sent 12 Nov, no
/// reply 11 d".
pub(super) fn connection(one: &ConnectionHead, today: NaiveDate) -> String {
    let mut said = format!("{} {}", one.stage.label(), day(one.since, today));
    if one.stage.awaits_reply() {
        let days = (today - one.sent_on.unwrap_or(one.since)).num_days();
        said.push_str(&format!(", no reply {days} d"));
    }
    if matches!(
        one.stage,
        Stage::Attending | Stage::Completed | Stage::Failed
    ) {
        match one.fed_back_on {
            Some(told) => said.push_str(&format!(", fed back {}", day(told, today))),
            None => said.push_str(", not fed back"),
        }
    }
    said
}
