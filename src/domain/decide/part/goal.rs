//! What a goal and its steps may hold.

use crate::domain::{goal::Goal, part::Part, refusal::Refusal, terms::GoalState};

use super::{
    super::Desk,
    kinds::{line, needed, not_to_come},
};

/// More steps than anybody keeps in their head; a limit only against nonsense.
const STEPS_MAX: usize = 40;

/// The goal with its texts cleaned and its rules held.
pub(super) fn checked(desk: &Desk, was: Option<&Part>, mut goal: Goal) -> Result<Goal, Refusal> {
    goal.text = needed("Goal", line(&goal.text))?;
    not_to_come(desk, goal.set_on)?;
    if goal.steps.len() > STEPS_MAX {
        return Err(Refusal::Said(format!(
            "A goal has {STEPS_MAX} steps at most. Take one away, or make it a second goal."
        )));
    }
    for step in &mut goal.steps {
        step.text = needed("Step", line(&step.text))?;
        if let Some(done) = step.done_on {
            not_to_come(desk, done)?;
        }
    }
    let stood = match was {
        Some(Part::Goal(was)) => Some(was),
        _ => None,
    };
    goal.state_on = match goal.state {
        GoalState::Open => None,
        state if stood.is_some_and(|stood| stood.state == state) => {
            goal.state_on.or(stood.and_then(|stood| stood.state_on))
        }
        _ => goal.state_on.or(Some(desk.today)),
    };
    if let Some(on) = goal.state_on {
        not_to_come(desk, on)?;
    }
    Ok(goal)
}

/// One line for the person who asked.
pub(super) fn said(was: Option<&Part>, now: &Goal) -> String {
    let Some(Part::Goal(was)) = was else {
        return "Goal noted.".to_owned();
    };
    if was.state != now.state {
        return format!("Goal: {}.", now.state.label());
    }
    let done = |goal: &Goal| {
        goal.steps
            .iter()
            .filter(|step| step.done_on.is_some())
            .count()
    };
    match (
        now.steps.len().cmp(&was.steps.len()),
        done(now).cmp(&done(was)),
    ) {
        (std::cmp::Ordering::Greater, _) => "Step noted.".to_owned(),
        (std::cmp::Ordering::Less, _) => "Step taken away.".to_owned(),
        (_, std::cmp::Ordering::Greater) => {
            format!("Done: {} of {} steps.", done(now), now.steps.len())
        }
        _ => "Goal changed.".to_owned(),
    }
}
