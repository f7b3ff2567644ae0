//! One client's values as they change, before they are written.
//!
//! Only what a fact touches is read: a contact needs the last chunk of its case and nothing else.

use chrono::{DateTime, Utc};

use super::{
    error::ViewsError,
    place::Place,
    shelf::Changes,
    value::{CaseStub, Stubs},
    vault::{Tag, Vault, decode, encode},
};
use crate::domain::{
    case::CaseFields,
    fact::{Entry, Fact},
    ids::{CaseId, ClientId, ContactId, StaffId},
    record::{CaseRecord, ClientRecord, Happening, What},
};

/// A chunk that holds as much is not added to: the next happening begins another.
const CHUNK_FULL_BYTES: usize = 2048;

/// How values that are already stored are read.
pub(super) trait Stored {
    /// The plain bytes of a value; `None` where there is none, or its key was destroyed.
    fn plain(&self, place: Place, tag: Tag) -> Result<Option<Vec<u8>>, ViewsError>;
}

/// A client's values, changed and not yet written.
#[derive(Debug)]
pub(super) struct Pending {
    client: ClientId,
    stubs: Stubs,
    /// The record, from the first fact that changes it.
    record: Option<ClientRecord>,
    cases: Vec<PendingCase>,
    /// Whether the client is there after these facts.
    there: bool,
}

/// The changed values of one case.
#[derive(Debug)]
struct PendingCase {
    case: CaseId,
    stub: CaseStub,
    /// Chunks in the store, to be taken away should the case go.
    stored_chunks: u32,
    /// The texts, from the first fact that changes them.
    fields: Option<CaseFields>,
    /// Changed chunks by number.
    chunks: Vec<(u32, Vec<u8>)>,
    there: bool,
}

/// When and by whom the fact at hand was recorded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    seq: u64,
    recorded: DateTime<Utc>,
    who: StaffId,
}

impl Moment {
    pub(super) fn of(entry: &Entry) -> Self {
        Moment {
            seq: entry.seq,
            recorded: entry.recorded,
            who: entry.who,
        }
    }
}

impl Pending {
    /// Begins with what is stored of the client: `None` where nothing is.
    pub(super) fn new(client: ClientId, stubs: Option<Stubs>) -> Pending {
        let there = stubs.is_some();
        Pending {
            client,
            stubs: stubs.unwrap_or_default(),
            record: None,
            cases: Vec::new(),
            there,
        }
    }

    /// Folds in one fact about this client. Returns how many bytes of memory it cost.
    pub(super) fn apply(
        &mut self,
        moment: Moment,
        fact: &Fact,
        stored: &dyn Stored,
    ) -> Result<usize, ViewsError> {
        match fact {
            Fact::ClientAdded { .. } => {
                let mut record = ClientRecord::default();
                record.apply(fact);
                self.record = Some(record);
                self.there = true;
                Ok(600)
            }
            Fact::ClientSet { .. } if self.there => {
                let record = self.record(stored)?;
                record.apply(fact);
                Ok(100)
            }
            Fact::ClientWithdrawn { .. } => {
                for case in self.stubs.cases.clone() {
                    self.case(case.0);
                }
                for case in &mut self.cases {
                    case.withdraw();
                }
                self.record = None;
                self.there = false;
                Ok(0)
            }
            _ => match case_of(fact) {
                Some(case) if self.there => {
                    let client = self.client;
                    self.case(case).apply(client, moment, fact, stored)
                }
                _ => Ok(0),
            },
        }
    }

    fn record(&mut self, stored: &dyn Stored) -> Result<&mut ClientRecord, ViewsError> {
        let record = match self.record.take() {
            Some(record) => record,
            None => {
                let plain = stored.plain(Place::Record(self.client), self.stubs.record)?;
                plain
                    .as_deref()
                    .map(decode)
                    .transpose()?
                    .unwrap_or_default()
            }
        };
        Ok(self.record.insert(record))
    }

    fn case(&mut self, case: CaseId) -> &mut PendingCase {
        let at = self.cases.iter().position(|known| known.case == case);
        let at = at.unwrap_or_else(|| {
            self.cases
                .push(PendingCase::new(case, self.stubs.case(case)));
            self.cases.len() - 1
        });
        &mut self.cases[at]
    }

