//! Parts of a record in words, for histories.

use chrono::NaiveDate;

use crate::{
    domain::{
        connection::{Connection, ConnectionHead},
        goal::Goal,
        heads::{CaseHead, Heads},
        measure::{Measure, table},
        part::{Kept, Part},
        record::ClientRecord,
    },
    readmodel::words as said,
};

use super::ConnectionLine;

/// What a client is connected to through the cases of `reach`: what is still open first, then as
/// they were made.
pub(super) fn connected(
    heads: &Heads,
    record: &ClientRecord,
    reach: &[&CaseHead],
    today: NaiveDate,
) -> Vec<ConnectionLine> {
    let reaches = |kept: &&Kept| reach.iter().any(|head| Some(head.case) == kept.case);
    let mut lines: Vec<ConnectionLine> = record
        .parts
        .iter()
        .filter(reaches)
        .filter_map(|kept| line(heads, kept, today))
        .collect();
    lines.sort_by_key(|line| !line.stage.is_open());
    lines
}

fn line(heads: &Heads, kept: &Kept, today: NaiveDate) -> Option<ConnectionLine> {
    let Part::Connection(whole) = &kept.part else {
        return None;
    };
    let service = heads.directory.services.get(&whole.service);
    let head = ConnectionHead::of(kept.id, kept.seq, whole);
    Some(ConnectionLine {
        part: kept.id,
        case: kept.case?,
        service_id: whole.service,
        service: name(heads, whole),
        place: service.map_or_else(String::new, |service| service.place_line()),
        stage: whole.stage,
        said: said::connection(&head, today),
        next: whole.next.clone(),
        attended: whole.attended,
    })
}

/// The kind of a part and what happened to it, in a few words.
pub(super) fn happened(
    heads: &Heads,
    was: Option<&Part>,
    now: Option<&Part>,
) -> (&'static str, String) {
    let kind = now.or(was).map_or("part", Part::word);
    let text = match (was, now) {
        (_, Some(now)) => words(heads, now),
        (Some(was), None) => format!("taken away: {}", words(heads, was)),
        (None, None) => String::new(),
    };
    match kind {
        // As it stands in the history and on the page: what came of a review.
        "decision" => ("review", text),
        kind => (kind, text),
    }
}

/// A part in one line.
fn words(heads: &Heads, part: &Part) -> String {
    match part {
        Part::Connection(connection) => a_connection(heads, connection),
        Part::Goal(goal) => a_goal(goal),
        Part::Measure(taken) => a_measure(taken),
        Part::Consent(consent) => {
            let answer = if consent.holds() { "yes" } else { "no" };
            let with = consent
                .service
                .and_then(|id| heads.directory.services.get(&id));
            let with = with.map_or(consent.organisation.as_str(), |service| {
                service.name.as_str()
            });
            format!(
                "{}: {answer}",
                said::joined(consent.scope.label(), ", ", with)
            )
        }
        Part::Decision(one) => format!("decided: {}", said::decision(one, one.on)),
        // Safeguarding belongs to no case, so that no history tells of it.
        Part::Concern(_) => String::new(),
    }
}

/// "ONS4, review: satisfied 4, anxious 7"; why where it was not taken.
fn a_measure(taken: &Measure) -> String {
    let spec = table::measure(&taken.measure);
    let title = spec.map_or(taken.measure.as_str(), |spec| &spec.title);
    let items = spec.map_or(&[][..], |spec| &spec.items);
    let figures: Vec<String> = items
        .iter()
        .zip(&taken.values)
        .filter_map(|(item, value)| {
            let value = (*value)?;
            let shown = item.answer(value).map(str::to_owned);
            let shown = shown.unwrap_or_else(|| table::figure(value, item.decimals));
            Some(format!("{} {shown}", item.label))
        })
        .collect();
    let mut said = format!("{title}, {}", taken.stage.label());
    if !figures.is_empty() {
        said.push_str(&format!(": {}", figures.join(", ")));
    }
    if !taken.missing.is_empty() {
        said.push_str(&format!("; not taken: {}", taken.missing));
    }
    if !taken.words.is_empty() {
        said.push_str(&format!("\nwhat changed: \"{}\"", taken.words));
    }
    said
}

/// "open: to sleep; 1 of 3 steps done".
fn a_goal(goal: &Goal) -> String {
    let done = goal.steps.iter().filter(|step| step.done_on.is_some());
    let steps = match goal.steps.len() {
        0 => String::new(),
        1 => format!("; {} of 1 step done", done.count()),
        all => format!("; {} of {all} steps done", done.count()),
    };
    format!("{}: {}{steps}", goal.state.label(), goal.text)
}

fn a_connection(heads: &Heads, connection: &Connection) -> String {
    let name = name(heads, connection);
    format!("{name}: {}", connection.stage.label())
}

fn name(heads: &Heads, connection: &Connection) -> String {
    let service = heads.directory.services.get(&connection.service);
    service.map_or_else(|| "a service".to_owned(), |service| service.name.clone())
}
