//! Sessions of one person and of several: who is told of what, and on which version one writes.

use caseload::{
    domain::intent::Intent,
    hub::{ledger, serve::OpenFor, serve::Stay},
    wire::{Notice, Request, talk::ClientBy},
};

use super::store::{
    AMIRA, BEN, IDA, IDA_CLIENT, PEG, PEG_CLIENT, SAL, Store, TOM, log, wait_until,
};

#[test]
fn two_sessions_of_one_person_see_each_others_changes() {
    let store = Store::training();
    let hub = store.open();
    let (mut here, mut there) = (hub.session("amira"), hub.session("amira"));
    let done = here.log(PEG, "She liked the choir.").unwrap();
    let (seq, clients, cases) = there.told_of(PEG);
    assert_eq!(
        (seq, clients, cases),
        (done.seq, vec![PEG_CLIENT], vec![PEG])
    );
    let seen = there.case(PEG).unwrap();
    assert_eq!(seen.version, done.seq);
    assert!(seen.history.iter().any(|row| row.text.contains("choir")));
    // The one who wrote is told like any other: its other screens ask again.
    here.told_of(PEG);
}

#[test]
fn people_are_told_of_what_they_may_read_and_of_nothing_else() {
    let store = Store::training();
    let hub = store.open();
    let mut amira = hub.session("amira");
    let mut others = [hub.session("ben"), hub.session("sam"), hub.session("pat")];
    let done = amira.log(PEG, "A word.").unwrap();
    let [ben, sam, pat] = &mut others;
    assert_eq!(sam.told_of(PEG).0, done.seq);
    assert_eq!(pat.told_of(PEG).0, done.seq);
    // Notices stand in one line with answers, so after an answer nothing is still on its way.
    ben.desk().unwrap();
    assert_eq!(
        ben.notices
            .iter()
            .filter(|notice| is_change(notice))
            .count(),
        0
    );
    // One group may touch cases of several people; each hears of their own.
    let done = ben.log(IDA, "A word.").unwrap();
    assert_eq!(pat.told_of(IDA).0, done.seq);
    amira.desk().unwrap();
    let named = |notice: &Notice| match notice {
        Notice::Changed { clients, cases, .. } => {
            clients.contains(&IDA_CLIENT) || cases.contains(&IDA)
        }
        _ => false,
    };
    assert!(!amira.notices.iter().any(named), "{:?}", amira.notices);
    // Whom it does not concern may not look it up either.
    let refused = amira.card(ClientBy::Id(IDA_CLIENT)).unwrap_err();
    assert_eq!(refused.exit_code(), 1);
}

fn is_change(notice: &Notice) -> bool {
    matches!(notice, Notice::Changed { .. })
}

#[test]
fn who_loses_a_case_is_told_as_well_as_who_gets_it() {
    let store = Store::training();
    let hub = store.open();
    let (mut amira, mut ben) = (hub.session("amira"), hub.session("ben"));
    let mut pat = hub.session("pat");
    let version = pat.case(PEG).unwrap().version;
    pat.act(Intent::Assign {
        case: PEG,
        version,
        to: Some(BEN),
        note: String::new(),
    })
    .unwrap();
    amira.told_of(PEG);
    ben.told_of(PEG);
    assert!(amira.case(PEG).is_err());
    assert_eq!(ben.case(PEG).unwrap().worker_id, Some(BEN));
}

#[test]
fn nobody_is_told_before_it_is_in_the_journal() {
    let store = Store::training();
    let hub = store.open();
    let (mut here, mut there) = (hub.session("amira"), hub.session("amira"));
    for round in 0..20 {
        let version = here.case(TOM).unwrap().version;
        let asked = here.send(&Request::Do(log(TOM, version, &format!("Round {round}."))));
        let seq = there.notice("a change", |notice| match notice {
            Notice::Changed { seq, .. } => Some(*seq),
            _ => None,
        });
        there.notices.clear();
        // Read from the files, as the next opening would.
        let core = hub.core();
        let ring = core.keyring.read().unwrap();
        let on_disk = caseload::journal::Journal::open(
            std::sync::Arc::new(caseload::seal::disk::RealDisk),
            &store.layout.journal(),
            &ring,
            caseload::journal::Access::ReadOnly,
            caseload::journal::Options::default(),
        );
        let (journal, _) = on_disk.unwrap();
        assert!(
            journal.last_seq() >= seq,
            "told of {seq}, on disk {}",
            journal.last_seq()
        );
        drop(ring);
        here.answer(asked).unwrap();
    }
}

