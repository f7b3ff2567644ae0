//! Whom or what a form is about, and the facts that it needs of the hub before it can be filled in.

use chrono::NaiveDate;

use crate::domain::dates::Holidays;
use crate::domain::ids::{CaseId, ClientId, ServiceId};
use crate::domain::terms::StoreKind;
use crate::readmodel::client::{CaseCard, ClientCard};
use crate::readmodel::lists::Desk;
use crate::readmodel::services::ServiceCard;
use crate::tui::effect::{Effect, Tag};
use crate::wire::talk::ClientBy;
use crate::wire::{Reply, Request};

/// The card was asked for.
pub(super) const CARD: Tag = Tag(1);
/// Staff and practices were asked for.
const DESK: Tag = Tag(2);

/// Whom a form is about.
#[derive(Clone, Debug)]
pub enum About {
    /// Somebody whose card is at hand.
    Card(Box<ClientCard>),
    /// Somebody who must be looked up first.
    By(ClientBy),
    /// Somebody who must be looked up with their safeguarding concerns.
    Guarded(ClientBy),
    /// Somebody new.
    Nobody,
    /// A service whose card is at hand.
    Service(Box<ServiceCard>),
    /// A service that must be looked up first.
    ServiceBy(ServiceId),
}

impl From<&ClientCard> for About {
    fn from(card: &ClientCard) -> About {
        About::Card(Box::new(card.clone()))
    }
}

impl From<&ServiceCard> for About {
    fn from(card: &ServiceCard) -> About {
        About::Service(Box::new(card.clone()))
    }
}

impl From<ServiceId> for About {
    fn from(service: ServiceId) -> About {
        About::ServiceBy(service)
    }
}

impl From<CaseId> for About {
    fn from(case: CaseId) -> About {
        About::By(ClientBy::Case(case))
    }
}

impl From<ClientId> for About {
    fn from(client: ClientId) -> About {
        About::By(ClientBy::Id(client))
    }
}

impl From<ClientBy> for About {
    fn from(by: ClientBy) -> About {
        About::By(by)
    }
}

/// Whom these facts are about, for a form that follows.
pub(super) fn of(facts: &Facts) -> About {
    match (&facts.card, &facts.by) {
        (_, Some(Request::Guarded(by))) => About::Guarded(by.clone()),
        (Some(card), _) => About::Card(card.clone()),
        (None, Some(Request::Client(by))) => About::By(by.clone()),
        (None, Some(Request::Service(id))) => About::ServiceBy(*id),
        (None, _) => About::Nobody,
    }
}

/// What a form knows.
pub(super) struct Facts {
    pub card: Option<Box<ClientCard>>,
    pub desk: Option<Box<Desk>>,
    pub service: Option<Box<ServiceCard>>,
    pub holidays: Holidays,
    by: Option<Request>,
    wants_desk: bool,
}

/// What an answer of the hub was for the facts.
pub(super) enum Heard {
    /// Something that was missing.
    Taken,
    /// It cannot be had, and why.
    Denied(String),
    /// Something else.
    Other,
}

impl Facts {
    pub(super) fn new(about: About, wants_desk: bool) -> Facts {
        let (mut card, mut service) = (None, None);
        let by = match about {
            About::Card(given) => {
                let case = given.case.as_ref().map(|case| ClientBy::Case(case.case));
                let by = case.unwrap_or(ClientBy::Id(given.client_id));
                card = Some(given);
                Some(Request::Client(by))
            }
            About::By(by) => Some(Request::Client(by)),
            About::Guarded(by) => Some(Request::Guarded(by)),
            About::Nobody => None,
            About::Service(given) => {
                let id = given.service.id;
                service = Some(given);
                Some(Request::Service(id))
            }
            About::ServiceBy(id) => Some(Request::Service(id)),
        };
        Facts {
            card,
            desk: None,
            service,
            holidays: Holidays::built_in(),
            by,
            wants_desk,
        }
    }

    /// What must be asked before the form can be shown.
    pub(super) fn ask(&self) -> Vec<Effect> {
        let mut asks = Vec::new();
        if self.card.is_none() && self.service.is_none() {
            asks.extend(self.ask_card());
        }
        if self.wants_desk && self.desk.is_none() {
            asks.push(Effect::Send(DESK, Request::Desk));
        }
        asks
    }

    /// Asks for the card as it is now.
    pub(super) fn ask_card(&self) -> Option<Effect> {
        let by = self.by.clone()?;
        Some(Effect::Send(CARD, by))
    }

    /// Hears an answer.
    pub(super) fn hear(&mut self, tag: Tag, reply: &Reply) -> Heard {
        match (tag, reply) {
            (CARD, Reply::Client(card)) => self.card = Some(card.clone()),
            (CARD, Reply::Service(card)) => self.service = Some(card.clone()),
            (DESK, Reply::Desk(desk)) => self.desk = Some(desk.clone()),
            (CARD | DESK, Reply::Refused(refusal)) => return Heard::Denied(refusal.to_string()),
            (CARD | DESK, Reply::Trouble(trouble)) => return Heard::Denied(trouble.to_string()),
            _ => return Heard::Other,
        }
        Heard::Taken
    }

    pub(super) fn is_ready(&self) -> bool {
        (self.card.is_some() || self.service.is_some() || self.by.is_none())
            && (self.desk.is_some() || !self.wants_desk)
    }

    pub(super) fn case(&self) -> Option<&CaseCard> {
        self.card.as_ref()?.case.as_ref()
    }

    /// The version that an edit of the case is made on.
    pub(super) fn version(&self) -> u64 {
        let service = self.service.as_ref().map_or(0, |card| card.version);
        self.case().map_or(service, |case| case.version)
    }

    /// The store's day.
    pub(super) fn today(&self) -> NaiveDate {
        let desk = self.desk.as_ref().map(|desk| desk.today);
        let service = self.service.as_ref().map(|card| card.today);
        self.card
            .as_ref()
            .map(|card| card.today)
            .or(desk)
            .or(service)
            .unwrap_or_default()
    }

    /// Whether the people in this store are invented, which decides on NHS numbers.
    pub(super) fn is_invented(&self) -> bool {
        self.desk
            .as_ref()
            .is_some_and(|desk| desk.kind != StoreKind::Real)
    }
}
