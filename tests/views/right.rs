//! Putting right as facts: words changed, moved to another record and back, records joined.

use caseload::domain::{
    contact::Tally,
    fact::{About, Fact},
    ids::CaseId,
    record::Happening,
    written::{Words, Written},
};

use super::{model::Model, steps::pick};

/// A contact or note of a case, chosen by a number.
fn words(model: &Model, case: CaseId, which: u16) -> Option<Words> {
    let history = &model.cases.get(&case)?.history;
    let written: Vec<&Happening> = history
        .iter()
        .filter(|line| line.written_id().is_some())
        .collect();
    written
        .get(usize::from(which) % written.len().max(1))?
        .words()
}

fn about(model: &Model, case: CaseId) -> Option<About> {
    Some(About::Client(model.heads.case(case)?.client))
}

/// Longer or shorter words in the place of those that stand there, or the earlier ones back.
pub(crate) fn amend(model: &Model, at: u8, which: u16, back: bool) -> Option<Vec<(About, Fact)>> {
    let case = *pick(model.cases.keys(), at)?;
    let whole = words(model, case, which)?;
    let was = whole.written.clone();
    let text = "r".repeat(usize::from(which % 900));
    let now = match (&was, whole.earlier.last()) {
        (_, Some(earlier)) if back => earlier.written.clone(),
        _ if back => return None,
        (Written::Contact(contact), _) => {
            let mut contact = contact.clone();
            contact.note = text;
            contact.on = super::steps::day(u32::from(which % 60));
            Written::Contact(contact)
        }
        (Written::Note { id, on, .. }, _) => Written::Note {
            id: *id,
            on: *on,
            text,
        },
    };
    let (was, now, tally) = (Box::new(was), Box::new(now), tally(which));
    let fact = if back {
        Fact::AmendmentWithdrawn {
            case,
            was,
            now,
            tally,
        }
    } else {
        Fact::Amended {
            case,
            was,
            now,
            because: "typing slip".to_owned(),
            tally,
        }
    };
    Some(vec![(about(model, case)?, fact)])
}

/// A tally that tells one fact from another; what it should be is the decision's matter.
fn tally(number: u16) -> Tally {
    Tally {
        spoke: number,
        ..Tally::default()
    }
}

/// Words taken to another case, or, with `undoes`, as if an earlier move were taken back.
pub(crate) fn move_words(
    model: &Model,
    at: u8,
    which: u16,
    to: u8,
    undoes: Option<u64>,
) -> Option<Vec<(About, Fact)>> {
    let case = *pick(model.cases.keys(), at)?;
    let right = *pick(model.cases.keys(), to)?;
    let words = words(model, case, which)?;
    if case == right {
        return None;
    }
    let away = Fact::MovedAway {
        case,
        id: words.written.id(),
        on: words.written.on(),
        note: words.written.contact().is_none(),
        tally: tally(which),
        undoes,
    };
    let here = Fact::MovedHere {
        case: right,
        words: Box::new(words),
        tally: tally(which + 1),
        undoes,
    };
    Some(vec![
        (about(model, case)?, away),
        (about(model, right)?, here),
    ])
}

/// Two records joined, whatever they are: what cannot be joined is left as it is.
pub(crate) fn merge(model: &Model, kept: u8, gone: u8) -> Option<Vec<(About, Fact)>> {
    let kept = *pick(model.clients.keys(), kept)?;
    let gone = *pick(model.clients.keys(), gone)?;
    let fact = Fact::ClientsMerged { kept, gone };
    Some(vec![
        (About::Client(gone), fact.clone()),
        (About::Client(kept), fact),
    ])
}

pub(crate) fn unmerge(model: &Model, at: u8) -> Option<Vec<(About, Fact)>> {
    let mut merged = model.heads.clients.iter();
    let own = merged.find(|head| head.merged.is_some() && head.client.0 >= u32::from(at % 3))?;
    let (kept, gone) = (own.merged?.into, own.client);
    let fact = Fact::ClientsUnmerged { kept, gone };
    Some(vec![
        (About::Client(gone), fact.clone()),
        (About::Client(kept), fact),
    ])
}
