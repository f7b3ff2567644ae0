//! What a keymap brings beside keys: numbered rows and the cursor; and what the keys ask before they
//! do: undo of older changes, the tour, a file of rows, an empty desk.

use caseload::domain::intent::Intent;
use caseload::readmodel::table::Table as FileTable;
use caseload::tui::effect::{Alarm, Errand};
use caseload::tui::input::Input;
use caseload::tui::keymap::{Keymap, Layer, load};
use caseload::tui::rooms::Extras;

use crate::agenda::morning;
use crate::demo::setup;
use crate::seat::Seat;
use crate::table::{Table, peg};
use crate::world::{World, world};

fn function_keys() -> Keymap {
    let (file, text) = (
        "mine.toml".to_owned(),
        "schema = 1\nextends = \"function-keys\"\n".to_owned(),
    );
    load(&[Layer { file, text }])
}

fn seat_with(world: World, keymap: Keymap, extras: Extras) -> Seat {
    let mut seat = Seat::with(world, "Amira", setup(keymap, (80, 24)), extras);
    seat.serve();
    seat
}

fn shows(seat: &Seat, words: &str) {
    assert!(
        seat.text().contains(words),
        "{words:?} is not on\n{}",
        seat.text()
    );
}

fn hides(seat: &Seat, words: &str) {
    assert!(
        !seat.text().contains(words),
        "{words:?} is on\n{}",
        seat.text()
    );
}

#[test]
fn digits_open_the_numbered_rows_and_the_cursor_follows() {
    let mut seat = seat_with(morning(), function_keys(), Extras::default());
    shows(&seat, "F5 Agenda F6 Caseload");
    shows(&seat, "> 1 09:30");
    shows(&seat, "  3   6 d");
    let cursor = |seat: &Seat| seat.desk.drawn().1.map(|at| (at.x, at.y));
    let first = cursor(&seat).expect("a cursor");
    let line = |seat: &Seat, y: u16| seat.desk.lines()[usize::from(y)].clone();
    assert!(line(&seat, first.1).starts_with("> 1"), "{}", seat.text());
    let rule = seat.desk.lines().len() - 2;
    assert!(
        seat.desk.lines()[rule].contains(" row 1 of "),
        "{}",
        seat.text()
    );
    seat.keys("down");
    assert!(
        seat.desk.lines()[rule].contains(" row 2 of "),
        "{}",
        seat.text()
    );
    let second = cursor(&seat).expect("a cursor");
    assert!(
        second.1 > first.1 && line(&seat, second.1).starts_with("> 2"),
        "{}",
        seat.text()
    );
    seat.keys("f6");
    assert!(
        seat.desk.lines()[rule].contains(" row 1 of "),
        "{}",
        seat.text()
    );
    shows(&seat, "> 1 ");
    let rows = seat.desk.lines();
    let third = rows
        .iter()
        .find(|line| line.starts_with("  3 "))
        .expect("a third row");
    let name: String = third.chars().skip(4).take(16).collect();
    let name = name.trim().to_owned();
    seat.keys("3");
    assert!(
        seat.desk.app.heading().starts_with(&name),
        "{name}: {}",
        seat.desk.app.heading()
    );
    // A digit with no row does nothing, a field keeps the cursor and takes digits as text.
    seat.keys("esc f5 f3 1 2");
    shows(&seat, "12");
    let field = cursor(&seat).expect("a cursor");
    assert_eq!(field.1, 2);
}

#[test]
fn without_numbers_digits_are_places_and_no_cursor_is_seen() {
    let mut seat = Seat::new(morning(), "Amira");
    assert_eq!(seat.desk.drawn().1, None);
    hides(&seat, "row 1 of");
    seat.keys("2");
    assert_eq!(seat.desk.app.heading(), "Caseload");
    seat.keys("7");
    assert_eq!(seat.desk.app.heading(), "Caseload");
}

fn undone(table: &Table) -> usize {
    let undo = |intent: &Intent| matches!(intent, Intent::Undo);
    table.intents().iter().filter(|intent| undo(intent)).count()
}

#[test]
fn undo_asks_where_nothing_was_changed_here_lately() {
    let mut table = Table::new(peg());
    table.keys("u").shows("Undo an older change?");
    table.keys("enter u u u esc");
    assert_eq!(undone(&table), 0);
    table.keys("u Y").shows("Undone.");
    assert_eq!(undone(&table), 1);
    // After a change of one's own the letter is enough, once for each change.
    table.keys("s 3 enter u").shows("Undone.");
    assert_eq!(undone(&table), 2);
    table.keys("u").shows("Undo an older change?");
    assert_eq!(undone(&table), 2);
    // Minutes later it asks again, and after the screen was covered.
    for forgets in [Input::Alarm(Alarm::Settled), Input::Alarm(Alarm::Idle)] {
        table.keys("esc s 3 enter").input(forgets);
        if table.app.is_covered() {
            table.keys("enter");
        }
        table.keys("u").shows("Undo an older change?");
        assert_eq!(undone(&table), 2);
    }
}

fn touring() -> Extras {
    Extras {
        tour: true,
        ..Extras::default()
    }
}

