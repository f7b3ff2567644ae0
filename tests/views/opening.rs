//! Which views open, and why others must be made again.

use caseload::{
    domain::{
        fact::{About, Entry, Fact},
        heads::Heads,
        ids::{ImportId, StaffId},
    },
    seal::StoreId,
    views::{Batch, Opened, Reason, Views, ViewsError},
};

use super::{
    counting::counting,
    model::Model,
    steps::{self, moment},
    store::Store,
};

#[test]
fn an_absent_folder_asks_for_a_rebuild() {
    let store = Store::new();
    assert_eq!(store.reason(0), Reason::NotThere);
    std::fs::create_dir(store.dir()).unwrap();
    assert_eq!(store.reason(0), Reason::NotThere);
}

#[test]
fn views_ahead_of_the_journal_are_noticed() {
    let store = Store::new();
    let entries = steps::plain(3, 1);
    drop(store.rebuilt(&entries));
    let end = entries.len() as u64;
    let ahead = Reason::Ahead {
        views: end,
        journal: end - 1,
    };
    assert_eq!(store.reason(end - 1), ahead);
    assert!(matches!(store.open_at(end), Opened::Ready(_)));
}

#[test]
fn another_layout_asks_for_a_rebuild() {
    let store = Store::new();
    drop(store.rebuilt(&steps::plain(3, 1)));
    let db = crate::store::sled_of(store.dir());
    let mut mark = db.get(b"m").unwrap().unwrap().to_vec();
    mark[16] = 200;
    db.insert(b"m", mark).unwrap();
    drop(db);
    assert_eq!(store.reason(u64::MAX), Reason::OtherSchema { found: 200 });
}

#[test]
fn another_store_asks_for_a_rebuild() {
    let mut store = Store::new();
    drop(store.rebuilt(&steps::plain(3, 1)));
    store.id = StoreId([4; 16]);
    assert_eq!(store.reason(u64::MAX), Reason::OtherStore);
}

#[test]
fn a_lost_mark_is_damage() {
    let store = Store::new();
    drop(store.rebuilt(&steps::plain(3, 1)));
    let db = crate::store::sled_of(store.dir());
    db.remove(b"m").unwrap();
    drop(db);
    assert!(matches!(store.reason(u64::MAX), Reason::Damaged(_)));
}

#[test]
fn a_rebuild_that_was_cut_off_begins_again() {
    let store = Store::new();
    let entries = steps::plain(20, 10);
    let mut rebuild = store.begin().with_memory(1000);
    rebuild.add(&entries).unwrap();
    drop(rebuild);
    assert_eq!(store.reason(u64::MAX), Reason::Unfinished);
    Model::of(&entries).assert_equal(&store.rebuilt(&entries));
}

#[test]
fn a_large_batch_that_was_cut_off_asks_for_a_rebuild() {
    let store = Store::new();
    let entries = steps::plain(20, 10);
    let (before, after) = entries.split_at(50);
    let views = store.rebuilt(before).with_memory(1000);
    let image = store.folder.path().join("image");
    let model = Model::of(&entries);
    let batch = Batch::of(after.to_vec(), &model.heads).unwrap();
    // Sixty keys are there; the key that is not ends the write in its middle.
    let stranger = steps::entry(entries.len() as u64 + 1, stranger());
    let mut bad = after.to_vec();
    bad.push(stranger);
    let mut heads = Model::of(&entries).heads;
    bad.iter().for_each(|entry| heads.apply(entry));
    let error = views.write(&Batch::of(bad, &heads).unwrap()).unwrap_err();
    assert!(matches!(error, ViewsError::Seal(_)), "{error}");
    assert!(
        views.write(&batch).is_err(),
        "after a failure nothing more is written"
    );
    drop(views);
    assert!(!image.exists());
    assert_eq!(store.reason(u64::MAX), Reason::Unfinished);
}

fn stranger() -> Vec<(About, Fact)> {
    let client = caseload::domain::ids::ClientId(9_000);
    let fact = Fact::ClientAdded {
        client,
        practice: caseload::domain::ids::PracticeId(1),
        fields: Default::default(),
    };
    vec![(About::Client(client), fact)]
}

