//! What each kind of part may hold, and what is said when it was saved.

use crate::domain::{
    ids::{CaseId, ClientId, ServiceId},
    part::Part,
    refusal::Refusal,
    text::{Field, clean},
};

use super::{super::Desk, concern, connection, consent, decision, goal, measure};

/// The part with its texts cleaned and its rules held.
pub(super) fn checked(
    desk: &Desk,
    client: ClientId,
    case: Option<CaseId>,
    was: Option<&Part>,
    part: Part,
) -> Result<Part, Refusal> {
    Ok(match part {
        Part::Connection(now) => {
            Part::Connection(connection::checked(desk, client, case, was, now)?)
        }
        Part::Goal(now) => Part::Goal(goal::checked(desk, was, now)?),
        Part::Measure(now) => Part::Measure(measure::checked(desk, was, now)?),
        Part::Consent(now) => Part::Consent(consent::checked(desk, now)?),
        Part::Decision(now) => Part::Decision(decision::checked(desk, case, was, now)?),
        Part::Concern(now) => Part::Concern(concern::checked(desk, was, now)?),
    })
}

/// One line for the person who asked.
pub(super) fn said(desk: &Desk, was: Option<&Part>, now: Option<&Part>) -> String {
    match (was, now) {
        (_, Some(Part::Connection(now))) => connection::said(desk, now),
        (was, Some(Part::Goal(now))) => goal::said(was, now),
        (was, Some(Part::Measure(now))) => measure::said(was, now),
        (was, Some(Part::Consent(now))) => consent::said(desk, was, now),
        (was, Some(Part::Concern(now))) => concern::said(was, now).to_owned(),
        _ => super::plain(was, now),
    }
}

pub(super) fn line(text: &str) -> String {
    clean(text, Field::LINE).into_owned()
}

pub(super) fn note(text: &str) -> String {
    clean(text, Field::NOTE).into_owned()
}

pub(super) fn needed(field: &str, text: String) -> Result<String, Refusal> {
    if text.is_empty() {
        return Err(Refusal::Field {
            field: field.to_owned(),
            fault: "say it in a few words.".to_owned(),
        });
    }
    Ok(text)
}

pub(super) fn service_known(desk: &Desk, service: ServiceId) -> Result<(), Refusal> {
    if desk.heads.directory.services.contains_key(&service) {
        return Ok(());
    }
    Err(Refusal::NotFound {
        what: "service".to_owned(),
        id: service.to_string(),
    })
}

pub(super) fn not_to_come(desk: &Desk, on: chrono::NaiveDate) -> Result<(), Refusal> {
    if on > desk.today {
        return Err(Refusal::NotYetHappened { on });
    }
    Ok(())
}

/// Refuses a day that lies before another which it can only follow.
pub(super) fn not_before(
    field: &str,
    on: chrono::NaiveDate,
    first: chrono::NaiveDate,
    fault: &str,
) -> Result<(), Refusal> {
    if on < first {
        return Err(Refusal::Field {
            field: field.to_owned(),
            fault: fault.to_owned(),
        });
    }
    Ok(())
}
