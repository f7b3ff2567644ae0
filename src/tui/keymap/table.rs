//! The keymap for people: the tables of the README and of `caseload keys`.

use std::fmt::Write as _;

use super::Keymap;
use crate::tui::action::{Scope, TABLE};

/// The keys of every action as Markdown, one table a scope.
pub fn markdown_table(keymap: &Keymap) -> String {
    let mut text = String::new();
    for &scope in Scope::ALL {
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "**{}**\n\n| keys | what they do |\n| --- | --- |\n",
            scope.title()
        );
        for row in TABLE.iter().filter(|row| row.scope == scope) {
            let keys: Vec<String> = keymap
                .binds(scope)
                .iter()
                .filter(|bind| bind.action == row.action)
                .map(|bind| format!("`{}`", bind.label()))
                .collect();
            let _ = writeln!(text, "| {} | {} |", keys.join(" "), row.title);
        }
        text.push('\n');
    }
    text
}

/// The keys of every action as plain text, one line each: scope, action, keys, what they do.
pub fn plain_table(keymap: &Keymap) -> String {
    let mut text = String::new();
    for row in TABLE {
        let keys: Vec<String> = keymap
            .binds(row.scope)
            .iter()
            .filter(|bind| bind.action == row.action)
            .map(|bind| {
                bind.chord
                    .iter()
                    .map(|key| key.name())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        let keys = keys.join(", ");
        let _ = writeln!(
            text,
            "{:<11} {:<14} {keys:<20} {}",
            row.scope.name(),
            row.name,
            row.title
        );
    }
    text
}
