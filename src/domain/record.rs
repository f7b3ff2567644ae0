//! Full records: what one client's page needs and lists do not. Folded from facts like the heads,
//! kept by the views.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    case::{CaseFields, CaseState, FollowUp, NextStep},
    client::{ClientField, ClientFields},
    contact::{Contact, Tally},
    fact::Fact,
    ids::{CaseId, ClientId, ContactId, PartId, StaffId},
    part::{Kept, Part},
    zone::store_date,
};

/// A client's own fields.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClientRecord {
    pub client: ClientId,
    pub fields: ClientFields,
    /// Connections, goals, measures, consents and concerns, in the order in which they were made.
    pub parts: Vec<Kept>,
}

/// One line of a case's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happening {
    /// The entry that recorded it.
    pub seq: u64,
    pub recorded: DateTime<Utc>,
    pub who: StaffId,
    /// The day on which it happened.
    pub on: NaiveDate,
    pub what: What,
}

/// What happened, as far as a reader of the history cares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    Opened {
        referred_on: NaiveDate,
    },
    Contact(Contact),
    Note {
        id: ContactId,
        text: String,
    },
    State {
        was: CaseState,
        now: CaseState,
    },
    Next {
        was: NextStep,
        now: NextStep,
    },
    Assigned {
        was: Option<StaffId>,
        now: Option<StaffId>,
    },
    /// A part was made, changed or taken away.
    Part {
        id: PartId,
        was: Option<Part>,
        now: Option<Part>,
        because: String,
    },
    Undone,
}

/// One case whole: its texts and its history in the order of recording.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CaseRecord {
    pub case: CaseId,
    pub fields: CaseFields,
    pub history: Vec<Happening>,
}

impl ClientRecord {
    /// Folds one fact in; facts about other clients leave it as it is.
    pub fn apply(&mut self, seq: u64, recorded: DateTime<Utc>, who: StaffId, fact: &Fact) {
        match fact {
            Fact::ClientAdded { client, fields, .. } => {
                self.client = *client;
                self.fields = fields.clone();
            }
            Fact::ClientWithdrawn { .. } => {
                self.fields.clear();
                self.parts.clear();
            }
            Fact::ClientSet { field, now, .. } => self.set(*field, now.clone()),
            Fact::PartSet {
                case, part, now, ..
            } => {
                let kept = now.as_ref().map(|now| Kept {
                    id: *part,
                    case: *case,
                    part: now.clone(),
                    seq,
                    who,
                    at: recorded,
                });
                self.set_part(*part, kept);
            }
            _ => {}
        }
    }

    fn set(&mut self, field: ClientField, value: Option<String>) {
        match value {
            Some(value) => self.fields.insert(field, value),
            None => self.fields.remove(&field),
        };
    }

    fn set_part(&mut self, id: PartId, now: Option<Kept>) {
        let at = self.parts.partition_point(|kept| kept.id < id);
        if self.parts.get(at).is_some_and(|kept| kept.id == id) {
            self.parts.remove(at);
        }
        if let Some(now) = now {
            self.parts.insert(at, now);
        }
    }

    /// One part, where it stands.
    pub fn part(&self, id: PartId) -> Option<&Kept> {
        self.parts.iter().find(|kept| kept.id == id)
    }

    /// A date field read back; the journal keeps dates as ISO.
    pub fn date(&self, field: ClientField) -> Option<NaiveDate> {
        self.fields.get(&field)?.parse().ok()
    }
}

impl CaseRecord {
    /// Folds one fact of this case in.
    pub fn apply(&mut self, seq: u64, recorded: DateTime<Utc>, who: StaffId, fact: &Fact) {
        match fact {
            Fact::CaseOpened { case, fields, .. } => {
                self.case = *case;
                self.fields = fields.clone();
            }
            Fact::CaseSet { field, now, .. } => {
                match now {
                    Some(now) => self.fields.insert(*field, now.clone()),
                    None => self.fields.remove(field),
                };
            }
            Fact::ContactWithdrawn { contact, .. } => self.forget(*contact),
            Fact::NoteWithdrawn { note, .. } => self.forget(*note),
            _ => {}
        }
        if let Some((on, what)) = told(fact, store_date(recorded)) {
            self.history.push(Happening {
                seq,
                recorded,
                who,
                on,
                what,
            });
        }
    }

    fn forget(&mut self, gone: ContactId) {
        self.history.retain(|happening| match &happening.what {
            What::Contact(contact) => contact.id != gone,
            What::Note { id, .. } => *id != gone,
            _ => true,
        });
    }

    /// The contacts of the case, in the order of recording.
    pub fn contacts(&self) -> impl DoubleEndedIterator<Item = (&Happening, &Contact)> {
        self.history
            .iter()
            .filter_map(|happening| match &happening.what {
                What::Contact(contact) => Some((happening, contact)),
                _ => None,
            })
    }

    /// Counts the contacts anew, leaving one out.
    pub fn tally_without(&self, left_out: ContactId) -> Tally {
        let contacts = self.contacts().map(|(_, contact)| contact);
        Tally::of(contacts.filter(|contact| contact.id != left_out))
    }

    /// Counts the contacts anew, with one more.
    pub fn tally_with(&self, another: &Contact) -> Tally {
        let contacts = self.contacts().map(|(_, contact)| contact);
        Tally::of(contacts.chain([another]))
    }

    /// The follow-up that the last next-step fact set, for showing how it came about.
    pub fn last_follow_up(&self) -> Option<&FollowUp> {
        self.history
            .iter()
            .rev()
            .find_map(|happening| match &happening.what {
                What::Next { now, .. } => now.follow_up(),
                _ => None,
            })
    }
}

/// The line of history that a fact leaves, with the day on which it happened; `today` is the day on
/// which it was recorded.
fn told(fact: &Fact, today: NaiveDate) -> Option<(NaiveDate, What)> {
    Some(match fact.clone() {
        Fact::CaseOpened { referred_on, .. } => (today, What::Opened { referred_on }),
        Fact::ContactLogged { contact, .. } => (contact.on, What::Contact(contact)),
        Fact::NoteAdded { note, on, text, .. } => (on, What::Note { id: note, text }),
        Fact::CaseStateChanged { was, now, on, .. } => (on, What::State { was, now }),
        Fact::NextStepSet { was, now, .. } => (today, What::Next { was, now }),
        Fact::CaseAssigned { was, now, .. } => (today, What::Assigned { was, now }),
        Fact::PartSet {
            part,
            was,
            now,
            because,
            ..
        } => (
            today,
            What::Part {
                id: part,
                was,
                now,
                because,
            },
        ),
        _ => return None,
    })
}