#[test]
fn what_was_not_flushed_is_missing_whole_and_nothing_is_torn() {
    let store = Store::new();
    let entries = steps::plain(10, 6);
    let views = store.empty();
    let mut heads = Heads::default();
    let mut images = Vec::new();
    for (number, group) in entries.chunks(7).enumerate() {
        group.iter().for_each(|entry| heads.apply(entry));
        views
            .write(&Batch::of(group.to_vec(), &heads).unwrap())
            .unwrap();
        // What a killed process would leave: the files as they are, without a flush or a close.
        let image = store.folder.path().join(format!("image{number}"));
        copy(&store.dir(), &image);
        images.push(image);
    }
    for image in images {
        let ring = std::sync::Arc::clone(&store.ring);
        match Views::open(&image, store.id, ring, entries.len() as u64).unwrap() {
            Opened::Ready(views) => {
                let seq = views.high_water() as usize;
                Model::of(&entries[..seq]).assert_equal(&views);
                assert_eq!(views.resume_from(), seq as u64 + 1);
            }
            // A copy taken while sled wrote its very first pages.
            Opened::Rebuild(reason) => assert!(!matches!(reason, Reason::Ahead { .. })),
        }
    }
}

pub(crate) fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        let target = to.join(file.file_name());
        match file.file_type().unwrap().is_dir() {
            true => copy(&file.path(), &target),
            false => drop(std::fs::copy(file.path(), target).unwrap()),
        }
    }
}

#[test]
fn views_in_use_are_not_taken_for_damaged() {
    let store = Store::new();
    let views = store.rebuilt(&steps::plain(3, 1));
    let ring = std::sync::Arc::clone(&store.ring);
    let error = Views::open(&store.dir(), store.id, ring, 100).unwrap_err();
    assert!(matches!(error, ViewsError::InUse(_)), "{error}");
    assert!(!error.wants_rebuild());
    drop(views);
    drop(store.open());
}

#[test]
fn wiping_takes_away_the_views_and_nothing_else() {
    let store = Store::new();
    Views::wipe(&store.dir()).unwrap();
    drop(store.rebuilt(&steps::plain(3, 1)));
    let letter = store.dir().join("letter.txt");
    std::fs::write(&letter, "mine").unwrap();
    Views::wipe(&store.dir()).unwrap();
    assert!(letter.exists());
    assert_eq!(store.reason(0), Reason::NotThere);
}

#[test]
fn an_import_under_way_is_read_again_from_its_beginning() {
    let store = Store::new();
    let import = ImportId(1);
    let began = (About::Rest, Fact::ImportBegan { import, rows: 2 });
    let row = (About::Rest, Fact::ImportRow { import, line: 1 });
    let ended = Fact::ImportEnded {
        import,
        clients: 1,
        cases: 1,
        skipped: 0,
    };
    let people: Vec<_> = steps::plain(3, 0)
        .into_iter()
        .flat_map(|entry| entry.facts)
        .collect();
    let mut people = people.chunks(2);
    let mut facts = |first: &(About, Fact)| {
        let mut facts = vec![first.clone()];
        facts.extend_from_slice(people.next().unwrap());
        facts
    };
    let other = (
        About::Rest,
        Fact::Undone {
            entry: 0,
            by_import: None,
        },
    );
    let journal: Vec<Entry> = [
        vec![began],
        facts(&row),
        facts(&other),
        facts(&row),
        vec![(About::Rest, ended)],
    ]
    .into_iter()
    .zip(1..)
    .map(|(facts, seq)| Entry {
        seq,
        recorded: moment(seq),
        who: StaffId(1),
        facts,
    })
    .collect();

    // The hub stops after the third entry, while the import is under way.
    let mut heads = Heads::default();
    let views = store.empty();
    follow(&views, &mut heads, &journal[..3], 0);
    assert_eq!((views.high_water(), views.resume_from()), (3, 1));
    drop(views);

    let views = store.open();
    assert_eq!((views.high_water(), views.resume_from()), (3, 1));
    let mut heads = views.load_heads(|_, _| {}).unwrap();
    let from = views.resume_from() as usize - 1;
    follow(&views, &mut heads, &journal[from..], 3);
    assert_eq!((views.high_water(), views.resume_from()), (5, 6));

    let straight = counting(&journal).into_iter().map(|(entry, _)| entry);
    Model::of(&straight.collect::<Vec<_>>()).assert_equal(&views);
}

/// As the hub does: what counts with an entry up to `known` is in the views already.
fn follow(views: &Views, heads: &mut Heads, journal: &[Entry], known: u64) {
    let mut counting = counting(journal);
    counting.retain(|(_, at)| *at > known);
    for group in counting.chunk_by(|(_, one), (_, other)| one == other) {
        let group: Vec<Entry> = group.iter().map(|(entry, _)| entry.clone()).collect();
        group.iter().for_each(|entry| heads.apply(entry));
        views.write(&Batch::of(group, heads).unwrap()).unwrap();
    }
}
