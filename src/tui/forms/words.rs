//! Sentences that several forms share.

use chrono::NaiveDate;

use super::about::Facts;
use super::person;
use crate::domain::case::NextStep;
use crate::domain::client::ClientField;
use crate::domain::dates;
use crate::readmodel::client::CaseCard;

/// Why nothing can be done with the case now.
pub(super) fn not_open(facts: &Facts) -> Option<String> {
    match facts.case() {
        None => no_case(facts),
        Some(case) if !case.state.is_open() => {
            let state = case.state.label();
            Some(format!("This case is {state}; change its status first"))
        }
        Some(_) => None,
    }
}

/// What the copy view says of safeguarding.
pub(in crate::tui) fn not_copied(heading: &str) -> Vec<String> {
    vec![
        heading.to_owned(),
        String::new(),
        "Safeguarding is not shown as plain text, so that it is not pasted by mistake.".to_owned(),
    ]
}

/// Why there is no case to do anything with.
pub(super) fn no_case(facts: &Facts) -> Option<String> {
    match facts.case() {
        None => Some("None of their cases is in your reach".to_owned()),
        Some(_) => None,
    }
}

/// What to have before one's eyes when ringing: what is due, the number, what is allowed.
pub(super) fn before_a_call(facts: &Facts) -> String {
    let Some(card) = facts.card.as_deref() else {
        return String::new();
    };
    let mut parts = vec![
        person::field(card, ClientField::Phone).to_owned(),
        person::permission(card),
    ];
    parts.retain(|part| !part.is_empty());
    let due = due(facts);
    let reach = parts.join(", ");
    match (reach.is_empty(), due.is_empty()) {
        (true, _) => due,
        (false, true) => reach,
        (false, false) => format!("{}. Phone {reach}", due.trim_end_matches('.')),
    }
}

/// "Due Tue 10 Nov, 13 d late, phone: CAB, heard back?"
pub(super) fn due(facts: &Facts) -> String {
    facts
        .case()
        .map_or_else(String::new, |case| next(case, facts.today()))
}

/// The next step of a case as a sentence.
pub(super) fn next(case: &CaseCard, today: NaiveDate) -> String {
    let due = match &case.next {
        NextStep::Missing => return "No next step is set.".to_owned(),
        NextStep::NoneBecause(because) => return format!("No next step, because: {because}"),
        NextStep::Due(due) => due,
    };
    let late = match dates::late(due.on, today) {
        late if late.is_empty() => late,
        late => format!(", {late} late"),
    };
    let at = due
        .at
        .map(|at| format!(" {}", dates::show_time(at)))
        .unwrap_or_default();
    let what = match due.what.as_str() {
        "" => String::new(),
        what => format!(": {what}"),
    };
    let on = dates::short(due.on, today);
    format!("Due {on}{at}{late}, {}{what}", due.kind.label())
}
