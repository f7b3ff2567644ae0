//! What is still to be done about a concept, counted by whose it is to do.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::IntegrationQuery;
use crate::domain::{
    access::Asker,
    heads::Heads,
    terms::Concept,
    todo::{Owner, ToDo},
};

/// The actions open on one concept with one kind of owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenActions {
    pub concept: Concept,
    /// "practice", "link worker", "supervisor".
    pub owner: String,
    pub open: u32,
    /// When the oldest of them was agreed.
    pub oldest: NaiveDate,
}

/// Those that the asker sees, by concept and owner. Narrowed to a link worker: what is theirs to do,
/// what they wrote down, and what a review of their caseload asked for. Narrowed to a practice: what
/// is not another practice's to do.
pub(super) fn open(heads: &Heads, asker: Asker, query: &IntegrationQuery) -> Vec<OpenActions> {
    let mut found: BTreeMap<(Concept, &'static str), (u32, NaiveDate)> = BTreeMap::new();
    for kept in heads.directory.todos.values() {
        let todo = &kept.todo;
        let Some(concept) = todo.concept.filter(|_| todo.is_open()) else {
            continue;
        };
        if !is_of(heads, todo, query) || !asker.reaches_to_do(heads, todo) {
            continue;
        }
        let (open, oldest) = found
            .entry((concept, owner(heads, todo.owner)))
            .or_insert((0, todo.made_on));
        *open += 1;
        *oldest = todo.made_on.min(*oldest);
    }
    let row =
        |((concept, owner), (open, oldest)): ((Concept, &str), (u32, NaiveDate))| OpenActions {
            concept,
            owner: owner.to_owned(),
            open,
            oldest,
        };
    found.into_iter().map(row).collect()
}

fn is_of(heads: &Heads, todo: &ToDo, query: &IntegrationQuery) -> bool {
    let meeting = todo
        .meeting
        .and_then(|id| heads.directory.meetings.get(&id));
    let reviewed = meeting.map(|kept| kept.meeting.worker);
    let worker = |id| todo.owner == Owner::Staff(id) || todo.by == id || reviewed == Some(id);
    let elsewhere = |id| matches!(todo.owner, Owner::Practice(other) if other != id);
    query.worker.is_none_or(worker) && !query.practice.is_some_and(elsewhere)
}

fn owner(heads: &Heads, owner: Owner) -> &'static str {
    match owner {
        Owner::Practice(_) => "practice",
        Owner::Staff(id) => heads.staff(id).map_or("nobody", |staff| staff.role.label()),
    }
}
