//! Services typed in, and what people here know of any service.
//!
//! What a feed says of a service is changed by its next import only; beside it stands a local part
//! that no import touches.

use std::collections::BTreeSet;

use crate::domain::{
    access::Right,
    fact::{About, Entry, Fact},
    heads::{Counters, Heads, Touch},
    ids::{OrganisationId, ServiceId},
    refusal::Refusal,
    service::{Local, Organisation, Service},
};

use super::{Decision, Desk, next};

pub(super) fn add(desk: &Desk, ids: &mut Counters, typed: Service) -> Result<Decision, Refusal> {
    desk.asker.need(Right::Services)?;
    let service = checked(desk, typed)?;
    if let Some(known) = of_that_name(desk.heads, &service) {
        return Err(Refusal::Said(format!(
            "{} is in the directory already ({}). Change that one, or give this one a name of its \
             own.",
            service.name, known
        )));
    }
    let mut decision = Decision::default();
    let service = Service {
        run_by: organisation(desk.heads, ids, &service.organisation, &mut decision),
        id: ServiceId(next(&mut ids.service)),
        ..service
    };
    decision.said = format!("{} is {}.", service.name, service.id);
    rest(&mut decision, Fact::ServiceAdded(Box::new(service)));
    Ok(decision)
}

pub(super) fn edit(
    desk: &Desk,
    ids: &mut Counters,
    id: ServiceId,
    version: u64,
    to: Service,
) -> Result<Decision, Refusal> {
    desk.asker.need(Right::Services)?;
    let was = desk.heads.directory.services.get(&id);
    let was = was.ok_or_else(|| Refusal::NotFound {
        what: "service".to_owned(),
        id: id.to_string(),
    })?;
    desk.unchanged(touch(desk.heads, id), version)?;
    let mut decision = Decision::default();
    let now = match &was.origin {
        Some(origin) => {
            let to = to.canonical();
            if to.without_local() != was.without_local() {
                return Err(Refusal::Said(format!(
                    "What \"{}\" says of this service is changed there. Note, contact, wait and \
                     needs of our own can be changed here.",
                    origin.source
                )));
            }
            Service {
                local: Local {
                    checked: was.local.checked,
                    ..to.local
                },
                ..was.clone()
            }
        }
        None => {
            let to = checked(desk, Service { id, ..to })?;
            let run_by = if to.organisation == was.organisation {
                was.run_by
            } else {
                organisation(desk.heads, ids, &to.organisation, &mut decision)
            };
            Service { run_by, ..to }
        }
    };
    if now == *was {
        return Err(Refusal::Said("Nothing was changed.".to_owned()));
    }
    decision.said = "Saved.".to_owned();
    let (was, now) = (Box::new(was.clone()), Box::new(now));
    rest(&mut decision, Fact::ServiceChanged { was, now });
    Ok(decision)
}

/// What was typed, cleaned, with what only the hub can say.
fn checked(desk: &Desk, typed: Service) -> Result<Service, Refusal> {
    let mut service = typed.canonical();
    if service.name.is_empty() {
        return Err(Refusal::Said("The service needs a name.".to_owned()));
    }
    service.origin = None;
    service.local.checked = Some(desk.today);
    Ok(service)
}

fn of_that_name(heads: &Heads, service: &Service) -> Option<ServiceId> {
    let same = |other: &&Service| {
        other.name.to_lowercase() == service.name.to_lowercase()
            && other.organisation.to_lowercase() == service.organisation.to_lowercase()
    };
    let mut services = heads.directory.services.values();
    services.find(same).map(|known| known.id)
}

/// The record of an organisation by its name; a new one where none has it.
fn organisation(
    heads: &Heads,
    ids: &mut Counters,
    name: &str,
    decision: &mut Decision,
) -> Option<OrganisationId> {
    if name.is_empty() {
        return None;
    }
    let mut known = heads.directory.organisations.values();
    if let Some(known) = known.find(|known| known.name.to_lowercase() == name.to_lowercase()) {
        return Some(known.id);
    }
    let id = OrganisationId(next(&mut ids.organisation));
    let added = Organisation {
        id,
        name: name.to_owned(),
        ..Organisation::default()
    };
    rest(decision, Fact::OrganisationAdded(Box::new(added)));
    Some(id)
}

