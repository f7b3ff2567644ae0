//! Where values stand: one tree, few wide keys, whose first byte says what the value is.
//!
//! Numbers are big-endian, so that a scan meets clients, cases and chunks in order.

use crate::{
    domain::ids::{
        CaseId, ClientId, ImportId, MeetingId, NoteId, OrganisationId, PracticeId, ServiceId,
        StaffId, ToDoId,
    },
    seal::Owner,
};

/// A row of the directory: small tables that everybody needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Row {
    Staff(StaffId),
    Practice(PracticeId),
    Service(ServiceId),
    Organisation(OrganisationId),
    /// A note of supervision, by whose work it is about: sealed by that person's key.
    Note(StaffId, NoteId),
    /// By Unix account.
    Account(u32),
    /// What one person did lately.
    Lately(StaffId),
    /// A review, with what was talked about in it.
    Meeting(MeetingId),
    Import(ImportId),
    ToDo(ToDoId),
    /// How one person spent their weeks.
    Time(StaffId),
}

/// The place of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// How far the views reach, and what must be there.
    Mark,
    Row(Row),
    /// What lists need of a client and their cases, and the tags of all else that is theirs.
    Head(ClientId),
    /// The client's own fields.
    Record(ClientId),
    /// The texts of a case.
    Fields(ClientId, CaseId),
    /// A piece of a case's history.
    Chunk(ClientId, CaseId, u32),
}

/// The first and the last key of the places of one kind, for scans.
pub(super) const HEADS: (&[u8], &[u8]) = (b"h", b"h\xff\xff\xff\xff\xff");
pub(super) const ROWS: (&[u8], &[u8]) = (b"d", b"d\xff");

impl Place {
    pub(super) fn key(self) -> Vec<u8> {
        let (kind, numbers): (&[u8], &[u32]) = match self {
            Place::Mark => (b"m", &[]),
            Place::Row(Row::Staff(id)) => (b"ds", &[id.0]),
            Place::Row(Row::Practice(id)) => (b"dg", &[id.0]),
            Place::Row(Row::Service(id)) => (b"dv", &[id.0]),
            Place::Row(Row::Organisation(id)) => (b"do", &[id.0]),
            Place::Row(Row::Note(staff, id)) => (b"dn", &[staff.0, id.0]),
            Place::Row(Row::Account(uid)) => (b"da", &[uid]),
            Place::Row(Row::Lately(id)) => (b"du", &[id.0]),
            Place::Row(Row::Meeting(id)) => (b"dr", &[id.0]),
            Place::Row(Row::Import(id)) => (b"di", &[id.0]),
            Place::Row(Row::ToDo(id)) => (b"dt", &[id.0]),
            Place::Row(Row::Time(id)) => (b"dw", &[id.0]),
            Place::Head(client) => (b"h", &[client.0]),
            Place::Record(client) => (b"r", &[client.0]),
            Place::Fields(client, case) => (b"c", &[client.0, case.0]),
            Place::Chunk(client, case, chunk) => (b"t", &[client.0, case.0, chunk]),
        };
        let mut key = Vec::with_capacity(kind.len() + 4 * numbers.len());
        key.extend_from_slice(kind);
        for number in numbers {
            key.extend_from_slice(&number.to_be_bytes());
        }
        key
    }

    /// Reads a key back; `None` where no place has it.
    pub(super) fn parse(key: &[u8]) -> Option<Place> {
        let (kind, rest) = key.split_first()?;
        let (table, rest) = match kind {
            b'd' => rest.split_first().map(|(table, rest)| (*table, rest))?,
            _ => (0, rest),
        };
        let (numbers, odd) = rest.as_chunks::<4>();
        let numbers: Vec<u32> = numbers.iter().copied().map(u32::from_be_bytes).collect();
        if !odd.is_empty() {
            return None;
        }
        Some(match (kind, table, numbers.as_slice()) {
            (b'm', _, []) => Place::Mark,
            (b'd', b's', [id]) => Place::Row(Row::Staff(StaffId(*id))),
            (b'd', b'g', [id]) => Place::Row(Row::Practice(PracticeId(*id))),
            (b'd', b'v', [id]) => Place::Row(Row::Service(ServiceId(*id))),
            (b'd', b'o', [id]) => Place::Row(Row::Organisation(OrganisationId(*id))),
            (b'd', b'n', [staff, id]) => Place::Row(Row::Note(StaffId(*staff), NoteId(*id))),
            (b'd', b'a', [uid]) => Place::Row(Row::Account(*uid)),
            (b'd', b'u', [id]) => Place::Row(Row::Lately(StaffId(*id))),
            (b'd', b'r', [id]) => Place::Row(Row::Meeting(MeetingId(*id))),
            (b'd', b'i', [id]) => Place::Row(Row::Import(ImportId(*id))),
            (b'd', b't', [id]) => Place::Row(Row::ToDo(ToDoId(*id))),
            (b'd', b'w', [id]) => Place::Row(Row::Time(StaffId(*id))),
            (b'h', _, [client]) => Place::Head(ClientId(*client)),
            (b'r', _, [client]) => Place::Record(ClientId(*client)),
            (b'c', _, [client, case]) => Place::Fields(ClientId(*client), CaseId(*case)),
            (b't', _, [client, case, chunk]) => {
                Place::Chunk(ClientId(*client), CaseId(*case), *chunk)
            }
            _ => return None,
        })
    }

    /// Whose key seals the value.
    pub(super) fn owner(self) -> Owner {
        match self {
            Place::Row(Row::Note(staff, _)) => Owner::Staff(staff.0),
            Place::Mark | Place::Row(_) => Owner::Rest,
            Place::Head(client)
            | Place::Record(client)
            | Place::Fields(client, _)
            | Place::Chunk(client, _, _) => Owner::Client(client.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_and_stand_in_the_order_of_their_numbers() {
        let places = [
            Place::Fields(ClientId(1), CaseId(300)),
            Place::Fields(ClientId(2), CaseId(7)),
            Place::Row(Row::Account(1000)),
            Place::Row(Row::Import(ImportId(4))),
            Place::Row(Row::Note(StaffId(2), NoteId(9))),
            Place::Row(Row::Meeting(MeetingId(4))),
            Place::Row(Row::ToDo(ToDoId(5))),
            Place::Row(Row::Lately(StaffId(3))),
            Place::Row(Row::Time(StaffId(3))),
            Place::Head(ClientId(255)),
            Place::Head(ClientId(256)),
            Place::Mark,
            Place::Record(ClientId(9)),
            Place::Chunk(ClientId(1), CaseId(2), 9),
            Place::Chunk(ClientId(1), CaseId(2), 10),
        ];
        let keys: Vec<Vec<u8>> = places.iter().map(|place| place.key()).collect();
        assert!(keys.is_sorted());
        for (place, key) in places.iter().zip(&keys) {
            assert_eq!(Place::parse(key), Some(*place));
        }
    }

    #[test]
    fn strange_keys_are_no_place() {
        for key in [b"".as_slice(), b"x", b"m\0\0\0\0", b"h\0", b"ds", b"d"] {
            assert_eq!(Place::parse(key), None, "{key:?}");
        }
    }
}
