//! Services typed in, noted about, and fed: what stands, what may be changed, what comes back.

use caseload::domain::{
    decide::{
        Decision,
        feed::{Feed, Upsert, upsert},
    },
    fact::{About, Fact},
    heads::{Directory, Heads},
    ids::ServiceId,
    intent::Intent,
    part::PartChange,
    refusal::Refusal,
    service::{FeedService, Local, Organisation, Origin, Place, Service},
    terms::{Need, ServiceStatus},
};
use proptest::prelude::*;

use crate::world::{World, day, world};

fn typed(name: &str) -> Service {
    Service {
        name: name.to_owned(),
        organisation: "Singers".to_owned(),
        places: vec![Place::from_line("Elm Hall EL1 4QA")],
        ..Service::default()
    }
}

fn add(world: &mut World, service: Service) -> Result<Decision, Refusal> {
    world.ask("Amira", Intent::AddService(Box::new(service)))
}

fn edit(world: &mut World, id: u32, to: Service) -> Result<Decision, Refusal> {
    let service = ServiceId(id);
    let version = world.heads.directory.service_touches[&service].seq;
    let to = Box::new(to);
    let intent = Intent::EditService {
        service,
        version,
        to,
    };
    world.ask("Amira", intent)
}

fn service(world: &World, id: u32) -> Service {
    world.heads.directory.services[&ServiceId(id)].clone()
}

fn elm() -> World {
    world().practice("Elm").worker("Amira").manager("Pat")
}

#[test]
fn a_link_worker_types_a_service_in_and_its_organisation_gets_a_record() {
    let mut world = elm();
    let said = add(&mut world, typed(" Tuesday  Choir ")).unwrap().said;
    assert_eq!(said, "Tuesday Choir is V1.");
    add(&mut world, typed("Thursday Choir")).unwrap();
    let organisations = &world.heads.directory.organisations;
    assert_eq!(organisations.len(), 1, "the second has the same one");
    assert_eq!(service(&world, 2).run_by, service(&world, 1).run_by);
    assert_eq!(service(&world, 1).local.checked, Some(day(0)));
    let again = add(&mut world, typed("tuesday choir")).unwrap_err();
    assert!(
        again.to_string().contains("in the directory already (V1)"),
        "{again}"
    );
    assert!(add(&mut world, typed(" ")).is_err());
}

#[test]
fn editing_and_undoing_a_service_sets_back_exactly() {
    let mut world = elm();
    add(&mut world, typed("Choir")).unwrap();
    let was = service(&world, 1);
    let mut to = was.clone();
    to.status = ServiceStatus::Paused;
    to.local.note = "Ask for Ros.".to_owned();
    edit(&mut world, 1, to.clone()).unwrap();
    assert_eq!(service(&world, 1), to);
    let stale = Intent::EditService {
        service: ServiceId(1),
        version: 1,
        to: Box::new(was.clone()),
    };
    let refused = world.ask("Pat", stale).unwrap_err();
    assert!(
        refused.to_string().starts_with("Amira changed this at"),
        "{refused}"
    );
    let said = world.ask("Amira", Intent::Undo).unwrap().said;
    assert_eq!(said, "Undone: the change of the service Choir.");
    assert_eq!(service(&world, 1), was);
    world.ask("Amira", Intent::Undo).unwrap();
    assert!(world.heads.directory.services.is_empty());
    assert!(world.heads.directory.organisations.is_empty());
}

#[test]
fn undo_of_an_edit_is_refused_where_somebody_was_there_since() {
    let mut world = elm();
    add(&mut world, typed("Choir")).unwrap();
    let version = world.heads.directory.service_touches[&ServiceId(1)].seq;
    let mut to = service(&world, 1);
    to.local.wait = "two weeks".to_owned();
    let intent = Intent::EditService {
        service: ServiceId(1),
        version,
        to: Box::new(to),
    };
    world.ask("Pat", intent).unwrap();
    let refused = world.ask("Amira", Intent::Undo).unwrap_err();
    assert!(
        refused.to_string().starts_with("Pat has changed it since"),
        "{refused}"
    );
}

