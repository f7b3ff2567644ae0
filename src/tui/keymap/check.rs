//! The rules that a keymap must keep, K03 to K10. Most come from what PuTTY can send at all
//! (measured) and from the wish that no slip of a finger does harm.

use super::fault::{Fault, Level, place};
use super::file::{File, Line};
use super::label;
use crate::tui::action::{Row, Scope};
use crate::tui::key::{Code, Key, Name};

/// Scopes in which letters are typed into a field, so that no letter can be a command there.
pub fn takes_text(scope: Scope) -> bool {
    match scope {
        Scope::Form | Scope::Text | Scope::Finder | Scope::Help | Scope::Palette => true,
        Scope::Everywhere
        | Scope::List
        | Scope::Case
        | Scope::Marks
        | Scope::Agenda
        | Scope::Coding
        | Scope::Caseload
        | Scope::Client
        | Scope::Entry
        | Scope::Services
        | Scope::Service
        | Scope::Team
        | Scope::Review
        | Scope::ReviewCase
        | Scope::Record
        | Scope::Integration
        | Scope::Note
        | Scope::PlainText
        | Scope::Menu
        | Scope::Confirm
        | Scope::Described
        | Scope::Cover => false,
    }
}

/// Why a key's name, though it reads well, is none that the program could ever see (K05).
pub fn same_on_the_wire(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    let fixed = match lower.as_str() {
        "ctrl-i" => Some("terminals send the same for Tab"),
        "ctrl-m" => Some("terminals send the same for Enter"),
        "ctrl-[" => Some("terminals send the same for Esc"),
        "ctrl-h" => Some("many terminals send the same for Backspace"),
        "ctrl-/" => Some("PuTTY sends the same as for ctrl-7"),
        "shift-enter" | "ctrl-enter" => Some("PuTTY sends plain Enter; alt-enter would work"),
        "ctrl-backspace" | "shift-backspace" => Some("PuTTY sends plain Backspace"),
        _ => None,
    };
    if fixed.is_some() {
        return fixed;
    }
    if lower.starts_with("super-") || lower.starts_with("meta-") || lower.starts_with("cmd-") {
        return Some("terminals do not send this key");
    }
    if lower.starts_with("ctrl-shift-") || lower.starts_with("shift-ctrl-") {
        return Some("terminals send the same without Shift");
    }
    Key::parse(name).and_then(never_sent)
}

/// The characters that reach the program as themselves with Ctrl; PuTTY sends Ctrl-4 to Ctrl-7 for
/// the other signs that have a control code.
fn has_a_control_code(c: char) -> bool {
    c.is_ascii_lowercase() || c == ' ' || ('4'..='7').contains(&c)
}

/// Why no terminal that we serve sends this key as one of its own (K05).
fn never_sent(key: Key) -> Option<&'static str> {
    use Name::{Delete, Down, End, Home, Insert, Left, PageDown, PageUp, Right, Up};
    let held = key.ctrl || key.shift;
    match key.code {
        Code::Named(Up | Down | Left | Right) if key.alt => {
            Some("PuTTY sends it as three keys, Esc first")
        }
        Code::Named(Up | Down | Left | Right | Home | End) if held => {
            Some("PuTTY sends the plain key")
        }
        Code::Named(PageUp | PageDown) if held => Some("PuTTY keeps it to scroll back"),
        Code::Named(Home | End | PageUp | PageDown) if key.alt => Some("PuTTY sends the plain key"),
        Code::Named(Insert | Delete) if held => Some("terminals copy and paste with it"),
        Code::Named(Name::Tab) if key.ctrl => Some("terminals send the same for Tab"),
        Code::Function(_) if key.shift => Some("PuTTY sends F11 for Shift-F1, and so on"),
        Code::Function(_) if key.ctrl => Some("PuTTY sends the plain key"),
        Code::Char(c) if key.ctrl && !has_a_control_code(c) => {
            Some("terminals have no code of its own for it")
        }
        _ => None,
    }
}

