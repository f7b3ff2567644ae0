//! Undo takes back one's latest intent whole, and never somebody else's work.

use caseload::domain::{
    case::{CaseField, CaseFields, CaseState, NextStep},
    client::{ClientField, ClientFields},
    decide::{self, Desk},
    fact::{About, Fact},
    heads::{Digest, Heads, Touch},
    ids::{CaseId, ImportId},
    intent::{Intent, NextChoice, Referred},
    refusal::Refusal,
    terms::{ClosingReason, HoldingReason, Outcome},
};

use crate::world::{World, contact, day, follow_up, world};

/// What a reader of any list can see: heads without versions, digests, ids and undo lists.
pub(crate) fn visible(heads: &Heads) -> String {
    let mut heads = heads.clone();
    let ids = |heads: &Heads| {
        let clients: Vec<u32> = heads.clients.iter().map(|head| head.client.0).collect();
        let cases: Vec<u32> = heads.cases.iter().map(|head| head.case.0).collect();
        (clients, cases)
    };
    let (clients, cases) = ids(&heads);
    for id in clients {
        heads.clients.get_mut(id).expect("listed").touch = Touch::default();
    }
    for id in cases {
        let head = heads.cases.get_mut(id).expect("listed");
        head.touch = Touch::default();
        head.history = Digest::default();
        for connection in &mut head.connections {
            connection.version = 0;
        }
    }
    heads.open_by_worker.retain(|_, cases| !cases.is_empty());
    let rows: Vec<String> = heads
        .clients
        .iter()
        .map(|head| format!("{head:?}"))
        .chain(heads.cases.iter().map(|head| format!("{head:?}")))
        .collect();
    let directory = &heads.directory;
    format!(
        "{rows:#?} {:?} {:?} {:?} {:?} {:?}",
        heads.open_by_worker,
        directory.staff,
        directory.practices,
        directory.services,
        directory.accounts
    )
}

fn elm() -> World {
    let world = world().worker("Amira").practice("Elm").supervisor("Sam");
    let world = world.practice("Mill").practice("Elm");
    let world = world.worker("Ben").practice("Elm").whole_practice_reach();
    world
        .worker("Amira")
        .client("Tom")
        .spoke_days_ago(30)
        .state(CaseState::Active)
        .tried_days_ago(9)
        .due_in_days(-4)
        .what("ring CAB")
        .moved(2)
}

/// One intent of every kind that is about clients.
fn every_intent(world: &World) -> Vec<Intent> {
    let mut intents = about_the_client(world);
    intents.extend(about_the_case(world));
    intents
}

fn about_the_client(world: &World) -> Vec<Intent> {
    let client = world.client_id("Tom");
    let version = world.heads.client(client).expect("known").touch.seq;
    let text = |text: &str| Some(text.to_owned());
    let open = |referred| Intent::OpenCase {
        referred,
        worker: None,
        fields: CaseFields::from([(CaseField::Reason, "housing".to_owned())]),
        next: NextChoice::Due(follow_up(3)),
    };
    vec![
        open(Referred::Known(client)),
        open(Referred::New {
            fields: ClientFields::from([(ClientField::Given, "Una".to_owned())]),
            practice: world.practice_id("Elm"),
            although_similar: false,
        }),
        Intent::EditClient {
            client,
            version,
            set: vec![
                (ClientField::Family, text("Hall")),
                (ClientField::Alert, text("dog")),
                (ClientField::DiedOn, text("2026-11-20")),
                (ClientField::Practice, text("Mill")),
            ],
        },
        Intent::MovePractice {
            client,
            version,
            practice: world.practice_id("Mill"),
        },
    ]
}

fn about_the_case(world: &World) -> Vec<Intent> {
    let case = world.case_of("Tom");
    let version = world.version("Tom");
    let text = |text: &str| Some(text.to_owned());
    let set_state = |state| Intent::SetState {
        case,
        version,
        state,
    };
    let log = |outcome, days| Intent::LogContact {
        case,
        version,
        contact: contact(outcome),
        next: NextChoice::Due(follow_up(days)),
    };
    vec![
        Intent::EditCase {
            case,
            version,
            set: vec![
                (CaseField::ReferredOn, text("2026-09-01")),
                (CaseField::ReferredBy, text("Dr Rao")),
                (CaseField::Reason, text("housing")),
            ],
        },
        log(Outcome::Spoke, 7),
        log(Outcome::NoAnswer, 1),
        Intent::AddNote {
            case,
            text: "a card came".to_owned(),
        },
        Intent::SetNextStep {
            case,
            version,
            next: NextChoice::Due(follow_up(9)),
        },
        set_state(CaseState::Holding {
            reason: HoldingReason::ALL[0],
            review_on: day(10),
        }),
        set_state(CaseState::Closed {
            reason: ClosingReason::ALL[0],
            outcome: String::new(),
        }),
        Intent::Assign {
            case,
            version,
            to: None,
            note: String::new(),
        },
    ]
}

