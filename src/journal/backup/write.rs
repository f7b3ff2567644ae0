//! Writing a backup.

use std::io::{self, Read, Write};
use std::path::Path;

use super::manifest::{FORMAT, FileLine, Manifest};
use super::stream::{FileReader, FileWriter, Hashing};
use super::{BackupError, HEAD, KEYRING, MANIFEST, STORE_TOML, check};
use crate::journal::error::JournalError;
use crate::journal::segment::file_name;
use crate::journal::snapshot::Snapshot;
use crate::journal::verify::Progress;
use crate::journal::{head, segment};
use crate::seal::Keyring;
use crate::seal::disk::{self, Disk, Open};

/// What goes into a backup. Gathering it is quick and wants the keyring; writing it takes as long
/// as it takes, on another thread, while the journal goes on.
#[derive(Debug)]
pub struct Material {
    snapshot: Snapshot,
    keyring: Vec<u8>,
    head: Vec<u8>,
    store_toml: Vec<u8>,
    keys: u32,
    made: i64,
}

type Archive<'f> = tar::Builder<FileWriter<'f>>;

impl Material {
    /// Gathers a backup of the journal up to `snapshot`. The keyring must not be older than it.
    /// `made` is now, in milliseconds since 1970 in UTC.
    pub fn gather(
        snapshot: Snapshot,
        keyring: &Keyring,
        store_toml: Vec<u8>,
        made: i64,
    ) -> Result<Self, BackupError> {
        if keyring.store() != snapshot.store() {
            return Err(JournalError::OtherStore.into());
        }
        let head = head::image(keyring, snapshot.tip.mark()).map_err(JournalError::from)?;
        let image = keyring.export().map_err(JournalError::from)?;
        let keys = keyring.issued();
        Ok(Self {
            snapshot,
            keyring: image,
            head,
            store_toml,
            keys,
            made,
        })
    }

    /// Writes the backup to a new file, reads it back, and only then gives it its name.
    pub fn write(
        &self,
        disk: &dyn Disk,
        path: &Path,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Manifest, BackupError> {
        match disk.open(path, Open::Read) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed("looking at", path, error)),
            Ok(_) => return Err(BackupError::Exists(path.display().to_string())),
        }
        let partial = path.with_file_name(format!("{}.partial", file_name(path)));
        let written = self
            .write_partial(disk, &partial, progress)
            .and_then(|manifest| {
                check(disk, &partial)?;
                disk.rename(&partial, path)
                    .and_then(|()| disk::sync_parent(disk, path))
                    .map_err(|error| failed("naming", path, error))?;
                Ok(manifest)
            });
        if written.is_err() {
            // What is left of a backup that failed would only take room.
            let _ = disk.remove(&partial);
        }
        written
    }

    fn write_partial(
        &self,
        disk: &dyn Disk,
        path: &Path,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Manifest, BackupError> {
        let error = |error| failed("writing", path, error);
        let file = disk.open(path, Open::Create).map_err(error)?;
        let mut archive = tar::Builder::new(FileWriter::new(&*file));
        let mut manifest = Manifest {
            format: FORMAT,
            store: self.snapshot.store().to_string(),
            made: self.made,
            entries: self.snapshot.last_seq(),
            chain: self.snapshot.chain().to_string(),
            keys: self.keys,
            file: Vec::new(),
        };
        for (name, bytes) in [(KEYRING, &self.keyring), (HEAD, &self.head)] {
            let size = bytes.len() as u64;
            manifest.file.push(
                self.add(&mut archive, name, size, bytes.as_slice())
                    .map_err(error)?,
            );
        }
        self.add_segments(&mut archive, &mut manifest, path, progress)?;
        let size = self.store_toml.len() as u64;
        let line = self.add(&mut archive, STORE_TOML, size, self.store_toml.as_slice());
        manifest.file.push(line.map_err(error)?);
        let text = toml::to_string(&manifest).map_err(|e| error(io::Error::other(e)))?;
        self.add(&mut archive, MANIFEST, text.len() as u64, text.as_bytes())
            .map_err(error)?;
        archive
            .into_inner()
            .and_then(|mut out| out.flush())
            .map_err(error)?;
        file.sync_data().map_err(error)?;
        Ok(manifest)
    }

    fn add_segments(
        &self,
        archive: &mut Archive<'_>,
        manifest: &mut Manifest,
        path: &Path,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), BackupError> {
        let snapshot = &self.snapshot;
        for at in &snapshot.segments {
            let (from, end) = snapshot.extent(*at);
            let reading = |error| failed("reading", &from, error);
            let file = snapshot.disk.open(&from, Open::Read).map_err(reading)?;
            let size = file.size().map_err(reading)?.min(end);
            let name = format!(
                "journal/{}",
                file_name(&segment::path_of(Path::new(""), at.number))
            );
            let line = self.add(archive, &name, size, FileReader::new(&*file, size));
            manifest
                .file
                .push(line.map_err(|error| failed("writing", path, error))?);
            progress(Progress {
                done: at.first_seq - 1,
                total: snapshot.last_seq(),
            });
        }
        progress(Progress {
            done: snapshot.last_seq(),
            total: snapshot.last_seq(),
        });
        Ok(())
    }

    fn add(
        &self,
        archive: &mut Archive<'_>,
        name: &str,
        size: u64,
        bytes: impl Read,
    ) -> io::Result<FileLine> {
        let mut header = tar::Header::new_gnu();
        header.set_size(size);
        header.set_mode(0o600);
        header.set_mtime(u64::try_from(self.made / 1000).unwrap_or_default());
        let mut hashing = Hashing::new(bytes);
        archive.append_data(&mut header, name, &mut hashing)?;
        let (bytes, hash) = hashing.finish();
        if bytes != size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(FileLine {
            name: name.to_owned(),
            bytes,
            sha256: hash.to_string(),
        })
    }
}

pub(super) fn failed(doing: &str, path: &Path, error: io::Error) -> BackupError {
    JournalError::io(doing, path, error).into()
}
