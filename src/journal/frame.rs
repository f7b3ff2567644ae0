//! Frames: how an entry and the end of a group look as bytes.
//!
//! ```text
//! frame      length of body 4 | body | crc32 of length and body 4
//! entry      kind 1 = 1 | sequence | recorded (zigzag ms) | who | parts 1 | nonce 24 | part...
//! part       key | length of ciphertext | ciphertext with tag
//! group end  kind 1 = 2 | entries | last sequence | not yet durable before it | keys issued |
//!            keyring generation | chain 32
//! ```
//!
//! Numbers without a width are varints. A length of zero is where a segment has not been written
//! yet. All parts of an entry share its random nonce, with the number of the part added into its
//! last byte, so no two parts use one nonce.

use crate::seal::{Cursor, Digest, KeyId, Keyring, Nonce, SealError, StoreId, put_varint};

const ENTRY: u8 = 1;
const GROUP_END: u8 = 2;
/// Bytes of a frame outside its body.
pub(crate) const FRAME_BYTES: usize = 8;
/// The longest body that is read or written.
pub(crate) const BODY_BYTES_MAX: usize = 16 << 20;

/// What stands at a place in a segment.
pub(crate) enum Frame<'a> {
    Entry(EntryFrame<'a>),
    GroupEnd(GroupEnd),
    /// Zeros: nothing has been written here.
    Nothing,
}

/// An entry whose parts are still sealed.
pub(crate) struct EntryFrame<'a> {
    pub(crate) header: EntryHeader,
    pub(crate) nonce: Nonce,
    pub(crate) parts: Vec<(KeyId, &'a [u8])>,
}

/// The plain part of an entry; the attached data of its sealed parts covers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EntryHeader {
    pub(crate) seq: u64,
    pub(crate) recorded: i64,
    pub(crate) who: u32,
    pub(crate) parts: u8,
}

/// The record that makes a group whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GroupEnd {
    /// Entries in the group.
    pub(crate) entries: u64,
    /// The sequence of the last of them.
    pub(crate) last_seq: u64,
    /// All up to here was durable before this group was written. Whole groups that say so prove
    /// that something bad at or before this was once good.
    pub(crate) durable_seq: u64,
    /// Keys that the keyring had issued.
    pub(crate) issued: u32,
    /// The keyring's generation.
    pub(crate) epoch: u32,
    /// The chain over everything before this hash, the rest of this frame included.
    pub(crate) chain: Digest,
}

/// The attached data of a part: store, place and plain header, so that a part opens nowhere else.
fn attached(store: StoreId, header: &EntryHeader, part: u8, key: KeyId) -> [u8; 60] {
    let mut bytes = [0; 60];
    let fields: [&[u8]; 8] = [
        b"caseload entry 1..",
        &store.0,
        &header.seq.to_le_bytes(),
        &header.recorded.to_le_bytes(),
        &header.who.to_le_bytes(),
        &[header.parts],
        &[part],
        &key.0.to_le_bytes(),
    ];
    for (byte, value) in bytes.iter_mut().zip(fields.into_iter().flatten()) {
        *byte = *value;
    }
    bytes
}

fn nonce_of(base: &Nonce, part: u8) -> Nonce {
    let mut nonce = *base;
    if let Some(last) = nonce.last_mut() {
        *last = last.wrapping_add(part);
    }
    nonce
}

/// Appends the frame of an entry, sealing its parts.
pub(crate) fn put_entry<'p>(
    out: &mut Vec<u8>,
    store: StoreId,
    header: EntryHeader,
    nonce: &Nonce,
    parts: impl Iterator<Item = (KeyId, &'p [u8])>,
    keyring: &Keyring,
) -> Result<(), SealError> {
    let start = begin(out, ENTRY);
    put_varint(out, header.seq);
    put_varint(out, zigzag(header.recorded));
    put_varint(out, u64::from(header.who));
    out.push(header.parts);
    out.extend_from_slice(nonce);
    for (number, (key, plain)) in (0_u8..).zip(parts) {
        put_varint(out, u64::from(key.0));
        put_varint(out, (plain.len() + crate::seal::TAG_BYTES) as u64);
        let attached = attached(store, &header, number, key);
        keyring.seal_into(key, &nonce_of(nonce, number), &attached, plain, out)?;
    }
    finish(out, start);
    Ok(())
}

/// Opens part `number` of an entry.
pub(crate) fn open_part(
    store: StoreId,
    header: &EntryHeader,
    nonce: &Nonce,
    number: u8,
    (key, body): (KeyId, &[u8]),
    keyring: &Keyring,
) -> Result<Vec<u8>, SealError> {
    let attached = attached(store, header, number, key);
    keyring.open_from(key, &nonce_of(nonce, number), &attached, body)
}

/// Appends the frame that ends a group. `before` is the chain after the last entry; the chain
/// after the group is what [`GroupEnd::chain_after`] computes, and is put in by this function.
pub(crate) fn put_group_end(out: &mut Vec<u8>, before: &Digest, mut end: GroupEnd) -> Digest {
    end.chain = end.chain_after(before);
    let start = begin(out, GROUP_END);
    end.put_fields(out);
    out.extend_from_slice(&end.chain.0);
    finish(out, start);
    end.chain
}

