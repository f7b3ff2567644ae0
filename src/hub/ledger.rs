//! The journal as the hub sees it: entries of facts instead of sealed bytes.
//!
//! The only place that turns facts to JSON and back, and that knows whose key seals what.

use std::{
    sync::{
        Arc, RwLock,
        mpsc::{SyncSender, sync_channel},
    },
    thread,
};

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        fact::{About, Entry, Fact},
        gate::{Admitted, Gate, row_of},
        ids::{ClientId, ImportId, StaffId},
    },
    journal::{self, Body, Journal, JournalError, NewEntry, NewPart, Snapshot},
    seal::{KeyId, Keyring, Owner, SealError},
};

/// The keyring, shared by the writer, the views and the drafts.
pub type SharedKeyring = Arc<RwLock<Keyring>>;

/// Why the ledger could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error("the keyring failed: {0}")]
    Keys(#[from] SealError),
    #[error("entry {seq} holds facts that this program does not know: {fault}")]
    Unknown { seq: u64, fault: String },
    #[error("another part of the program failed while it held the keyring")]
    Poisoned,
}

impl LedgerError {
    /// Whether the store itself is damaged, as against unreachable or full.
    pub fn is_damage(&self) -> bool {
        match self {
            LedgerError::Journal(error) => error.is_damage(),
            LedgerError::Keys(error) => {
                matches!(error, SealError::Damaged(_) | SealError::Forged)
            }
            LedgerError::Unknown { .. } | LedgerError::Poisoned => false,
        }
    }
}

/// Whose key seals facts about this.
pub fn owner_of(about: About) -> Owner {
    match about {
        About::Client(client) => Owner::Client(client.0),
        About::Staff(staff) => Owner::Staff(staff.0),
        About::Rest => Owner::Rest,
    }
}

fn about_of(owner: Owner) -> About {
    match owner {
        Owner::Client(client) => About::Client(ClientId(client)),
        Owner::Staff(staff) => About::Staff(StaffId(staff)),
        Owner::Rest => About::Rest,
    }
}

/// An instant as the journal keeps it, to the millisecond.
pub fn to_millis(instant: DateTime<Utc>) -> DateTime<Utc> {
    from_millis(instant.timestamp_millis())
}