#[test]
fn undo_of_every_kind_of_intent_restores_what_everyone_sees() {
    let before = elm();
    for intent in every_intent(&before) {
        let mut world = before.clone();
        // Another day, so that a day taken from today instead of from before is noticed.
        world.now += chrono::TimeDelta::days(1);
        let who = "Sam";
        world
            .ask(who, intent.clone())
            .unwrap_or_else(|refusal| panic!("{intent:?}: {refusal}"));
        assert_ne!(
            (visible(&world.heads), world.cases.clone()),
            (visible(&before.heads), before.cases.clone()),
            "{intent:?}"
        );
        world
            .ask(who, Intent::Undo)
            .unwrap_or_else(|refusal| panic!("{intent:?}: {refusal}"));
        assert_eq!(visible(&world.heads), visible(&before.heads), "{intent:?}");
        assert_eq!(world.clients, before.clients, "{intent:?}");
        let told = |world: &World| world.cases[&world.case_of("Tom")].contacts().count();
        assert_eq!(told(&world), told(&before), "{intent:?}");
        assert_eq!(world.ask(who, Intent::Undo), Err(Refusal::NothingToUndo));
    }
}

#[test]
fn undo_says_what_it_undid() {
    let mut world = elm();
    let mut said = Vec::new();
    for intent in every_intent(&world.clone()) {
        let mut world = world.clone();
        world.ask("Sam", intent).expect("done");
        said.push(world.ask("Sam", Intent::Undo).expect("undone").said);
    }
    assert_eq!(said[0], "Undone: the new case.");
    assert_eq!(said[1], "Undone: the new client and case.");
    assert_eq!(said[5], "Undone: the contact, with what it changed.");
    assert_eq!(said[11], "Undone: giving the case to somebody else.");
    assert_eq!(world.ask("Sam", Intent::Undo), Err(Refusal::NothingToUndo));
}

#[test]
fn intents_are_undone_one_after_another_back_to_the_beginning() {
    let mut world = elm();
    let blank = visible(&world.heads);
    let open = every_intent(&world).remove(1);
    world.ask("Ben", open).expect("taken in");
    let una = world.client_id("Una");
    let edit = Intent::EditClient {
        client: una,
        version: world.heads.client(una).unwrap().touch.seq,
        set: vec![(ClientField::Hours, Some("mornings".to_owned()))],
    };
    world.ask("Ben", edit).expect("edited");
    let log = Intent::LogContact {
        case: world.case_of("Una"),
        version: world.version("Una"),
        contact: contact(Outcome::Spoke),
        next: NextChoice::Due(follow_up(7)),
    };
    world.ask("Ben", log).expect("logged");
    for _ in 0..3 {
        world.ask("Ben", Intent::Undo).expect("undone");
    }
    assert_eq!(visible(&world.heads), blank);
    assert_eq!(world.ask("Ben", Intent::Undo), Err(Refusal::NothingToUndo));
}

fn next(world: &World, days: i64) -> Intent {
    Intent::SetNextStep {
        case: world.case_of("Tom"),
        version: world.version("Tom"),
        next: NextChoice::Due(follow_up(days)),
    }
}

fn spoke(world: &World) -> Intent {
    Intent::LogContact {
        case: world.case_of("Tom"),
        version: world.version("Tom"),
        contact: contact(Outcome::Spoke),
        next: NextChoice::Due(follow_up(7)),
    }
}

fn overtaken_by(who: &str) -> Result<decide::Decision, Refusal> {
    Err(Refusal::UndoOvertaken {
        who: who.to_owned(),
        at: "09:00".to_owned(),
    })
}

