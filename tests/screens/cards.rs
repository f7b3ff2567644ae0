//! Any card, any size, any keys: never a panic, never a control character or a sign that PuTTY does not
//! have on the screen, and no letter alone changes anything.

use caseload::domain::client::{CLIENT_FIELDS, ClientField};
use caseload::domain::ids::{CaseId, PartId, ServiceId};
use caseload::domain::intent::Intent;
use caseload::domain::terms::{Attended, Stage};
use caseload::readmodel::client::{ClientCard, ConnectionLine};
use caseload::tui::draw::Look;
use caseload::tui::forms;
use caseload::tui::glyphs::{ASCII, in_wgl4};
use caseload::tui::input::Input;
use caseload::tui::key::{Key, Name};
use caseload::tui::theme::Theme;
use proptest::prelude::*;

use crate::table::{Table, peg};

/// Escape sequences, direction overrides, wide and invisible signs, towers of accents.
const HOSTILE: &str = "\u{1b}[31mred\u{7}\u{202e}evil\u{200b}漢字\ta\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\r\n\u{9b}2J\u{1b}]0;x\u{7}";

fn hostile_connection() -> ConnectionLine {
    ConnectionLine {
        part: PartId(3),
        case: CaseId(70),
        service_id: ServiceId(1),
        service: HOSTILE.to_owned(),
        place: HOSTILE.to_owned(),
        stage: Stage::Sent,
        said: HOSTILE.to_owned(),
        next: None,
        attended: Attended::Unknown,
    }
}

fn hostile() -> ClientCard {
    let mut card = peg();
    card.client = HOSTILE.to_owned();
    card.known_as = HOSTILE.to_owned();
    card.practice = HOSTILE.to_owned();
    card.connections = vec![hostile_connection()];
    for spec in CLIENT_FIELDS {
        card.fields.insert(spec.field, HOSTILE.to_owned());
    }
    card.cases[0].state = HOSTILE.to_owned();
    let case = card.case.as_mut().expect("a case");
    case.worker = HOSTILE.to_owned();
    for text in case.fields.values_mut() {
        *text = HOSTILE.to_owned();
    }
    for row in &mut case.history {
        row.text = HOSTILE.to_owned();
        row.who = HOSTILE.to_owned();
        row.kind = HOSTILE.to_owned();
    }
    card
}

fn harmless(table: &Table) -> Result<(), String> {
    let (buffer, _) = table.drawn();
    let strange = |symbol: &str| {
        let hidden = |c: char| {
            c.is_control()
                || "\u{200b}\u{200e}\u{202a}\u{202e}\u{feff}".contains(c)
                || c == '\u{9b}'
        };
        symbol.chars().any(hidden)
    };
    match buffer.content().iter().find(|cell| strange(cell.symbol())) {
        Some(cell) => Err(format!("{:?} is on the screen", cell.symbol())),
        None => Ok(()),
    }
}

#[test]
fn hostile_text_is_never_more_than_text() {
    for keys in [
        "v", "enter", "s", "m", "l", "f", "e", "m 2", "m 3", "tab", "l ctrl-x", "c", "o",
    ] {
        for size in [(80, 24), (120, 40), (60, 15)] {
            let mut table = Table::sized(hostile(), size);
            table.keys(keys);
            assert_eq!(harmless(&table), Ok(()), "{keys}");
        }
    }
}

#[test]
fn ascii_terminals_see_ascii_only() {
    let look = Look {
        theme: Theme::Mono,
        glyphs: ASCII,
    };
    for keys in ["v", "enter", "s", "l shift-tab n", "e", "m"] {
        let mut table = Table::looking(hostile(), (80, 24), look);
        table.keys(keys);
        assert!(table.text().is_ascii(), "{keys}\n{}", table.text());
    }
}

#[test]
fn nothing_is_drawn_over_the_edge_at_any_size() {
    for keys in ["v", "enter", "s", "m", "l", "f", "e", "a"] {
        let mut table = Table::new(peg());
        table.keys(keys);
        for columns in (1..=200).step_by(17) {
            for rows in 1..=60 {
                table.input(Input::Resize(columns, rows));
                table.drawn();
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
        1 => prop::char::range('a', 'z').prop_map(|c| Key { ctrl: true, ..Key::char(c) }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_key_is_too_much_for_a_form(
        size in (1_u16..=200, 1_u16..=60),
        keys in prop::collection::vec(key(), 1..60),
    ) {
        let mut table = Table::sized(peg(), size);
        for key in keys {
            table.input(Input::Key(key));
            let text = table.text();
            let strange = text.chars().find(|c| *c != '\n' && !in_wgl4(*c));
            prop_assert_eq!(strange, None, "{}", text);
        }
    }

    #[test]
    fn what_was_typed_into_a_note_comes_back_letter_by_letter(text in "[ -~äöüßé\n]{1,200}") {
        let mut table = Table::on(peg(), (80, 24), || forms::note(caseload::domain::ids::CaseId(70)));
        table.input(Input::Paste(text.clone())).keys("f2");
        let saved: Vec<Intent> = table.intents();
        match saved.first() {
            Some(Intent::AddNote { text: saved, .. }) => prop_assert_eq!(saved, &text),
            _ => prop_assert!(text.trim().is_empty()),
        }
    }
}

#[test]
fn every_field_of_a_client_can_be_filled_in() {
    let mut table = Table::new(peg());
    table.keys("e");
    for _ in CLIENT_FIELDS {
        table.keys("tab");
    }
    table.shows(ClientField::DiedOn.spec().label);
}
