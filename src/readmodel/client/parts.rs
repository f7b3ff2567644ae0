//! Parts of a record in words, for histories.

use crate::domain::{connection::Connection, heads::Heads, part::Part, record::ClientRecord};

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
        Part::Goal(goal) => format!("{}: {}", goal.state.label(), goal.text),
        Part::Measure(measure) => format!("{}, {}", measure.measure, measure.stage.label()),
        Part::Consent(consent) => {
            let answer = if consent.holds() { "yes" } else { "no" };
            format!("{}: {answer}", consent.scope.label())
        }
        // Safeguarding belongs to no case, so that no history tells of it.
        Part::Concern(_) => String::new(),
    }
}

fn a_connection(heads: &Heads, connection: &Connection) -> String {
    let service = heads.directory.services.get(&connection.service);
    let name = service.map_or("a service", |service| service.name.as_str());
    format!("{name}: {}", connection.stage.label())
}
