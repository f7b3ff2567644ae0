//! To-dos, jotted calls and minutes: who may, what is kept, what undo takes back.

use caseload::{
    domain::{
        fact::{About, Fact},
        ids::{CaseId, ToDoId},
        intent::Intent,
        record::What,
        refusal::Refusal,
        terms::{TimeKind, ToDoKind},
        todo::{KeptToDo, Minutes, Owner, ToDo, ToDoChange},
    },
    readmodel::{
        agenda::{self, AgendaRow, Section},
        cases::Whose,
    },
};

use crate::world::{World, day, world};

/// Amira and Ben at Elm with Sam as Amira's supervisor and Pat as manager; Tom is with Amira.
fn elm() -> World {
    let world = world().worker("Amira").practice("Elm").supervisor("Sam");
    let world = world.worker("Ben").practice("Elm").manager("Pat");
    world.worker("Amira").client("Tom").due_in_days(30)
}

fn todo(world: &World, kind: ToDoKind, owner: &str) -> ToDo {
    ToDo {
        kind,
        what: "leaflets to Mill Lane".to_owned(),
        caller: match kind {
            ToDoKind::Call => "Mrs Oneil?".to_owned(),
            _ => String::new(),
        },
        owner: Owner::Staff(world.staff(owner).id),
        due: Some(day(0)),
        about: None,
        concept: None,
        meeting: None,
        by: world.staff("Ben").id,
        made_on: day(-900),
        done_on: None,
    }
}

fn make(todo: ToDo) -> Intent {
    Intent::SetToDo(Box::new(ToDoChange {
        id: None,
        version: 0,
        now: todo,
    }))
}

fn change(kept: &KeptToDo, now: ToDo) -> Intent {
    Intent::SetToDo(Box::new(ToDoChange {
        id: Some(kept.id),
        version: kept.touch.seq,
        now,
    }))
}

fn only(world: &World) -> KeptToDo {
    let mut all = world.heads.directory.todos.values();
    all.next().expect("a to-do").clone()
}

fn rows(world: &World, who: &str, whose: Whose) -> Vec<AgendaRow> {
    let agenda = agenda::build(&world.heads, world.asker(who), world.today(), None, whose);
    let rows = agenda.rows.into_iter();
    rows.filter(|row| row.todo.is_some()).collect()
}

#[test]
fn a_to_do_is_its_makers_with_the_hubs_day_and_stands_on_their_agenda_alone() {
    let mut world = elm();
    let asked = todo(&world, ToDoKind::ToDo, "Amira");
    world.ask("Amira", make(asked)).expect("made");
    let kept = only(&world);
    assert_eq!(
        kept.todo.by,
        world.staff("Amira").id,
        "never whom the session names"
    );
    assert_eq!(kept.todo.made_on, world.today());
    let mine = rows(&world, "Amira", Whose::Mine);
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0].section, Section::Today);
    assert!(rows(&world, "Ben", Whose::Mine).is_empty());
    assert!(rows(&world, "Sam", Whose::Mine).is_empty());
    let narrowed = Whose::Of(world.staff("Amira").id);
    assert_eq!(
        rows(&world, "Sam", narrowed).len(),
        1,
        "her supervisor may look"
    );
}

#[test]
fn it_is_given_to_oneself_to_ones_supervisor_or_by_those_who_give_cases() {
    let mut world = elm();
    for (who, owner, may) in [
        ("Amira", "Amira", true),
        ("Amira", "Sam", true),
        ("Amira", "Ben", false),
        ("Sam", "Amira", true),
        ("Pat", "Ben", true),
    ] {
        let asked = make(todo(&world, ToDoKind::ToDo, owner));
        assert_eq!(world.ask(who, asked).is_ok(), may, "{who} gives {owner}");
    }
}

#[test]
fn done_goes_from_the_agenda_and_undo_and_redo_bring_it_back_and_away() {
    let mut world = elm();
    let asked = make(todo(&world, ToDoKind::ToDo, "Amira"));
    world.ask("Amira", asked).expect("made");
    let kept = only(&world);
    let done = ToDo {
        done_on: Some(day(400)),
        ..kept.todo.clone()
    };
    world.ask("Amira", change(&kept, done)).expect("done");
    assert_eq!(
        only(&world).todo.done_on,
        Some(world.today()),
        "the hub's day"
    );
    assert!(rows(&world, "Amira", Whose::Mine).is_empty());
    world.ask("Amira", Intent::Undo).expect("undone");
    assert_eq!(rows(&world, "Amira", Whose::Mine).len(), 1);
    world.ask("Amira", Intent::Redo).expect("done again");
    assert!(rows(&world, "Amira", Whose::Mine).is_empty());
    world.ask("Amira", Intent::Undo).expect("undone");
    world.ask("Amira", Intent::Undo).expect("undone");
    assert!(world.heads.directory.todos.is_empty());
    world.ask("Amira", Intent::Redo).expect("made again");
    assert_eq!(only(&world).todo, kept.todo);
}

