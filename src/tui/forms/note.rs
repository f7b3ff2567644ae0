//! A note on a case that is not a contact.

use super::about::Facts;
use super::fields::{note, say_fault};
use super::sheet::Kind;
use super::words;
use crate::domain::intent::Intent;
use crate::readmodel::drafts::DraftKey;
use crate::tui::widgets::form::Form;

const NOTE: &str = "note";

/// The form.
pub(super) struct Note;

impl Kind for Note {
    fn title(&self) -> String {
        "Note".to_owned()
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        facts.case().map(|case| DraftKey::Note(case.case))
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        words::no_case(facts)
    }

    fn form(&mut self, _facts: &Facts) -> Form {
        let help = "It stands in the history and counts neither as a contact nor as a try.";
        Form::new(vec![note(NOTE, "Note", help, "")])
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let text = form.text(NOTE);
        if text.trim().is_empty() {
            say_fault(form, NOTE, "Nothing is written yet.");
            return None;
        }
        let case = facts.case()?.case;
        Some(Intent::AddNote { case, text })
    }
}
