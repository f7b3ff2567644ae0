//! The finder: the search index, what of it has been read after a start, and its rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Condvar, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use chrono::NaiveDate;

use crate::{
    domain::{
        access::Asker,
        client::{ClientField, ClientFields},
        contact::Contact,
        fact::{About, Entry, Fact},
        heads::{ClientHead, Heads},
        ids::{CaseId, ClientId, ContactId, ServiceId, StaffId},
        record::What,
        service::Service,
        terms::{FinderReach, Role},
    },
    readmodel::find::{self, FindKind, FindRow, Found, NoteFound},
    search::{ClientWords, Hit, Index, ItemId, Kind, KindSet, Namesake, Reach},
    wire::Trouble,
};

use super::core::{Core, lock};

/// The finder shows no more.
const ROWS_MAX: u32 = 50;
/// Reading names after a start takes about a second; nobody waits longer for a duplicate check.
const NAMES_WAIT_MAX: Duration = Duration::from_secs(20);

/// How far the reading has come after a start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadSoFar {
    pub names: bool,
    pub notes: bool,
    /// Clients read of the current pass, and clients there are.
    pub done: u64,
    pub of: u64,
}

/// The index and what belongs to it.
#[derive(Default)]
pub struct Finder {
    index: RwLock<Index>,
    /// The case of each contact that has a text, by the contact's id.
    case_of_note: RwLock<Vec<u32>>,
    read: Mutex<ReadSoFar>,
    names_read: Condvar,
    /// Clients in each person's reach, and the entry as of which they were counted.
    counted: Mutex<BTreeMap<StaffId, (u64, u32)>>,
    /// What changed while the reading went on: newer than what is being read.
    newer: Mutex<Newer>,
}

/// Records that the reading must not overwrite with what it read before they changed.
#[derive(Default)]
struct Newer {
    clients: BTreeSet<ClientId>,
    notes: BTreeSet<ContactId>,
    over: bool,
}

impl Finder {
    fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn index_mut(&self) -> RwLockWriteGuard<'_, Index> {
        self.index.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far the reading has come.
    pub fn read_so_far(&self) -> ReadSoFar {
        *lock(&self.read)
    }

    /// Notes how far the reading has come.
    pub fn set_read(&self, so_far: ReadSoFar) {
        *lock(&self.read) = so_far;
        self.names_read.notify_all();
    }

    /// Puts names in as the reading finds them; several at once, so that searching is held up
    /// rarely. What changed meanwhile is newer and stays.
    pub fn put_read_clients(&self, heads: &Heads, clients: &[(ClientId, ClientFields)]) {
        let newer = lock(&self.newer);
        let mut index = self.index_mut();
        for (client, fields) in clients {
            if !newer.clients.contains(client) {
                put_client(&mut index, heads, *client, fields);
            }
        }
    }

    /// Puts texts in as the reading finds them.
    pub fn put_read_notes(&self, notes: &[(ContactId, CaseId, ClientId, String)]) {
        let newer = lock(&self.newer);
        let old = |(note, ..): &&(ContactId, CaseId, ClientId, String)| !newer.notes.contains(note);
        self.put_notes(notes.iter().filter(old));
    }

    /// The reading is over: nothing needs to be remembered for it any more.
    pub fn end_reading(&self) {
        *lock(&self.newer) = Newer {
            over: true,
            ..Newer::default()
        };
    }

