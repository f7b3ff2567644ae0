//! Heads: for each case and client the few fields that lists, agendas, counts and decisions need.
//!
//! The hub keeps them all in memory; `apply` keeps them true. What only one person's page needs is
//! in `record`.

mod beside;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    case::{Brought, CaseField, CaseState, NextStep},
    connection::ConnectionHead,
    contact::{ContactHead, Tally},
    decision::DecisionHead,
    fact::Entry,
    ids::{
        CaseId, ClientId, ImportId, MeetingId, NoteId, OrganisationId, PartId, PracticeId,
        ServiceId, StaffId, ToDoId,
    },
    meeting::KeptMeeting,
    people::{Practice, Staff},
    service::{Organisation, Service},
    supervision::KeptNote,
    terms::{Need, Source, StoreKind},
    todo::{KeptToDo, Minutes},
};

pub use beside::Beside;

/// How many of a person's own latest intents can be undone, one after another.
pub const UNDO_DEPTH: usize = 50;

/// The last change of a record: its version, and whom to name when an edit comes too late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Touch {
    pub seq: u64,
    pub who: StaffId,
    pub at: DateTime<Utc>,
}

impl Touch {
    /// The touch that an entry leaves.
    pub(super) fn of(entry: &Entry) -> Touch {
        Touch {
            seq: entry.seq,
            who: entry.who,
            at: entry.recorded,
        }
    }
}

/// What lists need of a client.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClientHead {
    pub client: ClientId,
    pub given: String,
    pub family: String,
    pub known_as: String,
    pub born: Option<NaiveDate>,
    pub practice: PracticeId,
    /// There is an alert to read before a visit.
    pub alert: bool,
    /// The day on which to ask whether the alerts still hold.
    pub alert_review: Option<NaiveDate>,
    /// There is something that only the private view shows.
    pub private_alert: bool,
    pub died: bool,
    /// Open safeguarding concerns: a bare mark to those without the permission.
    pub concerns: Vec<OpenConcern>,
    /// All cases, oldest first; those of records that were merged into this one too.
    pub cases: Vec<CaseId>,
    /// Where this record leads, if it was merged into another.
    pub merged: Option<Merged>,
    /// Records that were merged into this one.
    pub records: Vec<ClientId>,
    pub touch: Touch,
}

/// What lists need of an open safeguarding concern: nothing of what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenConcern {
    pub part: PartId,
    /// The day on which to look again.
    pub review_on: Option<NaiveDate>,
}

/// That a record was merged into another, and by which entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    pub into: ClientId,
    pub seq: u64,
}

impl ClientHead {
    /// The name to show: given and family name, or whichever is there.
    pub fn name(&self) -> String {
        full_name(&self.given, &self.family)
    }
}

/// Given and family name, or whichever is there.
pub fn full_name(given: &str, family: &str) -> String {
    match (given.is_empty(), family.is_empty()) {
        (false, false) => format!("{given} {family}"),
        (false, true) => given.to_owned(),
        (true, _) => family.to_owned(),
    }
}

/// What lists and agendas need of a case, some 300 bytes and 16 for each contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseHead {
    pub case: CaseId,
    /// The record that it was opened in, whose key seals it. Whom it is about now, `Heads::client`
    /// says.
    pub client: ClientId,
    pub practice: PracticeId,
    pub worker: Option<StaffId>,
    pub referred_on: NaiveDate,
    pub asked: Asked,
    pub state: CaseState,
    pub state_since: NaiveDate,
    pub next: NextStep,
    pub connections: Vec<ConnectionHead>,
    /// Every contact that stands, as it was logged.
    pub contacts: Vec<ContactHead>,
    /// Somebody wants to talk about it in the next review; whether that has been done since,
    /// [`Directory::last_discussed`] says.
    pub brought: Option<Brought>,
    /// What was decided in reviews, as it was made.
    pub decisions: Vec<DecisionHead>,
    /// The GP system has the episode's code, or needs none.
    pub coded: bool,
    /// The practice has been given the message back.
    pub messaged: bool,
    pub tally: Tally,
    pub touch: Touch,
    /// Lines of history and a hash over them: what the views must agree with.
    pub history: Digest,
}

