//! The lists as they stood on an earlier day, and what changed since, by keys alone.

use caseload::domain::case::CaseState;
use caseload::tui::effect::Errand;
use caseload::wire::Request;
use chrono::TimeDelta;

use crate::agenda::morning;
use crate::seat::Seat;
use crate::world::{World, world};

/// Amira's people as they were ten days ago, and what has happened since.
fn elm() -> World {
    let mut world = world();
    world.now -= TimeDelta::days(10);
    let world = world.practice("Elm").worker("Amira").supervisor("Sam");
    let world = world
        .client("Peter Hall")
        .due_in_days(-9)
        .what("housing form");
    let world = world.client("Rosa Diaz").due_in_days(-3);
    let mut world = world.client("Ida Stone").due_in_days(-2);
    world.now += TimeDelta::days(10);
    let world = world
        .state(CaseState::Active)
        .spoke_days_ago(1)
        .due_in_days(4);
    world.client("Nora New").due_in_days(1)
}

fn sam(size: (u16, u16)) -> Seat {
    Seat::sized(elm(), "Sam", size)
}

fn first_line(seat: &Seat) -> String {
    seat.desk.lines().first().cloned().unwrap_or_default()
}

#[track_caller]
fn sees(seat: &Seat, words: &str) {
    let text = seat.text();
    assert!(text.contains(words), "no {words:?} in\n{text}");
}

#[track_caller]
fn lacks(seat: &Seat, words: &str) {
    let text = seat.text();
    assert!(!text.contains(words), "{words:?} in\n{text}");
}

#[test]
fn late_stands_beside_how_it_changed_in_a_week() {
    let mut seat = sam((80, 24));
    seat.keys("4");
    // Peter and Rosa are late now; a week ago only Peter was.
    sees(&seat, "2 +1");
    seat.keys("right right right");
    sees(&seat, "[2 +1]");
    sees(&seat, "on Mon 16 Nov it was 1");
}

#[test]
fn the_rows_are_there_before_what_they_are_compared_with() {
    let mut seat = sam((80, 24));
    seat.desk.keys("4");
    let rows = seat.open_questions();
    assert!(
        rows.iter()
            .all(|(_, one)| !matches!(one, Request::AsOf(..))),
        "{rows:?}"
    );
    for (ticket, request) in rows {
        let reply = seat.reply(&request).expect("an answer");
        seat.desk
            .input(caseload::tui::input::Input::Reply(ticket, reply));
    }
    sees(&seat, "Amira");
    lacks(&seat, "+1");
    let then = seat.open_questions();
    assert!(matches!(&then[..], [(_, Request::AsOf(..))]), "{then:?}");
    // Whatever comes of it, the rows stay.
    let (ticket, _) = then[0];
    let trouble = caseload::wire::Trouble::refused("nothing then");
    let reply = caseload::wire::Reply::Trouble(trouble);
    seat.desk
        .input(caseload::tui::input::Input::Reply(ticket, reply));
    sees(&seat, "Amira");
}

#[test]
fn the_lists_stand_as_they_did_and_the_first_line_says_so() {
    let mut seat = sam((80, 24));
    seat.keys("2");
    sees(&seat, "Nora New");
    seat.keys("@").types("last mon");
    sees(&seat, "Mon 16 Nov, 7 days ago");
    seat.keys("enter");
    assert!(first_line(&seat).ends_with("TRAINING as it stood Mon 16 Nov"));
    assert!(
        first_line(&seat).starts_with(" 1 2 Caseload 3 4 5 6 "),
        "{}",
        first_line(&seat)
    );
    lacks(&seat, "Nora New");
    sees(&seat, "Ida Stone");
    sees(&seat, "@ goes back to today");
    seat.keys("4");
    sees(&seat, "as it stood Mon 16 Nov");
    // The Team of that day is compared with a week before it, of which nothing is known.
    lacks(&seat, "+1");
    // A client's page is of today, and says so.
    seat.keys("2 enter");
    assert!(
        first_line(&seat).ends_with("23 Nov"),
        "{}",
        first_line(&seat)
    );
    seat.keys("esc");
    sees(&seat, "as it stood Mon 16 Nov");
    seat.keys("1");
    lacks(&seat, "as it stood");
    seat.keys("2");
    sees(&seat, "@ back to today");
    seat.keys("@ enter");
    sees(&seat, "As of today again");
    sees(&seat, "Nora New");
    lacks(&seat, "as it stood");
}

