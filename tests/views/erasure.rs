//! Clients whose key was destroyed: left out everywhere, never an error.

use std::ops::ControlFlow;

use caseload::{
    domain::{
        fact::{About, Fact},
        ids::{CaseId, ClientId, ContactId},
    },
    seal::Owner,
    views::Batch,
};

use super::{model::Model, steps, store::Store};

#[test]
fn an_erased_client_is_left_out_and_everybody_else_stays() {
    let store = Store::new();
    let entries = steps::plain(5, 4);
    let model = Model::of(&entries);
    drop(store.rebuilt(&entries));
    store
        .ring
        .write()
        .unwrap()
        .destroy(Owner::Client(3))
        .unwrap();
    for _ in 0..2 {
        let views = store.open();
        let loaded = views.load_heads(|_, _| {}).unwrap();
        assert!(loaded.client(ClientId(3)).is_none());
        assert!(loaded.case(CaseId(3)).is_none());
        assert_eq!(loaded.clients.iter().count(), 4);
        assert_eq!(
            loaded.directory.next.client,
            model.heads.directory.next.client
        );
        assert_eq!(views.client(ClientId(3)).unwrap(), None);
        assert_eq!(
            views.case(model.heads.case(CaseId(3)).unwrap()).unwrap(),
            None
        );
        let mut names = Vec::new();
        let every = |record: &caseload::domain::record::ClientRecord| {
            names.push(record.client.0);
            ControlFlow::Continue(())
        };
        views.each_client(every).unwrap();
        assert_eq!(names, [1, 2, 4, 5]);
        let mut cases = 0;
        let every = |_, _, _: &_| {
            cases += 1;
            ControlFlow::Continue(())
        };
        views.each_note(every).unwrap();
        assert_eq!(cases, 4);
        assert_eq!(views.check(&loaded).unwrap().clients, 4);
        // The second time round, what is left of the client is gone from the store as well.
        views.forget(ClientId(3)).unwrap();
    }
    let db = crate::store::sled_of(store.dir());
    for kind in [b"h", b"r", b"c", b"t"] {
        let prefix = [kind.as_slice(), &3_u32.to_be_bytes()].concat();
        assert_eq!(db.scan_prefix(&prefix).count(), 0, "{kind:?}");
        let prefix = [kind.as_slice(), &4_u32.to_be_bytes()].concat();
        assert!(db.scan_prefix(&prefix).count() > 0, "{kind:?}");
    }
}

#[test]
fn a_late_entry_about_an_erased_client_changes_nothing() {
    let store = Store::new();
    let entries = steps::plain(3, 2);
    let views = store.rebuilt(&entries);
    let mut model = Model::of(&entries);
    store
        .ring
        .write()
        .unwrap()
        .destroy(Owner::Client(2))
        .unwrap();
    let facts = vec![(
        About::Client(ClientId(2)),
        steps::contact(CaseId(2), ContactId(900), 50),
    )];
    let entry = steps::entry(entries.len() as u64 + 1, facts);
    model.apply(&entry);
    views
        .write(&Batch::of(vec![entry], &model.heads).unwrap())
        .unwrap();
    assert_eq!(views.high_water(), model.heads.seq);
    let loaded = views.load_heads(|_, _| {}).unwrap();
    assert_eq!(loaded.clients.iter().count(), 2);
    views.check(&loaded).unwrap();
}

#[test]
fn records_that_were_joined_are_erased_together() {
    let store = Store::new();
    let mut entries = steps::plain(4, 2);
    let (kept, gone) = (ClientId(2), ClientId(3));
    let fact = Fact::ClientsMerged { kept, gone };
    let facts = vec![
        (About::Client(gone), fact.clone()),
        (About::Client(kept), fact),
    ];
    entries.push(steps::entry(entries.len() as u64 + 1, facts));
    // Under the key of the record that it was opened in, though that leads elsewhere by now.
    let facts = vec![(
        About::Client(gone),
        steps::contact(CaseId(3), ContactId(900), 50),
    )];
    entries.push(steps::entry(entries.len() as u64 + 1, facts));
    let model = Model::of(&entries);
    drop(store.rebuilt(&entries));
    for record in model.heads.records_of(kept) {
        let owner = Owner::Client(record.0);
        store.ring.write().unwrap().destroy(owner).unwrap();
    }
    let views = store.open();
    let loaded = views.load_heads(|_, _| {}).unwrap();
    assert!(loaded.client(gone).is_none() && loaded.client(kept).is_none());
    assert_eq!(loaded.clients.iter().count(), 2);
    assert_eq!(views.check(&loaded).unwrap().cases, 2);
}
