//! Back and forward between where one was, and back to where the line broke.

use caseload::readmodel::stand::{Spot, Stood};
use caseload::tui::effect::{Alarm, Errand};
use caseload::tui::input::Input;
use caseload::wire::Request;

use crate::agenda::morning;
use crate::seat::Seat;

fn heading(seat: &Seat) -> String {
    seat.desk.app.heading()
}

/// What the hub was told of where the session stands; nothing for that it was left.
fn told(seat: &Seat) -> Vec<Option<Vec<Spot>>> {
    let sent = seat.desk.errands.iter().filter_map(|errand| match errand {
        Errand::Send(_, Request::KeepStand(stand)) => Some(Some(stand.path.clone())),
        Errand::Send(_, Request::DropStand) => Some(None),
        _ => None,
    });
    sent.collect()
}

fn at_joyce() -> (Seat, Stood) {
    let world = morning();
    let case = world.case_of("Joyce Adeyemi");
    let list = Spot::List {
        place: "Agenda".to_owned(),
        row: Some(case),
    };
    let stood = Stood {
        path: vec![list, Spot::Case(case)],
        whom: "Joyce Adeyemi".to_owned(),
        when: "14:10".to_owned(),
    };
    (Seat::stood(world, "Amira", stood.clone()), stood)
}

#[test]
fn back_and_forward_go_where_one_was_with_the_marker_on_its_row() {
    let mut seat = Seat::new(morning(), "Amira");
    seat.keys("j j");
    let row = seat.desk.marked();
    seat.keys("enter");
    let person = heading(&seat);
    assert!(!person.starts_with("Agenda"));
    seat.keys("2 j j");
    let other = seat.desk.marked();
    seat.keys("<");
    assert_eq!(heading(&seat), person);
    seat.keys("<");
    assert_eq!(heading(&seat), "Agenda");
    assert_eq!(seat.desk.marked(), row);
    seat.keys("<");
    assert!(seat.text().contains("There is nothing before this"));
    seat.keys("> >");
    assert_eq!(heading(&seat), "Caseload");
    assert_eq!(seat.desk.marked(), other);
    seat.keys(">");
    assert!(seat.text().contains("There is nothing after this"));
    seat.keys("< <").keys("esc 2 <");
    assert_eq!(
        heading(&seat),
        "Agenda",
        "a new way forgets the one that was gone back from"
    );
}

#[test]
fn going_back_out_of_a_form_keeps_what_was_typed() {
    let mut seat = Seat::new(morning(), "Amira");
    seat.keys("2 l").types("half a word").keys("ctrl-o");
    assert_eq!(heading(&seat), "Agenda");
    let kept = seat.desk.errands.iter().any(|errand| {
        matches!(errand, Errand::Send(_, Request::KeepDraft(draft)) if draft.fields[0].1 == "half a word")
    });
    assert!(kept);
}

#[test]
fn the_hub_hears_where_one_stands_once_in_a_while_and_ids_only() {
    let mut seat = Seat::new(morning(), "Amira");
    let alarms = |seat: &Seat| {
        let set = |errand: &&Errand| matches!(errand, Errand::Wake(Alarm::Stand, _));
        seat.desk.errands.iter().filter(set).count()
    };
    assert_eq!(
        (alarms(&seat), told(&seat).len()),
        (0, 0),
        "nothing has changed yet"
    );
    seat.keys("j j enter");
    assert_eq!((alarms(&seat), told(&seat).len()), (1, 0));
    seat.input(Input::Alarm(Alarm::Stand));
    let told = told(&seat);
    let Some(Some(path)) = told.first() else {
        panic!("{told:?}")
    };
    assert!(
        matches!(path[..], [Spot::List { .. }, Spot::Case(_)]),
        "{path:?}"
    );
    seat.input(Input::Alarm(Alarm::Stand));
    assert_eq!(self::told(&seat).len(), 1, "no news is not told");
}

#[test]
fn a_line_that_breaks_leaves_where_one_stood_and_leaving_does_not() {
    let mut seat = Seat::new(morning(), "Amira");
    seat.keys("enter l").types("half").input(Input::HangUp);
    let told_last = told(&seat).pop().flatten().expect("a stand");
    assert!(
        matches!(told_last.last(), Some(Spot::Form(_))),
        "{told_last:?}"
    );
    let mut seat = Seat::new(morning(), "Amira");
    seat.keys("enter ctrl-c");
    assert_eq!(told(&seat), [None]);
}

#[test]
fn the_next_session_offers_to_go_back_and_enter_goes() {
    let (mut seat, _) = at_joyce();
    let words = "You were with Joyce Adeyemi, 14:10. Enter goes back there, Esc stays here";
    assert!(seat.text().contains(words), "{}", seat.text());
    seat.keys("enter");
    assert!(
        heading(&seat).starts_with("Joyce Adeyemi"),
        "{}",
        seat.text()
    );
    seat.keys("esc");
    assert_eq!(heading(&seat), "Agenda");
}

#[test]
fn the_offer_gets_in_nobodys_way() {
    let (mut seat, _) = at_joyce();
    let first = seat.desk.marked();
    seat.keys("esc");
    assert!(!seat.text().contains("You were with"));
    assert_eq!(
        (heading(&seat).as_str(), seat.desk.marked()),
        ("Agenda", first.clone())
    );
    let (mut seat, _) = at_joyce();
    seat.keys("j");
    assert_ne!(
        seat.desk.marked(),
        first,
        "any other key does what it always does"
    );
    assert!(!seat.text().contains("You were with"));
    seat.keys("<");
    assert!(
        heading(&seat).starts_with("Joyce"),
        "and the way back is still there"
    );
}

#[test]
fn the_form_of_the_broken_line_is_open_again() {
    let (mut seat, mut stood) = at_joyce();
    let case = seat.world.case_of("Joyce Adeyemi");
    stood.path.push(Spot::Form(
        caseload::readmodel::drafts::DraftKey::LogContact(case),
    ));
    seat = Seat::stood(morning(), "Amira", stood);
    seat.keys("enter");
    assert!(
        heading(&seat).starts_with("Log a contact: Joyce"),
        "{}",
        seat.text()
    );
}
