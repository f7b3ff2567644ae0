//! Requests, replies and notices.

use std::ops::Range;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        ids::{
            CaseId, ClientId, ContactId, ImportId, MeetingId, NoteId, PracticeId, ServiceId,
            StaffId, ToDoId,
        },
        intent::Intent,
        referral::ReferralRow,
        refusal::Refusal,
        service::FeedService,
        todo::KeptToDo,
    },
    readmodel::{
        activity::{Activity, ActivityQuery},
        agenda::Agenda,
        cases::{CasePage, CaseQuery, Whose},
        changes::Changes,
        client::{ClientCard, WordsCard},
        coding::CodingList,
        connected::{ConnectedCard, ConnectedPage, ConnectedQuery},
        drafts::{Draft, DraftKey},
        find::{FindKind, Found},
        integration::{Integration, IntegrationQuery, NoteCard, Said as NotesSaid},
        lately::Lately,
        lists::Desk,
        review::{MeetingCard, ReviewPage},
        services::{ServiceCard, ServicePage, ServiceQuery},
        since::{SincePage, SinceQuery},
        stand::{Stand, Stood},
        team::TeamPage,
    },
};

use super::trouble::Trouble;

/// Whom to look up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClientBy {
    Id(ClientId),
    Nhs(String),
    Case(CaseId),
}

/// Asked by a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Who am I here, and what may my forms choose from?
    Desk,
    Agenda {
        practice: Option<PracticeId>,
        whose: Whose,
    },
    Cases(CaseQuery),
    /// What is still to be done in the GP system.
    Coding(Whose),
    Client(ClientBy),
    /// A client with their safeguarding concerns, for those who may read them.
    Guarded(ClientBy),
    /// Services with the people connected to them.
    Connected(ConnectedQuery),
    /// One service with its people.
    ConnectedTo(ServiceId),
    /// What was changed in a client's record.
    Changes(ClientId),
    /// A contact or note whole, with what stood there before.
    Words {
        case: CaseId,
        id: ContactId,
    },
    /// The load of the people of my team, of one practice or all.
    Team(Option<PracticeId>),
    /// What was done in a period, in figures that may be passed on.
    Activity(ActivityQuery),
    /// The review of this link worker's caseload.
    Review(StaffId),
    /// The record of a review.
    Meeting(MeetingId),
    /// What I did lately.
    Lately,
    Find {
        text: String,
        kinds: Vec<FindKind>,
        limit: u32,
    },
    /// Rows of the directory of services.
    Services(ServiceQuery),
    Service(ServiceId),
    /// What all notes of supervision say, with those behind one figure.
    Integration(IntegrationQuery),
    /// What those notes say in common that the asker reads.
    NotesSay(IntegrationQuery),
    /// Where does this text seem to name a client in my reach?
    Named(String),
    /// One note of supervision, whole.
    Note(NoteId),
    ToDo(ToDoId),
    /// What changed, case by case, since the end of a day that is over.
    Since(SinceQuery),
    /// The rows as they stood at the end of that day. Only lists can be asked for so.
    AsOf(NaiveDate, Box<Request>),
    Do(Intent),

    /// Keeps a half-typed form; replaced whole each time.
    KeepDraft(Draft),
    DropDraft(DraftKey),
    Drafts,

    /// Keeps where the session stands, for the case that its line breaks.
    KeepStand(Stand),
    /// The session is left on purpose.
    DropStand,
    /// Where did I stand when the line of an earlier session broke?
    Stood,

    /// Keeps how this person wants the Caseload listed, for their next session.
    KeepCaseload(CaseQuery),
    /// How did I have the Caseload listed last?
    KeptCaseload,

    /// Rows of a referral list, in chunks, staged until `ImportCommit`.
    ImportRows(Vec<ReferralRow>),
    ImportCommit {
        dry_run: bool,
    },
    /// Services of a feed, in chunks, staged until `ServicesCommit`.
    ServiceRows(Vec<FeedService>),
    ServicesCommit(FeedCommit),
    ImportUndo(ImportId),

    Verify {
        deep: bool,
    },
    Rebuild,
    /// The hub writes the backup into this file descriptor's path; the session checks it.
    Backup {
        file: String,
    },
    AcceptClock,
    /// From now on, send notices.
    Watch,
    /// A newer program has come: keep drafts, tell the sessions, and go.
    HandOver,
}

