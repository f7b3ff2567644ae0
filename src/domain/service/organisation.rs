//! Who runs a service.

use serde::{Deserialize, Serialize};

use super::Origin;
use crate::domain::ids::OrganisationId;

/// An organisation that runs services. Consent to pass somebody on is given to an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Organisation {
    pub id: OrganisationId,
    pub name: String,
    pub description: String,
    pub url: String,
    pub email: String,
    /// The number at a charity register.
    pub charity: String,
    /// The number at Companies House.
    pub company: String,
    /// The feed it came from; none where it was typed in here.
    pub origin: Option<Origin>,
}

impl Organisation {
    /// Whether it has the source and the id of the feed.
    pub fn is_of(&self, source: &str, id: &str) -> bool {
        self.origin
            .as_ref()
            .is_some_and(|origin| origin.source == source && origin.id == id)
    }
}
