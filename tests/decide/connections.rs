//! Connections: what each stage asks for, what a move sets, and one call about several people.

use caseload::domain::{
    case::{CaseState, FollowUp},
    connection::{Agreed, Connection},
    consent::Consent,
    contact::Contact,
    fact::Fact,
    heads::CaseHead,
    ids::ServiceId,
    intent::{Intent, NextThere, SeenThere, ServiceLog},
    part::{Kept, Part, PartChange},
    refusal::Refusal,
    terms::{Attended, ClosingReason, ConsentScope, ContactKind, HowGiven, Outcome, Stage, With},
};

use super::undo::visible;
use crate::world::{World, contact, day, follow_up, world};

const KNIT: ServiceId = ServiceId(1);

fn elm() -> World {
    let world = world().worker("Amira").practice("Elm");
    let world = world.service("Knit & Natter").service("Citizens Advice");
    world.client("Tom Hill")
}

fn new(stage: Stage, agreed: bool) -> Connection {
    let how = HowGiven::Spoken;
    Connection {
        agreed: agreed.then_some(Agreed { on: day(0), how }),
        ..Connection::new(KNIT, stage, day(0))
    }
}

fn make(world: &World, now: Connection) -> Intent {
    Intent::SetParts {
        client: world.client_id("Tom Hill"),
        changes: vec![PartChange {
            id: None,
            version: 0,
            case: Some(world.case_of("Tom Hill")),
            now: Some(Part::Connection(now)),
        }],
        because: String::new(),
    }
}

fn stands(world: &World) -> (Kept, Connection) {
    let parts = &world.clients[&world.client_id("Tom Hill")].parts;
    let found = parts.iter().find_map(|kept| match &kept.part {
        Part::Connection(connection) => Some((kept.clone(), connection.clone())),
        _ => None,
    });
    found.expect("a connection")
}

fn change(world: &World, edit: impl FnOnce(&mut Connection)) -> Intent {
    let (kept, mut now) = stands(world);
    edit(&mut now);
    Intent::SetParts {
        client: world.client_id("Tom Hill"),
        changes: vec![PartChange {
            id: Some(kept.id),
            version: kept.seq,
            case: None,
            now: Some(Part::Connection(now)),
        }],
        because: String::new(),
    }
}

fn to(world: &World, stage: Stage) -> Intent {
    change(world, |now| now.stage = stage)
}

#[test]
fn without_consent_it_stays_a_draft_or_a_signposting() {
    let world = elm();
    for stage in Stage::ALL {
        let made = world.decide("Amira", make(&world, new(*stage, false)));
        let may = matches!(stage, Stage::Draft | Stage::Signposted | Stage::Cancelled);
        assert_eq!(made.is_ok(), may, "{stage:?}");
        let made = world.decide("Amira", make(&world, new(*stage, true)));
        assert!(made.is_ok(), "{stage:?}");
    }
    let mut draft = world.clone();
    draft
        .ask("Amira", make(&world, new(Stage::Draft, false)))
        .expect("granted");
    for stage in [Stage::Sent, Stage::Attending, Stage::Accepted] {
        assert!(
            draft.decide("Amira", to(&draft, stage)).is_err(),
            "{stage:?}"
        );
    }
    let agreed = change(&draft, |now| {
        now.stage = Stage::Sent;
        now.agreed = new(Stage::Sent, true).agreed;
    });
    draft.ask("Amira", agreed).expect("granted");
    assert_eq!(stands(&draft).1.sent_on, Some(day(0)));
    // Somebody who was signposted may go by themselves; the service was told nothing.
    let mut shown = world.clone();
    shown
        .ask("Amira", make(&world, new(Stage::Signposted, false)))
        .expect("granted");
    assert!(shown.decide("Amira", to(&shown, Stage::Sent)).is_err());
    shown
        .ask("Amira", to(&shown, Stage::Attending))
        .expect("granted");
    assert_eq!(stands(&shown).1.attended, Attended::Yes);
}

#[test]
fn a_move_sets_its_day_and_an_answer_closes_the_step() {
    let mut world = elm();
    let sent = Connection {
        since: day(-11),
        next: Some(follow_up(3)),
        ..new(Stage::Sent, true)
    };
    world.ask("Amira", make(&world, sent)).expect("granted");
    assert_eq!(stands(&world).1.sent_on, Some(day(-11)));
    world
        .ask("Amira", to(&world, Stage::Accepted))
        .expect("granted");
    let (_, now) = stands(&world);
    assert_eq!((now.since, now.replied_on), (day(0), Some(day(0))));
    assert_eq!(now.next, None, "the answer is there");
    let went = change(&world, |now| {
        now.stage = Stage::Attending;
        now.since = day(-2);
        now.next = Some(follow_up(7));
    });
    world.ask("Amira", went).expect("granted");
    let (_, now) = stands(&world);
    assert_eq!((now.since, now.first_attended), (day(-2), Some(day(-2))));
    assert_eq!(now.next, Some(follow_up(7)));
    let moved = change(&world, |now| now.next = Some(follow_up(9)));
    world.ask("Amira", moved).expect("granted");
    assert_eq!(stands(&world).1.next.map(|next| next.moved), Some(1));
    world
        .ask("Amira", to(&world, Stage::Completed))
        .expect("granted");
    assert_eq!(stands(&world).1.next, None, "nothing is to come");
}