impl CaseHead {
    /// The latest decision that stands.
    pub fn decided(&self) -> Option<&DecisionHead> {
        self.decisions.iter().max_by_key(|one| (one.on, one.part))
    }
}

/// Who asks and what for, kept as the referral's fields say it; reads "from Dr Rao: bereavement".
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Asked {
    by: Box<str>,
    source: Box<str>,
    reason: Box<str>,
}

impl Asked {
    /// Takes over one field of the case; the others do not matter here.
    pub(super) fn set(&mut self, field: CaseField, text: Option<&str>) {
        let slot = match field {
            CaseField::ReferredBy => &mut self.by,
            CaseField::Source => &mut self.source,
            CaseField::Reason => &mut self.reason,
            _ => return,
        };
        *slot = text.unwrap_or_default().into();
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = Source::find(&self.source).map_or("", |source| source.label());
        let by: &str = if self.by.is_empty() { source } else { &self.by };
        let reason = Need::find(&self.reason).map_or(&*self.reason, |need| need.label());
        match (by.is_empty(), reason.is_empty()) {
            (false, false) => write!(out, "from {by}: {reason}"),
            (false, true) => write!(out, "from {by}"),
            (true, _) => out.write_str(reason),
        }
    }
}

/// A count and a running hash of a case's history, as insurance against the views.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Digest {
    pub lines: u32,
    pub hash: u64,
}

impl Digest {
    /// The digest with one more change, made by the entry `seq` (FNV-1a over the numbers).
    #[must_use]
    pub fn with(self, seq: u64) -> Digest {
        let seed = if self.lines == 0 {
            0xcbf2_9ce4_8422_2325
        } else {
            self.hash
        };
        let hash = seq.to_le_bytes().iter().fold(seed, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Digest {
            lines: self.lines.saturating_add(1),
            hash,
        }
    }
}

/// The next free number of each kind of id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counters {
    pub client: u32,
    pub case: u32,
    pub staff: u32,
    pub practice: u32,
    pub service: u32,
    pub organisation: u32,
    pub contact: u32,
    pub import: u32,
    pub meeting: u32,
    pub part: u32,
    pub note: u32,
    pub todo: u32,
}

impl Counters {
    /// The higher of each pair: ids given out by either are not given out again.
    #[must_use]
    pub fn max_of(self, other: Counters) -> Counters {
        Counters {
            client: self.client.max(other.client),
            case: self.case.max(other.case),
            staff: self.staff.max(other.staff),
            practice: self.practice.max(other.practice),
            service: self.service.max(other.service),
            organisation: self.organisation.max(other.organisation),
            contact: self.contact.max(other.contact),
            import: self.import.max(other.import),
            meeting: self.meeting.max(other.meeting),
            part: self.part.max(other.part),
            note: self.note.max(other.note),
            todo: self.todo.max(other.todo),
        }
    }
}

/// A dense table by id; ids are given in order, so a vector is the map.
#[derive(Debug, Clone)]
pub struct Slots<T>(Vec<Option<Box<T>>>);

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Slots(Vec::new())
    }
}

impl<T> Slots<T> {
    pub fn get(&self, id: u32) -> Option<&T> {
        self.0.get(id as usize)?.as_deref()
    }

    pub fn get_mut(&mut self, id: u32) -> Option<&mut T> {
        self.0.get_mut(id as usize)?.as_deref_mut()
    }

    pub fn put(&mut self, id: u32, value: T) {
        let at = id as usize;
        if at >= self.0.len() {
            self.0.resize_with(at + 1, || None);
        }
        if let Some(slot) = self.0.get_mut(at) {
            *slot = Some(Box::new(value));
        }
    }

    pub fn take(&mut self, id: u32) -> Option<Box<T>> {
        self.0.get_mut(id as usize)?.take()
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().filter_map(Option::as_deref)
    }
}

/// What holds for the whole store.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Setting {
    pub kind: Option<StoreKind>,
    /// A demonstration store stays on this day.
    pub today: Option<NaiveDate>,
}

