//! What a keystroke in the finder costs, how often the right client comes first, and how much
//! memory the index takes. `cargo bench --bench search`; `-- 1000000` for that size alone,
//! `-- times` without the rest, `-- misses` with what stood before the right client,
//! `-- '?anne smi'` for what one query costs.

#![allow(clippy::print_stdout, reason = "a bench reports by printing")]

#[path = "../tests/search/people.rs"]
#[allow(dead_code, reason = "shared with the tests, which use all of it")]
mod people;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use caseload::search::{Index, ItemId, Kind, KindSet, Reach, fold};
use people::{Dice, Person, Slip, mistype};

/// Rows asked for, as a finder on a tall screen would.
const LIMIT: usize = 50;
const NOTES: usize = 12;
/// People looked for in each way.
const SAMPLE: usize = 3000;

fn main() {
    let sizes: Vec<usize> = std::env::args()
        .filter_map(|arg| arg.parse().ok())
        .collect();
    let sizes = if sizes.is_empty() {
        vec![100_000, 1_000_000]
    } else {
        sizes
    };
    for size in sizes {
        report(size, if size <= 100_000 { NOTES } else { 0 });
    }
}

fn report(size: usize, notes: usize) {
    let people = people::people(size, 1);
    let rare = people::rare_words(20_000, 2);
    let before = resident();
    let started = Instant::now();
    let mut index = people::index_of(&people);
    for id in 0..300 {
        index.put_service(
            id,
            &rare[id as usize],
            "a group that meets for lunch and company",
        );
    }
    let mut clients_took = started.elapsed();
    let clients_memory = resident().saturating_sub(before);
    let mut notes_took = Duration::ZERO;
    let mut dice = Dice::new(3);
    for round in 0..notes {
        for (client, person) in people.iter().enumerate() {
            let text = people::note(person, &rare, &mut dice);
            let id = (round * people.len() + client) as u32;
            let started = Instant::now();
            index.put_note(id, client as u32, &text);
            notes_took += started.elapsed();
        }
    }
    let memory = resident().saturating_sub(before);
    println!(
        "== {size} clients, {notes} notes each: {:?}",
        index.counts()
    );
    println!("   clients in {clients_took:.1?}, notes in {notes_took:.1?}");
    println!(
        "   memory: clients {} MB, all {} MB",
        clients_memory >> 20,
        memory >> 20
    );
    for typed in std::env::args().filter_map(|arg| arg.strip_prefix('?').map(str::to_string)) {
        one_query(&index, &typed);
    }
    clients_took = keystrokes(&index, &people);
    println!("   (keystrokes took {clients_took:.1?} in all)");
    if !std::env::args().any(|arg| arg == "times") {
        recall(&index, &people);
    }
}

/// What one query costs and finds, by kind.
fn one_query(index: &Index, typed: &str) {
    for kind in [Kind::Client, Kind::Service, Kind::Note] {
        let find = || index.find(typed, KindSet::only(kind), LIMIT, &|_| Reach::Other);
        let found = find();
        let took = cost(|| {
            black_box(find());
        });
        let (total, best) = (found.total, found.hits.first());
        println!(
            "   {typed:?} {kind:?}: {took:.1?}, {total} found, more {}, {best:?}",
            found.more
        );
    }
}

/// How somebody who was looked for came out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Came {
    First,
    /// After somebody whom what was typed is as near to: nobody can know who was meant.
    AfterAsNear,
    /// After somebody whom what was typed is nearer to.
    AfterNearer,
    /// After somebody whose name is, or begins, as typed.
    AfterName,
    /// After a note or a service with a word as typed.
    AfterOther,
    NotShown,
}

fn came(index: &Index, typed: &str, id: usize) -> Came {
    let found = index.find(typed, KindSet::ALL, LIMIT, &|_| Reach::Other);
    let wanted = ItemId::client(id as u32);
    let right = found.hits.iter().find(|hit| hit.item == wanted);
    let (Some(first), Some(right)) = (found.hits.first(), right) else {
        return Came::NotShown;
    };
    match first.item.kind {
        _ if first.item == wanted => Came::First,
        _ if first.score == right.score => Came::AfterAsNear,
        Kind::Service | Kind::Note => Came::AfterOther,
        Kind::Client if first.near => Came::AfterNearer,
        Kind::Client => Came::AfterName,
    }
}

