//! Rows of a list that a session has sent and not yet asked to have imported.
//!
//! They lie in a file under the data folder, so that a long list costs the hub no memory, sealed
//! under a key that never leaves memory: what a killed hub leaves can be read by nobody, and the
//! next hub sweeps it away.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
};

use crate::{
    domain::referral::ReferralRow,
    seal::{SealError, SealingKey},
    wire::Trouble,
};

use super::layout::Layout;

/// Rows that are sealed as one, and read back as one.
pub const ROWS_A_PAGE: usize = 500;
/// A page is never longer: rows come in frames of 64 KiB.
const PAGE_BYTES_MAX: usize = 1 << 26;

/// No two lists share a file.
static NUMBER: AtomicU64 = AtomicU64::new(1);

/// Why rows cannot be staged or read back.
#[derive(Debug, thiserror::Error)]
pub enum StagingError {
    #[error(transparent)]
    Disk(#[from] io::Error),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error("a page does not read back as it was written")]
    Altered,
}

impl From<StagingError> for Trouble {
    fn from(error: StagingError) -> Trouble {
        let why = match &error {
            StagingError::Disk(error) if error.kind() == ErrorKind::StorageFull => {
                "the disk is full".to_owned()
            }
            other => other.to_string(),
        };
        Trouble::offline(format!("The list cannot be taken in: {why}."))
            .hint("Nothing was imported. Make room, then import it again.")
    }
}

/// The rows of one list. The file goes when this does.
#[derive(Debug)]
pub struct Staged {
    path: PathBuf,
    file: File,
    key: SealingKey,
    rows: usize,
    pages: u32,
    waiting: Vec<ReferralRow>,
}

impl Staged {
    /// # Errors
    /// Where the disk refuses.
    pub fn new(layout: &Layout) -> Result<Staged, StagingError> {
        let folder = layout.staging();
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&folder)?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("{number}.rows"));
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)?;
        Ok(Staged {
            key: SealingKey::generate()?,
            path,
            file,
            rows: 0,
            pages: 0,
            waiting: Vec::new(),
        })
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Takes in more rows.
    ///
    /// # Errors
    /// Where the disk refuses; the list is then not whole and is to be dropped.
    pub fn add(&mut self, rows: Vec<ReferralRow>) -> Result<(), StagingError> {
        self.rows += rows.len();
        for row in rows {
            self.waiting.push(row);
            if self.waiting.len() == ROWS_A_PAGE {
                self.put_page()?;
            }
        }
        Ok(())
    }

    fn put_page(&mut self) -> Result<(), StagingError> {
        let plain = postcard::to_stdvec(&self.waiting).map_err(|_| StagingError::Altered)?;
        self.waiting.clear();
        let sealed = self.key.seal(&attached(self.pages), &plain)?;
        let length = u32::try_from(sealed.len()).map_err(|_| StagingError::Altered)?;
        self.file.write_all(&length.to_le_bytes())?;
        self.file.write_all(&sealed)?;
        self.pages += 1;
        Ok(())
    }

    /// The rows from the first on, a page at a time. They can be read as often as wanted.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn pages(&mut self) -> Result<Pages<'_>, StagingError> {
        if !self.waiting.is_empty() {
            self.put_page()?;
        }
        self.file.seek(SeekFrom::Start(0))?;
        Ok(Pages {
            file: BufReader::new(&self.file),
            key: &self.key,
            next: 0,
            of: self.pages,
        })
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // What cannot be removed now is swept by the next hub, and can be read by nobody.
        fs::remove_file(&self.path).unwrap_or_default();
    }
}

/// Rows being read back.
pub struct Pages<'s> {
    file: BufReader<&'s File>,
    key: &'s SealingKey,
    next: u32,
    of: u32,
}

impl Pages<'_> {
    fn page(&mut self) -> Result<Vec<ReferralRow>, StagingError> {
        let mut length = [0; 4];
        self.file.read_exact(&mut length)?;
        let length = u32::from_le_bytes(length) as usize;
        if length > PAGE_BYTES_MAX {
            return Err(StagingError::Altered);
        }
        let mut sealed = vec![0; length];
        self.file.read_exact(&mut sealed)?;
        let plain = self.key.open(&attached(self.next), &sealed)?;
        self.next += 1;
        postcard::from_bytes(&plain).map_err(|_| StagingError::Altered)
    }
}

impl Iterator for Pages<'_> {
    type Item = Result<Vec<ReferralRow>, StagingError>;

    fn next(&mut self) -> Option<Self::Item> {
        (self.next < self.of).then(|| self.page())
    }
}

/// A page opens in its own place only.
fn attached(page: u32) -> [u8; 4] {
    page.to_le_bytes()
}

/// Removes what a hub that was killed left.
pub fn sweep(layout: &Layout) {
    // A folder that cannot be removed holds nothing that anybody can read.
    fs::remove_dir_all(layout.staging()).unwrap_or_default();
}
