//! What reviews asked for: to-dos that name a review.

use chrono::NaiveDate;

use crate::{
    domain::{
        access::Asker,
        heads::Heads,
        ids::{MeetingId, StaffId},
        todo::{KeptToDo, Owner, ToDo},
    },
    readmodel::{scope, words},
};

use super::ActionRow;

/// What the reviews of this caseload asked for and is still to be done, or was done from `since` on:
/// the overdue first, then by day; what `open` asks for comes last.
pub(super) fn actions(
    heads: &Heads,
    asker: Asker,
    today: NaiveDate,
    worker: StaffId,
    (since, open): (NaiveDate, Option<MeetingId>),
) -> Vec<ActionRow> {
    let of_reviews = |todo: &ToDo| {
        let meeting = todo
            .meeting
            .and_then(|id| heads.directory.meetings.get(&id));
        meeting.is_some_and(|kept| kept.meeting.worker == worker)
    };
    let matters = |todo: &ToDo| todo.done_on.is_none_or(|on| on >= since);
    let todos = heads.directory.todos.values().filter(|kept| {
        let todo = &kept.todo;
        of_reviews(todo) && matters(todo) && asker.reaches_to_do(heads, todo)
    });
    let mut rows: Vec<ActionRow> = todos
        .map(|kept| row(heads, asker, today, kept, open))
        .collect();
    rows.sort_by_key(|row| {
        let todo = &row.kept.todo;
        (row.now, !todo.is_open(), todo.due, row.kept.id)
    });
    rows
}

fn row(
    heads: &Heads,
    asker: Asker,
    today: NaiveDate,
    kept: &KeptToDo,
    open: Option<MeetingId>,
) -> ActionRow {
    let todo = &kept.todo;
    let case = todo.about.and_then(|case| heads.case(case));
    let case = case.filter(|case| scope::in_reach(heads, asker, case));
    let late = todo.due.filter(|_| todo.is_open());
    ActionRow {
        kept: kept.clone(),
        who: who(heads, todo),
        client: case.map_or_else(String::new, |case| words::client_name(heads, case)),
        late_days: late.map_or(0, |due| (today - due).num_days().max(0)),
        now: todo.meeting.is_some() && todo.meeting == open,
    }
}

fn who(heads: &Heads, todo: &ToDo) -> String {
    match todo.owner {
        Owner::Staff(staff) => heads.staff_name(staff).to_owned(),
        Owner::Practice(practice) => words::practice_name(heads, practice).to_owned(),
    }
}

/// "Amira Khan: text Peg a time, by 27 Nov": what one review asked for about a case, or about nobody.
pub(super) fn in_words(heads: &Heads, kept: &KeptToDo, today: NaiveDate) -> String {
    let todo = &kept.todo;
    let by = todo
        .due
        .map(|due| format!(", by {}", words::day(due, today)));
    let done = todo
        .done_on
        .map(|on| format!(" (done {})", words::day(on, today)));
    format!(
        "{}: {}{}{}",
        who(heads, todo),
        todo.words(),
        by.unwrap_or_default(),
        done.unwrap_or_default()
    )
}
