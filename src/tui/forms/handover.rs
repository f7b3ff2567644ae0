//! Handing a case over: what whoever has it next must know.

use super::about::Facts;
use super::assign;
use super::fields::{note, say_fault};
use super::sheet::Kind;
use super::words;
use crate::domain::ids::StaffId;
use crate::domain::intent::Intent;
use crate::readmodel::drafts::DraftKey;
use crate::tui::widgets::form::Form;

const TO: &str = "to";
const NOTE: &str = "note";

/// The form.
pub(super) struct HandOver {
    to: StaffId,
    name: String,
}

impl HandOver {
    pub(super) fn new(to: StaffId, name: &str) -> HandOver {
        let name = name.to_owned();
        HandOver { to, name }
    }
}

impl Kind for HandOver {
    fn title(&self) -> String {
        format!("Hand over to {}", self.name)
    }

    fn wants_desk(&self) -> bool {
        true
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        facts.case().map(|case| DraftKey::HandOver(case.case))
    }

    fn belongs(&self, fields: &[(String, String)]) -> bool {
        let to = self.to.to_string();
        fields.iter().any(|(name, text)| name == TO && *text == to)
    }

    fn marks(&self) -> Vec<(String, String)> {
        vec![(TO.to_owned(), self.to.to_string())]
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        words::no_case(facts)
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let help = match assign::may(facts) {
            true => "What they must know. May be empty.",
            false => "What they must know: it stands in the history.",
        };
        Form::new(vec![note(NOTE, "Note", help, "")])
    }

    fn context(&self, facts: &Facts) -> String {
        words::due(facts)
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let note = form.text(NOTE).trim().to_owned();
        if note.is_empty() && !assign::may(facts) {
            say_fault(form, NOTE, "Say in a few words what they must know.");
            return None;
        }
        let case = facts.case()?;
        Some(Intent::Assign {
            case: case.case,
            version: case.version,
            to: Some(self.to),
            note,
        })
    }
}
