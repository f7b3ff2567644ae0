//! What a simulated disk holds, in memory and for certain, and what a crash makes of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Bytes that are written together or not at all.
const SECTOR_BYTES: usize = 512;

/// A change of the disk.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Create {
        path: PathBuf,
        file: usize,
    },
    Write {
        file: usize,
        offset: u64,
        bytes: Vec<u8>,
    },
    SetSize {
        file: usize,
        bytes: u64,
    },
    Sync {
        file: usize,
        worked: bool,
    },
    Rename {
        from: PathBuf,
        to: PathBuf,
    },
    Remove {
        path: PathBuf,
    },
    CreateDir {
        dir: PathBuf,
    },
    SyncDir {
        dir: PathBuf,
    },
}

#[derive(Clone, Debug, Default)]
struct Inode {
    current: Vec<u8>,
    durable: Vec<u8>,
    pending: Vec<Pending>,
}

#[derive(Clone, Debug)]
struct Pending {
    change: Change,
    /// A sync failed over it: no later sync makes it durable.
    doomed: bool,
}

#[derive(Clone, Debug)]
enum Change {
    Write { offset: usize, bytes: Vec<u8> },
    SetSize(usize),
}

/// A change of names that its folder's sync makes durable.
#[derive(Clone, Debug)]
enum NameChange {
    Set {
        path: PathBuf,
        file: usize,
    },
    Move {
        from: PathBuf,
        to: PathBuf,
        file: usize,
    },
    Unset {
        path: PathBuf,
    },
}

impl NameChange {
    fn apply(&self, names: &mut BTreeMap<PathBuf, usize>) {
        match self {
            Self::Set { path, file } => {
                names.insert(path.clone(), *file);
            }
            Self::Move { from, to, file } => {
                names.remove(from);
                names.insert(to.clone(), *file);
            }
            Self::Unset { path } => {
                names.remove(path);
            }
        }
    }

    fn dir(&self) -> Option<&Path> {
        match self {
            Self::Set { path, .. } | Self::Unset { path } => path.parent(),
            Self::Move { to, .. } => to.parent(),
        }
    }
}

/// Files, names and folders. Folders are durable at once; everything else waits for its sync.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    files: Vec<Inode>,
    current: BTreeMap<PathBuf, usize>,
    durable: BTreeMap<PathBuf, usize>,
    pending: Vec<NameChange>,
    dirs: BTreeSet<PathBuf>,
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::SetSize(size) => bytes.resize(*size, 0),
            Self::Write { offset, bytes: new } => {
                bytes.resize(bytes.len().max(offset + new.len()), 0);
                bytes
                    .iter_mut()
                    .skip(*offset)
                    .zip(new)
                    .for_each(|(to, from)| *to = *from);
            }
        }
    }

    /// Applies the sectors that `keeps` says.
    fn apply_torn(&self, bytes: &mut Vec<u8>, mut keeps: impl FnMut() -> bool) {
        let Self::Write { offset, bytes: new } = self else {
            return;
        };
        let mut at = *offset;
        let mut rest = new.as_slice();
        while !rest.is_empty() {
            let to_border = (SECTOR_BYTES - at % SECTOR_BYTES).min(rest.len());
            let (sector, behind) = rest.split_at(to_border);
            if keeps() {
                Self::Write {
                    offset: at,
                    bytes: sector.to_vec(),
                }
                .apply(bytes);
            }
            at += sector.len();
            rest = behind;
        }
    }

    fn overlaps(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Write {
                    offset: a,
                    bytes: x,
                },
                Self::Write {
                    offset: b,
                    bytes: y,
                },
            ) => a < &(b + y.len()) && b < &(a + x.len()),
            _ => true,
        }
    }
}

impl Inode {
    fn change(&mut self, change: Change) {
        change.apply(&mut self.current);
        self.pending.push(Pending {
            change,
            doomed: false,
        });
    }

    fn sync(&mut self, worked: bool) {
        if !worked {
            self.pending
                .iter_mut()
                .for_each(|pending| pending.doomed = true);
            return;
        }
        let (doomed, saved): (Vec<_>, Vec<_>) = std::mem::take(&mut self.pending)
            .into_iter()
            .partition(|pending| pending.doomed);
        saved
            .iter()
            .for_each(|pending| pending.change.apply(&mut self.durable));
        // What was written over since cannot come back.
        let over = |old: &Pending| saved.iter().any(|new| new.change.overlaps(&old.change));
        self.pending = doomed.into_iter().filter(|old| !over(old)).collect();
    }

    fn crashed(&self, dice: &mut Dice, mood: Mood) -> Vec<u8> {
        let mut bytes = self.durable.clone();
        for Pending { change, .. } in &self.pending {
            match mood.choose(dice) {
                Fate::Kept => change.apply(&mut bytes),
                Fate::Dropped => {}
                Fate::Torn => change.apply_torn(&mut bytes, || dice.roll(2) == 0),
            }
        }
        bytes
    }
}

impl State {
    pub(super) fn next_file(&self) -> usize {
        self.files.len()
    }

    pub(super) fn find(&self, path: &Path) -> Option<usize> {
        self.current.get(path).copied()
    }

    pub(super) fn file(&self, file: usize) -> &[u8] {
        self.files
            .get(file)
            .map(|inode| inode.current.as_slice())
            .unwrap_or_default()
    }

