//! Opening a store: keys, journal, views, heads, in the order in which they trust each other.

use std::sync::{
    Arc, RwLock,
    mpsc::{Receiver, sync_channel},
};

use crate::{
    clock,
    domain::{
        fact::{About, Entry, Fact},
        gate::{Gate, Unfinished},
        heads::Heads,
        ids::StaffId,
    },
    journal::{Access, Journal, Options},
    seal::{Keyring, SealError, StoreId, disk::RealDisk},
    views::{Batch, Opened, Views, ViewsError},
    wire::{Trouble, TroubleKind},
};

use super::{
    config::StoreConfig,
    core::{Core, JOBS_MAX, Parts},
    elsewhere::{self, Elsewhere},
    layout::Layout,
    ledger::{self, LedgerError, SharedKeyring},
    publish::not_saved,
    records::{self, RebuildError, Records},
    writer::Job,
};

/// A store open and ready to serve.
pub struct Open {
    pub core: Arc<Core>,
    pub journal: Journal,
    pub jobs: Receiver<Job>,
    /// Where the views are, if the disk of the store takes no writes.
    pub elsewhere: Option<Elsewhere>,
}

/// Opens the store in `layout`. `progress` hears how far a rebuild has come.
///
/// # Errors
/// Where there is no store, its key is missing, or the disk refuses. A damaged journal, and a disk
/// that takes no writes, open to be read only.
pub fn open(layout: Layout, progress: &mut dyn FnMut(u64, u64)) -> Result<Open, Trouble> {
    layout.check_private()?;
    let config = StoreConfig::load(&layout)?;
    let store = config.store_id()?;
    elsewhere::sweep(store);
    let (keyring, no_writes) = open_keys(&layout, &config, store)?;
    let (mut journal, read_only) = open_journal(&layout, &keyring, no_writes)?;
    let damaged = |reason: &Trouble| reason.kind == TroubleKind::Damaged;
    let kept = match read_only.as_ref().filter(|reason| damaged(reason)) {
        Some(_) => kept_views(&layout, store, &keyring),
        None => None,
    };
    let mut elsewhere = None;
    let (views, mut heads, gate) = match kept {
        Some(kept) => kept,
        None => match open_views(&layout, store, &keyring, &journal, progress) {
            Ok(opened) => opened,
            Err(error) if elsewhere::views_take_no_writes(&error) => {
                // Where there is no other place either, what is said is about the store's own.
                let place = Elsewhere::make(store).map_err(|_| failed(&error))?;
                let snapshot = journal.snapshot();
                let made = records::from_journal(place.dir(), store, &keyring, &snapshot, progress);
                let (views, (heads, gate)) = made.map_err(|_| failed(&error))?;
                elsewhere = Some(place);
                (views, heads, gate)
            }
            Err(error) => return Err(failed(&error)),
        },
    };
    if read_only.is_none() {
        end_imports(&mut journal, &keyring, &views, &mut heads, &gate)?;
    }
    let (out, jobs) = sync_channel(JOBS_MAX);
    let parts = Parts {
        layout,
        config,
        keyring,
        heads,
        snapshot: journal.snapshot(),
        records: Records::default(),
        read_only,
    };
    let core = Arc::new(Core::new(parts, out));
    core.records.start(&core, views)?;
    Ok(Open {
        core,
        journal,
        jobs,
        elsewhere,
    })
}

/// The keyring; where the disk takes no writes, to be read only, and why.
fn open_keys(
    layout: &Layout,
    config: &StoreConfig,
    store: StoreId,
) -> Result<(SharedKeyring, Option<Trouble>), Trouble> {
    let root = config.load_root_key(layout)?;
    let (disk, path) = (Arc::new(RealDisk), layout.keyring());
    let shared = |ring| Arc::new(RwLock::new(ring));
    let error = match Keyring::open(disk, &path, &root, store) {
        Ok(ring) => return Ok((shared(ring), None)),
        Err(error) => LedgerError::from(error),
    };
    if !elsewhere::takes_no_writes(&error) {
        return Err(failed(&RebuildError::Ledger(error)));
    }
    let ring = Keyring::open_read_only(Arc::new(RealDisk), &path, &root, store)
        .map_err(|error| failed(&RebuildError::Ledger(error.into())))?;
    Ok((shared(ring), Some(not_saved(&error))))
}

/// Opens the keyring of a store.
///
/// # Errors
/// Where the root key or the keyring is missing, does not fit, or is damaged.
pub fn open_keyring(
    layout: &Layout,
    config: &StoreConfig,
    store: StoreId,
) -> Result<SharedKeyring, Trouble> {
    let root = config.load_root_key(layout)?;
    let ring = Keyring::open(Arc::new(RealDisk), &layout.keyring(), &root, store)
        .map_err(|error| failed(&RebuildError::Ledger(LedgerError::Keys(error))))?;
    Ok(Arc::new(RwLock::new(ring)))
}

