//! `store.toml`: which store this is and where its root key lies. Holds nothing secret.

use std::{fs, path::PathBuf};

use serde::{Deserialize, Serialize};

use crate::{
    domain::terms::StoreKind,
    seal::{RootKey, StoreId, disk},
    wire::Trouble,
};

use super::layout::{Layout, unreachable};

const NO_ID: &str = "the id is not 32 hexadecimal digits";

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
        parse(&text).map_err(|(line, fault)| {
            let place = path.display();
            Trouble::config(format!("{place}, line {line}: {fault}.")).hint(
                "Put the line right, or take the file from the newest backup: tar -xf FILE \
                 store.toml. It names the store's id, its kind and where its root key lies.",
            )
        })
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
    /// Where the id is not one, which [`StoreConfig::load`] refuses.
    pub fn store_id(&self) -> Result<StoreId, Trouble> {
        StoreId::parse(&self.id).ok_or_else(|| Trouble::config(format!("store.toml: {NO_ID}.")))
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

/// Reads the file, or says in which line it is faulty, counted from 1, and how.
fn parse(text: &str) -> Result<StoreConfig, (usize, String)> {
    let line = |at: usize| 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
    let config: StoreConfig = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        // The parser may add further lines for programmers.
        let fault = error.message().lines().next().unwrap_or_default();
        (line(at), fault.replace('`', "\""))
    })?;
    if StoreId::parse(&config.id).is_none() {
        let at = text
            .lines()
            .position(|line| line.trim_start().starts_with("id"));
        return Err((at.map_or(1, |at| at + 1), NO_ID.to_owned()));
    }
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "00112233445566778899aabbccddeeff";

    #[test]
    fn a_faulty_file_is_told_by_its_line_and_what_is_wrong() {
        let good = format!("id = \"{ID}\"\nkind = \"training\"\nroot_key = \"root.key\"\n");
        assert_eq!(parse(&good).unwrap().id, ID);
        for (text, line, fault) in [
            (good.replace("training", "trial"), 2, "\"trial\""),
            (good.replace("kind = ", "kind "), 2, "expected"),
            (good.replace("root_key", "key"), 1, "\"root_key\""),
            (good.replace("00112233", "0011223g"), 1, NO_ID),
            (
                format!("# ours\n{}", good.replace("00112233", "")),
                2,
                NO_ID,
            ),
            (String::new(), 1, "missing"),
            (good.replace("\"root.key\"", "7"), 3, "string"),
        ] {
            let (at, said) = parse(&text).unwrap_err();
            assert!(at == line && said.contains(fault), "line {at}: {said}");
            assert!(!said.contains(['`', '\n']), "{said}");
        }
    }

    #[test]
    fn the_sentence_names_the_file_and_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path());
        fs::write(layout.config(), "id = 7\nkind\n").unwrap();
        let said = StoreConfig::load(&layout).unwrap_err();
        let place = format!("{}, line 2: ", layout.config().display());
        assert!(said.message.starts_with(&place), "{said}");
        assert!(said.hint.contains("newest backup"), "{}", said.hint);
        assert_eq!(said.exit_code(), 2);
    }
}
