//! To-dos by keys: written down, on the Agenda, done; a call that finds its person.

use caseload::domain::terms::ToDoKind;
use insta::assert_snapshot;

use crate::seat::Seat;
use crate::world::{World, world};

fn elm() -> World {
    let world = world().worker("Amira").practice("Elm").supervisor("Sam");
    let world = world.worker("Amira").client("Margaret O'Neill");
    world.spoke_days_ago(3).due_in_days(0).what("ring her")
}

fn seat() -> Seat {
    let mut seat = Seat::new(elm(), "Amira");
    seat.saves = true;
    seat
}

#[test]
fn a_to_do_is_written_down_from_anywhere_and_done_in_two_keys() {
    let mut seat = seat();
    seat.keys("t").types("leaflets to Mill Lane").keys("ctrl-s");
    seat.changed();
    assert_snapshot!(seat.body(), @r#"
     New 0  Late 0  Today 2  No next step 0  Quiet 0  Holding due 0  To code 1
     Practice: Elm
    ────────────────────────────────────────────────────────────────────────────────
     Today, any time
    >         Margaret O'Neill  phone  Elm  ring her
              to-do: leaflets to Mill Lane
    "#);
    seat.keys("end");
    assert!(seat.desk.marked().contains("to-do: leaflets to Mill Lane"));
    seat.keys("l");
    assert!(
        seat.text().contains("about nobody in particular"),
        "{}",
        seat.text()
    );
    seat.keys("enter enter").changed();
    assert!(!seat.body().contains("leaflets"), "{}", seat.text());
    seat.keys("u").changed();
    assert!(seat.body().contains("leaflets"), "{}", seat.text());
}

#[test]
fn a_digit_opens_the_form_to_change_it_and_never_marks_it_as_done() {
    let mut seat = seat();
    seat.keys("t").types("leaflets").keys("ctrl-s").changed();
    seat.keys("end enter 1");
    assert!(
        seat.world
            .heads
            .directory
            .todos
            .values()
            .all(|kept| kept.todo.is_open())
    );
    seat.keys("2");
    assert!(seat.text().contains("Change the to-do"), "{}", seat.text());
    seat.keys("end").types(" to Elm").keys("ctrl-s").changed();
    assert!(seat.body().contains("leaflets to Elm"), "{}", seat.text());
}

#[test]
fn a_jotted_call_is_attached_from_the_persons_page_in_two_keys() {
    let mut seat = seat();
    seat.keys("t")
        .types("lunch club")
        .keys("tab")
        .types("Mrs Oneil?");
    seat.keys("ctrl-s");
    let kept = |seat: &Seat| {
        let mut todos = seat.world.heads.directory.todos.values();
        todos.next().expect("the call").todo.clone()
    };
    assert_eq!(kept(&seat).kind, ToDoKind::Call);
    seat.keys("home enter");
    assert!(seat.text().contains("NEXT STEP"), "{}", seat.text());
    seat.keys("J enter").changed();
    assert_eq!(
        kept(&seat).about,
        Some(seat.world.case_of("Margaret O'Neill"))
    );
    assert!(seat.body().contains("To do"), "{}", seat.text());
    assert!(seat.body().contains("Call jotted down"), "{}", seat.text());
}

#[test]
fn from_a_persons_page_it_is_about_them_unless_one_says_nobody() {
    let mut seat = seat();
    seat.keys("enter t").types("find her form").keys("ctrl-s");
    seat.keys("t")
        .types("leaflets")
        .keys("tab tab tab tab right ctrl-s");
    let about: Vec<bool> = seat
        .world
        .heads
        .directory
        .todos
        .values()
        .map(|kept| kept.todo.about.is_some())
        .collect();
    assert_eq!(about, [true, false]);
}

#[test]
fn minutes_of_a_week_are_noted_and_shown_again() {
    let mut seat = seat();
    seat.keys("T tab tab").types("1h30").keys("ctrl-s");
    let weeks = seat.world.heads.directory.time.values().next().cloned();
    let minutes: Vec<u16> = weeks
        .expect("a week")
        .into_values()
        .flatten()
        .map(|spent| spent.minutes)
        .collect();
    assert_eq!(minutes, [90]);
    seat.keys("T");
    assert!(seat.text().contains("Travel"), "{}", seat.text());
    assert!(seat.text().contains("90"), "{}", seat.text());
    seat.keys("tab tab tab").types("soon").keys("ctrl-s");
    assert!(seat.text().contains("2h or 1h30"), "{}", seat.text());
}
