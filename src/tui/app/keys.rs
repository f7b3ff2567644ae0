//! From a key to what it does: covered and too small windows first, then text, then the keymap.

use super::App;
use crate::readmodel::stand::Spot;
use crate::tui::action::{Action, CoverAction, EverywhereAction, Scope};
use crate::tui::dialogs::commands::commands;
use crate::tui::dialogs::help::Help;
use crate::tui::dialogs::palette::Palette;
use crate::tui::dialogs::plain;
use crate::tui::dialogs::write::WriteRows;
use crate::tui::effect::{Errand, Tone};
use crate::tui::forms;
use crate::tui::key::{Key, Name};
use crate::tui::keymap::Found;
use crate::tui::screen::{Place, Screen, Typing};

impl App {
    pub(super) fn key(&mut self, key: Key) {
        self.rest();
        let silent = self.message.take().is_none();
        let warned = self.warned.take();
        if self.covered {
            return self.key_while_covered(key);
        }
        if self.is_too_small() {
            return self.key_while_too_small(key);
        }
        // What was not to be seen was not answered.
        if silent && !self.hub_lost && self.takes_offer(key) {
            return;
        }
        if !self.tour_takes(key) {
            self.key_for_top(key, warned);
        }
    }

    /// `warned` is the action that the key before this one was warned of.
    fn key_for_top(&mut self, key: Key, warned: Option<Action>) {
        let Some(top) = self.top() else { return };
        let (stack, typing) = (top.scope().stack(), top.typing());
        if self.chord.is_empty() && typing.takes(key) {
            return self.with_top(|screen| screen.typed(key));
        }
        if !self.chord.is_empty() && key == Key::named(Name::Esc) {
            return self.chord.clear();
        }
        self.chord.push(key);
        match self.setup.keymap.find(stack, &self.chord) {
            Found::Beginning => self.warned = warned,
            Found::Action(action) => {
                self.chord.clear();
                self.warned = warned.filter(|before| *before == action);
                self.run(action);
            }
            Found::Nothing => {
                let begun = self.chord.len() > 1;
                self.chord.clear();
                if !begun && typing != Typing::Off {
                    self.with_top(|screen| screen.typed(key));
                } else if let (false, Some(number)) = (begun, self.row_number(key)) {
                    self.with_top(|screen| screen.nth(number));
                }
            }
        }
    }

    /// The number of a row, from 1, where rows have numbers and the key is one.
    fn row_number(&self, key: Key) -> Option<usize> {
        let digit = key.printable()?.to_digit(10)?;
        let number = usize::try_from(digit).ok()?;
        (self.setup.keymap.numbered_rows && number > 0).then_some(number)
    }

    fn key_while_covered(&mut self, key: Key) {
        match self.setup.keymap.find(Scope::Cover.stack(), &[key]) {
            Found::Action(Action::Cover(CoverAction::Uncover)) => self.covered = false,
            Found::Action(Action::Everywhere(EverywhereAction::Quit)) => self.quit(),
            _ => {}
        }
    }

    fn key_while_too_small(&mut self, key: Key) {
        use EverywhereAction::{Back, Quit};
        // Who goes on typing while the window is small leaves by none of the keys that text needs.
        if key == Key::named(Name::Esc) || key == Key::named(Name::Backspace) {
            return;
        }
        let found = self.setup.keymap.find(Scope::Everywhere.stack(), &[key]);
        if let Found::Action(Action::Everywhere(Back | Quit)) = found {
            self.quit();
        }
    }

    pub(super) fn unknown_key(&mut self) {
        self.rest();
        self.chord.clear();
        if !self.covered {
            self.say(
                Tone::Note,
                "This terminal does not send that key as one; nothing was done",
            );
        }
    }

    pub(super) fn paste(&mut self, text: &str) {
        self.rest();
        self.message = None;
        if self.covered || self.is_too_small() {
            return;
        }
        self.chord.clear();
        if self
            .top()
            .is_some_and(|screen| screen.typing() == Typing::Text)
        {
            self.with_top(|screen| screen.pasted(text));
        } else {
            self.say(Tone::Note, "There is no field here to paste into");
        }
    }

