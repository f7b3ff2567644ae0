//! A training store with two practices, four people and four clients; its hub; sessions on it.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, channel},
    },
    thread,
    time::{Duration, Instant},
};

use caseload::{
    clock,
    domain::{
        case::{CaseField, CaseFields, FollowUp},
        client::{ClientField, ClientFields},
        contact::Contact,
        fact::{About, Fact},
        ids::{CaseId, ClientId, ContactId, PracticeId, StaffId},
        intent::{Intent, NextChoice},
        people::{Practice, Staff},
        referral::ReferralRow,
        terms::{ContactKind, FinderReach, Outcome, Role, StoreKind, With},
    },
    hub::{
        core::Core,
        found,
        layout::Layout,
        run::{Herald, Hub, Manner},
        serve::{Door, OpenFor, Stay},
    },
    readmodel::{
        agenda::Agenda,
        cases::{CasePage, CaseQuery, Whose},
        client::{CaseCard, ClientCard},
        find::Found,
        lists::Desk,
    },
    wire::{
        Notice, Reply, Request, Said, Trouble,
        link::{Link, NoLink},
        talk::{ClientBy, Done, Imported, Verdict},
    },
};
use chrono::{DateTime, NaiveDate, Utc};
use tempfile::TempDir;

/// Nothing in these tests takes so long; a test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) const AMIRA: StaffId = StaffId(1);
pub(crate) const BEN: StaffId = StaffId(2);
pub(crate) const ELM: PracticeId = PracticeId(1);
pub(crate) const OAK: PracticeId = PracticeId(2);
/// Amira's first case at Elm, and its client.
pub(crate) const PEG: CaseId = CaseId(1);
pub(crate) const PEG_CLIENT: ClientId = ClientId(1);
/// Amira's second, at Elm.
pub(crate) const TOM: CaseId = CaseId(2);
/// Ben's only, at Oak.
pub(crate) const IDA: CaseId = CaseId(3);
pub(crate) const IDA_CLIENT: ClientId = ClientId(3);
/// Nobody's, at Elm.
pub(crate) const SAL: CaseId = CaseId(4);

/// Runs `try_it` until it gives something.
pub(crate) fn wait_for<T>(what: &str, mut try_it: impl FnMut() -> Option<T>) -> T {
    let since = Instant::now();
    loop {
        if let Some(found) = try_it() {
            return found;
        }
        assert!(since.elapsed() < PATIENCE, "waited in vain until {what}");
        thread::park_timeout(Duration::from_millis(2));
    }
}

pub(crate) fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    wait_for(what, || holds().then_some(()));
}

/// A founded store in a folder of its own.
pub(crate) struct Store {
    pub(crate) layout: Layout,
    _folder: TempDir,
}

impl Store {
    /// A training store, its last entry just made.
    pub(crate) fn training() -> Store {
        Store::recorded(clock::now())
    }

    /// The same, with its entries made at `recorded`.
    pub(crate) fn recorded(recorded: DateTime<Utc>) -> Store {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path().join("store"));
        Store::found(&layout, recorded);
        Store {
            layout,
            _folder: folder,
        }
    }

    /// Founds the store in a folder that the caller looks after.
    pub(crate) fn found(layout: &Layout, recorded: DateTime<Utc>) {
        let mut founded = found::found(layout, StoreKind::Training).unwrap();
        let founding = Fact::StoreFounded {
            kind: StoreKind::Training,
            today: None,
        };
        let mut facts = vec![(About::Rest, founding)];
        facts.extend(practices());
        facts.extend(people());
        let mut entries = vec![facts];
        entries.extend(clients());
        for (seq, facts) in (1..).zip(entries) {
            founded.write_facts(seq, recorded, facts).unwrap();
        }
        founded.finish(layout).unwrap();
    }

    /// Runs a hub on it until the handle is dropped.
    pub(crate) fn open(&self) -> Running {
        self.open_as(OpenFor::Owner, Stay::ForGood)
    }

    pub(crate) fn open_as(&self, open_for: OpenFor, stay: Stay) -> Running {
        Running::start(&self.layout, open_for, stay)
            .unwrap()
            .expect("no other hub")
    }
}

