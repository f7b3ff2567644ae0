//! Founding a store: folder, keys, journal, and the first facts.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
};

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    domain::{
        fact::{About, Entry, Fact},
        ids::StaffId,
        people::{Practice, Staff},
        terms::StoreKind,
    },
    journal::{Journal, Options},
    seal::{Keyring, Owner, RootKey, StoreId, Zeroizing, disk::RealDisk},
    wire::Trouble,
};

use super::{
    config::StoreConfig,
    layout::Layout,
    ledger::{self, SharedKeyring},
};

/// What a new store begins with.
#[derive(Debug, Clone)]
pub struct Founding {
    pub kind: StoreKind,
    /// The day a demonstration store stays on.
    pub today: Option<NaiveDate>,
    pub practices: Vec<Practice>,
    pub staff: Vec<Staff>,
    /// The Unix account that may act as these people, in order.
    pub accounts: Vec<(StaffId, u32)>,
    pub at: DateTime<Utc>,
}

/// A store just founded, open for bulk writing, not yet serving anybody.
pub struct Founded {
    pub config: StoreConfig,
    pub keyring: SharedKeyring,
    pub journal: Journal,
    /// The recovery code, to be shown once and asked back.
    pub recovery_code: Zeroizing<String>,
}

/// Where the root key of a store belongs: outside the store, except for invented ones.
///
/// # Errors
/// Where no configuration folder is known.
pub fn root_key_place(kind: StoreKind, id: &str) -> Result<PathBuf, Trouble> {
    if kind != StoreKind::Real {
        return Ok(PathBuf::from("root.key"));
    }
    let folder = std::env::var_os("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".config")))
        .ok_or_else(|| {
            Trouble::config("There is no home folder to keep the root key in.")
                .hint("Set XDG_CONFIG_HOME to a folder outside the store.")
        })?;
    Ok(folder.join("caseload").join(format!("{id}.key")))
}

/// Founds a store in an empty data folder.
///
/// # Errors
/// Where there is a store already, or the disk refuses.
pub fn found(layout: &Layout, founding: &Founding) -> Result<Founded, Trouble> {
    if layout.is_founded() {
        return Err(Trouble::refused(format!(
            "There is a store in {} already.",
            layout.data.display()
        ))
        .hint("Name another folder with --data."));
    }
    layout.make()?;
    layout.check_private()?;
    let failed = |error: &dyn std::fmt::Display| {
        Trouble::offline(format!("The store could not be made: {error}."))
    };
    let id = StoreId::generate().map_err(|error| failed(&error))?;
    let config = StoreConfig {
        id: id.to_string(),
        kind: founding.kind,
        root_key: root_key_place(founding.kind, &id.to_string())?,
    };
    let root = RootKey::generate().map_err(|error| failed(&error))?;
    let key_path = config.root_key_path(layout);
    make_folder_of(&key_path)?;
    root.save(&key_path).map_err(|error| failed(&error))?;
    let disk = Arc::new(RealDisk);
    let mut ring = Keyring::create(disk.clone(), &layout.keyring(), &root, id)
        .map_err(|error| failed(&error))?;
    ring.add(Owner::Rest).map_err(|error| failed(&error))?;
    let mut journal = Journal::create(disk, &layout.journal(), &ring, Options::default())
        .map_err(|error| failed(&error))?;
    let keyring = Arc::new(RwLock::new(ring));
    let entry = Entry {
        seq: 1,
        recorded: ledger::to_millis(founding.at),
        who: StaffId::PROGRAM,
        facts: first_facts(founding),
    };
    ledger::append(&mut journal, &keyring, &[entry], true).map_err(|error| failed(&error))?;
    // The store counts as founded from here on: what was cut off before can be thrown away.
    config.save(layout)?;
    Ok(Founded {
        config,
        keyring,
        journal,
        recovery_code: root.recovery_code(),
    })
}

fn make_folder_of(key: &Path) -> Result<(), Trouble> {
    match key.parent() {
        Some(folder) => Layout::new(folder).make_only(),
        None => Ok(()),
    }
}

fn first_facts(founding: &Founding) -> Vec<(About, Fact)> {
    let mut facts = vec![(
        About::Rest,
        Fact::StoreFounded {
            kind: founding.kind,
            today: founding.today,
        },
    )];
    for practice in &founding.practices {
        facts.push((About::Rest, Fact::PracticeAdded(practice.clone())));
    }
    for staff in &founding.staff {
        facts.push((About::Staff(staff.id), Fact::StaffAdded(staff.clone())));
    }
    for (staff, uid) in &founding.accounts {
        facts.push((
            About::Staff(*staff),
            Fact::AccountMapped {
                staff: *staff,
                uid: *uid,
            },
        ));
    }
    facts
}
