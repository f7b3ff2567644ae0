//! The figures of Integration: rows add up, narrowing, both sides, what is withheld, the notes behind.

use caseload::{
    domain::terms::{Concept, NoteLevel, Position, Side},
    readmodel::integration::{
        self, Behind, Cell, Integration, IntegrationQuery, NotesOf, Period, WORKERS_MIN,
    },
};

use crate::world::{World, day, world};

const EFFECT: Option<Concept> = Some(Concept::Effect);
const POWER: Option<Concept> = Some(Concept::Power);
const BOLTED: Position = Position::BoltedOn;
const FITTING: Position = Position::FittingIn;

/// Amira at two practices and Ben at one, both supervised by Sam.
fn elm() -> World {
    let world = world().worker("Amira").practice("Elm").supervisor("Sam");
    let world = world.note(
        "Amira",
        "Amira",
        10,
        "Nothing comes back.",
        &[(EFFECT, BOLTED)],
    );
    let world = world.marks_last("Sam", EFFECT, FITTING);
    let world = world.note("Sam", "Amira", 60, "Was not asked.", &[(POWER, BOLTED)]);
    let world = world.marks_last("Amira", POWER, BOLTED);
    let world = world.practice("Mill");
    let world = world.note("Sam", "Amira", 20, "No mark yet.", &[]);
    let world = world.note(
        "Sam",
        "Amira",
        5,
        "All of it.",
        &[(None, Position::Belonging)],
    );
    let world = world.worker("Ben").supervised_by("Sam");
    world.note(
        "Ben",
        "Ben",
        3,
        "Asked my view.",
        &[(POWER, Position::Belonging)],
    )
}

fn asked(world: &World, who: &str, query: &IntegrationQuery) -> Integration {
    integration::build(&world.heads, world.asker(who), world.today(), query)
}

fn all() -> IntegrationQuery {
    IntegrationQuery {
        limit: 50,
        ..IntegrationQuery::default()
    }
}

fn notes(grid: &Integration, concept: Option<Concept>) -> [Option<u32>; 4] {
    let row = grid.rows.iter().find(|row| row.concept == concept);
    row.expect("a row").cells.map(|cell| cell.notes)
}

#[test]
fn rows_add_up_to_the_header_and_what_both_marked_alike_counts_once() {
    let world = elm();
    let grid = asked(&world, "Sam", &all());
    assert_eq!(notes(&grid, POWER), [Some(1), Some(0), Some(1), Some(0)]);
    assert_eq!(notes(&grid, EFFECT), [Some(1), Some(1), Some(0), Some(0)]);
    assert_eq!(notes(&grid, None), [Some(0), Some(0), Some(1), Some(0)]);
    let totals = grid.totals;
    let sum: u32 = grid
        .rows
        .iter()
        .flat_map(|row| row.cells)
        .filter_map(|cell| cell.notes)
        .sum();
    assert_eq!((totals.notes, totals.marks, totals.unmarked), (5, sum, 1));
    assert_eq!((totals.by_link_workers, totals.by_supervisors), (2, 3));
    assert_eq!(
        (totals.practices, totals.workers, totals.differing),
        (2, 2, 1)
    );
    assert!(!totals.withheld);
}

#[test]
fn a_concept_not_raised_for_six_weeks_is_said_so_whatever_the_period() {
    let world = elm();
    let month = IntegrationQuery {
        period: Period::Weeks(4),
        ..all()
    };
    let grid = asked(&world, "Amira", &month);
    let row = |concept| {
        grid.rows
            .iter()
            .find(|row| row.concept == concept)
            .expect("a row")
    };
    assert_eq!((row(POWER).last, row(POWER).silent), (Some(day(-60)), true));
    assert_eq!(notes(&grid, POWER), [Some(0); 4], "not in these four weeks");
    assert_eq!(
        (row(EFFECT).last, row(EFFECT).silent),
        (Some(day(-10)), false)
    );
    let identity = row(Some(Concept::Identity));
    assert_eq!((identity.last, identity.silent), (None, true));
}

