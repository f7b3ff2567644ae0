//! Integration by keys alone: the figures, the notes behind them, writing, marking, answering.

use caseload::domain::terms::{Concept, Position};

use crate::seat::Seat;
use crate::world::{World, world};

const EFFECT: Option<Concept> = Some(Concept::Effect);
const POWER: Option<Concept> = Some(Concept::Power);

/// Amira, supervised by Sam, with notes of both; Joyce is served here.
fn elm() -> World {
    let world = world().worker("Amira").practice("Elm").supervisor("Sam");
    let world = world.client("Joyce Adeyemi").due_in_days(1);
    let nothing = "Nobody at the practice sees what came of any of my people.";
    let world = world.note(
        "Amira",
        "Amira",
        11,
        nothing,
        &[(EFFECT, Position::BoltedOn)],
    );
    let world = world.marks_last("Sam", EFFECT, Position::FittingIn);
    let asked = "The criteria were changed again and she was *not asked*.";
    world.note("Sam", "Amira", 48, asked, &[(POWER, Position::BoltedOn)])
}

fn seat(who: &str, size: (u16, u16)) -> Seat {
    let mut seat = Seat::sized(elm(), who, size);
    seat.saves = true;
    seat.keys("6");
    seat
}

#[test]
fn the_figures_stand_over_the_notes_behind_them() {
    let mut seat = seat("Amira", (80, 24));
    seat.keys("e");
    insta::assert_snapshot!(seat.text(), @r#"
     1 Agenda 2 Caseload 3 Services 4 Team 5 Review 6 Integration   TRAINING 23 Nov
    ────────────────────────────────────────────────────────────────────────────────
     Integration  1 practice, 1 link worker  24 Aug-23 Nov         2 notes, 3 marks
     What was written about, not how well it goes. Link workers 1, supervisors 1
    ────────────────────────────────────────────────────────────────────────────────
                                        bolted  fitting  belong-      not   last
                                            on       in      ing   stated   raised
     P centralising / diffusing power        1        .        .        .   6 weeks
     I forging an identity                   .        .        .        .   never
    >E demonstrating effect                 [1]       1        .        .   11 d ago
     F building an infrastructure            .        .        .        .   never
     ▲ Not raised for six weeks: P, I, F
     Marked differently by link worker and supervisor: 1 note
    ────────────────────────────────────────────────────────────────────────────────
     E, bolted on: 1 note            in the same weeks, fitting in: 1, belonging: 0
      12 Nov  Elm      link worker   "Nobody at the practice sees what came of any
                                     of my people."



     Concepts and continuum: Tierney et al. 2025, doi 10.3399/BJGP.2024.0279.
     Crossing them per note, and the short words, are ours. No validated scale.
    ────────────────────────────────────────────────────────────────────────────────
     Enter open  a write  v narrow  b both sides  g our grid  . cover  / find
    "#);
}

#[test]
fn a_wide_window_shows_our_wording_beside() {
    let mut seat = seat("Sam", (120, 40));
    seat.keys("e right");
    insta::assert_snapshot!(seat.text(), @r#"
     1 Agenda  2 Caseload  3 Services  4 Team  5 Review  6 Integration                                  TRAINING Mon 23 Nov
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     Integration  1 practice, 1 link worker  24 Aug-23 Nov                                                 2 notes, 3 marks
     What was written about, not how well it goes. Link workers 1, supervisors 1
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
                                        bolted  fitting  belong-      not   last        In our words
                                            on       in      ing   stated   raised      bolted on: Only counts, for a
     P centralising / diffusing power        1        .        .        .   6 weeks     funder; nothing comes back
     I forging an identity                   .        .        .        .   never       fitting in: Reports in the
    >E demonstrating effect                  1       [1]       .        .   11 d ago    practice's terms; others chose the
     F building an infrastructure            .        .        .        .   never       measures
     ▲ Not raised for six weeks: P, I, F                                                belonging: Numbers and stories read
     Marked differently by link worker and supervisor: 1 note                           together and change what is done
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     E, fitting in: 1 note                                                    in the same weeks, bolted on: 1, belonging: 0
      12 Nov  Elm      link worker   "Nobody at the practice sees what came of any of my people."




















     Concepts and continuum: Tierney et al. 2025, doi 10.3399/BJGP.2024.0279.
     Crossing them per note, and the short words, are ours. No validated scale.
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     Enter open  a write  v narrow  b both sides  g our grid  . cover  / find  ? help
    "#);
}

#[test]
fn from_figure_to_note_to_mark_and_back() {
    let mut seat = seat("Sam", (80, 24));
    seat.keys("e enter enter");
    seat.desk
        .shows("Note on Amira's work")
        .shows("Read differently");
    seat.keys("p")
        .types("b")
        .keys("tab")
        .types("nobody at the practice");
    seat.keys("ctrl-s");
    seat.desk
        .shows("Marked.")
        .shows("bolted on, for \"nobody at the practice\"");
    seat.keys("u").alarms();
    seat.desk
        .shows("Undone")
        .hides("for \"nobody at the practice\"");
    seat.keys("esc esc").keys("b");
    seat.desk
        .shows("E bolted on (link worker); E fitting in (supervisor)");
    seat.keys("esc");
    seat.desk.shows("E, bolted on: 1 note");
    seat.keys("esc");
    seat.desk.hides("What was written about");
}

#[test]
fn a_note_is_written_with_a_concept_the_list_suggested_and_stays_private() {
    let mut seat = seat("Amira", (80, 24));
    seat.keys("a");
    seat.types("Still no login for the second site.");
    seat.desk
        .shows("Suggested by the word list: F building an infrastructure (login)");
    seat.keys("tab").types("f");
    seat.keys("ctrl-s");
    seat.desk
        .shows("Nobody but you reads it until you share it");
    let note = seat
        .world
        .heads
        .directory
        .notes
        .values()
        .last()
        .expect("kept");
    let mark = note.note.marks.first().expect("marked");
    assert_eq!(
        (mark.concept, mark.position),
        (Some(Concept::Infrastructure), Position::NotStated)
    );
    assert!(mark.cue && !note.note.shared);
    seat.keys("f right right right enter enter");
    seat.desk.shows("Private: read by its author alone.");
    seat.keys("s").alarms();
    seat.desk
        .shows("Shared with Sam.")
        .shows("Shared: read by the link worker");
}

#[test]
fn a_supervisor_says_whose_work_it_is() {
    let mut seat = seat("Sam", (80, 24));
    seat.keys("N ctrl-s");
    seat.desk.shows("Whose work is it about?");
    seat.keys("right tab")
        .types("Asked my view in the huddle.")
        .keys("ctrl-s");
    seat.desk.shows("Kept.");
    let note = seat
        .world
        .heads
        .directory
        .notes
        .values()
        .last()
        .expect("kept");
    assert_eq!(note.note.subject, seat.world.staff("Amira").id);
}

#[test]
fn it_is_narrowed_and_the_grid_in_words_names_the_paper() {
    let mut seat = seat("Amira", (80, 24));
    seat.keys("v");
    seat.desk.shows("Narrow by").shows("13 weeks");
    seat.keys("1").keys("1");
    seat.desk.shows("26 Oct-23 Nov").shows("1 note, 2 marks");
    seat.keys("g");
    seat.desk
        .shows("10.3399/BJGP.2024.0279")
        .shows("our wording");
}

#[test]
fn a_practice_manager_sees_counts_and_no_words() {
    let mut seat = Seat::new(elm().manager("Pat"), "Pat");
    seat.keys("6 e");
    seat.desk.shows("withheld: fewer than three link workers");
    seat.desk.hides("Nobody at the practice").hides("Amira");
    seat.keys("a");
    seat.desk
        .shows("Notes on the work are written by link workers");
}

#[test]
fn no_screen_of_integration_names_anybody_who_is_served() {
    for who in ["Amira", "Sam"] {
        let mut seat = seat(who, (120, 40));
        for keys in [
            "e", "right", "p", "b", "esc", "g", "esc", "e", "left", "enter", "enter", "=",
        ] {
            seat.keys(keys);
            for name in ["Joyce", "Adeyemi"] {
                seat.desk.hides(name);
            }
        }
    }
}
