//! What can go wrong with the journal, in words for the person who has to act on it.

use std::io;
use std::path::Path;

use crate::seal::SealError;

/// A fault of the journal.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// No room on the disk; nothing of the group was acknowledged.
    #[error(
        "the disk is full while {doing}; nothing saved so far is lost. Free some space, then start caseload again"
    )]
    DiskFull {
        /// What was being done.
        doing: String,
    },
    /// The disk refused.
    #[error(
        "the disk failed while {doing} ({source}); nothing saved so far is lost. Start caseload again, and if it fails again have the disk looked at"
    )]
    Io {
        /// What was being done.
        doing: String,
        /// What the system said.
        source: io::Error,
    },
    /// A write or sync failed earlier; whether that group is on the disk is not known.
    #[error("an earlier write failed, so nothing more is saved until caseload is started again")]
    Poisoned,
    /// The journal was opened to be read only.
    #[error("the store is open to be read only, so nothing can be saved")]
    ReadOnly,
    /// What is on the disk is not what was written.
    #[error("{0}")]
    Damaged(#[from] Damage),
    /// The folder holds no journal.
    #[error(
        "there is no journal in {0}; make a store with `caseload init`, or name the right folder"
    )]
    NotThere(String),
    /// The folder holds a journal already.
    #[error("there is a journal in {0} already, and it is not replaced")]
    AlreadyThere(String),
    /// A newer program wrote it.
    #[error("the journal was written by a newer caseload (format {0}); update this program")]
    Newer(u16),
    /// It belongs to another store than the one that was opened.
    #[error("the journal belongs to another store; put the right folder back")]
    OtherStore,
    /// Too much for one entry or one group.
    #[error("this is too large to save at once ({bytes} bytes; the limit is {bytes_max})")]
    TooLarge {
        /// Bytes asked for.
        bytes: u64,
        /// Bytes that fit.
        bytes_max: u64,
    },
    /// An entry without parts, or with more than 255.
    #[error("an entry has between 1 and 255 parts, not {0}")]
    Parts(usize),
    /// There is no such entry.
    #[error("there is no entry {0} in the journal")]
    NoEntry(u64),
    /// A key or the keyring.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl JournalError {
    /// Wraps what the system said, telling a full disk from the rest.
    pub(crate) fn io(doing: &str, path: &Path, source: io::Error) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str()).display();
        let doing = format!("{doing} {name}");
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { doing },
            _ => Self::Io { doing, source },
        }
    }

    /// Whether this is damage: exit code 4, read only, never guessed away.
    pub fn is_damage(&self) -> bool {
        matches!(
            self,
            Self::Damaged(_) | Self::Seal(SealError::Damaged(_) | SealError::Forged)
        )
    }
}

/// Damage, with the first entry that cannot be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the journal is damaged from entry {first_bad} on: {file} {fault}. It can be read only; restore the newest backup"
)]
pub struct Damage {
    /// The first sequence number that is lost or altered; all before it are sound.
    pub first_bad: u64,
    /// The file with the fault.
    pub file: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// The kinds of damage.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Bytes that do not match their checksum or make no sense.
    #[error("holds bytes that are not what was written")]
    Altered,
    /// A hash does not follow from the one before.
    #[error("does not follow from what stands before it")]
    Chain,
    /// The journal ends before the head.
    #[error("ends at entry {ends_at}, but the journal is known to have reached entry {head}")]
    Shorter {
        /// The last entry that is there.
        ends_at: u64,
        /// The last entry that was there.
        head: u64,
    },
    /// The head and the journal disagree about what was written.
    #[error("says something else than the journal about entry {0}")]
    HeadDiffers(u64),
    /// A segment is not there.
    #[error("is missing")]
    Missing,
    /// Neither slot of the head can be read.
    #[error("cannot be read in either of its two places")]
    HeadUnreadable,
    /// The keyring is older than the journal.
    #[error(
        "is older than the journal: it holds {held} keys of generation {epoch}, the journal knows {issued} of generation {journal_epoch}"
    )]
    KeyringOld {
        /// Keys in the keyring.
        held: u32,
        /// Its generation.
        epoch: u32,
        /// Keys the journal knows of.
        issued: u32,
        /// The generation the journal knows of.
        journal_epoch: u32,
    },
    /// A part that does not open, though its key is there.
    #[error("holds a sealed part that has been changed or moved")]
    Forged,
    /// A part under a key that the keyring never held.
    #[error("holds a part under key {0}, which the keyring does not have")]
    UnknownKey(u32),
    /// Bytes where there should be none.
    #[error("holds bytes behind its last entry")]
    Behind,
}
