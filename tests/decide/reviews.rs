//! Reviews: who may, in which order, what is undone and brought back; bringing a case, deciding about
//! it, ending the review and answering its record.

use caseload::domain::{
    case::CaseField,
    decision::Decision,
    ids::{CaseId, MeetingId},
    intent::Intent,
    meeting::{KeptMeeting, ReviewStep},
    part::{Part, PartChange},
    refusal::Refusal,
};

use super::undo::visible;
use crate::world::{World, day, world};

fn elm() -> World {
    let world = world().practice("Elm").worker("Amira").supervisor("Sam");
    let world = world.client("Tom").spoke_days_ago(3).due_in_days(2);
    let world = world.client("Una").due_in_days(2);
    world
        .worker("Ben")
        .supervisor("Zoe")
        .manager("Pat")
        .client("Ida")
        .due_in_days(1)
}

fn review(step: ReviewStep) -> Intent {
    Intent::Review(step)
}

fn begin(world: &World) -> Intent {
    let worker = world.staff("Amira").id;
    review(ReviewStep::Begin { worker })
}

fn discuss(case: CaseId) -> Intent {
    review(ReviewStep::Discuss { case })
}

fn decide(case: CaseId, what: &str) -> Intent {
    review(ReviewStep::Decide {
        case,
        what: what.to_owned(),
        why: "letters, not advice".to_owned(),
        again_on: Some(day(21)),
    })
}

fn kept(world: &World) -> &KeptMeeting {
    let meetings = &world.heads.directory.meetings;
    meetings.values().next_back().expect("a review")
}

fn close(world: &World) -> Intent {
    let kept = kept(world);
    review(ReviewStep::Close {
        meeting: kept.meeting.id,
        version: kept.touch.seq,
        next_on: Some(day(7)),
    })
}

fn agree(world: &World) -> Intent {
    let kept = kept(world);
    review(ReviewStep::Agree {
        meeting: kept.meeting.id,
        version: kept.touch.seq,
    })
}

fn disagree(world: &World, text: &str) -> Intent {
    let kept = kept(world);
    review(ReviewStep::Disagree {
        meeting: kept.meeting.id,
        version: kept.touch.seq,
        text: text.to_owned(),
    })
}

fn bring(world: &World, why: &str) -> Intent {
    Intent::EditCase {
        case: world.case_of("Tom"),
        version: world.version("Tom"),
        set: vec![(CaseField::Brought, Some(why.to_owned()))],
        because: String::new(),
    }
}

#[test]
fn only_the_supervisor_of_that_link_worker_reviews() {
    let world = elm();
    let tom = world.case_of("Tom");
    for who in ["Amira", "Ben", "Zoe", "Pat"] {
        for intent in [begin(&world), discuss(tom), decide(tom, "go together")] {
            let refused = world.decide(who, intent);
            let known = matches!(
                refused,
                Err(Refusal::NotAllowed { .. } | Refusal::NotFound { .. })
            );
            assert!(known, "{who}: {refused:?}");
        }
    }
    assert!(world.decide("Sam", begin(&world)).is_ok());
    // A decision is no part that a link worker may write or take away by themselves.
    let mut world = elm();
    world.ask("Sam", decide(tom, "go together")).unwrap();
    let head = world.heads.case(tom).unwrap();
    let part = head.decided().expect("decided").part;
    let record = world.clients[&head.client].clone();
    let seen = record.part(part).expect("on the record");
    let take_away = |because: &str| Intent::SetParts {
        client: record.client,
        changes: vec![PartChange {
            id: Some(part),
            version: seen.seq,
            case: seen.case,
            now: None,
        }],
        because: because.to_owned(),
    };
    assert!(matches!(
        world.decide("Amira", take_away("no")),
        Err(Refusal::NotAllowed { .. })
    ));
    assert!(matches!(
        world.decide("Sam", take_away("")),
        Err(Refusal::Field { .. })
    ));
    assert!(world.decide("Sam", take_away("wrong person")).is_ok());
}

