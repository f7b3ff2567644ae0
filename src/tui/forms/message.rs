//! The message back: a text made from the record, read over by a person, given to the practice by
//! hand. caseload writes into no other system.

use super::about::Facts;
use super::fields::{line, note, say_fault};
use super::sheet::{Kind, Then};
use super::words;
use crate::domain::case::CaseField;
use crate::domain::consent::{Consent, latest};
use crate::domain::dates::{self, parse_past, read_back};
use crate::domain::intent::Intent;
use crate::domain::terms::ConsentScope;
use crate::readmodel::client::message_back;
use crate::readmodel::drafts::DraftKey;
use crate::tui::dialogs::plain::PlainText;
use crate::tui::widgets::form::Form;
use crate::wire::talk::Done;

const TEXT: &str = "message";
const GIVEN: &str = "given";

/// The form.
#[derive(Default)]
pub(super) struct Message {
    /// What is shown to be copied once it is saved.
    text: String,
}

impl Kind for Message {
    fn title(&self) -> String {
        "Message back".to_owned()
    }

    fn wants_desk(&self) -> bool {
        true
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        facts.case().map(|case| DraftKey::Message(case.case))
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        words::no_case(facts)
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let me = facts.desk.as_deref().map_or("", |desk| &desk.me.name);
        let (text, given) = match (facts.card.as_deref(), facts.case()) {
            (Some(card), Some(case)) => {
                let kept = |field| case.fields.get(&field).cloned();
                let text = kept(CaseField::Message);
                let given = kept(CaseField::MessageGiven).unwrap_or_default();
                let text = text.unwrap_or_else(|| message_back(card, case, me));
                (text, given)
            }
            _ => Default::default(),
        };
        Form::new(vec![
            note(
                TEXT,
                "Message",
                "Made from the record: read it over.",
                &text,
            ),
            line(
                GIVEN,
                "Given on",
                "The day you pasted or sent it: today. Empty while it is still to do.",
                &given,
            ),
        ])
    }

    fn context(&self, facts: &Facts) -> String {
        let parts = facts.card.iter().flat_map(|card| &card.parts);
        let refused =
            latest(parts, ConsentScope::SharePractice, None).and_then(Consent::refused_on);
        refused.map_or_else(String::new, |on| {
            let on = dates::short(on, facts.today());
            format!(
                "They do NOT agree to share back with the practice, since {on}: ask again first."
            )
        })
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        let typed = form.text(GIVEN);
        let read = parse_past(&typed, facts.today(), &facts.holidays)
            .map(|when| read_back(when.date, facts.today(), &facts.holidays));
        if let Some(entry) = form.entry_mut(GIVEN) {
            entry.read_back = read.unwrap_or_default();
        }
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let text = form.text(TEXT).trim().to_owned();
        if text.is_empty() {
            say_fault(form, TEXT, "There is nothing to give.");
            return None;
        }
        let given = form.text(GIVEN).trim().to_owned();
        self.text.clone_from(&text);
        let case = facts.case()?;
        Some(Intent::EditCase {
            case: case.case,
            version: case.version,
            set: vec![
                (CaseField::Message, Some(text)),
                (CaseField::MessageGiven, Some(given)),
            ],
            because: String::new(),
        })
    }

    fn then(&mut self, _done: &Done) -> Then {
        Then::Open(Box::new(PlainText::new(vec![self.text.clone()])))
    }
}
