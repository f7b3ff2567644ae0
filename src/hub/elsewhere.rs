//! A store on a disk that takes no writes, because it is full or mounted to be read only: it opens
//! to be read, with its views made anew in the system's folder for temporary files. They are sealed
//! there as they are in the store, and go with the hub.

use std::{
    fs::{self, DirBuilder},
    io::{self, ErrorKind},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use crate::{
    journal::JournalError,
    seal::{SealError, StoreId},
    views::ViewsError,
};

use super::{ledger::LedgerError, records::RebuildError};

/// Whether it is writing that failed, which reading may do without.
pub(super) fn takes_no_writes(error: &LedgerError) -> bool {
    match error {
        LedgerError::Journal(JournalError::DiskFull { .. })
        | LedgerError::Keys(SealError::DiskFull { .. }) => true,
        LedgerError::Journal(JournalError::Io { source, .. })
        | LedgerError::Keys(SealError::Io { source, .. }) => is_read_only(source),
        _ => false,
    }
}

/// As `takes_no_writes`, of the views.
pub(super) fn views_take_no_writes(error: &RebuildError) -> bool {
    match error {
        RebuildError::Views(ViewsError::DiskFull) => true,
        RebuildError::Views(ViewsError::Io(source)) => is_read_only(source),
        RebuildError::Views(_) => false,
        RebuildError::Ledger(error) => takes_no_writes(error),
    }
}

/// Whether this is what a disk says that is mounted to be read only.
pub(super) fn is_read_only(error: &io::Error) -> bool {
    error.kind() == ErrorKind::ReadOnlyFilesystem
}

/// A folder for views outside the store. It goes when this does.
#[derive(Debug)]
pub struct Elsewhere {
    dir: PathBuf,
}

impl Elsewhere {
    /// # Errors
    /// Where the system refuses.
    pub fn make(store: StoreId) -> io::Result<Elsewhere> {
        let name = format!("{}{}", prefix(store), std::process::id());
        let dir = std::env::temp_dir().join(name);
        DirBuilder::new().mode(0o700).create(&dir)?;
        Ok(Elsewhere { dir })
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        // What cannot be removed now is swept by the next hub.
        fs::remove_dir_all(&self.dir).unwrap_or_default();
    }
}

/// Removes what hubs of this store that were killed left.
pub(super) fn sweep(store: StoreId) {
    let prefix = prefix(store);
    for file in fs::read_dir(std::env::temp_dir())
        .into_iter()
        .flatten()
        .flatten()
    {
        let name = file.file_name();
        let hub = name.to_str().and_then(|name| name.strip_prefix(&prefix));
        if hub.is_some_and(|hub| !Path::new("/proc").join(hub).exists()) {
            // Only what is ours can be removed; the rest is not our matter.
            fs::remove_dir_all(file.path()).unwrap_or_default();
        }
    }
}

fn prefix(store: StoreId) -> String {
    format!("caseload-views-{store}-")
}
