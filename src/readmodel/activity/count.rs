//! What one case adds to the figures of a period, read from its record.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::{
    case::{CaseField, CaseState},
    connection::Connection,
    contact::Contact,
    heads::CaseHead,
    ids::PartId,
    measure::Measure,
    part::Part,
    record::{CaseRecord, What},
    terms::{Need, Outcome, Source, With},
};

/// A kind of something: its place in the order, the word for programs, the word for people.
pub(super) type Kind = (usize, &'static str, &'static str);

/// Both days included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
}

impl Span {
    pub(super) fn holds(self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// States in the order in which a case goes through them.
const STATES: [&str; 10] = [
    "received",
    "contacting",
    "waiting",
    "active",
    "holding",
    "paused",
    "closing",
    "closed",
    "declined",
    "not-accepted",
];

/// Contacts with others than the person.
const WITH_OTHERS: Kind = (
    usize::MAX,
    "with-others",
    "with carers, services, professionals",
);
const NOT_SAID: Kind = (usize::MAX, "not-said", "not said");

pub(super) fn state_kind(state: &CaseState) -> Kind {
    let code = state.code();
    let place = STATES.iter().position(|one| *one == code);
    (place.unwrap_or(usize::MAX), code, state.label())
}

macro_rules! kind_of {
    ($($name:ident $term:ty;)*) => {$(
        /// The kind that a term is.
        pub(super) fn $name(term: $term) -> Kind {
            let place = <$term>::ALL.iter().position(|one| *one == term);
            (place.unwrap_or(usize::MAX), term.code(), term.label())
        }
    )*};
}
kind_of! {
    of_source Source;
    of_need Need;
    of_outcome Outcome;
    of_ending crate::domain::terms::ClosingReason;
    of_stage crate::domain::terms::Stage;
    of_contact crate::domain::terms::ContactKind;
    of_time crate::domain::terms::TimeKind;
}

fn text(record: &CaseRecord, field: CaseField) -> &str {
    record.fields.get(&field).map_or("", |text| text.trim())
}

/// Where the referral came from.
pub(super) fn source(record: &CaseRecord) -> Kind {
    let said = text(record, CaseField::Source);
    match Source::find(said) {
        Some(source) => of_source(source),
        None if said.is_empty() => NOT_SAID,
        None => of_source(Source::Other),
    }
}

/// The main need that it was made for.
pub(super) fn reason(record: &CaseRecord) -> Kind {
    let said = text(record, CaseField::Reason);
    match Need::find(said) {
        Some(need) => of_need(need),
        None if said.is_empty() => NOT_SAID,
        None => of_need(Need::Other),
    }
}

/// What came of a contact; those with others than the person are one kind.
pub(super) fn contact(contact: &Contact) -> Kind {
    match contact.with {
        With::Person => of_outcome(contact.outcome),
        _ => WITH_OTHERS,
    }
}

/// The state of a case at the end of a day, and since when.
pub(super) fn state_on(
    head: &CaseHead,
    record: &CaseRecord,
    day: NaiveDate,
) -> (CaseState, NaiveDate) {
    let changes = || {
        record.history.iter().filter_map(|line| match &line.what {
            What::State { was, now } => Some((line.on, was, now)),
            _ => None,
        })
    };
    let last = changes().rfind(|(on, _, _)| *on <= day);
    match (last, changes().next()) {
        (Some((on, _, now)), _) => (now.clone(), on),
        (None, Some((_, was, _))) => (was.clone(), head.referred_on),
        (None, None) => (head.state.clone(), head.state_since),
    }
}

/// The first conversation with the person.
pub(super) fn first_spoke(record: &CaseRecord) -> Option<NaiveDate> {
    let spoke = record
        .contacts()
        .filter(|(_, contact)| contact.spoke_with_person());
    spoke.map(|(_, contact)| contact.on).min()
}

/// Connections and measures as they stood at the end of a day.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) connections: BTreeMap<PartId, Connection>,
    pub(super) measures: BTreeMap<PartId, Measure>,
}

pub(super) fn parts_on(record: &CaseRecord, day: NaiveDate) -> Parts {
    let mut parts = Parts::default();
    for line in record.history.iter().filter(|line| line.on <= day) {
        let What::Part { id, now, .. } = &line.what else {
            continue;
        };
        parts.connections.remove(id);
        parts.measures.remove(id);
        match now {
            Some(Part::Connection(one)) => {
                parts.connections.insert(*id, one.clone());
            }
            Some(Part::Measure(one)) => {
                parts.measures.insert(*id, one.clone());
            }
            _ => {}
        }
    }
    parts
}
