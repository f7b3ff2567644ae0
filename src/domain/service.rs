//! VCSE services: voluntary, community and social enterprise groups that clients are connected to.
//!
//! A service is typed in here or comes from a directory feed (Open Referral UK). What the feed says
//! and what people here know of it are kept apart: an import never touches [`Local`].

mod clean;
mod organisation;
mod place;
mod said;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    ids::{OrganisationId, ServiceId},
    terms::{Need, ServiceStatus},
};

pub use clean::UNREAD_BYTES_MAX;
pub use organisation::Organisation;
pub use place::Place;

/// After so many months without a word that it still holds, an entry of the directory is stale.
pub const STALE_AFTER_MONTHS: u32 = 12;

/// One service of the directory.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Service {
    pub id: ServiceId,
    pub name: String,
    /// Who runs it, by name.
    #[serde(default)]
    pub organisation: String,
    /// The record of who runs it.
    #[serde(default)]
    pub run_by: Option<OrganisationId>,
    #[serde(default)]
    pub status: ServiceStatus,
    /// What it offers, in a sentence or two.
    #[serde(default)]
    pub offers: String,
    #[serde(default)]
    pub needs: Vec<Need>,
    /// Where it meets. Older entries have one line of text, called `place`.
    #[serde(default, alias = "place", deserialize_with = "place::one_line_or_many")]
    pub places: Vec<Place>,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub url: String,
    #[serde(default)]
    pub terms: Terms,
    /// The feed it came from; none where it was typed in here.
    #[serde(default)]
    pub origin: Option<Origin>,
    #[serde(default)]
    pub local: Local,
}

/// For whom, when and on what terms.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Terms {
    /// Words of the feed's taxonomies that none of our needs stands for.
    pub words: Vec<String>,
    /// Where people must live, in the feed's words.
    pub areas: Vec<String>,
    /// Each one line: `Tue 10:00-12:00 weekly`.
    pub schedules: Vec<String>,
    pub cost: String,
    /// Youngest and oldest age, in years.
    pub youngest: Option<u8>,
    pub oldest: Option<u8>,
    pub languages: Vec<String>,
    pub eligibility: String,
    /// Something that the service wants read before anybody comes.
    pub alert: String,
    /// Who to ask for, and further numbers.
    pub contacts: Vec<String>,
}

/// Where a record came from, and what the feed said of its age.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// The name that this feed has here.
    pub source: String,
    /// The record's id in the feed.
    pub id: String,
    pub last_modified: Option<NaiveDate>,
    /// When somebody last made sure that it is right.
    pub assured: Option<NaiveDate>,
    /// From that day on it was not in the feed any more.
    pub gone_since: Option<NaiveDate>,
    /// Everything of the record that is not read into a field of ours, as JSON.
    pub unread: String,
}

/// What people here know of a service. No import changes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Local {
    pub note: String,
    /// The person we ring there, with their number.
    pub contact: String,
    /// How long one waits, as we were told.
    pub wait: String,
    /// Needs that it is good for beside those the feed names.
    pub needs: Vec<Need>,
    /// When we last looked through an entry that was typed in here.
    pub checked: Option<NaiveDate>,
}

/// One service as a feed has it, on its way into the store.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FeedService {
    /// Its id, organisation id and local part are empty; its origin names no source yet.
    pub service: Service,
    /// Who runs it, where the feed says more than a name.
    pub organisation: Option<Organisation>,
}

impl Service {
    /// Its needs, those of the feed and those that we added, each once.
    pub fn all_needs(&self) -> Vec<Need> {
        let mut needs = self.needs.clone();
        for need in &self.local.needs {
            if !needs.contains(need) {
                needs.push(*need);
            }
        }
        needs
    }

    /// The newest word that the entry holds; `None` where nobody said when.
    pub fn as_of(&self) -> Option<NaiveDate> {
        let origin = self.origin.as_ref();
        let fed = origin.and_then(|origin| origin.last_modified.max(origin.assured));
        fed.max(self.local.checked)
    }

    /// Whether the newest word that it holds is too old to trust.
    pub fn is_stale(&self, today: NaiveDate) -> bool {
        let line = today.checked_sub_months(Months::new(STALE_AFTER_MONTHS));
        match (self.as_of(), line) {
            (Some(as_of), Some(line)) => as_of < line,
            _ => false,
        }
    }

    /// Since when it is not in its feed any more.
    pub fn gone_since(&self) -> Option<NaiveDate> {
        self.origin.as_ref()?.gone_since
    }

    /// Whether it has the source and the id of the feed.
    pub fn is_of(&self, source: &str, id: &str) -> bool {
        self.origin
            .as_ref()
            .is_some_and(|origin| origin.source == source && origin.id == id)
    }

    /// What the feed says of it, without what people here added.
    #[must_use]
    pub fn without_local(&self) -> Service {
        Service {
            local: Local::default(),
            ..self.clone()
        }
    }
}
