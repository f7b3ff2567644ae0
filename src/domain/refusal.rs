//! Why an intent was not granted: sentences that a link worker understands, with what to do next.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::{CaseId, ClientId};

/// A refusal is a value, not a failure: nothing was written and the draft is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Refusal {
    #[error("You may not {doing}. {instead}")]
    NotAllowed { doing: String, instead: String },
    #[error("There is no {what} {id}.{}", where_to_look(.what))]
    NotFound { what: String, id: String },
    #[error("{who} changed this at {at}. Nothing was saved; look again, then save once more.")]
    ChangedMeanwhile { who: String, at: String },
    #[error("Say when the next step is due, or choose \"none\" and say why.")]
    NextStepMissing,
    #[error("Say in a few words why there is no next step.")]
    ReasonMissing,
    #[error("{on} is over. The next step needs today or a later day.")]
    DueInThePast { on: NaiveDate },
    #[error("{on} is in the future. A contact is logged on the day it happened, or later.")]
    NotYetHappened { on: NaiveDate },
    #[error("This case is {state}. Reopen it first with s.")]
    CaseNotOpen { state: String },
    #[error("A name is missing: give at least a given or a family name.")]
    NameMissing,
    #[error("{field}: {fault}")]
    Field { field: String, fault: String },
    /// The duplicate check found somebody; saying so again opens a new record all the same.
    #[error("{} fits: {}. Open them, or save again if this is somebody else.",
        if .known.len() == 1 { "One person here" } else { "Some people here" }, list(.known))]
    Perhaps { known: Vec<Known> },
    #[error("This NHS number is known here, with {with}. Ask them, or your supervisor.")]
    KnownElsewhere { with: String },
    #[error("There is nothing of yours to undo.")]
    NothingToUndo,
    #[error("{who} has changed it since ({at}): not undone. Put it right by hand.")]
    UndoOvertaken { who: String, at: String },
    #[error(
        "There is nothing to bring back: only what you undid last comes back, until you do something new."
    )]
    NothingToRedo,
    #[error("{who} has changed it since ({at}): not brought back. Do it once more by hand.")]
    RedoOvertaken { who: String, at: String },
    #[error("{0}")]
    Said(String),
}

/// Somebody whom the duplicate check found within the asker's reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    pub client: ClientId,
    pub case: Option<CaseId>,
    /// Name, birth date and practice, ready to read.
    pub label: String,
}

/// What to do next, where there is something that fits what was asked for.
fn where_to_look(what: &str) -> &'static str {
    match what {
        "client" | "case" => " Type / and part of a name to find them.",
        "import" => " Its id was printed when it was taken in.",
        _ => "",
    }
}

fn list(known: &[Known]) -> String {
    let labels: Vec<&str> = known.iter().map(|one| one.label.as_str()).collect();
    labels.join("; ")
}
