//! Before and after sending: the question where it goes into several records, and what to do where
//! the line broke and nobody knows whether it was saved.

use super::{Kind, SAVE, SURE, Sheet, Stage};
use crate::domain::intent::Intent;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::effect::Effect;
use crate::tui::screen::Screen as _;
use crate::wire::Request;

impl<K: Kind> Sheet<K> {
    pub(super) fn send_or_ask(&mut self, intent: Intent) -> Vec<Effect> {
        let Some(words) = self.kind.question() else {
            return self.send(intent);
        };
        self.asked = Some(intent);
        let question = Confirm::new(SURE, self.heading(), words);
        vec![Effect::Push(Box::new(question))]
    }

    /// The question was answered with yes.
    pub(super) fn confirmed(&mut self) -> Vec<Effect> {
        match self.asked.take() {
            Some(intent) => self.send(intent),
            None => Vec::new(),
        }
    }

    fn send(&mut self, intent: Intent) -> Vec<Effect> {
        self.top.clear();
        self.stage = Stage::Saving;
        vec![Effect::Send(SAVE, Request::Do(intent))]
    }

    /// The line is there again, and there is no one record to look it up in.
    pub(super) fn send_again(&mut self) -> Vec<Effect> {
        self.stage = Stage::Filling;
        if self.kind.may_be_sent_again() {
            // The duplicate check keeps somebody new from being saved twice.
            return self.save();
        }
        self.top = "The line broke while this was being saved. Look at somebody's history before \
                    you save once more: it may be there already."
            .to_owned();
        Vec::new()
    }
}