#[test]
fn what_somebody_else_changed_since_is_never_overwritten() {
    let mut world = elm();
    world.ask("Amira", next(&world, 3)).expect("mine");
    world.ask("Ben", next(&world, 5)).expect("his");
    assert_eq!(world.ask("Amira", Intent::Undo), overtaken_by("Ben"));
    assert_eq!(world.head("Tom").next.follow_up().unwrap().on, day(5));
    world.ask("Ben", Intent::Undo).expect("his is the latest");
    world.ask("Amira", Intent::Undo).expect("and now mine");
    assert_eq!(world.head("Tom").next.follow_up().unwrap().on, day(-4));
}

#[test]
fn a_field_of_a_client_changed_since_is_kept() {
    let mut world = elm();
    let hours = |world: &World, text: &str| Intent::EditClient {
        client: world.client_id("Tom"),
        version: world
            .heads
            .client(world.client_id("Tom"))
            .unwrap()
            .touch
            .seq,
        set: vec![(ClientField::Hours, Some(text.to_owned()))],
    };
    world.ask("Amira", hours(&world, "mornings")).expect("mine");
    world.ask("Ben", hours(&world, "evenings")).expect("his");
    assert_eq!(world.ask("Amira", Intent::Undo), overtaken_by("Ben"));
}

#[test]
fn a_practice_changed_since_is_kept() {
    let mut world = elm().practice("Oak").practice("Elm");
    let to = |world: &World, short: &str| Intent::MovePractice {
        client: world.client_id("Tom"),
        version: world
            .heads
            .client(world.client_id("Tom"))
            .unwrap()
            .touch
            .seq,
        practice: world.practice_id(short),
    };
    world.ask("Amira", to(&world, "Mill")).expect("mine");
    world.ask("Sam", to(&world, "Oak")).expect("theirs");
    assert_eq!(world.ask("Amira", Intent::Undo), overtaken_by("Sam"));
}

#[test]
fn a_case_in_which_somebody_worked_since_stays() {
    let mut world = elm();
    let open = every_intent(&world).remove(0);
    world.ask("Amira", open).expect("opened");
    let note = Intent::AddNote {
        case: world.case_of("Tom"),
        text: "rang in".to_owned(),
    };
    world.ask("Ben", note).expect("noted");
    // The latest change is Amira's again; Ben's note still stands in between.
    world.ask("Amira", next(&world, 8)).expect("moved");
    world.ask("Amira", Intent::Undo).expect("the move");
    assert_eq!(world.ask("Amira", Intent::Undo), overtaken_by("Amira"));
}

#[test]
fn a_case_that_a_later_conversation_made_active_stays_active() {
    let world = world()
        .worker("Amira")
        .practice("Elm")
        .whole_practice_reach();
    let mut world = world
        .worker("Ben")
        .practice("Elm")
        .worker("Amira")
        .client("Tom");
    world.ask("Amira", spoke(&world)).expect("hers");
    let kept = Intent::LogContact {
        case: world.case_of("Tom"),
        version: world.version("Tom"),
        contact: contact(Outcome::Spoke),
        next: NextChoice::Keep,
    };
    world.ask("Ben", kept).expect("his");
    assert_eq!(world.ask("Amira", Intent::Undo), overtaken_by("Ben"));
    assert_eq!(world.head("Tom").state, CaseState::Active);
}

#[test]
fn a_contact_goes_and_a_colleagues_stays() {
    let mut world = elm();
    let note = |world: &World| Intent::LogContact {
        case: world.case_of("Tom"),
        version: world.version("Tom"),
        contact: contact(Outcome::NoAnswer),
        next: NextChoice::Keep,
    };
    world.ask("Amira", note(&world)).expect("hers");
    world.ask("Ben", note(&world)).expect("his");
    world.ask("Amira", Intent::Undo).expect("undone");
    let tally = world.head("Tom").tally;
    assert_eq!((tally.tries, tally.tries_since), (2, 2));
}

#[test]
fn a_case_that_went_to_somebody_else_is_theirs() {
    let mut world = world().worker("Amira").practice("Elm").supervisor("Sam");
    world = world
        .worker("Ben")
        .practice("Elm")
        .worker("Amira")
        .client("Tom");
    world.ask("Amira", next(&world, 3)).expect("mine");
    let give = Intent::Assign {
        case: world.case_of("Tom"),
        version: world.version("Tom"),
        to: Some(world.staff("Ben").id),
        note: String::new(),
    };
    world.ask("Sam", give).expect("given");
    assert_eq!(world.ask("Amira", Intent::Undo), overtaken_by("Sam"));
    world
        .ask("Sam", Intent::Undo)
        .expect("a gift can be taken back");
    world.ask("Amira", Intent::Undo).expect("and is hers again");
    assert_eq!(world.head("Tom").next, NextStep::Missing);
}

