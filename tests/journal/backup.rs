//! A backup of a store under write is whole; a restore is that store, or nothing at all.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use caseload::journal::backup::{BackupError, Material, check, restore};
use caseload::journal::sim::{Faults, SimDisk, SimFault};
use caseload::journal::{Access, Depth};
use caseload::seal::RootKey;

use crate::support::{Place, Store, assert_holds};

fn place(disk: &SimDisk, data: &str) -> Place {
    Place::new(Arc::new(disk.clone()), Path::new(data))
}

fn file() -> PathBuf {
    PathBuf::from("/stick/monday.tar")
}

fn material(store: &Store) -> Material {
    let toml = b"name = \"Hartwell\"\n".to_vec();
    Material::gather(
        store.journal.snapshot(),
        &store.keyring,
        toml,
        1_796_000_000_000,
    )
    .unwrap()
}

/// A store with 60 entries, backed up.
fn backed_up() -> (SimDisk, Store) {
    let disk = SimDisk::new();
    let mut store = place(&disk, "/store").create().unwrap();
    for count in (1..=5).cycle().take(20) {
        store.append_group(count).unwrap();
    }
    material(&store).write(&disk, &file(), &mut |_| {}).unwrap();
    (disk, store)
}

#[test]
fn a_backup_of_a_store_under_write_restores_to_where_it_was_taken() {
    let disk = SimDisk::new();
    let mut store = place(&disk, "/store").create().unwrap();
    store.append_group(60).unwrap();
    let material = material(&store);
    // The hub goes on: these come after the backup, in the same segment and in new ones.
    for _ in 0..30 {
        store.append_group(3).unwrap();
    }
    let mut last = None;
    let written = material
        .write(&disk, &file(), &mut |progress| last = Some(progress))
        .unwrap();
    assert_eq!((written.entries, last.unwrap().done), (60, 60));
    assert_eq!(written.keys, store_keys_at(60));

    let restored = restore(&disk, &file(), Path::new("/new/place")).unwrap();
    assert_eq!(restored, written);
    assert_eq!(check(&disk, &file()).unwrap(), written);
    assert_eq!(
        disk.bytes(Path::new("/new/place/store.toml")).unwrap(),
        b"name = \"Hartwell\"\n"
    );
    let new = place(&disk, "/new/place");
    let mut store = new.open(Access::ReadWrite).unwrap();
    assert_eq!(store.report, Default::default());
    assert_eq!(store.journal.chain().to_string(), written.chain);
    assert_eq!(assert_holds(&store, 60), 60);
    store.append_group(2).unwrap();
    store.journal.close().unwrap();
    let store = new.open(Access::ReadWrite).unwrap();
    assert_eq!(assert_holds(&store, 62), 62);
    let verdict = store
        .journal
        .snapshot()
        .verify(&store.keyring, Depth::Deep, &mut |_| {})
        .unwrap();
    assert!(
        verdict.is_sound() && verdict.findings.is_empty(),
        "{verdict:?}"
    );
}

/// Keys in the test store after so many entries: two from the start, seven clients, the new ones.
fn store_keys_at(entries: u64) -> u32 {
    2 + 7 + (entries / 13) as u32
}

#[test]
fn ordinary_tar_reads_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Arc::new(caseload::journal::disk::RealDisk);
    let mut store = Place::new(disk.clone(), &folder.path().join("data"));
    std::fs::create_dir(&store.data).unwrap();
    store.root = RootKey::generate().unwrap();
    let mut store = store.create().unwrap();
    store.append_group(5).unwrap();
    let path = folder.path().join("backup.tar");
    material(&store).write(&*disk, &path, &mut |_| {}).unwrap();
    let mut names: Vec<String> = tar::Archive::new(std::fs::File::open(&path).unwrap())
        .entries()
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "journal/head",
            "journal/segment-00000001",
            "keyring",
            "manifest.toml",
            "store.toml"
        ]
    );
    assert!(!folder.path().join("backup.tar.partial").exists());
    restore(&*disk, &path, &folder.path().join("back")).unwrap();
}

