//! Undo is one letter, so that a slip must not do it: what was changed here in the last minutes is
//! taken back at once, anything older after a question.

use std::time::Duration;

use super::{App, Asker};
use crate::tui::action::Scope;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::effect::{Alarm, Errand, Tag, Tone};
use crate::wire::Reply;

/// The question before an older change is undone. No screen uses numbers so high.
pub(super) const UNDO: Tag = Tag(u32::MAX - 64);
/// A change made longer ago than this is no longer at the front of one's mind.
const RECENT: Duration = Duration::from_secs(5 * 60);

/// What was done here in the last few minutes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Recent {
    /// Changes that were not undone.
    changes: u32,
    /// Changes that were undone and not brought back.
    undone: u32,
}

impl App {
    pub(super) fn undo(&mut self) {
        if self.top().is_some_and(|top| top.scope() == Scope::Confirm) {
            // A question is open already; it is answered first.
            return;
        }
        if self.recent.changes > 0 {
            return self.undo_now();
        }
        if self.rooms.undo().is_none() {
            return self.say(Tone::Note, "There is nothing to undo here");
        }
        let words = "You have changed nothing here in the last few minutes. Your latest change, \
                     whenever it was and whomever it is about, would be taken back.";
        let question = Confirm::new(UNDO, "Undo an older change?", words);
        self.push(Box::new(question));
    }

    pub(super) fn undo_now(&mut self) {
        match self.rooms.undo() {
            Some(ask) => self.ask(Asker::App, ask),
            None => self.say(Tone::Note, "There is nothing to undo here"),
        }
    }

    /// What was undone may be years old as well, but it was undone here a moment ago: no question.
    pub(super) fn redo(&mut self) {
        if self.recent.undone == 0 {
            return self.say(
                Tone::Note,
                "There is nothing to bring back: nothing was undone here in the last few minutes",
            );
        }
        match self.rooms.redo() {
            Some(ask) => self.ask(Asker::Redo, ask),
            None => self.say(Tone::Note, "There is nothing to bring back here"),
        }
    }

    pub(super) fn redone(&mut self, reply: &Reply) {
        self.note_change(reply);
        if matches!(reply, Reply::Done(_)) {
            self.recent.undone = self.recent.undone.saturating_sub(1);
        }
        self.message = Some(self.rooms.answer(reply));
    }

    /// Remembers that something was changed here.
    pub(super) fn note_change(&mut self, reply: &Reply) {
        if matches!(reply, Reply::Done(_)) {
            self.recent.changes = self.recent.changes.saturating_add(1);
            self.errands.push(Errand::Wake(Alarm::Settled, RECENT));
        }
    }

    pub(super) fn undone(&mut self, reply: &Reply) {
        if matches!(reply, Reply::Done(_)) {
            self.recent.changes = self.recent.changes.saturating_sub(1);
            self.recent.undone = self.recent.undone.saturating_add(1);
        }
        self.message = Some(self.rooms.answer(reply));
    }
}
