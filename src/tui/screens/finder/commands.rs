//! Commands among what is found: those of the screen below, by words of their title or name.

use crate::readmodel::find::{FindKind, FindRow};
use crate::tui::action::{Action, EverywhereAction, Scope};
use crate::tui::dialogs::commands::Command;

/// Among clients and notes no more than this; the palette has them all.
const AMONG_OTHERS: usize = 5;
/// A single letter stands in nearly every title.
const CHARS_LEAST: usize = 2;

/// The commands that may be found.
pub(super) struct Offered {
    commands: Vec<Command>,
}

impl Offered {
    /// What does something here and now, but moving about, which nobody looks for by name.
    pub(super) fn new(mut commands: Vec<Command>) -> Offered {
        use EverywhereAction::{Back, Find, Palette};
        commands.retain(|command| {
            let moves = command.action.row().scope == Scope::List;
            let circles = [Back, Find, Palette]
                .map(Action::from)
                .contains(&command.action);
            command.unable.is_none() && !moves && !circles
        });
        Offered { commands }
    }

    /// The rows for what is typed; all of them where commands stand alone and nothing is.
    pub(super) fn rows(&self, typed: &str, alone: bool) -> Vec<FindRow> {
        let typed = typed.to_lowercase();
        if !alone && typed.trim().chars().count() < CHARS_LEAST {
            return Vec::new();
        }
        let words: Vec<&str> = typed.split_whitespace().collect();
        let most = if alone { usize::MAX } else { AMONG_OTHERS };
        let fitting = self.commands.iter().enumerate().filter(|(_, command)| {
            let row = command.action.row();
            let text = format!("{} {}", row.title, row.name).to_lowercase();
            words.iter().all(|word| holds(&text, word))
        });
        let row = |(index, command): (usize, &Command)| FindRow {
            kind: FindKind::Command,
            id: index.to_string(),
            label: command.action.row().title.to_owned(),
            side: command.keys.clone(),
            marks: words.iter().map(|word| (*word).to_owned()).collect(),
            client_id: None,
            case: None,
        };
        fitting.take(most).map(row).collect()
    }

    /// The action of a row.
    pub(super) fn action(&self, id: &str) -> Option<Action> {
        let index: usize = id.parse().ok()?;
        self.commands.get(index).map(|command| command.action)
    }
}

/// Whether a word of the text begins with what is typed; of three letters or more, whether any part
/// does: `ma` must not stand for every command.
fn holds(text: &str, typed: &str) -> bool {
    let long = typed.chars().count() > CHARS_LEAST;
    text.split([' ', '-']).any(|word| word.starts_with(typed)) || (long && text.contains(typed))
}
