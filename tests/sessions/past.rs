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
    readmodel::{
        cases::{self, CasePage, CaseQuery, States, Whose},
        integration::{self, IntegrationQuery},
        review,
        since::{self, SinceQuery},
        team::{self, TeamPage},
    },
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

/// What the hub says of a request, and what a plain fold of the entries gives.
fn both(network: &Network, who: &str, on: NaiveDate, request: Request) -> (Reply, Reply) {
    let (past, now) = (network.plainly(on), network.plainly(day("2026-11-23")));
    let mut staff = now.directory.staff.values();
    let asker = Asker {
        staff: staff.find(|staff| staff.handle == who).unwrap(),
        today: day("2026-11-23"),
        owner: true,
        rights_of: Some(&now),
    };
    let plain = match &request {
        Request::Cases(query) => Reply::Cases(cases::build(&past, asker, on, query)),
        Request::Team(practice) => Reply::Team(team::build(&past, asker, on, *practice)),
        Request::Review(worker) => match review::build(&past, asker, on, *worker) {
            Ok(mut page) => {
                page.leads = false;
                Reply::Review(Box::new(page))
            }
            Err(refusal) => Reply::Refused(refusal),
        },
        Request::Integration(query) => {
            Reply::Integration(Box::new(integration::build(&past, asker, on, query)))
        }
        Request::Since(query) => {
            let was = network.plainly(query.from);
            Reply::Since(Box::new(since::build(&was, &past, asker, on, query)))
        }
        other => panic!("{other:?}"),
    };
    let asked = request.as_of(Some(on));
    assert!(matches!(asked, Request::AsOf(..)));
    (network.session(who).ask(&asked).unwrap(), plain)
}

#[test]
fn every_list_of_any_day_is_that_of_a_plain_fold() {
    let mut network = Network::new();
    let now = network.plainly(day("2026-11-23"));
    let mut workers = now.directory.staff.values();
    let amira = workers.find(|staff| staff.handle == "amira").unwrap().id;
    let mut supervisors = now.directory.staff.values();
    let supervisor = now.staff(amira).and_then(|staff| staff.supervisor);
    let supervisor = supervisors
        .find(|staff| Some(staff.id) == supervisor)
        .unwrap();
    // A fixed walk over the months, in no order, with the hub closed now and then.
    let (mut at, mut days) = (17_u64, 0);
    for turn in 0..24 {
        at = (at * 29 + 11) % 61;
        let on = day("2026-11-22") - Days::new(at);
        if network.plainly(on).seq == 0 {
            continue;
        }
        days += 1;
        for (who, request) in [
            ("pat", Request::Cases(query(Whose::All))),
            ("pat", Request::Team(None)),
            (supervisor.handle.as_str(), Request::Team(None)),
            (supervisor.handle.as_str(), Request::Review(amira)),
            ("amira", Request::Team(None)),
            ("amira", Request::Integration(IntegrationQuery::default())),
        ] {
            let (said, plain) = both(&network, who, on, request.clone());
            assert_eq!(said, plain, "{request:?} of {who} as of {on}");
        }
        if turn % 8 == 7 {
            network.open();
        }
    }
    assert!(days > 10, "there are days to compare: {days}");
}

#[test]
fn what_changed_between_two_days_is_that_of_two_plain_folds() {
    let network = Network::new();
    let mut rows = 0;
    for (from, until) in [("2026-11-09", "2026-11-16"), ("2026-10-12", "2026-11-22")] {
        let query = SinceQuery {
            from: day(from),
            whose: Whose::All,
            practice: None,
        };
        let (said, plain) = both(&network, "pat", day(until), Request::Since(query));
        let Reply::Since(page) = &said else {
            panic!("{said:?}");
        };
        rows += page.rows.len();
        assert_eq!(said, plain, "since {from} until {until}");
    }
    assert!(rows > 10, "there is something that changed: {rows}");
}

fn team_of(session: &mut Session, request: Request) -> TeamPage {
    match session.ask(&request).unwrap() {
        Reply::Team(page) => page,
        other => panic!("{other:?}"),
    }
}

#[test]
fn last_weeks_team_looks_the_same_today_as_it_did_then() {
    let store = Store::recorded(clock::now() - TimeDelta::days(40));
    let today = store_date(clock::now());
    let last_week = Request::Team(None).as_of(Some(today - Days::new(7)));
    let (then, now) = {
        let hub = store.open();
        let mut sam = hub.session("sam");
        let then = team_of(&mut sam, last_week.clone());
        let now = team_of(&mut sam, Request::Team(None));
        let same = team_of(&mut sam, Request::Team(None).as_of(Some(today)));
        assert_eq!(now, same, "as of today is today");
        // Everything that a day brings.
        let margaret = caseload::domain::ids::CaseId(1);
        hub.session("amira").log(margaret, "talked").unwrap();
        let version = hub.session("sam").case(margaret).unwrap().version;
        let away = Intent::Assign {
            case: margaret,
            version,
            to: None,
            note: "Amira leaves".to_owned(),
        };
        sam.act(away).unwrap();
        (then, now)
    };
    let hub = store.open();
    let mut sam = hub.session("sam");
    assert_eq!(team_of(&mut sam, last_week), then, "what was, stays");
    assert_ne!(
        team_of(&mut sam, Request::Team(None)),
        now,
        "what is, is not"
    );
    // And what changed says what.
    let query = SinceQuery {
        from: today - Days::new(7),
        whose: Whose::All,
        practice: None,
    };
    let Reply::Since(page) = sam.ask(&Request::Since(query)).unwrap() else {
        panic!("no page");
    };
    assert_eq!(
        (page.counts.given, page.counts.spoke, page.counts.new),
        (1, 1, 0)
    );
    let said = page.rows.first().expect("a row").said().join("; ");
    assert!(said.contains("with nobody, was with amira"), "{said}");
    let early = SinceQuery {
        from: today,
        ..query
    };
    assert!(
        sam.ask(&Request::Since(early)).is_err(),
        "today is not over"
    );
}

#[test]
fn who_no_longer_works_with_somebody_does_not_see_their_team_of_then() {
    let store = Store::recorded(clock::now() - TimeDelta::days(40));
    let hub = store.open();
    let yesterday = Request::Team(None).as_of(Some(store_date(clock::now()) - Days::new(1)));
    let page = team_of(&mut hub.session("sam"), yesterday.clone());
    assert_eq!(page.rows.len(), 1, "Amira");
    let amira = hub.session("amira").desk().unwrap().me;
    let now = caseload::domain::people::Staff {
        supervisor: None,
        ..amira
    };
    hub.session("pat").act(Intent::ChangeStaff(now)).unwrap();
    let page = team_of(&mut hub.session("sam"), yesterday);
    assert!(page.rows.is_empty(), "{:?}", page.rows);
}