/// The small tables: everything but clients and cases.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Directory {
    pub setting: Setting,
    pub staff: BTreeMap<StaffId, Staff>,
    pub practices: BTreeMap<PracticeId, Practice>,
    pub services: BTreeMap<ServiceId, Service>,
    /// The last change of each service: the version that an edit is made on.
    pub service_touches: BTreeMap<ServiceId, Touch>,
    pub organisations: BTreeMap<OrganisationId, Organisation>,
    /// Notes of supervision, whole: they are read by figures over all of them.
    pub notes: BTreeMap<NoteId, KeptNote>,
    /// Which people a Unix account may act as, in the order of mapping.
    pub accounts: BTreeMap<u32, Vec<StaffId>>,
    pub next: Counters,
    /// What each person did lately and may undo, or undid and may bring back.
    pub lately: BTreeMap<StaffId, Lately>,
    /// Reviews, from the first on.
    pub meetings: BTreeMap<MeetingId, KeptMeeting>,
    /// Imports that ended, for undoing one whole.
    pub imports: BTreeMap<ImportId, ImportRun>,
    pub todos: BTreeMap<ToDoId, KeptToDo>,
    /// Time that is not about one person, by who noted it and the Monday of the week.
    pub time: BTreeMap<StaffId, BTreeMap<NaiveDate, Vec<Minutes>>>,
}

impl Directory {
    /// The reviews of a link worker's caseload, from the first on.
    pub fn meetings_of(&self, worker: StaffId) -> impl DoubleEndedIterator<Item = &KeptMeeting> {
        let meetings = self.meetings.values();
        meetings.filter(move |kept| kept.meeting.worker == worker)
    }

    /// The review of these two that is under way.
    pub fn open_meeting(&self, worker: StaffId, supervisor: StaffId) -> Option<&KeptMeeting> {
        let mut latest_first = self.meetings_of(worker).rev();
        latest_first.find(|kept| kept.meeting.is_open() && kept.meeting.supervisor == supervisor)
    }

    /// When a case was last talked about in a review, leaving one review out.
    pub fn last_discussed(&self, case: CaseId, but: Option<MeetingId>) -> Option<DateTime<Utc>> {
        let others = self.meetings.values();
        let others = others.filter(|kept| Some(kept.meeting.id) != but);
        let discussed = others.flat_map(|kept| &kept.discussed);
        let of_case = discussed.filter(|one| one.case == case);
        of_case.map(|one| one.at).max()
    }
}

/// One person's own latest entries, by their sequence, the latest last.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Lately {
    /// These can be undone, one after another.
    pub done: Vec<u64>,
    /// These were undone since the last new intent, and can be brought back.
    pub undone: Vec<u64>,
}

/// Where the entries of an import lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportRun {
    pub by: StaffId,
    pub began_seq: u64,
    pub ended_seq: u64,
    pub undone: bool,
}

/// The fold of the journal as far as lists and decisions need it.
#[derive(Debug, Clone, Default)]
pub struct Heads {
    /// The last entry folded in.
    pub seq: u64,
    pub recorded: DateTime<Utc>,
    pub directory: Directory,
    pub clients: Slots<ClientHead>,
    pub cases: Slots<CaseHead>,
    /// Open cases by link worker; `None` is the unallocated.
    pub open_by_worker: BTreeMap<Option<StaffId>, BTreeSet<CaseId>>,
    /// All cases by link worker, closed ones too.
    pub by_worker: BTreeMap<Option<StaffId>, BTreeSet<CaseId>>,
    /// Cases with a connection to a service, open or not.
    pub by_service: BTreeMap<ServiceId, BTreeSet<CaseId>>,
}

impl Heads {
    /// The person whom a number leads to: where the record was merged into another, that one.
    pub fn client(&self, id: ClientId) -> Option<&ClientHead> {
        let own = self.own_client(id)?;
        let merged = own.merged.and_then(|merged| self.client(merged.into));
        merged.or(Some(own))
    }

    /// Whom a case is about now.
    pub fn person_of(&self, case: &CaseHead) -> ClientId {
        let person = self.client(case.client);
        person.map_or(case.client, |head| head.client)
    }

