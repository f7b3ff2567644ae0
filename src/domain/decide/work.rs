//! Work that is not about one person, or not yet: to-dos, jotted calls, minutes of a week.

use chrono::{Datelike, Days, NaiveDate};

use crate::domain::{
    access::Right,
    fact::{About, Fact},
    heads::{Counters, Heads, Touch},
    ids::{CaseId, ToDoId},
    refusal::Refusal,
    terms::{TimeKind, ToDoKind},
    text::{Field, clean},
    todo::{KeptToDo, Minutes, Owner, ToDo, ToDoChange},
};

use super::{Decision, Desk, next, next_contact};

/// A week has no more minutes than this.
const WEEK_MAX: u16 = 7 * 24 * 60;

pub(super) fn set_to_do(
    desk: &Desk,
    ids: &mut Counters,
    change: ToDoChange,
) -> Result<Decision, Refusal> {
    desk.asker.need(Right::Work)?;
    let was = match change.id {
        Some(id) => Some(to_change(desk, id, change.version)?),
        None => None,
    };
    let now = checked(desk, was.map(|was| &was.todo), change.now)?;
    if was.is_some_and(|was| was.todo == now) {
        return Err(Refusal::Said("Nothing was changed.".to_owned()));
    }
    let said = said(desk, was.map(|was| &was.todo), &now);
    let id = match was {
        Some(was) => was.id,
        None => ToDoId(next(&mut ids.todo)),
    };
    let mut decision = about(desk.heads, &now);
    decision.said = said;
    put(&mut decision, desk.heads, id, was.map(|was| &was.todo), now);
    Ok(decision)
}

/// Whose a jotted call was has been found: it becomes a to-do of their case, and what was jotted a
/// note in it, so that it is read where the rest is.
pub(super) fn attach(
    desk: &Desk,
    ids: &mut Counters,
    id: ToDoId,
    version: u64,
    case: CaseId,
) -> Result<Decision, Refusal> {
    desk.asker.need(Right::Work)?;
    let was = to_change(desk, id, version)?.todo.clone();
    let head = desk.asker.case(desk.heads, case)?;
    if was.about.is_some() {
        return Err(Refusal::Said(
            "This call is attached to a person already.".to_owned(),
        ));
    }
    let mut decision = Decision::about_case(head);
    let jotted = was.made_on.format("%-d %b");
    decision.client_fact(Fact::NoteAdded {
        case,
        note: next_contact(ids),
        on: was.made_on,
        text: format!("Call jotted down on {jotted}: {}", was.words()),
    });
    let now = ToDo {
        about: Some(case),
        ..was.clone()
    };
    put(&mut decision, desk.heads, id, Some(&was), now);
    let name = desk.heads.client(head.client).map(|head| head.name());
    decision.said = format!("The call is {}'s now.", name.unwrap_or_default());
    Ok(decision)
}

pub(super) fn set_time(
    desk: &Desk,
    day: NaiveDate,
    minutes: Vec<Minutes>,
) -> Result<Decision, Refusal> {
    desk.asker.need(Right::Work)?;
    let staff = desk.asker.staff.id;
    let week = monday(day);
    if week > desk.today {
        return Err(Refusal::Field {
            field: "Week".to_owned(),
            fault: "it lies ahead: time is noted once it was spent.".to_owned(),
        });
    }
    let kept = desk.heads.directory.time.get(&staff);
    let was = kept.and_then(|weeks| weeks.get(&week)).cloned();
    let was = was.unwrap_or_default();
    let now = in_order(&minutes);
    if let Some(much) = now.iter().find(|spent| spent.minutes > WEEK_MAX) {
        return Err(Refusal::Field {
            field: much.kind.label().to_owned(),
            fault: "a week has 10,080 minutes.".to_owned(),
        });
    }
    if was == now {
        return Err(Refusal::Said("Nothing was changed.".to_owned()));
    }
    let sum: u32 = now.iter().map(|spent| u32::from(spent.minutes)).sum();
    let said = format!("Week of {}: {sum} minutes in all.", week.format("%-d %b"));
    let fact = Fact::TimeSet {
        staff,
        week,
        was,
        now,
    };
    Ok(Decision {
        facts: vec![(About::Staff(staff), fact)],
        said,
        ..Decision::default()
    })
}