    pub(super) fn bytes(&self, path: &Path) -> Option<&[u8]> {
        self.find(path).map(|file| self.file(file))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = (&PathBuf, &[u8])> {
        self.current
            .iter()
            .map(|(path, file)| (path, self.file(*file)))
    }

    /// The names of files and folders in a folder, sorted.
    pub(super) fn inside(&self, dir: &Path) -> Vec<String> {
        let paths: BTreeSet<&PathBuf> = self.current.keys().chain(&self.dirs).collect();
        let inside = paths.into_iter().filter(|path| path.parent() == Some(dir));
        inside
            .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
            .collect()
    }

    pub(super) fn has_dir(&self, dir: &Path) -> bool {
        self.dirs.contains(dir)
    }

    pub(super) fn size(&self) -> u64 {
        self.names().map(|(_, bytes)| bytes.len() as u64).sum()
    }

    pub(super) fn apply(&mut self, op: &Op) {
        match op {
            Op::Create { path, file } => {
                self.files
                    .resize_with(self.files.len().max(file + 1), Inode::default);
                self.rename(NameChange::Set {
                    path: path.clone(),
                    file: *file,
                });
            }
            Op::Write {
                file,
                offset,
                bytes,
            } => {
                let change = Change::Write {
                    offset: *offset as usize,
                    bytes: bytes.clone(),
                };
                self.change(*file, change);
            }
            Op::SetSize { file, bytes } => self.change(*file, Change::SetSize(*bytes as usize)),
            Op::Sync { file, worked } => {
                if let Some(inode) = self.files.get_mut(*file) {
                    inode.sync(*worked);
                }
            }
            Op::Rename { from, to } => {
                if let Some(file) = self.find(from) {
                    let (from, to) = (from.clone(), to.clone());
                    self.rename(NameChange::Move { from, to, file });
                }
            }
            Op::Remove { path } => self.rename(NameChange::Unset { path: path.clone() }),
            Op::CreateDir { dir } => self.dirs.extend(dir.ancestors().map(Path::to_owned)),
            Op::SyncDir { dir } => self.sync_dir(dir),
        }
    }

    fn change(&mut self, file: usize, change: Change) {
        if let Some(inode) = self.files.get_mut(file) {
            inode.change(change);
        }
    }

    fn rename(&mut self, change: NameChange) {
        change.apply(&mut self.current);
        self.pending.push(change);
    }

    fn sync_dir(&mut self, dir: &Path) {
        let (saved, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.pending)
            .into_iter()
            .partition(|change| change.dir() == Some(dir));
        saved
            .iter()
            .for_each(|change| change.apply(&mut self.durable));
        self.pending = rest;
    }

    /// The state that is found after a power cut: everything in it is durable.
    pub(super) fn crashed(&self, seed: u64) -> Self {
        let mut dice = Dice(seed);
        let mood = Mood::of(&mut dice);
        let mut names = self.durable.clone();
        for change in &self.pending {
            if mood.choose(&mut dice) == Fate::Kept {
                change.apply(&mut names);
            }
        }
        let contents = self
            .files
            .iter()
            .map(|inode| inode.crashed(&mut dice, mood))
            .collect();
        Self::holding(contents, names, self.dirs.clone())
    }

    /// The state as programs see it, with everything durable.
    pub(super) fn settled(&self) -> Self {
        let contents = self
            .files
            .iter()
            .map(|inode| inode.current.clone())
            .collect();
        Self::holding(contents, self.current.clone(), self.dirs.clone())
    }

    fn holding(
        contents: Vec<Vec<u8>>,
        names: BTreeMap<PathBuf, usize>,
        dirs: BTreeSet<PathBuf>,
    ) -> Self {
        let files = contents
            .into_iter()
            .map(|bytes| Inode {
                current: bytes.clone(),
                durable: bytes,
                pending: Vec::new(),
            })
            .collect();
        Self {
            files,
            current: names.clone(),
            durable: names,
            pending: Vec::new(),
            dirs,
        }
    }

    /// Changes that make this state from an empty disk.
    pub(super) fn as_history(&self) -> Vec<Op> {
        let mut history: Vec<_> = self
            .dirs
            .iter()
            .map(|dir| Op::CreateDir { dir: dir.clone() })
            .collect();
        for (path, file) in &self.current {
            let (path, file, bytes) = (path.clone(), *file, self.file(*file).to_vec());
            history.push(Op::Create { path, file });
            history.push(Op::Write {
                file,
                offset: 0,
                bytes,
            });
            history.push(Op::Sync { file, worked: true });
        }
        history.extend(self.dirs.iter().map(|dir| Op::SyncDir { dir: dir.clone() }));
        history
    }
}

/// What becomes of a change that was not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Kept,
    Dropped,
    Torn,
}

/// Some crashes keep all, some nothing, most some.
#[derive(Clone, Copy, Debug)]
enum Mood {
    Lucky,
    Unlucky,
    Mixed,
}

impl Mood {
    fn of(dice: &mut Dice) -> Self {
        match dice.roll(8) {
            0 => Self::Lucky,
            1 => Self::Unlucky,
            _ => Self::Mixed,
        }
    }

    fn choose(self, dice: &mut Dice) -> Fate {
        match (self, dice.roll(4)) {
            (Self::Lucky, _) | (Self::Mixed, 0 | 1) => Fate::Kept,
            (Self::Unlucky, _) | (Self::Mixed, 2) => Fate::Dropped,
            (Self::Mixed, _) => Fate::Torn,
        }
    }
}

/// SplitMix64: the same rolls for the same seed, on every machine.
#[derive(Debug)]
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }
}
