//! A desk to try screens on: keys in, the screen as text out.

use caseload::tui::app::{App, Setup};
use caseload::tui::draw::Pad;
use caseload::tui::effect::Errand;
use caseload::tui::input::Input;
use caseload::tui::key::Key;
use caseload::tui::keymap::{Keymap, Layer, load};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::demo::{DemoRooms, setup};

/// A session without a shell.
pub(crate) struct Desk {
    pub(crate) app: App,
    /// Every errand so far.
    pub(crate) errands: Vec<Errand>,
}

impl Desk {
    /// The demo's Agenda at 80 by 24 with the built-in keymap.
    pub(crate) fn new() -> Desk {
        Desk::with(setup(Keymap::built_in(), (80, 24)))
    }

    /// The same with a keymap file over the built-in one.
    pub(crate) fn with_keymap(text: &str) -> Desk {
        let layer = Layer {
            file: "mine.toml".to_owned(),
            text: text.to_owned(),
        };
        Desk::with(setup(load(&[layer]), (80, 24)))
    }

    pub(crate) fn with(setup: Setup) -> Desk {
        let (app, errands) = App::new(setup, Box::new(DemoRooms));
        Desk { app, errands }
    }

    pub(crate) fn input(&mut self, input: Input) -> &mut Desk {
        let errands = self.app.update(input);
        self.errands.extend(errands);
        self
    }

    /// Presses keys, named as in keymap files and separated by spaces.
    pub(crate) fn keys(&mut self, names: &str) -> &mut Desk {
        for name in names.split(' ') {
            let key = Key::parse(name).unwrap_or_else(|| panic!("no key {name}"));
            self.input(Input::Key(key));
        }
        self
    }

    /// Types text as it stands.
    pub(crate) fn types(&mut self, text: &str) -> &mut Desk {
        for c in text.chars() {
            self.input(Input::Key(Key::char(c)));
        }
        self
    }

    /// The screen and where the cursor is shown.
    pub(crate) fn drawn(&self) -> (Buffer, Option<Position>) {
        let (columns, rows) = self.app.size();
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        let mut cursor = None;
        self.app
            .draw(&mut Pad::new(&mut buffer, &mut cursor, self.app.look()));
        (buffer, cursor)
    }

    /// The screen as lines without trailing blanks.
    pub(crate) fn lines(&self) -> Vec<String> {
        let (buffer, _) = self.drawn();
        let width = usize::from(buffer.area().width.max(1));
        let line = |cells: &[ratatui::buffer::Cell]| {
            let text: String = cells.iter().map(|cell| cell.symbol()).collect();
            text.trim_end().to_owned()
        };
        buffer.content().chunks(width).map(line).collect()
    }

    pub(crate) fn text(&self) -> String {
        self.lines().join("\n")
    }

    /// Fails with the screen unless it shows the words.
    pub(crate) fn shows(&self, words: &str) -> &Desk {
        assert!(
            self.text().contains(words),
            "{words:?} is not on\n{}",
            self.text()
        );
        self
    }

    pub(crate) fn hides(&self, words: &str) -> &Desk {
        assert!(
            !self.text().contains(words),
            "{words:?} is on\n{}",
            self.text()
        );
        self
    }

    /// The row with the marker.
    pub(crate) fn marked(&self) -> String {
        let row = self.lines().into_iter().find(|line| line.starts_with('>'));
        row.unwrap_or_default()
    }
}
