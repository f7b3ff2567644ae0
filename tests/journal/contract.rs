//! What a journal promises while nothing goes wrong.

use caseload::journal::{Access, Body, Depth, JournalError, NewEntry, NewPart, OpenReport};
use caseload::seal::{KeyId, Label, Owner, RootKey, SealError};

use crate::support::{OPTIONS, assert_holds, assert_is, client_of, real};

#[test]
fn what_was_appended_is_read_back_after_opening_again() {
    let (_folder, place) = real();
    let mut store = place.create().unwrap();
    for count in [1, 4, 2, 30, 1, 60] {
        store.append_group(count).unwrap();
    }
    assert_eq!(assert_holds(&store, 98), 98);
    let chain = store.journal.chain();
    store.journal.close().unwrap();

    let mut store = place.open(Access::ReadWrite).unwrap();
    assert_eq!(store.report, OpenReport::default());
    assert_eq!(store.journal.last_seq(), 98);
    assert_eq!(store.journal.last_recorded(), Some(1_796_000_000_098));
    assert_eq!(store.journal.chain(), chain);
    assert_eq!(store.append().unwrap(), 99);
    assert_eq!(assert_holds(&store, 99), 99);
    let verdict = store
        .journal
        .snapshot()
        .verify(&store.keyring, Depth::Deep, &mut |_| {})
        .unwrap();
    assert!(verdict.is_sound(), "{verdict:?}");
    assert_eq!(
        (verdict.entries, verdict.groups, verdict.erased),
        (99, 7, 0)
    );
    assert_eq!(verdict.opened, 99 + 33);
}

#[test]
fn reading_begins_at_any_sequence_and_ends_at_its_snapshot() {
    let (_folder, place) = real();
    let mut store = place.create().unwrap();
    for _ in 0..40 {
        store.append_group(3).unwrap();
    }
    let snapshot = store.journal.snapshot();
    store.append_group(5).unwrap();
    for from in [0, 1, 2, 59, 119, 120, 121, 500] {
        let read: Vec<_> = snapshot
            .read(from, &store.keyring)
            .map(Result::unwrap)
            .collect();
        assert_eq!(
            read.len() as u64,
            121_u64.saturating_sub(from.max(1)),
            "from {from}"
        );
        read.iter()
            .zip(from.max(1)..)
            .for_each(|(entry, seq)| assert_is(entry, seq));
    }
    assert_is(&snapshot.entry(77, &store.keyring).unwrap(), 77);
    for seq in [0, 121] {
        assert!(matches!(
            snapshot.entry(seq, &store.keyring),
            Err(JournalError::NoEntry(found)) if found == seq
        ));
    }
}

#[test]
fn an_erased_client_reads_as_erased_and_the_chain_still_holds() {
    let (_folder, place) = real();
    let mut store = place.create().unwrap();
    store.append_group(50).unwrap();
    store.keyring.destroy(Owner::Client(3)).unwrap();
    store.journal.close().unwrap();

    let store = place.open(Access::ReadWrite).unwrap();
    for entry in store.read_all().unwrap() {
        assert_is(&entry, entry.seq);
        assert_eq!(
            entry.parts[0].body == Body::Erased,
            entry.seq % 7 == 3,
            "{}",
            entry.seq
        );
    }
    let verdict = store
        .journal
        .snapshot()
        .verify(&store.keyring, Depth::Deep, &mut |_| {})
        .unwrap();
    assert!(verdict.is_sound(), "{verdict:?}");
    assert_eq!(
        verdict.erased,
        (1..=50)
            .filter(|seq| client_of(*seq) == Owner::Client(3))
            .count() as u64
    );
}

#[test]
fn what_cannot_be_written_is_refused_and_the_journal_goes_on() {
    let (_folder, place) = real();
    let mut store = place.create().unwrap();
    let rest = store.keyring.key_of(Owner::Rest).unwrap();
    let entry = |key, plain: Vec<u8>| NewEntry {
        recorded: 0,
        who: 0,
        parts: vec![NewPart { key, plain }],
    };
    let mut refused = |entry: NewEntry| {
        store
            .journal
            .append_group(&[entry], &store.keyring)
            .unwrap_err()
    };
    assert!(matches!(
        refused(entry(KeyId(99), vec![])),
        JournalError::Seal(SealError::UnknownKey(KeyId(99)))
    ));
    assert!(matches!(
        refused(entry(rest, vec![0; 17 << 20])),
        JournalError::TooLarge { .. }
    ));
    let nothing = NewEntry {
        recorded: 0,
        who: 0,
        parts: vec![],
    };
    assert!(matches!(refused(nothing), JournalError::Parts(0)));
    let many = NewPart {
        key: rest,
        plain: vec![],
    };
    let too_many = NewEntry {
        recorded: 0,
        who: 0,
        parts: vec![many; 256],
    };
    assert!(matches!(refused(too_many), JournalError::Parts(256)));
    assert!(
        store
            .journal
            .append_group(&[], &store.keyring)
            .unwrap()
            .is_empty()
    );
    assert_eq!(store.append().unwrap(), 1);
    assert_eq!(assert_holds(&store, 1), 1);
}

#[test]
fn a_group_larger_than_a_segment_gets_a_larger_one() {
    let (_folder, place) = real();
    let mut store = place.create().unwrap();
    store.append_group(2).unwrap();
    store.append_group(200).unwrap();
    store.append_group(2).unwrap();
    store.journal.close().unwrap();
    let store = place.open(Access::ReadWrite).unwrap();
    assert_eq!(assert_holds(&store, 204), 204);
    let sizes = std::fs::read_dir(place.journal_dir())
        .unwrap()
        .map(|file| file.unwrap().metadata().unwrap().len());
    assert!(sizes.max() > Some(OPTIONS.segment_bytes));
}

