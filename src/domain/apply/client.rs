//! Clients: the fields that lists show.

use crate::domain::{
    client::ClientField,
    fact::Fact,
    heads::{ClientHead, Heads, Merged, OpenConcern, Touch},
    ids::{CaseId, ClientId, PracticeId},
    part::Part,
};

pub(super) fn apply(heads: &mut Heads, touch: Touch, fact: &Fact) {
    match fact {
        Fact::ClientAdded {
            client,
            practice,
            fields,
        } => {
            super::directory::used(&mut heads.directory, client.0, 0, 0);
            let mut head = ClientHead {
                client: *client,
                practice: *practice,
                touch,
                ..ClientHead::default()
            };
            for (field, value) in fields {
                set(&mut head, *field, Some(value));
            }
            heads.clients.put(client.0, head);
        }
        Fact::ClientWithdrawn { client } => {
            heads.clients.take(client.0);
        }
        Fact::ClientSet {
            client, field, now, ..
        } => {
            if let Some(head) = heads.clients.get_mut(client.0) {
                set(head, *field, now.as_ref());
                head.touch = touch;
            }
        }
        Fact::ClientMovedPractice { client, now, .. } => {
            let Some(head) = heads.clients.get_mut(client.0) else {
                return;
            };
            head.practice = *now;
            head.touch = touch;
            let cases = head.cases.clone();
            set_practice(heads, &cases, Some(*now));
        }
        Fact::ClientsMerged { kept, gone } => merge(heads, touch, *kept, *gone),
        Fact::ClientsUnmerged { kept, gone } => unmerge(heads, touch, *kept, *gone),
        _ => {}
    }
}

/// Lets one record lead to the other. Said twice, it is done once; where either was erased there is
/// nothing to join.
fn merge(heads: &mut Heads, touch: Touch, kept: ClientId, gone: ClientId) {
    let stands = |id| heads.own_client(id).is_some_and(|own| own.merged.is_none());
    if kept == gone || !stands(kept) || !stands(gone) {
        return;
    }
    let mut cases = Vec::new();
    let mut concerns = Vec::new();
    if let Some(own) = heads.clients.get_mut(gone.0) {
        own.merged = Some(Merged {
            into: kept,
            seq: touch.seq,
        });
        own.touch = touch;
        cases.clone_from(&own.cases);
        concerns.clone_from(&own.concerns);
    }
    let mut practice = None;
    if let Some(own) = heads.clients.get_mut(kept.0) {
        own.records.push(gone);
        own.concerns.extend(concerns);
        own.cases.extend(&cases);
        own.cases.sort_unstable();
        own.touch = touch;
        practice = Some(own.practice);
    }
    set_practice(heads, &cases, practice);
}

fn unmerge(heads: &mut Heads, touch: Touch, kept: ClientId, gone: ClientId) {
    let merged = heads.own_client(gone).and_then(|own| own.merged);
    if merged.is_none_or(|merged| merged.into != kept) {
        return;
    }
    let Some(own) = heads.clients.get_mut(gone.0) else {
        return;
    };
    own.merged = None;
    own.touch = touch;
    let (cases, concerns) = (own.cases.clone(), own.concerns.clone());
    let practice = own.practice;
    if let Some(own) = heads.clients.get_mut(kept.0) {
        own.records.retain(|known| *known != gone);
        own.concerns.retain(|known| !concerns.contains(known));
        own.cases.retain(|known| !cases.contains(known));
        own.touch = touch;
    }
    set_practice(heads, &cases, Some(practice));
}

/// Cases are at their person's practice.
fn set_practice(heads: &mut Heads, cases: &[CaseId], practice: Option<PracticeId>) {
    let Some(practice) = practice else { return };
    for case in cases {
        if let Some(case) = heads.cases.get_mut(case.0) {
            case.practice = practice;
        }
    }
}

/// What a part changes in its client's head: the mark that there is an open safeguarding concern.
pub(super) fn part(heads: &mut Heads, fact: &Fact) {
    let Fact::PartSet {
        client, part, now, ..
    } = fact
    else {
        return;
    };
    let open = match now {
        Some(Part::Concern(concern)) if concern.is_open() => Some(OpenConcern {
            part: *part,
            review_on: concern.review_on,
        }),
        _ => None,
    };
    for client in heads.leads(*client) {
        let Some(head) = heads.clients.get_mut(client.0) else {
            continue;
        };
        head.concerns.retain(|known| known.part != *part);
        head.concerns.extend(open);
    }
}

fn set(head: &mut ClientHead, field: ClientField, value: Option<&String>) {
    let text = value.cloned().unwrap_or_default();
    match field {
        ClientField::Given => head.given = text,
        ClientField::Family => head.family = text,
        ClientField::KnownAs => head.known_as = text,
        ClientField::Born => head.born = text.parse().ok(),
        ClientField::Alert => head.alert = !text.is_empty(),
        ClientField::AlertReview => head.alert_review = text.parse().ok(),
        ClientField::PrivateAlert => head.private_alert = !text.is_empty(),
        ClientField::DiedOn => head.died = !text.is_empty(),
        _ => {}
    }
}
