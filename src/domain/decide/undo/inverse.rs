//! The opposite of each fact.

use chrono::NaiveDate;

use crate::domain::{
    contact::Tally,
    fact::{Entry, Fact},
    ids::CaseId,
    record::What,
    written::Written,
};

use super::super::{Desk, contact::count_of};

/// Why a field changed, where it was set back by undo.
const UNDONE: &str = "undone";

/// The fact that sets back what `fact` did; `None` for what needs no setting back.
pub(super) fn inverse(desk: &Desk, entry: &Entry, fact: &Fact) -> Option<Fact> {
    Some(match fact.clone() {
        Fact::ClientAdded { client, .. } => Fact::ClientWithdrawn { client },
        Fact::ClientSet {
            client,
            field,
            was,
            now,
            ..
        } => Fact::ClientSet {
            client,
            field,
            was: now,
            now: was,
            because: UNDONE.to_owned(),
        },
        Fact::ClientsMerged { kept, gone } => Fact::ClientsUnmerged { kept, gone },
        Fact::ClientsUnmerged { kept, gone } => Fact::ClientsMerged { kept, gone },
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
            because: UNDONE.to_owned(),
        },
        Fact::SupervisionNoteSet { note, was, now } => Fact::SupervisionNoteSet {
            note,
            was: now,
            now: was,
        },
        other => return inverse_of_case(desk, entry, other),
    })
}

fn inverse_of_case(desk: &Desk, entry: &Entry, fact: Fact) -> Option<Fact> {
    Some(match fact {
        Fact::CaseOpened { case, .. } => Fact::CaseWithdrawn { case },
        Fact::CaseSet {
            case,
            field,
            was,
            now,
            ..
        } => Fact::CaseSet {
            case,
            field,
            was: now,
            now: was,
            because: UNDONE.to_owned(),
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
            on: state_since_before(desk, case, entry.seq),
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
        Fact::Amended { case, was, now, .. } => Fact::AmendmentWithdrawn {
            case,
            tally: counted(desk, case, &was),
            was: now,
            now: was,
        },
        other => return inverse_of_move(desk, entry, other),
    })
}

/// A contact or note goes back whence it came; the traces of the move go too.
fn inverse_of_move(desk: &Desk, entry: &Entry, fact: Fact) -> Option<Fact> {
    Some(match fact {
        Fact::MovedHere { case, words, .. } => {
            let record = desk.shelf.case(case).unwrap_or_default();
            let id = words.written.id();
            let note = words.written.contact().is_none();
            let standing = desk.heads.case(case).map(|head| head.tally);
            Fact::MovedAway {
                case,
                id,
                on: words.written.on(),
                note,
                tally: match standing {
                    Some(tally) if note => tally,
                    _ => record.tally_without(id),
                },
                undoes: Some(entry.seq),
            }
        }
        Fact::MovedAway { case, id, .. } => {
            let words = entry.facts.iter().find_map(|(_, fact)| match fact {
                Fact::MovedHere { words, .. } if words.written.id() == id => Some(words),
                _ => None,
            })?;
            Fact::MovedHere {
                case,
                words: words.clone(),
                tally: counted(desk, case, &words.written),
                undoes: Some(entry.seq),
            }
        }
        _ => return None,
    })
}

fn counted(desk: &Desk, case: CaseId, written: &Written) -> Tally {
    let head = desk.heads.case(case);
    head.map_or_else(Tally::default, |head| count_of(desk, head, written))
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
