//! One journal of each released format, which must open for good.
//!
//! Each folder of `tests/old-journals` was written by the program that brought its format and is
//! never written again: 40 entries as `support` makes them, client 3 erased after entry 30.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use caseload::journal::disk::RealDisk;
use caseload::journal::{Access, Body, Depth};
use caseload::seal::{Owner, RootKey};

use crate::support::{Place, assert_is, client_of};

/// The chain after entry 40 of each format.
const FORMATS: [(&str, &str); 1] = [(
    "v1",
    "0fad53b5c966d709e445f97e3ee73bb258f3b4d5a2445dd6fd858a588b320bba",
)];

/// A copy that may be written to.
fn copy_of(format: &str, to: &Path) -> Place {
    let from = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/old-journals")
        .join(format);
    std::fs::create_dir(to.join("journal")).unwrap();
    for name in ["root.key", "keyring"] {
        std::fs::copy(from.join(name), to.join(name)).unwrap();
    }
    for file in std::fs::read_dir(from.join("journal")).unwrap() {
        let path: PathBuf = file.unwrap().path();
        std::fs::copy(&path, to.join("journal").join(path.file_name().unwrap())).unwrap();
    }
    // Git keeps no permissions, and a root key that others can read is refused.
    let owner_only = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(to.join("root.key"), owner_only).unwrap();
    let root = RootKey::load(&to.join("root.key")).unwrap();
    Place {
        root,
        ..Place::new(Arc::new(RealDisk), to)
    }
}

#[test]
fn journals_of_every_format_open_read_and_go_on() {
    for (format, chain) in FORMATS {
        let folder = tempfile::tempdir().unwrap();
        let place = copy_of(format, folder.path());
        let mut store = place.open(Access::ReadWrite).unwrap();
        assert_eq!(store.report, Default::default(), "{format}");
        assert_eq!(store.journal.chain().to_string(), chain, "{format}");
        let entries = store.read_all().unwrap();
        assert_eq!(entries.len(), 40, "{format}");
        for (seq, entry) in (1..).zip(&entries) {
            assert_is(entry, seq);
            let gone = client_of(seq) == Owner::Client(3) && seq <= 30;
            assert_eq!(entry.parts[0].body == Body::Erased, gone, "{format} {seq}");
        }
        let verdict = store
            .journal
            .snapshot()
            .verify(&store.keyring, Depth::Deep, &mut |_| {})
            .unwrap();
        assert!(
            verdict.is_sound() && verdict.findings.is_empty(),
            "{format}: {verdict:?}"
        );
        assert_eq!(store.append_group(3).unwrap(), 43, "{format}");
    }
}
