//! The status of a case: one list of states; those that ask for more open a form of their own.

use super::about::Facts;
use super::fields::{choice, line, note, say_fault};
use super::menu::{Menu, Taken};
use super::overtaken::Part;
use super::sheet::{self, Kind};
use super::words;
use crate::domain::case::CaseState;
use crate::domain::dates::{Holidays, parse_due, read_back};
use crate::domain::intent::Intent;
use crate::domain::terms::{ClosingReason, HoldingReason};
use crate::readmodel::drafts::DraftKey;
use crate::tui::dialogs::pick::Item;
use crate::tui::widgets::form::Form;

const STATE: &str = "state";
const REASON: &str = "reason";
const DAY: &str = "day";
const WORDS: &str = "words";

/// A state that a person can choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chosen {
    Contacting,
    Waiting,
    Active,
    Holding,
    Paused,
    Closing,
    Closed,
    Declined,
    NotAccepted,
}

use Chosen::{
    Active, Closed, Closing, Contacting, Declined, Holding, NotAccepted, Paused, Waiting,
};

/// Every state, its label and what it means, in the order of the list.
const STATES: &[(Chosen, &str, &str)] = &[
    (Contacting, "contacting", "tried, not yet spoken to"),
    (Waiting, "waiting list", "on our own waiting list"),
    (Active, "active", "work goes on"),
    (
        Holding,
        "holding",
        "active work that waits, with a reason and a day",
    ),
    (
        Paused,
        "paused",
        "at their own wish, with a day to ask again",
    ),
    (Closing, "closing", "word to the referrer is still to come"),
    (Closed, "closed", "with a reason and what came of it"),
    (Declined, "declined", "they said no"),
    (NotAccepted, "not accepted", "we said no"),
];

/// The list of states.
pub(super) struct States;

impl Menu for States {
    fn title(&self) -> String {
        "Status".to_owned()
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        words::no_case(facts)
    }

    fn changes(&self, index: usize) -> bool {
        // The others open a form, which is saved by itself.
        let at_once =
            |(chosen, ..): &(Chosen, _, _)| matches!(chosen, Contacting | Waiting | Active);
        STATES.get(index).is_none_or(at_once)
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        let now = facts.case().map_or("", |case| case.state.label());
        let item = |(_, label, means): &(Chosen, &str, &str)| Item {
            words: (*label).to_owned(),
            note: if *label == now {
                "now".to_owned()
            } else {
                (*means).to_owned()
            },
        };
        let on = STATES.iter().position(|(_, label, _)| *label == now);
        (STATES.iter().map(item).collect(), on.unwrap_or(0))
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        let (Some((chosen, ..)), Some(case)) = (STATES.get(index), facts.case()) else {
            return Taken::Nothing;
        };
        let state = match chosen {
            Contacting => CaseState::Contacting,
            Waiting => CaseState::Waiting,
            Active => CaseState::Active,
            more => {
                let about = super::about::of(facts);
                return Taken::Open(sheet::open(about, Status::new(*more)));
            }
        };
        let intent = Intent::SetState {
            case: case.case,
            version: case.version,
            state,
        };
        // A case that is open again needs a next step.
        let reopens = !case.state.is_open();
        match reopens {
            true => Taken::DoThenNextStep(intent),
            false => Taken::Do(intent),
        }
    }
}

/// What a state asks for.
pub(super) struct Status {
    chosen: Chosen,
    /// What came of it, for a case that is closed because nobody was reached.
    not_reached: Option<String>,
}

impl Status {
    /// The form that a kept draft is of.
    pub(super) fn of_draft(fields: &[(String, String)]) -> Option<Status> {
        let (_, kept) = fields.iter().find(|(name, _)| name == STATE)?;
        let (chosen, ..) = STATES.iter().find(|(_, label, _)| label == kept)?;
        Some(Status::new(*chosen))
    }

    fn new(chosen: Chosen) -> Status {
        Status {
            chosen,
            not_reached: None,
        }
    }

    /// Closing for want of contact, with what was tried in words.
    pub(super) fn no_contact(tried: String) -> Status {
        Status {
            not_reached: Some(tried),
            ..Status::new(Closing)
        }
    }

    fn label(&self) -> &'static str {
        let row = STATES.iter().find(|(chosen, ..)| *chosen == self.chosen);
        row.map_or("", |(_, label, _)| label)
    }
}

