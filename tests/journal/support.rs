//! A store on any disk, with entries that say what they are.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use caseload::journal::disk::{Disk, RealDisk};
use caseload::journal::{
    Access, Body, Entry, Journal, JournalError, NewEntry, NewPart, OpenReport, Options,
};
use caseload::seal::{KeyId, Keyring, Owner, RootKey, SealError, StoreId};

pub(crate) const STORE: StoreId = StoreId(*b"caseload-testing");

/// The same root key in every run.
pub(crate) fn root() -> RootKey {
    let code = "0CG3H-TPKQQ-JJRW1-XTR86-4N15N-YZ4SR-PV9ZN-039AJ-8XJ8K-37NV8-V3THE-4BTC8-D634C";
    RootKey::from_recovery_code(code).unwrap()
}

/// Small segments, so that short runs cross many; the head moves only when told.
pub(crate) const OPTIONS: Options = Options {
    segment_bytes: 8 << 10,
    head_delay: None,
};

/// A store at a path on a disk.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) data: PathBuf,
    pub(crate) root: RootKey,
    pub(crate) options: Options,
}

impl Place {
    pub(crate) fn new(disk: Arc<dyn Disk>, data: &Path) -> Self {
        Self {
            disk,
            data: data.to_owned(),
            root: root(),
            options: OPTIONS,
        }
    }

    pub(crate) fn journal_dir(&self) -> PathBuf {
        self.data.join("journal")
    }

    pub(crate) fn keyring_path(&self) -> PathBuf {
        self.data.join("keyring")
    }

    pub(crate) fn create(&self) -> Result<Store, JournalError> {
        let mut keyring = Keyring::create(
            Arc::clone(&self.disk),
            &self.keyring_path(),
            &self.root,
            STORE,
        )?;
        keyring.add_many(&[Owner::Rest, Owner::Staff(1)])?;
        let journal = Journal::create(
            Arc::clone(&self.disk),
            &self.journal_dir(),
            &keyring,
            self.options,
        )?;
        Ok(Store {
            journal,
            keyring,
            report: OpenReport::default(),
        })
    }

    pub(crate) fn open(&self, access: Access) -> Result<Store, JournalError> {
        let path = self.keyring_path();
        let disk = Arc::clone(&self.disk);
        let keyring = match access {
            Access::ReadWrite => Keyring::open(disk, &path, &self.root, STORE)?,
            Access::ReadOnly => Keyring::open_read_only(disk, &path, &self.root, STORE)?,
        };
        let disk = Arc::clone(&self.disk);
        let (journal, report) =
            Journal::open(disk, &self.journal_dir(), &keyring, access, self.options)?;
        Ok(Store {
            journal,
            keyring,
            report,
        })
    }
}

pub(crate) struct Store {
    pub(crate) journal: Journal,
    pub(crate) keyring: Keyring,
    pub(crate) report: OpenReport,
}

impl Store {
    /// The entry that entry `seq` is in every test: two parts for every third, a few clients by
    /// number and now and then a new one.
    pub(crate) fn entry(&mut self, seq: u64) -> Result<NewEntry, JournalError> {
        let client = match self.keyring.add(client_of(seq)) {
            Err(SealError::Erased) => self.keyring.add(Owner::Client(90))?,
            other => other?,
        };
        let rest = self.keyring.key_of(Owner::Rest)?;
        Ok(new_entry(seq, client, rest))
    }

    /// Appends the next entry of its own group.
    pub(crate) fn append(&mut self) -> Result<u64, JournalError> {
        self.append_group(1)
    }

    /// Appends the next `count` entries as one group; gives the last sequence.
    pub(crate) fn append_group(&mut self, count: u64) -> Result<u64, JournalError> {
        let first = self.journal.last_seq() + 1;
        let entries = (first..first + count)
            .map(|seq| self.entry(seq))
            .collect::<Result<Vec<_>, _>>()?;
        self.journal
            .append_group(&entries, &self.keyring)
            .map(|sequences| *sequences.end())
    }

    pub(crate) fn read_all(&self) -> Result<Vec<Entry>, JournalError> {
        self.journal.snapshot().read(1, &self.keyring).collect()
    }
}

/// Whom entry `seq` is about.
pub(crate) fn client_of(seq: u64) -> Owner {
    let known = !seq.is_multiple_of(13);
    Owner::Client(if known { seq % 7 } else { 100 + seq } as u32)
}

pub(crate) fn new_entry(seq: u64, client: KeyId, rest: KeyId) -> NewEntry {
    let mut parts = vec![NewPart {
        key: client,
        plain: plain(seq, 0),
    }];
    if seq.is_multiple_of(3) {
        parts.push(NewPart {
            key: rest,
            plain: plain(seq, 1),
        });
    }
    NewEntry {
        recorded: 1_796_000_000_000 + seq as i64,
        who: (seq % 5) as u32,
        parts,
    }
}

/// What part `part` of entry `seq` says, of a length that differs from entry to entry.
pub(crate) fn plain(seq: u64, part: u8) -> Vec<u8> {
    let mut text = format!("entry {seq} part {part}: ").into_bytes();
    let length = text.len() + (seq * 37 % 300) as usize;
    text.resize(length, b'a' + (seq % 26) as u8);
    text
}

/// Whether an entry that was read is what was written, erased parts aside.
pub(crate) fn assert_is(entry: &Entry, seq: u64) {
    assert_eq!(entry.seq, seq);
    assert_eq!(entry.recorded, 1_796_000_000_000 + seq as i64);
    assert_eq!(entry.who, (seq % 5) as u32);
    assert_eq!(entry.parts.len(), if seq.is_multiple_of(3) { 2 } else { 1 });
    for (number, part) in (0..).zip(&entry.parts) {
        if let Body::Plain(bytes) = &part.body {
            assert_eq!(*bytes, plain(seq, number), "entry {seq}");
        }
    }
}

/// Asserts that entries 1 to `last` at least are there, all in their order, and gives how many
/// there are. Opens those at the end, where a fault would show, and a sample of the others:
/// ciphers are slow without optimisation.
pub(crate) fn assert_holds(store: &Store, last: u64) -> u64 {
    let end = store.journal.last_seq();
    assert!(end >= last, "{end} entries of {last}");
    let mut next = 1;
    for raw in store.journal.snapshot().read_raw(1) {
        let raw = raw.unwrap();
        assert_eq!(raw.seq(), next);
        if next + 3 > last.min(end) || next % 61 == 0 {
            assert_is(&raw.open(&store.keyring).unwrap(), next);
        }
        next += 1;
    }
    assert_eq!(next, end + 1);
    end
}

/// A store on the real disk in a folder that goes away.
pub(crate) fn real() -> (tempfile::TempDir, Place) {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(Arc::new(RealDisk), folder.path());
    (folder, place)
}
