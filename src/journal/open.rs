//! Making and opening a journal: find its end, tell a torn tail from damage, put the tail right.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::error::{Damage, JournalError};
use super::head::{self, Keeper, Mark};
use super::segment::{self, HEADER_BYTES, Header};
use super::survey::{self, Survey};
use super::writer::{Active, Journal, State};
use super::{chain, tail};
use crate::seal::Keyring;
use crate::seal::disk::{self, Disk, Open};

/// Whether a journal is opened to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reads and writes; refuses a damaged journal.
    ReadWrite,
    /// Reads only and changes nothing, however damaged the journal is.
    ReadOnly,
}

/// How a journal is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Bytes of a segment, filled with zeros ahead; a larger group gets a larger segment.
    pub segment_bytes: u64,
    /// How long the head gathers groups before it is synced; `None` leaves it to
    /// [`Journal::sync_head`], so that tests have one order of calls.
    pub head_delay: Option<Duration>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            segment_bytes: 4 << 20,
            head_delay: Some(Duration::from_millis(25)),
        }
    }
}

/// What was found when a journal was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// An unfinished group at the end: nobody was told of it.
    pub torn: Option<TornTail>,
    /// Slots of the head that could not be read; one is what a power cut leaves.
    pub head_slots_bad: u8,
    /// The damage, where the journal was opened read only in spite of it.
    pub damage: Option<Damage>,
}

/// Bytes behind the last complete group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TornTail {
    /// The last sequence that is whole.
    pub after_seq: u64,
    /// How many bytes.
    pub bytes: u64,
    /// The file they were moved to; `None` where the journal was opened read only.
    pub moved_to: Option<String>,
}

impl Journal {
    /// Makes an empty journal in `dir`, which is made where it is absent.
    pub fn create(
        disk: Arc<dyn Disk>,
        dir: &Path,
        keyring: &Keyring,
        options: Options,
    ) -> Result<Self, JournalError> {
        let failed = |error| JournalError::io("making", dir, error);
        disk.create_dir(dir).map_err(failed)?;
        let names = disk.list(dir).map_err(failed)?;
        if names.iter().any(|name| segment::number_of(name).is_some()) {
            return Err(JournalError::AlreadyThere(dir.display().to_string()));
        }
        let chain = chain::start(keyring.store());
        let image = head::image(keyring, Mark { seq: 0, chain })?;
        // The head comes first: from the first segment on, a journal without a head is damage.
        disk::replace_file(&*disk, &head::path_of(dir), &image).map_err(failed)?;
        let header = Header {
            store: keyring.store(),
            number: 1,
            first_seq: 1,
            issued: keyring.issued(),
            epoch: keyring.epoch(),
            chain,
        };
        segment::create(
            &*disk,
            dir,
            &header,
            options.segment_bytes.max(HEADER_BYTES as u64),
        )?;
        disk::sync_parent(&*disk, dir).map_err(failed)?;
        Self::open(disk, dir, keyring, Access::ReadWrite, options).map(|(journal, _)| journal)
    }

    /// Opens the journal in `dir`.
    ///
    /// To write: a torn tail is moved aside into a file of its own and reported; damage is an
    /// error and changes nothing. Whatever lies behind the head is written and synced once more,
    /// because a sync that failed may have left it in memory only.
    ///
    /// Read only: damage is in the report, and reading works up to it.
    pub fn open(
        disk: Arc<dyn Disk>,
        dir: &Path,
        keyring: &Keyring,
        access: Access,
        options: Options,
    ) -> Result<(Self, OpenReport), JournalError> {
        let survey = survey::survey(&*disk, dir, keyring)?;
        let mut report = OpenReport {
            torn: survey.torn_tail(),
            head_slots_bad: survey.head.as_ref().map_or(2, |head| head.bad_slots),
            damage: survey.damage.clone(),
        };
        let mut journal = Self {
            disk,
            dir: dir.to_owned(),
            store: keyring.store(),
            options,
            segments: survey.segments.clone(),
            written: survey.tip,
            durable: survey.tip,
            active: None,
            state: State::ReadOnly,
            buffer: Vec::new(),
        };
        if access == Access::ReadWrite {
            if let Some(damage) = survey.damage {
                return Err(damage.into());
            }
            let moved_to = journal.make_ready(&survey, keyring)?;
            if let Some(torn) = &mut report.torn {
                torn.moved_to = moved_to;
            }
        }
        Ok((journal, report))
    }

    /// Puts the tail right and takes up writing; gives the file a torn tail was moved to.
    fn make_ready(
        &mut self,
        survey: &Survey,
        keyring: &Keyring,
    ) -> Result<Option<String>, JournalError> {
        let path = segment::path_of(&self.dir, survey.tip.segment);
        let failed = |error| JournalError::io("opening", &path, error);
        tail::remove_leftovers(&*self.disk, &self.dir);
        let file = self.disk.open(&path, Open::Write).map_err(failed)?;
        let moved_to = match &survey.torn {
            None => None,
            Some(torn) => Some(tail::move_aside(
                &*self.disk,
                &self.dir,
                &*file,
                &survey.tip,
                torn,
            )?),
        };
        disk::write_all_at(
            &*file,
            &survey.behind_head,
            survey.tip.end - survey.behind_head.len() as u64,
        )
        .and_then(|()| file.sync_data())
        .and_then(|()| self.disk.sync_dir(&self.dir))
        .map_err(failed)?;
        let Some(found) = &survey.head else {
            return Err(JournalError::ReadOnly);
        };
        let (mark, delay) = (survey.tip.mark(), self.options.head_delay);
        let head = Keeper::open(&*self.disk, &self.dir, keyring, found, mark, delay)?;
        let size = file.size().map_err(failed)?;
        self.active = Some(Active { file, size, head });
        self.state = State::Ready;
        Ok(moved_to)
    }
}
