//! The state of a session and what each input does to it. Pure: no clock, no socket, no terminal.
//! What must be done outside comes back as errands; what must be seen is drawn from `&self`.

mod course;
mod frame;
mod keymaps;
mod keys;
mod past;
mod stack;
mod tour;
mod undo;

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::NaiveDate;

use self::course::Course;
use super::action::Action;
use super::dialogs::commands::Command;
use super::draw::Look;
use super::effect::{Alarm, Errand, ScreenId, Tag, Ticket, Tone};
use super::input::Input;
use super::key::Key;
use super::keymap::Keymap;
use super::screen::{HubSaid, Place, Screen, Scribe};
use crate::readmodel::stand::{Spot, Stood};
use crate::readmodel::table::Table;
use crate::wire::talk::Done;
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
    /// The screen that a path of an earlier session, or of this one, leads through.
    fn open_spot(&self, _spot: &Spot) -> Option<Box<dyn Screen>> {
        None
    }
    /// Where an earlier session of this person stood when its line broke.
    fn stood(&self) -> Option<Stood> {
        None
    }
    /// Whether the hub is to hear where this session stands.
    fn keeps_stand(&self) -> bool {
        false
    }
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
    /// Whether to offer the tour at the start.
    fn offers_tour(&self) -> bool {
        false
    }
    /// What writes rows to a file; nothing where none may be written.
    fn scribe(&self) -> Option<Scribe> {
        None
    }
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
    /// An action that would show other people while one looks on: pressed again, it is done.
    warned: Option<Action>,
    message: Option<(Tone, String)>,
    /// The latest change made here, which a message may tell of.
    done: Option<Done>,
    covered: bool,
    hub_lost: bool,
    today: Option<NaiveDate>,
    /// The day whose end is looked at, where it is not now.
    past: Option<NaiveDate>,
    /// Changes made here in the last minutes: undo takes those back without a question.
    recent: undo::Recent,
    tour: tour::Tour,
    /// Who waits for the answer to what.
    waiting: BTreeMap<Ticket, Asker>,
    /// The last number given to a screen or a ticket.
    last_number: u64,
    errands: Vec<Errand>,
    course: Course,
}

/// Who asked the hub for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asker {
    /// A screen, under its own tag.
    Screen(ScreenId, Tag),
    /// The app itself: undo.
    App,
    /// The app itself: bringing back.
    Redo,
    /// Nobody waits for it.
    Nobody,
}

impl App {
    /// A session on its first place, and the errands that it starts with.
    pub fn new(setup: Setup, rooms: Box<dyn Rooms>) -> (App, Vec<Errand>) {
        let mut app = App {
            setup,
            rooms,
            stack: Vec::new(),
            chord: Vec::new(),
            warned: None,
            message: None,
            done: None,
            covered: false,
            hub_lost: false,
            today: None,
            past: None,
            recent: undo::Recent::default(),
            tour: tour::Tour::Over,
            waiting: BTreeMap::new(),
            last_number: 0,
            errands: vec![Errand::WakeAtMidnight],
            course: Course::default(),
        };
        app.today = app.rooms.today();
        app.rest();
        if let Some((place, _)) = app.rooms.places().first() {
            app.go(*place);
        }
        if app.rooms.offers_tour() {
            app.tour = tour::Tour::Offered;
        }
        app.report_keymap();
        app.begin_course();
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
            Input::Wrote(id, outcome) => self.with(id, |screen| screen.wrote(&outcome)),
            Input::Keys(keymap) => self.take_keys(*keymap),
            Input::Continued => self.errands.push(Errand::Redraw),
            Input::HangUp | Input::Terminate => {
                // The line broke: where one was is kept for the next session.
                self.tell_stand();
                self.leave();
            }
        }
        self.follow();
        std::mem::take(&mut self.errands)
    }

    /// Writes rows to a file: the one thing that the shell has the rooms do, outside the loop.
    ///
    /// # Errors
    /// Why it could not, as a sentence.
    pub fn write(&self, name: &str, table: &Table) -> Result<String, String> {
        match self.rooms.scribe() {
            Some(write) => write(name, table),
            None => Err("Files cannot be written here.".to_owned()),
        }
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

    /// Somebody is there: the idle time starts again.
    fn rest(&mut self) {
        self.errands
            .push(Errand::Wake(Alarm::Idle, self.setup.cover_after));
    }

    fn cover(&mut self) {
        // Who comes back may be somebody else.
        self.recent = undo::Recent::default();
        self.chord.clear();
        self.message = None;
        self.covered = true;
    }

    fn reply(&mut self, ticket: Ticket, reply: &Reply) {
        if let Reply::Done(done) = reply {
            self.done = Some(done.clone());
        }
        match self.waiting.remove(&ticket) {
            Some(Asker::Screen(id, tag)) => {
                self.note_change(reply);
                self.with(id, |screen| screen.hub_said(&HubSaid::Reply(tag, reply)));
            }
            Some(Asker::App) => self.undone(reply),
            Some(Asker::Redo) => self.redone(reply),
            Some(Asker::Nobody) | None => {}
        }
    }

    fn notice(&mut self, notice: &Notice) {
        if let Notice::TodayIs(date) = notice {
            self.today = Some(*date);
        }
        if self.is_overtaken(notice) {
            self.message = None;
        }
        self.tell_all(&HubSaid::Notice(notice));
    }

    /// Whether what the message says was done is no longer how it stands.
    fn is_overtaken(&self, notice: &Notice) -> bool {
        let said = matches!(self.message, Some((Tone::Done, _)));
        match (notice, &self.done) {
            (
                Notice::Changed {
                    seq,
                    clients,
                    cases,
                },
                Some(done),
            ) if said && *seq > done.seq => {
                done.client.is_some_and(|client| clients.contains(&client))
                    || done.case.is_some_and(|case| cases.contains(&case))
            }
            _ => false,
        }
    }

    fn alarm(&mut self, alarm: Alarm) {
        match alarm {
            Alarm::Idle => self.cover(),
            Alarm::Stand => self.tell_stand(),
            Alarm::Settled => self.recent = undo::Recent::default(),
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

    /// Leaves on purpose.
    fn quit(&mut self) {
        self.forget_stand();
        self.leave();
    }

    /// Leaves: every screen keeps its draft first.
    fn leave(&mut self) {
        while !self.stack.is_empty() {
            self.drop_top();
        }
        self.errands.push(Errand::Quit);
    }
}
