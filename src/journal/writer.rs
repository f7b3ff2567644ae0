//! Appending: groups of entries, one write and one sync for each group.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::JournalError;
use super::frame::{self, EntryHeader, GroupEnd};
use super::head::{Keeper, Mark};
use super::open::Options;
use super::segment;
use super::snapshot::Snapshot;
use crate::seal::disk::{self, Disk, DiskFile};
use crate::seal::{self, Digest, KeyId, Keyring, StoreId};

/// The largest group, so that a reader needs no more memory than this at once.
const GROUP_BYTES_MAX: usize = 64 << 20;

/// An entry to be written. Its sequence is given by the journal: the one after the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// When it was recorded, milliseconds since 1970 in UTC.
    pub recorded: i64,
    /// The member of staff who did it; 0 is the program itself.
    pub who: u32,
    /// Between 1 and 255 parts.
    pub parts: Vec<NewPart>,
}

/// A part of an entry, sealed on its way to the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPart {
    /// The key of the person it is about.
    pub key: KeyId,
    /// What it says.
    pub plain: Vec<u8>,
}

/// A place in the journal between two groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tip {
    /// The last sequence; 0 where there is none.
    pub(crate) seq: u64,
    /// The chain after it.
    pub(crate) chain: Digest,
    /// When the last entry was recorded.
    pub(crate) recorded: Option<i64>,
    /// The segment that is written to; 0 where there is none.
    pub(crate) segment: u32,
    /// Where the next group begins in it.
    pub(crate) end: u64,
}

impl Tip {
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            seq: self.seq,
            chain: self.chain,
        }
    }
}

/// A segment by number, and the first sequence in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SegmentAt {
    pub(crate) number: u32,
    pub(crate) first_seq: u64,
}

/// The file that is written to.
#[derive(Debug)]
pub(crate) struct Active {
    pub(crate) file: Box<dyn DiskFile>,
    pub(crate) size: u64,
    pub(crate) head: Keeper,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Ready,
    ReadOnly,
    Poisoned,
}

/// The journal of one store, open. One writer at a time: the hub's lock sees to that.
#[derive(Debug)]
pub struct Journal {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) dir: PathBuf,
    pub(crate) store: StoreId,
    pub(crate) options: Options,
    pub(crate) segments: Vec<SegmentAt>,
    /// Up to where it is written, and up to where it is durable.
    pub(crate) written: Tip,
    pub(crate) durable: Tip,
    /// `None` where the journal is read only.
    pub(crate) active: Option<Active>,
    pub(crate) state: State,
    pub(crate) buffer: Vec<u8>,
}

impl Journal {
    /// The store this journal belongs to.
    pub fn store(&self) -> StoreId {
        self.store
    }

    /// The folder it lies in.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The last sequence that is durable; 0 where there is none.
    pub fn last_seq(&self) -> u64 {
        self.durable.seq
    }

    /// The chain after the last durable entry.
    pub fn chain(&self) -> Digest {
        self.durable.chain
    }

    /// When the last entry was recorded, so that the next is never earlier.
    pub fn last_recorded(&self) -> Option<i64> {
        self.written.recorded
    }

    /// Whether nothing more is written until the journal is opened again.
    pub fn is_poisoned(&self) -> bool {
        self.state == State::Poisoned
    }

    /// Writes a group and syncs it: when this returns, the entries with these sequences are on
    /// the disk. An empty group writes nothing.
    ///
    /// What cannot be sealed ([`JournalError::Seal`], too large) is refused and the journal goes
    /// on. After a failed write or sync the journal is poisoned, and the sync is never tried again.
    /// Whether that group is on the disk is known once the journal has been opened anew: where
    /// [`Journal::last_seq`] is then above what it was, the group was saved after all.
    pub fn append_group(
        &mut self,
        entries: &[NewEntry],
        keyring: &Keyring,
    ) -> Result<RangeInclusive<u64>, JournalError> {
        let sequences = self.append_unsynced(entries, keyring)?;
        self.sync()?;
        Ok(sequences)
    }

    /// Writes a group without a sync, for imports and for making demos. Nobody may be told of its
    /// entries before [`Journal::sync`] has returned.
    pub fn append_unsynced(
        &mut self,
        entries: &[NewEntry],
        keyring: &Keyring,
    ) -> Result<RangeInclusive<u64>, JournalError> {
        self.may_write()?;
        let first = self.written.seq + 1;
        let Some(last) = entries.last() else {
            return Ok(RangeInclusive::new(first, self.written.seq));
        };
        let recorded = last.recorded;
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let encoded = self.encode(entries, keyring, &mut buffer);
        let written = encoded.and_then(|chain| {
            self.write(&buffer, keyring)
                .inspect_err(|_| self.state = State::Poisoned)?;
            Ok(chain)
        });
        let bytes = buffer.len() as u64;
        self.buffer = buffer;
        self.written.chain = written?;
        self.written.seq += entries.len() as u64;
        self.written.recorded = Some(recorded);
        self.written.end += bytes;
        Ok(RangeInclusive::new(first, self.written.seq))
    }

    /// Syncs what [`Journal::append_unsynced`] wrote.
    pub fn sync(&mut self) -> Result<(), JournalError> {
        self.may_write()?;
        if self.durable == self.written {
            return Ok(());
        }
        let Some(active) = &self.active else {
            return Err(JournalError::ReadOnly);
        };
        if let Err(error) = active.file.sync_data() {
            self.state = State::Poisoned;
            let path = segment::path_of(&self.dir, self.written.segment);
            return Err(JournalError::io("syncing", &path, error));
        }
        self.durable = self.written;
        active.head.note(self.durable.mark());
        Ok(())
    }

