//! Undo: an intent taken back whole, by facts that set the earlier values back and name it.
//!
//! Refused where a field has changed since, saying who and when.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::{
    access::Right,
    apply::as_made,
    fact::{About, Entry, Fact},
    heads::CaseHead,
    ids::{CaseId, ClientId, ImportId, ServiceId},
    part::Part,
    record::{CaseRecord, What},
    refusal::Refusal,
};

use super::{Decision, Desk, service};

/// What goes with an undo that takes several entries back, because the heads still hold it.
#[derive(Default)]
struct Withdrawn {
    cases: BTreeSet<CaseId>,
    services: BTreeSet<ServiceId>,
}

/// Undoes the asker's latest intent.
pub(super) fn latest(desk: &Desk) -> Result<Decision, Refusal> {
    desk.asker.need(Right::Work)?;
    let recent = desk.heads.directory.recent.get(&desk.asker.staff.id);
    let seq = recent
        .and_then(|recent| recent.last())
        .ok_or(Refusal::NothingToUndo)?;
    let entry = desk.shelf.entry(*seq).ok_or(Refusal::NothingToUndo)?;
    still_in_reach(desk, &entry)?;
    let mut decision = Decision::default();
    take_back(desk, &entry, &mut Withdrawn::default(), &mut decision)?;
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
    desk.asker.need(Right::Import)?;
    let mut decisions = Vec::with_capacity(entries.len());
    let mut withdrawn = Withdrawn::default();
    for entry in entries.iter().rev() {
        let mut decision = Decision::default();
        take_back(desk, entry, &mut withdrawn, &mut decision)
            .map_err(|refusal| naming(desk, refusal, decision.client))?;
        decision.client_fact(Fact::Undone {
            entry: entry.seq,
            by_import: Some(import),
        });
        decisions.push(decision);
    }
    Ok(decisions)
}

/// Among all people of an import, whoever was changed since is named.
fn naming(desk: &Desk, refusal: Refusal, client: Option<ClientId>) -> Refusal {
    let head = client.and_then(|client| desk.heads.client(client));
    match (refusal, head) {
        (Refusal::UndoOvertaken { who, at }, Some(head)) => Refusal::Said(format!(
            "{who} has changed {} since ({at}): nothing of the import is undone. Put it right by hand.",
            head.name()
        )),
        (refusal, _) => refusal,
    }
}

/// A case that has gone to somebody else since is theirs; giving it away oneself can be undone.
fn still_in_reach(desk: &Desk, entry: &Entry) -> Result<(), Refusal> {
    let gave_it_away = |fact: &Fact| matches!(fact, Fact::CaseAssigned { .. });
    if entry.facts.iter().any(|(_, fact)| gave_it_away(fact)) {
        return Ok(());
    }
    let cases = entry.facts.iter().filter_map(|(_, fact)| case_of(fact));
    for head in cases.filter_map(|case| desk.heads.case(case)) {
        let mine = head.touch.seq == entry.seq;
        if !mine && !desk.asker.reaches_case(desk.heads, head) {
            return Err(overtaken(desk, head.touch));
        }
    }
    Ok(())
}

/// The facts that set one entry back. `withdrawn` collects what goes with it.
fn take_back(
    desk: &Desk,
    entry: &Entry,
    withdrawn: &mut Withdrawn,
    decision: &mut Decision,
) -> Result<(), Refusal> {
    for (about, fact) in entry.facts.iter().rev() {
        if let About::Client(client) = about {
            decision.client = Some(*client);
        }
        if let Some(case) = case_of(fact) {
            decision.case = Some(case);
        }
        still_stands(desk, entry, fact, withdrawn)?;
        if let Fact::CaseOpened { case, .. } = fact {
            withdrawn.cases.insert(*case);
        }
        let back = if fact.is_of_services() {
            service::inverse(desk, fact, &mut withdrawn.services)
        } else {
            inverse(desk, entry.seq, fact)
        };
        if let Some(back) = back {
            decision.facts.push((*about, back));
        }
    }
    Ok(())
}

