//! Help, palette, chords, choices, questions and forms by keys alone.

use caseload::tui::effect::Errand;
use caseload::tui::input::Input;
use caseload::wire::Request;

use crate::desk::Desk;

#[test]
fn help_lists_what_works_here_and_enter_does_it() {
    let mut desk = Desk::new();
    desk.keys("?")
        .shows("Help: Agenda: row 1 of 180")
        .shows("On the Agenda");
    desk.shows("Show one practice, or all  not now: one practice only");
    desk.types("log a").shows("1 of 1").hides("On the Agenda");
    desk.keys("enter").shows("Log a contact: Tomasz Okafor");
    desk.keys("f1")
        .shows("In a form")
        .hides("Move down one row");
}

#[test]
fn help_says_what_is_wrong_with_the_keymap_first() {
    let mut desk = Desk::with_keymap("schema = 1\n[case]\nlgo = [\"f2\"]\nstatus = [\"S\"]\n");
    desk.shows("mine.toml:3:1: error K02");
    desk.keys("?");
    assert!(
        desk.lines()[3].contains("mine.toml:3:1: error K02"),
        "{}",
        desk.text()
    );
    desk.types("status").shows("(yours)");
}

#[test]
fn the_palette_finds_a_command_by_its_name() {
    let mut desk = Desk::new();
    desk.keys("ctrl-p")
        .types("cov")
        .keys("enter")
        .shows("covered");
    desk.keys("enter :").types("zzz").shows("nothing found");
    desk.keys("enter").shows("nothing found");
    desk.keys("esc").hides("nothing found");
}

#[test]
fn the_keys_that_may_follow_are_shown_and_wait_for_ever() {
    let mut desk = Desk::with_keymap("schema = 1\nextends = \"vim\"\n");
    desk.keys("j j g")
        .shows("g then")
        .shows("Move to the first row");
    desk.keys("esc").hides("Move to the first row");
    desk.keys("g x").hides("Move to the first row");
    let before = desk.marked();
    desk.keys("g g");
    assert_ne!(desk.marked(), before);
    desk.keys("G").shows("Late");
}

#[test]
fn a_choice_is_taken_by_digit_or_by_enter() {
    let mut desk = Desk::new();
    desk.keys("s")
        .shows("Status of Tomasz Okafor")
        .shows("1 hold")
        .shows("2 close");
    desk.keys("2").shows("Picked(Tag(1), 1)").hides("1 hold");
    desk.keys("s down enter").shows("Picked(Tag(1), 1)");
    desk.keys("s 7").shows("1 hold");
    desk.keys("q").hides("1 hold");
}

#[test]
fn a_question_names_the_person_and_a_slip_says_no() {
    let mut desk = Desk::new();
    for slip in ["enter", "n", "esc"] {
        desk.keys("m")
            .shows("Erase Tomasz Okafor")
            .shows("Y yes  n no");
        desk.keys(slip).hides("Confirmed").hides("Erase");
    }
    desk.keys("m y")
        .shows("Erase Tomasz Okafor")
        .hides("Confirmed");
    desk.keys("Y").shows("Confirmed(Tag(2))");
}

#[test]
fn a_form_is_filled_in_with_few_keys() {
    let mut desk = Desk::new();
    desk.keys("l h").shows("[home]");
    desk.keys("tab")
        .types("read two letters, q and . and 1 are text");
    desk.keys("enter").types("second line").keys("tab");
    desk.types("fri").shows("Fri 27 Nov");
    desk.keys("enter");
    desk.shows("Logged home: read two letters, q and . and 1 are text / second line");
}

#[test]
fn a_form_says_what_is_missing_where_it_is_missing() {
    let mut desk = Desk::new();
    desk.keys("l p f2").shows("a date, or none");
    assert!(desk.marked().contains("Next step"), "{}", desk.text());
    desk.types("fri").keys("ctrl-s").shows("Logged phone");
}

#[test]
fn the_cursor_is_seen_in_fields_of_text_only() {
    let mut desk = Desk::new();
    assert_eq!(desk.drawn().1, None);
    desk.keys("l");
    assert_eq!(desk.drawn().1, None, "a choice has no cursor");
    desk.keys("tab").types("abc");
    let cursor = desk.drawn().1.expect("a cursor");
    assert_eq!((cursor.x, cursor.y), (16, 4));
    desk.keys("down");
    assert_eq!(desk.drawn().1.map(|cursor| cursor.y), Some(9));
    desk.keys("up up left").shows("Log a contact");
    desk.keys("esc");
    assert_eq!(desk.drawn().1, None);
}

#[test]
fn a_paste_goes_into_the_field_and_nowhere_else() {
    let mut desk = Desk::new();
    desk.input(Input::Paste("q\nq\n".to_owned()))
        .shows("There is no field here to paste into");
    desk.keys("l tab")
        .input(Input::Paste("one\ntwo".to_owned()));
    desk.shows("one").shows("two");
}

#[test]
fn every_way_out_of_a_form_keeps_its_draft() {
    for way in ["esc", "f3 ctrl-c", "ctrl-c"] {
        let mut desk = Desk::new();
        desk.keys("l");
        desk.errands.clear();
        desk.keys(way);
        let kept = |errand: &Errand| matches!(errand, Errand::Send(_, Request::Drafts));
        assert!(desk.errands.iter().any(kept), "{way}");
    }
    let mut desk = Desk::new();
    desk.keys("l").input(Input::HangUp);
    assert!(
        desk.errands
            .iter()
            .any(|errand| matches!(errand, Errand::Send(_, Request::Drafts)))
    );
}

#[test]
fn the_finder_opens_over_anything_and_goes_back_to_it() {
    let mut desk = Desk::new();
    desk.keys("l tab").types("half a note");
    desk.keys("f3")
        .types("zoë")
        .shows("Find: zoë")
        .shows("of 200 in reach");
    desk.keys("esc").shows("half a note");
}
