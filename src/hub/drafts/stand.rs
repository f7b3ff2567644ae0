//! Where a session stood when its line broke: one sealed file a person, beside the drafts and like
//! them, gone when a session is left on purpose.

use std::{fs, path::PathBuf};

use super::{DRAFT_BYTES_MAX, Drafts, attached, failed, prefix};
use crate::{
    domain::ids::StaffId,
    hub::core::lock,
    readmodel::stand::{PATH_MAX, Stand},
    seal::disk,
    wire::Trouble,
};

impl Drafts {
    /// Keeps where the session with that number stands.
    ///
    /// # Errors
    /// Where the disk or the keyring refuses, or the path is longer than any.
    pub fn keep_stand(&self, staff: StaffId, session: u64, stand: &Stand) -> Result<(), Trouble> {
        if stand.path.len() > PATH_MAX {
            return Err(failed("more screens than there can be"));
        }
        let plain = serde_json::to_vec(stand).map_err(failed)?;
        lock(&self.standing).insert(staff, session);
        self.put(staff, &self.stand_path(staff), &plain)
    }

    /// Forgets it, where it is this session's or that of one that has gone.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn drop_stand(&self, staff: StaffId, session: u64) -> Result<(), Trouble> {
        if self.is_anothers(staff, session) {
            return Ok(());
        }
        let _one_at_a_time = lock(&self.writing);
        match fs::remove_file(self.stand_path(staff)) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// Where an earlier session of this person stood; nothing while another one goes on there.
    pub fn stand(&self, staff: StaffId, session: u64) -> Option<Stand> {
        if self.is_anothers(staff, session) {
            return None;
        }
        let path = self.stand_path(staff);
        let sealed = disk::read_file(&disk::RealDisk, &path, DRAFT_BYTES_MAX).ok()?;
        let ring = self.keyring.read().ok()?;
        let plain = ring.open_box(&attached(&path), &sealed).ok()?;
        serde_json::from_slice(&plain).ok()
    }

    /// The session has ended, in whatever way.
    pub fn session_ended(&self, session: u64) {
        lock(&self.standing).retain(|_, other| *other != session);
    }

    fn is_anothers(&self, staff: StaffId, session: u64) -> bool {
        let standing = lock(&self.standing);
        standing.get(&staff).is_some_and(|other| *other != session)
    }

    fn stand_path(&self, staff: StaffId) -> PathBuf {
        self.dir.join(format!("{}place.stand", prefix(staff)))
    }
}
