//! The Agenda: who stands where, what stays in sight, what the keys open.

use caseload::domain::case::CaseState;
use caseload::domain::client::ClientField;
use caseload::domain::terms::HoldingReason;
use caseload::readmodel::drafts::{Draft, DraftKey};
use caseload::tui::effect::Errand;
use caseload::tui::input::Input;
use caseload::wire::{Notice, Request};
use insta::assert_snapshot;

use crate::seat::Seat;
use crate::world::{World, day, world};

/// A morning of Amira's.
pub(crate) fn morning() -> World {
    let world = world().worker("Amira").practice("Elm");
    let mut world = world
        .client("Joyce Adeyemi")
        .field(ClientField::Alert, "dog, visit in pairs")
        .spoke_days_ago(9)
        .due_in_days(0)
        .at(9, 30)
        .what("goals, ONS4")
        .client("Tomasz Zieliński")
        .tried_days_ago(3)
        .due_in_days(0)
        .at(14, 0)
        .what("first meeting")
        .client("Ibrahim Yusuf")
        .referred_days_ago(6)
        .tried_days_ago(2)
        .due_in_days(0)
        .client("Chloë Hart")
        .referred_days_ago(3);
    for (name, late) in [
        ("Margaret O'Neill", 13),
        ("Peter Hall", 4),
        ("Aoife Byrne", 3),
        ("Dorothy Clarke", 2),
        ("Łucja Wójcik", 2),
        ("Sunita Patel", 1),
        ("Zoë Okafor", 1),
    ] {
        world = world
            .client(name)
            .spoke_days_ago(20)
            .due_in_days(-late)
            .what("housing form, as agreed 12 Nov")
            .moved(if late == 13 { 3 } else { 0 });
    }
    world
        .client("Grace Mensah")
        .spoke_days_ago(5)
        .due_in_days(0)
        .what("ring the council about the ramp before the panel meets on Thursday")
        .practice("Mill")
        .client("Harold Finch")
        .referred_days_ago(63)
        .spoke_days_ago(11)
        .client("Nia Evans")
        .spoke_days_ago(12)
        .due_in_days(30)
        .state(CaseState::Holding {
            reason: HoldingReason::Waiting,
            review_on: day(-5),
        })
        .client("Kwame Boateng")
        .spoke_days_ago(6)
        .due_in_days(2)
        .at(11, 0)
        .what("walk to the allotment together")
        .client("Edith Sparrow")
        .spoke_days_ago(40)
        .due_in_days(21)
}

