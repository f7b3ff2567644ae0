//! Any size, any keys: never a panic, never a sign that PuTTY's font does not have.

use caseload::tui::glyphs::in_wgl4;
use caseload::tui::input::Input;
use caseload::tui::key::{Code, Key, Name};
use caseload::tui::keymap::Keymap;
use proptest::prelude::*;

use crate::demo::setup;
use crate::desk::Desk;

/// Letters of the invented names that no WGL4 font has.
const IN_NAMES: &str = "ễ";

fn key() -> impl Strategy<Value = Key> {
    use Name::{Backspace, Down, End, Enter, Esc, Home, Left, PageDown, PageUp, Right, Tab, Up};
    let names = [
        Backspace, Down, End, Enter, Esc, Home, Left, PageDown, PageUp, Right, Tab, Up,
    ];
    // `v` panics on purpose in the demo.
    let letters = prop::char::range('!', '~').prop_filter("a fault on purpose", |c| *c != 'v');
    prop_oneof![
        3 => letters.prop_map(Key::char),
        3 => prop::sample::select(names.to_vec()).prop_map(Key::named),
        1 => prop::char::range('a', 'z').prop_map(|c| Key { ctrl: true, ..Key::char(c) }),
        1 => (1_u8..=12).prop_map(|number| Key::plain(Code::Function(number))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_size_and_no_key_is_too_much(
        start in (1_u16..=200, 1_u16..=60),
        turns in prop::collection::vec((prop::collection::vec(key(), 1..12), (1_u16..=200, 1_u16..=60)), 1..6)
    ) {
        let mut desk = Desk::with(setup(Keymap::built_in(), start));
        for (keys, (columns, rows)) in turns {
            for key in keys {
                // The palette and the help could run the fault on purpose.
                let runs = desk.app.heading().starts_with("Help") || desk.app.heading().starts_with("Commands");
                if runs && key == Key::named(Name::Enter) {
                    continue;
                }
                desk.input(Input::Key(key));
                let text = desk.text();
                let strange = text.chars().find(|c| *c != '\n' && !in_wgl4(*c) && !IN_NAMES.contains(*c));
                prop_assert_eq!(strange, None, "{}", text);
            }
            desk.input(Input::Paste("über 漢字\nzwei".chars().filter(|c| in_wgl4(*c)).collect()));
            desk.input(Input::Resize(columns, rows));
            desk.text();
        }
    }
}

#[test]
fn every_size_is_drawn() {
    let mut desk = Desk::new();
    for keys in [
        "j", "s", "esc", "m", "esc", "l", "?", "esc", "tab", "ctrl-p",
    ] {
        desk.input(Input::Resize(80, 24)).keys(keys);
        for columns in (1..=200).step_by(13) {
            for rows in (1..=60).step_by(4) {
                desk.input(Input::Resize(columns, rows));
                desk.drawn();
            }
        }
    }
}
