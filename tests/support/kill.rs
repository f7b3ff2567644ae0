//! `kill -9` of the hub under eight writing sessions: what was acknowledged must be there.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use caseload::{
    domain::{fact::Fact, ids::CaseId, intent::Intent},
    hub::{
        config::StoreConfig,
        launch,
        layout::Layout,
        ledger::{self, LedgerError},
        open::open_keyring,
    },
    journal::{Access, Journal, Options},
    readmodel::cases::{CaseQuery, Whose},
    seal::disk::RealDisk,
    wire::{Reply, Request, link::Link},
};

#[path = "kill_imports.rs"]
pub(crate) mod imports;

/// Sessions that write at once.
const WRITERS: usize = 8;

/// What the rounds came to.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Killed {
    pub(crate) rounds: usize,
    /// Notes that a session was told were saved.
    pub(crate) acknowledged: usize,
    /// Of these, not in the journal, or under another number, after the next start.
    pub(crate) lost: usize,
    /// Notes in the journal that nobody had been told of yet: cut off between disk and answer.
    pub(crate) unacknowledged: usize,
}

/// Entry number and text.
type Notes = BTreeMap<u64, String>;

/// Starts the store's hub and waits until it is ready.
pub(crate) fn start_hub(binary: &str, layout: &Layout) -> Child {
    let mut hub = Command::new(binary)
        .args(["hub", "--background", "--data"])
        .arg(&layout.data)
        .envs(launch::MEMORY)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a hub");
    let told = BufReader::new(hub.stdout.take().expect("its output"));
    for line in told.lines() {
        let line = line.expect("a line");
        if line == "ready" {
            return hub;
        }
        assert!(line.starts_with("progress"), "the hub says: {line}");
    }
    panic!("the hub ended before it was ready");
}

/// Kills the hub so often, each time after another number of writes; checks after every start.
pub(crate) fn kill_rounds(binary: &str, layout: &Layout, rounds: usize) -> Killed {
    let mut killed = Killed::default();
    let mut hub = start_hub(binary, layout);
    let cases = cases(layout);
    let mut from = last_seq(layout) + 1;
    for round in 0..rounds {
        // Spread over early and late; always the same in every run.
        let writes = 1 + (round * 37) % 160;
        let acknowledged = write_until_killed(layout, &mut hub, &cases, round, writes);
        hub = start_hub(binary, layout);
        let found = notes(layout, from);
        from = last_seq(layout) + 1;
        killed.rounds += 1;
        killed.acknowledged += acknowledged.len();
        let there = |(seq, text): &(&u64, &String)| found.get(seq) == Some(*text);
        let kept = acknowledged.iter().filter(there).count();
        killed.lost += acknowledged.len() - kept;
        killed.unacknowledged += found.len() - kept;
    }
    hub.kill().expect("the last hub");
    hub.wait().expect("the last hub");
    killed
}

fn connect(layout: &Layout) -> Link {
    Link::connect(&layout.socket(), "amira").expect("let in")
}

fn cases(layout: &Layout) -> Vec<CaseId> {
    let query = CaseQuery {
        whose: Whose::Mine,
        ..CaseQuery::default()
    };
    match connect(layout).ask(&Request::Cases(query), &mut |_, _| {}) {
        Ok(Reply::Cases(page)) => page.rows.iter().map(|row| row.case).collect(),
        other => panic!("no cases: {other:?}"),
    }
}

/// Eight sessions write until the hub is gone; gives what they were told was saved.
fn write_until_killed(
    layout: &Layout,
    hub: &mut Child,
    cases: &[CaseId],
    round: usize,
    writes: usize,
) -> Notes {
    let (saved, count) = (
        Arc::new(Mutex::new(Notes::new())),
        Arc::new(AtomicUsize::new(0)),
    );
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let mut link = connect(layout);
            let (saved, count) = (Arc::clone(&saved), Arc::clone(&count));
            // Half of them write about one person, the others about one each.
            let case = cases[if writer % 2 == 0 { 0 } else { writer } % cases.len()];
            thread::spawn(move || {
                for number in 0.. {
                    let text = format!("round {round} writer {writer} note {number}");
                    let intent = Intent::AddNote {
                        case,
                        text: text.clone(),
                    };
                    match link.ask(&Request::Do(intent), &mut |_, _| {}) {
                        Ok(Reply::Done(done)) => {
                            saved.lock().expect("the notes").insert(done.seq, text);
                            count.fetch_add(1, Ordering::SeqCst);
                        }
                        Ok(other) => panic!("not done: {other:?}"),
                        // The line is down: the hub was killed.
                        Err(_) => return,
                    }
                }
            })
        })
        .collect();
    while count.load(Ordering::SeqCst) < writes {
        assert!(
            hub.try_wait().expect("the hub").is_none(),
            "the hub ended by itself"
        );
        thread::yield_now();
    }
    hub.kill().expect("kill -9");
    hub.wait().expect("the hub");
    for writer in writers {
        writer.join().expect("a writer");
    }
    std::mem::take(&mut *saved.lock().expect("the notes"))
}

/// Reads the journal beside the hub that serves it.
fn read<T>(layout: &Layout, read: impl FnOnce(Journal, &ledger::SharedKeyring) -> T) -> T {
    let config = StoreConfig::load(layout).expect("a store");
    let store = config.store_id().expect("an id");
    let ring = open_keyring(layout, &config, store).expect("the keys");
    let opened = {
        let ring = ring.read().expect("the keys");
        let disk = Arc::new(RealDisk);
        let dir: &Path = &layout.journal();
        Journal::open(disk, dir, &ring, Access::ReadOnly, Options::default())
    };
    read(opened.expect("the journal").0, &ring)
}

fn last_seq(layout: &Layout) -> u64 {
    read(layout, |journal, _| journal.last_seq())
}

fn notes(layout: &Layout, from: u64) -> Notes {
    read(layout, |journal, ring| {
        let mut notes = Notes::new();
        ledger::read_from::<LedgerError>(&journal.snapshot(), ring, from, |entry| {
            for (_, fact) in entry.facts {
                if let Fact::NoteAdded { text, .. } = fact {
                    notes.insert(entry.seq, text);
                }
            }
            Ok(())
        })
        .expect("the journal");
        notes
    })
}
