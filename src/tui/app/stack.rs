//! The stack of screens and the effects that they ask for.

use super::undo::UNDO;
use super::{App, Asker, Sheet};
use crate::tui::action::{Action, EverywhereAction, ListAction};
use crate::tui::effect::{Alarm, Effect, Errand, ScreenId, Tone};
use crate::tui::screen::{Answer, HubSaid, Place, Screen};

impl App {
    pub(super) fn top(&self) -> Option<&dyn Screen> {
        self.stack.last().map(|sheet| sheet.screen.as_ref())
    }

    pub(super) fn top_id(&self) -> Option<ScreenId> {
        self.stack.last().map(|sheet| sheet.id)
    }

    /// Clears the stack and opens a place.
    pub(super) fn go(&mut self, place: Place) {
        let screen = self.rooms.open(place);
        while !self.stack.is_empty() {
            self.drop_top();
        }
        self.push(screen);
    }

    pub(super) fn push(&mut self, screen: Box<dyn Screen>) {
        let id = ScreenId(self.next_number());
        self.stack.push(Sheet { id, screen });
        self.with(id, Screen::opened);
    }

    /// Takes the topmost screen away. What it still wants sent is sent; nobody hears the answer.
    pub(super) fn drop_top(&mut self) {
        let Some(mut sheet) = self.stack.pop() else {
            return;
        };
        for effect in sheet.screen.leaving() {
            if let Effect::Send(tag, ask) = effect {
                self.ask(Asker::Screen(sheet.id, tag), ask);
            }
        }
    }

    /// Lets one screen do something and performs what it asks for.
    pub(super) fn with(
        &mut self,
        id: ScreenId,
        turn: impl FnOnce(&mut (dyn Screen + 'static)) -> Vec<Effect>,
    ) {
        let Some(sheet) = self.stack.iter_mut().find(|sheet| sheet.id == id) else {
            return;
        };
        let effects = turn(sheet.screen.as_mut());
        self.perform(id, effects);
    }

    /// Lets the topmost screen do something.
    pub(super) fn with_top(
        &mut self,
        turn: impl FnOnce(&mut (dyn Screen + 'static)) -> Vec<Effect>,
    ) {
        if let Some(id) = self.top_id() {
            self.with(id, turn);
        }
    }

    /// Tells every screen, from the bottom up.
    pub(super) fn tell_all(&mut self, said: &HubSaid<'_>) {
        let ids: Vec<ScreenId> = self.stack.iter().map(|sheet| sheet.id).collect();
        for id in ids {
            self.with(id, |screen| screen.hub_said(said));
        }
    }

    fn perform(&mut self, id: ScreenId, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send(tag, ask) => {
                    if let Some(ask) = self.in_its_time(id, ask) {
                        self.ask(Asker::Screen(id, tag), ask);
                    }
                }
                Effect::Push(screen) => {
                    if !self.comes_too_late(id, screen.as_ref()) {
                        self.push(screen);
                    }
                }
                Effect::Replace(screen) => {
                    self.remove(id);
                    self.push(screen);
                }
                Effect::Pop => {
                    self.remove(id);
                    self.stand_somewhere();
                }
                Effect::Answer(answer) => self.answer(id, &answer),
                Effect::Run(action) => {
                    self.remove(id);
                    self.stand_somewhere();
                    self.run(action);
                }
                Effect::Say(tone, words) => self.say(tone, words),
                Effect::Wake(tag, after) => {
                    self.errands
                        .push(Errand::Wake(Alarm::Screen(id, tag), after));
                }
                Effect::Sleep(tag) => self.errands.push(Errand::Sleep(Alarm::Screen(id, tag))),
                Effect::Write(name, table) => self.errands.push(Errand::Write(id, name, table)),
                Effect::LookAt(day) => {
                    self.remove(id);
                    self.look_at(day);
                }
                Effect::Cover => self.cover(),
                Effect::Clipboard(text) => self.errands.push(Errand::Clipboard(text)),
                Effect::Quit => self.quit(),
            }
        }
    }

    /// Takes a screen away, and those that it had put on top of itself.
    fn remove(&mut self, id: ScreenId) {
        let Some(depth) = self.stack.iter().position(|sheet| sheet.id == id) else {
            return;
        };
        while self.stack.len() > depth {
            self.drop_top();
        }
    }

    /// Goes on with the screen below. Where the last screen has gone, opens the first place: there
    /// is always one.
    fn stand_somewhere(&mut self) {
        let first = self.rooms.places().first().map(|(place, _)| *place);
        match (self.stack.is_empty(), first) {
            (true, Some(place)) => self.go(place),
            _ => self.with_top(Screen::on_top_again),
        }
    }

    fn answer(&mut self, id: ScreenId, answer: &Answer) {
        self.remove(id);
        self.stand_somewhere();
        if *answer == Answer::Confirmed(UNDO) {
            return self.undo_now();
        }
        self.with_top(|screen| screen.answered(answer));
    }

    /// Does an action as if its key had been pressed on the topmost screen.
    pub(super) fn run(&mut self, action: Action) {
        if self.would_change_the_past(action) {
            return;
        }
        if let Some(reason) = self.top().and_then(|screen| screen.unable(action)) {
            self.say(Tone::Note, reason);
            return;
        }
        if self.must_be_pressed_twice(action) {
            return;
        }
        match action {
            Action::Everywhere(action) => self.everywhere(action),
            Action::List(ListAction::Write) => self.write_rows(),
            other => self.with_top(|screen| screen.act(other)),
        }
        self.tour_did(action);
    }

    /// Whether an action waits for a second press: it would show other people, and somebody looks
    /// on.
    fn must_be_pressed_twice(&mut self, action: Action) -> bool {
        let alone = self
            .stack
            .iter()
            .any(|sheet| sheet.screen.shows_one_alone());
        if !alone || !shows_others(action) || self.warned.take() == Some(action) {
            return false;
        }
        self.warned = Some(action);
        let words = "Others would be seen, and somebody may look on. Press it again to go.";
        self.say(Tone::Note, words);
        true
    }
}

/// Whether an action shows or names other people than the one on the screen. Whatever is not known
/// to be harmless does: a place that is added later among them.
fn shows_others(action: Action) -> bool {
    use EverywhereAction as E;
    let Action::Everywhere(action) = action else {
        return false;
    };
    !matches!(
        action,
        E::Help
            | E::Palette
            | E::DescribeKey
            | E::ReloadKeys
            | E::Back
            | E::Cover
            | E::Redraw
            | E::Suspend
            | E::Quit
    )
}
