//! The finder: every keystroke right, one question at a time, and nobody opened by a guess.

use std::collections::VecDeque;

use caseload::domain::ids::{CaseId, ClientId, ServiceId};
use caseload::domain::service::Service;
use caseload::readmodel::find::{FindKind, FindRow, Found};
use caseload::tui::effect::{Errand, Ticket};
use caseload::tui::input::Input;
use caseload::tui::key::Key;
use caseload::wire::{Notice, Reply, Request};
use insta::assert_snapshot;
use proptest::prelude::*;

use crate::agenda::morning;
use crate::seat::Seat;

fn row(kind: FindKind, id: &str, label: &str, side: &str) -> FindRow {
    FindRow {
        kind,
        id: id.to_owned(),
        label: label.to_owned(),
        side: side.to_owned(),
        marks: vec!["oneil".to_owned(), "deb".to_owned()],
        client_id: None,
        case: None,
    }
}

fn client(id: u32, label: &str, side: &str) -> FindRow {
    FindRow {
        client_id: Some(ClientId(id)),
        case: Some(CaseId(id)),
        ..row(FindKind::Client, &format!("P{id}"), label, side)
    }
}

fn answer(query: &str, rows: Vec<FindRow>) -> Found {
    Found {
        query: query.to_owned(),
        total: u32::try_from(rows.len()).expect("few rows"),
        rows,
        in_reach: 51,
        ..Found::default()
    }
}

fn debts() -> Found {
    let peg = client(
        6,
        "Margaret O'Neill \"Peg\"   born 4 Mar 1955   Elm Tree",
        "13 d late",
    );
    let note = FindRow {
        client_id: Some(ClientId(6)),
        case: Some(CaseId(6)),
        ..row(
            FindKind::Note,
            "K9",
            "Margaret O'Neill   \"… asked about the debt and the letter from April, which nobody can …\"",
            "12 Nov  A Khan",
        )
    };
    let service = row(
        FindKind::Service,
        "V3",
        "StepChange Debt Charity",
        "telephone",
    );
    answer("oneil deb", vec![peg, service, note])
}

fn seat() -> Seat {
    let mut seat = Seat::new(morning(), "Amira");
    seat.found.insert("oneil deb".to_owned(), debts());
    seat
}

