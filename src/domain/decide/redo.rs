//! Redo: what was undone last, brought back by facts that set it again.
//!
//! Refused where something of it has changed since it was undone, saying who and when.

use crate::domain::{
    access::Right,
    client::ClientField,
    contact::Tally,
    fact::{About, Entry, Fact},
    heads::{CaseHead, Touch},
    ids::{CaseId, ClientId, ContactId},
    refusal::Refusal,
    written::{Words, Written},
};

use super::{
    Decision, Desk, contact::count_of, edit, review, service, supervision, told, undo::guarded,
    work,
};

/// Brings back what the asker undid last.
pub(super) fn latest(desk: &Desk) -> Result<Decision, Refusal> {
    desk.asker.need(Right::Work)?;
    let lately = desk.heads.directory.lately.get(&desk.asker.staff.id);
    let seq = lately
        .and_then(|lately| lately.undone.last())
        .ok_or(Refusal::NothingToRedo)?;
    let entry = desk.shelf.entry(*seq).ok_or(Refusal::NothingToRedo)?;
    let again = Again {
        desk,
        entry: &entry,
    };
    let mut decision = Decision::default();
    for (about, fact) in &entry.facts {
        if let About::Client(client) = about {
            decision.client = Some(*client);
        }
        decision.case = fact.case().or(decision.case);
        guarded(desk, fact)?;
        again.is_as_undone(fact)?;
        let fact = again.fact(fact).map(|fact| (*about, fact));
        decision.facts.extend(fact);
    }
    decision.said = told::sentence("Brought back", desk.heads, &entry);
    decision.client_fact(Fact::Redone { entry: *seq });
    Ok(decision)
}

/// An entry that is to be done once more.
struct Again<'a> {
    desk: &'a Desk<'a>,
    entry: &'a Entry,
}

