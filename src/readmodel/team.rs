//! The Team: what each link worker has before them and what the week was like. Ordered by the next
//! review, never by who has most of anything; every figure is the number of rows that opening it
//! shows, or of the contacts in them.

mod build;
mod figure;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::ids::{CaseId, PracticeId, StaffId};

use super::agenda::PracticeChoice;

pub use build::build;
pub(super) use figure::Week;

/// One figure of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Figure {
    Open,
    Holding,
    Late,
    Quiet,
    /// Referred in these seven days.
    New,
    /// Ended in these seven days.
    Closed,
    /// Conversations with people in these seven days.
    Spoke,
    /// Tries at reaching people in these seven days.
    Tries,
    /// Referred within a year.
    Intake,
}

impl Figure {
    /// In the order in which they are shown.
    pub const ALL: [Figure; 9] = [
        Figure::Open,
        Figure::Holding,
        Figure::Late,
        Figure::Quiet,
        Figure::New,
        Figure::Closed,
        Figure::Spoke,
        Figure::Tries,
        Figure::Intake,
    ];

    /// What the cases behind it are, as a list of them is headed.
    pub fn heading(self) -> &'static str {
        match self {
            Figure::Open => "Open cases",
            Figure::Holding => "Holding",
            Figure::Late => "Late",
            Figure::Quiet => "Quiet: over two weeks and over the usual gap",
            Figure::New => "Referred in these seven days",
            Figure::Closed => "Ended in these seven days",
            Figure::Spoke => "Spoken with in these seven days",
            Figure::Tries => "Tried to reach in these seven days",
            Figure::Intake => "Referred within a year",
        }
    }
}

/// A figure of one link worker, whose cases are to be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureOf {
    pub figure: Figure,
    pub worker: StaffId,
}

/// Cases that nobody has yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Unallocated {
    pub count: u32,
    /// Days since the oldest of these referrals.
    pub oldest_days: i64,
}

/// The figures of a row; what the asker may not see of somebody is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Figures {
    pub open: Option<u32>,
    pub holding: Option<u32>,
    pub late: Option<u32>,
    pub quiet: Option<u32>,
    pub new: Option<u32>,
    pub closed: Option<u32>,
    pub spoke: Option<u32>,
    pub tries: Option<u32>,
    pub intake: Option<u32>,
}

impl Figures {
    pub fn get(&self, figure: Figure) -> Option<u32> {
        let mut copy = *self;
        *copy.slot(figure)
    }

    pub(super) fn slot(&mut self, figure: Figure) -> &mut Option<u32> {
        match figure {
            Figure::Open => &mut self.open,
            Figure::Holding => &mut self.holding,
            Figure::Late => &mut self.late,
            Figure::Quiet => &mut self.quiet,
            Figure::New => &mut self.new,
            Figure::Closed => &mut self.closed,
            Figure::Spoke => &mut self.spoke,
            Figure::Tries => &mut self.tries,
            Figure::Intake => &mut self.intake,
        }
    }
}

/// One link worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRow {
    pub worker_id: StaffId,
    /// The handle.
    pub worker: String,
    pub name: String,
    /// Short names of the practices they work in.
    pub practices: String,
    pub figures: Figures,
    /// Hundredths of full time.
    pub fte: u16,
    /// The guide for a year's intake at that time: from and to.
    pub guide: (u32, u32),
    pub last_review: Option<NaiveDate>,
    pub next_review: Option<NaiveDate>,
    /// A review has begun and not ended.
    pub under_way: bool,
    pub away_until: Option<NaiveDate>,
    /// Who covers; empty where nobody does or they are not away.
    pub covered_by: String,
    /// Whether the asker reviews this caseload.
    pub reviews: bool,
}

/// The Team as the asker may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamPage {
    pub today: NaiveDate,
    /// The first of the seven days up to today.
    pub week_from: NaiveDate,
    /// Absent where giving cases to people is not the asker's.
    pub unallocated: Option<Unallocated>,
    /// The oldest of the unallocated.
    pub oldest: Option<CaseId>,
    pub rows: Vec<TeamRow>,
    /// The practices that a narrowing may choose from.
    pub practices: Vec<PracticeChoice>,
    /// The practice it is narrowed to.
    pub narrowed: Option<PracticeId>,
}
