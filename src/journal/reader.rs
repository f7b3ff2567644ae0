//! Reading entries in order, one segment in memory at a time.

use std::collections::VecDeque;

use super::error::{Damage, Fault, JournalError};
use super::frame::{self, EntryFrame, EntryHeader};
use super::scan::{Bad, Step, Walk};
use super::segment::{self, Header, file_name};
use super::snapshot::Snapshot;
use super::writer::SegmentAt;
use crate::seal::{KeyId, Keyring, Nonce, SealError, StoreId};

/// An entry as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the journal, from 1.
    pub seq: u64,
    /// When it was recorded, milliseconds since 1970 in UTC.
    pub recorded: i64,
    /// The member of staff who did it; 0 is the program itself.
    pub who: u32,
    /// Its parts in the order in which they were written.
    pub parts: Vec<Part>,
}

/// A part of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The key it was sealed under.
    pub key: KeyId,
    /// What it says, if that can still be read.
    pub body: Body,
}

/// What a part says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// The bytes that were written.
    Plain(Vec<u8>),
    /// Its key was destroyed: the person was erased.
    Erased,
}

/// An entry whose parts are still sealed.
#[derive(Clone, Debug)]
pub struct RawEntry {
    store: StoreId,
    header: EntryHeader,
    nonce: Nonce,
    parts: Vec<(KeyId, Vec<u8>)>,
    file: String,
}

impl RawEntry {
    pub(crate) fn new(store: StoreId, frame: &EntryFrame<'_>, file: &str) -> Self {
        let parts = frame
            .parts
            .iter()
            .map(|(key, body)| (*key, body.to_vec()))
            .collect();
        Self {
            store,
            header: frame.header,
            nonce: frame.nonce,
            parts,
            file: file.to_owned(),
        }
    }

    /// Its place in the journal.
    pub fn seq(&self) -> u64 {
        self.header.seq
    }

    /// Opens its parts. A part whose key was destroyed reads as [`Body::Erased`]; one that was
    /// changed, or whose key the keyring never held, is damage.
    pub fn open(&self, keyring: &Keyring) -> Result<Entry, JournalError> {
        let mut parts = Vec::with_capacity(self.parts.len());
        for (number, (key, body)) in (0_u8..).zip(&self.parts) {
            let sealed = (*key, body.as_slice());
            let opened = frame::open_part(
                self.store,
                &self.header,
                &self.nonce,
                number,
                sealed,
                keyring,
            );
            let body = match opened {
                Ok(plain) => Body::Plain(plain),
                Err(SealError::Erased) => Body::Erased,
                Err(SealError::Forged) => return Err(self.damage(Fault::Forged)),
                Err(SealError::UnknownKey(key)) => {
                    return Err(self.damage(Fault::UnknownKey(key.0)));
                }
                Err(other) => return Err(other.into()),
            };
            parts.push(Part { key: *key, body });
        }
        let EntryHeader {
            seq, recorded, who, ..
        } = self.header;
        Ok(Entry {
            seq,
            recorded,
            who,
            parts,
        })
    }

    fn damage(&self, fault: Fault) -> JournalError {
        Damage {
            first_bad: self.header.seq,
            file: self.file.clone(),
            fault,
        }
        .into()
    }
}

/// Reads sealed entries. Ends after the snapshot's last entry, or after the first error.
#[derive(Debug)]
pub struct RawReader {
    snapshot: Snapshot,
    next_seq: u64,
    /// The segments that were not read yet.
    segments: VecDeque<SegmentAt>,
    current: Option<Current>,
    ready: VecDeque<RawEntry>,
}

/// The segment being read.
#[derive(Debug)]
struct Current {
    bytes: Vec<u8>,
    at: usize,
    seq: u64,
    file: String,
}

