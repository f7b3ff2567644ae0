//! One hub a store: the lock decides every race.

use std::{
    fs::{File, OpenOptions},
    os::unix::fs::OpenOptionsExt,
};

use rustix::fs::{FlockOperation, flock};

use crate::wire::Trouble;

use super::{
    elsewhere::is_read_only,
    layout::{Layout, unreachable},
};

/// Held for as long as the hub lives; the kernel lets go of it even after `kill -9`.
#[derive(Debug)]
pub struct Lock(#[allow(dead_code, reason = "held, never read")] File);

/// Takes the store's lock, or `None` where another hub holds it.
///
/// # Errors
/// Where the lock's file cannot be opened.
pub fn try_lock(layout: &Layout) -> Result<Option<Lock>, Trouble> {
    let path = layout.lock();
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(&path)
        .or_else(|error| match is_read_only(&error) {
            // Nothing can be written beside this hub either: any file of the store will do.
            true => File::open(layout.config()),
            false => Err(error),
        })
        .map_err(|error| unreachable(&path, &error))?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Some(Lock(file))),
        Err(rustix::io::Errno::WOULDBLOCK) => Ok(None),
        Err(error) => Err(unreachable(&path, &error.into())),
    }
}