#[test]
fn a_service_with_somebody_connected_is_not_undone_away() {
    let mut world = elm().worker("Ben").client("Tom");
    let tom = world.client_id("Tom");
    let case = Some(world.case_of("Tom"));
    let typed_in = Intent::AddService(Box::new(typed("Choir")));
    world.ask("Ben", typed_in).unwrap();
    let connection = serde_json::json!({"connection": {"service": "V1", "stage": "sent",
        "since": "2026-11-23", "agreed": {"on": "2026-11-23", "how": "spoken"}}});
    let change = PartChange {
        id: None,
        version: 0,
        case,
        now: Some(serde_json::from_value(connection).unwrap()),
    };
    let connect = Intent::SetParts {
        client: tom,
        changes: vec![change],
        because: String::new(),
    };
    world.ask("Ben", connect).unwrap();
    assert_eq!(world.heads.by_service[&ServiceId(1)].len(), 1);
    let undo = |world: &mut World| world.ask("Ben", Intent::Undo).map(|done| done.said);
    // The latest first: the connection goes, then the service may go.
    let recent = &mut world.heads.directory.lately;
    for entries in recent.values_mut() {
        entries.done.pop();
    }
    let refused = undo(&mut world).unwrap_err();
    assert!(
        refused.to_string().starts_with("Ben has changed it since"),
        "{refused}"
    );
    assert_eq!(world.heads.directory.services.len(), 1);
}

fn fed(id: u8, text: u8) -> FeedService {
    FeedService {
        service: Service {
            name: format!("Service {id}"),
            organisation: "Advice".to_owned(),
            offers: format!("Text {text}"),
            needs: vec![Need::Money],
            origin: Some(Origin {
                id: format!("id-{id}"),
                ..Origin::default()
            }),
            ..Service::default()
        },
        organisation: Some(Organisation {
            name: "Advice".to_owned(),
            origin: Some(Origin {
                id: "o1".to_owned(),
                ..Origin::default()
            }),
            ..Organisation::default()
        }),
    }
}

/// Imports as the hub does, without a journal; gives the entries and the counts.
fn import(heads: &mut Heads, rows: &[FeedService]) -> Upsert {
    let feed = Feed {
        source: "elm",
        whole: true,
        today: day(0),
    };
    let mut ids = heads.directory.next;
    let done = upsert(&heads.directory, &mut ids, &feed, rows.to_vec());
    for (seq, facts) in (heads.seq + 1..).zip(&done.entries) {
        heads.apply(&caseload::domain::fact::Entry {
            seq,
            recorded: heads.recorded,
            who: caseload::domain::ids::StaffId::PROGRAM,
            facts: facts.clone(),
        });
    }
    done
}

fn by_id<'d>(directory: &'d Directory, id: &str) -> Option<&'d Service> {
    directory.services.values().find(|one| one.is_of("elm", id))
}

#[test]
fn what_a_feed_says_is_not_edited_here_but_what_we_know_is() {
    let mut world = elm();
    import(&mut world.heads, &[fed(1, 1)]);
    let mut other = service(&world, 1);
    other.phone = "01632 960001".to_owned();
    let refused = edit(&mut world, 1, other).unwrap_err();
    assert!(
        refused.to_string().starts_with("What \"elm\" says"),
        "{refused}"
    );
    let mut ours = service(&world, 1);
    ours.local = Local {
        note: "Ring first.".to_owned(),
        needs: vec![Need::Housing],
        ..Local::default()
    };
    edit(&mut world, 1, ours.clone()).unwrap();
    let again = import(&mut world.heads, &[fed(1, 2)]);
    assert_eq!((again.added, again.changed), (0, 1));
    let now = service(&world, 1);
    assert_eq!((now.offers.as_str(), &now.local), ("Text 2", &ours.local));
    assert_eq!(now.all_needs(), [Need::Money, Need::Housing]);
}

