//! Putting right what was written of a contact or a note. The earlier words stay readable.

use super::about::Facts;
use super::fields::{note, say_fault};
use super::log::{self, Contacted};
use super::sheet::Kind;
use super::{why, words};
use crate::domain::dates;
use crate::domain::intent::Intent;
use crate::domain::written::{Words, Written};
use crate::readmodel::drafts::DraftKey;
use crate::tui::widgets::form::Form;

const NOTE: &str = "note";

/// The form.
pub(super) struct Amend {
    pub(super) words: Words,
}

impl Kind for Amend {
    fn title(&self) -> String {
        format!("Change a {}", self.words.written.word())
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        let case = facts.case()?.case;
        Some(DraftKey::Amend(case, self.words.written.id()))
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        words::no_case(facts)
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let today = facts.today();
        let mut entries = match &self.words.written {
            Written::Contact(contact) => log::entries(&Contacted::of(contact, today)),
            Written::Note { text, .. } => {
                vec![note(NOTE, "Note", "The note as it should be.", text)]
            }
        };
        entries.push(why::entry());
        let mut form = Form::new(entries);
        form.go_to(NOTE);
        form
    }

    fn context(&self, facts: &Facts) -> String {
        let on = dates::short(self.words.written.on(), facts.today());
        format!("Written {on}. What stands there now stays readable.")
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        if self.words.written.contact().is_some() {
            log::read_back_day(form, facts);
        }
        why::read_back(form);
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let because = why::meant(form);
        let now = match &self.words.written {
            Written::Contact(contact) => Written::Contact(log::contact(form, facts, contact.id)?),
            Written::Note { id, on, .. } => Written::Note {
                id: *id,
                on: *on,
                text: form.text(NOTE),
            },
        };
        if because.is_empty() {
            say_fault(
                form,
                why::WHY,
                "Say why: a letter does for the usual reasons.",
            );
        }
        let case = facts.case()?;
        Some(Intent::Amend {
            case: case.case,
            version: case.version,
            now,
            because,
        })
    }
}
