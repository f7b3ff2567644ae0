//! Views at the size of a large practice group: bulk write, size, memory, and loading the lists.
//!
//! `cargo bench --bench views -- [CLIENTS] [CONTACTS] [by-client]`. Prints one figure a line. The
//! people are numbers with invented names; entries come in the order of time unless `by-client`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that cannot go on ends, and its figures go to the standard output"
)]

use std::{
    ops::ControlFlow,
    path::Path,
    sync::{Arc, RwLock},
    time::{Duration, Instant},
};

use caseload::{
    domain::{
        case::{CaseField, FollowUp, NextStep},
        client::ClientField,
        contact::Contact,
        fact::{About, Entry, Fact},
        heads::Heads,
        ids::{CaseId, ClientId, ContactId, PracticeId, StaffId},
        terms::{ContactKind, Outcome, With},
    },
    seal::{Keyring, Owner, RootKey, StoreId, disk::RealDisk},
    views::{Batch, Follower, Opened, Rebuild, Views},
};
use chrono::{DateTime, Days, NaiveDate, Utc};

const NOTE: &str = "Talked about the walking group on Thursdays; she would like to go but the bus \
     stops short of the hall. We agreed that I ask the hall about lifts and ring again next week. \
     Sleep is better, the letter from the housing association has not come.";

struct World {
    clients: u32,
    contacts: u32,
    by_client: bool,
}

impl World {
    /// Calls `take` with every entry in order.
    fn each(&self, mut take: impl FnMut(Entry)) {
        let mut seq = 0;
        let mut give = |facts: Vec<(About, Fact)>| {
            seq += 1;
            take(Entry {
                seq,
                recorded: moment(seq),
                who: StaffId(1 + (seq % 20) as u32),
                facts,
            });
        };
        if self.by_client {
            for client in 1..=self.clients {
                give(self.referral(client));
                for round in 0..self.contacts {
                    give(self.contact(client, round));
                }
            }
        } else {
            (1..=self.clients).for_each(|client| give(self.referral(client)));
            for round in 0..self.contacts {
                (1..=self.clients).for_each(|client| give(self.contact(client, round)));
            }
        }
    }

    fn referral(&self, number: u32) -> Vec<(About, Fact)> {
        let client = ClientId(number);
        let fields = [
            (ClientField::Given, format!("Peg{}", number % 977)),
            (ClientField::Family, format!("Osgood{}", number % 1409)),
            (ClientField::Born, "1948-03-14".to_owned()),
            (ClientField::NhsNumber, format!("999{number:07}")),
            (
                ClientField::Phone,
                format!("01632 96{:04}", number % 10_000),
            ),
            (
                ClientField::Address,
                format!("{} Mill Lane, Elmford", number % 200),
            ),
            (ClientField::Postcode, "EL1 4QT".to_owned()),
            (ClientField::Language, "English".to_owned()),
            (
                ClientField::NextOfKin,
                "Daughter, Ann, 01632 960011".to_owned(),
            ),
        ];
        let texts = [
            (CaseField::Source, "gp".to_owned()),
            (CaseField::ReferredBy, "Dr Rao".to_owned()),
            (CaseField::Reason, "loneliness".to_owned()),
            (CaseField::Asks, NOTE.chars().take(120).collect()),
        ];
        let about = About::Client(client);
        vec![
            (
                about,
                Fact::ClientAdded {
                    client,
                    practice: PracticeId(1 + number % 8),
                    fields: fields.into(),
                },
            ),
            (
                about,
                Fact::CaseOpened {
                    case: CaseId(number),
                    client,
                    practice: PracticeId(1 + number % 8),
                    worker: Some(StaffId(1 + number % 20)),
                    referred_on: day(number),
                    fields: texts.into(),
                },
            ),
        ]
    }

    fn contact(&self, client: u32, round: u32) -> Vec<(About, Fact)> {
        let id = ContactId(client * self.contacts + round);
        let on = day(client + round * 20);
        let length = 40 + (client as usize * 7 + round as usize * 31) % 180;
        let contact = Contact {
            id,
            kind: ContactKind::Phone,
            with: With::Person,
            outcome: match round % 3 {
                0 => Outcome::NoAnswer,
                _ => Outcome::Spoke,
            },
            on,
            minutes: 20,
            note: NOTE.chars().take(length).collect(),
            we_promised: "ring the hall".to_owned(),
            they_said: String::new(),
        };
        let next = NextStep::Due(FollowUp {
            on: on + Days::new(7),
            at: None,
            kind: ContactKind::Phone,
            what: "ring about the lift".to_owned(),
            moved: 0,
        });
        let about = About::Client(ClientId(client));
        let case = CaseId(client);
        let logged = Fact::ContactLogged {
            case,
            contact,
            tally: None,
        };
        let mut facts = vec![(about, logged)];
        if round % 3 == 1 {
            let was = NextStep::Missing;
            facts.push((
                about,
                Fact::NextStepSet {
                    case,
                    was,
                    now: next,
                },
            ));
        }
        facts
    }
}

