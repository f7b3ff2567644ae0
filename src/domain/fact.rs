//! Everything that can have happened, in the past tense: the vocabulary of the journal.
//!
//! Facts are kept for good as JSON. A new field needs a default; a variant is never renamed. Facts
//! that change something carry what stood there before, so that undo needs no second memory.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    case::{CaseField, CaseFields, CaseState, NextStep},
    client::{ClientField, ClientFields},
    contact::{Contact, Tally},
    ids::{
        CaseId, ClientId, ContactId, ImportId, MeetingId, NoteId, PartId, PracticeId, StaffId,
        ToDoId,
    },
    meeting::Meeting,
    part::Part,
    people::{Practice, Staff},
    service::{Organisation, Service},
    supervision::SupervisionNote,
    terms::StoreKind,
    todo::{Minutes, ToDo},
    written::{Words, Written},
};

/// Whom a fact is about, which decides whose key seals it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    Client(ClientId),
    Staff(StaffId),
    /// The store, practices, services, imports.
    Rest,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// The first fact of every store. A demonstration store remembers its today and stays there.
    StoreFounded {
        kind: StoreKind,
        #[serde(default)]
        today: Option<NaiveDate>,
    },

    PracticeAdded(Practice),
    PracticeChanged {
        was: Practice,
        now: Practice,
    },
    StaffAdded(Staff),
    StaffChanged {
        was: Staff,
        now: Staff,
    },
    /// A Unix account may act as this person.
    AccountMapped {
        staff: StaffId,
        uid: u32,
    },
    AccountUnmapped {
        staff: StaffId,
        uid: u32,
    },
    ServiceAdded(Box<Service>),
    ServiceChanged {
        was: Box<Service>,
        now: Box<Service>,
    },
    /// Undo of `ServiceAdded`.
    ServiceWithdrawn(Box<Service>),
    OrganisationAdded(Box<Organisation>),
    OrganisationChanged {
        was: Box<Organisation>,
        now: Box<Organisation>,
    },
    /// Undo of `OrganisationAdded`.
    OrganisationWithdrawn(Box<Organisation>),

    ClientAdded {
        client: ClientId,
        practice: PracticeId,
        fields: ClientFields,
    },
    /// Undo of `ClientAdded`: as if never there, though the journal remembers.
    ClientWithdrawn {
        client: ClientId,
    },
    ClientSet {
        client: ClientId,
        field: ClientField,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<String>,
        /// Why it was changed, where somebody said.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        because: String,
    },
    ClientMovedPractice {
        client: ClientId,
        was: PracticeId,
        now: PracticeId,
    },
    /// Two records are of one person: the number of `gone` leads to `kept` from now on, whose page
    /// shows the cases and parts of both. What was written about either stays under its own key.
    /// Said once under the key of each.
    ClientsMerged {
        kept: ClientId,
        gone: ClientId,
    },
    /// They are two people after all, or it was undone: each has its own record again.
    ClientsUnmerged {
        kept: ClientId,
        gone: ClientId,
    },

    CaseOpened {
        case: CaseId,
        client: ClientId,
        practice: PracticeId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        worker: Option<StaffId>,
        /// The day of the referral, from which its age runs.
        referred_on: NaiveDate,
        #[serde(default)]
        fields: CaseFields,
    },
    CaseWithdrawn {
        case: CaseId,
    },
    CaseSet {
        case: CaseId,
        field: CaseField,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<String>,
        /// Why it was changed, where somebody said.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        because: String,
    },
    CaseAssigned {
        case: CaseId,
        was: Option<StaffId>,
        now: Option<StaffId>,
    },
    CaseStateChanged {
        case: CaseId,
        was: CaseState,
        now: CaseState,
        on: NaiveDate,
    },
    NextStepSet {
        case: CaseId,
        was: NextStep,
        now: NextStep,
    },
    ContactLogged {
        case: CaseId,
        contact: Contact,
        /// The count with it, where it took place before a contact that was logged earlier. Else,
        /// and in older journals, it is counted on.
        #[serde(default)]
        tally: Option<Tally>,
    },
    /// Undo of `ContactLogged`, with the count as it stands without it.
    ContactWithdrawn {
        case: CaseId,
        contact: ContactId,
        tally: Tally,
    },
    /// A note that is not a contact.
    NoteAdded {
        case: CaseId,
        note: ContactId,
        on: NaiveDate,
        text: String,
    },
    NoteWithdrawn {
        case: CaseId,
        note: ContactId,
    },
    /// What was written of a contact or a note was put right; with the count as it stands now.
    Amended {
        case: CaseId,
        was: Box<Written>,
        now: Box<Written>,
        /// Why it was changed.
        because: String,
        tally: Tally,
    },
    /// Undo of `Amended`: as if what stands there `now` had never been changed.
    AmendmentWithdrawn {
        case: CaseId,
        was: Box<Written>,
        now: Box<Written>,
        tally: Tally,
    },
    /// A contact or note had been written on the wrong person, and was taken away to the right
    /// one, who is not named here. It leaves a trace, unless it undoes the move of that entry.
    MovedAway {
        case: CaseId,
        id: ContactId,
        on: NaiveDate,
        /// It is a note, not a contact.
        note: bool,
        tally: Tally,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        undoes: Option<u64>,
    },
    /// A contact or note came from a record where it did not belong, or, undoing that entry, back
    /// to where it was.
    MovedHere {
        case: CaseId,
        words: Box<Words>,
        tally: Tally,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        undoes: Option<u64>,
    },

    /// A part of the record was made (no `was`), changed, or taken away (no `now`).
    PartSet {
        client: ClientId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<CaseId>,
        part: PartId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Part>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Part>,
        /// Why it was changed, where somebody said.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        because: String,
    },

    /// A review was begun (no `was`), changed, ended or agreed, or was never begun (no `now`).
    MeetingSet {
        meeting: MeetingId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Box<Meeting>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Box<Meeting>>,
    },
    /// A case was talked about in a review, or was not after all. The person's own record is not
    /// touched by it: that they were talked about says nothing about them.
    CaseDiscussed {
        meeting: MeetingId,
        case: CaseId,
        now: bool,
    },
    /// A supervision note was written (no `was`), changed, marked, answered or shared, or taken away
    /// (no `now`). Sealed by the key of the member of staff whose work it is about.
    SupervisionNoteSet {
        note: NoteId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Box<SupervisionNote>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Box<SupervisionNote>>,
    },

    /// A to-do was made (no `was`), changed, or taken away (no `now`). Sealed by the key of the
    /// person it is about, or else of who is to do it.
    ToDoSet {
        todo: ToDoId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Box<ToDo>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Box<ToDo>>,
    },
    /// How a week's time that is not about one person was spent, as they noted it themselves.
    TimeSet {
        staff: StaffId,
        /// The Monday.
        week: NaiveDate,
        was: Vec<Minutes>,
        now: Vec<Minutes>,
    },

    /// The entry with this sequence number was undone by the facts beside this one.
    Undone {
        entry: u64,
        by_import: Option<ImportId>,
    },

    /// The entry with this sequence number had been undone, and was done again by the facts beside
    /// this one.
    Redone {
        entry: u64,
    },

    /// From here on, entries that name this import count only if its end follows.
    ImportBegan {
        import: ImportId,
        rows: u32,
    },
    /// Beside the facts of each row of an import.
    ImportRow {
        import: ImportId,
        line: u32,
    },
    ImportEnded {
        import: ImportId,
        clients: u32,
        cases: u32,
        skipped: u32,
    },
    /// The end never came: the program stopped in the middle. Ids up to these are not used again.
    ImportAbandoned {
        import: ImportId,
        clients: u32,
        cases: u32,
    },
}