    pub fn put_services<'s>(&self, services: impl Iterator<Item = &'s Service>) {
        let mut index = self.index_mut();
        for service in services {
            put_service(&mut index, service);
        }
    }

    /// Puts texts of contacts and notes in.
    fn put_notes<'n>(
        &self,
        notes: impl Iterator<Item = &'n (ContactId, CaseId, ClientId, String)>,
    ) {
        let mut index = self.index_mut();
        let mut cases = self
            .case_of_note
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        for (note, case, client, text) in notes {
            if !text.is_empty() {
                remember(&mut cases, *note, *case);
                index.put_note(note.0, client.0, text);
            }
        }
    }

    /// Keeps the index true to entries that have become durable; `heads` has them. Gives the
    /// clients whose records are to be read again for it, once the views have the entries too.
    pub fn follow(&self, heads: &Heads, entries: &[Entry]) -> BTreeSet<ClientId> {
        let mut changed = BTreeSet::new();
        let mut notes = Vec::new();
        self.remember_newer(entries);
        {
            let mut index = self.index_mut();
            for (_, fact) in entries.iter().flat_map(|entry| &entry.facts) {
                follow_fact(&mut index, heads, fact, &mut changed, &mut notes);
            }
        }
        self.put_notes(notes.iter());
        changed
    }

    /// Puts in anew what the records of these clients say now.
    pub fn read_again(&self, core: &Core, clients: BTreeSet<ClientId>) {
        for client in clients {
            let seq = core.heads().seq;
            // A record that cannot be read now is read again with all others at the next start.
            if let Ok(Some(record)) = core.records.client(client, seq) {
                let heads = core.heads();
                put_client(&mut self.index_mut(), &heads, client, &record.fields);
            }
        }
    }

    fn remember_newer(&self, entries: &[Entry]) {
        let mut newer = lock(&self.newer);
        if newer.over {
            return;
        }
        for (about, fact) in entries.iter().flat_map(|entry| &entry.facts) {
            if let About::Client(client) = about {
                newer.clients.insert(*client);
            }
            if let Fact::ContactWithdrawn { contact: note, .. } | Fact::NoteWithdrawn { note, .. } =
                fact
            {
                newer.notes.insert(*note);
            }
        }
    }

    /// Clients who may be the same person; waits until the names have been read.
    ///
    /// # Errors
    /// Where the names are not read in time.
    pub fn duplicates(
        &self,
        given: &str,
        family: &str,
        born: Option<NaiveDate>,
        nhs: &str,
    ) -> Result<Vec<ClientId>, Trouble> {
        let reading = lock(&self.read);
        let (reading, waited) = self
            .names_read
            .wait_timeout_while(reading, NAMES_WAIT_MAX, |so_far| !so_far.names)
            .unwrap_or_else(PoisonError::into_inner);
        drop(reading);
        if waited.timed_out() {
            return Err(
                Trouble::offline("The names are still being read after a start.")
                    .hint("Try again in a moment; your draft is kept."),
            );
        }
        let found = self.index().duplicates(given, family, born, nhs);
        Ok(found.into_iter().map(ClientId).collect())
    }

    /// Clients of the same name whom nothing tells apart, as far as the names have been read;
    /// `duplicates` waits for them.
    pub fn namesakes(&self, like: &ClientWords) -> Vec<Namesake> {
        self.index().namesakes(like)
    }

    /// The finder's rows for what was typed.
    #[allow(
        clippy::too_many_arguments,
        reason = "who asks, on what day, and what they typed"
    )]
    pub fn find(
        &self,
        core: &Core,
        heads: &Heads,
        asker: Asker,
        today: NaiveDate,
        text: &str,
        kinds: &[FindKind],
        limit: u32,
    ) -> Found {
        let own = own_clients(heads, asker);
        let kinds = kind_set(kinds);
        let limit = limit.clamp(1, ROWS_MAX) as usize;
        let reach = |item: ItemId| reach(heads, asker, item);
        let found = if only_own(heads, asker) {
            self.index().find_among(text, kinds, limit, &own, &reach)
        } else {
            self.index().find_for(text, kinds, limit, &own, &reach)
        };
        let rows = found
            .hits
            .iter()
            .filter_map(|hit| self.row(core, heads, asker, today, hit))
            .collect();
        Found {
            query: text.to_owned(),
            rows,
            total: u32::try_from(found.total).unwrap_or(u32::MAX),
            more: found.more,
            in_reach: self.in_reach(heads, asker, &own),
            equal_best: found.equal_best,
            unread: unread(self.read_so_far()),
        }
    }

    /// How many clients are in reach. Counting all of a large practice at every key takes longer
    /// than finding them, so the count stands until something changes.
    fn in_reach(&self, heads: &Heads, asker: Asker, own: &[u32]) -> u32 {
        if only_own(heads, asker) {
            return u32::try_from(own.len()).unwrap_or(u32::MAX);
        }
        let known = lock(&self.counted).get(&asker.staff.id).copied();
        if let Some((seq, count)) = known
            && seq == heads.seq
        {
            return count;
        }
        let reached = |head: &&ClientHead| asker.reaches_client(heads, head);
        let count = heads.clients.iter().filter(reached).count();
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        lock(&self.counted).insert(asker.staff.id, (heads.seq, count));
        count
    }

    fn row(
        &self,
        core: &Core,
        heads: &Heads,
        asker: Asker,
        today: NaiveDate,
        hit: &Hit,
    ) -> Option<FindRow> {
        match hit.item.kind {
            Kind::Client => {
                find::client_row(heads, asker, ClientId(hit.item.id), today, &hit.marks)
            }
            Kind::Service => find::service_row(heads, ServiceId(hit.item.id), &hit.marks),
            Kind::Note => {
                let note = ContactId(hit.item.id);
                let case = {
                    let cases = self
                        .case_of_note
                        .read()
                        .unwrap_or_else(PoisonError::into_inner);
                    CaseId(*cases.get(note.0 as usize)?)
                };
                let (on, who, text) = note_text(core, heads, case, note)?;
                let found = NoteFound {
                    case,
                    note,
                    on,
                    who,
                    text: &text,
                };
                find::note_row(heads, asker, found, today, &hit.marks)
            }
        }
    }
}

