//! Backup of a running store into one file, and restore of that file into an empty folder.
//!
//! The file is a plain tar archive, so that any machine can look into it: the keyring, the head,
//! the segments up to one complete group, `store.toml`, and last `manifest.toml` with the SHA-256
//! of each. All that is private in it stays sealed; without the root key or the recovery code it
//! opens for nobody. Erasing someone later does not reach into backups made before.
//!
//! Reading a backup back checks every file, every frame and the chain, and needs no key.

mod check;
mod manifest;
mod restore;
mod stream;
mod write;

pub use check::check;
pub use manifest::{FileLine, Manifest};
pub use restore::restore;
pub use write::Material;

use super::error::JournalError;

/// Names within a backup, as they lie in the data folder.
const STORE_TOML: &str = "store.toml";
const KEYRING: &str = "keyring";
const HEAD: &str = "journal/head";
const MANIFEST: &str = "manifest.toml";

/// What can go wrong with a backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file is there already.
    #[error("{0} is there already, and a backup never replaces a file; give it another name")]
    Exists(String),
    /// The folder to restore into is not empty.
    #[error("{0} is not empty; restore into a new folder, then look at it before you use it")]
    NotEmpty(String),
    /// It was made by a newer program.
    #[error("the backup was made by a newer caseload (format {0}); update this program")]
    Newer(u32),
    /// It is not a whole, unchanged backup.
    #[error("this backup cannot be trusted: {0}. Nothing was restored; use another backup")]
    Faulty(String),
    /// The journal or the disk.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// The number of the segment in a name such as `journal/segment-00000001`.
fn segment_number(name: &str) -> Option<u32> {
    super::segment::number_of(name.strip_prefix("journal/")?)
}
