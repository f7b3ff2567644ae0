//! The keyring: keys come back, destroyed ones do not, damage is told from a torn tail.

use std::sync::Arc;

use caseload::journal::disk::RealDisk;
use caseload::seal::{KeyId, Keyring, Owner, RootKey, SealError, StoreId};

use crate::support::{Place, STORE, real};

fn ring(place: &Place) -> Result<Keyring, SealError> {
    Keyring::open(
        place.disk.clone(),
        &place.keyring_path(),
        &place.root,
        STORE,
    )
}

fn new_ring(place: &Place) -> Keyring {
    Keyring::create(
        place.disk.clone(),
        &place.keyring_path(),
        &place.root,
        STORE,
    )
    .unwrap()
}

#[test]
fn keys_come_back_in_their_order_and_open_what_they_sealed() {
    let (_folder, place) = real();
    let mut keys = new_ring(&place);
    assert!(matches!(
        keys.key_of(Owner::Rest),
        Err(SealError::NoKey(Owner::Rest))
    ));
    let rest = keys.add(Owner::Rest).unwrap();
    let peg = keys.add(Owner::Client(1)).unwrap();
    assert_eq!((rest, peg), (KeyId(1), KeyId(2)));
    assert_eq!(keys.add(Owner::Client(1)).unwrap(), peg);
    let many = keys
        .add_many(&[Owner::Staff(1), Owner::Client(1), Owner::Client(9)])
        .unwrap();
    assert_eq!(many.len(), 3);
    assert_eq!(many[1], peg);
    let sealed = keys.seal(peg, b"note", b"prefers mornings").unwrap();
    let boxed = keys
        .seal_box(Owner::Staff(1), b"draft", b"half a note")
        .unwrap();
    drop(keys);

    let keys = ring(&place).unwrap();
    assert_eq!(keys.issued(), 4);
    assert_eq!(keys.key_of(Owner::Client(1)).unwrap(), peg);
    assert_eq!(keys.owner_of(peg), Some(Owner::Client(1)));
    assert_eq!(
        keys.open_sealed(peg, b"note", &sealed).unwrap(),
        b"prefers mornings"
    );
    assert_eq!(keys.open_box(b"draft", &boxed).unwrap(), b"half a note");
    assert!(matches!(
        keys.open_sealed(rest, b"note", &sealed),
        Err(SealError::Forged)
    ));
    assert!(matches!(
        keys.open_sealed(peg, b"text", &sealed),
        Err(SealError::Forged)
    ));
    for unknown in [KeyId(0), KeyId(5)] {
        assert!(matches!(
            keys.open_sealed(unknown, b"note", &sealed),
            Err(SealError::UnknownKey(id)) if id == unknown
        ));
    }
}

#[test]
fn a_destroyed_key_stays_destroyed_and_its_bytes_leave_the_file() {
    let (_folder, place) = real();
    let mut keys = new_ring(&place);
    let peg = keys.add(Owner::Client(1)).unwrap();
    let tom = keys.add(Owner::Client(2)).unwrap();
    let [of_peg, of_tom] = [peg, tom].map(|id| keys.seal(id, b"", b"x").unwrap());
    let before = std::fs::read(place.keyring_path()).unwrap();
    keys.destroy(Owner::Client(1)).unwrap();
    keys.destroy(Owner::Client(1)).unwrap();
    let jo = keys.add(Owner::Client(3)).unwrap();
    drop(keys);

    let mut keys = ring(&place).unwrap();
    assert!(matches!(
        keys.key_of(Owner::Client(1)),
        Err(SealError::Erased)
    ));
    assert!(matches!(keys.add(Owner::Client(1)), Err(SealError::Erased)));
    assert!(matches!(
        keys.open_sealed(peg, b"", &of_peg),
        Err(SealError::Erased)
    ));
    assert_eq!(keys.open_sealed(tom, b"", &of_tom).unwrap(), b"x");
    assert_eq!((jo, keys.epoch()), (KeyId(3), 2));
    let after = std::fs::read(place.keyring_path()).unwrap();
    // The records of the old file were 38 bytes of key and more each; none of them is in the new.
    assert!(
        !before[130..]
            .windows(32)
            .any(|old| after.windows(32).any(|new| new == old))
    );
}

