//! Clients: the fields that lists show.

use crate::domain::{
    client::ClientField,
    fact::Fact,
    heads::{ClientHead, Heads, Touch},
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
            for case in head.cases.clone() {
                if let Some(case) = heads.cases.get_mut(case.0) {
                    case.practice = *now;
                }
            }
        }
        _ => {}
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
    let Some(head) = heads.clients.get_mut(client.0) else {
        return;
    };
    head.concerns.retain(|known| known != part);
    if matches!(now, Some(Part::Concern(concern)) if concern.is_open()) {
        head.concerns.push(*part);
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
        ClientField::PrivateAlert => head.private_alert = !text.is_empty(),
        ClientField::DiedOn => head.died = !text.is_empty(),
        _ => {}
    }
}
