//! Facts are JSON for good; heads, records and the wire are positional and lose nothing.

use caseload::{
    domain::{
        case::{CaseState, NextStep},
        client::ClientField,
        fact::Fact,
        intent::{Intent, NextChoice},
        refusal::{Known, Refusal},
        terms::{HoldingReason, Outcome},
    },
    readmodel::{
        agenda,
        cases::{self, CaseQuery, Whose},
        client,
        drafts::{Draft, DraftKey},
        find, lists,
    },
    wire::talk::{ClientBy, Notice, Reply, Request, Said},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::world::{World, contact, day, follow_up, world};

fn positional<T: Serialize + DeserializeOwned + std::fmt::Debug>(value: &T) {
    let bytes = postcard::to_allocvec(value).expect("encodes");
    let back: T = postcard::from_bytes(&bytes).expect("decodes");
    assert_eq!(format!("{back:?}"), format!("{value:?}"));
}

fn busy() -> World {
    let world = world().worker("Amira").practice("Elm").supervisor("Sam");
    let world = world.service("Knit & Natter").client("Zoë O'Neill");
    let world = world
        .field(ClientField::Born, "1955-03-04")
        .spoke_days_ago(9);
    let world = world.due_in_days(-4).at(14, 0).moved(2).unallocated();
    let world = world
        .client("Tom")
        .none_because("away")
        .state(CaseState::Holding {
            reason: HoldingReason::ALL[0],
            review_on: day(10),
        });
    world.client("Una").tried_days_ago(1)
}

#[test]
fn every_fact_survives_json_and_nothing_is_positional_in_it() {
    for entry in &busy().entries {
        for (_, fact) in &entry.facts {
            let json = serde_json::to_string(fact).expect("encodes");
            let back: Fact = serde_json::from_str(&json).expect("decodes");
            assert_eq!(&back, fact, "{json}");
        }
    }
}

#[test]
fn facts_written_before_a_field_was_there_are_still_read() {
    for (old, field) in [
        (r#"{"store-founded":{"kind":"demo"}}"#, "today"),
        (
            r#"{"client-set":{"client":"P1","field":"hours"}}"#,
            "was and now",
        ),
        (
            r#"{"case-opened":{"case":"C1","client":"P1","practice":"G1",
                "referred_on":"2026-11-01"}}"#,
            "worker and fields",
        ),
        (
            r#"{"contact-logged":{"case":"C1","contact":{"id":"K1","kind":"phone","with":"person",
                "outcome":"spoke","on":"2026-11-01"}}}"#,
            "minutes and texts",
        ),
        (
            r#"{"staff-added":{"id":"S1","handle":"amira","name":"Amira","role":"link-worker"}}"#,
            "practices, supervisor, active",
        ),
        (
            r#"{"next-step-set":{"case":"C1","was":"missing",
                "now":{"due":{"on":"2026-12-01","kind":"phone"}}}}"#,
            "at, what, moved",
        ),
    ] {
        let read: Result<Fact, _> = serde_json::from_str(old);
        assert!(read.is_ok(), "without {field}: {read:?}");
    }
}

#[test]
fn heads_and_records_survive_postcard() {
    let world = busy();
    world.heads.clients.iter().for_each(positional);
    world.heads.cases.iter().for_each(positional);
    positional(&world.heads.directory);
    world.clients.values().for_each(positional);
    world.cases.values().for_each(positional);
}

#[test]
fn requests_survive_postcard() {
    let due = NextChoice::Due(follow_up(3));
    let world = busy();
    let case = world.case_of("Tom");
    let draft = Draft {
        key: DraftKey::LogContact(case),
        label: "Tom".to_owned(),
        at: world.now,
        fields: vec![("note".to_owned(), "half a sen".to_owned())],
        cursor: (1, 0, 10),
        mark: None,
    };
    for request in [
        Request::Desk,
        Request::Agenda {
            practice: None,
            whose: Whose::Mine,
        },
        Request::Cases(CaseQuery::default()),
        Request::Client(ClientBy::Case(case)),
        Request::Do(Intent::LogContact {
            case,
            version: 3,
            contact: contact(Outcome::Spoke),
            next: due,
        }),
        Request::Do(Intent::EditClient {
            client: world.client_id("Tom"),
            version: 3,
            set: vec![(ClientField::Hours, None)],
            because: String::new(),
        }),
        Request::KeepDraft(draft.clone()),
        Request::Watch,
    ] {
        positional(&request);
    }
    positional(&Reply::Drafts(vec![draft]));
}

#[test]
fn replies_survive_postcard() {
    let world = busy();
    let heads = &world.heads;
    let asker = world.asker("Sam");
    let cases: Vec<_> = world.cases.values().cloned().collect();
    let tom = world.client_id("Tom");
    let card = client::build(heads, asker, day(0), &world.clients[&tom], &cases, None);
    let row = find::client_row(heads, asker, tom, day(0), &["tom".to_owned()]);
    let known = Known {
        client: tom,
        case: None,
        label: "Tom".to_owned(),
    };
    for reply in [
        Reply::Desk(Box::new(lists::desk(heads, asker, day(0)))),
        Reply::Agenda(agenda::build(heads, asker, day(0), None, Whose::All)),
        Reply::Cases(cases::build(heads, asker, day(0), &CaseQuery::default())),
        Reply::Client(Box::new(card)),
        Reply::Found(find::Found {
            rows: row.into_iter().collect(),
            ..find::Found::default()
        }),
        Reply::Refused(Refusal::Perhaps { known: vec![known] }),
    ] {
        positional(&Said::Reply { to: 7, reply });
    }
    positional(&Said::Notice(Notice::TodayIs(day(1))));
    positional(&NextStep::Missing);
}
