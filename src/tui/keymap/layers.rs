//! Putting the layers together: built-in, practice machine, user, command line. A later layer wins
//! action by action, and a key that it takes is taken from whatever had it, and said so.

use super::fault::{Fault, Level, place};
use super::file::{self, File, Line};
use super::{Bind, Keymap, check, lockout, slips};
use crate::tui::action::{Action, TABLE};

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

/// Whose a layer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Compiled in: the built-in keymap or another that is shipped.
    Shipped,
    /// The practice machine's.
    Site,
    /// The person's own, kept or named for this session.
    Yours,
}

impl Origin {
    /// The mark beside a key that is not shipped.
    pub fn mark(self) -> &'static str {
        match self {
            Origin::Shipped => "",
            Origin::Site => "(site)",
            Origin::Yours => "(yours)",
        }
    }
}

/// Makes the keymap in force: the built-in one with a person's `layers` over it, the last on top.
pub fn load(layers: &[Layer]) -> Keymap {
    let own = |layer: &Layer| (Origin::Yours, layer.clone());
    load_all(&layers.iter().map(own).collect::<Vec<_>>())
}

/// The same with layers of several origins. The shipped keymap that the last of them extends lies
/// under all of them, so that it undoes nothing that a file says; where a shipped keymap is itself
/// among the layers, that one is what the person wants, and no other is.
pub fn load_all(layers: &[(Origin, Layer)]) -> Keymap {
    let mut keymap = bare();
    let named = layers.iter().any(|(origin, _)| *origin == Origin::Shipped);
    let extended = layers
        .iter()
        .filter_map(|(_, layer)| file::read(&layer.file, &layer.text).extends)
        .next_back();
    let base = extended.filter(|base| base != "default" && !named);
    if let Some((base, text)) = base.and_then(|base| shipped(&base).map(|text| (base, text))) {
        lay(&mut keymap, Origin::Shipped, &base, text);
    }
    for (origin, layer) in layers {
        lay(&mut keymap, *origin, &layer.file, &layer.text);
    }
    lockout::put_back(&mut keymap, &bare());
    lockout::hidden(&mut keymap);
    keymap
}

/// The built-in keymap as its file has it.
fn bare() -> Keymap {
    let mut keymap = Keymap::default();
    let text = shipped("default").unwrap_or_default();
    lay(&mut keymap, Origin::Shipped, "default", text);
    keymap
}

/// Lays one file over the keymap.
fn lay(keymap: &mut Keymap, origin: Origin, name: &str, text: &str) {
    let File {
        mut lines,
        faults,
        numbered_rows,
        ..
    } = file::read(name, text);
    keymap.layers.push(name.to_owned());
    keymap.origins.push(origin);
    let layer = keymap.layers.len() - 1;
    keymap.faults.extend(faults);
    keymap.numbered_rows = numbered_rows.unwrap_or(keymap.numbered_rows);
    if origin != Origin::Shipped {
        slips::heed(keymap, name, text, &mut lines);
    }
    for line in &lines {
        let action = line.row.action;
        keymap.said.insert(action, (layer, place(text, line.at)));
        let binds = keymap.binds.entry(line.row.scope).or_default();
        binds.retain(|bind| bind.action != action);
    }
    for line in &lines {
        for (chord, at) in &line.chords {
            let at = place(text, *at);
            take(
                keymap,
                line,
                Bind {
                    chord: chord.clone(),
                    action: line.row.action,
                    layer,
                    at,
                },
            );
        }
    }
    if origin == Origin::Shipped {
        // What a shipped keymap does is meant; only a person's own file is remarked upon.
        let own = |fault: &Fault| fault.file != name || fault.level == Level::Error;
        keymap.faults.retain(own);
    }
    for binds in keymap.binds.values_mut() {
        binds.sort_by_key(|bind| bind.action);
    }
}

/// Gives a chord to an action, taking it from what had it in an earlier layer.
fn take(keymap: &mut Keymap, line: &Line, bind: Bind) {
    let scope = line.row.scope;
    let mut lost: Vec<Action> = Vec::new();
    for (other, binds) in &mut keymap.binds {
        // An inner scope would keep the key for itself, so it must let go of it; an outer one is
        // merely hidden here.
        if !other.stack().contains(&scope) {
            continue;
        }
        binds.retain(|had| {
            let gone = had.layer < bind.layer && check::clash(&had.chord, &bind.chord);
            if gone {
                lost.push(had.action);
            }
            !gone
        });
    }
    let file = keymap.layers.last().cloned().unwrap_or_default();
    let (shown, at) = (bind.label(), bind.at);
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
        let message = format!(
            "{shown} moved from \"{}\" to \"{}\"",
            row.name, line.row.name
        );
        let fault = Fault::new("K03", Level::Note, &file, message).at(at);
        keymap.faults.push(fault.suggests(now));
    }
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
