//! Contacts: what was tried, with whom, and what came of it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    ids::{ContactId, StaffId},
    terms::{ContactKind, Outcome, With},
};

/// One contact or one try, as it was logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub id: ContactId,
    pub kind: ContactKind,
    pub with: With,
    pub outcome: Outcome,
    /// The day on which it took place, which may lie before the day on which it was recorded.
    pub on: NaiveDate,
    /// Minutes spent; zero where nobody said.
    #[serde(default)]
    pub minutes: u16,
    #[serde(default)]
    pub note: String,
    /// What we said we would do.
    #[serde(default)]
    pub we_promised: String,
    /// What the person said they would do.
    #[serde(default)]
    pub they_said: String,
}

impl Contact {
    /// Whether it answers the follow-up that was due: somebody answered, be it the person, their
    /// carer or the service. A try never does.
    pub fn answers(&self) -> bool {
        self.outcome == Outcome::Spoke
    }

    /// Whether it was two-way contact with the person, which alone moves *quiet* and *last spoke*.
    pub fn spoke_with_person(&self) -> bool {
        self.answers() && self.with == With::Person
    }

    /// Whether it counts as a try at reaching the person.
    pub fn is_try(&self) -> bool {
        is_try(self.with, self.outcome)
    }
}

/// What lists need of a contact, about 16 bytes: enough to count a week without reading records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactHead {
    pub id: ContactId,
    pub on: NaiveDate,
    /// Who first recorded it.
    pub by: StaffId,
    pub outcome: Outcome,
    pub with: With,
}

impl ContactHead {
    pub fn of(contact: &Contact, by: StaffId) -> ContactHead {
        ContactHead {
            id: contact.id,
            on: contact.on,
            by,
            outcome: contact.outcome,
            with: contact.with,
        }
    }

    /// As [`Contact::spoke_with_person`].
    pub fn spoke_with_person(&self) -> bool {
        self.outcome == Outcome::Spoke && self.with == With::Person
    }

    /// As [`Contact::is_try`].
    pub fn is_try(&self) -> bool {
        is_try(self.with, self.outcome)
    }
}

fn is_try(with: With, outcome: Outcome) -> bool {
    let tried = matches!(
        outcome,
        Outcome::NoAnswer | Outcome::Voicemail | Outcome::DidNotAttend
    );
    with == With::Person && tried
}

/// Contacts of one case, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Two-way contacts with the person.
    pub spoke: u16,
    /// Tries that did not reach them, in all.
    pub tries: u16,
    /// Tries since they were last spoken to.
    pub tries_since: u16,
    pub last_spoke: Option<NaiveDate>,
    /// The last contact or try of any kind.
    pub last_any: Option<NaiveDate>,
}

impl Tally {
    /// Counts contacts in the order in which they took place; those of one day as they were logged.
    pub fn of<'c>(contacts: impl Iterator<Item = &'c Contact>) -> Tally {
        let mut contacts: Vec<&Contact> = contacts.collect();
        contacts.sort_by_key(|contact| (contact.on, contact.id));
        let mut tally = Tally::default();
        contacts
            .into_iter()
            .for_each(|contact| tally.count(contact));
        tally
    }

    /// Counts one more contact. Contacts may be logged out of order: an earlier conversation never
    /// moves `last_spoke` back. Which tries came after a conversation that is logged late only
    /// [`Tally::of`] can tell.
    pub fn count(&mut self, contact: &Contact) {
        self.last_any = self.last_any.max(Some(contact.on));
        if contact.spoke_with_person() {
            self.spoke = self.spoke.saturating_add(1);
            if self.last_spoke <= Some(contact.on) {
                self.last_spoke = Some(contact.on);
                self.tries_since = 0;
            }
        } else if contact.is_try() {
            self.tries = self.tries.saturating_add(1);
            if self.last_spoke <= Some(contact.on) {
                self.tries_since = self.tries_since.saturating_add(1);
            }
        }
    }
}
