//! How near two keys lie for a hand that slips: the same key with one modifier more or less, or with
//! shift. What cannot be undone must not lie there (K10).

use super::fault::{Fault, Level, place};
use super::file::Line;
use super::{Bind, Keymap, check, label};
use crate::tui::action::{Row, Scope, TABLE};
use crate::tui::key::{Code, Key};

/// Signs that a British keyboard has on one key: without shift, and with it.
const SHIFTED: &str = "1!2\"3£4$5%6^7&8*9(0)-_=+[{]};:'@#~,<.>/?\\|`¬";

/// Whether pressing one of two keys is a slip away from pressing the other: the same, or one of
/// control, alt and shift more or less.
pub fn one_slip(one: Key, other: Key) -> bool {
    let ((a, shift_a), (b, shift_b)) = (unshifted(one), unshifted(other));
    let held = [
        (one.ctrl, other.ctrl),
        (one.alt, other.alt),
        (shift_a, shift_b),
    ];
    a == b && held.iter().filter(|(a, b)| a != b).count() <= 1
}

/// The key that is pressed, and whether shift is held with it.
fn unshifted(key: Key) -> (Code, bool) {
    let Code::Char(c) = key.code else {
        return (key.code, key.shift);
    };
    let signs: Vec<char> = SHIFTED.chars().collect();
    let pair = signs.chunks(2).find(|pair| pair.get(1) == Some(&c));
    match pair.and_then(|pair| pair.first()) {
        Some(plain) => (Code::Char(*plain), true),
        None => {
            let small: String = c.to_lowercase().collect();
            let shift = key.shift || c.is_uppercase();
            (Code::Char(small.chars().next().unwrap_or(c)), shift)
        }
    }
}

/// Whether one slip turns the beginning of `meant` into `chord`.
fn slip_of(chord: &[Key], meant: &[Key]) -> bool {
    chord.len() <= meant.len() && chord.iter().zip(meant).all(|(a, b)| one_slip(*a, *b))
}

/// What somebody may have meant who pressed `chord` in `scope`, without any command at all: text in
/// a field, or a digit that takes a row.
fn meant_to_type(scope: Scope, chord: &[Key]) -> Option<&'static str> {
    let [key] = chord else { return None };
    let digit = |c: char| one_slip(*key, Key::char(c));
    if ('0'..='9').any(digit) {
        return Some("a digit that takes a row");
    }
    let typed = matches!(key.code, Code::Char(_));
    (typed && check::takes_text(scope)).then_some("a letter that is typed")
}

/// Every pair of keys of which one does harm and the other, a slip away in any scope, does none: as
/// sentences, and none in a keymap that we ship.
pub fn found(keymap: &Keymap) -> Vec<String> {
    let all: Vec<&Bind> = Scope::ALL
        .iter()
        .flat_map(|scope| keymap.binds(*scope))
        .collect();
    let mut found = Vec::new();
    for harm in all.iter().filter(|bind| bind.action.row().harmful) {
        let row = harm.action.row();
        let shown = format!("[{}] {} on {}", row.scope.name(), row.name, harm.label());
        if let Some(typed) = meant_to_type(row.scope, &harm.chord) {
            found.push(format!("{shown} is one slip from {typed}"));
        }
        for other in all.iter().filter(|bind| !bind.action.row().harmful) {
            if slip_of(&harm.chord, &other.chord) {
                let (meant, key) = (other.action.row(), other.label());
                let scope = meant.scope.name();
                found.push(format!(
                    "{shown} is one slip from [{scope}] {} on {key}",
                    meant.name
                ));
            }
        }
    }
    found
}

/// Takes out of a file's lines what gives a harmful action a key that lies a slip away from another
/// of the same screen, and says so.
pub(super) fn heed(keymap: &mut Keymap, file: &str, text: &str, lines: &mut Vec<Line>) {
    let mut wrong = Vec::new();
    for line in lines.iter().filter(|line| line.row.harmful) {
        for (chord, at) in &line.chords {
            let near = near(keymap, lines, line.row, chord);
            wrong.extend(near.map(|near| (*at, line.row, label(chord), near)));
        }
    }
    for (at, row, shown, near) in &wrong {
        let message = format!(
            "\"{}\" cannot be undone and {shown} is one slip from {near}",
            row.name
        );
        let fault = Fault::new("K10", Level::Error, file, message).at(place(text, *at));
        keymap
            .faults
            .push(fault.suggests("use a function key, a chord or another capital letter"));
    }
    for line in lines.iter_mut() {
        line.chords
            .retain(|(_, at)| !wrong.iter().any(|(bad, ..)| bad == at));
    }
    // A line that has lost all its keys leaves the action where it was.
    lines.retain(|line| {
        !line.chords.is_empty()
            || !wrong
                .iter()
                .any(|(_, row, ..)| row.action == line.row.action)
    });
}

/// What lies a slip away from a chord where the action works.
fn near(keymap: &Keymap, lines: &[Line], row: &Row, chord: &[Key]) -> Option<String> {
    if let Some(typed) = meant_to_type(row.scope, chord) {
        return Some(typed.to_owned());
    }
    let harmless = |other: &&Row| !other.harmful && row.scope.stack().contains(&other.scope);
    TABLE.iter().filter(harmless).find_map(|other| {
        let said = lines.iter().find(|line| line.row.action == other.action);
        let chords: Vec<&[Key]> = match said {
            Some(line) => line
                .chords
                .iter()
                .map(|(keys, _)| keys.as_slice())
                .collect(),
            None => {
                let binds = keymap.binds(other.scope).iter();
                let its = binds.filter(|bind| bind.action == other.action);
                its.map(|bind| bind.chord.as_slice()).collect()
            }
        };
        let meant = chords.into_iter().find(|meant| slip_of(chord, meant))?;
        Some(format!("{}, which is \"{}\"", label(meant), other.name))
    })
}