fn from_millis(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

/// Makes the keys that these entries need and do not have yet, with one sync.
///
/// # Errors
/// Where the keyring cannot be written; then nothing may be sealed under the new keys.
pub fn make_keys(keyring: &SharedKeyring, entries: &[Entry]) -> Result<(), LedgerError> {
    let mut owners: Vec<Owner> = entries
        .iter()
        .flat_map(|entry| &entry.facts)
        .map(|(about, _)| owner_of(*about))
        .collect();
    owners.sort_unstable();
    owners.dedup();
    {
        let ring = keyring.read().map_err(|_| LedgerError::Poisoned)?;
        owners.retain(|owner| matches!(ring.key_of(*owner), Err(SealError::NoKey(_))));
    }
    if !owners.is_empty() {
        keyring
            .write()
            .map_err(|_| LedgerError::Poisoned)?
            .add_many(&owners)?;
    }
    Ok(())
}

/// An entry ready to be sealed: runs of facts about one person become one part.
///
/// # Errors
/// Where a key is missing, which `make_keys` prevents, or was destroyed.
pub fn encode(keyring: &Keyring, entry: &Entry) -> Result<NewEntry, LedgerError> {
    let mut runs: Vec<(About, Vec<&Fact>)> = Vec::new();
    for (about, fact) in &entry.facts {
        match runs.last_mut() {
            Some((last, facts)) if last == about => facts.push(fact),
            _ => runs.push((*about, vec![fact])),
        }
    }
    let part = |(about, facts): (About, Vec<&Fact>)| -> Result<NewPart, LedgerError> {
        let plain = serde_json::to_vec(&facts).map_err(|error| LedgerError::Unknown {
            seq: entry.seq,
            fault: error.to_string(),
        })?;
        Ok(NewPart {
            key: keyring.key_of(owner_of(about))?,
            plain,
        })
    };
    Ok(NewEntry {
        recorded: entry.recorded.timestamp_millis(),
        who: entry.who.0,
        parts: runs.into_iter().map(part).collect::<Result<_, _>>()?,
    })
}

/// An entry read back. Facts of an erased person are gone; the entry remains.
///
/// # Errors
/// Where a part holds what this program does not know.
pub fn decode(keyring: &Keyring, entry: journal::Entry) -> Result<Entry, LedgerError> {
    let mut facts = Vec::new();
    for part in entry.parts {
        let Body::Plain(plain) = part.body else {
            continue;
        };
        let about = about_of(owner(keyring, part.key)?);
        let run: Vec<Fact> =
            serde_json::from_slice(&plain).map_err(|error| LedgerError::Unknown {
                seq: entry.seq,
                fault: error.to_string(),
            })?;
        facts.extend(run.into_iter().map(|fact| (about, fact)));
    }
    Ok(Entry {
        seq: entry.seq,
        recorded: from_millis(entry.recorded),
        who: StaffId(entry.who),
        facts,
    })
}

fn owner(keyring: &Keyring, key: KeyId) -> Result<Owner, LedgerError> {
    keyring
        .owner_of(key)
        .ok_or(LedgerError::Keys(SealError::UnknownKey(key)))
}

/// Writes entries as one group and syncs it; when this returns they are durable. Their sequence
/// numbers must follow the journal's.
///
/// # Errors
/// As `Journal::append_group`: after a failed sync the journal is poisoned.
pub fn append(
    journal: &mut Journal,
    keyring: &SharedKeyring,
    entries: &[Entry],
    sync: bool,
) -> Result<(), LedgerError> {
    make_keys(keyring, entries)?;
    let ring = keyring.read().map_err(|_| LedgerError::Poisoned)?;
    let new: Vec<NewEntry> = entries
        .iter()
        .map(|entry| encode(&ring, entry))
        .collect::<Result<_, _>>()?;
    if sync {
        journal.append_group(&new, &ring)?;
    } else {
        journal.append_unsynced(&new, &ring)?;
    }
    Ok(())
}

/// Calls `each` with every entry from `from` on, in bounded memory. The keyring is locked for one
/// entry at a time, so a writer is never kept waiting.
///
/// # Errors
/// What the journal says, or `each`.
pub fn read_from<E: From<LedgerError>>(
    snapshot: &Snapshot,
    keyring: &SharedKeyring,
    from: u64,
    mut each: impl FnMut(Entry) -> Result<(), E>,
) -> Result<(), E> {
    for raw in snapshot.read_raw(from) {
        let raw = raw.map_err(LedgerError::from)?;
        let entry = {
            let ring = keyring.read().map_err(|_| LedgerError::Poisoned)?;
            decode(&ring, raw.open(&ring).map_err(LedgerError::from)?)?
        };
        each(entry)?;
    }
    Ok(())
}

/// Calls `each` with the rows of an import, which lie between the entries `began` and `ended`.
///
/// # Errors
/// What the journal says, or `each`.
pub fn rows_of<E: From<LedgerError>>(
    snapshot: &Snapshot,
    keyring: &SharedKeyring,
    import: ImportId,
    (began, ended): (u64, u64),
    mut each: impl FnMut(Entry) -> Result<(), E>,
) -> Result<(), E> {
    let read = read_from::<OrEnd<E>>(snapshot, keyring, began, |entry| {
        if entry.seq > ended {
            return Err(OrEnd::End);
        }
        if row_of(&entry) == Some(import) {
            each(entry).map_err(OrEnd::Failed)?;
        }
        Ok(())
    });
    match read {
        Ok(()) | Err(OrEnd::End) => Ok(()),
        Err(OrEnd::Failed(error)) => Err(error),
    }
}

/// The reading came to the end of what was asked for, or failed.
enum OrEnd<E> {
    End,
    Failed(E),
}

impl<E: From<LedgerError>> From<LedgerError> for OrEnd<E> {
    fn from(error: LedgerError) -> OrEnd<E> {
        OrEnd::Failed(error.into())
    }
}

/// Entries that are handed over in one go, and how many such batches may wait.
const AHEAD_ENTRIES: usize = 256;
const AHEAD_BATCHES: usize = 4;

/// Calls `each` with the entries from `from` on that count, in the order in which they do, and
/// with the entry at which each began to: its own, or the end of its import. Gives the gate, which
/// knows what is still between a beginning and an end.
///
/// Reading and opening go on on a thread of their own: what `each` does and what the reading does
/// take about as long as each other. Memory is bounded, however long an import is.
///
/// # Errors
/// What the journal says, or `each`.
pub fn fold<E: From<LedgerError>>(
    snapshot: &Snapshot,
    keyring: &SharedKeyring,
    from: u64,
    mut each: impl FnMut(Entry, u64) -> Result<(), E>,
) -> Result<Gate, E> {
    let (out, batches) = sync_channel(AHEAD_BATCHES);
    thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let mut ahead = Ahead {
                out,
                waiting: Vec::with_capacity(AHEAD_ENTRIES),
            };
            ahead.read(snapshot, keyring, from)
        });
        for batch in batches {
            for (entry, at) in batch {
                each(entry, at)?;
            }
        }
        let read = reader.join().map_err(|_| LedgerError::Poisoned)?;
        read.map_err(|error| match error {
            NoMore::Readable(error) => error.into(),
            NoMore::Wanted => LedgerError::Poisoned.into(),
        })
    })
}

