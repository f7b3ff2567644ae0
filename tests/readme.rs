//! What the README says is true today.

use caseload::tui::keymap::{Keymap, table};

const README: &str = include_str!("../README.md");

/// The table of keys is the one that the table of actions and the built-in keymap make. To bring it
/// up to date: `UPDATE_README=1 cargo test --test readme`.
#[test]
fn the_table_of_keys_is_the_one_in_force() {
    let made = table::markdown_table(&Keymap::built_in());
    let (before, rest) = README
        .split_once("<!-- keys -->\n")
        .expect("the mark before the table");
    let (stands, after) = rest
        .split_once("<!-- /keys -->")
        .expect("the mark after the table");
    if std::env::var_os("UPDATE_README").is_some() {
        let text = format!(
            "{before}<!-- keys -->\n{}\n<!-- /keys -->{after}",
            made.trim_end()
        );
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"), text).unwrap();
        return;
    }
    assert_eq!(
        stands.trim(),
        made.trim(),
        "UPDATE_README=1 cargo test --test readme"
    );
}

#[test]
fn the_two_commands_are_the_ones_that_ci_runs() {
    let gate = include_str!("../.ci/run");
    assert!(README.contains("cargo run --release -- demo"));
    assert!(README.contains("\ncargo test"));
    assert!(gate.lines().any(|line| line.starts_with("cargo test")));
}

#[test]
fn every_file_that_the_readme_names_is_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = README.split('`').filter(|word| {
        ["docs/", "demo-data/", "packaging/", "keymaps/"]
            .iter()
            .any(|at| word.starts_with(at))
    });
    let missing: Vec<&str> = named.filter(|name| !root.join(name).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
