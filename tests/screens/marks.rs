//! Marks on a list, and what is done for everybody who is marked.

use caseload::domain::intent::{Intent, NextChoice};
use caseload::tui::effect::Errand;
use caseload::wire::Request;
use chrono::NaiveDate;
use insta::assert_snapshot;

use crate::agenda::morning;
use crate::seat::Seat;

fn seat() -> Seat {
    let mut seat = Seat::new(morning(), "Amira");
    seat.saves = true;
    seat.keys("2");
    seat
}

fn intents(seat: &Seat) -> Vec<Intent> {
    let sent = seat.desk.errands.iter().filter_map(|errand| match errand {
        Errand::Send(_, Request::Do(intent)) => Some(intent.clone()),
        _ => None,
    });
    sent.collect()
}

fn due(seat: &Seat, name: &str) -> Option<NaiveDate> {
    let next = seat.world.head(name).next.follow_up();
    next.map(|due| due.on)
}

const FIVE: [&str; 5] = [
    "Margaret O'Neill",
    "Peter Hall",
    "Aoife Byrne",
    "Dorothy Clarke",
    "Łucja Wójcik",
];

#[test]
fn five_next_steps_are_moved_with_twelve_keys_and_one_undo_takes_them_back() {
    let mut seat = seat();
    seat.keys("down down");
    let before = FIVE.map(|name| due(&seat, name));
    let mut pressed = 0;
    let mut press = |seat: &mut Seat, names: &str| {
        pressed += names.split(' ').count();
        seat.keys(names);
    };
    press(&mut seat, "space space space");
    assert_snapshot!(seat.text(), @r#"
     1 Agenda 2 Caseload 3 Services 4 Team 5 Review 6 Integration   TRAINING 23 Nov
    ────────────────────────────────────────────────────────────────────────────────
     Open cases, by next step                                           row 6 of 16
     Nothing is left out
      name                    practice  state       next step     last spoke   open
      Harold Finch            Mill      active      none set      12 Nov       63 d
      Chloë Hart              Elm       received    none set      never         3 d
     ■Margaret O'Neill        Elm       active      13 d late     3 Nov         0 d
     ■Peter Hall              Elm       active      4 d late      3 Nov         0 d
     ■Aoife Byrne             Elm       active      3 d late      3 Nov         0 d
    > Dorothy Clarke          Elm       active      2 d late      3 Nov         0 d
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

    ─ 3 marked ─────────────────────────────────────────────────────────────────────
     Space mark  f next step  R reassign  Enter open  . cover  / find  ? help
    "#);
    press(&mut seat, "space space");
    press(&mut seat, "f f r i");
    assert!(seat.text().contains("Fri 27 Nov"), "{}", seat.text());
    press(&mut seat, "enter");
    assert_snapshot!(seat.body(), @r#"
     Move the next steps of 5 people
     Margaret O'Neill, Peter Hall, Aoife Byrne, Dorothy Clarke, Łucja Wójcik
    ────────────────────────────────────────────────────────────────────────────────
    > Move to  fri                                  Fri 27 Nov, in 4 days



            ┌ Move the next steps of 5 people ─────────────────────────────┐
            │ The next steps of 5 people move to Fri 27 Nov, in 4 days:    │
            │ Margaret O'Neill, Peter Hall, Aoife Byrne, Dorothy Clarke,   │
            │ Łucja Wójcik. One undo takes all of it back.                 │
            └──────────────────────────────────────────────────────────────┘






      One day for all: fri, +2w, 14/3. How and what for stay as they are.
    "#);
    press(&mut seat, "Y");
    assert!(pressed <= 12, "{pressed} keys");
    let on = NaiveDate::from_ymd_opt(2026, 11, 27);
    for name in FIVE {
        assert_eq!(due(&seat, name), on, "{name}");
    }
    assert!(
        seat.text().contains("Moved 5 next steps to Fri 27 Nov."),
        "{}",
        seat.text()
    );
    seat.keys("down");
    assert!(!seat.text().contains("marked"), "{}", seat.text());
    seat.keys("u");
    assert_eq!(FIVE.map(|name| due(&seat, name)), before);
    let sent = intents(&seat);
    assert!(
        matches!(sent.as_slice(), [Intent::MoveSteps { cases, .. }, Intent::Undo] if cases.len() == 5)
    );
}

#[test]
fn marks_stay_when_others_come_and_esc_takes_them_away() {
    let mut seat = seat();
    seat.keys("down down space space");
    seat.world = seat.world.clone().client("Adam Aaron").due_in_days(-30);
    seat.changed();
    let marked = |seat: &Seat| {
        let lines = seat.desk.lines();
        let marked = lines.iter().filter(|line| line.chars().nth(1) == Some('■'));
        marked.cloned().collect::<Vec<_>>()
    };
    let lines = marked(&seat);
    assert!(
        lines[0].contains("Margaret O'Neill") && lines[1].contains("Peter Hall"),
        "{lines:?}"
    );
    seat.keys("o").types("2");
    assert_eq!(marked(&seat).len(), 2, "{}", seat.text());
    seat.keys("esc");
    assert_eq!(marked(&seat), Vec::<String>::new());
    assert_eq!(seat.desk.app.heading(), "Caseload");
    seat.keys("esc");
    assert_eq!(seat.desk.app.heading(), "Agenda");
}

#[test]
fn somebody_who_was_changed_meanwhile_is_said_so_and_refused_by_name() {
    let mut seat = seat();
    seat.keys("down down space space");
    let peter = seat.world.case_of("Peter Hall");
    let later = Intent::SetNextStep {
        case: peter,
        version: seat.world.version("Peter Hall"),
        next: NextChoice::NoneBecause("he rings".to_owned()),
    };
    seat.world.ask("Amira", later).expect("granted");
    seat.changed();
    assert!(
        seat.text().contains("2 marked, 1 changed since (!)"),
        "{}",
        seat.text()
    );
    let entries = seat.world.entries.len();
    seat.keys("f f r i enter Y");
    let text = seat.text();
    assert!(text.contains("changed the case of Peter Hall"), "{text}");
    assert_eq!(seat.world.entries.len(), entries);
    seat.keys("esc esc");
    assert_eq!(seat.desk.app.heading(), "Caseload");
    assert!(seat.text().contains("row"), "{}", seat.text());
}

#[test]
fn one_without_a_next_step_and_a_time_of_day_are_refused_before_anything_is_asked() {
    let mut seat = seat();
    seat.keys("space f");
    let said = "Harold Finch has no next step that could move";
    assert!(seat.text().contains(said), "{}", seat.text());
    assert_eq!(seat.desk.app.heading(), "Caseload");
    seat.keys("esc down space f");
    seat.types("fri 10:00").keys("enter");
    assert!(seat.text().contains("A day only"), "{}", seat.text());
    assert_eq!(intents(&seat), []);
}

#[test]
fn several_cases_are_given_to_somebody_with_one_note() {
    let world = morning().supervisor("Sam").worker("Ben").practice("Elm");
    let mut seat = Seat::new(world, "Amira");
    seat.saves = true;
    seat.keys("2 down down space space R");
    assert!(
        seat.text().contains("Give the cases of 2 people to"),
        "{}",
        seat.text()
    );
    seat.types("2");
    seat.types("away till March").keys("ctrl-s");
    let text = seat.text();
    assert!(text.contains("The cases of 2 people go to Ben"), "{text}");
    seat.keys("Y");
    for name in ["Margaret O'Neill", "Peter Hall"] {
        let ben = seat.world.staff("Ben").id;
        assert_eq!(
            seat.world.head(name).worker,
            Some(ben),
            "{name}\n{}",
            seat.text()
        );
    }
    assert!(
        seat.text().contains("2 cases are with Ben now."),
        "{}",
        seat.text()
    );
}

#[test]
fn the_note_for_several_is_kept_and_goes_on_with_the_same_people() {
    let world = morning().supervisor("Sam").worker("Ben").practice("Elm");
    let mut seat = Seat::new(world, "Amira");
    seat.saves = true;
    seat.keys("2 down down space space R").types("2");
    seat.types("away till").keys("esc");
    let kept = seat
        .desk
        .errands
        .iter()
        .rev()
        .find_map(|errand| match errand {
            Errand::Send(_, Request::KeepDraft(draft)) => Some(draft.clone()),
            _ => None,
        });
    seat.drafts = vec![kept.expect("a draft")];
    seat.keys("1 d");
    let text = seat.text();
    assert!(text.contains("Give the cases of 2 people to Ben"), "{text}");
    assert!(text.contains("away till"), "{text}");
    seat.types(" March").keys("ctrl-s Y");
    let ben = seat.world.staff("Ben").id;
    for name in ["Margaret O'Neill", "Peter Hall"] {
        assert_eq!(
            seat.world.head(name).worker,
            Some(ben),
            "{name}\n{}",
            seat.text()
        );
    }
}