/// The Monday of a day's week.
pub fn monday(day: NaiveDate) -> NaiveDate {
    let past = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(past)).unwrap_or(day)
}

/// One figure a kind, those of nothing left out, in the order of the kinds.
fn in_order(minutes: &[Minutes]) -> Vec<Minutes> {
    let of = |kind: &TimeKind| {
        let given = minutes.iter().rev().find(|spent| spent.kind == *kind)?;
        (given.minutes > 0).then_some(*given)
    };
    TimeKind::ALL.iter().filter_map(of).collect()
}

fn to_change<'h>(desk: &Desk<'h>, id: ToDoId, version: u64) -> Result<&'h KeptToDo, Refusal> {
    let kept = desk.heads.directory.todos.get(&id);
    let kept = kept.filter(|kept| desk.asker.reaches_to_do(desk.heads, &kept.todo));
    let kept = kept.ok_or_else(|| Refusal::NotFound {
        what: "to-do".to_owned(),
        id: id.to_string(),
    })?;
    desk.unchanged(kept.touch, version)?;
    Ok(kept)
}

/// The to-do as it may be: cleaned, with what no session decides.
fn checked(desk: &Desk, was: Option<&ToDo>, asked: ToDo) -> Result<ToDo, Refusal> {
    let mut now = ToDo {
        what: clean(&asked.what, Field::LINE).into_owned(),
        caller: match asked.kind {
            ToDoKind::Call => clean(&asked.caller, Field::NAME).into_owned(),
            ToDoKind::ToDo | ToDoKind::Action => String::new(),
        },
        by: was.map_or(desk.asker.staff.id, |was| was.by),
        made_on: was.map_or(desk.today, |was| was.made_on),
        ..asked
    };
    if let Some(was) = was {
        // A call finds its person by being attached, which writes it into the record.
        now.kind = was.kind;
        now.about = was.about;
        now.meeting = was.meeting;
    }
    if now.words().is_empty() {
        return Err(Refusal::Field {
            field: "What".to_owned(),
            fault: "say in a few words what is to be done.".to_owned(),
        });
    }
    if now.done_on.is_some() {
        now.done_on = Some(desk.today);
    }
    if let Some(was) = was
        .and_then(|was| was.done_on)
        .filter(|_| now.done_on.is_some())
    {
        now.done_on = Some(was);
    }
    if let Some(case) = now.about {
        desk.asker.case(desk.heads, case)?;
    }
    owner_fits(desk, was, &now)?;
    Ok(now)
}

/// One gives things to do to oneself, to practices one works with, to one's supervisor; a
/// supervisor also to whom they supervise, and whoever gives cases to people to anybody.
fn owner_fits(desk: &Desk, was: Option<&ToDo>, now: &ToDo) -> Result<(), Refusal> {
    let me = desk.asker.staff;
    if was.is_some_and(|was| was.owner == now.owner) {
        return Ok(());
    }
    let fits = match now.owner {
        Owner::Practice(practice) => {
            let known = desk.heads.practice(practice).is_some();
            known && (me.practices.contains(&practice) || desk.asker.may(Right::Assign))
        }
        Owner::Staff(staff) => match desk.heads.staff(staff) {
            Some(other) if other.active => {
                staff == me.id || me.supervisor == Some(staff) || desk.asker.may(Right::Assign)
            }
            _ => false,
        },
    };
    match fits {
        true => Ok(()),
        false => Err(Refusal::Field {
            field: "Who".to_owned(),
            fault: "yourself, your supervisor or a practice you work with.".to_owned(),
        }),
    }
}

fn about(heads: &Heads, todo: &ToDo) -> Decision {
    let head = todo.about.and_then(|case| heads.case(case));
    head.map(Decision::about_case).unwrap_or_default()
}

