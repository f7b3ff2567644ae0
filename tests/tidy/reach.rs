//! No dead files: every source is a module of something, every other file in `src` is read in.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Fault, Source,
    lex::{Token, What},
};

type Sources<'s> = BTreeMap<&'s str, &'s Source>;

pub(crate) fn dead(sources: &[Source]) -> Vec<Fault> {
    let rust = sources.iter().filter(|source| source.is_rust());
    let rust: Sources = rust.map(|source| (source.path.as_str(), source)).collect();
    let mut reached = BTreeSet::new();
    for path in rust.keys().filter(|path| is_root(path)) {
        follow(path, &folder(path), &rust, &mut reached);
    }
    let dead_module = |source: &&Source| source.is_rust() && !reached.contains(&source.path);
    let dead_data = |source: &&Source| {
        let name = source.path.rsplit('/').next().unwrap_or_default();
        let read_in = rust.values().any(|source| source.text.contains(name));
        source.path.starts_with("src/") && !source.is_rust() && !read_in
    };
    let modules = sources.iter().filter(dead_module);
    let data = sources.iter().filter(dead_data);
    let modules = modules.map(|source| source.fault(1, "no module of anything"));
    modules
        .chain(data.map(|source| source.fault(1, "read by nothing")))
        .collect()
}

/// What cargo builds by itself.
fn is_root(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    matches!(
        parts.as_slice(),
        ["src", "lib.rs" | "main.rs"]
            | ["tests" | "benches", _]
            | ["tests" | "benches", _, "main.rs"]
    )
}

fn folder(path: &str) -> String {
    path.rsplit_once('/')
        .map_or("", |(folder, _)| folder)
        .to_owned()
}

/// Marks a file and the modules it declares; `below` is the folder in which they lie.
fn follow(path: &str, below: &str, rust: &Sources, reached: &mut BTreeSet<String>) {
    let Some(source) = rust.get(path) else {
        return;
    };
    if !reached.insert(path.to_owned()) {
        return;
    }
    for declared in declared(source.tokens()) {
        let inside: String = declared
            .inside
            .iter()
            .map(|name| format!("/{name}"))
            .collect();
        if let Some(given) = declared.path {
            let from = if inside.is_empty() {
                folder(path)
            } else {
                format!("{below}{inside}")
            };
            let module = joined(&from, &given);
            follow(&module, &folder(&module), rust, reached);
            continue;
        }
        let module = format!("{below}{inside}/{}", declared.name);
        follow(&format!("{module}.rs"), &module, rust, reached);
        follow(&format!("{module}/mod.rs"), &module, rust, reached);
    }
}

/// A path from a folder, with its `..` taken.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// `mod name;`, perhaps with a path, perhaps inside other modules of the same file.
struct Declared {
    name: String,
    path: Option<String>,
    inside: Vec<String>,
}

fn declared(tokens: &[Token]) -> Vec<Declared> {
    let mut found = Vec::new();
    let mut open: Vec<Option<String>> = Vec::new();
    let mut given = None;
    for (at, token) in tokens.iter().enumerate() {
        match &token.what {
            What::Mark('{') => {
                let named = at >= 2 && tokens[at - 2].is("mod");
                let name = if named { tokens[at - 1].word() } else { None };
                open.push(name.map(str::to_owned));
            }
            What::Mark('}') => {
                open.pop();
            }
            What::Mark(';') => given = None,
            What::Text(path) if at >= 2 && tokens[at - 2].is("path") => {
                given = Some(path.clone());
            }
            What::Word(word) if word == "mod" => {
                let [Some(name), Some(end)] = [tokens.get(at + 1), tokens.get(at + 2)] else {
                    continue;
                };
                if let (Some(name), true) = (name.word(), end.mark(';')) {
                    found.push(Declared {
                        name: name.to_owned(),
                        path: given.take(),
                        inside: open.iter().flatten().cloned().collect(),
                    });
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn files_that_nothing_declares_are_found() {
    let source = super::source;
    let faults = dead(&[
        source("src/lib.rs", "pub mod a;\nmod old { pub mod c; }"),
        source(
            "src/a.rs",
            "mod b; // mod gone;\nconst X: &str = include_str!(\"x.toml\");",
        ),
        source("src/a/b.rs", ""),
        source("src/a/gone.rs", ""),
        source("src/a/x.toml", ""),
        source("src/a/y.toml", ""),
        source("src/old/c.rs", ""),
        source(
            "tests/t.rs",
            "#[path = \"t/one.rs\"]\nmod one;\n#[path = \"../src/a/b.rs\"]\nmod b;",
        ),
        source("tests/t/one.rs", "mod two;"),
        source("tests/t/two.rs", ""),
        source("tests/t/three.rs", ""),
    ]);
    let paths: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(paths, ["src/a/gone.rs", "tests/t/three.rs", "src/a/y.toml"]);
}