impl Kind for Status {
    fn title(&self) -> String {
        format!("Status: {}", self.label())
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        facts.case().map(|case| DraftKey::Status(case.case))
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        words::no_case(facts)
    }

    fn belongs(&self, fields: &[(String, String)]) -> bool {
        fields
            .iter()
            .any(|(name, text)| name == STATE && text == self.label())
    }

    fn marks(&self) -> Vec<(String, String)> {
        vec![(STATE.to_owned(), self.label().to_owned())]
    }

    fn form(&mut self, _facts: &Facts) -> Form {
        let holding: Vec<&str> = HoldingReason::ALL
            .iter()
            .map(|reason| reason.label())
            .collect();
        let closing: Vec<&str> = ClosingReason::ALL
            .iter()
            .map(|reason| reason.label())
            .collect();
        let pick = "A letter or the arrows choose.";
        Form::new(match self.chosen {
            Holding => vec![
                choice(REASON, "Because", pick, &holding, None),
                line(
                    DAY,
                    "Look again on",
                    "The day on which to ask whether it still holds: +4w, 14/3.",
                    "",
                ),
            ],
            Paused => vec![line(
                DAY,
                "Ask again on",
                "The day on which to ask them again: +4w, 14/3.",
                "",
            )],
            Closing | Closed => {
                let tried = self.not_reached.as_deref();
                let because = tried.map(|_| ClosingReason::NoContact.label());
                vec![
                    choice(REASON, "Because", pick, &closing, because),
                    note(
                        WORDS,
                        "What came of it",
                        "In a few sentences, also for whoever reads it later.",
                        tried.unwrap_or_default(),
                    ),
                ]
            }
            _ => vec![line(WORDS, "Because", "In a few words.", "")],
        })
    }

    fn context(&self, facts: &Facts) -> String {
        let now = facts.case().map_or("", |case| case.state.label());
        format!("Now {now}. {}", words::due(facts))
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        let (today, holidays) = (facts.today(), &facts.holidays);
        let words = parse_due(&form.text(DAY), today, holidays)
            .map(|when| read_back(when.date, today, holidays))
            .unwrap_or_default();
        if let Some(entry) = form.entry_mut(DAY) {
            entry.read_back = words;
        }
    }

    fn left(&self, form: &mut Form, name: &str, facts: &Facts) {
        if name == DAY {
            self.day(form, facts.today(), &facts.holidays);
        }
    }

    fn mine(&self, form: &Form, part: Part, _facts: &Facts) -> String {
        let reason = form.text(REASON);
        match (part, reason.is_empty()) {
            (Part::Status, true) => self.label().to_owned(),
            (Part::Status, false) => format!("{}: {reason}", self.label()),
            _ => String::new(),
        }
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let day = self.day(form, facts.today(), &facts.holidays);
        let words = form.text(WORDS).trim().to_owned();
        let reason = form.text(REASON);
        let asks_reason = matches!(self.chosen, Holding | Closing | Closed);
        if asks_reason && reason.is_empty() {
            say_fault(form, REASON, "Choose a reason.");
        }
        if matches!(self.chosen, Declined | NotAccepted) && words.is_empty() {
            say_fault(form, WORDS, "Say why in a few words.");
        }
        let state = match self.chosen {
            Contacting => CaseState::Contacting,
            Waiting => CaseState::Waiting,
            Active => CaseState::Active,
            Holding => CaseState::Holding {
                reason: HoldingReason::find(&reason)?,
                review_on: day?,
            },
            Paused => CaseState::Paused { ask_on: day? },
            Closing => CaseState::Closing {
                reason: ClosingReason::find(&reason)?,
                outcome: words,
            },
            Closed => CaseState::Closed {
                reason: ClosingReason::find(&reason)?,
                outcome: words,
            },
            Declined => CaseState::Declined { because: words },
            NotAccepted => CaseState::NotAccepted { because: words },
        };
        let case = facts.case()?;
        Some(Intent::SetState {
            case: case.case,
            version: case.version,
            state,
        })
    }
}

impl Status {
    fn day(
        &self,
        form: &mut Form,
        today: chrono::NaiveDate,
        holidays: &Holidays,
    ) -> Option<chrono::NaiveDate> {
        if !matches!(self.chosen, Holding | Paused) {
            return None;
        }
        match parse_due(&form.text(DAY), today, holidays) {
            Ok(when) => Some(when.date),
            Err(fault) => {
                say_fault(form, DAY, &fault.to_string());
                None
            }
        }
    }
}