fn moment(seq: u64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_000_000 + seq as i64, 0).unwrap_or_default()
}

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 5).unwrap_or_default() + Days::new(u64::from(number % 300))
}

fn memory_mb(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find(|text| text.starts_with(line));
    let kb = found.and_then(|text| text.split_whitespace().nth(1)?.parse::<u64>().ok());
    kb.unwrap_or(0) / 1024
}

/// Time that this thread has spent on a processor: neighbours do not count.
fn on_cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = text.split(' ').next().and_then(|text| text.parse().ok());
    Duration::from_nanos(nanos.unwrap_or(0))
}

fn say(what: &str, figure: impl std::fmt::Display) {
    println!("{what:<58} {figure}");
}

fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

fn keyring(dir: &Path, clients: u32) -> Arc<RwLock<Keyring>> {
    let root = RootKey::generate().expect("a key");
    let path = dir.join("keyring");
    root.save(&dir.join("root.key")).expect("saved");
    let mut ring =
        Keyring::create(Arc::new(RealDisk), &path, &root, StoreId([7; 16])).expect("new");
    let owners: Vec<Owner> = std::iter::once(Owner::Rest)
        .chain((1..=clients).map(Owner::Client))
        .collect();
    ring.add_many(&owners).expect("keys");
    Arc::new(RwLock::new(ring))
}

fn json_bytes(entry: &Entry) -> u64 {
    let facts: Vec<&Fact> = entry.facts.iter().map(|(_, fact)| fact).collect();
    serde_json::to_vec(&facts).map_or(0, |bytes| bytes.len() as u64)
}

fn rebuild(world: &World, dir: &Path, ring: &Arc<RwLock<Keyring>>) -> (Views, Heads) {
    let mut heads = Heads::default();
    let mut rebuild = Rebuild::begin(dir, StoreId([7; 16]), Arc::clone(ring)).expect("begin");
    let (mut json, mut entries) = (0_u64, 0_u64);
    let (mut spent, mut cpu) = (Duration::ZERO, Duration::ZERO);
    let mut group = Vec::new();
    world.each(|entry| {
        heads.apply(&entry);
        if entry.seq % 16 == 0 {
            json += 16 * json_bytes(&entry);
        }
        entries += 1;
        group.push(entry);
        if group.len() == 1_000 {
            let (start, began) = (Instant::now(), on_cpu());
            rebuild.add(&group).expect("added");
            spent += start.elapsed();
            cpu += on_cpu() - began;
            group.clear();
        }
    });
    rebuild.add(&group).expect("added");
    let peak = memory_mb("VmRSS");
    let (start, began) = (Instant::now(), on_cpu());
    let views = rebuild.finish(&heads).expect("finished");
    say("  of it finish", ms(start.elapsed()));
    spent += start.elapsed();
    cpu += on_cpu() - began;
    say(
        "rebuild, entries per second on a processor",
        (entries as f64 / cpu.as_secs_f64()) as u64,
    );
    say("entries", entries);
    say("memory before finish", format!("{peak} MB"));
    say("rebuild", format!("{:.1} s", spent.as_secs_f64()));
    say(
        "rebuild, entries/s",
        (entries as f64 / spent.as_secs_f64()) as u64,
    );
    say(
        "journal plaintext (JSON of the facts)",
        format!("{} MB", json >> 20),
    );
    let disk = views.size_on_disk().expect("size");
    say("disk", format!("{} MB", disk >> 20));
    say(
        "disk / JSON plaintext",
        format!("{:.2}", disk as f64 / json as f64),
    );
    (views, heads)
}

fn open(dir: &Path, ring: &Arc<RwLock<Keyring>>, journal_end: u64) -> Box<Views> {
    match Views::open(dir, StoreId([7; 16]), Arc::clone(ring), journal_end).expect("opens") {
        Opened::Ready(views) => views,
        Opened::Rebuild(reason) => panic!("{reason}"),
    }
}

