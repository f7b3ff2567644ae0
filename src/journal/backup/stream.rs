//! Files of a [`Disk`] as streams, and a stream that hashes what goes through it.

use std::io::{self, Read, Write};

use crate::seal::disk::DiskFile;
use crate::seal::{Digest, Hasher};

/// Reads a file from its start, at most `left` bytes.
pub(super) struct FileReader<'f> {
    file: &'f dyn DiskFile,
    at: u64,
    left: u64,
}

impl<'f> FileReader<'f> {
    pub(super) fn new(file: &'f dyn DiskFile, bytes_max: u64) -> Self {
        Self {
            file,
            at: 0,
            left: bytes_max,
        }
    }
}

impl Read for FileReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let wanted = self.left.min(buffer.len() as u64) as usize;
        let count = self
            .file
            .read_at(buffer.get_mut(..wanted).unwrap_or_default(), self.at)?;
        self.at += count as u64;
        self.left -= count as u64;
        Ok(count)
    }
}

/// Writes a file from its start.
pub(super) struct FileWriter<'f> {
    file: &'f dyn DiskFile,
    at: u64,
}

impl<'f> FileWriter<'f> {
    pub(super) fn new(file: &'f dyn DiskFile) -> Self {
        Self { file, at: 0 }
    }
}

impl Write for FileWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write_at(bytes, self.at)?;
        self.at += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Counts and hashes what is read through it.
pub(super) struct Hashing<R> {
    inner: R,
    hasher: Hasher,
    bytes: u64,
}

impl<R: Read> Hashing<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            hasher: Hasher::new(),
            bytes: 0,
        }
    }

    /// How much was read, and its hash.
    pub(super) fn finish(self) -> (u64, Digest) {
        (self.bytes, self.hasher.finish())
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hasher.update(buffer.get(..count).unwrap_or_default());
        self.bytes += count as u64;
        Ok(count)
    }
}
