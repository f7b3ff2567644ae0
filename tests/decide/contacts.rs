//! Contacts close follow-ups, tries keep them, and every date that moves is counted.

use caseload::domain::{
    case::{CaseState, FollowUp, NextStep},
    contact::Contact,
    decide::Decision,
    intent::{Intent, NextChoice},
    refusal::Refusal,
    terms::{ClosingReason, ContactKind, Outcome, With},
};

use crate::world::{World, contact, day, follow_up, world};

fn tom() -> World {
    world().worker("Amira").practice("Elm").client("Tom")
}

fn due(days: i64) -> NextChoice {
    NextChoice::Due(follow_up(days))
}

fn log(world: &mut World, contact: Contact, next: NextChoice) -> Result<Decision, Refusal> {
    let intent = Intent::LogContact {
        case: world.case_of("Tom"),
        version: world.version("Tom"),
        contact,
        next,
    };
    world.ask("Amira", intent)
}

fn set_next(world: &mut World, next: NextChoice) -> Result<Decision, Refusal> {
    let intent = Intent::SetNextStep {
        case: world.case_of("Tom"),
        version: world.version("Tom"),
        next,
    };
    world.ask("Amira", intent)
}

fn step(world: &World) -> FollowUp {
    let next = &world.head("Tom").next;
    next.follow_up().cloned().expect("a follow-up")
}

#[test]
fn only_spoke_closes_a_follow_up() {
    for outcome in Outcome::ALL.iter().copied() {
        let mut world = tom().due_in_days(-4).what("ring CAB").moved(2);
        let answer = log(&mut world, contact(outcome), NextChoice::Keep);
        if outcome == Outcome::Spoke {
            assert_eq!(answer, Err(Refusal::NextStepMissing));
        } else {
            answer.expect("a try may keep what is due");
            assert_eq!((step(&world).on, step(&world).moved), (day(-4), 2));
        }
    }
}

#[test]
fn after_a_conversation_the_next_step_is_new_and_was_never_moved() {
    let mut world = tom().due_in_days(-4).what("ring CAB").moved(2);
    log(&mut world, contact(Outcome::Spoke), due(7)).expect("saved");
    assert_eq!(step(&world), follow_up(7));
    assert_eq!(world.head("Tom").tally.last_spoke, Some(day(0)));
}

#[test]
fn a_carer_or_a_service_answers_the_follow_up_but_is_not_two_way_contact() {
    for with in [With::Carer, With::Service, With::Professional] {
        let mut world = tom().due_in_days(0);
        let answered = Contact {
            with,
            ..contact(Outcome::Spoke)
        };
        let kept = log(&mut world, answered.clone(), NextChoice::Keep);
        assert_eq!(kept, Err(Refusal::NextStepMissing), "{with:?}");
        log(&mut world, answered, due(5)).expect("saved");
        let head = world.head("Tom");
        assert_eq!((head.tally.spoke, head.tally.last_spoke), (0, None));
        assert_eq!(head.state, CaseState::Received, "not spoken to yet");
    }
}

#[test]
fn tries_count_and_offer_another_day_which_is_a_move() {
    let mut world = tom().due_in_days(-1).what("ring CAB");
    log(&mut world, contact(Outcome::NoAnswer), due(1)).expect("saved");
    log(&mut world, contact(Outcome::Voicemail), due(1)).expect("saved");
    log(&mut world, contact(Outcome::DidNotAttend), due(3)).expect("saved");
    let head = world.head("Tom");
    assert_eq!((head.tally.tries, head.tally.tries_since), (3, 3));
    assert_eq!(head.tally.spoke, 0);
    assert_eq!(step(&world).moved, 2, "the same day again is no move");
    assert_eq!(step(&world).what, "ring CAB", "what for stays");
    log(&mut world, contact(Outcome::Spoke), due(9)).expect("saved");
    let tally = world.head("Tom").tally;
    assert_eq!((tally.tries, tally.tries_since, tally.spoke), (3, 0, 1));
}

#[test]
fn cancelled_and_sent_are_neither_tries_nor_conversations() {
    for outcome in [
        Outcome::CancelledByPerson,
        Outcome::CancelledByUs,
        Outcome::Sent,
    ] {
        let mut world = tom().due_in_days(2);
        log(&mut world, contact(outcome), NextChoice::Keep).expect("saved");
        let tally = world.head("Tom").tally;
        assert_eq!((tally.tries, tally.spoke), (0, 0), "{outcome:?}");
        assert_eq!(world.head("Tom").state, CaseState::Received);
    }
}