#[test]
fn it_is_narrowed_by_time_link_worker_practice_supervisor_and_level() {
    let world = elm();
    let total = |query: IntegrationQuery| asked(&world, "Sam", &query).totals.notes;
    let ben = world.staff("Ben").id;
    assert_eq!(
        total(IntegrationQuery {
            worker: Some(ben),
            ..all()
        }),
        1
    );
    let mill = world.practice_id("Mill");
    assert_eq!(
        total(IntegrationQuery {
            practice: Some(mill),
            ..all()
        }),
        3
    );
    let sam = world.staff("Sam").id;
    assert_eq!(
        total(IntegrationQuery {
            supervisor: Some(sam),
            ..all()
        }),
        5
    );
    assert_eq!(
        total(IntegrationQuery {
            supervisor: Some(ben),
            ..all()
        }),
        0
    );
    let level = Some(NoteLevel::Employer);
    assert_eq!(total(IntegrationQuery { level, ..all() }), 0);
    let period = Period::Weeks(4);
    assert_eq!(total(IntegrationQuery { period, ..all() }), 4);
    let period = Period::Days {
        from: Some(day(-20)),
        to: Some(day(-10)),
    };
    assert_eq!(total(IntegrationQuery { period, ..all() }), 2);
}

#[test]
fn a_figure_gives_its_notes_and_both_readings_are_kept() {
    let world = elm();
    let cell = IntegrationQuery {
        behind: Behind::Cell(EFFECT, Some(BOLTED)),
        ..all()
    };
    let grid = asked(&world, "Sam", &cell);
    let [row] = grid.listed.as_slice() else {
        panic!("{:?}", grid.listed)
    };
    assert_eq!(
        (row.on, row.author_kind, row.differs),
        (day(-10), Side::LinkWorker, true)
    );
    assert_eq!(row.excerpt, "Nothing comes back.");
    assert_eq!(
        row.marks,
        ["E bolted on (link worker)", "E fitting in (supervisor)"]
    );
    assert!(
        row.text.is_empty(),
        "whole texts only where they are asked for"
    );
    let differing = IntegrationQuery {
        behind: Behind::Differing,
        ..all()
    };
    assert_eq!(asked(&world, "Amira", &differing).listed_of, 1);
    let elm = IntegrationQuery {
        practice: Some(world.practice_id("Elm")),
        ..all()
    };
    let sequence = asked(&world, "Amira", &elm).sequence;
    let steps: Vec<_> = sequence
        .iter()
        .flat_map(|one| one.steps.iter().map(|step| (one.concept, step.position)))
        .collect();
    let expected = [
        (POWER, BOLTED),
        (POWER, BOLTED),
        (EFFECT, BOLTED),
        (EFFECT, FITTING),
    ];
    assert_eq!(steps, expected);
}

/// So many link workers with a supervisor, each with one shared note.
fn network(workers: &[&str]) -> World {
    let mut world = world().worker("Amira").practice("Elm").supervisor("Sam");
    for name in workers {
        world = world.worker(name).practice("Elm").supervised_by("Sam");
        world = world.note(name, name, 4, "Only the head count.", &[(EFFECT, BOLTED)]);
    }
    world.worker("Zoe").practice("Elm").manager("Pat")
}

#[test]
fn counts_on_fewer_than_three_link_workers_are_withheld_from_others_and_text_always() {
    let everybody = IntegrationQuery {
        of: NotesOf::Everybody,
        ..all()
    };
    assert_eq!(WORKERS_MIN, 3);
    for who in ["Pat", "Zoe"] {
        let few = network(&["Amira", "Ben"]);
        let grid = asked(&few, who, &everybody);
        assert_eq!(grid.rows[2].cells[0], Cell::default(), "{who}");
        assert_eq!((grid.totals.notes, grid.totals.marks), (0, 0));
        assert!(grid.totals.withheld);
        assert_eq!(grid.rows[2].last, None, "not even when");
        let enough = network(&["Amira", "Ben", "Cat"]);
        let grid = asked(&enough, who, &everybody);
        assert_eq!(grid.rows[2].cells[0].notes, Some(3), "{who}");
        assert_eq!((grid.totals.notes, grid.totals.withheld), (3, false));
        assert!(grid.listed.is_empty() && grid.listed_of == 0);
        let one = IntegrationQuery {
            worker: Some(enough.staff("Ben").id),
            ..everybody.clone()
        };
        assert_eq!(asked(&enough, who, &one).totals.notes, 0, "{who}");
        assert_eq!(
            asked(&enough, who, &all()).totals.notes,
            0,
            "none is theirs"
        );
    }
    // Who reads some of them is told no more of the others by what is left.
    let some = network(&["Amira", "Ben", "Cat"]);
    let grid = asked(&some, "Ben", &everybody);
    assert_eq!(grid.rows[2].cells[0].notes, None);
    assert_eq!(asked(&some, "Ben", &all()).rows[2].cells[0].notes, Some(1));
}