/// What has not been read yet, for the finder's line.
fn unread(so_far: ReadSoFar) -> String {
    let percent = (so_far.done * 100).checked_div(so_far.of).unwrap_or(0);
    match so_far {
        ReadSoFar { names: false, .. } => format!("names still being read, {percent} % done"),
        ReadSoFar { notes: false, .. } => format!("notes still being read, {percent} % done"),
        ReadSoFar { .. } => String::new(),
    }
}

fn kind_set(kinds: &[FindKind]) -> KindSet {
    let mut set = None::<KindSet>;
    for kind in kinds {
        let kind = match kind {
            FindKind::Client => Kind::Client,
            FindKind::Service => Kind::Service,
            FindKind::Note => Kind::Note,
            FindKind::Command => continue,
        };
        set = Some(set.map_or(KindSet::only(kind), |set| set.with(kind)));
    }
    set.unwrap_or(KindSet::ALL)
}

/// Whether this person reaches their own cases only.
fn only_own(heads: &Heads, asker: Asker) -> bool {
    asker.staff.role == Role::LinkWorker
        && !asker.staff.practices.iter().any(|id| {
            heads
                .practice(*id)
                .is_some_and(|practice| practice.reach == FinderReach::Practice)
        })
}

/// How near something is to the asker: a client as the case is that Enter opens.
fn reach(heads: &Heads, asker: Asker, item: ItemId) -> Reach {
    if item.kind == Kind::Service {
        return Reach::Own;
    }
    // The index asks for notes by their client.
    let client = heads.client(ClientId(item.id));
    let case = client.and_then(|client| find::first_case(heads, asker, client));
    case.map_or(Reach::Hidden, |case| {
        match (case.state.is_open(), asker.owns_case(case)) {
            (true, true) => Reach::Own,
            (true, false) => Reach::Other,
            (false, true) => Reach::OwnClosed,
            (false, false) => Reach::OtherClosed,
        }
    })
}

