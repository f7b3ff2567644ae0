//! A feed of services against the directory: what is new, what differs, what is gone.
//!
//! Services are the same by source and id. Only what differs is written; what people here noted is
//! never touched, and nothing is ever taken away.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::{
    fact::{About, Fact},
    heads::{Counters, Directory},
    ids::{OrganisationId, ServiceId},
    service::{FeedService, Local, Organisation, Origin, Service},
};

use super::next;

/// What the rows of a feed come to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Upsert {
    /// The facts of each service that is to be written, one entry each.
    pub entries: Vec<Vec<(About, Fact)>>,
    pub added: u32,
    pub changed: u32,
    pub unchanged: u32,
    /// Were in the feed before and are not in it now.
    pub gone: u32,
    /// Were gone, and are in it again; counted under `changed` too.
    pub returned: u32,
    /// Organisations that were not here before.
    pub organisations: u32,
}

/// Which feed it is, and how much of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed<'a> {
    pub source: &'a str,
    /// All of it: what is not there has gone.
    pub whole: bool,
    pub today: NaiveDate,
}

/// Compares the rows of a feed with the directory. Of rows with one id the first counts.
pub fn upsert(
    directory: &Directory,
    ids: &mut Counters,
    feed: &Feed,
    rows: Vec<FeedService>,
) -> Upsert {
    let mut work = Work::new(directory, feed);
    let mut seen = BTreeSet::new();
    for row in rows {
        let row = row.canonical();
        let id = row.service.origin.as_ref().map(|origin| origin.id.clone());
        if let Some(id) = id.filter(|id| !id.is_empty())
            && seen.insert(id.clone())
        {
            work.row(ids, &id, row);
        }
    }
    if feed.whole {
        work.mark_gone(&seen);
    }
    work.done
}

struct Work<'a> {
    feed: &'a Feed<'a>,
    known: BTreeMap<&'a str, &'a Service>,
    organisations: Organisations<'a>,
    done: Upsert,
}

/// Organisations of the store by their id in the feed and by name, with those that this feed brings.
struct Organisations<'a> {
    known: BTreeMap<&'a str, &'a Organisation>,
    named: BTreeMap<String, OrganisationId>,
    /// Of this feed, by id: the first row that says something of one decides.
    settled: BTreeMap<String, OrganisationId>,
}

impl<'a> Work<'a> {
    fn new(directory: &'a Directory, feed: &'a Feed<'a>) -> Work<'a> {
        let of_feed = |origin: &'a Option<Origin>| {
            let origin = origin.as_ref()?;
            (origin.source == feed.source).then_some(origin.id.as_str())
        };
        let services = directory.services.values();
        let organisations = directory.organisations.values();
        let named = organisations.clone().filter(|one| one.origin.is_none());
        Work {
            feed,
            known: services
                .filter_map(|one| Some((of_feed(&one.origin)?, one)))
                .collect(),
            organisations: Organisations {
                known: organisations
                    .filter_map(|one| Some((of_feed(&one.origin)?, one)))
                    .collect(),
                named: named.map(|one| (one.name.to_lowercase(), one.id)).collect(),
                settled: BTreeMap::new(),
            },
            done: Upsert::default(),
        }
    }

    fn row(&mut self, ids: &mut Counters, id: &str, row: FeedService) {
        let mut facts = Vec::new();
        let run_by = match row.organisation {
            Some(organisation) => self.organisation(ids, organisation, &mut facts),
            None => self.named(ids, &row.service.organisation, &mut facts),
        };
        let was = self.known.get(id).copied();
        let origin = Origin {
            source: self.feed.source.to_owned(),
            gone_since: None,
            ..row.service.origin.clone().unwrap_or_default()
        };
        let now = Service {
            id: was.map_or(ServiceId(0), |was| was.id),
            run_by: run_by.or(was.and_then(|was| was.run_by)),
            origin: Some(origin),
            local: was.map_or_else(Local::default, |was| was.local.clone()),
            ..row.service
        };
        match was {
            None => {
                let id = ServiceId(next(&mut ids.service));
                facts.push(Fact::ServiceAdded(Box::new(Service { id, ..now })));
                self.done.added += 1;
            }
            Some(was) if *was != now => {
                self.done.returned += u32::from(was.gone_since().is_some());
                self.done.changed += 1;
                facts.push(changed(was, now));
            }
            Some(_) if facts.is_empty() => self.done.unchanged += 1,
            // Only who runs it has changed.
            Some(_) => self.done.changed += 1,
        }
        self.write(facts);
    }

    fn write(&mut self, facts: Vec<Fact>) {
        if !facts.is_empty() {
            let facts = facts.into_iter().map(|fact| (About::Rest, fact));
            self.done.entries.push(facts.collect());
        }
    }

    fn organisation(
        &mut self,
        ids: &mut Counters,
        said: Organisation,
        facts: &mut Vec<Fact>,
    ) -> Option<OrganisationId> {
        let key = said.origin.as_ref().map(|origin| origin.id.clone());
        let Some(key) = key.filter(|key| !key.is_empty()) else {
            return self.named(ids, &said.name, facts);
        };
        if let Some(settled) = self.organisations.settled.get(&key) {
            return Some(*settled);
        }
        let origin = Origin {
            source: self.feed.source.to_owned(),
            ..said.origin.clone().unwrap_or_default()
        };
        let now = Organisation {
            origin: Some(origin),
            ..said
        };
        let id = match self.organisations.known.get(key.as_str()).copied() {
            Some(was) => {
                let now = Organisation { id: was.id, ..now };
                if *was != now {
                    let (was, now) = (Box::new(was.clone()), Box::new(now));
                    facts.push(Fact::OrganisationChanged { was, now });
                }
                self.organisations.known.get(key.as_str())?.id
            }
            None => {
                let id = OrganisationId(next(&mut ids.organisation));
                facts.push(Fact::OrganisationAdded(Box::new(Organisation {
                    id,
                    ..now
                })));
                self.done.organisations += 1;
                id
            }
        };
        self.organisations.settled.insert(key, id);
        Some(id)
    }

    /// The organisation of which a feed says no more than the name.
    fn named(
        &mut self,
        ids: &mut Counters,
        name: &str,
        facts: &mut Vec<Fact>,
    ) -> Option<OrganisationId> {
        if name.is_empty() {
            return None;
        }
        if let Some(known) = self.organisations.named.get(&name.to_lowercase()) {
            return Some(*known);
        }
        let id = OrganisationId(next(&mut ids.organisation));
        facts.push(Fact::OrganisationAdded(Box::new(Organisation {
            id,
            name: name.to_owned(),
            ..Organisation::default()
        })));
        self.done.organisations += 1;
        self.organisations.named.insert(name.to_lowercase(), id);
        Some(id)
    }

    fn mark_gone(&mut self, seen: &BTreeSet<String>) {
        let left: Vec<&Service> = self
            .known
            .iter()
            .filter(|(id, service)| !seen.contains(**id) && service.gone_since().is_none())
            .map(|(_, service)| *service)
            .collect();
        for was in left {
            let mut now = was.clone();
            if let Some(origin) = &mut now.origin {
                origin.gone_since = Some(self.feed.today);
            }
            self.done.gone += 1;
            self.write(vec![changed(was, now)]);
        }
    }
}

fn changed(was: &Service, now: Service) -> Fact {
    Fact::ServiceChanged {
        was: Box::new(was.clone()),
        now: Box::new(now),
    }
}
