//! One thing for several cases at once: all or none, one entry, one undo.

use std::collections::BTreeSet;

use caseload::domain::{
    case::{CaseField, CaseState, NextStep},
    intent::{Intent, NextChoice, SeenCase},
    refusal::Refusal,
};
use proptest::prelude::*;

use crate::undo::visible;
use crate::world::{World, day, follow_up, world};

const FIVE: [&str; 5] = ["Ann A", "Bob B", "Cat C", "Dan D", "Eve E"];

/// Five people of Amira's, due yesterday to in three days, and one of Ben's.
fn five() -> World {
    let world = world().worker("Amira").practice("Elm").supervisor("Sam");
    let mut world = world.worker("Ben").practice("Elm");
    world = world.client("Zed Z").due_in_days(1).worker("Amira");
    for (name, due) in FIVE.iter().zip(-1..) {
        world = world.client(name).due_in_days(due).what(name);
    }
    world
}

fn seen(world: &World, names: &[&str]) -> Vec<SeenCase> {
    let seen = |name: &&str| SeenCase {
        case: world.case_of(name),
        version: world.version(name),
    };
    names.iter().map(seen).collect()
}

fn moved(world: &World, names: &[&str], to: i64) -> Intent {
    Intent::MoveSteps {
        cases: seen(world, names),
        on: day(to),
    }
}

fn given(world: &World, names: &[&str], to: &str, note: &str) -> Intent {
    Intent::AssignAll {
        cases: seen(world, names),
        to: Some(world.staff(to).id),
        note: note.to_owned(),
    }
}

/// Amira says what comes next for one of them.
fn set(world: &mut World, name: &str, next: NextChoice) {
    let intent = Intent::SetNextStep {
        case: world.case_of(name),
        version: world.version(name),
        next,
    };
    world.ask("Amira", intent).expect("granted");
}

fn none(because: &str) -> NextChoice {
    NextChoice::NoneBecause(because.to_owned())
}

fn refusal(world: &World, who: &str, intent: Intent) -> String {
    let refused = world.decide(who, intent);
    refused.expect_err("refused").to_string()
}

#[test]
fn five_steps_go_to_one_day_and_keep_their_kind_and_words() {
    let mut world = five();
    let mut at_two = follow_up(3);
    at_two.at = chrono::NaiveTime::from_hms_opt(14, 0, 0);
    set(&mut world, "Eve E", NextChoice::Due(at_two));
    let before = world.clone();
    let entries = world.entries.len();
    let done = world
        .ask("Amira", moved(&world, &FIVE, 2))
        .expect("granted");
    assert_eq!(world.entries.len(), entries + 1);
    assert!(
        done.said.starts_with("Moved 4 next steps to "),
        "{}",
        done.said
    );
    for name in FIVE {
        let (was, now) = (before.head(name), world.head(name));
        let (was, now) = (was.next.follow_up(), now.next.follow_up());
        let (was, now) = (was.expect("due"), now.expect("due"));
        assert_eq!((now.on, now.kind, &now.what), (day(2), was.kind, &was.what));
        assert_eq!(now.at, None, "nobody agreed to that time on another day");
        let counts = u16::from(was.on != now.on);
        assert_eq!(now.moved, was.moved + counts, "{name}");
    }
    let undone = world.ask("Amira", Intent::Undo).expect("undone");
    assert_eq!(undone.said, "Undone: moving the next steps of 4 people.");
    assert_eq!(visible(&world.heads), visible(&before.heads));
    world.ask("Amira", Intent::Redo).expect("brought back");
    assert_eq!(
        world.head("Ann A").next.follow_up().expect("due").on,
        day(2)
    );
}

#[test]
fn whoever_stands_in_the_way_is_named_and_nothing_is_done_for_anybody() {
    let stale = |world: &mut World| {
        let old = moved(world, &FIVE, 9);
        let sam = moved(world, &["Cat C"], 4);
        world.ask("Sam", sam).expect("granted");
        old
    };
    let nothing = |world: &mut World| {
        set(world, "Bob B", none("they ring"));
        moved(world, &FIVE, 9)
    };
    let ended = |world: &mut World| {
        let state = CaseState::Declined {
            because: String::new(),
        };
        let (case, version) = (world.case_of("Dan D"), world.version("Dan D"));
        let declined = Intent::SetState {
            case,
            version,
            state,
        };
        world.ask("Amira", declined).expect("granted");
        moved(world, &FIVE, 9)
    };
    type Try = fn(&mut World) -> Intent;
    let tries: [(Try, &str); 3] = [
        (stale, "changed the case of Cat C at "),
        (nothing, "Bob B: no next step stands there"),
        (ended, "Dan D: This case is declined."),
    ];
    for (before, words) in tries {
        let mut world = five();
        let intent = before(&mut world);
        let said = refusal(&world, "Amira", intent);
        assert!(said.contains(words), "{said}");
        assert!(said.contains("Nothing was done for anybody"), "{said}");
    }
    let world = five();
    let theirs = world.decide("Amira", moved(&world, &["Ann A", "Zed Z"], 9));
    assert!(
        matches!(theirs, Err(Refusal::NotFound { .. })),
        "{theirs:?}"
    );
    let over = world.decide("Amira", moved(&world, &FIVE, -1));
    assert!(
        matches!(over, Err(Refusal::DueInThePast { .. })),
        "{over:?}"
    );
    assert!(refusal(&world, "Amira", moved(&world, &[], 9)).starts_with("Mark one to 200"));
    let same = refusal(&world, "Amira", moved(&world, &["Ann A"], -1));
    assert!(same.contains("is over"), "{same}");
    let same = refusal(&world, "Amira", moved(&world, &["Bob B"], 0));
    assert!(same.ends_with("already."), "{same}");
}

