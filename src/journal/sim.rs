//! A disk in memory that fails on demand and builds any legal state after a power cut.
//!
//! For tests, of this folder and of others. What is not synced may be kept, dropped or torn at a
//! crash; names are durable only after their folder was synced; after a failed sync the bytes can
//! still be read, but a later sync does not save them (as on Linux).

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::seal::disk::{Disk, DiskFile, Open};

mod state;

use state::{Op, State};

/// What an injected fault does to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SimFault {
    /// The call fails as a broken disk does.
    Io,
    /// The call fails as a full disk does, where it would need room; other calls go on.
    NoSpace,
    /// A write does half of its work and says so; other calls go on.
    Short,
}

/// When faults happen. Calls are counted from 0, reads included.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// Faults of single calls.
    pub at: BTreeMap<u64, SimFault>,
    /// A fault of this call and all after it.
    pub from: Option<(u64, SimFault)>,
    /// The disk is full at so many bytes in all files together.
    pub bytes_max: Option<u64>,
}

#[derive(Debug, Default)]
struct Shared {
    state: State,
    /// Everything that changed the disk, so that a crash can be set at any moment of a run.
    history: Vec<Op>,
    faults: Faults,
    calls: u64,
    /// The calls that need room on the disk.
    writes: Vec<u64>,
}

/// The disk. Clones are the same disk.
#[derive(Clone, Debug, Default)]
pub struct SimDisk {
    shared: Arc<Mutex<Shared>>,
}

impl SimDisk {
    /// An empty disk.
    pub fn new() -> Self {
        Self::default()
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the faults of the calls to come.
    pub fn set_faults(&self, faults: Faults) {
        self.lock().faults = faults;
    }

    /// How many calls were made.
    pub fn calls(&self) -> u64 {
        self.lock().calls
    }

    /// The calls that needed room: those that [`SimFault::NoSpace`] can fail.
    pub fn writes(&self) -> Vec<u64> {
        self.lock().writes.clone()
    }

    /// How many changes were made: the moments at which [`SimDisk::crash_image`] can cut.
    pub fn changes(&self) -> usize {
        self.lock().history.len()
    }

    /// The disk as it may be found after a power cut that came after the first `at` changes. Each
    /// seed is another legal choice of what was kept, dropped and torn.
    pub fn crash_image(&self, at: usize, seed: u64) -> Self {
        let mut state = State::default();
        for op in self.lock().history.iter().take(at) {
            state.apply(op);
        }
        Self::holding(state.crashed(seed))
    }

    /// A copy of the disk as running programs see it: what a killed process leaves.
    pub fn copy(&self) -> Self {
        Self::holding(self.lock().state.settled())
    }

    fn holding(state: State) -> Self {
        let history = state.as_history();
        Self {
            shared: Arc::new(Mutex::new(Shared {
                state,
                history,
                ..Shared::default()
            })),
        }
    }

    /// All files and their lengths.
    pub fn files(&self) -> Vec<(PathBuf, u64)> {
        let shared = self.lock();
        shared
            .state
            .names()
            .map(|(path, bytes)| (path.clone(), bytes.len() as u64))
            .collect()
    }

    /// The bytes of a file.
    pub fn bytes(&self, path: &Path) -> Option<Vec<u8>> {
        self.lock().state.bytes(path).map(<[u8]>::to_vec)
    }

    /// Replaces a file behind the program's back, durably. Without bytes it is removed.
    pub fn tamper(&self, path: &Path, bytes: Option<Vec<u8>>) {
        let mut shared = self.lock();
        let mut ops = vec![Op::Remove {
            path: path.to_owned(),
        }];
        if let Some(bytes) = bytes {
            let file = shared.state.next_file();
            ops = vec![
                Op::Create {
                    path: path.to_owned(),
                    file,
                },
                Op::Write {
                    file,
                    offset: 0,
                    bytes,
                },
                Op::Sync { file, worked: true },
            ];
        }
        ops.push(Op::SyncDir {
            dir: path.parent().unwrap_or(path).to_owned(),
        });
        for op in ops {
            shared.change(op);
        }
    }
}

impl Shared {
    fn change(&mut self, op: Op) {
        self.state.apply(&op);
        self.history.push(op);
    }