/// Whether what a fact made so still stands: a later change is never overwritten.
fn still_stands(
    desk: &Desk,
    entry: &Entry,
    fact: &Fact,
    withdrawn: &Withdrawn,
) -> Result<(), Refusal> {
    match fact {
        fact if fact.is_of_services() => match service::overtaken(desk, entry, fact) {
            Some(touch) => Err(overtaken(desk, touch)),
            None => Ok(()),
        },
        Fact::ClientAdded { client, .. }
        | Fact::ClientSet { client, .. }
        | Fact::ClientMovedPractice { client, .. }
        | Fact::PartSet { client, .. } => client_stands(desk, *client, fact, withdrawn),
        _ => match case_of(fact).and_then(|case| desk.heads.case(case)) {
            Some(head) if !case_stands(desk, head, entry, fact) => Err(overtaken(desk, head.touch)),
            _ => Ok(()),
        },
    }
}

fn client_stands(
    desk: &Desk,
    client: ClientId,
    fact: &Fact,
    withdrawn: &Withdrawn,
) -> Result<(), Refusal> {
    let Some(head) = desk.heads.client(client) else {
        return Ok(());
    };
    let record = || desk.shelf.client(client).unwrap_or_default();
    let stands = match fact {
        // The person goes only as they came: same fields, same practice, no other case.
        Fact::ClientAdded {
            practice, fields, ..
        } => {
            let alone = head.cases.iter().all(|case| withdrawn.cases.contains(case));
            let record = record();
            let bare = record.fields == *fields && record.parts.is_empty();
            alone && head.practice == *practice && bare
        }
        Fact::ClientSet { field, now, .. } => record().fields.get(field) == now.as_ref(),
        Fact::ClientMovedPractice { now, .. } => head.practice == *now,
        Fact::PartSet { part, now, .. } => {
            record().part(*part).map(|kept| &kept.part) == now.as_ref()
        }
        _ => true,
    };
    if stands {
        Ok(())
    } else {
        Err(overtaken(desk, head.touch))
    }
}

fn case_stands(desk: &Desk, head: &CaseHead, entry: &Entry, fact: &Fact) -> bool {
    match fact {
        Fact::NextStepSet { now, .. } => head.next == *now,
        // The first conversation made the case active. While a later one stands, it stays so.
        Fact::CaseStateChanged { case, now, .. } => {
            let by_contact = has(entry, |fact| matches!(fact, Fact::ContactLogged { .. }));
            head.state == *now && !(by_contact && contacted_since(desk, *case, entry.seq))
        }
        Fact::CaseAssigned { now, .. } => head.worker == *now,
        Fact::CaseSet {
            case, field, now, ..
        } => {
            let record = desk.shelf.case(*case).unwrap_or_default();
            record.fields.get(field) == now.as_ref()
        }
        Fact::CaseOpened { case, fields, .. } => {
            let record = desk.shelf.case(*case).unwrap_or_default();
            let as_made = as_made(entry, *case).map(|made| CaseHead {
                touch: head.touch,
                history: head.history,
                ..made
            });
            as_made.as_ref() == Some(head)
                && record.fields == *fields
                && !noted_since(&record, entry.seq)
        }
        _ => true,
    }
}

/// Whether a contact that stands was logged after the entry `seq`.
fn contacted_since(desk: &Desk, case: CaseId, seq: u64) -> bool {
    let record = desk.shelf.case(case).unwrap_or_default();
    record.contacts().any(|(happening, _)| happening.seq > seq)
}

/// Whether a contact or a note that stands was written after the entry `seq`.
fn noted_since(record: &CaseRecord, seq: u64) -> bool {
    record.history.iter().any(|happening| {
        happening.seq > seq
            && matches!(
                happening.what,
                What::Contact(_) | What::Note { .. } | What::Part { .. }
            )
    })
}