impl GroupEnd {
    fn put_fields(&self, out: &mut Vec<u8>) {
        put_varint(out, self.entries);
        put_varint(out, self.last_seq);
        put_varint(
            out,
            self.last_seq
                .saturating_sub(self.entries + self.durable_seq),
        );
        put_varint(out, u64::from(self.issued));
        put_varint(out, u64::from(self.epoch));
    }

    /// The chain after this group, where `before` is the chain after its last entry.
    pub(crate) fn chain_after(&self, before: &Digest) -> Digest {
        let mut fields = vec![GROUP_END];
        self.put_fields(&mut fields);
        super::chain::after(before, &fields)
    }

    fn take(cursor: &mut Cursor<'_>) -> Option<Self> {
        let entries = cursor.varint()?;
        let last_seq = cursor.varint()?;
        let durable_seq = last_seq
            .checked_sub(entries)?
            .checked_sub(cursor.varint()?)?;
        let issued = u32::try_from(cursor.varint()?).ok()?;
        let epoch = u32::try_from(cursor.varint()?).ok()?;
        let chain = Digest(cursor.array()?);
        Some(Self {
            entries,
            last_seq,
            durable_seq,
            issued,
            epoch,
            chain,
        })
    }
}

/// Reads the frame at `at` and where the next one begins; `None` where the bytes are not a frame.
pub(crate) fn frame_at(bytes: &[u8], at: usize) -> Option<(Frame<'_>, usize)> {
    let rest = bytes.get(at..)?;
    let mut cursor = Cursor::new(rest);
    let Some(length) = cursor.u32() else {
        return rest
            .iter()
            .all(|byte| *byte == 0)
            .then_some((Frame::Nothing, at));
    };
    if length == 0 {
        return Some((Frame::Nothing, at));
    }
    let length = usize::try_from(length)
        .ok()
        .filter(|length| *length <= BODY_BYTES_MAX)?;
    let body = cursor.take(length)?;
    if cursor.u32()? != crc32fast::hash(rest.get(..4 + length)?) {
        return None;
    }
    let mut cursor = Cursor::new(body);
    let frame = match cursor.u8()? {
        ENTRY => Frame::Entry(take_entry(&mut cursor)?),
        GROUP_END => Frame::GroupEnd(GroupEnd::take(&mut cursor)?),
        _ => return None,
    };
    cursor
        .rest()
        .is_empty()
        .then_some((frame, at + FRAME_BYTES + length))
}

fn take_entry<'a>(cursor: &mut Cursor<'a>) -> Option<EntryFrame<'a>> {
    let seq = cursor.varint()?;
    let recorded = unzigzag(cursor.varint()?);
    let who = u32::try_from(cursor.varint()?).ok()?;
    let count = cursor.u8()?;
    let nonce = cursor.array()?;
    let mut parts = Vec::with_capacity(usize::from(count));
    for _ in 0..count {
        let key = KeyId(u32::try_from(cursor.varint()?).ok()?);
        let length = usize::try_from(cursor.varint()?).ok()?;
        parts.push((key, cursor.take(length)?));
    }
    Some(EntryFrame {
        header: EntryHeader {
            seq,
            recorded,
            who,
            parts: count,
        },
        nonce,
        parts,
    })
}

fn begin(out: &mut Vec<u8>, kind: u8) -> usize {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    out.push(kind);
    start
}

/// Fills in the length and appends the checksum. Callers keep bodies under [`BODY_BYTES_MAX`].
fn finish(out: &mut Vec<u8>, start: usize) {
    let length = (out.len() - start - 4) as u32;
    if let Some(place) = out.get_mut(start..start + 4) {
        place.copy_from_slice(&length.to_le_bytes());
    }
    let crc = crc32fast::hash(out.get(start..).unwrap_or_default());
    out.extend_from_slice(&crc.to_le_bytes());
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_either_sign_come_back() {
        for value in [0, 1, -1, 63, -64, 1_796_000_000_000, i64::MAX, i64::MIN] {
            assert_eq!(unzigzag(zigzag(value)), value);
        }
    }

    #[test]
    fn a_group_end_comes_back_and_any_flip_is_seen() {
        let before = super::super::chain::start(StoreId([3; 16]));
        let end = GroupEnd {
            entries: 3,
            last_seq: 1_203,
            durable_seq: 1_100,
            issued: 70_000,
            epoch: 2,
            chain: Digest([0; 32]),
        };
        let mut bytes = Vec::new();
        let chain = put_group_end(&mut bytes, &before, end);
        let Some((Frame::GroupEnd(read), next)) = frame_at(&bytes, 0) else {
            panic!("no group end")
        };
        assert_eq!(read, GroupEnd { chain, ..end });
        assert_eq!(read.chain_after(&before), chain);
        assert_eq!(next, bytes.len());
        for bit in 0..bytes.len() * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(!matches!(
                frame_at(&bytes, 0),
                Some((Frame::GroupEnd(_), _))
            ));
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
    }

    #[test]
    fn short_and_senseless_bytes_are_no_frame() {
        assert!(matches!(frame_at(&[0; 3], 0), Some((Frame::Nothing, 0))));
        assert!(matches!(frame_at(&[0; 40], 8), Some((Frame::Nothing, 8))));
        assert!(frame_at(&[0, 0, 1], 0).is_none());
        assert!(frame_at(&[9, 0, 0, 0, 1], 0).is_none());
        assert!(frame_at(&[0xff; 64], 0).is_none());
        assert!(frame_at(&[0; 4], 9).is_none());
    }
}