impl RawReader {
    pub(crate) fn new(snapshot: Snapshot, from_seq: u64) -> Self {
        let next_seq = from_seq.max(1);
        let skip = snapshot
            .segments
            .iter()
            .rposition(|at| at.first_seq <= next_seq)
            .unwrap_or_default();
        let segments = snapshot.segments.iter().skip(skip).copied().collect();
        Self {
            snapshot,
            next_seq,
            segments,
            current: None,
            ready: VecDeque::new(),
        }
    }

    fn advance(&mut self) -> Result<Option<RawEntry>, JournalError> {
        loop {
            if let Some(entry) = self.ready.pop_front() {
                self.next_seq = entry.seq() + 1;
                return Ok(Some(entry));
            }
            if self.next_seq > self.snapshot.tip.seq {
                return Ok(None);
            }
            match self.current.take() {
                Some(current) => self.read_group(current)?,
                None => self.current = Some(self.open_segment()?),
            }
        }
    }

    fn open_segment(&mut self) -> Result<Current, JournalError> {
        let at = self
            .segments
            .pop_front()
            .ok_or(JournalError::NoEntry(self.next_seq))?;
        let (path, _) = self.snapshot.extent(at);
        let bytes = self.snapshot.segment_bytes(at)?;
        let file = file_name(&path);
        let header = Header::read(&bytes, self.snapshot.store)
            .map_err(|fault| fault.at(&path, at.first_seq))?;
        if header.number != at.number || header.first_seq != at.first_seq {
            return Err(Damage {
                first_bad: at.first_seq,
                file,
                fault: Fault::Chain,
            }
            .into());
        }
        Ok(Current {
            bytes,
            at: segment::HEADER_BYTES,
            seq: at.first_seq,
            file,
        })
    }

    /// Takes in the next group of the current segment and keeps the segment where it has more.
    ///
    /// The chain is not checked here: checksum, order and seals hold each entry in its place,
    /// and hashing a whole segment to read one entry would cost more than the reading.
    fn read_group(&mut self, mut current: Current) -> Result<(), JournalError> {
        let mut walk = Walk::new(&current.bytes, current.seq, None);
        walk.at = current.at;
        match walk.step() {
            Step::Group(group) => {
                let wanted = group
                    .entries
                    .iter()
                    .filter(|e| e.header.seq >= self.next_seq);
                let store = self.snapshot.store;
                self.ready
                    .extend(wanted.map(|e| RawEntry::new(store, e, &current.file)));
                (current.at, current.seq) = (walk.at, walk.next_seq);
                self.current = Some(current);
                Ok(())
            }
            Step::End
                if self
                    .segments
                    .front()
                    .is_some_and(|at| at.first_seq == current.seq) =>
            {
                Ok(())
            }
            Step::End => Err(bad(current, Fault::Altered)),
            Step::Bad(Bad::Bytes) => Err(bad(current, Fault::Altered)),
            Step::Bad(Bad::Chain) => Err(bad(current, Fault::Chain)),
        }
    }
}

fn bad(current: Current, fault: Fault) -> JournalError {
    Damage {
        first_bad: current.seq,
        file: current.file,
        fault,
    }
    .into()
}

impl Iterator for RawReader {
    type Item = Result<RawEntry, JournalError>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = self.advance().transpose();
        if matches!(item, Some(Err(_))) {
            // After an error nothing more can be trusted to be in its place.
            self.next_seq = u64::MAX;
            self.ready.clear();
        }
        item
    }
}

/// Reads entries and opens them. Ends after the snapshot's last entry; an entry that does not
/// open is an error in its place, and the reading can go on behind it.
#[derive(Debug)]
pub struct Reader<'k> {
    raw: RawReader,
    keyring: &'k Keyring,
}

impl<'k> Reader<'k> {
    pub(crate) fn new(raw: RawReader, keyring: &'k Keyring) -> Self {
        Self { raw, keyring }
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Entry, JournalError>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.raw.next()?.and_then(|entry| entry.open(self.keyring)))
    }
}
