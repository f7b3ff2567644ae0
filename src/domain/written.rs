//! What somebody wrote into a case's history: a contact or a note, with what stood there before it
//! was put right.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    contact::Contact,
    ids::{ContactId, StaffId},
};

/// A contact or a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Written {
    Contact(Contact),
    Note {
        id: ContactId,
        on: NaiveDate,
        text: String,
    },
}

impl Written {
    pub fn id(&self) -> ContactId {
        match self {
            Written::Contact(contact) => contact.id,
            Written::Note { id, .. } => *id,
        }
    }

    /// The day on which it happened, or was noted.
    pub fn on(&self) -> NaiveDate {
        match self {
            Written::Contact(contact) => contact.on,
            Written::Note { on, .. } => *on,
        }
    }

    pub fn contact(&self) -> Option<&Contact> {
        match self {
            Written::Contact(contact) => Some(contact),
            Written::Note { .. } => None,
        }
    }

    /// "contact" or "note".
    pub fn word(&self) -> &'static str {
        match self {
            Written::Contact(_) => "contact",
            Written::Note { .. } => "note",
        }
    }
}

/// What stood there before it was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    pub written: Written,
    /// When it was changed, and by whom.
    pub until: DateTime<Utc>,
    pub who: StaffId,
    /// Why, in the words of whoever changed it.
    pub because: String,
}

/// A contact or note whole, as it goes from one record to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub written: Written,
    /// When it was first recorded, and by whom.
    pub recorded: DateTime<Utc>,
    pub who: StaffId,
    /// What stood there before, the oldest first.
    #[serde(default)]
    pub earlier: Vec<Earlier>,
}
