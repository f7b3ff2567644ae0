//! Who may name whom.

use super::{Fault, Source, lex::Token};

/// The folders of `src`, and what each may name beside itself.
const MAY_NAME: [(&str, &[&str]); 13] = [
    ("domain", &[]),
    ("seal", &[]),
    ("clock", &["domain"]),
    ("journal", &["seal", "domain"]),
    ("views", &["seal", "domain"]),
    ("search", &["domain"]),
    ("readmodel", &["domain"]),
    ("wire", &["readmodel", "domain"]),
    ("exchange", &["domain", "readmodel"]),
    (
        "hub",
        &[
            "journal",
            "views",
            "search",
            "readmodel",
            "wire",
            "seal",
            "domain",
            "clock",
            "exchange",
        ],
    ),
    ("tui", &["wire", "readmodel", "domain", "clock"]),
    (
        "cli",
        // The outermost room: it starts hubs and sessions and brings root keys to their place.
        &[
            "wire",
            "readmodel",
            "exchange",
            "hub",
            "tui",
            "seal",
            "domain",
            "clock",
        ],
    ),
    ("main", &["cli", "tui", "hub", "wire"]),
];

/// Of `domain`, screens and subcommands name types only, never what decides or folds.
/// Who may do what is a table that a menu may ask, so that it offers only what will be granted.
const NOT_TYPES: [&str; 5] = ["decide", "apply", "heads", "record", "gate"];

/// Crates that belong to one folder. `sha2` also makes the chain over the journal.
const CRATES: [(&[&str], &[&str]); 4] = [
    (&["sled"], &["views"]),
    (&["chacha20poly1305", "hkdf", "sha2"], &["seal"]),
    (&["fuzzy_matcher"], &["search"]),
    (&["ratatui", "crossterm", "ratatui_textarea"], &["tui"]),
];

/// The folder of `src` that a file belongs to, and how deep its module lies below the crate.
fn folder(source: &Source) -> Option<(&str, usize)> {
    let below = source.path.strip_prefix("src/")?.strip_suffix(".rs")?;
    let first = below.split('/').next()?;
    (first != "lib").then_some((first, below.split('/').count()))
}

pub(crate) fn modules(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in sources {
        let Some((folder, depth)) = folder(source) else {
            continue;
        };
        let Some((_, may)) = MAY_NAME.iter().find(|(name, _)| *name == folder) else {
            faults.push(source.fault(1, format!("{folder} is no folder of the architecture")));
            continue;
        };
        for path in named(source.tokens(), depth) {
            let known = MAY_NAME.iter().any(|(name, _)| *name == path.first);
            if known && path.first != folder && !may.contains(&path.first.as_str()) {
                let what = format!("{folder} may not name {}", path.first);
                faults.push(source.fault(path.line, what));
            }
            let types_only = matches!(folder, "tui" | "cli") && path.first == "domain";
            if types_only && NOT_TYPES.contains(&path.second.as_str()) {
                let what = format!("{folder} may not name domain::{}", path.second);
                faults.push(source.fault(path.line, what));
            }
        }
    }
    faults
}

/// The first two names of a path below the crate.
struct Named {
    line: usize,
    first: String,
    second: String,
}

/// Every path that begins at the crate, with the groups of a `use` taken apart.
fn named(tokens: &[Token], depth: usize) -> Vec<Named> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let after_path = at > 0 && tokens[at - 1].mark(':');
        let rest = &tokens[at + 1..];
        if token.is("crate") || token.is("caseload") && !after_path {
            branches(rest, &mut Vec::new(), &mut found);
        } else if token.is("super") && !after_path {
            // A chain of supers that is long enough ends at the crate.
            let supers = rest.chunks(3).take_while(
                |chunk| matches!(chunk, [a, b, c] if a.mark(':') && b.mark(':') && c.is("super")),
            );
            let chain = 1 + supers.count();
            if chain >= depth {
                branches(&rest[(chain - 1) * 3..], &mut Vec::new(), &mut found);
            }
        }
    }
    found
}

/// Reads `::a::b` or `::{a::b, c}` and returns what is left after it.
fn branches<'t>(
    mut rest: &'t [Token],
    path: &mut Vec<String>,
    found: &mut Vec<Named>,
) -> &'t [Token] {
    let [first, second, after @ ..] = rest else {
        return rest;
    };
    if !first.mark(':') || !second.mark(':') {
        return rest;
    }
    rest = after;
    if rest.first().is_some_and(|token| token.mark('{')) {
        rest = &rest[1..];
        while let Some(token) = rest.first() {
            if token.mark('}') {
                return &rest[1..];
            }
            rest = match token.word() {
                Some(_) => name(rest, path, found),
                None => &rest[1..],
            };
        }
        return rest;
    }
    name(rest, path, found)
}

