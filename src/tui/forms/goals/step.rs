//! One step towards a goal: what can be done with it, its form, and the offer to make it the next
//! step of the case.

use chrono::NaiveDate;

use super::super::about::{self, About, Facts};
use super::super::fields::{choice, line, say_fault};
use super::super::menu::{self, Menu, Taken};
use super::super::sheet::{self, Kind, Then};
use super::super::words;
use super::{GOAL, STEP, goal, gone, set};
use crate::domain::case::FollowUp;
use crate::domain::dates::{self, parse_due, read_back};
use crate::domain::goal::{Goal, GoalStep};
use crate::domain::ids::{CaseId, PartId};
use crate::domain::intent::{Intent, NextChoice};
use crate::domain::terms::{ContactKind, StepOwner};
use crate::readmodel::drafts::DraftKey;
use crate::tui::dialogs::pick::Item;
use crate::tui::widgets::form::{Entry, Form};
use crate::wire::talk::Done;

const TEXT: &str = "step";
const OWNER: &str = "step-owner";
const BY: &str = "step-by";

/// A step as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Typed {
    text: String,
    owner: StepOwner,
    by: Option<NaiveDate>,
}

impl Typed {
    pub(super) fn step(&self) -> GoalStep {
        GoalStep {
            text: self.text.clone(),
            owner: self.owner,
            by: self.by,
            done_on: None,
        }
    }
}

/// The fields of a step, which a new goal has too.
pub(super) struct StepFields;

impl StepFields {
    pub(super) fn entries(label: &str, stood: Option<&GoalStep>) -> Vec<Entry> {
        let owners: Vec<&str> = StepOwner::ALL.iter().map(|owner| owner.label()).collect();
        let owner = stood.map_or(StepOwner::LinkWorker, |step| step.owner);
        let by = stood
            .and_then(|step| step.by)
            .map_or_else(String::new, dates::full);
        let text = stood.map_or("", |step| step.text.as_str());
        let when = "The day by which it is meant to be done: fri, +2w, 14/3. May stay empty.";
        vec![
            line(TEXT, label, "What is to be done, in a few words.", text),
            choice(
                OWNER,
                "Done by",
                "Who does it: a letter or the arrows choose.",
                &owners,
                Some(owner.label()),
            ),
            line(BY, "By when", when, &by),
        ]
    }

    pub(super) fn read_back(form: &mut Form, facts: &Facts) {
        let (today, holidays) = (facts.today(), &facts.holidays);
        let words = parse_due(&form.text(BY), today, holidays)
            .map(|when| read_back(when.date, today, holidays))
            .unwrap_or_default();
        if let Some(entry) = form.entry_mut(BY) {
            entry.read_back = words;
        }
    }

    pub(super) fn left(form: &mut Form, name: &str, facts: &Facts) {
        if name == BY {
            Self::day(form, facts, None);
        }
    }

    /// The step; nothing where there is none, `None` with the fault said where it is not
    /// understood.
    #[expect(clippy::option_option, reason = "no step is not a step with a fault")]
    pub(super) fn typed(form: &mut Form, facts: &Facts) -> Option<Option<Typed>> {
        Self::read(form, facts, None)
    }

    #[expect(clippy::option_option, reason = "no step is not a step with a fault")]
    fn read(form: &mut Form, facts: &Facts, stood: Option<NaiveDate>) -> Option<Option<Typed>> {
        let text = form.text(TEXT).trim().to_owned();
        let by = Self::day(form, facts, stood)?;
        let owner = StepOwner::find(&form.text(OWNER))?;
        Some((!text.is_empty()).then_some(Typed { text, owner, by }))
    }

    /// The day; a day that stood may be over.
    #[expect(clippy::option_option, reason = "no day is not a day with a fault")]
    fn day(form: &mut Form, facts: &Facts, stood: Option<NaiveDate>) -> Option<Option<NaiveDate>> {
        let typed = form.text(BY);
        let typed = typed.trim();
        if typed.is_empty() {
            return Some(None);
        }
        if stood.is_some_and(|stood| dates::full(stood) == typed) {
            return Some(stood);
        }
        match parse_due(typed, facts.today(), &facts.holidays) {
            Ok(when) => Some(Some(when.date)),
            Err(fault) => {
                say_fault(form, BY, &fault.to_string());
                None
            }
        }
    }
}

