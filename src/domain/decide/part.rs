//! Parts of a record: connections, goals, measures, consents, concerns. What is alike for all of
//! them is here; what a kind may hold is checked in `kinds`.

mod concern;
pub(super) mod connection;
mod consent;
pub(super) mod decision;
mod goal;
mod kinds;
mod measure;

use crate::domain::{
    access::Right,
    fact::{About, Fact},
    heads::{ClientHead, Counters},
    ids::{CaseId, ClientId, PartId},
    part::{Kept, Part, PartChange},
    record::ClientRecord,
    refusal::Refusal,
    text::{Field, clean},
};

use super::{Decision, Desk, next};

/// Makes, changes or takes away parts of one client's record, all or none.
pub(super) fn set(
    desk: &Desk,
    ids: &mut Counters,
    client: ClientId,
    changes: Vec<PartChange>,
    because: &str,
) -> Result<Decision, Refusal> {
    let head = desk.client_in_reach(client)?;
    desk.asker.need(Right::Work)?;
    let records = desk.records(head.client);
    let mut decision = Decision {
        client: Some(head.client),
        ..Decision::default()
    };
    let because = clean(because, Field::LINE).into_owned();
    for change in changes {
        let before = match change.id {
            Some(id) => Some(seen(desk, &records, id, change.version)?),
            None => None,
        };
        let holder = before.map(|(holder, _)| holder);
        let before = before.map(|(_, kept)| kept);
        let case = before.map_or(change.case, |kept| kept.case);
        let of_case = belongs(desk, head, case)?;
        // Where records were joined, a part stays in the record that it was written in.
        let client = holder.or(of_case).unwrap_or(head.client);
        let now = change
            .now
            .map(|part| kinds::checked(desk, client, case, before.map(|kept| &kept.part), part))
            .transpose()?;
        let kind = now.as_ref().or(before.map(|kept| &kept.part));
        let Some(kind) = kind else { continue };
        if kind.is_of_case() != case.is_some() {
            return Err(Refusal::Said(format!(
                "A {} belongs {}.",
                kind.word(),
                if kind.is_of_case() {
                    "to one case: open a case first"
                } else {
                    "to the person, not to one case"
                }
            )));
        }
        if kind.is_guarded() {
            desk.asker.need(Right::Safeguard)?;
        }
        if matches!(kind, Part::Decision(_)) {
            desk.asker.need(Right::Review)?;
            if before.is_some() && because.is_empty() {
                return Err(Refusal::Field {
                    field: "Why".to_owned(),
                    fault: "say why the decision is changed: both have signed it.".to_owned(),
                });
            }
        }
        let was = before.map(|kept| kept.part.clone());
        if was == now {
            continue;
        }
        // Of a connection and the consent to it, the connection is what there is to say.
        if decision.said.is_empty() || kind.is_of_case() {
            decision.said = kinds::said(desk, was.as_ref(), now.as_ref());
        }
        decision.case = case.or(decision.case);
        let part = change.id.unwrap_or_else(|| PartId(next(&mut ids.part)));
        let fact = Fact::PartSet {
            client,
            case,
            part,
            was,
            now,
            because: because.clone(),
        };
        decision.facts.push((About::Client(client), fact));
    }
    if decision.facts.is_empty() {
        return Err(Refusal::Said("Nothing was changed.".to_owned()));
    }
    Ok(decision)
}

/// The part as it stands, where nobody has changed it since it was seen.
pub(super) fn seen<'r>(
    desk: &Desk,
    records: &'r [ClientRecord],
    id: PartId,
    version: u64,
) -> Result<(ClientId, &'r Kept), Refusal> {
    let gone = || Refusal::Said("This has been taken away meanwhile. Look again.".to_owned());
    let mut held = records
        .iter()
        .filter_map(|record| Some((record.client, record.part(id)?)));
    let (holder, kept) = held.next().ok_or_else(gone)?;
    if kept.part.is_guarded() && !desk.asker.may(Right::Safeguard) {
        return Err(gone());
    }
    if kept.seq == version {
        return Ok((holder, kept));
    }
    Err(Refusal::ChangedMeanwhile {
        who: desk.heads.staff_name(kept.who).to_owned(),
        at: desk.when(kept.at),
    })
}

/// A case named must be one of this client's, in reach. Gives the record that it stands in.
fn belongs(
    desk: &Desk,
    head: &ClientHead,
    case: Option<CaseId>,
) -> Result<Option<ClientId>, Refusal> {
    let Some(case) = case else { return Ok(None) };
    let found = desk.asker.case(desk.heads, case)?;
    if head.cases.contains(&case) {
        return Ok(Some(found.client));
    }
    Err(Refusal::NotFound {
        what: "case".to_owned(),
        id: case.to_string(),
    })
}

/// What a part is called in one line: "measure: noted".
fn plain(was: Option<&Part>, now: Option<&Part>) -> String {
    let word = now.or(was).map_or("part", Part::word);
    match (was, now) {
        (None, _) => format!("Noted: {word}."),
        (Some(_), Some(_)) => format!("Changed: {word}."),
        (Some(_), None) => format!("Taken away: {word}."),
    }
}
