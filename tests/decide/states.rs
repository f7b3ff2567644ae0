//! From state to state, and from hand to hand.

use caseload::domain::{
    case::{CaseState, NextStep},
    decide::Decision,
    ids::StaffId,
    intent::Intent,
    refusal::Refusal,
    terms::{ClosingReason, HoldingReason},
};

use crate::world::{World, day, world};

fn tom() -> World {
    let world = world().worker("Amira").practice("Elm").supervisor("Sam");
    world.client("Tom").spoke_days_ago(3)
}

fn closed() -> CaseState {
    CaseState::Closed {
        reason: ClosingReason::ALL[0],
        outcome: " settled ".to_owned(),
    }
}

fn holding(days: i64) -> CaseState {
    CaseState::Holding {
        reason: HoldingReason::ALL[0],
        review_on: day(days),
    }
}

fn set(world: &mut World, state: CaseState) -> Result<Decision, Refusal> {
    let intent = Intent::SetState {
        case: world.case_of("Tom"),
        version: world.version("Tom"),
        state,
    };
    world.ask("Amira", intent)
}

fn none(because: &str) -> NextStep {
    NextStep::NoneBecause(because.to_owned())
}

#[test]
fn closing_a_case_ends_what_was_due_and_reopening_asks_anew() {
    let mut world = tom().due_in_days(2);
    set(&mut world, closed()).expect("closed");
    assert_eq!(world.head("Tom").next, none("closed"));
    assert_eq!(
        world
            .heads
            .open_cases_of(Some(world.staff("Amira").id))
            .count(),
        0
    );
    let CaseState::Closed { outcome, .. } = &world.head("Tom").state else {
        panic!("closed");
    };
    assert_eq!(outcome, "settled");
    set(&mut world, CaseState::Active).expect("reopened");
    assert_eq!(world.head("Tom").next, NextStep::Missing);
    assert_eq!(
        world
            .heads
            .open_cases_of(Some(world.staff("Amira").id))
            .count(),
        1
    );
}

#[test]
fn holding_brings_its_own_day_and_takes_it_along_when_it_ends() {
    let mut world = tom();
    set(&mut world, holding(10)).expect("held");
    assert_eq!(world.head("Tom").next, none("holding until 3 Dec 2026"));
    set(&mut world, CaseState::Paused { ask_on: day(8) }).expect("paused");
    assert_eq!(world.head("Tom").next, none("paused until 1 Dec 2026"));
    set(&mut world, CaseState::Active).expect("active");
    assert_eq!(
        world.head("Tom").next,
        NextStep::Missing,
        "nobody drops off"
    );
}

#[test]
fn a_step_or_a_reason_that_somebody_chose_outlives_holding() {
    let mut world = tom().due_in_days(4);
    set(&mut world, holding(10)).expect("held");
    set(&mut world, CaseState::Active).expect("active");
    assert_eq!(world.head("Tom").next.follow_up().expect("due").on, day(4));
    let mut world = tom().none_because("in hospital");
    set(&mut world, holding(10)).expect("held");
    set(&mut world, CaseState::Active).expect("active");
    assert_eq!(world.head("Tom").next, none("in hospital"));
}

#[test]
fn reopening_as_holding_has_its_day() {
    let mut world = tom().due_in_days(2);
    set(&mut world, closed()).expect("closed");
    set(&mut world, holding(10)).expect("held");
    assert_eq!(world.head("Tom").next, none("holding until 3 Dec 2026"));
}

#[test]
fn a_day_to_look_again_is_not_past_and_the_same_state_is_no_change() {
    let mut world = tom();
    let past = set(&mut world, holding(-1));
    assert_eq!(past, Err(Refusal::DueInThePast { on: day(-1) }));
    set(&mut world, holding(0)).expect("today is not past");
    assert!(set(&mut world, holding(0)).is_err());
    set(&mut world, holding(1)).expect("another day is a change");
}

fn assign(world: &mut World, who: &str, to: Option<StaffId>) -> Result<Decision, Refusal> {
    let intent = Intent::Assign {
        case: world.case_of("Tom"),
        version: world.version("Tom"),
        to,
        note: String::new(),
    };
    world.ask(who, intent)
}

#[test]
fn a_supervisor_gives_cases_to_those_who_may_hold_them() {
    let mut world = tom().worker("Ben").practice("Elm").manager("Pat");
    let [ben, pat] = ["Ben", "Pat"].map(|name| world.staff(name).id);
    let own = assign(&mut world, "Amira", Some(ben));
    assert!(matches!(own, Err(Refusal::NotAllowed { .. })), "{own:?}");
    assert!(assign(&mut world, "Sam", Some(pat)).is_err(), "a manager");
    assert!(assign(&mut world, "Sam", Some(StaffId(99))).is_err());
    let amira = world.staff("Amira").id;
    assert!(
        assign(&mut world, "Sam", Some(amira)).is_err(),
        "hers already"
    );
    assign(&mut world, "Sam", Some(ben)).expect("given");
    assert_eq!(world.head("Tom").worker, Some(ben));
    assert_eq!(world.heads.open_cases_of(Some(ben)).count(), 1);
    assert_eq!(world.heads.open_cases_of(Some(amira)).count(), 0);
    let gone = assign(&mut world, "Sam", None);
    assert!(
        matches!(gone, Err(Refusal::NotFound { .. })),
        "Ben is not Sam's"
    );
}

#[test]
fn nobody_who_left_is_given_a_case() {
    let mut world = tom().worker("Ben").manager("Pat");
    let mut ben = world.staff("Ben").clone();
    ben.active = false;
    world
        .ask("Pat", Intent::ChangeStaff(ben.clone()))
        .expect("left");
    let refused = assign(&mut world, "Sam", Some(ben.id)).unwrap_err();
    assert_eq!(refused.to_string(), "Ben no longer works here.");
}