type Batch = Vec<(Entry, u64)>;

/// Sends what counts to whoever folds it.
struct Ahead {
    out: SyncSender<Batch>,
    waiting: Batch,
}

impl Ahead {
    /// Sends all there is; what was read before an error is not sent.
    fn read(
        &mut self,
        snapshot: &Snapshot,
        keyring: &SharedKeyring,
        from: u64,
    ) -> Result<Gate, NoMore> {
        let mut gate = Gate::default();
        read_from::<NoMore>(snapshot, keyring, from, |entry| match gate.admit(entry) {
            Admitted::Waits => Ok(()),
            Admitted::Counts(entry) => {
                let at = entry.seq;
                self.send(entry, at)
            }
            Admitted::Ends { import, began, end } => {
                let at = end.seq;
                rows_of::<NoMore>(snapshot, keyring, import, (began, at), |row| {
                    self.send(row, at)
                })?;
                self.send(end, at)
            }
        })?;
        let last = std::mem::take(&mut self.waiting);
        self.out.send(last).map_err(|_| NoMore::Wanted)?;
        Ok(gate)
    }

    fn send(&mut self, entry: Entry, at: u64) -> Result<(), NoMore> {
        self.waiting.push((entry, at));
        if self.waiting.len() < AHEAD_ENTRIES {
            return Ok(());
        }
        let full = std::mem::replace(&mut self.waiting, Vec::with_capacity(AHEAD_ENTRIES));
        self.out.send(full).map_err(|_| NoMore::Wanted)
    }
}

/// Why the sending ended early.
enum NoMore {
    Wanted,
    Readable(LedgerError),
}

impl From<LedgerError> for NoMore {
    fn from(error: LedgerError) -> NoMore {
        NoMore::Readable(error)
    }
}

/// One entry.
///
/// # Errors
/// What the journal says.
pub fn entry(snapshot: &Snapshot, keyring: &SharedKeyring, seq: u64) -> Result<Entry, LedgerError> {
    let ring = keyring.read().map_err(|_| LedgerError::Poisoned)?;
    decode(&ring, snapshot.entry(seq, &ring)?)
}
