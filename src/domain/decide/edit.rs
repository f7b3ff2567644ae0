//! Changing the fields of a client or a case.

use std::collections::BTreeMap;

use crate::domain::{
    case::CaseField,
    client::ClientField,
    fact::{About, Entry, Fact},
    fields::{case_field, case_spec, client_field},
    heads::ClientHead,
    ids::{CaseId, ClientId, PracticeId},
    refusal::Refusal,
    text::{Field, clean},
};

use super::{Decision, Desk};

pub(super) fn client(
    desk: &Desk,
    client: ClientId,
    version: u64,
    set: Vec<(ClientField, Option<String>)>,
    because: &str,
) -> Result<Decision, Refusal> {
    let head = desk.client_to_change(client, version)?;
    let client = head.client;
    let record = desk.shelf.client(client).unwrap_or_default();
    let invented = desk.heads.is_invented();
    let because = clean(because, Field::LINE).into_owned();
    let mut decision = Decision {
        client: Some(client),
        ..Decision::default()
    };
    let mut after = record.fields.clone();
    // Of a field named twice, the last counts.
    for (field, typed) in set.into_iter().collect::<BTreeMap<_, _>>() {
        if field == ClientField::Practice {
            moved_practice(desk, head, &typed.unwrap_or_default(), &mut decision)?;
            continue;
        }
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
            because: because.clone(),
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

/// The practice is no text of the record: cases move with it. Named by id, code or name.
fn moved_practice(
    desk: &Desk,
    head: &ClientHead,
    typed: &str,
    decision: &mut Decision,
) -> Result<(), Refusal> {
    let typed = typed.trim();
    let mut practices = desk.heads.directory.practices.values();
    let named = practices.find(|practice| {
        let names = [&practice.ods, &practice.short, &practice.name];
        typed.parse() == Ok(practice.id)
            || names.iter().any(|name| name.eq_ignore_ascii_case(typed))
    });
    let now = named.ok_or_else(|| Refusal::Field {
        field: ClientField::Practice.spec().label.to_owned(),
        fault: format!("no practice here is called \"{typed}\"."),
    })?;
    if now.id != head.practice {
        decision.client_fact(Fact::ClientMovedPractice {
            client: head.client,
            was: head.practice,
            now: now.id,
        });
    }
    Ok(())
}

/// An NHS number is one person's.
///
/// # Errors
/// A refusal that names them, or whom to ask, where somebody else has it.
pub(super) fn nhs_is_free(
    desk: &Desk,
    client: ClientId,
    digits: Option<&str>,
) -> Result<(), Refusal> {
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

/// As `nhs_is_free`, where an entry is undone or done again: the number may be that of a record which
/// the entry joins or parts.
pub(super) fn nhs_fits(
    desk: &Desk,
    entry: &Entry,
    client: ClientId,
    digits: Option<&str>,
) -> Result<(), Refusal> {
    let holder = digits.and_then(|digits| desk.shelf.with_nhs(digits));
    let joins = |fact: &Fact| match fact {
        Fact::ClientsMerged { gone, .. } | Fact::ClientsUnmerged { gone, .. } => {
            Some(*gone) == holder
        }
        _ => false,
    };
    if entry.facts.iter().any(|(_, fact)| joins(fact)) {
        return Ok(());
    }
    nhs_is_free(desk, client, digits)
}

/// Whether a record that was joined with another may stand alone again: its NHS number may have
/// been said to be wrong, and have become somebody else's.
pub(super) fn number_is_still_theirs(
    desk: &Desk,
    beside: &[(About, Fact)],
    kept: ClientId,
    gone: ClientId,
) -> Result<(), Refusal> {
    let record = desk.shelf.client(gone).unwrap_or_default();
    let number = record.fields.get(&ClientField::NhsNumber);
    let number = number.map(String::as_str);
    // The record that it was joined with gives it back by the facts beside, or has taken it since.
    let gives_back = |fact: &Fact| {
        matches!(fact, Fact::ClientSet { client, field: ClientField::NhsNumber, .. }
            if *client == kept)
    };
    if beside.iter().any(|(_, fact)| gives_back(fact)) {
        return nhs_is_free(desk, kept, number);
    }
    nhs_is_free(desk, gone, number)
}

pub(super) fn practice(
    desk: &Desk,
    client: ClientId,
    version: u64,
    practice: PracticeId,
) -> Result<Decision, Refusal> {
    let head = desk.client_to_change(client, version)?;
    let client = head.client;
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
    because: &str,
) -> Result<Decision, Refusal> {
    let head = desk.case_to_change(case, version)?;
    let mut record = desk.shelf.case(case).unwrap_or_default();
    let because = clean(because, Field::LINE).into_owned();
    // A case always has a day of referral, whether or not it was typed.
    let referred_on = || head.referred_on.to_string();
    let known = record.fields.entry(CaseField::ReferredOn);
    known.or_insert_with(referred_on);
    let mut decision = Decision::about_case(head);
    // Of a field named twice, the last counts.
    for (field, typed) in set.into_iter().collect::<BTreeMap<_, _>>() {
        let now = case_field(field, &typed.unwrap_or_default(), desk.today)?;
        if field == CaseField::ReferredOn && now.is_none() {
            return Err(Refusal::Field {
                field: case_spec(field).0.to_owned(),
                fault: "give the day, because the age of the case runs from it.".to_owned(),
            });
        }
        let was = record.fields.get(&field).cloned();
        // The same words once more, after they were talked about, bring it once more.
        let once_more = field == CaseField::Brought && super::review::is_answered(desk, head);
        if was != now || (now.is_some() && once_more) {
            decision.client_fact(Fact::CaseSet {
                case,
                field,
                was,
                now,
                because: because.clone(),
            });
        }
    }
    if decision.facts.is_empty() {
        return Err(Refusal::Said("Nothing was changed.".to_owned()));
    }
    decision.said = match decision.facts.as_slice() {
        [
            (
                _,
                Fact::CaseSet {
                    field: CaseField::Brought,
                    now,
                    ..
                },
            ),
        ] => match now {
            Some(_) => "It will be talked about in the review.".to_owned(),
            None => "Not brought to the review any more.".to_owned(),
        },
        _ => "Saved.".to_owned(),
    };
    Ok(decision)
}