#[test]
fn a_morning_at_80_by_24() {
    let seat = Seat::new(morning(), "Amira");
    assert_snapshot!(seat.text(), @r#"
     1 Agenda 2 Caseload 3 Services 4 Team 5 Review 6 Integration   TRAINING 23 Nov
    ────────────────────────────────────────────────────────────────────────────────
     New 3  Late 7  Today 3  No next step 1  Quiet 1  Holding due 1  To code 13
     Practices: all 2
    ────────────────────────────────────────────────────────────────────────────────
     At a time today
    > 09:30   Joyce Adeyemi     phone  Elm   goals, ONS4  ▲ read first
      14:00   Tomasz Zieliński  phone  Elm   first meeting  2nd try
     New, not yet spoken to
        6 d   Ibrahim Yusuf     phone  Elm   due today, 1 try
        3 d   Chloë Hart               Elm
     Late
       13 d   Margaret O'Neill  phone  Elm   housing form, as agreed 12…  moved 3×
        4 d   Peter Hall        phone  Elm   housing form, as agreed 12 Nov
        3 d   Aoife Byrne       phone  Elm   housing form, as agreed 12 Nov
        2 d   Dorothy Clarke    phone  Elm   housing form, as agreed 12 Nov
        2 d   Łucja Wójcik      phone  Elm   housing form, as agreed 12 Nov
      … 2 more late
     Today, any time
              Grace Mensah      phone  Elm   ring the council about the ramp befor…
     No next step
              Harold Finch             Mill  active, open 63 d
    ─────────────────────────────────────────────────────────────── … 3 more below ─
     Enter open  l log  f next step  s status  p practice  . cover  / find  ? help
    "#);
}

#[test]
fn a_morning_at_120_by_40() {
    let seat = Seat::sized(morning(), "Amira", (120, 40));
    assert_snapshot!(seat.text(), @r"
     1 Agenda  2 Caseload  3 Services  4 Team  5 Review  6 Integration                                  TRAINING Mon 23 Nov
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     New 3  Late 7  Today 3  No next step 1  Quiet 1  Holding due 1  To code 13
     Practices: all 2
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     At a time today
    > 09:30   Joyce Adeyemi     phone  Elm   goals, ONS4  ▲ read first
      14:00   Tomasz Zieliński  phone  Elm   first meeting  2nd try
     New, not yet spoken to
        6 d   Ibrahim Yusuf     phone  Elm   due today, 1 try
        3 d   Chloë Hart               Elm
     Late
       13 d   Margaret O'Neill  phone  Elm   housing form, as…  moved 3×
        4 d   Peter Hall        phone  Elm   housing form, as agreed 12…
        3 d   Aoife Byrne       phone  Elm   housing form, as agreed 12…
        2 d   Dorothy Clarke    phone  Elm   housing form, as agreed 12…
        2 d   Łucja Wójcik      phone  Elm   housing form, as agreed 12…
      … 2 more late
     Today, any time
              Grace Mensah      phone  Elm   ring the council about the…
     No next step
              Harold Finch             Mill  active, open 63 d
     Holding or paused, review due
        5 d   Nia Evans         phone  Mill  holding: waiting for a serv…
     This week
      Wed 25  Kwame Boateng     phone  Mill  11:00, walk to the allotmen…
     Quiet: nothing heard for four weeks
      14 Dec  Edith Sparrow     phone  Mill  last spoke Wed 14 Oct










    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     Enter open  l log  f next step  s status  p practice  . cover  / find  ? help
    ");
}

#[test]
fn a_morning_in_ascii() {
    let seat = Seat::ascii(morning(), "Amira");
    assert!(seat.text().is_ascii());
    assert_snapshot!(seat.body(), @r#"
     New 3  Late 7  Today 3  No next step 1  Quiet 1  Holding due 1  To code 13
     Practices: all 2
    --------------------------------------------------------------------------------
     At a time today
    > 09:30   Joyce Adeyemi     phone  Elm   goals, ONS4  ! read first
      14:00   Tomasz Zielinski  phone  Elm   first meeting  2nd try
     New, not yet spoken to
        6 d   Ibrahim Yusuf     phone  Elm   due today, 1 try
        3 d   Chloe Hart               Elm
     Late
       13 d   Margaret O'Neill  phone  Elm   housing form, as agreed 1...  moved 3x
        4 d   Peter Hall        phone  Elm   housing form, as agreed 12 Nov
        3 d   Aoife Byrne       phone  Elm   housing form, as agreed 12 Nov
        2 d   Dorothy Clarke    phone  Elm   housing form, as agreed 12 Nov
        2 d   Lucja Wojcik      phone  Elm   housing form, as agreed 12 Nov
      ... 2 more late
     Today, any time
              Grace Mensah      phone  Elm   ring the council about the ramp bef...
     No next step
              Harold Finch             Mill  active, open 63 d
    "#);
}

#[test]
fn what_is_folded_away_opens_and_the_marker_is_on_its_first_row() {
    let mut seat = Seat::new(morning(), "Amira");
    seat.keys("down down down down down down down down down");
    assert_eq!(seat.desk.marked(), "> … 2 more late");
    assert!(seat.text().contains("Today, any time"));
    seat.keys("enter");
    assert!(
        seat.desk.marked().contains("Sunita Patel"),
        "{}",
        seat.text()
    );
    assert!(!seat.text().contains("more late"));
}

#[test]
fn the_marker_stays_on_its_row_when_rows_change_above() {
    let mut seat = Seat::new(morning(), "Amira");
    seat.keys("end up up up");
    let before = seat.desk.marked();
    assert!(before.contains("Harold Finch"), "{}", seat.text());
    let at = |seat: &Seat| {
        seat.desk
            .lines()
            .iter()
            .position(|line| line.starts_with('>'))
    };
    let height = at(&seat);
    seat.world = seat
        .world
        .clone()
        .client("Anna New")
        .client("Ben New")
        .referred_days_ago(2);
    seat.changed();
    assert!(seat.text().contains("New 5"), "{}", seat.text());
    assert_eq!(seat.desk.marked(), before);
    assert_eq!(at(&seat), height, "at the same height of the screen");
    seat.keys("home");
    assert!(seat.text().contains("Anna New"));
}

#[test]
fn enter_opens_the_client_and_letters_their_forms() {
    for (keys, heading) in [
        ("enter", "Joyce Adeyemi"),
        ("v", "Joyce Adeyemi"),
        ("l", "Log a contact: Joyce Adeyemi"),
        ("f", "Next step: Joyce Adeyemi"),
        ("s", "Status: Joyce Adeyemi"),
        ("m", "More: Joyce Adeyemi"),
    ] {
        let mut seat = Seat::new(morning(), "Amira");
        seat.keys(keys);
        assert!(
            seat.desk.app.heading().starts_with(heading),
            "{}",
            seat.desk.app.heading()
        );
        let others = seat.text().contains("Tomasz");
        assert!(
            !others || keys == "s" || keys == "m",
            "{keys} hides everybody else"
        );
        // From one shown alone the first Esc leads to their page.
        seat.keys(if keys == "v" { "esc esc" } else { "esc" });
        assert_eq!(seat.desk.app.heading(), "Agenda");
    }
}

#[test]
fn one_practice_at_a_time() {
    let mut seat = Seat::new(morning(), "Amira");
    assert!(seat.text().contains("Practices: all 2"), "{}", seat.text());
    seat.keys("p").types("3");
    assert!(
        seat.text().contains("Practice: Mill only, of 2"),
        "{}",
        seat.text()
    );
    assert!(seat.text().contains("Harold Finch") && !seat.text().contains("Joyce"));
    seat.keys("p home enter");
    assert!(seat.text().contains("Joyce"));
}

#[test]
fn nobody_to_see_says_what_to_do_next() {
    let mut seat = Seat::new(world().worker("Amira").practice("Elm"), "Amira");
    assert_snapshot!(seat.body(), @r#"
     New 0  Late 0  Today 0  No next step 0  Quiet 0  Holding due 0  To code 0
     Practices: none yet
    ────────────────────────────────────────────────────────────────────────────────

      Nobody is on your list yet. What you can do first:

      a                                   adds a client and who referred them
      ?                                   shows every key that works where you are
      :                                   finds a command by its name
      caseload import referrals FILE.csv  at a command line: a referral list
      caseload demo                       an invented practice to try it all in
    "#);
    seat.keys("l f enter s d p").keys("a");
    assert!(
        seat.desk.app.heading().contains("ew"),
        "{}",
        seat.desk.app.heading()
    );
    let world = world().worker("Amira").practice("Elm").client("Zoë Okafor");
    let seat = Seat::new(world.spoke_days_ago(1).due_in_days(30), "Amira");
    assert!(
        seat.text().contains("Nobody needs you today"),
        "{}",
        seat.text()
    );
}

fn draft(seat: &Seat, name: &str, at: &str) -> Draft {
    Draft {
        key: DraftKey::LogContact(seat.world.case_of(name)),
        label: name.to_owned(),
        at: at.parse().expect("an instant"),
        fields: Vec::new(),
        cursor: (0, 0, 0),
        mark: None,
    }
}

#[test]
fn a_draft_that_waits_is_on_the_first_screen() {
    let mut seat = Seat::new(morning(), "Amira");
    seat.keys("d");
    assert!(seat.text().contains("No draft is kept"));
    seat.drafts = vec![draft(&seat, "Joyce Adeyemi", "2026-11-20T16:52:00Z")];
    seat.keys("enter esc");
    assert!(
        seat.text().contains("Draft kept: Joyce Adeyemi, Fri 16:52"),
        "{}",
        seat.text()
    );
    assert!(seat.text().contains("d drafts"));
    seat.keys("d");
    assert!(seat.desk.app.heading().starts_with("Log a contact: Joyce"));
    seat.drafts
        .push(draft(&seat, "Peter Hall", "2026-11-23T08:01:00Z"));
    seat.keys("esc d");
    assert!(
        seat.text().contains("contact: Peter Hall"),
        "{}",
        seat.text()
    );
    seat.types("2");
    assert!(seat.desk.app.heading().starts_with("Log a contact: Peter"));
}

#[test]
fn a_storm_of_changes_is_one_question_a_second() {
    let mut seat = Seat::new(morning(), "Amira");
    seat.alarms().alarms();
    let before = seat.desk.errands.len();
    for seq in 0..100 {
        let (clients, cases) = (Vec::new(), Vec::new());
        seat.input(Input::Notice(Notice::Changed {
            seq,
            clients,
            cases,
        }));
        seat.input(Input::Notice(Notice::Reading(
            "notes still being read".to_owned(),
        )));
    }
    let asked = |seat: &Seat| {
        let new = seat.desk.errands.get(before..).unwrap_or_default().iter();
        new.filter(|errand| matches!(errand, Errand::Send(_, Request::Agenda { .. })))
            .count()
    };
    assert_eq!(asked(&seat), 1);
    seat.alarms();
    assert_eq!(asked(&seat), 2, "the last of them is not forgotten");
    seat.alarms().alarms();
    assert_eq!(asked(&seat), 2);
}

#[test]
fn the_rows_are_asked_for_again_when_the_hub_is_back() {
    let mut seat = Seat::new(morning(), "Amira");
    seat.input(Input::HubLost);
    assert!(seat.text().contains("The hub is away"));
    seat.world = seat.world.clone().client("Anna New");
    seat.input(Input::HubBack);
    assert!(seat.text().contains("Anna New") && seat.text().contains("The hub is back"));
}

#[test]
fn a_draft_of_a_status_opens_its_form_and_not_the_list() {
    let mut seat = Seat::new(morning(), "Amira");
    seat.drafts = vec![Draft {
        key: DraftKey::Status(seat.world.case_of("Joyce Adeyemi")),
        label: "Joyce Adeyemi".to_owned(),
        at: seat.world.now,
        fields: vec![
            ("state".to_owned(), "paused".to_owned()),
            ("day".to_owned(), "+4w".to_owned()),
        ],
        cursor: (0, 0, 3),
        mark: None,
    }];
    seat.input(Input::HubBack);
    seat.keys("d").desk.shows("Status: paused").shows("+4w");
}
