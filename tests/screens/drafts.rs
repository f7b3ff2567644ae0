//! Nothing typed is lost: drafts, refusals, a line that breaks.

use caseload::domain::ids::CaseId;
use caseload::domain::intent::Intent;
use caseload::readmodel::drafts::DraftKey;
use caseload::tui::forms;
use caseload::tui::input::Input;
use caseload::wire::Request;

use crate::table::{Table, peg};

#[test]
fn a_draft_is_kept_while_typing_and_comes_back_with_its_cursor() {
    let mut table = Table::new(peg());
    table.keys("l").types("half a sent");
    assert!(table.drafts.is_empty(), "not at every key");
    table.wakes();
    assert_eq!(table.drafts[0].key, DraftKey::LogContact(CaseId(70)));
    assert_eq!(table.drafts[0].label, "Margaret O'Neill");
    table
        .types("enc")
        .keys("left left esc")
        .shows("The draft is kept")
        .shows("NEXT STEP");
    table
        .keys("l")
        .shows("half a sentenc")
        .shows("This is the draft that you kept");
    table.types("X").shows("half a senteXnc");
    table.keys("tab").types("fri").keys("f2");
    assert!(table.drafts.is_empty(), "a saved form leaves no draft");
}

#[test]
fn a_form_that_nothing_was_typed_into_leaves_no_draft() {
    let mut table = Table::new(peg());
    table.keys("l esc").hides("draft");
    assert!(table.drafts.is_empty());
}

#[test]
fn a_terminal_that_goes_away_leaves_the_draft() {
    let mut table = Table::new(peg());
    table.keys("l").types("mid word").input(Input::HangUp);
    assert_eq!(
        table.drafts[0].fields,
        [("note".to_owned(), "mid word".to_owned())]
    );
}

#[test]
fn a_draft_is_thrown_away_after_a_question_only() {
    let mut table = Table::new(peg());
    table
        .keys("l")
        .types("wrong person")
        .keys("ctrl-x")
        .shows("thrown away for good")
        .shows("Margaret O'Neill");
    table.keys("enter").shows("wrong person");
    table
        .keys("ctrl-x Y")
        .shows("Thrown away")
        .shows("NEXT STEP");
    assert!(table.drafts.is_empty());
    table.keys("l").hides("wrong person");
}

#[test]
fn keys_that_come_before_the_card_are_typed_in_when_it_is_there() {
    let mut table = Table::away(peg(), (80, 24), || forms::log_contact(CaseId(70)));
    table
        .types("hello")
        .keys("enter")
        .types("there")
        .keys("tab")
        .types("fri");
    table.away = false;
    table
        .input(Input::HubBack)
        .shows("hello")
        .shows("there")
        .shows("Fri 27 Nov");
    table.keys("f2");
    let Intent::LogContact { contact, .. } = table.only() else {
        panic!("not a log")
    };
    assert_eq!(contact.note, "hello\nthere");
}

#[test]
fn what_was_not_answered_when_the_line_broke_is_sent_again_once() {
    let mut table = Table::new(peg());
    table.keys("l").types("spoke").keys("tab").types("fri");
    table.away = true;
    table.keys("f2").input(Input::HubLost).shows("spoke");
    table.away = false;
    table.input(Input::HubBack);
    assert_eq!(
        table.intents().len(),
        2,
        "not saved yet, so it is sent again"
    );
    table.shows("Logged.");
}

#[test]
fn what_may_have_been_saved_when_the_line_broke_is_not_sent_twice() {
    let mut table = Table::new(peg());
    table.keys("l").types("spoke").keys("tab").types("fri");
    table.away = true;
    table.keys("f2").input(Input::HubLost);
    table.away = false;
    table.card.case.as_mut().expect("a case").version = 43;
    table
        .input(Input::HubBack)
        .shows("it may be there already")
        .shows("spoke");
    assert_eq!(table.intents().len(), 1);
}

#[test]
fn the_hub_hears_of_a_draft_at_most_every_two_seconds() {
    let mut table = Table::new(peg());
    table.asked.clear();
    table.keys("l").types("a whole sentence without a pause");
    let kept = |table: &Table| {
        table
            .asked
            .iter()
            .filter(|ask| matches!(ask, Request::KeepDraft(_)))
            .count()
    };
    assert_eq!(kept(&table), 0);
    table.wakes();
    assert_eq!(kept(&table), 1);
    table.types("!");
    table.wakes();
    assert_eq!(kept(&table), 2);
}
