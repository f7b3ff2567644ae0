//! Parts of a record: what has a life of its own beside the texts of a client or a case, such as a
//! connection, a goal, a measure, a consent or a safeguarding concern.
//!
//! All parts are kept alike: made, changed and taken away whole, by one fact that carries what
//! stood there before and why it changed. So undo, redo, earlier versions and merging know nothing
//! of the kinds. What a kind may hold is checked in `decide::part`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    concern::Concern,
    connection::Connection,
    consent::Consent,
    decision::Decision,
    goal::Goal,
    ids::{CaseId, PartId, StaffId},
    measure::Measure,
};

/// One part, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    Connection(Connection),
    Goal(Goal),
    Measure(Measure),
    Consent(Consent),
    /// What was decided in a review.
    Decision(Decision),
    /// Safeguarding, which has a permission of its own (`access::Right::Safeguard`).
    Concern(Concern),
}

impl Part {
    /// One word for lists and histories.
    pub fn word(&self) -> &'static str {
        match self {
            Part::Connection(_) => "connection",
            Part::Goal(_) => "goal",
            Part::Measure(_) => "measure",
            Part::Consent(_) => "consent",
            Part::Decision(_) => "decision",
            Part::Concern(_) => "safeguarding",
        }
    }

    /// Whether the part belongs to one case, as against the person as such.
    pub fn is_of_case(&self) -> bool {
        match self {
            Part::Connection(_) | Part::Goal(_) | Part::Measure(_) | Part::Decision(_) => true,
            Part::Consent(_) | Part::Concern(_) => false,
        }
    }

    /// Whether only those with the permission for safeguarding may see more than a mark.
    pub fn is_guarded(&self) -> bool {
        matches!(self, Part::Concern(_))
    }
}

/// A part with where it belongs and its last change, whose sequence is its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub id: PartId,
    /// The case it belongs to; none where it is about the person as such.
    pub case: Option<CaseId>,
    pub part: Part,
    pub seq: u64,
    pub who: StaffId,
    pub at: DateTime<Utc>,
}

/// What somebody asks to be made of one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartChange {
    /// The part to change; none for a new one.
    pub id: Option<PartId>,
    /// The version it was seen in; not looked at for a new one.
    pub version: u64,
    /// The case it belongs to, for a new one.
    pub case: Option<CaseId>,
    /// What it is to be; none to take it away.
    pub now: Option<Part>,
}
