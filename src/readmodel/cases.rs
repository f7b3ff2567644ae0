//! The Caseload: a table of cases to sort and filter.

mod build;
mod group;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::{CaseId, ClientId, PracticeId, StaffId},
    terms::ContactKind,
};

use super::team::FigureOf;

pub use build::{PAGE_ROWS_MAX, build};

/// One line of the Caseload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    pub case: CaseId,
    pub client: String,
    pub client_id: ClientId,
    pub worker: String,
    pub practice: String,
    /// The code of the state, such as `holding`.
    pub state: String,
    pub next_due: Option<NaiveDate>,
    pub next_at: Option<NaiveTime>,
    pub next_kind: Option<ContactKind>,
    pub what: String,
    pub last_spoke: Option<NaiveDate>,
    pub open_days: i64,
    pub late_days: i64,
    pub spoke: u16,
    pub tries: u16,
    /// The version in which it is seen here, for what is asked of several at once.
    pub version: u64,
}

/// Whose cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Whose {
    /// The asker's own; for supervisors and managers, all in their reach.
    #[default]
    Mine,
    Of(StaffId),
    Unallocated,
    /// All in the asker's reach.
    All,
}

/// Which states.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum States {
    #[default]
    Open,
    All,
    /// One state, by its code.
    Only(String),
}

/// In what order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SortBy {
    /// By the date of the next step, those without one first.
    #[default]
    Due,
    Name,
    State,
    /// Longest since last spoken to first.
    LastSpoke,
    /// Longest open first.
    Age,
}

impl SortBy {
    pub const ALL: &'static [SortBy] = &[
        SortBy::Due,
        SortBy::Name,
        SortBy::State,
        SortBy::LastSpoke,
        SortBy::Age,
    ];

    pub fn label(self) -> &'static str {
        match self {
            SortBy::Due => "next step",
            SortBy::Name => "family name",
            SortBy::State => "state",
            SortBy::LastSpoke => "last spoke",
            SortBy::Age => "longest open",
        }
    }
}

/// Under which headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum GroupBy {
    #[default]
    Nothing,
    Worker,
    Practice,
    State,
    /// By the week of the next step.
    Week,
}

impl GroupBy {
    pub const ALL: &'static [GroupBy] = &[
        GroupBy::Nothing,
        GroupBy::Worker,
        GroupBy::Practice,
        GroupBy::State,
        GroupBy::Week,
    ];

    pub fn label(self) -> &'static str {
        match self {
            GroupBy::Nothing => "no headings",
            GroupBy::Worker => "link worker",
            GroupBy::Practice => "practice",
            GroupBy::State => "state",
            GroupBy::Week => "week of the next step",
        }
    }
}

/// A heading, and how many rows of the whole list stand under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub heading: String,
    pub rows: u32,
}

/// What to list. Whatever a person chose of it is kept for their next session.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CaseQuery {
    pub whose: Whose,
    pub states: States,
    pub practice: Option<PracticeId>,
    /// Exactly the cases behind a figure of the Team, whosever and in whatever state they are.
    pub figure: Option<FigureOf>,
    pub sort: SortBy,
    pub group: GroupBy,
    pub offset: u32,
    /// At most so many rows, and never more than `PAGE_ROWS_MAX`; zero means as many as that.
    pub limit: u32,
}

/// A page of the Caseload, and what it leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasePage {
    pub today: NaiveDate,
    pub rows: Vec<CaseRow>,
    pub offset: u32,
    /// Rows that fit the query.
    pub total: u32,
    /// Cases in reach that the filter leaves out, in words: "12 closed, 3 at other practices".
    pub left_out: String,
    /// The headings of the whole list, in order; none where there are none. Their rows make `total`.
    pub groups: Vec<Group>,
}
