//! The list of what a backup holds.

use serde::{Deserialize, Serialize};

use super::BackupError;
use crate::seal::{Digest, StoreId};

/// The format this program writes, and the newest it reads.
pub(super) const FORMAT: u32 = 1;

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format of the backup.
    pub format: u32,
    /// The store, in hexadecimal.
    pub store: String,
    /// When it was made, milliseconds since 1970 in UTC.
    pub made: i64,
    /// Entries in the journal; the last has this sequence.
    pub entries: u64,
    /// The chain after the last entry, in hexadecimal: write it down elsewhere and compare.
    pub chain: String,
    /// Keys in the keyring, destroyed ones among them.
    pub keys: u32,
    /// The files.
    pub file: Vec<FileLine>,
}

/// One file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLine {
    /// Its name in the data folder.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, BackupError> {
        let faulty = || BackupError::Faulty("its manifest cannot be read".to_owned());
        let text = std::str::from_utf8(bytes).map_err(|_| faulty())?;
        let manifest: Self = toml::from_str(text).map_err(|_| faulty())?;
        if manifest.format > FORMAT {
            return Err(BackupError::Newer(manifest.format));
        }
        Ok(manifest)
    }

    /// The store, where the manifest names one.
    pub fn store_id(&self) -> Option<StoreId> {
        StoreId::parse(&self.store)
    }

    /// The chain, where the manifest holds one.
    pub fn chain_digest(&self) -> Option<Digest> {
        Digest::parse(&self.chain)
    }
}