fn practices() -> Vec<(About, Fact)> {
    [(ELM, "X90001", "Elm Tree"), (OAK, "X90002", "Oak Lane")]
        .into_iter()
        .map(|(id, ods, name)| {
            let practice = Practice {
                id,
                ods: ods.to_owned(),
                name: name.to_owned(),
                short: name.split(' ').next().unwrap_or_default().to_owned(),
                reach: FinderReach::Own,
                active: true,
            };
            (About::Rest, Fact::PracticeAdded(practice))
        })
        .collect()
}

/// Amira and Ben, Sam who supervises Amira, Pat who manages Elm; all are this account.
fn people() -> Vec<(About, Fact)> {
    let uid = rustix::process::geteuid().as_raw();
    [
        (
            AMIRA,
            "amira",
            "Amira Khan",
            Role::LinkWorker,
            vec![ELM],
            Some(StaffId(3)),
        ),
        (BEN, "ben", "Ben Osei", Role::LinkWorker, vec![OAK], None),
        (
            StaffId(3),
            "sam",
            "Sam Reed",
            Role::Supervisor,
            vec![ELM],
            None,
        ),
        (
            StaffId(4),
            "pat",
            "Pat Doyle",
            Role::PracticeManager,
            vec![ELM, OAK],
            None,
        ),
    ]
    .into_iter()
    .flat_map(|(id, handle, name, role, practices, supervisor)| {
        let staff = Staff {
            id,
            handle: handle.to_owned(),
            name: name.to_owned(),
            role,
            practices,
            supervisor,
            active: true,
            away: None,
            fte: None,
        };
        [
            (About::Staff(id), Fact::StaffAdded(staff)),
            (About::Staff(id), Fact::AccountMapped { staff: id, uid }),
        ]
    })
    .collect()
}

