//! What the journal costs, as ratios to the raw disk measured beside it in the same run.
//!
//! `cargo bench --bench journal`. The figures and their targets stand in the project's notes on
//! performance (A1 and F): acknowledged write <= 2.0 times raw, 50 writers >= 0.35 of raw grouped,
//! journal bytes / plaintext <= 1.5.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench stops at the first fault, and its output is its purpose"
)]

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::time::{Duration, Instant};

use caseload::journal::disk::{Disk, DiskFile, Open, RealDisk, write_all_at, write_zeros};
use caseload::journal::{Access, Depth, Journal, NewEntry, NewPart, Options};
use caseload::seal::{KeyId, Keyring, Owner, RootKey, StoreId};

const CLIENTS: u32 = 2_000;
const ROUNDS: usize = 12;
const WRITES_PER_ROUND: u64 = 150;
const WRITERS: usize = 50;
const WRITES_PER_WRITER: u64 = 60;
const BULK_ENTRIES: u64 = 200_000;

fn main() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut bench = Bench::new(folder.path());
    bench.one_writer();
    bench.many_writers();
    drop(bench);
    bulk(&folder.path().join("bulk"));
    keys(&folder.path().join("keys"));
}

struct Bench {
    journal: Journal,
    keyring: Keyring,
    raw: Raw,
}

/// A preallocated file, written and synced with nothing else: the limit of this disk.
struct Raw {
    file: Box<dyn DiskFile>,
    at: u64,
}

impl Raw {
    fn write(&mut self, bytes: &[u8]) {
        write_all_at(&*self.file, bytes, self.at).unwrap();
        self.file.sync_data().unwrap();
        self.at += bytes.len() as u64;
    }
}

fn open(dir: &Path) -> (Journal, Keyring) {
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    disk.create_dir(dir).unwrap();
    let root = RootKey::generate().unwrap();
    let mut keyring =
        Keyring::create(disk.clone(), &dir.join("keyring"), &root, StoreId([7; 16])).unwrap();
    let owners: Vec<Owner> = (0..CLIENTS)
        .map(Owner::Client)
        .chain([Owner::Rest])
        .collect();
    keyring.add_many(&owners).unwrap();
    let journal =
        Journal::create(disk, &dir.join("journal"), &keyring, Options::default()).unwrap();
    (journal, keyring)
}

/// An entry of 300 bytes in one part, or in two for every other.
fn entry(number: u64) -> NewEntry {
    let client = KeyId(1 + (number % u64::from(CLIENTS)) as u32);
    let part = |key, length| NewPart {
        key,
        plain: vec![b'n'; length],
    };
    let parts = match number % 2 {
        0 => vec![part(client, 300)],
        _ => vec![part(client, 240), part(KeyId(CLIENTS), 60)],
    };
    NewEntry {
        recorded: 1_796_000_000_000 + number as i64,
        who: 3,
        parts,
    }
}

impl Bench {
    fn new(dir: &Path) -> Self {
        let (journal, keyring) = open(&dir.join("store"));
        let file = RealDisk.open(&dir.join("raw"), Open::Create).unwrap();
        write_zeros(&*file, 0, 64 << 20).unwrap();
        file.sync_data().unwrap();
        Self {
            journal,
            keyring,
            raw: Raw { file, at: 0 },
        }
    }

    fn one_writer(&mut self) {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        let before = self.journal.snapshot().bytes().unwrap();
        let mut number = 0;
        for _ in 0..ROUNDS {
            for _ in 0..WRITES_PER_ROUND {
                number += 1;
                let entry = [entry(number)];
                ours.push(timed(|| {
                    self.journal.append_group(&entry, &self.keyring).unwrap()
                }));
            }
            let frame = vec![0x5a; 420];
            for _ in 0..WRITES_PER_ROUND {
                theirs.push(timed(|| self.raw.write(&frame)));
            }
        }
        let bytes = self.journal.snapshot().bytes().unwrap() - before;
        let (our_p50, our_p99) = percentiles(&mut ours);
        let (raw_p50, raw_p99) = percentiles(&mut theirs);
        println!("acknowledged write, 1 writer: p50 {our_p50:?}, p99 {our_p99:?}");
        println!("raw pwrite + fdatasync:       p50 {raw_p50:?}, p99 {raw_p99:?}");
        println!(
            "  ratio of p50 [<= 2.0]: {:.2}",
            our_p50.as_secs_f64() / raw_p50.as_secs_f64()
        );
        let plain = number * 300;
        println!(
            "bytes / plaintext, groups of one [<= 1.5]: {:.3}",
            bytes as f64 / plain as f64
        );
    }

