//! Somebody else was faster: what they set is shown, and nobody saves over it unseen.

use caseload::domain::case::{CaseState, FollowUp, NextStep};
use caseload::domain::client::ClientField as F;
use caseload::domain::intent::Intent;
use caseload::domain::refusal::Refusal;
use caseload::domain::terms::ContactKind;
use caseload::readmodel::client::{CaseCard, HistoryRow};
use caseload::tui::input::Input;
use caseload::wire::Reply;

use crate::table::{Table, day, peg};

/// The next intent is refused: Ben was faster.
fn ben_was_faster(table: &mut Table) {
    table
        .answers
        .push_back(Reply::Refused(Refusal::ChangedMeanwhile {
            who: "Ben Osei".to_owned(),
            at: "10:41".to_owned(),
        }));
}

fn case(table: &mut Table) -> &mut CaseCard {
    table.card.case.as_mut().expect("a case")
}

/// Ben rang her: another next step, one more contact.
fn ben_rang(table: &mut Table) {
    ben_was_faster(table);
    let case = case(table);
    case.version = 43;
    case.next = NextStep::Due(FollowUp {
        on: day("2026-11-27"),
        at: None,
        kind: ContactKind::Home,
        what: "bring the form".to_owned(),
        moved: 0,
    });
    case.history.insert(
        0,
        HistoryRow {
            seq: 43,
            on: day("2026-11-23"),
            recorded: "2026-11-23T10:41:00Z".parse().expect("an instant"),
            kind: "phone".to_owned(),
            text: "spoke; she found the letter".to_owned(),
            who: "B Osei".to_owned(),
            is_contact: true,
        },
    );
}

fn versions(table: &Table) -> Vec<u64> {
    let version = |intent: &Intent| match intent {
        Intent::LogContact { version, .. }
        | Intent::SetNextStep { version, .. }
        | Intent::SetState { version, .. }
        | Intent::EditClient { version, .. } => *version,
        _ => 0,
    };
    table.intents().iter().map(version).collect()
}

#[test]
fn details_show_what_stands_now_and_save_over_it_only_when_told_to() {
    let mut table = Table::new(peg());
    table.keys("e");
    while !table.text().contains("> Phone ") {
        table.keys("tab");
    }
    table.keys("ctrl-u").types("07700 900111");
    ben_was_faster(&mut table);
    table.card.version = 12;
    table
        .card
        .fields
        .insert(F::Phone, "07700 900123".to_owned());
    table.card.fields.insert(F::Hours, "mornings".to_owned());
    table
        .keys("f2")
        .shows("Ben Osei changed this at 10:41; what you typed is kept.")
        .shows("> Phone              07700 900111")
        .shows("now: 07700 900123, Ben Osei, 10:41")
        .shows("mornings")
        .shows("changed, Ben Osei, 10:41");
    table
        .keys("f2")
        .shows("Phone: now 07700 900123; yours 07700 900111")
        .shows("Margaret O'Neill");
    assert_eq!(versions(&table), [11], "nothing is saved over unseen");
    table.keys("n").shows("07700 900111");
    table.keys("f2 Y");
    assert_eq!(versions(&table), [11, 12]);
    let Some(Intent::EditClient { set, .. }) = table.intents().pop() else {
        panic!("no details")
    };
    let set: Vec<_> = set.into_iter().collect();
    assert_eq!(set, [(F::Phone, Some("07700 900111".to_owned()))]);
}

#[test]
fn who_types_what_stands_now_is_asked_nothing() {
    let mut table = Table::new(peg());
    table.keys("e");
    while !table.text().contains("> Phone ") {
        table.keys("tab");
    }
    table.keys("ctrl-u").types("07700 900111");
    ben_was_faster(&mut table);
    table.card.version = 12;
    table
        .card
        .fields
        .insert(F::Phone, "07700 900123".to_owned());
    table.keys("f2 ctrl-u").types("07700 900123").keys("f2");
    assert_eq!(versions(&table), [11, 12]);
}

#[test]
fn details_that_nobody_else_touched_are_saved_at_the_second_time() {
    let mut table = Table::new(peg());
    table.keys("e");
    while !table.text().contains("> Phone ") {
        table.keys("tab");
    }
    table.keys("ctrl-u").types("07700 900111");
    ben_was_faster(&mut table);
    table.card.version = 12;
    table.card.fields.insert(F::Hours, "mornings".to_owned());
    table.keys("f2").shows("over here: Best time");
    table.keys("f2");
    assert_eq!(versions(&table), [11, 12]);
}