fn clients() -> Vec<Vec<(About, Fact)>> {
    [
        (1, "Margaret", "O'Neill", "9990070385", ELM, Some(AMIRA)),
        (2, "Tomasz", "Zieliński", "9990071497", ELM, Some(AMIRA)),
        (3, "Ida", "Okonkwo", "9990071128", OAK, Some(BEN)),
        (4, "Sal", "Reyes", "9990071861", ELM, None),
    ]
    .into_iter()
    .map(|(number, given, family, nhs, practice, worker)| {
        let client = ClientId(number);
        let fields = ClientFields::from([
            (ClientField::Given, given.to_owned()),
            (ClientField::Family, family.to_owned()),
            (ClientField::NhsNumber, nhs.to_owned()),
        ]);
        let referred_on = day("2026-11-02");
        let opened = Fact::CaseOpened {
            case: CaseId(number),
            client,
            practice,
            worker,
            referred_on,
            fields: CaseFields::from([(CaseField::ReferredOn, referred_on.to_string())]),
        };
        let added = Fact::ClientAdded {
            client,
            practice,
            fields,
        };
        vec![
            (About::Client(client), added),
            (About::Client(client), opened),
        ]
    })
    .collect()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

struct Silent;

impl Herald for Silent {
    fn progress(&mut self, _done: u64, _of: u64) {}
    fn ready(&mut self, _door: &Arc<Door>) {}
}

/// A hub that serves on a thread of its own, and goes when this is dropped.
pub(crate) struct Running {
    pub(crate) socket: PathBuf,
    pub(crate) door: Arc<Door>,
    core: Option<Arc<Core>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Running {
    /// `None` where another hub holds the store.
    pub(crate) fn start(
        layout: &Layout,
        open_for: OpenFor,
        stay: Stay,
    ) -> Result<Option<Running>, Trouble> {
        Running::start_at(layout, layout.socket(), open_for, stay)
    }

    /// The same, with its socket elsewhere.
    pub(crate) fn start_at(
        layout: &Layout,
        socket: PathBuf,
        open_for: OpenFor,
        stay: Stay,
    ) -> Result<Option<Running>, Trouble> {
        let manner = Manner {
            open_for,
            stay,
            ephemeral: false,
        };
        let Some(hub) = Hub::open(layout, &socket, manner, &mut Silent)? else {
            return Ok(None);
        };
        let (door, core) = (hub.door(), Some(hub.core()));
        let thread = Some(thread::spawn(move || hub.serve()));
        Ok(Some(Running {
            socket,
            door,
            core,
            thread,
        }))
    }

    /// What the hub's threads share.
    pub(crate) fn core(&self) -> &Arc<Core> {
        self.core.as_ref().expect("a hub that runs")
    }

    /// A session of this person that is told of changes.
    pub(crate) fn session(&self, person: &str) -> Session {
        let mut session = self.quiet_session(person);
        assert_eq!(session.ask(&Request::Watch).unwrap(), Reply::Kept);
        session
    }

    /// A session of this person that did not ask to be told.
    pub(crate) fn quiet_session(&self, person: &str) -> Session {
        Session::on(Link::connect(&self.socket, person).expect("let in"))
    }

    /// Why this person is not let in.
    pub(crate) fn refusal(&self, person: &str) -> Trouble {
        match Link::connect(&self.socket, person) {
            Err(NoLink::Refused(trouble)) => trouble,
            other => panic!("not refused: {other:?}"),
        }
    }

    /// Waits until the hub has gone by itself.
    pub(crate) fn wait_gone(mut self) {
        let thread = self.thread.take().expect("a hub that runs");
        wait_until("the hub has gone home", || thread.is_finished());
        thread.join().unwrap();
    }

    /// Waits until names and notes are in the finder.
    pub(crate) fn wait_read(&self) {
        wait_until("names and notes are read", || {
            self.core().finder.read_so_far().notes
        });
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.core = None;
        self.door.close();
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

/// A session: asks, and hears what it is told meanwhile.
pub(crate) struct Session {
    link: Link,
    heard: Receiver<Result<Said, Trouble>>,
    /// What it was told and nobody has looked at yet.
    pub(crate) notices: Vec<Notice>,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.link.hang_up();
    }
}

impl Session {
    pub(crate) fn on(link: Link) -> Session {
        let mut second = link.second().unwrap();
        let (out, heard) = channel();
        thread::spawn(move || {
            loop {
                let said = second.hear();
                let over = said.is_err();
                if out.send(said).is_err() || over {
                    return;
                }
            }
        });
        Session {
            link,
            heard,
            notices: Vec::new(),
        }
    }

    fn hear(&mut self, what: &str) -> Result<Said, Trouble> {
        match self.heard.recv_timeout(PATIENCE) {
            Ok(said) => said,
            Err(_) => panic!("waited in vain for {what}"),
        }
    }

    /// Asks and waits for the answer.
    pub(crate) fn ask(&mut self, request: &Request) -> Result<Reply, Trouble> {
        let id = self.send(request);
        self.answer(id)
    }

    /// Asks without waiting; `answer` waits.
    pub(crate) fn send(&mut self, request: &Request) -> u32 {
        self.link.send(request).unwrap()
    }

    pub(crate) fn answer(&mut self, id: u32) -> Result<Reply, Trouble> {
        loop {
            match self.hear("an answer")? {
                Said::Reply { to, reply } if to == id => {
                    return match reply {
                        Reply::Trouble(trouble) => Err(trouble),
                        Reply::Refused(refusal) => Err(refusal.into()),
                        reply => Ok(reply),
                    };
                }
                Said::Notice(notice) => self.notices.push(notice),
                Said::Reply { .. } | Said::Progress { .. } => {}
            }
        }
    }

    /// The next notice that `wanted` takes; those before it stay in `notices`.
    pub(crate) fn notice<T>(&mut self, what: &str, wanted: impl Fn(&Notice) -> Option<T>) -> T {
        if let Some(found) = self.notices.iter().find_map(&wanted) {
            return found;
        }
        loop {
            if let Said::Notice(notice) = self.hear(what).unwrap() {
                let found = wanted(&notice);
                self.notices.push(notice);
                if let Some(found) = found {
                    return found;
                }
            }
        }
    }

    /// Waits until it is told that this case changed; gives the sequence and all ids of the notice.
    pub(crate) fn told_of(&mut self, case: CaseId) -> (u64, Vec<ClientId>, Vec<CaseId>) {
        self.notice(&format!("word of {case}"), |notice| match notice {
            Notice::Changed {
                seq,
                clients,
                cases,
            } if cases.contains(&case) => Some((*seq, clients.clone(), cases.clone())),
            _ => None,
        })
    }

    pub(crate) fn act(&mut self, intent: Intent) -> Result<Done, Trouble> {
        match self.ask(&Request::Do(intent))? {
            Reply::Done(done) => Ok(done),
            other => panic!("not done: {other:?}"),
        }
    }

    pub(crate) fn desk(&mut self) -> Result<Desk, Trouble> {
        match self.ask(&Request::Desk)? {
            Reply::Desk(desk) => Ok(*desk),
            other => panic!("no desk: {other:?}"),
        }
    }

    pub(crate) fn card(&mut self, by: ClientBy) -> Result<ClientCard, Trouble> {
        match self.ask(&Request::Client(by))? {
            Reply::Client(card) => Ok(*card),
            other => panic!("no card: {other:?}"),
        }
    }

    pub(crate) fn case(&mut self, case: CaseId) -> Result<CaseCard, Trouble> {
        Ok(self
            .card(ClientBy::Case(case))?
            .case
            .expect("the case asked for"))
    }

    pub(crate) fn agenda(&mut self) -> Agenda {
        let request = Request::Agenda {
            practice: None,
            whose: Whose::Mine,
        };
        match self.ask(&request).unwrap() {
            Reply::Agenda(agenda) => agenda,
            other => panic!("no agenda: {other:?}"),
        }
    }

    pub(crate) fn cases(&mut self) -> CasePage {
        let query = CaseQuery {
            whose: Whose::All,
            states: caseload::readmodel::cases::States::All,
            ..CaseQuery::default()
        };
        match self.ask(&Request::Cases(query)).unwrap() {
            Reply::Cases(page) => page,
            other => panic!("no cases: {other:?}"),
        }
    }

    pub(crate) fn find(&mut self, text: &str) -> Found {
        let request = Request::Find {
            text: text.to_owned(),
            kinds: Vec::new(),
            limit: 20,
        };
        match self.ask(&request).unwrap() {
            Reply::Found(found) => found,
            other => panic!("nothing found: {other:?}"),
        }
    }

    pub(crate) fn import(
        &mut self,
        rows: &[ReferralRow],
        dry_run: bool,
    ) -> Result<Imported, Trouble> {
        for rows in rows.chunks(50) {
            assert_eq!(self.ask(&Request::ImportRows(rows.to_vec()))?, Reply::Kept);
        }
        match self.ask(&Request::ImportCommit { dry_run })? {
            Reply::Imported(imported) => Ok(imported),
            other => panic!("not imported: {other:?}"),
        }
    }

    pub(crate) fn verify(&mut self, deep: bool) -> Result<Verdict, Trouble> {
        match self.ask(&Request::Verify { deep })? {
            Reply::Verdict(verdict) => Ok(verdict),
            other => panic!("no verdict: {other:?}"),
        }
    }

    /// The store agrees with its journal, in every part.
    pub(crate) fn assert_sound(&mut self) -> u64 {
        let verdict = self.verify(true).unwrap();
        assert!(verdict.sound, "{:?}", verdict.findings);
        verdict.entries
    }

    /// Logs a contact on the version that stands.
    pub(crate) fn log(&mut self, case: CaseId, note: &str) -> Result<Done, Trouble> {
        let version = self.case(case)?.version;
        self.act(log(case, version, note))
    }
}

/// Keeps the hub's folder as it lies, for looking into.
pub(crate) fn files_under(folder: &std::path::Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.is_file() {
                files.push(path);
            }
        }
    }
    files
}

/// A conversation by telephone today, with a next step in a fortnight.
pub(crate) fn log(case: CaseId, version: u64, note: &str) -> Intent {
    let today = caseload::domain::zone::store_date(clock::now());
    Intent::LogContact {
        case,
        version,
        contact: Contact {
            id: ContactId(0),
            kind: ContactKind::Phone,
            with: With::Person,
            outcome: Outcome::Spoke,
            on: today,
            minutes: 10,
            note: note.to_owned(),
            we_promised: String::new(),
            they_said: String::new(),
        },
        next: NextChoice::Due(FollowUp {
            on: today + chrono::Days::new(14),
            at: None,
            kind: ContactKind::Phone,
            what: "ring again".to_owned(),
            moved: 0,
        }),
    }
}
