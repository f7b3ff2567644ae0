//! Safeguarding and consent: which days and words are refused, who may write, undo and bring back,
//! what stood before, and what a withdrawn consent stops.

use caseload::domain::{
    concern::Concern,
    connection::{Agreed, Connection},
    consent::Consent,
    fact::{About, Fact},
    heads::OpenConcern,
    ids::{CaseId, PartId, ServiceId, StaffId},
    intent::Intent,
    part::{Kept, Part, PartChange},
    refusal::Refusal,
    terms::{ConsentScope, HowGiven, Role, Stage},
};

use crate::world::{World, day, world};

fn elm() -> World {
    let world = world().worker("Amira").practice("Elm").supervisor("Sam");
    let world = world.worker("Ben").practice("Elm").whole_practice_reach();
    let world = world.manager("Pat").service("Knit & Natter");
    world.worker("Amira").client("Tom")
}

fn concern() -> Concern {
    Concern {
        what: "brother takes the letters".to_owned(),
        noticed_on: day(-3),
        discussed_with: String::new(),
        discussed_on: None,
        outcome: String::new(),
        review_on: None,
        closed_on: None,
        closed_because: String::new(),
    }
}

fn consent(scope: ConsentScope) -> Consent {
    Consent {
        scope,
        service: None,
        organisation: String::new(),
        given: true,
        on: day(-10),
        how: HowGiven::Spoken,
        withdrawn_on: None,
        note: String::new(),
    }
}

fn set(world: &World, kept: Option<&Kept>, case: Option<CaseId>, now: Part) -> Intent {
    Intent::SetParts {
        client: world.client_id("Tom"),
        changes: vec![PartChange {
            id: kept.map(|kept| kept.id),
            version: kept.map_or(0, |kept| kept.seq),
            case,
            now: Some(now),
        }],
        because: String::new(),
    }
}

fn last(world: &World) -> Kept {
    let record = &world.clients[&world.client_id("Tom")];
    record.parts.last().expect("a part").clone()
}

fn refused(world: &World, now: Concern) -> String {
    let refused = world.decide("Amira", set(world, None, None, Part::Concern(now)));
    refused.expect_err("refused").to_string()
}

fn each_is_refused(cases: Vec<(Concern, &str)>) {
    let world = elm();
    for (now, wanted) in cases {
        let said = refused(&world, now.clone());
        assert!(said.contains(wanted), "{said} for {now:?}");
    }
}

fn discussed(with: &str, on: i64) -> Concern {
    Concern {
        discussed_with: with.to_owned(),
        discussed_on: Some(day(on)),
        ..concern()
    }
}

fn closed(on: i64, because: &str) -> Concern {
    Concern {
        closed_on: Some(day(on)),
        closed_because: because.to_owned(),
        ..concern()
    }
}

#[test]
fn a_concern_needs_words() {
    let wordless = Concern {
        what: " ".to_owned(),
        ..concern()
    };
    each_is_refused(vec![
        (wordless, "Concern"),
        (discussed("", -1), "Discussed with"),
        (closed(0, ""), "Closed because"),
    ]);
}

#[test]
fn a_concern_has_days_that_can_follow_each_other() {
    let noticed = Concern {
        noticed_on: day(1),
        ..concern()
    };
    let review = Concern {
        review_on: Some(day(-1)),
        ..concern()
    };
    each_is_refused(vec![
        (noticed, "future"),
        (discussed("Dr Rao, GP", 1), "future"),
        (discussed("Dr Rao, GP", -4), "before it was noticed"),
        (closed(1, "settled"), "future"),
        (closed(-4, "settled"), "before it was noticed"),
        (review, "is over"),
    ]);
}

#[test]
fn a_closed_concern_is_no_mark_and_asks_for_no_review() {
    let mut world = elm();
    let open = Concern {
        review_on: Some(day(7)),
        ..concern()
    };
    let note = set(&world, None, None, Part::Concern(open.clone()));
    let said = world.ask("Amira", note).expect("granted").said;
    assert_eq!(said, "Safeguarding concern noted.");
    let tom = world.client_id("Tom");
    let marks = |world: &World| world.heads.client(tom).expect("there").concerns.clone();
    let mark = OpenConcern {
        part: PartId(1),
        review_on: Some(day(7)),
    };
    assert_eq!(marks(&world), [mark]);
    let over = Concern {
        closed_on: Some(day(0)),
        closed_because: "the key is back".to_owned(),
        ..open
    };
    let close = set(&world, Some(&last(&world)), None, Part::Concern(over));
    world.ask("Amira", close).expect("granted");
    assert_eq!(marks(&world), []);
    let Part::Concern(stands) = last(&world).part else {
        panic!("a concern")
    };
    assert_eq!(stands.review_on, None);
    // What stood before is kept with the record.
    let earlier = &world.clients[&tom].earlier;
    assert_eq!(earlier.len(), 1);
    assert_eq!(earlier[0].id, PartId(1));
}

fn becomes_manager(world: &mut World, name: &str) {
    let was = world.staff(name).clone();
    let mut now = was.clone();
    now.role = Role::PracticeManager;
    let changed = Fact::StaffChanged { was, now };
    world.record(StaffId(1), vec![(About::Rest, changed)]);
}

