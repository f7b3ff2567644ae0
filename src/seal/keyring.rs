//! One data key per owner, in a file sealed by the root key.
//!
//! A key is appended and synced before it is handed out, so nothing is ever sealed under a key
//! that a power cut could lose. Erasing someone rewrites the file without their key; the number
//! and the owner stay, so that what was sealed reads as "erased" and never as damage. Blocks of
//! the old file may stay on the medium until they are used again: full-disk encryption is what
//! protects those (`trust.md` section 6).

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::disk::{self, Disk, Open};
use super::ring_file::{self, HEADER_BYTES, Header, KEYS_PER_RECORD_MAX};
use super::sealed;
use super::{Label, RootKey, SealError, SealingKey, StoreId};

/// The largest keyring file that is read: ten million keys.
const FILE_BYTES_MAX: u64 = 1 << 29;

/// Whose records a key protects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Owner {
    /// Everything that is about nobody in particular.
    Rest,
    /// One client, by number.
    Client(u32),
    /// One member of staff, by number.
    Staff(u32),
}

impl std::fmt::Display for Owner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rest => f.write_str("the store"),
            Self::Client(id) => write!(f, "client {id}"),
            Self::Staff(id) => write!(f, "member of staff {id}"),
        }
    }
}

/// The number of a key in its keyring, from 1, never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct KeyId(pub u32);

/// One key, or the place where one was.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(super) struct Slot {
    #[zeroize(skip)]
    pub(super) owner: Owner,
    /// `None` where it was destroyed.
    pub(super) key: Option<[u8; 32]>,
}

impl std::fmt::Debug for Slot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Slot({:?}, ..)", self.owner)
    }
}

/// An unfinished record at the end of the file, left by a power cut; nothing used its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Torn {
    /// Bytes that are ignored, and cut off by the next write.
    pub bytes: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    ReadOnly,
    Ready,
    Poisoned,
}

/// The keys of one store. About 65 bytes of memory a key.
#[derive(Debug)]
pub struct Keyring {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    root: RootKey,
    header: Header,
    slots: Vec<Slot>,
    by_owner: BTreeMap<Owner, KeyId>,
    records: u32,
    end: u64,
    torn: Option<Torn>,
    state: State,
}