    fn many_writers(&mut self) {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        let before = self.journal.snapshot();
        for _ in 0..5 {
            let (journal, keyring) = (&mut self.journal, &self.keyring);
            ours.push(race(entry, |group| {
                journal.append_group(&group, keyring).unwrap();
            }));
            let raw = &mut self.raw;
            theirs.push(race(
                |_| vec![0x5a_u8; 420],
                |group| raw.write(&group.concat()),
            ));
        }
        let after = self.journal.snapshot();
        let entries = after.last_seq() - before.last_seq();
        let bytes = after.bytes().unwrap() - before.bytes().unwrap();
        let (ours, theirs) = (median(&mut ours), median(&mut theirs));
        println!("{WRITERS} writers: {ours:.0} entries/s; raw grouped: {theirs:.0}/s");
        println!("  ratio [>= 0.35]: {:.2}", ours / theirs);
        println!(
            "bytes / plaintext, groups of up to {WRITERS}: {:.3}",
            bytes as f64 / (entries * 300) as f64
        );
    }
}

type Sent<T> = (T, SyncSender<()>);

/// Writers that each wait for their acknowledgement, and one owner that groups what has queued up;
/// gives acknowledged writes a second.
fn race<T: Send>(make: impl Fn(u64) -> T + Sync, mut commit: impl FnMut(Vec<T>)) -> f64 {
    let started = Instant::now();
    std::thread::scope(|scope| {
        let (to_owner, queue) = channel::<Sent<T>>();
        for writer in 0..WRITERS as u64 {
            let (to_owner, make) = (to_owner.clone(), &make);
            scope.spawn(move || {
                let (acknowledge, acknowledged) = sync_channel(1);
                for number in 0..WRITES_PER_WRITER {
                    let made = make(writer * WRITES_PER_WRITER + number);
                    to_owner.send((made, acknowledge.clone())).unwrap();
                    acknowledged.recv().unwrap();
                }
            });
        }
        drop(to_owner);
        own(&queue, &mut commit);
    });
    (WRITERS as u64 * WRITES_PER_WRITER) as f64 / started.elapsed().as_secs_f64()
}

fn own<T>(queue: &Receiver<Sent<T>>, commit: &mut impl FnMut(Vec<T>)) {
    while let Ok(first) = queue.recv() {
        let (group, waiting): (Vec<T>, Vec<_>) =
            std::iter::once(first).chain(queue.try_iter()).unzip();
        commit(group);
        for acknowledge in waiting {
            acknowledge.send(()).unwrap();
        }
    }
}

/// A load in bulk, then opening, verifying and reading what was loaded.
fn bulk(dir: &Path) {
    let (mut journal, keyring) = open(dir);
    let started = Instant::now();
    for first in (0..BULK_ENTRIES).step_by(1_000) {
        let group: Vec<NewEntry> = (first..first + 1_000).map(entry).collect();
        journal.append_unsynced(&group, &keyring).unwrap();
    }
    journal.sync().unwrap();
    rate("bulk load", started.elapsed());
    journal.close().unwrap();
    let started = Instant::now();
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let options = Options::default();
    let (journal, _) = Journal::open(
        disk,
        &dir.join("journal"),
        &keyring,
        Access::ReadWrite,
        options,
    )
    .unwrap();
    println!("open after a close: {:?}", started.elapsed());
    for depth in [Depth::Fast, Depth::Deep] {
        let started = Instant::now();
        assert!(
            journal
                .snapshot()
                .verify(&keyring, depth, &mut |_| {})
                .unwrap()
                .is_sound()
        );
        rate(&format!("verify, {depth:?}"), started.elapsed());
    }
    let started = Instant::now();
    let read = journal
        .snapshot()
        .read(1, &keyring)
        .map(Result::unwrap)
        .count();
    assert_eq!(read as u64, BULK_ENTRIES);
    rate("read and open every part", started.elapsed());
}

fn keys(dir: &Path) {
    RealDisk.create_dir(dir).unwrap();
    let (disk, path) = (Arc::new(RealDisk), dir.join("keyring"));
    let root = RootKey::generate().unwrap();
    let mut keyring = Keyring::create(disk.clone(), &path, &root, StoreId([7; 16])).unwrap();
    let owners: Vec<Owner> = (0..100_000).map(Owner::Client).collect();
    println!(
        "100,000 keys in one batch: {:?}",
        timed(|| keyring.add_many(&owners).unwrap())
    );
    println!(
        "opening them: {:?}",
        timed(|| Keyring::open(disk, &path, &root, StoreId([7; 16])))
    );
    println!(
        "destroying one: {:?}",
        timed(|| keyring.destroy(Owner::Client(4)).unwrap())
    );
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let started = Instant::now();
    let done = work();
    let elapsed = started.elapsed();
    drop(done);
    elapsed
}

fn rate(what: &str, elapsed: Duration) {
    let rate = BULK_ENTRIES as f64 / elapsed.as_secs_f64();
    println!("{what}: {BULK_ENTRIES} entries in {elapsed:.2?}, {rate:.0}/s");
}

fn percentiles(times: &mut [Duration]) -> (Duration, Duration) {
    times.sort_unstable();
    (times[times.len() / 2], times[times.len() * 99 / 100])
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
