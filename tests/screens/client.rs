//! The client's page: cards in, screen out.

use caseload::domain::ids::ClientId;
use caseload::tui::input::Input;
use caseload::wire::{Notice, Request};

use crate::table::{Table, peg};

#[test]
fn the_page_at_home() {
    let table = Table::new(peg());
    insta::assert_snapshot!(table.text(), @"");
}

#[test]
fn the_page_on_a_wide_screen() {
    let table = Table::sized(peg(), (120, 40));
    insta::assert_snapshot!(table.text(), @"");
}

#[test]
fn the_page_in_a_small_window() {
    let table = Table::sized(peg(), (60, 15));
    insta::assert_snapshot!(table.text(), @"");
}

#[test]
fn another_change_of_theirs_is_asked_for_and_the_marker_stays() {
    let mut table = Table::new(peg());
    table.keys("j j");
    let marked = |table: &Table| table.lines().into_iter().find(|line| line.starts_with('>'));
    let before = marked(&table).expect("a row");
    assert!(before.contains("two letters"), "{before}");
    let card = &mut table.card;
    let history = &mut card.case.as_mut().expect("a case").history;
    let mut newest = history[0].clone();
    (newest.seq, newest.text) = (50, "rang back".to_owned());
    history.insert(0, newest);
    table.asked.clear();
    let changed = |clients| Notice::Changed {
        seq: 50,
        clients,
        cases: Vec::new(),
    };
    table.input(Input::Notice(changed(vec![ClientId(8)])));
    assert!(
        table.asked.is_empty(),
        "somebody else's change is nothing to her page"
    );
    table.input(Input::Notice(changed(vec![ClientId(7)])));
    assert!(matches!(table.asked[..], [Request::Client(_)]));
    table.shows("9 entries");
    assert_eq!(marked(&table), Some(before));
}

#[test]
fn an_entry_is_read_in_full() {
    let mut table = Table::new(peg());
    table.keys("j j enter");
    insta::assert_snapshot!(table.text(), @"");
    table.keys("enter").hides("they said");
}

#[test]
fn the_private_alert_opens_on_purpose_and_shuts_again() {
    let mut table = Table::new(peg());
    table.hides("brother").shows("▲");
    table.keys("v").shows("brother reads her letters");
    table.keys("v").hides("brother");
    table.keys("v 2").hides("brother");
}
