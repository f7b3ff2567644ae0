//! The finder's rows.

mod build;

use serde::{Deserialize, Serialize};

use crate::domain::ids::{CaseId, ClientId};

pub use build::{NoteFound, client_row, first_case, note_row, service_row};

/// What a row of the finder leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindKind {
    Client,
    Service,
    Note,
    /// A command of the desk; the session adds these itself.
    Command,
}

impl FindKind {
    /// The word for it in files.
    pub fn code(self) -> &'static str {
        match self {
            FindKind::Client => "client",
            FindKind::Service => "service",
            FindKind::Note => "note",
            FindKind::Command => "command",
        }
    }
}

/// One row of the finder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindRow {
    pub kind: FindKind,
    /// The id of what it leads to (`P12`, `V3`), as text.
    pub id: String,
    /// For a client: the display name, with date of birth and practice, so that two of one name
    /// are told apart. Contains `client` of the other rows as it stands.
    pub label: String,
    /// "13 d late", "12 Nov  A Khan".
    pub side: String,
    /// Folded pieces of the label that matched, for marking.
    pub marks: Vec<String>,
    /// The client that Enter opens, and the case.
    pub client_id: Option<ClientId>,
    pub case: Option<CaseId>,
}

/// What the finder found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Found {
    /// The text this answers: late answers to earlier keystrokes are dropped.
    pub query: String,
    pub rows: Vec<FindRow>,
    /// Fits in reach; `more` says that counting stopped there.
    pub total: u32,
    pub more: bool,
    /// How many clients are in reach at all.
    pub in_reach: u32,
    /// The best two fit equally well: Enter asks which, it never guesses.
    pub equal_best: bool,
    /// What has not been read yet after a start, in words; empty when all is there.
    pub unread: String,
}
