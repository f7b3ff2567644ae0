//! The keyring's file: a header and records, each a batch of keys sealed as one.
//!
//! The header holds the store's secret, sealed under the root key. The keys of the journal's head,
//! of drafts and of views derive from it, so that a change of the root key rewrites this file and
//! nothing else.
//!
//! Keys are numbered from 1 in the order in which they stand. A record is appended and synced
//! whole before the next one is written, so only the last can be torn: a bad record with a good
//! one after it is damage.
//!
//! ```text
//! header  magic 8 | format 2 | least reader 2 | store 16 | epoch 4 | salt 32 | secret 72 | crc 4
//! record  length 4 | number 4 | crc of these 4 | nonce, ciphertext, tag | crc 4
//! key     kind 1 (1 key, 2 erased) | owner kind 1 | owner 4 | key 32, absent where erased
//! ```

use super::keyring::{Owner, Slot};
use super::sealed::SEAL_OVERHEAD_BYTES;
use super::{Cursor, Label, RootKey, SealError, SealingKey, StoreId};

const MAGIC: &[u8; 8] = b"CASEKEYS";
/// The format this program writes, and the newest it reads.
const FORMAT: u16 = 1;
const SALT_BYTES: usize = 32;
const SECRET_BYTES: usize = 32 + SEAL_OVERHEAD_BYTES;
/// Bytes of the header.
pub(super) const HEADER_BYTES: usize = 8 + 2 + 2 + 16 + 4 + SALT_BYTES + SECRET_BYTES + 4;
const RECORD_HEAD_BYTES: usize = 12;
/// Keys in one record at most, so that a record stays under 40 MB.
pub(super) const KEYS_PER_RECORD_MAX: usize = 1_000_000;

/// What the header says, with the key that seals the records.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) store: StoreId,
    /// How often the file has been rewritten.
    pub(super) epoch: u32,
    /// The store's secret; the same in every epoch.
    pub(super) secret: RootKey,
    wrap: SealingKey,
}

impl Header {
    /// A header for a fresh epoch, and its bytes.
    pub(super) fn make(
        root: &RootKey,
        store: StoreId,
        epoch: u32,
        secret: &RootKey,
    ) -> Result<(Self, Vec<u8>), SealError> {
        let mut salt = [0; SALT_BYTES];
        super::fill_random(&mut salt)?;
        let mut bytes = Vec::with_capacity(HEADER_BYTES);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&FORMAT.to_le_bytes());
        bytes.extend_from_slice(&FORMAT.to_le_bytes());
        bytes.extend_from_slice(&store.0);
        bytes.extend_from_slice(&epoch.to_le_bytes());
        bytes.extend_from_slice(&salt);
        let sealed = root
            .derive(store, Label::Secret, &salt)
            .seal(&bytes, secret.bytes())?;
        bytes.extend_from_slice(&sealed);
        bytes.extend_from_slice(&crc32fast::hash(&bytes).to_le_bytes());
        let wrap = root.derive(store, Label::Keyring, &salt);
        let secret = secret.clone();
        Ok((
            Self {
                store,
                epoch,
                secret,
                wrap,
            },
            bytes,
        ))
    }

    /// Reads and checks the header at the start of `file`.
    pub(super) fn read(root: &RootKey, store: StoreId, file: &[u8]) -> Result<Self, SealError> {
        let damaged = || SealError::Damaged("its first bytes are not a keyring's");
        let header = file.get(..HEADER_BYTES).ok_or_else(damaged)?;
        let mut cursor = Cursor::new(header);
        let magic = cursor.take(MAGIC.len()).ok_or_else(damaged)?;
        let _written_by = cursor.u16().ok_or_else(damaged)?;
        let least_reader = cursor.u16().ok_or_else(damaged)?;
        let (signed, crc) = header.split_last_chunk::<4>().ok_or_else(damaged)?;
        if magic != MAGIC || crc32fast::hash(signed) != u32::from_le_bytes(*crc) {
            return Err(damaged());
        }
        if least_reader > FORMAT {
            return Err(SealError::Newer(least_reader));
        }
        if cursor.array().map(StoreId) != Some(store) {
            return Err(SealError::OtherStore);
        }
        let epoch = cursor.u32().ok_or_else(damaged)?;
        let salt = cursor.take(SALT_BYTES).ok_or_else(damaged)?;
        let sealed = cursor.take(SECRET_BYTES).ok_or_else(damaged)?;
        let attached = header
            .get(..HEADER_BYTES - SECRET_BYTES - 4)
            .ok_or_else(damaged)?;
        let secret = root
            .derive(store, Label::Secret, salt)
            .open(attached, sealed)
            .map_err(|_| SealError::WrongRootKey)?;
        let secret = super::Zeroizing::new(secret);
        Ok(Self {
            store,
            epoch,
            secret: RootKey::from_bytes(secret.first_chunk().ok_or_else(damaged)?),
            wrap: root.derive(store, Label::Keyring, salt),
        })
    }

    /// The attached data of a record: it opens in its own place of its own epoch only.
    fn attached(&self, number: u32) -> Vec<u8> {
        let mut bytes = b"caseload keyring record 1".to_vec();
        bytes.extend_from_slice(&self.store.0);
        bytes.extend_from_slice(&self.epoch.to_le_bytes());
        bytes.extend_from_slice(&number.to_le_bytes());
        bytes
    }

    /// The bytes of record `number` with these keys.
    pub(super) fn record(&self, number: u32, slots: &[Slot]) -> Result<Vec<u8>, SealError> {
        let mut plain = super::Zeroizing::new(Vec::with_capacity(slots.len() * 38));
        for slot in slots {
            put_slot(&mut plain, slot);
        }
        let sealed = self.wrap.seal(&self.attached(number), &plain)?;
        let length =
            u32::try_from(sealed.len()).map_err(|_| SealError::TooLarge(sealed.len() as u64))?;
        let mut bytes = Vec::with_capacity(RECORD_HEAD_BYTES + sealed.len() + 4);
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(&number.to_le_bytes());
        bytes.extend_from_slice(&crc32fast::hash(&bytes).to_le_bytes());
        bytes.extend_from_slice(&sealed);
        bytes.extend_from_slice(&crc32fast::hash(&sealed).to_le_bytes());
        Ok(bytes)
    }

    /// The keys of record `number` from its sealed bytes.
    pub(super) fn open(&self, number: u32, sealed: &[u8]) -> Result<Vec<Slot>, SealError> {
        let plain = super::Zeroizing::new(
            self.wrap
                .open(&self.attached(number), sealed)
                .map_err(|_| SealError::Damaged("a record was changed or moved"))?,
        );
        let mut cursor = Cursor::new(&plain);
        let mut slots = Vec::with_capacity(plain.len() / 38);
        while !cursor.rest().is_empty() {
            slots.push(
                take_slot(&mut cursor)
                    .ok_or(SealError::Damaged("a record holds what no keyring writes"))?,
            );
        }
        Ok(slots)
    }
}

