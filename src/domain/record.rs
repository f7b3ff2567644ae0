//! Full records: what one client's page needs and lists do not. Folded from facts like the heads,
//! kept by the views.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    case::{CaseField, CaseFields, CaseState, FollowUp, NextStep},
    client::{ClientField, ClientFields},
    contact::{Contact, Tally},
    fact::Fact,
    ids::{CaseId, ClientId, ContactId, PartId, StaffId},
    part::{Kept, Part},
    written::{Earlier, Words, Written},
    zone::store_date,
};

/// So many earlier values of the fields of one record are kept at hand; the journal has them all.
const CHANGES_MAX: usize = 100;

/// A field that was changed, and what stood there before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed<F> {
    pub field: F,
    /// Empty where nothing stood there.
    pub was: String,
    pub at: DateTime<Utc>,
    pub who: StaffId,
    /// Why, where somebody said.
    pub because: String,
}

/// A part about the person as such as it stood before it was changed or taken away. Those of a case
/// stand in its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierPart {
    pub id: PartId,
    pub was: Part,
    /// When it was changed, and by whom.
    pub until: DateTime<Utc>,
    pub who: StaffId,
    /// Why, where somebody said.
    pub because: String,
}

/// That another record turned out to be of the same person, or after all of somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    pub other: ClientId,
    pub together: bool,
    pub at: DateTime<Utc>,
    pub who: StaffId,
}

/// A client's own fields.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClientRecord {
    pub client: ClientId,
    pub fields: ClientFields,
    /// Connections, goals, measures, consents and concerns, in the order in which they were made.
    pub parts: Vec<Kept>,
    /// What stood in consents and concerns before, the oldest first.
    pub earlier: Vec<EarlierPart>,
    /// Fields that were changed since the record was made, the oldest first.
    pub changes: Vec<Changed<ClientField>>,
    /// Records that were joined with this one or parted from it, the oldest first.
    pub joined: Vec<Joined>,
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
    /// What stood there before it was put right, the oldest first.
    pub earlier: Vec<Earlier>,
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
    /// A contact or note of that day was taken away to the record where it belongs, or came here
    /// from one where it did not. Whose record that was is not said.
    Moved {
        on: NaiveDate,
        note: bool,
        here: bool,
    },
    Undone,
}