#[test]
fn a_date_or_none_because_is_forced() {
    let mut world = tom();
    for outcome in [Outcome::Spoke, Outcome::NoAnswer] {
        let none = log(&mut world, contact(outcome), NextChoice::Keep);
        assert_eq!(none, Err(Refusal::NextStepMissing), "{outcome:?}");
        let blank = NextChoice::NoneBecause(" \t ".to_owned());
        let blank = log(&mut world, contact(outcome), blank);
        assert_eq!(blank, Err(Refusal::ReasonMissing), "{outcome:?}");
    }
    assert_eq!(
        set_next(&mut world, NextChoice::Keep),
        Err(Refusal::NextStepMissing)
    );
    let why = NextChoice::NoneBecause("  in hospital ".to_owned());
    log(&mut world, contact(Outcome::Spoke), why).expect("saved");
    let kept = NextStep::NoneBecause("in hospital".to_owned());
    assert_eq!(world.head("Tom").next, kept);
    log(&mut world, contact(Outcome::Spoke), NextChoice::Keep).expect("the reason still holds");
    assert_eq!(world.head("Tom").next, kept);
}

#[test]
fn what_lies_ahead_may_stay_after_a_conversation() {
    let mut world = tom().due_in_days(5).moved(1);
    log(&mut world, contact(Outcome::Spoke), NextChoice::Keep).expect("saved");
    assert_eq!((step(&world).on, step(&world).moved), (day(5), 1));
}

#[test]
fn nothing_is_due_in_the_past_and_nothing_has_happened_in_the_future() {
    let mut world = tom().due_in_days(1);
    let past = log(&mut world, contact(Outcome::Spoke), due(-1));
    assert_eq!(past, Err(Refusal::DueInThePast { on: day(-1) }));
    assert_eq!(
        set_next(&mut world, due(-1)),
        Err(Refusal::DueInThePast { on: day(-1) })
    );
    let mut tomorrow = contact(Outcome::Spoke);
    tomorrow.on = day(1);
    let early = log(&mut world, tomorrow, due(2));
    assert_eq!(early, Err(Refusal::NotYetHappened { on: day(1) }));
    log(&mut world, contact(Outcome::Spoke), due(0)).expect("today is not past");
}

#[test]
fn another_day_for_a_next_step_is_counted_and_another_text_is_not() {
    let mut world = tom().due_in_days(1);
    set_next(&mut world, due(2)).expect("moved");
    set_next(&mut world, due(8)).expect("moved");
    let visit = FollowUp {
        kind: ContactKind::Home,
        what: " bring the form ".to_owned(),
        // A session cannot say how often it was moved.
        moved: 40,
        ..follow_up(8)
    };
    set_next(&mut world, NextChoice::Due(visit.clone())).expect("changed");
    let now = step(&world);
    assert_eq!((now.moved, now.what.as_str()), (2, "bring the form"));
    let same = set_next(&mut world, NextChoice::Due(now));
    assert!(same.is_err(), "an entry says that something happened");
}

#[test]
fn the_first_try_makes_contacting_and_the_first_conversation_active() {
    let mut world = tom().due_in_days(1);
    log(&mut world, contact(Outcome::NoAnswer), NextChoice::Keep).expect("saved");
    assert_eq!(world.head("Tom").state, CaseState::Contacting);
    let mut yesterday = contact(Outcome::Spoke);
    yesterday.on = day(-1);
    log(&mut world, yesterday, NextChoice::Keep).expect("saved");
    assert_eq!(world.head("Tom").state, CaseState::Active);
    assert_eq!(
        world.head("Tom").state_since,
        day(-1),
        "on the day it happened"
    );
    let mut waiting = tom().state(CaseState::Waiting).due_in_days(1);
    log(&mut waiting, contact(Outcome::NoAnswer), NextChoice::Keep).expect("saved");
    assert_eq!(
        waiting.head("Tom").state,
        CaseState::Waiting,
        "still waiting"
    );
}

#[test]
fn an_earlier_conversation_logged_late_does_not_move_last_spoke_back() {
    let mut world = tom().spoke_days_ago(2).due_in_days(1);
    let mut earlier = contact(Outcome::Spoke);
    earlier.on = day(-9);
    log(&mut world, earlier, NextChoice::Keep).expect("saved");
    let tally = world.head("Tom").tally;
    assert_eq!((tally.spoke, tally.last_spoke), (2, Some(day(-2))));
}

#[test]
fn a_case_that_has_ended_takes_notes_but_no_contacts_and_no_next_step() {
    let mut world = tom().state(CaseState::Closed {
        reason: ClosingReason::ALL[0],
        outcome: String::new(),
    });
    let refused = Err(Refusal::CaseNotOpen {
        state: "closed".to_owned(),
    });
    assert_eq!(log(&mut world, contact(Outcome::Spoke), due(1)), refused);
    assert_eq!(set_next(&mut world, due(1)), refused);
    let case = world.case_of("Tom");
    let note = |text: &str| Intent::AddNote {
        case,
        text: text.to_owned(),
    };
    world.ask("Amira", note("a card came")).expect("kept");
    assert!(world.ask("Amira", note(" \n ")).is_err(), "empty");
}

