//! A client's card made from the heads and the full records.

use chrono::{Datelike, NaiveDate};

use crate::{
    domain::{
        access::{Asker, Right},
        case::CaseFields,
        client::ClientField,
        contact::Contact,
        heads::{CaseHead, ClientHead, Heads},
        ids::{CaseId, ClientId},
        part::{Kept, Part},
        record::{CaseRecord, ClientRecord, EarlierPart},
        todo::Owner,
        zone::store_date,
    },
    readmodel::{scope, words},
};

use super::{
    CaseCard, CaseLine, ClientCard, EarlierPartRow, OtherRecord, Promise, ReviewLines, ToDoLine,
    history::{self, how},
    parts, tries,
};

/// The card of one client for `asker`, with the cases that are in reach. `shown` is the case to
/// show; without one, or where it is out of reach, the newest open case, else the newest.
///
/// The caller has checked that the client is in reach.
pub fn build(
    heads: &Heads,
    asker: Asker,
    today: NaiveDate,
    record: &ClientRecord,
    cases: &[CaseRecord],
    shown: Option<CaseId>,
) -> ClientCard {
    let head = heads.client(record.client).cloned().unwrap_or_default();
    let newest_first: Vec<&CaseHead> = head
        .cases
        .iter()
        .rev()
        .filter_map(|case| heads.case(*case))
        .filter(|case| scope::in_reach(heads, asker, case))
        .collect();
    let asked_for = newest_first.iter().find(|case| Some(case.case) == shown);
    let open = newest_first.iter().find(|case| case.state.is_open());
    let case = asked_for.or(open).or(newest_first.first());
    let until = record.date(ClientField::DiedOn).unwrap_or(today);
    ClientCard {
        client_id: record.client,
        client: head.name(),
        known_as: head.known_as.clone(),
        born: head.born,
        age: head.born.and_then(|born| age(born, until)),
        practice_id: head.practice,
        practice: words::practice_name(heads, head.practice).to_owned(),
        fields: record.fields.clone(),
        version: head.touch.seq,
        today,
        cases: newest_first
            .iter()
            .map(|case| line(heads, case, today))
            .collect(),
        case: case.map(|case| CaseCard {
            review: reviewed(heads, case, record),
            ..card(heads, case, cases, today)
        }),
        connections: parts::connected(heads, record, &newest_first, today),
        also: others(heads, record.client),
        todos: todos(heads, asker, &head),
        concerns: head.concerns.len(),
        parts: readable(record, &newest_first),
        earlier: earlier(heads, record, today, |part| !part.is_guarded()),
    }
}

/// The card with the safeguarding concerns in it, for those who may read them; for anybody else it
/// stays as it is. This alone puts them on a card.
#[must_use]
pub fn with_concerns(
    mut card: ClientCard,
    heads: &Heads,
    asker: Asker,
    record: &ClientRecord,
) -> ClientCard {
    if !asker.may(Right::Safeguard) {
        return card;
    }
    let guarded = record.parts.iter().filter(|kept| kept.part.is_guarded());
    card.parts.extend(guarded.cloned());
    let before = earlier(heads, record, card.today, Part::is_guarded);
    card.earlier.extend(before);
    card
}

fn earlier(
    heads: &Heads,
    record: &ClientRecord,
    today: NaiveDate,
    wanted: impl Fn(&Part) -> bool,
) -> Vec<EarlierPartRow> {
    let row = |earlier: &EarlierPart| EarlierPartRow {
        part: earlier.id,
        was: earlier.was.clone(),
        changed: history::changed_by(heads, (earlier.until, earlier.who), &earlier.because, today),
    };
    let wanted = |earlier: &&EarlierPart| wanted(&earlier.was);
    record.earlier.iter().filter(wanted).map(row).collect()
}

fn todos(heads: &Heads, asker: Asker, head: &ClientHead) -> Vec<ToDoLine> {
    let all = heads.directory.todos.values();
    let mut todos: Vec<ToDoLine> = all
        .filter(|kept| {
            let theirs = kept
                .todo
                .about
                .is_some_and(|case| head.cases.contains(&case));
            theirs && kept.todo.is_open() && asker.reaches_to_do(heads, &kept.todo)
        })
        .map(|kept| ToDoLine {
            id: kept.id,
            what: kept.todo.words(),
            due: kept.todo.due,
            who: match kept.todo.owner {
                Owner::Staff(staff) => words::short_name(heads, staff),
                Owner::Practice(practice) => words::practice_short(heads, practice),
            },
        })
        .collect();
    todos.sort_by_key(|todo| (todo.due.is_none(), todo.due, todo.id));
    todos
}

