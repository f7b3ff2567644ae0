//! Plain text to copy: all of it, nothing beside it, and honest words about clipboards.

use caseload::domain::ids::CaseId;
use caseload::tui::effect::{Alarm, Errand};
use caseload::tui::forms;
use caseload::tui::input::Input;

use crate::agenda::morning;
use crate::seat::Seat;
use crate::table::{Table, peg};

fn sent(seat: &Seat) -> Vec<&str> {
    let clips = seat.desk.errands.iter().filter_map(|errand| match errand {
        Errand::Clipboard(text) => Some(text.as_str()),
        _ => None,
    });
    clips.collect()
}

#[test]
fn a_client_is_copied_whole_and_without_a_frame() {
    let mut table = Table::new(peg());
    table.keys("=");
    let text = table.text();
    table
        .shows("in PuTTY that copies it")
        .shows("Margaret O'Neill \"Peg\"")
        .hides("─")
        .hides("…");
    assert!(!text.contains("Agenda"), "no line of places\n{text}");
    let mut all = String::new();
    for _ in 0..6 {
        all.push_str(&table.text());
        table.keys("pgdn");
    }
    let all = all.replace('\n', "");
    for words in [
        "April one missing, she thinks it is with her",
        "they said: she would look for the letter",
        "Named GP: Dr Rao",
    ] {
        assert!(all.contains(words), "{words}\n{all}");
    }
    assert!(!all.contains("brother reads"), "the private alert is shut");
    table.keys("esc").shows("NEXT STEP");
    table.keys("v =").shows("brother reads her letters");
}

#[test]
fn a_note_that_is_being_written_and_an_entry_are_copied_whole() {
    let mut table = Table::on(peg(), (80, 24), || forms::note(CaseId(70)));
    let lines: Vec<String> = (0..30).map(|number| format!("row {number}")).collect();
    table.input(Input::Paste(lines.join("\n"))).keys("f5");
    table.shows("row 0").hides("row 29");
    table.keys("end").shows("row 29");
    let mut table = Table::new(peg());
    table.keys("end enter =").shows("referred 14 Sep");
}

#[test]
fn a_list_is_copied_with_nothing_cut() {
    let long = "a promise that is far too long for one row of eighty columns of any list";
    let world = morning()
        .client("Wanda Long")
        .due_in_days(0)
        .at(8, 0)
        .what(long);
    let mut seat = Seat::new(world, "Amira");
    assert!(!seat.text().contains(long));
    seat.keys("=");
    let text = seat.text().replace('\n', "");
    assert!(text.contains(long), "{}", seat.text());
    assert!(seat.text().contains("Wanda Long"));
}

#[test]
fn the_clipboard_gets_it_on_a_key_and_nothing_is_promised() {
    let mut seat = Seat::new(morning(), "Amira");
    seat.keys("=");
    assert_eq!(sent(&seat).len(), 0, "never by itself");
    seat.keys("c");
    assert!(seat.text().contains("if it allows it; PuTTY does not"));
    let sent = sent(&seat);
    assert!(sent.len() == 1 && sent[0].contains("Joyce Adeyemi"));
    assert!(!sent[0].contains('\u{1b}'));
}

#[test]
fn the_copy_is_covered_like_everything_else() {
    let mut table = Table::new(peg());
    table.keys("=").input(Input::Alarm(Alarm::Idle));
    table.shows("covered").hides("Margaret");
    table
        .keys("enter")
        .shows("Margaret")
        .keys("q")
        .shows("NEXT STEP");
}
