//! `?`: the keys that work where one is, from the resolved keymap, so that it cannot differ from what
//! they do. Typing narrows, Enter does what the marker is on.

use ratatui::layout::Rect;

use super::commands::{Commands, commands};
use crate::tui::action::{Action, HelpAction, ListAction, Scope};
use crate::tui::draw::Pad;
use crate::tui::effect::Effect;
use crate::tui::key::Key;
use crate::tui::keymap::Keymap;
use crate::tui::screen::{Covers, Screen, Typing};
use crate::tui::theme::Role;

/// The help for one screen.
pub struct Help {
    /// What the screen is.
    about: String,
    /// What is wrong with the keymap files, and which layers there are.
    problems: Vec<String>,
    layers: String,
    commands: Commands,
}

impl Help {
    /// The help for the topmost screen.
    pub fn of(keymap: &Keymap, screen: &dyn Screen) -> Help {
        Help {
            about: about(screen),
            problems: keymap.faults.iter().map(ToString::to_string).collect(),
            layers: keymap.layers.join(", then "),
            commands: Commands::new(commands(keymap, screen), true),
        }
    }
}

/// Where the person is: the screen, and the row under the marker.
fn about(screen: &dyn Screen) -> String {
    let heading = screen.heading();
    match screen.position() {
        Some((at, of)) if of > 0 => format!("{heading}, row {at} of {of}"),
        Some(_) | None => heading,
    }
}

impl Screen for Help {
    fn heading(&self) -> String {
        format!("Help: {}", self.about)
    }

    fn scope(&self) -> Scope {
        Scope::Help
    }

    fn typing(&self) -> Typing {
        Typing::Text
    }

    fn hints(&self) -> Vec<Action> {
        vec![HelpAction::Run.into()]
    }

    fn position(&self) -> Option<(usize, usize)> {
        Some(self.commands.position())
    }

    fn covers(&self) -> Covers {
        Covers::Whole
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        let Action::Help(action) = action else {
            return Vec::new();
        };
        match action {
            HelpAction::Run => return self.commands.run(),
            HelpAction::Next => self.commands.act(ListAction::Next),
            HelpAction::Previous => self.commands.act(ListAction::Previous),
            HelpAction::PageDown => self.commands.act(ListAction::PageDown),
            HelpAction::PageUp => self.commands.act(ListAction::PageUp),
        }
        Vec::new()
    }

    fn typed(&mut self, key: Key) -> Vec<Effect> {
        self.commands.typed(key);
        Vec::new()
    }

    fn pasted(&mut self, text: &str) -> Vec<Effect> {
        self.commands.pasted(text);
        Vec::new()
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        pad.clear(area);
        let inside = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2),
            ..area
        };
        let mut y = inside.y;
        pad.text(inside.x, y, inside.width, &self.heading(), Role::Heading);
        y += 1;
        // Half of the screen at most: the keys must stay to be seen.
        for problem in self.problems.iter().take(usize::from(inside.height / 2)) {
            pad.text(inside.x, y, inside.width, problem, Role::Fault);
            y += 1;
        }
        let last = inside.bottom().saturating_sub(1);
        let list = Rect {
            y,
            height: last.saturating_sub(y),
            ..inside
        };
        self.commands.draw(list, pad);
        let words = format!(
            "Keymap: {}. Yours: ~/.config/caseload/keymap.toml",
            self.layers
        );
        pad.text(inside.x, last, inside.width, &words, Role::Text);
    }
}
