//! Everything that can reach the session's loop.

use super::effect::{Alarm, ScreenId, Ticket};
use super::key::Key;
use super::keymap::Keymap;
use crate::wire::{Notice, Reply};

/// One thing that happened to the session.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// The terminal sent a key that it cannot send as one, such as Alt with an arrow in PuTTY.
    UnknownKey,
    /// Text was pasted; its lines end in `\n`, whatever the terminal sent.
    Paste(String),
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// The hub answered.
    Reply(Ticket, Reply),
    /// The hub said something unasked.
    Notice(Notice),
    /// The line to the hub broke; the shell is trying to get it back.
    HubLost,
    /// The line to the hub is there again; nothing asked before will be answered.
    HubBack,
    /// An alarm went off.
    Alarm(Alarm),
    /// A file was written as this screen asked, or why not; a sentence either way.
    Wrote(ScreenId, Result<String, String>),
    /// The keymap files were read again, and this is what they make.
    Keys(Box<Keymap>),
    /// The process was stopped and goes on.
    Continued,
    /// The terminal is gone: nothing must be written to it.
    HangUp,
    /// Somebody asked the process to end.
    Terminate,
}
