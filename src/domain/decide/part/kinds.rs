//! What each kind of part may hold, and what is said when it was saved.

use crate::domain::{
    concern::Concern,
    consent::Consent,
    ids::{CaseId, ClientId, ServiceId},
    part::Part,
    refusal::Refusal,
    text::{Field, clean},
};

use super::{super::Desk, connection, decision, goal, measure};

/// The part with its texts cleaned and its rules held.
pub(super) fn checked(
    desk: &Desk,
    _client: ClientId,
    case: Option<CaseId>,
    was: Option<&Part>,
    part: Part,
) -> Result<Part, Refusal> {
    Ok(match part {
        Part::Connection(now) => Part::Connection(connection::checked(desk, case, was, now)?),
        Part::Goal(now) => Part::Goal(goal::checked(desk, was, now)?),
        Part::Measure(now) => Part::Measure(measure::checked(desk, was, now)?),
        Part::Consent(consent) => Part::Consent(a_consent(desk, consent)?),
        Part::Decision(now) => Part::Decision(decision::checked(desk, case, was, now)?),
        Part::Concern(concern) => Part::Concern(a_concern(desk, concern)?),
    })
}

/// One line for the person who asked.
pub(super) fn said(desk: &Desk, was: Option<&Part>, now: Option<&Part>) -> String {
    match (was, now) {
        (_, Some(Part::Connection(now))) => connection::said(desk, now),
        (was, Some(Part::Goal(now))) => goal::said(was, now),
        (was, Some(Part::Measure(now))) => measure::said(was, now),
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

fn a_consent(desk: &Desk, mut consent: Consent) -> Result<Consent, Refusal> {
    not_to_come(desk, consent.on)?;
    if let Some(service) = consent.service {
        service_known(desk, service)?;
    }
    consent.organisation = line(&consent.organisation);
    consent.note = note(&consent.note);
    Ok(consent)
}

fn a_concern(desk: &Desk, mut concern: Concern) -> Result<Concern, Refusal> {
    not_to_come(desk, concern.noticed_on)?;
    concern.what = needed("Concern", note(&concern.what))?;
    concern.discussed_with = line(&concern.discussed_with);
    concern.outcome = note(&concern.outcome);
    Ok(concern)
}

pub(super) fn not_to_come(desk: &Desk, on: chrono::NaiveDate) -> Result<(), Refusal> {
    if on > desk.today {
        return Err(Refusal::NotYetHappened { on });
    }
    Ok(())
}