/// What can be done with a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Done,
    NotDone,
    MakeNext,
    Change,
    Away,
}

/// The list of it.
pub(super) struct OneStep {
    part: PartId,
    at: usize,
    deeds: Vec<Deed>,
}

impl OneStep {
    pub(super) fn new(part: PartId, at: usize) -> OneStep {
        let deeds = Vec::new();
        OneStep { part, at, deeds }
    }
}

fn step(facts: &Facts, part: PartId, at: usize) -> Option<(&Goal, &GoalStep)> {
    let (_, goal) = goal(facts, part)?;
    Some((goal, goal.steps.get(at)?))
}

/// Whether a step can become the next step of the case: the link worker's own, still to be done,
/// on a day that is not over.
fn may_be_next(step: &GoalStep, facts: &Facts) -> bool {
    let own = step.owner == StepOwner::LinkWorker && step.done_on.is_none();
    let open = facts.case().is_some_and(|case| case.state.is_open());
    own && open && step.by.is_some_and(|by| by >= facts.today())
}

fn make_next(step: &GoalStep, facts: &Facts) -> Option<Intent> {
    let case = facts.case()?;
    Some(Intent::SetNextStep {
        case: case.case,
        version: case.version,
        next: NextChoice::Due(FollowUp {
            on: step.by?,
            at: None,
            kind: ContactKind::Phone,
            what: step.text.clone(),
            moved: 0,
        }),
    })
}

impl Menu for OneStep {
    fn title(&self) -> String {
        "Step".to_owned()
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        match step(facts, self.part, self.at) {
            Some(_) => None,
            None => Some("This has been taken away meanwhile".to_owned()),
        }
    }

    fn changes(&self, index: usize) -> bool {
        self.deeds.get(index) != Some(&Deed::Change)
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        let Some((_, found)) = step(facts, self.part, self.at) else {
            return (Vec::new(), 0);
        };
        self.deeds = vec![match found.done_on {
            None => Deed::Done,
            Some(_) => Deed::NotDone,
        }];
        if may_be_next(found, facts) {
            self.deeds.push(Deed::MakeNext);
        }
        self.deeds.extend([Deed::Change, Deed::Away]);
        let by = found
            .by
            .map_or_else(String::new, |by| dates::short(by, facts.today()));
        let item = |deed: &Deed| {
            let (words, note) = match deed {
                Deed::Done => ("Done", found.text.as_str()),
                Deed::NotDone => ("Not done after all", found.text.as_str()),
                Deed::MakeNext => ("Make it the next step", by.as_str()),
                Deed::Change => ("Change it", "words, who, by when"),
                Deed::Away => ("Take it away", "undo brings it back"),
            };
            Item {
                words: words.to_owned(),
                note: note.to_owned(),
            }
        };
        (self.deeds.iter().map(item).collect(), 0)
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        let Some((goal, found)) = step(facts, self.part, self.at) else {
            return Taken::Nothing;
        };
        let mut now = goal.clone();
        let done_on = match self.deeds.get(index) {
            Some(Deed::Change) => {
                let form = StepForm::new(self.part, Some(self.at));
                return Taken::Open(sheet::open(about::of(facts), form));
            }
            Some(Deed::MakeNext) => {
                return make_next(found, facts).map_or(Taken::Nothing, Taken::Do);
            }
            Some(Deed::Away) => {
                now.steps.remove(self.at);
                return set(facts, Some(self.part), Some(now)).map_or(Taken::Nothing, Taken::Do);
            }
            Some(Deed::Done) => Some(facts.today()),
            Some(Deed::NotDone) => None,
            None => return Taken::Nothing,
        };
        if let Some(step) = now.steps.get_mut(self.at) {
            step.done_on = done_on;
        }
        set(facts, Some(self.part), Some(now)).map_or(Taken::Nothing, Taken::Do)
    }
}

