//! The review's queue: each rule brings a case up with its words, in order, each case once; who may look.

use std::collections::BTreeSet;

use caseload::{
    domain::{
        case::{CaseField, CaseState, NextStep},
        concern::Concern,
        intent::Intent,
        meeting::ReviewStep,
        part::{Part, PartChange},
        review::{Rule, rules},
        terms::{ClosingReason, HoldingReason},
    },
    readmodel::review::{self, QueueRow, ReviewPage},
};
use proptest::prelude::*;

use crate::world::{World, day, world};

fn elm() -> World {
    let world = world().practice("Elm").worker("Amira").supervisor("Sam");
    world.service("Knit & Natter")
}

fn page_of(world: &World, who: &str, worker: &str) -> ReviewPage {
    let worker = world.staff(worker).id;
    review::build(&world.heads, world.asker(who), world.today(), worker).expect("a review")
}

fn page(world: &World) -> ReviewPage {
    page_of(world, "Sam", "Amira")
}

fn row(world: &World, name: &str) -> Option<QueueRow> {
    let mut rows = page(world).queue.into_iter();
    rows.find(|row| row.client == name)
}

fn said(world: &World, name: &str) -> Vec<(Rule, String)> {
    let reasons = row(world, name).map_or_else(Vec::new, |row| row.reasons);
    reasons
        .into_iter()
        .map(|reason| (reason.rule, reason.said))
        .collect()
}

fn holding(on: i64) -> CaseState {
    CaseState::Holding {
        reason: HoldingReason::ALL[0],
        review_on: day(on),
    }
}

fn closing() -> CaseState {
    CaseState::Closing {
        reason: ClosingReason::GoalsMet,
        outcome: String::new(),
    }
}

/// Somebody about whom there is nothing to say: spoken to, active, a step ahead.
fn settled(world: World, name: &str) -> World {
    let world = world.client(name).referred_days_ago(20);
    world
        .state(CaseState::Active)
        .spoke_days_ago(2)
        .due_in_days(3)
}

#[test]
fn each_rule_brings_its_case_with_its_figures() {
    type Make = fn(World) -> World;
    let table: &[(Rule, &str, Make)] = &[
        (Rule::Late, "13 d late", |w| w.due_in_days(-13)),
        (Rule::Moved, "date moved 3 times", |w| w.moved(3)),
        (Rule::NoNextStep, "no next step", |w| {
            w.next(NextStep::Missing)
        }),
        (
            Rule::HoldingPast,
            "holding, to be looked at again 2 d ago",
            |w| w.state(holding(-2)),
        ),
        (Rule::Closing, "being closed for 0 d", |w| {
            w.state(closing())
        }),
        (Rule::NoReply, "Knit & Natter: no reply 15 d", |w| {
            w.sent_days_ago(1, 15, 9)
        }),
        (Rule::Long, "open 27 weeks", |w| w.referred_days_ago(190)),
        (Rule::Contacts, "spoke 13 times", |w| {
            (0..12).fold(w, |w, _| w.spoke_days_ago(1))
        }),
    ];
    assert_eq!(said(&settled(elm(), "Tom"), "Tom"), []);
    for (rule, words, make) in table {
        let world = make(settled(elm(), "Tom"));
        let said = said(&world, "Tom");
        let found = said.iter().find(|(found, _)| found == rule);
        assert_eq!(
            found.map(|(_, said)| said.as_str()),
            Some(*words),
            "{said:?}"
        );
        let limits = row(&world, "Tom").expect("a row").reasons;
        assert!(limits.iter().all(|reason| !reason.limit.is_empty()));
    }
    let just_below = settled(elm(), "Tom").moved(2).sent_days_ago(1, 14, 9);
    assert_eq!(said(&just_below, "Tom"), []);
}