#[test]
fn entries_in_bulk_count_from_their_sync_on() {
    let (_folder, place) = real();
    let mut store = place.create().unwrap();
    for seq in 1..=500 {
        let entry = store.entry(seq).unwrap();
        store
            .journal
            .append_unsynced(&[entry], &store.keyring)
            .unwrap();
    }
    assert!(store.journal.last_seq() < 500);
    assert_eq!(assert_holds(&store, 0), store.journal.last_seq());
    store.journal.sync().unwrap();
    assert_eq!(assert_holds(&store, 500), 500);
    store.journal.close().unwrap();
    assert_eq!(
        assert_holds(&place.open(Access::ReadWrite).unwrap(), 500),
        500
    );
}

#[test]
fn only_an_absent_journal_is_made_and_only_a_present_one_opened() {
    let (_folder, place) = real();
    let store = place.create().unwrap();
    let again = caseload::journal::Journal::create(
        place.disk.clone(),
        &place.journal_dir(),
        &store.keyring,
        OPTIONS,
    );
    assert!(matches!(again, Err(JournalError::AlreadyThere(_))));
    let nowhere = caseload::journal::Journal::open(
        place.disk.clone(),
        &place.data.join("elsewhere"),
        &store.keyring,
        Access::ReadWrite,
        OPTIONS,
    );
    assert!(matches!(nowhere, Err(JournalError::NotThere(_))));
}

#[test]
fn a_read_only_journal_refuses_to_write_and_changes_no_file() {
    let (_folder, place) = real();
    let mut store = place.create().unwrap();
    store.append_group(9).unwrap();
    store.journal.close().unwrap();
    let mut store = place.open(Access::ReadOnly).unwrap();
    assert_eq!(assert_holds(&store, 9), 9);
    let entry = NewEntry {
        recorded: 0,
        who: 0,
        parts: vec![],
    };
    assert!(matches!(
        store.journal.append_group(&[entry], &store.keyring),
        Err(JournalError::ReadOnly)
    ));
    assert!(matches!(
        store.keyring.add(Owner::Client(700)),
        Err(SealError::ReadOnly)
    ));
}

#[test]
fn the_head_follows_by_itself() {
    let (_folder, place) = real();
    let store = place.create().unwrap();
    drop(store);
    let keyring = caseload::seal::Keyring::open(
        place.disk.clone(),
        &place.keyring_path(),
        &place.root,
        crate::support::STORE,
    )
    .unwrap();
    let options = caseload::journal::Options {
        head_delay: Some(std::time::Duration::from_millis(1)),
        ..OPTIONS
    };
    let (mut journal, _) = caseload::journal::Journal::open(
        place.disk.clone(),
        &place.journal_dir(),
        &keyring,
        Access::ReadWrite,
        options,
    )
    .unwrap();
    let rest = keyring.key_of(Owner::Rest).unwrap();
    let before = std::fs::read(place.journal_dir().join("head")).unwrap();
    let entry = NewEntry {
        recorded: 5,
        who: 1,
        parts: vec![NewPart {
            key: rest,
            plain: b"x".to_vec(),
        }],
    };
    journal.append_group(&[entry], &keyring).unwrap();
    // Dropping joins the head's thread, which writes what was noted.
    drop(journal);
    assert_ne!(
        std::fs::read(place.journal_dir().join("head")).unwrap(),
        before
    );
}

#[test]
fn a_changed_root_key_opens_the_same_journal() {
    let (_folder, mut place) = real();
    let mut store = place.create().unwrap();
    store.append_group(9).unwrap();
    let drafts = store
        .keyring
        .derive(Label::Drafts)
        .seal(b"", b"half a note")
        .unwrap();
    place.root = RootKey::generate().unwrap();
    store.keyring.change_root(&place.root).unwrap();
    store.append_group(3).unwrap();
    store.journal.close().unwrap();
    let store = place.open(Access::ReadWrite).unwrap();
    assert_eq!(store.report, OpenReport::default());
    assert_eq!(assert_holds(&store, 12), 12);
    assert_eq!(
        store
            .keyring
            .derive(Label::Drafts)
            .open(b"", &drafts)
            .unwrap(),
        b"half a note"
    );
}

#[test]
fn the_files_of_a_snapshot_copied_as_they_are_make_a_journal() {
    let (_folder, place) = real();
    let mut store = place.create().unwrap();
    store.append_group(40).unwrap();
    store.append_group(3).unwrap();
    store.journal.sync_head().unwrap();
    let snapshot = store.journal.snapshot();
    let (copies, copy) = real();
    std::fs::create_dir(copies.path().join("journal")).unwrap();
    std::fs::copy(place.keyring_path(), copy.keyring_path()).unwrap();
    for (path, bytes) in snapshot.files() {
        let to = copy.journal_dir().join(path.file_name().unwrap());
        let read = std::fs::read(path).unwrap();
        std::fs::write(to, &read[..read.len().min(bytes as usize)]).unwrap();
    }
    std::fs::copy(
        place.journal_dir().join("head"),
        copy.journal_dir().join("head"),
    )
    .unwrap();
    assert_eq!(assert_holds(&copy.open(Access::ReadWrite).unwrap(), 43), 43);
}
