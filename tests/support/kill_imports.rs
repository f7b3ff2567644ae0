//! `kill -9` of the hub while a list is imported: all of it must be there, or nothing.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use caseload::{
    domain::referral::ReferralRow,
    hub::layout::Layout,
    readmodel::cases::{CaseQuery, States, Whose},
    wire::{Reply, Request, link::Link},
};

use super::start_hub;

/// Rows of each list: several groups.
const ROWS: u32 = 1_800;

/// What the rounds came to.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KilledImports {
    pub(crate) rounds: usize,
    /// Lists that a session was told were imported.
    pub(crate) acknowledged: usize,
    /// Lists found whole although nobody was told.
    pub(crate) whole: usize,
    /// Lists of which nothing was found.
    pub(crate) none: usize,
    /// Lists found in part, or told to be there and not found.
    pub(crate) torn: usize,
}

/// Kills the hub so often, each time at another place of an import; the first is left alone and
/// tells how long one takes.
pub(crate) fn kill_imports(binary: &str, layout: &Layout, rounds: usize) -> KilledImports {
    let mut killed = KilledImports::default();
    let mut hub = start_hub(binary, layout);
    let mut there = cases(layout);
    let (importer, over) = import(layout, 0);
    let whole = answers_until(layout, || over.load(Ordering::SeqCst));
    assert!(importer.join().expect("an importer"), "not imported");
    there += ROWS;
    for round in 0..rounds {
        let (importer, _) = import(layout, 1 + round);
        let wanted = whole * (2 * round + 1) / (2 * rounds);
        let mut answers = 0;
        answers_until(layout, || {
            answers += 1;
            answers > wanted
        });
        hub.kill().expect("kill -9");
        hub.wait().expect("the hub");
        let acknowledged = importer.join().expect("an importer");
        hub = start_hub(binary, layout);
        let now = cases(layout);
        killed.rounds += 1;
        killed.acknowledged += usize::from(acknowledged);
        match (now - there, acknowledged) {
            (ROWS, false) => killed.whole += 1,
            (0, false) => killed.none += 1,
            (ROWS, true) => {}
            _ => killed.torn += 1,
        }
        there = now;
    }
    hub.kill().expect("the last hub");
    hub.wait().expect("the last hub");
    killed
}

fn connect(layout: &Layout) -> Link {
    Link::connect(&layout.socket(), "pat").expect("let in")
}

fn cases(layout: &Layout) -> u32 {
    let query = CaseQuery {
        whose: Whose::All,
        states: States::All,
        ..CaseQuery::default()
    };
    match connect(layout).ask(&Request::Cases(query), &mut |_, _| {}) {
        Ok(Reply::Cases(page)) => page.total,
        other => panic!("no cases: {other:?}"),
    }
}

/// Asks for something small until it is enough; gives how often it was answered.
fn answers_until(layout: &Layout, mut enough: impl FnMut() -> bool) -> usize {
    let mut link = connect(layout);
    let mut answers = 0;
    while !enough() {
        link.ask(&Request::Desk, &mut |_, _| {}).expect("a desk");
        answers += 1;
    }
    answers
}

/// Imports a list of its own on a thread, which says whether it was told that it is done.
fn import(layout: &Layout, list: usize) -> (thread::JoinHandle<bool>, Arc<AtomicBool>) {
    let mut link = connect(layout);
    let over = Arc::new(AtomicBool::new(false));
    let theirs = Arc::clone(&over);
    let importer = thread::spawn(move || {
        let mut ask = |request: &Request| link.ask(request, &mut |_, _| {});
        let ods = match ask(&Request::Desk) {
            Ok(Reply::Desk(desk)) => desk.practices.first().expect("a practice").ods.clone(),
            other => panic!("no desk: {other:?}"),
        };
        let rows: Vec<ReferralRow> = (1..=ROWS).map(|number| row(list, number, &ods)).collect();
        let sent = rows
            .chunks(50)
            .all(|rows| ask(&Request::ImportRows(rows.to_vec())).is_ok());
        let done = sent.then(|| ask(&Request::ImportCommit { dry_run: false }));
        theirs.store(true, Ordering::SeqCst);
        match done {
            Some(Ok(Reply::Imported(imported))) => imported.new_cases == ROWS,
            Some(Ok(other)) => panic!("not imported: {other:?}"),
            // The line is down: the hub was killed.
            Some(Err(_)) | None => false,
        }
    });
    (importer, over)
}

fn row(list: usize, number: u32, ods: &str) -> ReferralRow {
    let day = |text: &str| -> chrono::NaiveDate { text.parse().expect("a day") };
    ReferralRow {
        line: u64::from(number) + 1,
        nhs_number: None,
        given_name: format!("Given{number}"),
        family_name: format!("List{list}"),
        preferred_name: None,
        date_of_birth: Some(day("1950-01-01") + chrono::Days::new(u64::from(number))),
        phone: None,
        postcode: None,
        practice_ods: Some(ods.to_owned()),
        referred_on: day("2026-11-10"),
        source: None,
        reason: None,
        assigned_to: None,
        notes: Some("Asked for at the desk.".to_owned()),
    }
}
