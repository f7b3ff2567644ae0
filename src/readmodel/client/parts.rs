//! Parts of a record in words, for histories.

use crate::domain::{
    connection::Connection,
    goal::Goal,
    heads::Heads,
    measure::{Measure, table},
    part::Part,
    record::ClientRecord,
};

/// What a client is connected to, each in a few words.
pub(super) fn connected(heads: &Heads, record: &ClientRecord) -> Vec<String> {
    let connections = record.parts.iter().filter_map(|kept| match &kept.part {
        Part::Connection(connection) => Some(a_connection(heads, connection)),
        _ => None,
    });
    connections.collect()
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
    (kind, text)
}

/// A part in one line.
fn words(heads: &Heads, part: &Part) -> String {
    match part {
        Part::Connection(connection) => a_connection(heads, connection),
        Part::Goal(goal) => a_goal(goal),
        Part::Measure(taken) => a_measure(taken),
        Part::Consent(consent) => {
            let answer = if consent.holds() { "yes" } else { "no" };
            format!("{}: {answer}", consent.scope.label())
        }
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
    let service = heads.directory.services.get(&connection.service);
    let name = service.map_or("a service", |service| service.name.as_str());
    format!("{name}: {}", connection.stage.label())
}