impl Keyring {
    /// Makes an empty keyring. Refuses to replace one: that would lose every record.
    pub fn create(
        disk: Arc<dyn Disk>,
        path: &Path,
        root: &RootKey,
        store: StoreId,
    ) -> Result<Self, SealError> {
        match disk.open(path, Open::Read) {
            Ok(_) => {
                let source = ErrorKind::AlreadyExists.into();
                return Err(SealError::io("making", path, source));
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(SealError::io("making", path, error)),
        }
        let (header, bytes) = Header::make(root, store, 1, &RootKey::generate()?)?;
        disk::replace_file(&*disk, path, &bytes).map_err(|e| SealError::io("making", path, e))?;
        Ok(Self {
            disk,
            path: path.to_owned(),
            root: root.clone(),
            header,
            slots: Vec::new(),
            by_owner: BTreeMap::new(),
            records: 0,
            end: bytes.len() as u64,
            torn: None,
            state: State::Ready,
        })
    }

    /// Opens a keyring to use and to add to.
    ///
    /// Writes the last record once more and syncs it: an earlier sync may have failed, and then
    /// the system shows bytes that are not on the disk.
    pub fn open(
        disk: Arc<dyn Disk>,
        path: &Path,
        root: &RootKey,
        store: StoreId,
    ) -> Result<Self, SealError> {
        let (mut ring, last) = Self::read(disk, path, root, store)?;
        let failed = |error| SealError::io("opening", path, error);
        let file = ring.disk.open(path, Open::Write).map_err(failed)?;
        let offset = ring.end - last.len() as u64;
        disk::write_all_at(&*file, &last, offset)
            .and_then(|()| file.sync_data())
            .and_then(|()| disk::sync_parent(&*ring.disk, path))
            .map_err(failed)?;
        ring.state = State::Ready;
        Ok(ring)
    }

    /// Opens a keyring to read with, writing nothing.
    pub fn open_read_only(
        disk: Arc<dyn Disk>,
        path: &Path,
        root: &RootKey,
        store: StoreId,
    ) -> Result<Self, SealError> {
        Self::read(disk, path, root, store).map(|(ring, _)| ring)
    }

    /// The keyring, and the bytes of its last record (of the header where there is none).
    fn read(
        disk: Arc<dyn Disk>,
        path: &Path,
        root: &RootKey,
        store: StoreId,
    ) -> Result<(Self, Vec<u8>), SealError> {
        let bytes = disk::read_file(&*disk, path, FILE_BYTES_MAX)
            .map_err(|error| SealError::io("reading", path, error))?;
        let header = Header::read(root, store, &bytes)?;
        let mut ring = Self {
            disk,
            path: path.to_owned(),
            root: root.clone(),
            header,
            slots: Vec::with_capacity(bytes.len() / 38),
            by_owner: BTreeMap::new(),
            records: 0,
            end: HEADER_BYTES as u64,
            torn: None,
            state: State::ReadOnly,
        };
        let (mut at, mut last) = (HEADER_BYTES, 0);
        while let Some((sealed, next)) = ring_file::record_at(&bytes, at, ring.records) {
            ring.take_in(ring.header.open(ring.records, sealed)?);
            ring.records += 1;
            (last, at) = (at, next);
        }
        if at < bytes.len() {
            if ring_file::later_record(&bytes, at, ring.records) {
                return Err(SealError::Damaged("a record in the middle cannot be read"));
            }
            ring.torn = Some(Torn {
                bytes: (bytes.len() - at) as u64,
            });
        }
        ring.end = at as u64;
        let last = bytes.get(last..at).unwrap_or_default().to_vec();
        Ok((ring, last))
    }

    fn take_in(&mut self, slots: Vec<Slot>) {
        for slot in slots {
            let id = KeyId(self.issued() + 1);
            self.by_owner.insert(slot.owner, id);
            self.slots.push(slot);
        }
    }

    /// The store this keyring belongs to.
    pub fn store(&self) -> StoreId {
        self.header.store
    }

    /// How many keys were ever issued; the newest has this number.
    pub fn issued(&self) -> u32 {
        u32::try_from(self.slots.len()).unwrap_or(u32::MAX)
    }

    /// How often the keyring has been rewritten, from 1.
    pub fn epoch(&self) -> u32 {
        self.header.epoch
    }

    /// The unfinished record that was found at the end when this keyring was opened.
    pub fn torn(&self) -> Option<Torn> {
        self.torn
    }

    /// A key for one purpose, derived from the store's secret in this keyring. It stays the same
    /// when the root key changes.
    pub fn derive(&self, label: Label) -> SealingKey {
        self.header.secret.derive(self.header.store, label, b"")
    }

    /// The number of the owner's key. [`SealError::Erased`] where it was destroyed,
    /// [`SealError::NoKey`] where there never was one.
    pub fn key_of(&self, owner: Owner) -> Result<KeyId, SealError> {
        let id = *self.by_owner.get(&owner).ok_or(SealError::NoKey(owner))?;
        self.key(id).map(|_| id)
    }

    /// Whose key this is, destroyed or not.
    pub fn owner_of(&self, id: KeyId) -> Option<Owner> {
        self.slot(id).map(|slot| slot.owner)
    }

    fn slot(&self, id: KeyId) -> Option<&Slot> {
        self.slots.get(usize::try_from(id.0.checked_sub(1)?).ok()?)
    }

    /// The key itself.
    pub(super) fn key(&self, id: KeyId) -> Result<&[u8; 32], SealError> {
        let slot = self.slot(id).ok_or(SealError::UnknownKey(id))?;
        slot.key.as_ref().ok_or(SealError::Erased)
    }

    /// The owner's key, made and synced to the disk now where there is none yet.
    pub fn add(&mut self, owner: Owner) -> Result<KeyId, SealError> {
        let mut ids = self.add_many(&[owner])?;
        ids.pop().ok_or(SealError::NoKey(owner))
    }

    /// [`Keyring::add`] for many owners with one sync. The numbers stand in the order of `owners`.
    pub fn add_many(&mut self, owners: &[Owner]) -> Result<Vec<KeyId>, SealError> {
        let mut wanted = Vec::new();
        for owner in owners {
            match self.key_of(*owner) {
                Ok(_) => {}
                Err(SealError::NoKey(_)) => wanted.push(*owner),
                Err(error) => return Err(error),
            }
        }
        wanted.sort_unstable();
        wanted.dedup();
        for batch in wanted.chunks(KEYS_PER_RECORD_MAX) {
            self.issue(batch)?;
        }
        owners.iter().map(|owner| self.key_of(*owner)).collect()
    }

    fn issue(&mut self, owners: &[Owner]) -> Result<(), SealError> {
        self.may_write()?;
        if self.slots.len() + owners.len() >= u32::MAX as usize {
            return Err(SealError::TooLarge(owners.len() as u64));
        }
        let mut keys = super::Zeroizing::new(vec![0; owners.len() * 32]);
        sealed::fill_random(&mut keys)?;
        let slots: Vec<Slot> = owners
            .iter()
            .zip(keys.chunks_exact(32))
            .map(|(owner, key)| Slot {
                owner: *owner,
                key: key.try_into().ok(),
            })
            .collect();
        let bytes = self.header.record(self.records, &slots)?;
        self.append(&bytes)?;
        self.records += 1;
        self.end += bytes.len() as u64;
        self.take_in(slots);
        Ok(())
    }

    /// Whether keys can be added: not where it was opened to be read only, or a write failed.
    pub fn takes_keys(&self) -> bool {
        self.state == State::Ready
    }

    fn may_write(&self) -> Result<(), SealError> {
        match self.state {
            State::Ready => Ok(()),
            State::ReadOnly => Err(SealError::ReadOnly),
            State::Poisoned => Err(SealError::Poisoned),
        }
    }

    /// Writes a record at the end and syncs. From the first failure on nothing more is written:
    /// a sync that failed once may lie the second time.
    fn append(&mut self, bytes: &[u8]) -> Result<(), SealError> {
        let attempt = || {
            let file = self.disk.open(&self.path, Open::Write)?;
            if file.size()? > self.end {
                file.set_size(self.end)?;
            }
            disk::write_all_at(&*file, bytes, self.end)?;
            file.sync_data()
        };
        attempt().map_err(|error| {
            self.state = State::Poisoned;
            SealError::io("adding a key to", &self.path, error)
        })
    }

    /// Destroys the owner's key for good: everything sealed under it reads as erased.
    ///
    /// Destroying twice is no fault. After any other error the keyring must be opened again and
    /// the call repeated: the key may be gone already.
    pub fn destroy(&mut self, owner: Owner) -> Result<(), SealError> {
        let id = match self.key_of(owner) {
            Err(SealError::Erased) => return Ok(()),
            other => other?,
        };
        self.may_write()?;
        if let Some(slot) = self.slots.get_mut(id.0 as usize - 1) {
            slot.key.zeroize();
        }
        self.rewrite(self.root.clone())
    }

    /// Seals the keyring under a new root key; the old one opens it no more. Nothing else of the
    /// store has to change. Keep both until this has returned.
    pub fn change_root(&mut self, root: &RootKey) -> Result<(), SealError> {
        self.may_write()?;
        self.rewrite(root.clone())
    }

    fn rewrite(&mut self, root: RootKey) -> Result<(), SealError> {
        let (header, records, bytes) = self.image(&root, self.header.epoch + 1)?;
        if let Err(error) = disk::replace_file(&*self.disk, &self.path, &bytes) {
            self.state = State::Poisoned;
            return Err(SealError::io("rewriting", &self.path, error));
        }
        self.root = root;
        self.header = header;
        self.records = records;
        self.end = bytes.len() as u64;
        Ok(())
    }

    /// A whole keyring file with the keys as they are now, for a backup.
    pub fn export(&self) -> Result<Vec<u8>, SealError> {
        self.image(&self.root, self.header.epoch)
            .map(|(_, _, bytes)| bytes)
    }

    fn image(&self, root: &RootKey, epoch: u32) -> Result<(Header, u32, Vec<u8>), SealError> {
        let (header, mut bytes) =
            Header::make(root, self.header.store, epoch, &self.header.secret)?;
        let mut records = 0;
        for batch in self.slots.chunks(KEYS_PER_RECORD_MAX) {
            bytes.extend_from_slice(&header.record(records, batch)?);
            records += 1;
        }
        Ok((header, records, bytes))
    }
}
