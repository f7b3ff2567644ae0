//! What every screen stands in: places, hints, messages, cover, small windows, the hub going away.

use caseload::tui::draw::Look;
use caseload::tui::effect::{Alarm, Errand};
use caseload::tui::glyphs::ASCII;
use caseload::tui::input::Input;
use caseload::tui::keymap::Keymap;
use caseload::tui::theme::Theme;
use caseload::wire::Notice;
use chrono::NaiveDate;

use crate::demo::setup;
use crate::desk::Desk;

#[test]
fn the_first_line_says_where_one_is_and_the_last_what_keys_do() {
    let mut desk = Desk::new();
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date");
    desk.input(Input::Notice(Notice::TodayIs(today)));
    let lines = desk.lines();
    assert!(
        lines[0].starts_with(" 1 Agenda  2 Caseload "),
        "{}",
        lines[0]
    );
    assert!(lines[0].ends_with("TRAINING Mon 23 Nov"), "{}", lines[0]);
    assert_eq!(lines[1], "─".repeat(80));
    assert_eq!(lines[22], "─".repeat(80));
    assert_eq!(
        lines[23], " Enter open  l log  f next step  . cover  / find  ? help",
        "what does not work here is not offered"
    );
}

#[test]
fn digits_go_to_places_and_back_comes_home() {
    let mut desk = Desk::new();
    desk.keys("2");
    assert!(desk.app.heading().starts_with("Caseload"));
    desk.keys("4");
    assert!(desk.app.heading().starts_with("Caseload"));
    desk.keys("q");
    assert!(desk.app.heading().starts_with("Agenda"));
    desk.keys("q")
        .shows("This is the first screen; Ctrl-C leaves");
    assert!(!desk.errands.contains(&Errand::Quit));
}

#[test]
fn arrows_and_letters_move_alike() {
    let mut desk = Desk::new();
    let first = desk.marked();
    desk.keys("down j");
    let third = desk.marked();
    assert_ne!(first, third);
    desk.keys("up k");
    assert_eq!(desk.marked(), first);
    desk.keys("end home");
    assert_eq!(desk.marked(), first);
}

#[test]
fn the_cover_shows_nothing_of_anyone_and_only_enter_takes_it_away() {
    let mut desk = Desk::new();
    let before = desk.text();
    desk.keys(".")
        .shows("covered")
        .hides("Okafor")
        .hides("Agenda");
    desk.keys("j / l").shows("covered");
    desk.input(Input::Paste("x".to_owned())).shows("covered");
    desk.keys("enter");
    assert_eq!(desk.text(), before);
}

#[test]
fn a_desk_that_nobody_touches_covers_itself() {
    let mut desk = Desk::new();
    let idle = |errand: &Errand| matches!(errand, Errand::Wake(Alarm::Idle, _));
    assert!(desk.errands.iter().any(idle));
    desk.errands.clear();
    desk.keys("j");
    assert!(
        desk.errands.iter().any(idle),
        "every key starts the time again"
    );
    desk.input(Input::Alarm(Alarm::Idle)).shows("covered");
    desk.errands.clear();
    desk.keys("ctrl-c");
    assert!(desk.errands.contains(&Errand::Quit), "one can always leave");
}

#[test]
fn the_smallest_window_still_says_how_to_leave_and_no_key_of_writing_leaves() {
    let mut desk = Desk::new();
    desk.input(Input::Resize(10, 3)).shows("q leaves");
    desk.keys("esc backspace");
    assert!(!desk.errands.contains(&Errand::Quit));
}

#[test]
fn a_small_window_is_one_sentence_and_q_leaves() {
    let mut desk = Desk::new();
    desk.input(Input::Resize(59, 24))
        .shows("This window has 59 columns and 24 rows");
    desk.hides("Okafor");
    desk.keys("j l");
    desk.input(Input::Resize(60, 15)).shows("Tomasz Okafor");
    desk.input(Input::Resize(30, 5)).keys("q");
    assert!(desk.errands.contains(&Errand::Quit));
}

#[test]
fn a_message_stays_until_the_next_key() {
    let mut desk = Desk::new();
    desk.input(Input::UnknownKey)
        .shows("does not send that key");
    desk.keys("j").hides("does not send that key");
}

#[test]
fn the_hub_going_away_is_said_and_screens_hear_of_its_return() {
    let mut desk = Desk::new();
    desk.input(Input::HubLost).shows("The hub is away");
    desk.input(Input::HubBack).hides("The hub is away");
}

#[test]
fn answers_reach_the_screen_that_asked_and_no_other() {
    let mut desk = Desk::new();
    desk.keys("f");
    let ticket = desk.errands.iter().rev().find_map(|errand| match errand {
        Errand::Send(ticket, _) => Some(*ticket),
        _ => None,
    });
    let ticket = ticket.expect("a request");
    let reply = caseload::wire::Reply::Kept;
    desk.input(Input::Reply(ticket, reply.clone()))
        .shows("answered 3");
    desk.keys("j")
        .input(Input::Reply(ticket, reply.clone()))
        .hides("answered");
    desk.keys("f 2");
    desk.input(Input::Reply(ticket, reply)).hides("answered");
}

#[test]
fn undo_answers_in_words_wherever_one_is() {
    let mut desk = Desk::new();
    desk.keys("u Y");
    let Some(Errand::Send(ticket, _)) = desk.errands.last().cloned() else {
        panic!("nothing was asked");
    };
    desk.input(Input::Reply(ticket, caseload::wire::Reply::Kept))
        .shows("Undone: logged a contact");
}

#[test]
fn a_screen_is_woken_under_its_own_name() {
    let mut desk = Desk::new();
    desk.keys("a");
    let alarm = desk.errands.iter().find_map(|errand| match errand {
        Errand::Wake(alarm @ Alarm::Screen(..), _) => Some(*alarm),
        _ => None,
    });
    desk.input(Input::Alarm(alarm.expect("an alarm")))
        .shows("woken by 7");
}

#[test]
fn suspending_is_refused_where_there_is_nothing_behind() {
    let mut desk = Desk::new();
    desk.keys("ctrl-z").shows("There is no command line");
    assert!(!desk.errands.contains(&Errand::Suspend));
}

#[test]
fn ascii_terminals_see_ascii_only() {
    let mut setup = setup(Keymap::built_in(), (80, 24));
    setup.look = Look {
        theme: Theme::Mono,
        glyphs: ASCII,
    };
    let mut desk = Desk::with(setup);
    for keys in ["j", "?", "esc", "s", "esc", "l", "esc", "/"] {
        desk.keys(keys);
        assert!(desk.text().is_ascii(), "{}", desk.text());
    }
    desk.keys("z").types("ięć");
    assert!(desk.text().is_ascii(), "{}", desk.text());
}
