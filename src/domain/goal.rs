//! Goals: what a person wants to reach, in steps that somebody takes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::terms::{GoalState, StepOwner};

/// A goal of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// In the person's own words.
    pub text: String,
    pub set_on: NaiveDate,
    pub state: GoalState,
    #[serde(default)]
    pub state_on: Option<NaiveDate>,
    #[serde(default)]
    pub steps: Vec<GoalStep>,
}

/// One step of the plan towards a goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalStep {
    pub text: String,
    pub owner: StepOwner,
    /// The day by which it is meant to be done.
    #[serde(default)]
    pub by: Option<NaiveDate>,
    #[serde(default)]
    pub done_on: Option<NaiveDate>,
}