    /// The record under this very number, merged into another or not.
    pub fn own_client(&self, id: ClientId) -> Option<&ClientHead> {
        self.clients.get(id.0)
    }

    /// Every person once: records that were merged into another left out.
    pub fn people(&self) -> impl Iterator<Item = &ClientHead> {
        self.clients.iter().filter(|head| head.merged.is_none())
    }

    /// All records that are kept of a person, their own first. An erasure takes them all.
    pub fn records_of(&self, client: ClientId) -> Vec<ClientId> {
        let mut records = vec![client];
        let mut at = 0;
        while let Some(record) = records.get(at).copied() {
            let merged = self.own_client(record).map_or(&[][..], |own| &own.records);
            records.extend(merged);
            at += 1;
        }
        records
    }

    /// A record and those that it leads to.
    pub fn leads(&self, client: ClientId) -> Vec<ClientId> {
        let mut leads = vec![client];
        let next = |id: &ClientId| self.own_client(*id)?.merged.map(|merged| merged.into);
        while let Some(into) = leads.last().and_then(next) {
            leads.push(into);
        }
        leads
    }

    pub fn case(&self, id: CaseId) -> Option<&CaseHead> {
        self.cases.get(id.0)
    }

    pub fn staff(&self, id: StaffId) -> Option<&Staff> {
        self.directory.staff.get(&id)
    }

    pub fn practice(&self, id: PracticeId) -> Option<&Practice> {
        self.directory.practices.get(&id)
    }

    /// The name of a member of staff, or what stands for the program.
    pub fn staff_name(&self, id: StaffId) -> &str {
        self.staff(id)
            .map_or("the program", |staff| staff.name.as_str())
    }

    /// Whether this is a store in which NHS numbers of the test range belong.
    pub fn is_invented(&self) -> bool {
        matches!(
            self.directory.setting.kind,
            Some(StoreKind::Training | StoreKind::Demo)
        )
    }

    /// Open cases of one link worker (or the unallocated), by id.
    pub fn open_cases_of(&self, worker: Option<StaffId>) -> impl Iterator<Item = &CaseHead> {
        self.open_by_worker
            .get(&worker)
            .into_iter()
            .flatten()
            .filter_map(|case| self.case(*case))
    }

    /// All cases of one link worker, closed ones too, by id.
    pub fn cases_of(&self, worker: Option<StaffId>) -> impl Iterator<Item = &CaseHead> {
        self.by_worker
            .get(&worker)
            .into_iter()
            .flatten()
            .filter_map(|case| self.case(*case))
    }

    /// Puts heads that the views kept back into memory, with the orders over them.
    pub fn restore(&mut self, client: ClientHead, cases: Vec<CaseHead>) {
        for case in cases {
            self.index(&case);
            self.cases.put(case.case.0, case);
        }
        self.clients.put(client.client.0, client);
    }

    pub(super) fn index(&mut self, case: &CaseHead) {
        let open = self.open_by_worker.entry(case.worker).or_default();
        self.by_worker
            .entry(case.worker)
            .or_default()
            .insert(case.case);
        if case.state.is_open() {
            open.insert(case.case);
        } else {
            open.remove(&case.case);
        }
        for connection in &case.connections {
            let there = self.by_service.entry(connection.service).or_default();
            there.insert(case.case);
        }
    }

    pub(super) fn unindex(&mut self, head: &CaseHead) {
        let case = head.case;
        if let Some(open) = self.open_by_worker.get_mut(&head.worker) {
            open.remove(&case);
        }
        if let Some(all) = self.by_worker.get_mut(&head.worker) {
            all.remove(&case);
        }
        for connection in &head.connections {
            if let Some(there) = self.by_service.get_mut(&connection.service) {
                there.remove(&case);
            }
        }
    }

    /// Cases with a connection to a service, open or not, by id.
    pub fn cases_with(&self, service: ServiceId) -> impl Iterator<Item = &CaseHead> {
        self.by_service
            .get(&service)
            .into_iter()
            .flatten()
            .filter_map(|case| self.case(*case))
    }
}
