//! Finding the end of a journal without changing it: which segments there are, how far they are
//! whole, and whether what follows is a torn tail or damage.
//!
//! Only the segments from the head on are walked; `verify` walks them all.

use std::io::ErrorKind;
use std::path::Path;

use super::chain;
use super::error::{Damage, Fault, JournalError};
use super::head::{self, Found, Mark};
use super::open::TornTail;
use super::scan::{Bad, Group, Step, Walk};
use super::segment::{self, HEADER_BYTES, Header, HeaderFault, file_name};
use super::writer::{SegmentAt, Tip};
use crate::seal::Keyring;
use crate::seal::disk::{self, Disk, Open};

/// What a journal's folder holds.
#[derive(Debug)]
pub(crate) struct Survey {
    pub(crate) segments: Vec<SegmentAt>,
    pub(crate) head: Option<Found>,
    /// Where the last whole group ends.
    pub(crate) tip: Tip,
    /// The bytes of the last segment that end at the tip and lie behind the head.
    pub(crate) behind_head: Vec<u8>,
    pub(crate) torn: Option<Torn>,
    pub(crate) damage: Option<Damage>,
}

/// An unfinished group at the end of the last segment.
#[derive(Debug)]
pub(crate) struct Torn {
    /// Its bytes, without the zeros behind them.
    pub(crate) bytes: Vec<u8>,
}

impl Survey {
    pub(crate) fn torn_tail(&self) -> Option<TornTail> {
        self.torn.as_ref().map(|torn| TornTail {
            after_seq: self.tip.seq,
            bytes: torn.bytes.len() as u64,
            moved_to: None,
        })
    }
}

/// Surveys the journal in `dir`.
pub(crate) fn survey(
    disk: &dyn Disk,
    dir: &Path,
    keyring: &Keyring,
) -> Result<Survey, JournalError> {
    let head = match head::read(disk, dir, keyring) {
        Ok(found) => Some(found),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(JournalError::io("reading", &head::path_of(dir), error)),
    };
    let (headers, broken) = read_headers(disk, dir, keyring, head.is_some())?;
    let mut scan = Scan {
        keyring,
        mark: head.as_ref().and_then(|head| head.mark),
        tip: empty_tip(keyring),
        behind_head: Vec::new(),
        torn: None,
        damage: None,
    };
    scan.walk(disk, dir, &headers)?;
    if let Some((number, fault)) = broken {
        scan.damaged(scan.tip.seq + 1, &segment::path_of(dir, number), fault);
    }
    scan.check_head(dir, head.as_ref());
    let segments = headers
        .iter()
        .filter(|header| header.number <= scan.tip.segment)
        .map(|header| SegmentAt {
            number: header.number,
            first_seq: header.first_seq,
        })
        .collect();
    let Scan {
        tip,
        behind_head,
        torn,
        damage,
        ..
    } = scan;
    let torn = torn.filter(|_| damage.is_none());
    Ok(Survey {
        segments,
        head,
        tip,
        behind_head,
        torn,
        damage,
    })
}

fn empty_tip(keyring: &Keyring) -> Tip {
    Tip {
        seq: 0,
        chain: chain::start(keyring.store()),
        recorded: None,
        segment: 0,
        end: 0,
    }
}

type Headers = (Vec<Header>, Option<(u32, Fault)>);

/// The headers of segments 1, 2, ... as far as they are sound, and the first that is not.
fn read_headers(
    disk: &dyn Disk,
    dir: &Path,
    keyring: &Keyring,
    has_head: bool,
) -> Result<Headers, JournalError> {
    let mut numbers: Vec<u32> = match disk.list(dir) {
        Ok(names) => names
            .iter()
            .filter_map(|name| segment::number_of(name))
            .collect(),
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(JournalError::io("listing", dir, error)),
    };
    numbers.sort_unstable();
    if numbers.is_empty() && !has_head {
        return Err(JournalError::NotThere(dir.display().to_string()));
    }
    let mut headers: Vec<Header> = Vec::with_capacity(numbers.len());
    for (expected, number) in (1..).zip(numbers) {
        if number != expected {
            return Ok((headers, Some((expected, Fault::Missing))));
        }
        let path = segment::path_of(dir, number);
        let bytes = disk
            .open(&path, Open::Read)
            .and_then(|file| disk::read_up_to(&*file, 0, HEADER_BYTES))
            .map_err(|error| JournalError::io("reading", &path, error))?;
        match Header::read(&bytes, keyring.store()) {
            Ok(header) if header.number != number => {
                return Ok((headers, Some((number, Fault::Chain))));
            }
            Ok(header) => headers.push(header),
            Err(HeaderFault::Altered) => return Ok((headers, Some((number, Fault::Altered)))),
            Err(fault) => return Err(fault.at(&path, 1)),
        }
    }
    let broken = headers.is_empty().then_some((1, Fault::Missing));
    Ok((headers, broken))
}

struct Scan<'k> {
    keyring: &'k Keyring,
    mark: Option<Mark>,
    tip: Tip,
    behind_head: Vec<u8>,
    torn: Option<Torn>,
    damage: Option<Damage>,
}