impl Request {
    /// Whether this is a list that can be asked for as it stood earlier.
    pub fn has_past(&self) -> bool {
        matches!(
            self,
            Request::Cases(_)
                | Request::Team(_)
                | Request::Review(_)
                | Request::Integration(_)
                | Request::Since(_)
        )
    }

    /// The same as it stood at the end of that day, where it has a past; else as it is.
    #[must_use]
    pub fn as_of(self, day: Option<NaiveDate>) -> Request {
        match day {
            Some(day) if self.has_past() => Request::AsOf(day, Box::new(self)),
            _ => self,
        }
    }
}

/// A fault of a row, found against the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFault {
    pub line: u64,
    pub column: String,
    pub value: String,
    pub message: String,
}

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Imported {
    pub import: Option<ImportId>,
    pub dry_run: bool,
    pub rows: u32,
    /// People who were not here before.
    pub new_clients: u32,
    pub new_cases: u32,
    /// Same person and same day of referral: there already.
    pub skipped: u32,
    /// Rows that named nobody and went to the importer, where the importer is a link worker.
    pub assigned_to_me: u32,
    /// All faults; where there is one, nothing was imported.
    pub faults: Vec<RowFault>,
}

/// How the staged services of a feed are to be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FeedCommit {
    /// The name of the feed here; where nobody said one, the feed that has most of these ids.
    pub source: Option<String>,
    /// The name for a feed that is new here and was given none.
    pub otherwise: String,
    /// This is all of it: what is not there has gone.
    pub whole: bool,
    pub dry_run: bool,
}

/// What an import of services did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FedServices {
    pub import: Option<ImportId>,
    pub dry_run: bool,
    /// The name of the feed here.
    pub source: String,
    pub rows: u32,
    pub added: u32,
    pub changed: u32,
    pub unchanged: u32,
    /// Marked as not in the feed any more.
    pub gone: u32,
    /// Of the changed: in the feed again.
    pub returned: u32,
    /// Organisations that were not here before.
    pub organisations: u32,
    /// Of the services in this feed: nobody has checked them for a year.
    pub stale: u32,
}

/// What an intent did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The entry that holds it.
    pub seq: u64,
    /// One line for the status line: "Logged. Next: Fri 27 Nov, phone."
    pub said: String,
    pub client: Option<ClientId>,
    pub case: Option<CaseId>,
}

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Verdict {
    pub entries: u64,
    pub sound: bool,
    /// One line a finding; empty when sound.
    pub findings: Vec<String>,
}

/// Answered by the hub, once a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    Desk(Box<Desk>),
    Agenda(Agenda),
    Cases(CasePage),
    Coding(CodingList),
    Client(Box<ClientCard>),
    Connected(ConnectedPage),
    ConnectedTo(Box<ConnectedCard>),
    Changes(Changes),
    Words(Box<WordsCard>),
    Activity(Box<Activity>),
    Team(TeamPage),
    Review(Box<ReviewPage>),
    Since(Box<SincePage>),
    Meeting(Box<MeetingCard>),
    Lately(Lately),
    Found(Found),
    Done(Done),
    Refused(Refusal),
    Drafts(Vec<Draft>),
    Stood(Option<Stood>),
    KeptCaseload(CaseQuery),
    Imported(Imported),
    Services(ServicePage),
    Service(Box<ServiceCard>),
    Integration(Box<Integration>),
    NotesSay(Box<NotesSaid>),
    /// The places in the text that was sent, in bytes.
    Named(Vec<Range<usize>>),
    Note(Box<NoteCard>),
    ToDo(Box<KeptToDo>),
    Fed(FedServices),
    Verdict(Verdict),
    /// A draft was kept, rows were staged, a backup was written.
    Kept,
    Trouble(Trouble),
}

/// Told by the hub unasked; ids only, and only to those who may read them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// These changed: ask again for what you show of them.
    Changed {
        seq: u64,
        clients: Vec<ClientId>,
        cases: Vec<CaseId>,
    },
    /// Staff, practices or services changed.
    DirectoryChanged {
        seq: u64,
    },
    /// Notes of supervision that you read changed.
    NotesChanged {
        seq: u64,
    },
    /// How far the reading of names and notes has come after a start; empty when all is there.
    Reading(String),
    TodayIs(NaiveDate),
    /// The hub goes away for a newer one; connect again.
    HandingOver,
}

/// Everything that the hub sends after the handshake.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Said {
    /// Answers the request with this number.
    Reply {
        to: u32,
        reply: Reply,
    },
    Notice(Notice),
    /// Progress of a long request: done and all.
    Progress {
        to: u32,
        done: u64,
        of: u64,
    },
}
