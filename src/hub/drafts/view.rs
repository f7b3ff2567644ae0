//! How somebody had the Caseload listed last: one sealed file a person, beside the drafts. Not in the
//! journal: nobody needs to know it later, and it says nothing of any client.

use super::{DRAFT_BYTES_MAX, Drafts, attached, failed, prefix};
use crate::{domain::ids::StaffId, readmodel::cases::CaseQuery, seal::disk, wire::Trouble};

impl Drafts {
    /// Keeps what this person chose; the next session of theirs starts with it.
    ///
    /// # Errors
    /// Where the disk or the keyring refuses.
    pub fn keep_caseload(&self, staff: StaffId, query: &CaseQuery) -> Result<(), Trouble> {
        let chosen = CaseQuery {
            offset: 0,
            limit: 0,
            ..query.clone()
        };
        let plain = serde_json::to_vec(&chosen).map_err(failed)?;
        self.put(staff, &self.caseload_path(staff), &plain)
    }

    /// What this person chose last; the usual list where nothing is kept or it cannot be read.
    pub fn kept_caseload(&self, staff: StaffId) -> CaseQuery {
        let kept = || {
            let path = self.caseload_path(staff);
            let sealed = disk::read_file(&disk::RealDisk, &path, DRAFT_BYTES_MAX).ok()?;
            let ring = self.keyring.read().ok()?;
            let plain = ring.open_box(&attached(&path), &sealed).ok()?;
            serde_json::from_slice(&plain).ok()
        };
        kept().unwrap_or_default()
    }

    fn caseload_path(&self, staff: StaffId) -> std::path::PathBuf {
        self.dir.join(format!("{}caseload.view", prefix(staff)))
    }
}
