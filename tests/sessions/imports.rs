//! Referral lists over the wire: whole or not at all, others served meanwhile, undone whole.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use caseload::{
    clock,
    domain::{
        client::{ClientField, ClientFields},
        fact::{About, Entry, Fact},
        ids::{CaseId, ClientId, ImportId, StaffId},
        intent::{Intent, NextChoice, Referred},
        nhs::NhsNumber,
        referral::ReferralRow,
        terms::Role,
    },
    hub::{
        config::StoreConfig,
        ledger::{self, LedgerError},
        open::open_keyring,
    },
    journal::{Access, Journal, Options},
    seal::disk::RealDisk,
    wire::{Reply, Request, talk::ClientBy},
};

use super::store::{AMIRA, BEN, ELM, IDA, IDA_CLIENT, PEG, Running, Store, day, wait_until};

/// A row for somebody new.
pub(crate) fn row(number: u32) -> ReferralRow {
    ReferralRow {
        line: u64::from(number) + 1,
        nhs_number: None,
        given_name: format!("Given{number}"),
        family_name: format!("Listed{number}"),
        preferred_name: None,
        date_of_birth: Some(day("1960-01-01") + chrono::Days::new(u64::from(number))),
        phone: None,
        postcode: None,
        practice_ods: Some("X90001".to_owned()),
        referred_on: day("2026-11-10"),
        source: Some("Dr Rao".to_owned()),
        reason: None,
        assigned_to: Some("amira".to_owned()),
        notes: Some(format!("Asked for at desk {number}.")),
    }
}

pub(crate) fn rows(count: u32) -> Vec<ReferralRow> {
    (1..=count).map(row).collect()
}

/// The files of lists that are on their way in.
pub(crate) fn staged(store: &Store) -> Vec<PathBuf> {
    match fs::read_dir(store.layout.staging()) {
        Ok(listing) => listing.map(|file| file.unwrap().path()).collect(),
        Err(_) => Vec::new(),
    }
}

/// Who made the entries of the journal, in order, with their facts.
fn entries(hub: &Running) -> Vec<Entry> {
    let mut entries = Vec::new();
    ledger::read_from::<LedgerError>(&hub.core().snapshot(), &hub.core().keyring, 1, |entry| {
        entries.push(entry);
        Ok(())
    })
    .unwrap();
    entries
}

#[test]
fn a_list_is_imported_whole_told_to_others_and_skipped_the_second_time() {
    let store = Store::training();
    let hub = store.open();
    let (mut amira, mut pat) = (hub.session("amira"), hub.session("pat"));
    let dry = pat.import(&rows(30), true).unwrap();
    assert_eq!((dry.new_clients, dry.new_cases, dry.import), (30, 30, None));
    assert_eq!(amira.cases().total, 2, "a dry run changes nothing");
    let before = entries(&hub).len();
    assert_eq!(before, 5);

    let done = pat.import(&rows(30), false).unwrap();
    assert_eq!(
        (done.rows, done.new_clients, done.new_cases, done.skipped),
        (30, 30, 30, 0)
    );
    assert_eq!(done.import, Some(ImportId(1)));
    // Another page of the same list comes too: everybody is told at the end, once.
    let (_, _, told) = amira.told_of(CaseId(5));
    assert_eq!(told.len(), 30);
    assert_eq!(amira.cases().total, 32);
    hub.wait_read();
    assert_eq!(amira.find("Listed17").rows.len(), 1);
    assert_eq!(amira.agenda().counts.new, 32);

    let again = pat.import(&rows(31), false).unwrap();
    assert_eq!((again.new_clients, again.skipped), (1, 30));
    let third = pat.import(&rows(31), false).unwrap();
    assert_eq!(
        (third.new_clients, third.skipped, third.import),
        (0, 31, None)
    );
    pat.assert_sound();
    drop((amira, pat, hub));
    let hub = store.open();
    assert_eq!(hub.session("amira").cases().total, 33);
    hub.session("pat").assert_sound();
}

