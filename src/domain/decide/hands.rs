//! From hand to hand: giving a case to somebody else, and covering for who is away.

use crate::domain::{
    access::Right,
    fact::{About, Fact},
    heads::{CaseHead, Counters},
    ids::{CaseId, StaffId},
    people::{Away, Staff},
    refusal::Refusal,
    terms::Role,
    text::{Field, clean},
    todo::{Owner, ToDo},
};

use super::{Decision, Desk, next_contact};

/// Gives a case to `to`. Whoever may not give cases to people may still hand over their own, with a
/// note that says what whoever has it next must know.
pub(super) fn assign(
    desk: &Desk,
    ids: &mut Counters,
    case: CaseId,
    version: u64,
    to: Option<StaffId>,
    note: &str,
) -> Result<Decision, Refusal> {
    let head = desk.asker.case(desk.heads, case)?;
    let note = clean(note, Field::NOTE).into_owned();
    may_give(desk, head, to, &note)?;
    desk.unchanged(head.touch, version)?;
    let name = receiver(desk, to)?;
    if to == head.worker {
        return Err(Refusal::Said(format!("This case is with {name} already.")));
    }
    let mut decision = Decision::about_case(head);
    for fact in given(desk, ids, head, (to, &name), &note) {
        decision.client_fact(fact);
    }
    decision.said = format!("Now with {name}.");
    Ok(decision)
}

/// Whether the asker may give this case to somebody, with that note.
pub(super) fn may_give(
    desk: &Desk,
    head: &CaseHead,
    to: Option<StaffId>,
    note: &str,
) -> Result<(), Refusal> {
    let hands_over = desk.asker.may(Right::Work) && desk.asker.owns_case(head) && to.is_some();
    if !hands_over {
        return desk.asker.need(Right::Assign);
    }
    if note.is_empty() && !desk.asker.may(Right::Assign) {
        return Err(Refusal::Field {
            field: "Note".to_owned(),
            fault: "say what whoever has the case next must know.".to_owned(),
        });
    }
    Ok(())
}

/// The name of whoever is to have a case, who must be able to.
pub(super) fn receiver(desk: &Desk, to: Option<StaffId>) -> Result<String, Refusal> {
    match to {
        Some(id) => worker_name(desk, id),
        None => Ok("nobody".to_owned()),
    }
}

/// What makes a case somebody else's: the note stands in its history.
pub(super) fn given(
    desk: &Desk,
    ids: &mut Counters,
    head: &CaseHead,
    (to, name): (Option<StaffId>, &str),
    note: &str,
) -> Vec<Fact> {
    let case = head.case;
    let mut facts = vec![Fact::CaseAssigned {
        case,
        was: head.worker,
        now: to,
    }];
    if !note.is_empty() {
        facts.push(Fact::NoteAdded {
            case,
            note: next_contact(ids),
            on: desk.today,
            text: format!("Handed over to {name}: {note}"),
        });
    }
    facts.extend(to_dos(desk, head, to));
    facts
}

/// What its link worker still had to do about the person goes with the case; where nobody has it
/// next, to whoever takes it back. Otherwise it would stand on nobody's Agenda.
fn to_dos(desk: &Desk, head: &CaseHead, to: Option<StaffId>) -> Vec<Fact> {
    let Some(giver) = head.worker.map(Owner::Staff) else {
        return Vec::new();
    };
    let all = desk.heads.directory.todos.values();
    let theirs = all.filter(|kept| {
        kept.todo.is_open() && kept.todo.about == Some(head.case) && kept.todo.owner == giver
    });
    theirs
        .map(|kept| Fact::ToDoSet {
            todo: kept.id,
            was: Some(Box::new(kept.todo.clone())),
            now: Some(Box::new(ToDo {
                owner: Owner::Staff(to.unwrap_or(desk.asker.staff.id)),
                ..kept.todo.clone()
            })),
        })
        .collect()
}

/// Notes that somebody is away and who covers, or that they are back. Everybody says so for
/// themselves; whoever gives cases to people, for the others.
pub(super) fn away(desk: &Desk, id: StaffId, away: Option<Away>) -> Result<Decision, Refusal> {
    let was = member(desk, id)?.clone();
    if id != desk.asker.staff.id {
        desk.asker.need(Right::Assign)?;
    }
    let mut said = format!("{} is back.", was.given_name());
    if let Some(away) = away {
        if away.until < away.from || away.until < desk.today {
            return Err(Refusal::Field {
                field: "Until".to_owned(),
                fault: "it is the last day away: not before the first, nor over already."
                    .to_owned(),
            });
        }
        let covered = match away.covered_by {
            Some(by) if by == id => {
                return Err(Refusal::Said("Somebody else must cover.".to_owned()));
            }
            Some(by) => format!("{} covers", worker_name(desk, by)?),
            None => "nobody covers yet".to_owned(),
        };
        let until = away.until.format("%-d %b");
        said = format!("{} is away until {until}; {covered}.", was.given_name());
    }
    if was.away == away {
        return Err(Refusal::Said("Nothing was changed.".to_owned()));
    }
    let now = Staff {
        away,
        ..was.clone()
    };
    Ok(Decision {
        facts: vec![(About::Staff(id), Fact::StaffChanged { was, now })],
        said,
        ..Decision::default()
    })
}

fn member<'d>(desk: &Desk<'d>, id: StaffId) -> Result<&'d Staff, Refusal> {
    desk.heads.staff(id).ok_or_else(|| Refusal::NotFound {
        what: "member of staff".into(),
        id: id.to_string(),
    })
}

/// The name of an active link worker, or of another who may hold cases.
pub(super) fn worker_name(desk: &Desk, id: StaffId) -> Result<String, Refusal> {
    let staff = member(desk, id)?;
    if !staff.active {
        return Err(Refusal::Said(format!(
            "{} no longer works here.",
            staff.name
        )));
    }
    if staff.role == Role::PracticeManager {
        return Err(Refusal::Said(format!(
            "{} is a practice manager: cases go to link workers.",
            staff.name
        )));
    }
    Ok(staff.name.clone())
}
