//! Integration by keys alone: the figures, the notes behind them, writing, marking, answering.

use caseload::domain::intent::Intent;
use caseload::domain::supervision::NoteIntent;
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
     Enter open  a write  v narrow  s what the notes say  b both sides  g our grid
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
     Enter open  a write  v narrow  s what the notes say  b both sides  g our grid  . cover  / find  ? help
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

#[test]
fn what_the_notes_say_stands_with_its_counts_and_enter_opens_the_note() {
    let text = "Again nobody at the practice sees me.";
    let world = elm().note("Amira", "Amira", 3, text, &[(EFFECT, Position::BoltedOn)]);
    let mut seat = Seat::new(world, "Amira");
    seat.keys("6 s");
    seat.desk
        .shows("What the notes say")
        .shows("3 notes that you read")
        .shows("TF-IDF centroid")
        .shows("E  demonstrating effect: 2 notes")
        .shows("2 notes  \"practice sees");
    seat.keys("end enter");
    seat.desk.shows("Note on Amira's work");
    seat.keys("esc esc");
    seat.desk.shows("What was written about");
    let mut pat = Seat::new(elm().manager("Pat"), "Pat");
    pat.keys("6 s");
    pat.desk
        .shows("Here are counts")
        .hides("my people")
        .hides("criteria");
}

#[test]
fn above_thirty_notes_telling_sentences_stand_beside_their_notes() {
    let mut world = elm();
    for ago in 1..=31 {
        let text = "Nothing comes back from the practice about the people that I see.";
        world = world.note("Amira", "Amira", ago, text, &[(POWER, Position::FittingIn)]);
    }
    let mut seat = Seat::sized(world, "Sam", (80, 24));
    seat.keys("6 s");
    seat.desk
        .shows("P  centralising or diffusing power: 32 notes")
        .shows("link worker:")
        .shows("\"Nothing comes back from the practice about the people");
}

#[test]
fn an_action_about_a_concept_is_counted_by_whose_it_is() {
    let mut seat = seat("Sam", (80, 24));
    seat.keys("e T");
    seat.desk.shows("Action on the work").shows("[effect]");
    seat.types("Ten minutes in the clinical meeting")
        .keys("ctrl-s");
    seat.desk.shows("Actions open on E: supervisor 1");
    let todo = seat.world.heads.directory.todos.values().last();
    assert_eq!(todo.expect("kept").todo.concept, EFFECT);
    seat.keys("p");
    seat.desk.hides("Actions open on");
    seat.keys("e enter enter T");
    seat.desk.shows("Action on the work").shows("[effect]");
}

#[test]
fn a_note_that_names_a_client_is_warned_of_and_kept_if_it_is_saved_again() {
    let world = elm().client("Siobhán O’Neill").due_in_days(1);
    let mut seat = Seat::new(world, "Amira");
    seat.saves = true;
    seat.keys("6 a");
    seat.types("No desk.")
        .keys("enter")
        .types("ONeill asked for one.");
    seat.desk.hides("seems to name");
    seat.keys("ctrl-s");
    seat.desk
        .shows("This seems to name a client: ONeill (line 2).")
        .shows("Change it, or save again");
    seat.keys("ctrl-s");
    seat.desk.shows("Kept.");
}

#[test]
fn while_a_note_is_typed_the_hub_is_asked_for_names() {
    let mut seat = seat("Amira", (80, 24));
    seat.keys("a").types("Joyce adeyemi was there.");
    seat.alarms();
    seat.desk
        .shows("This seems to name a client: Joyce adeyemi (line 1).")
        .hides("looks like a person's name");
    seat.keys("ctrl-s");
    seat.desk.shows("Kept.");
}

#[test]
fn a_note_that_was_changed_elsewhere_shows_both_sides() {
    let mut seat = seat("Sam", (80, 24));
    seat.keys("p enter enter c end").types(" Twice.");
    let (note, version) = seat.world.last_note();
    let marks = [(POWER, Position::BoltedOn)];
    let now = seat.world.note_text("Amira", "Changed elsewhere.", &marks);
    let change = NoteIntent::Change { note, version, now };
    seat.world
        .ask("Sam", Intent::Supervise(change))
        .expect("changed");
    seat.keys("ctrl-s");
    seat.desk
        .shows("what you typed is kept")
        .shows("now: Changed elsewhere.");
    seat.keys("ctrl-s");
    seat.desk.shows("Save yours all the same?");
    seat.keys("Y");
    let note = &seat.world.heads.directory.notes[&note].note;
    assert!(note.text.contains("Twice."), "{}", note.text);
}