#[test]
fn without_the_root_key_a_backup_tells_nothing() {
    let (disk, _) = backed_up();
    let bytes = disk.bytes(&file()).unwrap();
    let says = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
    assert!(says(b"journal/segment-00000001"));
    assert!(!says(b"entry 1 part"));
    restore(&disk, &file(), Path::new("/new")).unwrap();
    let mut other = place(&disk, "/new");
    other.root = RootKey::generate().unwrap();
    assert!(other.open(Access::ReadOnly).is_err());
}

#[test]
fn neither_a_backup_nor_a_folder_is_written_over() {
    let (disk, store) = backed_up();
    let again = material(&store)
        .write(&disk, &file(), &mut |_| {})
        .unwrap_err();
    assert!(matches!(again, BackupError::Exists(_)));
    let full = restore(&disk, &file(), Path::new("/store")).unwrap_err();
    assert!(matches!(full, BackupError::NotEmpty(_)));
}

#[test]
fn a_flip_or_a_cut_anywhere_in_a_backup_restores_nothing() {
    let (disk, _) = backed_up();
    let bytes = disk.bytes(&file()).unwrap();
    let refused = |bytes: Vec<u8>, what: &str| {
        let copy = disk.copy();
        copy.tamper(&file(), Some(bytes));
        let files = copy.files().len();
        assert!(check(&copy, &file()).is_err(), "{what}");
        let error = restore(&copy, &file(), Path::new("/new")).err();
        assert!(
            matches!(error, Some(BackupError::Faulty(_))),
            "{what}: {error:?}"
        );
        assert_eq!(copy.files().len(), files, "{what}");
    };
    // A tar archive ends in zeros, and its headers hold fields that mean nothing to us; those
    // are under its own checksum. Only the padding behind a file is under none.
    for at in (0..bytes.len()).step_by(211).filter(|at| bytes[*at] != 0) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        refused(flipped, &format!("flip at {at}"));
    }
    let used = bytes.iter().rposition(|byte| *byte != 0).unwrap();
    for keep in (0..used).step_by(1009) {
        refused(bytes[..keep].to_vec(), &format!("cut at {keep}"));
    }
}

#[test]
fn a_backup_that_fails_leaves_no_file_and_one_that_is_retried_works() {
    let (disk, store) = backed_up();
    let before = disk.calls();
    let path = Path::new("/stick/tuesday.tar");
    material(&store).write(&disk, path, &mut |_| {}).unwrap();
    for call in 0..disk.calls() - before {
        for fault in [SimFault::Io, SimFault::NoSpace] {
            let copy = disk.copy();
            copy.tamper(path, None);
            copy.set_faults(Faults {
                at: [(call, fault)].into(),
                ..Faults::default()
            });
            let written = material(&store).write(&copy, path, &mut |_| {});
            copy.set_faults(Faults::default());
            let partial = Path::new("/stick/tuesday.tar.partial");
            assert_eq!(copy.bytes(partial), None, "call {call}");
            // Only the sync after the renaming can fail with the backup in its place.
            if written.is_err() && copy.bytes(path).is_none() {
                material(&store).write(&copy, path, &mut |_| {}).unwrap();
            }
            check(&copy, path).unwrap();
        }
    }
}

#[test]
fn a_restore_that_fails_leaves_no_store_and_one_that_is_retried_works() {
    let (disk, _) = backed_up();
    let clean = disk.copy();
    restore(&clean, &file(), Path::new("/new")).unwrap();
    let calls = clean.calls();
    for call in 0..calls {
        for fault in [SimFault::Io, SimFault::NoSpace] {
            let copy = disk.copy();
            copy.set_faults(Faults {
                at: [(call, fault)].into(),
                ..Faults::default()
            });
            let failed = restore(&copy, &file(), Path::new("/new")).is_err();
            copy.set_faults(Faults::default());
            if failed {
                assert_eq!(copy.bytes(Path::new("/new/store.toml")), None);
                restore(&copy, &file(), Path::new("/new")).unwrap();
            }
            let store = place(&copy, "/new").open(Access::ReadOnly).unwrap();
            assert_eq!(store.journal.last_seq(), 60);
        }
    }
}
