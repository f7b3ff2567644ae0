//! The thread that keeps the views up, and those who wait for it.

use std::{
    sync::{Arc, mpsc},
    time::Duration,
};

use caseload::{
    domain::heads::Heads,
    views::{Batch, Follower, Reached, Reason, Views},
};

use super::{model::Model, steps, store::Store};

/// Long enough for any machine; nothing waits for it unless something is wrong.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn readers_wait_for_what_they_were_told_of() {
    let store = Store::new();
    let entries = steps::plain(20, 20);
    let views = Arc::new(store.empty());
    let follower = Follower::start(Arc::clone(&views), |error| panic!("{error}")).unwrap();
    let mut heads = Heads::default();
    let mut told = 0;
    for group in entries.chunks(3) {
        group.iter().for_each(|entry| heads.apply(entry));
        told = heads.seq;
        assert!(follower.send(Batch::of(group.to_vec(), &heads).unwrap()));
    }
    assert_eq!(follower.wait_until(told, PATIENCE), Reached::Yes);
    Model::of(&entries).assert_equal(&views);
    assert_eq!(
        follower.wait_until(told + 1, Duration::ZERO),
        Reached::NotYet
    );
    follower.stop();
    drop(views);
    Model::of(&entries).assert_equal(&store.open());
}

#[test]
fn a_failed_write_is_told_at_once_and_nobody_waits_for_ever() {
    let store = Store::new();
    let entries = steps::plain(4, 4);
    let views = Arc::new(store.rebuilt(&entries));
    let db = store.dir().join("db");
    assert!(db.exists());
    let (tell, told) = mpsc::channel();
    let follower = Follower::start(Arc::clone(&views), move |error| {
        tell.send(error.to_string()).unwrap();
    })
    .unwrap();
    // A client without a key cannot be written.
    let client = caseload::domain::ids::ClientId(9_000);
    let fact = caseload::domain::fact::Fact::ClientAdded {
        client,
        practice: caseload::domain::ids::PracticeId(1),
        fields: Default::default(),
    };
    let about = caseload::domain::fact::About::Client(client);
    let entry = steps::entry(entries.len() as u64 + 1, vec![(about, fact)]);
    let mut heads = Model::of(&entries).heads;
    heads.apply(&entry);
    follower.send(Batch::of(vec![entry], &heads).unwrap());
    let reason = told.recv_timeout(PATIENCE).unwrap();
    assert_eq!(
        follower.wait_until(heads.seq, PATIENCE),
        Reached::Never(reason)
    );
    assert_eq!(follower.wait_until(heads.seq - 1, PATIENCE), Reached::Yes);
    Model::of(&entries).assert_equal(&views);
}

/// A follower for whose views nothing may go wrong.
fn following(views: &Arc<Views>) -> Follower {
    Follower::start(Arc::clone(views), |error| panic!("{error}")).unwrap()
}

#[test]
fn a_batch_in_parts_counts_with_its_end_and_those_behind_it_wait() {
    let entries = steps::plain(20, 20);
    let (list, behind) = entries.split_at(300);
    // Small enough to be written whole, and so small that it must be spilled.
    for memory_bytes in [1 << 20, 2_000] {
        let store = Store::new();
        let views = Arc::new(store.empty().with_memory(memory_bytes));
        let follower = following(&views);
        let mut heads = Heads::default();
        let mut parts = follower.begin_parts();
        for part in list.chunks(37) {
            part.iter().for_each(|entry| heads.apply(entry));
            parts.add(part.to_vec());
        }
        let ended = heads.seq;
        assert_eq!(follower.reached(), 0, "nothing counts before the end");
        let listed = heads.clone();
        behind.iter().for_each(|entry| heads.apply(entry));
        assert!(follower.send(Batch::of(behind.to_vec(), &heads).unwrap()));
        parts.end(&listed).unwrap();
        assert_eq!(follower.wait_until(ended, PATIENCE), Reached::Yes);
        assert_eq!(follower.wait_until(heads.seq, PATIENCE), Reached::Yes);
        Model::of(&entries).assert_equal(&views);
        follower.stop();
        drop(views);
        Model::of(&entries).assert_equal(&store.open());
    }
}

#[test]
fn a_batch_whose_end_never_comes_is_not_there_in_part() {
    let entries = steps::plain(20, 20);
    let (before, list) = entries.split_at(100);
    for (memory_bytes, reason) in [(1 << 20, None), (2_000, Some(Reason::Unfinished))] {
        let store = Store::new();
        let views = Arc::new(store.rebuilt(before).with_memory(memory_bytes));
        let (tell, told) = mpsc::channel();
        let follower = Follower::start(Arc::clone(&views), move |error| {
            tell.send(error.to_string()).unwrap();
        })
        .unwrap();
        let mut parts = follower.begin_parts();
        list.chunks(37).for_each(|part| parts.add(part.to_vec()));
        drop(parts);
        let why = told.recv_timeout(PATIENCE).unwrap();
        assert!(why.contains("given up"), "{why}");
        drop((follower, views));
        match reason {
            None => Model::of(before).assert_equal(&store.open()),
            Some(reason) => assert_eq!(store.reason(u64::MAX), reason),
        }
    }
}
