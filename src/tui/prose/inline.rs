//! Marks within a line.

use crate::tui::theme::Role;

/// A piece of a line; all of them one after the other are the line, byte by byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part<'a> {
    pub source: &'a str,
    pub shown: Shown,
}

/// What is seen of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// Itself, looking like this.
    AsIs(Role),
    /// Something in its place.
    As(&'static str),
    /// Nothing: it was a mark.
    Not,
}

/// A mark around words: how it is written, how the words look, and whether it stays to be seen.
struct Around {
    mark: &'static str,
    role: Role,
    stays: bool,
}

/// The longer mark comes first. The signs of italics stay: a terminal without italics, PuTTY for one,
/// would show nothing of them.
const AROUND: [Around; 3] = [
    Around {
        mark: "**",
        role: Role::Strong,
        stays: false,
    },
    Around {
        mark: "*",
        role: Role::Emphasis,
        stays: true,
    },
    Around {
        mark: "_",
        role: Role::Underlined,
        stays: false,
    },
];

/// What an address begins with.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// The pieces of a line. `notes` are the names of the footnotes that there are.
pub(super) fn parts<'a>(line: &'a str, notes: &[&str]) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    let mut plain_from = 0;
    let mut at = 0;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let before = line.get(..at).and_then(|head| head.chars().next_back());
        let Some(found) = found(rest, before, notes) else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        parts.extend(plain(line, plain_from, at));
        at += found.iter().map(|part| part.source.len()).sum::<usize>();
        plain_from = at;
        parts.extend(found);
    }
    parts.extend(plain(line, plain_from, line.len()));
    parts
}

fn plain(line: &str, from: usize, to: usize) -> Option<Part<'_>> {
    let source = line.get(from..to).filter(|source| !source.is_empty())?;
    Some(shown(source, Role::Text))
}

fn shown(source: &str, role: Role) -> Part<'_> {
    Part {
        source,
        shown: Shown::AsIs(role),
    }
}

fn hidden(source: &str) -> Part<'_> {
    Part {
        source,
        shown: Shown::Not,
    }
}

/// The marked piece that the rest of a line begins with.
fn found<'a>(rest: &'a str, before: Option<char>, notes: &[&str]) -> Option<Vec<Part<'a>>> {
    if before.is_some_and(char::is_alphanumeric) {
        // Within a word nothing begins: snake_case, 5*3*2, a price with a star.
        return note(rest, notes);
    }
    note(rest, notes)
        .or_else(|| link(rest))
        .or_else(|| Some(vec![shown(address(rest)?, Role::Underlined)]))
        .or_else(|| AROUND.iter().find_map(|around| marked(rest, around)))
}

/// `[^1]`, where there is such a footnote.
fn note<'a>(rest: &'a str, notes: &[&str]) -> Option<Vec<Part<'a>>> {
    let (name, _) = rest.strip_prefix("[^")?.split_once(']')?;
    if !names_a_note(name) || !notes.contains(&name) {
        return None;
    }
    let bracket = rest.get(..1)?;
    let caret = rest.get(1..2)?;
    let words = rest.get(2..name.len() + 3)?;
    Some(vec![
        shown(bracket, Role::Text),
        hidden(caret),
        shown(words, Role::Text),
    ])
}

/// Whether it can be the name of a footnote.
pub(super) fn names_a_note(name: &str) -> bool {
    let letters = name.chars().all(|c| c.is_ascii_alphanumeric());
    !name.is_empty() && name.len() <= 12 && letters
}

/// `[words](https://…)`, shown as the words and the address.
fn link(rest: &str) -> Option<Vec<Part<'_>>> {
    let (words, after) = rest.strip_prefix('[')?.split_once(']')?;
    let (goes_to, _) = after.strip_prefix('(')?.split_once(')')?;
    let known = SCHEMES.iter().any(|scheme| goes_to.starts_with(scheme));
    if words.trim().is_empty() || words.contains('[') || !known || goes_to.contains(' ') {
        return None;
    }
    let bridge = 1 + words.len();
    Some(vec![
        hidden(rest.get(..1)?),
        shown(words, Role::Text),
        Part {
            source: rest.get(bridge..bridge + 2)?,
            shown: Shown::As(" ("),
        },
        shown(goes_to, Role::Underlined),
        shown(
            rest.get(bridge + 2 + goes_to.len()..)?.get(..1)?,
            Role::Text,
        ),
    ])
}

/// An address that stands by itself, without the full stop behind it.
fn address(rest: &str) -> Option<&str> {
    let scheme = SCHEMES.iter().find(|scheme| rest.starts_with(**scheme))?;
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'));
    let word = rest.get(..end.unwrap_or(rest.len()))?;
    let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '*', '_']);
    (word.len() > scheme.len()).then_some(word)
}

/// Words between two marks, closed within the line and not beside a blank.
fn marked<'a>(rest: &'a str, around: &Around) -> Option<Vec<Part<'a>>> {
    let mark = around.mark;
    let inside = rest.strip_prefix(mark)?;
    let sign = mark.chars().next()?;
    if inside.starts_with(|c: char| c.is_whitespace() || c == sign) {
        return None;
    }
    let closes = |(at, _): &(usize, &str)| {
        let words = inside.get(..*at).unwrap_or_default();
        let after = inside.get(at + mark.len()..).unwrap_or_default();
        let beside_blank = words.ends_with(|c: char| c.is_whitespace() || c == sign);
        let in_word = after.starts_with(|c: char| c.is_alphanumeric() || c == sign);
        !words.is_empty() && !beside_blank && !in_word
    };
    let (at, _) = inside.match_indices(mark).find(closes)?;
    let whole = rest.get(..at + 2 * mark.len())?;
    if around.stays {
        return Some(vec![shown(whole, around.role)]);
    }
    let words = inside.get(..at)?;
    Some(vec![
        hidden(rest.get(..mark.len())?),
        shown(words, around.role),
        hidden(whole.get(mark.len() + at..)?),
    ])
}
