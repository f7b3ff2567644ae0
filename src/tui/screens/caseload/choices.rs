//! What the Caseload can be narrowed to, and how its first line says it.

use crate::domain::people::Staff;
use crate::domain::terms::Role as StaffRole;
use crate::readmodel::cases::{CaseQuery, GroupBy, States, Whose};
use crate::readmodel::lists::Desk;

/// The codes of all states, in the order of a case's life.
const CODES: [&str; 10] = [
    "received",
    "contacting",
    "waiting",
    "active",
    "holding",
    "paused",
    "closing",
    "closed",
    "declined",
    "not-accepted",
];

/// A state as people read it.
pub(super) fn label(code: &str) -> &str {
    match code {
        "waiting" => "waiting list",
        "not-accepted" => "not accepted",
        other => other,
    }
}

/// The choices of states.
pub(super) fn states() -> Vec<(String, States)> {
    let one = |code: &str| (label(code).to_owned(), States::Only(code.to_owned()));
    let mut states = vec![("all open cases".to_owned(), States::Open)];
    states.extend(CODES.map(one));
    states.push(("all, open and ended".to_owned(), States::All));
    states
}

/// The choices of link workers.
pub(in crate::tui::screens) fn whose(desk: &Desk) -> Vec<(String, Whose)> {
    let own = desk.me.role == StaffRole::LinkWorker;
    let mut whose = match own {
        true => vec![("mine".to_owned(), Whose::Mine)],
        false => Vec::new(),
    };
    let everyone = if own { Whose::All } else { Whose::Mine };
    whose.push(("everyone in reach".to_owned(), everyone));
    if !own {
        whose.push(("with nobody yet".to_owned(), Whose::Unallocated));
        let working = |staff: &&Staff| staff.active && staff.role == StaffRole::LinkWorker;
        let workers = desk.staff.iter().filter(working);
        whose.extend(workers.map(|staff| (staff.name.clone(), Whose::Of(staff.id))));
    }
    whose
}

/// Whose cases, in words; nothing where they are the person's own.
pub(in crate::tui::screens) fn worker(whose: Whose, desk: &Desk) -> Option<String> {
    match whose {
        Whose::Mine => None,
        Whose::All => Some("everyone in reach".to_owned()),
        Whose::Unallocated => Some("with nobody yet".to_owned()),
        Whose::Of(id) => {
            let worker = desk.staff.iter().find(|staff| staff.id == id);
            Some(worker.map(|staff| staff.name.clone()).unwrap_or_default())
        }
    }
}

/// What is listed, in words: "Open cases, Elm Tree, by next step".
pub(super) fn sentence(query: &CaseQuery, desk: &Desk) -> String {
    let practice = desk
        .practices
        .iter()
        .find(|practice| Some(practice.id) == query.practice);
    let practice = practice.map(|practice| practice.name.clone());
    if let Some(of) = query.figure {
        let mut said = vec![of.figure.heading().to_owned()];
        said.extend(worker(Whose::Of(of.worker), desk));
        said.extend(practice);
        said.push(format!("by {}", query.sort.label()));
        return said.join(", ");
    }
    let mut said = vec![match &query.states {
        States::Open => "Open cases".to_owned(),
        States::All => "All cases".to_owned(),
        States::Only(code) => format!("Cases that are {}", in_sentence(code)),
    }];
    said.extend(worker(query.whose, desk));
    said.extend(practice);
    said.push(match query.group {
        GroupBy::Nothing => format!("by {}", query.sort.label()),
        group => format!("by {}, then {}", group.label(), query.sort.label()),
    });
    said.join(", ")
}

fn in_sentence(code: &str) -> &str {
    match code {
        "waiting" => "on the waiting list",
        code => label(code),
    }
}
