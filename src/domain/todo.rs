//! To-dos: work with a day and an owner that is not the next step of a case. A leaflet to take
//! somewhere, a call from somebody who could not be found, an action that a review asked for.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    ids::{CaseId, MeetingId, PracticeId, StaffId, ToDoId},
    terms::{Concept, ToDoKind},
};

/// Whose it is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Owner {
    Staff(StaffId),
    /// Somebody at a practice, such as a login that is asked for: everybody there sees it.
    Practice(PracticeId),
}

/// Something to be done by somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToDo {
    pub kind: ToDoKind,
    pub what: String,
    /// Who called, as it was heard; empty but for a jotted call.
    #[serde(default)]
    pub caller: String,
    pub owner: Owner,
    /// The day by which; none is "some time", and stands on the Agenda every day.
    #[serde(default)]
    pub due: Option<NaiveDate>,
    /// The case of the person it is about, where it is about one.
    #[serde(default)]
    pub about: Option<CaseId>,
    /// What an action of a review is about, where it is about the work.
    #[serde(default)]
    pub concept: Option<Concept>,
    /// The review that asked for it.
    #[serde(default)]
    pub meeting: Option<MeetingId>,
    /// Who wrote it down, and when; given by the hub.
    #[serde(default)]
    pub by: StaffId,
    #[serde(default)]
    pub made_on: NaiveDate,
    #[serde(default)]
    pub done_on: Option<NaiveDate>,
}

impl ToDo {
    pub fn is_open(&self) -> bool {
        self.done_on.is_none()
    }

    /// A call that was jotted down and has found no person yet.
    pub fn seeks_person(&self) -> bool {
        self.kind == ToDoKind::Call && self.about.is_none() && self.is_open()
    }

    /// What it says in a row: of a call, who called and what about.
    pub fn words(&self) -> String {
        match (self.caller.is_empty(), self.what.is_empty()) {
            (true, _) => self.what.clone(),
            (false, true) => self.caller.clone(),
            (false, false) => format!("{}: {}", self.caller, self.what),
        }
    }
}

/// A to-do as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptToDo {
    pub id: ToDoId,
    pub todo: ToDo,
    pub touch: super::heads::Touch,
}

/// What somebody asks to be made of one to-do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToDoChange {
    /// Which one; none for a new one.
    pub id: Option<ToDoId>,
    /// The version it was seen in; not looked at for a new one.
    pub version: u64,
    pub now: ToDo,
}

/// Minutes of one member of staff in one week on what is not about one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minutes {
    pub kind: super::terms::TimeKind,
    pub minutes: u16,
}
