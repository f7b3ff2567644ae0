//! Connecting somebody to a service, saying how it goes, and talking with the service about several
//! people at once.

pub(super) mod call;
pub(super) mod change;
pub(super) mod choose;
pub(super) mod made;
pub(super) mod stages;

use chrono::NaiveDate;

use super::about::Facts;
use super::fields::{choice, say_fault};
use crate::domain::connection::{Agreed, Connection};
use crate::domain::consent::{Consent, latest};
use crate::domain::dates::{parse_past, read_back};
use crate::domain::ids::{CaseId, PartId, ServiceId};
use crate::domain::part::{Kept, Part, PartChange};
use crate::domain::terms::{ConsentScope, HowGiven};
use crate::tui::widgets::form::{Entry, Form};

const AGREED: &str = "agreed";
const STAGE: &str = "stage";
const NOTE: &str = "note";

/// The answer of somebody who does not want to be passed on.
const NO: &str = "no";
/// How a yes may have been given.
const YES: [HowGiven; 3] = [HowGiven::Spoken, HowGiven::Written, HowGiven::Message];

/// Whether they agreed, asked each time; nothing is taken beforehand.
fn agreed_entry() -> Entry {
    let mut words: Vec<&str> = YES.iter().map(|how| how.label()).collect();
    words.push(NO);
    choice(
        AGREED,
        "They agreed",
        "Did they agree to be passed on to this service? First letter: said so, in writing, by \
         message, no. Without a yes it stays a draft or a signposting.",
        &words,
        None,
    )
}

/// Since when consent to be passed on to this service is a no, said so or taken back.
fn refused_since(facts: &Facts, service: ServiceId) -> Option<NaiveDate> {
    let parts = facts.card.iter().flat_map(|card| &card.parts);
    latest(parts, ConsentScope::ShareService, Some(service))?.refused_on()
}

/// What was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    NotAsked,
    No,
    Yes(HowGiven),
}

fn answer(form: &Form) -> Answer {
    match form.text(AGREED).as_str() {
        "" => Answer::NotAsked,
        NO => Answer::No,
        words => HowGiven::find(words).map_or(Answer::NotAsked, Answer::Yes),
    }
}

/// The consent to be recorded beside a connection, where it was asked for.
fn consent(service: ServiceId, answer: Answer, on: NaiveDate) -> Option<PartChange> {
    let (given, how) = match answer {
        Answer::NotAsked => return None,
        Answer::No => (false, HowGiven::Spoken),
        Answer::Yes(how) => (true, how),
    };
    Some(made(
        None,
        Part::Consent(Consent {
            scope: ConsentScope::ShareService,
            service: Some(service),
            organisation: String::new(),
            given,
            on,
            how,
            withdrawn_on: None,
            note: String::new(),
        }),
    ))
}

fn agreed(answer: Answer, on: NaiveDate) -> Option<Agreed> {
    match answer {
        Answer::Yes(how) => Some(Agreed { on, how }),
        Answer::NotAsked | Answer::No => None,
    }
}

/// A part that is new.
fn made(case: Option<CaseId>, part: Part) -> PartChange {
    PartChange {
        id: None,
        version: 0,
        case,
        now: Some(part),
    }
}

/// A connection as it is to be from now on; none to take it away.
fn changed(kept: &Kept, now: Option<Connection>) -> PartChange {
    PartChange {
        id: Some(kept.id),
        version: kept.seq,
        case: kept.case,
        now: now.map(Part::Connection),
    }
}

/// A connection of the client whom the form is about.
fn connection(facts: &Facts, part: PartId) -> Option<(&Kept, &Connection)> {
    let parts = &facts.card.as_ref()?.parts;
    let kept = parts.iter().find(|kept| kept.id == part)?;
    match &kept.part {
        Part::Connection(connection) => Some((kept, connection)),
        _ => None,
    }
}

/// Shows how a day that is over is understood.
pub(super) fn read_past(form: &mut Form, name: &str, facts: &Facts) {
    let (today, holidays) = (facts.today(), &facts.holidays);
    let words = parse_past(&form.text(name), today, holidays)
        .map(|when| read_back(when.date, today, holidays))
        .unwrap_or_default();
    if let Some(entry) = form.entry_mut(name) {
        entry.read_back = words;
    }
}

/// A day that is over, or none; a fault is said at its field.
pub(super) fn past(form: &mut Form, name: &str, facts: &Facts) -> Option<NaiveDate> {
    let typed = form.text(name);
    if typed.trim().is_empty() {
        return None;
    }
    match parse_past(&typed, facts.today(), &facts.holidays) {
        Ok(when) => Some(when.date),
        Err(fault) => {
            say_fault(form, name, &fault.to_string());
            None
        }
    }
}
