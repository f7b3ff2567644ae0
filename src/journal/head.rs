//! The head: a small file that remembers how far the journal is known to reach.
//!
//! Two slots of one page are written in turn, each sealed under a key from the root key, so that
//! a torn write leaves the other one and nobody without the root key can shorten the journal and
//! forge a head to match. Its own thread syncs it, shortly after the journal and never before.

use std::io;
use std::path::{Path, PathBuf};

use crate::seal::disk::{self, Disk};
use crate::seal::{
    Cursor, Digest, Keyring, Label, SEAL_OVERHEAD_BYTES, SealError, SealingKey, StoreId,
};

mod keeper;

pub(crate) use keeper::Keeper;

const MAGIC: &[u8; 8] = b"CASEHEAD";
/// Bytes of one slot: a page, so that a torn write of one never touches the other.
const SLOT_BYTES: usize = 4096;
const PLAIN_BYTES: usize = 8 + 8 + 32;

/// How far the journal reached when this was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The last sequence.
    pub(crate) seq: u64,
    /// The chain after it.
    pub(crate) chain: Digest,
}

/// What was found in the head's file.
#[derive(Debug)]
pub(crate) struct Found {
    /// The newest mark; `None` where neither slot can be read.
    pub(crate) mark: Option<Mark>,
    /// Slots that cannot be read.
    pub(crate) bad_slots: u8,
    generation: u64,
    next_slot: usize,
}

pub(crate) fn path_of(dir: &Path) -> PathBuf {
    dir.join("head")
}

/// A new head's bytes, with `mark` in both slots: for a new journal and for a backup.
pub(crate) fn image(keyring: &Keyring, mark: Mark) -> Result<Vec<u8>, SealError> {
    let key = keyring.derive(Label::JournalHead);
    let mut bytes = slot_bytes(&key, keyring.store(), 0, 1, mark)?;
    bytes.extend_from_slice(&slot_bytes(&key, keyring.store(), 1, 2, mark)?);
    Ok(bytes)
}

/// Reads the head.
pub(crate) fn read(disk: &dyn Disk, dir: &Path, keyring: &Keyring) -> io::Result<Found> {
    let bytes = disk::read_file(disk, &path_of(dir), 1 << 20)?;
    Ok(find(&bytes, keyring))
}

/// Reads a head's bytes.
pub(crate) fn find(bytes: &[u8], keyring: &Keyring) -> Found {
    let key = keyring.derive(Label::JournalHead);
    let slots = [0, 1].map(|slot| {
        let page = bytes.get(slot * SLOT_BYTES..(slot + 1) * SLOT_BYTES)?;
        read_slot(&key, keyring.store(), slot, page)
    });
    let longer = u8::from(bytes.len() > 2 * SLOT_BYTES);
    let bad_slots = longer + slots.iter().filter(|slot| slot.is_none()).count() as u8;
    let (newest, generation, mark) = match slots {
        [Some((first, mark)), Some((second, _))] if first > second => (0, first, Some(mark)),
        [_, Some((second, mark))] => (1, second, Some(mark)),
        [Some((first, mark)), None] => (0, first, Some(mark)),
        [None, None] => (1, 0, None),
    };
    Found {
        mark,
        bad_slots,
        generation,
        next_slot: 1 - newest,
    }
}

fn attached(store: StoreId, slot: usize) -> Vec<u8> {
    let mut bytes = b"caseload head 1".to_vec();
    bytes.extend_from_slice(&store.0);
    bytes.push(slot as u8);
    bytes
}

fn slot_bytes(
    key: &SealingKey,
    store: StoreId,
    slot: usize,
    generation: u64,
    mark: Mark,
) -> Result<Vec<u8>, SealError> {
    let plain = [
        &generation.to_le_bytes()[..],
        &mark.seq.to_le_bytes(),
        &mark.chain.0,
    ]
    .concat();
    let mut page = MAGIC.to_vec();
    page.extend_from_slice(&key.seal(&attached(store, slot), &plain)?);
    page.resize(SLOT_BYTES - 4, 0);
    page.extend_from_slice(&crc32fast::hash(&page).to_le_bytes());
    Ok(page)
}

fn read_slot(key: &SealingKey, store: StoreId, slot: usize, page: &[u8]) -> Option<(u64, Mark)> {
    let (signed, crc) = page.split_last_chunk::<4>()?;
    if crc32fast::hash(signed) != u32::from_le_bytes(*crc) {
        return None;
    }
    let sealed = signed
        .strip_prefix(MAGIC)?
        .get(..PLAIN_BYTES + SEAL_OVERHEAD_BYTES)?;
    let plain = key.open(&attached(store, slot), sealed).ok()?;
    let mut cursor = Cursor::new(&plain);
    let generation = cursor.u64()?;
    Some((
        generation,
        Mark {
            seq: cursor.u64()?,
            chain: Digest(cursor.array()?),
        },
    ))
}