    /// Counts a call; the error is the fault that was set for it. `Ok(true)` is a short write.
    fn call(&mut self, needs_room: bool) -> io::Result<bool> {
        let call = self.calls;
        self.calls += 1;
        if needs_room {
            self.writes.push(call);
        }
        let lasting = self
            .faults
            .from
            .filter(|(from, _)| call >= *from)
            .map(|(_, fault)| fault);
        match self.faults.at.get(&call).copied().or(lasting) {
            Some(SimFault::Io) => Err(io::Error::from_raw_os_error(5)),
            Some(SimFault::NoSpace) if needs_room => Err(io::ErrorKind::StorageFull.into()),
            Some(SimFault::Short) => Ok(true),
            _ => Ok(false),
        }
    }

    fn room_for(&self, file: usize, size: u64) -> io::Result<()> {
        let grows = size.saturating_sub(self.state.file(file).len() as u64);
        match self.faults.bytes_max {
            Some(bytes_max) if grows > 0 && self.state.size() + grows > bytes_max => {
                Err(io::ErrorKind::StorageFull.into())
            }
            _ => Ok(()),
        }
    }
}

impl Disk for SimDisk {
    fn open(&self, path: &Path, how: Open) -> io::Result<Box<dyn DiskFile>> {
        let mut shared = self.lock();
        shared.call(how == Open::Create)?;
        let found = shared.state.find(path);
        let file = match (found, how) {
            (Some(file), Open::Read | Open::Write) => file,
            (None, Open::Read | Open::Write) => return Err(io::ErrorKind::NotFound.into()),
            (Some(file), Open::Create) => {
                shared.change(Op::SetSize { file, bytes: 0 });
                file
            }
            (None, Open::Create) => {
                let file = shared.state.next_file();
                shared.change(Op::Create {
                    path: path.to_owned(),
                    file,
                });
                file
            }
        };
        Ok(Box::new(SimFile {
            disk: self.clone(),
            file,
            how,
        }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut shared = self.lock();
        shared.call(true)?;
        shared.state.find(from).ok_or(io::ErrorKind::NotFound)?;
        shared.change(Op::Rename {
            from: from.to_owned(),
            to: to.to_owned(),
        });
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut shared = self.lock();
        shared.call(false)?;
        shared.state.find(path).ok_or(io::ErrorKind::NotFound)?;
        shared.change(Op::Remove {
            path: path.to_owned(),
        });
        Ok(())
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let mut shared = self.lock();
        shared.call(false)?;
        if !shared.state.has_dir(dir) {
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(shared.state.inside(dir))
    }

    fn create_dir(&self, dir: &Path) -> io::Result<()> {
        let mut shared = self.lock();
        shared.call(true)?;
        shared.change(Op::CreateDir {
            dir: dir.to_owned(),
        });
        Ok(())
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let mut shared = self.lock();
        shared.call(false)?;
        shared.change(Op::SyncDir {
            dir: dir.to_owned(),
        });
        Ok(())
    }
}

/// An open file of a [`SimDisk`].
#[derive(Debug)]
struct SimFile {
    disk: SimDisk,
    file: usize,
    how: Open,
}

impl SimFile {
    fn writable(&self) -> io::Result<()> {
        if self.how == Open::Read {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        Ok(())
    }
}

impl DiskFile for SimFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let mut shared = self.disk.lock();
        shared.call(false)?;
        let bytes = shared.state.file(self.file);
        let rest = bytes.get(offset as usize..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer
            .iter_mut()
            .zip(rest)
            .for_each(|(to, from)| *to = *from);
        Ok(count)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        self.writable()?;
        let mut shared = self.disk.lock();
        let is_short = shared.call(true)?;
        let count = if is_short {
            bytes.len().div_ceil(2)
        } else {
            bytes.len()
        };
        shared.room_for(self.file, offset + count as u64)?;
        let bytes = bytes.get(..count).unwrap_or_default().to_vec();
        shared.change(Op::Write {
            file: self.file,
            offset,
            bytes,
        });
        Ok(count)
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut shared = self.disk.lock();
        let worked = shared.call(false);
        shared.change(Op::Sync {
            file: self.file,
            worked: worked.is_ok(),
        });
        worked.map(|_| ())
    }

    fn size(&self) -> io::Result<u64> {
        let mut shared = self.disk.lock();
        shared.call(false)?;
        Ok(shared.state.file(self.file).len() as u64)
    }

    fn set_size(&self, bytes: u64) -> io::Result<()> {
        self.writable()?;
        let mut shared = self.disk.lock();
        shared.call(true)?;
        shared.room_for(self.file, bytes)?;
        shared.change(Op::SetSize {
            file: self.file,
            bytes,
        });
        Ok(())
    }
}
