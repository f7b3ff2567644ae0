//! Half-typed forms: kept, given back, dropped; of one person only; there after a hub was killed.

use caseload::{
    clock,
    readmodel::drafts::{Draft, DraftKey},
    wire::{Reply, Request},
};

use super::store::{IDA, PEG, Session, Store, TOM, files_under, wait_until};

fn draft(key: DraftKey, text: &str) -> Draft {
    Draft {
        key,
        label: "Margaret O'Neill".to_owned(),
        at: chrono::DateTime::UNIX_EPOCH,
        fields: vec![("note".to_owned(), text.to_owned())],
        cursor: (0, 0, 7),
        mark: None,
    }
}

/// The drafts of a person, the latest first. The time of each is the hub's, not the session's.
fn drafts(session: &mut Session) -> Vec<Draft> {
    match session.ask(&Request::Drafts).unwrap() {
        Reply::Drafts(drafts) => drafts.into_iter().map(timeless).collect(),
        other => panic!("no drafts: {other:?}"),
    }
}

fn timeless(draft: Draft) -> Draft {
    let at = chrono::DateTime::UNIX_EPOCH;
    Draft { at, ..draft }
}

/// Until the next draft is a later one: the hub keeps times to the millisecond.
fn next_millisecond() {
    let now = clock::now().timestamp_millis();
    wait_until("the clock has gone on", || {
        clock::now().timestamp_millis() > now
    });
}

#[test]
fn a_draft_is_kept_given_back_and_dropped() {
    let store = Store::training();
    let hub = store.open();
    let mut amira = hub.session("amira");
    let mut first = draft(DraftKey::LogContact(PEG), "She said that");
    let second = draft(DraftKey::Note(TOM), "Ring the");
    assert_eq!(
        amira.ask(&Request::KeepDraft(first.clone())).unwrap(),
        Reply::Kept
    );
    next_millisecond();
    assert_eq!(
        amira.ask(&Request::KeepDraft(second.clone())).unwrap(),
        Reply::Kept
    );
    assert_eq!(drafts(&mut amira), [second.clone(), first.clone()]);
    // The same form again takes the place of what was there.
    first.fields[0].1 = "She said that the choir".to_owned();
    next_millisecond();
    amira.ask(&Request::KeepDraft(first.clone())).unwrap();
    assert_eq!(drafts(&mut amira), [first.clone(), second.clone()]);
    // Another session of the same person has them; another person does not.
    assert_eq!(drafts(&mut hub.session("amira")).len(), 2);
    assert!(drafts(&mut hub.session("ben")).is_empty());
    amira.ask(&Request::DropDraft(first.key.clone())).unwrap();
    amira.ask(&Request::DropDraft(first.key)).unwrap();
    assert_eq!(drafts(&mut amira), [second]);
}

#[test]
fn two_people_may_have_a_draft_of_one_form() {
    let store = Store::training();
    let hub = store.open();
    let (mut amira, mut sam) = (hub.session("amira"), hub.session("sam"));
    let of_amira = draft(DraftKey::LogContact(PEG), "Amira's words");
    let of_sam = draft(DraftKey::LogContact(PEG), "Sam's words");
    amira.ask(&Request::KeepDraft(of_amira.clone())).unwrap();
    sam.ask(&Request::KeepDraft(of_sam.clone())).unwrap();
    amira.ask(&Request::DropDraft(of_amira.key)).unwrap();
    assert_eq!(drafts(&mut sam), [of_sam]);
}

#[test]
fn drafts_are_there_after_the_hub_has_gone_without_a_word() {
    let store = Store::training();
    let kept = draft(DraftKey::LogContact(IDA), "half a sen");
    {
        let hub = store.open();
        hub.session("ben")
            .ask(&Request::KeepDraft(kept.clone()))
            .unwrap();
        // What a kill leaves is what lies on the disk now.
        let beside = store.layout.data.with_extension("copy");
        copy(&store.layout.data, &beside);
        drop(hub);
        std::fs::remove_dir_all(&store.layout.data).unwrap();
        std::fs::rename(&beside, &store.layout.data).unwrap();
    }
    let hub = store.open();
    assert_eq!(drafts(&mut hub.session("ben")), [kept]);
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    use std::os::unix::fs::DirBuilderExt;
    for file in files_under(from) {
        let target = to.join(file.strip_prefix(from).unwrap());
        let folder = target.parent().unwrap();
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .unwrap();
        std::fs::copy(file, target).unwrap();
    }
    let drafts = to.join("drafts");
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(drafts)
        .unwrap();
}

#[test]
fn a_draft_file_under_another_name_does_not_open() {
    let store = Store::training();
    let hub = store.open();
    let mut amira = hub.session("amira");
    amira
        .ask(&Request::KeepDraft(draft(DraftKey::Note(PEG), "about Peg")))
        .unwrap();
    let [file] = &files_under(&store.layout.drafts())[..] else {
        panic!("one draft")
    };
    // Moved to where another person's draft would lie.
    let name = file
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .replacen("1-", "2-", 1);
    std::fs::rename(file, file.with_file_name(name)).unwrap();
    assert!(drafts(&mut amira).is_empty());
    assert!(drafts(&mut hub.session("ben")).is_empty());
}
