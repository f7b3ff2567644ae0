//! The disk fails at any call: what was acknowledged is kept, the error is honest, and opening
//! again works.

use std::path::Path;
use std::sync::Arc;

use caseload::journal::sim::{Faults, SimDisk, SimFault};
use caseload::journal::{Access, Journal, JournalError};
use caseload::seal::{Keyring, Owner, SealError};

use crate::support::{OPTIONS, Place, STORE, Store, assert_holds};

fn place(disk: &SimDisk) -> Place {
    Place::new(Arc::new(disk.clone()), Path::new("/store"))
}

/// 50 entries with heads and an erasure; gives what was acknowledged and the error that ended it.
fn run(disk: &SimDisk) -> (u64, Option<JournalError>) {
    let mut store = match place(disk).create() {
        Ok(store) => store,
        Err(error) => return (0, Some(error)),
    };
    let mut acknowledged = 0;
    let ended = life(&mut store, &mut acknowledged).err();
    if ended.is_some() && !matches!(ended, Some(JournalError::Seal(_))) {
        let next = store.append().unwrap_err();
        assert!(
            matches!(next, JournalError::Poisoned | JournalError::Seal(_)),
            "{next}"
        );
    }
    (acknowledged, ended)
}

fn life(store: &mut Store, acknowledged: &mut u64) -> Result<(), JournalError> {
    while *acknowledged < 50 {
        *acknowledged = store.append_group(1 + *acknowledged % 3)?;
        if acknowledged.is_multiple_of(4) {
            store.journal.sync_head()?;
        }
        if *acknowledged == 31 {
            store.keyring.destroy(Owner::Client(5))?;
        }
    }
    store.journal.sync_head()
}

/// Opens what a faulty run left, making what a run that failed early had not made.
fn recover(disk: &SimDisk) -> Store {
    let place = place(disk);
    let (path, dir) = (place.keyring_path(), place.journal_dir());
    let ring = Keyring::open(place.disk.clone(), &path, &place.root, STORE);
    let mut keyring = ring
        .or_else(|_| Keyring::create(place.disk.clone(), &path, &place.root, STORE))
        .unwrap();
    keyring.add_many(&[Owner::Rest, Owner::Staff(1)]).unwrap();
    match Journal::open(
        place.disk.clone(),
        &dir,
        &keyring,
        Access::ReadWrite,
        OPTIONS,
    ) {
        Ok((journal, report)) => Store {
            journal,
            keyring,
            report,
        },
        Err(JournalError::NotThere(_)) => {
            let journal = Journal::create(place.disk.clone(), &dir, &keyring, OPTIONS).unwrap();
            Store {
                journal,
                keyring,
                report: Default::default(),
            }
        }
        // A head and no segment: making the journal had failed between the two.
        Err(JournalError::Damaged(damage)) if damage.first_bad == 1 => {
            let journal = Journal::create(place.disk.clone(), &dir, &keyring, OPTIONS).unwrap();
            Store {
                journal,
                keyring,
                report: Default::default(),
            }
        }
        Err(error) => panic!("{error}"),
    }
}

/// The store is whole after a restart on the same disk, takes more entries, and those outlive a
/// cut in which nothing unsynced is kept.
fn assert_whole(disk: &SimDisk, acknowledged: u64) {
    let mut store = recover(disk);
    let found = assert_holds(&store, acknowledged);
    store.append_group(2).unwrap();
    drop(store);
    for seed in [1, 4] {
        let image = disk.crash_image(disk.changes(), seed);
        assert_holds(&place(&image).open(Access::ReadWrite).unwrap(), found + 2);
    }
}

