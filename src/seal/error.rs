//! What can go wrong with keys, in words for the person who has to act on it.

use std::io;
use std::path::{Path, PathBuf};

use super::{KeyId, Owner};

/// A fault of a key, of the keyring or of something sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The key was destroyed on purpose: this person's records were erased.
    #[error("this record was erased: its key has been destroyed and nobody can read it again")]
    Erased,
    /// The keyring has never held this key: it is older than what was sealed, or of another store.
    #[error("the keyring does not hold key {}: it may be older than the journal; restore the newest backup", .0.0)]
    UnknownKey(KeyId),
    /// Nobody has a key yet under this owner.
    #[error("there is no key for {0} yet")]
    NoKey(Owner),
    /// The bytes are not what was sealed, or were sealed for another place.
    #[error("sealed data has been changed since it was written; run `caseload verify --deep`")]
    Forged,
    /// The system gave no random bytes.
    #[error("the system gave no random numbers, so nothing can be sealed; restart the machine")]
    NoRandomness,
    /// Too much to seal at once.
    #[error("this is too large to seal at once ({0} bytes)")]
    TooLarge(u64),
    /// The root key does not fit this keyring.
    #[error(
        "this root key does not open this store's keyring; name the right key file, or use the recovery code"
    )]
    WrongRootKey,
    /// The keyring's bytes are damaged.
    #[error("the keyring is damaged ({0}); restore the newest backup")]
    Damaged(&'static str),
    /// The keyring was written by a newer program.
    #[error("the keyring was written by a newer caseload (format {0}); update this program")]
    Newer(u16),
    /// The keyring belongs to another store.
    #[error("this keyring belongs to another store; put back this store's own keyring")]
    OtherStore,
    /// An earlier write failed, so nothing more is written until it is opened again.
    #[error("an earlier write of the keyring failed; close and open the store again")]
    Poisoned,
    /// The keyring was opened to be read only.
    #[error("the keyring was opened to be read only")]
    ReadOnly,
    /// The root key file is not fit for use.
    #[error("the root key file {path} {fault}", path = .path.display())]
    RootKeyFile {
        /// The file.
        path: PathBuf,
        /// What is wrong and what to do.
        fault: String,
    },
    /// A recovery code that was not read or typed right.
    #[error("{0}")]
    RecoveryCode(String),
    /// No room on the disk.
    #[error("the disk is full while {doing}; free some space, nothing saved so far is lost")]
    DiskFull {
        /// What was being done.
        doing: String,
    },
    /// The disk refused.
    #[error("the disk failed while {doing}: {source}")]
    Io {
        /// What was being done.
        doing: String,
        /// What the system said.
        source: io::Error,
    },
}

impl SealError {
    /// Wraps what the system said, telling a full disk from the rest.
    pub(crate) fn io(doing: &str, path: &Path, source: io::Error) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str()).display();
        let doing = format!("{doing} {name}");
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { doing },
            _ => Self::Io { doing, source },
        }
    }
}