#[test]
fn what_is_to_come_is_no_day_of_the_past_and_the_other_way_round() {
    let mut world = elm();
    world
        .ask("Amira", make(&world, new(Stage::Sent, true)))
        .expect("granted");
    let edits: [fn(&mut Connection); 6] = [
        |now| now.since = day(1),
        |now| now.sent_on = Some(day(1)),
        |now| now.replied_on = Some(day(1)),
        |now| now.first_attended = Some(day(1)),
        |now| now.fed_back_on = Some(day(1)),
        |now| {
            let how = HowGiven::Written;
            now.agreed = Some(Agreed { on: day(1), how });
        },
    ];
    for edit in edits {
        let refused = world.decide("Amira", change(&world, edit));
        assert!(
            matches!(refused, Err(Refusal::NotYetHappened { .. })),
            "{refused:?}"
        );
    }
    let refused = world.decide(
        "Amira",
        change(&world, |now| now.next = Some(follow_up(-1))),
    );
    assert!(
        matches!(refused, Err(Refusal::DueInThePast { .. })),
        "{refused:?}"
    );
    let refused = world.decide(
        "Amira",
        change(&world, |now| now.replied_on = Some(day(-1))),
    );
    assert!(matches!(refused, Err(Refusal::Field { .. })), "{refused:?}");
    let refused = world.decide("Amira", change(&world, |now| now.service = ServiceId(2)));
    assert!(matches!(refused, Err(Refusal::Said(_))), "{refused:?}");
    let mut unknown = new(Stage::Draft, false);
    unknown.service = ServiceId(99);
    let refused = world.decide("Amira", make(&world, unknown));
    assert!(
        matches!(refused, Err(Refusal::NotFound { .. })),
        "{refused:?}"
    );
}

#[test]
fn a_closed_case_takes_no_connection() {
    let mut world = elm();
    world
        .ask("Amira", make(&world, new(Stage::Sent, true)))
        .expect("granted");
    let world = world.state(closed());
    let refused = world.decide("Amira", make(&world, new(Stage::Signposted, false)));
    assert!(
        matches!(refused, Err(Refusal::CaseNotOpen { .. })),
        "{refused:?}"
    );
    let refused = world.decide("Amira", to(&world, Stage::Attending));
    assert!(
        matches!(refused, Err(Refusal::CaseNotOpen { .. })),
        "{refused:?}"
    );
}

fn closed() -> CaseState {
    CaseState::Closed {
        reason: ClosingReason::GoalsMet,
        outcome: String::new(),
    }
}

#[test]
fn a_connection_and_its_consent_are_one_entry_and_one_undo() {
    let mut world = elm();
    let before = world.heads.clone();
    let Intent::SetParts {
        client,
        mut changes,
        because,
    } = make(&world, new(Stage::Sent, true))
    else {
        panic!("parts");
    };
    changes.push(PartChange {
        id: None,
        version: 0,
        case: None,
        now: Some(Part::Consent(Consent {
            scope: ConsentScope::ShareService,
            service: Some(KNIT),
            organisation: String::new(),
            given: true,
            on: day(0),
            how: HowGiven::Spoken,
            withdrawn_on: None,
            note: String::new(),
        })),
    });
    let both = Intent::SetParts {
        client,
        changes,
        because,
    };
    let decision = world.ask("Amira", both).expect("granted");
    assert_eq!(decision.said, "Knit & Natter: sent.");
    assert_eq!(world.clients[&client].parts.len(), 2);
    let undone = world.ask("Amira", Intent::Undo).expect("undone");
    assert_eq!(undone.said, "Undone for Tom Hill: the connection.");
    assert!(world.clients[&client].parts.is_empty());
    let connections = |heads: &caseload::domain::heads::Heads| -> usize {
        heads
            .cases
            .iter()
            .map(|case: &CaseHead| case.connections.len())
            .sum()
    };
    assert_eq!(connections(&world.heads), connections(&before));
}

/// Five people of Amira's and one of Ben's, all sent to Knit & Natter eleven days ago.
fn five() -> World {
    let mut world = world()
        .worker("Amira")
        .practice("Elm")
        .service("Knit & Natter");
    for name in ["Ann A", "Bob B", "Cat C", "Dan D", "Eve E"] {
        world = world.client(name).due_in_days(4).sent_days_ago(1, 11, 0);
    }
    let world = world.worker("Ben").practice("Elm");
    world.client("Zed Z").sent_days_ago(1, 30, 0)
}

fn seen(world: &World, name: &str) -> SeenThere {
    let head = world.head(name);
    SeenThere {
        case: head.case,
        part: head.connections[0].part,
        version: head.connections[0].version,
    }
}

