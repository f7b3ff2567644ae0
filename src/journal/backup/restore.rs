//! Restoring a backup into an empty folder.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::check::{check, faulty, for_each_file, is_listed};
use super::manifest::Manifest;
use super::write::failed;
use super::{BackupError, MANIFEST};
use crate::seal::disk::{self, Disk, Open};

/// Restores the backup at `from` into `into`, which must be empty or absent.
///
/// Everything is checked before anything is written, and again while it is written; after an error
/// nothing is left in the folder. `store.toml` is written last: without it the folder is no store.
pub fn restore(disk: &dyn Disk, from: &Path, into: &Path) -> Result<Manifest, BackupError> {
    if !is_empty(disk, into)? {
        return Err(BackupError::NotEmpty(into.display().to_string()));
    }
    let manifest = check(disk, from)?;
    let mut written = Vec::new();
    let done = write_all(disk, from, into, &manifest, &mut written);
    if done.is_err() {
        for path in written {
            // The folder was empty before; what cannot be removed is named by the error as it is.
            let _ = disk.remove(&path);
        }
    }
    done.map(|()| manifest)
}

/// Whether nothing is in a folder, an empty journal folder of an earlier attempt aside.
fn is_empty(disk: &dyn Disk, dir: &Path) -> Result<bool, BackupError> {
    match disk.list(dir) {
        Ok(names) if names == ["journal"] => is_empty(disk, &dir.join("journal")),
        Ok(names) => Ok(names.is_empty()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(failed("looking into", dir, error)),
    }
}

fn write_all(
    disk: &dyn Disk,
    from: &Path,
    into: &Path,
    manifest: &Manifest,
    written: &mut Vec<PathBuf>,
) -> Result<(), BackupError> {
    let archive = disk
        .open(from, Open::Read)
        .map_err(|error| failed("opening", from, error))?;
    let journal = into.join("journal");
    disk.create_dir(&journal)
        .map_err(|error| failed("making", &journal, error))?;
    for_each_file(&*archive, &mut |name, _, stream| {
        if name == MANIFEST {
            return Ok(());
        }
        let mut bytes = Vec::new();
        stream
            .read_to_end(&mut bytes)
            .map_err(|error| failed("reading", from, error))?;
        if !is_listed(manifest, name, &bytes) {
            return Err(faulty(&format!("{name} changed while it was restored")));
        }
        let path = into.join(name);
        written.push(path.clone());
        let write = || {
            let file = disk.open(&path, Open::Create)?;
            disk::write_all_at(&*file, &bytes, 0)?;
            file.sync_data()
        };
        write().map_err(|error| failed("restoring", &path, error))
    })?;
    for dir in [&journal, into] {
        disk.sync_dir(dir)
            .map_err(|error| failed("restoring", dir, error))?;
    }
    disk::sync_parent(disk, into).map_err(|error| failed("restoring", into, error))
}