#[test]
fn a_list_on_its_way_in_lies_sealed_on_the_disk_and_goes_with_its_session() {
    let store = Store::training();
    let hub = store.open();
    let (mut pat, mut other) = (hub.session("pat"), hub.session("pat"));
    for rows in rows(1_200).chunks(50) {
        pat.ask(&Request::ImportRows(rows.to_vec())).unwrap();
    }
    other.ask(&Request::ImportRows(rows(1))).unwrap();
    let files = staged(&store);
    assert_eq!(files.len(), 2);
    let bytes: u64 = files
        .iter()
        .map(|file| fs::metadata(file).unwrap().len())
        .sum();
    assert!(bytes > 50_000, "{bytes}");
    for file in &files {
        let bytes = fs::read(file).unwrap();
        assert!(!bytes.windows(6).any(|part| part == b"Listed"));
    }
    drop(pat);
    wait_until("the list went with its session", || {
        staged(&store).len() == 1
    });
    // What another session staged is its own.
    let reply = other.ask(&Request::ImportCommit { dry_run: false });
    let Ok(Reply::Imported(imported)) = reply else {
        panic!("not imported: {reply:?}")
    };
    assert_eq!((imported.rows, imported.new_clients), (1, 1));
    assert_eq!(staged(&store), [] as [PathBuf; 0]);
    drop((other, hub));
    // What a hub that was killed left is swept by the next.
    fs::create_dir_all(store.layout.staging()).unwrap();
    fs::write(store.layout.staging().join("9.rows"), b"left").unwrap();
    let hub = store.open();
    assert!(!store.layout.staging().exists());
    // A list of several pages, the last of them not full, comes out as it went in.
    let mut pat = hub.session("pat");
    let imported = pat.import(&rows(1_201), false).unwrap();
    assert_eq!((imported.new_clients, imported.skipped), (1_200, 1));
    pat.assert_sound();
}

#[test]
fn a_list_that_does_not_read_back_is_given_up_and_says_so() {
    let store = Store::training();
    let hub = store.open();
    let mut pat = hub.session("pat");
    for rows in rows(1_100).chunks(50) {
        pat.ask(&Request::ImportRows(rows.to_vec())).unwrap();
    }
    let file = staged(&store).remove(0);
    let mut bytes = fs::read(&file).unwrap();
    let last = bytes.len() - 9;
    bytes[last] ^= 1;
    fs::write(&file, &bytes).unwrap();
    let refused = pat
        .ask(&Request::ImportCommit { dry_run: false })
        .unwrap_err();
    assert!(refused.message.contains("cannot be taken in"), "{refused}");
    assert_eq!(entries(&hub).len(), 5, "nothing was written");
    assert_eq!(pat.import(&rows(3), false).unwrap().new_clients, 3);
    pat.assert_sound();
}

#[test]
fn a_list_lost_while_it_is_written_is_there_whole_or_not_at_all() {
    let store = Store::training();
    let hub = store.open();
    let (mut amira, mut pat) = (hub.session("amira"), hub.session("pat"));
    for rows in rows(5_000).chunks(50) {
        pat.ask(&Request::ImportRows(rows.to_vec())).unwrap();
    }
    let file = staged(&store).remove(0);
    let asked = pat.send(&Request::ImportCommit { dry_run: false });
    wait_until("the import began", || {
        !hub.core().heads().directory.imports.is_empty()
    });
    fs::File::options()
        .write(true)
        .open(&file)
        .unwrap()
        .set_len(1_000)
        .unwrap();
    match pat.answer(asked) {
        Err(refused) => {
            assert!(refused.message.contains("cannot be taken in"), "{refused}");
            assert_eq!(amira.cases().total, 2);
            let gone = hub.core().heads().directory.imports.is_empty();
            assert!(gone, "it is said to have come to nothing");
        }
        Ok(_) => assert_eq!(amira.cases().total, 5_002),
    }
    let before = amira.cases().total;
    assert_eq!(pat.import(&[row(6_000)], false).unwrap().new_clients, 1);
    pat.assert_sound();
    drop((amira, pat, hub));
    let hub = store.open();
    assert_eq!(hub.session("amira").cases().total, before + 1);
    hub.session("pat").assert_sound();
}

#[test]
fn a_known_person_with_a_new_referral_gets_a_new_case() {
    let store = Store::training();
    let hub = store.open();
    let mut pat = hub.session("pat");
    let mut known = row(1);
    known.nhs_number = NhsNumber::parse("9990070385").ok();
    known.given_name = "Margaret".to_owned();
    known.family_name = "O'Neill".to_owned();
    let done = pat.import(&[known.clone(), known], false).unwrap();
    assert_eq!((done.new_clients, done.new_cases, done.skipped), (0, 1, 1));
    assert_eq!(pat.card(ClientBy::Id(ClientId(1))).unwrap().cases.len(), 2);
}

