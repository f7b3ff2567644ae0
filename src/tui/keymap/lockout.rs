//! Nobody can lock himself in: where a keymap leaves no key to leave or to ask for help, the
//! built-in ones are put back and said so (K07); where an inner scope hides the last key of what
//! works everywhere, that is said (K09).

use super::check;
use super::fault::{Fault, Level};
use super::{Bind, Found, Keymap};
use crate::tui::action::{Action, ConfirmAction, CoverAction, EverywhereAction, Scope, TABLE};
use crate::tui::key::Key;

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
pub(super) fn put_back(keymap: &mut Keymap, built_in: &Keymap) {
    let locked: Vec<(Scope, Action)> = Scope::ALL
        .iter()
        .flat_map(|scope| {
            needed(*scope)
                .into_iter()
                .map(move |action| (*scope, action))
        })
        .filter(|(scope, action)| !can(keymap, *scope, *action))
        .collect();
    for (scope, action) in locked {
        if can(keymap, scope, action) {
            continue;
        }
        let row = action.row();
        let message = format!(
            "in [{}] no key would be left for \"{}\"; the built-in keys are put back",
            scope.name(),
            row.name
        );
        let (layer, at) = culprit(keymap, built_in, scope, action);
        let file = keymap.layers.get(layer).cloned().unwrap_or_default();
        let fault = Fault::new("K07", Level::Error, &file, message).at(at);
        keymap
            .faults
            .push(fault.suggests("give it a key that no other action of that scope has"));
        for bind in built_in.binds(row.scope) {
            if bind.action == action {
                give_back(keymap, row.scope, bind);
            }
        }
    }
}

fn give_back(keymap: &mut Keymap, scope: Scope, bind: &Bind) {
    for (other, binds) in &mut keymap.binds {
        if other.stack().contains(&scope) {
            binds.retain(|had| had.action == bind.action || !check::clash(&had.chord, &bind.chord));
        }
    }
    let binds = keymap.binds.entry(scope).or_default();
    if !binds.iter().any(|had| had.chord == bind.chord) {
        binds.push(bind.clone());
    }
}

/// Which line took the keys away: the action's own, or that of what has its keys now.
fn culprit(
    keymap: &Keymap,
    built_in: &Keymap,
    scope: Scope,
    action: Action,
) -> (usize, (usize, usize)) {
    let own = keymap.said.get(&action).copied();
    if let Some(own) = own.filter(|(layer, _)| *layer > 0) {
        return own;
    }
    let mut lost = built_in.reach(scope.stack(), action);
    let taker = lost.find_map(|bind| {
        let mut now = scope.stack().iter().flat_map(|scope| keymap.binds(*scope));
        now.find(|now| now.layer > 0 && check::clash(&now.chord, &bind.chord))
    });
    taker.map_or((keymap.layers.len() - 1, (0, 0)), |bind| {
        (bind.layer, bind.at)
    })
}

/// Says which actions of everywhere lost their last key to an inner scope (K09).
pub(super) fn hidden(keymap: &mut Keymap) {
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
            let hider = bound.iter().find_map(|bind| hider(keymap, scope, bind));
            let name = hider.map_or("a chord", |hider| hider.action.row().name);
            let message = format!(
                "in [{}] \"{name}\" hides the only key of \"{}\"",
                scope.name(),
                row.name
            );
            let (layer, at) = hider.map_or((0, (0, 0)), |hider| (hider.layer, hider.at));
            let file = keymap.layers.get(layer).cloned().unwrap_or_default();
            let fault = Fault::new("K09", Level::Warning, &file, message).at(at);
            found.push(fault.suggests(format!("give \"{}\" a second key", row.name)));
        }
    }
    keymap.faults.extend(found);
}

/// What has the key of a bind in an inner scope.
fn hider<'a>(keymap: &'a Keymap, scope: Scope, bind: &Bind) -> Option<&'a Bind> {
    let Found::Action(action) = keymap.find(scope.stack(), &bind.chord) else {
        return None;
    };
    keymap
        .binds(action.row().scope)
        .iter()
        .find(|has| has.action == action && has.chord == bind.chord)
}
