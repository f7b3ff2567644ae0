//! Notes on the work: who writes, reads, marks and answers them; versions; undo.

use caseload::domain::{
    fact::About,
    ids::NoteId,
    intent::Intent,
    refusal::Refusal,
    supervision::{NoteIntent, NoteText, OwnMark, SupervisionNote},
    terms::{Concept, Position, Side},
};

use crate::world::{World, day, world};

/// Amira, supervised by Sam; Ben, supervised by Lea; Pat manages Elm.
fn elm() -> World {
    let world = world().worker("Amira").practice("Elm").supervisor("Sam");
    let world = world.worker("Ben").practice("Elm").supervisor("Lea");
    world.manager("Pat")
}

fn text(world: &World, about: &str) -> NoteText {
    world.note_text(about, "Nothing *comes back* from the practice.", &[])
}

fn private(world: &World, about: &str) -> NoteText {
    NoteText {
        shared: false,
        ..text(world, about)
    }
}

fn supervise(intent: NoteIntent) -> Intent {
    Intent::Supervise(intent)
}

fn write(note: NoteText) -> Intent {
    supervise(NoteIntent::Write(note))
}

fn last(world: &World) -> SupervisionNote {
    let (id, _) = world.last_note();
    world.heads.directory.notes[&id].note.clone()
}

fn mark(world: &World, position: Position, words: &str) -> Intent {
    let (note, version) = world.last_note();
    supervise(NoteIntent::Mark {
        note,
        version,
        concept: Some(Concept::Effect),
        set: Some(OwnMark {
            position,
            words: words.to_owned(),
            ..OwnMark::default()
        }),
    })
}

fn answer(world: &World, words: &str) -> Intent {
    let (note, version) = world.last_note();
    supervise(NoteIntent::Answer {
        note,
        version,
        text: words.to_owned(),
    })
}

#[test]
fn link_workers_write_about_their_own_work_and_supervisors_about_that_of_theirs() {
    let world = elm();
    for (who, about, may) in [
        ("Amira", "Amira", true),
        ("Amira", "Ben", false),
        ("Sam", "Amira", true),
        ("Sam", "Ben", false),
        ("Sam", "Sam", false),
        ("Lea", "Ben", true),
        ("Pat", "Amira", false),
        ("Pat", "Pat", false),
    ] {
        let decided = world.decide(who, write(text(&world, about)));
        assert_eq!(decided.is_ok(), may, "{who} about {about}: {decided:?}");
    }
}

#[test]
fn a_note_is_read_by_its_author_and_once_shared_by_its_link_worker_and_their_supervisor() {
    let cases = [
        // author, shared, who reads it
        ("Amira", false, &["Amira"][..]),
        ("Amira", true, &["Amira", "Sam"]),
        ("Sam", false, &["Sam"]),
        ("Sam", true, &["Amira", "Sam"]),
    ];
    for (author, shared, readers) in cases {
        let mut world = elm();
        let note = NoteText {
            shared,
            ..text(&world, "Amira")
        };
        let decided = world.ask(author, write(note)).expect("granted");
        let about = About::Staff(world.staff("Amira").id);
        assert!(decided.facts.iter().all(|(of, _)| *of == about));
        let note = last(&world);
        for who in ["Amira", "Ben", "Sam", "Lea", "Pat"] {
            let reads = world.asker(who).reads_note(&world.heads, &note);
            assert_eq!(
                reads,
                readers.contains(&who),
                "{who}, by {author}, {shared}"
            );
            let marked = world.decide(who, mark(&world, Position::BoltedOn, ""));
            assert_eq!(marked.is_ok(), reads, "{who} marks: {marked:?}");
            let answered = world.decide(who, answer(&world, "so it is"));
            assert_eq!(answered.is_ok(), reads && shared, "{who}: {answered:?}");
        }
    }
}

#[test]
fn both_sides_marks_stand_side_by_side() {
    let mut world = elm();
    world
        .ask("Sam", write(text(&world, "Amira")))
        .expect("granted");
    let bolted = mark(&world, Position::BoltedOn, "comes back");
    // Words that are not in the note are refused; breaks and capitals do not matter.
    let strange = world.decide("Sam", mark(&world, Position::BoltedOn, "goes well"));
    assert!(matches!(strange, Err(Refusal::Field { .. })), "{strange:?}");
    world
        .ask("Sam", mark(&world, Position::FittingIn, "nothing  *COMES"))
        .expect("granted");
    let stale = world.decide("Amira", bolted);
    assert!(
        matches!(stale, Err(Refusal::ChangedMeanwhile { .. })),
        "{stale:?}"
    );
    world
        .ask("Amira", mark(&world, Position::BoltedOn, "*comes back*"))
        .expect("granted");
    let note = last(&world);
    let marks: Vec<_> = note
        .marks
        .iter()
        .map(|mark| (mark.side, mark.position))
        .collect();
    assert_eq!(
        marks,
        [
            (Side::LinkWorker, Position::BoltedOn),
            (Side::Supervisor, Position::FittingIn)
        ]
    );
    assert_eq!(note.differences(), [Some(Concept::Effect)]);
    // Taking one's own away leaves the other's.
    let (id, version) = world.last_note();
    let none = NoteIntent::Mark {
        note: id,
        version,
        concept: Some(Concept::Effect),
        set: None,
    };
    world.ask("Sam", supervise(none)).expect("granted");
    let left = last(&world).marks;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].by, world.staff("Amira").id);
}

