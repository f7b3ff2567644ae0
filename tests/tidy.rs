//! The architecture and the house rules as a test: every fault at once, with file and line.
//!
//! Who may name whom is the table in `tidy/layers.rs`; `docs/architecture.md` draws it. Each rule
//! is a function from sources to faults, and is tried on bad sources first.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test may fail so"
)]

#[path = "tidy/files.rs"]
mod files;
#[path = "tidy/layers.rs"]
mod layers;
#[path = "tidy/lex.rs"]
mod lex;
#[path = "tidy/numbers.rs"]
mod numbers;
#[path = "tidy/reach.rs"]
mod reach;
#[path = "tidy/wording.rs"]
mod wording;

use std::{cell::OnceCell, collections::BTreeSet, fs, path::Path};

use lex::Token;

/// A file of the project as text, by its path from the project's folder.
#[derive(Debug)]
pub struct Source {
    pub path: String,
    pub text: String,
    tokens: OnceCell<Vec<Token>>,
}

/// What is wrong, and where.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    path: String,
    line: usize,
    what: String,
}

impl Source {
    fn fault(&self, line: usize, what: impl Into<String>) -> Fault {
        Fault {
            path: self.path.clone(),
            line,
            what: what.into(),
        }
    }

    fn new(path: &str, text: String) -> Source {
        Source {
            path: path.to_owned(),
            text,
            tokens: OnceCell::new(),
        }
    }

    /// The words of a Rust source, read once.
    fn tokens(&self) -> &[Token] {
        self.tokens.get_or_init(|| lex::tokens(&self.text))
    }

    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }
}

/// A rule of the house: what it finds wrong in the sources.
type Rule = fn(&[Source]) -> Vec<Fault>;

const RULES: [Rule; 8] = [
    files::sizes,
    layers::modules,
    layers::crates,
    layers::clocks,
    numbers::real,
    reach::dead,
    wording::unfinished,
    wording::waiting,
];

#[test]
fn the_house_is_tidy() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    for folder in [
        "src",
        "tests",
        "benches",
        "docs",
        "demo-data",
        "keymaps",
        "packaging",
    ] {
        read(root, folder, &mut sources);
    }
    read(root, "README.md", &mut sources);
    assert!(sources.len() > 50, "the project was not found");
    let mut faults: BTreeSet<Fault> = RULES.iter().flat_map(|rule| rule(&sources)).collect();
    faults.extend(files::top_level(&entries(root)));
    let list: Vec<String> = faults
        .iter()
        .map(|fault| format!("{}:{}: {}", fault.path, fault.line, fault.what))
        .collect();
    assert!(
        list.is_empty(),
        "{} faults:\n{}",
        list.len(),
        list.join("\n")
    );
}

/// Reads a file or a folder of files; what is not text is no business of these rules.
fn read(root: &Path, below: &str, sources: &mut Vec<Source>) {
    let path = root.join(below);
    if path.is_dir() {
        for name in entries(&path) {
            read(root, &format!("{below}/{name}"), sources);
        }
    } else if let Ok(text) = fs::read_to_string(&path) {
        sources.push(Source::new(below, text));
    }
}

/// The names in a folder, sorted.
fn entries(folder: &Path) -> Vec<String> {
    let listed = fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<String> = listed
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// An invented source, for trying a rule on.
#[cfg(test)]
fn source(path: &str, text: &str) -> Source {
    Source::new(path, text.to_owned())
}

/// The lines on which a rule finds a fault in an invented source.
#[cfg(test)]
fn lines(rule: Rule, path: &str, text: &str) -> Vec<usize> {
    let faults = rule(&[source(path, text)]);
    faults.into_iter().map(|fault| fault.line).collect()
}
