//! What an entry did, in a few words: for undo, for bringing back, for "What I did lately".

use std::collections::BTreeSet;

use super::supervision;
use crate::domain::{
    client::ClientField,
    fact::{About, Entry, Fact},
    heads::{Heads, full_name},
    ids::{CaseId, ClientId},
    part::Part,
};

use super::work;

/// What an entry did, and about whom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// "the contact (phone, spoke), with what it changed"
    pub what: String,
    /// The person's name; empty where it is about nobody in particular.
    pub name: String,
    pub client: Option<ClientId>,
    pub case: Option<CaseId>,
}

/// "Undone for Tom Hall: the next step."
pub(super) fn sentence(done: &str, heads: &Heads, entry: &Entry) -> String {
    let told = told(heads, entry);
    if told.name.is_empty() {
        format!("{done}: {}.", told.what)
    } else {
        format!("{done} for {}: {}.", told.name, told.what)
    }
}

/// What an entry did. The heads may hold its person no more: then the entry itself names them.
pub fn told(heads: &Heads, entry: &Entry) -> Told {
    let facts = || entry.facts.iter().map(|(_, fact)| fact);
    // A move is about where the words were taken from, a merge about the record that stays.
    let kept = facts().find_map(|fact| match fact {
        Fact::ClientsMerged { kept, .. } | Fact::ClientsUnmerged { kept, .. } => Some(*kept),
        _ => None,
    });
    let mut clients = entry.facts.iter().filter_map(|(about, _)| match about {
        About::Client(client) => Some(*client),
        About::Staff(_) | About::Rest => None,
    });
    if let Some(what) = of_several(entry) {
        return Told {
            what,
            ..Told::default()
        };
    }
    let client = kept.or_else(|| clients.next());
    Told {
        what: what(heads, entry),
        name: client.map_or_else(String::new, |client| name(heads, entry, client)),
        client: client.and_then(|client| heads.client(client).map(|head| head.client)),
        case: facts()
            .find_map(Fact::case)
            .filter(|case| heads.case(*case).is_some()),
    }
}

/// What was done for several people at once, who are not named one by one.
fn of_several(entry: &Entry) -> Option<String> {
    let facts = || entry.facts.iter().map(|(_, fact)| fact);
    let cases: BTreeSet<CaseId> = facts().filter_map(Fact::case).collect();
    let count = cases.len();
    if count < 2 {
        return None;
    }
    if facts().all(|fact| matches!(fact, Fact::NextStepSet { .. })) {
        return Some(format!("moving the next steps of {count} people"));
    }
    let hands = |fact: &Fact| {
        matches!(
            fact,
            Fact::CaseAssigned { .. } | Fact::NoteAdded { .. } | Fact::ToDoSet { .. }
        )
    };
    let given = facts().any(|fact| matches!(fact, Fact::CaseAssigned { .. }));
    (given && facts().all(hands)).then(|| format!("giving {count} cases to somebody else"))
}

fn name(heads: &Heads, entry: &Entry, client: ClientId) -> String {
    if let Some(head) = heads.client(client) {
        return head.name();
    }
    let added = entry.facts.iter().find_map(|(_, fact)| match fact {
        Fact::ClientAdded { fields, .. } => Some(fields),
        _ => None,
    });
    added.map_or_else(String::new, |fields| {
        let text = |field| fields.get(&field).map_or("", String::as_str);
        full_name(text(ClientField::Given), text(ClientField::Family))
    })
}

fn what(heads: &Heads, entry: &Entry) -> String {
    let facts = || entry.facts.iter().map(|(_, fact)| fact);
    let has = |test: fn(&Fact) -> bool| facts().any(test);
    if has(|fact| matches!(fact, Fact::ClientAdded { .. })) {
        return "the new client and case".to_owned();
    }
    // What goes with the case is not what was done.
    if has(|fact| matches!(fact, Fact::CaseAssigned { .. })) {
        return "giving the case to somebody else".to_owned();
    }
    if let Some(words) = facts().find_map(|fact| told_by_itself(heads, fact)) {
        return words;
    }
    let words = if has(|fact| matches!(fact, Fact::CaseOpened { .. })) {
        "the new case"
    } else if has(|fact| matches!(fact, Fact::NoteAdded { .. })) {
        "the note"
    } else if has(|fact| matches!(fact, Fact::CaseStateChanged { .. })) {
        "the change of status"
    } else if has(|fact| matches!(fact, Fact::NextStepSet { .. })) {
        "the next step"
    } else if has(|fact| matches!(fact, Fact::CaseSet { .. })) {
        "the change of the referral"
    } else if has(|fact| matches!(fact, Fact::ClientSet { .. })) {
        "the change of details"
    } else if has(|fact| matches!(fact, Fact::ClientMovedPractice { .. })) {
        "the change of practice"
    } else {
        "the change"
    };
    words.to_owned()
}

/// Facts that say what happened whatever stands beside them.
fn told_by_itself(heads: &Heads, fact: &Fact) -> Option<String> {
    let other = |client: &ClientId| {
        let own = heads.own_client(*client);
        own.map_or_else(
            || client.to_string(),
            |own| format!("{} ({client})", own.name()),
        )
    };
    if fact.is_of_review() {
        return super::review::told(heads, fact);
    }
    Some(match fact {
        Fact::ContactLogged { contact, .. } => format!(
            "the contact ({}, {}), with what it changed",
            contact.kind.label(),
            contact.outcome.label()
        ),
        Fact::Amended { now, .. } => format!(
            "the change of the {} of {}",
            now.word(),
            now.on().format("%-d %b")
        ),
        Fact::MovedHere { words, .. } => format!(
            "moving the {} of {}",
            words.written.word(),
            words.written.on().format("%-d %b")
        ),
        Fact::ClientsMerged { gone, .. } => format!("joining the record of {}", other(gone)),
        Fact::ClientsUnmerged { gone, .. } => format!("parting the record of {}", other(gone)),
        Fact::PartSet { was, now, .. } => {
            let part = now.as_ref().or(was.as_ref());
            match part {
                Some(Part::Concern(_)) => "the safeguarding concern".to_owned(),
                part => format!("the {}", part.map_or("part", Part::word)),
            }
        }
        Fact::SupervisionNoteSet { was, now, .. } => {
            let note = now.as_ref().or(was.as_ref())?;
            let whose = heads.staff_name(note.subject);
            let what = supervision::what(was.as_deref(), now.as_deref());
            format!("{what} on the work of {whose}")
        }
        Fact::ServiceAdded(service) => format!("the new service {}", service.name),
        Fact::ServiceChanged { now, .. } => format!("the change of the service {}", now.name),
        other => return work::told(other),
    })
}
