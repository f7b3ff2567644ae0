//! Identities as newtypes, so that a case can never be passed where a client is meant.
//!
//! People read and type them with a letter (`C12`); compact encodings carry the bare number.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Why a typed id was not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{typed}\" is not {what}: expected {letter} and a number, such as {letter}12")]
pub struct IdFault {
    typed: String,
    what: &'static str,
    letter: char,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $letter:literal $what:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub u32);

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, "{}{}", $letter, self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdFault;

            fn from_str(typed: &str) -> Result<Self, IdFault> {
                let trimmed = typed.trim();
                let digits = trimmed
                    .strip_prefix($letter)
                    .or_else(|| trimmed.strip_prefix($letter.to_ascii_lowercase()))
                    .unwrap_or(trimmed);
                let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
                digits.parse().ok().filter(|_| plain).map(Self).ok_or_else(|| IdFault {
                    typed: typed.chars().take(20).collect(),
                    what: $what,
                    letter: $letter,
                })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                if out.is_human_readable() { out.collect_str(self) } else { out.serialize_u32(self.0) }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                if from.is_human_readable() {
                    let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
                    text.parse().map_err(D::Error::custom)
                } else {
                    u32::deserialize(from).map(Self)
                }
            }
        }
    )*};
}

ids! {
    /// A person served.
    ClientId 'P' "the id of a client";
    /// One episode of link work with a client, from referral to closing.
    CaseId 'C' "the id of a case";
    /// Somebody who works here: link worker, supervisor or practice manager.
    StaffId 'S' "the id of a member of staff";
    /// A general practice.
    PracticeId 'G' "the id of a practice";
    /// A VCSE service that clients are connected to.
    ServiceId 'V' "the id of a service";
    /// An organisation that runs services.
    OrganisationId 'O' "the id of an organisation";
    /// One contact, or one try at a contact.
    ContactId 'K' "the id of a contact";
    /// A connection, goal, measure, consent, concern or decision.
    PartId 'N' "the id of a part of a record";
    /// A note of supervision; written, so that it is not taken for a part (`N`).
    NoteId 'W' "the id of a supervision note";
    /// Something to be done that is not the next step of a case.
    ToDoId 'T' "the id of a to-do";
    /// One review of a link worker's caseload.
    MeetingId 'R' "the id of a review";
    /// One run of an import.
    ImportId 'I' "the id of an import";
}

impl StaffId {
    /// The program itself, where nobody asked: founding a store, marking an abandoned import.
    pub const PROGRAM: StaffId = StaffId(0);
}
