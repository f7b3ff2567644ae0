//! Snapshots of the heads at the ends of months: one sealed file each.
//!
//! What is kept of a client is sealed under that client's key, so that an erasure reaches into the
//! past; the rest under the store's.

use std::{
    fs,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        heads::{CaseHead, ClientHead, Directory, Heads},
        zone::store_date,
    },
    hub::core::Core,
    seal::{Keyring, Owner, SealError, disk},
    views::HEADS_SHAPE,
};

/// No snapshot is larger: half a million people.
const BYTES_MAX: u64 = 1 << 28;
/// So many of the latest months are kept; of those before, the ends of years.
const MONTHS_KEPT: u32 = 24;
const SUFFIX: &str = ".past";

/// The first box of a file.
#[derive(Serialize, Deserialize)]
struct Head {
    /// Files of another shape are thrown away.
    shape: u8,
    seq: u64,
    recorded: DateTime<Utc>,
    directory: Directory,
}

/// The heads of the latest month that was over by `day`, where a snapshot of it can be read.
pub(super) fn latest(dir: &Path, core: &Core, day: NaiveDate) -> Option<Heads> {
    let mut months: Vec<(NaiveDate, PathBuf)> = months(dir);
    months.retain(|(last, _)| *last <= day);
    months.sort_unstable();
    while let Some((_, path)) = months.pop() {
        match read(&path, core) {
            Some(heads) => return Some(heads),
            // It would be read in vain every time.
            None => fs::remove_file(&path).unwrap_or_default(),
        }
    }
    None
}

/// Keeps the heads as they stood at the end of their month. Where that fails nothing is lost: the
/// next fold takes longer.
pub(super) fn keep(dir: &Path, core: &Core, heads: &Heads) {
    let month = store_date(heads.recorded);
    let path = dir.join(format!("{}{SUFFIX}", month.format("%Y-%m")));
    let mut runs = heads.directory.imports.values();
    // What lies between the beginning and the end of a list is in no heads.
    if path.exists() || runs.any(|run| run.ended_seq == 0) {
        return;
    }
    let made = fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir);
    if made.is_err() {
        return;
    }
    let Ok(ring) = core.keyring.read() else {
        return;
    };
    let Some(bytes) = sealed(heads, &ring, &attached(&path)) else {
        return;
    };
    drop(ring);
    if disk::replace_file(&disk::RealDisk, &path, &bytes).is_ok() {
        thin_out(dir, month);
    }
}

/// The months there are, by their last days.
fn months(dir: &Path) -> Vec<(NaiveDate, PathBuf)> {
    let Ok(listing) = fs::read_dir(dir) else {
        return Vec::new();
    };
    let month = |file: fs::DirEntry| {
        let name = file.file_name();
        let name = name.to_str()?.strip_suffix(SUFFIX)?;
        let first: NaiveDate = format!("{name}-01").parse().ok()?;
        Some((last_of_month(first)?, file.path()))
    };
    listing.filter_map(Result::ok).filter_map(month).collect()
}

fn last_of_month(day: NaiveDate) -> Option<NaiveDate> {
    let first = day.with_day(1)?;
    first
        .checked_add_months(Months::new(1))?
        .checked_sub_days(Days::new(1))
}

fn thin_out(dir: &Path, latest: NaiveDate) {
    let Some(since) = latest.checked_sub_months(Months::new(MONTHS_KEPT)) else {
        return;
    };
    for (last, path) in months(dir) {
        if last < since && last.month() != 12 {
            fs::remove_file(path).unwrap_or_default();
        }
    }
}

fn sealed(heads: &Heads, ring: &Keyring, attached: &[u8]) -> Option<Vec<u8>> {
    let head = Head {
        shape: HEADS_SHAPE,
        seq: heads.seq,
        recorded: heads.recorded,
        directory: heads.directory.clone(),
    };
    let mut bytes = Vec::new();
    let plain = postcard::to_allocvec(&head).ok()?;
    put(
        &mut bytes,
        &ring.seal_box(Owner::Rest, attached, &plain).ok()?,
    )?;
    for client in heads.clients.iter() {
        let cases = client.cases.iter().filter_map(|case| heads.case(*case));
        // Cases of a record that was joined with this one are sealed with their own record.
        let own: Vec<&CaseHead> = cases.filter(|case| case.client == client.client).collect();
        let plain = postcard::to_allocvec(&(client, own)).ok()?;
        match ring.seal_box(Owner::Client(client.client.0), attached, &plain) {
            Ok(sealed) => put(&mut bytes, &sealed)?,
            Err(SealError::Erased) => {}
            Err(_) => return None,
        }
    }
    Some(bytes)
}

fn put(bytes: &mut Vec<u8>, sealed: &[u8]) -> Option<()> {
    bytes.extend(u32::try_from(sealed.len()).ok()?.to_le_bytes());
    bytes.extend(sealed);
    Some(())
}

fn read(path: &Path, core: &Core) -> Option<Heads> {
    let bytes = disk::read_file(&disk::RealDisk, path, BYTES_MAX).ok()?;
    let ring = core.keyring.read().ok()?;
    let attached = attached(path);
    let (first, mut rest) = take(&bytes)?;
    let head: Head = postcard::from_bytes(&ring.open_box(&attached, first).ok()?).ok()?;
    if head.shape != HEADS_SHAPE {
        return None;
    }
    let mut heads = Heads {
        seq: head.seq,
        recorded: head.recorded,
        directory: head.directory,
        ..Heads::default()
    };
    while !rest.is_empty() {
        let (sealed, after) = take(rest)?;
        rest = after;
        let plain = match ring.open_box(&attached, sealed) {
            Ok(plain) => plain,
            Err(SealError::Erased) => continue,
            Err(_) => return None,
        };
        let (client, cases): (ClientHead, Vec<CaseHead>) = postcard::from_bytes(&plain).ok()?;
        heads.restore(client, cases);
    }
    Some(heads)
}

fn take(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

/// A snapshot opens under its own name only.
fn attached(path: &Path) -> Vec<u8> {
    let name = path
        .file_name()
        .map(|name| name.as_encoded_bytes().to_vec());
    [b"caseload/past/".as_slice(), &name.unwrap_or_default()].concat()
}
