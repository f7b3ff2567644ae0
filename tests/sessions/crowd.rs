//! Eight sessions writing at once: all that was acknowledged is there, and one sync serves many.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Barrier},
    thread,
};

use caseload::{
    domain::{
        client::{ClientField, ClientFields},
        fact::Fact,
        ids::CaseId,
        intent::{Intent, NextChoice, Referred},
    },
    hub::ledger::{self, LedgerError},
    wire::{Notice, Request},
};

use super::store::{AMIRA, ELM, PEG, Session, Store, wait_until};

const WRITERS: usize = 8;
const ROUNDS: usize = 25;

/// Opens a case for somebody new.
fn newcomer(session: &mut Session, name: &str) -> CaseId {
    let intent = Intent::OpenCase {
        referred: Referred::New {
            fields: ClientFields::from([
                (ClientField::Given, name.to_owned()),
                (ClientField::Family, "Crowd".to_owned()),
            ]),
            practice: ELM,
            although_similar: true,
        },
        worker: Some(AMIRA),
        fields: [].into(),
        next: NextChoice::NoneBecause("first call to come".to_owned()),
    };
    session.act(intent).unwrap().case.unwrap()
}

#[test]
fn eight_sessions_write_at_once_and_all_that_was_acknowledged_is_there() {
    let store = Store::training();
    let noted: BTreeMap<u64, String> = {
        let hub = store.open();
        let mut first = hub.quiet_session("amira");
        let names = ["Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal"];
        let cases: Vec<CaseId> = names.map(|name| newcomer(&mut first, name)).to_vec();
        let start = Arc::new(Barrier::new(WRITERS));
        let writers: Vec<_> = cases
            .into_iter()
            .enumerate()
            .map(|(writer, own)| {
                let (mut session, start) = (hub.quiet_session("amira"), Arc::clone(&start));
                thread::spawn(move || {
                    start.wait();
                    (0..ROUNDS)
                        .map(|round| {
                            let text = format!("writer {writer} round {round}");
                            // Each third note is about the person whom all write about.
                            let case = if round % 3 == 0 { PEG } else { own };
                            let intent = Intent::AddNote {
                                case,
                                text: text.clone(),
                            };
                            (session.act(intent).unwrap().seq, text)
                        })
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        writers
            .into_iter()
            .flat_map(|writer| writer.join().unwrap())
            .collect()
    };
    assert_eq!(
        noted.len(),
        WRITERS * ROUNDS,
        "every entry has its own number"
    );
    let hub = store.open();
    let mut found = BTreeMap::new();
    let mut notes = BTreeSet::new();
    ledger::read_from::<LedgerError>(&hub.core().snapshot(), &hub.core().keyring, 1, |entry| {
        for (_, fact) in entry.facts {
            if let Fact::NoteAdded { note, text, .. } = fact {
                assert!(notes.insert(note), "{note} was given out twice");
                found.insert(entry.seq, text);
            }
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(found, noted);
    hub.session("pat").assert_sound();
}

#[test]
fn what_waits_together_shares_one_sync() {
    let store = Store::training();
    let hub = store.open();
    let mut first = hub.quiet_session("amira");
    let cases: Vec<CaseId> = (0..30)
        .map(|number| newcomer(&mut first, &format!("N{number}")))
        .collect();
    let mut sessions: Vec<Session> = cases.iter().map(|_| hub.quiet_session("amira")).collect();
    let mut pat = hub.session("pat");
    // One notice a group: how many there are tells how many syncs there were. How many requests
    // have come in when the writer goes on is up to the machine, so it may take several rounds.
    wait_until("one sync serves many", || {
        pat.notices.clear();
        let asked: Vec<u32> = {
            // While somebody holds the heads the writer cannot decide, and requests gather.
            let held = hub.core().heads_mut();
            let asked = sessions.iter_mut().zip(&cases).map(|(session, case)| {
                let text = "Together.".to_owned();
                session.send(&Request::Do(Intent::AddNote { case: *case, text }))
            });
            let asked = asked.collect();
            drop(held);
            asked
        };
        for (session, id) in sessions.iter_mut().zip(asked) {
            session.answer(id).unwrap();
        }
        pat.desk().unwrap();
        let changes = |notice: &&Notice| matches!(notice, Notice::Changed { .. });
        let syncs = pat.notices.iter().filter(changes).count();
        assert!((1..=30).contains(&syncs));
        syncs <= 10
    });
}