fn sweep(fault: SimFault, lasting: bool) -> u64 {
    let clean = SimDisk::new();
    let (acknowledged, ended) = run(&clean);
    assert!(ended.is_none() && acknowledged >= 50);
    let calls = match fault {
        SimFault::Io => (0..clean.calls()).collect(),
        SimFault::NoSpace | SimFault::Short => clean.writes(),
    };
    let mut failed = 0;
    for call in calls {
        let disk = SimDisk::new();
        let mut faults = Faults::default();
        if lasting {
            faults.from = Some((call, fault));
        } else {
            faults.at.insert(call, fault);
        }
        disk.set_faults(faults);
        let (acknowledged, ended) = run(&disk);
        if let Some(error) = &ended {
            failed += 1;
            assert_honest(error, fault, call);
        }
        if lasting && fault == SimFault::NoSpace && acknowledged > 0 {
            // The disk is still full: reading works all the same.
            assert_holds(&place(&disk).open(Access::ReadOnly).unwrap(), acknowledged);
        }
        let cut = disk.crash_image(disk.changes(), call);
        for image in [disk, cut] {
            image.set_faults(Faults::default());
            assert_whole(&image, acknowledged);
        }
    }
    failed
}

fn assert_honest(error: &JournalError, fault: SimFault, call: u64) {
    let full = matches!(
        error,
        JournalError::DiskFull { .. } | JournalError::Seal(SealError::DiskFull { .. })
    );
    let broken = matches!(
        error,
        JournalError::Io { .. } | JournalError::Seal(SealError::Io { .. })
    );
    let expected = if fault == SimFault::NoSpace {
        full
    } else {
        broken
    };
    assert!(expected, "call {call}: {error}");
}

#[test]
fn a_disk_error_at_any_call_loses_nothing() {
    assert!(sweep(SimFault::Io, false) > 150);
}

#[test]
fn a_disk_that_breaks_for_good_at_any_call_loses_nothing() {
    assert!(sweep(SimFault::Io, true) > 150);
}

#[test]
fn no_room_at_any_call_loses_nothing() {
    assert!(sweep(SimFault::NoSpace, false) > 40);
}

#[test]
fn a_disk_full_for_good_at_any_call_loses_nothing_and_can_be_read() {
    assert!(sweep(SimFault::NoSpace, true) > 40);
}

#[test]
fn short_writes_are_gone_on_with() {
    assert_eq!(sweep(SimFault::Short, false), 0);
    assert_eq!(sweep(SimFault::Short, true), 0);
}

#[test]
fn a_disk_that_fills_up_is_said_to_be_full_and_works_again_with_room() {
    let disk = SimDisk::new();
    let mut store = place(&disk).create().unwrap();
    disk.set_faults(Faults {
        bytes_max: Some(50_000),
        ..Faults::default()
    });
    let mut acknowledged = 0;
    let error = loop {
        match store.append() {
            Ok(seq) => acknowledged = seq,
            Err(error) => break error,
        }
    };
    assert!(
        acknowledged > 40 && matches!(error, JournalError::DiskFull { .. }),
        "{error}"
    );
    assert!(error.to_string().contains("Free some space"), "{error}");
    assert!(matches!(store.append(), Err(JournalError::Poisoned)));
    drop(store);
    assert_holds(&place(&disk).open(Access::ReadOnly).unwrap(), acknowledged);
    assert_holds(&place(&disk).open(Access::ReadWrite).unwrap(), acknowledged);
    disk.set_faults(Faults::default());
    assert_whole(&disk, acknowledged);
}

#[test]
fn a_failed_sync_of_the_head_stops_the_writing_too() {
    let disk = SimDisk::new();
    let mut store = place(&disk).create().unwrap();
    store.append().unwrap();
    disk.set_faults(Faults {
        from: Some((disk.calls(), SimFault::Io)),
        ..Faults::default()
    });
    assert!(matches!(
        store.journal.sync_head(),
        Err(JournalError::Io { .. })
    ));
    disk.set_faults(Faults::default());
    assert!(matches!(store.append(), Err(JournalError::Poisoned)));
    assert!(matches!(store.journal.close(), Err(JournalError::Poisoned)));
}
