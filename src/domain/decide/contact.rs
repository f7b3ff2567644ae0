//! Logging a contact, noting something, and saying what comes next.
//!
//! Only a contact at which somebody answered closes a follow-up; a try keeps it and is counted.

use chrono::{NaiveDate, TimeDelta};

use crate::domain::{
    case::{CaseState, FollowUp, NextStep},
    contact::{Contact, Tally},
    fact::Fact,
    heads::{CaseHead, Counters},
    ids::CaseId,
    intent::NextChoice,
    refusal::Refusal,
    text::{Field, clean},
    written::Written,
};

use super::{Decision, Desk, amend::cleaned, next_contact};

/// Nobody contacts a person for a case so many days before it was asked for: the year is mistyped.
const LONG_BEFORE: i64 = 365;

pub(super) fn log(
    desk: &Desk,
    ids: &mut Counters,
    case: CaseId,
    version: u64,
    contact: Contact,
    next: NextChoice,
) -> Result<Decision, Refusal> {
    let head = desk.case_to_change(case, version)?;
    must_be_open(head)?;
    if contact.on > desk.today {
        return Err(Refusal::NotYetHappened { on: contact.on });
    }
    if head.referred_on - contact.on > TimeDelta::days(LONG_BEFORE) {
        return Err(Refusal::Field {
            field: "On".to_owned(),
            fault: "it is more than a year before the referral: look at the year.".to_owned(),
        });
    }
    let contact = Contact {
        id: next_contact(ids),
        ..cleaned(contact)
    };
    let answers = contact.answers();
    let next = if answers {
        chosen(desk, head, next)?
    } else {
        after_try(desk, head, next)?
    };

    let mut decision = Decision::about_case(head);
    decision.said = format!(
        "Logged: {}, {}.",
        contact.kind.label(),
        contact.outcome.label()
    );
    if let Some(now) = state_after(&head.state, &contact) {
        decision.client_fact(Fact::CaseStateChanged {
            case,
            was: head.state.clone(),
            now,
            on: contact.on,
        });
    }
    let tally = counted_anew(desk, head, &contact);
    decision.client_fact(Fact::ContactLogged {
        case,
        contact,
        tally,
    });
    push_next(&mut decision, head, next);
    Ok(decision)
}

/// The count with a contact that took place before the last one: heads hold no history to tell
/// which tries came after it.
pub(super) fn counted_anew(desk: &Desk, head: &CaseHead, contact: &Contact) -> Option<Tally> {
    if head.tally.last_any <= Some(contact.on) {
        return None;
    }
    let record = desk.shelf.case(head.case)?;
    Some(record.tally_with(contact))
}

/// The count of a case with this among its contacts, or as it is where it is a note.
pub(super) fn count_of(desk: &Desk, head: &CaseHead, written: &Written) -> Tally {
    match written.contact() {
        Some(contact) => desk
            .shelf
            .case(head.case)
            .unwrap_or_default()
            .tally_with(contact),
        None => head.tally,
    }
}

pub(super) fn note(
    desk: &Desk,
    ids: &mut Counters,
    case: CaseId,
    text: &str,
) -> Result<Decision, Refusal> {
    let head = desk.asker.case(desk.heads, case)?;
    desk.asker.need(crate::domain::access::Right::Work)?;
    let text = clean(text, Field::NOTE).into_owned();
    if text.is_empty() {
        return Err(Refusal::Said(
            "The note is empty: nothing was saved.".to_owned(),
        ));
    }
    let mut decision = Decision::about_case(head);
    let note = next_contact(ids);
    decision.client_fact(Fact::NoteAdded {
        case,
        note,
        on: desk.today,
        text,
    });
    decision.said = "Note kept.".to_owned();
    Ok(decision)
}

