//! The journal up to one complete, durable group.

use std::path::PathBuf;
use std::sync::Arc;

use super::error::{Damage, Fault, JournalError};
use super::reader::{Entry, RawReader, Reader};
use super::segment::{self, file_name};
use super::writer::{SegmentAt, Tip};
use crate::seal::disk::{self, Disk, Open};
use crate::seal::{Digest, Keyring, StoreId};

/// A view of the journal that ends at a durable group and stays as it is while others are
/// appended. Cheap to take, free to move to another thread.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) dir: PathBuf,
    pub(crate) store: StoreId,
    pub(crate) segments: Vec<SegmentAt>,
    pub(crate) tip: Tip,
}

impl Snapshot {
    /// The store it belongs to.
    pub fn store(&self) -> StoreId {
        self.store
    }

    /// The last sequence in it; 0 where there is none.
    pub fn last_seq(&self) -> u64 {
        self.tip.seq
    }

    /// The chain after its last entry.
    pub fn chain(&self) -> Digest {
        self.tip.chain
    }

    /// The segments, and up to which byte each belongs to this snapshot (a shorter file belongs
    /// to it whole): what a copy of a live store takes.
    pub fn files(&self) -> Vec<(PathBuf, u64)> {
        self.segments.iter().map(|at| self.extent(*at)).collect()
    }

    /// The bytes of the journal on the disk, the unfilled tail of the last segment aside.
    pub fn bytes(&self) -> Result<u64, JournalError> {
        self.segments.iter().try_fold(0, |sum, at| {
            let (path, end) = self.extent(*at);
            let size = self
                .disk
                .open(&path, Open::Read)
                .and_then(|file| file.size());
            let size = size.map_err(|error| JournalError::io("measuring", &path, error))?;
            Ok(sum + size.min(end))
        })
    }

    /// The entries from `from_seq` on (1 is the first), opened with `keyring`, in bounded memory.
    pub fn read<'k>(&self, from_seq: u64, keyring: &'k Keyring) -> Reader<'k> {
        Reader::new(self.read_raw(from_seq), keyring)
    }

    /// The entries from `from_seq` on with their parts still sealed, for readers that share the
    /// keyring with a writer and open under a lock.
    pub fn read_raw(&self, from_seq: u64) -> RawReader {
        RawReader::new(self.clone(), from_seq)
    }

    /// One entry.
    pub fn entry(&self, seq: u64, keyring: &Keyring) -> Result<Entry, JournalError> {
        if seq == 0 || seq > self.tip.seq {
            return Err(JournalError::NoEntry(seq));
        }
        self.read(seq, keyring)
            .next()
            .ok_or(JournalError::NoEntry(seq))?
    }

    /// The path of a segment, and how many of its bytes belong to this snapshot.
    pub(crate) fn extent(&self, at: SegmentAt) -> (PathBuf, u64) {
        let is_last = at.number == self.tip.segment;
        let end = if is_last {
            self.tip.end
        } else {
            segment::SEGMENT_BYTES_MAX
        };
        (segment::path_of(&self.dir, at.number), end)
    }

    /// The bytes of a segment that belong to this snapshot.
    pub(crate) fn segment_bytes(&self, at: SegmentAt) -> Result<Vec<u8>, JournalError> {
        let (path, end) = self.extent(at);
        let failed = |error| JournalError::io("reading", &path, error);
        let missing = || Damage {
            first_bad: at.first_seq,
            file: file_name(&path),
            fault: Fault::Missing,
        };
        let file = match self.disk.open(&path, Open::Read) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(missing().into());
            }
            other => other.map_err(failed)?,
        };
        let size = file.size().map_err(failed)?.min(end);
        disk::read_up_to(&*file, 0, usize::try_from(size).unwrap_or_default()).map_err(failed)
    }
}
