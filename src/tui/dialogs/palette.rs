//! `:`: every command that works where one is, found by typing its name, key or none.

use ratatui::layout::Rect;

use super::commands::{Commands, commands};
use crate::tui::action::{Action, ListAction, PaletteAction, Scope};
use crate::tui::draw::Pad;
use crate::tui::effect::Effect;
use crate::tui::key::Key;
use crate::tui::keymap::Keymap;
use crate::tui::screen::{Covers, Screen, Typing};

/// The palette for one screen.
pub struct Palette {
    about: String,
    commands: Commands,
}

impl Palette {
    /// The palette for the topmost screen.
    pub fn of(keymap: &Keymap, screen: &dyn Screen) -> Palette {
        let commands = Commands::new(commands(keymap, screen), false);
        Palette {
            about: screen.heading(),
            commands,
        }
    }
}

impl Screen for Palette {
    fn heading(&self) -> String {
        format!("Commands: {}", self.about)
    }

    fn scope(&self) -> Scope {
        Scope::Palette
    }

    fn typing(&self) -> Typing {
        Typing::Text
    }

    fn hints(&self) -> Vec<Action> {
        vec![PaletteAction::Run.into()]
    }

    fn position(&self) -> Option<(usize, usize)> {
        Some(self.commands.position())
    }

    fn covers(&self) -> Covers {
        Covers::Part
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        let Action::Palette(action) = action else {
            return Vec::new();
        };
        match action {
            PaletteAction::Run => return self.commands.run(),
            PaletteAction::Next => self.commands.act(ListAction::Next),
            PaletteAction::Previous => self.commands.act(ListAction::Previous),
            PaletteAction::PageDown => self.commands.act(ListAction::PageDown),
            PaletteAction::PageUp => self.commands.act(ListAction::PageUp),
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
        let height = area.height.min(16);
        let inside = pad.framed(Rect { height, ..area }, "Commands");
        self.commands.draw(inside, pad);
    }
}