pub(super) fn set_next_step(
    desk: &Desk,
    case: CaseId,
    version: u64,
    next: NextChoice,
) -> Result<Decision, Refusal> {
    let head = desk.case_to_change(case, version)?;
    must_be_open(head)?;
    let mut now = chosen(desk, head, next)?;
    // Another day for the same step is a move, and moves are counted and shown.
    if let (NextStep::Due(was), NextStep::Due(now)) = (&head.next, &mut now) {
        now.moved = was.moved.saturating_add(u16::from(was.on != now.on));
    }
    let mut decision = Decision::about_case(head);
    push_next(&mut decision, head, now);
    if decision.facts.is_empty() {
        return Err(Refusal::Said("Nothing was changed.".to_owned()));
    }
    Ok(decision)
}

pub(super) fn must_be_open(head: &CaseHead) -> Result<(), Refusal> {
    if head.state.is_open() {
        Ok(())
    } else {
        Err(Refusal::CaseNotOpen {
            state: head.state.label().to_owned(),
        })
    }
}

/// The next step that was chosen, checked.
pub(super) fn checked(choice: NextChoice, today: NaiveDate) -> Result<Option<NextStep>, Refusal> {
    match choice {
        NextChoice::Due(follow_up) => {
            if follow_up.on < today {
                return Err(Refusal::DueInThePast { on: follow_up.on });
            }
            let what = clean(&follow_up.what, Field::LINE).into_owned();
            Ok(Some(NextStep::Due(FollowUp {
                what,
                moved: 0,
                ..follow_up
            })))
        }
        NextChoice::NoneBecause(because) => {
            let because = clean(&because, Field::LINE).into_owned();
            if because.is_empty() {
                return Err(Refusal::ReasonMissing);
            }
            Ok(Some(NextStep::NoneBecause(because)))
        }
        NextChoice::Keep => Ok(None),
    }
}

/// After somebody answered, what was due is done: the next step must be chosen anew, unless it
/// still lies ahead.
fn chosen(desk: &Desk, head: &CaseHead, choice: NextChoice) -> Result<NextStep, Refusal> {
    if let Some(next) = checked(choice, desk.today)? {
        return Ok(next);
    }
    match &head.next {
        NextStep::Due(due) if due.on > desk.today => Ok(head.next.clone()),
        NextStep::NoneBecause(_) => Ok(head.next.clone()),
        _ => Err(Refusal::NextStepMissing),
    }
}

/// After a try, what was due stays due; a new day for it is counted as a move.
fn after_try(desk: &Desk, head: &CaseHead, choice: NextChoice) -> Result<NextStep, Refusal> {
    match (checked(choice, desk.today)?, &head.next) {
        (Some(NextStep::Due(now)), NextStep::Due(was)) => {
            let what = if now.what.is_empty() {
                was.what.clone()
            } else {
                now.what
            };
            let moved = was.moved.saturating_add(u16::from(was.on != now.on));
            Ok(NextStep::Due(FollowUp { what, moved, ..now }))
        }
        (Some(next), _) => Ok(next),
        (None, NextStep::Missing) => Err(Refusal::NextStepMissing),
        (None, kept) => Ok(kept.clone()),
    }
}

/// The first try makes a received case *contacting*; the first conversation makes it *active*.
fn state_after(was: &CaseState, contact: &Contact) -> Option<CaseState> {
    let reached = contact.spoke_with_person();
    match was {
        CaseState::Received | CaseState::Contacting | CaseState::Waiting if reached => {
            Some(CaseState::Active)
        }
        CaseState::Received if contact.is_try() => Some(CaseState::Contacting),
        _ => None,
    }
}

pub(super) fn push_next(decision: &mut Decision, head: &CaseHead, now: NextStep) {
    if now == head.next {
        return;
    }
    let said = match &now {
        NextStep::Due(due) => format!(
            "Next: {}{}, {}.",
            due.on.format("%a %-d %b"),
            due.at
                .map(|at| at.format(" %H:%M").to_string())
                .unwrap_or_default(),
            due.kind.label()
        ),
        NextStep::NoneBecause(because) => format!("No next step: {because}."),
        NextStep::Missing => String::new(),
    };
    if !decision.said.is_empty() {
        decision.said.push(' ');
    }
    decision.said.push_str(&said);
    decision.client_fact(Fact::NextStepSet {
        case: head.case,
        was: head.next.clone(),
        now,
    });
}
