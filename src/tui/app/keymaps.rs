//! The keymap itself: what is wrong with its files, reading them again, and what a key does.

use super::App;
use crate::tui::action::{Action, DescribedAction, Scope};
use crate::tui::dialogs::describe::Describe;
use crate::tui::dialogs::plain::PlainText;
use crate::tui::effect::{Errand, Tone};
use crate::tui::keymap::{Fault, Keymap, Level};

impl App {
    /// Says at the start what is wrong with the keymap files.
    pub(super) fn report_keymap(&mut self) {
        let faults = &self.setup.keymap.faults;
        let bad = faults
            .iter()
            .filter(|fault| fault.level == Level::Error)
            .count();
        let first = faults
            .iter()
            .find(|fault| fault.level == Level::Error)
            .map(ToString::to_string);
        if let Some(first) = first {
            let more = match bad {
                1 => String::new(),
                count => format!(" ({} more)", count - 1),
            };
            self.say(Tone::Trouble, format!("{first}{more}"));
        }
    }

    /// Asks for the files to be read again; until they are, the keys stay as they are.
    pub(super) fn reload_keys(&mut self) {
        match self.setup.keymap.places.clone() {
            Some(places) => self.errands.push(Errand::ReadKeys(places)),
            None => self.say(Tone::Note, "The keys of this session come from no file"),
        }
    }

    /// Takes what the files make now. Where a line of them is wrong, the keys stay as they were, so
    /// that nobody loses one in the middle of work; every fault is listed.
    pub(super) fn take_keys(&mut self, keymap: Keymap) {
        let is_error = |fault: &&Fault| fault.level == Level::Error;
        let faults = keymap.faults.iter().filter(is_error).count();
        if faults == 0 {
            let remarks = match keymap.faults.len() {
                0 => String::new(),
                1 => "; one remark, the help shows it".to_owned(),
                count => format!("; {count} remarks, the help shows them"),
            };
            let layers = keymap.layers.join(", then ");
            self.chord.clear();
            self.setup.keymap = keymap;
            return self.say(Tone::Done, format!("Keys read again: {layers}{remarks}"));
        }
        let lines = keymap.faults.iter().map(ToString::to_string).collect();
        self.push(Box::new(PlainText::new(lines)));
        let lines = if faults == 1 { "line is" } else { "lines are" };
        let words = format!("The keys stay as they were: {faults} {lines} wrong");
        self.say(Tone::Trouble, words);
    }

    /// Waits for a key and says what it does on the screen that the person looks at; over the help
    /// and the palette, on the one below.
    pub(super) fn describe_key(&mut self) {
        let scope = self.top().map(|top| top.scope());
        if scope == Some(Scope::Described) {
            let again = Action::Described(DescribedAction::Again);
            return self.with_top(|screen| screen.act(again));
        }
        let beneath = |scope| !matches!(scope, Scope::Help | Scope::Palette);
        let screens = self.stack.iter().rev().map(|sheet| sheet.screen.as_ref());
        let mut screens = screens.filter(|screen| beneath(screen.scope()));
        if let Some(screen) = screens.next() {
            let describe = Describe::of(&self.setup.keymap, screen);
            self.push(Box::new(describe));
        }
    }
}