fn name<'t>(rest: &'t [Token], path: &mut Vec<String>, found: &mut Vec<Named>) -> &'t [Token] {
    let Some((token, word)) = rest.first().and_then(|token| Some((token, token.word()?))) else {
        return rest;
    };
    path.push(word.to_owned());
    let before = found.len();
    let after = branches(&rest[1..], path, found);
    if found.len() == before {
        found.push(Named {
            line: token.line,
            first: path.first().cloned().unwrap_or_default(),
            second: path.get(1).cloned().unwrap_or_default(),
        });
    }
    path.pop();
    after
}

pub(crate) fn crates(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in sources {
        let Some((folder, _)) = folder(source) else {
            continue;
        };
        let tokens = source.tokens();
        for (at, token) in tokens.iter().enumerate() {
            let Some(word) = token.word() else { continue };
            let Some((_, homes)) = CRATES.iter().find(|(names, _)| names.contains(&word)) else {
                continue;
            };
            let leads_on = tokens.get(at + 1).is_some_and(|next| next.mark(':'));
            let used = at > 0 && (tokens[at - 1].is("use") || tokens[at - 1].is("crate"));
            let inner = at > 0 && tokens[at - 1].mark(':');
            if (leads_on || used) && !inner && !homes.contains(&folder) {
                let what = format!("only {} names the crate {word}", homes.join(", "));
                faults.push(source.fault(token.line, what));
            }
        }
    }
    faults
}

/// Folders that wait for something and so measure how long; none of them learns the date by it.
const MAY_WAIT: [&str; 4] = ["clock", "hub", "tui", "cli"];

pub(crate) fn clocks(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in sources {
        let folder = folder(source).map(|(folder, _)| folder);
        let tokens = source.tokens();
        for window in tokens.windows(4) {
            let [clock, a, b, now] = window else { continue };
            if !(a.mark(':') && b.mark(':') && now.is("now")) {
                continue;
            }
            let calendar = ["Utc", "Local", "SystemTime"]
                .iter()
                .any(|name| clock.is(name));
            if calendar && folder != Some("clock") {
                faults.push(source.fault(clock.line, "only clock.rs reads the time"));
            }
            let waits = folder.is_none_or(|folder| MAY_WAIT.contains(&folder));
            if clock.is("Instant") && !waits {
                faults.push(source.fault(clock.line, "nothing is measured here"));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::super::lines;

    #[test]
    fn a_name_across_layers_is_found_however_it_is_written() {
        let found = |path, text| lines(super::modules, path, text);
        assert_eq!(found("src/domain/x.rs", "use crate::readmodel::y;"), [1]);
        assert_eq!(found("src/domain/x.rs", "use crate::domain::y;"), [0; 0]);
        let grouped =
            "use crate::{\n    domain::{ids::A, fact},\n    views::{B, C},\n    wire,\n};";
        assert_eq!(found("src/journal/x.rs", grouped), [3, 3, 4]);
        assert_eq!(found("src/search.rs", "fn f() { crate::hub::g() }"), [1]);
        assert_eq!(
            found("src/search.rs", "// crate::hub\nuse super::hub;"),
            [2]
        );
        assert_eq!(found("src/search/x.rs", "use super::super::hub::g;"), [1]);
        assert_eq!(found("src/search/x.rs", "use super::hub;"), [0; 0]);
        assert_eq!(found("src/main.rs", "use caseload::views;"), [1]);
        assert_eq!(
            found("src/tui/x.rs", "use crate::domain::{ids, heads::Heads};"),
            [1]
        );
        assert_eq!(found("src/utils.rs", ""), [1]);
    }

    #[test]
    fn a_crate_stays_in_its_folder() {
        let found = |path, text| lines(super::crates, path, text);
        assert_eq!(found("src/hub.rs", "use sled::Db;"), [1]);
        assert_eq!(found("src/hub.rs", "use sled;\nlet crossterm = 1;"), [1]);
        assert_eq!(found("src/views/x.rs", "use sled::Db;"), [0; 0]);
        assert_eq!(found("src/wire.rs", "fn f(x: &ratatui::Frame) {}"), [1]);
        assert_eq!(
            found("src/hub.rs", "// sled::Db\nlet x = \"sled::Db\";"),
            [0; 0]
        );
    }

    #[test]
    fn only_one_place_reads_the_time() {
        let found = |path, text| lines(super::clocks, path, text);
        assert_eq!(found("src/hub.rs", "let now = chrono::Utc::now();"), [1]);
        assert_eq!(found("src/clock.rs", "Utc::now()"), [0; 0]);
        assert_eq!(found("tests/x.rs", "SystemTime::now()"), [1]);
        assert_eq!(found("src/search.rs", "Instant::now()"), [1]);
        assert_eq!(found("src/hub.rs", "Instant::now()"), [0; 0]);
    }
}
