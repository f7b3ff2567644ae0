//! Where keymap files lie: the practice machine's, the person's own, and the one named on the
//! command line.

use std::path::{Path, PathBuf};

use super::fault::{Fault, Level};
use super::layers::{Layer, load, shipped, shipped_names};
use super::{Keymap, file};

/// Where a session looks for keymaps.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The practice machine's file, `/etc/caseload/keymap.toml`; need not be there.
    pub site: Option<PathBuf>,
    /// The person's file, `$XDG_CONFIG_HOME/caseload/keymap.toml`; need not be there.
    pub own: Option<PathBuf>,
    /// What `--keymap` or `CASELOAD_KEYMAP` names: a shipped keymap or a file, which must be there.
    pub chosen: Option<String>,
}

/// Reads every keymap there is and makes the one in force. Never fails: what cannot be read is a
/// fault of the keymap.
pub fn read(places: &Places) -> Keymap {
    let mut layers = Vec::new();
    let mut faults = Vec::new();
    for path in [&places.site, &places.own].into_iter().flatten() {
        match std::fs::read_to_string(path) {
            Ok(text) => layers.push(Layer {
                file: path.display().to_string(),
                text,
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => faults.push(unreadable(&path.display().to_string(), &error.to_string())),
        }
    }
    if let Some(chosen) = &places.chosen {
        match chosen_layer(chosen) {
            Ok(layer) => layers.push(layer),
            Err(fault) => faults.push(fault),
        }
    }
    let mut keymap = load(&layers);
    keymap.faults.extend(faults);
    keymap
}

fn chosen_layer(chosen: &str) -> Result<Layer, Fault> {
    if let Some(text) = shipped(chosen) {
        return Ok(Layer {
            file: chosen.to_owned(),
            text: text.to_owned(),
        });
    }
    match std::fs::read_to_string(Path::new(chosen)) {
        Ok(text) => Ok(Layer {
            file: chosen.to_owned(),
            text,
        }),
        Err(error) => {
            let names = shipped_names().join(", ");
            Err(unreadable(
                chosen,
                &format!("{error}; shipped keymaps are {names}"),
            ))
        }
    }
}

fn unreadable(file: &str, why: &str) -> Fault {
    let message = format!("this keymap cannot be read: {why}");
    let (file, level) = (file.to_owned(), Level::Error);
    Fault {
        code: "K01",
        level,
        file,
        line: 0,
        column: 0,
        message,
    }
}

/// Everything that is wrong with one file, as `caseload keys --check FILE` prints it: the faults
/// of the file itself, then what goes wrong when it is laid over the built-in keymap.
pub fn check(name: &str, text: &str) -> Vec<Fault> {
    let alone = file::read(name, text).faults;
    if alone.iter().any(|fault| fault.code == "K01") {
        return alone;
    }
    load(&[Layer {
        file: name.to_owned(),
        text: text.to_owned(),
    }])
    .faults
}
