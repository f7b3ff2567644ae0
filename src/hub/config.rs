//! `store.toml`: which store this is and where its root key lies. Holds nothing secret.

use std::{fs, path::PathBuf};

use serde::{Deserialize, Serialize};

use crate::{
    domain::terms::StoreKind,
    seal::{RootKey, StoreId, disk},
    wire::Trouble,
};

use super::layout::{Layout, unreachable};

/// What `store.toml` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreConfig {
    /// 32 hexadecimal digits.
    pub id: String,
    pub kind: StoreKind,
    /// The file with the root key; relative to the data folder where it does not begin with `/`.
    pub root_key: PathBuf,
}

impl StoreConfig {
    /// # Errors
    /// Where there is no store, or its `store.toml` cannot be read.
    pub fn load(layout: &Layout) -> Result<StoreConfig, Trouble> {
        let path = layout.config();
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Trouble::offline(format!(
                    "There is no store in {}.",
                    layout.data.display()
                ))
                .hint("Make one with `caseload init`, or look around with `caseload demo`."));
            }
            Err(error) => return Err(unreachable(&path, &error)),
        };
        toml::from_str(&text)
            .map_err(|error| Trouble::config(format!("{} cannot be read: {error}", path.display())))
    }

    /// Writes it whole, synced.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn save(&self, layout: &Layout) -> Result<(), Trouble> {
        let text = toml::to_string(self).map_err(|error| Trouble::bug(error.to_string()))?;
        disk::replace_file(&disk::RealDisk, &layout.config(), text.as_bytes())
            .map_err(|error| unreachable(&layout.config(), &error))
    }

    /// # Errors
    /// Where the id is not one.
    pub fn store_id(&self) -> Result<StoreId, Trouble> {
        StoreId::parse(&self.id)
            .ok_or_else(|| Trouble::config("store.toml: `id` is not 32 hexadecimal digits."))
    }

    /// The root key's file.
    pub fn root_key_path(&self, layout: &Layout) -> PathBuf {
        layout.data.join(&self.root_key)
    }

    /// Reads the root key: from systemd's credentials where the service was given one, else from
    /// the file that `store.toml` names.
    ///
    /// # Errors
    /// Where it is not there, is open to others, or is damaged.
    pub fn load_root_key(&self, layout: &Layout) -> Result<RootKey, Trouble> {
        let credential = std::env::var_os("CREDENTIALS_DIRECTORY")
            .map(|folder| PathBuf::from(folder).join("caseload-root-key"))
            .filter(|path| path.exists());
        let path = credential.unwrap_or_else(|| self.root_key_path(layout));
        RootKey::load(&path)
            .map_err(|error| Trouble::offline(format!("The store stays closed: {error}.")))
    }
}
