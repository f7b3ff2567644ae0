//! The Caseload: what is listed, what is left out, and lists of any length.

use caseload::domain::case::CaseState;
use caseload::domain::ids::{PracticeId, StaffId};
use caseload::domain::terms::ClosingReason;
use caseload::readmodel::cases::{CaseQuery, Whose};
use caseload::tui::effect::Errand;
use caseload::wire::Request;
use insta::assert_snapshot;

use crate::agenda::morning;
use crate::seat::Seat;
use crate::world::World;

/// A morning with somebody who has gone.
fn table() -> World {
    morning().client("Gone Long-Ago").state(CaseState::Closed {
        reason: ClosingReason::GoalsMet,
        outcome: String::new(),
    })
}

#[test]
fn a_caseload_at_80_by_24() {
    let mut seat = Seat::new(table(), "Amira");
    seat.keys("2");
    assert_snapshot!(seat.body(), @r#"
     Open cases, by next step                                           row 1 of 16
     Left out: 1 closed
      name                    practice  state       next step     last spoke   open
    > Harold Finch            Mill      active      none set      12 Nov       63 d
      Chloë Hart              Elm       received    none set      never         3 d
      Margaret O'Neill        Elm       active      13 d late     3 Nov         0 d
      Peter Hall              Elm       active      4 d late      3 Nov         0 d
      Aoife Byrne             Elm       active      3 d late      3 Nov         0 d
      Dorothy Clarke          Elm       active      2 d late      3 Nov         0 d
      Łucja Wójcik            Elm       active      2 d late      3 Nov         0 d
      Sunita Patel            Elm       active      1 d late      3 Nov         0 d
      Zoë Okafor              Elm       active      1 d late      3 Nov         0 d
      Joyce Adeyemi           Elm       active      today 09:30   14 Nov        0 d
      Tomasz Zieliński        Elm       received    today 14:00   never         0 d
      Ibrahim Yusuf           Elm       received    today         never         6 d
      Grace Mensah            Elm       active      today         18 Nov        0 d
      Kwame Boateng           Mill      active      Wed 25 11:00  17 Nov        0 d
      Edith Sparrow           Mill      active      Mon 14 Dec    14 Oct        0 d
      Nia Evans               Mill      holding     Wed 23 Dec    11 Nov        0 d
    "#);
}

#[test]
fn a_caseload_at_120_by_40() {
    let mut seat = Seat::sized(table(), "Amira", (120, 40));
    seat.keys("2");
    assert_snapshot!(seat.body(), @r#"
     Open cases, by next step                                                                                   row 1 of 16
     Left out: 1 closed
      name                      practice  state       next step     last spoke   open  spoke  tries  what
    > Harold Finch              Mill      active      none set      12 Nov       63 d      1      0
      Chloë Hart                Elm       received    none set      never         3 d      0      0
      Margaret O'Neill          Elm       active      13 d late     3 Nov         0 d      1      0  phone: housing form,…
      Peter Hall                Elm       active      4 d late      3 Nov         0 d      1      0  phone: housing form,…
      Aoife Byrne               Elm       active      3 d late      3 Nov         0 d      1      0  phone: housing form,…
      Dorothy Clarke            Elm       active      2 d late      3 Nov         0 d      1      0  phone: housing form,…
      Łucja Wójcik              Elm       active      2 d late      3 Nov         0 d      1      0  phone: housing form,…
      Sunita Patel              Elm       active      1 d late      3 Nov         0 d      1      0  phone: housing form,…
      Zoë Okafor                Elm       active      1 d late      3 Nov         0 d      1      0  phone: housing form,…
      Joyce Adeyemi             Elm       active      today 09:30   14 Nov        0 d      1      0  phone: goals, ONS4
      Tomasz Zieliński          Elm       received    today 14:00   never         0 d      0      1  phone: first meeting
      Ibrahim Yusuf             Elm       received    today         never         6 d      0      1  phone
      Grace Mensah              Elm       active      today         18 Nov        0 d      1      0  phone: ring the counc…
      Kwame Boateng             Mill      active      Wed 25 11:00  17 Nov        0 d      1      0  phone: walk to the al…
      Edith Sparrow             Mill      active      Mon 14 Dec    14 Oct        0 d      1      0  phone
      Nia Evans                 Mill      holding     Wed 23 Dec    11 Nov        0 d      1      0  phone
    "#);
}

#[test]
fn a_supervisor_sees_whose_case_it_is_and_chooses() {
    let mut seat = Seat::new(table().supervisor("Sam"), "Sam");
    seat.keys("2");
    assert!(seat.desk.marked().contains(" amira "), "{}", seat.text());
    assert!(seat.text().contains("row 1 of 16"), "{}", seat.text());
    seat.keys("w end enter");
    assert!(seat.text().contains("everyone in reach"), "{}", seat.text());
    seat.types("3");
    assert!(seat.text().contains("Open cases, Amira"), "{}", seat.text());
    seat.keys("w end enter").types("2");
    assert!(
        seat.text().contains("Left out: 17 of others"),
        "{}",
        seat.text()
    );
    assert!(seat.text().contains("row 0 of 0"), "{}", seat.text());
}

#[test]
fn what_is_left_out_is_always_said() {
    let mut seat = Seat::new(table(), "Amira");
    seat.keys("2");
    assert!(
        seat.text().contains("Left out: 1 closed"),
        "{}",
        seat.text()
    );
    seat.keys("w").types("6");
    assert!(
        seat.text().contains("Cases that are holding"),
        "{}",
        seat.text()
    );
    assert!(seat.text().contains("row 1 of 1"));
    assert!(
        seat.text()
            .contains("Left out: 15 open in other states, 1 closed")
    );
    seat.keys("p").types("2");
    assert!(seat.text().contains("row 0 of 0"), "{}", seat.text());
    assert!(seat.text().contains("No case fits"));
    seat.keys("w end up enter p home enter");
    assert!(
        seat.text().contains("Nothing is left out"),
        "{}",
        seat.text()
    );
}

#[test]
fn the_order_is_chosen_and_the_marker_starts_at_its_top() {
    let mut seat = Seat::new(table(), "Amira");
    seat.keys("2 end");
    assert!(seat.text().contains("row 16 of 16"), "{}", seat.text());
    seat.keys("o").types("2");
    assert!(seat.text().contains("by family name"));
    assert!(
        seat.desk.marked().contains("Joyce Adeyemi"),
        "{}",
        seat.text()
    );
    assert!(seat.text().contains("row 1 of 16"));
    seat.keys("l");
    assert!(
        seat.desk
            .app
            .heading()
            .starts_with("Log a contact: Joyce Adeyemi")
    );
}

fn questions(seat: &Seat) -> Vec<(u32, u32)> {
    let asked = seat.desk.errands.iter().filter_map(|errand| match errand {
        Errand::Send(_, Request::Cases(query)) => Some((query.offset, query.limit)),
        _ => None,
    });
    asked.collect()
}

#[test]
fn a_hundred_thousand_cases_are_a_few_hundred_rows_at_a_time() {
    let mut seat = Seat::new(table(), "Amira");
    seat.many = Some(100_000);
    seat.keys("2");
    for _ in 0..400 {
        seat.keys("j");
        assert!(seat.desk.marked().contains("Person "), "{}", seat.text());
    }
    assert!(seat.text().contains("row 401 of 100000"));
    seat.keys("end");
    assert!(
        seat.desk.marked().contains("Person 99999"),
        "{}",
        seat.text()
    );
    seat.keys("pgup");
    assert!(!seat.text().contains("  …"), "{}", seat.text());
    seat.keys("home");
    assert!(seat.desk.marked().contains("Person 0 "), "{}", seat.text());
    let asked = questions(&seat);
    assert!(asked.len() <= 12, "{asked:?}");
    assert!(asked.iter().all(|(_, limit)| *limit <= 240));
}

#[test]
fn held_keys_ask_once_while_the_hub_is_slow() {
    let mut seat = Seat::new(table(), "Amira");
    seat.many = Some(100_000);
    seat.keys("2");
    let before = questions(&seat).len();
    for _ in 0..1000 {
        seat.desk.keys("pgdn");
    }
    assert_eq!(questions(&seat).len(), before + 1);
    assert!(seat.desk.marked().contains('…'), "{}", seat.text());
    seat.desk.keys("l enter");
    assert_eq!(
        seat.desk.app.heading(),
        "Caseload",
        "nobody is opened unseen"
    );
    seat.serve();
    assert!(seat.desk.marked().contains("Person 1"), "{}", seat.text());
}

#[test]
fn the_marker_stays_on_its_case_when_others_come() {
    let mut seat = Seat::new(table(), "Amira");
    seat.keys("2 o").types("2");
    seat.keys("down down down");
    let before = seat.desk.marked();
    seat.world = seat
        .world
        .clone()
        .client("Adam Aaron")
        .spoke_days_ago(1)
        .due_in_days(3);
    seat.changed();
    assert!(seat.text().contains("of 17"));
    assert_eq!(seat.desk.marked(), before);
}

#[test]
fn headings_stand_between_the_rows_and_are_stepped_over() {
    let mut seat = Seat::new(table(), "Amira");
    seat.keys("2 O").types("5");
    assert_snapshot!(seat.body(), @r#"
     Open cases, by week of the next step, then next step               row 1 of 16
     Left out: 1 closed
      name                    practice  state       next step     last spoke   open
     No next step   2
    > Harold Finch            Mill      active      none set      12 Nov       63 d
      Chloë Hart              Elm       received    none set      never         3 d
     Late   7
      Margaret O'Neill        Elm       active      13 d late     3 Nov         0 d
      Peter Hall              Elm       active      4 d late      3 Nov         0 d
      Aoife Byrne             Elm       active      3 d late      3 Nov         0 d
      Dorothy Clarke          Elm       active      2 d late      3 Nov         0 d
      Łucja Wójcik            Elm       active      2 d late      3 Nov         0 d
      Sunita Patel            Elm       active      1 d late      3 Nov         0 d
      Zoë Okafor              Elm       active      1 d late      3 Nov         0 d
     This week   5
      Joyce Adeyemi           Elm       active      today 09:30   14 Nov        0 d
      Tomasz Zieliński        Elm       received    today 14:00   never         0 d
      Ibrahim Yusuf           Elm       received    today         never         6 d
      Grace Mensah            Elm       active      today         18 Nov        0 d
      Kwame Boateng           Mill      active      Wed 25 11:00  17 Nov        0 d
    "#);
    seat.keys("down down");
    assert!(
        seat.desk.marked().contains("Margaret O'Neill"),
        "{}",
        seat.text()
    );
    assert!(seat.text().contains("row 3 of 16"), "{}", seat.text());
    seat.keys("end");
    assert!(seat.text().contains("row 16 of 16"), "{}", seat.text());
    assert!(seat.desk.marked().contains("Nia Evans"), "{}", seat.text());
    seat.keys("enter");
    assert!(seat.desk.app.heading().contains("Nia Evans"));
}

#[test]
fn the_choice_is_remembered_by_the_next_session() {
    let mut seat = Seat::new(table(), "Amira");
    seat.keys("2 O").types("3");
    seat.keys("o").types("2");
    seat.keys("w").types("5");
    let chosen = "Cases that are active, by practice, then family name";
    assert!(seat.text().contains(chosen), "{}", seat.text());
    assert!(seat.text().contains("Left out: "), "{}", seat.text());
    seat.keys("1 2");
    assert!(seat.text().contains(chosen), "{}", seat.text());
    let view = seat.view.clone();
    let mut next = Seat::new(table(), "Amira");
    next.view = view.clone();
    next.keys("2");
    assert!(next.text().contains(chosen), "{}", next.text());
    let (first, then) = (seat.body(), next.body());
    assert_eq!(first, then);

    // A link worker and a practice that cannot be chosen here leave nobody out unseen.
    let mut other = Seat::new(table(), "Amira");
    other.view = CaseQuery {
        practice: Some(PracticeId(77)),
        whose: Whose::Of(StaffId(77)),
        ..view
    };
    other.keys("2");
    assert_eq!(other.body(), first);
}

#[test]
fn rows_that_are_not_here_yet_are_fetched_under_headings_too() {
    let mut world = table();
    for number in 0..600 {
        world = world
            .client(&format!("Far{number} Away"))
            .due_in_days(number % 90);
    }
    let mut seat = Seat::new(world, "Amira");
    seat.keys("2 O").types("5");
    seat.keys("end");
    assert!(seat.text().contains("row 616 of 616"), "{}", seat.text());
    assert!(!seat.text().contains("  …"), "{}", seat.text());
    for _ in 0..30 {
        seat.keys("pgup");
        assert!(!seat.desk.marked().is_empty(), "{}", seat.text());
        assert!(!seat.text().contains("  …"), "{}", seat.text());
    }
    seat.keys("home");
    assert!(seat.text().contains("row 1 of 616"), "{}", seat.text());
}