#[test]
fn a_contact_shows_what_was_logged_meanwhile() {
    let mut table = Table::new(peg());
    table.keys("l").types("met her").keys("tab").types("fri");
    ben_rang(&mut table);
    table
        .keys("f2")
        .shows("Ben Osei changed this at 10:41; what you typed is kept. Now:")
        .shows(" Next step: Fri 27 Nov, home: bring the form")
        .shows(" Last contact: Mon 23 Nov, phone: spoke; she found the letter (B Osei)")
        .shows("met her");
    table
        .keys("f2")
        .shows("Next step: now Fri 27 Nov, home: bring the form; yours Fri");
    assert_eq!(versions(&table), [42]);
    table.keys("Y");
    assert_eq!(versions(&table), [42, 43]);
    table.shows("Logged.");
}

#[test]
fn a_next_step_and_a_status_show_what_was_set_meanwhile() {
    let mut table = Table::new(peg());
    table.keys("f").types("+2w");
    ben_rang(&mut table);
    table
        .keys("f2")
        .shows("Next step: Fri 27 Nov, home: bring the form")
        .shows("Last contact: Mon 23 Nov, phone: spoke; she found the letter (B Osei)")
        .shows("+2w");
    table.keys("f2 Y");
    assert_eq!(versions(&table), [42, 43]);

    let mut table = Table::new(peg());
    table.keys("s 5").types("+4w");
    ben_was_faster(&mut table);
    case(&mut table).version = 43;
    case(&mut table).state = CaseState::Waiting;
    table.keys("f2").shows("Status: waiting list");
    table
        .keys("f2")
        .shows("Status: now waiting list; yours paused");
    assert_eq!(versions(&table), [42]);
    table.keys("Y");
    assert_eq!(versions(&table), [42, 43]);
}

#[test]
fn a_list_of_states_stays_and_says_what_stands_now() {
    let mut table = Table::new(peg());
    table.keys("s");
    ben_was_faster(&mut table);
    case(&mut table).version = 43;
    case(&mut table).state = CaseState::Waiting;
    table
        .keys("1 enter")
        .shows("Ben Osei changed this at 10:41: Status now waiting list; choose again")
        .shows("> 2 waiting list");
    table.keys("1 enter");
    assert_eq!(versions(&table), [42, 43]);
}

#[test]
fn a_draft_typed_over_something_else_says_so_when_it_comes_back() {
    let mut table = Table::new(peg());
    table.keys("e");
    while !table.text().contains("> Phone ") {
        table.keys("tab");
    }
    table.keys("ctrl-u").types("07700 900111").keys("esc");
    table.card.version = 12;
    table
        .card
        .fields
        .insert(F::Phone, "07700 900123".to_owned());
    table.input(Input::HubBack);
    table
        .keys("e")
        .shows("has changed since you typed this")
        .shows("now: 07700 900123");
    table.keys("f2").shows("yours 07700 900111");
    assert!(versions(&table).is_empty());
    table.keys("Y");
    assert_eq!(versions(&table), [12]);
}

#[test]
fn a_day_that_cannot_be_is_said_when_the_field_is_left() {
    let mut table = Table::new(peg());
    table
        .keys("f")
        .types("31/2")
        .hides("There is no 31 February");
    table.keys("tab").shows("There is no 31 February");
    table.keys("up").types("x").hides("There is no 31 February");

    let mut table = Table::new(peg());
    table.keys("s 5").types("31/2").hides("There is no 31");
    table.keys("f2").shows("There is no 31 February");

    let mut table = Table::new(peg());
    table
        .keys("l tab")
        .types("31/2")
        .keys("tab")
        .shows("There is no 31 February");
    while !table.text().contains("> Minutes") {
        table.keys("tab");
    }
    table
        .types("lots")
        .keys("shift-tab")
        .shows("Type the minutes");

    let mut table = Table::new(peg());
    table.keys("e");
    while !table.text().contains("> Date of birth") {
        table.keys("tab");
    }
    table
        .keys("ctrl-u")
        .types("31/2/1955")
        .keys("tab")
        .shows("There is no 31 February");
}
