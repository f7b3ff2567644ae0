//! The rows of the Agenda that are to-dos.

use chrono::NaiveDate;

use crate::{
    domain::{
        access::Asker,
        heads::Heads,
        ids::{PracticeId, StaffId, ToDoId},
        terms::{Role, ToDoKind},
        todo::{KeptToDo, Owner},
    },
    readmodel::{cases::Whose, words},
};

use super::{
    AgendaRow, Section,
    build::{About, Place, is_this_week, last_of_day},
};

/// Where each open to-do of those asked for stands, with the practice it is at.
pub(super) fn places(
    heads: &Heads,
    asker: Asker,
    whose: Whose,
    practice: Option<PracticeId>,
    today: NaiveDate,
) -> Vec<(Section, Place)> {
    let todos = heads.directory.todos.values();
    let wanted = todos.filter(|kept| {
        kept.todo.is_open()
            && is_theirs(heads, asker, whose, kept)
            && asker.reaches_to_do(heads, &kept.todo)
            && lives(heads, kept)
            && practice.is_none_or(|only| at(heads, kept).is_none_or(|at| at == only))
    });
    wanted.filter_map(|kept| place(kept, today)).collect()
}

/// Whose Agenda it belongs on: that of who is to do it, or stands in for them; what somebody at a
/// practice is to do, on that of its manager.
fn is_theirs(heads: &Heads, asker: Asker, whose: Whose, kept: &KeptToDo) -> bool {
    let me = asker.staff;
    let of = |staff: StaffId| kept.todo.owner == Owner::Staff(staff);
    match (whose, kept.todo.owner) {
        (Whose::Mine, Owner::Staff(staff)) => asker.stands_for(heads, staff),
        (Whose::Mine | Whose::All, Owner::Practice(practice)) => {
            me.role == Role::PracticeManager && me.practices.contains(&practice)
        }
        (Whose::Of(staff), _) => of(staff),
        (Whose::All, Owner::Staff(_)) => true,
        (Whose::Unallocated, _) => false,
    }
}

/// Nothing is asked any more about somebody who has died.
fn lives(heads: &Heads, kept: &KeptToDo) -> bool {
    let case = kept.todo.about.and_then(|case| heads.case(case));
    let client = case.and_then(|case| heads.client(case.client));
    client.is_none_or(|client| !client.died)
}

fn at(heads: &Heads, kept: &KeptToDo) -> Option<PracticeId> {
    let case = kept.todo.about.and_then(|case| heads.case(case));
    match (case, kept.todo.owner) {
        (Some(case), _) => Some(case.practice),
        (None, Owner::Practice(practice)) => Some(practice),
        (None, Owner::Staff(_)) => None,
    }
}

fn place(kept: &KeptToDo, today: NaiveDate) -> Option<(Section, Place)> {
    let todo = &kept.todo;
    // "Some time" stands there every day, so that it is not forgotten.
    let day = todo.due.unwrap_or(today);
    let section = match day {
        day if day < today => Section::Late,
        _ if !is_this_week(day, today) => return None,
        _ if todo.kind == ToDoKind::Action => Section::Review,
        day if day == today => Section::Today,
        _ => Section::ThisWeek,
    };
    Some((section, (day, last_of_day(), About::ToDo(kept.id))))
}

/// The row of one to-do.
pub(super) fn row(
    heads: &Heads,
    id: ToDoId,
    section: Section,
    today: NaiveDate,
) -> Option<AgendaRow> {
    let kept = heads.directory.todos.get(&id)?;
    let todo = &kept.todo;
    let case = todo.about.and_then(|case| heads.case(case));
    let late = todo.due.map_or(0, |due| (today - due).num_days().max(0));
    Some(AgendaRow {
        section,
        case: case.map(|case| case.case),
        client: case.map_or_else(String::new, |case| words::client_name(heads, case)),
        client_id: case.map(|case| heads.person_of(case)),
        service: None,
        there: Vec::new(),
        todo: Some(Box::new(kept.clone())),
        worker: match todo.owner {
            Owner::Staff(staff) => words::handle(heads, Some(staff)),
            Owner::Practice(_) => String::new(),
        },
        practice: at(heads, kept).map_or_else(String::new, |at| words::practice_short(heads, at)),
        due: todo.due,
        at: None,
        late_days: late,
        open_days: (today - todo.made_on).num_days().max(0),
        kind: None,
        what: todo.words(),
        tries: 0,
        moved: 0,
        alert: false,
        safeguarding: false,
    })
}
