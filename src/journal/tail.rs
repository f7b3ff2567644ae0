//! Putting the end of a journal right after a power cut.

use std::path::Path;

use super::error::JournalError;
use super::segment::{self, file_name};
use super::survey::Torn;
use super::writer::Tip;
use crate::seal::disk::{self, Disk, DiskFile};

/// Moves a torn tail into a file of its own and puts zeros in its place; gives the file's name.
/// The copy is durable before the first zero is written.
pub(crate) fn move_aside(
    disk: &dyn Disk,
    dir: &Path,
    file: &dyn DiskFile,
    tip: &Tip,
    torn: &Torn,
) -> Result<String, JournalError> {
    let names = disk
        .list(dir)
        .map_err(|error| JournalError::io("listing", dir, error))?;
    let free = (1_u32..).map(|count| format!("torn-after-{:012}-{count}", tip.seq));
    let name = free
        .take(10_000)
        .find(|name| !names.contains(name))
        .unwrap_or_default();
    let aside = dir.join(&name);
    disk::replace_file(disk, &aside, &torn.bytes)
        .map_err(|error| JournalError::io("moving a torn tail to", &aside, error))?;
    disk::write_zeros(file, tip.end, torn.bytes.len() as u64)
        .and_then(|()| file.sync_data())
        .map_err(|error| {
            let path = segment::path_of(dir, tip.segment);
            JournalError::io("clearing a torn tail from", &path, error)
        })?;
    Ok(file_name(&aside))
}

/// Removes temporaries that a power cut left. That one cannot be removed is no reason not to open.
pub(crate) fn remove_leftovers(disk: &dyn Disk, dir: &Path) {
    for name in disk.list(dir).unwrap_or_default() {
        if name.ends_with(".tmp") {
            let _ = disk.remove(&dir.join(name));
        }
    }
}
