//! Half-typed forms on disk: one sealed file each, replaced by rename and sync, gone on save.
//!
//! Not in the journal, which keeps for ever, and not in sled. A draft is sealed under the key of
//! the person who types it, and its file's name says nothing.

mod stand;
mod view;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Mutex,
};

use crate::{
    domain::ids::StaffId,
    readmodel::drafts::{Draft, DraftKey},
    seal::{self, Owner, disk},
    wire::Trouble,
};

use super::{core::lock, ledger::SharedKeyring};

/// A form is never longer.
const DRAFT_BYTES_MAX: u64 = 256 * 1024;

/// The drafts of a store.
pub struct Drafts {
    dir: PathBuf,
    keyring: SharedKeyring,
    /// One at a time: two sessions of one person may type in the same form.
    writing: Mutex<()>,
    /// Which session keeps where a person stands, while it goes on.
    standing: Mutex<BTreeMap<StaffId, u64>>,
}

impl Drafts {
    pub fn new(dir: PathBuf, keyring: SharedKeyring) -> Drafts {
        Drafts {
            dir,
            keyring,
            writing: Mutex::new(()),
            standing: Mutex::default(),
        }
    }

    /// Keeps a draft; when this returns it is on the disk.
    ///
    /// # Errors
    /// Where the disk or the keyring refuses.
    pub fn keep(&self, staff: StaffId, draft: &Draft) -> Result<(), Trouble> {
        let path = self.path(staff, &draft.key)?;
        let plain = serde_json::to_vec(draft).map_err(failed)?;
        self.put(staff, &path, &plain)
    }

    /// Seals under the key of the person who types, and replaces the file.
    fn put(&self, staff: StaffId, path: &Path, plain: &[u8]) -> Result<(), Trouble> {
        let _one_at_a_time = lock(&self.writing);
        let owner = Owner::Staff(staff.0);
        let known = self.keyring.read().map_err(failed)?.key_of(owner).is_ok();
        if !known {
            self.keyring
                .write()
                .map_err(failed)?
                .add(owner)
                .map_err(failed)?;
        }
        let ring = self.keyring.read().map_err(failed)?;
        let sealed = ring
            .seal_box(owner, &attached(path), plain)
            .map_err(failed)?;
        drop(ring);
        disk::replace_file(&disk::RealDisk, path, &sealed).map_err(failed)
    }

    /// Forgets a draft that was saved or thrown away.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn drop(&self, staff: StaffId, key: &DraftKey) -> Result<(), Trouble> {
        let path = self.path(staff, key)?;
        let _one_at_a_time = lock(&self.writing);
        match fs::remove_file(&path) {
            Ok(()) => disk::sync_parent(&disk::RealDisk, &path).map_err(failed),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// The drafts of one person, the latest first. One that cannot be opened is left out, never an
    /// obstacle to the others.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn list(&self, staff: StaffId) -> Result<Vec<Draft>, Trouble> {
        let mut drafts = Vec::new();
        let start = prefix(staff);
        for entry in fs::read_dir(&self.dir).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let ours = path
                .file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| name.starts_with(&start) && name.ends_with(".draft"));
            if ours {
                drafts.extend(self.read(&path));
            }
        }
        drafts.sort_by(|a: &Draft, b: &Draft| b.at.cmp(&a.at).then_with(|| a.key.cmp(&b.key)));
        Ok(drafts)
    }

    fn read(&self, path: &Path) -> Option<Draft> {
        let sealed = disk::read_file(&disk::RealDisk, path, DRAFT_BYTES_MAX).ok()?;
        let plain = self
            .keyring
            .read()
            .ok()?
            .open_box(&attached(path), &sealed)
            .ok()?;
        serde_json::from_slice(&plain).ok()
    }

    /// A name that tells nothing: the number of the person who types, and a hash of the form.
    fn path(&self, staff: StaffId, key: &DraftKey) -> Result<PathBuf, Trouble> {
        let key = serde_json::to_vec(key).map_err(failed)?;
        let hash = seal::digest(&[b"draft", &key]).to_string();
        let short: String = hash.chars().take(24).collect();
        Ok(self.dir.join(format!("{}{short}.draft", prefix(staff))))
    }
}

fn prefix(staff: StaffId) -> String {
    format!("{}-", staff.0)
}

/// A draft's file opens under its own name only.
fn attached(path: &Path) -> Vec<u8> {
    let name = path
        .file_name()
        .map(|name| name.as_encoded_bytes().to_vec())
        .unwrap_or_default();
    [b"caseload/draft/".as_slice(), &name].concat()
}

fn failed(error: impl std::fmt::Display) -> Trouble {
    Trouble::offline(format!("The draft could not be kept: {error}."))
        .hint("Save what you have typed, or copy it elsewhere.")
}
