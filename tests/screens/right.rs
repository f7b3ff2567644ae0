//! Putting right at the keyboard: undo and redo, what I did lately, an entry changed, an entry moved,
//! two records joined and parted. Keys in, screen out, against a hub made of a world.

use caseload::domain::client::ClientField;
use caseload::domain::contact::Contact;
use caseload::domain::terms::Outcome;

use crate::seat::Seat;
use crate::world::{World, contact, day, world};

fn elm() -> World {
    let world = world()
        .practice("Elm")
        .worker("Amira")
        .whole_practice_reach();
    let call = Contact {
        on: day(-2),
        note: "talked abuot debt".to_owned(),
        ..contact(Outcome::Spoke)
    };
    let world = world
        .client("Tom Hall")
        .field(ClientField::Phone, "07700 900118")
        .logged(call)
        .due_in_days(3);
    let world = world.client("Una Price").due_in_days(4);
    world
        .client("Thomas Hall")
        .field(ClientField::Phone, "07700 900118")
        .field(ClientField::Email, "tom@example.org")
        .due_in_days(5)
}

/// Amira on the page of somebody found by name.
fn on(name: &str) -> Seat {
    sized(name, (80, 24))
}

fn sized(name: &str, size: (u16, u16)) -> Seat {
    let mut seat = Seat::sized(elm(), "Amira", size);
    seat.saves = true;
    seat.keys("/").types(name).keys("enter");
    seat
}

trait Sees {
    fn sees(&mut self, words: &str) -> &mut Seat;
}

impl Sees for Seat {
    fn sees(&mut self, words: &str) -> &mut Seat {
        let text = self.text();
        assert!(text.contains(words), "no {words:?} in\n{text}");
        self
    }
}

#[test]
fn undo_and_redo_say_what_and_for_whom() {
    let mut seat = on("Una");
    seat.keys("l")
        .types("she rang")
        .keys("tab")
        .types("fri")
        .keys("f2");
    seat.sees("Logged: phone, spoke.").sees("she rang");
    seat.keys("u")
        .sees("Undone for Una Price: the contact (phone, spoke), with what it changed.");
    assert!(!seat.text().contains("she rang"));
    seat.keys("U")
        .sees("Brought back for Una Price: the contact (phone, spoke), with what it")
        .sees("she rang");
    seat.keys("U").sees("There is nothing to bring back");
}

#[test]
fn what_i_did_lately_is_one_list_that_opens_the_client() {
    let mut seat = on("Una");
    seat.keys("m 3").types("brought a card").keys("f2 u");
    seat.keys("l")
        .types("she rang")
        .keys("tab")
        .types("fri")
        .keys("f2 u");
    seat.keys(":").types("lately").keys("enter");
    let list = seat.body();
    assert!(
        list.lines().nth(2).expect("a row").starts_with("> 09:00"),
        "{list}"
    );
    seat.sees("undone: contact (phone, spoke)\n");
    seat.keys("enter").sees("Una Price").sees("NEXT STEP");
}

#[test]
fn an_entry_is_changed_with_the_reason_and_shows_what_stood_there() {
    let mut seat = on("Tom Hall");
    // The contact is under what has come since.
    while !seat.text().contains(">21 Nov") {
        seat.keys("down");
    }
    seat.keys("enter").sees("talked abuot debt").sees("e amend");
    seat.keys("e")
        .sees("Change a contact")
        .sees("talked abuot debt");
    for _ in "talked abuot debt".chars() {
        seat.keys("backspace");
    }
    seat.types("talked about debt");
    seat.keys("f2").sees("Say why");
    seat.types("t").sees("typing slip");
    seat.keys("f2").sees("What stood there stays readable");
    seat.sees("(changed 23 Nov) talked about debt");
    seat.keys("enter")
        .sees("changed 23 Nov by Amira: typing slip; before that (phone, 21 Nov):")
        .sees("talked abuot debt");
    seat.keys("esc u")
        .sees("Undone for Tom Hall: the change of the contact of 21 Nov.");
    assert!(!seat.text().contains("(changed"));
}

#[test]
fn an_entry_goes_to_the_right_person() {
    let mut seat = on("Tom Hall");
    while !seat.text().contains(">21 Nov") {
        seat.keys("down");
    }
    seat.keys("enter m")
        .sees("Whose is the contact of Sat 21 Nov?");
    seat.types("una").keys("enter");
    seat.sees("Moved to Una Price. Next steps and statuses stay as they are");
    seat.sees("a contact of 21 Nov was moved to another record");
    assert!(!seat.body().contains("debt"), "{}", seat.body());
    seat.keys("esc /").types("una").keys("enter");
    seat.sees("talked abuot debt")
        .sees("a contact of 21 Nov was moved here from another rec…");
}

#[test]
fn two_records_are_joined_by_naming_the_person_and_parted_again() {
    let mut seat = on("Tom Hall");
    seat.keys("m").sees("Same person").keys("end enter");
    seat.sees("Who is the same person as Tom Hall?");
    seat.types("thomas").keys("enter");
    let form: Vec<String> = seat.body().lines().take(6).map(str::to_owned).collect();
    insta::assert_snapshot!(form.join("\n"), @r"
     Same person   Tom Hall   born: not asked   Elm Surgery
     1 case; joined by Thomas Hall (P3, born: not asked), 1 case
    ────────────────────────────────────────────────────────────────────────────────
    > Given name  [Tom]  Thomas
      Email        (empty)  [tom@example.org]
      Initials
    ");
    seat.keys("f2")
        .sees("Type the initials of Tom Hall to join them.");
    seat.types("th").keys("f2");
    seat.sees("Tom Hall and Thomas Hall are one record now: P1. u takes it back.");
    seat.sees("Joined with")
        .sees("Thomas Hall (P3)")
        .sees("Other cases");
    seat.keys("m").sees("Thomas Hall (P3) is somebody else");
    seat.keys("end enter")
        .sees("Thomas Hall (P3) has a record again.");
    assert!(!seat.text().contains("Joined with"));
}

#[test]
fn what_was_changed_in_a_record_is_one_list() {
    let mut seat = on("Una");
    seat.keys("e down down down down down down")
        .types("07700 900119");
    seat.keys("f2").sees("Saved");
    seat.keys("m end up enter")
        .sees("Changes in the record of Una Price");
    seat.sees("Phone").sees("07700 900119").sees("Amira");
    seat.keys("enter")
        .sees("was: (empty)")
        .sees("now: 07700 900119");
}

#[test]
fn the_forms_fit_a_wide_screen_too() {
    let mut seat = sized("Tom Hall", (120, 40));
    seat.keys("m end enter").types("thomas").keys("enter");
    seat.sees("Initials").sees("tom@example.org");
    seat.keys("esc");
    seat.keys(":")
        .types("lately")
        .keys("enter")
        .sees("What I did lately");
}
