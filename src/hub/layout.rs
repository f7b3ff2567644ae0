//! Where things lie in a data folder, and that nobody else may look in.

use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt, MetadataExt},
    path::{Path, PathBuf},
};

use crate::wire::Trouble;

/// The paths of one store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    pub data: PathBuf,
}

impl Layout {
    pub fn new(data: impl Into<PathBuf>) -> Layout {
        Layout { data: data.into() }
    }

    /// Names the store's id and its root key.
    pub fn config(&self) -> PathBuf {
        self.data.join("store.toml")
    }

    pub fn journal(&self) -> PathBuf {
        self.data.join("journal")
    }

    pub fn keyring(&self) -> PathBuf {
        self.data.join("keyring")
    }

    /// Sled's folder: may be deleted at any time while no hub runs.
    pub fn views(&self) -> PathBuf {
        self.data.join("views")
    }

    pub fn drafts(&self) -> PathBuf {
        self.data.join("drafts")
    }

    /// Lists on their way in; swept whenever a hub starts.
    pub fn staging(&self) -> PathBuf {
        self.data.join("staging")
    }

    /// Snapshots of the heads at the ends of months: may be deleted at any time.
    pub fn past(&self) -> PathBuf {
        self.data.join("past")
    }

    /// Held by the hub that owns the store.
    pub fn lock(&self) -> PathBuf {
        self.data.join("hub.lock")
    }

    pub fn socket(&self) -> PathBuf {
        self.data.join("hub.sock")
    }

    /// Whether a store has been founded here.
    pub fn is_founded(&self) -> bool {
        self.config().exists()
    }

    /// Makes the folder, closed to everybody else.
    ///
    /// # Errors
    /// Where it cannot be made, or is there already and open to others.
    pub fn make(&self) -> Result<(), Trouble> {
        make_private(&self.data)?;
        make_private(&self.drafts())
    }

    /// Makes the folder itself, closed to everybody else, and nothing in it.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn make_only(&self) -> Result<(), Trouble> {
        make_private(&self.data)
    }

    /// Refuses a folder that others may look into or that belongs to somebody else.
    ///
    /// # Errors
    /// A sentence with the command that puts it right.
    pub fn check_private(&self) -> Result<(), Trouble> {
        let shown = self.data.display();
        let meta = fs::metadata(&self.data).map_err(|error| unreachable(&self.data, &error))?;
        if meta.mode() & 0o077 != 0 {
            return Err(
                Trouble::offline(format!("The folder {shown} is open to other people."))
                    .hint(format!("Close it: chmod 700 {shown}")),
            );
        }
        if meta.uid() != rustix::process::geteuid().as_raw() {
            return Err(
                Trouble::offline(format!("The folder {shown} belongs to somebody else."))
                    .hint("Several accounts need the hub as a service: see packaging/README.md."),
            );
        }
        Ok(())
    }

    /// Whether the data folder belongs to the Unix account that runs this program.
    pub fn is_ours(&self) -> bool {
        fs::metadata(&self.data).is_ok_and(|meta| meta.uid() == rustix::process::geteuid().as_raw())
    }
}

fn make_private(path: &Path) -> Result<(), Trouble> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(|error| unreachable(path, &error))
}

/// A folder or file that cannot be reached, in a sentence.
pub fn unreachable(path: &Path, error: &io::Error) -> Trouble {
    Trouble::offline(format!("{} cannot be reached: {error}.", path.display()))
}
