//! A folder with a keyring and views in it.

use std::{
    path::PathBuf,
    sync::{Arc, RwLock},
};

use caseload::{
    domain::{fact::Entry, heads::Heads},
    seal::{Keyring, Owner, RootKey, StoreId, disk::RealDisk},
    views::{Opened, Reason, Rebuild, Views},
};

/// Clients for whom there is a key.
pub(crate) const CLIENTS: u32 = 60;

pub(crate) struct Store {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) ring: Arc<RwLock<Keyring>>,
    pub(crate) id: StoreId,
}

impl Store {
    pub(crate) fn new() -> Store {
        let folder = tempfile::tempdir().unwrap();
        let id = StoreId([3; 16]);
        let root = RootKey::generate().unwrap();
        let path = folder.path().join("keyring");
        let mut ring = Keyring::create(Arc::new(RealDisk), &path, &root, id).unwrap();
        let owners: Vec<Owner> = std::iter::once(Owner::Rest)
            .chain((1..=CLIENTS).map(Owner::Client))
            .collect();
        ring.add_many(&owners).unwrap();
        let ring = Arc::new(RwLock::new(ring));
        Store { folder, ring, id }
    }

    pub(crate) fn dir(&self) -> PathBuf {
        self.folder.path().join("views")
    }

    pub(crate) fn begin(&self) -> Rebuild {
        Rebuild::begin(&self.dir(), self.id, Arc::clone(&self.ring)).unwrap()
    }

    /// Empty views.
    pub(crate) fn empty(&self) -> Views {
        self.begin().finish(&Heads::default()).unwrap()
    }

    /// Views made from the first entry on.
    pub(crate) fn rebuilt(&self, entries: &[Entry]) -> Views {
        let mut heads = Heads::default();
        entries.iter().for_each(|entry| heads.apply(entry));
        let mut rebuild = self.begin();
        rebuild.add(entries).unwrap();
        rebuild.finish(&heads).unwrap()
    }

    pub(crate) fn open_at(&self, journal_end: u64) -> Opened {
        Views::open(&self.dir(), self.id, Arc::clone(&self.ring), journal_end).unwrap()
    }

    pub(crate) fn open(&self) -> Views {
        match self.open_at(u64::MAX) {
            Opened::Ready(views) => *views,
            Opened::Rebuild(reason) => panic!("{reason}"),
        }
    }

    pub(crate) fn reason(&self, journal_end: u64) -> Reason {
        match self.open_at(journal_end) {
            Opened::Ready(_) => panic!("nothing is wrong with them"),
            Opened::Rebuild(reason) => reason,
        }
    }
}

/// The store as sled sees it. One that was just closed keeps its lock for a moment, so this is
/// tried again until the lock is free.
pub(crate) fn sled_of(dir: impl AsRef<std::path::Path>) -> sled::Db {
    let since = std::time::Instant::now();
    loop {
        match sled::open(&dir) {
            Err(error) if error.to_string().contains("could not acquire lock") => {
                let patience = std::time::Duration::from_secs(60);
                assert!(
                    since.elapsed() < patience,
                    "waited in vain until the lock is free"
                );
                std::thread::park_timeout(std::time::Duration::from_millis(5));
            }
            opened => return opened.expect("a store"),
        }
    }
}