#[test]
fn a_stale_change_is_refused_and_so_is_anothers() {
    let mut world = elm();
    let asked = make(todo(&world, ToDoKind::ToDo, "Amira"));
    world.ask("Amira", asked).expect("made");
    let seen = only(&world);
    let later = |what: &str| ToDo {
        what: what.to_owned(),
        ..seen.todo.clone()
    };
    world
        .ask("Sam", change(&seen, later("two boxes")))
        .expect("changed");
    let stale = world.ask("Amira", change(&seen, later("three boxes")));
    assert!(
        matches!(stale, Err(Refusal::ChangedMeanwhile { .. })),
        "{stale:?}"
    );
    let kept = only(&world);
    let hidden = world.ask("Ben", change(&kept, later("mine")));
    assert!(
        matches!(hidden, Err(Refusal::NotFound { .. })),
        "{hidden:?}"
    );
    let undo = world.ask("Amira", Intent::Undo);
    assert!(
        matches!(undo, Err(Refusal::UndoOvertaken { .. })),
        "{undo:?}"
    );
}

#[test]
fn a_jotted_call_finds_its_person_and_becomes_a_note_of_theirs_under_their_key() {
    let mut world = elm();
    let asked = make(todo(&world, ToDoKind::Call, "Amira"));
    world.ask("Amira", asked).expect("jotted");
    let kept = only(&world);
    let case = world.case_of("Tom");
    let attach = |case: CaseId| Intent::AttachCall {
        todo: kept.id,
        version: kept.touch.seq,
        case,
    };
    let refused = world.decide("Ben", attach(case));
    assert!(
        matches!(refused, Err(Refusal::NotFound { .. })),
        "{refused:?}"
    );
    let decision = world.ask("Amira", attach(case)).expect("attached");
    let client = world.client_id("Tom");
    for (about, fact) in &decision.facts {
        assert_eq!(*about, About::Client(client), "{fact:?}");
    }
    let notes = |world: &World| {
        let history = world.cases[&case].history.iter();
        let jotted = |what: &What| matches!(what, What::Note { text, .. } if text.contains("Mrs Oneil?: leaflets"));
        history.filter(|line| jotted(&line.what)).count()
    };
    assert_eq!(notes(&world), 1);
    let row = &rows(&world, "Amira", Whose::Mine)[0];
    assert_eq!(row.client, "Tom");
    world.ask("Amira", Intent::Undo).expect("undone");
    assert_eq!(notes(&world), 0);
    assert_eq!(only(&world).todo.about, None);
}

#[test]
fn what_somebody_at_the_practice_is_to_do_is_on_its_managers_agenda() {
    let mut world = elm();
    let asked = ToDo {
        owner: Owner::Practice(world.practice_id("Elm")),
        ..todo(&world, ToDoKind::Action, "Amira")
    };
    world.ask("Sam", make(asked)).expect("made");
    let theirs = rows(&world, "Pat", Whose::Mine);
    assert_eq!(theirs.len(), 1);
    assert_eq!(theirs[0].section, Section::Review);
    assert!(rows(&world, "Amira", Whose::Mine).is_empty());
}

#[test]
fn nothing_is_asked_about_somebody_who_has_died_or_is_far_off() {
    let mut world = elm();
    let case = world.case_of("Tom");
    let asked = ToDo {
        about: Some(case),
        ..todo(&world, ToDoKind::ToDo, "Amira")
    };
    world.ask("Amira", make(asked)).expect("made");
    let far = ToDo {
        due: Some(day(40)),
        ..todo(&world, ToDoKind::ToDo, "Amira")
    };
    world.ask("Amira", make(far)).expect("made");
    assert_eq!(rows(&world, "Amira", Whose::Mine).len(), 1);
    let world = world.field(caseload::domain::client::ClientField::DiedOn, "2026-11-20");
    assert!(rows(&world, "Amira", Whose::Mine).is_empty());
}

#[test]
fn an_empty_to_do_and_one_about_somebody_out_of_reach_are_refused() {
    let mut world = elm();
    let empty = ToDo {
        what: " \u{200B} ".to_owned(),
        ..todo(&world, ToDoKind::ToDo, "Amira")
    };
    let refused = world.ask("Amira", make(empty));
    assert!(matches!(refused, Err(Refusal::Field { .. })), "{refused:?}");
    let theirs = ToDo {
        about: Some(world.case_of("Tom")),
        ..todo(&world, ToDoKind::ToDo, "Ben")
    };
    let refused = world.ask("Ben", make(theirs));
    assert!(
        matches!(refused, Err(Refusal::NotFound { .. })),
        "{refused:?}"
    );
    assert_eq!(world.heads.directory.todos.get(&ToDoId(1)), None);
}

#[test]
fn minutes_are_kept_by_week_and_undone() {
    let mut world = elm();
    let set = |day, minutes: u16| Intent::SetTime {
        week: day,
        minutes: vec![Minutes {
            kind: TimeKind::Travel,
            minutes,
        }],
    };
    let decision = world.ask("Amira", set(day(3), 90)).expect("noted");
    assert!(matches!(
        decision.facts.as_slice(),
        [(About::Staff(_), Fact::TimeSet { week, .. })] if *week == day(0)
    ));
    let weeks = |world: &World| world.heads.directory.time[&world.staff("Amira").id].clone();
    assert_eq!(weeks(&world)[&day(0)][0].minutes, 90);
    assert!(
        world.ask("Amira", set(day(7), 90)).is_err(),
        "next week is ahead"
    );
    assert!(
        world.ask("Amira", set(day(0), 90)).is_err(),
        "nothing changed"
    );
    assert!(
        world.ask("Amira", set(day(0), 60_000)).is_err(),
        "no week is so long"
    );
    world.ask("Amira", set(day(0), 0)).expect("emptied");
    assert!(weeks(&world).is_empty());
    world.ask("Amira", Intent::Undo).expect("undone");
    assert_eq!(weeks(&world)[&day(0)][0].minutes, 90);
}
