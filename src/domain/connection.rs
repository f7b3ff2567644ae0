//! Connections: a client sent on to a VCSE service, and what became of it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    case::FollowUp,
    ids::{PartId, ServiceId},
    terms::{Attended, HowGiven, Stage},
};

/// One onward referral or signposting, from draft to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    pub service: ServiceId,
    pub stage: Stage,
    /// The day since which it is in this stage.
    pub since: NaiveDate,
    /// The day on which the service was asked; the wait as experienced runs from here.
    #[serde(default)]
    pub sent_on: Option<NaiveDate>,
    /// The day of the service's first answer.
    #[serde(default)]
    pub replied_on: Option<NaiveDate>,
    #[serde(default)]
    pub attended: Attended,
    /// The first day on which the person went.
    #[serde(default)]
    pub first_attended: Option<NaiveDate>,
    /// The last day on which we told the service what became of the person.
    #[serde(default)]
    pub fed_back_on: Option<NaiveDate>,
    /// What is due next with the service about this person.
    #[serde(default)]
    pub next: Option<FollowUp>,
    /// The person's consent to this onward referral, asked each time.
    #[serde(default)]
    pub agreed: Option<Agreed>,
    #[serde(default)]
    pub note: String,
}

impl Connection {
    /// A connection as it begins.
    pub fn new(service: ServiceId, stage: Stage, since: NaiveDate) -> Connection {
        Connection {
            service,
            stage,
            since,
            sent_on: None,
            replied_on: None,
            attended: Attended::Unknown,
            first_attended: None,
            fed_back_on: None,
            next: None,
            agreed: None,
            note: String::new(),
        }
    }
}

impl Connection {
    /// What a move sets by itself. A new stage begins on `today` unless its day was given, and
    /// leaves that day in the record. An answer, or an end, is what the step with the service waited
    /// for.
    pub fn moved(&mut self, was: Option<&Connection>, today: NaiveDate) {
        if was.is_some_and(|was| was.stage == self.stage) {
            return;
        }
        if was.is_some_and(|was| was.since == self.since) {
            self.since = today;
        }
        match self.stage {
            Stage::Sent => {
                self.sent_on.get_or_insert(self.since);
            }
            Stage::Received | Stage::Accepted | Stage::Declined => {
                self.replied_on.get_or_insert(self.since);
            }
            Stage::Attending => {
                self.attended = Attended::Yes;
                self.first_attended.get_or_insert(self.since);
            }
            _ => {}
        }
        let answered = was.is_some_and(|was| was.stage.awaits_reply() && was.next == self.next);
        if answered || !self.stage.is_open() {
            self.next = None;
        }
    }
}

/// Whether at this stage the service has been told of the person, which needs their consent. What
/// a person does by themselves, after a signposting say, needs nobody's.
pub fn passes_on(stage: Stage) -> bool {
    matches!(
        stage,
        Stage::Sent | Stage::Received | Stage::Accepted | Stage::Declined | Stage::OnHold
    )
}

/// That the person agreed, when and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    pub on: NaiveDate,
    pub how: HowGiven,
}

/// What lists need of a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionHead {
    pub part: PartId,
    /// The sequence of its last change: the version that an edit is made on.
    pub version: u64,
    pub service: ServiceId,
    pub stage: Stage,
    pub since: NaiveDate,
    pub sent_on: Option<NaiveDate>,
    pub replied_on: Option<NaiveDate>,
    pub first_attended: Option<NaiveDate>,
    pub fed_back_on: Option<NaiveDate>,
    pub next: Option<FollowUp>,
}

impl ConnectionHead {
    pub fn of(part: PartId, version: u64, whole: &Connection) -> ConnectionHead {
        ConnectionHead {
            part,
            version,
            service: whole.service,
            stage: whole.stage,
            since: whole.since,
            sent_on: whole.sent_on,
            replied_on: whole.replied_on,
            first_attended: whole.first_attended,
            fed_back_on: whole.fed_back_on,
            next: whole.next.clone(),
        }
    }
}
