//! Setting the next step of a case.

use super::about::Facts;
use super::due;
use super::log;
use super::overtaken::Part;
use super::sheet::Kind;
use super::words;
use crate::domain::case::NextStep;
use crate::domain::intent::{Intent, NextChoice};
use crate::domain::terms::ContactKind;
use crate::readmodel::drafts::DraftKey;
use crate::tui::widgets::form::Form;

/// The form.
#[derive(Default)]
pub(super) struct Next {
    /// What the step that stood when the form was opened was for.
    offered: String,
    /// How it begins, where it was asked for after several tries.
    begins: Begins,
}

/// How the form begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Begins {
    #[default]
    Empty,
    /// With the next working day, in the other half of the day from the last try.
    AnotherHour,
    /// With a letter today.
    Letter,
}

impl Next {
    pub(super) fn at_another_hour() -> Next {
        Next {
            begins: Begins::AnotherHour,
            ..Next::default()
        }
    }

    pub(super) fn letter() -> Next {
        Next {
            begins: Begins::Letter,
            ..Next::default()
        }
    }
}

impl Kind for Next {
    fn title(&self) -> String {
        "Next step".to_owned()
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        facts.case().map(|case| DraftKey::NextStep(case.case))
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        words::not_open(facts)
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let due = facts.case().and_then(|case| case.next.follow_up());
        let how = due.map_or(ContactKind::Phone, |due| due.kind);
        let what = due.map_or("", |due| due.what.as_str());
        self.offered = what.to_owned();
        let day = match (self.begins, facts.case()) {
            (Begins::AnotherHour, Some(case)) => log::offer(case, facts),
            (Begins::Letter, _) => {
                let what = "letter: we have tried to reach you";
                return Form::new(due::entries("today", ContactKind::Letter, what));
            }
            _ => String::new(),
        };
        Form::new(due::entries(&day, how, what))
    }

    fn context(&self, facts: &Facts) -> String {
        words::due(facts)
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        due::read_back(form, facts.today(), &facts.holidays);
    }

    fn left(&self, form: &mut Form, name: &str, facts: &Facts) {
        due::left(form, name, facts);
    }

    fn mine(&self, form: &Form, part: Part, facts: &Facts) -> String {
        match part {
            Part::NextStep => due::said(form, facts),
            _ => String::new(),
        }
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let next = due::chosen(form, facts.today(), &facts.holidays, false)?;
        let case = facts.case()?;
        let nothing_stands = matches!(case.next, NextStep::Missing);
        if matches!(next, NextChoice::Keep) && nothing_stands {
            super::fields::say_fault(form, due::NEXT, "Nothing is due that could stay.");
            return None;
        }
        // The words that stood in the field belong to the old step, not to the reason for none.
        if let NextChoice::NoneBecause(because) = &next
            && *because == self.offered
        {
            super::fields::say_fault(
                form,
                due::WHAT,
                "Say in a few words why there is no next step.",
            );
            return None;
        }
        Some(Intent::SetNextStep {
            case: case.case,
            version: case.version,
            next,
        })
    }
}