#[test]
fn what_is_gone_is_marked_once_and_comes_back() {
    let mut world = elm();
    let first = import(&mut world.heads, &[fed(1, 1), fed(2, 1)]);
    assert_eq!((first.added, first.organisations, first.gone), (2, 1, 0));
    let second = import(&mut world.heads, &[fed(2, 1)]);
    assert_eq!(
        (second.gone, second.unchanged, second.entries.len()),
        (1, 1, 1)
    );
    let gone = by_id(&world.heads.directory, "id-1").unwrap();
    assert_eq!(gone.gone_since(), Some(day(0)));
    let third = import(&mut world.heads, &[fed(2, 1)]);
    assert_eq!((third.gone, third.entries.len()), (0, 0));
    let back = import(&mut world.heads, &[fed(1, 1), fed(2, 1)]);
    assert_eq!((back.returned, back.changed, back.unchanged), (1, 1, 1));
    assert_eq!(
        by_id(&world.heads.directory, "id-1").unwrap().gone_since(),
        None
    );
}

#[test]
fn entries_of_older_journals_keep_their_place() {
    let old = r#"{"service-added":{"id":"V1","name":"Knit","organisation":"Elm Trust",
        "offers":"Wool","place":"Elm Hall, Mill Road EL1 4QA","phone":"01632 960011",
        "needs":["loneliness"]}}"#;
    let Fact::ServiceAdded(service) = serde_json::from_str(old).unwrap() else {
        panic!("another fact");
    };
    assert_eq!(service.place_line(), "Elm Hall, Mill Road EL1 4QA");
    assert!(service.is_near("el1") && service.is_near("EL1 4QA") && !service.is_near("EL14"));
    let json = serde_json::to_string(&Fact::ServiceAdded(service.clone())).unwrap();
    let back: Fact = serde_json::from_str(&json).unwrap();
    assert_eq!(back, Fact::ServiceAdded(service));
    let bare: Fact =
        serde_json::from_str(r#"{"service-added":{"id":"V1","name":"Knit"}}"#).unwrap();
    assert!(bare.is_of_services());
}

fn feeds() -> impl Strategy<Value = Vec<FeedService>> {
    prop::collection::vec((0u8..8, 0u8..3).prop_map(|(id, text)| fed(id, text)), 0..10)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    /// Import A, then B, then A: what A says stands as after the first time, what only B had is
    /// marked, the second time is the first, and no note of ours is lost.
    #[test]
    fn a_then_b_then_a_is_a(a in feeds(), b in feeds(), noted in prop::collection::vec(0u8..8, 0..4)) {
        let mut heads = elm().heads;
        import(&mut heads, &a);
        let after_a = heads.directory.services.clone();
        prop_assert!(import(&mut heads, &a).entries.is_empty());
        import(&mut heads, &b);
        for id in &noted {
            let found = by_id(&heads.directory, &format!("id-{id}")).cloned();
            if let Some(mut service) = found {
                service.local.note = format!("ours {id}");
                let about = (About::Rest, Fact::ServiceChanged {
                    was: Box::new(service.clone()),
                    now: Box::new(service),
                });
                let entry = caseload::domain::fact::Entry {
                    seq: heads.seq + 1,
                    recorded: heads.recorded,
                    who: caseload::domain::ids::StaffId::PROGRAM,
                    facts: vec![about],
                };
                heads.apply(&entry);
            }
        }
        let known_before = heads.directory.services.len();
        import(&mut heads, &a);
        prop_assert_eq!(heads.directory.services.len(), known_before);
        for service in heads.directory.services.values() {
            let id = service.origin.as_ref().unwrap().id.clone();
            match after_a.get(&service.id) {
                Some(was) => prop_assert_eq!(&service.without_local(), was),
                None => prop_assert_eq!(service.gone_since(), Some(day(0))),
            }
            let ours = noted.iter().any(|one| id == format!("id-{one}"));
            prop_assert_eq!(ours, !service.local.note.is_empty());
        }
    }
}
