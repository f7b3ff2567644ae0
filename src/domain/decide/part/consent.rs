//! What a consent may hold, and which of several holds now.

use chrono::NaiveDate;

use crate::domain::{
    consent::{Consent, latest},
    ids::ServiceId,
    part::Part,
    record::ClientRecord,
    refusal::Refusal,
    terms::ConsentScope,
};

use super::{
    super::Desk,
    kinds::{line, not_before, not_to_come, note, service_known},
};

/// The consent with its texts cleaned and its rules held.
pub(super) fn checked(desk: &Desk, mut now: Consent) -> Result<Consent, Refusal> {
    not_to_come(desk, now.on)?;
    if let Some(service) = now.service {
        service_known(desk, service)?;
    }
    now.organisation = line(&now.organisation);
    now.note = note(&now.note);
    let with_whom = now.service.is_some() || !now.organisation.is_empty();
    if now.scope == ConsentScope::ShareService && !with_whom {
        return Err(Refusal::Field {
            field: "Organisation".to_owned(),
            fault: "say with whom.".to_owned(),
        });
    }
    if let Some(on) = now.withdrawn_on {
        not_to_come(desk, on)?;
        not_before("Withdrawn on", on, now.on, "this is before it was given.")?;
        if !now.given {
            return Err(Refusal::Said(
                "They said no: there is nothing to withdraw. A yes is a consent of its own."
                    .to_owned(),
            ));
        }
    }
    Ok(now)
}

/// "They agreed to be sent texts." With whom is said where it is sharing with somebody.
pub(super) fn said(desk: &Desk, was: Option<&Part>, now: &Consent) -> String {
    let service = now
        .service
        .and_then(|id| desk.heads.directory.services.get(&id));
    let with = service.map_or(now.organisation.as_str(), |service| service.name.as_str());
    let scope = match with {
        "" => now.scope.label().to_owned(),
        with => format!("{}, {with}", now.scope.label()),
    };
    let answer = match (now.given, now.withdrawn_on) {
        (true, Some(on)) => format!("withdrawn {}", on.format("%-d %b")),
        (true, None) => "yes".to_owned(),
        (false, _) => "no".to_owned(),
    };
    let noted = if was.is_some() { "changed" } else { "noted" };
    format!("Consent {noted}: {scope}: {answer}.")
}

/// The day from which consent to be passed on to this service is a no, where it was given and is
/// withdrawn, or refused, and nothing later says yes.
pub(super) fn refused_since(records: &[ClientRecord], service: ServiceId) -> Option<NaiveDate> {
    let parts = records.iter().flat_map(|record| &record.parts);
    latest(parts, ConsentScope::ShareService, Some(service))?.refused_on()
}
