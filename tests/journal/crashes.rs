//! A power cut at any moment: what was acknowledged is there, and the store opens.

use std::path::Path;
use std::sync::Arc;

use caseload::journal::sim::SimDisk;
use caseload::journal::{Access, Depth};
use caseload::seal::{Owner, SealError};
use proptest::prelude::*;

use crate::support::{Place, Store, assert_holds};

/// A run, and at which changes of the disk what was acknowledged.
struct Run {
    disk: SimDisk,
    /// Changes made, last sequence acknowledged, client 5 known to be erased.
    acks: Vec<(usize, u64, bool)>,
}

impl Run {
    fn place(disk: &SimDisk) -> Place {
        Place::new(Arc::new(disk.clone()), Path::new("/store"))
    }

    /// 300 entries in groups of one to nine, with heads, an erasure and reopening among them.
    fn of_300_entries() -> Self {
        let disk = SimDisk::new();
        let mut run = Self {
            disk: disk.clone(),
            acks: Vec::new(),
        };
        let mut store = Self::place(&disk).create().unwrap();
        let mut erased = false;
        run.ack(&store, erased);
        while store.journal.last_seq() < 300 {
            let seq = store.journal.last_seq();
            store
                .append_group(1 + (seq * 31 % 9).min(299 - seq))
                .unwrap();
            run.ack(&store, erased);
            if seq % 11 == 3 {
                store.journal.sync_head().unwrap();
            }
            if seq > 200 && !erased {
                store.keyring.destroy(Owner::Client(5)).unwrap();
                erased = true;
                run.ack(&store, erased);
            }
            if seq % 90 == 17 {
                store.journal.close().unwrap();
                store = Self::place(&disk).open(Access::ReadWrite).unwrap();
            }
        }
        store.journal.close().unwrap();
        run
    }

    fn ack(&mut self, store: &Store, erased: bool) {
        self.acks
            .push((self.disk.changes(), store.journal.last_seq(), erased));
    }

    /// What was acknowledged when the first `at` changes had been made.
    fn acknowledged(&self, at: usize) -> (u64, bool) {
        let known = self
            .acks
            .iter()
            .rev()
            .find(|(changes, _, _)| *changes <= at);
        known
            .map(|(_, seq, erased)| (*seq, *erased))
            .unwrap_or_default()
    }
}

/// Opens an image, checks it, goes on writing, and gives its last sequence.
fn assert_recovers(image: &SimDisk, acknowledged: u64, erased: bool) -> u64 {
    let place = Run::place(image);
    let mut store = place.open(Access::ReadWrite).unwrap();
    let found = assert_holds(&store, acknowledged);
    assert_eq!(found, store.journal.last_seq());
    if erased {
        assert!(matches!(
            store.keyring.key_of(Owner::Client(5)),
            Err(SealError::Erased)
        ));
    }
    store.append_group(3).unwrap();
    store.append().unwrap();
    store.journal.close().unwrap();
    let store = place.open(Access::ReadWrite).unwrap();
    assert_eq!(
        store.report,
        Default::default(),
        "a healed store is not healed again"
    );
    let verdict = store
        .journal
        .snapshot()
        .verify(&store.keyring, Depth::Deep, &mut |_| {})
        .unwrap();
    assert!(verdict.is_sound(), "{verdict:?}");
    assert_holds(&store, found + 4)
}

#[test]
fn three_hundred_power_cuts_lose_nothing_acknowledged() {
    let run = Run::of_300_entries();
    let first = run.acks[0].0;
    let moments = run.disk.changes() - first;
    let mut torn = 0;
    for seed in 0..300 {
        // Two of three come between the write of a group and its sync, the others anywhere.
        let at = match seed % 3 {
            0 => first + (seed as usize * 7919) % (moments + 1),
            _ => run.acks[1 + seed as usize * 13 % (run.acks.len() - 1)].0 - 1,
        };
        let image = run.disk.crash_image(at, seed);
        let (acknowledged, erased) = run.acknowledged(at);
        let report = Run::place(&image).open(Access::ReadOnly).unwrap().report;
        torn += u64::from(report.torn.is_some());
        assert_eq!(report.damage, None, "seed {seed} at {at}");
        assert_recovers(&image, acknowledged, erased);
    }
    assert!(
        torn > 20,
        "only {torn} images had a torn tail: they do not test enough"
    );
}

#[test]
fn a_second_cut_while_the_first_is_mended_loses_nothing_either() {
    let run = Run::of_300_entries();
    let first = run.acks[0].0;
    for seed in 0..25 {
        let at = first + (seed as usize * 104_729) % (run.disk.changes() - first);
        let image = run.disk.crash_image(at, seed);
        let before = image.changes();
        drop(Run::place(&image).open(Access::ReadWrite).unwrap());
        let (acknowledged, erased) = run.acknowledged(at);
        for moment in before..=image.changes() {
            let second = image.crash_image(moment, seed + 1000);
            assert_recovers(&second, acknowledged, erased);
        }
    }
}

#[test]
fn what_was_unsynced_in_bulk_may_go_and_leaves_no_damage() {
    let disk = SimDisk::new();
    let mut store = Run::place(&disk).create().unwrap();
    let mut acks = vec![(disk.changes(), 0)];
    for seq in 1..=120 {
        let entry = store.entry(seq).unwrap();
        store
            .journal
            .append_unsynced(&[entry], &store.keyring)
            .unwrap();
        if seq % 25 == 0 {
            store.journal.sync().unwrap();
        }
        acks.push((disk.changes(), store.journal.last_seq()));
    }
    for seed in 0..100 {
        let at = acks[0].0 + (seed as usize * 31) % (disk.changes() - acks[0].0);
        let known = acks
            .iter()
            .rev()
            .find(|(changes, _)| *changes <= at)
            .unwrap()
            .1;
        assert_recovers(&disk.crash_image(at, seed), known, false);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 40,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Any order of groups, heads, reopening and cuts keeps what was acknowledged.
    #[test]
    fn any_life_of_a_journal_keeps_what_it_acknowledged(
        steps in prop::collection::vec((0_u8..8, any::<u64>()), 1..25),
    ) {
        let mut disk = SimDisk::new();
        let mut store = Run::place(&disk).create().unwrap();
        let mut acknowledged = 0;
        for (step, seed) in steps {
            match step {
                0..=3 => acknowledged = store.append_group(1 + seed % 40).unwrap(),
                4 => store.journal.sync_head().unwrap(),
                5 => {
                    drop(store);
                    store = Run::place(&disk).open(Access::ReadWrite).unwrap();
                }
                _ => {
                    drop(store);
                    disk = disk.crash_image(disk.changes(), seed);
                    store = Run::place(&disk).open(Access::ReadWrite).unwrap();
                }
            }
            acknowledged = assert_holds(&store, acknowledged);
        }
    }
}