fn live_writes(views: Views, heads: &mut Heads, world: &World) {
    let views = Arc::new(views);
    let follower = Follower::start(Arc::clone(&views), |error| panic!("{error}")).expect("thread");
    let mut times = Vec::new();
    for number in 1..=500_u32 {
        let entry = Entry {
            seq: heads.seq + 1,
            recorded: moment(heads.seq + 1),
            who: StaffId(1),
            facts: world.contact(1 + number * 97 % world.clients, 1),
        };
        heads.apply(&entry);
        let start = Instant::now();
        let batch = Batch::of(vec![entry], heads).expect("batch");
        follower.send(batch);
        follower.wait_until(heads.seq, Duration::from_secs(5));
        times.push(start.elapsed());
    }
    times.sort();
    say("one entry until readable p50", ms(times[250]));
    say("one entry until readable p99", ms(times[494]));
}

/// What a hub does at its start, in a process of its own.
fn start(folder: &Path) {
    let root = RootKey::load(&folder.join("root.key")).expect("key");
    let path = folder.join("keyring");
    let ring = Keyring::open(Arc::new(RealDisk), &path, &root, StoreId([7; 16])).expect("ring");
    let ring = Arc::new(RwLock::new(ring));
    say(
        "--- new process: memory with the keyring",
        format!("{} MB", memory_mb("VmRSS")),
    );
    let start = Instant::now();
    let views = open(&folder.join("views"), &ring, u64::MAX);
    say("open", ms(start.elapsed()));
    say("memory after open", format!("{} MB", memory_mb("VmRSS")));
    let (start, began) = (Instant::now(), on_cpu());
    let heads = views.load_heads(|_, _| {}).expect("loads");
    say("load_heads", ms(start.elapsed()));
    say("load_heads on a processor", ms(on_cpu() - began));
    say(
        "memory with the heads",
        format!("{} MB", memory_mb("VmRSS")),
    );
    let start = Instant::now();
    let mut seen = 0;
    let count = |_: &_| {
        seen += 1;
        ControlFlow::Continue(())
    };
    views.each_client(count).expect("reads");
    say("each_client", ms(start.elapsed()));
    let start = Instant::now();
    let mut lines = 0;
    let count = |_, _, history: &[_]| {
        lines += history.len();
        ControlFlow::Continue(())
    };
    views.each_note(count).expect("reads");
    say(&format!("each_note, {lines} lines"), ms(start.elapsed()));
    say(
        "memory after all was read",
        format!("{} MB", memory_mb("VmRSS")),
    );
    let mut heads = heads;
    let start = Instant::now();
    views.check(&heads).expect("agrees");
    say("check", ms(start.elapsed()));
    drop(views);
    say("memory, views closed", format!("{} MB", memory_mb("VmRSS")));
    heads = Heads::default();
    say(
        "memory, heads dropped",
        format!("{} MB", memory_mb("VmRSS")),
    );
    assert_eq!(heads.seq, 0);
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let Some(folder) = args.iter().skip_while(|arg| *arg != "--open").nth(1) {
        return start(Path::new(folder));
    }
    let numbers: Vec<u32> = std::env::args()
        .filter_map(|arg| arg.parse().ok())
        .collect();
    let world = World {
        clients: numbers.first().copied().unwrap_or(100_000),
        contacts: numbers.get(1).copied().unwrap_or(12),
        by_client: std::env::args().any(|arg| arg == "by-client"),
    };
    let folder = tempfile::tempdir_in(".").expect("folder");
    let dir = folder.path().join("views");
    let ring = keyring(folder.path(), world.clients);
    say("memory before", format!("{} MB", memory_mb("VmRSS")));
    let (views, mut heads) = rebuild(&world, &dir, &ring);
    say(
        "peak memory so far (heads included)",
        format!("{} MB", memory_mb("VmHWM")),
    );
    let start = Instant::now();
    drop(views);
    say("close", ms(start.elapsed()));
    say(
        "memory after close (heads still held)",
        format!("{} MB", memory_mb("VmRSS")),
    );
    let own = std::env::current_exe().expect("this program");
    for round in ["1", "2"] {
        let mut child = std::process::Command::new(&own);
        child.arg("--open").arg(folder.path()).arg(round);
        assert!(child.status().expect("runs").success());
    }
    let views = *open(&dir, &ring, heads.seq);
    let start = Instant::now();
    for number in 1..=1000 {
        let head = heads
            .case(CaseId(1 + number * 89 % world.clients))
            .expect("head");
        views.client(head.client).expect("reads").expect("there");
        views.case(head).expect("reads").expect("there");
    }
    say(
        "one client and case whole, mean",
        ms(start.elapsed() / 1000),
    );
    live_writes(views, &mut heads, &world);
    say("peak memory", format!("{} MB", memory_mb("VmHWM")));
}