    /// The actions that work on every screen.
    pub(super) fn everywhere(&mut self, action: EverywhereAction) {
        use EverywhereAction as E;
        match action {
            E::Find => self.find(),
            E::Help => self.help(),
            E::Palette => self.palette(),
            E::DescribeKey => self.describe_key(),
            E::ReloadKeys => self.reload_keys(),
            E::Back => self.back(),
            E::Cover => self.cover(),
            E::Undo => self.undo(),
            E::Redo => self.redo(),
            E::Lately => self.lately(),
            E::ToDo => self.note_to_do(),
            E::AddService => self.push(forms::add_service()),
            E::Agenda => self.visit(Place::Agenda),
            E::Caseload => self.visit(Place::Caseload),
            E::Services => self.visit(Place::Services),
            E::Team => self.visit(Place::Team),
            E::Review => self.visit(Place::Review),
            E::Integration => self.visit(Place::Integration),
            E::AsOf => self.ask_as_of(),
            E::WriteNote => self.push(forms::write_note(None)),
            E::JumpBack => self.jump_back(),
            E::JumpForward => self.jump_forward(),
            E::Copy => self.copy(),
            E::Tour => self.start_tour(),
            E::Redraw => self.errands.push(Errand::Redraw),
            E::Suspend if self.setup.may_suspend => self.errands.push(Errand::Suspend),
            E::Suspend => self.say(Tone::Note, "There is no command line behind this program"),
            E::Quit => self.quit(),
        }
    }

    fn find(&mut self) {
        let Some(top) = self.top() else { return };
        if top.scope() == Scope::Finder {
            return;
        }
        match self.rooms.finder(commands(&self.setup.keymap, top)) {
            Some(finder) => self.push(finder),
            None => self.say(Tone::Note, "There is nothing to search here"),
        }
    }

    /// From a person's page it is about them; a row of a list under the marker is only passed by.
    fn note_to_do(&mut self) {
        let about = match self.top().and_then(|top| top.spot()) {
            Some(Spot::Client(client)) => Some(client.into()),
            Some(Spot::Case(case)) => Some(case.into()),
            _ => None,
        };
        self.push(forms::to_do(about));
    }

    fn lately(&mut self) {
        if let Some(lately) = self.rooms.lately() {
            self.push(lately);
        }
    }

    fn help(&mut self) {
        let Some(top) = self.top() else { return };
        if top.scope() == Scope::Help {
            return;
        }
        let help = Help::of(&self.setup.keymap, top);
        self.push(Box::new(help));
    }

    fn copy(&mut self) {
        let Some(top) = self.top() else { return };
        if top.scope() == Scope::PlainText {
            return;
        }
        let body = self.body();
        let lines = top
            .plain()
            .unwrap_or_else(|| plain::drawn(top, body.height, self.setup.look));
        self.push(Box::new(plain::PlainText::new(lines)));
    }

    fn palette(&mut self) {
        let Some(top) = self.top() else { return };
        if top.scope() == Scope::Palette {
            return;
        }
        let palette = Palette::of(&self.setup.keymap, top);
        self.push(Box::new(palette));
    }

    fn back(&mut self) {
        let top = self.stack.last_mut();
        if top.is_some_and(|sheet| sheet.screen.lets_go()) {
            return;
        }
        let within = self.top().is_some_and(Screen::goes_back_within);
        if within || self.stack.len() > 1 {
            return self.with_top(Screen::back);
        }
        let first = self.rooms.places().first().map(|(place, _)| *place);
        match first {
            Some(first) if self.top().and_then(Screen::place) != Some(first) => self.go(first),
            _ => {
                let stack = Scope::Everywhere.stack();
                let key = self
                    .setup
                    .keymap
                    .key_of(stack, EverywhereAction::Quit.into());
                let words = format!(
                    "This is the first screen; {} leaves",
                    key.unwrap_or_default()
                );
                self.say(Tone::Note, words);
            }
        }
    }

    fn visit(&mut self, place: Place) {
        if self.rooms.places().iter().any(|(known, _)| *known == place) {
            self.go(place);
        } else {
            self.say(Tone::Note, format!("You have no {place:?} view"));
        }
    }

    /// Asks for the name of a file to write the rows of this screen to.
    pub(super) fn write_rows(&mut self) {
        let rows = self.top().and_then(Screen::rows_out);
        match (rows, self.rooms.scribe()) {
            (None, _) => self.say(Tone::Note, "There are no rows to write here"),
            (_, None) => self.say(Tone::Note, "Files cannot be written here"),
            (Some((name, rows)), Some(_)) => self.push(Box::new(WriteRows::new(&name, rows))),
        }
    }
}