impl Again<'_> {
    /// Whether everything stands as undo left it. What the entry itself brings back stands so.
    fn is_as_undone(&self, fact: &Fact) -> Result<(), Refusal> {
        if let Some(case) = fact.case() {
            return match self.desk.heads.case(case) {
                Some(head) => self.case_is_as_undone(head, fact),
                None if self.opens(case) => self.comes_back(fact),
                None => Err(gone("case", case)),
            };
        }
        match fact {
            Fact::ClientAdded { client, fields, .. } => {
                let number = fields.get(&ClientField::NhsNumber);
                edit::nhs_is_free(self.desk, *client, number.map(String::as_str))
            }
            Fact::ClientSet { client, .. }
            | Fact::ClientMovedPractice { client, .. }
            | Fact::PartSet { client, .. } => self.client_is_as_undone(*client, fact),
            fact if fact.is_of_work() => match work::overtaken(self.desk, fact, true) {
                Some(touch) => Err(overtaken(self.desk, touch)),
                None => Ok(()),
            },
            fact if fact.is_of_services() => match service::changed(self.desk, fact) {
                Some(touch) => Err(overtaken(self.desk, touch)),
                None => Ok(()),
            },
            fact if fact.is_of_review() => {
                let beside = &self.entry.facts;
                let as_undone = review::changed_since_undo(self.desk, fact, beside);
                as_undone.map_err(|touch| overtaken(self.desk, touch))
            }
            Fact::SupervisionNoteSet { note, was, .. } => {
                match supervision::stands_otherwise(self.desk, *note, was.as_deref()) {
                    Some(touch) => Err(overtaken(self.desk, touch)),
                    None => Ok(()),
                }
            }
            Fact::ClientsMerged { kept, gone } => self.merge_is_as_undone(*kept, *gone, true),
            Fact::ClientsUnmerged { kept, gone } => {
                let beside = &self.entry.facts;
                edit::number_is_still_theirs(self.desk, beside, *kept, *gone)?;
                self.merge_is_as_undone(*kept, *gone, false)
            }
            _ => Ok(()),
        }
    }

    fn opens(&self, case: CaseId) -> bool {
        let opens = |fact: &Fact| matches!(fact, Fact::CaseOpened { case: of, .. } if *of == case);
        self.entry.facts.iter().any(|(_, fact)| opens(fact))
    }

    fn parts(&self, client: ClientId) -> bool {
        let parts =
            |fact: &Fact| matches!(fact, Fact::ClientsUnmerged { gone, .. } if *gone == client);
        self.entry.facts.iter().any(|(_, fact)| parts(fact))
    }

    fn adds(&self, client: ClientId) -> bool {
        let adds =
            |fact: &Fact| matches!(fact, Fact::ClientAdded { client: of, .. } if *of == client);
        self.entry.facts.iter().any(|(_, fact)| adds(fact))
    }

    /// A case that comes back needs its person.
    fn comes_back(&self, fact: &Fact) -> Result<(), Refusal> {
        match fact {
            Fact::CaseOpened { client, .. }
                if !self.adds(*client) && self.desk.heads.own_client(*client).is_none() =>
            {
                Err(gone("client", *client))
            }
            _ => Ok(()),
        }
    }

    fn case_is_as_undone(&self, head: &CaseHead, fact: &Fact) -> Result<(), Refusal> {
        let desk = self.desk;
        if !desk.asker.reaches_case(desk.heads, head) {
            return Err(overtaken(desk, head.touch));
        }
        let record = || desk.shelf.case(head.case).unwrap_or_default();
        let same = match fact {
            Fact::CaseOpened { .. } => false,
            Fact::CaseSet { field, was, .. } => record().fields.get(field) == was.as_ref(),
            Fact::CaseAssigned { was, now, .. } => {
                if let Some(worker) = now {
                    super::hands::worker_name(desk, *worker)?;
                }
                head.worker == *was
            }
            Fact::CaseStateChanged { was, .. } => head.state == *was,
            Fact::NextStepSet { was, .. } => head.next == *was,
            Fact::ContactLogged { contact, .. } => record().words(contact.id).is_none(),
            Fact::NoteAdded { note, .. } => record().words(*note).is_none(),
            Fact::Amended { was, .. } => {
                let words = record().words(was.id());
                words.is_some_and(|words| words.written == **was)
            }
            Fact::MovedAway { id, .. } => {
                let words = record().words(*id).map(|words| words.written);
                words.as_ref() == self.written_moved()
            }
            Fact::MovedHere { words, .. } => record().words(words.written.id()).is_none(),
            Fact::PartSet { client, .. } => return self.client_is_as_undone(*client, fact),
            _ => true,
        };
        if same {
            Ok(())
        } else {
            Err(overtaken(desk, head.touch))
        }
    }

    fn written_moved(&self) -> Option<&Written> {
        self.entry.facts.iter().find_map(|(_, fact)| match fact {
            Fact::MovedHere { words, .. } => Some(&words.written),
            _ => None,
        })
    }

    /// The words that are moved, as they stand now where they are taken from: what they were before
    /// may have been undone and brought back meanwhile.
    fn words_to_move(&self) -> Option<Words> {
        self.entry.facts.iter().find_map(|(_, fact)| match fact {
            Fact::MovedAway { case, id, .. } => self.desk.shelf.case(*case)?.words(*id),
            _ => None,
        })
    }

    fn client_is_as_undone(&self, client: ClientId, fact: &Fact) -> Result<(), Refusal> {
        if self.adds(client) {
            return Ok(());
        }
        let desk = self.desk;
        let head = desk.client_in_reach(client)?;
        if head.client != client && !matches!(fact, Fact::PartSet { .. }) && !self.parts(client) {
            // Since it was joined with another, the other's fields are the person's.
            return Err(overtaken(desk, head.touch));
        }
        let record = desk.shelf.client(client).unwrap_or_default();
        let mut touch = head.touch;
        let same = match fact {
            Fact::ClientSet {
                field, was, now, ..
            } => {
                if *field == ClientField::NhsNumber {
                    edit::nhs_fits(desk, self.entry, head.client, now.as_deref())?;
                }
                record.fields.get(field) == was.as_ref()
            }
            Fact::ClientMovedPractice { was, .. } => head.practice == *was,
            Fact::PartSet { part, was, .. } => {
                let kept = record.part(*part);
                if let Some(kept) = kept {
                    touch = Touch {
                        seq: kept.seq,
                        who: kept.who,
                        at: kept.at,
                    };
                }
                kept.map(|kept| &kept.part) == was.as_ref()
            }
            _ => true,
        };
        if same {
            Ok(())
        } else {
            Err(overtaken(desk, touch))
        }
    }

    fn merge_is_as_undone(
        &self,
        kept: ClientId,
        gone: ClientId,
        together: bool,
    ) -> Result<(), Refusal> {
        let desk = self.desk;
        let heads = desk.heads;
        let (Some(into), Some(own)) = (heads.own_client(kept), heads.own_client(gone)) else {
            return Err(self::gone("client", gone));
        };
        // One that has been joined with a third since is parted from that first.
        let leads = own.merged.is_some_and(|merged| merged.into == kept) && into.merged.is_none();
        let free = own.merged.is_none() && into.merged.is_none();
        if (together && free) || (!together && leads) {
            Ok(())
        } else {
            Err(overtaken(desk, own.touch.max(into.touch)))
        }
    }

    fn count(&self, case: CaseId, written: &Written) -> Tally {
        let head = self.desk.heads.case(case);
        head.map_or_else(Tally::default, |head| count_of(self.desk, head, written))
    }

    fn count_without(&self, case: CaseId, id: ContactId, note: bool) -> Tally {
        match self.desk.heads.case(case) {
            Some(head) if note => head.tally,
            _ => {
                let record = self.desk.shelf.case(case).unwrap_or_default();
                record.tally_without(id)
            }
        }
    }

    /// What does a fact once more.
    fn fact(&self, fact: &Fact) -> Option<Fact> {
        let desk = self.desk;
        Some(match fact.clone() {
            Fact::CaseOpened {
                case,
                client,
                practice,
                worker,
                referred_on,
                fields,
            } => Fact::CaseOpened {
                // The person may have moved to another practice meanwhile, and their cases with them.
                practice: desk
                    .heads
                    .client(client)
                    .map_or(practice, |head| head.practice),
                case,
                client,
                worker,
                referred_on,
                fields,
            },
            Fact::ContactLogged { case, contact, .. } => Fact::ContactLogged {
                // Others may have been logged since, so that it is not simply one more.
                tally: Some(self.count(case, &Written::Contact(contact.clone()))),
                case,
                contact,
            },
            Fact::Redone { .. } | Fact::Undone { .. } => return None,
            Fact::Amended {
                case,
                was,
                now,
                because,
                ..
            } => Fact::Amended {
                tally: self.count(case, &now),
                case,
                was,
                now,
                because,
            },
            Fact::MovedAway {
                case, id, on, note, ..
            } => Fact::MovedAway {
                tally: self.count_without(case, id, note),
                case,
                id,
                on,
                note,
                undoes: None,
            },
            Fact::MovedHere { case, words, .. } => Fact::MovedHere {
                tally: self.count(case, &words.written),
                case,
                words: self.words_to_move().map_or(words, Box::new),
                undoes: None,
            },
            other => other,
        })
    }
}

fn overtaken(desk: &Desk, touch: Touch) -> Refusal {
    Refusal::RedoOvertaken {
        who: desk.heads.staff_name(touch.who).to_owned(),
        at: desk.when(touch.at),
    }
}

fn gone(what: &str, id: impl ToString) -> Refusal {
    Refusal::NotFound {
        what: what.to_owned(),
        id: id.to_string(),
    }
}
