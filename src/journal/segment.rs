//! Segments: files of frames, numbered from 1 without a gap, each with a header.
//!
//! A segment is filled with zeros ahead of the writing, so that syncing an append writes no
//! metadata. All but the last are never written again.
//!
//! ```text
//! header  magic 8 | format 2 | least reader 2 | store 16 | number 4 | first sequence 8 |
//!         keys issued 4 | keyring generation 4 | chain 32 | zeros | crc 4   (128 bytes)
//! ```

use std::path::{Path, PathBuf};

use super::error::{Damage, Fault, JournalError};
use crate::seal::disk::{self, Disk, DiskFile, Open};
use crate::seal::{Cursor, Digest, StoreId};

const MAGIC: &[u8; 8] = b"CASEJRNL";
/// The format this program writes, and the newest it reads.
pub(crate) const FORMAT: u16 = 1;
/// Bytes of the header.
pub(crate) const HEADER_BYTES: usize = 128;
/// The longest segment that is read: one group of the largest size and its header.
pub(crate) const SEGMENT_BYTES_MAX: u64 = 80 << 20;

/// What the header of a segment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) store: StoreId,
    pub(crate) number: u32,
    /// The sequence of the first entry that stands or will stand in it.
    pub(crate) first_seq: u64,
    /// Keys issued when it was begun.
    pub(crate) issued: u32,
    /// The keyring's generation when it was begun.
    pub(crate) epoch: u32,
    /// The chain before its first entry.
    pub(crate) chain: Digest,
}

/// Why a header was not read.
#[derive(Debug)]
pub(crate) enum HeaderFault {
    Altered,
    Newer(u16),
    OtherStore,
}

impl Header {
    pub(crate) fn bytes(&self) -> [u8; HEADER_BYTES] {
        let mut bytes = [0; HEADER_BYTES];
        let fields: [&[u8]; 9] = [
            MAGIC,
            &FORMAT.to_le_bytes(),
            &FORMAT.to_le_bytes(),
            &self.store.0,
            &self.number.to_le_bytes(),
            &self.first_seq.to_le_bytes(),
            &self.issued.to_le_bytes(),
            &self.epoch.to_le_bytes(),
            &self.chain.0,
        ];
        for (byte, value) in bytes.iter_mut().zip(fields.into_iter().flatten()) {
            *byte = *value;
        }
        if let Some((signed, crc)) = bytes.split_last_chunk_mut::<4>() {
            *crc = crc32fast::hash(signed).to_le_bytes();
        }
        bytes
    }

    pub(crate) fn read(bytes: &[u8], store: StoreId) -> Result<Self, HeaderFault> {
        let (signed, crc) = bytes
            .get(..HEADER_BYTES)
            .and_then(|bytes| bytes.split_last_chunk::<4>())
            .ok_or(HeaderFault::Altered)?;
        if !signed.starts_with(MAGIC) || crc32fast::hash(signed) != u32::from_le_bytes(*crc) {
            return Err(HeaderFault::Altered);
        }
        let mut cursor = Cursor::new(signed.get(MAGIC.len()..).unwrap_or_default());
        let _written_by = cursor.u16();
        let least_reader = cursor.u16().ok_or(HeaderFault::Altered)?;
        if least_reader > FORMAT {
            return Err(HeaderFault::Newer(least_reader));
        }
        let header = Self::take(&mut cursor).ok_or(HeaderFault::Altered)?;
        if header.store != store {
            return Err(HeaderFault::OtherStore);
        }
        Ok(header)
    }

    fn take(cursor: &mut Cursor<'_>) -> Option<Self> {
        Some(Self {
            store: StoreId(cursor.array()?),
            number: cursor.u32()?,
            first_seq: cursor.u64()?,
            issued: cursor.u32()?,
            epoch: cursor.u32()?,
            chain: Digest(cursor.array()?),
        })
    }
}

impl HeaderFault {
    /// The error for a segment with this fault; all before `first_bad` are sound.
    pub(crate) fn at(self, path: &Path, first_bad: u64) -> JournalError {
        match self {
            Self::Altered => Damage {
                first_bad,
                file: file_name(path),
                fault: Fault::Altered,
            }
            .into(),
            Self::Newer(format) => JournalError::Newer(format),
            Self::OtherStore => JournalError::OtherStore,
        }
    }
}

/// The path of segment `number`.
pub(crate) fn path_of(dir: &Path, number: u32) -> PathBuf {
    dir.join(format!("segment-{number:08}"))
}

/// The number in a segment's name.
pub(crate) fn number_of(name: &str) -> Option<u32> {
    let digits = name.strip_prefix("segment-")?;
    (digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| digits.parse().ok())?
}

/// The last part of a path, for messages.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// Makes a segment filled with zeros behind its header: as a temporary, synced, renamed, and the
/// folder synced, so that a segment with its right name is always whole.
pub(crate) fn create(
    disk: &dyn Disk,
    dir: &Path,
    header: &Header,
    bytes: u64,
) -> Result<Box<dyn DiskFile>, JournalError> {
    let path = path_of(dir, header.number);
    let temporary = path.with_extension("tmp");
    let attempt = || {
        let file = disk.open(&temporary, Open::Create)?;
        disk::write_all_at(&*file, &header.bytes(), 0)?;
        let rest = bytes.saturating_sub(HEADER_BYTES as u64);
        disk::write_zeros(&*file, HEADER_BYTES as u64, rest)?;
        file.sync_data()?;
        disk.rename(&temporary, &path)?;
        disk.sync_dir(dir)?;
        Ok(file)
    };
    attempt().map_err(|error| {
        // A half-made temporary would only take room on a full disk; the error stands either way.
        let _ = disk.remove(&temporary);
        JournalError::io("making", &path, error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_comes_back_and_any_flip_is_seen() {
        let header = Header {
            store: StoreId([9; 16]),
            number: 7,
            first_seq: 70_001,
            issued: 12,
            epoch: 3,
            chain: Digest([4; 32]),
        };
        let mut bytes = header.bytes();
        assert_eq!(Header::read(&bytes, StoreId([9; 16])).unwrap(), header);
        assert!(matches!(
            Header::read(&bytes, StoreId([8; 16])),
            Err(HeaderFault::OtherStore)
        ));
        for bit in 0..HEADER_BYTES * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(matches!(
                Header::read(&bytes, StoreId([9; 16])),
                Err(HeaderFault::Altered)
            ));
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
    }

    #[test]
    fn a_segment_of_a_newer_format_is_refused_as_such() {
        let header = Header {
            store: StoreId([9; 16]),
            number: 1,
            first_seq: 1,
            issued: 0,
            epoch: 1,
            chain: Digest([4; 32]),
        };
        let mut bytes = header.bytes();
        bytes[10] = 2;
        let crc = crc32fast::hash(&bytes[..124]).to_le_bytes();
        bytes[124..].copy_from_slice(&crc);
        assert!(matches!(
            Header::read(&bytes, StoreId([9; 16])),
            Err(HeaderFault::Newer(2))
        ));
    }

    #[test]
    fn only_eight_digits_make_a_segment_name() {
        assert_eq!(number_of("segment-00000012"), Some(12));
        for name in [
            "segment-12",
            "segment-0000001x",
            "segment-00000001.tmp",
            "head",
            "segment-+0000001",
        ] {
            assert_eq!(number_of(name), None, "{name}");
        }
    }
}
