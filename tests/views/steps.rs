//! Steps in the life of a store, and the entries that they become.

use caseload::domain::{
    case::{CaseField, CaseState, FollowUp, NextStep},
    client::ClientField,
    contact::{Contact, Tally},
    fact::{About, Entry, Fact},
    ids::{CaseId, ClientId, ContactId, ImportId, PracticeId, ServiceId, StaffId},
    people::{Practice, Staff},
    record::What,
    service::Service,
    terms::{ContactKind, FinderReach, Outcome, Role, With},
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use proptest::prelude::*;

use super::{model::Model, parts, right, store::CLIENTS};

/// What is to happen; numbers pick among what is there.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Staff(u8),
    Practice(u8),
    Service(u8),
    DropService(u8),
    Account(u8, bool),
    Client,
    Case(u8),
    SetClient(u8, Option<u16>),
    SetCase(u8, Option<u16>),
    Move(u8, u8),
    Assign(u8, u8),
    Close(u8),
    Next(u8, u8),
    Contact(u8, u16),
    Note(u8, u16),
    Part(u8, u8, Option<u16>),
    /// Withdraws a contact or a note.
    Withdraw(u8, u16),
    /// Words put right, or the earlier ones back.
    Amend(u8, u16, bool),
    MoveWords(u8, u16, u8, Option<u64>),
    Merge(u8, u8),
    Unmerge(u8),
    WithdrawCase(u8),
    WithdrawClient(u8),
    Import,
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => any::<u8>().prop_map(Step::Staff),
        1 => any::<u8>().prop_map(Step::Practice),
        1 => any::<u8>().prop_map(Step::Service),
        1 => any::<u8>().prop_map(Step::DropService),
        1 => any::<(u8, bool)>().prop_map(|(uid, on)| Step::Account(uid, on)),
        4 => Just(Step::Client),
        4 => any::<u8>().prop_map(Step::Case),
        3 => any::<(u8, Option<u16>)>().prop_map(|(at, text)| Step::SetClient(at, text)),
        3 => any::<(u8, Option<u16>)>().prop_map(|(at, text)| Step::SetCase(at, text)),
        1 => any::<(u8, u8)>().prop_map(|(at, to)| Step::Move(at, to)),
        2 => any::<(u8, u8)>().prop_map(|(at, to)| Step::Assign(at, to)),
        1 => any::<u8>().prop_map(Step::Close),
        3 => any::<(u8, u8)>().prop_map(|(at, days)| Step::Next(at, days)),
        12 => (any::<u8>(), 0..1500_u16).prop_map(|(at, length)| Step::Contact(at, length)),
        4 => (any::<u8>(), 0..1500_u16).prop_map(|(at, length)| Step::Note(at, length)),
        5 => any::<(u8, u8, Option<u16>)>().prop_map(|(at, which, text)| Step::Part(at, which, text)),
        3 => any::<(u8, u16)>().prop_map(|(at, which)| Step::Withdraw(at, which)),
        3 => any::<(u8, u16, bool)>().prop_map(|(at, which, back)| Step::Amend(at, which, back)),
        3 => (any::<(u8, u16, u8)>(), prop::option::of(1..120_u64))
            .prop_map(|((at, which, to), undoes)| Step::MoveWords(at, which % 9000, to, undoes)),
        2 => any::<(u8, u8)>().prop_map(|(kept, gone)| Step::Merge(kept, gone)),
        1 => any::<u8>().prop_map(Step::Unmerge),
        1 => any::<u8>().prop_map(Step::WithdrawCase),
        1 => any::<u8>().prop_map(Step::WithdrawClient),
        1 => Just(Step::Import),
    ]
}

/// The entries of some steps. Steps for which there is nothing to work on become nothing.
pub(crate) fn entries(steps: &[Step]) -> Vec<Entry> {
    let mut model = Model::default();
    let mut entries = Vec::new();
    for step in steps {
        if let Some(facts) = facts(&model, step) {
            let entry = entry(entries.len() as u64 + 1, facts);
            model.apply(&entry);
            entries.push(entry);
        }
    }
    entries
}

pub(crate) fn entry(seq: u64, facts: Vec<(About, Fact)>) -> Entry {
    Entry {
        seq,
        recorded: moment(seq),
        who: StaffId((seq % 3) as u32),
        facts,
    }
}

pub(crate) fn moment(seq: u64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_770_000_000 + 60 * seq as i64, 0).unwrap()
}

pub(crate) fn day(offset: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap() + Days::new(u64::from(offset))
}

