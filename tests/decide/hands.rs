//! From hand to hand: handing over with a note, covering for who is away.

use caseload::{
    domain::{intent::Intent, people::Away, record::What, refusal::Refusal},
    readmodel::{agenda, cases::Whose},
};

use crate::world::{World, day, world};

/// Amira and Ben at Elm, each reaching their own cases only; Tom is with Amira.
fn elm() -> World {
    let world = world().worker("Amira").practice("Elm").supervisor("Sam");
    let world = world.worker("Ben").practice("Elm");
    world.worker("Amira").client("Tom").due_in_days(0)
}

fn give(world: &World, to: &str, note: &str) -> Intent {
    Intent::Assign {
        case: world.case_of("Tom"),
        version: world.version("Tom"),
        to: Some(world.staff(to).id),
        note: note.to_owned(),
    }
}

fn away(world: &World, who: &str, from: i64, until: i64, by: Option<&str>) -> Intent {
    Intent::SetAway {
        staff: world.staff(who).id,
        away: Some(Away {
            from: day(from),
            until: day(until),
            covered_by: by.map(|by| world.staff(by).id),
        }),
    }
}

fn reaches(world: &World, who: &str) -> bool {
    let asker = world.asker(who);
    asker.reaches_case(&world.heads, world.head("Tom"))
}

fn on_agenda(world: &World, who: &str) -> usize {
    let asker = world.asker(who);
    let rows = agenda::build(&world.heads, asker, world.today(), None, Whose::Mine).rows;
    rows.len()
}

#[test]
fn a_link_worker_hands_over_with_a_note_and_undo_takes_both_back() {
    let mut world = elm();
    let refused = world.decide("Amira", give(&world, "Ben", "  "));
    assert!(matches!(refused, Err(Refusal::Field { .. })), "{refused:?}");
    let refused = world.decide("Ben", give(&world, "Ben", "mine"));
    assert!(
        matches!(refused, Err(Refusal::NotFound { .. })),
        "{refused:?}"
    );
    let handed = give(&world, "Ben", "rings back on Fridays only");
    world.ask("Amira", handed).expect("granted");
    assert_eq!(world.head("Tom").worker, Some(world.staff("Ben").id));
    let case = world.case_of("Tom");
    let noted = |world: &World| {
        let history = &world.cases[&case].history;
        history.iter().any(
            |line| matches!(&line.what, What::Note { text, .. } if text.ends_with("Fridays only")),
        )
    };
    assert!(noted(&world));
    world.ask("Amira", Intent::Undo).expect("undone");
    assert_eq!(world.head("Tom").worker, Some(world.staff("Amira").id));
    assert!(!noted(&world));
}

#[test]
fn a_supervisor_gives_without_a_note() {
    let mut world = elm();
    world.ask("Sam", give(&world, "Ben", "")).expect("granted");
    assert_eq!(world.head("Tom").worker, Some(world.staff("Ben").id));
}

#[test]
fn whoever_covers_sees_the_cases_from_the_first_day_to_the_last_and_no_longer() {
    for (from, until, seen) in [(0, 3, true), (-2, 0, true), (1, 3, false)] {
        let mut world = elm();
        assert!(!reaches(&world, "Ben"));
        let gone = away(&world, "Amira", from, until, Some("Ben"));
        world.ask("Amira", gone).expect("granted");
        assert_eq!(reaches(&world, "Ben"), seen, "{from} {until}");
        assert_eq!(on_agenda(&world, "Ben"), usize::from(seen));
        assert!(reaches(&world, "Amira"), "away is not gone");
        assert_eq!(on_agenda(&world, "Amira"), 1);
    }
}

#[test]
fn back_again_ends_the_cover() {
    let mut world = elm();
    let gone = away(&world, "Amira", 0, 5, Some("Ben"));
    world.ask("Amira", gone).expect("granted");
    let back = Intent::SetAway {
        staff: world.staff("Amira").id,
        away: None,
    };
    world.ask("Amira", back).expect("granted");
    assert!(!reaches(&world, "Ben"));
}

#[test]
fn nobody_is_sent_away_by_a_colleague_nor_covers_for_themselves() {
    let world = elm();
    let refused = world.decide("Ben", away(&world, "Amira", 0, 5, Some("Ben")));
    assert!(
        matches!(refused, Err(Refusal::NotAllowed { .. })),
        "{refused:?}"
    );
    let refused = world.decide("Amira", away(&world, "Amira", 0, 5, Some("Amira")));
    assert!(matches!(refused, Err(Refusal::Said(_))), "{refused:?}");
    for (from, until) in [(3, 1), (-5, -1)] {
        let refused = world.decide("Amira", away(&world, "Amira", from, until, None));
        assert!(matches!(refused, Err(Refusal::Field { .. })), "{refused:?}");
    }
}

#[test]
fn what_was_to_be_done_about_the_person_goes_with_the_case_and_comes_back_with_it() {
    use caseload::domain::{
        terms::ToDoKind,
        todo::{Owner, ToDo, ToDoChange},
    };
    let mut world = elm();
    let todo = ToDo {
        kind: ToDoKind::Action,
        what: "send the form".to_owned(),
        caller: String::new(),
        owner: Owner::Staff(world.staff("Amira").id),
        due: Some(day(0)),
        about: Some(world.case_of("Tom")),
        concept: None,
        meeting: None,
        by: world.staff("Sam").id,
        made_on: day(0),
        done_on: None,
    };
    let change = ToDoChange {
        id: None,
        version: 0,
        now: todo,
    };
    world
        .ask("Sam", Intent::SetToDo(Box::new(change)))
        .expect("asked for");
    let handed = give(&world, "Ben", "rings back on Fridays");
    world.ask("Amira", handed).expect("handed over");
    let owner = |world: &World| {
        let mut todos = world.heads.directory.todos.values();
        todos.next().expect("the action").todo.owner
    };
    assert_eq!(owner(&world), Owner::Staff(world.staff("Ben").id));
    let asker = world.asker("Ben");
    let agenda = agenda::build(&world.heads, asker, world.today(), None, Whose::Mine);
    assert!(agenda.rows.iter().any(|row| row.todo.is_some()));
    let undone = world.ask("Amira", Intent::Undo).expect("undone");
    assert!(undone.said.contains("giving the case"), "{}", undone.said);
    assert_eq!(owner(&world), Owner::Staff(world.staff("Amira").id));
}

#[test]
fn nobody_is_taken_from_the_desk_with_open_cases_nor_by_themselves() {
    use caseload::domain::people::Staff;
    let mut world = elm().manager("Pat");
    let gone = |world: &World, who: &str| {
        Intent::ChangeStaff(Staff {
            active: false,
            ..world.staff(who).clone()
        })
    };
    let asked = gone(&world, "Amira");
    let refused = world.ask("Pat", asked).expect_err("one open case");
    assert!(refused.to_string().contains("1 open case"), "{refused}");
    let asked = gone(&world, "Pat");
    let refused = world.ask("Pat", asked).expect_err("oneself");
    assert!(refused.to_string().contains("somebody else"), "{refused}");
    let asked = gone(&world, "Ben");
    world.ask("Pat", asked).expect("nobody is left behind");
}
