//! The directory, one value a row, so that a new entry writes a few bytes and not all of it.

use std::collections::BTreeMap;

use super::{
    error::ViewsError,
    place::{Place, Row},
    vault::{decode, encode},
};
use crate::domain::{
    fact::{Entry, Fact},
    heads::Directory,
};

/// Rows as they are to stand; `None` is a row to be taken away.
pub(super) type Rows = BTreeMap<Row, Option<Vec<u8>>>;

/// The rows that an entry may have changed.
pub(super) fn touched(entry: &Entry) -> Vec<Row> {
    let mut rows = vec![Row::Lately(entry.who)];
    for (_, fact) in &entry.facts {
        rows.extend(match fact {
            Fact::PracticeAdded(now) | Fact::PracticeChanged { now, .. } => {
                Some(Row::Practice(now.id))
            }
            Fact::StaffAdded(now) | Fact::StaffChanged { now, .. } => Some(Row::Staff(now.id)),
            Fact::AccountMapped { uid, .. } | Fact::AccountUnmapped { uid, .. } => {
                Some(Row::Account(*uid))
            }
            Fact::ServiceAdded(service)
            | Fact::ServiceChanged { now: service, .. }
            | Fact::ServiceWithdrawn(service) => Some(Row::Service(service.id)),
            Fact::OrganisationAdded(now)
            | Fact::OrganisationChanged { now, .. }
            | Fact::OrganisationWithdrawn(now) => Some(Row::Organisation(now.id)),
            Fact::MeetingSet { meeting, .. } | Fact::CaseDiscussed { meeting, .. } => {
                Some(Row::Meeting(*meeting))
            }
            Fact::SupervisionNoteSet { note, was, now } => {
                let subject = now.as_ref().or(was.as_ref()).map(|one| one.subject);
                subject.map(|subject| Row::Note(subject, *note))
            }
            Fact::ToDoSet { todo, .. } => Some(Row::ToDo(*todo)),
            Fact::TimeSet { staff, .. } => Some(Row::Time(*staff)),
            Fact::ImportBegan { import, .. }
            | Fact::ImportEnded { import, .. }
            | Fact::ImportAbandoned { import, .. }
            | Fact::Undone {
                by_import: Some(import),
                ..
            } => Some(Row::Import(*import)),
            _ => None,
        });
    }
    rows
}

/// The value of one row; `None` where the directory has no such row.
pub(super) fn value(directory: &Directory, row: Row) -> Result<Option<Vec<u8>>, ViewsError> {
    match row {
        Row::Staff(id) => directory.staff.get(&id).map(encode).transpose(),
        Row::Practice(id) => directory.practices.get(&id).map(encode).transpose(),
        Row::Service(id) => {
            let touch = directory.service_touches.get(&id).copied();
            let service = directory.services.get(&id);
            let row = service.map(|service| (service, touch.unwrap_or_default()));
            row.as_ref().map(encode).transpose()
        }
        Row::Organisation(id) => directory.organisations.get(&id).map(encode).transpose(),
        Row::Note(_, id) => directory.notes.get(&id).map(encode).transpose(),
        Row::Account(uid) => directory.accounts.get(&uid).map(encode).transpose(),
        Row::Lately(id) => directory.lately.get(&id).map(encode).transpose(),
        Row::Meeting(id) => directory.meetings.get(&id).map(encode).transpose(),
        Row::Import(id) => directory.imports.get(&id).map(encode).transpose(),
        Row::ToDo(id) => directory.todos.get(&id).map(encode).transpose(),
        Row::Time(id) => directory.time.get(&id).map(encode).transpose(),
    }
}

/// Every row there is.
pub(super) fn all(directory: &Directory) -> Result<Rows, ViewsError> {
    let staff = directory.staff.keys().map(|id| Row::Staff(*id));
    let practices = directory.practices.keys().map(|id| Row::Practice(*id));
    let services = directory.services.keys().map(|id| Row::Service(*id));
    let organisations = directory.organisations.keys();
    let organisations = organisations.map(|id| Row::Organisation(*id));
    let notes = directory.notes.values();
    let notes = notes.map(|kept| Row::Note(kept.note.subject, kept.note.id));
    let accounts = directory.accounts.keys().map(|uid| Row::Account(*uid));
    let lately = directory.lately.keys().map(|id| Row::Lately(*id));
    let meetings = directory.meetings.keys().map(|id| Row::Meeting(*id));
    let imports = directory.imports.keys().map(|id| Row::Import(*id));
    let todos = directory.todos.keys().map(|id| Row::ToDo(*id));
    let time = directory.time.keys().map(|id| Row::Time(*id));
    staff
        .chain(practices)
        .chain(services)
        .chain(organisations)
        .chain(notes)
        .chain(accounts)
        .chain(lately)
        .chain(meetings)
        .chain(imports)
        .chain(todos)
        .chain(time)
        .map(|row| Ok((row, value(directory, row)?)))
        .collect()
}

/// Puts a row that was read back into the directory.
pub(super) fn restore(directory: &mut Directory, row: Row, plain: &[u8]) -> Result<(), ViewsError> {
    match row {
        Row::Staff(id) => drop(directory.staff.insert(id, decode(plain)?)),
        Row::Practice(id) => drop(directory.practices.insert(id, decode(plain)?)),
        Row::Service(id) => {
            let (service, touch) = decode(plain)?;
            directory.services.insert(id, service);
            directory.service_touches.insert(id, touch);
        }
        Row::Organisation(id) => drop(directory.organisations.insert(id, decode(plain)?)),
        Row::Note(_, id) => drop(directory.notes.insert(id, decode(plain)?)),
        Row::Account(uid) => drop(directory.accounts.insert(uid, decode(plain)?)),
        Row::Lately(id) => drop(directory.lately.insert(id, decode(plain)?)),
        Row::Meeting(id) => drop(directory.meetings.insert(id, decode(plain)?)),
        Row::Import(id) => drop(directory.imports.insert(id, decode(plain)?)),
        Row::ToDo(id) => drop(directory.todos.insert(id, decode(plain)?)),
        Row::Time(id) => drop(directory.time.insert(id, decode(plain)?)),
    }
    Ok(())
}

impl From<Row> for Place {
    fn from(row: Row) -> Place {
        Place::Row(row)
    }
}
