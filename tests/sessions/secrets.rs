//! Nothing that somebody typed lies in the open in any file of the store.

use std::{fs, path::Path};

use caseload::{
    clock,
    readmodel::drafts::{Draft, DraftKey},
    wire::Request,
};

use super::{
    imports::{rows, staged},
    store::{PEG, Store, files_under},
};

/// Words that stand in names, numbers, notes, drafts and lists of the busy day below.
const SECRETS: [&str; 12] = [
    "Margaret",
    "O'Neill",
    "Zieli\u{144}ski",
    "9990070385",
    "999 007 0385",
    "Amira",
    "Elm Tree",
    "sweet violets",
    "half a sentence",
    "Listed12",
    "Asked for at desk",
    "Dr Rao",
];

fn assert_nothing_in_the_open(folder: &Path) {
    let files = files_under(folder);
    assert!(files.len() >= 6, "{files:?}");
    for file in files {
        let bytes = fs::read(&file).unwrap();
        let lower = bytes.to_ascii_lowercase();
        for secret in SECRETS {
            let wanted = secret.to_ascii_lowercase();
            let found = lower
                .windows(wanted.len())
                .any(|part| part == wanted.as_bytes());
            assert!(!found, "\"{secret}\" stands in {}", file.display());
        }
        let name = file.file_name().unwrap().to_string_lossy().to_lowercase();
        assert!(
            !SECRETS
                .iter()
                .any(|secret| name.contains(&secret.to_lowercase()))
        );
    }
}

#[test]
fn no_file_of_the_store_has_anything_in_the_open() {
    let store = Store::training();
    for _ in 0..2 {
        let hub = store.open();
        hub.wait_read();
        let (mut amira, mut pat) = (hub.session("amira"), hub.session("pat"));
        amira
            .log(PEG, "Grows sweet violets, sweet violets.")
            .unwrap();
        let draft = Draft {
            key: DraftKey::LogContact(PEG),
            label: "Margaret O'Neill".to_owned(),
            at: clock::now(),
            fields: vec![("note".to_owned(), "half a sentence".to_owned())],
            cursor: (0, 0, 0),
            mark: None,
        };
        amira.ask(&Request::KeepDraft(draft)).unwrap();
        pat.import(&rows(60), false).unwrap();
        for rows in rows(600).chunks(50) {
            pat.ask(&Request::ImportRows(rows.to_vec())).unwrap();
        }
        assert_eq!(amira.find("violets").rows.len(), 1);
        amira.act(caseload::domain::intent::Intent::Undo).unwrap();
        pat.assert_sound();
        let backup = store.layout.data.join("b.tar");
        fs::remove_file(&backup).unwrap_or_default();
        let file = backup.display().to_string();
        pat.ask(&Request::Backup { file }).unwrap();
        assert_eq!(staged(&store).len(), 1);
        assert_nothing_in_the_open(&store.layout.data);
        drop((amira, pat, hub));
        assert_nothing_in_the_open(&store.layout.data);
    }
}
