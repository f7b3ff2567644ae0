//! Cases: state, next step, tally, and the digest over the history.

use crate::domain::{
    case::{Brought, CaseField, CaseState, NextStep},
    connection::ConnectionHead,
    contact::{Contact, ContactHead, Tally},
    decision::DecisionHead,
    fact::{Entry, Fact},
    heads::{Asked, CaseHead, Digest, Heads, Touch},
    ids::{CaseId, ContactId, StaffId},
    part::Part,
    zone::store_date,
};

pub(super) fn apply(heads: &mut Heads, touch: Touch, fact: &Fact) {
    match fact {
        Fact::CaseOpened { client, case, .. } => {
            super::directory::used(&mut heads.directory, client.0, case.0, 0);
            if let Some(head) = opened(touch, fact) {
                put(heads, head);
            }
        }
        Fact::CaseWithdrawn { case } => withdraw(heads, *case),
        Fact::ContactLogged { contact, .. } => {
            super::directory::used(&mut heads.directory, 0, 0, contact.id.0);
            change(heads, touch, fact);
        }
        Fact::NoteAdded { note, .. } => {
            super::directory::used(&mut heads.directory, 0, 0, note.0);
            change(heads, touch, fact);
        }
        Fact::PartSet { part, .. } => {
            super::directory::used_part(&mut heads.directory, *part);
            change(heads, touch, fact);
            super::client::part(heads, fact);
        }
        _ => change(heads, touch, fact),
    }
}

/// A case's head as the entry that opened it made it.
pub(in crate::domain) fn as_made(entry: &Entry, case: CaseId) -> Option<CaseHead> {
    let touch = Touch::of(entry);
    let mut of_case = entry.facts.iter().map(|(_, fact)| fact);
    let mut head = of_case.find_map(|fact| opened(touch, fact).filter(|head| head.case == case))?;
    for fact in of_case.filter(|fact| fact.case() == Some(case)) {
        alter(&mut head, touch, fact);
    }
    Some(head)
}

fn opened(touch: Touch, fact: &Fact) -> Option<CaseHead> {
    let Fact::CaseOpened {
        case,
        client,
        practice,
        worker,
        referred_on,
        fields,
    } = fact
    else {
        return None;
    };
    let mut asked = Asked::default();
    for (field, text) in fields {
        asked.set(*field, Some(text));
    }
    Some(CaseHead {
        case: *case,
        client: *client,
        practice: *practice,
        worker: *worker,
        referred_on: *referred_on,
        asked,
        state: CaseState::Received,
        state_since: store_date(touch.at),
        next: NextStep::Missing,
        connections: Vec::new(),
        contacts: Vec::new(),
        brought: fields
            .get(&CaseField::Brought)
            .map(|why| brought(touch, why)),
        decisions: Vec::new(),
        coded: fields.contains_key(&CaseField::Coded),
        messaged: fields.contains_key(&CaseField::MessageGiven),
        tally: Tally::default(),
        touch,
        history: Digest::default().with(touch.seq),
    })
}

fn put(heads: &mut Heads, head: CaseHead) {
    let (case, client) = (head.case, head.client);
    heads.index(&head);
    heads.cases.put(case.0, head);
    for client in heads.leads(client) {
        if let Some(client) = heads.clients.get_mut(client.0) {
            client.cases.retain(|known| *known != case);
            client.cases.push(case);
            client.cases.sort_unstable();
        }
    }
}

fn withdraw(heads: &mut Heads, case: CaseId) {
    let Some(head) = heads.cases.take(case.0) else {
        return;
    };
    heads.unindex(&head);
    for client in heads.leads(head.client) {
        if let Some(client) = heads.clients.get_mut(client.0) {
            client.cases.retain(|known| *known != case);
        }
    }
}

fn change(heads: &mut Heads, touch: Touch, fact: &Fact) {
    let Some(mut head) = fact.case().and_then(|case| heads.cases.take(case.0)) else {
        return;
    };
    heads.unindex(&head);
    alter(&mut head, touch, fact);
    // Parts carry versions of their own.
    if !matches!(fact, Fact::PartSet { .. }) {
        head.touch = touch;
    }
    head.history = head.history.with(touch.seq);
    heads.index(&head);
    heads.cases.put(head.case.0, *head);
}

/// What one fact does to the head of its case.
fn alter(head: &mut CaseHead, touch: Touch, fact: &Fact) {
    match fact {
        Fact::CaseSet { field, now, .. } => {
            head.asked.set(*field, now.as_deref());
            match field {
                CaseField::ReferredOn => {
                    let date = now.as_ref().and_then(|text| text.parse().ok());
                    head.referred_on = date.unwrap_or(head.referred_on);
                }
                CaseField::Coded => head.coded = now.is_some(),
                CaseField::MessageGiven => head.messaged = now.is_some(),
                CaseField::Brought => head.brought = now.as_deref().map(|why| brought(touch, why)),
                _ => {}
            }
        }
        Fact::CaseAssigned { now, .. } => head.worker = *now,
        Fact::CaseStateChanged { now, on, .. } => {
            head.state = now.clone();
            head.state_since = *on;
        }
        Fact::NextStepSet { now, .. } => head.next = now.clone(),
        Fact::ContactLogged { contact, tally, .. } => {
            note(head, contact, touch.who);
            match tally {
                Some(tally) => head.tally = *tally,
                None => head.tally.count(contact),
            }
        }
        Fact::ContactWithdrawn { contact, tally, .. } => {
            forget(head, *contact);
            head.tally = *tally;
        }
        Fact::Amended { now, tally, .. } | Fact::AmendmentWithdrawn { now, tally, .. } => {
            let known = head.contacts.iter().find(|known| known.id == now.id());
            let by = known.map_or(touch.who, |known| known.by);
            if let Some(contact) = now.contact() {
                note(head, contact, by);
            }
            head.tally = *tally;
        }
        Fact::MovedAway { id, tally, .. } => {
            forget(head, *id);
            head.tally = *tally;
        }
        Fact::MovedHere { words, tally, .. } => {
            if let Some(contact) = words.written.contact() {
                note(head, contact, words.who);
            }
            head.tally = *tally;
        }
        Fact::PartSet { part, now, .. } => {
            head.connections.retain(|known| known.part != *part);
            if let Some(Part::Connection(connection)) = now {
                let connection = ConnectionHead::of(*part, touch.seq, connection);
                head.connections.push(connection);
                head.connections.sort_by_key(|known| known.part);
            }
            head.decisions.retain(|known| known.part != *part);
            if let Some(Part::Decision(decision)) = now {
                head.decisions.push(DecisionHead::of(*part, decision));
                head.decisions.sort_by_key(|known| known.part);
            }
        }
        _ => {}
    }
}

fn brought(touch: Touch, why: &str) -> Brought {
    Brought {
        why: why.into(),
        at: touch.at,
        by: touch.who,
    }
}

/// A contact as it stands now, in the order of logging.
fn note(head: &mut CaseHead, contact: &Contact, by: StaffId) {
    forget(head, contact.id);
    let at = head.contacts.partition_point(|known| known.id < contact.id);
    head.contacts.insert(at, ContactHead::of(contact, by));
}

fn forget(head: &mut CaseHead, contact: ContactId) {
    head.contacts.retain(|known| known.id != contact);
}
