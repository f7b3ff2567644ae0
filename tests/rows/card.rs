//! The client's card.

use caseload::{
    domain::{
        case::{CaseState, NextStep},
        client::ClientField,
        contact::Contact,
        ids::CaseId,
        terms::{ClosingReason, ContactKind, Outcome, With},
    },
    readmodel::client::{self, CaseCard, ClientCard},
};

use crate::world::{World, contact, day, follow_up, world};

fn peg() -> World {
    let world = world().worker("Amira Khan").practice("Elm");
    world.client("Margaret O'Neill")
}

fn card(world: &World, who: &str, shown: Option<CaseId>) -> ClientCard {
    let client = world.client_id("Margaret O'Neill");
    let cases: Vec<_> = world.cases.values().cloned().collect();
    let record = &world.clients[&client];
    let asker = world.asker(who);
    client::build(&world.heads, asker, world.today(), record, &cases, shown)
}

fn shown(world: &World) -> CaseCard {
    card(world, "Amira Khan", None).case.expect("a case")
}

fn texts(world: &World) -> Vec<String> {
    let history = shown(world).history;
    history.into_iter().map(|row| row.text).collect()
}

#[test]
fn age_turns_on_the_birthday_and_stops_at_death() {
    for (born, age) in [("1955-11-23", 71), ("1955-11-24", 70), ("2026-11-01", 0)] {
        let world = peg().field(ClientField::Born, born);
        assert_eq!(card(&world, "Amira Khan", None).age, Some(age), "{born}");
    }
    let world = peg().field(ClientField::Born, "1955-03-04");
    let died = world.field(ClientField::DiedOn, "1999-03-03");
    assert_eq!(card(&died, "Amira Khan", None).age, Some(43));
    assert_eq!(card(&peg(), "Amira Khan", None).age, None);
}

#[test]
fn the_card_names_the_person_the_practice_and_the_worker() {
    let world = peg().field(ClientField::KnownAs, "Peg");
    let world = world.field(ClientField::PrivateAlert, "ask alone");
    let card = card(&world, "Amira Khan", None);
    assert_eq!(card.client, "Margaret O'Neill");
    assert_eq!(card.known_as, "Peg");
    assert_eq!(card.practice, "Elm Surgery");
    assert_eq!(card.fields[&ClientField::PrivateAlert], "ask alone");
    assert_eq!(
        card.version,
        world.heads.client(card.client_id).unwrap().touch.seq
    );
    assert_eq!(card.case.unwrap().worker, "Amira Khan");
}

#[test]
fn the_case_asked_for_else_the_open_one_else_the_newest() {
    let first = peg().case_of("Margaret O'Neill");
    let world = peg().another_case().state(CaseState::Closed {
        reason: ClosingReason::ALL[0],
        outcome: "settled".to_owned(),
    });
    let second = world.case_of("Margaret O'Neill");
    let of = |shown| card(&world, "Amira Khan", shown).case.unwrap().case;
    assert_eq!(of(None), first, "the open one");
    assert_eq!(of(Some(second)), second, "the one asked for");
    assert_eq!(of(Some(CaseId(99))), first, "no such case");
    let lines = card(&world, "Amira Khan", None).cases;
    assert_eq!(lines[0].case, second, "newest first");
    assert!(lines[0].state.ends_with("; settled"), "{}", lines[0].state);
}

#[test]
fn a_case_out_of_reach_is_not_on_the_card() {
    let world = peg().worker("Ben").practice("Elm").another_case();
    let bens = world.case_of("Margaret O'Neill");
    let card = card(&world, "Amira Khan", Some(bens));
    assert_eq!(card.cases.len(), 1);
    assert_ne!(card.case.unwrap().case, bens);
}

#[test]
fn history_is_newest_first_by_day_and_says_what_came_of_a_try() {
    let said = |outcome, days: i64, note: &str| Contact {
        on: day(-days),
        note: note.to_owned(),
        ..contact(outcome)
    };
    let world = peg()
        .logged(said(Outcome::NoAnswer, 6, ""))
        .logged(said(Outcome::Spoke, 20, "went through two letters"))
        .logged(said(Outcome::Voicemail, 13, "asked her to ring"));
    assert_eq!(
        texts(&world),
        [
            "referred 23 Nov",
            "no answer, no message left",
            "left a voicemail: asked her to ring",
            "went through two letters",
        ]
    );
    let history = shown(&world).history;
    assert_eq!(
        (history[1].kind.as_str(), history[1].is_contact),
        ("phone", true)
    );
    assert_eq!(history[1].who, "A Khan");
    assert!(!history[0].is_contact);
}

#[test]
fn others_who_answered_are_named_and_promises_stand_in_the_history() {
    let with_carer = Contact {
        with: With::Carer,
        note: "she is in hospital".to_owned(),
        we_promised: "to ring on Friday".to_owned(),
        ..contact(Outcome::Spoke)
    };
    let world = peg().logged(with_carer);
    let spoke = &shown(&world).history[0];
    assert_eq!(
        spoke.text,
        "spoke with carer or family: she is in hospital\nwe promised: to ring on Friday"
    );
}

#[test]
fn changes_of_state_and_next_step_read_as_sentences() {
    let world = peg().due_in_days(4).at(14, 0).what("bring the form");
    let world = world.state(CaseState::Paused { ask_on: day(60) });
    let texts = texts(&world);
    assert_eq!(texts[0], "paused: ask again Fri 22 Jan 2027 (was received)");
    assert_eq!(texts[1], "Fri 27 Nov 14:00, phone: bring the form");
}

#[test]
fn the_promise_is_that_of_the_last_conversation_with_the_person() {
    let visit = |days: i64, promised: &str| Contact {
        kind: ContactKind::Home,
        minutes: 50,
        on: day(-days),
        we_promised: promised.to_owned(),
        they_said: "to look for the letter".to_owned(),
        ..contact(Outcome::Spoke)
    };
    let carer = Contact {
        with: With::Carer,
        we_promised: "nothing to her".to_owned(),
        ..contact(Outcome::Spoke)
    };
    // The earlier visit is logged last: the day counts, not the order of typing.
    let world = peg().logged(visit(20, "to ring CAB"));
    let world = world.logged(visit(41, "a first look")).logged(carer);
    let promised = shown(&world).promised.expect("spoken to");
    assert_eq!(
        (promised.on, promised.how.as_str()),
        (day(-20), "home, 50 min")
    );
    assert_eq!(promised.we_promised, "to ring CAB");
    assert_eq!(promised.they_said, "to look for the letter");
    assert_eq!(shown(&peg()).promised, None);
}

#[test]
fn the_case_card_carries_next_step_tally_and_version() {
    let world = peg().spoke_days_ago(20).due_in_days(-13).tried_days_ago(6);
    let case = shown(&world);
    assert_eq!(case.late_days, 13);
    assert_eq!(case.next, NextStep::Due(follow_up(-13)));
    assert_eq!((case.tally.spoke, case.tally.tries_since), (1, 1));
    assert_eq!(case.version, world.version("Margaret O'Neill"));
}