fn facts(model: &Model, step: &Step) -> Option<Vec<(About, Fact)>> {
    small_tables(step).or_else(|| match step {
        Step::Client => new_client(model),
        Step::Case(at) => new_case(model, *at),
        Step::SetClient(at, text) => set_client(model, *at, *text),
        Step::Move(at, to) => move_client(model, *at, *to),
        Step::Part(at, which, text) => parts::set(model, *at, *which, *text).map(|set| vec![set]),
        Step::WithdrawClient(at) => withdraw_client(model, *at),
        Step::Amend(at, which, back) => right::amend(model, *at, *which, *back),
        Step::MoveWords(at, which, to, undoes) => {
            right::move_words(model, *at, *which, *to, *undoes)
        }
        Step::Merge(kept, gone) => right::merge(model, *kept, *gone),
        Step::Unmerge(at) => right::unmerge(model, *at),
        Step::Import => Some(vec![(
            About::Rest,
            Fact::ImportBegan {
                import: ImportId(model.heads.directory.next.import.max(1)),
                rows: 0,
            },
        )]),
        _ => case_facts(model, step),
    })
}

fn small_tables(step: &Step) -> Option<Vec<(About, Fact)>> {
    let fact = match step {
        Step::Staff(n) => Fact::StaffAdded(Staff {
            id: StaffId(u32::from(n % 5)),
            handle: format!("worker{n}"),
            name: format!("Amira Khan{n}"),
            role: Role::LinkWorker,
            practices: vec![PracticeId(1)],
            supervisor: None,
            active: true,
            away: None,
            fte: None,
        }),
        Step::Practice(n) => Fact::PracticeAdded(Practice {
            id: PracticeId(u32::from(n % 4)),
            ods: format!("Y{n:05}"),
            name: "Elm Surgery".to_owned(),
            short: "Elm".to_owned(),
            reach: FinderReach::Own,
            active: true,
        }),
        Step::Service(n) => Fact::ServiceAdded(Box::new(service(*n))),
        Step::DropService(n) => Fact::ServiceWithdrawn(Box::new(service(*n))),
        Step::Account(uid, true) => Fact::AccountMapped {
            staff: StaffId(1),
            uid: u32::from(uid % 3),
        },
        Step::Account(uid, false) => Fact::AccountUnmapped {
            staff: StaffId(1),
            uid: u32::from(uid % 3),
        },
        _ => return None,
    };
    Some(vec![(About::Rest, fact)])
}

fn service(n: u8) -> Service {
    Service {
        id: ServiceId(u32::from(n % 6)),
        name: "Walking group".to_owned(),
        offers: "x".repeat(usize::from(n)),
        ..Service::default()
    }
}

fn new_client(model: &Model) -> Option<Vec<(About, Fact)>> {
    let client = ClientId(model.heads.directory.next.client.max(1));
    let fact = Fact::ClientAdded {
        client,
        practice: PracticeId(1),
        fields: [(ClientField::Given, format!("Peg{}", client.0))].into(),
    };
    (client.0 <= CLIENTS).then(|| vec![(About::Client(client), fact)])
}

fn new_case(model: &Model, at: u8) -> Option<Vec<(About, Fact)>> {
    let client = pick(model.clients.keys(), at)?;
    let fact = Fact::CaseOpened {
        case: CaseId(model.heads.directory.next.case.max(1)),
        client: *client,
        practice: PracticeId(1),
        worker: Some(StaffId(1)),
        referred_on: day(0),
        fields: [(CaseField::ReferredBy, "Dr Rao".to_owned())].into(),
    };
    Some(vec![(About::Client(*client), fact)])
}

fn set_client(model: &Model, at: u8, text: Option<u16>) -> Option<Vec<(About, Fact)>> {
    let client = *pick(model.clients.keys(), at)?;
    let fields = [ClientField::Family, ClientField::Alert, ClientField::Phone];
    let fact = Fact::ClientSet {
        client,
        field: fields[usize::from(at) % 3],
        was: None,
        now: text.map(|number| number.to_string()),
        because: String::new(),
    };
    Some(vec![(About::Client(client), fact)])
}

fn move_client(model: &Model, at: u8, to: u8) -> Option<Vec<(About, Fact)>> {
    let client = *pick(model.clients.keys(), at)?;
    let fact = Fact::ClientMovedPractice {
        client,
        was: PracticeId(1),
        now: PracticeId(u32::from(to)),
    };
    Some(vec![(About::Client(client), fact)])
}

