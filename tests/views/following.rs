//! The thread that keeps the views up, and those who wait for it.

use std::{
    sync::{Arc, mpsc},
    time::Duration,
};

use caseload::{
    domain::heads::Heads,
    views::{Batch, Follower, Reached},
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
