//! Putting the layers together: built-in, practice machine, user, command line. A later layer wins
//! action by action, and a key that it takes is taken from whatever had it, and said so.

use super::check;
use super::fault::{Fault, Level, place};
use super::file::{self, File, Line};
use super::{Bind, Found, Keymap, label};
use crate::tui::action::{Action, ConfirmAction, CoverAction, EverywhereAction, Scope, TABLE};
use crate::tui::key::Key;

/// The keymaps that are compiled in, by name.
const SHIPPED: &[(&str, &str)] = &[
    ("default", include_str!("../../../keymaps/default.toml")),
    ("vim", include_str!("../../../keymaps/vim.toml")),
    (
        "function-keys",
        include_str!("../../../keymaps/function-keys.toml"),
    ),
];

/// The text of a shipped keymap.
pub fn shipped(name: &str) -> Option<&'static str> {
    SHIPPED
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}

/// The names of the shipped keymaps.
pub fn shipped_names() -> Vec<&'static str> {
    SHIPPED.iter().map(|(name, _)| *name).collect()
}

/// One keymap file to be laid over those before it.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Its name for people: a path, or the name of a shipped keymap.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// Makes the keymap in force: the built-in one with `layers` over it, the last on top.
pub fn load(layers: &[Layer]) -> Keymap {
    let mut keymap = Keymap::default();
    for name in shipped_names() {
        if name == "default" {
            lay(&mut keymap, name, shipped(name).unwrap_or_default());
        }
    }
    for layer in layers {
        lay(&mut keymap, &layer.file, &layer.text);
    }
    put_back(&mut keymap);
    hidden(&mut keymap);
    keymap
}

/// Lays one file over the keymap, and before it the shipped one that it extends.
fn lay(keymap: &mut Keymap, name: &str, text: &str) {
    let read = file::read(name, text);
    let base = read.extends.clone().filter(|base| base != "default");
    if let Some((base, text)) = base.and_then(|base| shipped(&base).map(|text| (base, text))) {
        lay(keymap, &base, text);
    }
    keymap.layers.push(name.to_owned());
    let layer = keymap.layers.len() - 1;
    let File { lines, faults, .. } = read;
    keymap.faults.extend(faults);
    for line in &lines {
        keymap
            .binds
            .entry(line.row.scope)
            .or_default()
            .retain(|bind| bind.action != line.row.action);
    }
    for line in &lines {
        for (chord, at) in &line.chords {
            take(keymap, name, text, line, chord, *at, layer);
        }
    }
    if shipped(name).is_some_and(|known| known == text) {
        // What a shipped keymap does is meant; only a person's own file is remarked upon.
        let own = |fault: &Fault| fault.file != name || fault.level == Level::Error;
        keymap.faults.retain(own);
    }
    for binds in keymap.binds.values_mut() {
        binds.sort_by_key(|bind| bind.action);
    }
}

/// Gives a chord to an action, taking it from what had it in an earlier layer.
fn take(
    keymap: &mut Keymap,
    file: &str,
    text: &str,
    line: &Line,
    chord: &[Key],
    at: usize,
    layer: usize,
) {
    let scope = line.row.scope;
    let mut lost: Vec<Action> = Vec::new();
    for (other, binds) in &mut keymap.binds {
        // An inner scope would keep the key for itself, so it must let go of it; an outer one is
        // merely hidden here.
        if !other.stack().contains(&scope) {
            continue;
        }
        binds.retain(|bind| {
            let gone = bind.layer < layer && check::clash(&bind.chord, chord);
            if gone {
                lost.push(bind.action);
            }
            !gone
        });
    }
    let bind = Bind {
        chord: chord.to_vec(),
        action: line.row.action,
        layer,
    };
    keymap.binds.entry(scope).or_default().push(bind);
    for action in lost {
        let row = action.row();
        let left: Vec<String> = keymap
            .binds(row.scope)
            .iter()
            .filter(|bind| bind.action == action)
            .map(Bind::label)
            .collect();
        let now = match left.is_empty() {
            true => format!("\"{}\" has no key now, the palette still has it", row.name),
            false => format!("\"{}\" is still on {}", row.name, left.join(", ")),
        };
        let message = format!("{} moved to \"{}\"; {now}", label(chord), line.row.name);
        let (line, column) = place(text, at);
        let (file, level) = (file.to_owned(), Level::Note);
        keymap.faults.push(Fault {
            code: "K03",
            level,
            file,
            line,
            column,
            message,
        });
    }
}

