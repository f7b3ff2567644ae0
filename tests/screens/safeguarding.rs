//! Safeguarding, consents and tries at the keyboard: keys in, screen out, against a hub made of a
//! world.

use caseload::domain::client::ClientField;
use caseload::domain::contact::Contact;
use caseload::domain::part::Part;
use caseload::domain::terms::{ContactKind, Outcome};

use crate::seat::Seat;
use crate::world::{World, contact, day, world};

const PHRASE: &str = "plover beneath glass";

fn elm() -> World {
    let world = world().worker("Amira").practice("Elm").manager("Pat");
    let world = world.worker("Amira").client("Tom Hall");
    let world = world
        .field(ClientField::Phone, "07700 900118")
        .spoke_days_ago(9)
        .due_in_days(0);
    world.client("Una Price").due_in_days(4)
}

fn on(world: World, who: &str, size: (u16, u16)) -> Seat {
    let mut seat = Seat::sized(world, who, size);
    seat.saves = true;
    seat.keys("/").types("tom").keys("enter");
    seat
}

/// Goes down the list on the screen to the row with these words and takes it.
fn take(seat: &mut Seat, words: &str) {
    for _ in 0..30 {
        let text = seat.text();
        let mut marked = text.lines().filter(|line| line.contains('>'));
        if marked.any(|line| line.contains(words)) {
            seat.keys("enter");
            return;
        }
        seat.keys("down");
    }
    panic!("no {words:?} in\n{}", seat.text());
}

/// Amira has noted a concern about Tom, to be looked at again today.
fn noted(size: (u16, u16)) -> Seat {
    let mut seat = on(elm(), "Amira", size);
    seat.keys("m");
    take(&mut seat, "Safeguarding");
    seat.desk.shows("Safeguarding: Tom Hall").hides("Una");
    take(&mut seat, "Note a concern");
    seat.types(PHRASE).keys("tab tab").types("Dr Rao, GP");
    seat.keys("tab")
        .types("today")
        .keys("tab tab")
        .types("today");
    seat.keys("f2").desk.shows("Safeguarding concern noted");
    seat
}

#[test]
fn a_concern_is_a_bare_mark_until_the_person_is_shown_alone() {
    let mut seat = noted((80, 24));
    seat.desk.shows("▲ safeguarding").hides(PHRASE);
    seat.keys("v").desk.shows(PHRASE).shows("shown alone");
    // Copied, it is a mark again.
    seat.keys("=").desk.shows("Others would be seen");
    seat.keys("=").desk.hides(PHRASE).shows("safeguarding");
    seat.keys("esc esc")
        .desk
        .hides(PHRASE)
        .shows("▲ safeguarding");
    seat.keys("=").desk.hides(PHRASE);
    seat.keys("esc L")
        .desk
        .shows("safeguarding concern")
        .hides(PHRASE);
    seat.keys("esc C").desk.hides(PHRASE);
    seat.keys("esc /").types("plover").desk.hides(PHRASE);
    seat.keys("esc 1")
        .desk
        .hides(PHRASE)
        .shows("To look at again");
    seat.desk.shows("▲ safeguarding");
}

#[test]
fn the_list_and_the_form_are_shown_alone_and_not_copied() {
    let mut seat = noted((80, 24));
    seat.keys("m");
    take(&mut seat, "Safeguarding");
    seat.desk.shows(PHRASE).shows("look again");
    seat.keys("= =")
        .desk
        .hides(PHRASE)
        .shows("not shown as plain text");
    seat.keys("esc f3").desk.shows("Others would be seen");
    take(&mut seat, PHRASE);
    take(&mut seat, "Read, change or close");
    seat.desk.shows(PHRASE);
    seat.keys("f5 f5").desk.hides(PHRASE);
}

#[test]
fn a_change_needs_a_reason_and_what_stood_before_is_read() {
    let mut seat = noted((80, 24));
    let open = |seat: &mut Seat| {
        seat.keys("m");
        take(seat, "Safeguarding");
        take(seat, PHRASE);
    };
    open(&mut seat);
    take(&mut seat, "Read, change or close");
    seat.keys("end").types(" again").keys("f2");
    seat.desk.shows("Say why");
    seat.types("m")
        .keys("f2")
        .desk
        .shows("Safeguarding concern changed");
    open(&mut seat);
    seat.desk.shows("1 earlier text");
    take(&mut seat, "What stood before");
    seat.desk
        .shows("more is known")
        .shows(PHRASE)
        .hides("again)");
    seat.keys("= =").desk.hides(PHRASE);
}

#[test]
fn a_practice_manager_sees_the_mark_and_is_told_who_may_read() {
    let world = noted((80, 24)).world;
    let mut seat = on(world, "Pat", (120, 40));
    seat.desk.shows("▲ safeguarding").hides(PHRASE);
    seat.keys("v").desk.shows("▲ safeguarding").hides(PHRASE);
    seat.keys("1").keys("1").desk.hides(PHRASE);
}

#[test]
fn a_consent_is_added_withdrawn_and_stays_to_be_seen() {
    let mut seat = on(elm(), "Amira", (120, 40));
    seat.keys("m");
    take(&mut seat, "Consents");
    take(&mut seat, "Add a consent");
    seat.types("have v").keys("tab").types("y").keys("f2");
    let record = &seat.world.clients[&seat.world.client_id("Tom Hall")];
    let Part::Consent(consent) = &record.parts[0].part else {
        panic!("a consent")
    };
    let scope = consent.scope.label();
    seat.desk.shows(scope);
    seat.keys("m");
    take(&mut seat, "Consents");
    take(&mut seat, scope);
    take(&mut seat, "They withdraw it");
    seat.keys("f2").desk.shows("withdrawn");
    seat.keys("m");
    take(&mut seat, "Consents");
    seat.desk.shows("WITHDRAWN");
}

fn tried(world: World, days: i64, outcome: Outcome) -> World {
    world.logged(Contact {
        on: day(-days),
        kind: ContactKind::Phone,
        ..contact(outcome)
    })
}

#[test]
fn after_three_tries_the_desk_asks_what_next_and_closes_nothing() {
    let world = world().worker("Amira").practice("Elm").client("Tom Hall");
    let world = tried(world.due_in_days(0), 9, Outcome::NoAnswer);
    let world = tried(world, 4, Outcome::Voicemail);
    let mut seat = on(world, "Amira", (80, 24));
    seat.keys("s").desk.shows("waiting list");
    seat.keys("esc l").types("nobody in").keys("f2");
    seat.keys("esc");
    let mut seat = on(seat.world, "Amira", (80, 24));
    seat.keys("l shift-tab").types("n").keys("f2");
    seat.desk
        .shows("Not reached: what next?")
        .shows("3 tries: phone Sat 14 Nov, voicemail Thu 19 Nov, phone Mon 23 Nov")
        .shows("2 channels, last today");
    assert!(seat.world.head("Tom Hall").state.is_open());
    seat.keys("esc s").desk.shows("Not reached: what next?");
    take(&mut seat, "Close: no contact");
    seat.desk.shows("no contact").shows("Not reached. 3 tries");
    seat.keys("esc s");
    take(&mut seat, "Try again");
    seat.desk.shows("Next step").shows("Tue 24 Nov");
    seat.keys("ctrl-x");
    seat.keys("s");
    take(&mut seat, "Another status");
    seat.desk.shows("waiting list");
}
