//! One person alone on the screen, because they look on: nobody else is shown by a slip.

use crate::agenda::morning;
use crate::seat::Seat;

const WARNING: &str = "Others would be seen";

/// Joyce is the first on the Agenda; nobody else may be seen.
fn alone() -> Seat {
    let mut seat = Seat::new(morning(), "Amira");
    seat.keys("v");
    is_alone(&seat);
    seat
}

fn is_alone(seat: &Seat) {
    seat.desk.shows("Joyce Adeyemi").shows("shown alone");
    for other in ["Tomasz", "Ibrahim", "Margaret", "Grace"] {
        seat.desk.hides(other);
    }
}

#[test]
fn a_place_and_the_finder_are_gone_to_by_a_second_press_only() {
    for key in ["1", "2", "/", "f3", "u"] {
        let mut seat = alone();
        seat.keys(key).desk.shows(WARNING);
        is_alone(&seat);
        // Another key in between is not a second press.
        seat.keys("down").desk.hides(WARNING);
        seat.keys(key).desk.shows(WARNING);
        is_alone(&seat);
        seat.keys(key).desk.hides(WARNING);
    }
    let mut seat = alone();
    seat.keys("2 2").desk.shows("Tomasz");
}

#[test]
fn esc_and_v_lead_back_to_the_page_and_not_to_the_list() {
    for key in ["esc", "v", "q"] {
        let mut seat = alone();
        seat.keys(key)
            .desk
            .shows("Joyce Adeyemi")
            .hides("shown alone")
            .hides("Tomasz");
        seat.keys("esc").desk.shows("Tomasz");
    }
    let mut seat = alone();
    seat.keys("v 2").desk.shows("Tomasz");
}

#[test]
fn a_form_over_the_view_keeps_others_away_too() {
    let mut seat = alone();
    seat.keys("l f3").desk.shows(WARNING).shows("Log a contact");
    seat.keys("esc");
    is_alone(&seat);
    seat.keys(":")
        .types("caseload")
        .keys("enter")
        .desk
        .shows(WARNING);
    is_alone(&seat);
}

#[test]
fn the_cover_comes_back_to_the_person_alone() {
    let mut seat = alone();
    seat.keys(".").desk.shows("covered").hides("Joyce");
    seat.keys("enter");
    is_alone(&seat);
}