/// The share of those who came first, in a hundred; with `-- misses` also why others did not.
fn share(index: &Index, people: &[Person], ids: &[usize], query: &mut Query<'_>) -> f64 {
    let mut counts: BTreeMap<Came, usize> = BTreeMap::new();
    for &id in ids {
        let typed = query(&people[id]);
        *counts.entry(came(index, &typed, id)).or_default() += 1;
    }
    let of = |came| counts.get(&came).copied().unwrap_or(0) as f64 * 100.0 / ids.len() as f64;
    if std::env::args().any(|arg| arg == "misses") {
        println!(
            "      first {:.1} %, after one as near {:.1}, nearer {:.1}, a name as typed {:.1}, a note \
             or a service {:.1}, not shown {:.1}",
            of(Came::First),
            of(Came::AfterAsNear),
            of(Came::AfterNearer),
            of(Came::AfterName),
            of(Came::AfterOther),
            of(Came::NotShown),
        );
    }
    of(Came::First)
}

type Query<'a> = dyn FnMut(&Person) -> String + 'a;

/// Resident memory in bytes, as the kernel counts it.
fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm
        .split_whitespace()
        .nth(1)
        .and_then(|pages| pages.parse().ok());
    pages.unwrap_or(0) * 4096
}

/// What a search costs, without what else the machine does: the best of three, and for long ones,
/// which neighbours interrupt, the processor time of this thread.
fn cost(mut search: impl FnMut()) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let started = Instant::now();
        search();
        best = best.min(started.elapsed());
    }
    if best > Duration::from_millis(1) {
        for _ in 0..2 {
            let started = processor_time();
            search();
            best = best.min(processor_time().saturating_sub(started));
        }
    }
    best
}

/// Processor time of this thread; the kernel brings it up to date when the thread yields.
fn processor_time() -> Duration {
    std::thread::yield_now();
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = stat
        .split_whitespace()
        .next()
        .and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.unwrap_or(0))
}

/// Queries by what is typed, each typed letter by letter.
fn queries(people: &[Person], dice: &mut Dice) -> Vec<(&'static str, String)> {
    let mut queries = Vec::new();
    for _ in 0..60 {
        let person = &people[dice.below(people.len())];
        let (given, family) = (fold::fold(&person.given), fold::fold(&person.family));
        let slip = [Slip::Wrong, Slip::Missing, Slip::Swapped][dice.below(3)];
        queries.push(("family", family.clone()));
        queries.push(("given family", format!("{given} {family}")));
        queries.push(("family given", format!("{family} {given}")));
        queries.push((
            "typing error",
            format!("{given} {}", mistype(&family, slip, dice)),
        ));
        queries.push(("family error", mistype(&family, slip, dice)));
        queries.push(("nhs number", person.nhs.clone()));
        queries.push(("phone", person.phone.clone()));
        queries.push(("birth date", person.born.format("%d/%m/%Y").to_string()));
        queries.push((
            "family + date",
            format!("{family} {}", person.born.format("%d.%m.%y")),
        ));
        queries.push(("postcode", person.postcode.clone()));
        queries.push(("note words", "asked about debt letters".to_string()));
    }
    queries
}

fn keystrokes(index: &Index, people: &[Person]) -> Duration {
    let mut dice = Dice::new(7);
    let queries = queries(people, &mut dice);
    let everyone = |_: ItemId| Reach::Other;
    let caseload: Vec<bool> = (0..people.len())
        .map(|id| id % (people.len() / 80) == 0)
        .collect();
    let own = |item: ItemId| {
        if caseload[item.id as usize % caseload.len()] {
            Reach::Own
        } else {
            Reach::Hidden
        }
    };
    let ids: Vec<u32> = (0..people.len() as u32)
        .filter(|id| caseload[*id as usize])
        .collect();
    let started = Instant::now();
    for who in ["all seeing", "own by predicate", "own by list"] {
        let mut all = Vec::new();
        let mut by_kind: BTreeMap<&str, Vec<(Duration, String)>> = BTreeMap::new();
        for (kind, query) in &queries {
            for end in query.char_indices().map(|(at, c)| at + c.len_utf8()) {
                let typed = query.get(..end).unwrap_or_default();
                let took = cost(|| {
                    black_box(match who {
                        "all seeing" => index.find(typed, KindSet::ALL, LIMIT, &everyone),
                        "own by predicate" => index.find(typed, KindSet::ALL, LIMIT, &own),
                        _ => index.find_among(typed, KindSet::ALL, LIMIT, &ids, &own),
                    });
                });
                all.push((took, typed.to_string()));
                by_kind
                    .entry(kind)
                    .or_default()
                    .push((took, typed.to_string()));
            }
        }
        line(who, &mut all);
        if who == "all seeing" {
            by_kind
                .iter_mut()
                .for_each(|(kind, times)| line(kind, times));
        }
    }
    started.elapsed()
}

