//! Founding a store: folder, keys, journal, and the first facts.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
};

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        fact::{About, Entry, Fact},
        ids::StaffId,
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

/// Makes folder, keys and an empty journal. The store counts as founded after `Founded::finish`.
///
/// # Errors
/// Where there is a store already, or the disk refuses.
pub fn found(layout: &Layout, kind: StoreKind) -> Result<Founded, Trouble> {
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
        kind,
        root_key: root_key_place(kind, &id.to_string())?,
    };
    let root = RootKey::generate().map_err(|error| failed(&error))?;
    let key_path = config.root_key_path(layout);
    make_folder_of(&key_path)?;
    root.save(&key_path).map_err(|error| failed(&error))?;
    let disk = Arc::new(RealDisk);
    let mut ring = Keyring::create(disk.clone(), &layout.keyring(), &root, id)
        .map_err(|error| failed(&error))?;
    ring.add(Owner::Rest).map_err(|error| failed(&error))?;
    let journal = Journal::create(disk, &layout.journal(), &ring, Options::default())
        .map_err(|error| failed(&error))?;
    let keyring = Arc::new(RwLock::new(ring));
    Ok(Founded {
        config,
        keyring,
        journal,
        recovery_code: root.recovery_code(),
    })
}

impl Founded {
    /// Writes entries in the order given, without a sync.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn write(&mut self, entries: &[Entry]) -> Result<(), Trouble> {
        ledger::append(&mut self.journal, &self.keyring, entries, false)
            .map_err(|error| Trouble::offline(format!("The store could not be made: {error}.")))
    }

    /// Writes facts of the program as the next entry.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn write_facts(
        &mut self,
        seq: u64,
        recorded: DateTime<Utc>,
        facts: Vec<(About, Fact)>,
    ) -> Result<(), Trouble> {
        let recorded = ledger::to_millis(recorded);
        self.write(&[Entry {
            seq,
            recorded,
            who: StaffId::PROGRAM,
            facts,
        }])
    }

    /// Syncs what was written and names the store in `store.toml`: what was cut off before this
    /// can be thrown away.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn finish(self, layout: &Layout) -> Result<Zeroizing<String>, Trouble> {
        self.journal
            .close()
            .map_err(|error| Trouble::offline(format!("The store could not be made: {error}.")))?;
        self.config.save(layout)?;
        Ok(self.recovery_code)
    }
}

fn make_folder_of(key: &Path) -> Result<(), Trouble> {
    match key.parent() {
        Some(folder) => Layout::new(folder).make_only(),
        None => Ok(()),
    }
}
