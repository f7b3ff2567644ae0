//! Consent: separate facts, each with its scope, its date and how it was given or withdrawn.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    ids::ServiceId,
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
}