fn line(name: &str, times: &mut [(Duration, String)]) {
    times.sort();
    let at = |share: f64| {
        times[((times.len() - 1) as f64 * share) as usize]
            .0
            .as_secs_f64()
            * 1e3
    };
    let slowest = times.last().map_or("", |(_, typed)| typed);
    println!(
        "   {name:<18} p50 {:>7.3} ms  p90 {:>7.3}  p99 {:>7.3}  max {:>7.3} ({slowest})  n {}",
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0),
        times.len()
    );
}

/// How often the right client comes first.
fn recall(index: &Index, people: &[Person]) {
    let mut dice = Dice::new(11);
    let mut full: BTreeMap<String, usize> = BTreeMap::new();
    let mut family: BTreeMap<String, usize> = BTreeMap::new();
    let mut postcodes: BTreeMap<&str, usize> = BTreeMap::new();
    let name = |p: &Person| format!("{} {}", fold::fold(&p.given), fold::fold(&p.family));
    for person in people {
        *full.entry(name(person)).or_default() += 1;
        *family.entry(fold::fold(&person.family)).or_default() += 1;
        *postcodes.entry(&person.postcode).or_default() += 1;
    }
    let long = |p: &Person| fold::fold(&p.family).chars().count() >= 5;
    let unique_full = |p: &Person| long(p) && full[&name(p)] == 1;
    let unique_family = |p: &Person| long(p) && family[&fold::fold(&p.family)] == 1;
    let sample = |dice: &mut Dice, fits: &dyn Fn(&Person) -> bool| -> Vec<usize> {
        let ids = std::iter::repeat_with(|| dice.below(people.len()));
        ids.filter(|id| fits(&people[*id])).take(SAMPLE).collect()
    };
    let share = |ids: &[usize], query: &mut Query<'_>| share(index, people, ids, query);
    type Fits<'a> = &'a dyn Fn(&Person) -> bool;
    let groups: [(&str, Fits<'_>); 3] = [
        ("full name once, family 5+", &unique_full),
        ("family name once, 5+", &unique_family),
        ("anyone", &|_| true),
    ];
    for (group, fits) in groups {
        let ids = sample(&mut dice, fits);
        let exact = share(&ids, &mut |p| format!("{} {}", p.given, p.family));
        let swapped = share(&ids, &mut |p| format!("{} {}", p.family, p.given));
        let alone = share(&ids, &mut |p| p.family.clone());
        println!(
            "   first of {SAMPLE}, {group}: exact {exact:.1} %, swapped {swapped:.1} %, family alone {alone:.1} %"
        );
        for slip in [Slip::Wrong, Slip::Missing, Slip::Swapped] {
            let mut slips = Dice::new(slip as u64 + 21);
            let both = share(&ids, &mut |p| {
                format!(
                    "{} {}",
                    p.given,
                    mistype(&fold::fold(&p.family), slip, &mut slips)
                )
            });
            let alone = share(&ids, &mut |p| {
                mistype(&fold::fold(&p.family), slip, &mut slips)
            });
            println!("      {slip:?} letter: given family {both:.1} %, family alone {alone:.1} %");
        }
    }
    let ids = sample(&mut dice, &|p| !p.nhs.is_empty());
    let nhs = share(&ids, &mut |p| p.nhs.clone());
    let packed = share(&ids, &mut |p| p.nhs.replace(' ', ""));
    let ids = sample(&mut dice, &|p| postcodes[p.postcode.as_str()] == 1);
    let postcode = share(&ids, &mut |p| p.postcode.clone());
    let joined = share(&ids, &mut |p| p.postcode.to_lowercase().replace(' ', ""));
    println!("   NHS number {nhs:.1} / {packed:.1} %, postcode {postcode:.1} / {joined:.1} %");
}