#[test]
fn one_fault_keeps_the_whole_list_out_and_all_faults_are_named() {
    let store = Store::training();
    let hub = store.open();
    let mut pat = hub.session("pat");
    let mut list = rows(40);
    list[7].practice_ods = Some("Q99999".to_owned());
    list[33].assigned_to = Some("nobody".to_owned());
    let said = pat.import(&list, false).unwrap();
    let lines: Vec<u64> = said.faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [9, 35]);
    assert_eq!(said.import, None);
    assert_eq!(entries(&hub).len(), 5);
    // What was staged is gone with it: the next commit has nothing.
    assert_eq!(pat.import(&[], false).unwrap().rows, 0);
}

#[test]
fn others_are_served_between_the_groups_of_an_import() {
    let store = Store::training();
    let hub = store.open();
    let mut pat = hub.session("pat");
    for rows in rows(2_000).chunks(50) {
        pat.ask(&Request::ImportRows(rows.to_vec())).unwrap();
    }
    let over = Arc::new(AtomicBool::new(false));
    let asked = pat.send(&Request::ImportCommit { dry_run: false });
    let ben = {
        let (mut ben, over) = (hub.session("ben"), Arc::clone(&over));
        thread::spawn(move || {
            let mut done = Vec::new();
            while !over.load(Ordering::Relaxed) {
                // A person with hundreds of cases is not what is tried here.
                if done.len() > 40 {
                    thread::yield_now();
                    continue;
                }
                let text = format!("Note {}.", done.len());
                done.push(ben.act(Intent::AddNote { case: IDA, text }).unwrap());
                let intent = Intent::OpenCase {
                    referred: Referred::Known(IDA_CLIENT),
                    worker: Some(BEN),
                    fields: [].into(),
                    next: NextChoice::NoneBecause("waits".to_owned()),
                };
                done.push(ben.act(intent).unwrap());
            }
            done
        })
    };
    let Reply::Imported(imported) = pat.answer(asked).unwrap() else {
        panic!("not imported")
    };
    over.store(true, Ordering::Relaxed);
    let noted = ben.join().unwrap();
    assert_eq!(imported.new_clients, 2_000);
    let run = hub.core().heads().directory.imports[&ImportId(1)];
    let between = |seq: u64| run.began_seq < seq && seq < run.ended_seq;
    let served = noted.iter().filter(|done| between(done.seq)).count();
    assert!(
        served >= 2,
        "nobody was served between {} and {}",
        run.began_seq,
        run.ended_seq
    );
    // Ids given out meanwhile are nobody else's.
    let mut cases: Vec<CaseId> = entries(&hub)
        .iter()
        .flat_map(|entry| &entry.facts)
        .filter_map(|(_, fact)| match fact {
            Fact::CaseOpened { case, .. } => Some(*case),
            _ => None,
        })
        .collect();
    let all = cases.len();
    cases.sort_unstable();
    cases.dedup();
    assert_eq!(cases.len(), all);
    assert!(pat.verify(false).unwrap().sound);
    drop((pat, hub));
    let hub = store.open();
    assert_eq!(hub.session("amira").cases().total, 2_002);
    assert!(hub.session("pat").verify(false).unwrap().sound);
}

#[test]
fn an_import_is_undone_whole_or_not_at_all() {
    let store = Store::training();
    let hub = store.open();
    let (mut amira, mut pat) = (hub.session("amira"), hub.session("pat"));
    let import = pat.import(&rows(20), false).unwrap().import.unwrap();
    amira.log(CaseId(9), "Spoken to already.").unwrap();
    let refused = pat.ask(&Request::ImportUndo(import)).unwrap_err();
    assert!(refused.message.contains("Amira Khan"), "{refused}");
    assert_eq!(amira.cases().total, 22, "nothing was undone");
    amira.act(Intent::Undo).unwrap();
    pat.ask(&Request::ImportUndo(import)).unwrap();
    assert_eq!(amira.cases().total, 2);
    hub.wait_read();
    assert!(amira.find("Listed7").rows.is_empty());
    let refused = pat.ask(&Request::ImportUndo(import)).unwrap_err();
    assert!(refused.message.contains("undone already"), "{refused}");
    assert!(pat.ask(&Request::ImportUndo(ImportId(99))).is_err());
    let seq = pat.assert_sound();
    let undoing = ImportId(import.0 + 1);
    let refused = pat.ask(&Request::ImportUndo(undoing)).unwrap_err();
    assert!(refused.message.contains("import it again"), "{refused}");
    assert_eq!(pat.assert_sound(), seq, "nothing was written");
    pat.assert_sound();
    // The list may come again.
    assert_eq!(pat.import(&rows(20), false).unwrap().new_clients, 20);
    drop((amira, pat, hub));
    let hub = store.open();
    assert_eq!(hub.session("amira").cases().total, 22);
    hub.session("pat").assert_sound();
}