/// As undo withdraws a client: the cases first, in the same entry.
fn withdraw_client(model: &Model, at: u8) -> Option<Vec<(About, Fact)>> {
    let client = *pick(model.clients.keys(), at)?;
    let about = About::Client(client);
    let own = model.heads.own_client(client)?;
    // A record that was joined with another is parted from it first.
    let free = own.merged.is_none() && own.records.is_empty();
    let cases = free.then_some(&own.cases)?.iter();
    let mut facts: Vec<_> = cases
        .map(|case| (about, Fact::CaseWithdrawn { case: *case }))
        .collect();
    facts.push((about, Fact::ClientWithdrawn { client }));
    Some(facts)
}

fn case_facts(model: &Model, step: &Step) -> Option<Vec<(About, Fact)>> {
    let (Step::SetCase(at, _)
    | Step::Assign(at, _)
    | Step::Close(at)
    | Step::Next(at, _)
    | Step::Contact(at, _)
    | Step::Note(at, _)
    | Step::Withdraw(at, _)
    | Step::WithdrawCase(at)) = step
    else {
        return None;
    };
    let case = *pick(model.cases.keys(), *at)?;
    let client = model.heads.case(case)?.client;
    let id = ContactId(model.heads.directory.next.contact.max(1));
    let fact = match step {
        Step::SetCase(_, text) => Fact::CaseSet {
            case,
            field: CaseField::Matters,
            was: None,
            now: text.map(|number| number.to_string()),
            because: String::new(),
        },
        Step::Assign(_, to) => Fact::CaseAssigned {
            case,
            was: None,
            now: (*to % 3 > 0).then(|| StaffId(u32::from(to % 3))),
        },
        Step::Close(_) => Fact::CaseStateChanged {
            case,
            was: CaseState::Received,
            now: CaseState::Declined {
                because: "not now".to_owned(),
            },
            on: day(3),
        },
        Step::Next(_, days) => Fact::NextStepSet {
            case,
            was: NextStep::Missing,
            now: NextStep::Due(follow_up(*days)),
        },
        Step::Contact(_, length) => contact(case, id, usize::from(*length)),
        Step::Note(_, length) => Fact::NoteAdded {
            case,
            note: id,
            on: day(1),
            text: "n".repeat(usize::from(*length)),
        },
        Step::Withdraw(_, which) => withdrawal(model, case, usize::from(*which))?,
        _ => Fact::CaseWithdrawn { case },
    };
    Some(vec![(About::Client(client), fact)])
}

fn follow_up(days: u8) -> FollowUp {
    FollowUp {
        on: day(u32::from(days)),
        at: None,
        kind: ContactKind::Phone,
        what: "ring about the lift".to_owned(),
        moved: 0,
    }
}

pub(crate) fn contact(case: CaseId, id: ContactId, length: usize) -> Fact {
    let contact = Contact {
        id,
        kind: ContactKind::Phone,
        with: With::Person,
        outcome: Outcome::Spoke,
        on: day(id.0 % 90),
        minutes: 20,
        note: "o".repeat(length),
        we_promised: String::new(),
        they_said: String::new(),
    };
    Fact::ContactLogged {
        case,
        contact,
        tally: None,
    }
}

fn withdrawal(model: &Model, case: CaseId, which: usize) -> Option<Fact> {
    let history = &model.cases.get(&case)?.history;
    let happening = history.get(which % history.len().max(1))?;
    match &happening.what {
        What::Contact(contact) => Some(Fact::ContactWithdrawn {
            case,
            contact: contact.id,
            tally: Tally::default(),
        }),
        What::Note { id, .. } => Some(Fact::NoteWithdrawn { case, note: *id }),
        _ => None,
    }
}

pub(crate) fn pick<'a, T>(mut of: impl ExactSizeIterator<Item = &'a T>, at: u8) -> Option<&'a T> {
    let count = of.len().max(1);
    of.nth(usize::from(at) % count)
}

/// A plain store: `clients` clients with one case each and `contacts` contacts a case.
pub(crate) fn plain(clients: u32, contacts: u32) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut give = |client, fact| {
        let seq = entries.len() as u64 + 1;
        entries.push(entry(seq, vec![(About::Client(client), fact)]));
    };
    for number in 1..=clients {
        let client = ClientId(number);
        give(
            client,
            Fact::ClientAdded {
                client,
                practice: PracticeId(1),
                fields: [(ClientField::Given, format!("Peg{number}"))].into(),
            },
        );
        give(
            client,
            Fact::CaseOpened {
                case: CaseId(number),
                client,
                practice: PracticeId(1),
                worker: None,
                referred_on: day(0),
                fields: [(CaseField::ReferredBy, "Dr Rao".to_owned())].into(),
            },
        );
    }
    for round in 0..contacts {
        for number in 1..=clients {
            let id = ContactId(round * clients + number);
            give(ClientId(number), contact(CaseId(number), id, 90));
        }
    }
    entries
}
