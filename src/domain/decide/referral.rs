//! Taking in a referral: a new person or a known one, and always a case.

use chrono::NaiveDate;

use crate::domain::{
    access::Right,
    case::{CaseField, CaseFields, NextStep},
    client::{ClientField, ClientFields},
    fact::Fact,
    fields::{case_field, client_field},
    heads::{Counters, full_name},
    ids::{CaseId, ClientId, PracticeId, StaffId},
    intent::{NextChoice, Referred},
    refusal::{Known, Refusal},
};

use super::{Decision, Desk, contact::checked, hands::worker_name, next};

pub(super) fn open_case(
    desk: &Desk,
    ids: &mut Counters,
    referred: Referred,
    worker: Option<StaffId>,
    fields: CaseFields,
    next_step: NextChoice,
) -> Result<Decision, Refusal> {
    desk.asker.need(Right::OpenCase)?;
    if let Some(worker) = worker {
        worker_name(desk, worker)?;
        if worker != desk.asker.staff.id && !desk.asker.may(Right::Import) {
            desk.asker.need(Right::Assign)?;
        }
    }
    let next_step = checked(next_step, desk.today)?;
    let fields = case_fields(desk, fields)?;
    let mut decision = Decision::default();
    let (client, practice, name) = match referred {
        Referred::Known(client) => {
            let head = desk.heads.client(client).ok_or_else(|| not_found(client))?;
            if !desk.asker.reaches_client(desk.heads, head) {
                return Err(not_found(client));
            }
            (client, head.practice, head.name())
        }
        Referred::New {
            fields,
            practice,
            although_similar,
        } => {
            let fields = new_client(desk, fields, practice, although_similar)?;
            let client = ClientId(next(&mut ids.client));
            decision.client = Some(client);
            let part = |field| fields.get(&field).map_or("", String::as_str);
            let name = full_name(part(ClientField::Given), part(ClientField::Family));
            decision.client_fact(Fact::ClientAdded {
                client,
                practice,
                fields,
            });
            (client, practice, name)
        }
    };
    let case = CaseId(next(&mut ids.case));
    decision.client = Some(client);
    decision.case = Some(case);
    let referred_on = referred_on(&fields).unwrap_or(desk.today);
    decision.client_fact(Fact::CaseOpened {
        case,
        client,
        practice,
        worker,
        referred_on,
        fields,
    });
    if let Some(now) = next_step {
        decision.client_fact(Fact::NextStepSet {
            case,
            was: NextStep::Missing,
            now,
        });
    }
    decision.said = format!("{name} is on the list.");
    Ok(decision)
}

fn referred_on(fields: &CaseFields) -> Option<NaiveDate> {
    fields.get(&CaseField::ReferredOn)?.parse().ok()
}

fn not_found(client: ClientId) -> Refusal {
    Refusal::NotFound {
        what: "client".to_owned(),
        id: client.to_string(),
    }
}

fn case_fields(desk: &Desk, typed: CaseFields) -> Result<CaseFields, Refusal> {
    let mut fields = CaseFields::new();
    for (field, typed) in typed {
        if let Some(value) = case_field(field, &typed, desk.today)? {
            fields.insert(field, value);
        }
    }
    Ok(fields)
}

fn new_client(
    desk: &Desk,
    typed: ClientFields,
    practice: PracticeId,
    although_similar: bool,
) -> Result<ClientFields, Refusal> {
    if desk.heads.practice(practice).is_none() {
        return Err(Refusal::NotFound {
            what: "practice".into(),
            id: practice.to_string(),
        });
    }
    let invented = desk.heads.is_invented();
    let mut fields = ClientFields::new();
    for (field, typed) in typed {
        if field == ClientField::Practice {
            // Said beside the fields, by its id.
            continue;
        }
        if let Some(value) = client_field(field, &typed, desk.today, invented)? {
            fields.insert(field, value);
        }
    }
    if !fields.contains_key(&ClientField::Given) && !fields.contains_key(&ClientField::Family) {
        return Err(Refusal::NameMissing);
    }
    no_duplicate(desk, &fields, practice, although_similar)?;
    Ok(fields)
}

/// The same NHS number is always somebody known; a like name and birth date asks first, and so does
/// the same name at the same practice or postcode. Out of reach, only an exact NHS number is
/// answered, and only with whom to ask.
fn no_duplicate(
    desk: &Desk,
    fields: &ClientFields,
    practice: PracticeId,
    although: bool,
) -> Result<(), Refusal> {
    let same_nhs = fields
        .get(&ClientField::NhsNumber)
        .and_then(|digits| desk.shelf.with_nhs(digits));
    if let Some(client) = same_nhs {
        return Err(match known(desk, client) {
            Some(known) => Refusal::Perhaps { known: vec![known] },
            None => known_elsewhere(desk, client),
        });
    }
    if although {
        return Ok(());
    }
    let known: Vec<Known> = desk
        .shelf
        .similar(fields, practice)
        .into_iter()
        .filter_map(|client| known(desk, client))
        .take(5)
        .collect();
    if known.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Perhaps { known })
    }
}

/// Somebody in reach, as the duplicate check names them.
fn known(desk: &Desk, client: ClientId) -> Option<Known> {
    let head = desk.heads.client(client)?;
    if !desk.asker.reaches_client(desk.heads, head) {
        return None;
    }
    let born = head.born.map_or(String::new(), |born| {
        born.format(", born %-d %b %Y").to_string()
    });
    let practice = desk
        .heads
        .practice(head.practice)
        .map_or("", |practice| practice.name.as_str());
    Some(Known {
        client,
        case: head.cases.last().copied(),
        label: format!("{}{born}, {practice} ({client})", head.name()),
    })
}

pub(super) fn known_elsewhere(desk: &Desk, client: ClientId) -> Refusal {
    let worker = desk
        .heads
        .client(client)
        .and_then(|head| {
            head.cases
                .iter()
                .rev()
                .find_map(|case| desk.heads.case(*case)?.worker)
        })
        .and_then(|worker| desk.heads.staff(worker));
    let with = worker.map_or_else(|| "another practice".to_owned(), |staff| staff.short_name());
    Refusal::KnownElsewhere { with }
}
