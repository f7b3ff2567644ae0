//! Reviews: the weekly talk of a supervisor and a link worker about the caseload.
//!
//! What is decided about a person stands on that person's record (`decision`); what is written about
//! the work is a supervision note. A review itself says whose it was, what was talked about, how it
//! ended, and whether both agree with its record.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    heads::Touch,
    ids::{CaseId, MeetingId, StaffId},
};

/// One review, without the list of what was talked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    pub id: MeetingId,
    /// Whose caseload.
    pub worker: StaffId,
    pub supervisor: StaffId,
    /// The day on which it began; broken off, it goes on where it stopped.
    pub on: NaiveDate,
    /// What happened from this day on is "since last time".
    pub since: NaiveDate,
    /// How the link worker is, and what is heavy: for these two only.
    #[serde(default)]
    pub heavy: String,
    #[serde(default)]
    pub closed_on: Option<NaiveDate>,
    /// When they talk next.
    #[serde(default)]
    pub next_on: Option<NaiveDate>,
    /// Who has agreed to the record; closing it, the supervisor does.
    #[serde(default)]
    pub agreed: Vec<StaffId>,
    /// Where the link worker sees it differently, in their words.
    #[serde(default)]
    pub disagreement: String,
}

impl Meeting {
    pub fn is_open(&self) -> bool {
        self.closed_on.is_none()
    }

    /// Whether it is between this person and somebody else.
    pub fn is_of(&self, staff: StaffId) -> bool {
        self.worker == staff || self.supervisor == staff
    }

    /// Whether nobody has to say anything more about its record.
    pub fn is_settled(&self) -> bool {
        self.agreed.contains(&self.worker) || !self.disagreement.is_empty()
    }
}

/// That a case was talked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discussed {
    pub case: CaseId,
    pub at: DateTime<Utc>,
}

/// A review as the directory keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptMeeting {
    pub meeting: Meeting,
    /// In the order in which they were talked about.
    pub discussed: Vec<Discussed>,
    /// The last change of the review itself: the version that an edit is made on.
    pub touch: Touch,
}

impl KeptMeeting {
    pub fn has_discussed(&self, case: CaseId) -> bool {
        self.discussed.iter().any(|one| one.case == case)
    }
}

/// What somebody asks for in a review. What needs a review that is under way begins one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReviewStep {
    /// Begins the review of this link worker's caseload.
    Begin { worker: StaffId },
    /// The case was talked about.
    Discuss { case: CaseId },
    /// Decides something about the case, which was talked about with it.
    Decide {
        case: CaseId,
        what: String,
        why: String,
        again_on: Option<NaiveDate>,
    },
    /// How the link worker is, and what is heavy.
    Heavy {
        worker: StaffId,
        /// Zero where no review is under way.
        version: u64,
        text: String,
    },
    /// Ends the review; its record stands from now on.
    Close {
        meeting: MeetingId,
        version: u64,
        next_on: Option<NaiveDate>,
    },
    /// The link worker agrees with the record.
    Agree { meeting: MeetingId, version: u64 },
    /// The link worker sees it differently, and says how.
    Disagree {
        meeting: MeetingId,
        version: u64,
        text: String,
    },
}
