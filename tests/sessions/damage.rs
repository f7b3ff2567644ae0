//! Damage: a journal that cannot be trusted is read only; views are made again by themselves.

use std::{fs, path::Path};

use caseload::{
    domain::intent::Intent,
    wire::{Request, TroubleKind},
};

use super::{
    imports::rows,
    store::{AMIRA, PEG, Session, Store, TOM, files_under, wait_until},
};

fn copy(from: &Path, to: &Path) {
    for file in files_under(from) {
        let target = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(file, target).unwrap();
    }
}

/// A store with a busy day behind it, closed in order.
fn busy() -> Store {
    let store = Store::training();
    let hub = store.open();
    hub.session("pat").import(&rows(40), false).unwrap();
    let mut amira = hub.session("amira");
    for round in 0..12 {
        amira
            .log(PEG, &format!("About the allotment, {round}."))
            .unwrap();
    }
    drop((amira, hub));
    store
}

/// Flips a bit of the file's written part, `at` thousandths into it.
fn flip(file: &Path, at: usize) {
    let mut bytes = fs::read(file).unwrap();
    let used = bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1;
    bytes[used * at / 1_000] ^= 0x10;
    fs::write(file, bytes).unwrap();
}

fn segment(store: &Store) -> std::path::PathBuf {
    let files = files_under(&store.layout.journal());
    let mut segments = files
        .into_iter()
        .filter(|file| file.display().to_string().contains("segment"));
    segments.next().unwrap()
}

#[test]
fn a_damaged_journal_opens_to_be_read_only_and_says_so() {
    let store = busy();
    flip(&segment(&store), 600);
    let hub = store.open();
    let mut amira = hub.session("amira");
    // What lies before the damage can be read.
    assert_eq!(amira.desk().unwrap().me.id, AMIRA);
    assert!(amira.case(TOM).is_ok());
    // So can what lies behind it, which the views have: they are not made anew from less.
    assert_eq!(amira.case(PEG).unwrap().tally.spoke, 12);
    assert_eq!(amira.cases().total, 42);
    let refused = amira.log(TOM, "Not now.").unwrap_err();
    assert_eq!(
        (refused.kind, refused.exit_code()),
        (TroubleKind::Damaged, 4)
    );
    assert!(refused.message.contains("damaged from entry"), "{refused}");
    let verdict = hub.session("pat").verify(false).unwrap();
    assert!(!verdict.sound);
    assert!(
        verdict
            .findings
            .iter()
            .any(|finding| finding.contains("damaged")),
        "{verdict:?}"
    );
    let refused = hub.session("pat").import(&rows(41), false).unwrap_err();
    assert_eq!(refused.exit_code(), 4);
    // The next hub says the same: nothing was guessed away.
    drop((amira, hub));
    let hub = store.open();
    assert!(!hub.session("pat").verify(true).unwrap().sound);
}

#[test]
fn a_damaged_store_is_not_backed_up_because_the_copy_would_be_taken_for_a_good_one() {
    let store = busy();
    flip(&segment(&store), 600);
    let hub = store.open();
    let file = store.layout.data.join("copy.tar");
    let backup = Request::Backup {
        file: file.display().to_string(),
    };
    let refused = hub.session("pat").ask(&backup).unwrap_err();
    assert_eq!(refused.exit_code(), 4, "{refused}");
    assert!(!file.exists());
}

#[test]
fn a_journal_shorter_than_its_head_is_damage() {
    let store = busy();
    let file = segment(&store);
    let bytes = fs::read(&file).unwrap();
    let used = bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1;
    let mut short = bytes.clone();
    short[used * 7 / 10..].fill(0);
    fs::write(&file, short).unwrap();
    let hub = store.open();
    let refused = hub.session("amira").log(TOM, "Not now.").unwrap_err();
    assert_eq!(refused.exit_code(), 4, "{refused}");
}

fn assert_whole(session: &mut Session) {
    // A record that is away while the records are made again is there soon.
    wait_until("the records are there", || session.case(PEG).is_ok());
    let card = session.case(PEG).unwrap();
    assert_eq!(card.tally.spoke, 12);
    assert_eq!(session.cases().total, 42);
}

#[test]
fn views_that_are_gone_are_made_again_by_themselves() {
    let store = busy();
    fs::remove_dir_all(store.layout.views()).unwrap();
    let hub = store.open();
    assert_whole(&mut hub.session("amira"));
    hub.session("pat").assert_sound();
}

#[test]
fn views_with_flipped_bits_are_made_again_or_are_whole() {
    let store = busy();
    let sound = store.layout.data.join("sound-views");
    copy(&store.layout.views(), &sound);
    let names = ["db", "db", "db", "db", "db", "db", "db", "db", "conf"];
    for (at, name) in (60..).step_by(110).zip(names) {
        fs::remove_dir_all(store.layout.views()).unwrap();
        copy(&sound, &store.layout.views());
        flip(&store.layout.views().join(name), at);
        let hub = store.open();
        let mut amira = hub.session("amira");
        assert_whole(&mut amira);
        for case in 5..45 {
            let case = caseload::domain::ids::CaseId(case);
            wait_until("every record can be read", || amira.case(case).is_ok());
        }
        // The finder has everybody, although what it reads was damaged.
        wait_until("the finder has everybody", || {
            let found = amira.find("Listed33");
            found.unread.is_empty() && found.rows.len() == 1
        });
        wait_until("the finder has the notes", || {
            !amira.find("allotment").rows.is_empty()
        });
        // While they are being made again, verify says so instead of judging.
        let mut pat = hub.session("pat");
        wait_until("the store is sound", || {
            pat.verify(true).is_ok_and(|found| found.sound)
        });
    }
}

#[test]
fn views_that_are_ahead_of_the_journal_are_made_again() {
    let store = busy();
    let earlier = store.layout.data.with_extension("earlier");
    copy(&store.layout.data, &earlier);
    {
        let hub = store.open();
        let mut amira = hub.session("amira");
        amira.log(PEG, "A thirteenth.").unwrap();
    }
    // The journal of before, as a restored folder has it, beside the views of after.
    for name in ["journal", "keyring"] {
        let (from, to) = (earlier.join(name), store.layout.data.join(name));
        if to.is_dir() {
            fs::remove_dir_all(&to).unwrap();
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).unwrap();
        }
    }
    let hub = store.open();
    assert_whole(&mut hub.session("amira"));
    hub.session("pat").assert_sound();
    drop(hub);
    // Views of before beside the journal of after only have to catch up.
    drop(
        store
            .open()
            .session("amira")
            .log(PEG, "A thirteenth, again.")
            .unwrap(),
    );
    fs::remove_dir_all(store.layout.views()).unwrap();
    copy(&earlier.join("views"), &store.layout.views());
    let hub = store.open();
    assert_eq!(hub.session("amira").case(PEG).unwrap().tally.spoke, 13);
    hub.session("pat").assert_sound();
}

#[test]
fn records_are_made_again_on_request_while_others_work() {
    let store = busy();
    let hub = store.open();
    let (mut amira, mut pat) = (hub.session("amira"), hub.session("pat"));
    for _ in 0..3 {
        let asked = pat.send(&caseload::wire::Request::Rebuild);
        let text = "Meanwhile.".to_owned();
        amira.act(Intent::AddNote { case: TOM, text }).unwrap();
        pat.answer(asked).unwrap();
    }
    assert_whole(&mut amira);
    pat.assert_sound();
}
