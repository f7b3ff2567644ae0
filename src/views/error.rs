//! What can go wrong with the views, in words for the person who has to act on it.

use std::{io, path::PathBuf};

use crate::seal::SealError;

/// A fault of the views. None of them loses anything: the journal holds it all.
#[derive(Debug, thiserror::Error)]
pub enum ViewsError {
    /// What is stored is not what was written. The views are to be rebuilt from the journal.
    #[error(
        "the stored views are damaged ({0}); they are made again from the journal, nothing is lost"
    )]
    Damaged(String),
    /// A rebuild or a large import is being written, and what was asked for is in the middle of it.
    #[error("the stored views are being written; try again in a moment")]
    BeingWritten,
    /// No room on the disk.
    #[error("the disk is full; free some space, nothing saved so far is lost")]
    DiskFull,
    /// Another process, or another part of this one, has the folder open.
    #[error(
        "the views in {path} are open in another program; end the other caseload first",
        path = .0.display()
    )]
    InUse(PathBuf),
    /// The system refused.
    #[error("the disk failed under the views: {0}")]
    Io(#[from] io::Error),
    /// A key is missing or the system gave no random numbers.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl ViewsError {
    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged(what.into())
    }

    /// Whether making the views again from the journal is the cure.
    pub fn wants_rebuild(&self) -> bool {
        matches!(self, Self::Damaged(_))
    }
}

/// Why views cannot be used as they are and must be made again from the journal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    #[error("there are no views yet")]
    NotThere,
    #[error("the views are damaged: {0}")]
    Damaged(String),
    #[error("the views were written by another version of caseload (layout {found})")]
    OtherSchema { found: u8 },
    #[error("the views belong to another store")]
    OtherStore,
    #[error("the views reach entry {views}, but the journal ends at {journal}")]
    Ahead { views: u64, journal: u64 },
    #[error("an earlier rebuild or import was cut off")]
    Unfinished,
}