impl Scan<'_> {
    /// Keeps the damage that comes first in the journal.
    fn damaged(&mut self, first_bad: u64, path: &Path, fault: Fault) {
        if self
            .damage
            .as_ref()
            .is_none_or(|damage| first_bad < damage.first_bad)
        {
            self.damage = Some(Damage {
                first_bad,
                file: file_name(path),
                fault,
            });
        }
    }

    /// Walks from the segment that holds the head's entry to the last.
    fn walk(
        &mut self,
        disk: &dyn Disk,
        dir: &Path,
        headers: &[Header],
    ) -> Result<(), JournalError> {
        let from_seq = self.mark.map_or(u64::MAX, |mark| mark.seq.max(1));
        let from = headers
            .iter()
            .rposition(|header| header.first_seq <= from_seq)
            .unwrap_or(0);
        let Some(first) = headers.get(from) else {
            return Ok(());
        };
        self.tip.seq = first.first_seq.saturating_sub(1);
        self.tip.chain = first.chain;
        for (index, header) in headers.iter().enumerate().skip(from) {
            let path = segment::path_of(dir, header.number);
            let follows = header.first_seq == self.tip.seq + 1
                && header.chain == self.tip.chain
                && (header.number > 1 || header.chain == chain::start(self.keyring.store()));
            if !follows {
                self.damaged(self.tip.seq + 1, &path, Fault::Chain);
                return Ok(());
            }
            let bytes = disk::read_file(disk, &path, segment::SEGMENT_BYTES_MAX)
                .map_err(|error| JournalError::io("reading", &path, error))?;
            let following = headers.get(index + 1).map(|next| next.first_seq);
            if !self.walk_segment(&path, header, &bytes, following) {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Walks one segment; false where nothing behind it can be trusted.
    fn walk_segment(
        &mut self,
        path: &Path,
        header: &Header,
        bytes: &[u8],
        following: Option<u64>,
    ) -> bool {
        self.tip.segment = header.number;
        self.check_keyring(header.first_seq, path, header.issued, header.epoch);
        let mut walk = Walk::new(bytes, header.first_seq, Some(header.chain));
        let mut behind_head = walk.at;
        let bad = loop {
            match walk.step() {
                Step::Group(group) => {
                    self.take_in(path, &group);
                    if self.mark.is_some_and(|mark| group.end.last_seq <= mark.seq) {
                        behind_head = walk.at;
                    }
                }
                Step::End => break walk.anything_behind().then_some(Bad::Bytes),
                Step::Bad(bad) => break Some(bad),
            }
        };
        self.tip.end = walk.at as u64;
        self.behind_head = bytes.get(behind_head..walk.at).unwrap_or_default().to_vec();
        let Some(bad) = bad else { return true };
        if following == Some(walk.next_seq) {
            // The next segment goes on from here, so no entry is lost; `verify` reports the bytes.
            return true;
        }
        let behind = self.mark.is_some_and(|mark| walk.next_seq > mark.seq);
        if behind && following.is_none() && !walk.was_durable() {
            let rest = bytes.get(walk.at..).unwrap_or_default();
            let length = rest
                .iter()
                .rposition(|byte| *byte != 0)
                .map_or(0, |last| last + 1);
            self.torn = Some(Torn {
                bytes: rest.get(..length).unwrap_or_default().to_vec(),
            });
            return true;
        }
        let fault = if bad == Bad::Chain {
            Fault::Chain
        } else {
            Fault::Altered
        };
        self.damaged(walk.next_seq, path, fault);
        false
    }

    fn take_in(&mut self, path: &Path, group: &Group<'_>) {
        let first_seq = self.tip.seq + 1;
        self.tip.seq = group.end.last_seq;
        self.tip.chain = group.end.chain;
        self.tip.recorded = group.entries.last().map(|entry| entry.header.recorded);
        self.check_keyring(first_seq, path, group.end.issued, group.end.epoch);
        let at_mark = self.mark.filter(|mark| mark.seq == self.tip.seq);
        if at_mark.is_some_and(|mark| mark.chain != self.tip.chain) {
            self.damaged(
                first_seq,
                &path.with_file_name("head"),
                Fault::HeadDiffers(self.tip.seq),
            );
        }
    }

    /// A keyring that holds fewer keys than the journal has seen is an older copy.
    fn check_keyring(&mut self, first_bad: u64, path: &Path, issued: u32, journal_epoch: u32) {
        let (held, epoch) = (self.keyring.issued(), self.keyring.epoch());
        if held < issued || epoch < journal_epoch {
            let fault = Fault::KeyringOld {
                held,
                epoch,
                issued,
                journal_epoch,
            };
            self.damaged(first_bad, &path.with_file_name("keyring"), fault);
        }
    }

    /// Compares the end that was found with the head.
    fn check_head(&mut self, dir: &Path, head: Option<&Found>) {
        let path = head::path_of(dir);
        match (head, self.mark) {
            (None, _) => self.damaged(self.tip.seq + 1, &path, Fault::Missing),
            (Some(_), None) => self.damaged(self.tip.seq + 1, &path, Fault::HeadUnreadable),
            (Some(_), Some(mark)) if mark.seq > self.tip.seq && self.damage.is_none() => {
                let fault = Fault::Shorter {
                    ends_at: self.tip.seq,
                    head: mark.seq,
                };
                self.damaged(
                    self.tip.seq + 1,
                    &segment::path_of(dir, self.tip.segment),
                    fault,
                );
            }
            (Some(_), Some(_)) => {}
        }
    }
}
