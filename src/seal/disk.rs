//! The door to the disk for the journal and the keyring: a small trait, so that tests can stand
//! between them and the files, fail any call and build any legal state after a power cut.
//!
//! It stands here because the keyring needs it and `seal` may name no other module; the journal
//! exports it again. Root keys, which are read once at start, go to the disk directly.

use std::fmt::Debug;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

/// What a file is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// An existing file, to read.
    Read,
    /// An existing file, to read and write.
    Write,
    /// A new, empty file to read and write; one of that name is emptied.
    Create,
}

/// Files and folders. Implementations keep no state that a crash would lose.
pub trait Disk: Send + Sync + Debug {
    /// Opens a file.
    fn open(&self, path: &Path, how: Open) -> io::Result<Box<dyn DiskFile>>;
    /// Gives a file a new name, replacing what had it. Durable after [`Disk::sync_dir`].
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file. Durable after [`Disk::sync_dir`].
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// The names of what is in a folder, sorted. An absent folder is an error.
    fn list(&self, dir: &Path) -> io::Result<Vec<String>>;
    /// Makes a folder and those above it, for the owner's eyes only.
    fn create_dir(&self, dir: &Path) -> io::Result<()>;
    /// Makes creations, renames and removals in a folder durable.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
}

/// One open file.
pub trait DiskFile: Send + Sync + Debug {
    /// Reads from `offset`; may read less than asked, and zero at the end.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;
    /// Writes at `offset`; may write less than asked.
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize>;
    /// Makes what was written durable, with the length where that is needed to read it back.
    fn sync_data(&self) -> io::Result<()>;
    /// The length in bytes.
    fn size(&self) -> io::Result<u64>;
    /// Cuts the file, or extends it with zeros.
    fn set_size(&self, bytes: u64) -> io::Result<()>;
}

/// The machine's own disk. Files are made 0600 and folders 0700.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn open(&self, path: &Path, how: Open) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.read(true).mode(0o600);
        match how {
            Open::Read => {}
            Open::Write => {
                options.write(true);
            }
            Open::Create => {
                options.write(true).create(true).truncate(true);
            }
        }
        Ok(Box::new(options.open(path)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(dir)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    fn create_dir(&self, dir: &Path) -> io::Result<()> {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(dir)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        File::open(dir)?.sync_all()
    }
}

impl DiskFile for File {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(self, buffer, offset)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::write_at(self, bytes, offset)
    }

    fn sync_data(&self) -> io::Result<()> {
        File::sync_data(self)
    }

    fn size(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn set_size(&self, bytes: u64) -> io::Result<()> {
        self.set_len(bytes)
    }
}

/// Writes all of `bytes` at `offset`, going on after short writes.
pub fn write_all_at(file: &dyn DiskFile, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match file.write_at(bytes, offset) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => {
                bytes = bytes.get(count..).unwrap_or_default();
                offset += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Reads `count` bytes from `offset`, or fewer where the file ends before.
pub fn read_up_to(file: &dyn DiskFile, offset: u64, count: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; count];
    let mut filled = 0;
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read_at(rest, offset + filled as u64) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

/// Reads a whole file of at most `bytes_max` bytes; a longer one is an error.
pub fn read_file(disk: &dyn Disk, path: &Path, bytes_max: u64) -> io::Result<Vec<u8>> {
    let file = disk.open(path, Open::Read)?;
    let size = file.size()?;
    if size > bytes_max {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    read_up_to(
        &*file,
        0,
        usize::try_from(size).map_err(|_| io::ErrorKind::FileTooLarge)?,
    )
}

/// Writes `zeros` zero bytes from `offset`, so that later syncs find the blocks in place.
pub fn write_zeros(file: &dyn DiskFile, mut offset: u64, mut zeros: u64) -> io::Result<()> {
    let block = vec![0_u8; 1 << 18];
    while zeros > 0 {
        let count = zeros.min(block.len() as u64);
        write_all_at(
            file,
            block.get(..count as usize).unwrap_or_default(),
            offset,
        )?;
        offset += count;
        zeros -= count;
    }
    Ok(())
}

/// Replaces a small file whole: a temporary beside it, synced, renamed, and the folder synced.
/// After an error the file is the old one or the new one, never a mixture.
pub fn replace_file(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = path.with_extension("tmp");
    let file = disk.open(&temporary, Open::Create)?;
    write_all_at(&*file, bytes, 0)?;
    file.sync_data()?;
    disk.rename(&temporary, path)?;
    sync_parent(disk, path)
}

/// Syncs the folder that holds `path`.
pub fn sync_parent(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => disk.sync_dir(parent),
        _ => disk.sync_dir(Path::new(".")),
    }
}
