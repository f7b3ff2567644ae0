//! The rows of the Agenda that are about a service: the next steps with it, one row for all whom it
//! is to be asked about.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    domain::{
        connection::ConnectionHead,
        heads::{CaseHead, Heads},
        ids::{CaseId, PartId, ServiceId},
        intent::SeenThere,
    },
    readmodel::{connected::DueThere, words},
};

use super::{
    AgendaRow, Section,
    build::{About, Place, is_this_week, last_of_day},
};

/// The steps with services that are due by the end of this week, by service and day.
#[derive(Default)]
pub(super) struct Steps {
    due: BTreeMap<ServiceId, Vec<(NaiveDate, CaseId, PartId)>>,
}

impl Steps {
    /// Takes in what an open case has to ask of services.
    pub(super) fn add(&mut self, case: &CaseHead, today: NaiveDate) {
        for one in &case.connections {
            let due = one.next.as_ref().filter(|_| one.stage.is_open());
            if let Some(due) = due.filter(|due| is_this_week(due.on, today)) {
                let steps = self.due.entry(one.service).or_default();
                steps.push((due.on, case.case, one.part));
            }
        }
    }

    /// Where each service stands: in the section of its earliest step.
    pub(super) fn places(&mut self, today: NaiveDate) -> Vec<(Section, Place)> {
        let place = |(service, steps): (&ServiceId, &mut Vec<(NaiveDate, CaseId, PartId)>)| {
            steps.sort_unstable();
            let first = steps.first()?.0;
            // What lies ahead is not asked with what is due today.
            let last = first.max(today);
            steps.retain(|(on, ..)| *on <= last);
            let section = match first.cmp(&today) {
                std::cmp::Ordering::Less => Section::Late,
                std::cmp::Ordering::Equal => Section::Today,
                std::cmp::Ordering::Greater => Section::ThisWeek,
            };
            Some((section, (first, last_of_day(), About::Service(*service))))
        };
        self.due.iter_mut().filter_map(place).collect()
    }
}

/// The row of one service; `None` where nothing is to be asked of it.
pub(super) fn row(
    heads: &Heads,
    steps: &Steps,
    service: ServiceId,
    section: Section,
    today: NaiveDate,
) -> Option<AgendaRow> {
    let steps = steps.due.get(&service)?;
    let found: Vec<(&CaseHead, &ConnectionHead)> = steps
        .iter()
        .filter_map(|(_, case, part)| {
            let case = heads.case(*case)?;
            let one = case.connections.iter().find(|one| one.part == *part)?;
            Some((case, one))
        })
        .collect();
    let (first, one) = *found.first()?;
    let due = one.next.as_ref()?;
    let name = heads.directory.services.get(&service);
    let practices: BTreeSet<_> = found.iter().map(|(case, _)| case.practice).collect();
    let alone = practices.len() == 1;
    Some(AgendaRow {
        section,
        case: None,
        client: name.map_or_else(String::new, |service| service.name.clone()),
        client_id: None,
        service: Some(service),
        todo: None,
        there: found.iter().map(|found| there(heads, *found)).collect(),
        worker: words::handle(heads, first.worker),
        practice: match alone {
            true => words::practice_short(heads, first.practice),
            false => String::new(),
        },
        due: Some(due.on),
        at: None,
        late_days: (today - due.on).num_days().max(0),
        open_days: 0,
        kind: Some(due.kind),
        what: what(heads, &found, today),
        tries: 0,
        moved: due.moved,
        alert: false,
        safeguarding: false,
    })
}

fn there(heads: &Heads, (case, one): (&CaseHead, &ConnectionHead)) -> DueThere {
    DueThere {
        client: words::client_name(heads, case),
        seen: SeenThere {
            case: case.case,
            part: one.part,
            version: one.version,
        },
    }
}

/// "3 people sent, no reply 11 d"; of one person, who it is; of several at several stages, what is
/// to be asked first.
fn what(heads: &Heads, found: &[(&CaseHead, &ConnectionHead)], today: NaiveDate) -> String {
    let Some((case, one)) = found.first() else {
        return String::new();
    };
    let step = one.next.as_ref().map_or("", |next| next.what.as_str());
    let days = |(_, one): &(&CaseHead, &ConnectionHead)| {
        (today - one.sent_on.unwrap_or(one.since)).num_days()
    };
    let all_sent = found.iter().all(|(_, one)| one.stage.awaits_reply());
    let longest = found.iter().map(days).max().unwrap_or(0);
    let who = match found.len() {
        1 => words::client_name(heads, case),
        count => format!("{count} people"),
    };
    match all_sent {
        true => format!("{who} sent, no reply {longest} d"),
        false => words::joined(&who, ": ", step),
    }
}