#[test]
fn only_the_author_changes_and_nothing_shared_becomes_private() {
    let mut world = elm();
    world
        .ask("Sam", write(private(&world, "Amira")))
        .expect("granted");
    let (note, version) = world.last_note();
    let change = |now| supervise(NoteIntent::Change { note, version, now });
    let hidden = world.decide("Amira", change(text(&world, "Amira")));
    assert!(
        matches!(hidden, Err(Refusal::NotFound { .. })),
        "{hidden:?}"
    );
    let share = supervise(NoteIntent::Share { note, version });
    let shared = world.ask("Sam", share).expect("granted");
    assert_eq!(shared.said, "Shared with Amira.");
    let stale = world.decide("Sam", change(text(&world, "Amira")));
    assert!(
        matches!(stale, Err(Refusal::ChangedMeanwhile { .. })),
        "{stale:?}"
    );
    let (_, version) = world.last_note();
    let change = |now| supervise(NoteIntent::Change { note, version, now });
    let others = world.decide("Amira", change(text(&world, "Amira")));
    assert!(
        matches!(others, Err(Refusal::NotAllowed { .. })),
        "{others:?}"
    );
    let back = world.decide("Sam", change(private(&world, "Amira")));
    assert!(matches!(back, Err(Refusal::Said(_))), "{back:?}");
    let moved = NoteText {
        subject: world.staff("Ben").id,
        ..text(&world, "Amira")
    };
    assert!(world.decide("Sam", change(moved)).is_err());
    let later = NoteText {
        on: Some(day(1)),
        ..text(&world, "Amira")
    };
    assert!(world.decide("Sam", change(later)).is_err());
    let empty = NoteText {
        text: " \n ".to_owned(),
        ..text(&world, "Amira")
    };
    assert!(world.decide("Sam", change(empty)).is_err());
    let same = world.decide("Sam", write(text(&world, "Amira")));
    assert!(
        matches!(same, Err(Refusal::Said(_))),
        "kept twice: {same:?}"
    );
}

#[test]
fn undo_and_redo_take_a_note_back_unless_the_other_side_was_there_since() {
    let mut world = elm();
    world
        .ask("Sam", write(text(&world, "Amira")))
        .expect("granted");
    world
        .ask("Sam", mark(&world, Position::BoltedOn, ""))
        .expect("granted");
    let undone = world.ask("Sam", Intent::Undo).expect("undone");
    assert_eq!(
        undone.said,
        "Undone: the mark of the note on the work of Amira."
    );
    assert!(last(&world).marks.is_empty());
    world.ask("Sam", Intent::Redo).expect("brought back");
    assert_eq!(last(&world).marks.len(), 1);
    world.ask("Sam", Intent::Undo).expect("undone");
    world.ask("Sam", Intent::Undo).expect("undone");
    assert!(world.heads.directory.notes.is_empty());
    world.ask("Sam", Intent::Redo).expect("brought back");
    world
        .ask("Amira", answer(&world, "Still no search."))
        .expect("answered");
    let refused = world.decide("Sam", Intent::Undo);
    assert!(
        matches!(refused, Err(Refusal::UndoOvertaken { .. })),
        "{refused:?}"
    );
    world.ask("Amira", Intent::Undo).expect("undone");
    assert!(last(&world).answers.is_empty());
    let anew = world.folded_anew();
    assert_eq!(anew.directory.notes, world.heads.directory.notes);
    assert_eq!(anew.directory.next, world.heads.directory.next);
}

#[test]
fn a_note_that_somebody_else_answered_stays() {
    let mut world = elm();
    world
        .ask("Amira", write(text(&world, "Amira")))
        .expect("granted");
    let away = |world: &World| {
        let (note, version) = world.last_note();
        supervise(NoteIntent::TakeAway { note, version })
    };
    assert!(world.decide("Sam", away(&world)).is_err());
    assert!(world.decide("Amira", away(&world)).is_ok());
    world
        .ask("Sam", mark(&world, Position::BoltedOn, ""))
        .expect("granted");
    let refused = world.decide("Amira", away(&world));
    assert!(matches!(refused, Err(Refusal::Said(_))), "{refused:?}");
    let none = NoteIntent::TakeAway {
        note: NoteId(99),
        version: 0,
    };
    let none = world.decide("Amira", supervise(none));
    assert!(matches!(none, Err(Refusal::NotFound { .. })), "{none:?}");
}