/// What must have a key in every scope, or a person could be locked in.
fn needed(scope: Scope) -> Vec<Action> {
    let mut needed: Vec<Action> = vec![
        EverywhereAction::Help.into(),
        EverywhereAction::Back.into(),
        EverywhereAction::Palette.into(),
        EverywhereAction::Quit.into(),
    ];
    match scope {
        Scope::Confirm => needed.push(ConfirmAction::No.into()),
        Scope::Cover => {
            needed = vec![CoverAction::Uncover.into(), EverywhereAction::Quit.into()];
        }
        _ => {}
    }
    needed
}

/// Whether a person in this scope can do the action with some key.
fn can(keymap: &Keymap, scope: Scope, action: Action) -> bool {
    keymap
        .reach(scope.stack(), action)
        .any(|bind| usable(scope, &bind.chord))
}

/// Whether a chord comes through where letters are typed.
fn usable(scope: Scope, chord: &[Key]) -> bool {
    !check::takes_text(scope) || chord.first().is_some_and(|key| !key.edits())
}

/// Puts the built-in keys back where somebody could no longer leave or ask for help (K07).
fn put_back(keymap: &mut Keymap) {
    let locked: Vec<(Scope, Action)> = Scope::ALL
        .iter()
        .flat_map(|scope| {
            needed(*scope)
                .into_iter()
                .map(move |action| (*scope, action))
        })
        .filter(|(scope, action)| !can(keymap, *scope, *action))
        .collect();
    if locked.is_empty() || keymap.layers.len() < 2 {
        return;
    }
    let built_in = load(&[]);
    for (scope, action) in locked {
        if can(keymap, scope, action) {
            continue;
        }
        let row = action.row();
        for bind in built_in
            .binds(row.scope)
            .iter()
            .filter(|bind| bind.action == action)
        {
            for (other, binds) in &mut keymap.binds {
                if other.stack().contains(&row.scope) {
                    binds.retain(|had| {
                        had.action == action || !check::clash(&had.chord, &bind.chord)
                    });
                }
            }
            let binds = keymap.binds.entry(row.scope).or_default();
            if !binds.contains(bind) {
                binds.push(bind.clone());
            }
        }
        let file = keymap.layers.last().cloned().unwrap_or_default();
        let message = format!(
            "in [{}] no key would be left for \"{}\"; the built-in keys are put back",
            scope.name(),
            row.name
        );
        let (code, level) = ("K07", Level::Error);
        keymap.faults.push(Fault {
            code,
            level,
            file,
            line: 0,
            column: 0,
            message,
        });
    }
}

/// Says which actions of everywhere lost their last key to an inner scope (K09).
fn hidden(keymap: &mut Keymap) {
    let mut found = Vec::new();
    for &scope in Scope::ALL {
        for row in TABLE.iter().filter(|row| row.scope == Scope::Everywhere) {
            let bound: Vec<&Bind> = keymap
                .binds(row.scope)
                .iter()
                .filter(|bind| bind.action == row.action)
                .collect();
            let offered = bound.iter().any(|bind| usable(scope, &bind.chord));
            if scope == Scope::Cover || !offered || can(keymap, scope, row.action) {
                continue;
            }
            let hider =
                bound
                    .iter()
                    .find_map(|bind| match keymap.find(scope.stack(), &bind.chord) {
                        Found::Action(action) => Some(action.row().name),
                        _ => None,
                    });
            let message = format!(
                "in [{}] \"{}\" hides the only key of \"{}\"",
                scope.name(),
                hider.unwrap_or("a chord"),
                row.name
            );
            found.push(message);
        }
    }
    let file = keymap.layers.last().cloned().unwrap_or_default();
    keymap.faults.extend(found.into_iter().map(|message| Fault {
        code: "K09",
        level: Level::Warning,
        file: file.clone(),
        line: 0,
        column: 0,
        message,
    }));
}

/// Which actions a file leaves without a line; the built-in keymap must name every one.
pub fn missing(text: &str) -> Vec<String> {
    let file = file::read("", text);
    TABLE
        .iter()
        .filter(|row| !file.lines.iter().any(|line| line.row.action == row.action))
        .map(|row| format!("[{}] {}", row.scope.name(), row.name))
        .collect()
}
