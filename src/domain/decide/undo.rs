//! Undo: an intent taken back whole, by facts that set the earlier values back and name it.
//!
//! Refused where a field has changed since, saying who and when.

mod inverse;
mod stands;

use std::collections::BTreeSet;

use crate::domain::{
    access::Right,
    client::ClientField,
    fact::{About, Entry, Fact},
    heads::{ClientHead, Touch},
    ids::{CaseId, ClientId, ImportId, ServiceId},
    part::Part,
    refusal::Refusal,
};

use super::{Decision, Desk, edit, review, service, told, work};

use inverse::inverse;
use stands::still_stands;

/// What goes with an undo that takes several entries back, because the heads still hold it.
#[derive(Default)]
struct Withdrawn {
    cases: BTreeSet<CaseId>,
    services: BTreeSet<ServiceId>,
}

/// Undoes the asker's latest intent.
pub(super) fn latest(desk: &Desk) -> Result<Decision, Refusal> {
    desk.asker.need(Right::Work)?;
    let lately = desk.heads.directory.lately.get(&desk.asker.staff.id);
    let seq = lately
        .and_then(|lately| lately.done.last())
        .ok_or(Refusal::NothingToUndo)?;
    let entry = desk.shelf.entry(*seq).ok_or(Refusal::NothingToUndo)?;
    still_in_reach(desk, &entry)?;
    let mut decision = Decision::default();
    take_back(desk, &entry, &mut Withdrawn::default(), &mut decision)?;
    decision.said = told::sentence("Undone", desk.heads, &entry);
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
    let cases = entry.facts.iter().filter_map(|(_, fact)| fact.case());
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
        if let Some(case) = fact.case() {
            decision.case = Some(case);
        }
        guarded(desk, fact)?;
        still_stands(desk, entry, fact, withdrawn)?;
        if let Fact::CaseOpened { case, .. } = fact {
            withdrawn.cases.insert(*case);
        }
        let back = if fact.is_of_services() {
            service::inverse(desk, fact, &mut withdrawn.services)
        } else if fact.is_of_review() {
            review::inverse(fact)
        } else if fact.is_of_work() {
            work::inverse(fact)
        } else {
            inverse(desk, entry, fact)
        };
        if let Some(back) = back {
            decision.facts.push((*about, back));
        }
    }
    Ok(())
}

/// Setting back, or bringing back, what a concern says is writing it: that needs the same permission
/// and the same reach, whoever wrote it first.
pub(super) fn guarded(desk: &Desk, fact: &Fact) -> Result<(), Refusal> {
    let Fact::PartSet {
        client, was, now, ..
    } = fact
    else {
        return Ok(());
    };
    if was.iter().chain(now).any(Part::is_guarded) {
        desk.asker.need(Right::Safeguard)?;
        desk.client_in_reach(*client)?;
    }
    Ok(())
}

/// What sets back a field that a merge took over, where it stands as it was taken.
pub(super) fn field_back(
    desk: &Desk,
    kept: &ClientHead,
    fact: &Fact,
    because: &str,
) -> Option<Fact> {
    match fact.clone() {
        Fact::ClientSet {
            client,
            field,
            was,
            now,
            ..
        } if client == kept.client => {
            let record = desk.shelf.client(client).unwrap_or_default();
            let stands = record.fields.get(&field) == now.as_ref();
            // A number that has become somebody else's is theirs.
            let free = |digits: &String| edit::nhs_is_free(desk, client, Some(digits)).is_ok();
            let back = was.filter(|was| field != ClientField::NhsNumber || free(was));
            stands.then(|| Fact::ClientSet {
                client,
                field,
                was: now,
                now: back,
                because: because.to_owned(),
            })
        }
        Fact::ClientMovedPractice { client, was, now }
            if client == kept.client && kept.practice == now =>
        {
            Some(Fact::ClientMovedPractice {
                client,
                was: now,
                now: was,
            })
        }
        _ => None,
    }
}

pub(super) fn overtaken(desk: &Desk, touch: Touch) -> Refusal {
    Refusal::UndoOvertaken {
        who: desk.heads.staff_name(touch.who).to_owned(),
        at: desk.when(touch.at),
    }
}
