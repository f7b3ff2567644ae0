//! Pieces in rows: broken between words, also where a word is of several pieces.

use super::{Block, Part, Piece};
use crate::tui::text::{beginning, width};
use crate::tui::theme::Role;

/// A word, or what stands between two words.
enum Atom {
    Word(Vec<Piece>),
    Gap(Role),
}

/// Puts the rows of a block behind those that are there.
pub(super) fn lay(block: &Block<'_>, columns: usize, rows: &mut Vec<Vec<Piece>>) {
    let mut atoms = atoms(block.parts.iter().filter_map(Part::piece));
    let (mut row, indent) = match block.indent {
        fits if fits <= columns / 2 && fits + 2 <= columns => (vec![lead(&block.lead)], fits),
        _ => {
            // What stands before the words leaves them no room: it goes with them.
            let mut first = self::atoms(std::iter::once(lead(&block.lead)));
            first.append(&mut atoms);
            atoms = first;
            (Vec::new(), 0)
        }
    };
    let mut used = indent;
    let mut gap: Option<Role> = None;
    let mut begun = false;
    for atom in atoms {
        let word = match atom {
            Atom::Gap(role) => {
                gap = Some(role);
                continue;
            }
            Atom::Word(word) => word,
        };
        let wide: usize = word.iter().map(|(text, _)| width(text)).sum();
        let blank = gap.take().filter(|_| begun);
        if begun && used + usize::from(blank.is_some()) + wide > columns {
            rows.push(std::mem::replace(&mut row, margin(indent)));
            used = indent;
        } else if let Some(role) = blank {
            push(&mut row, " ", role);
            used += 1;
        }
        begun = true;
        for (text, role) in word {
            used = break_up(&text, role, used, (indent, columns), &mut row, rows);
        }
    }
    rows.push(row);
}

fn lead(words: &str) -> Piece {
    (words.to_owned(), Role::Text)
}

fn margin(indent: usize) -> Vec<Piece> {
    vec![(" ".repeat(indent), Role::Text)]
}

/// Adds a piece of a word, going on in new rows where it is longer than a row. Gives the columns used
/// in the last one.
fn break_up(
    text: &str,
    role: Role,
    mut used: usize,
    (indent, columns): (usize, usize),
    row: &mut Vec<Piece>,
    rows: &mut Vec<Vec<Piece>>,
) -> usize {
    let mut rest = text;
    while used + width(rest) > columns {
        let (head, _) = beginning(rest, columns - used);
        if head.is_empty() && used <= indent {
            break;
        }
        push(row, head, role);
        rest = rest.get(head.len()..).unwrap_or_default();
        rows.push(std::mem::replace(row, margin(indent)));
        used = indent;
    }
    // One sign that is wider than a whole row cannot be shown at all.
    if used + width(rest) <= columns {
        push(row, rest, role);
        used += width(rest);
    }
    used
}

/// Adds text to a row, to its last piece where that looks the same.
fn push(row: &mut Vec<Piece>, text: &str, role: Role) {
    match row.last_mut() {
        Some((last, same)) if *same == role => last.push_str(text),
        _ => row.push((text.to_owned(), role)),
    }
}

fn atoms(pieces: impl Iterator<Item = Piece>) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::new();
    for (text, role) in pieces {
        for (number, word) in text.split(char::is_whitespace).enumerate() {
            if number > 0 {
                atoms.push(Atom::Gap(role));
            }
            if word.is_empty() {
                continue;
            }
            match atoms.last_mut() {
                Some(Atom::Word(pieces)) => pieces.push((word.to_owned(), role)),
                _ => atoms.push(Atom::Word(vec![(word.to_owned(), role)])),
            }
        }
    }
    atoms
}
