//! How long files and lines are, and what lies at the top.

use super::{Fault, Source};

const LINES_MAX: usize = 600;
/// rustfmt holds code to 100; this holds comments and the bodies of macros, which it leaves alone.
const COLUMNS_MAX: usize = 105;
const LITERAL_MAX: usize = 150;

/// What stands in the project's folder. Names with a dot are not looked at.
const TOP_LEVEL: [&str; 14] = [
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "clippy.toml",
    "rustfmt.toml",
    "deny.toml",
    "keymaps",
    "demo-data",
    "docs",
    "packaging",
    "src",
    "tests",
    "benches",
    "target",
];

pub(crate) fn sizes(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| source.is_rust()) {
        let lines = source.text.lines().count();
        if lines > LINES_MAX {
            faults.push(source.fault(lines, format!("more than {LINES_MAX} lines")));
        }
        for (line, text) in (1..).zip(source.text.lines()) {
            let columns = text.chars().count();
            // A sentence for people is one literal, which no line break may cut.
            let most = if text.contains('"') {
                LITERAL_MAX
            } else {
                COLUMNS_MAX
            };
            // A snapshot in a test is as wide as the screen it shows.
            if columns > most && !source.path.starts_with("tests/") {
                faults.push(source.fault(line, format!("{columns} columns, {most} at most")));
            }
        }
    }
    faults
}

pub(crate) fn top_level(names: &[String]) -> Vec<Fault> {
    let strange = names
        .iter()
        .filter(|name| !name.starts_with('.') && !TOP_LEVEL.contains(&name.as_str()));
    strange
        .map(|name| Fault {
            path: name.clone(),
            line: 1,
            what: "does not belong at the top of the project".to_owned(),
        })
        .collect()
}

#[test]
fn long_files_long_lines_and_strange_names_are_found() {
    let found = |path, text: &str| super::lines(sizes, path, text);
    assert_eq!(found("src/x.rs", &"x\n".repeat(600)), [0; 0]);
    assert_eq!(found("src/x.rs", &"x\n".repeat(601)), [601]);
    let long = format!("x\n{}\n{}\n", "é".repeat(105), "é".repeat(106));
    assert_eq!(found("src/x.rs", &long), [3]);
    assert_eq!(found("tests/x.rs", &long), [0; 0]);
    let said = format!("\"{}\"\n\"{}\"\n", "é".repeat(148), "é".repeat(149));
    assert_eq!(found("src/x.rs", &said), [2]);
    let names = ["src", "utils", ".ci"].map(str::to_owned);
    let faults = top_level(&names);
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].path, "utils");
}
