//! Cases: state, next step, tally, and the digest over the history.

use crate::domain::{
    case::{CaseField, CaseFields, CaseState, NextStep},
    contact::Tally,
    fact::Fact,
    heads::{CaseHead, Digest, Heads, Touch},
    ids::CaseId,
    terms::{Need, Source},
    zone::store_date,
};

pub(super) fn apply(heads: &mut Heads, touch: Touch, fact: &Fact) {
    match fact {
        Fact::CaseOpened { .. } => open(heads, touch, fact),
        Fact::CaseWithdrawn { case } => withdraw(heads, *case),
        Fact::CaseSet {
            case, field, now, ..
        } => change(heads, touch, *case, |head| {
            if matches!(field, CaseField::ReferredOn)
                && let Some(date) = now.as_ref().and_then(|text| text.parse().ok())
            {
                head.referred_on = date;
            }
        }),
        Fact::CaseAssigned { case, now, .. } => {
            if let Some(was) = heads.case(*case).map(|head| head.worker) {
                heads.unindex(*case, was);
            }
            change(heads, touch, *case, |head| head.worker = *now);
        }
        Fact::CaseStateChanged { case, now, on, .. } => change(heads, touch, *case, |head| {
            head.state = now.clone();
            head.state_since = *on;
        }),
        Fact::NextStepSet { case, now, .. } => {
            change(heads, touch, *case, |head| head.next = now.clone());
        }
        Fact::ContactLogged { case, contact } => {
            super::directory::used(&mut heads.directory, 0, 0, contact.id.0);
            change(heads, touch, *case, |head| head.tally.count(contact));
        }
        Fact::ContactWithdrawn { case, tally, .. } => {
            change(heads, touch, *case, |head| head.tally = *tally);
        }
        Fact::NoteAdded { case, note, .. } => {
            super::directory::used(&mut heads.directory, 0, 0, note.0);
            change(heads, touch, *case, |_| {});
        }
        Fact::NoteWithdrawn { case, .. } => change(heads, touch, *case, |_| {}),
        _ => {}
    }
}

fn open(heads: &mut Heads, touch: Touch, fact: &Fact) {
    let Fact::CaseOpened {
        case,
        client,
        practice,
        worker,
        referred_on,
        fields,
    } = fact
    else {
        return;
    };
    super::directory::used(&mut heads.directory, client.0, case.0, 0);
    let head = CaseHead {
        case: *case,
        client: *client,
        practice: *practice,
        worker: *worker,
        referred_on: *referred_on,
        asked: asked(fields),
        state: CaseState::Received,
        state_since: store_date(touch.at),
        next: NextStep::Missing,
        tally: Tally::default(),
        touch,
        history: Digest::default().with(touch.seq),
    };
    heads.index(&head);
    heads.cases.put(case.0, head);
    if let Some(client) = heads.clients.get_mut(client.0) {
        client.cases.retain(|known| known != case);
        client.cases.push(*case);
    }
}

fn withdraw(heads: &mut Heads, case: CaseId) {
    let Some(head) = heads.cases.take(case.0) else {
        return;
    };
    heads.unindex(case, head.worker);
    if let Some(client) = heads.clients.get_mut(head.client.0) {
        client.cases.retain(|known| *known != case);
    }
}

fn change(heads: &mut Heads, touch: Touch, case: CaseId, edit: impl FnOnce(&mut CaseHead)) {
    let Some(mut head) = heads.cases.take(case.0) else {
        return;
    };
    edit(&mut head);
    head.touch = touch;
    head.history = head.history.with(touch.seq);
    heads.index(&head);
    heads.cases.put(case.0, *head);
}

/// "from Dr Rao: bereavement": who asks and what for, as far as anyone said.
fn asked(fields: &CaseFields) -> String {
    let by = match text(fields, CaseField::ReferredBy) {
        "" => Source::find(text(fields, CaseField::Source)).map_or("", |source| source.label()),
        name => name,
    };
    let reason = text(fields, CaseField::Reason);
    let reason = Need::find(reason).map_or(reason, |need| need.label());
    match (by.is_empty(), reason.is_empty()) {
        (false, false) => format!("from {by}: {reason}"),
        (false, true) => format!("from {by}"),
        (true, _) => reason.to_owned(),
    }
}

fn text(fields: &CaseFields, field: CaseField) -> &str {
    fields.get(&field).map_or("", String::as_str)
}
