//! What an update may ask for: [`Effect`] by a screen of the app, [`Errand`] by the app of the
//! shell.

use std::fmt;
use std::time::Duration;

use chrono::NaiveDate;

use super::action::Action;
use super::keymap::files::Places;
use super::screen::{Answer, Screen};
use crate::readmodel::table::Table;
use crate::wire::Request;

/// A number by which a screen knows an answer or an alarm again; each screen counts its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tag(pub u32);

/// Which screen of the stack, for as long as it is on the stack; never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScreenId(pub u64);

/// The number under which an [`Request`] was sent and its reply comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub u32);

/// How a message to the person is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something to know.
    Note,
    /// Something did not work.
    Trouble,
}

/// What a screen wants of the app.
pub enum Effect {
    /// Request the hub; the reply comes to this screen, with the tag.
    Send(Tag, Request),
    /// Put a screen on top of this one.
    Push(Box<dyn Screen>),
    /// Put a screen in the place of this one.
    Replace(Box<dyn Screen>),
    /// Take this screen away.
    Pop,
    /// Take this screen away and give the one below an answer.
    Answer(Answer),
    /// Take this screen away and do this with the one below, as if its key had been pressed.
    Run(Action),
    /// Show a sentence until the next key.
    Say(Tone, String),
    /// Wake this screen after a while; a later wish with the same tag takes the earlier one's
    /// place.
    Wake(Tag, Duration),
    /// Do not wake this screen for this tag any more.
    Sleep(Tag),
    /// Write rows to a file of this name; this screen hears what came of it.
    Write(String, Table),
    /// Take this screen away and look at the lists as they stood at the end of a day; of now where
    /// none is given.
    LookAt(Option<NaiveDate>),
    /// Cover everything until the person comes back.
    Cover,
    /// Send the text to the terminal's clipboard; nobody hears whether it took it.
    Clipboard(String),
    /// Leave.
    Quit,
}

impl fmt::Debug for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Effect::Send(tag, ask) => write!(f, "Send({tag:?}, {ask:?})"),
            Effect::Push(screen) => write!(f, "Push({})", screen.heading()),
            Effect::Replace(screen) => write!(f, "Replace({})", screen.heading()),
            Effect::Pop => write!(f, "Pop"),
            Effect::Answer(answer) => write!(f, "Answer({answer:?})"),
            Effect::Run(action) => write!(f, "Run({action:?})"),
            Effect::Say(tone, words) => write!(f, "Say({tone:?}, {words:?})"),
            Effect::Wake(tag, after) => write!(f, "Wake({tag:?}, {after:?})"),
            Effect::Sleep(tag) => write!(f, "Sleep({tag:?})"),
            Effect::Write(name, table) => write!(f, "Write({name}, {table:?})"),
            Effect::LookAt(day) => f.debug_tuple("LookAt").field(day).finish(),
            Effect::Cover => write!(f, "Cover"),
            Effect::Clipboard(text) => write!(f, "Clipboard({} bytes)", text.len()),
            Effect::Quit => write!(f, "Quit"),
        }
    }
}

/// What the session can be woken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alarm {
    /// The date changed.
    Midnight,
    /// Nobody touched a key for so long that the screen is covered.
    Idle,
    /// The hub is to hear where the session stands.
    Stand,
    /// What the person changed last is some minutes old.
    Settled,
    /// A screen asked for it.
    Screen(ScreenId, Tag),
}

/// What the app wants of the shell.
#[derive(Clone, Debug, PartialEq)]
pub enum Errand {
    /// Send this to the hub.
    Send(Ticket, Request),
    /// Give an [`super::input::Input::Alarm`] after this while.
    Wake(Alarm, Duration),
    /// Give an alarm when the date of the store changes.
    WakeAtMidnight,
    /// Forget the alarm.
    Sleep(Alarm),
    /// Write rows to a file of this name, and tell that screen with an
    /// [`super::input::Input::Wrote`].
    Write(ScreenId, String, Table),
    /// Read the keymap files again, and give what they make as an
    /// [`super::input::Input::Keys`].
    ReadKeys(Places),
    /// Draw every cell again.
    Redraw,
    /// Send the text to the terminal's clipboard.
    Clipboard(String),
    /// Stop the process as ctrl-z does in a shell, and draw afresh when it goes on.
    Suspend,
    /// Leave.
    Quit,
}