/// Writes the beginning and five rows of an import straight into the journal, as a hub that was
/// killed leaves them.
fn cut_off_import(store: &Store) {
    let config = StoreConfig::load(&store.layout).unwrap();
    let ring = open_keyring(&store.layout, &config, config.store_id().unwrap()).unwrap();
    let mut journal = {
        let ring = ring.read().unwrap();
        let dir = store.layout.journal();
        let disk = Arc::new(RealDisk);
        Journal::open(disk, &dir, &ring, Access::ReadWrite, Options::default())
            .unwrap()
            .0
    };
    let import = ImportId(1);
    let mut facts = vec![vec![(About::Rest, Fact::ImportBegan { import, rows: 9 })]];
    facts.extend((5..10).map(|number| {
        let client = ClientId(number);
        let fields = ClientFields::from([(ClientField::Given, format!("Cut{number}"))]);
        let added = Fact::ClientAdded {
            client,
            practice: ELM,
            fields,
        };
        let opened = Fact::CaseOpened {
            case: CaseId(number),
            client,
            practice: ELM,
            worker: Some(AMIRA),
            referred_on: day("2026-11-10"),
            fields: [].into(),
        };
        let row = Fact::ImportRow {
            import,
            line: number,
        };
        [added, opened, row]
            .map(|fact| (About::Client(client), fact))
            .to_vec()
    }));
    let entries: Vec<Entry> = (journal.last_seq() + 1..)
        .zip(facts)
        .map(|(seq, facts)| Entry {
            seq,
            recorded: ledger::to_millis(clock::now()),
            who: StaffId(4),
            facts,
        })
        .collect();
    ledger::append(&mut journal, &ring, &entries, true).unwrap();
    journal.close().unwrap();
}

fn assert_cut_off_does_not_count(store: &Store) {
    let hub = store.open();
    let (mut amira, mut pat) = (hub.session("amira"), hub.session("pat"));
    assert_eq!(amira.cases().total, 2);
    hub.wait_read();
    assert!(amira.find("Cut7").rows.is_empty());
    assert!(amira.case(CaseId(7)).is_err());
    let abandoned = entries(&hub)
        .into_iter()
        .flat_map(|entry| entry.facts)
        .filter(|(_, fact)| {
            matches!(
                fact,
                Fact::ImportAbandoned {
                    import: ImportId(1),
                    clients: 9,
                    cases: 9
                }
            )
        });
    assert_eq!(abandoned.count(), 1);
    let done = pat.import(&rows(3), false).unwrap();
    assert_eq!(done.import, Some(ImportId(2)));
    assert!(
        amira.case(CaseId(10)).is_ok(),
        "ids go on behind those that were cut off"
    );
    assert!(pat.ask(&Request::ImportUndo(ImportId(1))).is_err());
    pat.assert_sound();
    drop((amira, pat, hub));
    let hub = store.open();
    assert_eq!(hub.session("amira").cases().total, 5);
    assert_eq!(hub.session("pat").assert_sound(), 5 + 6 + 1 + 5);
}

#[test]
fn an_import_cut_off_in_the_middle_does_not_count() {
    let store = Store::training();
    drop(store.open());
    cut_off_import(&store);
    assert_cut_off_does_not_count(&store);
}

#[test]
fn an_import_cut_off_in_the_middle_does_not_count_where_the_views_are_made_again() {
    let store = Store::training();
    cut_off_import(&store);
    assert_cut_off_does_not_count(&store);
}

#[test]
fn the_importers_rights_are_asked_for_at_every_step() {
    let store = Store::training();
    let hub = store.open();
    let core = hub.core();
    let who = caseload::hub::writer::Who {
        staff: AMIRA,
        owner: false,
    };
    assert_eq!(core.heads().staff(AMIRA).unwrap().role, Role::LinkWorker);
    let progress: caseload::hub::writer::Progress = Arc::new(|_, _| {});
    let mut turn = caseload::hub::turn::Turn::new(Arc::clone(core), who);
    for request in [
        Request::ImportRows(rows(1)),
        Request::ImportCommit { dry_run: true },
        Request::ImportCommit { dry_run: false },
        Request::ImportUndo(ImportId(1)),
    ] {
        let reply = turn.answer(request, &progress);
        assert!(
            matches!(reply, Reply::Trouble(_) | Reply::Refused(_)),
            "{reply:?}"
        );
    }
    assert_eq!(hub.session("amira").case(PEG).unwrap().tally.spoke, 0);
}
