//! Undo: an intent taken back whole, by facts that set the earlier values back and name it.
//!
//! Refused where a field has changed since, saying who and when.

use crate::domain::{
    fact::{About, Entry, Fact},
    ids::{CaseId, ImportId},
    refusal::Refusal,
};

use super::{Decision, Desk};

/// Undoes the asker's latest intent.
pub(super) fn latest(desk: &Desk) -> Result<Decision, Refusal> {
    let recent = desk.heads.directory.recent.get(&desk.asker.staff.id);
    let seq = recent
        .and_then(|recent| recent.last())
        .ok_or(Refusal::NothingToUndo)?;
    let entry = desk.shelf.entry(*seq).ok_or(Refusal::NothingToUndo)?;
    let mut decision = Decision::default();
    take_back(desk, &entry, &mut decision)?;
    decision.said = format!("Undone: {}.", description(&entry));
    decision.client_fact(Fact::Undone {
        entry: *seq,
        by_import: None,
    });
    Ok(decision)
}

/// Undoes every row of an import, given its entries in the order of the journal.
///
/// # Errors
/// Where anything of it has changed since, naming who and when: then nothing is undone.
pub fn undo_import(
    desk: &Desk,
    import: ImportId,
    entries: &[Entry],
) -> Result<Vec<Decision>, Refusal> {
    let mut decisions = Vec::with_capacity(entries.len());
    for entry in entries.iter().rev() {
        let mut decision = Decision::default();
        take_back(desk, entry, &mut decision)?;
        decision.client_fact(Fact::Undone {
            entry: entry.seq,
            by_import: Some(import),
        });
        decisions.push(decision);
    }
    Ok(decisions)
}

fn take_back(desk: &Desk, entry: &Entry, decision: &mut Decision) -> Result<(), Refusal> {
    for (about, fact) in entry.facts.iter().rev() {
        if let About::Client(client) = about {
            decision.client = Some(*client);
        }
        if let Some(case) = case_of(fact) {
            decision.case = Some(case);
        }
        still_stands(desk, entry.seq, fact)?;
        if let Some(back) = inverse(desk, entry.seq, fact)? {
            decision.facts.push((*about, back));
        }
    }
    Ok(())
}

/// Whether what a fact made so still stands: a later change by somebody else is never overwritten.
fn still_stands(desk: &Desk, seq: u64, fact: &Fact) -> Result<(), Refusal> {
    let Some(head) = case_of(fact).and_then(|case| desk.heads.case(case)) else {
        return Ok(());
    };
    let stands = match fact {
        Fact::NextStepSet { now, .. } => head.next == *now,
        Fact::CaseStateChanged { now, .. } => head.state == *now,
        Fact::CaseAssigned { now, .. } => head.worker == *now,
        Fact::CaseSet {
            case, field, now, ..
        } => {
            let record = desk.shelf.case(*case).unwrap_or_default();
            record.fields.get(field) == now.as_ref()
        }
        // A case goes only while nobody else has worked on it; what I did since is undone first.
        Fact::CaseOpened { .. } => head.touch.seq == seq || head.touch.who == desk.asker.staff.id,
        _ => true,
    };
    if stands {
        Ok(())
    } else {
        Err(overtaken(desk, head.touch))
    }
}

fn overtaken(desk: &Desk, touch: crate::domain::heads::Touch) -> Refusal {
    Refusal::UndoOvertaken {
        who: desk.heads.staff_name(touch.who).to_owned(),
        at: desk.when(touch.at),
    }
}

/// The fact that sets back what `fact` did; `None` for what needs no setting back.
fn inverse(desk: &Desk, seq: u64, fact: &Fact) -> Result<Option<Fact>, Refusal> {
    Ok(Some(match fact.clone() {
        Fact::ClientAdded { client, .. } => {
            let head = desk.heads.client(client);
            let later = head.filter(|head| head.touch.seq != seq || head.cases.len() > 1);
            if let Some(head) = later {
                return Err(overtaken(desk, head.touch));
            }
            Fact::ClientWithdrawn { client }
        }
        Fact::ClientSet {
            client,
            field,
            was,
            now,
        } => {
            let touch = desk
                .heads
                .client(client)
                .map(|head| head.touch)
                .unwrap_or_default();
            let stands = desk
                .shelf
                .client(client)
                .and_then(|r| r.fields.get(&field).cloned());
            if stands != now {
                return Err(overtaken(desk, touch));
            }
            Fact::ClientSet {
                client,
                field,
                was: now,
                now: was,
            }
        }
        Fact::ClientMovedPractice { client, was, now } => Fact::ClientMovedPractice {
            client,
            was: now,
            now: was,
        },
        other => return Ok(inverse_of_case(desk, other)),
    }))
}

fn inverse_of_case(desk: &Desk, fact: Fact) -> Option<Fact> {
    let on = desk.today;
    Some(match fact {
        Fact::CaseOpened { case, .. } => Fact::CaseWithdrawn { case },
        Fact::CaseSet {
            case,
            field,
            was,
            now,
        } => Fact::CaseSet {
            case,
            field,
            was: now,
            now: was,
        },
        Fact::CaseAssigned { case, was, now } => Fact::CaseAssigned {
            case,
            was: now,
            now: was,
        },
        Fact::CaseStateChanged { case, was, now, .. } => Fact::CaseStateChanged {
            case,
            was: now,
            now: was,
            on,
        },
        Fact::NextStepSet { case, was, now } => Fact::NextStepSet {
            case,
            was: now,
            now: was,
        },
        Fact::ContactLogged { case, contact } => {
            let record = desk.shelf.case(case).unwrap_or_default();
            let tally = record.tally_without(contact.id);
            Fact::ContactWithdrawn {
                case,
                contact: contact.id,
                tally,
            }
        }
        Fact::NoteAdded { case, note, .. } => Fact::NoteWithdrawn { case, note },
        _ => return None,
    })
}

fn case_of(fact: &Fact) -> Option<CaseId> {
    match fact {
        Fact::CaseOpened { case, .. }
        | Fact::CaseSet { case, .. }
        | Fact::CaseAssigned { case, .. }
        | Fact::CaseStateChanged { case, .. }
        | Fact::NextStepSet { case, .. }
        | Fact::ContactLogged { case, .. }
        | Fact::NoteAdded { case, .. } => Some(*case),
        _ => None,
    }
}

/// What an entry did, in a few words.
fn description(entry: &Entry) -> &'static str {
    let has = |test: fn(&Fact) -> bool| entry.facts.iter().any(|(_, fact)| test(fact));
    if has(|fact| matches!(fact, Fact::ClientAdded { .. })) {
        "the new client and case"
    } else if has(|fact| matches!(fact, Fact::CaseOpened { .. })) {
        "the new case"
    } else if has(|fact| matches!(fact, Fact::ContactLogged { .. })) {
        "the contact, with what it changed"
    } else if has(|fact| matches!(fact, Fact::NoteAdded { .. })) {
        "the note"
    } else if has(|fact| matches!(fact, Fact::CaseStateChanged { .. })) {
        "the change of status"
    } else if has(|fact| matches!(fact, Fact::NextStepSet { .. })) {
        "the next step"
    } else if has(|fact| matches!(fact, Fact::CaseAssigned { .. })) {
        "giving the case to somebody else"
    } else {
        "the change of fields"
    }
}
