//! Checking a whole journal: every frame, the order, the chain, the head, and every seal.

use super::chain;
use super::error::{Damage, Fault, JournalError};
use super::head;
use super::reader::{Body, RawEntry};
use super::scan::{Bad, Group, Step, Walk};
use super::segment::{Header, file_name};
use super::snapshot::Snapshot;
use super::writer::SegmentAt;
use crate::seal::{Digest, Keyring};

/// How much is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Frames, checksums, order, chain, head.
    Fast,
    /// That, and every part is opened.
    Deep,
}

/// How far a verification has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Entries checked.
    pub done: u64,
    /// Entries there are.
    pub total: u64,
}

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Entries that were checked and are sound.
    pub entries: u64,
    /// Groups they stand in.
    pub groups: u64,
    /// Parts that were opened (deep).
    pub opened: u64,
    /// Parts whose key was destroyed (deep).
    pub erased: u64,
    /// The chain after the last sound entry, to compare with one written down elsewhere.
    pub chain: Digest,
    /// All damage, first entry first. Behind the first damage of the order or the chain nothing
    /// is checked, because nothing there can be trusted.
    pub damage: Vec<Damage>,
    /// What is not damage and should be known.
    pub findings: Vec<Finding>,
}

/// Something that is not damage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// So many slots of the head cannot be read; the next write of the head heals one.
    HeadSlotsBad(u8),
    /// A torn tail of so many bytes follows the last entry; opening to write moves it aside.
    TornTail(u64),
}

impl Verdict {
    /// Whether there is no damage.
    pub fn is_sound(&self) -> bool {
        self.damage.is_empty()
    }

    /// The first sequence that cannot be trusted.
    pub fn first_bad(&self) -> Option<u64> {
        self.damage.iter().map(|damage| damage.first_bad).min()
    }
}

impl Snapshot {
    /// Checks the journal up to this snapshot's end. `progress` is called after each segment.
    ///
    /// Errors are those of the disk; damage is in the verdict. What [`super::Journal::open`] found
    /// behind the end is not seen again here: put its report beside the verdict.
    pub fn verify(
        &self,
        keyring: &Keyring,
        depth: Depth,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Verdict, JournalError> {
        let mut check = Check::new(self, keyring, depth);
        let mut segments = self.segments.iter().peekable();
        while let Some(at) = segments.next() {
            let following = segments.peek().map(|at| at.first_seq);
            let going_on = check.segment(*at, following)?;
            progress(Progress {
                done: check.verdict.entries,
                total: self.tip.seq,
            });
            if !going_on {
                return check.finish();
            }
        }
        if check.verdict.entries != self.tip.seq || check.verdict.chain != self.tip.chain {
            let fault = Fault::Shorter {
                ends_at: check.verdict.entries,
                head: self.tip.seq,
            };
            check.damage(check.verdict.entries + 1, "journal".to_owned(), fault);
        }
        check.finish()
    }
}

struct Check<'a> {
    snapshot: &'a Snapshot,
    keyring: &'a Keyring,
    depth: Depth,
    verdict: Verdict,
    /// The head as it is read before the walk, and whether its chain was met.
    mark: Option<head::Mark>,
}

impl<'a> Check<'a> {
    fn new(snapshot: &'a Snapshot, keyring: &'a Keyring, depth: Depth) -> Self {
        let chain = chain::start(snapshot.store);
        let mut verdict = Verdict {
            entries: 0,
            groups: 0,
            opened: 0,
            erased: 0,
            chain,
            damage: Vec::new(),
            findings: Vec::new(),
        };
        // A head that is just being written can look torn; a second look tells.
        let read = || head::read(&*snapshot.disk, &snapshot.dir, keyring).ok();
        let head = read().filter(|head| head.bad_slots == 0).or_else(read);
        let bad_slots = head.as_ref().map_or(2, |head| head.bad_slots);
        let mark = head.and_then(|head| head.mark);
        if bad_slots > 0 {
            verdict.findings.push(Finding::HeadSlotsBad(bad_slots));
        }
        if mark.is_none() {
            let first_bad = snapshot.tip.seq + 1;
            let fault = Fault::HeadUnreadable;
            verdict.damage.push(Damage {
                first_bad,
                file: "head".to_owned(),
                fault,
            });
        }
        Self {
            snapshot,
            keyring,
            depth,
            verdict,
            mark,
        }
    }

