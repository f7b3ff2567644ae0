//! Whether what an entry made so still stands: a later change is never overwritten.

use crate::domain::{
    apply::as_made,
    client::ClientField,
    fact::{Entry, Fact},
    heads::{CaseHead, Touch},
    ids::{CaseId, ClientId, ContactId},
    record::{CaseRecord, What},
    refusal::Refusal,
    written::Written,
};

use super::{
    super::{Desk, edit, review, service, supervision, work},
    Withdrawn, overtaken,
};

/// Whether what a fact made so still stands: a later change is never overwritten.
pub(super) fn still_stands(
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
        fact if fact.is_of_review() => {
            review::overtaken(desk, fact, &entry.facts).map_err(|touch| overtaken(desk, touch))
        }
        Fact::SupervisionNoteSet { note, now, .. } => {
            match supervision::stands_otherwise(desk, *note, now.as_deref()) {
                Some(touch) => Err(overtaken(desk, touch)),
                None => Ok(()),
            }
        }
        fact if fact.is_of_work() => match work::overtaken(desk, fact, false) {
            Some(touch) => Err(overtaken(desk, touch)),
            None => Ok(()),
        },
        Fact::ClientAdded { client, .. }
        | Fact::ClientSet { client, .. }
        | Fact::ClientMovedPractice { client, .. }
        | Fact::PartSet { client, .. } => client_stands(desk, entry, *client, fact, withdrawn),
        Fact::ClientsMerged { kept, gone } => {
            edit::number_is_still_theirs(desk, &entry.facts, *kept, *gone)?;
            merge_stands(desk, *kept, *gone, true)
        }
        Fact::ClientsUnmerged { kept, gone } => merge_stands(desk, *kept, *gone, false),
        _ => match fact.case().and_then(|case| desk.heads.case(case)) {
            Some(head) if !case_stands(desk, head, entry, fact) => Err(overtaken(desk, head.touch)),
            _ => Ok(()),
        },
    }
}

fn client_stands(
    desk: &Desk,
    entry: &Entry,
    client: ClientId,
    fact: &Fact,
    withdrawn: &Withdrawn,
) -> Result<(), Refusal> {
    let Some(head) = desk.heads.own_client(client) else {
        return Ok(());
    };
    if head.merged.is_some() && !matches!(fact, Fact::PartSet { .. }) {
        // Since it was joined with another, the other's fields are the person's.
        return Err(overtaken(desk, head.touch));
    }
    let record = || desk.shelf.client(client).unwrap_or_default();
    let stands = match fact {
        // The person goes only as they came: same fields, same practice, no other case.
        Fact::ClientAdded {
            practice, fields, ..
        } => {
            let alone = head.cases.iter().all(|case| withdrawn.cases.contains(case))
                && head.merged.is_none()
                && head.records.is_empty();
            let record = record();
            let bare = record.fields == *fields && record.parts.is_empty();
            alone && head.practice == *practice && bare
        }
        Fact::ClientSet {
            field, was, now, ..
        } => {
            if *field == ClientField::NhsNumber {
                // It may have become somebody else's.
                edit::nhs_fits(desk, entry, client, was.as_deref())?;
            }
            record().fields.get(field) == now.as_ref()
        }
        Fact::ClientMovedPractice { now, .. } => head.practice == *now,
        Fact::PartSet { part, now, .. } => {
            let record = record();
            let kept = record.part(*part);
            if kept.map(|kept| &kept.part) == now.as_ref() {
                return Ok(());
            }
            // Parts carry versions of their own.
            let touch = kept.map_or(head.touch, |kept| Touch {
                seq: kept.seq,
                who: kept.who,
                at: kept.at,
            });
            return Err(overtaken(desk, touch));
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
        // Put right or moved since, it is not what was logged.
        Fact::ContactLogged { case, contact, .. } => {
            written(desk, *case, contact.id) == Some(Written::Contact(contact.clone()))
        }
        Fact::NoteAdded {
            case,
            note,
            on,
            text,
        } => {
            let as_noted = Written::Note {
                id: *note,
                on: *on,
                text: text.clone(),
            };
            written(desk, *case, *note) == Some(as_noted)
        }
        Fact::Amended { case, was, now, .. } => {
            let record = desk.shelf.case(*case).unwrap_or_default();
            let words = record.words(now.id());
            words.is_some_and(|words| {
                let before = words.earlier.last().map(|earlier| &earlier.written);
                words.written == **now && before == Some(was.as_ref())
            })
        }
        Fact::MovedHere { case, words, .. } => {
            let record = desk.shelf.case(*case).unwrap_or_default();
            record.words(words.written.id()).as_ref() == Some(words.as_ref())
        }
        _ => true,
    }
}

fn written(desk: &Desk, case: CaseId, id: ContactId) -> Option<Written> {
    let record = desk.shelf.case(case).unwrap_or_default();
    record.words(id).map(|words| words.written)
}

/// Whether two records are still joined, or still parted, as the entry left them.
fn merge_stands(
    desk: &Desk,
    kept: ClientId,
    gone: ClientId,
    together: bool,
) -> Result<(), Refusal> {
    let (Some(into), Some(own)) = (desk.heads.own_client(kept), desk.heads.own_client(gone)) else {
        return Err(Refusal::Said(
            "One of the two records is not here any more: not undone.".to_owned(),
        ));
    };
    // One that has been joined with a third since is parted from that first.
    let leads = own.merged.is_some_and(|merged| merged.into == kept) && into.merged.is_none();
    let free = own.merged.is_none() && into.merged.is_none();
    if (together && leads) || (!together && free) {
        Ok(())
    } else {
        Err(overtaken(desk, own.touch.max(into.touch)))
    }
}

/// Whether a contact that stands was logged after the entry `seq`.
fn contacted_since(desk: &Desk, case: CaseId, seq: u64) -> bool {
    let record = desk.shelf.case(case).unwrap_or_default();
    record.contacts().any(|(happening, _)| happening.seq > seq)
}

/// Whether anything that stands, or the trace of what was moved, was written after the entry `seq`.
fn noted_since(record: &CaseRecord, seq: u64) -> bool {
    record.history.iter().any(|happening| {
        happening.seq > seq
            && matches!(
                happening.what,
                What::Contact(_) | What::Note { .. } | What::Part { .. } | What::Moved { .. }
            )
    })
}

fn has(entry: &Entry, test: fn(&Fact) -> bool) -> bool {
    entry.facts.iter().any(|(_, fact)| test(fact))
}
