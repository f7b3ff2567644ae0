//! Half-typed forms, kept until they are saved.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::ids::{
    CaseId, ClientId, ContactId, MeetingId, NoteId, PartId, ServiceId, StaffId, ToDoId,
};
use crate::domain::terms::Concept;

/// Which form a draft belongs to. One person has at most one draft of each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DraftKey {
    LogContact(CaseId),
    NextStep(CaseId),
    Status(CaseId),
    Note(CaseId),
    /// A measure being taken, or a taking being changed.
    Measure(CaseId),
    /// A goal, or a step towards one.
    Goal(CaseId),
    EditClient(ClientId),
    EditCase(CaseId),
    /// A safeguarding concern, new or being changed.
    Concern(ClientId),
    /// A consent, new, being changed or withdrawn.
    Consent(ClientId),
    /// A new connection to a service.
    Connect(CaseId, ServiceId),
    /// The days and the note of a connection.
    Connection(CaseId, PartId),
    /// A contact with a service about several people.
    WithService(ServiceId),
    /// Putting right a contact or note.
    Amend(CaseId, ContactId),
    /// A new case for somebody known.
    NewCase(ClientId),
    NewClient,
    NewService,
    EditService(ServiceId),
    /// A new note on the work.
    SupervisionNote,
    ChangeNote(NoteId),
    /// One's own mark of a note, for a concept or for the whole of it.
    MarkNote(NoteId, Option<Concept>),
    AnswerNote(NoteId),
    HandOver(CaseId),
    /// Giving the cases of several people to one link worker.
    GiveAll,
    Message(CaseId),
    Away,
    /// Why a case is brought to the next review.
    Brought(CaseId),
    /// What a review asks for.
    Action(CaseId),
    /// What is decided in a review.
    Decision(CaseId),
    /// What is heavy for this link worker, for the two in the review.
    Heavy(StaffId),
    /// Where the record of a review is seen differently.
    Differ(MeetingId),
    /// A to-do, or one that is being changed.
    ToDo(Option<ToDoId>),
    /// An action about a concept of the work.
    WorkAction,
    Time,
}

impl DraftKey {
    /// The case it is about, where it is about one.
    pub fn case(&self) -> Option<CaseId> {
        match self {
            DraftKey::LogContact(case)
            | DraftKey::NextStep(case)
            | DraftKey::Status(case)
            | DraftKey::Note(case)
            | DraftKey::Measure(case)
            | DraftKey::Goal(case)
            | DraftKey::Brought(case)
            | DraftKey::Action(case)
            | DraftKey::Decision(case)
            | DraftKey::EditCase(case) => Some(*case),
            _ => None,
        }
    }

    /// The client it is about, where it is about nothing narrower.
    pub fn client(&self) -> Option<ClientId> {
        match self {
            DraftKey::EditClient(client)
            | DraftKey::Concern(client)
            | DraftKey::Consent(client)
            | DraftKey::NewCase(client) => Some(*client),
            _ => None,
        }
    }

    /// Whether the draft holds what only those with the permission for safeguarding may read.
    pub fn is_guarded(&self) -> bool {
        matches!(self, DraftKey::Concern(_))
    }
}

/// A half-typed form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub key: DraftKey,
    /// Whom it is about, ready to read; empty for someone new.
    pub label: String,
    pub at: DateTime<Utc>,
    /// The fields by name, as typed.
    pub fields: Vec<(String, String)>,
    /// The field with the cursor, and the cursor's line and column in it.
    pub cursor: (u16, u16, u16),
    /// Line and column from which that field is marked up to the cursor, where it is.
    #[serde(default)]
    pub mark: Option<(u16, u16)>,
}
