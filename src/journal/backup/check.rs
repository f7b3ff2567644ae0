//! Reading a backup back: every file against the manifest, every frame, the whole chain.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use super::manifest::{FileLine, Manifest};
use super::stream::{FileReader, Hashing};
use super::write::failed;
use super::{BackupError, HEAD, KEYRING, MANIFEST, STORE_TOML, segment_number};
use crate::journal::chain;
use crate::journal::scan::{Step, Walk};
use crate::journal::segment::{Header, SEGMENT_BYTES_MAX};
use crate::seal::disk::{Disk, DiskFile, Open};
use crate::seal::{Digest, StoreId, digest};

/// The longest manifest that is read: some hundred thousand segments.
const MANIFEST_BYTES_MAX: u64 = 32 << 20;
/// The longest keyring that is read, in bytes.
const FILE_BYTES_MAX: u64 = 1 << 29;

/// Checks a backup without restoring it, and gives its manifest. Needs no key.
pub fn check(disk: &dyn Disk, path: &Path) -> Result<Manifest, BackupError> {
    let file = disk
        .open(path, Open::Read)
        .map_err(|error| failed("opening", path, error))?;
    let (found, manifest) = read_files(&*file)?;
    let listed: BTreeMap<_, _> = manifest
        .file
        .iter()
        .map(|line| (&line.name, line))
        .collect();
    if listed.len() != manifest.file.len() {
        return Err(faulty("a file is listed twice"));
    }
    for line in &manifest.file {
        match found.get(&line.name) {
            None => return Err(faulty(&format!("{} is missing", line.name))),
            Some(got) if got != line => {
                return Err(faulty(&format!("{} is not what was backed up", line.name)));
            }
            Some(_) => {}
        }
    }
    if let Some(name) = found.keys().find(|name| !listed.contains_key(name)) {
        return Err(faulty(&format!("{name} does not belong in it")));
    }
    if let Some(name) = [STORE_TOML, KEYRING, HEAD]
        .iter()
        .find(|name| !found.contains_key(**name))
    {
        return Err(faulty(&format!("{name} is missing")));
    }
    check_chain(&*file, &manifest)?;
    Ok(manifest)
}

pub(super) fn faulty(what: &str) -> BackupError {
    BackupError::Faulty(what.to_owned())
}

fn unreadable(error: std::io::Error) -> BackupError {
    faulty(&format!("it cannot be read to its end ({error})"))
}

/// What is done with one file of an archive: its name, its length, its bytes.
type EachFile<'e> = dyn FnMut(&str, u64, &mut dyn Read) -> Result<(), BackupError> + 'e;

/// Calls `each` with the name, length and bytes of every file in the archive, in its order.
pub(super) fn for_each_file(
    file: &dyn DiskFile,
    each: &mut EachFile<'_>,
) -> Result<(), BackupError> {
    let mut archive = tar::Archive::new(FileReader::new(file, u64::MAX));
    for entry in archive.entries().map_err(unreadable)? {
        let mut entry = entry.map_err(unreadable)?;
        let name = entry
            .path()
            .map_err(unreadable)?
            .to_string_lossy()
            .into_owned();
        let size = entry.size();
        let known = [STORE_TOML, KEYRING, HEAD, MANIFEST].contains(&name.as_str())
            || segment_number(&name).is_some();
        // Only names from this list ever become paths, so none can lead out of the folder.
        if !known || entry.header().entry_type() != tar::EntryType::Regular {
            return Err(faulty(&format!("{name:?} does not belong in it")));
        }
        if size > FILE_BYTES_MAX {
            return Err(faulty(&format!("{name} is too long")));
        }
        each(&name, size, &mut entry)?;
    }
    Ok(())
}

type Found = BTreeMap<String, FileLine>;

fn read_files(file: &dyn DiskFile) -> Result<(Found, Manifest), BackupError> {
    let mut found = Found::new();
    let mut manifest = None;
    for_each_file(file, &mut |name, size, bytes| {
        if name == MANIFEST {
            let mut text = Vec::new();
            bytes
                .take(MANIFEST_BYTES_MAX)
                .read_to_end(&mut text)
                .map_err(unreadable)?;
            manifest = Some(Manifest::read(&text)?);
            return Ok(());
        }
        let mut hashing = Hashing::new(bytes);
        std::io::copy(&mut hashing, &mut std::io::sink()).map_err(unreadable)?;
        let (bytes, hash) = hashing.finish();
        let line = FileLine {
            name: name.to_owned(),
            bytes,
            sha256: hash.to_string(),
        };
        if bytes != size || found.insert(name.to_owned(), line).is_some() {
            return Err(faulty(&format!("{name} is cut off, or in it twice")));
        }
        Ok(())
    })?;
    Ok((
        found,
        manifest.ok_or_else(|| faulty("it has no manifest, so it is not whole"))?,
    ))
}

/// Walks the segments in their order; they must lead to the chain that the manifest names.
fn check_chain(file: &dyn DiskFile, manifest: &Manifest) -> Result<(), BackupError> {
    let store = manifest
        .store_id()
        .ok_or_else(|| faulty("it does not say of which store"))?;
    let mut walked = Walked {
        store,
        segments: 0,
        entries: 0,
        chain: chain::start(store),
    };
    for_each_file(file, &mut |name, size, bytes| {
        let Some(number) = segment_number(name) else {
            return Ok(());
        };
        if size > SEGMENT_BYTES_MAX {
            return Err(faulty(&format!("{name} is too long")));
        }
        let mut segment = Vec::new();
        bytes.read_to_end(&mut segment).map_err(unreadable)?;
        walked.segment(number, &segment).ok_or_else(|| {
            faulty(&format!(
                "{name} does not follow from what stands before it"
            ))
        })
    })?;
    if walked.entries != manifest.entries || Some(walked.chain) != manifest.chain_digest() {
        return Err(faulty("its journal is not the one that the manifest names"));
    }
    Ok(())
}

struct Walked {
    store: StoreId,
    segments: u32,
    entries: u64,
    chain: Digest,
}

impl Walked {
    fn segment(&mut self, number: u32, bytes: &[u8]) -> Option<()> {
        self.segments += 1;
        let header = Header::read(bytes, self.store).ok()?;
        let follows = number == self.segments
            && header.number == number
            && header.first_seq == self.entries + 1
            && header.chain == self.chain;
        let mut walk = Walk::new(bytes, header.first_seq, Some(header.chain));
        loop {
            match walk.step() {
                Step::Group(_) => {}
                Step::End if follows && !walk.anything_behind() => break,
                Step::End | Step::Bad(_) => return None,
            }
        }
        self.entries = walk.next_seq - 1;
        self.chain = walk.chain?;
        Some(())
    }
}

/// Whether `bytes` are what the manifest lists under `name`.
pub(super) fn is_listed(manifest: &Manifest, name: &str, bytes: &[u8]) -> bool {
    let line = manifest.file.iter().find(|line| line.name == name);
    line.is_some_and(|line| line.sha256 == digest(&[bytes]).to_string())
}
