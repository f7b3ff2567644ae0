//! Any keys, any size, any names: nothing is changed by a slip, nothing is drawn that a terminal
//! would obey.

use caseload::domain::intent::Intent;
use caseload::tui::effect::Errand;
use caseload::tui::glyphs::in_wgl4;
use caseload::tui::input::Input;
use caseload::tui::key::{Key, Name};
use caseload::wire::Request;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::agenda::morning;
use crate::seat::Seat;

/// Escape sequences, direction overrides, wide and invisible signs, towers of accents.
const HOSTILE: &str =
    "\u{1b}[31mred\u{7}\u{202e}evil\u{200b}漢字\ta\u{301}\u{301}\u{301}\r\n\u{9b}2J";

fn intents(seat: &Seat) -> Vec<&Intent> {
    let sent = seat.desk.errands.iter().filter_map(|errand| match errand {
        Errand::Send(_, Request::Do(intent)) => Some(intent),
        _ => None,
    });
    sent.collect()
}

#[test]
fn two_thousand_stray_letters_change_nothing() {
    let mut runner = TestRunner::new(Config {
        cases: 4,
        ..Config::default()
    });
    let letters = prop::collection::vec(prop::char::range(' ', '~'), 200);
    let result = runner.run(&letters, |letters| {
        for start in ["1", "2", "3", "/"] {
            let mut seat = Seat::new(morning(), "Amira");
            seat.keys(start);
            for letter in &letters {
                seat.input(Input::Key(Key::char(*letter)));
                // Undo and redo are one letter on purpose, each takes the other back; a list of statuses takes
                // a digit. Whoever meets one goes back as a person would.
                if seat.desk.app.heading().starts_with("Status") {
                    seat.keys("esc");
                }
            }
            let done = intents(&seat)
                .into_iter()
                .filter(|intent| !matches!(intent, Intent::Undo | Intent::Redo));
            prop_assert_eq!(done.count(), 0);
        }
        Ok(())
    });
    assert_eq!(result, Ok(()));
}

fn harmless(text: &str) -> Option<char> {
    text.chars()
        .find(|c| *c != '\n' && !in_wgl4(*c) && !"漢字\u{301}\u{fffd}".contains(*c))
}

#[test]
fn hostile_names_are_never_more_than_text() {
    let world = morning()
        .client(HOSTILE)
        .due_in_days(0)
        .at(8, 0)
        .what(HOSTILE);
    for size in [(80, 24), (120, 40), (60, 15)] {
        for keys in ["1", "2", "3", "3 enter", "/ r e d"] {
            let mut seat = Seat::sized(world.clone(), "Amira", size);
            seat.keys(keys);
            assert_eq!(harmless(&seat.text()), None, "{}", seat.text());
        }
    }
}

#[test]
fn every_size_is_drawn() {
    let mut seat = Seat::new(morning(), "Amira");
    for keys in [
        "1", "p", "esc", "2", "w", "esc", "o", "esc", "3", "w", "esc", "enter", "esc", "/", "a n",
        "tab",
    ] {
        seat.input(Input::Resize(80, 24)).keys(keys);
        for columns in (1..=200).step_by(19) {
            for rows in (1..=60).step_by(2) {
                seat.desk.input(Input::Resize(columns, rows)).drawn();
            }
        }
    }
}

fn key() -> impl Strategy<Value = Key> {
    use Name::{Backspace, Down, End, Enter, Esc, Home, Left, PageDown, PageUp, Right, Tab, Up};
    let names = vec![
        Backspace, Down, End, Enter, Esc, Home, Left, PageDown, PageUp, Right, Tab, Up,
    ];
    prop_oneof![
        3 => prop::char::range(' ', '~').prop_map(Key::char),
        3 => prop::sample::select(names).prop_map(Key::named),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_size_and_no_key_is_too_much(
        turns in prop::collection::vec((key(), (1_u16..=200, 1_u16..=60)), 1..60)
    ) {
        let mut seat = Seat::new(morning(), "Amira");
        for (key, (columns, rows)) in turns {
            seat.input(Input::Resize(80, 24)).input(Input::Key(key));
            seat.input(Input::Resize(columns, rows));
            let text = seat.text();
            prop_assert_eq!(harmless(&text), None, "{}", text);
        }
    }
}