/// One case whole: its texts and its history in the order of recording.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CaseRecord {
    pub case: CaseId,
    pub fields: CaseFields,
    /// Texts that were changed since the case was opened, the oldest first.
    pub changes: Vec<Changed<CaseField>>,
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
                self.earlier.clear();
            }
            Fact::ClientSet {
                field,
                now,
                because,
                ..
            } => {
                let was = self.set(*field, now.clone()).unwrap_or_default();
                let changed = Changed {
                    field: *field,
                    was,
                    at: recorded,
                    who,
                    because: because.clone(),
                };
                remember(&mut self.changes, changed);
            }
            Fact::ClientsMerged { kept, gone } | Fact::ClientsUnmerged { kept, gone } => {
                self.joined.push(Joined {
                    other: if *kept == self.client { *gone } else { *kept },
                    together: matches!(fact, Fact::ClientsMerged { .. }),
                    at: recorded,
                    who,
                });
            }
            Fact::PartSet {
                case,
                part,
                was,
                now,
                because,
                ..
            } => {
                if let (None, Some(was)) = (case, was) {
                    let earlier = EarlierPart {
                        id: *part,
                        was: was.clone(),
                        until: recorded,
                        who,
                        because: because.clone(),
                    };
                    remember(&mut self.earlier, earlier);
                }
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

    /// Sets or empties a field; gives what stood there.
    fn set(&mut self, field: ClientField, value: Option<String>) -> Option<String> {
        match value {
            Some(value) => self.fields.insert(field, value),
            None => self.fields.remove(&field),
        }
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

fn remember<C>(changes: &mut Vec<C>, changed: C) {
    changes.push(changed);
    if changes.len() > CHANGES_MAX {
        changes.remove(0);
    }
}

/// Puts right, takes away or brings to an end what lines of a history say, where the fact is about
/// one of them. Gives whether it was. What is new to the history is no matter of this.
pub fn rewrite(
    history: &mut Vec<Happening>,
    recorded: DateTime<Utc>,
    who: StaffId,
    fact: &Fact,
) -> bool {
    let before = history.len();
    match fact {
        Fact::ContactWithdrawn { contact: gone, .. } | Fact::NoteWithdrawn { note: gone, .. } => {
            history.retain(|line| line.written_id() != Some(*gone));
        }
        Fact::MovedAway { id, undoes, .. } => {
            history.retain(|line| line.written_id() != Some(*id) && !line.is_trace_of(*undoes));
        }
        Fact::MovedHere { undoes, .. } => history.retain(|line| !line.is_trace_of(*undoes)),
        Fact::Amended {
            was, now, because, ..
        } => {
            let Some(line) = find(history, now.id()) else {
                return false;
            };
            line.put(now);
            line.earlier.push(Earlier {
                written: was.as_ref().clone(),
                until: recorded,
                who,
                because: because.clone(),
            });
            return true;
        }
        Fact::AmendmentWithdrawn { now, .. } => {
            let Some(line) = find(history, now.id()) else {
                return false;
            };
            line.put(now);
            line.earlier.pop();
            return true;
        }
        _ => {}
    }
    history.len() != before
}

fn find(history: &mut [Happening], id: ContactId) -> Option<&mut Happening> {
    history
        .iter_mut()
        .find(|line| line.written_id() == Some(id))
}

impl Happening {
    /// Which contact or note the line is, if it is one.
    pub fn written_id(&self) -> Option<ContactId> {
        match &self.what {
            What::Contact(contact) => Some(contact.id),
            What::Note { id, .. } => Some(*id),
            _ => None,
        }
    }

    /// The contact or note whole, if the line is one.
    pub fn words(&self) -> Option<Words> {
        let written = match &self.what {
            What::Contact(contact) => Written::Contact(contact.clone()),
            What::Note { id, text } => Written::Note {
                id: *id,
                on: self.on,
                text: text.clone(),
            },
            _ => return None,
        };
        Some(Words {
            written,
            recorded: self.recorded,
            who: self.who,
            earlier: self.earlier.clone(),
        })
    }

    fn put(&mut self, written: &Written) {
        self.on = written.on();
        self.what = What::of(written);
    }

    /// Whether it tells of a move that the entry with this number made.
    fn is_trace_of(&self, entry: Option<u64>) -> bool {
        Some(self.seq) == entry && matches!(self.what, What::Moved { .. })
    }
}

impl What {
    fn of(written: &Written) -> What {
        match written {
            Written::Contact(contact) => What::Contact(contact.clone()),
            Written::Note { id, text, .. } => What::Note {
                id: *id,
                text: text.clone(),
            },
        }
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
            Fact::CaseSet {
                field,
                now,
                because,
                ..
            } => {
                let was = match now {
                    Some(now) => self.fields.insert(*field, now.clone()),
                    None => self.fields.remove(field),
                };
                let changed = Changed {
                    field: *field,
                    was: was.unwrap_or_default(),
                    at: recorded,
                    who,
                    because: because.clone(),
                };
                remember(&mut self.changes, changed);
            }
            _ => {}
        }
        rewrite(&mut self.history, recorded, who, fact);
        let line = |on, what| Happening {
            seq,
            recorded,
            who,
            on,
            what,
            earlier: Vec::new(),
        };
        if let Fact::MovedHere { words, .. } = fact {
            self.history.push(Happening {
                recorded: words.recorded,
                who: words.who,
                earlier: words.earlier.clone(),
                ..line(words.written.on(), What::of(&words.written))
            });
        }
        if let Some((on, what)) = told(fact, store_date(recorded)) {
            self.history.push(line(on, what));
        }
    }

    /// A contact or note of this case.
    pub fn words(&self, id: ContactId) -> Option<Words> {
        let mut lines = self.history.iter();
        lines
            .find(|line| line.written_id() == Some(id))
            .and_then(Happening::words)
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

    /// Counts the contacts anew.
    pub fn tally(&self) -> Tally {
        Tally::of(self.contacts().map(|(_, contact)| contact))
    }

    /// Counts the contacts anew, leaving one out.
    pub fn tally_without(&self, left_out: ContactId) -> Tally {
        let contacts = self.contacts().map(|(_, contact)| contact);
        Tally::of(contacts.filter(|contact| contact.id != left_out))
    }

    /// Counts the contacts anew, with one more or with one as it should have been.
    pub fn tally_with(&self, another: &Contact) -> Tally {
        let contacts = self.contacts().map(|(_, contact)| contact);
        let others = contacts.filter(|contact| contact.id != another.id);
        Tally::of(others.chain([another]))
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
        Fact::MovedAway {
            on,
            note,
            undoes: None,
            ..
        } => (
            today,
            What::Moved {
                on,
                note,
                here: false,
            },
        ),
        Fact::MovedHere {
            words,
            undoes: None,
            ..
        } => (
            today,
            What::Moved {
                on: words.written.on(),
                note: words.written.contact().is_none(),
                here: true,
            },
        ),
        _ => return None,
    })
}