#[test]
fn a_torn_record_at_the_end_is_ignored_and_cut_off() {
    let (_folder, place) = real();
    let mut keys = new_ring(&place);
    keys.add(Owner::Rest).unwrap();
    let whole = std::fs::read(place.keyring_path()).unwrap().len();
    keys.add_many(&(0..50).map(Owner::Client).collect::<Vec<_>>())
        .unwrap();
    drop(keys);
    let bytes = std::fs::read(place.keyring_path()).unwrap();
    for cut in whole + 1..bytes.len() {
        std::fs::write(place.keyring_path(), &bytes[..cut]).unwrap();
        let mut keys = ring(&place).unwrap();
        assert_eq!(keys.issued(), 1);
        assert_eq!(keys.torn().unwrap().bytes, (cut - whole) as u64);
        if cut % 97 == 0 {
            assert_eq!(keys.add(Owner::Client(7)).unwrap(), KeyId(2));
            assert_eq!(ring(&place).unwrap().torn(), None);
        }
    }
}

#[test]
fn a_changed_record_before_the_last_is_damage() {
    let (_folder, place) = real();
    let mut keys = new_ring(&place);
    let header = std::fs::read(place.keyring_path()).unwrap().len();
    keys.add(Owner::Rest).unwrap();
    let first = std::fs::read(place.keyring_path()).unwrap().len();
    keys.add(Owner::Client(1)).unwrap();
    drop(keys);
    let bytes = std::fs::read(place.keyring_path()).unwrap();
    for at in 0..first {
        let mut flipped = bytes.clone();
        flipped[at] ^= 4;
        std::fs::write(place.keyring_path(), &flipped).unwrap();
        let error = ring(&place).unwrap_err();
        assert!(matches!(error, SealError::Damaged(_)), "byte {at}: {error}");
    }
    // A record taken out leaves the next one in a place that is not its own.
    let cut = [&bytes[..header], &bytes[first..]].concat();
    std::fs::write(place.keyring_path(), cut).unwrap();
    assert!(matches!(ring(&place), Err(SealError::Damaged(_))));
}

#[test]
fn a_wrong_root_key_and_a_strange_store_are_named() {
    let (_folder, place) = real();
    drop(new_ring(&place));
    let (disk, path) = (place.disk.clone(), place.keyring_path());
    let other = RootKey::generate().unwrap();
    assert!(matches!(
        Keyring::open(disk.clone(), &path, &other, STORE),
        Err(SealError::WrongRootKey)
    ));
    assert!(matches!(
        Keyring::open(disk.clone(), &path, &place.root, StoreId([1; 16])),
        Err(SealError::OtherStore)
    ));
    assert!(matches!(
        Keyring::create(disk, &path, &place.root, STORE),
        Err(SealError::Io { .. })
    ));
}

#[test]
fn a_new_root_key_opens_and_the_old_one_does_not() {
    let (_folder, place) = real();
    let mut keys = new_ring(&place);
    let peg = keys.add(Owner::Client(1)).unwrap();
    let sealed = keys.seal(peg, b"", b"x").unwrap();
    let root = RootKey::generate().unwrap();
    keys.change_root(&root).unwrap();
    assert_eq!(keys.open_sealed(peg, b"", &sealed).unwrap(), b"x");
    drop(keys);
    assert!(matches!(ring(&place), Err(SealError::WrongRootKey)));
    let keys = Keyring::open(Arc::new(RealDisk), &place.keyring_path(), &root, STORE).unwrap();
    assert_eq!(keys.open_sealed(peg, b"", &sealed).unwrap(), b"x");
}

#[test]
fn an_export_is_a_keyring() {
    let (_folder, place) = real();
    let mut keys = new_ring(&place);
    keys.add_many(&(0..300).map(Owner::Client).collect::<Vec<_>>())
        .unwrap();
    let sealed = keys.seal_box(Owner::Client(5), b"", b"x").unwrap();
    std::fs::write(place.keyring_path(), keys.export().unwrap()).unwrap();
    assert_eq!(ring(&place).unwrap().open_box(b"", &sealed).unwrap(), b"x");
}

#[test]
fn a_hundred_thousand_keys_take_one_sync() {
    let (_folder, place) = real();
    let mut keys = new_ring(&place);
    let ids = keys
        .add_many(&(0..100_000).map(Owner::Client).collect::<Vec<_>>())
        .unwrap();
    assert_eq!(ids.last(), Some(&KeyId(100_000)));
    assert_eq!(ring(&place).unwrap().issued(), 100_000);
    let bytes = std::fs::metadata(place.keyring_path()).unwrap().len();
    assert!(bytes < 100_000 * 39, "{bytes}");
}
