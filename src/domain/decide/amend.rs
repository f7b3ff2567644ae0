//! Putting right what was written of a contact or a note, and moving one that was written on the
//! wrong person. What stood there before stays with it.

use crate::domain::{
    contact::Contact,
    fact::{About, Fact},
    heads::CaseHead,
    ids::{CaseId, ContactId},
    record::CaseRecord,
    refusal::Refusal,
    text::{Field, clean},
    written::{Words, Written},
};

use super::{Decision, Desk, contact::count_of};

/// Changes what was written; why is kept beside it.
pub(super) fn amend(
    desk: &Desk,
    case: CaseId,
    version: u64,
    now: Written,
    because: &str,
) -> Result<Decision, Refusal> {
    let head = desk.case_to_change(case, version)?;
    let (_, was) = written_here(desk, head, now.id())?;
    let now = checked(desk, now)?;
    let was = was.written;
    if was == now {
        return Err(Refusal::Said("Nothing was changed.".to_owned()));
    }
    if was.contact().is_some() != now.contact().is_some() {
        return Err(Refusal::Said(
            "A contact stays a contact and a note a note: write a new one.".to_owned(),
        ));
    }
    let because = clean(because, Field::LINE).into_owned();
    if because.is_empty() {
        return Err(Refusal::Field {
            field: "Why".to_owned(),
            fault: "say why it is changed: typing slip, more is known.".to_owned(),
        });
    }
    let mut decision = Decision::about_case(head);
    decision.said = format!(
        "Changed. What stood there stays readable.{}",
        leftover(&was, &now)
    );
    let tally = count_of(desk, head, &now);
    decision.client_fact(Fact::Amended {
        case,
        was: Box::new(was),
        now: Box::new(now),
        because,
        tally,
    });
    Ok(decision)
}

/// What a changed result does not change by itself.
fn leftover(was: &Written, now: &Written) -> &'static str {
    let result = |written: &Written| written.contact().map(|one| (one.outcome, one.with));
    if result(was) == result(now) {
        ""
    } else {
        " Status and next step stay as they are: look at both."
    }
}

fn checked(desk: &Desk, now: Written) -> Result<Written, Refusal> {
    if now.on() > desk.today {
        return Err(Refusal::NotYetHappened { on: now.on() });
    }
    Ok(match now {
        Written::Contact(contact) => Written::Contact(cleaned(contact)),
        Written::Note { id, on, text } => {
            let text = clean(&text, Field::NOTE).into_owned();
            if text.is_empty() {
                return Err(Refusal::Field {
                    field: "Note".to_owned(),
                    fault: "a note needs words; undo takes one back whole.".to_owned(),
                });
            }
            Written::Note { id, on, text }
        }
    })
}

/// A contact with its texts cleaned.
pub(super) fn cleaned(contact: Contact) -> Contact {
    Contact {
        note: clean(&contact.note, Field::NOTE).into_owned(),
        we_promised: clean(&contact.we_promised, Field::LINE).into_owned(),
        they_said: clean(&contact.they_said, Field::LINE).into_owned(),
        ..contact
    }
}

fn written_here(
    desk: &Desk,
    head: &CaseHead,
    id: ContactId,
) -> Result<(CaseRecord, Words), Refusal> {
    let record = desk.shelf.case(head.case).unwrap_or_default();
    match record.words(id) {
        Some(words) => Ok((record, words)),
        None => Err(Refusal::Said(
            "This entry is not here any more. Look again.".to_owned(),
        )),
    }
}

/// Takes a contact or note to the record where it belongs, with its day and whoever wrote it. A
/// trace stays in both, which names neither person to the other.
pub(super) fn move_words(
    desk: &Desk,
    case: CaseId,
    version: u64,
    id: ContactId,
    to: CaseId,
) -> Result<Decision, Refusal> {
    let head = desk.case_to_change(case, version)?;
    let right = desk.asker.case(desk.heads, to)?;
    if head.case == right.case {
        return Err(Refusal::Said("It stands in this case already.".to_owned()));
    }
    let (record, words) = written_here(desk, head, id)?;
    let mut decision = Decision::about_case(head);
    let name = desk.heads.client(right.client).map(|head| head.name());
    decision.said = format!(
        "Moved to {}. Next steps and statuses stay as they are: look at both.",
        name.unwrap_or_default()
    );
    decision.client_fact(Fact::MovedAway {
        case,
        id,
        on: words.written.on(),
        note: words.written.contact().is_none(),
        tally: match words.written.contact() {
            Some(_) => record.tally_without(id),
            None => head.tally,
        },
        undoes: None,
    });
    let tally = count_of(desk, right, &words.written);
    let here = Fact::MovedHere {
        case: to,
        words: Box::new(words),
        tally,
        undoes: None,
    };
    decision.facts.push((About::Client(right.client), here));
    Ok(decision)
}
