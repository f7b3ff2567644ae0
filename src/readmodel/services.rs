//! Services: rows of the directory, and one service whole. Everybody may read the directory.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    heads::Heads,
    ids::ServiceId,
    service::{Organisation, Service},
    terms::{Need, ServiceStatus},
    text::excerpt,
};

use super::order;

/// Rows in one answer at most.
pub const PAGE_MAX: u32 = 200;
/// Needs and words named in a row at most.
const NEEDS_MAX: usize = 8;
/// Characters of what a service offers in a row.
const OFFERS_CHARS: usize = 200;

/// Which services, and which page of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ServiceQuery {
    pub need: Option<Need>,
    /// A postcode or its district; empty for everywhere.
    pub near: String,
    pub offset: u32,
    pub limit: u32,
}

/// One row of the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceRow {
    pub id: ServiceId,
    pub name: String,
    pub organisation: String,
    /// "active", "temporarily closed".
    pub status: String,
    /// The beginning of what it offers.
    pub offers: String,
    /// Our needs, then the feed's own words.
    pub needs: Vec<String>,
    /// The first place, and how many more there are.
    pub place: String,
    /// The districts of its postcodes.
    pub districts: Vec<String>,
    pub phone: String,
    pub email: String,
    /// The waiting time as we were told.
    pub wait: String,
    /// The newest word that the entry holds.
    pub as_of: Option<NaiveDate>,
    /// That word is older than a year.
    pub stale: bool,
    /// Since when it is not in its feed any more.
    pub gone_since: Option<NaiveDate>,
    /// The feed; empty where it was typed in here.
    pub source: String,
}

/// A page of the directory.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ServicePage {
    pub rows: Vec<ServiceRow>,
    /// How many fit in all.
    pub total: u32,
}

/// One service whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceCard {
    pub service: Service,
    /// The record of who runs it.
    pub organisation: Option<Organisation>,
    /// What an edit is made on.
    pub version: u64,
    pub as_of: Option<NaiveDate>,
    pub stale: bool,
    /// The last change here: by whom and when.
    pub changed_by: String,
    pub changed_at: DateTime<Utc>,
    pub today: NaiveDate,
}

/// A page of the services that fit: those that take people first, then by name.
pub fn build(heads: &Heads, today: NaiveDate, query: &ServiceQuery) -> ServicePage {
    let mut fitting: Vec<&Service> = heads
        .directory
        .services
        .values()
        .filter(|service| {
            query
                .need
                .is_none_or(|need| service.all_needs().contains(&need))
        })
        .filter(|service| query.near.trim().is_empty() || service.is_near(&query.near))
        .collect();
    fitting.sort_by_cached_key(|service| {
        let closed = service.status != ServiceStatus::Active || service.gone_since().is_some();
        (closed, order::sort_key(&service.name), service.id)
    });
    let limit = query.limit.clamp(1, PAGE_MAX);
    ServicePage {
        total: u32::try_from(fitting.len()).unwrap_or(u32::MAX),
        rows: fitting
            .into_iter()
            .skip(query.offset as usize)
            .take(limit as usize)
            .map(|service| row(service, today))
            .collect(),
    }
}

/// The row of one service.
pub fn row(service: &Service, today: NaiveDate) -> ServiceRow {
    let ours = service.all_needs().into_iter();
    let ours = ours.map(|need| need.label().to_owned());
    let origin = service.origin.as_ref();
    ServiceRow {
        id: service.id,
        name: service.name.clone(),
        organisation: service.organisation.clone(),
        status: service.status.label().to_owned(),
        offers: excerpt(&service.offers, OFFERS_CHARS),
        needs: ours
            .chain(service.terms.words.iter().cloned())
            .take(NEEDS_MAX)
            .collect(),
        place: service.place_line(),
        districts: service.districts(),
        phone: service.phone.clone(),
        email: service.email.clone(),
        wait: service.local.wait.clone(),
        as_of: service.as_of(),
        stale: service.is_stale(today),
        gone_since: service.gone_since(),
        source: origin
            .map(|origin| origin.source.clone())
            .unwrap_or_default(),
    }
}

/// One service whole; `None` where it is not in the directory.
pub fn card(heads: &Heads, today: NaiveDate, id: ServiceId) -> Option<ServiceCard> {
    let directory = &heads.directory;
    let service = directory.services.get(&id)?;
    let touch = directory.service_touches.get(&id).copied();
    let touch = touch.unwrap_or_default();
    let organisation = service.run_by;
    Some(ServiceCard {
        service: service.clone(),
        organisation: organisation.and_then(|id| directory.organisations.get(&id).cloned()),
        version: touch.seq,
        as_of: service.as_of(),
        stale: service.is_stale(today),
        changed_by: heads.staff_name(touch.who).to_owned(),
        changed_at: touch.at,
        today,
    })
}

/// Why nobody should be sent there without a call first; empty where nothing is known against it.
pub fn warning(card: &ServiceCard) -> String {
    let service = &card.service;
    let mut said = Vec::new();
    if service.status != ServiceStatus::Active {
        said.push(service.status.label().to_owned());
    }
    if let Some(gone) = service.gone_since() {
        said.push(format!(
            "not in the feed since {}",
            gone.format("%-d %b %Y")
        ));
    }
    match card.as_of {
        Some(as_of) if card.stale => {
            said.push(format!("stale: last checked {}", as_of.format("%-d %b %Y")));
        }
        None if service.origin.is_some() => {
            said.push("the feed does not say how old this is".to_owned());
        }
        _ => {}
    }
    said.join("; ")
}
