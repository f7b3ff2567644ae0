//! A small invented service, made of real facts: `world().worker("Amira").client("Peg")`.
//!
//! Every step records an entry and folds it, so heads and records are what a store would hold. The
//! clock stands at 2026-11-23, 09:00 UTC, a Monday. Steps speak of the person named last.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::collections::BTreeMap;

use caseload::domain::{
    access::Asker,
    case::{CaseField, CaseFields, CaseState, FollowUp, NextStep},
    client::{ClientField, ClientFields},
    connection::{Agreed, Connection},
    contact::Contact,
    decide::{Decision, Desk, Shelf, decide},
    fact::{About, Entry, Fact},
    heads::{CaseHead, Heads},
    ids::{CaseId, ClientId, ContactId, PartId, PracticeId, ServiceId, StaffId},
    intent::Intent,
    part::Part,
    people::{Practice, Staff},
    record::{CaseRecord, ClientRecord},
    refusal::Refusal,
    service::{Place, Service},
    terms::{ContactKind, FinderReach, HowGiven, Outcome, Role, Stage, StoreKind, With},
    zone::store_date,
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

#[path = "counting.rs"]
mod counting;
#[path = "notes.rs"]
mod notes;

use counting::counting;

/// A store in the making.
#[derive(Clone)]
pub struct World {
    pub heads: Heads,
    pub entries: Vec<Entry>,
    pub clients: BTreeMap<ClientId, ClientRecord>,
    pub cases: BTreeMap<CaseId, CaseRecord>,
    pub now: DateTime<Utc>,
    /// Whom the next steps are about.
    worker: Option<StaffId>,
    practice: PracticeId,
    client: ClientId,
    case: CaseId,
}

/// A training store, founded and empty.
pub fn world() -> World {
    let now: DateTime<Utc> = "2026-11-23T09:00:00Z".parse().expect("a fixed instant");
    let mut world = World {
        heads: Heads::default(),
        entries: Vec::new(),
        clients: BTreeMap::new(),
        cases: BTreeMap::new(),
        now,
        worker: None,
        practice: PracticeId(0),
        client: ClientId(0),
        case: CaseId(0),
    };
    let kind = StoreKind::Training;
    world.rest(Fact::StoreFounded { kind, today: None });
    world
}

/// A day counted from the world's today.
pub fn day(from_today: i64) -> NaiveDate {
    let today: NaiveDate = "2026-11-23".parse().expect("a fixed day");
    today + TimeDelta::days(from_today)
}

/// A telephone follow-up.
pub fn follow_up(from_today: i64) -> FollowUp {
    FollowUp {
        on: day(from_today),
        at: None,
        kind: ContactKind::Phone,
        what: String::new(),
        moved: 0,
    }
}

/// A contact by telephone with the person, today.
pub fn contact(outcome: Outcome) -> Contact {
    Contact {
        id: ContactId(0),
        kind: ContactKind::Phone,
        with: With::Person,
        outcome,
        on: day(0),
        minutes: 0,
        note: String::new(),
        we_promised: String::new(),
        they_said: String::new(),
    }
}

/// Recording: facts in, entries and folds out.
impl World {
    pub fn today(&self) -> NaiveDate {
        store_date(self.now)
    }

    /// Records one entry and folds it into heads and records.
    pub fn record(&mut self, who: StaffId, facts: Vec<(About, Fact)>) -> u64 {
        let entry = Entry {
            seq: self.heads.seq + 1,
            recorded: self.now,
            who,
            facts,
        };
        self.heads.apply(&entry);
        for (about, fact) in &entry.facts {
            self.fold_records(&entry, fact);
            // Said once under the key of each.
            let merged = matches!(
                fact,
                Fact::ClientsMerged { .. } | Fact::ClientsUnmerged { .. }
            );
            if let (true, About::Client(client)) = (merged, about) {
                let record = self.clients.entry(*client).or_default();
                record.apply(entry.seq, entry.recorded, entry.who, fact);
            }
        }
        self.entries.push(entry);
        self.heads.seq
    }

    fn fold_records(&mut self, entry: &Entry, fact: &Fact) {
        match fact {
            Fact::ClientWithdrawn { client } => {
                self.clients.remove(client);
            }
            Fact::CaseWithdrawn { case } => {
                self.cases.remove(case);
            }
            _ => {}
        }
        for client in clients_of(fact) {
            let record = self.clients.entry(client).or_default();
            record.apply(entry.seq, entry.recorded, entry.who, fact);
        }
        if let Some(case) = fact.case() {
            let record = self.cases.entry(case).or_default();
            record.apply(entry.seq, entry.recorded, entry.who, fact);
        }
    }

    /// The heads as the journal alone gives them.
    pub fn folded_anew(&self) -> Heads {
        let mut heads = Heads::default();
        for (entry, _) in counting(&self.entries) {
            heads.apply(&entry);
        }
        heads
    }

    /// Decides what `who` asks for, without making it so.
    pub fn decide(&self, who: &str, intent: Intent) -> Result<Decision, Refusal> {
        let staff = self.staff(who).clone();
        let desk = Desk {
            heads: &self.heads,
            asker: Asker {
                staff: &staff,
                today: self.today(),
                owner: false,
                rights_of: None,
            },
            now: self.now,
            today: self.today(),
            shelf: self,
        };
        let mut ids = self.heads.directory.next;
        decide(&desk, &mut ids, intent)
    }

    /// Decides what `who` asks for and makes it so.
    pub fn ask(&mut self, who: &str, intent: Intent) -> Result<Decision, Refusal> {
        let decision = self.decide(who, intent)?;
        let who = self.staff(who).id;
        self.record(who, decision.facts.clone());
        Ok(decision)
    }

    fn rest(&mut self, fact: Fact) {
        self.record(StaffId::PROGRAM, vec![(About::Rest, fact)]);
    }

    fn of_client(&mut self, fact: Fact) {
        let who = self.worker.unwrap_or(StaffId::PROGRAM);
        let about = About::Client(self.client);
        self.record(who, vec![(about, fact)]);
    }
}

/// Looking up.
impl World {
    /// A member of staff by name or handle.
    pub fn staff(&self, name: &str) -> &Staff {
        let handle = name.to_lowercase();
        let mut staff = self.heads.directory.staff.values();
        staff
            .find(|staff| staff.handle == handle)
            .expect("staff of that name")
    }

    pub fn asker(&self, name: &str) -> Asker<'_> {
        Asker {
            staff: self.staff(name),
            today: self.today(),
            owner: false,
            rights_of: None,
        }
    }

    /// A client by name.
    pub fn client_id(&self, name: &str) -> ClientId {
        let mut clients = self.heads.clients.iter();
        clients
            .find(|head| head.name() == name)
            .expect("a client of that name")
            .client
    }

    /// The newest case of a client.
    pub fn case_of(&self, name: &str) -> CaseId {
        let client = self.heads.client(self.client_id(name)).expect("a client");
        *client.cases.last().expect("a case")
    }

    pub fn head(&self, name: &str) -> &CaseHead {
        self.heads.case(self.case_of(name)).expect("a case")
    }

    /// The version an edit of the client's newest case is made on.
    pub fn version(&self, name: &str) -> u64 {
        self.head(name).touch.seq
    }

    pub fn practice_id(&self, short: &str) -> PracticeId {
        let mut practices = self.heads.directory.practices.values();
        practices
            .find(|practice| practice.short == short)
            .expect("a practice of that name")
            .id
    }
}

