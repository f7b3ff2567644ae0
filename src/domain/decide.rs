//! Intent to facts, or a refusal. Every rule about what may become true is in here.
//!
//! Given are the heads (the last durable state), the asker, the time, and the few full records that
//! a rule needs. Ids and times are given here, never by a session.

mod amend;
mod contact;
mod edit;
pub mod feed;
mod hands;
mod merge;
mod part;
mod redo;
mod referral;
mod review;
mod service;
mod setup;
mod state;
mod supervision;
mod together;
mod told;
mod undo;
mod with_service;
mod work;

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    access::{Asker, Right},
    client::ClientFields,
    fact::{About, Entry, Fact},
    heads::{CaseHead, ClientHead, Counters, Heads, Touch},
    ids::{CaseId, ClientId, ContactId, PracticeId},
    intent::Intent,
    record::{CaseRecord, ClientRecord},
    refusal::Refusal,
    zone::store_time,
};

/// Where full records and earlier entries are looked up; the hub answers from views and journal.
pub trait Shelf {
    fn client(&self, client: ClientId) -> Option<ClientRecord>;
    fn case(&self, case: CaseId) -> Option<CaseRecord>;
    fn entry(&self, seq: u64) -> Option<Entry>;
    /// Clients who may be the same person as somebody new at this practice, best first.
    fn similar(&self, fields: &ClientFields, practice: PracticeId) -> Vec<ClientId>;
    /// The client with exactly this NHS number.
    fn with_nhs(&self, digits: &str) -> Option<ClientId>;
}

/// What a decision is made on.
pub struct Desk<'a> {
    pub heads: &'a Heads,
    pub asker: Asker<'a>,
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
    pub shelf: &'a dyn Shelf,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decision {
    pub facts: Vec<(About, Fact)>,
    pub client: Option<ClientId>,
    pub case: Option<CaseId>,
    /// One line for the person who asked.
    pub said: String,
}

/// Decides one intent. `ids` are the next free ids, raised as they are given out.
///
/// # Errors
/// A refusal; nothing was given out that matters.
pub fn decide(desk: &Desk, ids: &mut Counters, intent: Intent) -> Result<Decision, Refusal> {
    match intent {
        Intent::OpenCase {
            referred,
            worker,
            fields,
            next,
        } => referral::open_case(desk, ids, referred, worker, fields, next),
        Intent::EditClient {
            client,
            version,
            set,
            because,
        } => edit::client(desk, client, version, set, &because),
        Intent::MovePractice {
            client,
            version,
            practice,
        } => edit::practice(desk, client, version, practice),
        Intent::EditCase {
            case,
            version,
            set,
            because,
        } => edit::case(desk, case, version, set, &because),
        Intent::LogContact {
            case,
            version,
            contact,
            next,
        } => contact::log(desk, ids, case, version, contact, next),
        Intent::AddNote { case, text } => contact::note(desk, ids, case, &text),
        Intent::SetNextStep {
            case,
            version,
            next,
        } => contact::set_next_step(desk, case, version, next),
        Intent::SetState {
            case,
            version,
            state,
        } => state::set(desk, case, version, state),
        Intent::Assign {
            case,
            version,
            to,
            note,
        } => hands::assign(desk, ids, case, version, to, &note),
        Intent::SetAway { staff, away } => hands::away(desk, staff, away),
        Intent::AddService(typed) => service::add(desk, ids, *typed),
        Intent::EditService {
            service,
            version,
            to,
        } => service::edit(desk, ids, service, version, *to),
        Intent::SetParts {
            client,
            changes,
            because,
        } => part::set(desk, ids, client, changes, &because),
        Intent::Review(step) => review::step(desk, ids, step),
        Intent::Supervise(asked) => supervision::decide(desk, ids, asked),
        other => several(desk, ids, other),
    }
}

