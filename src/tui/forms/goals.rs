//! Goals and the plan towards them: one list with the steps under their goals; what can be done
//! with each is a list of its own.

mod goal;
mod step;

use self::goal::{GoalForm, OneGoal};
use self::step::{OneStep, StepForm};
use super::about::{self, About, Facts};
use super::menu::{self, Menu, Taken};
use super::part;
use super::sheet;
use super::words;
use crate::domain::dates;
use crate::domain::goal::Goal;
use crate::domain::ids::PartId;
use crate::domain::intent::Intent;
use crate::domain::part::{Kept, Part};
use crate::readmodel::outcomes::{self, Step};
use crate::tui::dialogs::pick::Item;
use crate::tui::screen::Screen;

/// Marks of a draft: the goal, and the step of it.
const GOAL: &str = "goal-id";
const STEP: &str = "step-number";

/// What a row of the list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Goal(PartId),
    Step(PartId, usize),
    Add,
}

/// The list.
#[derive(Default)]
pub(super) struct Goals {
    lines: Vec<Line>,
}

impl Menu for Goals {
    fn title(&self) -> String {
        "Goals and plan".to_owned()
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        words::no_case(facts)
    }

    fn changes(&self, _index: usize) -> bool {
        false
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        let goals = facts.card.as_deref().map(outcomes::goals);
        let (mut lines, mut items) = (Vec::new(), Vec::new());
        for goal in goals.iter().flatten() {
            lines.push(Line::Goal(goal.part));
            let note = match goal.state_on {
                Some(on) => format!("{} {}", goal.state, dates::short(on, facts.today())),
                None => goal.state.to_owned(),
            };
            items.push(Item {
                words: goal.text.clone(),
                note,
            });
            for (at, step) in goal.steps.iter().enumerate() {
                lines.push(Line::Step(goal.part, at));
                items.push(step_item(step, facts));
            }
        }
        lines.push(Line::Add);
        items.push(Item {
            words: "Add a goal".to_owned(),
            note: "in their own words".to_owned(),
        });
        self.lines = lines;
        (items, 0)
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        let about = about::of(facts);
        Taken::Open(match self.lines.get(index) {
            Some(Line::Goal(part)) => menu::open(about, OneGoal::new(*part)),
            Some(Line::Step(part, at)) => menu::open(about, OneStep::new(*part, *at)),
            Some(Line::Add) => sheet::open(about, GoalForm::new(None)),
            None => return Taken::Nothing,
        })
    }
}

fn step_item(step: &Step, facts: &Facts) -> Item {
    let when = match (step.done_on, step.by) {
        (Some(done), _) => format!(", done {}", dates::short(done, facts.today())),
        (None, Some(by)) => format!(", by {}", dates::short(by, facts.today())),
        (None, None) => String::new(),
    };
    Item {
        words: format!("  - {}", step.text),
        note: format!("{}{when}", step.owner),
    }
}

/// The form that a kept draft is of; the list where its goal is not known.
pub(super) fn of_draft(about: About, fields: &[(String, String)]) -> Box<dyn Screen> {
    let mark = |wanted: &str| {
        let found = fields.iter().find(|(name, _)| name == wanted);
        found.map(|(_, text)| text.as_str())
    };
    let part = mark(GOAL).and_then(|id| id.parse().ok()).map(PartId);
    match (mark(GOAL), part, mark(STEP)) {
        (Some(""), _, None) => sheet::open(about, GoalForm::new(None)),
        (_, Some(part), None) => sheet::open(about, GoalForm::new(Some(part))),
        (_, Some(part), Some(at)) => sheet::open(about, StepForm::new(part, at.parse().ok())),
        _ => menu::open(about, Goals::default()),
    }
}

/// The goal with that id, as the card has it.
fn goal(facts: &Facts, part: PartId) -> Option<(&Kept, &Goal)> {
    let parts = &facts.card.as_ref()?.parts;
    let kept = parts.iter().find(|kept| kept.id == part)?;
    match &kept.part {
        Part::Goal(goal) => Some((kept, goal)),
        _ => None,
    }
}

/// Why nothing can be done with it.
fn gone(facts: &Facts, part: PartId) -> Option<String> {
    match goal(facts, part) {
        Some(_) => None,
        None => Some("This has been taken away meanwhile".to_owned()),
    }
}

/// Sets a goal on the version that the card has, or takes it away.
fn set(facts: &Facts, part: Option<PartId>, now: Option<Goal>) -> Option<Intent> {
    let case = facts.case()?.case;
    part::set(facts, part, Some(case), now.map(Part::Goal), String::new())
}