fn overtaken(desk: &Desk, touch: crate::domain::heads::Touch) -> Refusal {
    Refusal::UndoOvertaken {
        who: desk.heads.staff_name(touch.who).to_owned(),
        at: desk.when(touch.at),
    }
}

/// The fact that sets back what `fact` did; `None` for what needs no setting back.
fn inverse(desk: &Desk, seq: u64, fact: &Fact) -> Option<Fact> {
    Some(match fact.clone() {
        Fact::ClientAdded { client, .. } => Fact::ClientWithdrawn { client },
        Fact::ClientSet {
            client,
            field,
            was,
            now,
        } => Fact::ClientSet {
            client,
            field,
            was: now,
            now: was,
        },
        Fact::ClientMovedPractice { client, was, now } => Fact::ClientMovedPractice {
            client,
            was: now,
            now: was,
        },
        Fact::PartSet {
            client,
            case,
            part,
            was,
            now,
            ..
        } => Fact::PartSet {
            client,
            case,
            part,
            was: now,
            now: was,
            because: String::new(),
        },
        other => return inverse_of_case(desk, seq, other),
    })
}

fn inverse_of_case(desk: &Desk, seq: u64, fact: Fact) -> Option<Fact> {
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
            on: state_since_before(desk, case, seq),
        },
        Fact::NextStepSet { case, was, now } => Fact::NextStepSet {
            case,
            was: now,
            now: was,
        },
        Fact::ContactLogged { case, contact, .. } => {
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

/// The day since which a case was in the state that it had before the entry `seq`.
fn state_since_before(desk: &Desk, case: CaseId, seq: u64) -> NaiveDate {
    let record = desk.shelf.case(case).unwrap_or_default();
    let mut earlier = record.history.iter().rev();
    earlier
        .find(|happening| {
            happening.seq < seq
                && matches!(happening.what, What::State { .. } | What::Opened { .. })
        })
        .map_or(desk.today, |happening| happening.on)
}

fn has(entry: &Entry, test: fn(&Fact) -> bool) -> bool {
    entry.facts.iter().any(|(_, fact)| test(fact))
}

fn case_of(fact: &Fact) -> Option<CaseId> {
    match fact {
        Fact::CaseOpened { case, .. }
        | Fact::CaseSet { case, .. }
        | Fact::CaseAssigned { case, .. }
        | Fact::CaseStateChanged { case, .. }
        | Fact::NextStepSet { case, .. }
        | Fact::ContactLogged { case, .. }
        | Fact::NoteAdded { case, .. }
        | Fact::PartSet {
            case: Some(case), ..
        } => Some(*case),
        _ => None,
    }
}

/// What an entry did, in a few words.
fn description(entry: &Entry) -> &'static str {
    let has = |test| has(entry, test);
    if has(|fact| matches!(fact, Fact::ClientAdded { .. })) {
        "the new client and case"
    } else if has(|fact| matches!(fact, Fact::CaseOpened { .. })) {
        "the new case"
    } else if has(|fact| matches!(fact, Fact::ContactLogged { .. })) {
        "the contact, with what it changed"
    } else if has(|fact| matches!(fact, Fact::NoteAdded { .. })) {
        "the note"
    } else if let Some(word) = part_word(entry) {
        word
    } else if has(|fact| matches!(fact, Fact::CaseStateChanged { .. })) {
        "the change of status"
    } else if has(|fact| matches!(fact, Fact::NextStepSet { .. })) {
        "the next step"
    } else if has(|fact| matches!(fact, Fact::CaseAssigned { .. })) {
        "giving the case to somebody else"
    } else if has(|fact| matches!(fact, Fact::ServiceAdded(_))) {
        "the new service"
    } else if has(Fact::is_of_services) {
        "the change of the service"
    } else {
        "the change of fields"
    }
}

/// The word for the part that an entry set.
fn part_word(entry: &Entry) -> Option<&'static str> {
    entry.facts.iter().find_map(|(_, fact)| match fact {
        Fact::PartSet { was, now, .. } => now.as_ref().or(was.as_ref()).map(Part::word),
        _ => None,
    })
}
