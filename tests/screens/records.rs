//! Details, the referral, and taking in somebody new.

use caseload::domain::client::ClientField;
use caseload::domain::ids::{CaseId, ClientId, PracticeId, StaffId};
use caseload::domain::intent::{Intent, NextChoice, Referred};
use caseload::domain::refusal::{Known, Refusal};
use caseload::readmodel::drafts::DraftKey;
use caseload::tui::forms;
use caseload::wire::Reply;

use crate::table::{Table, peg};

#[test]
fn details_send_only_what_was_changed() {
    let mut table = Table::new(peg());
    table
        .keys("e")
        .shows("4 Mar 1955 (71)")
        .shows("999 000 0018");
    insta::assert_snapshot!(table.text(), @r#"
     1 Agenda  2 Caseload
    ────────────────────────────────────────────────────────────────────────────────
     Details   Margaret O'Neill "Peg"   born 4 Mar 1955 (71)   Elm Tree
    ────────────────────────────────────────────────────────────────────────────────
    > Given name         Margaret
      Family name        O'Neill
      Known as           Peg
      Date of birth      4 Mar 1955                      4 Mar 1955 (71)
      NHS number         999 000 0018
      Practice           [Elm Tree]  Mill Lane
      Phone              07700 900118
      May we ring?       [not asked]  yes   no
      Voicemail?          not asked   yes  [no]
      Text?              [not asked]  yes   no
      Best time          after 10:00
      Second phone
      Email
      Address            12 Mill Road
      Postcode           EL1 4QT
      Alert              dog, visit in pairs
      As on the practice's list.

    ────────────────────────────────────────────────────────────────────────────────
     Ctrl-S save  Tab next field  Shift-Tab previous field  Ctrl-X discard
    "#);
    table.keys("tab tab ctrl-u").types("Peggy").keys("f2");
    let Intent::EditClient {
        client,
        version,
        set,
        ..
    } = table.only()
    else {
        panic!("no edit")
    };
    assert_eq!((client, version), (ClientId(7), 11));
    assert_eq!(set, [(ClientField::KnownAs, Some("Peggy".to_owned()))]);
}

#[test]
fn a_field_is_emptied_and_an_answer_taken_back() {
    let mut table = Table::new(peg());
    table.keys("e tab tab ctrl-u");
    for _ in 0..6 {
        table.keys("tab");
    }
    table.shows("Others may hear it").keys("home f2");
    let Intent::EditClient { set, .. } = table.only() else {
        panic!("no edit")
    };
    assert_eq!(
        set,
        [
            (ClientField::KnownAs, None),
            (ClientField::MayVoicemail, None)
        ]
    );
}

#[test]
fn a_wrong_number_is_said_at_its_field() {
    let mut table = Table::new(peg());
    table
        .keys("e tab tab tab tab ctrl-u")
        .types("9990000019")
        .keys("f2");
    assert!(table.intents().is_empty());
    let marked = table.lines().into_iter().find(|line| line.starts_with('>'));
    assert!(marked.expect("a field").contains("NHS number"));
}

#[test]
fn another_practice_is_a_move_of_its_own_after_the_rest() {
    let mut table = Table::new(peg());
    table
        .keys("e tab tab ctrl-u")
        .types("Peggy")
        .keys("tab tab tab m f2");
    let intents = table.intents();
    assert!(
        matches!(intents[0], Intent::EditClient { version: 11, .. }),
        "{intents:?}"
    );
    let moved = Intent::MovePractice {
        client: ClientId(7),
        version: 99,
        practice: PracticeId(2),
    };
    assert_eq!(intents[1], moved);
}

#[test]
fn the_referral_keeps_needs_by_their_code() {
    let mut table = Table::new(peg());
    table
        .keys("m 2")
        .shows("money, debt, benefits")
        .keys("tab tab tab ctrl-u")
        .types("bereav")
        .shows("bereavement");
    table.keys("tab tab").types("a visit").keys("f2");
    let Intent::EditCase { set, .. } = table.only() else {
        panic!("no edit")
    };
    let texts: Vec<&str> = set.iter().filter_map(|(_, text)| text.as_deref()).collect();
    assert_eq!(texts, ["bereavement", "a visit"]);
}

fn new_person() -> Table {
    Table::on(peg(), (80, 24), || forms::new_referral(None))
}

#[test]
fn somebody_new_is_taken_in() {
    let mut table = new_person();
    table
        .types("Zoë")
        .keys("tab")
        .types("Hart")
        .keys("tab tab")
        .types("4/3/1960")
        .keys("tab tab e");
    insta::assert_snapshot!(table.text(), @r#"
     1 Agenda  2 Caseload
    ────────────────────────────────────────────────────────────────────────────────
     New referral
    ────────────────────────────────────────────────────────────────────────────────
      Given name         Zoë
      Family name        Hart
      Known as
      Date of birth      4/3/1960                        4 Mar 1960 (66)
      NHS number
    > Practice           [Elm Tree]  Mill Lane
      Phone
      Voicemail?         [not asked]  yes   no
      Referred on
      Source             -
      Referred by
      Reason
      Other reasons
      What they ask


      Where they are registered.

    ────────────────────────────────────────────────────────────────────────────────
     Ctrl-S save  Tab next field  Shift-Tab previous field  Ctrl-X discard
    "#);
    table.keys("f2");
    let Intent::OpenCase {
        referred,
        worker,
        next,
        ..
    } = table.only()
    else {
        panic!("no case")
    };
    let Referred::New {
        fields,
        practice,
        although_similar,
    } = referred
    else {
        panic!("known")
    };
    assert_eq!(fields[&ClientField::Born], "1960-03-04");
    assert_eq!((practice, although_similar), (PracticeId(1), false));
    assert_eq!((worker, next), (Some(StaffId(1)), NextChoice::Keep));
    table.shows("NEXT STEP");
}

#[test]
fn somebody_like_her_is_shown_before_a_second_record_is_made() {
    let known = Known {
        client: ClientId(7),
        case: Some(CaseId(70)),
        label: "Margaret O'Neill, born 4 Mar 1955, Elm Tree (P7)".to_owned(),
    };
    let perhaps = Reply::Refused(Refusal::Perhaps { known: vec![known] });
    let mut table = new_person();
    table.answers.push_back(perhaps.clone());
    table
        .types("Margaret")
        .keys("tab")
        .types("O'Neill")
        .keys("tab tab tab tab e f2");
    table
        .shows("Is it one of these?")
        .shows("born 4 Mar 1955")
        .keys("2 enter");
    let Intent::OpenCase {
        referred: Referred::New {
            although_similar, ..
        },
        ..
    } = &table.intents()[1]
    else {
        panic!("not sent again");
    };
    assert!(although_similar);
    let mut table = new_person();
    table.answers.push_back(perhaps);
    table
        .types("Margaret")
        .keys("tab tab tab tab tab e f2 1")
        .shows("NEXT STEP");
    assert_eq!(
        table.drafts[0].key,
        DraftKey::NewClient,
        "what was typed is not lost"
    );
}

#[test]
fn a_new_case_of_somebody_known_asks_for_the_referral_only() {
    let mut table = Table::new(peg());
    table
        .keys("a")
        .hides("Given name")
        .shows("Margaret O'Neill")
        .keys("f2");
    let Intent::OpenCase { referred, .. } = table.only() else {
        panic!("no case")
    };
    assert_eq!(referred, Referred::Known(ClientId(7)));
}

#[test]
fn a_field_that_is_not_being_filled_in_shows_its_beginning() {
    let mut card = peg();
    let address = "Flat 3, the old post office behind the church, 12 Mill Road, Upper Elmbridge";
    card.fields.insert(ClientField::Address, address.to_owned());
    let mut table = Table::new(card);
    table
        .keys("e")
        .shows("Flat 3, the old post office behind")
        .shows("…");
}