/// People and places.
impl World {
    /// Chooses a practice, adding it where it is new; the current worker works there from now on.
    pub fn practice(mut self, short: &str) -> World {
        let known = self.heads.directory.practices.values();
        let known = known.into_iter().find(|practice| practice.short == short);
        self.practice = match known {
            Some(practice) => practice.id,
            None => {
                let id = PracticeId(self.heads.directory.next.practice.max(1));
                let practice = Practice {
                    id,
                    ods: format!("T{:05}", id.0),
                    name: format!("{short} Surgery"),
                    short: short.to_owned(),
                    reach: FinderReach::Own,
                    active: true,
                };
                self.rest(Fact::PracticeAdded(practice));
                id
            }
        };
        if let Some(worker) = self.worker {
            self.works_at(worker);
        }
        self
    }

    fn works_at(&mut self, staff: StaffId) {
        let was = self.heads.staff(staff).expect("staff").clone();
        if !was.practices.contains(&self.practice) {
            let mut now = was.clone();
            now.practices.push(self.practice);
            self.rest(Fact::StaffChanged { was, now });
        }
    }

    /// Link workers of the current practice find everyone there.
    pub fn whole_practice_reach(mut self) -> World {
        let was = self
            .heads
            .practice(self.practice)
            .expect("a practice")
            .clone();
        let mut now = was.clone();
        now.reach = FinderReach::Practice;
        self.rest(Fact::PracticeChanged { was, now });
        self
    }

