//! The truth: entries on disk, append-only, sealed, chained and synced before anyone is told.
//!
//! Knows bytes only: what an entry says, who may read it and what day it is are not its business.
//! An *entry* is what one person did in one go, in one or more sealed parts; a *group* is the
//! entries that were synced together and is all there or not at all. Segments hold groups, the
//! head remembers how far the journal is known to reach.
//!
//! [`Journal`] writes; a [`Snapshot`] (the journal up to its last complete group) reads, verifies
//! and is backed up, beside a running writer.

pub mod backup;
pub mod sim;

mod chain;
mod error;
mod frame;
mod head;
mod open;
mod reader;
mod scan;
mod segment;
mod snapshot;
mod survey;
mod tail;
mod verify;
mod writer;

pub use crate::seal::disk;
pub use error::{Damage, Fault, JournalError};
pub use open::{Access, OpenReport, Options, TornTail};
pub use reader::{Body, Entry, Part, RawEntry, RawReader, Reader};
pub use snapshot::Snapshot;
pub use verify::{Depth, Finding, Progress, Verdict};
pub use writer::{Journal, NewEntry, NewPart};