    fn damage(&mut self, first_bad: u64, file: String, fault: Fault) {
        self.verdict.damage.push(Damage {
            first_bad,
            file,
            fault,
        });
    }

    fn finish(mut self) -> Result<Verdict, JournalError> {
        self.verdict.damage.sort_by_key(|damage| damage.first_bad);
        Ok(self.verdict)
    }

    /// Checks one segment; false where nothing behind it can be trusted.
    fn segment(&mut self, at: SegmentAt, following: Option<u64>) -> Result<bool, JournalError> {
        let next_seq = self.verdict.entries + 1;
        let (path, _) = self.snapshot.extent(at);
        let file = file_name(&path);
        let bytes = match self.snapshot.segment_bytes(at) {
            Err(JournalError::Damaged(damage)) => {
                self.damage(next_seq, damage.file, damage.fault);
                return Ok(false);
            }
            other => other?,
        };
        let header = match Header::read(&bytes, self.snapshot.store) {
            Ok(header) => header,
            Err(fault) => match fault.at(&path, next_seq) {
                JournalError::Damaged(damage) => {
                    self.verdict.damage.push(damage);
                    return Ok(false);
                }
                other => return Err(other),
            },
        };
        let follows = header.number == at.number
            && header.first_seq == next_seq
            && header.chain == self.verdict.chain;
        if !follows {
            self.damage(next_seq, file, Fault::Chain);
            return Ok(false);
        }
        Ok(self.groups(&bytes, &file, &header, following))
    }

    fn groups(
        &mut self,
        bytes: &[u8],
        file: &str,
        header: &Header,
        following: Option<u64>,
    ) -> bool {
        let mut walk = Walk::new(bytes, header.first_seq, Some(header.chain));
        loop {
            let fault = match walk.step() {
                Step::Group(group) => {
                    self.group(file, &group);
                    continue;
                }
                Step::End if !walk.anything_behind() => return true,
                Step::End => Fault::Behind,
                // No entry is lost where the next segment goes on from here.
                Step::Bad(_) if following == Some(walk.next_seq) => Fault::Behind,
                Step::Bad(Bad::Bytes) => Fault::Altered,
                Step::Bad(Bad::Chain) => Fault::Chain,
            };
            let going_on = fault == Fault::Behind;
            self.damage(walk.next_seq, file.to_owned(), fault);
            return going_on;
        }
    }

    fn group(&mut self, file: &str, group: &Group<'_>) {
        let first_seq = self.verdict.entries + 1;
        self.verdict.groups += 1;
        self.verdict.entries = group.end.last_seq;
        self.verdict.chain = group.end.chain;
        let (held, epoch) = (self.keyring.issued(), self.keyring.epoch());
        let (issued, journal_epoch) = (group.end.issued, group.end.epoch);
        let known = |damage: &Damage| matches!(damage.fault, Fault::KeyringOld { .. });
        let is_old = held < issued || epoch < journal_epoch;
        if is_old && !self.verdict.damage.iter().any(known) {
            let fault = Fault::KeyringOld {
                held,
                epoch,
                issued,
                journal_epoch,
            };
            self.damage(first_seq, "keyring".to_owned(), fault);
        }
        let inside = self
            .mark
            .filter(|mark| (first_seq..=group.end.last_seq).contains(&mark.seq));
        if let Some(mark) = inside.filter(|mark| mark.chain != group.end.chain) {
            self.damage(first_seq, "head".to_owned(), Fault::HeadDiffers(mark.seq));
        }
        if self.depth == Depth::Deep {
            self.open_all(file, group);
        }
    }

    fn open_all(&mut self, file: &str, group: &Group<'_>) {
        for frame in &group.entries {
            match RawEntry::new(self.snapshot.store, frame, file).open(self.keyring) {
                Ok(entry) => {
                    let erased = entry
                        .parts
                        .iter()
                        .filter(|p| p.body == Body::Erased)
                        .count();
                    self.verdict.erased += erased as u64;
                    self.verdict.opened += (entry.parts.len() - erased) as u64;
                }
                Err(JournalError::Damaged(damage)) => self.verdict.damage.push(damage),
                Err(_) => self.damage(frame.header.seq, file.to_owned(), Fault::Forged),
            }
        }
    }
}
