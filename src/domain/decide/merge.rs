//! Two records of one person: joined, so that the number of one leads to the other, and parted
//! again where they turn out to be two people.
//!
//! Nothing is copied: each case and part stays in the record that it was written in, under its own
//! key, and the person's page gathers them. So parting them gives each back whole. What was written
//! in a case since goes with its case; new cases, consents and concerns stay with the record kept.

use crate::domain::{
    client::ClientField,
    fact::{About, Fact},
    heads::ClientHead,
    ids::{ClientId, PracticeId},
    intent::Merge,
    nhs::NhsNumber,
    record::ClientRecord,
    refusal::Refusal,
};

use super::{Decision, Desk, edit, undo};

/// Why a field changed when records were joined or parted.
const JOINED: &str = "two records of one person";
const PARTED: &str = "two people after all";

/// Lets one record lead to the other.
pub(super) fn merge(desk: &Desk, merge: &Merge) -> Result<Decision, Refusal> {
    let kept = desk.client_to_change(merge.kept, merge.kept_version)?;
    let gone = desk.client_to_change(merge.gone, merge.gone_version)?;
    if kept.client == gone.client {
        return Err(Refusal::Said(format!(
            "Both are the record of {} already.",
            kept.name()
        )));
    }
    let ours = desk.shelf.client(kept.client).unwrap_or_default();
    let theirs = desk.shelf.client(gone.client).unwrap_or_default();
    let mut decision = Decision {
        client: Some(kept.client),
        ..Decision::default()
    };
    both(&mut decision, kept.client, gone.client, |kept, gone| {
        Fact::ClientsMerged { kept, gone }
    });
    let number = number_taken(&ours, &theirs, merge.wrong_number.as_deref())?;
    for field in fields_taken(merge, number) {
        let (was, now) = (ours.fields.get(&field), theirs.fields.get(&field));
        if was != now {
            decision.client_fact(Fact::ClientSet {
                client: kept.client,
                field,
                was: was.cloned(),
                now: now.cloned(),
                because: JOINED.to_owned(),
            });
        }
    }
    if merge.take.contains(&ClientField::Practice) && gone.practice != kept.practice {
        decision.client_fact(moved_practice(kept.client, kept.practice, gone.practice));
    }
    decision.said = format!(
        "{} and {} are one record now: {}. u takes it back.",
        kept.name(),
        gone.name(),
        kept.client
    );
    Ok(decision)
}

fn moved_practice(client: ClientId, was: PracticeId, now: PracticeId) -> Fact {
    Fact::ClientMovedPractice { client, was, now }
}

/// Says one thing under the key of each.
fn both(
    decision: &mut Decision,
    kept: ClientId,
    gone: ClientId,
    fact: fn(ClientId, ClientId) -> Fact,
) {
    for client in [gone, kept] {
        decision
            .facts
            .push((About::Client(client), fact(kept, gone)));
    }
}

/// Fields to take over; which NHS number stands is decided on its own.
fn fields_taken(merge: &Merge, number: bool) -> Vec<ClientField> {
    let mut fields = merge.take.clone();
    fields.retain(|field| !matches!(field, ClientField::NhsNumber | ClientField::Practice));
    if number {
        fields.push(ClientField::NhsNumber);
    }
    fields.sort_unstable();
    fields.dedup();
    fields
}

/// Whether the NHS number of the record that goes is the one that stands. Two different numbers
/// are two people, unless somebody says which of the two is wrong.
fn number_taken(
    ours: &ClientRecord,
    theirs: &ClientRecord,
    wrong: Option<&str>,
) -> Result<bool, Refusal> {
    let number = |record: &ClientRecord| record.fields.get(&ClientField::NhsNumber).cloned();
    let (Some(our), Some(their)) = (number(ours), number(theirs)) else {
        return Ok(number(theirs).is_some());
    };
    if our == their {
        return Ok(false);
    }
    match wrong {
        Some(wrong) if wrong == our => Ok(true),
        Some(wrong) if wrong == their => Ok(false),
        _ => Err(Refusal::Field {
            field: ClientField::NhsNumber.spec().label.to_owned(),
            fault: format!(
                "{} and {} are the numbers of two people. Say which is wrong, if one is.",
                shown(&our),
                shown(&their)
            ),
        }),
    }
}

fn shown(digits: &str) -> String {
    NhsNumber::parse(digits).map_or_else(|_| digits.to_owned(), |number| number.to_string())
}

/// Gives a record that was merged into another its own page again. Fields that were taken from it
/// are set back, unless they were changed since.
pub(super) fn unmerge(desk: &Desk, gone: ClientId) -> Result<Decision, Refusal> {
    let not_merged = || Refusal::Said(format!("The record {gone} is not joined with another."));
    let own: &ClientHead = desk.heads.own_client(gone).ok_or_else(not_merged)?;
    let merged = own.merged.ok_or_else(not_merged)?;
    let kept = desk.client_in_reach(merged.into)?;
    desk.asker.need(crate::domain::access::Right::Work)?;
    if kept.client != merged.into {
        return Err(Refusal::Said(format!(
            "{} is part of another record itself: part that one first.",
            merged.into
        )));
    }
    let mut decision = Decision {
        client: Some(kept.client),
        ..Decision::default()
    };
    both(&mut decision, kept.client, gone, |kept, gone| {
        Fact::ClientsUnmerged { kept, gone }
    });
    let entry = desk.shelf.entry(merged.seq);
    let facts = entry.iter().flat_map(|entry| &entry.facts);
    for (_, fact) in facts {
        if let Some(back) = undo::field_back(desk, kept, fact, PARTED) {
            decision.client_fact(back);
        }
    }
    if edit::number_is_still_theirs(desk, &decision.facts, kept.client, gone).is_err() {
        let record = desk.shelf.client(gone).unwrap_or_default();
        let emptied = Fact::ClientSet {
            client: gone,
            field: ClientField::NhsNumber,
            was: record.fields.get(&ClientField::NhsNumber).cloned(),
            now: None,
            because: "it is somebody else's by now".to_owned(),
        };
        decision.facts.push((About::Client(gone), emptied));
    }
    decision.said = format!(
        "{} ({gone}) has a record again. What was written in a case since is with that case, \
         everything else since with {} ({}).",
        own.name(),
        kept.name(),
        kept.client
    );
    Ok(decision)
}