/// A person's record with the parts of those that were joined with it.
pub fn gathered(mut record: ClientRecord, others: Vec<ClientRecord>) -> ClientRecord {
    for other in others {
        record.parts.extend(other.parts);
        record.earlier.extend(other.earlier);
    }
    record.parts.sort_by_key(|kept| kept.id);
    record.earlier.sort_by_key(|earlier| earlier.until);
    record
}

fn others(heads: &Heads, client: ClientId) -> Vec<OtherRecord> {
    let own = heads.own_client(client);
    let records = own.map_or(&[][..], |own| &own.records);
    let others = records.iter().filter_map(|other| heads.own_client(*other));
    others
        .map(|other| OtherRecord {
            client_id: other.client,
            client: other.name(),
            since: store_date(other.touch.at),
            by: words::short_name(heads, other.touch.who),
        })
        .collect()
}

/// The parts that go with every card: those of cases in reach, and those about the person as such.
/// Safeguarding goes with none.
fn readable(record: &ClientRecord, reach: &[&CaseHead]) -> Vec<Kept> {
    let reaches = |case: CaseId| reach.iter().any(|head| head.case == case);
    let may = |kept: &&Kept| !kept.part.is_guarded() && kept.case.is_none_or(reaches);
    record.parts.iter().filter(may).cloned().collect()
}

/// Whole years; born on 29 February, a birthday falls on 1 March in other years, as in English law.
fn age(born: NaiveDate, on: NaiveDate) -> Option<u32> {
    let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
    let years = on.year() - born.year() - i32::from(!had_birthday);
    u32::try_from(years).ok()
}

fn line(heads: &Heads, case: &CaseHead, today: NaiveDate) -> CaseLine {
    CaseLine {
        case: case.case,
        state: words::state(&case.state, today),
        referred_on: case.referred_on,
        worker: words::handle(heads, case.worker),
    }
}

fn card(heads: &Heads, case: &CaseHead, records: &[CaseRecord], today: NaiveDate) -> CaseCard {
    let record = records.iter().find(|record| record.case == case.case);
    let worker = case.worker.and_then(|worker| heads.staff(worker));
    CaseCard {
        case: case.case,
        version: case.touch.seq,
        worker_id: case.worker,
        worker: worker.map_or_else(String::new, |staff| staff.name.clone()),
        state: case.state.clone(),
        state_since: case.state_since,
        referred_on: case.referred_on,
        open_days: words::open_days(case, today),
        asked: case.asked.to_string(),
        fields: record.map_or_else(CaseFields::new, |record| record.fields.clone()),
        next: case.next.clone(),
        late_days: words::late_days(case, today),
        tally: case.tally,
        review: ReviewLines::default(),
        tried: record.map_or_else(Vec::new, tries::tried),
        promised: record.and_then(|record| promise(record, today)),
        history: record.map_or_else(Vec::new, |record| history::rows(heads, case, record, today)),
    }
}

/// What the reviews say of a case.
fn reviewed(heads: &Heads, case: &CaseHead, record: &ClientRecord) -> ReviewLines {
    let talked = heads.directory.last_discussed(case.case, None);
    let brought = case.brought.as_ref();
    let brought = brought.filter(|brought| talked.is_none_or(|talked| talked < brought.at));
    let by = brought.and_then(|brought| heads.staff(brought.by));
    let latest = case.decided().map(|one| one.part);
    let kept = latest.and_then(|part| record.part(part));
    ReviewLines {
        brought: brought.map_or_else(String::new, |brought| brought.why.to_string()),
        brought_by: by.map_or_else(String::new, |staff| staff.given_name().to_owned()),
        talked_on: talked.map(store_date),
        decided: kept.and_then(|kept| match &kept.part {
            Part::Decision(one) => Some(one.clone()),
            _ => None,
        }),
    }
}

/// When the person was last spoken to, and what was promised the last time that anything was: a
/// promise stands until another takes its place, with its day where that was not the last time. A
/// conversation with a carer or a service promises nothing to the person.
fn promise(record: &CaseRecord, today: NaiveDate) -> Option<Promise> {
    let mut spoke: Vec<(u64, &Contact)> = record
        .contacts()
        .filter(|(_, contact)| contact.spoke_with_person())
        .map(|(happening, contact)| (happening.seq, contact))
        .collect();
    spoke.sort_by_key(|(seq, contact)| (contact.on, *seq));
    let (_, last) = *spoke.last()?;
    let latest = |said: fn(&Contact) -> &str| -> String {
        let found = spoke
            .iter()
            .rev()
            .find(|(_, contact)| !said(contact).is_empty());
        match found {
            Some((_, contact)) if contact.on == last.on => said(contact).to_owned(),
            Some((_, contact)) => {
                format!("{} ({})", said(contact), words::day(contact.on, today))
            }
            None => String::new(),
        }
    };
    Some(Promise {
        on: last.on,
        how: how(last),
        we_promised: latest(|contact| &contact.we_promised),
        they_said: latest(|contact| &contact.they_said),
    })
}
