//! `cargo bench --bench hub [-- --clients N]`: the hub on a large store, as a process of its own.
//!
//! Makes the store (twelve contacts a client), then prints: rebuild, cold start, memory steady and
//! at its peaks, sizes on disk, acknowledged writes and finder answers through the socket, and an
//! import of as many rows as there are clients.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::zombie_processes,
    clippy::print_stdout,
    reason = "a bench prints, and stops where it cannot go on"
)]
#![allow(clippy::cast_precision_loss, reason = "for reading")]

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use caseload::{
    domain::{
        fact::{About, Entry, Fact},
        ids::{CaseId, StaffId},
        intent::Intent,
        referral::ReferralRow,
        terms::StoreKind,
    },
    exchange::demo::Demo,
    hub::{found, layout::Layout, ledger},
    readmodel::{
        cases::{CaseQuery, Whose},
        lists::Desk,
    },
    wire::{Reply, Request, link::Link},
};

#[path = "../tests/support/kill.rs"]
#[allow(dead_code, reason = "only the start of a hub is wanted here")]
mod kill;

const BINARY: &str = env!("CARGO_BIN_EXE_caseload");
const CONTACTS: u16 = 12;
const AT_ONCE: usize = 2_000;

fn main() {
    let clients = number_after("--clients").unwrap_or(100_000);
    let folder = tempfile::tempdir().expect("a folder");
    let layout = Layout::new(folder.path().join("store"));
    let made = make(&layout, clients);
    println!(
        "store: {clients} clients, {} entries, {} of plaintext; journal {} ({:.2} of it)",
        made.entries,
        megabytes(made.plaintext),
        megabytes(made.journal),
        ratio(made.journal, made.plaintext),
    );
    let hub = rebuild_at_start(&layout, &made);
    end(hub);
    let hub = cold_start(&layout);
    let mut link = connect(&layout);
    until_read(&mut link, &hub);
    finder(&mut link);
    writes(&layout, &mut link);
    rebuild_on_request(&mut link, &hub, &made);
    import(&mut link, &hub, clients);
    let since = Instant::now();
    end(hub);
    println!("end: {} ms", since.elapsed().as_millis());
}

fn number_after(flag: &str) -> Option<u32> {
    let mut args = std::env::args().skip_while(|arg| arg != flag);
    args.nth(1)?.parse().ok()
}

fn megabytes(bytes: u64) -> String {
    let megabytes = bytes as f64 / 1e6;
    format!("{megabytes:.1} MB")
}

fn ratio(bytes: u64, of: u64) -> f64 {
    bytes as f64 / of.max(1) as f64
}

struct Made {
    entries: u64,
    plaintext: u64,
    journal: u64,
}

/// The demonstration as `caseload demo --make` writes it, with as many contacts as wanted.
fn make(layout: &Layout, clients: u32) -> Made {
    let mut demo = Demo::on("2026-11-23".parse().expect("a day"));
    demo.clients = clients;
    demo.contacts_each = Some(CONTACTS);
    let mut founded = found::found(layout, StoreKind::Demo).expect("a store");
    let mut made = Made {
        entries: 0,
        plaintext: 0,
        journal: 0,
    };
    let mut recorded = None;
    let mut staff = Vec::new();
    let mut waiting: Vec<Entry> = Vec::with_capacity(AT_ONCE);
    let mut entries = demo.entries().expect("the demo's data").peekable();
    while let Some(entry) = entries.next() {
        made.entries = entry.seq;
        recorded = Some(entry.recorded);
        for (_, fact) in &entry.facts {
            if let Fact::StaffAdded(added) = fact {
                staff.push((added.id, added.handle.clone()));
            }
        }
        waiting.push(entry);
        if waiting.len() >= AT_ONCE || entries.peek().is_none() {
            founded.write(&waiting).expect("a write");
            let ring = founded.keyring.read().expect("the keys");
            for entry in waiting.drain(..) {
                let parts = ledger::encode(&ring, &entry).expect("an entry").parts;
                made.plaintext += parts
                    .iter()
                    .map(|part| part.plain.len() as u64)
                    .sum::<u64>();
            }
        }
    }
    made.journal = founded.journal.snapshot().bytes().expect("its size");
    let uid = rustix::process::geteuid().as_raw();
    staff.sort_by_key(|(id, handle)| (handle != "amira", *id));
    let mapped =
        |(staff, _): (StaffId, String)| (About::Staff(staff), Fact::AccountMapped { staff, uid });
    let facts: Vec<_> = staff.into_iter().map(mapped).collect();
    let recorded = recorded.expect("entries") + Duration::from_millis(1);
    for (facts, seq) in facts.chunks(200).zip(made.entries + 1..) {
        founded
            .write_facts(seq, recorded, facts.to_vec())
            .expect("a write");
    }
    founded.finish(layout).expect("a store");
    made
}

