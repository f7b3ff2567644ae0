//! Notes on the work between two people: private unseen, shared seen and answered, read differently.

use caseload::{
    domain::{
        ids::{NoteId, StaffId},
        intent::Intent,
        supervision::{NoteIntent, NoteText, OwnMark, SupervisionNote},
        terms::{Concept, NoteLevel, Position, Side},
    },
    readmodel::integration::{Behind, Integration, IntegrationQuery, NoteCard},
    wire::{Notice, Reply, Request, Trouble},
};

use super::store::{AMIRA, ELM, Session, Store};

fn grid(session: &mut Session, behind: Behind) -> Integration {
    let query = IntegrationQuery {
        behind,
        limit: 20,
        ..IntegrationQuery::default()
    };
    match session.ask(&Request::Integration(query)) {
        Ok(Reply::Integration(grid)) => *grid,
        other => panic!("{other:?}"),
    }
}

fn card(session: &mut Session, id: NoteId) -> Result<NoteCard, Trouble> {
    match session.ask(&Request::Note(id))? {
        Reply::Note(card) => Ok(*card),
        other => panic!("{other:?}"),
    }
}

fn supervise(session: &mut Session, intent: NoteIntent) {
    session.act(Intent::Supervise(intent)).expect("granted");
}

fn text() -> NoteText {
    NoteText {
        subject: AMIRA,
        practice: Some(ELM),
        level: NoteLevel::Practice,
        on: None,
        text: "Nothing comes back from the practice.".to_owned(),
        shared: false,
        marks: vec![OwnMark {
            concept: Some(Concept::Effect),
            position: Position::FittingIn,
            ..OwnMark::default()
        }],
    }
}

fn hears(session: &mut Session) {
    session.notice("word of a note", |notice| {
        matches!(notice, Notice::NotesChanged { .. }).then_some(())
    });
    session.notices.clear();
}

/// What is nobody else's is nobody else's to notice.
fn heard_nothing(session: &Session) -> bool {
    let of_change = |notice: &Notice| {
        matches!(
            notice,
            Notice::NotesChanged { .. } | Notice::DirectoryChanged { .. } | Notice::Changed { .. }
        )
    };
    !session.notices.iter().any(of_change)
}

#[test]
fn private_is_unseen_shared_is_seen_answered_and_read_differently() {
    let store = Store::training();
    let hub = store.open();
    let (mut sam, mut amira) = (hub.session("sam"), hub.session("amira"));
    let (mut ben, mut pat) = (hub.session("ben"), hub.session("pat"));
    supervise(&mut sam, NoteIntent::Write(text()));
    let id = NoteId(1);
    assert_eq!(grid(&mut sam, Behind::All).totals.notes, 1);
    for other in [&mut amira, &mut ben, &mut pat] {
        assert_eq!(grid(other, Behind::All).totals.notes, 0);
        let refused = card(other, id).expect_err("private");
        assert!(refused.message.contains("yours to read"), "{refused}");
        assert!(heard_nothing(other), "{:?}", other.notices);
    }
    let version = card(&mut sam, id).expect("his own").version;
    supervise(&mut sam, NoteIntent::Share { note: id, version });
    hears(&mut amira);
    let seen = card(&mut amira, id).expect("shared");
    assert!(seen.may_answer && !seen.mine && seen.side == Side::LinkWorker);
    let version = seen.version;
    let set = Some(OwnMark {
        position: Position::BoltedOn,
        words: "Nothing comes back".to_owned(),
        ..OwnMark::default()
    });
    let concept = Some(Concept::Effect);
    sam.notices.clear();
    let mark = NoteIntent::Mark {
        note: id,
        version,
        concept,
        set,
    };
    supervise(&mut amira, mark);
    hears(&mut sam);
    let version = card(&mut amira, id).expect("hers").version;
    let answer = NoteIntent::Answer {
        note: id,
        version,
        text: "Still no search.".to_owned(),
    };
    supervise(&mut amira, answer);
    for reader in [&mut sam, &mut amira] {
        let both = grid(reader, Behind::Differing);
        assert_eq!((both.totals.differing, both.listed_of), (1, 1));
        let marks = &both.listed[0].marks;
        assert_eq!(
            marks,
            &["E bolted on (link worker)", "E fitting in (supervisor)"]
        );
        let note: SupervisionNote = card(reader, id).expect("theirs").note;
        assert_eq!(note.answers[0].text, "Still no search.");
        assert_eq!(note.answers[0].who, AMIRA);
    }
    for other in [&mut ben, &mut pat] {
        assert!(card(other, id).is_err());
        assert!(heard_nothing(other), "{:?}", other.notices);
    }
    // What Sam shared he cannot take back under Amira's answer; undo says who was faster.
    let refused = sam.act(Intent::Undo).expect_err("overtaken");
    assert!(
        refused.message.contains("Amira Khan has changed it since"),
        "{refused}"
    );
}

#[test]
fn notes_are_there_after_the_records_were_made_again_and_after_a_start() {
    let store = Store::training();
    {
        let hub = store.open();
        let mut amira = hub.session("amira");
        supervise(&mut amira, NoteIntent::Write(text()));
        let mut pat = hub.session("pat");
        pat.ask(&Request::Rebuild).expect("made again");
        let verdict = pat.ask(&Request::Verify { deep: true }).expect("looked");
        assert!(matches!(verdict, Reply::Verdict(verdict) if verdict.sound));
    }
    let hub = store.open();
    let mut amira = hub.session("amira");
    let kept = card(&mut amira, NoteId(1)).expect("kept");
    assert_eq!((kept.note.subject, kept.note.author), (StaffId(1), AMIRA));
    // The next one gets a number of its own.
    let other = NoteText {
        text: "Another.".to_owned(),
        ..text()
    };
    supervise(&mut amira, NoteIntent::Write(other));
    assert!(card(&mut amira, NoteId(2)).is_ok());
}