/// A step towards a goal.
pub(super) struct StepForm {
    goal: PartId,
    /// Which of its steps; none for a new one.
    at: Option<usize>,
    typed: Option<Typed>,
    case: Option<CaseId>,
}

impl StepForm {
    pub(super) fn new(goal: PartId, at: Option<usize>) -> StepForm {
        StepForm {
            goal,
            at,
            typed: None,
            case: None,
        }
    }

    fn stood<'f>(&self, facts: &'f Facts) -> Option<&'f GoalStep> {
        step(facts, self.goal, self.at?).map(|(_, step)| step)
    }
}

impl Kind for StepForm {
    fn title(&self) -> String {
        "Step".to_owned()
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        facts.case().map(|case| DraftKey::Goal(case.case))
    }

    fn belongs(&self, fields: &[(String, String)]) -> bool {
        self.marks().iter().all(|mark| fields.contains(mark))
    }

    fn marks(&self) -> Vec<(String, String)> {
        let at = self.at.map_or_else(String::new, |at| at.to_string());
        vec![
            (GOAL.to_owned(), self.goal.0.to_string()),
            (STEP.to_owned(), at),
        ]
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        if self.at.is_some() && self.stood(facts).is_none() {
            return Some("This has been taken away meanwhile".to_owned());
        }
        gone(facts, self.goal).or_else(|| words::no_case(facts))
    }

    fn form(&mut self, facts: &Facts) -> Form {
        Form::new(StepFields::entries("Step", self.stood(facts)))
    }

    fn context(&self, facts: &Facts) -> String {
        goal(facts, self.goal).map_or_else(String::new, |(_, goal)| format!("Goal: {}", goal.text))
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        StepFields::read_back(form, facts);
    }

    fn left(&self, form: &mut Form, name: &str, facts: &Facts) {
        StepFields::left(form, name, facts);
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let stood = self.stood(facts);
        let Some(typed) = StepFields::read(form, facts, stood.and_then(|step| step.by))? else {
            say_fault(form, TEXT, "Say what is to be done.");
            return None;
        };
        self.case = facts.case().map(|case| case.case);
        let mut now = goal(facts, self.goal)?.1.clone();
        match self.at.and_then(|at| now.steps.get_mut(at)) {
            Some(step) => {
                *step = GoalStep {
                    done_on: step.done_on,
                    ..typed.step()
                }
            }
            None => now.steps.push(typed.step()),
        }
        self.typed = Some(typed).filter(|_| self.at.is_none());
        set(facts, Some(self.goal), Some(now))
    }

    fn then(&mut self, _done: &Done) -> Then {
        offer(self.case, self.typed.take())
    }
}

/// A step of the link worker's own with a day may become the next step of the case.
pub(super) fn offer(case: Option<CaseId>, typed: Option<Typed>) -> Then {
    let own = typed.filter(|typed| typed.owner == StepOwner::LinkWorker && typed.by.is_some());
    match (case, own) {
        (Some(case), Some(typed)) => {
            Then::Open(menu::open(About::from(case), Offer { step: typed.step() }))
        }
        _ => Then::Close,
    }
}

/// Whether the step just saved is to be the next step of the case.
struct Offer {
    step: GoalStep,
}

impl Menu for Offer {
    fn title(&self) -> String {
        "Is this the next step?".to_owned()
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        match may_be_next(&self.step, facts) {
            true => None,
            false => Some("Saved".to_owned()),
        }
    }

    fn changes(&self, index: usize) -> bool {
        index == 0
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        let by = self
            .step
            .by
            .map_or_else(String::new, |by| dates::short(by, facts.today()));
        let yes = Item {
            words: "Make it the next step".to_owned(),
            note: format!("{by}: {}", self.step.text),
        };
        let no = Item {
            words: "Leave the next step as it is".to_owned(),
            note: words::due(facts),
        };
        (vec![yes, no], 0)
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        match index {
            0 => make_next(&self.step, facts).map_or(Taken::Nothing, Taken::Do),
            _ => Taken::Close,
        }
    }
}