fn put(decision: &mut Decision, heads: &Heads, id: ToDoId, was: Option<&ToDo>, now: ToDo) {
    let sealed = sealed_by(heads, was, Some(&now));
    let fact = Fact::ToDoSet {
        todo: id,
        was: was.cloned().map(Box::new),
        now: Some(Box::new(now)),
    };
    decision.facts.push((sealed, fact));
}

/// By the key of whom it is about; else of who is to do it.
fn sealed_by(heads: &Heads, was: Option<&ToDo>, now: Option<&ToDo>) -> About {
    let either = || [now, was].into_iter().flatten();
    let case = either().find_map(|todo| todo.about);
    if let Some(head) = case.and_then(|case| heads.case(case)) {
        return About::Client(head.client);
    }
    match either().next().map(|todo| todo.owner) {
        Some(Owner::Staff(staff)) => About::Staff(staff),
        Some(Owner::Practice(_)) | None => About::Rest,
    }
}

fn said(desk: &Desk, was: Option<&ToDo>, now: &ToDo) -> String {
    let by_then = now.due.map_or(String::new(), |due| {
        due.format(", by %a %-d %b").to_string()
    });
    let whose = match now.owner {
        Owner::Staff(staff) if staff == desk.asker.staff.id => String::new(),
        Owner::Staff(staff) => format!(", for {}", desk.heads.staff_name(staff)),
        Owner::Practice(id) => {
            let practice = desk.heads.practice(id);
            format!(", for {}", practice.map_or("a practice", |one| &one.short))
        }
    };
    match (was.map(ToDo::is_open), now.is_open()) {
        (Some(true), false) => "Done.".to_owned(),
        (Some(false), true) => "To do again.".to_owned(),
        (Some(_), _) => format!("Changed{whose}{by_then}."),
        (None, _) if now.kind == ToDoKind::Call => format!("Call noted{whose}{by_then}."),
        (None, _) => format!("Noted to be done{whose}{by_then}."),
    }
}

/// The last change of what a fact set, where that does not stand as it says; `undone` looks for
/// how undoing left it.
pub(super) fn overtaken(desk: &Desk, fact: &Fact, undone: bool) -> Option<Touch> {
    let directory = &desk.heads.directory;
    match fact {
        Fact::ToDoSet { todo, was, now } => {
            let kept = directory.todos.get(todo);
            let wanted = if undone { was } else { now };
            let stands = kept.map(|kept| &kept.todo) == wanted.as_deref();
            (!stands).then(|| kept.map(|kept| kept.touch).unwrap_or_default())
        }
        Fact::TimeSet {
            staff,
            week,
            was,
            now,
        } => {
            let weeks = directory.time.get(staff);
            let is = weeks
                .and_then(|weeks| weeks.get(week))
                .map_or(&[][..], |is| is);
            let wanted = if undone { was } else { now };
            (is != wanted.as_slice()).then(Touch::default)
        }
        _ => None,
    }
}

/// What sets back a fact about the work.
pub(super) fn inverse(fact: &Fact) -> Option<Fact> {
    Some(match fact.clone() {
        Fact::ToDoSet { todo, was, now } => Fact::ToDoSet {
            todo,
            was: now,
            now: was,
        },
        Fact::TimeSet {
            staff,
            week,
            was,
            now,
        } => Fact::TimeSet {
            staff,
            week,
            was: now,
            now: was,
        },
        _ => return None,
    })
}

/// What such a fact did, in a few words.
pub(super) fn told(fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::ToDoSet { was, now, .. } => {
            let kind = now
                .as_ref()
                .or(was.as_ref())
                .map_or("to-do", |todo| todo.kind.label());
            match (was, now.as_ref().is_some_and(|now| now.is_open())) {
                (None, _) => format!("the new {kind}"),
                (Some(_), true) => format!("the change of the {kind}"),
                (Some(_), false) => format!("the {kind}, done"),
            }
        }
        Fact::TimeSet { week, .. } => format!("the time of the week of {}", week.format("%-d %b")),
        _ => return None,
    })
}
