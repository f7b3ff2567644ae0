//! A disk without room: an honest sentence, nothing acknowledged lost, and work goes on once there
//! is room. Needs the right to mount a small disk; without it these tests say so and pass.

use std::{fs, io::Write, path::PathBuf, process::Command};

use caseload::{
    clock,
    domain::intent::Intent,
    hub::{
        config::StoreConfig,
        layout::Layout,
        serve::{OpenFor, Stay},
    },
    readmodel::drafts::{Draft, DraftKey},
    wire::{Notice, Request},
};
use tempfile::TempDir;

use super::{
    imports::rows,
    store::{PEG, Running, Store, TOM, wait_for},
};

/// A disk of a few mebibytes, gone when dropped.
struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    fn new(mebibytes: u32) -> Option<SmallDisk> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args([
                "-t",
                "tmpfs",
                "-o",
                &format!("size={mebibytes}m,mode=700"),
                "tmpfs",
            ])
            .arg(folder.path())
            .stderr(std::process::Stdio::null())
            .status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(SmallDisk { folder });
        }
        println!("skipped: this account may not mount a small disk");
        None
    }

    fn store(&self) -> Layout {
        let layout = Layout::new(self.folder.path().join("store"));
        Store::found(&layout, clock::now());
        layout
    }

    fn remount(&self, how: &str) {
        let mounted = Command::new("mount")
            .args(["-o", &format!("remount,{how}")])
            .arg(self.folder.path())
            .status();
        assert!(mounted.unwrap().success());
    }

    fn ballast(&self) -> PathBuf {
        self.folder.path().join("ballast")
    }

    /// Leaves no room, or as many bytes as said.
    fn fill(&self, but: usize) {
        let mut file = fs::File::create(self.ballast()).unwrap();
        let block = [1; 4096];
        while file.write_all(&block).is_ok() {}
        let written = file.metadata().unwrap().len();
        file.set_len(written.saturating_sub(but as u64)).unwrap();
    }

    fn make_room(&self) {
        fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount")
            .arg("-l")
            .arg(self.folder.path())
            .status();
        drop(unmounted);
    }
}

fn open(layout: &Layout) -> Running {
    Running::start(layout, OpenFor::Owner, Stay::ForGood)
        .unwrap()
        .unwrap()
}

fn assert_honest(trouble: &caseload::wire::Trouble) {
    assert!(trouble.message.contains("disk is full"), "{trouble:?}");
    assert_eq!(trouble.exit_code(), 3, "{trouble:?}");
}

#[test]
fn a_full_disk_refuses_in_a_sentence_and_loses_nothing() {
    let Some(disk) = SmallDisk::new(48) else {
        return;
    };
    let layout = disk.store();
    let hub = open(&layout);
    let (mut amira, mut sam) = (hub.session("amira"), hub.session("sam"));
    let kept = amira.log(PEG, "Before.").unwrap();
    sam.told_of(PEG);
    sam.notices.clear();
    disk.fill(0);
    // The segment is filled ahead, so a few more go in; each one said to be saved is.
    let mut saved = Vec::new();
    let text = "Long words. ".repeat(1_500);
    let refused = loop {
        match amira.act(Intent::AddNote {
            case: TOM,
            text: text.clone(),
        }) {
            Ok(done) => saved.push(done.seq),
            Err(trouble) => break trouble,
        }
    };
    assert_honest(&refused);
    assert!(saved.len() < 500);
    // Nobody is told of what was not saved.
    sam.desk().unwrap();
    let last = saved.last().copied().unwrap_or(kept.seq);
    let later = |notice: &Notice| matches!(notice, Notice::Changed { seq, .. } if *seq > last);
    assert!(!sam.notices.iter().any(later));
    // Lists can be read; so they can by those who come now.
    assert_eq!(hub.session("amira").cases().total, 2);
    let more = Intent::AddNote { case: TOM, text };
    assert_honest(&amira.act(more.clone()).unwrap_err());
    disk.make_room();
    // Without anybody starting anything again.
    let done = amira.act(more).unwrap();
    let card = wait_for("the records are back", || amira.case(TOM).ok());
    assert_eq!(card.version, done.seq);
    drop((amira, sam, hub));
    let hub = open(&layout);
    let card = hub.session("amira").case(TOM).unwrap();
    let seqs: Vec<u64> = card.history.iter().map(|row| row.seq).collect();
    assert!(
        saved.iter().all(|seq| seqs.contains(seq)),
        "{saved:?} in {seqs:?}"
    );
    hub.session("pat").assert_sound();
}

#[test]
fn an_import_that_the_disk_cuts_off_does_not_count() {
    let Some(disk) = SmallDisk::new(32) else {
        return;
    };
    let layout = disk.store();
    let hub = open(&layout);
    let (mut amira, mut pat) = (hub.session("amira"), hub.session("pat"));
    for rows in rows(20_000).chunks(50) {
        pat.ask(&Request::ImportRows(rows.to_vec())).unwrap();
    }
    disk.fill(1 << 20);
    let refused = pat
        .ask(&Request::ImportCommit { dry_run: false })
        .unwrap_err();
    assert_honest(&refused);
    assert_eq!(amira.cases().total, 2);
    disk.make_room();
    // The list may come again, and is the only one that counts.
    let imported = pat.import(&rows(100), false).unwrap();
    assert_eq!(imported.new_clients, 100);
    assert_eq!(amira.cases().total, 102);
    wait_for("the records are back", || amira.case(PEG).ok());
    pat.assert_sound();
    let mut cases: Vec<_> = amira.cases().rows.iter().map(|row| row.case).collect();
    cases.sort_unstable();
    let first_new = cases[2];
    assert!(
        first_new.0 > 1_000,
        "{first_new} was given out to a row that was cut off"
    );
    drop((amira, pat, hub));
    let hub = open(&layout);
    assert_eq!(hub.session("amira").cases().total, 102);
    hub.session("pat").assert_sound();
}