/// The journal, and why nothing may be written where it is damaged or the disk takes no writes.
fn open_journal(
    layout: &Layout,
    keyring: &SharedKeyring,
    no_writes: Option<Trouble>,
) -> Result<(Journal, Option<Trouble>), Trouble> {
    let ring = keyring
        .read()
        .map_err(|_| Trouble::bug("The keyring is held by a dead thread."))?;
    let open = |access| {
        let disk = Arc::new(RealDisk);
        Journal::open(disk, &layout.journal(), &ring, access, Options::default())
    };
    let why = match no_writes {
        Some(why) => why,
        None => match open(Access::ReadWrite).map_err(LedgerError::from) {
            Ok((journal, _)) => return Ok((journal, None)),
            Err(error) if error.is_damage() || elsewhere::takes_no_writes(&error) => {
                not_saved(&error)
            }
            Err(error) => return Err(failed(&RebuildError::Ledger(error))),
        },
    };
    let (journal, _) =
        open(Access::ReadOnly).map_err(|error| failed(&RebuildError::Ledger(error.into())))?;
    Ok((journal, Some(why)))
}

/// Views that can be read as they are, although the journal cannot be trusted to its end: they may
/// be the last that is left of what lies behind the damage, so they are not made anew from it.
fn kept_views(
    layout: &Layout,
    store: StoreId,
    keyring: &SharedKeyring,
) -> Option<(Views, Heads, Gate)> {
    let opened = Views::open(&layout.views(), store, Arc::clone(keyring), u64::MAX);
    let Ok(Opened::Ready(views)) = opened else {
        return None;
    };
    let heads = views.load_heads(|_, _| {}).ok()?;
    Some((*views, heads, Gate::default()))
}

fn open_views(
    layout: &Layout,
    store: StoreId,
    keyring: &SharedKeyring,
    journal: &Journal,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Views, Heads, Gate), RebuildError> {
    let dir = layout.views();
    let snapshot = journal.snapshot();
    let opened = Views::open(&dir, store, Arc::clone(keyring), journal.last_seq())?;
    if let Opened::Ready(views) = opened {
        let caught_up = views
            .load_heads(|_, _| {})
            .map_err(RebuildError::from)
            .and_then(|mut heads| {
                let gate = records::replay(&views, &mut heads, &snapshot, keyring)?;
                Ok((heads, gate))
            });
        match caught_up {
            Ok((heads, gate)) => return Ok((*views, heads, gate)),
            Err(RebuildError::Views(error)) if error.wants_rebuild() => drop(views),
            Err(error) => return Err(error),
        }
    }
    let (views, (heads, gate)) = records::from_journal(&dir, store, keyring, &snapshot, progress)?;
    Ok((views, heads, gate))
}

/// Imports that were cut off in the middle never count; their ids are not used again.
fn end_imports(
    journal: &mut Journal,
    keyring: &SharedKeyring,
    views: &Views,
    heads: &mut Heads,
    gate: &Gate,
) -> Result<(), Trouble> {
    for cut_off in gate.unfinished() {
        let entry = abandoned(*cut_off, journal.last_seq() + 1, heads);
        ledger::append(journal, keyring, std::slice::from_ref(&entry), true)
            .map_err(|error| failed(&RebuildError::Ledger(error)))?;
        heads.apply(&entry);
        Batch::of(vec![entry], heads)
            .and_then(|batch| views.write(&batch))
            .map_err(|error| failed(&RebuildError::Views(error)))?;
    }
    Ok(())
}

/// The entry that says that an import's end never came.
pub(super) fn abandoned(cut_off: Unfinished, seq: u64, heads: &Heads) -> Entry {
    let fact = Fact::ImportAbandoned {
        import: cut_off.import,
        clients: cut_off.client.0,
        cases: cut_off.case.0,
    };
    Entry {
        seq,
        recorded: ledger::to_millis(clock::now()).max(heads.recorded),
        who: StaffId::PROGRAM,
        facts: vec![(About::Rest, fact)],
    }
}

fn failed(error: &RebuildError) -> Trouble {
    if let Some(key) = missing_key(error) {
        return Trouble::damaged(format!(
            "The store cannot be opened: the keyring is damaged ({key})."
        ))
        .hint("Restore the newest backup: caseload restore FILE --into DIR.");
    }
    let damage = match error {
        RebuildError::Ledger(error) => error.is_damage(),
        RebuildError::Views(error) => matches!(error, ViewsError::Damaged(_)),
    };
    let make = if damage {
        Trouble::damaged
    } else {
        Trouble::offline
    };
    make(format!("The store cannot be opened: {error}."))
        .hint("Run `caseload doctor`, or ask whoever looks after this machine.")
}

/// The key that the journal needs and the keyring lacks. A keyring is synced before the entry that
/// first uses a key, so while a store opens this is never a key that is still to come: the keyring
/// lost its end.
fn missing_key(error: &RebuildError) -> Option<&SealError> {
    let seal = match error {
        RebuildError::Ledger(LedgerError::Keys(error))
        | RebuildError::Views(ViewsError::Seal(error)) => error,
        _ => return None,
    };
    matches!(seal, SealError::NoKey(_) | SealError::UnknownKey(_)).then_some(seal)
}
