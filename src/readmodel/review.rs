//! The review of one link worker's caseload: each case that needs talking about, once, with all its
//! reasons; and the record of what was talked about.

mod actions;
mod build;
mod record;
mod rules;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::{CaseId, ClientId, MeetingId, StaffId},
    review::Rule,
    todo::KeptToDo,
};

pub use build::build;
pub use record::{decisions_in, record};
pub(super) use rules::quiet;

/// Why a case is here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub rule: Rule,
    /// What is so, with its figures: "last spoke 20 d ago, usual gap 11 d".
    pub said: String,
    /// The rule in words: "over 14 d and over usual gap".
    pub limit: String,
}

/// One case to talk about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    pub case: CaseId,
    pub client: String,
    pub client_id: ClientId,
    /// The practice's short name.
    pub practice: String,
    /// In the order of their rules; none where all have gone since it was talked about.
    pub reasons: Vec<Reason>,
    /// It was talked about in the review that is under way.
    pub discussed: bool,
    /// Something was decided about it in that review.
    pub decided: bool,
    /// An action about it was agreed in that review.
    pub acted: bool,
}

/// One list of the weekly pack, as an index to the review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepLine {
    pub number: u8,
    pub title: String,
    pub count: u32,
}

/// Something that a review asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionRow {
    pub kept: KeptToDo,
    /// Who does it: a name, or a practice.
    pub who: String,
    /// Whom it is about; empty where it is about nobody, or about somebody out of reach.
    pub client: String,
    pub late_days: i64,
    /// The review that is under way asked for it.
    pub now: bool,
}

/// The review that is under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnderWay {
    pub id: MeetingId,
    pub version: u64,
    pub on: NaiveDate,
    /// What is heavy this week; empty for everybody but the two.
    pub heavy: String,
}

/// A review that was held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    pub id: MeetingId,
    pub on: NaiveDate,
    pub discussed: u32,
    /// The link worker has yet to agree to its record, or to say otherwise.
    pub unanswered: bool,
}

/// The review of one link worker's caseload, as it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewPage {
    pub today: NaiveDate,
    pub worker_id: StaffId,
    pub worker: String,
    /// Empty where nobody supervises them.
    pub supervisor: String,
    /// Whether the asker leads it; else they look at what it will be about.
    pub leads: bool,
    pub since: NaiveDate,
    pub under_way: Option<UnderWay>,
    /// What earlier reviews asked for, open or done since the last, the overdue first; then what this
    /// one asks for.
    pub actions: Vec<ActionRow>,
    /// Each case once.
    pub queue: Vec<QueueRow>,
    pub index: Vec<StepLine>,
    /// What will come up within a week, if nothing happens before.
    pub next_week: Vec<QueueRow>,
    /// Newest first.
    pub past: Vec<Past>,
}

/// What was said about one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordLine {
    pub case: CaseId,
    /// The name; a sentence where the case is out of the asker's reach by now.
    pub client: String,
    pub practice: String,
    pub decided: Vec<String>,
    pub actions: Vec<String>,
}

/// The record of one review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingCard {
    pub id: MeetingId,
    pub version: u64,
    pub today: NaiveDate,
    pub worker: String,
    pub supervisor: String,
    pub on: NaiveDate,
    pub since: NaiveDate,
    pub closed_on: Option<NaiveDate>,
    pub next_on: Option<NaiveDate>,
    pub lines: Vec<RecordLine>,
    /// What was asked for that is about nobody in particular.
    pub actions: Vec<String>,
    /// Names of those who have agreed.
    pub agreed: Vec<String>,
    pub disagreement: String,
    /// What is heavy; empty for everybody but the two.
    pub heavy: String,
    /// The asker may end it.
    pub may_close: bool,
    /// The asker may agree to it, or say otherwise.
    pub may_answer: bool,
}