#[test]
fn nobody_spoken_to_and_the_waiting_list() {
    let new = elm().client("Tom").referred_days_ago(6).due_in_days(1);
    let new = new.tried_days_ago(1);
    let words = "never spoken to, referred 6 d ago, 1 try";
    assert_eq!(said(&new, "Tom"), [(Rule::NeverSpoken, words.to_owned())]);
    let waits = |days| {
        let world = elm().client("Tom").referred_days_ago(days).due_in_days(1);
        said(&world.state(CaseState::Waiting), "Tom")
    };
    assert_eq!(waits(28), []);
    let words = "on the waiting list, referred 29 d ago";
    assert_eq!(waits(29), [(Rule::WaitingLong, words.to_owned())]);
}

#[test]
fn quiet_is_over_two_weeks_and_over_what_is_usual() {
    let spoke = |days: &[i64]| {
        let world = elm().client("Tom").referred_days_ago(80);
        let world = world.state(CaseState::Active).due_in_days(2);
        let world = days.iter().fold(world, |w, ago| w.spoke_days_ago(*ago));
        let all = said(&world, "Tom").into_iter();
        let mut quiet = all.filter(|(rule, _)| *rule == Rule::Quiet);
        quiet.next().map(|(_, said)| said)
    };
    assert_eq!(spoke(&[14]), None);
    assert_eq!(spoke(&[15]).as_deref(), Some("last spoke 15 d ago"));
    // Eleven days is usual, and twenty are over it.
    let usual = "last spoke 20 d ago, usual gap 11 d";
    assert_eq!(spoke(&[42, 31, 20]).as_deref(), Some(usual));
    // Whoever is seen once in three weeks is not quiet after twenty days.
    assert_eq!(spoke(&[62, 41, 20]), None);
}

#[test]
fn somebody_who_died_or_holds_on_purpose_is_left_alone() {
    let died = settled(elm(), "Tom").due_in_days(-5).died_days_ago(2);
    assert_eq!(said(&died, "Tom"), []);
    let holds = elm().client("Tom").referred_days_ago(27).spoke_days_ago(20);
    let holds = holds.state(holding(5)).due_in_days(5);
    assert_eq!(said(&holds, "Tom"), []);
}

#[test]
fn the_order_is_brought_risk_never_spoken_late_quiet_holding_the_rest_and_each_is_there_once() {
    let mut world = settled(elm(), "G rest").referred_days_ago(190);
    world = settled(world, "F holding").state(holding(-1));
    world = world.client("E quiet").referred_days_ago(25);
    world = world
        .state(CaseState::Active)
        .spoke_days_ago(20)
        .due_in_days(2);
    world = settled(world, "D late").due_in_days(-2);
    world = world.client("C new").referred_days_ago(3).due_in_days(1);
    world = settled(world, "B risk");
    world = settled(world, "A brought").due_in_days(-9);
    world = world.case_field(CaseField::Brought, "what now?");
    let risk = world.client_id("B risk");
    let concern = Concern {
        noticed_on: day(-1),
        what: "bruises".to_owned(),
        discussed_with: String::new(),
        discussed_on: None,
        outcome: String::new(),
        review_on: None,
        closed_on: None,
        closed_because: String::new(),
    };
    let change = PartChange {
        id: None,
        version: 0,
        case: None,
        now: Some(Part::Concern(concern)),
    };
    let intent = Intent::SetParts {
        client: risk,
        changes: vec![change],
        because: String::new(),
    };
    world.ask("Amira", intent).expect("a concern");
    let page = page(&world);
    let names: Vec<&str> = page.queue.iter().map(|row| &*row.client).collect();
    let order = [
        "A brought",
        "B risk",
        "C new",
        "D late",
        "E quiet",
        "F holding",
        "G rest",
    ];
    assert_eq!(names, order);
    let first: Vec<&str> = page.queue[0].reasons.iter().map(|one| &*one.said).collect();
    assert_eq!(first, ["Amira brings it: \"what now?\"", "9 d late"]);
    let index: Vec<(u8, u32)> = page
        .index
        .iter()
        .map(|step| (step.number, step.count))
        .collect();
    assert_eq!(index, [(3, 2), (4, 1), (5, 3), (6, 1), (7, 1), (8, 0)]);
}

