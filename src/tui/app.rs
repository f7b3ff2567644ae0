//! The state of a session and what each input does to it. Pure: no clock, no socket, no terminal.
//! What must be done outside comes back as errands; what must be seen is drawn from `&self`.

mod frame;
mod keys;
mod stack;

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::NaiveDate;

use super::dialogs::commands::Command;
use super::draw::Look;
use super::effect::{Alarm, Errand, ScreenId, Tag, Ticket, Tone};
use super::input::Input;
use super::key::Key;
use super::keymap::{Keymap, Level};
use super::screen::{HubSaid, Place, Screen};
use crate::wire::{Notice, Reply, Request};

/// What the app must know of the screens without naming them: which there are, and what the keys
/// that work everywhere ask of the hub.
pub trait Rooms {
    /// The places that this person has, in the order of the first line, with their names.
    fn places(&self) -> Vec<(Place, &'static str)>;
    /// The store's date when the session began.
    fn today(&self) -> Option<NaiveDate> {
        None
    }
    /// A fresh screen of a place; the first of [`Rooms::places`] must be there.
    fn open(&self, place: Place) -> Box<dyn Screen>;
    /// The finder, which also offers the commands of the screen that it is opened over.
    fn finder(&self, commands: Vec<Command>) -> Option<Box<dyn Screen>>;
    /// What undoes the person's latest change.
    fn undo(&self) -> Option<Request>;
    /// What brings back what the person undid last.
    fn redo(&self) -> Option<Request> {
        None
    }
    /// The list of what the person did lately.
    fn lately(&self) -> Option<Box<dyn Screen>> {
        None
    }
    /// How the answer to undo, or to bringing back, reads.
    fn answer(&self, reply: &Reply) -> (Tone, String);
}

/// What a session is started with.
pub struct Setup {
    /// Which key does what.
    pub keymap: Keymap,
    /// Colours and signs.
    pub look: Look,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// After how long without a key the screen is covered.
    pub cover_after: Duration,
    /// Whether there is a command line to suspend to; not where the program is all one may run.
    pub may_suspend: bool,
    /// A word that stands on every screen, such as "TRAINING"; empty for none.
    pub banner: String,
}

/// One screen of the stack.
struct Sheet {
    id: ScreenId,
    screen: Box<dyn Screen>,
}

/// The session.
pub struct App {
    setup: Setup,
    rooms: Box<dyn Rooms>,
    stack: Vec<Sheet>,
    /// The keys of a chord that has begun.
    chord: Vec<Key>,
    message: Option<(Tone, String)>,
    covered: bool,
    hub_lost: bool,
    today: Option<NaiveDate>,
    /// Who waits for the answer to what.
    waiting: BTreeMap<Ticket, Asker>,
    /// The last number given to a screen or a ticket.
    last_number: u64,
    errands: Vec<Errand>,
}

/// Who asked the hub for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asker {
    /// A screen, under its own tag.
    Screen(ScreenId, Tag),
    /// The app itself: undo.
    App,
}

impl App {
    /// A session on its first place, and the errands that it starts with.
    pub fn new(setup: Setup, rooms: Box<dyn Rooms>) -> (App, Vec<Errand>) {
        let mut app = App {
            setup,
            rooms,
            stack: Vec::new(),
            chord: Vec::new(),
            message: None,
            covered: false,
            hub_lost: false,
            today: None,
            waiting: BTreeMap::new(),
            last_number: 0,
            errands: vec![Errand::WakeAtMidnight],
        };
        app.today = app.rooms.today();
        app.rest();
        if let Some((place, _)) = app.rooms.places().first() {
            app.go(*place);
        }
        app.report_keymap();
        let errands = std::mem::take(&mut app.errands);
        (app, errands)
    }

    /// Takes one input and says what must be done outside.
    pub fn update(&mut self, input: Input) -> Vec<Errand> {
        match input {
            Input::Key(key) => self.key(key),
            Input::UnknownKey => self.unknown_key(),
            Input::Paste(text) => self.paste(&text),
            Input::Resize(columns, rows) => self.setup.size = (columns, rows),
            Input::Reply(ticket, reply) => self.reply(ticket, &reply),
            Input::Notice(notice) => self.notice(&notice),
            Input::HubLost => {
                self.hub_lost = true;
                self.tell_all(&HubSaid::Lost);
            }
            Input::HubBack => {
                self.hub_lost = false;
                self.waiting.clear();
                self.tell_all(&HubSaid::Back);
            }
            Input::Alarm(alarm) => self.alarm(alarm),
            Input::Continued => self.errands.push(Errand::Redraw),
            Input::HangUp | Input::Terminate => self.quit(),
        }
        std::mem::take(&mut self.errands)
    }

    /// Whether the screen is covered.
    pub fn is_covered(&self) -> bool {
        self.covered
    }

    /// What the topmost screen is, in words.
    pub fn heading(&self) -> String {
        self.top().map(Screen::heading).unwrap_or_default()
    }

    /// The sentence shown until the next key.
    pub fn message(&self) -> Option<&str> {
        self.message.as_ref().map(|(_, words)| words.as_str())
    }

    fn say(&mut self, tone: Tone, words: impl Into<String>) {
        self.message = Some((tone, words.into()));
    }

    /// Says at the start what is wrong with the keymap files.
    fn report_keymap(&mut self) {
        let faults = &self.setup.keymap.faults;
        let bad = faults
            .iter()
            .filter(|fault| fault.level == Level::Error)
            .count();
        let first = faults
            .iter()
            .find(|fault| fault.level == Level::Error)
            .map(ToString::to_string);
        if let Some(first) = first {
            let more = match bad {
                1 => String::new(),
                count => format!(" ({} more)", count - 1),
            };
            self.say(Tone::Trouble, format!("{first}{more}"));
        }
    }

    /// Somebody is there: the idle time starts again.
    fn rest(&mut self) {
        self.errands
            .push(Errand::Wake(Alarm::Idle, self.setup.cover_after));
    }

    fn cover(&mut self) {
        self.chord.clear();
        self.message = None;
        self.covered = true;
    }

    fn reply(&mut self, ticket: Ticket, reply: &Reply) {
        match self.waiting.remove(&ticket) {
            Some(Asker::Screen(id, tag)) => {
                self.with(id, |screen| screen.hub_said(&HubSaid::Reply(tag, reply)));
            }
            Some(Asker::App) => self.message = Some(self.rooms.answer(reply)),
            None => {}
        }
    }

    fn notice(&mut self, notice: &Notice) {
        if let Notice::TodayIs(date) = notice {
            self.today = Some(*date);
        }
        self.tell_all(&HubSaid::Notice(notice));
    }

    fn alarm(&mut self, alarm: Alarm) {
        match alarm {
            Alarm::Idle => self.cover(),
            Alarm::Midnight => {
                self.errands.push(Errand::WakeAtMidnight);
                self.tell_all(&HubSaid::NewDay);
            }
            Alarm::Screen(id, tag) => self.with(id, |screen| screen.woken(tag)),
        }
    }

    fn ask(&mut self, asker: Asker, ask: Request) {
        let ticket = Ticket(u32::try_from(self.next_number() % u64::from(u32::MAX)).unwrap_or(0));
        self.waiting.insert(ticket, asker);
        self.errands.push(Errand::Send(ticket, ask));
    }

    fn next_number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }

    /// Leaves: every screen keeps its draft first.
    fn quit(&mut self) {
        while !self.stack.is_empty() {
            self.drop_top();
        }
        self.errands.push(Errand::Quit);
    }
}
