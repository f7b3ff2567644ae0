//! One goal: what can be done with it, and the form of its words.

use super::super::about::{self, Facts};
use super::super::fields::{line, say_fault};
use super::super::menu::{Menu, Taken};
use super::super::sheet::{self, Kind, Then};
use super::super::words;
use super::step::{StepFields, StepForm, Typed, offer};
use super::{GOAL, goal, gone, set};
use crate::domain::goal::Goal;
use crate::domain::ids::PartId;
use crate::domain::intent::Intent;
use crate::domain::terms::GoalState;
use crate::readmodel::drafts::DraftKey;
use crate::tui::dialogs::pick::Item;
use crate::tui::widgets::form::Form;
use crate::wire::talk::Done;

const TEXT: &str = "goal";

/// What can be done with a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    AddStep,
    State(GoalState),
    Words,
    Away,
}

/// The list of it.
pub(super) struct OneGoal {
    part: PartId,
    deeds: Vec<Deed>,
}

impl OneGoal {
    pub(super) fn new(part: PartId) -> OneGoal {
        let deeds = Vec::new();
        OneGoal { part, deeds }
    }
}

impl Menu for OneGoal {
    fn title(&self) -> String {
        "Goal".to_owned()
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        gone(facts, self.part)
    }

    fn changes(&self, index: usize) -> bool {
        matches!(self.deeds.get(index), Some(Deed::State(_) | Deed::Away))
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        let found = goal(facts, self.part);
        let now = found.map(|(_, goal)| goal.state);
        let text = found.map_or("", |(_, goal)| goal.text.as_str());
        self.deeds = vec![Deed::AddStep];
        let others = [
            GoalState::Reached,
            GoalState::Partly,
            GoalState::LetGo,
            GoalState::Open,
        ];
        let others = others.into_iter().filter(|state| Some(*state) != now);
        self.deeds.extend(others.map(Deed::State));
        self.deeds.extend([Deed::Words, Deed::Away]);
        let item = |deed: &Deed| {
            let (words, note) = match deed {
                Deed::AddStep => ("Add a step", text),
                Deed::State(GoalState::Reached) => ("Reached", ""),
                Deed::State(GoalState::Partly) => ("Partly reached", ""),
                Deed::State(GoalState::LetGo) => ("Let go", "no longer what they want"),
                Deed::State(GoalState::Open) => ("Open again", ""),
                Deed::Words => ("Change the words", ""),
                Deed::Away => ("Take it away", "with its steps; undo brings it back"),
            };
            Item {
                words: words.to_owned(),
                note: note.to_owned(),
            }
        };
        (self.deeds.iter().map(item).collect(), 0)
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        let about = about::of(facts);
        let Some((_, found)) = goal(facts, self.part) else {
            return Taken::Nothing;
        };
        let intent = match self.deeds.get(index) {
            Some(Deed::AddStep) => {
                return Taken::Open(sheet::open(about, StepForm::new(self.part, None)));
            }
            Some(Deed::Words) => {
                return Taken::Open(sheet::open(about, GoalForm::new(Some(self.part))));
            }
            Some(Deed::State(state)) => {
                let mut now = found.clone();
                now.state = *state;
                // The day on which it came about is today, as the hub has it.
                now.state_on = None;
                set(facts, Some(self.part), Some(now))
            }
            Some(Deed::Away) => set(facts, Some(self.part), None),
            None => None,
        };
        intent.map_or(Taken::Nothing, Taken::Do)
    }
}

/// A goal in the person's words; a new one with its first step, if there is one.
pub(super) struct GoalForm {
    part: Option<PartId>,
    /// What was typed for the first step.
    first: Option<Typed>,
    case: Option<crate::domain::ids::CaseId>,
}

impl GoalForm {
    pub(super) fn new(part: Option<PartId>) -> GoalForm {
        GoalForm {
            part,
            first: None,
            case: None,
        }
    }

    fn mark(&self) -> String {
        self.part
            .map_or_else(String::new, |part| part.0.to_string())
    }
}

impl Kind for GoalForm {
    fn title(&self) -> String {
        "Goal".to_owned()
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        facts.case().map(|case| DraftKey::Goal(case.case))
    }

    fn belongs(&self, fields: &[(String, String)]) -> bool {
        let of_step = fields.iter().any(|(name, _)| name == super::STEP);
        let goal = fields
            .iter()
            .any(|(name, text)| name == GOAL && *text == self.mark());
        goal && !of_step
    }

    fn marks(&self) -> Vec<(String, String)> {
        vec![(GOAL.to_owned(), self.mark())]
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        self.part
            .and_then(|part| gone(facts, part))
            .or_else(|| words::no_case(facts))
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let stood = self.part.and_then(|part| goal(facts, part));
        let text = stood.map_or("", |(_, goal)| goal.text.as_str());
        let help = "What they want to reach, in their own words.";
        let mut entries = vec![line(TEXT, "Goal", help, text)];
        if self.part.is_none() {
            entries.extend(StepFields::entries("First step", None));
        }
        Form::new(entries)
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        StepFields::read_back(form, facts);
    }

    fn left(&self, form: &mut Form, name: &str, facts: &Facts) {
        StepFields::left(form, name, facts);
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let text = form.text(TEXT).trim().to_owned();
        if text.is_empty() {
            say_fault(form, TEXT, "Say what they want to reach.");
        }
        self.case = facts.case().map(|case| case.case);
        let stood = self.part.and_then(|part| goal(facts, part));
        let now = match stood {
            Some((_, stood)) => Goal {
                text,
                ..stood.clone()
            },
            None => {
                self.first = StepFields::typed(form, facts)?;
                Goal {
                    text,
                    set_on: facts.today(),
                    state: GoalState::Open,
                    state_on: None,
                    steps: self.first.iter().map(Typed::step).collect(),
                }
            }
        };
        set(facts, self.part, Some(now))
    }

    fn then(&mut self, _done: &Done) -> Then {
        offer(self.case, self.first.take())
    }
}