#[test]
fn undo_and_redo_of_a_concern_need_the_permission_of_writing_it() {
    let mut world = elm();
    let note = set(&world, None, None, Part::Concern(concern()));
    world.ask("Amira", note.clone()).expect("granted");
    world.ask("Amira", Intent::Undo).expect("undone");
    let said = world.ask("Amira", Intent::Redo).expect("redone").said;
    assert!(said.contains("safeguarding concern"), "{said}");
    assert!(!said.contains("brother"), "{said}");
    becomes_manager(&mut world, "Amira");
    let refused = world.decide("Amira", Intent::Undo);
    assert!(
        matches!(refused, Err(Refusal::NotAllowed { .. })),
        "{refused:?}"
    );
    let mut world = elm();
    world.ask("Amira", note).expect("granted");
    world.ask("Amira", Intent::Undo).expect("undone");
    becomes_manager(&mut world, "Amira");
    let refused = world.decide("Amira", Intent::Redo);
    assert!(
        matches!(refused, Err(Refusal::NotAllowed { .. })),
        "{refused:?}"
    );
}

#[test]
fn a_consent_is_withdrawn_on_a_day_that_can_be_and_stays_to_be_seen() {
    let mut world = elm();
    let voicemail = consent(ConsentScope::Voicemail);
    let give = set(&world, None, None, Part::Consent(voicemail.clone()));
    world.ask("Amira", give).expect("granted");
    let kept = last(&world);
    let withdraw = |on| {
        let now = Consent {
            withdrawn_on: Some(day(on)),
            ..voicemail.clone()
        };
        set(&world, Some(&kept), None, Part::Consent(now))
    };
    for (on, wanted) in [(1, "future"), (-11, "before it was given")] {
        let refused = world.decide("Amira", withdraw(on)).expect_err("refused");
        assert!(refused.to_string().contains(wanted), "{refused}");
    }
    let withdraw = withdraw(0);
    let said = world.ask("Amira", withdraw).expect("granted").said;
    assert!(
        said.starts_with("Consent changed: have voicemail left: withdrawn"),
        "{said}"
    );
    let Part::Consent(stands) = last(&world).part else {
        panic!("a consent")
    };
    assert!(!stands.holds() && stands.given);
    assert_eq!(stands.refused_on(), Some(day(0)));
    let no = Consent {
        given: false,
        withdrawn_on: Some(day(0)),
        ..consent(ConsentScope::Text)
    };
    let refused = world.decide("Amira", set(&world, None, None, Part::Consent(no)));
    assert!(matches!(refused, Err(Refusal::Said(_))), "{refused:?}");
    let nobody = consent(ConsentScope::ShareService);
    let refused = world.decide("Amira", set(&world, None, None, Part::Consent(nobody)));
    assert!(matches!(refused, Err(Refusal::Field { .. })), "{refused:?}");
}

#[test]
fn nobody_is_passed_on_with_a_yes_that_was_taken_back() {
    let mut world = elm();
    let case = Some(world.case_of("Tom"));
    let service = ServiceId(1);
    let agreed = |on| {
        Some(Agreed {
            on: day(on),
            how: HowGiven::Spoken,
        })
    };
    let draft = Connection {
        agreed: agreed(-5),
        ..Connection::new(service, Stage::Draft, day(-5))
    };
    let make = set(&world, None, case, Part::Connection(draft.clone()));
    world.ask("Amira", make).expect("granted");
    let kept = last(&world);
    let taken_back = Consent {
        service: Some(service),
        on: day(-5),
        withdrawn_on: Some(day(-1)),
        ..consent(ConsentScope::ShareService)
    };
    let note = set(&world, None, None, Part::Consent(taken_back));
    world.ask("Amira", note).expect("granted");
    let sent = |agreed| Connection {
        stage: Stage::Sent,
        since: day(0),
        agreed,
        ..draft.clone()
    };
    let send = |world: &World, now| set(world, Some(&kept), case, Part::Connection(now));
    let refused = world.decide("Amira", send(&world, sent(agreed(-5))));
    let said = refused.expect_err("refused").to_string();
    assert!(said.contains("took back their consent"), "{said}");
    // They said yes again.
    let again = send(&world, sent(agreed(0)));
    world.ask("Amira", again).expect("granted");
}

#[test]
fn a_case_does_not_end_over_an_open_concern() {
    use caseload::domain::{case::CaseState, terms::ClosingReason};
    let mut world = elm();
    let asked = set(&world, None, None, Part::Concern(concern()));
    world.ask("Amira", asked).expect("noted");
    let close = |world: &World| Intent::SetState {
        case: world.case_of("Tom"),
        version: world.version("Tom"),
        state: CaseState::Closed {
            reason: ClosingReason::ALL[0],
            outcome: String::new(),
        },
    };
    let refused = world
        .ask("Amira", close(&world))
        .expect_err("a concern is open");
    assert!(refused.to_string().contains("safeguarding"), "{refused}");
    let kept = world.clients[&world.client_id("Tom")].parts[0].clone();
    let closed = Concern {
        closed_on: Some(day(0)),
        closed_because: "passed to adult safeguarding".to_owned(),
        outcome: "they take it on".to_owned(),
        ..concern()
    };
    let asked = set(&world, Some(&kept), None, Part::Concern(closed));
    world.ask("Amira", asked).expect("closed");
    world.ask("Amira", close(&world)).expect("ended");
}
