//! The Agenda: who needs something today, in the order in which a morning goes.

mod build;
mod services;
mod todos;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::{CaseId, ClientId, PracticeId, ServiceId},
    terms::ContactKind,
    todo::KeptToDo,
};

use super::connected::DueThere;

pub(super) use build::choices;
pub use build::{QUIET_AFTER_DAYS, WEEK_AHEAD_DAYS, build};

/// Why a row is on the Agenda; also the order of the sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    AtATimeToday,
    New,
    Late,
    Today,
    /// What a review of the caseload asked for.
    Review,
    NoNextStep,
    HoldingDue,
    /// An alert or a safeguarding concern whose day to look again has come.
    LookAgain,
    ThisWeek,
    Quiet,
}

impl Section {
    /// Every section, in order.
    pub const ALL: [Section; 10] = [
        Section::AtATimeToday,
        Section::New,
        Section::Late,
        Section::Today,
        Section::Review,
        Section::NoNextStep,
        Section::HoldingDue,
        Section::LookAgain,
        Section::ThisWeek,
        Section::Quiet,
    ];

    /// The heading above its rows.
    pub fn heading(self) -> &'static str {
        match self {
            Section::AtATimeToday => "At a time today",
            Section::New => "New, not yet spoken to",
            Section::Late => "Late",
            Section::Today => "Today, any time",
            Section::Review => "Asked for in review",
            Section::NoNextStep => "No next step",
            Section::HoldingDue => "Holding or paused, review due",
            Section::LookAgain => "To look at again",
            Section::ThisWeek => "This week",
            Section::Quiet => "Quiet: nothing heard for four weeks",
        }
    }
}

/// One line of the Agenda: about a case, about a service that is to be asked about several,
/// or a to-do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaRow {
    pub section: Section,
    /// The case; none for a service, and for a to-do that is about nobody.
    pub case: Option<CaseId>,
    /// The name of the client, or of the service; empty where it is about neither.
    pub client: String,
    pub client_id: Option<ClientId>,
    /// The service to be asked.
    pub service: Option<ServiceId>,
    /// Whom to ask it about.
    pub there: Vec<DueThere>,
    /// The to-do, where the row is one.
    pub todo: Option<Box<KeptToDo>>,
    /// The link worker's handle; empty where nobody has the case.
    pub worker: String,
    /// The practice's short name.
    pub practice: String,
    pub due: Option<NaiveDate>,
    pub at: Option<NaiveTime>,
    /// Days past the due date (of holding and paused: past the day to look again); zero where it
    /// is not late.
    pub late_days: i64,
    /// Days since the referral.
    pub open_days: i64,
    pub kind: Option<ContactKind>,
    /// What is to be done, or for someone new, who asks and what for.
    pub what: String,
    /// Tries since the person was last spoken to.
    pub tries: u16,
    /// How often the date was moved.
    pub moved: u16,
    pub alert: bool,
    /// There is an open safeguarding concern: a bare mark.
    pub safeguarding: bool,
}

impl AgendaRow {
    /// The row as it goes into a pipe or a file: without a word of safeguarding.
    pub fn going_out(&self) -> AgendaRow {
        let mut row = self.clone();
        row.safeguarding = false;
        if row.section == Section::LookAgain {
            row.what = "to look at again".to_owned();
        }
        row
    }
}

/// How many rows there are of each sort, whether or not their rows are shown. New and quiet count
/// everybody who is, also where an appointment puts their row into another section. `today` counts those
/// at a time with those at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    pub new: u32,
    pub late: u32,
    pub today: u32,
    pub no_next_step: u32,
    pub quiet: u32,
    pub holding_due: u32,
    pub this_week: u32,
    /// Codes to record in the GP system.
    pub to_code: u32,
    /// Messages to give back to the practice.
    pub messages: u32,
}

/// A practice to narrow to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeChoice {
    pub practice: PracticeId,
    pub short: String,
}

/// The whole Agenda of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agenda {
    pub today: NaiveDate,
    pub counts: Counts,
    /// In the order in which they are shown; capped at `ROWS_MAX`.
    pub rows: Vec<AgendaRow>,
    /// Rows left out by the cap.
    pub left_out: u32,
    /// The practices that a narrowing may choose from.
    pub practices: Vec<PracticeChoice>,
    /// The practice it is narrowed to.
    pub narrowed: Option<PracticeId>,
}

/// No Agenda is longer on the wire; nobody reads further.
pub const ROWS_MAX: usize = 400;