/// Intents about several people at once.
fn several(desk: &Desk, ids: &mut Counters, intent: Intent) -> Result<Decision, Refusal> {
    match intent {
        Intent::LogWithService(log) => with_service::log(desk, ids, log),
        Intent::MoveSteps { cases, on } => together::move_steps(desk, &cases, on),
        Intent::AssignAll { cases, to, note } => together::assign_all(desk, ids, &cases, to, &note),
        other => put_right(desk, ids, other),
    }
}

/// Intents about the work of the people here, those that put something right, and those that set
/// up the store.
fn put_right(desk: &Desk, ids: &mut Counters, intent: Intent) -> Result<Decision, Refusal> {
    match intent {
        Intent::Amend {
            case,
            version,
            now,
            because,
        } => amend::amend(desk, case, version, now, &because),
        Intent::MoveWords {
            case,
            version,
            id,
            to,
        } => amend::move_words(desk, case, version, id, to),
        Intent::Merge(asked) => merge::merge(desk, &asked),
        Intent::Unmerge { gone } => merge::unmerge(desk, gone),
        Intent::SetToDo(change) => work::set_to_do(desk, ids, *change),
        Intent::AttachCall {
            todo,
            version,
            case,
        } => work::attach(desk, ids, todo, version, case),
        Intent::SetTime { week, minutes } => work::set_time(desk, week, minutes),
        Intent::Undo => undo::latest(desk),
        Intent::Redo => redo::latest(desk),
        setup => {
            desk.asker.need(Right::Administer)?;
            setup::decide(desk, ids, setup)
        }
    }
}

pub use told::{Told, told};
pub use undo::undo_import;
pub use work::monday;

impl<'a> Desk<'a> {
    /// A case that the asker may work on, unchanged since `version`.
    fn case_to_change(&self, case: CaseId, version: u64) -> Result<&'a CaseHead, Refusal> {
        let head = self.asker.case(self.heads, case)?;
        self.asker.need(Right::Work)?;
        self.unchanged(head.touch, version)?;
        Ok(head)
    }

    /// A client in reach, unchanged since `version`.
    fn client_to_change(&self, client: ClientId, version: u64) -> Result<&'a ClientHead, Refusal> {
        let head = self.client_in_reach(client)?;
        self.asker.need(Right::Work)?;
        self.unchanged(head.touch, version)?;
        Ok(head)
    }

    /// All records that are kept of a person.
    fn records(&self, client: ClientId) -> Vec<ClientRecord> {
        let records = self.heads.records_of(client);
        records
            .into_iter()
            .filter_map(|record| self.shelf.client(record))
            .collect()
    }

    fn client_in_reach(&self, client: ClientId) -> Result<&'a ClientHead, Refusal> {
        self.heads
            .client(client)
            .filter(|head| self.asker.reaches_client(self.heads, head))
            .ok_or_else(|| Refusal::NotFound {
                what: "client".to_owned(),
                id: client.to_string(),
            })
    }

    fn unchanged(&self, touch: Touch, version: u64) -> Result<(), Refusal> {
        if touch.seq == version {
            return Ok(());
        }
        Err(Refusal::ChangedMeanwhile {
            who: self.heads.staff_name(touch.who).to_owned(),
            at: self.when(touch.at),
        })
    }

    /// "10:41", or with the day where it was not today.
    fn when(&self, at: DateTime<Utc>) -> String {
        let local = store_time(at);
        if local.date() == self.today {
            local.format("%H:%M").to_string()
        } else {
            local.format("%H:%M on %-d %b").to_string()
        }
    }
}

impl Decision {
    fn about_case(case: &CaseHead) -> Decision {
        Decision {
            client: Some(case.client),
            case: Some(case.case),
            ..Decision::default()
        }
    }

    fn client_fact(&mut self, fact: Fact) {
        let about = self.client.map_or(About::Rest, About::Client);
        self.facts.push((about, fact));
    }
}

/// Gives out the next id of a kind.
fn next(counter: &mut u32) -> u32 {
    // Ids start at 1, so that 0 can stand for the program or for nothing.
    let id = (*counter).max(1);
    *counter = id.saturating_add(1);
    id
}

fn next_contact(ids: &mut Counters) -> ContactId {
    ContactId(next(&mut ids.contact))
}