#[test]
fn what_is_found_at_80_by_24() {
    let mut seat = seat();
    seat.keys("/").types("oneil deb");
    assert_snapshot!(seat.text(), @r#"
     1 Agenda 2 Caseload 3 Services 4 Team 5 Review 6 Integration   TRAINING 23 Nov
    ────────────────────────────────────────────────────────────────────────────────
     Find: oneil deb                                    3 found, 51 people in reach
    [all] clients  services  notes  commands
    ────────────────────────────────────────────────────────────────────────────────
    > client   Margaret O'Neill "Peg"    born 4 Mar 1955   Elm Tree       13 d late
      service  StepChange Debt Charity                                    telephone
      note     Margaret O'Neill  "… asked about the debt and the l…  12 Nov  A Khan














    ────────────────────────────────────────────────────────────────────────────────
     Enter open  Down next  Up previous  Tab narrow  Esc back  F1 help
    "#);
}

#[test]
fn what_is_found_at_120_by_40() {
    let mut seat = Seat::sized(morning(), "Amira", (120, 40));
    seat.found.insert("oneil deb".to_owned(), debts());
    seat.keys("/").types("oneil deb");
    assert_snapshot!(seat.body(), @r#"
     Find: oneil deb                                                                            3 found, 51 people in reach
    [all] clients  services  notes  commands
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    > client   Margaret O'Neill "Peg"            born 4 Mar 1955   Elm Tree                                       13 d late
      service  StepChange Debt Charity                                                                            telephone
      note     Margaret O'Neill  "… asked about the debt and the letter from April, which nobody can …"      12 Nov  A Khan
    "#);
}

#[test]
fn the_finder_in_ascii_before_anything_is_typed() {
    let mut seat = Seat::ascii(morning(), "Amira");
    seat.keys("/");
    assert!(seat.text().is_ascii());
    assert_snapshot!(seat.body(), @r#"
     Find:                                                       16 people in reach
    [all] clients  services  notes  commands
    --------------------------------------------------------------------------------

      Type a part of a name, in any order and without accents; a date of birth, a
      telephone or NHS number, a postcode; the name of a service, a word of a
      note, or a command.
    "#);
}

#[test]
fn letters_that_match_are_marked_by_more_than_colour() {
    let mut seat = seat();
    seat.keys("/").types("oneil deb");
    let (buffer, _) = seat.desk.drawn();
    let underlined: String = (0..80)
        .filter_map(|x| buffer.cell((x, 5)))
        .filter(|cell| cell.modifier.contains(ratatui::style::Modifier::UNDERLINED))
        .map(ratatui::buffer::Cell::symbol)
        .collect();
    assert_eq!(underlined, "O'Neil");
}

#[test]
fn four_letters_and_enter_open_them_and_esc_goes_back() {
    let mut seat = seat();
    seat.keys("/").types("zoë").keys("enter");
    assert!(
        seat.desk.app.heading().contains("Zoë Okafor"),
        "{}",
        seat.text()
    );
    seat.keys("esc");
    assert_eq!(seat.desk.app.heading(), "Agenda");
}

#[test]
fn a_note_opens_its_case_and_a_service_its_card() {
    let mut seat = seat();
    let service = Service {
        id: ServiceId(3),
        name: "StepChange Debt Charity".to_owned(),
        organisation: "StepChange".to_owned(),
        offers: "Advice on debts, by telephone.".to_owned(),
        places: vec![caseload::domain::service::Place::from_line("telephone")],
        phone: "0800 138 1111".to_owned(),
        ..Service::default()
    };
    seat.world
        .heads
        .directory
        .services
        .insert(ServiceId(3), service);
    seat.keys("/").types("oneil deb").keys("down enter");
    assert!(
        seat.text().contains("Phone      0800 138 1111"),
        "{}",
        seat.text()
    );
    seat.keys("esc").keys("down enter");
    let asked = seat
        .desk
        .errands
        .iter()
        .rev()
        .find_map(|errand| match errand {
            Errand::Send(_, Request::Client(by)) => Some(by.clone()),
            _ => None,
        });
    assert_eq!(asked, Some(caseload::wire::talk::ClientBy::Case(CaseId(6))));
}

#[test]
fn where_two_fit_equally_well_enter_waits_for_a_choice() {
    let mut seat = seat();
    let twins = vec![
        client(1, "Anna Hart   born 1 Jan 1950   Elm", ""),
        client(2, "Anna Hart   born 2 Feb 1960   Mill", ""),
    ];
    let found = Found {
        equal_best: true,
        ..answer("anna", twins)
    };
    seat.found.insert("anna".to_owned(), found);
    seat.keys("/").types("anna").keys("enter");
    assert!(
        seat.text().contains("Two fit equally well"),
        "{}",
        seat.text()
    );
    seat.keys("enter");
    assert_eq!(seat.desk.app.heading(), "Find", "still no choice was made");
    seat.keys("down enter");
    assert_ne!(seat.desk.app.heading(), "Find");
}

#[test]
fn enter_before_the_answer_opens_what_was_typed_and_nothing_older() {
    let mut seat = seat();
    seat.keys("/").types("zo");
    seat.desk.types("ë").keys("enter");
    assert_eq!(seat.desk.app.heading(), "Find");
    seat.serve();
    assert!(
        seat.desk.app.heading().contains("Zoë Okafor"),
        "{}",
        seat.text()
    );
    let mut seat = self::seat();
    seat.keys("/").types("zo");
    seat.desk.types("ë").keys("enter backspace");
    seat.serve();
    assert_eq!(
        seat.desk.app.heading(),
        "Find",
        "typing on takes Enter back"
    );
}

#[test]
fn tab_narrows_to_one_kind() {
    let mut seat = seat();
    seat.keys("/").types("oneil deb").keys("tab");
    assert!(seat.text().contains("[clients]"));
    assert!(!seat.text().contains("StepChange"), "{}", seat.text());
    let kinds = seat
        .desk
        .errands
        .iter()
        .rev()
        .find_map(|errand| match errand {
            Errand::Send(_, Request::Find { kinds, .. }) => Some(kinds.clone()),
            _ => None,
        });
    assert_eq!(kinds, Some(vec![FindKind::Client]));
    seat.keys("shift-tab shift-tab");
    assert!(seat.text().contains("[commands]"));
}

#[test]
fn a_command_is_found_by_its_name_and_done_below() {
    let mut seat = seat();
    seat.keys("/").types("log a con");
    assert!(
        seat.text().contains("command  Log a contact"),
        "{}",
        seat.text()
    );
    seat.keys("enter");
    assert!(seat.desk.app.heading().starts_with("Log a contact: Joyce"));
    let mut seat = self::seat();
    seat.keys("/").types("one practice").keys("enter");
    assert!(seat.text().contains("all practices"), "{}", seat.text());
}

#[test]
fn what_is_not_read_yet_is_said_and_looked_up_later() {
    let mut seat = seat();
    let unread = "notes still being read, 40 % done".to_owned();
    seat.found.insert(
        "zoë".to_owned(),
        Found {
            unread,
            ..answer("zoë", Vec::new())
        },
    );
    seat.keys("/").types("zoë");
    assert!(
        seat.text().contains("notes still being read, 40 % done"),
        "{}",
        seat.text()
    );
    assert!(
        seat.text().contains("Nobody in what is read so far"),
        "nobody is added as new because names were not read yet: {}",
        seat.text()
    );
    seat.found.clear();
    seat.input(Input::Notice(Notice::Reading(String::new())))
        .alarms();
    assert!(!seat.text().contains("still being read"));
    assert!(seat.desk.marked().contains("Zoë Okafor"), "{}", seat.text());
}

#[test]
fn another_line_asks_again() {
    let mut seat = seat();
    seat.keys("/").desk.types("zoë");
    seat.open_questions();
    seat.input(Input::HubLost).input(Input::HubBack);
    assert!(seat.desk.marked().contains("Zoë Okafor"), "{}", seat.text());
}

/// What a test may do next.
#[derive(Clone, Debug)]
enum Turn {
    Type(char),
    Erase,
    Tab,
    Answer,
    Notice,
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        4 => prop::char::range('a', 'e').prop_map(Turn::Type),
        1 => Just(Turn::Erase),
        1 => Just(Turn::Tab),
        3 => Just(Turn::Answer),
        1 => Just(Turn::Notice),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn one_question_is_under_way_and_the_last_text_is_answered(
        turns in prop::collection::vec(turn(), 1..60)
    ) {
        let mut seat = seat();
        seat.desk.keys("/");
        let mut text = String::new();
        let mut waiting: VecDeque<(Ticket, Request)> = seat.open_questions().into();
        for turn in turns {
            match turn {
                Turn::Type(c) => {
                    text.push(c);
                    seat.desk.input(Input::Key(Key::char(c)));
                }
                Turn::Erase => {
                    text.pop();
                    seat.desk.keys("backspace");
                }
                Turn::Tab => {
                    seat.desk.keys("tab");
                }
                Turn::Answer => {
                    if let Some((ticket, request)) = waiting.pop_front() {
                        let reply = seat.reply(&request).expect("an answer");
                        seat.desk.input(Input::Reply(ticket, reply));
                    }
                }
                Turn::Notice => {
                    let (clients, cases) = (Vec::new(), Vec::new());
                    seat.desk.input(Input::Notice(Notice::Changed { seq: 1, clients, cases }));
                }
            }
            let of_finder = |(_, request): &(Ticket, Request)| matches!(request, Request::Find { .. });
            waiting.extend(seat.open_questions().into_iter().filter(of_finder));
            prop_assert!(waiting.len() <= 1, "{waiting:?}");
            let shown = format!("Find: {text}");
            prop_assert!(seat.text().contains(shown.trim_end()), "typing is never lost");
        }
        while let Some((ticket, request)) = waiting.pop_front() {
            let reply = seat.reply(&request).expect("an answer");
            seat.desk.input(Input::Reply(ticket, reply));
            waiting.extend(seat.open_questions());
        }
        seat.alarms();
        while !seat.text().contains("[all]") {
            seat.keys("tab");
        }
        let fits = match seat.reply(&Request::Find { text: text.clone(), kinds: Vec::new(), limit: 9 }) {
            Some(Reply::Found(found)) => found.rows.len(),
            _ => 0,
        };
        let rows = seat.text().matches("  client   ").count() + seat.text().matches("> client   ").count();
        prop_assert_eq!(rows, fits.min(17), "{}", seat.text());
    }
}
