//! The store itself: keys and bytes in sled, every call caught and every fault told apart.
//!
//! Knows nothing of what the bytes mean. The only file that names sled.

use std::{
    collections::BTreeMap,
    fs, io,
    ops::Bound,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{error::ViewsError, quiet::caught};

/// Pages that sled may keep in memory. Reads are rare and short, so little is enough.
const CACHE_BYTES: u64 = 24 << 20;
/// A store that was just closed keeps its lock for a moment; this often it is tried again.
const LOCK_TRIES: u32 = 100;
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// Values to be put, or to be taken away where there is `None`.
pub(super) type Changes = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// A key with its value.
pub(super) type Pair = (Vec<u8>, Vec<u8>);

/// An open store.
#[derive(Debug)]
pub(super) struct Shelf {
    /// `None` only while it is being dropped.
    db: Option<sled::Db>,
    dir: PathBuf,
}

impl Shelf {
    /// Opens the store in `dir`, making an empty one where there is none.
    pub(super) fn open(dir: &Path) -> Result<Shelf, ViewsError> {
        let mut tries = 0;
        loop {
            let config = sled::Config::new().path(dir).cache_capacity(CACHE_BYTES);
            match caught(|| config.open())?.map_err(|error| fault(error, dir)) {
                Ok(db) => {
                    return Ok(Shelf {
                        db: Some(db),
                        dir: dir.to_owned(),
                    });
                }
                Err(ViewsError::InUse(_)) if tries < LOCK_TRIES => {
                    tries += 1;
                    std::thread::sleep(LOCK_PAUSE);
                }
                Err(error) => return Err(error),
            }
        }
    }

    fn call<T>(&self, call: impl FnOnce(&sled::Db) -> sled::Result<T>) -> Result<T, ViewsError> {
        let db = self
            .db
            .as_ref()
            .ok_or_else(|| ViewsError::damaged("the store is closed"))?;
        caught(|| call(db))?.map_err(|error| fault(error, &self.dir))
    }

    pub(super) fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, ViewsError> {
        self.call(|db| Ok(db.get(key)?.map(|value| value.to_vec())))
    }

    /// The next pairs after `from` and up to `to`, at most `count` of them.
    pub(super) fn page(
        &self,
        from: Bound<&[u8]>,
        to: &[u8],
        count: usize,
    ) -> Result<Vec<Pair>, ViewsError> {
        self.call(|db| {
            db.range::<&[u8], _>((from, Bound::Included(to)))
                .take(count)
                .map(|pair| pair.map(|(key, value)| (key.to_vec(), value.to_vec())))
                .collect()
        })
    }

    /// Makes all the changes or none, whatever happens to the process.
    pub(super) fn apply_whole(&self, changes: Changes) -> Result<(), ViewsError> {
        let mut batch = sled::Batch::default();
        for (key, value) in changes {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        self.call(|db| db.apply_batch(batch))
    }

    /// Makes the changes one by one in the order of their keys, which is how sled loads fastest.
    pub(super) fn apply_in_order(&self, changes: &Changes) -> Result<(), ViewsError> {
        self.call(|db| {
            for (key, value) in changes {
                match value {
                    Some(value) => db.insert(key, value.as_slice())?,
                    None => db.remove(key)?,
                };
            }
            Ok(())
        })
    }

    /// Hands everything to the system. Not a promise that it is on the disk: sled makes none.
    pub(super) fn flush(&self) -> Result<(), ViewsError> {
        self.call(|db| db.flush().map(|_| ()))
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        let db = self.db.take();
        // Closing writes what is left, and a damaged store panics there too. There is nobody left
        // to tell, and the next opening finds out.
        let _closed = caught(|| drop(db));
    }
}

fn fault(error: sled::Error, dir: &Path) -> ViewsError {
    match error {
        sled::Error::Io(error) => match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ViewsError::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                ViewsError::Io(error)
            }
            _ if error.to_string().contains("could not acquire lock") => {
                ViewsError::InUse(dir.to_owned())
            }
            _ => ViewsError::Damaged(format!("reading or writing failed: {error}")),
        },
        sled::Error::Corruption { .. } => ViewsError::damaged("a page does not read back"),
        sled::Error::CollectionNotFound(_) => ViewsError::damaged("the tree is gone"),
        sled::Error::Unsupported(what) | sled::Error::ReportableBug(what) => {
            ViewsError::Damaged(what.chars().take(80).collect())
        }
    }
}

/// Whether a file of this name in the folder of the views is sled's.
fn is_sleds(name: &str) -> bool {
    matches!(name, "db" | "conf" | "blobs") || name.starts_with("snap.")
}

/// Whether there is a store in `dir` at all.
pub(super) fn is_there(dir: &Path) -> bool {
    dir.join("db").exists()
}

/// Removes the store in `dir`, and nothing that is not its own. An absent one is no error.
pub(super) fn wipe(dir: &Path) -> Result<(), ViewsError> {
    let listing = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    for file in listing {
        let file = file?;
        if !file.file_name().to_str().is_some_and(is_sleds) {
            continue;
        }
        if file.file_type()?.is_dir() {
            fs::remove_dir_all(file.path())?;
        } else {
            fs::remove_file(file.path())?;
        }
    }
    Ok(())
}

/// The bytes that the files in `dir` take.
pub(super) fn size_on_disk(dir: &Path) -> Result<u64, ViewsError> {
    let mut bytes = 0;
    for file in fs::read_dir(dir)? {
        let file = file?;
        bytes += match file.file_type()?.is_dir() {
            true => size_on_disk(&file.path())?,
            false => file.metadata()?.len(),
        };
    }
    Ok(bytes)
}
