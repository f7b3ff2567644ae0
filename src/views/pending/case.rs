//! The changed texts and chunks of one case.

use super::{Moment, Stored};
use crate::{
    domain::{
        case::CaseField,
        case::CaseFields,
        fact::Fact,
        ids::{CaseId, ClientId},
        record::{CaseRecord, Changed, Happening, rewrite},
    },
    views::{
        error::ViewsError,
        place::Place,
        shelf::Changes,
        value::CaseStub,
        vault::{Tag, Vault, decode, encode, encode_into},
    },
};

/// A chunk that holds as much is not added to: the next happening begins another.
const CHUNK_FULL_BYTES: usize = 2048;
/// In a large write a chunk that is stored already is left alone from this size on: taking it up
/// again would cost more than the few bytes it saves.
const CHUNK_LEFT_BYTES: usize = 256;

/// The texts of a case, and what stood there before.
type Texts = (CaseFields, Vec<Changed<CaseField>>);

/// The changed values of one case.
#[derive(Debug)]
pub(super) struct PendingCase {
    client: ClientId,
    pub(super) case: CaseId,
    stub: CaseStub,
    /// Chunks in the store, to be taken away should the case go.
    stored_chunks: u32,
    /// The texts, from the first fact that changes them.
    texts: Option<Texts>,
    /// Changed chunks by number.
    chunks: Vec<(u32, Vec<u8>)>,
    there: bool,
    /// A stored chunk of this size or more is not taken up again.
    left_bytes: usize,
}

impl PendingCase {
    /// Begins with what is stored of the case. `large` as in [`super::Pending::new`].
    pub(super) fn new(
        client: ClientId,
        case: CaseId,
        stub: Option<&CaseStub>,
        large: bool,
    ) -> PendingCase {
        let there = stub.is_some();
        let stub = stub.cloned().unwrap_or_default();
        PendingCase {
            client,
            case,
            left_bytes: if large {
                CHUNK_LEFT_BYTES
            } else {
                CHUNK_FULL_BYTES
            },
            stored_chunks: stub.chunks.len() as u32,
            stub,
            texts: None,
            chunks: Vec::new(),
            there,
        }
    }

