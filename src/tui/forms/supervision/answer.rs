//! Answering a note on the work.

use crate::domain::intent::Intent;
use crate::domain::supervision::NoteIntent;
use crate::readmodel::drafts::DraftKey;
use crate::readmodel::integration::NoteCard;
use crate::tui::forms::about::Facts;
use crate::tui::forms::fields::{note, say_fault};
use crate::tui::forms::sheet::Kind;
use crate::tui::widgets::form::Form;
use crate::wire::{Reply, Request};

const ANSWER: &str = "answer";

/// The form.
pub(in crate::tui::forms) struct AnswerForm {
    pub(in crate::tui::forms) card: Box<NoteCard>,
}

impl Kind for AnswerForm {
    fn title(&self) -> String {
        format!("Answer the note on {}'s work", self.card.worker)
    }

    fn key(&self, _facts: &Facts) -> Option<DraftKey> {
        Some(DraftKey::AnswerNote(self.card.note.id))
    }

    fn label(&self) -> String {
        "a note on the work".to_owned()
    }

    fn closed(&self, _facts: &Facts) -> Option<String> {
        let words = "It is private; share it first";
        (!self.card.may_answer).then(|| words.to_owned())
    }

    fn form(&mut self, _facts: &Facts) -> Form {
        let help = "It stands under the note, with your name and today's date.";
        Form::new(vec![note(ANSWER, "Answer", help, "")])
    }

    fn context(&self, _facts: &Facts) -> String {
        self.card.note.text.replace('\n', " ")
    }

    fn context_rows(&self) -> usize {
        super::NOTE_ROWS
    }

    fn renews(&self) -> Option<Request> {
        Some(Request::Note(self.card.note.id))
    }

    fn renewed(&mut self, reply: &Reply) {
        if let Reply::Note(card) = reply {
            self.card = card.clone();
        }
    }

    fn intent(&mut self, form: &mut Form, _facts: &Facts) -> Option<Intent> {
        let text = form.text(ANSWER);
        if text.trim().is_empty() {
            say_fault(form, ANSWER, "Nothing is written yet.");
            return None;
        }
        Some(Intent::Supervise(NoteIntent::Answer {
            note: self.card.note.id,
            version: self.card.version,
            text,
        }))
    }
}