    /// Seals what changed into `changes`. Returns the client's stubs as they are after it, or
    /// `None` where the client is gone or their key was destroyed.
    pub(super) fn write(
        mut self,
        vault: &Vault,
        changes: &mut Changes,
    ) -> Result<Option<Stubs>, ViewsError> {
        let place = Place::Record(self.client);
        if !self.there {
            changes.insert(place.key(), None);
        } else if let Some(record) = &self.record {
            match vault.seal(place, &encode(record)?)? {
                Some(sealed) => {
                    self.stubs.record = Tag::of(&sealed);
                    changes.insert(place.key(), Some(sealed));
                }
                None => return Ok(None),
            }
        }
        for case in self.cases {
            let id = case.case;
            self.stubs.cases.retain(|(known, _)| *known != id);
            if let Some(stub) = case.write(self.client, vault, changes)? {
                self.stubs.cases.push((id, stub));
            }
        }
        self.stubs.cases.sort_by_key(|(case, _)| *case);
        Ok(self.there.then_some(self.stubs))
    }
}

impl PendingCase {
    fn new(case: CaseId, stub: Option<&CaseStub>) -> PendingCase {
        let there = stub.is_some();
        let stub = stub.cloned().unwrap_or_default();
        PendingCase {
            case,
            stored_chunks: stub.chunks.len() as u32,
            stub,
            fields: None,
            chunks: Vec::new(),
            there,
        }
    }

    fn apply(
        &mut self,
        client: ClientId,
        moment: Moment,
        fact: &Fact,
        stored: &dyn Stored,
    ) -> Result<usize, ViewsError> {
        match fact {
            Fact::CaseOpened { .. } => self.there = true,
            _ if !self.there => return Ok(0),
            Fact::CaseWithdrawn { .. } => {
                self.withdraw();
                return Ok(0);
            }
            Fact::ContactWithdrawn { contact, .. } => {
                return self.forget(client, *contact, stored).map(|()| 0);
            }
            Fact::NoteWithdrawn { note, .. } => {
                return self.forget(client, *note, stored).map(|()| 0);
            }
            _ => {}
        }
        let sets_texts = matches!(fact, Fact::CaseOpened { .. } | Fact::CaseSet { .. });
        let mut record = CaseRecord::default();
        if matches!(fact, Fact::CaseSet { .. }) {
            record.fields = match self.fields.take() {
                Some(fields) => fields,
                None => self.stored_fields(client, stored)?,
            };
        }
        record.apply(moment.seq, moment.recorded, moment.who, fact);
        if sets_texts {
            self.fields = Some(record.fields);
        }
        let mut bytes = 100;
        for happening in &record.history {
            let line = encode(happening)?;
            bytes += line.len();
            self.append(client, &line, stored)?;
        }
        Ok(bytes)
    }

    fn stored_fields(
        &self,
        client: ClientId,
        stored: &dyn Stored,
    ) -> Result<CaseFields, ViewsError> {
        let place = Place::Fields(client, self.case);
        let plain = stored.plain(place, self.stub.fields)?;
        Ok(plain
            .as_deref()
            .map(decode)
            .transpose()?
            .unwrap_or_default())
    }

    fn append(
        &mut self,
        client: ClientId,
        line: &[u8],
        stored: &dyn Stored,
    ) -> Result<(), ViewsError> {
        let full = self.stub.tail_bytes as usize >= CHUNK_FULL_BYTES;
        let count = self.stub.chunks.len() as u32;
        if full || count == 0 {
            self.stub.chunks.push(Tag::default());
            self.chunks.push((count, line.to_vec()));
            self.stub.tail_bytes = line.len() as u32;
            return Ok(());
        }
        let tail = self.chunk(client, count - 1, stored)?;
        tail.extend_from_slice(line);
        self.stub.tail_bytes = tail.len() as u32;
        Ok(())
    }

    /// A chunk to be changed, from memory or from the store.
    fn chunk(
        &mut self,
        client: ClientId,
        number: u32,
        stored: &dyn Stored,
    ) -> Result<&mut Vec<u8>, ViewsError> {
        let at = match self.chunks.iter().rposition(|(n, _)| *n == number) {
            Some(at) => at,
            None => {
                let bytes = self.read_chunk(client, number, stored)?;
                self.chunks.push((number, bytes));
                self.chunks.len() - 1
            }
        };
        Ok(&mut self.chunks[at].1)
    }

