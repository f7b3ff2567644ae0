//! What is withheld from those who do not read the notes: no two figures that are shown give away one
//! that rests on fewer than three link workers.

use caseload::{
    domain::{
        access::Asker,
        ids::PracticeId,
        terms::{Concept, NoteLevel, Position},
    },
    readmodel::integration::{self, Integration, IntegrationQuery, NotesOf, Period, TIMES},
};

use crate::world::{World, world};

const EFFECT: Option<Concept> = Some(Concept::Effect);

/// Each link worker with one note at that practice so many days ago.
fn network(notes: &[(&str, &str, i64)]) -> World {
    let mut world = world().worker("First").practice("Elm").supervisor("Sam");
    for (name, practice, ago) in notes {
        world = world
            .practice(practice)
            .worker(name)
            .supervised_by("Sam")
            .practice(practice);
        let marks = [(EFFECT, Position::BoltedOn)];
        world = world.note(name, name, *ago, "Only the head count.", &marks);
    }
    world.worker("Zoe").practice("Elm")
}

fn everybody() -> IntegrationQuery {
    IntegrationQuery {
        of: NotesOf::Everybody,
        limit: 50,
        ..IntegrationQuery::default()
    }
}

fn asked(world: &World, query: &IntegrationQuery) -> Integration {
    integration::build(&world.heads, world.asker("Zoe"), world.today(), query)
}

fn figure(world: &World, period: Period, practice: Option<PracticeId>) -> Option<u32> {
    let query = IntegrationQuery {
        period,
        practice,
        ..everybody()
    };
    asked(world, &query).rows[2].cells[0].notes
}

#[test]
fn two_times_do_not_give_away_what_lies_between_them() {
    // Three wrote in these four weeks; one more ten weeks ago.
    let three = [("A", "Elm", 5), ("B", "Elm", 6), ("C", "Elm", 7)];
    let few = network(&[three.as_slice(), &[("D", "Elm", 70)]].concat());
    assert_eq!(figure(&few, Period::All, None), Some(4));
    let year = figure(&few, Period::Weeks(52), None);
    assert_eq!(year, Some(4), "the same notes");
    let weeks = figure(&few, Period::Weeks(4), None);
    assert_eq!(weeks, None, "4 less 3 is D's");
    let six = [("D", "Elm", 70), ("E", "Elm", 70), ("F", "Elm", 71)];
    let enough = network(&[three, six].concat());
    assert_eq!(figure(&enough, Period::Weeks(13), None), Some(6));
    assert_eq!(figure(&enough, Period::Weeks(4), None), Some(3));
}

#[test]
fn all_practices_less_those_shown_do_not_give_away_the_last() {
    let three = [("A", "Elm", 5), ("B", "Elm", 6), ("C", "Elm", 7)];
    let few = network(&[three.as_slice(), &[("D", "Mill", 8)]].concat());
    let (elm, mill) = (few.practice_id("Elm"), few.practice_id("Mill"));
    assert_eq!(figure(&few, Period::Weeks(13), None), Some(4));
    assert_eq!(figure(&few, Period::Weeks(13), Some(mill)), None);
    let rest = figure(&few, Period::Weeks(13), Some(elm));
    assert_eq!(rest, None, "4 less 3 is D's");
    let six = [("D", "Mill", 8), ("E", "Oak", 8), ("F", "Oak", 9)];
    let enough = network(&[three, six].concat());
    let elm = Some(enough.practice_id("Elm"));
    assert_eq!(figure(&enough, Period::Weeks(13), elm), Some(3));
}

#[test]
fn other_times_and_filters_count_no_notes_of_others_and_say_so() {
    let world = network(&[("A", "Elm", 5), ("B", "Elm", 6), ("C", "Elm", 7)]);
    assert_eq!(TIMES, [52, 26, 13, 4]);
    assert_eq!(asked(&world, &everybody()).totals.notes, 3);
    let held_back = |edit: &dyn Fn(&mut IntegrationQuery)| {
        let mut query = everybody();
        edit(&mut query);
        let grid = asked(&world, &query);
        assert_eq!((grid.totals.notes, grid.totals.marks), (0, 0), "{query:?}");
        assert!(grid.held_back.contains("notes of others"), "{query:?}");
    };
    let day = Some(world.today());
    held_back(&|query| query.worker = Some(world.staff("A").id));
    held_back(&|query| query.supervisor = Some(world.staff("Sam").id));
    held_back(&|query| query.level = Some(NoteLevel::Practice));
    held_back(&|query| {
        query.period = Period::Days {
            from: None,
            to: day,
        }
    });
    held_back(&|query| query.period = Period::Weeks(5));
    let past = Asker {
        rights_of: Some(&world.heads),
        ..world.asker("Zoe")
    };
    let then = integration::build(&world.heads, past, world.today(), &everybody());
    assert_eq!(then.totals.notes, 0, "an earlier day is one more time");
}

#[test]
fn counts_of_others_end_with_the_last_whole_week() {
    // Today is a Monday.
    let three = [("A", "Elm", 1), ("B", "Elm", 1), ("C", "Elm", 1)];
    let world = network(&[three.as_slice(), &[("D", "Elm", 0)]].concat());
    assert_eq!(figure(&world, Period::All, None), Some(3));
    let grid = asked(&world, &everybody());
    let sunday = world.today().pred_opt().expect("a day");
    assert_eq!((grid.to, grid.totals.notes), (sunday, 3));
}
