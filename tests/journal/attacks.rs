//! Someone with the files and this source, but not the root key, edits, drops, reorders, cuts or
//! rolls back. Checksums and chain are made to match again; it is noticed all the same.
//!
//! What no check within the folder can notice is all of it rolled back together: that takes the
//! chain's value written down elsewhere.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use caseload::journal::sim::SimDisk;
use caseload::journal::{Access, Depth, Fault, JournalError, Options, Verdict};
use caseload::seal::{Digest, Owner, digest};

use crate::support::{OPTIONS, Place, STORE, Store};

/// All in one segment, so that an attack has one file to make right.
const ONE_SEGMENT: Options = Options {
    segment_bytes: 64 << 10,
    ..OPTIONS
};

fn place(disk: &SimDisk) -> Place {
    Place {
        options: ONE_SEGMENT,
        ..Place::new(Arc::new(disk.clone()), Path::new("/store"))
    }
}

fn segment() -> PathBuf {
    PathBuf::from("/store/journal/segment-00000001")
}

fn head() -> PathBuf {
    PathBuf::from("/store/journal/head")
}

/// Twenty groups of one entry.
fn store_of_20() -> SimDisk {
    let disk = SimDisk::new();
    let mut store = place(&disk).create().unwrap();
    for _ in 0..20 {
        store.append().unwrap();
    }
    store.journal.close().unwrap();
    disk
}

/// The frames of a segment: each entry, each end of a group.
fn frames(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut frames = Vec::new();
    let mut at = 128;
    loop {
        let length = u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        if length == 0 {
            return frames;
        }
        frames.push(at..at + length + 8);
        at += length + 8;
    }
}

/// The bytes of a segment with these frames, all checksums and the whole chain computed anew.
fn forged(bytes: &[u8], frames: &[Vec<u8>]) -> Vec<u8> {
    let mut out = bytes[..128].to_vec();
    let mut chain: Digest = digest(&[b"caseload journal 1", &STORE.0]);
    for frame in frames {
        let mut body = frame[4..frame.len() - 4].to_vec();
        let is_end = body[0] == 2;
        if is_end {
            let fields = body.len() - 32;
            chain = digest(&[&chain.0, &body[..fields]]);
            body[fields..].copy_from_slice(&chain.0);
        }
        let mut frame = (body.len() as u32).to_le_bytes().to_vec();
        frame.extend_from_slice(&body);
        frame.extend_from_slice(&crc32fast::hash(&frame).to_le_bytes());
        if !is_end {
            chain = digest(&[&chain.0, &frame]);
        }
        out.extend_from_slice(&frame);
    }
    out.resize(bytes.len(), 0);
    out
}

fn attack(disk: &SimDisk, change: impl FnOnce(&mut Vec<Vec<u8>>)) -> SimDisk {
    let bytes = disk.bytes(&segment()).unwrap();
    let mut all: Vec<Vec<u8>> = frames(&bytes)
        .into_iter()
        .map(|frame| bytes[frame].to_vec())
        .collect();
    change(&mut all);
    let attacked = disk.copy();
    attacked.tamper(&segment(), Some(forged(&bytes, &all)));
    attacked
}

fn read_only(disk: &SimDisk) -> Store {
    let error = place(disk).open(Access::ReadWrite).err();
    assert!(
        error.as_ref().is_some_and(JournalError::is_damage),
        "{error:?}"
    );
    place(disk).open(Access::ReadOnly).unwrap()
}

fn deep(store: &Store) -> Verdict {
    store
        .journal
        .snapshot()
        .verify(&store.keyring, Depth::Deep, &mut |_| {})
        .unwrap()
}

#[test]
fn forging_nothing_gives_the_same_bytes() {
    let disk = store_of_20();
    let same = attack(&disk, |_| {});
    assert_eq!(same.bytes(&segment()), disk.bytes(&segment()));
    assert!(deep(&place(&same).open(Access::ReadWrite).unwrap()).is_sound());
}

#[test]
fn an_edited_header_is_noticed_by_head_and_seal() {
    let attacked = attack(&store_of_20(), |frames| {
        // Body: kind, sequence (one byte), recorded (six), then who: blame someone else.
        frames[2 * 8][4 + 8] ^= 3;
    });
    let store = read_only(&attacked);
    let damage = store.report.damage.clone().unwrap();
    assert_eq!(damage.fault, Fault::HeadDiffers(20));
    let verdict = deep(&store);
    assert_eq!(verdict.first_bad(), Some(9));
    assert!(
        verdict
            .damage
            .iter()
            .any(|damage| damage.fault == Fault::Forged)
    );
    let entry = store
        .journal
        .snapshot()
        .entry(9, &store.keyring)
        .unwrap_err();
    assert!(matches!(entry, JournalError::Damaged(damage) if damage.first_bad == 9));
}

#[test]
fn an_edit_without_a_new_chain_names_its_entry() {
    let disk = store_of_20();
    let mut bytes = disk.bytes(&segment()).unwrap();
    let frame = frames(&bytes)[2 * 8].clone();
    bytes[frame.end - 9] ^= 1;
    let crc = crc32fast::hash(&bytes[frame.start..frame.end - 4]).to_le_bytes();
    bytes[frame.end - 4..frame.end].copy_from_slice(&crc);
    disk.tamper(&segment(), Some(bytes));
    let damage = read_only(&disk).report.damage.unwrap();
    assert_eq!((damage.first_bad, damage.fault), (9, Fault::Chain));
}