/// Why a key may not work for everyone (K08).
pub fn risky(key: Key) -> Option<&'static str> {
    if key.alt {
        return Some("Alt reaches the program as Esc and a key; a slow line may part them");
    }
    match key.code {
        Code::Char('s' | 'q') if key.ctrl => Some("some lines stop and go on with it"),
        Code::Char('a') if key.ctrl => Some("the program screen keeps it for itself"),
        Code::Char('b') if key.ctrl => Some("the program tmux keeps it for itself"),
        Code::Char('z') if key.ctrl => Some("people expect it to suspend the program"),
        Code::Function(11 | 12) => Some("PuTTY sends it for Shift-F1 and Shift-F2 too"),
        Code::Named(Name::Insert) => Some("screen readers keep it for themselves"),
        _ => None,
    }
}

/// Why an action cannot have a chord, and what to do instead: letters in a field (K06), harm on a
/// slip (K10).
pub fn unfit(row: &Row, chord: &[Key]) -> Option<(&'static str, String, &'static str)> {
    let first = *chord.first()?;
    let shown = label(chord);
    if takes_text(row.scope) && first.edits() {
        let message = format!(
            "{shown} is text in [{}], it cannot be a command",
            row.scope.name()
        );
        return Some(("K06", message, "use Ctrl with a letter, or a function key"));
    }
    if row.scope == Scope::Menu && first.printable().is_some_and(|c| c.is_ascii_digit()) {
        return Some((
            "K06",
            format!("{shown} picks a row in [menu], it cannot be a command"),
            "use a letter or a function key",
        ));
    }
    if row.harmful && chord.len() == 1 && slips(first) {
        let message = format!(
            "\"{}\" cannot be undone and {shown} is pressed too easily",
            row.name
        );
        return Some((
            "K10",
            message,
            "use a capital letter, a function key or a chord",
        ));
    }
    None
}

/// Whether a key is pressed by mistake: a letter or sign without shift, or a movement key with or
/// without a modifier.
fn slips(key: Key) -> bool {
    match key.code {
        Code::Char(c) => !key.ctrl && !key.alt && !c.is_uppercase(),
        Code::Named(_) => true,
        Code::Function(_) => false,
    }
}

/// One chord begins with the other, or they are the same.
pub fn clash(one: &[Key], other: &[Key]) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// Whether two scopes of one file may not share a key: the inner one would silently take it.
/// Hiding a key of everywhere is allowed (K09 looks after it), and long texts take Enter.
fn contend(inner: Scope, outer: Scope) -> bool {
    inner == outer
        || (outer != Scope::Everywhere && inner != Scope::Text && inner.stack().contains(&outer))
}

/// Looks for chords of one file that contradict each other (K03, K04) and takes them out of it.
pub fn within_file(file: &str, text: &str, done: &mut File) {
    let mut wrong: Vec<(usize, &'static str, String)> = Vec::new();
    let all: Vec<(&Line, &Vec<Key>, usize)> = done
        .lines
        .iter()
        .flat_map(|line| {
            line.chords
                .iter()
                .map(move |(chord, at)| (line, chord, *at))
        })
        .collect();
    for (index, (line, chord, at)) in all.iter().enumerate() {
        for (other, second, other_at) in all.iter().skip(index + 1) {
            let (one, two) = (line.row.scope, other.row.scope);
            if !(contend(one, two) || contend(two, one)) || !clash(chord, second) {
                continue;
            }
            let code = if chord == second { "K03" } else { "K04" };
            for (here, there, there_at) in [(at, other, other_at), (other_at, line, at)] {
                let (line, _) = place(text, *there_at);
                let name = format!("[{}] {}", there.row.scope.name(), there.row.name);
                wrong.push((*here, code, format!("{name}, line {line}")));
            }
        }
    }
    for (at, code, other) in &wrong {
        let message = match *code {
            "K03" => format!("the same key is given to {other}; neither is used"),
            _ => format!("one is the beginning of the other: {other}; neither is used"),
        };
        let fault = Fault::new(code, Level::Error, file, message).at(place(text, *at));
        let way_out = match *code {
            "K03" => "give one of them another key",
            _ => "give both as many keys, or one of them another key",
        };
        done.faults.push(fault.suggests(way_out));
    }
    for line in &mut done.lines {
        let had = line.chords.len();
        line.chords
            .retain(|(_, at)| !wrong.iter().any(|(bad, _, _)| bad == at));
        // A line that lost all its keys to a contradiction must not unbind its action.
        if had > 0 && line.chords.is_empty() {
            line.at = usize::MAX;
        }
    }
    done.lines.retain(|line| line.at != usize::MAX);
}
