//! One flipped bit, anywhere: it is noticed, and nothing that is read is wrong.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use caseload::journal::sim::SimDisk;
use caseload::journal::{Access, Depth};

use crate::support::{Place, Store, assert_is};

fn place(disk: &SimDisk) -> Place {
    Place::new(Arc::new(disk.clone()), Path::new("/store"))
}

/// A closed store of several segments.
fn store_of_60() -> SimDisk {
    let disk = SimDisk::new();
    let mut store = place(&disk).create().unwrap();
    for count in (1..=5).cycle().take(20) {
        store.append_group(count).unwrap();
    }
    store.journal.close().unwrap();
    disk
}

/// What says that something is wrong with the store; `None` where nothing does.
fn alarm(disk: &SimDisk, access: Access) -> Option<String> {
    let store = match place(disk).open(access) {
        Err(error) => return Some(error.to_string()),
        Ok(store) => store,
    };
    assert_reads_nothing_wrong(&store);
    if store.report != Default::default() {
        return Some(format!("{:?}", store.report));
    }
    if let Some(torn) = store.keyring.torn() {
        return Some(format!("{torn:?}"));
    }
    let verdict = store
        .journal
        .snapshot()
        .verify(&store.keyring, Depth::Deep, &mut |_| {})
        .unwrap();
    let quiet = verdict.is_sound() && verdict.findings.is_empty() && verdict.entries == 60;
    (!quiet).then(|| format!("{verdict:?}"))
}

/// What is read before an error is right, a sample of it opened.
fn assert_reads_nothing_wrong(store: &Store) {
    for entry in store.journal.snapshot().read_raw(1) {
        let Ok(entry) = entry else { return };
        if entry.seq() % 20 == 0
            && let Ok(opened) = entry.open(&store.keyring)
        {
            assert_is(&opened, entry.seq());
        }
    }
}

/// Flips a bit in every `step`th byte of a file and counts the flips that nothing noticed.
fn flip_every(disk: &SimDisk, path: &Path, step: usize, from: usize) -> (usize, Vec<usize>) {
    let bytes = disk.bytes(path).unwrap();
    let mut unnoticed = Vec::new();
    let places: Vec<usize> = (from..bytes.len()).step_by(step).collect();
    for at in &places {
        let mut flipped = bytes.clone();
        flipped[*at] ^= 1 << (at % 8);
        let copy = disk.copy();
        copy.tamper(path, Some(flipped));
        for access in [Access::ReadOnly, Access::ReadWrite] {
            if alarm(&copy, access).is_none() {
                unnoticed.push(*at);
            }
        }
    }
    (places.len(), unnoticed)
}

fn files(disk: &SimDisk, part: &str) -> Vec<PathBuf> {
    let names = disk.files().into_iter().map(|(path, _)| path);
    names
        .filter(|path| path.to_string_lossy().contains(part))
        .collect()
}

#[test]
fn every_flip_in_a_segment_is_noticed() {
    let disk = store_of_60();
    assert_eq!(alarm(&disk, Access::ReadOnly), None);
    let segments = files(&disk, "segment-");
    assert!(segments.len() >= 3);
    let mut flips = 0;
    for (path, step) in segments
        .iter()
        .zip([97, 131, 89, 139, 113, 101].into_iter().cycle())
    {
        let (count, unnoticed) = flip_every(&disk, path, step, 3);
        assert_eq!(unnoticed, Vec::<usize>::new(), "{}", path.display());
        flips += count;
    }
    assert!(flips > 200, "{flips}");
}

#[test]
fn every_flip_in_the_head_is_noticed() {
    let disk = store_of_60();
    for path in files(&disk, "head") {
        for (step, from) in [(83, 0), (17, 0)] {
            let (_, unnoticed) = flip_every(&disk, &path, step * 4, from);
            assert_eq!(unnoticed, Vec::<usize>::new());
        }
    }
}

#[test]
fn every_flip_in_the_keyring_is_noticed() {
    let disk = store_of_60();
    for path in files(&disk, "keyring") {
        let (count, unnoticed) = flip_every(&disk, &path, 13, 0);
        assert_eq!(unnoticed, Vec::<usize>::new());
        assert!(count > 60, "{count}");
    }
}

#[test]
fn a_missing_file_is_noticed() {
    let disk = store_of_60();
    for (path, _) in disk.files() {
        let copy = disk.copy();
        copy.tamper(&path, None);
        assert!(
            alarm(&copy, Access::ReadOnly).is_some(),
            "{}",
            path.display()
        );
        assert!(
            alarm(&copy, Access::ReadWrite).is_some(),
            "{}",
            path.display()
        );
    }
}

#[test]
fn an_emptied_or_shortened_file_is_noticed() {
    let disk = store_of_60();
    for (path, _) in disk.files() {
        let bytes = disk.bytes(&path).unwrap();
        // The zeros filled in ahead of the writing are not missed: no entry is in them.
        let used = bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1;
        for keep in [0, 1, 50, 127, 128, 129, used / 2, used - 1] {
            let copy = disk.copy();
            copy.tamper(&path, Some(bytes[..keep].to_vec()));
            assert!(
                alarm(&copy, Access::ReadOnly).is_some(),
                "{keep} of {}",
                path.display()
            );
            assert!(
                alarm(&copy, Access::ReadWrite).is_some(),
                "{keep} of {}",
                path.display()
            );
        }
    }
}

#[test]
fn an_entry_acknowledged_after_the_last_head_is_not_taken_for_a_torn_tail() {
    let disk = SimDisk::new();
    let mut store = place(&disk).create().unwrap();
    for _ in 0..10 {
        store.append().unwrap();
    }
    // The process is killed: the head never moved on from zero.
    let disk = disk.copy();
    let path = &files(&disk, "segment-")[0];
    let bytes = disk.bytes(path).unwrap();
    let used = bytes.iter().rposition(|byte| *byte != 0).unwrap();
    let mut flipped = bytes;
    flipped[used / 2] ^= 1;
    disk.tamper(path, Some(flipped));
    let store = place(&disk).open(Access::ReadOnly).unwrap();
    assert!(
        store
            .report
            .damage
            .is_some_and(|damage| (2..10).contains(&damage.first_bad))
    );
    assert!(place(&disk).open(Access::ReadWrite).is_err());
}