fn connect(layout: &Layout) -> Link {
    Link::connect(&layout.socket(), "pat").expect("let in")
}

fn ask(link: &mut Link, request: &Request) -> Reply {
    link.ask(request, &mut |_, _| {}).expect("an answer")
}

fn desk(link: &mut Link) -> Desk {
    match ask(link, &Request::Desk) {
        Reply::Desk(desk) => *desk,
        other => panic!("no desk: {other:?}"),
    }
}

/// A field of the hub's `/proc/PID/status`, in bytes.
fn status(hub: &Child, field: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", hub.id())).expect("its status");
    let line = status.lines().find(|line| line.starts_with(field));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
    kilobytes
        .and_then(|text| text.parse::<u64>().ok())
        .unwrap_or(0)
        * 1024
}

/// Seconds of processor time that the hub has used.
fn processor(hub: &Child) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{}/stat", hub.id())).expect("its times");
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let ticks = after_name.split(' ').skip(11).take(2);
    ticks
        .filter_map(|text| text.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

fn resident(hub: &Child) -> String {
    megabytes(status(hub, "VmRSS:"))
}

fn peak(hub: &Child) -> String {
    megabytes(status(hub, "VmHWM:"))
}

/// From here on the peak is that of what comes.
fn forget_peak(hub: &Child) {
    fs::write(format!("/proc/{}/clear_refs", hub.id()), "5").expect("the peak is set back");
}

/// Asks the hub to end, as systemd does, and waits.
fn end(mut hub: Child) {
    let pid = hub.id().to_string();
    Command::new("kill").arg(pid).status().expect("a signal");
    hub.wait().expect("the hub");
}

fn size_of(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    entries
        .map(|entry| match entry.metadata().expect("its size") {
            meta if meta.is_dir() => size_of(&entry.path()),
            meta => meta.len(),
        })
        .sum()
}

fn rebuild_at_start(layout: &Layout, made: &Made) -> Child {
    let since = Instant::now();
    let hub = kill::start_hub(BINARY, layout);
    let took = since.elapsed();
    println!(
        "rebuild at start: {:.1} s ({:.1} s of processor time), {:.0} entries/s ({:.0} by processor \
         time), peak {}; views {} ({:.2} of plaintext)",
        took.as_secs_f64(),
        processor(&hub),
        made.entries as f64 / took.as_secs_f64(),
        made.entries as f64 / processor(&hub),
        peak(&hub),
        megabytes(size_of(&layout.views())),
        ratio(size_of(&layout.views()), made.plaintext),
    );
    hub
}

/// `caseload agenda` where no hub runs, then the same in parts.
fn cold_start(layout: &Layout) -> Child {
    let since = Instant::now();
    let hub = kill::start_hub(BINARY, layout);
    let ready = since.elapsed();
    let mut link = connect(layout);
    let request = Request::Agenda {
        practice: None,
        whose: Whose::Mine,
    };
    let Reply::Agenda(agenda) = ask(&mut link, &request) else {
        panic!("no agenda")
    };
    println!(
        "cold start: ready {} ms, first rows {} ms ({:.2} s of processor time), {} rows of pat's \
         agenda, resident {}",
        ready.as_millis(),
        since.elapsed().as_millis(),
        processor(&hub),
        agenda.rows.len(),
        resident(&hub),
    );
    let since = Instant::now();
    let shown = Command::new(BINARY)
        .arg("--data")
        .arg(&layout.data)
        .args(["--as", "amira", "agenda"])
        .stdin(Stdio::null())
        .output()
        .expect("the agenda");
    assert!(shown.status.success(), "no agenda");
    println!(
        "caseload agenda, hub running: {} ms",
        since.elapsed().as_millis()
    );
    hub
}

fn find(link: &mut Link, text: &str) -> caseload::readmodel::find::Found {
    let request = Request::Find {
        text: text.to_owned(),
        kinds: Vec::new(),
        limit: 20,
    };
    match ask(link, &request) {
        Reply::Found(found) => found,
        other => panic!("nothing found: {other:?}"),
    }
}

fn until_read(link: &mut Link, hub: &Child) {
    let since = Instant::now();
    let mut names = None;
    loop {
        let unread = find(link, "a").unread;
        if !unread.starts_with("names") && names.is_none() {
            names = Some(since.elapsed());
        }
        if unread.is_empty() {
            break;
        }
        thread::sleep(Duration::from_millis(20));
    }
    println!(
        "reading: names after {:.1} s, notes after {:.1} s; resident {}, peak {}",
        names.unwrap_or_default().as_secs_f64(),
        since.elapsed().as_secs_f64(),
        resident(hub),
        peak(hub),
    );
}

/// p50, p99 and the worst, in milliseconds.
fn spread(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3;
    format!(
        "p50 {:.2} ms, p99 {:.2} ms, worst {:.2} ms",
        at(50),
        at(99),
        at(100)
    )
}

fn finder(link: &mut Link) {
    let queries = [
        "m", "ma", "mar", "marg", "smi", "smith j", "oneil", "9990", "choir", "el1 4",
    ];
    let mut times = Vec::new();
    for query in queries.iter().cycle().take(400) {
        let since = Instant::now();
        find(link, query);
        times.push(since.elapsed());
    }
    println!("finder through the socket: {}", spread(times));
}

fn some_cases(link: &mut Link) -> Vec<CaseId> {
    let query = CaseQuery {
        whose: Whose::All,
        limit: 400,
        ..CaseQuery::default()
    };
    match ask(link, &Request::Cases(query)) {
        Reply::Cases(page) => page.rows.iter().map(|row| row.case).collect(),
        other => panic!("no cases: {other:?}"),
    }
}

fn note(link: &mut Link, case: CaseId) -> Duration {
    let text = "Rang about the allotment; will try on Tuesday.".to_owned();
    let since = Instant::now();
    let reply = ask(link, &Request::Do(Intent::AddNote { case, text }));
    assert!(matches!(reply, Reply::Done(_)), "{reply:?}");
    since.elapsed()
}

fn writes(layout: &Layout, link: &mut Link) {
    let cases = some_cases(link);
    let times: Vec<Duration> = cases
        .iter()
        .cycle()
        .take(1_000)
        .map(|case| note(link, *case))
        .collect();
    println!("acknowledged write, 1 session: {}", spread(times));
    for sessions in [8, 50] {
        let since = Instant::now();
        let writers: Vec<_> = (0..sessions)
            .map(|writer| {
                let (mut link, case) = (connect(layout), cases[writer]);
                thread::spawn(move || -> Vec<Duration> {
                    (0..100).map(|_| note(&mut link, case)).collect()
                })
            })
            .collect();
        let times: Vec<Duration> = writers
            .into_iter()
            .flat_map(|writer| writer.join().expect("a writer"))
            .collect();
        println!(
            "acknowledged writes, {sessions} sessions: {:.0} a second, {}",
            times.len() as f64 / since.elapsed().as_secs_f64(),
            spread(times),
        );
    }
}

fn rebuild_on_request(link: &mut Link, hub: &Child, made: &Made) {
    forget_peak(hub);
    let (since, used) = (Instant::now(), processor(hub));
    ask(link, &Request::Rebuild);
    let (took, used) = (since.elapsed(), processor(hub) - used);
    println!(
        "rebuild of a hub in use: {:.1} s ({used:.1} s of processor time), {:.0} entries/s, peak {}, \
         resident {}",
        took.as_secs_f64(),
        made.entries as f64 / took.as_secs_f64(),
        peak(hub),
        resident(hub),
    );
}

fn import(link: &mut Link, hub: &Child, rows: u32) {
    let ods = desk(link)
        .practices
        .first()
        .expect("a practice")
        .ods
        .clone();
    forget_peak(hub);
    let since = Instant::now();
    let numbers: Vec<u32> = (1..=rows).collect();
    for numbers in numbers.chunks(50) {
        let rows = numbers.iter().map(|number| row(*number, &ods)).collect();
        ask(link, &Request::ImportRows(rows));
    }
    let sent = since.elapsed();
    let reply = ask(link, &Request::ImportCommit { dry_run: false });
    let Reply::Imported(imported) = reply else {
        panic!("not imported: {reply:?}")
    };
    assert_eq!(imported.new_clients, rows, "{:?}", imported.faults.first());
    println!(
        "import of {rows} rows: sent in {:.1} s, saved after {:.1} s; peak {}, resident {}",
        sent.as_secs_f64(),
        since.elapsed().as_secs_f64(),
        peak(hub),
        resident(hub),
    );
}

/// Somebody new, with a name that few others have.
fn row(number: u32, ods: &str) -> ReferralRow {
    let letters: String = number
        .to_string()
        .bytes()
        .map(|digit| char::from(b'a' + (digit - b'0') * 2))
        .collect();
    let day = |text: &str| -> chrono::NaiveDate { text.parse().expect("a day") };
    ReferralRow {
        line: u64::from(number) + 1,
        nhs_number: None,
        given_name: format!("Given{}", number % 700),
        family_name: format!("Listed{letters}"),
        preferred_name: None,
        date_of_birth: Some(day("1930-01-01") + chrono::Days::new(u64::from(number % 30_000))),
        phone: Some(format!("07700 {:06}", 900_000 + number % 1_000)),
        postcode: Some("EL1 4QT".to_owned()),
        practice_ods: Some(ods.to_owned()),
        referred_on: day("2026-11-10"),
        source: Some("Dr Rao".to_owned()),
        reason: None,
        assigned_to: None,
        notes: Some("Lives alone since May, likes singing; asked twice at reception.".to_owned()),
    }
}
