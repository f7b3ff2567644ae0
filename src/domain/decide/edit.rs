//! Changing the fields of a client or a case.

use crate::domain::{
    case::CaseField,
    client::ClientField,
    fact::Fact,
    fields::{case_field, client_field},
    ids::{CaseId, ClientId, PracticeId},
    refusal::Refusal,
};

use super::{Decision, Desk};

pub(super) fn client(
    desk: &Desk,
    client: ClientId,
    version: u64,
    set: Vec<(ClientField, Option<String>)>,
) -> Result<Decision, Refusal> {
    desk.client_to_change(client, version)?;
    let record = desk.shelf.client(client).unwrap_or_default();
    let invented = desk.heads.is_invented();
    let mut decision = Decision {
        client: Some(client),
        ..Decision::default()
    };
    let mut after = record.fields.clone();
    for (field, typed) in set {
        let now = client_field(field, &typed.unwrap_or_default(), desk.today, invented)?;
        let was = record.fields.get(&field).cloned();
        if was == now {
            continue;
        }
        match &now {
            Some(value) => after.insert(field, value.clone()),
            None => after.remove(&field),
        };
        if field == ClientField::NhsNumber {
            nhs_is_free(desk, client, now.as_deref())?;
        }
        decision.client_fact(Fact::ClientSet {
            client,
            field,
            was,
            now,
        });
    }
    if !after.contains_key(&ClientField::Given) && !after.contains_key(&ClientField::Family) {
        return Err(Refusal::NameMissing);
    }
    if decision.facts.is_empty() {
        return Err(Refusal::Said("Nothing was changed.".to_owned()));
    }
    decision.said = "Saved.".to_owned();
    Ok(decision)
}

fn nhs_is_free(desk: &Desk, client: ClientId, digits: Option<&str>) -> Result<(), Refusal> {
    let Some(other) = digits.and_then(|digits| desk.shelf.with_nhs(digits)) else {
        return Ok(());
    };
    if other == client {
        return Ok(());
    }
    let name = desk
        .heads
        .client(other)
        .filter(|head| desk.asker.reaches_client(desk.heads, head));
    Err(match name {
        Some(head) => Refusal::Field {
            field: "NHS number".to_owned(),
            fault: format!("it is the number of {} ({}).", head.name(), head.client),
        },
        None => super::referral::known_elsewhere(desk, other),
    })
}

pub(super) fn practice(
    desk: &Desk,
    client: ClientId,
    version: u64,
    practice: PracticeId,
) -> Result<Decision, Refusal> {
    let head = desk.client_to_change(client, version)?;
    let now = desk
        .heads
        .practice(practice)
        .ok_or_else(|| Refusal::NotFound {
            what: "practice".into(),
            id: practice.to_string(),
        })?;
    let mut decision = Decision {
        client: Some(client),
        ..Decision::default()
    };
    if head.practice == practice {
        return Err(Refusal::Said(format!("They are at {} already.", now.name)));
    }
    decision.client_fact(Fact::ClientMovedPractice {
        client,
        was: head.practice,
        now: practice,
    });
    decision.said = format!("Now at {}.", now.name);
    Ok(decision)
}

pub(super) fn case(
    desk: &Desk,
    case: CaseId,
    version: u64,
    set: Vec<(CaseField, Option<String>)>,
) -> Result<Decision, Refusal> {
    let head = desk.case_to_change(case, version)?;
    let record = desk.shelf.case(case).unwrap_or_default();
    let mut decision = Decision::about_case(head);
    for (field, typed) in set {
        let now = case_field(field, &typed.unwrap_or_default(), desk.today)?;
        let was = record.fields.get(&field).cloned();
        if was != now {
            decision.client_fact(Fact::CaseSet {
                case,
                field,
                was,
                now,
            });
        }
    }
    if decision.facts.is_empty() {
        return Err(Refusal::Said("Nothing was changed.".to_owned()));
    }
    decision.said = "Saved.".to_owned();
    Ok(decision)
}
