//! VCSE services: voluntary, community and social enterprise groups that clients are connected to.

use serde::{Deserialize, Serialize};

use super::{ids::ServiceId, terms::Need};

/// One service of the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    pub id: ServiceId,
    pub name: String,
    /// Who runs it.
    #[serde(default)]
    pub organisation: String,
    /// What it offers, in a sentence or two.
    #[serde(default)]
    pub offers: String,
    /// Where it meets.
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub needs: Vec<Need>,
}
