//! Where a session stood when its line broke: given to the next one of that person, to nobody else,
//! and not after a session was left on purpose.

use caseload::{
    clock,
    readmodel::{
        cases::{CaseQuery, GroupBy, States},
        drafts::DraftKey,
        stand::{Spot, Stand, Stood},
    },
    wire::{Reply, Request},
};
use chrono::TimeDelta;

use super::store::{AMIRA, IDA, PEG, Session, Store, files_under, wait_for};

fn stand() -> Stand {
    let list = Spot::List {
        place: "Agenda".to_owned(),
        row: Some(PEG),
    };
    Stand::of(vec![list, Spot::Case(PEG)])
}

fn stood(session: &mut Session) -> Option<Stood> {
    match session.ask(&Request::Stood).unwrap() {
        Reply::Stood(stood) => stood,
        other => panic!("{other:?}"),
    }
}

fn keep(session: &mut Session, stand: Stand) {
    let reply = session.ask(&Request::KeepStand(stand)).unwrap();
    assert_eq!(reply, Reply::Kept);
}

#[test]
fn the_next_session_hears_where_the_broken_one_stood() {
    let store = Store::training();
    let hub = store.open();
    let mut broken = hub.session("amira");
    keep(&mut broken, stand());
    let mut beside = hub.session("amira");
    assert_eq!(stood(&mut beside), None, "the other session still goes on");
    assert_eq!(stood(&mut hub.session("ben")), None);
    drop(broken);
    let seen = wait_for("the session has ended", || stood(&mut beside));
    assert_eq!(seen.path, stand().path);
    assert!(!seen.whom.is_empty() && seen.when.len() == 5, "{seen:?}");
    let [file] = &files_under(&store.layout.drafts())[..] else {
        panic!("one file")
    };
    let bytes = std::fs::read(file).unwrap();
    assert!(
        !String::from_utf8_lossy(&bytes).contains("Agenda"),
        "it is sealed"
    );
}

#[test]
fn who_leaves_on_purpose_leaves_nothing() {
    let store = Store::training();
    let hub = store.open();
    let mut session = hub.session("amira");
    keep(&mut session, stand());
    session.ask(&Request::DropStand).unwrap();
    assert!(files_under(&store.layout.drafts()).is_empty());
    assert_eq!(stood(&mut session), None);
}

#[test]
fn one_session_does_not_forget_for_another() {
    let store = Store::training();
    let hub = store.open();
    let (mut one, mut other) = (hub.session("amira"), hub.session("amira"));
    keep(&mut one, stand());
    other.ask(&Request::DropStand).unwrap();
    assert!(stood(&mut one).is_some());
}

#[test]
fn somebody_out_of_reach_and_somebody_long_ago_are_not_named() {
    let store = Store::training();
    let hub = store.open();
    let mut session = hub.session("amira");
    keep(
        &mut session,
        Stand::of(vec![Spot::Form(DraftKey::Note(IDA))]),
    );
    assert_eq!(stood(&mut session), None);
    keep(
        &mut session,
        Stand::of(vec![Spot::Form(DraftKey::NewClient)]),
    );
    assert_eq!(
        stood(&mut session).map(|stood| stood.whom).as_deref(),
        Some("somebody new")
    );
    for (hours, known) in [(11, true), (13, false)] {
        let at = clock::now() - TimeDelta::hours(hours);
        let old = Stand { at, ..stand() };
        hub.core().drafts.keep_stand(AMIRA, 9_999, &old).unwrap();
        hub.core().drafts.session_ended(9_999);
        assert_eq!(stood(&mut session).is_some(), known, "{hours} hours");
    }
    let long = Stand::of(vec![Spot::Case(PEG); 9]);
    assert!(matches!(
        session.ask(&Request::KeepStand(long)),
        Ok(Reply::Trouble(_)) | Err(_)
    ));
}

fn kept(session: &mut Session) -> CaseQuery {
    match session.ask(&Request::KeptCaseload).unwrap() {
        Reply::KeptCaseload(query) => query,
        other => panic!("{other:?}"),
    }
}

#[test]
fn how_the_caseload_was_listed_is_kept_sealed_for_that_person_alone() {
    let store = Store::training();
    let hub = store.open();
    let chosen = CaseQuery {
        states: States::Only("holding".to_owned()),
        group: GroupBy::Week,
        offset: 40,
        ..CaseQuery::default()
    };
    let before = hub.session("amira").desk().unwrap().seq;
    let keep = Request::KeepCaseload(chosen.clone());
    assert_eq!(hub.session("amira").ask(&keep).unwrap(), Reply::Kept);
    assert_eq!(kept(&mut hub.session("ben")), CaseQuery::default());
    drop(hub);
    let hub = store.open();
    let mut next = hub.session("amira");
    assert_eq!(
        kept(&mut next),
        CaseQuery {
            offset: 0,
            ..chosen
        }
    );
    assert_eq!(
        next.desk().unwrap().seq,
        before,
        "nothing of it is in the journal"
    );
    let [file] = &files_under(&store.layout.drafts())[..] else {
        panic!("one file")
    };
    let bytes = std::fs::read(file).unwrap();
    assert!(
        !String::from_utf8_lossy(&bytes).contains("holding"),
        "sealed"
    );
    std::fs::write(file, b"broken").unwrap();
    assert_eq!(kept(&mut next), CaseQuery::default(), "no obstacle");
}
