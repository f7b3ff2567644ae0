//! What link worker and supervisor decided about a case in a review. It stands on the client's
//! record, signed by both, so that it says nothing of the link worker's own work.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::{MeetingId, PartId, StaffId};

/// One decision about a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub on: NaiveDate,
    /// The supervisor.
    pub by: StaffId,
    /// The link worker, where somebody had the case.
    #[serde(default)]
    pub with: Option<StaffId>,
    pub what: String,
    #[serde(default)]
    pub why: String,
    /// When it is to be talked about again.
    #[serde(default)]
    pub again_on: Option<NaiveDate>,
    /// The review in which it was decided.
    #[serde(default)]
    pub meeting: Option<MeetingId>,
}

/// What lists need of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionHead {
    pub part: PartId,
    pub on: NaiveDate,
    pub again_on: Option<NaiveDate>,
    pub meeting: Option<MeetingId>,
}

impl DecisionHead {
    pub(super) fn of(part: PartId, decision: &Decision) -> DecisionHead {
        DecisionHead {
            part,
            on: decision.on,
            again_on: decision.again_on,
            meeting: decision.meeting,
        }
    }
}