#[test]
fn setting_up_is_not_undone() {
    let mut world = elm().manager("Pat");
    let mut elm = world
        .heads
        .practice(world.practice_id("Elm"))
        .unwrap()
        .clone();
    elm.name = "Elm Tree".to_owned();
    world
        .ask("Pat", Intent::ChangePractice(elm))
        .expect("changed");
    assert_eq!(world.ask("Pat", Intent::Undo), Err(Refusal::NothingToUndo));
}

/// Two rows of one person, imported by Sam.
fn imported() -> (World, String) {
    let mut world = elm();
    let before = visible(&world.heads);
    let sam = world.staff("Sam").id;
    let import = ImportId(1);
    world.record(
        sam,
        vec![(About::Rest, Fact::ImportBegan { import, rows: 2 })],
    );
    let rows = every_intent(&world);
    for (line, mut intent) in (2u32..).zip([rows[1].clone(), rows[0].clone()]) {
        if let Intent::OpenCase { referred, .. } = &mut intent
            && line == 3
        {
            *referred = Referred::Known(world.client_id("Una"));
        }
        let mut facts = world.decide("Sam", intent).expect("a row").facts;
        let about = facts[0].0;
        facts.push((about, Fact::ImportRow { import, line }));
        world.record(sam, facts);
    }
    let ended = Fact::ImportEnded {
        import,
        clients: 1,
        cases: 2,
        skipped: 0,
    };
    world.record(sam, vec![(About::Rest, ended)]);
    (world, before)
}

fn undo_import(world: &World, who: &str) -> Result<Vec<decide::Decision>, Refusal> {
    let staff = world.staff(who);
    let desk = Desk {
        heads: &world.heads,
        asker: world.asker(who),
        now: world.now,
        today: world.today(),
        shelf: world,
    };
    assert_eq!(staff.id, desk.asker.staff.id);
    let rows = world.entries.iter().filter(|entry| {
        let row = |fact: &Fact| matches!(fact, Fact::ImportRow { .. });
        entry.facts.iter().any(|(_, fact)| row(fact))
    });
    let rows: Vec<_> = rows.cloned().collect();
    decide::undo_import(&desk, ImportId(1), &rows)
}

#[test]
fn an_import_is_undone_whole_or_not_at_all() {
    let (mut world, before) = imported();
    assert_eq!(world.ask("Sam", Intent::Undo), Err(Refusal::NothingToUndo));
    let mut worked_on = world.clone();
    for decision in undo_import(&world, "Sam").expect("nobody touched it") {
        world.record(world.staff("Sam").id, decision.facts);
    }
    assert_eq!(visible(&world.heads), before);
    // The importer's own work on a row counts as much as anybody's.
    let note = Intent::AddNote {
        case: CaseId(2),
        text: "rang".to_owned(),
    };
    worked_on.ask("Sam", note).expect("noted");
    // Among all people of an import, the one that was changed is named.
    let client = worked_on.heads.case(CaseId(2)).expect("a case").client;
    let name = worked_on.heads.client(client).expect("a client").name();
    let refused = undo_import(&worked_on, "Sam").expect_err("it is overtaken");
    let said = refused.to_string();
    assert!(
        said.contains("Sam has changed") && said.contains(&*name),
        "{said}"
    );
}

#[test]
fn a_link_worker_does_not_undo_imports() {
    let (world, _) = imported();
    let refused = undo_import(&world, "Amira");
    assert!(matches!(refused, Err(Refusal::NotAllowed { .. })));
}

#[test]
fn a_hint_fits_what_was_asked_for() {
    let none = |what: &str| {
        let refusal = Refusal::NotFound {
            what: what.to_owned(),
            id: "9".to_owned(),
        };
        refusal.to_string()
    };
    assert!(none("case").contains("part of a name"));
    assert!(none("import").contains("id was printed"));
    assert_eq!(none("service"), "There is no service 9.");
}