#[test]
fn a_dropped_entry_is_noticed() {
    let attacked = attack(&store_of_20(), |frames| {
        frames.drain(2 * 8..2 * 9);
    });
    let damage = read_only(&attacked).report.damage.unwrap();
    assert_eq!((damage.first_bad, damage.fault), (9, Fault::Chain));
}

#[test]
fn a_dropped_entry_with_the_rest_numbered_anew_is_noticed() {
    let attacked = attack(&store_of_20(), |frames| {
        frames.drain(2 * 8..2 * 9);
        for (group, frame) in frames.chunks_exact_mut(2).enumerate().skip(8) {
            // Sequences below 128 are one byte: second in an entry, third in a group's end.
            frame[0][5] = group as u8 + 1;
            frame[1][6] = group as u8 + 1;
        }
    });
    let store = read_only(&attacked);
    assert!(store.report.damage.is_some());
    let verdict = deep(&store);
    assert!(
        verdict
            .damage
            .iter()
            .any(|d| d.first_bad == 9 && d.fault == Fault::Forged)
    );
}

#[test]
fn two_entries_swapped_are_noticed() {
    let attacked = attack(&store_of_20(), |frames| {
        frames.swap(2 * 4, 2 * 5);
        frames.swap(2 * 4 + 1, 2 * 5 + 1);
    });
    let damage = read_only(&attacked).report.damage.unwrap();
    assert_eq!((damage.first_bad, damage.fault), (5, Fault::Chain));
}

#[test]
fn entries_swapped_and_numbered_anew_are_noticed() {
    let attacked = attack(&store_of_20(), |frames| {
        frames.swap(2 * 4, 2 * 5);
        frames[2 * 4][5] = 5;
        frames[2 * 5][5] = 6;
    });
    let store = read_only(&attacked);
    assert!(store.report.damage.is_some());
    let forged =
        |seq| move |d: &caseload::journal::Damage| d.first_bad == seq && d.fault == Fault::Forged;
    let verdict = deep(&store);
    assert!(verdict.damage.iter().any(forged(5)) && verdict.damage.iter().any(forged(6)));
}

#[test]
fn the_last_entries_cut_off_are_noticed() {
    let attacked = attack(&store_of_20(), |frames| frames.truncate(2 * 17));
    let damage = read_only(&attacked).report.damage.unwrap();
    assert_eq!(
        (damage.first_bad, damage.fault),
        (
            18,
            Fault::Shorter {
                ends_at: 17,
                head: 20
            }
        )
    );
}

#[test]
fn an_older_journal_under_the_newer_head_is_noticed() {
    let disk = store_of_20();
    let older = disk.bytes(&segment()).unwrap();
    let mut store = place(&disk).open(Access::ReadWrite).unwrap();
    store.append_group(4).unwrap();
    store.journal.close().unwrap();
    disk.tamper(&segment(), Some(older));
    let damage = read_only(&disk).report.damage.unwrap();
    assert_eq!(
        damage.fault,
        Fault::Shorter {
            ends_at: 20,
            head: 24
        }
    );
}

#[test]
fn an_older_head_does_not_hide_a_cut_once_a_later_group_stands() {
    let disk = store_of_20();
    let older = disk.bytes(&head()).unwrap();
    let mut store = place(&disk).open(Access::ReadWrite).unwrap();
    for _ in 0..3 {
        store.append().unwrap();
    }
    store.journal.close().unwrap();
    disk.tamper(&head(), Some(older));
    // With its old head the journal is whole; the bytes of entry 21 are then spoilt.
    assert_eq!(
        place(&disk).open(Access::ReadOnly).unwrap().report.damage,
        None
    );
    let mut bytes = disk.bytes(&segment()).unwrap();
    let frame = frames(&bytes)[2 * 20].clone();
    bytes[frame.start + 20] ^= 1;
    disk.tamper(&segment(), Some(bytes));
    let damage = read_only(&disk).report.damage.unwrap();
    assert_eq!((damage.first_bad, damage.fault), (21, Fault::Altered));
}

#[test]
fn an_older_keyring_is_noticed() {
    let disk = store_of_20();
    let path = place(&disk).keyring_path();
    let older = disk.bytes(&path).unwrap();
    let mut store = place(&disk).open(Access::ReadWrite).unwrap();
    store.keyring.destroy(Owner::Client(3)).unwrap();
    store.append_group(4).unwrap();
    store.journal.close().unwrap();
    disk.tamper(&path, Some(older));
    // The old keyring would bring the erased client back.
    let damage = read_only(&disk).report.damage.unwrap();
    assert!(matches!(
        damage.fault,
        Fault::KeyringOld {
            epoch: 1,
            journal_epoch: 2,
            ..
        }
    ));
    assert_eq!(damage.first_bad, 21);
}

#[test]
fn a_head_of_another_store_or_an_invented_one_is_no_head() {
    let disk = store_of_20();
    let mut invented = b"CASEHEAD".to_vec();
    invented.resize(4092, 7);
    invented.extend_from_slice(&crc32fast::hash(&invented).to_le_bytes());
    disk.tamper(&head(), Some([invented.clone(), invented].concat()));
    let damage = read_only(&disk).report.damage.unwrap();
    assert_eq!(damage.fault, Fault::HeadUnreadable);
}