    /// Chooses a link worker, adding them where they are new.
    pub fn worker(mut self, name: &str) -> World {
        let handle = name.to_lowercase();
        let mut known = self.heads.directory.staff.values();
        self.worker = match known.find(|staff| staff.handle == handle) {
            Some(staff) => Some(staff.id),
            None => Some(self.add_staff(name, Role::LinkWorker)),
        };
        self
    }

    /// Adds a supervisor of the current worker.
    pub fn supervisor(mut self, name: &str) -> World {
        let id = self.add_staff(name, Role::Supervisor);
        let worker = self.worker.expect("a worker to supervise");
        let was = self.heads.staff(worker).expect("staff").clone();
        let mut now = was.clone();
        now.supervisor = Some(id);
        self.rest(Fact::StaffChanged { was, now });
        self
    }

    /// Adds the manager of the current practice.
    pub fn manager(mut self, name: &str) -> World {
        self.add_staff(name, Role::PracticeManager);
        self
    }

    fn add_staff(&mut self, name: &str, role: Role) -> StaffId {
        let id = StaffId(self.heads.directory.next.staff.max(1));
        let practices = if self.practice.0 == 0 {
            Vec::new()
        } else {
            vec![self.practice]
        };
        self.rest(Fact::StaffAdded(Staff {
            id,
            handle: name.to_lowercase(),
            name: name.to_owned(),
            role,
            practices,
            supervisor: None,
            active: true,
            away: None,
            fte: None,
        }));
        id
    }

    pub fn service(mut self, name: &str) -> World {
        let id = ServiceId(self.heads.directory.next.service.max(1));
        self.rest(Fact::ServiceAdded(Box::new(Service {
            id,
            name: name.to_owned(),
            places: vec![Place::from_line("Elm Hall")],
            ..Service::default()
        })));
        self
    }
}

/// Clients and what happens to them.
impl World {
    /// Adds a client with a case received today, held by the current worker.
    pub fn client(mut self, name: &str) -> World {
        let (given, family) = name.split_once(' ').unwrap_or((name, ""));
        self.client = ClientId(self.heads.directory.next.client.max(1));
        let mut fields = ClientFields::new();
        for (field, text) in [(ClientField::Given, given), (ClientField::Family, family)] {
            if !text.is_empty() {
                fields.insert(field, text.to_owned());
            }
        }
        self.of_client(Fact::ClientAdded {
            client: self.client,
            practice: self.practice,
            fields,
        });
        self.another_case()
    }

    /// Opens one more case of the same client.
    pub fn another_case(mut self) -> World {
        self.case = CaseId(self.heads.directory.next.case.max(1));
        self.of_client(Fact::CaseOpened {
            case: self.case,
            client: self.client,
            practice: self.practice,
            worker: self.worker,
            referred_on: self.today(),
            fields: CaseFields::new(),
        });
        self
    }

    pub fn referred_days_ago(self, days: u64) -> World {
        let on = self.today() - Days::new(days);
        self.case_field(CaseField::ReferredOn, &on.to_string())
    }

    pub fn case_field(mut self, field: CaseField, text: &str) -> World {
        self.of_client(Fact::CaseSet {
            case: self.case,
            field,
            was: None,
            now: Some(text.to_owned()),
            because: String::new(),
        });
        self
    }

    pub fn field(mut self, field: ClientField, text: &str) -> World {
        self.of_client(Fact::ClientSet {
            client: self.client,
            field,
            was: None,
            now: Some(text.to_owned()),
            because: String::new(),
        });
        self
    }

    /// Nobody has the case.
    pub fn unallocated(mut self) -> World {
        let was = self.worker;
        self.of_client(Fact::CaseAssigned {
            case: self.case,
            was,
            now: None,
        });
        self
    }

    pub fn next(mut self, now: NextStep) -> World {
        let was = self.current().next.clone();
        self.of_client(Fact::NextStepSet {
            case: self.case,
            was,
            now,
        });
        self
    }

    /// The next step is a call, due so many days from today.
    pub fn due_in_days(self, days: i64) -> World {
        self.next(NextStep::Due(follow_up(days)))
    }

    /// The next step is at a time of day.
    pub fn at(self, hour: u32, minute: u32) -> World {
        self.with_step(|step| step.at = NaiveTime::from_hms_opt(hour, minute, 0))
    }