#[test]
fn the_first_thing_done_begins_the_review_and_a_broken_one_goes_on() {
    let mut world = elm();
    let (tom, una) = (world.case_of("Tom"), world.case_of("Una"));
    world.ask("Sam", discuss(tom)).unwrap();
    world.now += chrono::TimeDelta::days(2);
    world.ask("Sam", discuss(una)).unwrap();
    assert_eq!(world.heads.directory.meetings.len(), 1);
    let cases: Vec<CaseId> = kept(&world).discussed.iter().map(|one| one.case).collect();
    assert_eq!(cases, [tom, una]);
    assert_eq!(kept(&world).meeting.on, day(0));
    assert!(world.ask("Sam", discuss(una)).is_err());
    assert!(world.ask("Sam", begin(&world)).is_err());
}

#[test]
fn a_decision_stands_on_the_record_signed_by_both() {
    let mut world = elm();
    let tom = world.case_of("Tom");
    world.ask("Sam", decide(tom, "  go together  ")).unwrap();
    let head = world.heads.case(tom).unwrap();
    let (sam, amira) = (world.staff("Sam").id, world.staff("Amira").id);
    let record = &world.clients[&head.client];
    let made = record.parts.iter().find_map(|kept| match &kept.part {
        Part::Decision(one) => Some(one.clone()),
        _ => None,
    });
    let expected = Decision {
        on: day(0),
        by: sam,
        with: Some(amira),
        what: "go together".to_owned(),
        why: "letters, not advice".to_owned(),
        again_on: Some(day(21)),
        meeting: Some(MeetingId(1)),
    };
    assert_eq!(made, Some(expected));
    assert!(kept(&world).has_discussed(tom));
    assert_eq!(head.decided().unwrap().again_on, Some(day(21)));
    for (what, again_on) in [("", None), ("x", Some(day(-1)))] {
        let step = ReviewStep::Decide {
            case: tom,
            what: what.to_owned(),
            why: String::new(),
            again_on,
        };
        let refused = world.decide("Sam", review(step));
        assert!(matches!(refused, Err(Refusal::Field { .. })), "{refused:?}");
    }
}

#[test]
fn the_record_is_closed_by_one_and_answered_by_the_other() {
    let mut world = elm();
    let tom = world.case_of("Tom");
    world.ask("Sam", discuss(tom)).unwrap();
    assert!(world.ask("Amira", close(&world)).is_err());
    assert!(world.ask("Amira", agree(&world)).is_err());
    world.ask("Sam", close(&world)).unwrap();
    assert!(world.ask("Sam", agree(&world)).is_err());
    assert!(world.ask("Ben", agree(&world)).is_err());
    assert!(!kept(&world).meeting.is_settled());
    let seen_before = agree(&world);
    assert!(world.ask("Amira", disagree(&world, "  ")).is_err());
    world
        .ask("Amira", disagree(&world, "it was my idea"))
        .unwrap();
    assert!(kept(&world).meeting.is_settled());
    let late = world.decide("Amira", seen_before);
    assert!(matches!(late, Err(Refusal::ChangedMeanwhile { .. })));
    world.ask("Amira", agree(&world)).unwrap();
    let meeting = &kept(&world).meeting;
    assert_eq!(meeting.agreed.len(), 2);
    assert_eq!(meeting.disagreement, "");
    assert_eq!(meeting.next_on, Some(day(7)));
    // The record stands: the next thing done begins another review.
    let una = world.case_of("Una");
    world.ask("Sam", discuss(una)).unwrap();
    assert_eq!(world.heads.directory.meetings.len(), 2);
}

