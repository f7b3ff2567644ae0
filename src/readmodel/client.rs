//! One client whole, on one card.

mod build;
mod history;
mod message;
mod parts;
mod tries;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    case::{CaseFields, CaseState, FollowUp, NextStep},
    client::ClientFields,
    contact::Tally,
    decision::Decision,
    ids::{CaseId, ClientId, ContactId, PartId, PracticeId, ServiceId, StaffId, ToDoId},
    part::{Kept, Part},
    terms::{Attended, Stage},
    written::Words,
};

pub use build::{build, gathered, with_concerns};
pub use history::words_card;
pub use message::message_back;
pub use tries::{MANY_TRIES, tries_said};

/// A client and the case that is being looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientCard {
    pub client_id: ClientId,
    /// Display name: given and family name.
    pub client: String,
    pub known_as: String,
    pub born: Option<NaiveDate>,
    /// Age in whole years today, or on the day they died.
    pub age: Option<u32>,
    pub practice_id: PracticeId,
    pub practice: String,
    pub fields: ClientFields,
    /// The version that an edit of the fields is made on.
    pub version: u64,
    pub today: NaiveDate,
    /// Every case of theirs in the asker's reach, newest first.
    pub cases: Vec<CaseLine>,
    /// The case shown: the one asked for, else the open one, else the newest.
    pub case: Option<CaseCard>,
    /// What this client is connected to, through cases in the asker's reach: those still open first.
    pub connections: Vec<ConnectionLine>,
    /// What is to be done about them beside next steps, the earliest first.
    pub todos: Vec<ToDoLine>,
    /// How many open safeguarding concerns there are: a mark for those who may not read them.
    pub concerns: usize,
    /// Other records of the same person that lead here.
    pub also: Vec<OtherRecord>,
    /// Connections, goals, measures and consents; concerns only where they were asked for by
    /// themselves, by somebody who may read them.
    pub parts: Vec<Kept>,
    /// What stood in consents before, and in concerns where `parts` has them, the oldest first.
    pub earlier: Vec<EarlierPartRow>,
}

/// A part about the person as such, as it stood before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierPartRow {
    pub part: PartId,
    pub was: Part,
    /// "changed 23 Nov by A Khan: typing slip"
    pub changed: String,
}

/// One to-do about a client, in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToDoLine {
    pub id: ToDoId,
    pub what: String,
    pub due: Option<NaiveDate>,
    /// Who does it: a name, or a practice.
    pub who: String,
}

/// One connection to a service, in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionLine {
    pub part: PartId,
    pub case: CaseId,
    pub service_id: ServiceId,
    pub service: String,
    pub place: String,
    pub stage: Stage,
    /// "attending 3 Nov, not fed back".
    pub said: String,
    pub next: Option<FollowUp>,
    pub attended: Attended,
}

/// A record that was joined with the one shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherRecord {
    pub client_id: ClientId,
    /// The name that stood in it.
    pub client: String,
    /// When they were joined, and by whom: "A Khan".
    pub since: NaiveDate,
    pub by: String,
}

/// One of a client's cases, in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLine {
    pub case: CaseId,
    pub state: String,
    pub referred_on: NaiveDate,
    pub worker: String,
}

/// A case whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseCard {
    pub case: CaseId,
    /// The version that an edit of the case is made on.
    pub version: u64,
    pub worker_id: Option<StaffId>,
    /// The link worker's full name; empty where nobody has the case.
    pub worker: String,
    pub state: CaseState,
    pub state_since: NaiveDate,
    pub referred_on: NaiveDate,
    pub open_days: i64,
    pub asked: String,
    pub fields: CaseFields,
    pub next: NextStep,
    pub late_days: i64,
    pub tally: Tally,
    /// What stands under "Review": brought, or decided.
    pub review: ReviewLines,
    /// The tries since they were last spoken to, the oldest first.
    pub tried: Vec<Tried>,
    /// When they were last spoken to, and what was promised; absent where nobody has.
    pub promised: Option<Promise>,
    /// Newest first.
    pub history: Vec<HistoryRow>,
}

/// What the reviews say of a case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReviewLines {
    /// Why it is brought to the next review; empty where it is not.
    pub brought: String,
    /// Who brought it, as they are called: "Amira".
    pub brought_by: String,
    /// When it was last talked about.
    pub talked_on: Option<NaiveDate>,
    /// The latest decision.
    pub decided: Option<Decision>,
}

/// A try that did not reach them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    pub on: NaiveDate,
    /// When it was recorded, where that was on the same day: the hour of the try, as far as anybody
    /// knows it.
    pub at: Option<NaiveTime>,
    /// By what, in a word or two: "phone", "voicemail".
    pub channel: String,
}

/// What was said the last time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub on: NaiveDate,
    /// How and how long, ready to read: "home, 50 min".
    pub how: String,
    pub we_promised: String,
    pub they_said: String,
}

/// One line of a case's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRow {
    /// The entry that recorded it; the row's identity.
    pub seq: u64,
    pub on: NaiveDate,
    pub recorded: DateTime<Utc>,
    /// One word: "phone", "home", "note", "status", "next step".
    pub kind: String,
    /// What came of it and what was noted, in full; several lines where the note has them.
    pub text: String,
    /// "A Khan".
    pub who: String,
    /// A contact or a note, as against a change of status or date.
    pub is_contact: bool,
    /// Which contact or note it is, if it is one.
    pub id: Option<ContactId>,
    /// "changed 23 Nov by A Khan: typing slip"; empty where it stands as it was written.
    pub changed: String,
}

/// A contact or note whole, with what stood there before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordsCard {
    pub case: CaseId,
    pub words: Words,
    /// What stood there before, newest first.
    pub earlier: Vec<EarlierRow>,
}

/// What stood there before, ready to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierRow {
    /// "phone, 3 Nov" or "note, 3 Nov".
    pub head: String,
    pub text: String,
    /// "changed 23 Nov by A Khan: typing slip"
    pub changed: String,
}
