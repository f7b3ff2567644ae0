//! What a key does, said before it is done; and keymap files that are read again while one works.

use std::fs;
use std::path::{Path, PathBuf};

use caseload::tui::effect::Errand;
use caseload::tui::input::Input;
use caseload::tui::keymap::Keymap;
use caseload::tui::keymap::files::{Places, read};

use crate::agenda::morning;
use crate::demo::setup;
use crate::desk::Desk;
use crate::seat::Seat;

fn seat(keymap: Keymap) -> Seat {
    let setup = setup(keymap, (80, 24));
    let mut seat = Seat::with(morning(), "Amira", setup, Default::default());
    seat.serve();
    seat
}

fn dialog(seat: &Seat) -> String {
    let body = seat.body();
    let lines = body.lines().filter(|line| line.contains(['│', '┌']));
    lines.collect::<Vec<_>>().join("\n")
}

fn says(seat: &Seat, words: &[&str]) {
    for words in words {
        assert!(dialog(seat).contains(words), "{words:?}\n{}", seat.text());
    }
}

#[test]
fn a_key_is_described_and_not_done() {
    let mut seat = seat(Keymap::built_in());
    seat.keys("2 ctrl-k");
    says(&seat, &["Press the key. It is not done, but described."]);
    seat.keys("l");
    says(
        &seat,
        &[
            "l: Log a contact.",
            "\"log\" of [case]: For this person.",
            "From the shipped keymap default, line ",
        ],
    );
    assert!(
        seat.desk
            .app
            .heading()
            .starts_with("What a key does: Caseload")
    );
    // Another one, and at last back to where one was.
    seat.keys("enter esc");
    assert!(
        dialog(&seat).contains("Esc: Close this and go one level back."),
        "{}",
        seat.text()
    );
    seat.keys("ctrl-k e");
    says(&seat, &["e does nothing here."]);
    seat.keys("esc");
    assert_eq!(seat.desk.app.heading(), "Caseload");
}

#[test]
fn what_does_nothing_here_says_where_it_does() {
    let mut seat = seat(Keymap::built_in());
    seat.keys("ctrl-k e");
    let said = dialog(&seat);
    assert!(
        said.contains("E does nothing here.") || said.contains("e does nothing here."),
        "{said}"
    );
    assert!(
        said.contains("On a client: Change the client's details."),
        "{said}"
    );
    seat.keys("esc p esc");
    // The reason why it does nothing just now is among it.
    let mut alone = Seat::new(
        crate::world::world().worker("Amira").practice("Elm"),
        "Amira",
    );
    alone.keys("2 ctrl-k l");
    assert!(
        dialog(&alone).contains("Not now: Nobody is under the marker."),
        "{}",
        alone.text()
    );
}

#[test]
fn in_a_field_a_letter_is_text_and_the_help_describes_the_screen_below() {
    let mut seat = seat(Keymap::built_in());
    seat.keys("a f6 u");
    assert!(
        dialog(&seat).contains("goes into the field as it is"),
        "{}",
        seat.text()
    );
    seat.keys("esc esc ? ctrl-k j");
    assert!(
        dialog(&seat).contains("Move down one row"),
        "{}",
        seat.text()
    );
    seat.keys("esc esc");
    assert_eq!(seat.desk.app.heading(), "Agenda");
}

#[test]
fn a_chord_is_described_key_by_key() {
    let mut desk = Desk::with_keymap("schema = 1\n[list]\nfirst = [\"g g\"]\n");
    desk.keys("ctrl-k g")
        .shows("g begins a chord")
        .shows("g: Move to the first row");
    desk.keys("g")
        .shows("Move to the first row.")
        .shows("From your mine.toml, line 3, column 10.");
    desk.keys("enter g z").shows("does nothing here");
    desk.keys("esc").hides("does nothing here");
}

struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    fn own(&self) -> PathBuf {
        self.folder.path().join("keymap.toml")
    }

    fn write(&self, text: &str) -> Keymap {
        fs::write(self.own(), text).expect("written");
        let places = Places {
            own: Some(self.own()),
            ..Places::default()
        };
        read(&places)
    }
}

/// Does what the shell does with the errand.
fn read_again(seat: &mut Seat) {
    let wanted = seat
        .desk
        .errands
        .iter()
        .rev()
        .find_map(|errand| match errand {
            Errand::ReadKeys(places) => Some(read(places)),
            _ => None,
        });
    let keymap = wanted.expect("the files are to be read");
    seat.input(Input::Keys(Box::new(keymap)));
}

#[test]
fn files_are_read_again_while_one_works() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = Files { folder };
    let mut seat = seat(files.write("schema = 1\n[agenda]\naway = [\"Z\"]\n"));
    assert!(seat.text().contains("l log"), "{}", seat.text());
    files.write("schema = 1\n[case]\nlog = [\"Z\"]\n");
    seat.keys("K");
    read_again(&mut seat);
    let path: &Path = &files.own();
    assert!(
        seat.text().contains("Keys read again: default, then "),
        "{}",
        seat.text()
    );
    assert!(
        seat.text().contains("Z log"),
        "the new key, {path:?}\n{}",
        seat.text()
    );
    seat.keys("ctrl-k Z");
    assert!(dialog(&seat).contains("Log a contact"), "{}", seat.text());
    assert!(
        dialog(&seat).contains("line 3, column 8"),
        "{}",
        seat.text()
    );
    seat.keys("esc Z");
    assert!(seat.desk.app.heading().starts_with("Log a contact"));
}

#[test]
fn a_faulty_file_is_listed_whole_and_the_keys_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = Files { folder };
    let mut seat = seat(files.write("schema = 1\n[case]\nlog = [\"Z\"]\n"));
    files.write("schema = 1\n[case]\nlog = [\"Y\"]\nlgo = [\"X\"]\nmore = [\"ctrl-i\"]\n[nowhere]\na = [\"b\"]\n");
    seat.keys("K");
    read_again(&mut seat);
    let text = seat.text();
    assert!(
        text.contains("The keys stay as they were: 3 lines are wrong"),
        "{text}"
    );
    let listed = seat.text().replace('\n', "");
    for place in [
        "keymap.toml:4:1: error K02",
        "keymap.toml:5:",
        "keymap.toml:6:",
    ] {
        assert!(listed.contains(place), "{place}\n{text}");
    }
    seat.keys("esc");
    assert!(seat.text().contains("Z log"), "{}", seat.text());
    assert!(!seat.text().contains("Y log"), "{}", seat.text());
}

#[test]
fn keys_that_come_from_no_file_cannot_be_read_again() {
    let mut seat = seat(Keymap::built_in());
    seat.keys("K");
    assert!(seat.text().contains("come from no file"), "{}", seat.text());
}