    /// What the next step is for.
    pub fn what(self, what: &str) -> World {
        self.with_step(|step| step.what = what.to_owned())
    }

    pub fn moved(self, times: u16) -> World {
        self.with_step(|step| step.moved = times)
    }

    fn with_step(self, edit: impl FnOnce(&mut FollowUp)) -> World {
        let mut step = self.current().next.follow_up().expect("due").clone();
        edit(&mut step);
        self.next(NextStep::Due(step))
    }

    pub fn none_because(self, because: &str) -> World {
        self.next(NextStep::NoneBecause(because.to_owned()))
    }

    pub fn state(mut self, now: CaseState) -> World {
        let was = self.current().state.clone();
        let on = self.today();
        self.of_client(Fact::CaseStateChanged {
            case: self.case,
            was,
            now,
            on,
        });
        self
    }

    /// The current worker spoke with the person so many days ago; the case is active from then on.
    pub fn spoke_days_ago(self, days: i64) -> World {
        let mut spoke = contact(Outcome::Spoke);
        spoke.on = day(-days);
        self.logged(spoke).state(CaseState::Active)
    }

    pub fn tried_days_ago(self, days: i64) -> World {
        let mut tried = contact(Outcome::NoAnswer);
        tried.on = day(-days);
        self.logged(tried)
    }

    pub fn logged(mut self, mut contact: Contact) -> World {
        contact.id = ContactId(self.heads.directory.next.contact.max(1));
        self.of_client(Fact::ContactLogged {
            case: self.case,
            contact,
            tally: None,
        });
        self
    }

    /// Connected to a service, sent today unless it is edited.
    pub fn connected(mut self, service: u32, edit: impl FnOnce(&mut Connection)) -> World {
        let today = self.today();
        let mut connection = Connection::new(ServiceId(service), Stage::Sent, today);
        let how = HowGiven::Spoken;
        connection.agreed = Some(Agreed { on: today, how });
        connection.sent_on = Some(today);
        edit(&mut connection);
        let part = PartId(self.heads.directory.next.part.max(1));
        self.of_client(Fact::PartSet {
            client: self.client,
            case: Some(self.case),
            part,
            was: None,
            now: Some(Part::Connection(connection)),
            because: String::new(),
        });
        self
    }

    /// Sent to a service so many days ago; its answer is to be asked for in so many days.
    pub fn sent_days_ago(self, service: u32, days: i64, ask_in: i64) -> World {
        self.connected(service, |connection| {
            connection.since = day(-days);
            connection.sent_on = Some(day(-days));
            connection.next = Some(FollowUp {
                kind: ContactKind::Service,
                what: "ask for a reply".to_owned(),
                ..follow_up(ask_in)
            });
        })
    }

    pub fn died_days_ago(self, days: i64) -> World {
        self.field(ClientField::DiedOn, &day(-days).to_string())
    }

    fn current(&self) -> &CaseHead {
        self.heads.case(self.case).expect("a case")
    }
}

impl Shelf for World {
    fn client(&self, client: ClientId) -> Option<ClientRecord> {
        self.clients.get(&client).cloned()
    }

    fn case(&self, case: CaseId) -> Option<CaseRecord> {
        self.cases.get(&case).cloned()
    }

    fn entry(&self, seq: u64) -> Option<Entry> {
        self.entries.iter().find(|entry| entry.seq == seq).cloned()
    }

    fn similar(&self, fields: &ClientFields, _: PracticeId) -> Vec<ClientId> {
        let family = |fields: &ClientFields| fields.get(&ClientField::Family).cloned();
        let like = |record: &&ClientRecord| {
            family(fields).is_some() && family(&record.fields) == family(fields)
        };
        let similar = self.clients.values().filter(like);
        similar.map(|record| record.client).collect()
    }

    fn with_nhs(&self, digits: &str) -> Option<ClientId> {
        let mut records = self.clients.values();
        records
            .find(|record| {
                let number = record.fields.get(&ClientField::NhsNumber);
                let own = self.heads.own_client(record.client);
                // A record that was joined with another is found by that one.
                own.is_some_and(|own| own.merged.is_none())
                    && number.is_some_and(|number| number == digits)
            })
            .map(|record| record.client)
    }
}

fn clients_of(fact: &Fact) -> Vec<ClientId> {
    match fact {
        Fact::ClientAdded { client, .. }
        | Fact::ClientSet { client, .. }
        | Fact::PartSet { client, .. } => vec![*client],
        _ => Vec::new(),
    }
}