    /// Folds in one fact about this case. Returns how many bytes of memory it cost.
    pub(super) fn apply(
        &mut self,
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
            _ if rewrites(fact) => self.rewrite(moment, fact, stored)?,
            _ => {}
        }
        let sets_texts = matches!(fact, Fact::CaseOpened { .. } | Fact::CaseSet { .. });
        let mut record = CaseRecord::default();
        if matches!(fact, Fact::CaseSet { .. }) {
            (record.fields, record.changes) = match self.texts.take() {
                Some(texts) => texts,
                None => self.stored_texts(stored)?,
            };
        }
        record.apply(moment.seq, moment.recorded, moment.who, fact);
        if sets_texts {
            self.texts = Some((record.fields, record.changes));
        }
        let mut bytes = 100;
        for happening in &record.history {
            let line = encode(happening)?;
            bytes += self.append(&line, stored)?;
        }
        Ok(bytes)
    }

    fn stored_texts(&self, stored: &dyn Stored) -> Result<Texts, ViewsError> {
        let place = Place::Fields(self.client, self.case);
        let plain = stored.plain(place, self.stub.fields)?;
        Ok(plain
            .as_deref()
            .map(decode)
            .transpose()?
            .unwrap_or_default())
    }

    /// Adds a line to the last chunk, or begins another. Returns the bytes that this took.
    fn append(&mut self, line: &[u8], stored: &dyn Stored) -> Result<usize, ViewsError> {
        let size = self.stub.tail_bytes as usize;
        let count = self.stub.chunks.len() as u32;
        let held = self.chunks.iter().rposition(|(n, _)| n + 1 == count);
        let full = size
            >= if held.is_some() {
                CHUNK_FULL_BYTES
            } else {
                self.left_bytes
            };
        let (mut bytes, mut tail) = (line.len(), None);
        if count > 0 && !full {
            tail = held;
            if held.is_none() {
                self.chunks
                    .push((count - 1, self.read_chunk(count - 1, stored)?));
                tail = Some(self.chunks.len() - 1);
                bytes += size;
            }
        }
        match tail.and_then(|at| self.chunks.get_mut(at)) {
            Some((_, chunk)) => {
                chunk.extend_from_slice(line);
                self.stub.tail_bytes = chunk.len() as u32;
            }
            None => {
                self.stub.chunks.push(Tag::default());
                self.chunks.push((count, line.to_vec()));
                self.stub.tail_bytes = line.len() as u32;
            }
        }
        Ok(bytes)
    }

    fn read_chunk(&self, number: u32, stored: &dyn Stored) -> Result<Vec<u8>, ViewsError> {
        let tag = self.stub.chunks.get(number as usize).copied();
        let place = Place::Chunk(self.client, self.case, number);
        Ok(stored
            .plain(place, tag.unwrap_or_default())?
            .unwrap_or_default())
    }

    /// Changes lines that are there already, in the chunks that hold them.
    fn rewrite(
        &mut self,
        moment: Moment,
        fact: &Fact,
        stored: &dyn Stored,
    ) -> Result<(), ViewsError> {
        for number in (0..self.stub.chunks.len() as u32).rev() {
            let held = self.chunks.iter().find(|(n, _)| *n == number);
            let bytes = match held {
                Some((_, bytes)) => bytes.clone(),
                None => self.read_chunk(number, stored)?,
            };
            let mut kept = lines(&bytes)?;
            if !rewrite(&mut kept, moment.recorded, moment.who, fact) {
                continue;
            }
            let mut now = Vec::with_capacity(bytes.len());
            for line in &kept {
                now = encode_into(line, now)?;
            }
            if number + 1 == self.stub.chunks.len() as u32 {
                self.stub.tail_bytes = now.len() as u32;
            }
            match self.chunks.iter_mut().find(|(n, _)| *n == number) {
                Some((_, held)) => *held = now,
                None => self.chunks.push((number, now)),
            }
        }
        Ok(())
    }

    /// As if the case had never been there.
    pub(super) fn withdraw(&mut self) {
        self.there = false;
        self.stub = CaseStub::default();
        self.texts = None;
        self.chunks.clear();
    }

    /// Seals what changed. Returns the tags after it, or `None` where the case is gone.
    pub(super) fn write(
        mut self,
        vault: &Vault,
        changes: &mut Changes,
    ) -> Result<Option<CaseStub>, ViewsError> {
        for number in self.stub.chunks.len() as u32..self.stored_chunks {
            changes.insert(Place::Chunk(self.client, self.case, number).key(), None);
        }
        let place = Place::Fields(self.client, self.case);
        if !self.there {
            changes.insert(place.key(), None);
            return Ok(None);
        }
        if let Some(texts) = &self.texts
            && let Some(sealed) = vault.seal(place, &encode(texts)?)?
        {
            self.stub.fields = Tag::of(&sealed);
            changes.insert(place.key(), Some(sealed));
        }
        for (number, bytes) in &self.chunks {
            let place = Place::Chunk(self.client, self.case, *number);
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
pub(in crate::views) fn lines(mut chunk: &[u8]) -> Result<Vec<Happening>, ViewsError> {
    let mut lines = Vec::new();
    while !chunk.is_empty() {
        let (line, rest) = postcard::take_from_bytes(chunk)
            .map_err(|_| ViewsError::damaged("a line of a history does not read as one"))?;
        lines.push(line);
        chunk = rest;
    }
    Ok(lines)
}

/// Whether a fact may change lines of the history that are there already.
fn rewrites(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::ContactWithdrawn { .. }
            | Fact::NoteWithdrawn { .. }
            | Fact::Amended { .. }
            | Fact::AmendmentWithdrawn { .. }
            | Fact::MovedAway { .. }
            | Fact::MovedHere {
                undoes: Some(_),
                ..
            }
    )
}
