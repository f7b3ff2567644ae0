//! Walking the groups of one segment, checking each frame, the order and the chain.

use super::frame::{self, EntryFrame, Frame, GroupEnd};
use super::{chain, segment};
use crate::seal::Digest;

/// The groups of a segment, one after the other.
pub(crate) struct Walk<'a> {
    bytes: &'a [u8],
    /// Where the next group begins.
    pub(crate) at: usize,
    /// The sequence the next entry must have.
    pub(crate) next_seq: u64,
    /// The chain so far; `None` leaves the chain unchecked.
    pub(crate) chain: Option<Digest>,
}

/// What stands at the walk's place.
pub(crate) enum Step<'a> {
    Group(Group<'a>),
    /// Nothing more has been written here.
    End,
    /// Bytes that are not a whole group with the right sequence and chain.
    Bad(Bad),
}

/// Why a group was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bad {
    Bytes,
    Chain,
}

/// A whole group.
pub(crate) struct Group<'a> {
    pub(crate) entries: Vec<EntryFrame<'a>>,
    pub(crate) end: GroupEnd,
}

impl<'a> Walk<'a> {
    /// Begins behind the header of a segment.
    pub(crate) fn new(bytes: &'a [u8], next_seq: u64, chain: Option<Digest>) -> Self {
        Self {
            bytes,
            at: segment::HEADER_BYTES,
            next_seq,
            chain,
        }
    }

    /// The next group; the walk moves on only over a good one.
    pub(crate) fn step(&mut self) -> Step<'a> {
        let mut entries = Vec::new();
        let (mut at, mut chain) = (self.at, self.chain);
        loop {
            match frame::frame_at(self.bytes, at) {
                Some((Frame::Entry(entry), next)) => {
                    if entry.header.seq != self.next_seq + entries.len() as u64 {
                        return Step::Bad(Bad::Chain);
                    }
                    let frame = self.bytes.get(at..next).unwrap_or_default();
                    chain = chain.map(|before| chain::after(&before, frame));
                    entries.push(entry);
                    at = next;
                }
                Some((Frame::GroupEnd(end), next)) => {
                    return self.accept(entries, end, chain, next);
                }
                Some((Frame::Nothing, _)) if entries.is_empty() => return Step::End,
                Some((Frame::Nothing, _)) | None => return Step::Bad(Bad::Bytes),
            }
        }
    }

    fn accept(
        &mut self,
        entries: Vec<EntryFrame<'a>>,
        end: GroupEnd,
        chain: Option<Digest>,
        next: usize,
    ) -> Step<'a> {
        let count = entries.len() as u64;
        let follows = chain.is_none_or(|before| end.chain_after(&before) == end.chain);
        if count == 0
            || end.entries != count
            || end.last_seq + 1 != self.next_seq + count
            || !follows
        {
            return Step::Bad(Bad::Chain);
        }
        self.at = next;
        self.next_seq = end.last_seq + 1;
        self.chain = chain.map(|_| end.chain);
        Step::Group(Group { entries, end })
    }

    /// Whether any byte from the walk's place on is not zero.
    pub(crate) fn anything_behind(&self) -> bool {
        self.bytes
            .get(self.at..)
            .unwrap_or_default()
            .iter()
            .any(|byte| *byte != 0)
    }

    /// Whether something behind the walk's place proves that the group there was once durable:
    /// the end of a later group that was written after it had been synced.
    pub(crate) fn was_durable(&self) -> bool {
        (self.at + 1..self.bytes.len()).any(|at| {
            // A group's end is short; looking at the length first spares most checksums.
            let length = self.bytes.get(at..at + 4).and_then(|b| b.try_into().ok());
            length
                .map(u32::from_le_bytes)
                .is_some_and(|length| (38..=96).contains(&length))
                && matches!(
                    frame::frame_at(self.bytes, at),
                    Some((Frame::GroupEnd(end), _)) if end.durable_seq >= self.next_seq
                )
        })
    }
}
