//! Everything that a person may ask to be made true.

use serde::{Deserialize, Serialize};

use super::{
    case::{CaseField, CaseFields, CaseState, FollowUp},
    client::{ClientField, ClientFields},
    contact::Contact,
    ids::{CaseId, ClientId, PracticeId, ServiceId, StaffId},
    part::PartChange,
    people::{Away, Practice, Staff},
    service::Service,
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
    /// Undo my latest intent, whole.
    Undo,

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