    /// Writes and syncs the head now, instead of within 50 ms.
    pub fn sync_head(&mut self) -> Result<(), JournalError> {
        match &self.active {
            None => Ok(()),
            Some(active) => active
                .head
                .sync()
                .inspect_err(|_| self.state = State::Poisoned),
        }
    }

    /// Syncs the journal and its head, and closes it. Dropping it does the same for the head, but
    /// cannot say what failed.
    pub fn close(mut self) -> Result<(), JournalError> {
        match self.state {
            State::ReadOnly => return Ok(()),
            State::Poisoned => return Err(JournalError::Poisoned),
            State::Ready => {}
        }
        self.sync()?;
        self.sync_head()
    }

    /// The journal up to its last durable group, to read, verify and back up beside the writing.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            disk: Arc::clone(&self.disk),
            dir: self.dir.clone(),
            store: self.store,
            segments: self
                .segments
                .iter()
                .copied()
                .filter(|segment| segment.number <= self.durable.segment)
                .collect(),
            tip: self.durable,
        }
    }

    fn may_write(&mut self) -> Result<(), JournalError> {
        if self.state == State::Ready && self.active.as_ref().is_some_and(|a| a.head.failed()) {
            self.state = State::Poisoned;
        }
        match self.state {
            State::Ready => Ok(()),
            State::ReadOnly => Err(JournalError::ReadOnly),
            State::Poisoned => Err(JournalError::Poisoned),
        }
    }

    /// The bytes of a group into `out`, and the chain after it.
    fn encode(
        &self,
        entries: &[NewEntry],
        keyring: &Keyring,
        out: &mut Vec<u8>,
    ) -> Result<Digest, JournalError> {
        if keyring.store() != self.store {
            return Err(JournalError::OtherStore);
        }
        let mut chain = self.written.chain;
        for (seq, entry) in (self.written.seq + 1..).zip(entries) {
            let parts = fits(entry)?;
            let header = EntryHeader {
                seq,
                recorded: entry.recorded,
                who: entry.who,
                parts,
            };
            let mut nonce = [0; seal::NONCE_BYTES];
            seal::fill_random(&mut nonce)?;
            let start = out.len();
            let plain = entry
                .parts
                .iter()
                .map(|part| (part.key, part.plain.as_slice()));
            frame::put_entry(out, self.store, header, &nonce, plain, keyring)?;
            chain = super::chain::after(&chain, out.get(start..).unwrap_or_default());
            within(out.len(), GROUP_BYTES_MAX)?;
        }
        let end = GroupEnd {
            entries: entries.len() as u64,
            last_seq: self.written.seq + entries.len() as u64,
            durable_seq: self.durable.seq,
            issued: keyring.issued(),
            epoch: keyring.epoch(),
            chain,
        };
        Ok(frame::put_group_end(out, &chain, end))
    }

    fn write(&mut self, group: &[u8], keyring: &Keyring) -> Result<(), JournalError> {
        let Some(active) = &self.active else {
            return Err(JournalError::ReadOnly);
        };
        if self.written.end + group.len() as u64 > active.size {
            self.begin_segment(group.len() as u64, keyring)?;
        }
        let Some(active) = &self.active else {
            return Err(JournalError::ReadOnly);
        };
        disk::write_all_at(&*active.file, group, self.written.end).map_err(|error| {
            let path = segment::path_of(&self.dir, self.written.segment);
            JournalError::io("writing", &path, error)
        })
    }

    /// Goes on in a new segment. The old one is synced first: only the last may ever be torn.
    fn begin_segment(&mut self, group_bytes: u64, keyring: &Keyring) -> Result<(), JournalError> {
        self.sync()?;
        let number = self.written.segment + 1;
        let header = segment::Header {
            store: self.store,
            number,
            first_seq: self.written.seq + 1,
            issued: keyring.issued(),
            epoch: keyring.epoch(),
            chain: self.written.chain,
        };
        let size = self
            .options
            .segment_bytes
            .max(segment::HEADER_BYTES as u64 + group_bytes);
        let file = segment::create(&*self.disk, &self.dir, &header, size)?;
        self.segments.push(SegmentAt {
            number,
            first_seq: header.first_seq,
        });
        for tip in [&mut self.written, &mut self.durable] {
            tip.segment = number;
            tip.end = segment::HEADER_BYTES as u64;
        }
        if let Some(active) = &mut self.active {
            active.file = file;
            active.size = size;
        }
        Ok(())
    }
}

/// The number of parts, where the entry can be written at all.
fn fits(entry: &NewEntry) -> Result<u8, JournalError> {
    let count = entry.parts.len();
    let parts = u8::try_from(count).ok().filter(|parts| *parts > 0);
    // Generous for the plain header and for key, length and tag of each part.
    let bytes = entry
        .parts
        .iter()
        .map(|part| part.plain.len() + 32)
        .sum::<usize>()
        + 64;
    within(bytes, frame::BODY_BYTES_MAX)?;
    parts.ok_or(JournalError::Parts(count))
}

fn within(bytes: usize, bytes_max: usize) -> Result<(), JournalError> {
    if bytes > bytes_max {
        let (bytes, bytes_max) = (bytes as u64, bytes_max as u64);
        return Err(JournalError::TooLarge { bytes, bytes_max });
    }
    Ok(())
}