fn call(world: &World, names: &[&str]) -> ServiceLog {
    ServiceLog {
        service: KNIT,
        contact: Contact {
            kind: ContactKind::Service,
            minutes: 12,
            note: "all can come".to_owned(),
            ..contact(Outcome::Spoke)
        },
        about: names.iter().map(|name| seen(world, name)).collect(),
        next: NextThere::Done,
        fed_back: true,
        stage: None,
    }
}

const FIVE: [&str; 5] = ["Ann A", "Bob B", "Cat C", "Dan D", "Eve E"];

fn contacts(world: &World) -> Vec<Contact> {
    let entry = world.entries.last().expect("an entry");
    let facts = entry.facts.iter().filter_map(|(_, fact)| match fact {
        Fact::ContactLogged { contact, .. } => Some(contact.clone()),
        _ => None,
    });
    facts.collect()
}

#[test]
fn one_call_about_five_people_is_one_entry_and_one_undo() {
    let mut world = five();
    let before = world.clone();
    let log = Intent::LogWithService(call(&world, &FIVE));
    let decision = world.ask("Amira", log).expect("granted");
    assert_eq!(
        decision.said,
        "Logged with Knit & Natter: 5 people, told them."
    );
    let logged = contacts(&world);
    assert_eq!(logged.len(), 5);
    assert_eq!(logged.iter().map(|one| one.minutes).sum::<u16>(), 12);
    assert!(
        logged
            .iter()
            .all(|one| one.note == "Knit & Natter: all can come")
    );
    assert!(logged.iter().all(|one| one.with == With::Service));
    for name in FIVE {
        let one = &world.head(name).connections[0];
        assert_eq!(
            (one.next.clone(), one.fed_back_on),
            (None, Some(day(0))),
            "{name}"
        );
        assert_eq!(world.head(name).next, before.head(name).next, "{name}");
        assert_eq!(
            world.head(name).tally.spoke,
            0,
            "the person was not spoken to"
        );
    }
    assert_eq!(visible(&world.heads), visible(&world.folded_anew()));
    world.ask("Amira", Intent::Undo).expect("undone");
    for name in FIVE {
        let (now, was) = (world.head(name), before.head(name));
        assert_eq!(now.connections[0].next, was.connections[0].next, "{name}");
        assert_eq!(now.connections[0].fed_back_on, None, "{name}");
        assert_eq!(now.tally, was.tally, "{name}");
    }
}

#[test]
fn a_new_step_and_a_stage_are_for_all_and_a_try_closes_nothing() {
    let mut world = five();
    let mut log = call(&world, &FIVE[..2]);
    log.stage = Some(Stage::Received);
    log.next = NextThere::Due(FollowUp {
        kind: ContactKind::Email,
        ..follow_up(14)
    });
    world
        .ask("Amira", Intent::LogWithService(log))
        .expect("granted");
    let one = &world.head("Bob B").connections[0];
    assert_eq!((one.stage, one.replied_on), (Stage::Received, Some(day(0))));
    assert_eq!(
        one.next.as_ref().map(|next| (next.on, next.moved)),
        Some((day(14), 1))
    );
    let mut tried = call(&world, &FIVE[2..]);
    tried.contact.outcome = Outcome::NoAnswer;
    let refused = world.decide("Amira", Intent::LogWithService(tried.clone()));
    assert!(
        matches!(refused, Err(Refusal::Said(_))),
        "told nobody: {refused:?}"
    );
    tried.fed_back = false;
    world
        .ask("Amira", Intent::LogWithService(tried))
        .expect("granted");
    let step = &world.head("Cat C").connections[0].next;
    assert_eq!(step.as_ref().map(|next| next.on), Some(day(0)));
    assert_eq!(
        world.head("Cat C").tally.tries,
        0,
        "no try at reaching the person"
    );
}

#[test]
fn a_call_about_somebody_elses_case_an_ended_one_or_an_older_version_is_refused() {
    let mut world = five();
    let refuse = |world: &World, log: ServiceLog| {
        let refused = world.decide("Amira", Intent::LogWithService(log));
        refused.expect_err("refused")
    };
    let theirs = refuse(&world, call(&world, &["Ann A", "Zed Z"]));
    assert!(matches!(theirs, Refusal::NotFound { .. }), "{theirs:?}");
    let mut nobody = call(&world, &[]);
    nobody.fed_back = false;
    assert!(matches!(refuse(&world, nobody), Refusal::Said(_)));
    let old = call(&world, &FIVE);
    let one = Intent::LogWithService(call(&world, &["Eve E"]));
    world.ask("Amira", one).expect("granted");
    let stale = refuse(&world, old);
    assert!(
        matches!(stale, Refusal::ChangedMeanwhile { .. }),
        "{stale:?}"
    );
    let mut ended = world
        .worker("Amira")
        .client("Old O")
        .sent_days_ago(1, 20, 0);
    ended = ended.state(closed());
    let gone = refuse(&ended, call(&ended, &["Ann A", "Old O"]));
    assert!(gone.to_string().contains("Old O"), "{gone}");
}
