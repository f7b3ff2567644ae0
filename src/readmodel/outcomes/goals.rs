//! The goals of a case with their steps.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    domain::{ids::PartId, part::Part, terms::GoalState},
    readmodel::client::ClientCard,
};

/// A goal as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Goal {
    pub part: PartId,
    /// The version that a change is made on.
    pub version: u64,
    /// In the person's own words.
    pub text: String,
    pub state: &'static str,
    pub set_on: NaiveDate,
    pub state_on: Option<NaiveDate>,
    pub steps: Vec<Step>,
}

/// One step of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    pub text: String,
    pub owner: &'static str,
    pub by: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
}

/// The goals of the case shown, those still open first, each kind in the order in which they were
/// set.
pub fn goals(card: &ClientCard) -> Vec<Goal> {
    let shown = card.case.as_ref().map(|case| case.case);
    let here = card.parts.iter().filter(|kept| kept.case == shown);
    let mut goals: Vec<(bool, Goal)> = here
        .filter_map(|kept| {
            let Part::Goal(goal) = &kept.part else {
                return None;
            };
            let steps = goal.steps.iter().map(|step| Step {
                text: step.text.clone(),
                owner: step.owner.label(),
                by: step.by,
                done_on: step.done_on,
            });
            let plain = Goal {
                part: kept.id,
                version: kept.seq,
                text: goal.text.clone(),
                state: goal.state.label(),
                set_on: goal.set_on,
                state_on: goal.state_on,
                steps: steps.collect(),
            };
            Some((goal.state != GoalState::Open, plain))
        })
        .collect();
    goals.sort_by_key(|(settled, goal)| (*settled, goal.set_on, goal.part));
    goals.into_iter().map(|(_, goal)| goal).collect()
}

/// "goals 2 of 4": how many are reached of all that were not let go; empty where there are none.
pub fn reached(goals: &[Goal]) -> String {
    let state = |wanted: GoalState| {
        let found = goals.iter().filter(|goal| goal.state == wanted.label());
        found.count()
    };
    let counted = goals.len() - state(GoalState::LetGo);
    match (goals.is_empty(), counted) {
        (true, _) => String::new(),
        (false, 0) => "goals let go".to_owned(),
        (false, _) => format!("goals {} of {counted}", state(GoalState::Reached)),
    }
}
