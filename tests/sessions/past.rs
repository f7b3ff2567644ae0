//! Lists as they stood on an earlier day.

use std::fs;

use caseload::{
    clock,
    domain::terms::StoreKind,
    domain::{
        access::Asker,
        gate::{Admitted, Gate},
        heads::Heads,
        intent::Intent,
        zone::store_date,
    },
    exchange::demo::Demo,
    hub::{found, layout::Layout},
    readmodel::cases::{self, CasePage, CaseQuery, States, Whose},
    wire::{Reply, Request},
};
use chrono::{Days, NaiveDate, TimeDelta};

use super::store::{AMIRA, BEN, IDA, Running, Session, Store, day};
use caseload::hub::serve::{OpenFor, Stay};

/// The base network with all its months, and its entries.
struct Network {
    hub: Option<Running>,
    layout: Layout,
    entries: Vec<caseload::domain::fact::Entry>,
    _folder: tempfile::TempDir,
}

impl Network {
    fn new() -> Network {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path().join("store"));
        let demo = Demo::on(day("2026-11-23"));
        let entries: Vec<_> = demo.entries().unwrap().collect();
        let mut founded = found::found(&layout, StoreKind::Demo).unwrap();
        founded.write(&entries).unwrap();
        let last = entries.last().unwrap();
        let uid = rustix::process::geteuid().as_raw();
        let everybody = entries.iter().flat_map(|entry| &entry.facts);
        let everybody = everybody.filter_map(|(_, fact)| match fact {
            caseload::domain::fact::Fact::StaffAdded(staff) => Some((
                caseload::domain::fact::About::Rest,
                caseload::domain::fact::Fact::AccountMapped {
                    staff: staff.id,
                    uid,
                },
            )),
            _ => None,
        });
        founded
            .write_facts(last.seq + 1, last.recorded, everybody.collect())
            .unwrap();
        founded.finish(&layout).unwrap();
        let mut network = Network {
            hub: None,
            layout,
            entries,
            _folder: folder,
        };
        network.open();
        network
    }

    fn open(&mut self) {
        self.hub = None;
        let hub = Running::start(&self.layout, OpenFor::Owner, Stay::ForGood).unwrap();
        self.hub = Some(hub.expect("no other hub"));
    }

    fn session(&self, who: &str) -> Session {
        self.hub.as_ref().expect("a hub").session(who)
    }

    /// The heads on that day by a plain fold.
    fn plainly(&self, on: NaiveDate) -> Heads {
        let mut heads = Heads::default();
        let mut gate = Gate::default();
        for entry in &self.entries {
            if store_date(entry.recorded) <= on
                && let Admitted::Counts(entry) = gate.admit(entry.clone())
            {
                heads.apply(&entry);
            }
        }
        heads
    }

    /// The rows that a manager of everything should be shown.
    fn expected(&self, on: NaiveDate) -> Vec<cases::CaseRow> {
        let (past, now) = (self.plainly(on), self.plainly(day("2026-11-23")));
        let mut staff = now.directory.staff.values();
        let pat = staff.find(|staff| staff.handle == "pat").unwrap();
        let asker = Asker {
            staff: pat,
            today: day("2026-11-23"),
            owner: true,
            rights_of: Some(&now),
        };
        cases::build(&past, asker, on, &query(Whose::All)).rows
    }

    fn kept(&self) -> Vec<std::path::PathBuf> {
        let listing = fs::read_dir(self.layout.past()).into_iter().flatten();
        let mut kept: Vec<_> = listing.map(|file| file.unwrap().path()).collect();
        kept.sort();
        kept
    }
}

fn query(whose: Whose) -> CaseQuery {
    CaseQuery {
        whose,
        states: States::All,
        limit: 500,
        ..CaseQuery::default()
    }
}

fn as_of(session: &mut Session, on: NaiveDate, whose: Whose) -> CasePage {
    let request = Request::AsOf(on, Box::new(Request::Cases(query(whose))));
    match session.ask(&request).unwrap() {
        Reply::Cases(page) => page,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_caseload_stands_as_it_did_whatever_is_left_of_the_snapshots() {
    let mut network = Network::new();
    let days = [
        "2026-11-22",
        "2026-10-31",
        "2026-11-01",
        "2026-10-12",
        "2026-11-16",
    ];
    let mut seen = 0;
    for on in days.map(day) {
        let page = as_of(&mut network.session("pat"), on, Whose::All);
        assert_eq!(page.today, on);
        assert_eq!(page.rows, network.expected(on), "as of {on}");
        seen += page.rows.len();
    }
    assert!(seen > 50, "there is something to compare");
    let kept = network.kept();
    assert!(!kept.is_empty(), "the ends of months are kept");
    // Damaged, half written, gone: the journal makes them again.
    let bytes = fs::read(&kept[0]).unwrap();
    fs::write(&kept[0], &bytes[..bytes.len() / 2]).unwrap();
    for file in &kept[1..] {
        let mut bytes = fs::read(file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(file, bytes).unwrap();
    }
    network.open();
    for on in days.map(day) {
        let page = as_of(&mut network.session("pat"), on, Whose::All);
        assert_eq!(page.rows, network.expected(on), "as of {on}, made again");
    }
    assert_eq!(network.kept(), kept);
    // And from whole ones, in a hub that has folded nothing yet.
    network.open();
    let on = day("2026-11-16");
    let page = as_of(&mut network.session("pat"), on, Whose::All);
    assert_eq!(page.rows, network.expected(on));
}

#[test]
fn a_snapshot_shows_nobody_in_the_clear() {
    let network = Network::new();
    as_of(&mut network.session("pat"), day("2026-11-22"), Whose::All);
    for file in network.kept() {
        let bytes = fs::read(&file).unwrap();
        let name = b"O'Neill";
        assert!(!bytes.windows(name.len()).any(|window| window == name));
    }
}

#[test]
fn the_rights_of_today_decide_who_may_look_back() {
    let store = Store::recorded(clock::now() - TimeDelta::days(40));
    let hub = store.open();
    let yesterday = store_date(clock::now()) - Days::new(1);
    let version = hub.session("ben").case(IDA).unwrap().version;
    let give = Intent::Assign {
        case: IDA,
        version,
        to: Some(AMIRA),
        note: "moves to Elm".to_owned(),
    };
    let shows = |who: &str, whose: Whose| {
        let page = as_of(&mut hub.session(who), yesterday, whose);
        page.rows.iter().any(|row| row.case == IDA)
    };
    assert!(shows("ben", Whose::Of(BEN)) && !shows("amira", Whose::All));
    hub.session("ben").act(give).unwrap();
    assert!(shows("amira", Whose::Of(BEN)), "hers now, and his then");
    assert!(!shows("ben", Whose::All), "his then, and hers now");
}

#[test]
fn what_was_never_written_and_what_is_no_list_is_said_so() {
    let store = Store::training();
    let hub = store.open();
    let mut amira = hub.session("amira");
    let long_ago = day("2019-01-01");
    let early = Request::AsOf(long_ago, Box::new(Request::Cases(query(Whose::All))));
    let refused = amira.ask(&early).unwrap_err();
    assert!(refused.message.contains("by 1 Jan 2019"), "{refused}");
    let yesterday = store_date(clock::now()) - Days::new(1);
    let intent = Request::AsOf(yesterday, Box::new(Request::Do(Intent::Undo)));
    assert!(amira.ask(&intent).is_err());
    // Today and later are now.
    let today = store_date(clock::now());
    assert!(!as_of(&mut amira, today, Whose::All).rows.is_empty());
}
