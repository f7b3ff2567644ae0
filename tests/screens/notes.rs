//! Long notes in forms: rows, the mark, undo of typing, drafts that are gone on with.

use caseload::domain::ids::CaseId;
use caseload::tui::forms;
use caseload::tui::input::Input;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use crate::table::{Table, peg};

/// The text drawn in reverse.
fn marked(table: &Table) -> String {
    let (buffer, _) = table.drawn();
    let reversed = |cell: &&ratatui::buffer::Cell| cell.modifier.contains(Modifier::REVERSED);
    let cells = buffer.content().iter().filter(reversed);
    cells.map(|cell| cell.symbol()).collect()
}

fn changed(one: &Buffer, other: &Buffer) -> usize {
    let pairs = one.content().iter().zip(other.content());
    pairs.filter(|(one, other)| one != other).count()
}

#[test]
fn a_note_grows_into_the_free_rows_and_then_says_where_one_is() {
    let mut table = Table::on(peg(), (80, 24), || forms::note(CaseId(70)));
    let rows: Vec<String> = (1..=9).map(|number| format!("row {number}")).collect();
    table.input(Input::Paste(rows.join("\r\n")));
    table.shows("row 1").shows("row 9").hides("line 9 of 9");
    let rows: Vec<String> = (10..=40).map(|number| format!("row {number}")).collect();
    table.input(Input::Paste(format!("\r{}", rows.join("\r"))));
    table.shows("line 40 of 40").shows("row 40").hides("row 9");
    table.keys("pgup pgup pgup").shows("row 1").hides("row 40");
    table.keys("pgdn").hides("line 40").shows(" of 40");
}

#[test]
fn a_note_among_other_fields_leaves_them_their_rows() {
    let mut table = Table::sized(peg(), (80, 40));
    table.keys("l");
    let last = |table: &Table| {
        let lines = table.lines();
        lines.iter().position(|line| line.contains("Minutes"))
    };
    let before = last(&table).expect("the last field");
    for _ in 0..30 {
        table.types("x").keys("enter");
    }
    let after = last(&table).expect("the last field is still seen");
    assert!(after > before, "it has grown");
    table.shows("line 31 of 31");
}

#[test]
fn what_is_marked_is_cut_and_put_elsewhere() {
    let mut table = Table::on(peg(), (80, 24), || forms::note(CaseId(70)));
    table.types("first second").keys("ctrl-b ctrl-space end");
    assert_eq!(marked(&table), "second");
    table.keys("ctrl-k home ctrl-v").types(" ");
    table.shows("second first");
    assert_eq!(marked(&table), "");
    table
        .keys("ctrl-t")
        .shows("Nothing is marked yet")
        .keys("home ctrl-space ctrl-f ctrl-t")
        .shows("terminal's own clipboard is as it was")
        .keys("end ctrl-v")
        .shows("second first second");
}

#[test]
fn esc_lets_go_of_the_mark_before_it_leaves() {
    let mut table = Table::new(peg());
    table
        .keys("l")
        .types("some words")
        .keys("ctrl-space home esc");
    table.shows("some words");
    assert_eq!(marked(&table), "");
    table.keys("esc").shows("The draft is kept");
}

#[test]
fn typing_is_taken_back_word_by_word_and_brought_back() {
    let mut table = Table::on(peg(), (80, 24), || forms::note(CaseId(70)));
    table.types("three small words").keys("ctrl-u");
    table.shows("three small").hides("words");
    table.keys("ctrl-u ctrl-u").hides("three");
    table.keys("ctrl-u").shows("Nothing to take back");
    table
        .keys("ctrl-y ctrl-y")
        .shows("three small")
        .hides("words");
}

#[test]
fn a_draft_comes_back_with_its_mark() {
    let mut table = Table::new(peg());
    table
        .keys("l")
        .types("keep these words")
        .keys("ctrl-b ctrl-space ctrl-b");
    table.wakes();
    assert_eq!(table.drafts[0].mark, Some((0, 11)));
    table.input(Input::HangUp);
    let drafts = table.drafts.clone();
    let mut table = Table::away(peg(), (80, 24), || forms::log_contact(CaseId(70)));
    table.drafts = drafts;
    table.away = false;
    table.input(Input::HubBack);
    assert_eq!(marked(&table), "these ");
    table.types("x").shows("keep xwords");
}

#[test]
fn every_form_opens_where_its_draft_was_left() {
    for (opens, fill) in [
        ("l", "tab tab tab"),
        ("l", "tab tab tab tab"),
        ("f", "tab tab"),
        ("e", "tab tab tab tab"),
        ("e", "tab"),
    ] {
        let mut table = Table::new(peg());
        table.keys(opens).keys(fill);
        table.types("abc def").keys("left left");
        let (_, cursor) = table.drawn();
        let text = table.text();
        assert!(cursor.is_some(), "{text}");
        table.keys("esc").keys(opens);
        assert_eq!(table.drawn().1, cursor, "{opens}, {fill}\n{text}");
    }
}

#[test]
fn thirty_thousand_characters_are_kept_and_a_key_redraws_little() {
    let mut table = Table::on(peg(), (80, 24), || forms::note(CaseId(70)));
    let note = "a word and another ".repeat(1_600);
    assert!(note.len() > 30_000);
    table.input(Input::Paste(note.clone())).hides("is full");
    table.keys("pgup pgup pgup up");
    let (before, _) = table.drawn();
    table.keys("up");
    let (after, _) = table.drawn();
    assert!(changed(&before, &after) < 10, "{}", table.text());
    table.types("x");
    let (typed, _) = table.drawn();
    assert!(changed(&after, &typed) < 160, "{}", changed(&after, &typed));
    table.wakes();
    assert_eq!(table.drafts[0].fields[0].1.len(), note.trim_end().len() + 2);
}
