//! The second pane of a wide Agenda, and the Agenda of one link worker.

use caseload::domain::ids::ClientId;
use caseload::tui::effect::Errand;
use caseload::tui::input::Input;
use caseload::wire::{Notice, Request};

use crate::agenda::morning;
use crate::seat::Seat;
use crate::world::world;

/// Cards asked for so far.
fn cards(seat: &Seat) -> usize {
    let is_card = |errand: &&Errand| matches!(errand, Errand::Send(_, Request::Client(_)));
    seat.desk.errands.iter().filter(is_card).count()
}

/// The right two fifths of the screen.
fn pane(seat: &Seat) -> String {
    let right = |line: String| line.chars().skip(71).collect::<String>();
    seat.body()
        .lines()
        .skip(3)
        .map(|line| right(line.to_owned()))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_client_under_the_marker_stands_beside_a_wide_agenda_once_it_rests() {
    let mut seat = Seat::sized(morning(), "Amira", (120, 40));
    assert!(
        !pane(&seat).contains("Joyce"),
        "not before the marker rests"
    );
    seat.alarms();
    let shown = pane(&seat);
    for words in [
        "Joyce Adeyemi",
        "dog, visit in pairs",
        "NEXT STEP",
        "goals, ONS4",
        "Last spoke",
    ] {
        assert!(shown.contains(words), "{words} is not in\n{shown}");
    }
    let asked = cards(&seat);
    seat.keys("j j j j j");
    assert_eq!(
        cards(&seat),
        asked,
        "nothing is asked while the marker moves"
    );
    assert!(
        pane(&seat).trim().is_empty(),
        "nobody beside another's name\n{}",
        seat.text()
    );
    let under = seat.desk.marked();
    seat.alarms();
    assert_eq!(cards(&seat), asked + 1);
    let name = pane(&seat)
        .lines()
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned();
    assert!(
        under.contains(&name) && !name.is_empty(),
        "{name} beside {under}"
    );
}

#[test]
fn the_pane_follows_what_others_change_of_that_person_only() {
    let mut seat = Seat::sized(morning(), "Amira", (120, 40));
    seat.alarms();
    let asked = cards(&seat);
    let joyce = seat.world.client_id("Joyce Adeyemi");
    for (client, more) in [(ClientId(9_999), 0), (joyce, 1)] {
        let seq = seat.world.heads.seq;
        let notice = Notice::Changed {
            seq,
            clients: vec![client],
            cases: Vec::new(),
        };
        seat.input(Input::Notice(notice));
        assert_eq!(cards(&seat), asked + more);
    }
    assert!(pane(&seat).contains("Joyce Adeyemi"));
}

#[test]
fn a_usual_window_asks_for_nobody() {
    let mut seat = Seat::new(morning(), "Amira");
    seat.text();
    seat.keys("j j").alarms();
    seat.text();
    seat.keys("j").alarms();
    assert_eq!(cards(&seat), 0);
}

#[test]
fn a_supervisor_looks_at_one_link_worker() {
    let world = world()
        .practice("Elm")
        .worker("Amira")
        .supervisor("Sam")
        .client("Joyce Adeyemi")
        .due_in_days(0)
        .worker("Ben")
        .client("Tomasz Okafor")
        .due_in_days(0);
    let mut world = world;
    let (sam, ben) = (world.staff("Sam").id, world.staff("Ben").clone());
    let mut now = ben.clone();
    now.supervisor = Some(sam);
    world.record(
        sam,
        vec![(
            caseload::domain::fact::About::Rest,
            caseload::domain::fact::Fact::StaffChanged { was: ben, now },
        )],
    );
    let mut seat = Seat::new(world, "Sam");
    seat.desk.shows("Joyce").shows("Tomasz").shows("w narrow");
    seat.keys("w").desk.shows("Whose people").shows("Ben");
    while !seat
        .desk
        .lines()
        .iter()
        .any(|line| line.contains("> ") && line.contains("Ben"))
    {
        seat.keys("j");
    }
    seat.keys("enter")
        .desk
        .shows("Only: Ben")
        .shows("Tomasz")
        .hides("Joyce");
    seat.keys("w 1")
        .desk
        .shows("Joyce")
        .shows("Tomasz")
        .hides("Only:");
}

#[test]
fn a_link_workers_agenda_is_their_own() {
    let mut seat = Seat::new(morning(), "Amira");
    seat.keys("w")
        .desk
        .shows("These are your own people")
        .shows("Joyce");
}
