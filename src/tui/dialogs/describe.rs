//! What a key does: the next key is not done but described, with the scope it belongs to and the line
//! of the keymap file that says so. Made from the keymap in force, so that it cannot be wrong.

use ratatui::layout::Rect;

use super::commands::commands;
use crate::tui::action::{Action, DescribedAction, Scope};
use crate::tui::draw::{Pad, centred};
use crate::tui::effect::Effect;
use crate::tui::key::Key;
use crate::tui::keymap::{self, Bind, Found, Keymap, Origin};
use crate::tui::screen::{Covers, Screen, Typing};
use crate::tui::text::wrap;
use crate::tui::theme::Role;

/// Columns that it takes at most.
const WIDTH_MAX: u16 = 72;
/// So many other screens are named on which a key does something.
const ELSEWHERE_MAX: usize = 3;

/// The dialog.
pub struct Describe {
    keymap: Keymap,
    about: String,
    stack: &'static [Scope],
    typing: Typing,
    /// Actions that do nothing just now, and why.
    unable: Vec<(Action, String)>,
    /// The keys of a chord that has begun.
    chord: Vec<Key>,
    /// What was said of the last key; nothing before the first.
    said: Vec<String>,
    waits: bool,
}

impl Describe {
    /// Waits for a key to say what it does on that screen.
    pub fn of(keymap: &Keymap, screen: &dyn Screen) -> Describe {
        let commands = commands(keymap, screen).into_iter();
        Describe {
            keymap: keymap.clone(),
            about: screen.heading(),
            stack: screen.scope().stack(),
            typing: screen.typing(),
            unable: commands
                .filter_map(|command| Some((command.action, command.unable?)))
                .collect(),
            chord: Vec::new(),
            said: vec!["Press the key. It is not done, but described.".to_owned()],
            waits: true,
        }
    }

    fn describe(&mut self) {
        let label = keymap::label(&self.chord);
        let begins = self.chord.len() == 1;
        let key = self.chord.first().copied();
        if let Some(words) = key.filter(|_| begins).and_then(|key| self.as_text(key)) {
            return self.answer(vec![format!("{label}: {words}")]);
        }
        match self.keymap.find(self.stack, &self.chord) {
            Found::Beginning => {
                self.said = vec![format!("{label} begins a chord; it goes on with:")];
                let follows = self.keymap.follows(self.stack, &self.chord);
                let rest = |bind: &&Bind| {
                    let keys = bind.chord.get(self.chord.len()..).unwrap_or_default();
                    format!("{}: {}", keymap::label(keys), bind.action.row().title)
                };
                self.said.extend(follows.iter().map(rest));
            }
            Found::Action(action) => {
                let words = self.of_action(&label, action);
                self.answer(words);
            }
            Found::Nothing => {
                let words = self.of_nothing(&label);
                self.answer(words);
            }
        }
    }

    fn answer(&mut self, words: Vec<String>) {
        self.said = words;
        self.waits = false;
        self.chord.clear();
    }

    /// What a key does that never comes to the keymap here.
    fn as_text(&self, key: Key) -> Option<&'static str> {
        if !self.typing.takes(key) {
            return None;
        }
        Some(match self.typing {
            Typing::Digits => "picks the row with this number.",
            Typing::Text if key.printable().is_some() => "goes into the field as it is.",
            Typing::Off | Typing::Text | Typing::Any => "moves or deletes within the field.",
        })
    }

    fn of_action(&self, label: &str, action: Action) -> Vec<String> {
        let row = action.row();
        let mut words = vec![
            format!("{label}: {}.", row.title),
            format!(
                "\"{}\" of [{}]: {}.",
                row.name,
                row.scope.name(),
                row.scope.title()
            ),
        ];
        let binds = self.keymap.binds(row.scope);
        if let Some(bind) = binds.iter().find(|bind| bind.chord == self.chord) {
            words.push(self.from(bind));
        }
        let others = self.keymap.reach(self.stack, action);
        let others: Vec<String> = others
            .filter(|bind| bind.chord != self.chord)
            .map(Bind::label)
            .collect();
        if !others.is_empty() {
            words.push(format!("Also on {}.", others.join(", ")));
        }
        let unable = self.unable.iter().find(|(unable, _)| *unable == action);
        if let Some((_, reason)) = unable {
            words.push(format!("Not now: {reason}."));
        }
        words
    }

    /// Which line of which file gave the key to the action.
    fn from(&self, bind: &Bind) -> String {
        let file = self.keymap.layers.get(bind.layer);
        let file = file.map_or("", String::as_str);
        let whose = match self.keymap.origins.get(bind.layer) {
            Some(Origin::Shipped) | None => "the shipped keymap ",
            Some(Origin::Site) => "the practice machine's ",
            Some(Origin::Yours) => "your ",
        };
        let (line, column) = bind.at;
        format!("From {whose}{file}, line {line}, column {column}.")
    }

    /// A key that is nothing here, with some of the screens where it is something.
    fn of_nothing(&self, label: &str) -> Vec<String> {
        let digit = self.chord.first().and_then(|key| key.printable());
        let number = digit.and_then(|digit| digit.to_digit(10)).unwrap_or(0);
        if self.keymap.numbered_rows && number > 0 && self.chord.len() == 1 {
            return vec![format!("{label}: opens the row with this number.")];
        }
        let mut words = vec![format!("{label} does nothing here.")];
        let elsewhere = Scope::ALL.iter().filter_map(|scope| {
            let mut binds = self.keymap.binds(*scope).iter();
            let bind = binds.find(|bind| bind.chord == self.chord)?;
            Some(format!("{}: {}.", scope.title(), bind.action.row().title))
        });
        words.extend(elsewhere.take(ELSEWHERE_MAX));
        words
    }
}

impl Screen for Describe {
    fn heading(&self) -> String {
        format!("What a key does: {}", self.about)
    }

    fn scope(&self) -> Scope {
        Scope::Described
    }

    fn typing(&self) -> Typing {
        if self.waits { Typing::Any } else { Typing::Off }
    }

    fn hints(&self) -> Vec<Action> {
        vec![DescribedAction::Again.into()]
    }

    fn covers(&self) -> Covers {
        Covers::Part
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        if action == DescribedAction::Again.into() {
            self.said = vec!["Press the next key.".to_owned()];
            self.waits = true;
        }
        Vec::new()
    }

    fn typed(&mut self, key: Key) -> Vec<Effect> {
        self.chord.push(key);
        self.describe();
        Vec::new()
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        let width = WIDTH_MAX.min(area.width);
        let columns = usize::from(width.saturating_sub(4));
        let lines = self.said.iter().flat_map(|words| wrap(words, columns));
        let lines: Vec<String> = lines.collect();
        let height = u16::try_from(lines.len())
            .unwrap_or(area.height)
            .saturating_add(2);
        let inside = pad.framed(centred(area, width, height), &self.heading());
        pad.focus(inside.x, inside.y);
        for (number, (line, y)) in lines.iter().zip(inside.top()..inside.bottom()).enumerate() {
            let role = match (number, self.waits) {
                (0, false) => Role::Name,
                _ => Role::Text,
            };
            pad.text(inside.x, y, inside.width, line, role);
        }
    }
}
