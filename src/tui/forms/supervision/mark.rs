//! Setting one's own mark of a note: where along the continuum, and the words it rests on.

use super::positions;
use crate::domain::intent::Intent;
use crate::domain::supervision::{NoteIntent, OwnMark};
use crate::domain::terms::{Concept, Position};
use crate::domain::text::excerpt;
use crate::readmodel::drafts::DraftKey;
use crate::readmodel::integration::{NoteCard, letter};
use crate::tui::forms::about::Facts;
use crate::tui::forms::fields::{choice, line, say_fault};
use crate::tui::forms::sheet::Kind;
use crate::tui::widgets::form::Form;
use crate::wire::{Reply, Request};

const POSITION: &str = "position";
/// The label is also the name under which the hub finds fault with it.
const WORDS: &str = "Words";
/// What takes one's own mark away.
const NO_MARK: &str = "take my mark away";
/// Characters of the note that stand over the form.
const SHOWN: usize = 1_000;

/// The form.
pub(in crate::tui::forms) struct MarkForm {
    pub(in crate::tui::forms) card: Box<NoteCard>,
    pub(in crate::tui::forms) concept: Option<Concept>,
}

impl Kind for MarkForm {
    fn title(&self) -> String {
        match self.concept {
            Some(concept) => format!("Mark: {} {}", letter(concept), concept.label()),
            None => "Mark: the whole note".to_owned(),
        }
    }

    fn key(&self, _facts: &Facts) -> Option<DraftKey> {
        Some(DraftKey::MarkNote(self.card.note.id, self.concept))
    }

    fn label(&self) -> String {
        "a note on the work".to_owned()
    }

    fn form(&mut self, _facts: &Facts) -> Form {
        let own = self.card.note.mark_of(self.card.me, self.concept);
        let mut words = positions();
        if own.is_some() {
            words.push(NO_MARK);
        }
        let position = own.map_or(Position::NotStated, |mark| mark.position);
        let rests = own.map_or("", |mark| mark.words.as_str());
        Form::new(vec![
            choice(
                POSITION,
                "Position",
                "Your reading of it. Bolted on: added with little thought. Fitting in: shaped to \
                 be accommodating. Belonging: accepted in its own right.",
                &words,
                Some(position.label()),
            ),
            line(
                WORDS,
                "Words",
                "The words of the note that this rests on, as they stand there; may stay empty.",
                rests,
            ),
        ])
    }

    fn edits_record(&self) -> bool {
        true
    }

    fn context(&self, _facts: &Facts) -> String {
        excerpt(&self.card.note.text, SHOWN)
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
        let word = form.text(POSITION);
        let set = match word.as_str() {
            NO_MARK => None,
            word => {
                let Some(position) = Position::find(word) else {
                    say_fault(form, POSITION, "Choose one with the arrows or a letter.");
                    return None;
                };
                Some(OwnMark {
                    concept: self.concept,
                    position,
                    words: form.text(WORDS),
                    cue: false,
                })
            }
        };
        Some(Intent::Supervise(NoteIntent::Mark {
            note: self.card.note.id,
            version: self.card.version,
            concept: self.concept,
            set,
        }))
    }
}
