//! The keymap for people: the tables of the README and of `caseload keys`.

use std::fmt::Write as _;

use serde::Serialize;

use super::{Bind, Keymap};
use crate::tui::action::{Row, Scope, TABLE};

/// One action with its keys, for programs that read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyRow {
    /// The scope's name in keymap files.
    pub scope: &'static str,
    /// The action's name in keymap files.
    pub action: &'static str,
    /// Its keys as keymap files spell them, each one key or a chord.
    pub keys: Vec<String>,
    /// What it does.
    pub title: &'static str,
    /// Whether undo cannot take it back.
    pub harmful: bool,
    /// The layer that gave it its keys.
    pub from: String,
}

/// The scopes that a table is of: all, or those in force where one is, innermost first.
fn scopes(context: Option<Scope>) -> &'static [Scope] {
    context.map_or(Scope::ALL, Scope::stack)
}

/// The binds of an action: all, or in a context those that no inner scope hides.
fn binds(keymap: &Keymap, context: Option<Scope>, row: &Row) -> Vec<Bind> {
    match context {
        Some(scope) => keymap.reach(scope.stack(), row.action).cloned().collect(),
        None => {
            let binds = keymap.binds(row.scope).iter();
            binds
                .filter(|bind| bind.action == row.action)
                .cloned()
                .collect()
        }
    }
}

/// The keys of every action as Markdown, one table a scope; with a context, of the scopes in force
/// there.
pub fn markdown(keymap: &Keymap, context: Option<Scope>) -> String {
    let mut text = String::new();
    for &scope in scopes(context) {
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "**{}**\n\n| keys | what they do |\n| --- | --- |\n",
            scope.title()
        );
        for row in TABLE.iter().filter(|row| row.scope == scope) {
            let keys: Vec<String> = binds(keymap, context, row)
                .iter()
                .map(|bind| format!("`{}`", bind.label()))
                .collect();
            let mark = keymap.mark(row.action);
            let space = if mark.is_empty() { "" } else { " " };
            let _ = writeln!(text, "| {} | {}{space}{mark} |", keys.join(" "), row.title);
        }
        text.push('\n');
    }
    text
}

/// The keys of every action as Markdown.
pub fn markdown_table(keymap: &Keymap) -> String {
    markdown(keymap, None)
}

/// The keys of every action, for programs.
pub fn rows(keymap: &Keymap, context: Option<Scope>) -> Vec<KeyRow> {
    let mut rows = Vec::new();
    for &scope in scopes(context) {
        for row in TABLE.iter().filter(|row| row.scope == scope) {
            let layer = keymap.said.get(&row.action).map_or(0, |(layer, _)| *layer);
            rows.push(KeyRow {
                scope: scope.name(),
                action: row.name,
                keys: binds(keymap, context, row)
                    .iter()
                    .map(Bind::spelt)
                    .collect(),
                title: row.title,
                harmful: row.harmful,
                from: keymap.layers.get(layer).cloned().unwrap_or_default(),
            });
        }
    }
    rows
}

/// The keys of every action as plain text, one line each: scope, action, keys, what they do, and
/// whose the keys are where they are not shipped.
pub fn plain(keymap: &Keymap, context: Option<Scope>) -> String {
    let mut text = String::new();
    for row in scopes(context)
        .iter()
        .flat_map(|scope| TABLE.iter().filter(move |row| row.scope == *scope))
    {
        let keys: Vec<String> = binds(keymap, context, row)
            .iter()
            .map(Bind::spelt)
            .collect();
        let line = format!(
            "{:<11} {:<14} {:<20} {} {}",
            row.scope.name(),
            row.name,
            keys.join(", "),
            row.title,
            keymap.mark(row.action)
        );
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}