#[test]
fn what_was_talked_about_does_not_come_up_as_unreviewed_until_the_day_that_was_decided() {
    let mut world = settled(elm(), "Tom").referred_days_ago(60);
    let rule = |world: &World| -> Vec<Rule> {
        said(world, "Tom")
            .into_iter()
            .map(|(rule, _)| rule)
            .collect()
    };
    assert_eq!(rule(&world), [Rule::NotReviewed]);
    let case = world.case_of("Tom");
    let step = ReviewStep::Decide {
        case,
        what: "two more visits".to_owned(),
        why: String::new(),
        again_on: Some(day(14)),
    };
    world.ask("Sam", Intent::Review(step)).expect("decided");
    // It stays in the review that is under way, with why it came.
    assert_eq!(rule(&world), [Rule::NotReviewed]);
    let here = row(&world, "Tom").expect("still there");
    assert!(here.discussed && here.decided);
    let kept = world.heads.directory.meetings.values().next().unwrap();
    let close = ReviewStep::Close {
        meeting: kept.meeting.id,
        version: kept.touch.seq,
        next_on: None,
    };
    world.ask("Sam", Intent::Review(close)).expect("closed");
    assert_eq!(rule(&world), []);
    let before: BTreeSet<Rule> = rule(&world).into_iter().collect();
    world.now += chrono::TimeDelta::days(14);
    let now = rule(&world);
    assert!(now.contains(&Rule::Again) && !before.contains(&Rule::Again));
}

#[test]
fn only_the_two_look_into_a_review() {
    let world = settled(elm(), "Tom")
        .worker("Ben")
        .supervisor("Zoe")
        .manager("Pat");
    let amira = world.staff("Amira").id;
    for who in ["Ben", "Zoe", "Pat"] {
        let refused = review::build(&world.heads, world.asker(who), world.today(), amira);
        assert!(refused.is_err(), "{who}");
    }
    assert!(page_of(&world, "Sam", "Amira").leads);
    assert!(!page_of(&world, "Amira", "Amira").leads);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_case_is_there_at_most_once_and_every_reason_is_true(
        cases in prop::collection::vec((0u64..250, -40i64..20, 0u16..6, 0i64..60, 0u8..6), 1..12)
    ) {
        let mut world = elm();
        for (at, (age, due, moved, spoke, state)) in cases.iter().enumerate() {
            world = world.client(&format!("Person {at}")).referred_days_ago(*age);
            world = world.due_in_days(*due).moved(*moved);
            if *spoke > 0 {
                world = world.spoke_days_ago(*spoke);
            }
            world = world.state(match state {
                0 => CaseState::Waiting,
                1 => holding(*due),
                2 => closing(),
                3 => CaseState::Closed { reason: ClosingReason::GoalsMet, outcome: String::new() },
                _ => CaseState::Active,
            });
        }
        let page = page(&world);
        let mut seen = BTreeSet::new();
        let groups: Vec<u8> = page.queue.iter().map(|row| {
            let groups = row.reasons.iter().filter_map(|one| rules().spec(one.rule));
            groups.map(|spec| spec.group).min().expect("a reason")
        }).collect();
        prop_assert!(groups.is_sorted());
        for row in &page.queue {
            prop_assert!(seen.insert(row.case));
            let head = world.heads.case(row.case).expect("a case");
            prop_assert!(head.state.is_open());
            let due = head.next.follow_up().expect("a step");
            for reason in &row.reasons {
                let holds = match reason.rule {
                    Rule::Late => due.on < world.today(),
                    Rule::Moved => due.moved >= 3,
                    Rule::NeverSpoken => head.tally.spoke == 0,
                    Rule::Quiet => head.tally.last_spoke < Some(day(-14)),
                    Rule::HoldingPast => head.state.review_on() <= Some(world.today()),
                    Rule::Long => head.referred_on < day(-26 * 7),
                    Rule::NotReviewed => head.referred_on < day(-28) && head.tally.spoke > 0,
                    Rule::WaitingLong => head.state == CaseState::Waiting && head.referred_on < day(-28),
                    Rule::Closing => matches!(head.state, CaseState::Closing { .. }),
                    _ => false,
                };
                prop_assert!(holds, "{reason:?}");
            }
        }
    }
}
