//! Staff, practices, services, accounts and counters.

use crate::domain::{
    fact::Fact,
    heads::{Directory, ImportRun, Touch},
    ids::{NoteId, PartId},
    meeting::{Discussed, KeptMeeting},
    supervision::{KeptNote, SupervisionNote},
    todo::KeptToDo,
};

/// Raises a counter so that the next free id lies above `used`.
fn above(counter: &mut u32, used: u32) {
    *counter = (*counter).max(used.saturating_add(1));
}

pub(super) fn apply(directory: &mut Directory, touch: Touch, fact: &Fact) {
    let next = &mut directory.next;
    match fact {
        Fact::StoreFounded { kind, today } => {
            directory.setting.kind = Some(*kind);
            directory.setting.today = *today;
        }
        Fact::PracticeAdded(practice) | Fact::PracticeChanged { now: practice, .. } => {
            above(&mut next.practice, practice.id.0);
            directory.practices.insert(practice.id, practice.clone());
        }
        Fact::StaffAdded(staff) | Fact::StaffChanged { now: staff, .. } => {
            above(&mut next.staff, staff.id.0);
            directory.staff.insert(staff.id, staff.clone());
        }
        Fact::AccountMapped { staff, uid } => {
            let people = directory.accounts.entry(*uid).or_default();
            if !people.contains(staff) {
                people.push(*staff);
            }
        }
        Fact::AccountUnmapped { staff, uid } => {
            if let Some(people) = directory.accounts.get_mut(uid) {
                people.retain(|mapped| mapped != staff);
            }
        }
        Fact::ServiceAdded(service) | Fact::ServiceChanged { now: service, .. } => {
            above(&mut next.service, service.id.0);
            directory
                .services
                .insert(service.id, service.as_ref().clone());
            directory.service_touches.insert(service.id, touch);
        }
        Fact::ServiceWithdrawn(service) => {
            directory.services.remove(&service.id);
            directory.service_touches.remove(&service.id);
        }
        Fact::OrganisationAdded(now) | Fact::OrganisationChanged { now, .. } => {
            above(&mut next.organisation, now.id.0);
            directory.organisations.insert(now.id, now.as_ref().clone());
        }
        Fact::OrganisationWithdrawn(gone) => {
            directory.organisations.remove(&gone.id);
        }
        Fact::ImportBegan { import, .. } => {
            above(&mut next.import, import.0);
            let run = ImportRun {
                by: touch.who,
                began_seq: touch.seq,
                ..ImportRun::default()
            };
            directory.imports.insert(*import, run);
        }
        Fact::ImportEnded { import, .. } => {
            if let Some(run) = directory.imports.get_mut(import) {
                run.ended_seq = touch.seq;
            }
        }
        Fact::ImportAbandoned {
            import,
            clients,
            cases,
        } => {
            directory.imports.remove(import);
            above(&mut next.client, *clients);
            above(&mut next.case, *cases);
        }
        Fact::MeetingSet { .. } | Fact::CaseDiscussed { .. } => review(directory, touch, fact),
        other => apply_work(directory, touch, other),
    }
}

/// Reviews, and what was talked about in them.
fn review(directory: &mut Directory, touch: Touch, fact: &Fact) {
    let next = &mut directory.next;
    match fact {
        Fact::MeetingSet { meeting, now, .. } => {
            above(&mut next.meeting, meeting.0);
            match now {
                Some(now) => {
                    let was = directory.meetings.remove(meeting);
                    let kept = KeptMeeting {
                        meeting: now.as_ref().clone(),
                        discussed: was.map(|was| was.discussed).unwrap_or_default(),
                        touch,
                    };
                    directory.meetings.insert(*meeting, kept);
                }
                None => drop(directory.meetings.remove(meeting)),
            }
        }
        Fact::CaseDiscussed { meeting, case, now } => {
            if let Some(kept) = directory.meetings.get_mut(meeting) {
                kept.discussed.retain(|one| one.case != *case);
                if *now {
                    let one = Discussed {
                        case: *case,
                        at: touch.at,
                    };
                    kept.discussed.push(one);
                }
            }
        }
        _ => {}
    }
}

/// What people here wrote on the work, have to do, and how they spent their weeks.
fn apply_work(directory: &mut Directory, touch: Touch, fact: &Fact) {
    let next = &mut directory.next;
    match fact {
        Fact::SupervisionNoteSet { note, now, .. } => {
            set_note(directory, touch, *note, now.as_deref());
        }
        Fact::ToDoSet { todo, now, .. } => {
            above(&mut next.todo, todo.0);
            let now = now.as_ref().map(|now| KeptToDo {
                id: *todo,
                todo: now.as_ref().clone(),
                touch,
            });
            match now {
                Some(now) => drop(directory.todos.insert(*todo, now)),
                None => drop(directory.todos.remove(todo)),
            }
        }
        Fact::TimeSet {
            staff, week, now, ..
        } => {
            let weeks = directory.time.entry(*staff).or_default();
            match now.is_empty() {
                true => drop(weeks.remove(week)),
                false => drop(weeks.insert(*week, now.clone())),
            }
        }
        _ => {}
    }
}

/// A note of supervision as it stands from now on; none where it was taken away.
fn set_note(directory: &mut Directory, touch: Touch, id: NoteId, now: Option<&SupervisionNote>) {
    above(&mut directory.next.note, id.0);
    match now.cloned() {
        Some(note) => drop(directory.notes.insert(id, KeptNote { note, touch })),
        None => drop(directory.notes.remove(&id)),
    }
}

/// The counter of parts.
pub(super) fn used_part(directory: &mut Directory, part: PartId) {
    above(&mut directory.next.part, part.0);
}

/// The counter of clients, cases and contacts, raised by the folds that add them.
pub(super) fn used(directory: &mut Directory, client: u32, case: u32, contact: u32) {
    above(&mut directory.next.client, client);
    above(&mut directory.next.case, case);
    above(&mut directory.next.contact, contact);
}