#[test]
fn a_list_for_which_there_is_no_room_is_not_taken_in() {
    let Some(disk) = SmallDisk::new(32) else {
        return;
    };
    let layout = disk.store();
    let hub = open(&layout);
    let mut pat = hub.session("pat");
    disk.fill(100_000);
    let refused = pat.import(&rows(5_000), false).unwrap_err();
    assert_honest(&refused);
    disk.make_room();
    // Nothing of it is left over for the list that comes next.
    assert_eq!(pat.import(&rows(10), false).unwrap().rows, 10);
    pat.assert_sound();
}

#[test]
fn a_store_on_a_full_disk_can_be_read_and_works_again_when_there_is_room() {
    let Some(disk) = SmallDisk::new(24) else {
        return;
    };
    let layout = disk.store();
    drop(open(&layout));
    disk.fill(0);
    let hub = open(&layout);
    let mut amira = hub.session("amira");
    assert_eq!(amira.cases().total, 2);
    let card = amira.case(PEG).unwrap();
    assert_eq!(views_elsewhere(&layout).len(), 1);
    hub.wait_read();
    assert_eq!(amira.find("Margaret").rows.len(), 1);
    drop((amira, hub));
    assert_eq!(views_elsewhere(&layout).len(), 0, "they went with the hub");
    disk.make_room();
    let hub = open(&layout);
    let mut amira = hub.session("amira");
    assert_eq!(amira.case(PEG).unwrap().version, card.version);
    amira.log(PEG, "Room again.").unwrap();
    hub.session("pat").assert_sound();
}

/// The folders for views of this store that lie outside it.
fn views_elsewhere(layout: &Layout) -> Vec<PathBuf> {
    let id = StoreConfig::load(layout).unwrap().id;
    let files = fs::read_dir(std::env::temp_dir()).unwrap();
    files
        .map(|file| file.unwrap().path())
        .filter(|path| path.to_string_lossy().contains(&format!("views-{id}")))
        .collect()
}

#[test]
fn a_store_on_a_disk_mounted_to_be_read_only_can_be_read() {
    let Some(disk) = SmallDisk::new(48) else {
        return;
    };
    let layout = disk.store();
    let hub = open(&layout);
    let kept = hub.session("amira").log(PEG, "Before.").unwrap();
    drop(hub);
    disk.remount("ro");
    // What a hub that was killed left there goes.
    let id = StoreConfig::load(&layout).unwrap().id;
    let left = std::env::temp_dir().join(format!("caseload-views-{id}-4194999"));
    fs::create_dir(&left).unwrap();
    let refused = Running::start(&layout, OpenFor::Owner, Stay::ForGood)
        .err()
        .expect("no place for the socket");
    assert!(refused.hint.contains("--socket"), "{refused:?}");
    assert!(!left.exists());
    let sockets = tempfile::tempdir().unwrap();
    let socket = sockets.path().join("hub.sock");
    let hub = Running::start_at(&layout, socket, OpenFor::Owner, Stay::ForGood)
        .unwrap()
        .unwrap();
    let mut amira = hub.session("amira");
    let desk = amira.desk().unwrap();
    assert!(desk.read_only.contains("Not saved"), "{}", desk.read_only);
    assert_eq!(amira.cases().total, 2);
    assert_eq!(amira.case(PEG).unwrap().version, kept.seq);
    let refused = amira.log(PEG, "Not now.").unwrap_err();
    assert_eq!(refused.exit_code(), 3, "{refused:?}");
    assert!(refused.message.starts_with("Not saved: "), "{refused}");
    assert_eq!(amira.cases().total, 2);
    disk.remount("rw");
    // Without anybody starting anything again.
    let done = amira.log(PEG, "Now.").unwrap();
    assert_eq!(amira.case(PEG).unwrap().version, done.seq);
    assert_eq!(amira.desk().unwrap().read_only, "");
    // A new person needs a new key, which the keyring takes again.
    let mut pat = hub.session("pat");
    assert_eq!(pat.import(&rows(3), false).unwrap().new_clients, 3);
    drop((amira, pat, hub));
    assert_eq!(views_elsewhere(&layout).len(), 0);
    let hub = open(&layout);
    assert_eq!(hub.session("amira").cases().total, 5);
    hub.session("pat").assert_sound();
}

#[test]
fn a_draft_that_cannot_be_kept_is_said_not_to_be() {
    let Some(disk) = SmallDisk::new(24) else {
        return;
    };
    let layout = disk.store();
    let hub = open(&layout);
    let mut amira = hub.session("amira");
    disk.fill(0);
    let draft = Draft {
        key: DraftKey::Note(PEG),
        label: String::new(),
        at: clock::now(),
        fields: vec![("note".to_owned(), "x".repeat(9_000))],
        cursor: (0, 0, 0),
        mark: None,
    };
    let refused = amira.ask(&Request::KeepDraft(draft.clone())).unwrap_err();
    assert!(
        refused.message.contains("draft could not be kept"),
        "{refused}"
    );
    disk.make_room();
    amira.ask(&Request::KeepDraft(draft)).unwrap();
}
