//! Parts of a record: made, changed on the version they were seen in, taken away, undone.

use caseload::domain::{
    concern::Concern,
    connection::{Agreed, Connection},
    consent::Consent,
    goal::Goal,
    heads::OpenConcern,
    ids::{CaseId, PartId, ServiceId},
    intent::Intent,
    part::{Kept, Part, PartChange},
    refusal::Refusal,
    terms::{Attended, ConsentScope, GoalState, HowGiven, Stage},
};

use super::undo::visible;
use crate::world::{World, day, world};

fn elm() -> World {
    let world = world().worker("Amira").practice("Elm").supervisor("Sam");
    let world = world.worker("Ben").practice("Elm").whole_practice_reach();
    let world = world.manager("Pat").service("Knit & Natter");
    world.worker("Amira").client("Tom")
}

fn sent(service: ServiceId) -> Part {
    Part::Connection(Connection {
        service,
        stage: Stage::Sent,
        since: day(0),
        sent_on: Some(day(0)),
        replied_on: None,
        attended: Attended::Unknown,
        first_attended: None,
        fed_back_on: None,
        next: None,
        agreed: Some(Agreed {
            on: day(0),
            how: HowGiven::Spoken,
        }),
        note: "asked for a Tuesday".to_owned(),
    })
}

fn goal(text: &str) -> Part {
    Part::Goal(Goal {
        text: text.to_owned(),
        set_on: day(0),
        state: GoalState::Open,
        state_on: None,
        steps: Vec::new(),
    })
}

fn make(world: &World, case: Option<CaseId>, part: Part) -> Intent {
    Intent::SetParts {
        client: world.client_id("Tom"),
        changes: vec![PartChange {
            id: None,
            version: 0,
            case,
            now: Some(part),
        }],
        because: String::new(),
    }
}

fn change(world: &World, kept: &Kept, now: Option<Part>, because: &str) -> Intent {
    Intent::SetParts {
        client: world.client_id("Tom"),
        changes: vec![PartChange {
            id: Some(kept.id),
            version: kept.seq,
            case: None,
            now,
        }],
        because: because.to_owned(),
    }
}

fn only(world: &World) -> Kept {
    let parts = &world.clients[&world.client_id("Tom")].parts;
    assert_eq!(parts.len(), 1, "{parts:?}");
    parts[0].clone()
}

#[test]
fn a_connection_is_in_the_heads_by_case_and_by_service() {
    let mut world = elm();
    let case = world.case_of("Tom");
    let service = ServiceId(1);
    world
        .ask("Amira", make(&world, Some(case), sent(service)))
        .expect("granted");
    let there: Vec<CaseId> = world
        .heads
        .cases_with(service)
        .map(|head| head.case)
        .collect();
    assert_eq!(there, [case]);
    assert_eq!(world.head("Tom").connections[0].stage, Stage::Sent);
    assert_eq!(visible(&world.heads), visible(&world.folded_anew()));
}

#[test]
fn an_older_version_is_refused_and_undo_sets_back_what_stood() {
    let mut world = elm();
    let case = world.case_of("Tom");
    world
        .ask("Amira", make(&world, Some(case), goal("to sleep")))
        .expect("granted");
    let seen = only(&world);
    let better = change(&world, &seen, Some(goal("to sleep well")), "typing slip");
    world.ask("Ben", better.clone()).expect("granted");
    let refused = world.decide("Amira", better);
    assert!(
        matches!(refused, Err(Refusal::ChangedMeanwhile { ref who, .. }) if who == "Ben"),
        "{refused:?}"
    );
    world.ask("Ben", Intent::Undo).expect("undone");
    assert_eq!(only(&world).part, goal("to sleep"));
    // What somebody else has changed since is not undone.
    let seen = only(&world);
    let worse = change(&world, &seen, None, "");
    world.ask("Ben", worse).expect("granted");
    let refused = world.decide("Amira", Intent::Undo);
    assert!(
        matches!(refused, Err(Refusal::UndoOvertaken { .. })),
        "{refused:?}"
    );
}

#[test]
fn what_belongs_to_a_case_is_not_kept_without_one() {
    let world = elm();
    let refused = world.decide("Amira", make(&world, None, goal("to sleep")));
    assert!(matches!(refused, Err(Refusal::Said(_))), "{refused:?}");
    let case = Some(world.case_of("Tom"));
    let consent = Part::Consent(Consent {
        scope: ConsentScope::Text,
        service: None,
        organisation: String::new(),
        given: true,
        on: day(0),
        how: HowGiven::Spoken,
        withdrawn_on: None,
        note: String::new(),
    });
    let refused = world.decide("Amira", make(&world, case, consent));
    assert!(matches!(refused, Err(Refusal::Said(_))), "{refused:?}");
}

#[test]
fn a_concern_is_a_bare_mark_to_a_practice_manager() {
    let mut world = elm();
    let concern = Part::Concern(Concern {
        what: "brother takes the letters".to_owned(),
        noticed_on: day(-1),
        discussed_with: String::new(),
        discussed_on: None,
        outcome: String::new(),
        review_on: None,
        closed_on: None,
        closed_because: String::new(),
    });
    let refused = world.decide("Pat", make(&world, None, concern.clone()));
    assert!(
        matches!(refused, Err(Refusal::NotAllowed { .. })),
        "{refused:?}"
    );
    world
        .ask("Amira", make(&world, None, concern))
        .expect("granted");
    let head = world.heads.client(world.client_id("Tom")).expect("there");
    let open = |review_on| OpenConcern {
        part: PartId(1),
        review_on,
    };
    assert_eq!(head.concerns, [open(None)]);
    let refused = world.decide("Pat", change(&world, &only(&world), None, ""));
    assert!(matches!(refused, Err(Refusal::Said(_))), "{refused:?}");
}