fn rest(decision: &mut Decision, fact: Fact) {
    decision.facts.push((About::Rest, fact));
}

pub(super) fn touch(heads: &Heads, id: ServiceId) -> Touch {
    let touches = &heads.directory.service_touches;
    touches.get(&id).copied().unwrap_or_default()
}

/// The last change of the service that a fact is about, where what the fact made stands no more.
///
/// An import's change stands although people here have noted something since: their notes stay when
/// it is undone.
pub(super) fn overtaken(desk: &Desk, entry: &Entry, fact: &Fact) -> Option<Touch> {
    let directory = &desk.heads.directory;
    let imported = entry
        .facts
        .iter()
        .any(|(_, fact)| matches!(fact, Fact::ImportRow { .. }));
    let (id, stands) = match fact {
        Fact::ServiceAdded(made) => {
            if let Some(touch) = connected(desk.heads, made.id) {
                return Some(touch);
            }
            let stands = directory.services.get(&made.id) == Some(made.as_ref());
            (made.id, stands)
        }
        Fact::ServiceChanged { now, .. } => {
            let is = directory.services.get(&now.id);
            let stands = is.is_some_and(|is| {
                is == now.as_ref() || imported && is.without_local() == now.without_local()
            });
            (now.id, stands)
        }
        Fact::OrganisationAdded(made) | Fact::OrganisationChanged { now: made, .. } => {
            let stands = directory.organisations.get(&made.id) == Some(made.as_ref());
            let run = directory.services.values();
            let run = run.filter(|service| service.run_by == Some(made.id));
            let last = run
                .map(|service| touch(desk.heads, service.id))
                .max_by_key(|touch| touch.seq);
            return (!stands).then(|| last.unwrap_or_default());
        }
        _ => return None,
    };
    (!stands).then(|| touch(desk.heads, id))
}

/// The last change of the service that a fact is about, where it does not stand as the undoing of
/// the fact left it, so that it cannot be done again.
pub(super) fn changed(desk: &Desk, fact: &Fact) -> Option<Touch> {
    let directory = &desk.heads.directory;
    let (id, stands) = match fact {
        Fact::ServiceAdded(made) => (made.id, !directory.services.contains_key(&made.id)),
        Fact::ServiceChanged { was, .. } => {
            let is = directory.services.get(&was.id);
            (was.id, is == Some(was.as_ref()))
        }
        // It may have stayed for another service; then it is set as it was.
        _ => return None,
    };
    (!stands).then(|| touch(desk.heads, id))
}

/// The last change of a case that is connected to a service, where there is one: the service stays.
fn connected(heads: &Heads, id: ServiceId) -> Option<Touch> {
    let cases = heads.by_service.get(&id)?.iter();
    cases
        .filter_map(|case| heads.case(*case).map(|head| head.touch))
        .max_by_key(|touch| touch.seq)
}

/// The fact that sets back what a fact of the directory did. `gone` collects the services that go
/// with it, because the heads still hold them.
pub(super) fn inverse(desk: &Desk, fact: &Fact, gone: &mut BTreeSet<ServiceId>) -> Option<Fact> {
    let directory = &desk.heads.directory;
    Some(match fact {
        Fact::ServiceAdded(service) => {
            gone.insert(service.id);
            Fact::ServiceWithdrawn(service.clone())
        }
        Fact::ServiceChanged { was, now } => {
            let is = directory.services.get(&now.id).unwrap_or(now);
            let local = if is.local == now.local {
                was.local.clone()
            } else {
                is.local.clone()
            };
            let back = Service {
                local,
                ..was.as_ref().clone()
            };
            Fact::ServiceChanged {
                was: Box::new(is.clone()),
                now: Box::new(back),
            }
        }
        Fact::OrganisationAdded(made) => {
            let mut left = directory.services.values();
            if left.any(|one| one.run_by == Some(made.id) && !gone.contains(&one.id)) {
                // Somebody has given it another service since: it stays, for that one.
                return None;
            }
            Fact::OrganisationWithdrawn(made.clone())
        }
        Fact::OrganisationChanged { was, now } => Fact::OrganisationChanged {
            was: now.clone(),
            now: was.clone(),
        },
        _ => return None,
    })
}
