//! Which key does what. The action table says what there is to bind; files in TOML say on which
//! keys, one table a scope, action -> list of keys; later layers win action by action.
//!
//! A faulty line never takes the rest of its file with it, every fault is listed with file, line
//! and column, and nobody can lock himself out: see [`check`]. Keymaps never run programs.

pub mod check;
pub mod fault;
pub mod file;
pub mod files;
pub mod layers;
mod lockout;
pub mod renamed;
pub mod slips;
pub mod table;

use std::collections::BTreeMap;

use super::action::{Action, Scope};
use super::key::Key;

pub use fault::{Fault, Level};
pub use layers::{Layer, Origin, load};

/// The key or chord under which an action can be reached in its scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bind {
    /// One key, or up to three to be pressed one after the other.
    pub chord: Vec<Key>,
    /// What they do.
    pub action: Action,
    /// Which layer says so: 0 is the built-in keymap.
    pub layer: usize,
    /// Where in that layer's file: line and column, from 1.
    pub at: (usize, usize),
}

impl Bind {
    /// The chord as people are shown it: `Ctrl-S`, `g then g`.
    pub fn label(&self) -> String {
        label(&self.chord)
    }

    /// The chord as keymap files spell it: `ctrl-s`, `g g`.
    pub fn spelt(&self) -> String {
        let keys: Vec<String> = self.chord.iter().map(|key| key.name()).collect();
        keys.join(" ")
    }
}

/// A chord as people are shown it.
pub fn label(chord: &[Key]) -> String {
    let keys: Vec<String> = chord.iter().map(|key| key.label()).collect();
    keys.join(" then ")
}

/// What the keys pressed so far mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// They are an action's.
    Action(Action),
    /// They are the beginning of at least one chord.
    Beginning,
    /// Nothing.
    Nothing,
}

/// The keymap in force.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Keymap {
    binds: BTreeMap<Scope, Vec<Bind>>,
    /// Where the keys of an action were said last: layer, and line and column.
    said: BTreeMap<Action, (usize, (usize, usize))>,
    /// The names of the layers it was made from; the first is the built-in one.
    pub layers: Vec<String>,
    /// Whose each layer is.
    pub origins: Vec<Origin>,
    /// Rows have numbers, and digits that no scope binds take them; the cursor follows the marker,
    /// and a line at a fixed place says which row it is on.
    pub numbered_rows: bool,
    /// Where its files lie, so that they can be read again; nothing where it came from no files.
    pub places: Option<files::Places>,
    /// All that is wrong with the files, and what the program did about it.
    pub faults: Vec<Fault>,
}

impl Keymap {
    /// The keymap that is compiled in.
    pub fn built_in() -> Keymap {
        load(&[])
    }

    /// Whose the keys of an action are, as a mark for people; empty for shipped ones.
    pub fn mark(&self, action: Action) -> &'static str {
        let layer = self.said.get(&action).map_or(0, |(layer, _)| *layer);
        self.origins.get(layer).map_or("", |origin| origin.mark())
    }

    /// The binds of one scope, in the order of the action table.
    pub fn binds(&self, scope: Scope) -> &[Bind] {
        self.binds.get(&scope).map_or(&[], Vec::as_slice)
    }

    /// What the keys pressed so far mean where these scopes are in force, innermost first.
    pub fn find(&self, stack: &[Scope], pressed: &[Key]) -> Found {
        for scope in stack {
            let binds = self.binds(*scope);
            if let Some(bind) = binds.iter().find(|bind| bind.chord == pressed) {
                return Found::Action(bind.action);
            }
            if binds.iter().any(|bind| bind.chord.starts_with(pressed)) {
                return Found::Beginning;
            }
        }
        Found::Nothing
    }

    /// The binds that reach an action where these scopes are in force: those that no inner scope
    /// hides.
    pub fn reach<'a>(
        &'a self,
        stack: &'a [Scope],
        action: Action,
    ) -> impl Iterator<Item = &'a Bind> + 'a {
        let scope = action.row().scope;
        self.binds(scope).iter().filter(move |bind| {
            bind.action == action && self.find(stack, &bind.chord) == Found::Action(action)
        })
    }

    /// The first key of an action where these scopes are in force, as people are shown it.
    pub fn key_of(&self, stack: &[Scope], action: Action) -> Option<String> {
        self.reach(stack, action).next().map(Bind::label)
    }

    /// What may follow the keys pressed so far, with what it leads to.
    pub fn follows(&self, stack: &[Scope], pressed: &[Key]) -> Vec<&Bind> {
        let Some(scope) = stack.iter().find(|scope| {
            self.binds(**scope)
                .iter()
                .any(|bind| bind.chord.starts_with(pressed))
        }) else {
            return Vec::new();
        };
        self.binds(*scope)
            .iter()
            .filter(|bind| bind.chord.starts_with(pressed))
            .collect()
    }
}

#[cfg(test)]
mod tests;
