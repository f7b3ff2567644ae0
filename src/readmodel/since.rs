//! What changed since the end of a day that is over: each case in reach that is not as it was, with
//! what was and what is. Who has it, its state, its next step, and how often people were spoken to.
//! Nothing here says why; the client's page does.

mod build;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::ids::{CaseId, ClientId, PracticeId};

use super::cases::Whose;

pub use build::{ROWS_MAX, build};

/// Since when, and whose cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SinceQuery {
    /// Changes after the end of this day count.
    pub from: NaiveDate,
    /// Whose cases they are at the end of the time.
    pub whose: Whose,
    pub practice: Option<PracticeId>,
}

/// What was, and what is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turned {
    pub was: String,
    pub is: String,
}

/// One case that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SinceRow {
    pub case: CaseId,
    pub client: String,
    pub client_id: ClientId,
    /// The handle of who has it now; empty where nobody has.
    pub worker: String,
    pub practice: String,
    /// It was not here then.
    pub new: bool,
    /// It was open then, or not here, and has ended.
    pub ended: bool,
    /// Handles: who had it and who has it; "nobody" where nobody does.
    pub given: Option<Turned>,
    pub state: Option<Turned>,
    /// The next step of a case that is open.
    pub step: Option<Turned>,
    /// Conversations written down since.
    pub spoke: u16,
    /// Tries written down since.
    pub tries: u16,
}

impl SinceRow {
    /// What changed, most telling first: "new", "ended: closed", "given to ben".
    pub fn said(&self) -> Vec<String> {
        let mut said = Vec::new();
        if self.new {
            said.push("new".to_owned());
        }
        if let Some(state) = &self.state {
            said.push(match self.ended {
                true => format!("ended, {}", state.is),
                false => format!("{}, was {}", state.is, state.was),
            });
        }
        if let Some(given) = &self.given {
            said.push(format!("with {}, was with {}", given.is, given.was));
        }
        match (self.spoke, self.tries) {
            (0, 0) => {}
            (spoke, 0) => said.push(format!("spoke {spoke}")),
            (0, tries) => said.push(format!("tried {tries}")),
            (spoke, tries) => said.push(format!("spoke {spoke}, tried {tries}")),
        }
        if let Some(step) = &self.step {
            said.push(format!("next {}, was {}", step.is, step.was));
        }
        said
    }
}

/// How many cases changed in which way; a case may count in several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SinceCounts {
    pub new: u32,
    pub ended: u32,
    pub given: u32,
    /// The state is another, and the case has not ended.
    pub state: u32,
    pub step: u32,
    /// Cases with whose people there was a conversation.
    pub spoke: u32,
    /// Open cases in reach with none of it.
    pub same: u32,
}

/// What changed between two ends of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SincePage {
    /// The day on whose end, or in whose course, it stands as it is shown.
    pub today: NaiveDate,
    pub from: NaiveDate,
    pub counts: SinceCounts,
    /// New ones first, then those that ended, were given, changed their state, the rest.
    pub rows: Vec<SinceRow>,
    /// Rows beyond those that an answer may hold.
    pub left_out: u32,
}