    fn read_chunk(
        &self,
        client: ClientId,
        number: u32,
        stored: &dyn Stored,
    ) -> Result<Vec<u8>, ViewsError> {
        let tag = self.stub.chunks.get(number as usize).copied();
        let place = Place::Chunk(client, self.case, number);
        Ok(stored
            .plain(place, tag.unwrap_or_default())?
            .unwrap_or_default())
    }

    /// Takes a withdrawn contact or note out of the chunk that holds it.
    fn forget(
        &mut self,
        client: ClientId,
        gone: ContactId,
        stored: &dyn Stored,
    ) -> Result<(), ViewsError> {
        for number in (0..self.stub.chunks.len() as u32).rev() {
            let held = self.chunks.iter().find(|(n, _)| *n == number);
            let bytes = match held {
                Some((_, bytes)) => bytes.clone(),
                None => self.read_chunk(client, number, stored)?,
            };
            let Some(without) = without(&bytes, gone)? else {
                continue;
            };
            if number + 1 == self.stub.chunks.len() as u32 {
                self.stub.tail_bytes = without.len() as u32;
            }
            match self.chunks.iter_mut().find(|(n, _)| *n == number) {
                Some((_, held)) => *held = without,
                None => self.chunks.push((number, without)),
            }
        }
        Ok(())
    }

    fn withdraw(&mut self) {
        self.there = false;
        self.stub = CaseStub::default();
        self.fields = None;
        self.chunks.clear();
    }

    fn write(
        mut self,
        client: ClientId,
        vault: &Vault,
        changes: &mut Changes,
    ) -> Result<Option<CaseStub>, ViewsError> {
        for number in self.stub.chunks.len() as u32..self.stored_chunks {
            changes.insert(Place::Chunk(client, self.case, number).key(), None);
        }
        let place = Place::Fields(client, self.case);
        if !self.there {
            changes.insert(place.key(), None);
            return Ok(None);
        }
        if let Some(fields) = &self.fields
            && let Some(sealed) = vault.seal(place, &encode(fields)?)?
        {
            self.stub.fields = Tag::of(&sealed);
            changes.insert(place.key(), Some(sealed));
        }
        for (number, bytes) in &self.chunks {
            let place = Place::Chunk(client, self.case, *number);
            if let Some(sealed) = vault.seal(place, bytes)? {
                if let Some(tag) = self.stub.chunks.get_mut(*number as usize) {
                    *tag = Tag::of(&sealed);
                }
                changes.insert(place.key(), Some(sealed));
            }
        }
        Ok(Some(self.stub))
    }
}

/// The lines of a chunk, one after the other.
pub(super) fn lines(mut chunk: &[u8]) -> Result<Vec<Happening>, ViewsError> {
    let mut lines = Vec::new();
    while !chunk.is_empty() {
        let (line, rest) = postcard::take_from_bytes(chunk)
            .map_err(|_| ViewsError::damaged("a line of a history does not read as one"))?;
        lines.push(line);
        chunk = rest;
    }
    Ok(lines)
}

/// The chunk without one contact or note; `None` where it holds none of that number.
fn without(chunk: &[u8], gone: ContactId) -> Result<Option<Vec<u8>>, ViewsError> {
    let mut kept = lines(chunk)?;
    let before = kept.len();
    kept.retain(|line| match &line.what {
        What::Contact(contact) => contact.id != gone,
        What::Note { id, .. } => *id != gone,
        _ => true,
    });
    if kept.len() == before {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(chunk.len());
    for line in &kept {
        bytes.extend_from_slice(&encode(line)?);
    }
    Ok(Some(bytes))
}

fn case_of(fact: &Fact) -> Option<CaseId> {
    match fact {
        Fact::CaseOpened { case, .. }
        | Fact::CaseWithdrawn { case }
        | Fact::CaseSet { case, .. }
        | Fact::CaseAssigned { case, .. }
        | Fact::CaseStateChanged { case, .. }
        | Fact::NextStepSet { case, .. }
        | Fact::ContactLogged { case, .. }
        | Fact::ContactWithdrawn { case, .. }
        | Fact::NoteAdded { case, .. }
        | Fact::NoteWithdrawn { case, .. } => Some(*case),
        _ => None,
    }
}
