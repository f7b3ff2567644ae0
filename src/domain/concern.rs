//! Safeguarding concerns: kept apart, under a permission of their own.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A safeguarding concern about a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concern {
    pub what: String,
    pub noticed_on: NaiveDate,
    /// With whom it was discussed: a name and a role.
    #[serde(default)]
    pub discussed_with: String,
    #[serde(default)]
    pub discussed_on: Option<NaiveDate>,
    /// What was decided.
    #[serde(default)]
    pub outcome: String,
    /// The day on which to look again, while it is open.
    #[serde(default)]
    pub review_on: Option<NaiveDate>,
    #[serde(default)]
    pub closed_on: Option<NaiveDate>,
    /// Why it was closed.
    #[serde(default)]
    pub closed_because: String,
}

impl Concern {
    pub fn is_open(&self) -> bool {
        self.closed_on.is_none()
    }
}
