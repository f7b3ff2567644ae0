//! The list of services and the card of one, made from the heads.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    domain::{
        access::Asker,
        connection::ConnectionHead,
        heads::{CaseHead, Heads},
        ids::ServiceId,
        service::Service,
        terms::Need,
    },
    readmodel::{order, scope, words},
};

use super::{
    ConnectedCard, ConnectedPage, ConnectedPerson, ConnectedQuery, ConnectedRow, Figures, ROWS_MAX,
    figures::Count,
};

/// The list of services as `asker` may see it: anybody reads the directory, counts are over reach.
pub fn build(
    heads: &Heads,
    asker: Asker,
    today: NaiveDate,
    query: &ConnectedQuery,
) -> ConnectedPage {
    let mut figures = all_figures(heads, asker, today);
    let services = &heads.directory.services;
    let typed: Vec<String> = query
        .text
        .split_whitespace()
        .map(order::sort_key)
        .filter(|word| !word.is_empty())
        .collect();
    let mut rows: Vec<ConnectedRow> = services
        .values()
        .filter(|service| holds(service, &typed))
        .map(|service| {
            let figures = figures.remove(&service.id).unwrap_or_default();
            row(service, figures, &query.needs)
        })
        .collect();
    let total = count(rows.len());
    rows.sort_by_cached_key(|row| {
        let rank = |fits: Need| query.needs.iter().position(|need| *need == fits);
        let fit = row.fits.and_then(rank).unwrap_or(usize::MAX);
        (fit, row.figures.open == 0, order::sort_key(&row.name))
    });
    rows.truncate(ROWS_MAX);
    ConnectedPage {
        today,
        rows,
        total,
        all: count(services.len()),
    }
}

/// One service with its people in reach; `None` where there is no such service.
pub fn card(
    heads: &Heads,
    asker: Asker,
    today: NaiveDate,
    service: ServiceId,
) -> Option<ConnectedCard> {
    let found = heads.directory.services.get(&service)?;
    let mut counted = Count::default();
    let mut people = Vec::new();
    for (case, one) in there(heads, asker, service) {
        counted.add(heads, case, one, today);
        people.push(person(heads, case, one, today));
    }
    people.sort_by_key(|person| (!person.is_open(), person.stage, person.since, person.part));
    people.truncate(ROWS_MAX);
    Some(ConnectedCard {
        today,
        service: found.clone(),
        figures: counted.figures(),
        people,
    })
}

fn there<'h>(
    heads: &'h Heads,
    asker: Asker<'h>,
    service: ServiceId,
) -> impl Iterator<Item = (&'h CaseHead, &'h ConnectionHead)> {
    let cases = heads.cases_with(service);
    cases
        .filter(move |case| scope::in_reach(heads, asker, case))
        .flat_map(|case| case.connections.iter().map(move |one| (case, one)))
        .filter(move |(_, one)| one.service == service)
}

/// The figures of one service.
pub fn of(heads: &Heads, asker: Asker, today: NaiveDate, service: ServiceId) -> Figures {
    let mut counted = Count::default();
    for (case, one) in there(heads, asker, service) {
        counted.add(heads, case, one, today);
    }
    counted.figures()
}

fn all_figures(heads: &Heads, asker: Asker, today: NaiveDate) -> BTreeMap<ServiceId, Figures> {
    let mut counted: BTreeMap<ServiceId, Count> = BTreeMap::new();
    for case in scope::reachable(heads, asker) {
        for one in &case.connections {
            let there = counted.entry(one.service).or_default();
            there.add(heads, case, one, today);
        }
    }
    let counted = counted.into_iter();
    counted.map(|(id, count)| (id, count.figures())).collect()
}

fn row(service: &Service, figures: Figures, needs: &[Need]) -> ConnectedRow {
    let meets = service.all_needs();
    let fits = needs.iter().find(|need| meets.contains(need));
    ConnectedRow {
        id: service.id,
        name: service.name.clone(),
        organisation: service.organisation.clone(),
        place: service.place_line(),
        phone: service.phone.clone(),
        needs: meets.clone(),
        offers: service.offers.clone(),
        fits: fits.copied(),
        figures,
    }
}

/// Whether every word typed begins a word of the service.
fn holds(service: &Service, typed: &[String]) -> bool {
    if typed.is_empty() {
        return true;
    }
    let mut said = vec![service.name.clone(), service.organisation.clone()];
    said.push(service.place_line());
    said.extend(
        service
            .all_needs()
            .iter()
            .map(|need| need.label().to_owned()),
    );
    let words: Vec<String> = said
        .iter()
        .flat_map(|text| {
            text.split(|letter: char| letter.is_whitespace() || ",/&-".contains(letter))
        })
        .map(order::sort_key)
        .collect();
    typed
        .iter()
        .all(|typed| words.iter().any(|word| word.starts_with(typed.as_str())))
}

fn person(
    heads: &Heads,
    case: &CaseHead,
    one: &ConnectionHead,
    today: NaiveDate,
) -> ConnectedPerson {
    let client = heads.client(case.client);
    ConnectedPerson {
        case: case.case,
        client: words::client_name(heads, case),
        client_id: case.client,
        born: client.and_then(|client| client.born),
        practice: words::practice_short(heads, case.practice),
        worker: words::handle(heads, case.worker),
        part: one.part,
        version: one.version,
        stage: one.stage,
        since: one.since,
        said: words::connection(one, today),
        next: one.next.clone(),
        ended: !case.state.is_open(),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