impl Fact {
    /// Whether this is about the directory of services.
    pub fn is_of_services(&self) -> bool {
        matches!(
            self,
            Fact::ServiceAdded(_)
                | Fact::ServiceChanged { .. }
                | Fact::ServiceWithdrawn(_)
                | Fact::OrganisationAdded(_)
                | Fact::OrganisationChanged { .. }
                | Fact::OrganisationWithdrawn(_)
        )
    }

    /// Whether this is about a review as such.
    pub fn is_of_review(&self) -> bool {
        matches!(self, Fact::MeetingSet { .. } | Fact::CaseDiscussed { .. })
    }

    /// Whether this is about a note of supervision.
    pub fn is_of_supervision(&self) -> bool {
        matches!(self, Fact::SupervisionNoteSet { .. })
    }

    /// Whether this is about the work of the people here, as against clients or services: undone
    /// like those, by `decide::work`.
    pub fn is_of_work(&self) -> bool {
        matches!(self, Fact::ToDoSet { .. } | Fact::TimeSet { .. })
    }

    /// The case whose state, texts or history this fact is about.
    pub fn case(&self) -> Option<CaseId> {
        match self {
            Fact::CaseOpened { case, .. }
            | Fact::CaseWithdrawn { case }
            | Fact::CaseSet { case, .. }
            | Fact::CaseAssigned { case, .. }
            | Fact::CaseStateChanged { case, .. }
            | Fact::NextStepSet { case, .. }
            | Fact::ContactLogged { case, .. }
            | Fact::ContactWithdrawn { case, .. }
            | Fact::NoteAdded { case, .. }
            | Fact::NoteWithdrawn { case, .. }
            | Fact::Amended { case, .. }
            | Fact::AmendmentWithdrawn { case, .. }
            | Fact::MovedAway { case, .. }
            | Fact::MovedHere { case, .. }
            | Fact::PartSet {
                case: Some(case), ..
            } => Some(*case),
            _ => None,
        }
    }
}

/// The facts of one intent: the unit of the journal and of undo.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Position in the journal, from 1.
    pub seq: u64,
    /// When the hub recorded it; never earlier than the entry before.
    pub recorded: DateTime<Utc>,
    pub who: StaffId,
    pub facts: Vec<(About, Fact)>,
}
