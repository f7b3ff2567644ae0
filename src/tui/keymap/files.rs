//! Where keymap files lie: the practice machine's, the person's own, and the one named on the
//! command line.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::fault::{Fault, Level};
use super::layers::{Layer, Origin, load_all, shipped, shipped_names};
use super::{Keymap, file};

/// Where a session looks for keymaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    let kept = [(Origin::Site, &places.site), (Origin::Yours, &places.own)];
    for (origin, path) in kept {
        let Some(path) = path else { continue };
        match read_file(path) {
            Ok(Some(layer)) => layers.push((origin, layer)),
            Ok(None) => {}
            Err(fault) => faults.push(fault),
        }
    }
    match places.chosen.as_deref().map(chosen_layer) {
        Some(Ok(layer)) => layers.push(layer),
        Some(Err(fault)) => faults.push(fault),
        None => {}
    }
    let mut keymap = load_all(&layers);
    keymap.faults.extend(faults);
    keymap.places = Some(places.clone());
    keymap
}

/// A file that need not be there; larger ones are not read to their end.
fn read_file(path: &Path) -> Result<Option<Layer>, Fault> {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| {
        let mut file = file.take(file::BYTES_MAX as u64 + 1);
        file.read_to_end(&mut bytes)
    });
    match read {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(&name, &error.to_string())),
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(Layer { file: name, text })),
        Err(_) => Err(unreadable(&name, "it is not text in UTF-8")),
    }
}

fn chosen_layer(chosen: &str) -> Result<(Origin, Layer), Fault> {
    if let Some(text) = shipped(chosen) {
        let (file, text) = (chosen.to_owned(), text.to_owned());
        return Ok((Origin::Shipped, Layer { file, text }));
    }
    match read_file(Path::new(chosen))? {
        Some(layer) => Ok((Origin::Yours, layer)),
        None => {
            let names = shipped_names().join(", ");
            let fault = unreadable(chosen, "there is no such file");
            Err(fault.suggests(format!("shipped keymaps are {names}")))
        }
    }
}

fn unreadable(file: &str, why: &str) -> Fault {
    let message = format!("this keymap cannot be read: {why}");
    Fault::new("K01", Level::Error, file, message)
}

/// Everything that is wrong with one file, as `caseload keys --check FILE` prints it: the faults
/// of the file itself, then what goes wrong when it is laid over the built-in keymap.
pub fn check(named: &str) -> Vec<Fault> {
    match chosen_layer(named) {
        Ok(layer) => load_all(&[layer]).faults,
        Err(fault) => vec![fault],
    }
}