/// The sealed bytes of the record at `at`, and where the next one begins. `None` where the
/// bytes there are not a whole, unchanged record of this number.
pub(super) fn record_at(file: &[u8], at: usize, number: u32) -> Option<(&[u8], usize)> {
    let mut cursor = Cursor::new(file.get(at..)?);
    let head = cursor.take(8)?;
    if cursor.u32()? != crc32fast::hash(head) {
        return None;
    }
    let mut head = Cursor::new(head);
    let length = head.u32()? as usize;
    if head.u32()? != number {
        return None;
    }
    let sealed = cursor.take(length)?;
    (cursor.u32()? == crc32fast::hash(sealed))
        .then_some((sealed, at + RECORD_HEAD_BYTES + length + 4))
}

/// Whether a whole record with a number above `number` stands anywhere from `at` on: then what is
/// bad at `at` was once good, because a record is only written after the one before is synced.
pub(super) fn later_record(file: &[u8], at: usize, number: u32) -> bool {
    (at..file.len()).any(|place| {
        file.get(place + 4..place + 8)
            .and_then(|bytes| bytes.try_into().ok())
            .map(u32::from_le_bytes)
            .filter(|found| *found > number)
            .is_some_and(|found| record_at(file, place, found).is_some())
    })
}

fn put_slot(out: &mut Vec<u8>, slot: &Slot) {
    out.push(if slot.key.is_some() { 1 } else { 2 });
    let (kind, number) = match slot.owner {
        Owner::Rest => (0, 0),
        Owner::Client(id) => (1, id),
        Owner::Staff(id) => (2, id),
    };
    out.push(kind);
    out.extend_from_slice(&number.to_le_bytes());
    if let Some(key) = &slot.key {
        out.extend_from_slice(key);
    }
}

fn take_slot(cursor: &mut Cursor<'_>) -> Option<Slot> {
    let kind = cursor.u8()?;
    let owner = match (cursor.u8()?, cursor.u32()?) {
        (0, 0) => Owner::Rest,
        (1, id) => Owner::Client(id),
        (2, id) => Owner::Staff(id),
        _ => return None,
    };
    let key = match kind {
        1 => Some(cursor.array()?),
        2 => None,
        _ => return None,
    };
    Some(Slot { owner, key })
}
