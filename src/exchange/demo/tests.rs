//! What is promised of every demonstration, whatever its size, seed and day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    case::{CaseField, CaseState, NextStep},
    client::{ClientField, ClientFields},
    connection::passes_on,
    fact::{Entry, Fact},
    fields::{case_field, client_field},
    heads::{CaseHead, Heads},
    ids::{CaseId, PartId},
    measure::table,
    nhs::NhsNumber,
    part::Part,
    terms::{Role, Stage},
    zone::store_date,
};

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn demo(clients: u32) -> Demo {
    Demo {
        clients,
        ..Demo::on(monday())
    }
}

fn entries(demo: &Demo) -> Vec<Entry> {
    demo.entries().unwrap().collect()
}

fn folded(entries: &[Entry]) -> Heads {
    let mut heads = Heads::default();
    for entry in entries {
        heads.apply(entry);
    }
    heads
}

/// FNV-1a over the JSON of every entry: small, and the same everywhere.
fn hash(entries: &[Entry]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for entry in entries {
        let facts: Vec<&Fact> = entry.facts.iter().map(|(_, fact)| fact).collect();
        let line = format!(
            "{} {} {} {}\n",
            entry.seq,
            entry.recorded.timestamp(),
            entry.who,
            serde_json::to_string(&facts).unwrap()
        );
        for byte in line.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

/// Checks the whole of a demonstration against the rules of the domain, entry by entry.
fn check(demo: &Demo) -> Heads {
    let entries = entries(demo);
    let mut heads = Heads::default();
    let mut contacts = BTreeSet::new();
    let mut last = None;
    for entry in &entries {
        assert!(
            Some(entry.recorded) >= last,
            "entry {} goes back in time",
            entry.seq
        );
        assert_eq!(entry.seq, heads.seq + 1);
        assert!(!entry.facts.is_empty(), "entry {} says nothing", entry.seq);
        last = Some(entry.recorded);
        let day = store_date(entry.recorded);
        assert!(day < demo.today, "entry {} of {day} is not past", entry.seq);
        check_moves(entry);
        for (about, fact) in &entry.facts {
            check_fact(demo, &heads, day, fact, &mut contacts);
            heads.apply(&Entry {
                facts: vec![(*about, fact.clone())],
                ..entry.clone()
            });
        }
    }
    heads
}

/// Another day for what nobody answered is a move, and moves are counted.
fn check_moves(entry: &Entry) {
    let answered =
        |fact: &Fact| matches!(fact, Fact::ContactLogged { contact, .. } if contact.answers());
    let answered = entry.facts.iter().any(|(_, fact)| answered(fact));
    for (_, fact) in &entry.facts {
        let Fact::NextStepSet { was, now, .. } = fact else {
            continue;
        };
        let (Some(was), Some(now)) = (was.follow_up(), now.follow_up()) else {
            continue;
        };
        let moves = if answered {
            0
        } else {
            was.moved + u16::from(was.on != now.on)
        };
        assert_eq!(now.moved, moves, "entry {}", entry.seq);
    }
}

fn check_fact(
    demo: &Demo,
    heads: &Heads,
    day: NaiveDate,
    fact: &Fact,
    contacts: &mut BTreeSet<u32>,
) {
    let head = |case| -> &CaseHead { heads.case(case).expect("the case was opened before") };
    match fact {
        Fact::ClientAdded { fields, .. } => check_fields(demo.today, fields),
        Fact::CaseOpened {
            referred_on,
            fields,
            ..
        } => {
            assert!(*referred_on <= day);
            assert_eq!(fields[&CaseField::ReferredOn], referred_on.to_string());
            for (field, value) in fields {
                assert_eq!(
                    case_field(*field, value, demo.today),
                    Ok(Some(value.clone()))
                );
            }
        }
        Fact::CaseStateChanged { case, was, now, on } => {
            assert_eq!(head(*case).state, *was);
            assert!(was != now && was.is_open(), "{case}: {was:?} to {now:?}");
            assert!(now.review_on().is_none_or(|review| review >= *on));
        }
        Fact::NextStepSet { case, was, now } => {
            assert_eq!(head(*case).next, *was, "{case} on {day}");
            if let Some(due) = now.follow_up() {
                assert!(due.on >= day, "{case}: due {} on {day}", due.on);
                assert!(!due.what.is_empty());
            }
        }
        Fact::ContactLogged { case, contact, .. } => {
            assert_eq!(contact.on, day);
            assert!(contact.on >= head(*case).referred_on);
            assert!(head(*case).state.is_open());
            assert!(contacts.insert(contact.id.0));
            assert_eq!(contact.id.0 as usize, contacts.len());
            assert!(!contact.note.contains(['{', '}']), "{}", contact.note);
        }
        Fact::NoteAdded { note, text, .. } => {
            assert!(contacts.insert(note.0));
            assert!(!text.contains(['{', '}']), "{text}");
        }
        Fact::CaseAssigned { case, was, .. } => assert_eq!(head(*case).worker, *was),
        Fact::PartSet {
            case,
            part,
            was,
            now,
            ..
        } => check_part(heads, day, (*case, *part), was.as_ref(), now.as_ref()),
        _ => {}
    }
}

/// A connection is made in an open case, with consent where somebody is passed on, and each change
/// starts where the one before ended.
fn check_part(
    heads: &Heads,
    day: NaiveDate,
    (case, part): (Option<CaseId>, PartId),
    was: Option<&Part>,
    now: Option<&Part>,
) {
    if let Some(Part::Decision(one)) = now {
        assert!(one.on == day && heads.case(case.expect("of a case")).is_some());
        return;
    }
    if let Some(Part::Measure(taken)) = now {
        let known = table::measure(&taken.measure).expect("a measure of the table");
        assert_eq!(known.items.len(), taken.values.len(), "{}", taken.measure);
        assert_eq!(taken.on, day);
        return;
    }
    if let Some(Part::Goal(goal)) = now {
        assert!(goal.set_on == day && !goal.text.is_empty());
        return;
    }
    let Some(Part::Connection(now)) = now else {
        assert!(matches!(now, Some(Part::Consent(consent)) if consent.given && consent.on == day));
        return;
    };
    let case = heads.case(case.expect("of a case")).expect("opened before");
    assert!(case.state.is_open(), "{}", case.case);
    let stood = case.connections.iter().find(|known| known.part == part);
    let was = match was {
        Some(Part::Connection(was)) => Some(was),
        _ => None,
    };
    assert_eq!(stood.map(|stood| stood.stage), was.map(|was| was.stage));
    assert!(heads.directory.services.contains_key(&now.service));
    assert!(now.since <= day && now.next.as_ref().is_none_or(|next| next.on >= day));
    assert!(now.agreed.is_some() || !passes_on(now.stage), "{now:?}");
    assert!(now.first_attended >= now.sent_on || now.first_attended.is_none());
}

/// Every field is as if somebody had typed it: canonical, and right for a store of invented people.
fn check_fields(today: NaiveDate, fields: &ClientFields) {
    for (field, value) in fields {
        let canonical = client_field(*field, value, today, true);
        assert_eq!(canonical, Ok(Some(value.clone())), "{field:?}");
        assert!(!value.contains(['{', '}']));
    }
    if let Some(phone) = fields.get(&ClientField::Phone) {
        let drama = |prefix, low, high| {
            let rest = phone
                .strip_prefix(prefix)
                .and_then(|rest| rest.parse::<u32>().ok());
            rest.is_some_and(|rest| (low..=high).contains(&rest))
        };
        assert!(
            drama("07700 ", 900_000, 900_999) || drama("01632 ", 960_000, 960_999),
            "{phone}"
        );
    }
}

#[test]
fn the_facts_are_the_same_for_ever() {
    let entries = entries(&demo(CLIENTS_DEFAULT));
    assert_eq!(
        (entries.len(), format!("{:016x}", hash(&entries))),
        (753, "19b89b04b950f1d4".to_owned()),
        "the same N, seed and today must give the same facts; change this only on purpose"
    );
}

#[test]
fn the_length_is_known_beforehand() {
    let entries = demo(60).entries().unwrap();
    let (least, most) = entries.size_hint();
    assert_eq!((least, most), (entries.count(), Some(least)));
}

#[test]
fn a_demonstration_obeys_the_rules_of_the_domain() {
    let heads = check(&demo(700));
    assert_eq!(heads.clients.iter().count(), 700);
    assert_eq!(heads.cases.iter().count(), 700);
}

#[test]
fn the_desk_is_the_one_of_the_picture() {
    let heads = folded(&entries(&demo(CLIENTS_DEFAULT)));
    let amira = heads
        .directory
        .staff
        .values()
        .find(|staff| staff.handle == PERSON_DEFAULT)
        .unwrap();
    let cases: Vec<&CaseHead> = heads.open_cases_of(Some(amira.id)).collect();
    let due = |case: &CaseHead| case.next.follow_up().map(|due| (due.on, due.at));
    let count = |test: &dyn Fn(&CaseHead) -> bool| cases.iter().filter(|case| test(case)).count();
    let today = monday();
    assert_eq!(count(&|case| case.state.is_new()), 3, "new");
    assert_eq!(
        count(&|case| due(case).is_some_and(|(on, _)| on < today)),
        7,
        "late"
    );
    assert_eq!(
        count(&|case| due(case).is_some_and(|(on, _)| on == today)),
        5,
        "today"
    );
    assert_eq!(count(&|case| due(case).is_none()), 1, "no next step");
    assert_eq!(
        count(&|case| case.state.review_on().is_some_and(|on| on <= today)),
        1,
        "holding due"
    );
    let quiet = |case: &CaseHead| {
        case.tally
            .last_spoke
            .is_some_and(|on| (today - on).num_days() >= 28)
    };
    assert_eq!(count(&quiet), 3, "quiet");
    let times: BTreeSet<String> = cases
        .iter()
        .filter_map(|case| due(case).filter(|(on, _)| *on == today)?.1)
        .map(|at| at.to_string())
        .collect();
    assert_eq!(Vec::from_iter(times), ["09:30:00", "14:00:00"]);
    assert!(
        (30..=60).contains(&cases.len()),
        "{} open cases",
        cases.len()
    );
}

#[test]
fn there_are_connections_at_every_stage_that_is_open() {
    let heads = folded(&entries(&demo(400)));
    let stages: BTreeSet<Stage> = heads
        .cases
        .iter()
        .flat_map(|case| case.connections.iter().map(|one| one.stage))
        .collect();
    for stage in Stage::ALL.iter().filter(|stage| stage.is_open()) {
        assert!(
            stages.contains(stage) || *stage == Stage::OnHold,
            "{stage:?}"
        );
    }
    let waits = heads.cases.iter().flat_map(|case| &case.connections);
    let known = waits.filter(|one| one.sent_on.is_some() && one.first_attended.is_some());
    assert!(known.count() > 50);
}

#[test]
fn peg_is_as_she_is_drawn() {
    let heads = folded(&entries(&demo(12)));
    let peg = heads
        .clients
        .iter()
        .find(|client| client.known_as == "Peg")
        .unwrap();
    let case = heads.case(peg.cases[0]).unwrap();
    let due = case.next.follow_up().unwrap();
    assert_eq!(
        (due.on, due.moved),
        (NaiveDate::from_ymd_opt(2026, 11, 10).unwrap(), 3)
    );
    assert_eq!((case.tally.spoke, case.tally.tries_since), (5, 2));
    assert_eq!(case.tally.last_spoke, NaiveDate::from_ymd_opt(2026, 11, 3));
    assert!(peg.alert && peg.private_alert);
}

#[test]
fn every_open_case_has_a_next_step_or_a_reason_for_none() {
    let heads = folded(&entries(&demo(2000)));
    for case in heads.cases.iter() {
        assert_ne!(case.next, NextStep::Missing, "{}", case.case);
        let ended = !case.state.is_open();
        assert!(
            !ended || matches!(case.next, NextStep::NoneBecause(_)),
            "{}",
            case.case
        );
        let spoken = case.tally.spoke > 0;
        assert!(
            !(case.state.is_new() && spoken),
            "{} is new and spoken to",
            case.case
        );
        let active = matches!(case.state, CaseState::Active | CaseState::Holding { .. });
        assert!(
            !active || spoken,
            "{} is active and never spoken to",
            case.case
        );
    }
}

#[test]
fn nobody_carries_more_than_a_desk_holds() {
    let heads = folded(&entries(&demo(2400)));
    let workers = heads
        .directory
        .staff
        .values()
        .filter(|staff| staff.role == Role::LinkWorker);
    let open: Vec<usize> = workers
        .map(|staff| heads.open_cases_of(Some(staff.id)).count())
        .collect();
    assert_eq!(open.len(), 10);
    assert!(
        open.iter().all(|open| (20..=115).contains(open)),
        "{open:?}"
    );
}

#[test]
fn the_people_of_the_documents_are_there() {
    for clients in [1, 12, 96, 1500] {
        let heads = folded(&entries(&demo(clients)));
        let role = |handle: &str| {
            let staff = heads
                .directory
                .staff
                .values()
                .find(|staff| staff.handle == handle);
            staff.map(|staff| staff.role)
        };
        assert_eq!(role("amira"), Some(Role::LinkWorker));
        assert_eq!(role("ben"), Some(Role::LinkWorker));
        assert_eq!(role("sam"), Some(Role::Supervisor));
        assert_eq!(role("pat"), Some(Role::PracticeManager));
        let pat = heads
            .directory
            .staff
            .values()
            .find(|staff| staff.handle == "pat")
            .unwrap();
        assert_eq!(
            pat.practices.len(),
            heads.directory.practices.len(),
            "Pat sees all"
        );
    }
}

#[test]
fn practices_and_staff_do_not_share_names_and_codes() {
    let team = World::new(&demo(300_000)).unwrap().team;
    let distinct = |all: Vec<&str>| all.iter().collect::<BTreeSet<_>>().len() == all.len();
    let practices = || team.sites.iter().map(|site| &site.practice);
    assert!(distinct(
        practices().map(|practice| practice.ods.as_str()).collect()
    ));
    assert!(distinct(
        practices().map(|practice| practice.name.as_str()).collect()
    ));
    assert!(distinct(
        team.staff
            .iter()
            .map(|staff| staff.handle.as_str())
            .collect()
    ));
    assert_eq!(team.workers.len(), 1250);
    let role = |id| {
        team.staff
            .iter()
            .find(|staff| staff.id == id)
            .map(|staff| staff.role)
    };
    for worker in &team.workers {
        assert_eq!(role(worker.staff), Some(Role::LinkWorker));
        assert_eq!(role(worker.supervisor), Some(Role::Supervisor));
        assert!(!worker.sites.is_empty());
    }
}

#[test]
fn nhs_numbers_never_come_twice() {
    // Every ten once, and of some tens all nine.
    let lap = 99_800;
    let laps = (0..lap)
        .step_by(97)
        .flat_map(|person| (1..9).map(move |nth| person + nth * lap));
    let mut seen = BTreeSet::new();
    for person in (0..lap).chain(laps) {
        let number: NhsNumber = person::nhs_number(person, 5).expect("the range holds this many");
        assert!(number.is_test_range());
        assert!(seen.insert(number), "{} twice", number.digits());
    }
    assert_eq!(person::nhs_number(9 * lap, 5), None);
}

#[test]
fn stories_and_generated_people_share_no_nhs_number() {
    let mut seen = BTreeMap::new();
    for entry in entries(&demo(3000)) {
        for (_, fact) in entry.facts {
            let Fact::ClientAdded { client, fields, .. } = fact else {
                continue;
            };
            let Some(number) = fields.get(&ClientField::NhsNumber) else {
                continue;
            };
            assert_ne!(number, "9999999999");
            assert_eq!(seen.insert(number.clone(), client), None, "{number}");
        }
    }
    assert!(seen.len() > 2900);
}

#[test]
fn contacts_can_be_asked_for() {
    let made = entries(&Demo {
        contacts_each: Some(12),
        ..demo(400)
    });
    let contacts = made.iter().flat_map(|entry| &entry.facts);
    let contacts = contacts
        .filter(|(_, fact)| matches!(fact, Fact::ContactLogged { .. }))
        .count();
    assert!((400 * 9..400 * 14).contains(&contacts), "{contacts}");
    check(&Demo {
        contacts_each: Some(200),
        ..demo(100)
    });
}

#[test]
fn windows_leave_nothing_out_and_change_nothing() {
    let whole = entries(&demo(300));
    let mut narrow = demo(300).entries().unwrap();
    narrow.cut_to(50);
    assert!(narrow.eq(whole));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn any_size_seed_and_day_obeys_the_rules(
        clients in 1_u32..250,
        seed: u64,
        day in 0_i32..4000,
        contacts_each in prop::option::of(1_u16..40),
    ) {
        let first = monday().num_days_from_ce() - 1500;
        let today = NaiveDate::from_num_days_from_ce_opt(first + day).unwrap();
        check(&Demo { clients, seed, today, contacts_each });
    }
}

#[test]
fn notes_on_the_work_are_as_the_rules_would_have_them_and_name_nobody_who_is_served() {
    let entries = entries(&demo(480));
    let mut notes = 0;
    let heads = folded(&entries);
    for entry in &entries {
        for (about, fact) in &entry.facts {
            let Fact::SupervisionNoteSet { was, now, .. } = fact else {
                continue;
            };
            let now = now.as_ref().expect("told, never taken away");
            assert_eq!(*about, crate::domain::fact::About::Staff(now.subject));
            assert!(now.on <= store_date(entry.recorded));
            notes += usize::from(was.is_none());
            for mark in &now.marks {
                assert!(now.text.contains(&mark.words), "{:?}", mark.words);
            }
        }
    }
    assert_eq!(notes, 38);
    let text: String = heads
        .directory
        .notes
        .values()
        .map(|kept| kept.note.text.clone())
        .collect();
    for head in heads.clients.iter() {
        assert!(!text.contains(&head.name()), "{}", head.name());
    }
}