#[test]
fn the_tour_is_offered_once_and_goes_on_with_each_key() {
    let mut seat = seat_with(morning(), Keymap::built_in(), touring());
    let line = |seat: &Seat| seat.desk.lines()[1].clone();
    assert!(
        line(&seat)
            .contains("New here?  Ctrl-E shows you round in seven steps; any other key: no."),
        "{}",
        seat.text()
    );
    seat.keys("ctrl-e");
    assert!(
        line(&seat).contains("Tour 1/7") && line(&seat).contains("Down moves"),
        "{}",
        seat.text()
    );
    seat.keys("up");
    assert!(line(&seat).contains("Tour 1/7"));
    for (keys, step) in [
        ("j", "Tour 2/7  Enter opens"),
        ("enter", "l logs a contact"),
        ("l", "F3 finds anyone"),
        ("f3", "Enter opens what you find"),
        ("j o y enter", "2 goes to everybody"),
        ("2", "? shows all"),
    ] {
        seat.keys(keys);
        assert!(line(&seat).contains(step), "{step}\n{}", seat.text());
        assert!(line(&seat).contains("Esc ends it"), "{}", seat.text());
    }
    seat.keys("?");
    assert!(!line(&seat).contains("Tour"), "{}", seat.text());
    shows(&seat, "That was the tour");
}

#[test]
fn the_tour_is_never_in_the_way() {
    let mut seat = seat_with(morning(), function_keys(), touring());
    let line = |seat: &Seat| seat.desk.lines()[1].clone();
    // Any key declines the offer and does what it does.
    seat.keys("f6");
    assert_eq!(seat.desk.app.heading(), "Caseload");
    assert!(!line(&seat).contains("New here"), "{}", seat.text());
    // It can be had later, says the keys of the keymap in force, and Esc ends it and nothing else.
    seat.keys("ctrl-e");
    assert_eq!(seat.desk.app.heading(), "Agenda");
    seat.keys("down enter");
    assert!(line(&seat).contains("F7 logs"), "{}", seat.text());
    let heading = seat.desk.app.heading();
    seat.keys("esc");
    assert_eq!(seat.desk.app.heading(), heading);
    shows(&seat, "Ctrl-E starts it again");
    seat.keys("esc");
    assert_ne!(seat.desk.app.heading(), heading);
    // Other sessions are not asked.
    let seat = seat_with(morning(), Keymap::built_in(), Extras::default());
    hides(&seat, "New here");
}

fn refuses(_: &str, _: &FileTable) -> Result<String, String> {
    Err("There is a file mine.csv already.".to_owned())
}

fn writing() -> Extras {
    Extras {
        tour: false,
        scribe: Some(refuses),
        ..Extras::default()
    }
}

fn written(seat: &Seat) -> Vec<(String, FileTable)> {
    let write = |errand: &Errand| match errand {
        Errand::Write(_, name, table) => Some((name.clone(), table.clone())),
        _ => None,
    };
    seat.desk.errands.iter().filter_map(write).collect()
}

#[test]
fn the_rows_of_a_screen_are_written_to_a_file() {
    let mut seat = seat_with(morning(), Keymap::built_in(), writing());
    seat.keys(":").types("write").keys("enter");
    shows(&seat, "The file holds names.");
    shows(&seat, "agenda-2026-11-23.csv");
    seat.keys("enter");
    let (name, table) = written(&seat).remove(0);
    assert_eq!(name, "agenda-2026-11-23.csv");
    assert_eq!(table.rows.len(), 16);
    let column = table
        .headings
        .iter()
        .position(|name| *name == "client")
        .expect("a column");
    assert_eq!(table.rows[0][column], "Joyce Adeyemi");
    // A name that cannot be stays to be changed; the rest of the desk is as before.
    let of = seat.desk.errands.iter().find_map(|errand| match errand {
        Errand::Write(screen, ..) => Some(*screen),
        _ => None,
    });
    let of = of.expect("a screen");
    seat.input(Input::Wrote(of, seat.desk.app.write(&name, &table)));
    shows(&seat, "There is a file mine.csv already.");
    seat.types("2");
    hides(&seat, "already");
    seat.input(Input::Wrote(of, Ok("14 rows are in x".to_owned())));
    shows(&seat, "14 rows are in x");
    assert_eq!(seat.desk.app.heading(), "Agenda");
}

#[test]
fn every_case_of_a_long_list_is_written() {
    let mut seat = seat_with(morning(), Keymap::built_in(), writing());
    seat.many = Some(1234);
    seat.keys("2 W enter");
    let (_, table) = written(&seat).remove(0);
    assert_eq!(table.rows.len(), 1234);
    let last = table.rows.last().expect("rows");
    assert!(last.contains(&"Person 1233".to_owned()), "{last:?}");
}

#[test]
fn where_nothing_can_be_written_it_says_so() {
    let mut seat = Seat::new(morning(), "Amira");
    seat.keys("W");
    shows(&seat, "Files cannot be written here");
    let mut seat = seat_with(
        world().worker("Amira").practice("Elm"),
        Keymap::built_in(),
        writing(),
    );
    seat.keys("W");
    shows(&seat, "There are no rows to write here");
    seat.keys("?").types("write these");
    shows(&seat, "not now: no rows here");
}

#[test]
fn an_empty_desk_says_what_to_do_with_the_keys_in_force() {
    let bare = || world().worker("Amira").practice("Elm");
    let mut seat = Seat::new(bare(), "Amira");
    for place in ["1", "2"] {
        seat.keys(place);
        shows(&seat, "  a     ");
        shows(&seat, "adds a client and who referred them");
        shows(&seat, "caseload import referrals FILE.csv");
    }
    let seat = seat_with(bare(), function_keys(), Extras::default());
    shows(&seat, "  Ctrl-N     ");
    shows(&seat, "  F1     ");
    let seat = Seat::new(morning(), "Amira");
    hides(&seat, "adds a client and who");
}