#[test]
fn a_link_worker_hands_over_several_with_a_note_and_a_supervisor_without() {
    let mut world = five();
    let refused = world.decide("Amira", given(&world, &FIVE, "Ben", " "));
    assert!(matches!(refused, Err(Refusal::Field { .. })), "{refused:?}");
    let before = world.clone();
    let handed = given(&world, &FIVE, "Ben", "I am away until March");
    let done = world.ask("Amira", handed).expect("granted");
    assert_eq!(done.said, "5 cases are with Ben now.");
    for name in FIVE {
        assert_eq!(world.head(name).worker, Some(world.staff("Ben").id));
        let record = &world.cases[&world.case_of(name)];
        let history = format!("{:?}", record.history);
        assert!(history.contains("Handed over to Ben: I am away until March"));
    }
    let undone = world.ask("Amira", Intent::Undo).expect("undone");
    assert_eq!(undone.said, "Undone: giving 5 cases to somebody else.");
    assert_eq!(visible(&world.heads), visible(&before.heads));

    let done = world.ask("Sam", given(&world, &FIVE[..2], "Ben", ""));
    assert_eq!(done.expect("granted").said, "2 cases are with Ben now.");
    let again = refusal(&world, "Sam", given(&world, &FIVE[2..], "Amira", ""));
    assert_eq!(again, "These cases are with Amira already.");
    let both = world.ask("Sam", given(&world, &FIVE[1..3], "Ben", ""));
    assert_eq!(both.expect_err("out of reach or with him").to_string(), {
        let case = world.case_of("Bob B");
        format!("There is no case {case}. Type / and part of a name to find them.")
    });
}

#[test]
fn nobody_gives_away_what_is_not_theirs_to_give() {
    let world = five().practice("Elm").whole_practice_reach();
    let said = refusal(
        &world,
        "Ben",
        given(&world, &["Zed Z", "Ann A"], "Ben", "mine"),
    );
    assert!(said.starts_with("Ann A: You may not "), "{said}");
    assert!(said.contains("Nothing was done for anybody"), "{said}");
}

/// What stands in the case of somebody: a day from today, or something that is no step.
#[derive(Clone, Copy, Debug)]
enum Stands {
    Due(i64),
    Missing,
    NotNeeded,
    Ended,
}

fn stands() -> impl Strategy<Value = Stands> {
    prop_oneof![
        8 => (-9_i64..9).prop_map(Stands::Due),
        1 => Just(Stands::Missing),
        1 => Just(Stands::NotNeeded),
        1 => Just(Stands::Ended),
    ]
}

fn as_they_stand(stands: &[Stands]) -> World {
    let mut world = world().worker("Amira").practice("Elm");
    for (name, stands) in FIVE.iter().zip(stands) {
        world = world.client(name);
        world = match stands {
            Stands::Due(days) => world.due_in_days(*days),
            Stands::Missing => world.next(NextStep::Missing),
            Stands::NotNeeded => world.none_because("they ring"),
            Stands::Ended => world.due_in_days(1).state(CaseState::Declined {
                because: String::new(),
            }),
        };
    }
    world
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn all_are_moved_or_none_and_undo_and_redo_are_whole(
        stand in prop::collection::vec(stands(), 5),
        marked in prop::collection::btree_set(0_usize..5, 1..5),
        stale in prop::option::weighted(0.3, 0_usize..5),
        to in -2_i64..12,
    ) {
        let mut world = as_they_stand(&stand);
        let names: Vec<&str> = marked.iter().map(|at| FIVE[*at]).collect();
        let intent = moved(&world, &names, to);
        if let Some(at) = stale {
            let noted = Intent::EditCase {
                case: world.case_of(FIVE[at]),
                version: world.version(FIVE[at]),
                set: vec![(CaseField::Reason, Some("alone a lot".to_owned()))],
                because: String::new(),
            };
            world.ask("Amira", noted).expect("granted");
        }
        let before = world.clone();
        let steps: BTreeSet<usize> = marked
            .iter()
            .copied()
            .filter(|at| before.head(FIVE[*at]).next.follow_up().is_some_and(|due| due.on != day(to)))
            .collect();
        let may = to >= 0
            && !steps.is_empty()
            && stale.is_none_or(|at| !marked.contains(&at))
            && marked.iter().map(|at| before.head(FIVE[*at])).all(|head| {
                head.state.is_open() && head.next.follow_up().is_some()
            });
        let done = world.ask("Amira", intent);
        prop_assert_eq!(done.is_ok(), may, "{:?}", done);
        if !may {
            prop_assert_eq!(visible(&world.heads), visible(&before.heads));
            return Ok(());
        }
        for (at, name) in FIVE.iter().enumerate() {
            let (was, now) = (before.head(name), world.head(name));
            match marked.contains(&at) {
                true => prop_assert_eq!(now.next.follow_up().map(|due| due.on), Some(day(to))),
                false => prop_assert_eq!(&now.next, &was.next),
            }
        }
        let after = visible(&world.heads);
        prop_assert_eq!(&visible(&world.folded_anew()), &after);
        world.ask("Amira", Intent::Undo).expect("undone");
        prop_assert_eq!(visible(&world.heads), visible(&before.heads));
        world.ask("Amira", Intent::Redo).expect("brought back");
        prop_assert_eq!(visible(&world.heads), after);
    }
}
