//! What tells one form from another: what it asks, and what comes of it.

use crate::domain::intent::Intent;
use crate::readmodel::drafts::DraftKey;
use crate::tui::forms::about::Facts;
use crate::tui::forms::overtaken::Part;
use crate::tui::screen::{Answer, Screen};
use crate::tui::widgets::form::Form;
use crate::wire::talk::Done;
use crate::wire::{Reply, Request};

/// What one form asks, and what comes of it.
pub(in crate::tui::forms) trait Kind {
    /// "Log a contact".
    fn title(&self) -> String;

    /// Whether it needs the lists of staff and practices.
    fn wants_desk(&self) -> bool {
        false
    }

    /// Whether it is about safeguarding: then nobody else is on the screen, and it is not copied.
    fn is_guarded(&self) -> bool {
        false
    }

    /// Under what its draft is kept.
    fn key(&self, facts: &Facts) -> Option<DraftKey>;

    /// Whether a draft kept under the key is of this form, where several share one.
    fn belongs(&self, _fields: &[(String, String)]) -> bool {
        true
    }

    /// What tells this form's draft from others under the same key.
    fn marks(&self) -> Vec<(String, String)> {
        Vec::new()
    }

    /// Why it cannot be filled in at all.
    fn closed(&self, _facts: &Facts) -> Option<String> {
        None
    }

    /// The form as it is offered, on the field where typing starts.
    fn form(&mut self, facts: &Facts) -> Form;

    /// A line under the name: what to have before one's eyes while typing.
    fn context(&self, _facts: &Facts) -> String {
        String::new()
    }

    /// In how many rows that stands at most.
    fn context_rows(&self) -> usize {
        1
    }

    /// A field was changed by hand: others may follow it.
    fn changed(&mut self, _form: &mut Form, _name: &str, _facts: &Facts) {}

    /// Shows at each field how it is understood.
    fn read_back(&self, _form: &mut Form, _facts: &Facts) {}

    /// A field with something typed into it was left: says what is wrong with it there and then.
    fn left(&self, _form: &mut Form, _name: &str, _facts: &Facts) {}

    /// Whether its fields are those of the record: then what others set meanwhile stands under the
    /// field itself, and fields that were not touched follow.
    fn edits_record(&self) -> bool {
        false
    }

    /// What this form would set for that part of the case, ready to read; empty for nothing.
    fn mine(&self, _form: &Form, _part: Part, _facts: &Facts) -> String {
        String::new()
    }

    /// What to save; `None` with the faults said at their fields.
    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent>;

    /// What the hub is to be asked about what is typed, now and then and before it is saved; nothing
    /// where its answer is known.
    fn asks(&self, _form: &Form) -> Option<Request> {
        None
    }

    /// The hub answered what it was asked: words to think about before it is saved; saving once more
    /// goes ahead.
    fn told(&mut self, _form: &Form, _reply: &Reply) -> Option<String> {
        None
    }

    /// What to ask for what stands now, where somebody else was faster and it is about no one record.
    fn renews(&self) -> Option<Request> {
        None
    }

    /// Takes what stands now.
    fn renewed(&mut self, _reply: &Reply) {}

    /// What is still to be done after a save.
    fn then(&mut self, _done: &Done) -> Then {
        Then::Close
    }

    /// What to ask before it is saved, where it goes into several records at once.
    fn question(&self) -> Option<String> {
        None
    }

    /// Whether the hub would notice that it has this already, where nobody knows if it was saved.
    fn may_be_sent_again(&self) -> bool {
        true
    }

    /// What the draft is called where it is about nobody in particular.
    fn label(&self) -> String {
        String::new()
    }

    /// The person said that it is nobody of those known.
    fn although_similar(&mut self) {}
}

/// What follows a save.
pub(in crate::tui::forms) enum Then {
    Close,
    /// A second intent that belongs to the same form.
    Also(Intent),
    /// It closes, and the screen below is told.
    Answer(Answer),
    /// Another screen in its place.
    Open(Box<dyn Screen>),
}
