//! Consent: separate facts, each with its scope, its date and how it was given or withdrawn.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    ids::ServiceId,
    part::{Kept, Part},
    terms::{ConsentScope, HowGiven},
};

/// One consent, asked for and given or refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    pub scope: ConsentScope,
    /// With which service, where the scope is sharing with one.
    #[serde(default)]
    pub service: Option<ServiceId>,
    /// With which other organisation, where it is not in the directory.
    #[serde(default)]
    pub organisation: String,
    /// The person said yes; a no is a fact of its own, not a missing yes.
    pub given: bool,
    pub on: NaiveDate,
    pub how: HowGiven,
    #[serde(default)]
    pub withdrawn_on: Option<NaiveDate>,
    #[serde(default)]
    pub note: String,
}

impl Consent {
    /// Whether it holds today.
    pub fn holds(&self) -> bool {
        self.given && self.withdrawn_on.is_none()
    }

    /// The day from which it has been a no: that of the withdrawal, or of the no itself.
    pub fn refused_on(&self) -> Option<NaiveDate> {
        match self.given {
            true => self.withdrawn_on,
            false => Some(self.on),
        }
    }

    /// The day on which the person last said something of it.
    pub fn last_said(&self) -> NaiveDate {
        self.withdrawn_on.unwrap_or(self.on)
    }
}

/// What the person said last of a scope; of sharing with services, of that service alone where one
/// is named.
pub fn latest<'k>(
    parts: impl IntoIterator<Item = &'k Kept>,
    scope: ConsentScope,
    service: Option<ServiceId>,
) -> Option<&'k Consent> {
    let consents = parts.into_iter().filter_map(|kept| match &kept.part {
        Part::Consent(consent)
            if consent.scope == scope && (service.is_none() || consent.service == service) =>
        {
            Some((consent.last_said(), kept.id, consent))
        }
        _ => None,
    });
    let last = consents.max_by_key(|(on, id, _)| (*on, *id));
    last.map(|(_, _, consent)| consent)
}
