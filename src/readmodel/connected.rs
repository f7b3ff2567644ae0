//! Services with the people connected to them: how many at which stage, how long people waited, what
//! the service has not answered and what it was not told. Counts are over cases in reach only.

mod build;
mod figures;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::{
    case::FollowUp,
    ids::{CaseId, ClientId, PartId, ServiceId},
    intent::SeenThere,
    service::Service,
    terms::{Need, Stage},
};

pub use build::{build, card, of};
pub(in crate::readmodel) use figures::median;

/// A reply is missing when none came for more than so many days.
pub const REPLY_WITHIN_DAYS: i64 = 14;
/// "Lately", in which what was sent is held against what was told.
pub const LATELY_DAYS: i64 = 30;
/// No list of services is longer on the wire; typing narrows it.
pub const ROWS_MAX: usize = 500;

/// Which services.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ConnectedQuery {
    /// Beginnings of words of the name, the organisation, the place or a need, in any order.
    pub text: String,
    /// Services for these needs come first, the first need before the others.
    pub needs: Vec<Need>,
}

/// The figures of one service.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Figures {
    /// Connections of open cases, by stage, in the order of the stages.
    pub stages: Vec<(Stage, u32)>,
    /// Of those, the ones from which something is still to come.
    pub open: u32,
    /// The wait as experienced: the median of the days from being sent to first going.
    pub wait_days: Option<i64>,
    /// How many people that rests on.
    pub wait_of: u32,
    /// Sent, and no answer for more than `REPLY_WITHIN_DAYS`.
    pub unanswered: u32,
    /// Days of the longest wait for a first answer; zero where none is awaited.
    pub longest: i64,
    /// Sent within `LATELY_DAYS`.
    pub sent_lately: u32,
    /// The last day on which the service was told what became of somebody.
    pub told_on: Option<NaiveDate>,
    /// Steps with the service that are due today or late.
    pub due: Vec<DueThere>,
}

/// Somebody about whom the service is to be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueThere {
    pub client: String,
    pub seen: SeenThere,
}

/// One line of the list of services.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectedRow {
    pub id: ServiceId,
    pub name: String,
    pub organisation: String,
    pub place: String,
    pub phone: String,
    pub needs: Vec<Need>,
    pub offers: String,
    /// The need asked for that it meets.
    pub fits: Option<Need>,
    pub figures: Figures,
}

/// The list of services.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectedPage {
    pub today: NaiveDate,
    /// Those with people first, then by name; for needs, those that meet one first.
    pub rows: Vec<ConnectedRow>,
    /// Services that fit the query, shown or not.
    pub total: u32,
    /// Services of the directory in all.
    pub all: u32,
}

/// One service whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectedCard {
    pub today: NaiveDate,
    pub service: Service,
    pub figures: Figures,
    /// By stage, those still open first; of a stage, the longest in it first.
    pub people: Vec<ConnectedPerson>,
}

/// Somebody connected to the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectedPerson {
    pub case: CaseId,
    pub client: String,
    pub client_id: ClientId,
    pub born: Option<NaiveDate>,
    /// The practice's short name.
    pub practice: String,
    /// The link worker's handle.
    pub worker: String,
    pub part: PartId,
    pub version: u64,
    pub stage: Stage,
    pub since: NaiveDate,
    /// What there is to know of it: "attending 3 Nov, not fed back".
    pub said: String,
    pub next: Option<FollowUp>,
    /// The case has ended: nothing is logged there any more.
    pub ended: bool,
}

impl ConnectedPerson {
    /// Whether something is still to come from it.
    pub fn is_open(&self) -> bool {
        self.stage.is_open() && !self.ended
    }

    /// The connection as it was seen.
    pub fn seen(&self) -> SeenThere {
        SeenThere {
            case: self.case,
            part: self.part,
            version: self.version,
        }
    }
}

impl Figures {
    /// "3 sent, 1 attending": those from which something is still to come.
    pub fn by_stage(&self) -> String {
        let counts: Vec<String> = self
            .stages
            .iter()
            .filter(|(stage, _)| stage.is_open())
            .map(|(stage, count)| format!("{count} {}", stage.label()))
            .collect();
        counts.join(", ")
    }
}
