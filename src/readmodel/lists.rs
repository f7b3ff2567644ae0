//! Small lists that forms choose from: staff and practices.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::domain::{
    access::Asker,
    decide::monday,
    heads::Heads,
    people::{Practice, Staff},
    terms::StoreKind,
    todo::{KeptToDo, Minutes},
};

/// Who is at this desk and what store it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    pub me: Staff,
    pub today: NaiveDate,
    pub kind: StoreKind,
    /// The store stays on its day (a demonstration).
    pub today_stands: bool,
    pub staff: Vec<Staff>,
    pub practices: Vec<Practice>,
    /// Calls that were jotted down and have found no person yet, the latest first.
    pub calls: Vec<KeptToDo>,
    /// The minutes of this week and the one before, as this person noted them.
    pub weeks: Vec<(NaiveDate, Vec<Minutes>)>,
    /// Why nothing can be saved; empty where it can.
    pub read_only: String,
    /// The last sequence the asker has been told.
    pub seq: u64,
}

/// What the desk of `asker` is made of. Staff and practices that are no longer active are in it,
/// because older rows name them; forms offer the active ones.
pub fn desk(heads: &Heads, asker: Asker, today: NaiveDate) -> Desk {
    let directory = &heads.directory;
    Desk {
        me: asker.staff.clone(),
        today,
        kind: directory.setting.kind.unwrap_or(StoreKind::Real),
        today_stands: directory.setting.today.is_some(),
        staff: directory.staff.values().cloned().collect(),
        practices: directory.practices.values().cloned().collect(),
        calls: calls(heads, asker),
        weeks: weeks(heads, asker, today),
        read_only: String::new(),
        seq: heads.seq,
    }
}

/// So many calls are offered to choose from.
const CALLS_MAX: usize = 20;

fn calls(heads: &Heads, asker: Asker) -> Vec<KeptToDo> {
    let todos = heads.directory.todos.values().rev();
    let calls =
        todos.filter(|kept| kept.todo.seeks_person() && asker.reaches_to_do(heads, &kept.todo));
    calls.take(CALLS_MAX).cloned().collect()
}

fn weeks(heads: &Heads, asker: Asker, today: NaiveDate) -> Vec<(NaiveDate, Vec<Minutes>)> {
    let this = monday(today);
    let last = this.checked_sub_days(Days::new(7)).unwrap_or(this);
    let noted = heads.directory.time.get(&asker.staff.id);
    let of = |week: NaiveDate| noted.and_then(|weeks| weeks.get(&week)).cloned();
    [this, last]
        .map(|week| (week, of(week).unwrap_or_default()))
        .to_vec()
}
