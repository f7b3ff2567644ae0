//! Everything that a person may ask to be made true.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    case::{CaseField, CaseFields, CaseState, FollowUp},
    client::{ClientField, ClientFields},
    contact::Contact,
    ids::{CaseId, ClientId, ContactId, PartId, PracticeId, ServiceId, StaffId, ToDoId},
    meeting::ReviewStep,
    part::PartChange,
    people::{Away, Practice, Staff},
    service::Service,
    supervision::NoteIntent,
    terms::Stage,
    todo::{Minutes, ToDoChange},
    written::Written,
};

/// What should come next in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NextChoice {
    Due(FollowUp),
    NoneBecause(String),
    /// Leave what stands; only where a next step stands.
    Keep,
}

/// Whom a new referral is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Referred {
    Known(ClientId),
    New {
        fields: ClientFields,
        practice: PracticeId,
        /// Saved again after the duplicate check named somebody else.
        although_similar: bool,
    },
}

/// One contact with a service about some of the people who are connected to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceLog {
    pub service: ServiceId,
    /// Goes into each one's case, the minutes shared among them. Its id is given by the hub.
    pub contact: Contact,
    pub about: Vec<SeenThere>,
    pub next: NextThere,
    /// The service was told what became of them.
    pub fed_back: bool,
    /// The stage that all of them are in now, where the service said so.
    pub stage: Option<Stage>,
}

/// A connection, in the version in which it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenThere {
    pub case: CaseId,
    pub part: PartId,
    pub version: u64,
}

/// A case, in the version in which it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenCase {
    pub case: CaseId,
    pub version: u64,
}

/// What becomes of the next steps with a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NextThere {
    /// They stay as they are.
    Keep,
    /// They are done; a try at reaching the service does none.
    Done,
    /// One for all.
    Due(FollowUp),
}

/// Which two records are of one person, and what of the second is to stand in the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// The record that stays.
    pub kept: ClientId,
    pub kept_version: u64,
    /// The record whose number leads to the other from then on.
    pub gone: ClientId,
    pub gone_version: u64,
    /// Fields that are taken from the record that goes.
    pub take: Vec<ClientField>,
    /// Which of two different NHS numbers is wrong, as ten digits; somebody looked it up.
    pub wrong_number: Option<String>,
}

/// What a person asks for. Edits carry the version (sequence of the last change) they were made on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Intent {
    OpenCase {
        referred: Referred,
        worker: Option<StaffId>,
        fields: CaseFields,
        next: NextChoice,
    },
    EditClient {
        client: ClientId,
        version: u64,
        set: Vec<(ClientField, Option<String>)>,
        /// Why, where what stood before was wrong; may be empty.
        because: String,
    },
    MovePractice {
        client: ClientId,
        version: u64,
        practice: PracticeId,
    },
    EditCase {
        case: CaseId,
        version: u64,
        set: Vec<(CaseField, Option<String>)>,
        /// Why, where what stood before was wrong; may be empty.
        because: String,
    },
    /// The contact's id is given by the hub; the one in here is ignored.
    LogContact {
        case: CaseId,
        version: u64,
        contact: Contact,
        next: NextChoice,
    },
    AddNote {
        case: CaseId,
        text: String,
    },
    /// Puts right what was written of a contact or a note; which one, its id says.
    Amend {
        case: CaseId,
        version: u64,
        now: Written,
        because: String,
    },
    /// Takes a contact or note that was written on the wrong person to the right one.
    MoveWords {
        case: CaseId,
        version: u64,
        id: ContactId,
        to: CaseId,
    },
    /// Two records are of one person.
    Merge(Box<Merge>),
    /// They are two people after all.
    Unmerge {
        gone: ClientId,
    },
    SetNextStep {
        case: CaseId,
        version: u64,
        next: NextChoice,
    },
    SetState {
        case: CaseId,
        version: u64,
        state: CaseState,
    },
    /// Gives the case to a link worker, or takes it back, with a note for whoever has it next.
    Assign {
        case: CaseId,
        version: u64,
        to: Option<StaffId>,
        note: String,
    },
    /// One day for the next steps of several cases, all or none; each keeps its kind and words.
    MoveSteps {
        cases: Vec<SeenCase>,
        on: NaiveDate,
    },
    /// Gives several cases to one link worker, all or none, with one note for all of them.
    AssignAll {
        cases: Vec<SeenCase>,
        to: Option<StaffId>,
        note: String,
    },
    /// Somebody is away, and who covers; or they are back.
    SetAway {
        staff: StaffId,
        away: Option<Away>,
    },
    /// Makes, changes or takes away parts of one client's record, together.
    SetParts {
        client: ClientId,
        changes: Vec<PartChange>,
        /// Why, where what stood before was wrong.
        because: String,
    },
    /// Logs one contact with a service in the cases of several people at once.
    LogWithService(ServiceLog),
    /// Something in the review of a link worker's caseload.
    Review(ReviewStep),
    /// Writes, changes, marks, answers or takes away a note of supervision.
    Supervise(NoteIntent),
    /// Makes or changes a to-do; done is one with a day on which it was done.
    SetToDo(Box<ToDoChange>),
    /// A jotted call is from this person: it becomes a to-do of their case, and a note in it.
    AttachCall {
        todo: ToDoId,
        version: u64,
        case: CaseId,
    },
    /// How my time of a week that is not about one person was spent.
    SetTime {
        /// Any day of the week.
        week: chrono::NaiveDate,
        minutes: Vec<Minutes>,
    },
    /// Undo my latest intent, whole.
    Undo,
    /// Bring back what I undid last.
    Redo,

    AddPractice(Practice),
    ChangePractice(Practice),
    AddStaff {
        staff: Staff,
        uid: Option<u32>,
    },
    ChangeStaff(Staff),
    MapAccount {
        staff: StaffId,
        uid: u32,
    },
    UnmapAccount {
        staff: StaffId,
        uid: u32,
    },
    /// A service that is typed in; its id, origin and day of checking are given by the hub.
    AddService(Box<Service>),
    /// The service as it should be. Of one that comes from a feed only the local part may differ.
    EditService {
        service: ServiceId,
        version: u64,
        to: Box<Service>,
    },
}
