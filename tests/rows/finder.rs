//! Rows of the finder, and the desk.

use caseload::{
    domain::{
        case::CaseState,
        client::ClientField,
        ids::{CaseId, ContactId, ServiceId},
        terms::StoreKind,
    },
    readmodel::{
        find::{self, FindKind, FindRow, NoteFound},
        lists,
    },
};

use crate::world::{World, day, world};

fn peg() -> World {
    let world = world().worker("Amira Khan").practice("Elm");
    world.client("Margaret O'Neill")
}

fn row(world: &World, who: &str) -> Option<FindRow> {
    let id = world.client_id("Margaret O'Neill");
    let marks = ["oneil".to_owned()];
    find::client_row(&world.heads, world.asker(who), id, world.today(), &marks)
}

fn side(world: &World) -> String {
    row(world, "Amira Khan").expect("in reach").side
}

#[test]
fn a_client_is_told_apart_by_birth_date_and_practice() {
    let world = peg()
        .field(ClientField::KnownAs, "Peg")
        .field(ClientField::Born, "1955-03-04");
    let row = row(&world, "Amira Khan").expect("in reach");
    assert_eq!(
        row.label,
        "Margaret O'Neill \"Peg\"   born 4 Mar 1955   Elm Surgery"
    );
    assert_eq!((row.kind, row.id.as_str()), (FindKind::Client, "P1"));
    assert_eq!(row.marks, ["oneil"]);
    assert_eq!(row.case, Some(CaseId(1)));
}

#[test]
fn the_side_says_what_matters_now() {
    assert_eq!(side(&peg()), "no next step");
    assert_eq!(side(&peg().due_in_days(-13)), "13 d late");
    assert_eq!(side(&peg().due_in_days(0)), "today");
    assert_eq!(side(&peg().due_in_days(0).at(9, 30)), "today 09:30");
    assert_eq!(side(&peg().due_in_days(4)), "Fri 27 Nov");
    assert_eq!(side(&peg().none_because("away")), "received");
    let gone = CaseState::NotAccepted {
        because: String::new(),
    };
    assert_eq!(side(&peg().due_in_days(-3).state(gone)), "not accepted");
    assert_eq!(side(&peg().due_in_days(-3).died_days_ago(1)), "died");
}

#[test]
fn nobody_out_of_reach_is_found() {
    let world = peg().worker("Ben").practice("Elm");
    assert!(row(&world, "Amira Khan").is_some());
    assert_eq!(row(&world, "Ben"), None);
    let note = NoteFound {
        case: world.case_of("Margaret O'Neill"),
        note: ContactId(1),
        on: day(-11),
        who: world.staff("Amira Khan").id,
        text: "spoke of the debt",
    };
    let heads = &world.heads;
    let found = |who| find::note_row(heads, world.asker(who), note, day(0), &[]);
    assert!(found("Amira Khan").is_some());
    assert_eq!(found("Ben"), None);
}

#[test]
fn a_note_shows_whom_it_is_about_and_the_words_around_the_match() {
    let world = peg();
    let text = "She was well.\nWe went to the hall and then she asked about the debt that came \
                with the letter of April, which she keeps in a drawer with all of the others";
    let note = NoteFound {
        case: world.case_of("Margaret O'Neill"),
        note: ContactId(7),
        on: day(-11),
        who: world.staff("Amira Khan").id,
        text,
    };
    let marks = ["debt".to_owned()];
    let asker = world.asker("Amira Khan");
    let row = find::note_row(&world.heads, asker, note, day(0), &marks).expect("in reach");
    assert_eq!(
        row.label,
        "Margaret O'Neill   \"… then she asked about the debt that came with the letter of \
         April, …\""
    );
    assert_eq!(row.side, "12 Nov  A Khan");
    assert_eq!((row.kind, row.id.as_str()), (FindKind::Note, "K7"));
}

#[test]
fn an_open_case_is_opened_before_a_newer_closed_one() {
    let world = peg().another_case().state(CaseState::Declined {
        because: String::new(),
    });
    let row = row(&world, "Amira Khan").expect("in reach");
    assert_eq!(row.case, Some(CaseId(1)));
}

#[test]
fn services_are_everyones() {
    let world = peg().service("Knit & Natter");
    let row = find::service_row(&world.heads, ServiceId(1), &[]).expect("a service");
    assert_eq!(
        (row.label.as_str(), row.side.as_str()),
        ("Knit & Natter   Elm Hall", "")
    );
    assert_eq!(find::service_row(&world.heads, ServiceId(2), &[]), None);
}

#[test]
fn the_desk_says_who_where_and_when() {
    let world = peg();
    let desk = lists::desk(&world.heads, world.asker("Amira Khan"), day(0));
    assert_eq!(desk.me.name, "Amira Khan");
    assert_eq!((desk.kind, desk.today_stands), (StoreKind::Training, false));
    assert_eq!((desk.staff.len(), desk.practices.len()), (1, 1));
    assert_eq!(desk.seq, world.heads.seq);
}
