//! A case: one episode of link work with a client, where it stands and what comes next.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::StaffId,
    terms::{ClosingReason, ContactKind, HoldingReason},
};

/// Where a case stands. Words of the field: *holding* is active work, *paused* is the person's wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseState {
    /// The referral is here; nobody has tried to reach the person.
    Received,
    /// Tried, not yet spoken to.
    Contacting,
    /// On our own waiting list.
    Waiting,
    Active,
    /// Active work that waits on purpose, with a day on which to look again.
    Holding {
        reason: HoldingReason,
        review_on: NaiveDate,
    },
    /// Paused at the person's own wish, with a day on which to ask again.
    Paused {
        ask_on: NaiveDate,
    },
    /// Being brought to an end: a reason is named, word to the referrer is still to come.
    Closing {
        reason: ClosingReason,
        outcome: String,
    },
    Closed {
        reason: ClosingReason,
        outcome: String,
    },
    /// The person said no.
    Declined {
        because: String,
    },
    /// The service said no.
    NotAccepted {
        because: String,
    },
}

impl CaseState {
    /// The stable word used in files and on the command line.
    pub fn code(&self) -> &'static str {
        match self {
            CaseState::Received => "received",
            CaseState::Contacting => "contacting",
            CaseState::Waiting => "waiting",
            CaseState::Active => "active",
            CaseState::Holding { .. } => "holding",
            CaseState::Paused { .. } => "paused",
            CaseState::Closing { .. } => "closing",
            CaseState::Closed { .. } => "closed",
            CaseState::Declined { .. } => "declined",
            CaseState::NotAccepted { .. } => "not-accepted",
        }
    }

    /// The words that people read.
    pub fn label(&self) -> &'static str {
        match self {
            CaseState::Waiting => "waiting list",
            CaseState::NotAccepted { .. } => "not accepted",
            other => other.code(),
        }
    }

    /// Whether work goes on: an open case has a next step or a chosen reason for none.
    pub fn is_open(&self) -> bool {
        !matches!(
            self,
            CaseState::Closed { .. } | CaseState::Declined { .. } | CaseState::NotAccepted { .. }
        )
    }

    /// Whether the person has not been spoken to in this case yet, by its state alone.
    pub fn is_new(&self) -> bool {
        matches!(
            self,
            CaseState::Received | CaseState::Contacting | CaseState::Waiting
        )
    }

    /// The day on which this state asks to be looked at again.
    pub fn review_on(&self) -> Option<NaiveDate> {
        match self {
            CaseState::Holding { review_on, .. } => Some(*review_on),
            CaseState::Paused { ask_on } => Some(*ask_on),
            _ => None,
        }
    }
}

/// What is due next, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// A calendar date, never an instant.
    pub on: NaiveDate,
    /// For an appointment, the local time of day.
    #[serde(default)]
    pub at: Option<NaiveTime>,
    pub kind: ContactKind,
    #[serde(default)]
    pub what: String,
    /// How often its date was moved since it was set.
    #[serde(default)]
    pub moved: u16,
}

/// The next step of a case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NextStep {
    /// Nobody has said: the Agenda lists the case under "No next step".
    #[default]
    Missing,
    Due(FollowUp),
    /// Nothing is due, and somebody said why.
    NoneBecause(String),
}

impl NextStep {
    pub fn follow_up(&self) -> Option<&FollowUp> {
        match self {
            NextStep::Due(follow_up) => Some(follow_up),
            NextStep::Missing | NextStep::NoneBecause(_) => None,
        }
    }
}

/// Named texts of a case, each kept as its canonical text (dates as ISO).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseField {
    ReferredOn,
    Source,
    /// Who referred: a name, such as "Dr Rao".
    ReferredBy,
    /// The main need (code of `Need`), and free words where none fits.
    Reason,
    /// Further needs, codes separated by commas.
    OtherReasons,
    /// What the referrer asks for.
    Asks,
    /// What matters to the person, in their own words.
    Matters,
    /// The code recorded in the GP system and the day, or why none is needed.
    Coded,
    /// The text for the practice and whoever referred.
    Message,
    /// The day on which that text was given to the practice.
    MessageGiven,
    /// Why it is to be talked about in the next review, in a line.
    Brought,
}

/// That somebody wants to talk about a case in the next review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brought {
    pub why: Box<str>,
    pub at: DateTime<Utc>,
    pub by: StaffId,
}

/// The texts of a case; an absent field was not asked.
pub type CaseFields = BTreeMap<CaseField, String>;
