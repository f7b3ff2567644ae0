//! Taking away what is left of a client whose key was destroyed: bytes that nobody can read.

use std::{ops::Bound, sync::PoisonError};

use super::{Views, error::ViewsError, place::Place, shelf::Changes, vault::weight};
use crate::domain::ids::{CaseId, ClientId};

impl Views {
    /// Removes every value of a client, readable or not. One who is not there is no error.
    ///
    /// The hub calls it after the key was destroyed; the bytes leave the disk as sled comes round
    /// to writing their places anew.
    ///
    /// # Errors
    /// Where reading or writing the store fails.
    pub fn forget(&self, client: ClientId) -> Result<(), ViewsError> {
        let _pen = self.pen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut changes = Changes::new();
        let first = CaseId(0);
        let last = CaseId(u32::MAX);
        self.take_away(
            &mut changes,
            &Place::Fields(client, first).key(),
            &Place::Fields(client, last).key(),
        )?;
        self.take_away(
            &mut changes,
            &Place::Chunk(client, first, 0).key(),
            &Place::Chunk(client, last, u32::MAX).key(),
        )?;
        changes.insert(Place::Record(client).key(), None);
        let mut mark = self.state().mark.clone();
        let head = Place::Head(client).key();
        if let Some(bytes) = self.shelf.get(&head)? {
            mark.heads.take(weight(&bytes));
        }
        changes.insert(head, None);
        changes.extend(self.mark_change(&mark)?);
        {
            let _turn = self.write_turn();
            self.shelf.apply_whole(changes)?;
        }
        self.state().mark = mark;
        Ok(())
    }

    fn take_away(&self, changes: &mut Changes, from: &[u8], to: &[u8]) -> Result<(), ViewsError> {
        let pairs = self.shelf.page(Bound::Included(from), to, usize::MAX)?;
        changes.extend(pairs.into_iter().map(|(key, _)| (key, None)));
        Ok(())
    }
}