/// Clients that the asker works with themselves, ids ascending.
fn own_clients(heads: &Heads, asker: Asker) -> Vec<u32> {
    let mut own: Vec<u32> = heads
        .by_worker
        .keys()
        .filter(|worker| worker.is_some_and(|worker| asker.stands_for(heads, worker)))
        .flat_map(|worker| heads.cases_of(*worker))
        .map(|case| case.client.0)
        .collect();
    own.sort_unstable();
    own.dedup();
    own
}

fn remember(cases: &mut Vec<u32>, note: ContactId, case: CaseId) {
    let at = note.0 as usize;
    if at >= cases.len() {
        cases.resize(at + 1, 0);
    }
    if let Some(slot) = cases.get_mut(at) {
        *slot = case.0;
    }
}

fn put_client(index: &mut Index, heads: &Heads, client: ClientId, fields: &ClientFields) {
    let Some(head) = heads.client(client) else {
        return;
    };
    let text = |field| fields.get(&field).map_or("", String::as_str);
    let phones = [text(ClientField::Phone), text(ClientField::SecondPhone)];
    let practice = heads
        .practice(head.practice)
        .map_or("", |practice| practice.name.as_str());
    index.put_client(
        client.0,
        &ClientWords {
            given: text(ClientField::Given),
            family: text(ClientField::Family),
            known_as: text(ClientField::KnownAs),
            former: vec![text(ClientField::FormerName)],
            born: head.born,
            nhs: text(ClientField::NhsNumber),
            phones: phones.to_vec(),
            postcode: text(ClientField::Postcode),
            practice,
        },
    );
}

fn put_service(index: &mut Index, service: &Service) {
    index.put_service(service.id.0, &service.name, &service.words());
}

/// The texts of a contact that the finder reads.
pub fn words_of(contact: &Contact) -> String {
    let texts = [&contact.note, &contact.we_promised, &contact.they_said];
    let said: Vec<&str> = texts
        .into_iter()
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    said.join(" ")
}

fn follow_fact(
    index: &mut Index,
    heads: &Heads,
    fact: &Fact,
    changed: &mut BTreeSet<ClientId>,
    notes: &mut Vec<(ContactId, CaseId, ClientId, String)>,
) {
    let client_of = |case: CaseId| heads.case(case).map(|head| head.client);
    match fact {
        Fact::ClientAdded { client, fields, .. } => put_client(index, heads, *client, fields),
        Fact::ClientWithdrawn { client } => {
            index.remove(ItemId::client(client.0));
        }
        Fact::ClientSet { client, .. } | Fact::ClientMovedPractice { client, .. } => {
            changed.insert(*client);
        }
        Fact::ContactLogged { case, contact, .. } => {
            if let Some(client) = client_of(*case) {
                notes.push((contact.id, *case, client, words_of(contact)));
            }
        }
        Fact::NoteAdded {
            case, note, text, ..
        } => {
            if let Some(client) = client_of(*case) {
                notes.push((*note, *case, client, text.clone()));
            }
        }
        Fact::ContactWithdrawn { contact: note, .. } | Fact::NoteWithdrawn { note, .. } => {
            index.remove(ItemId::note(note.0));
        }
        Fact::ServiceAdded(service) | Fact::ServiceChanged { now: service, .. } => {
            put_service(index, service);
        }
        Fact::ServiceWithdrawn(service) => {
            index.remove(ItemId::service(service.id.0));
        }
        _ => {}
    }
}

fn note_text(
    core: &Core,
    heads: &Heads,
    case: CaseId,
    note: ContactId,
) -> Option<(NaiveDate, StaffId, String)> {
    let record = core.records.case(heads.case(case)?, heads.seq).ok()??;
    record.history.iter().find_map(|happening| {
        let text = match &happening.what {
            What::Contact(contact) if contact.id == note => words_of(contact),
            What::Note { id, text } if *id == note => text.clone(),
            _ => return None,
        };
        Some((happening.on, happening.who, text))
    })
}