#[test]
fn nothing_is_changed_from_what_is_over() {
    let mut world = elm();
    world.now += TimeDelta::zero();
    for (who, place, keys) in [
        ("Amira", "2", "l f c s m b x u U t A N a R space"),
        ("Sam", "4", "a u t N"),
        ("Sam", "5", "u t"),
        ("Sam", "6", "u N"),
    ] {
        for key in keys.split(' ') {
            let mut seat = Seat::new(world.clone(), who);
            seat.saves = true;
            seat.keys(place).keys("@").types("16/11").keys("enter");
            let heading = seat.desk.app.heading();
            seat.keys(key);
            assert_eq!(seat.desk.app.heading(), heading, "{key} opened something");
            if key != "x" {
                sees(&seat, "You are looking at Mon 16 Nov: @ goes back to today");
            }
            let sent = seat.desk.errands.iter();
            let changed = sent.filter(|one| matches!(one, Errand::Send(_, Request::Do(_))));
            assert_eq!(changed.count(), 0, "{place} {key}");
        }
    }
}

#[test]
fn a_review_of_an_earlier_day_is_only_read() {
    let mut seat = sam((80, 24));
    seat.saves = true;
    seat.keys("@").types("16/11").keys("enter");
    seat.keys("5 enter");
    sees(&seat, "as it stood Mon 16 Nov");
    sees(&seat, "Peter Hall");
    lacks(&seat, "Nora New");
    seat.keys("enter");
    lacks(&seat, "as it stood");
    assert!(
        seat.desk.app.heading().contains("Peter Hall"),
        "the client's own page"
    );
}

#[test]
fn what_is_no_day_is_said_and_the_dialog_stays() {
    let mut seat = sam((80, 24));
    for (typed, why) in [
        ("tomorrow", "is still to come"),
        ("mon 14:00", "A day without a time"),
        ("blurb", "blurb"),
    ] {
        seat.keys("2 @").types(typed).keys("enter");
        sees(&seat, why);
        assert_eq!(seat.desk.app.heading(), "As it stood at the end of");
        seat.keys("esc");
        lacks(&seat, "as it stood");
    }
    // Before anything was written: why there are no rows, and never the rows of another day.
    seat.keys("2 @").types("1/3/2020").keys("enter");
    sees(&seat, "as it stood Sun 1 Mar 2020");
    sees(&seat, "Nothing was written down by then.");
    lacks(&seat, "Peter Hall");
    seat.keys("@").types("today").keys("enter");
    sees(&seat, "Peter Hall");
}

#[test]
fn what_changed_since_opens_from_the_team_and_the_caseload() {
    let mut seat = sam((80, 24));
    seat.keys("4 S");
    sees(&seat, "Mon 16 Nov, 7 days ago");
    seat.keys("enter");
    sees(&seat, "What changed since the end of Mon 16 Nov");
    sees(&seat, "1 new");
    sees(&seat, "cases as they were");
    sees(&seat, "active, was received; spoke 1");
    lacks(&seat, "Peter Hall");
    seat.keys("down enter");
    assert!(seat.desk.app.heading().contains("Ida Stone"));
    seat.keys("esc esc");
    sees(&seat, "Unallocated");
    seat.keys("2 S ctrl-u").types("today").keys("enter");
    sees(&seat, "Today is not over");
    seat.keys("ctrl-u").types("yesterday").keys("enter");
    sees(&seat, "What changed since the end of Sun 22 Nov");
}

#[test]
fn two_days_are_compared_where_one_looks_back() {
    let mut seat = sam((80, 24));
    seat.keys("2 @").types("20/11").keys("enter");
    seat.keys("S ctrl-u").types("16/11").keys("enter");
    sees(&seat, "as it stood Fri 20 Nov");
    sees(&seat, "Nothing has changed since");
}

#[test]
fn where_one_looked_back_is_not_where_the_next_session_begins() {
    let mut seat = Seat::new(morning(), "Amira");
    seat.keys("2 @").types("yesterday").keys("enter");
    let next = Seat::new(seat.world.clone(), "Amira");
    lacks(&next, "as it stood");
}