#[test]
fn an_edit_on_an_old_version_writes_nothing_and_names_who_was_faster() {
    let store = Store::training();
    let hub = store.open();
    let (mut amira, mut sam) = (hub.session("amira"), hub.session("sam"));
    let version = amira.case(PEG).unwrap().version;
    sam.act(log(PEG, version, "Rang for Amira.")).unwrap();
    let refused = amira.act(log(PEG, version, "Rang too.")).unwrap_err();
    assert!(
        refused.message.contains("Sam Reed changed this at"),
        "{refused}"
    );
    let card = amira.case(PEG).unwrap();
    assert_eq!(card.tally.spoke, 1);
    amira.act(log(PEG, card.version, "Rang too.")).unwrap();
}

#[test]
fn both_of_one_group_cannot_win_on_one_version() {
    let store = Store::training();
    let hub = store.open();
    let mut sessions: Vec<_> = (0..6).map(|_| hub.quiet_session("amira")).collect();
    let version = sessions[0].case(PEG).unwrap().version;
    let asked: Vec<u32> = sessions
        .iter_mut()
        .map(|session| session.send(&Request::Do(log(PEG, version, "At once."))))
        .collect();
    let won = sessions
        .iter_mut()
        .zip(asked)
        .filter_map(|(session, id)| session.answer(id).ok())
        .count();
    assert_eq!(won, 1);
    assert_eq!(sessions[0].case(PEG).unwrap().tally.spoke, 1);
}

#[test]
fn an_acknowledged_change_is_there_after_the_hub_has_gone_and_come() {
    let store = Store::training();
    let (done, text) = {
        let hub = store.open();
        let mut amira = hub.session("amira");
        (amira.log(PEG, "Kept for good.").unwrap(), "Kept for good.")
    };
    let hub = store.open();
    let card = hub.session("amira").case(PEG).unwrap();
    assert_eq!(card.version, done.seq);
    assert!(card.history.iter().any(|row| row.text.contains(text)));
    let entry = ledger::entry(&hub.core().snapshot(), &hub.core().keyring, done.seq).unwrap();
    assert_eq!((entry.seq, entry.who), (done.seq, AMIRA));
    hub.session("pat").assert_sound();
}

#[test]
fn a_session_that_does_not_listen_is_cut_and_holds_up_nobody() {
    let store = Store::training();
    let hub = store.open();
    // Connected and watching, but never reading.
    let mut deaf = caseload::wire::link::Link::connect(&hub.socket, "amira").unwrap();
    deaf.send(&Request::Watch).unwrap();
    let mut amira = hub.session("amira");
    for _ in 0..300 {
        // Answers of some size fill the deaf one's line.
        if deaf.send(&Request::Client(ClientBy::Case(PEG))).is_err() {
            break;
        }
    }
    for round in 0..80 {
        amira.log(TOM, &format!("Round {round}.")).unwrap();
    }
    assert_eq!(amira.case(TOM).unwrap().tally.spoke, 80);
    drop(deaf);
}

#[test]
fn services_and_staff_are_told_to_everybody() {
    let store = Store::training();
    let hub = store.open_as(OpenFor::Owner, Stay::ForGood);
    let (mut amira, mut pat) = (hub.session("amira"), hub.session("pat"));
    let version = pat.case(SAL).unwrap().version;
    pat.act(Intent::Assign {
        case: SAL,
        version,
        to: Some(AMIRA),
        note: String::new(),
    })
    .unwrap();
    amira.told_of(SAL);
    let service = caseload::domain::service::Service {
        name: "Tuesday Choir".to_owned(),
        organisation: "Singers".to_owned(),
        ..Default::default()
    };
    pat.act(Intent::AddService(Box::new(service))).unwrap();
    amira.notice("word of the directory", |notice| {
        matches!(notice, Notice::DirectoryChanged { .. }).then_some(())
    });
    wait_until("the finder has the service", || {
        !amira.find("choir").rows.is_empty()
    });
}