#[test]
fn an_edit_on_an_older_version_names_who_was_faster_and_when() {
    let mut world = tom().due_in_days(1).whole_practice_reach();
    world = world.worker("Ben").practice("Elm");
    let intent = Intent::SetNextStep {
        case: world.case_of("Tom"),
        version: world.version("Tom"),
        next: due(3),
    };
    world.ask("Ben", intent.clone()).expect("Ben is first");
    assert_eq!(
        world.ask("Amira", intent),
        Err(Refusal::ChangedMeanwhile {
            who: "Ben".to_owned(),
            at: "09:00".to_owned()
        })
    );
    assert_eq!(step(&world).on, day(3), "nothing was written");
}

#[test]
fn texts_are_cleaned_on_the_way_in() {
    let mut world = tom().due_in_days(1);
    let typed = Contact {
        note: "one\r\ntwo\u{1b}[31m".to_owned(),
        we_promised: "ring\nCAB".to_owned(),
        ..contact(Outcome::Spoke)
    };
    log(&mut world, typed, NextChoice::Keep).expect("saved");
    let record = &world.cases[&world.case_of("Tom")];
    let (_, kept) = record.contacts().next().expect("logged");
    assert!(!kept.note.contains('\u{1b}') && kept.note.starts_with("one\ntwo"));
    assert_eq!(kept.we_promised, "ring CAB");
}

#[test]
fn a_conversation_that_is_logged_late_leaves_the_tries_after_it_counted() {
    let mut world = tom().due_in_days(3);
    for days in [-9, -6, -2] {
        let mut tried = contact(Outcome::NoAnswer);
        tried.on = day(days);
        log(&mut world, tried, NextChoice::Keep).unwrap();
    }
    assert_eq!(world.head("Tom").tally.tries_since, 3);
    let mut spoke = contact(Outcome::Spoke);
    spoke.on = day(-6);
    log(&mut world, spoke, due(5)).unwrap();
    let tally = world.head("Tom").tally;
    // The try of the same day was logged before it, and counts as before it.
    assert_eq!((tally.spoke, tally.tries, tally.tries_since), (1, 3, 1));
    assert_eq!(tally.last_spoke, Some(day(-6)));
    assert_eq!(tally.last_any, Some(day(-2)));

    // One that lies further back changes nothing about those since the last.
    let mut spoke = contact(Outcome::Spoke);
    spoke.on = day(-8);
    log(&mut world, spoke, due(5)).unwrap();
    let tally = world.head("Tom").tally;
    assert_eq!((tally.spoke, tally.tries_since), (2, 1));
    assert_eq!(tally.last_spoke, Some(day(-6)));

    // Taken back, the count is what it was.
    world.ask("Amira", Intent::Undo).unwrap();
    world.ask("Amira", Intent::Undo).unwrap();
    let tally = world.head("Tom").tally;
    assert_eq!((tally.spoke, tally.tries, tally.tries_since), (0, 3, 3));
    assert_eq!((tally.last_spoke, tally.last_any), (None, Some(day(-2))));
    let folded = world.folded_anew();
    assert_eq!(folded.case(world.case_of("Tom")), Some(world.head("Tom")));
}

#[test]
fn a_late_conversation_still_counts_as_late_after_another_was_taken_back() {
    let mut world = tom().due_in_days(3);
    for (outcome, days) in [
        (Outcome::NoAnswer, -3),
        (Outcome::Spoke, -7),
        (Outcome::Spoke, -1),
    ] {
        let mut contact = contact(outcome);
        contact.on = day(days);
        log(&mut world, contact, due(4)).unwrap();
    }
    world.ask("Amira", Intent::Undo).unwrap();
    let tally = world.head("Tom").tally;
    assert_eq!((tally.spoke, tally.tries, tally.tries_since), (1, 1, 1));
}

#[test]
fn a_year_that_was_mistyped_is_asked_about() {
    let mut world = world().worker("Amira").practice("Elm").client("Tom");
    let long_ago = Contact {
        on: day(-30_000),
        ..contact(Outcome::Spoke)
    };
    let intent = |contact: Contact, world: &World| Intent::LogContact {
        case: world.case_of("Tom"),
        version: world.version("Tom"),
        contact,
        next: NextChoice::Due(follow_up(7)),
    };
    let refused = world.ask("Amira", intent(long_ago.clone(), &world));
    assert!(matches!(refused, Err(Refusal::Field { .. })), "{refused:?}");
    let before = Contact {
        on: day(-200),
        ..long_ago
    };
    world
        .ask("Amira", intent(before, &world))
        .expect("rung before they were referred");
}
