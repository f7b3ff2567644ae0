//! Opening: views that can be used, or the reason for which they must be made again.

use std::{
    path::Path,
    sync::{Arc, RwLock},
};

use super::{
    Views,
    error::{Reason, ViewsError},
    place::Place,
    shelf::{self, Shelf},
    value::Mark,
    vault::{SCHEMA, Vault, decode},
};
use crate::seal::{Keyring, StoreId};

/// What opening found.
#[derive(Debug)]
pub enum Opened {
    /// Views to read and to go on writing from [`Views::resume_from`].
    Ready(Box<Views>),
    /// Views of no use; [`super::Rebuild`] makes them again.
    Rebuild(Reason),
}

impl Views {
    /// Opens the views in `dir`. `journal_end` is the last entry of the journal.
    ///
    /// # Errors
    /// Faults that a rebuild would not cure: the disk is full, the folder is in use or may not be
    /// read, the keyring lacks the store's own key.
    pub fn open(
        dir: &Path,
        store: StoreId,
        keyring: Arc<RwLock<Keyring>>,
        journal_end: u64,
    ) -> Result<Opened, ViewsError> {
        if !shelf::is_there(dir) {
            return Ok(Opened::Rebuild(Reason::NotThere));
        }
        let vault = Vault::new(store, keyring);
        let found = Shelf::open(dir).and_then(|shelf| {
            let mark = read_mark(&shelf, &vault)?;
            Ok((shelf, mark))
        });
        let (shelf, mark) = match found {
            Ok((shelf, Ok(mark))) => (shelf, mark),
            Ok((_, Err(reason))) => return Ok(Opened::Rebuild(reason)),
            Err(ViewsError::Damaged(what)) => return Ok(Opened::Rebuild(Reason::Damaged(what))),
            Err(error) => return Err(error),
        };
        if mark.unfinished {
            return Ok(Opened::Rebuild(Reason::Unfinished));
        }
        if mark.seq > journal_end {
            return Ok(Opened::Rebuild(Reason::Ahead {
                views: mark.seq,
                journal: journal_end,
            }));
        }
        Ok(Opened::Ready(Box::new(Views::new(shelf, vault, dir, mark))))
    }

    /// Removes the views in `dir`, and nothing there that is not theirs.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn wipe(dir: &Path) -> Result<(), ViewsError> {
        shelf::wipe(dir)
    }
}

fn read_mark(shelf: &Shelf, vault: &Vault) -> Result<Result<Mark, Reason>, ViewsError> {
    let Some(value) = shelf.get(&Place::Mark.key())? else {
        return Err(ViewsError::damaged("the high-water mark is missing"));
    };
    let Some((store, sealed)) = value.split_first_chunk() else {
        return Err(ViewsError::damaged("the high-water mark is cut short"));
    };
    match sealed.first() {
        Some(&SCHEMA) => {}
        found => {
            return Ok(Err(Reason::OtherSchema {
                found: found.copied().unwrap_or_default(),
            }));
        }
    }
    if StoreId(*store) != vault.store() {
        return Ok(Err(Reason::OtherStore));
    }
    let plain = vault
        .open(Place::Mark, sealed)?
        .ok_or_else(|| ViewsError::damaged("the store's own key is destroyed"))?;
    decode(&plain).map(Ok)
}
