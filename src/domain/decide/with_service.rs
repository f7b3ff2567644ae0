//! One contact with a service about several people: in each one's case, with their next steps there
//! closed or set anew, as one entry and so as one undo.

use std::collections::BTreeSet;

use crate::domain::{
    access::Right,
    connection::Connection,
    contact::Contact,
    fact::{About, Fact},
    heads::{CaseHead, Counters},
    ids::{ClientId, ServiceId},
    intent::{NextThere, SeenThere, ServiceLog},
    part::{Kept, Part},
    refusal::Refusal,
    terms::{Outcome, With},
    text::{Field, clean},
};

use super::{Decision, Desk, contact::counted_anew, next_contact, part};

/// More people than this are not spoken about in one call.
const PEOPLE_MAX: usize = 200;

pub(super) fn log(
    desk: &Desk,
    ids: &mut Counters,
    mut log: ServiceLog,
) -> Result<Decision, Refusal> {
    desk.asker.need(Right::Work)?;
    let name = name(desk, log.service)?;
    if log.contact.on > desk.today {
        return Err(Refusal::NotYetHappened { on: log.contact.on });
    }
    if log.about.is_empty() || log.about.len() > PEOPLE_MAX {
        return Err(Refusal::Said(format!(
            "Say whom it was about: one to {PEOPLE_MAX} people."
        )));
    }
    log.contact.with = With::Service;
    log.contact.note = noted(&name, &log.contact.note);
    let reached = matches!(log.contact.outcome, Outcome::Spoke | Outcome::Sent);
    if log.fed_back && !reached {
        return Err(Refusal::Said(
            "Nobody was reached there, so nobody was told anything.".to_owned(),
        ));
    }
    let mut decision = Decision::default();
    let mut told = BTreeSet::new();
    let mut shares = shares(log.contact.minutes, &log.about).into_iter();
    for seen in &log.about {
        let head = desk.asker.case(desk.heads, seen.case)?;
        is_open(desk, head)?;
        let about = About::Client(head.client);
        if told.insert(head.case) {
            let contact = Contact {
                id: next_contact(ids),
                minutes: shares.next().unwrap_or_default(),
                ..log.contact.clone()
            };
            let logged = Fact::ContactLogged {
                case: head.case,
                tally: counted_anew(desk, head, &contact),
                contact,
            };
            decision.facts.push((about, logged));
        }
        decision.client = decision.client.or(Some(head.client));
        decision.case = decision.case.or(Some(head.case));
        let records = desk.records(head.client);
        let (holder, kept) = part::seen(desk, &records, seen.part, seen.version)?;
        let fact = changed(desk, &log, head, holder, kept)?;
        let about = About::Client(holder);
        decision.facts.extend(fact.map(|fact| (about, fact)));
    }
    let count = told.len();
    let people = if count == 1 { "person" } else { "people" };
    let fed = if log.fed_back { ", told them" } else { "" };
    decision.said = format!("Logged with {name}: {count} {people}{fed}.");
    Ok(decision)
}

fn name(desk: &Desk, service: ServiceId) -> Result<String, Refusal> {
    let found = desk.heads.directory.services.get(&service);
    found
        .map(|service| service.name.clone())
        .ok_or_else(|| Refusal::NotFound {
            what: "service".to_owned(),
            id: service.to_string(),
        })
}

/// The note says which service it was, for whoever reads the case's history.
fn noted(name: &str, note: &str) -> String {
    let note = clean(note, Field::NOTE);
    if note.is_empty() {
        name.to_owned()
    } else {
        format!("{name}: {note}")
    }
}

fn is_open(desk: &Desk, head: &CaseHead) -> Result<(), Refusal> {
    if head.state.is_open() {
        return Ok(());
    }
    let client = desk.heads.client(head.client);
    let name = client.map_or_else(String::new, |client| client.name());
    Err(Refusal::Said(format!(
        "The case of {name} is {}: leave them out, or reopen it first.",
        head.state.label()
    )))
}

/// What one connection becomes, where it becomes something else. `holder` is the record that it
/// stands in.
fn changed(
    desk: &Desk,
    log: &ServiceLog,
    head: &CaseHead,
    holder: ClientId,
    kept: &Kept,
) -> Result<Option<Fact>, Refusal> {
    let was = match &kept.part {
        Part::Connection(was) if was.service == log.service && kept.case == Some(head.case) => was,
        _ => {
            return Err(Refusal::NotFound {
                what: "connection".to_owned(),
                id: kept.id.to_string(),
            });
        }
    };
    let was_part = Some(&kept.part);
    let now = part::connection::checked(desk, holder, kept.case, was_part, after(log, was))?;
    if now == *was {
        return Ok(None);
    }
    Ok(Some(Fact::PartSet {
        client: holder,
        case: kept.case,
        part: kept.id,
        was: Some(kept.part.clone()),
        now: Some(Part::Connection(now)),
        because: String::new(),
    }))
}

fn after(log: &ServiceLog, was: &Connection) -> Connection {
    let mut now = was.clone();
    let is_try = !matches!(log.contact.outcome, Outcome::Spoke | Outcome::Sent);
    match &log.next {
        NextThere::Done if !is_try => now.next = None,
        NextThere::Due(due) => now.next = Some(due.clone()),
        NextThere::Keep | NextThere::Done => {}
    }
    // Days of a stage that stands are not touched; a new stage is from the day of the contact.
    if let Some(stage) = log.stage.filter(|stage| *stage != was.stage) {
        now.stage = stage;
        now.since = log.contact.on;
    }
    if log.fed_back {
        now.fed_back_on = now.fed_back_on.max(Some(log.contact.on));
    }
    now
}

/// The minutes of one call, shared among the cases so that they add up to what was spent.
fn shares(minutes: u16, about: &[SeenThere]) -> Vec<u16> {
    let cases: BTreeSet<_> = about.iter().map(|seen| seen.case).collect();
    let count = u16::try_from(cases.len().max(1)).unwrap_or(u16::MAX);
    (0..count)
        .map(|nth| minutes / count + u16::from(nth < minutes % count))
        .collect()
}
