//! Long histories in chunks, and what is taken out of them.

use caseload::{
    domain::{
        contact::Tally,
        fact::{About, Fact},
        ids::{CaseId, ClientId, ContactId},
    },
    views::Batch,
};

use super::{model::Model, steps, store::Store};

const CASE: CaseId = CaseId(1);
const PEG: About = About::Client(ClientId(1));

#[test]
fn a_thousand_happenings_are_kept_in_small_chunks() {
    let store = Store::new();
    let mut entries = steps::plain(1, 0);
    let views = store.rebuilt(&entries);
    let mut model = Model::of(&entries);
    for number in 1..=1_000 {
        let seq = entries.len() as u64 + 1;
        let entry = steps::entry(
            seq,
            vec![(PEG, steps::contact(CASE, ContactId(number), 100))],
        );
        model.apply(&entry);
        views
            .write(&Batch::of(vec![entry.clone()], &model.heads).unwrap())
            .unwrap();
        entries.push(entry);
    }
    model.assert_equal(&views);
    drop(views);
    let db = crate::store::sled_of(store.dir());
    let chunks: Vec<usize> = db
        .scan_prefix(b"t")
        .map(|pair| pair.unwrap().1.len())
        .collect();
    assert!(chunks.len() > 50, "{} chunks", chunks.len());
    assert!(chunks.iter().all(|length| *length < 4096), "{chunks:?}");
}

#[test]
fn a_withdrawn_contact_leaves_its_chunk_wherever_it_is() {
    let store = Store::new();
    let entries = steps::plain(1, 100);
    let views = store.rebuilt(&entries);
    let mut model = Model::of(&entries);
    for (seq, number) in (entries.len() as u64 + 1..).zip([1, 50, 100, 77, 99]) {
        let fact = Fact::ContactWithdrawn {
            case: CASE,
            contact: ContactId(number),
            tally: Tally::default(),
        };
        let entry = steps::entry(seq, vec![(PEG, fact)]);
        model.apply(&entry);
        views
            .write(&Batch::of(vec![entry], &model.heads).unwrap())
            .unwrap();
        let record = views
            .case(model.heads.case(CASE).unwrap())
            .unwrap()
            .unwrap();
        assert!(
            record
                .contacts()
                .all(|(_, contact)| contact.id != ContactId(number))
        );
    }
    assert_eq!(model.cases[&CASE].contacts().count(), 95);
    model.assert_equal(&views);
}

#[test]
fn a_contact_logged_and_withdrawn_in_one_batch_was_never_there() {
    let store = Store::new();
    let mut entries = steps::plain(1, 0);
    let views = store.rebuilt(&entries);
    let withdrawn = Fact::ContactWithdrawn {
        case: CASE,
        contact: ContactId(7),
        tally: Tally::default(),
    };
    let added = [
        steps::entry(3, vec![(PEG, steps::contact(CASE, ContactId(7), 10))]),
        steps::entry(4, vec![(PEG, withdrawn)]),
    ];
    entries.extend(added.clone());
    let model = Model::of(&entries);
    views
        .write(&Batch::of(added.to_vec(), &model.heads).unwrap())
        .unwrap();
    assert_eq!(model.cases[&CASE].contacts().count(), 0);
    model.assert_equal(&views);
}

#[test]
fn a_history_shorter_than_the_head_says_is_damage() {
    let store = Store::new();
    let entries = steps::plain(1, 3);
    let views = store.rebuilt(&entries);
    let mut head = Model::of(&entries).heads.case(CASE).unwrap().clone();
    head.history = head.history.with(99);
    let error = views.case(&head).unwrap_err();
    assert!(error.wants_rebuild(), "{error}");
    // A head that has moved on is ahead of the views, which is no fault.
    head.touch.seq += 1;
    assert!(views.case(&head).unwrap().is_some());
}