#[test]
fn what_is_heavy_is_for_the_two() {
    let mut world = elm();
    let worker = world.staff("Amira").id;
    let heavy = |version, text: &str| {
        review(ReviewStep::Heavy {
            worker,
            version,
            text: text.to_owned(),
        })
    };
    assert!(world.ask("Amira", heavy(0, "tired")).is_err());
    assert!(world.ask("Zoe", heavy(0, "tired")).is_err());
    world.ask("Sam", heavy(0, "two deaths")).unwrap();
    assert_eq!(kept(&world).meeting.heavy, "two deaths");
    let version = kept(&world).touch.seq;
    world
        .ask("Amira", heavy(version, "two deaths; the rota"))
        .unwrap();
    let late = world.decide("Sam", heavy(version, "x"));
    assert!(matches!(late, Err(Refusal::ChangedMeanwhile { .. })));
}

#[test]
fn each_step_is_undone_and_brought_back_whole() {
    let mut world = elm();
    let tom = world.case_of("Tom");
    let una = world.case_of("Una");
    type Make = Box<dyn Fn(&World) -> Intent>;
    let steps: Vec<(&str, Make)> = vec![
        ("Amira", Box::new(|world| bring(world, "what now?"))),
        ("Sam", Box::new(move |_| decide(tom, "go together"))),
        ("Sam", Box::new(move |_| discuss(una))),
        ("Sam", Box::new(close)),
        ("Amira", Box::new(agree)),
    ];
    for (who, intent) in steps {
        let before = visible(&world.heads);
        let meetings = format!("{:?}", talked(&world));
        world.ask(who, intent(&world)).unwrap();
        let after = format!("{:?}", talked(&world));
        let undone = world.ask(who, Intent::Undo).unwrap();
        assert!(undone.said.starts_with("Undone"), "{}", undone.said);
        assert_eq!(visible(&world.heads), before);
        assert_eq!(format!("{:?}", talked(&world)), meetings);
        world.ask(who, Intent::Redo).unwrap();
        assert_eq!(format!("{:?}", talked(&world)), after);
    }
    let anew = world.folded_anew();
    assert_eq!(format!("{anew:?}"), format!("{:?}", world.heads));
}

/// The reviews without their versions.
fn talked(world: &World) -> Vec<(caseload::domain::meeting::Meeting, Vec<CaseId>)> {
    let meetings = world.heads.directory.meetings.values();
    let cases = |kept: &KeptMeeting| kept.discussed.iter().map(|one| one.case).collect();
    meetings
        .map(|kept| (kept.meeting.clone(), cases(kept)))
        .collect()
}

#[test]
fn an_end_that_was_answered_is_not_undone_and_a_beginning_not_from_under_what_followed() {
    let mut world = elm();
    world.ask("Sam", begin(&world)).unwrap();
    world.ask("Sam", close(&world)).unwrap();
    world.ask("Amira", agree(&world)).unwrap();
    let refused = world.decide("Sam", Intent::Undo);
    assert!(matches!(refused, Err(Refusal::UndoOvertaken { .. })));
    world.ask("Amira", Intent::Undo).unwrap();
    world.ask("Sam", Intent::Undo).unwrap();
    assert!(kept(&world).meeting.is_open());
}

#[test]
fn what_was_brought_and_talked_about_can_be_brought_again_in_the_same_words() {
    let mut world = elm();
    let tom = world.case_of("Tom");
    world.ask("Amira", bring(&world, "what now?")).unwrap();
    assert!(world.ask("Amira", bring(&world, "what now?")).is_err());
    world.now += chrono::TimeDelta::hours(1);
    world.ask("Sam", discuss(tom)).unwrap();
    world.now += chrono::TimeDelta::hours(1);
    let said = world.ask("Amira", bring(&world, "what now?")).unwrap().said;
    assert_eq!(said, "It will be talked about in the review.");
    assert!(world.heads.case(tom).unwrap().brought.is_some());
    world.ask("Amira", bring(&world, "")).unwrap();
    assert!(world.heads.case(tom).unwrap().brought.is_none());
}
