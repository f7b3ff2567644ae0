//! Bits flipped, bytes cut and values lost: a rebuild is asked for, or nothing is wrong.

use std::{path::Path, sync::Arc};

use caseload::views::{Opened, Views, ViewsError};
use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};

use super::{model::Model, opening::copy, steps, store::Store};

/// What came of reading damaged views.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    /// Opening asked for a rebuild.
    AskedAtOpening,
    /// Reading asked for a rebuild.
    AskedAtReading,
    /// Everything was as it should be.
    Harmless,
}

fn outcome(store: &Store, dir: &Path, model: &Model) -> Outcome {
    let opened = Views::open(dir, store.id, Arc::clone(&store.ring), model.heads.seq);
    let views = match opened.unwrap() {
        Opened::Ready(views) => views,
        Opened::Rebuild(_) => return Outcome::AskedAtOpening,
    };
    // Older views are no damage: the hub goes on from their high-water mark.
    let entries = steps::plain(CLIENTS, CONTACTS);
    let known = usize::try_from(views.high_water()).unwrap();
    let model = Model::of(&entries[..known]);
    let read = model.difference(&views).and_then(|difference| {
        assert_eq!(difference, None, "wrong data without a word");
        views.check(&model.heads)
    });
    match read {
        Ok(_) => Outcome::Harmless,
        Err(ViewsError::Damaged(_)) => Outcome::AskedAtReading,
        Err(other) => panic!("{other}"),
    }
}

const CLIENTS: u32 = 60;
const CONTACTS: u32 = 12;

#[test]
fn a_flipped_bit_is_noticed_or_harmless() {
    let store = Store::new();
    let entries = steps::plain(CLIENTS, CONTACTS);
    let model = Model::of(&entries);
    drop(store.rebuilt(&entries));
    let mut random = TestRng::from_seed(RngAlgorithm::ChaCha, &[5; 32]);
    let mut counts = [0; 3];
    for round in 0..120 {
        let dir = store.folder.path().join(format!("flipped{round}"));
        copy(&store.dir(), &dir);
        let file = dir.join(if round % 20 == 0 { "conf" } else { "db" });
        let mut bytes = std::fs::read(&file).unwrap();
        // Sled keeps whole segments; the end of the last one is not in use.
        let used = bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1;
        let bit = random.next_u64() as usize % (used * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        std::fs::write(&file, bytes).unwrap();
        counts[outcome(&store, &dir, &model) as usize] += 1;
        std::fs::remove_dir_all(dir).unwrap();
    }
    eprintln!("{counts:?}");
    assert!(counts[0] > 0 && counts[0] + counts[1] > 10, "{counts:?}");
}

#[test]
fn a_cut_or_missing_file_is_noticed() {
    let store = Store::new();
    let entries = steps::plain(CLIENTS, CONTACTS);
    let model = Model::of(&entries);
    drop(store.rebuilt(&entries));
    let whole = std::fs::metadata(store.dir().join("db")).unwrap().len();
    for (round, keep) in [0, 1, whole / 3, whole / 2, whole - 40_000]
        .into_iter()
        .enumerate()
    {
        let dir = store.folder.path().join(format!("cut{round}"));
        copy(&store.dir(), &dir);
        let file = std::fs::OpenOptions::new()
            .write(true)
            .open(dir.join("db"))
            .unwrap();
        file.set_len(keep).unwrap();
        outcome(&store, &dir, &model);
    }
    std::fs::remove_file(store.dir().join("db")).unwrap();
    assert_eq!(
        outcome(&store, &store.dir(), &model),
        Outcome::AskedAtOpening
    );
}

/// What sled does to a store with a flipped bit: one value is gone, or as it was before.
#[test]
fn every_value_that_is_lost_or_out_of_date_is_noticed() {
    let store = Store::new();
    let entries = steps::plain(4, 3);
    drop(store.rebuilt(&entries));
    let older = store.folder.path().join("older");
    copy(&store.dir(), &older);
    let all = steps::plain(4, 6);
    let model = Model::of(&all);
    drop(store.rebuilt(&all));
    let old: Vec<_> = crate::store::sled_of(&older)
        .iter()
        .map(Result::unwrap)
        .collect();
    let keys: Vec<_> = crate::store::sled_of(store.dir())
        .iter()
        .keys()
        .map(Result::unwrap)
        .collect();
    for key in keys.iter().filter(|key| key.as_ref() != b"m") {
        for value in [
            None,
            old.iter()
                .find(|(known, _)| known == key)
                .map(|(_, value)| value),
        ] {
            let dir = store.folder.path().join("changed");
            copy(&store.dir(), &dir);
            let db = crate::store::sled_of(&dir);
            match value {
                Some(value) => db.insert(key, value).unwrap(),
                None => db.remove(key).unwrap(),
            };
            drop(db);
            let views = match Views::open(&dir, store.id, Arc::clone(&store.ring), u64::MAX) {
                Ok(Opened::Ready(views)) => views,
                other => panic!("{other:?}"),
            };
            let error = views.check(&model.heads).expect_err("something is missing");
            assert!(error.wants_rebuild(), "{key:?}: {error}");
            assert!(model.difference(&views).is_err(), "{key:?}");
            drop(views);
            std::fs::remove_dir_all(dir).unwrap();
        }
    }
}
