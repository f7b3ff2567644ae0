//! What a screen is to the app: a page or a dialog on the stack. A screen knows its rows and its
//! forms; it knows no keys, no colours and no socket.

use ratatui::layout::Rect;

use super::action::{Action, Scope};
use super::draw::Pad;
use super::effect::{Effect, Tag};
use super::key::Key;
use crate::domain::ids::CaseId;
use crate::readmodel::cases::CaseQuery;
use crate::readmodel::stand::Spot;
use crate::readmodel::table::Table;
use crate::wire::{Notice, Reply};

/// The places that the first line shows and the digits go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// What is to be done, by urgency.
    Agenda,
    /// All open cases.
    Caseload,
    /// The services that people are connected to.
    Services,
    /// Who has how much, by the next review.
    Team,
    /// What there is to talk about with whom.
    Review,
    /// What the notes on the work say.
    Integration,
}

/// Which keys a screen takes as text before they are looked up in the keymap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    /// None.
    Off,
    /// Digits: they pick a row.
    Digits,
    /// Everything that writes, moves within or deletes from a line of text.
    Text,
    /// Every key there is, once: to say what it does.
    Any,
}

impl Typing {
    /// Whether the screen takes the key as text, before the keymap is asked.
    pub fn takes(self, key: Key) -> bool {
        match self {
            Typing::Off => false,
            Typing::Digits => key.printable().is_some_and(|c| c.is_ascii_digit()),
            Typing::Text => key.edits(),
            Typing::Any => true,
        }
    }
}

/// How much of the screens below a screen leaves to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covers {
    /// It fills the working area.
    Whole,
    /// It is drawn over the screen below and fills what it wants.
    Part,
    /// It fills the whole window but for the hint line: no places, no rules.
    Alone,
}

/// What a dialog tells the screen that opened it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The row with this number was taken from a list of choices.
    Picked(Tag, usize),
    /// The question was answered with yes.
    Confirmed(Tag),
}

/// What writes rows to a file of that name, and says where it is or why it could not.
pub type Scribe = fn(&str, &Table) -> Result<String, String>;

/// The rows of a screen, for a file.
#[derive(Clone, Debug, PartialEq)]
pub enum RowsOut {
    /// All of them.
    Here(Table),
    /// Those that the hub gives for this query, however many.
    Cases(CaseQuery),
}

/// One thing to do where there is nothing yet: an action that is shown with its key, or a command
/// of the command line; and what comes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FirstStep {
    /// Something a key does here.
    Key(Action, &'static str),
    /// Something to type at a command line.
    Command(&'static str, &'static str),
}

/// What the hub has to say to a screen.
#[derive(Clone, Debug, PartialEq)]
pub enum HubSaid<'a> {
    /// The answer to what this screen asked under the tag.
    Reply(Tag, &'a Reply),
    /// Something unasked, told to every screen.
    Notice(&'a Notice),
    /// The line to the hub broke.
    Lost,
    /// It is there again: whatever was asked must be asked again.
    Back,
    /// The date has changed: what depends on it must be asked again.
    NewDay,
    /// Another day is looked at: what a screen that shows the past has is of the wrong one.
    OtherDay,
}

/// A page or a dialog. Every method but `draw` may answer with effects.
pub trait Screen {
    /// What this screen is, in words: "Agenda", "Log a contact: Joyce Adeyemi".
    fn heading(&self) -> String;

    /// The scope whose stack is in force now.
    fn scope(&self) -> Scope;

    /// Which keys are taken as text now.
    fn typing(&self) -> Typing {
        Typing::Off
    }

    /// The actions of the hint line, most wanted first; what does not fit is left out.
    fn hints(&self) -> Vec<Action>;

    /// Why an action does not work here and now; `None` where it does.
    fn unable(&self, _action: Action) -> Option<String> {
        None
    }

    /// The place this screen is, so that the first line can mark it.
    fn place(&self) -> Option<Place> {
        None
    }

    /// What it is about, for coming back to it; nothing for a place, and for what is only passing.
    fn spot(&self) -> Option<Spot> {
        None
    }

    /// The case under the marker of a list.
    fn row(&self) -> Option<CaseId> {
        None
    }

    /// Puts the marker on the row of that case, as soon as rows are there and if it is among them.
    fn stand_on(&mut self, _case: CaseId) {}

    /// What is on the screen as plain lines with nothing cut; `None` where what is drawn says it
    /// all.
    fn plain(&self) -> Option<Vec<String>> {
        None
    }

    /// The number of the row under the marker, from 1, and how many rows there are.
    fn position(&self) -> Option<(usize, usize)> {
        None
    }

    /// A sentence that stands on the lower rule while nothing else is said there.
    fn standing(&self) -> Option<String> {
        None
    }

    /// Lets go of what is marked, before going back goes anywhere; says whether anything was.
    fn lets_go(&mut self) -> bool {
        false
    }

    /// Opens or takes the row with this number among those to be seen, from 1.
    fn nth(&mut self, _number: usize) -> Vec<Effect> {
        Vec::new()
    }

    /// A name for a file of the rows on this screen, and the rows.
    fn rows_out(&self) -> Option<(String, RowsOut)> {
        None
    }

    /// What to do first, where nobody has done anything yet; the app draws it with the keys in
    /// force.
    fn first_steps(&self) -> Vec<FirstStep> {
        Vec::new()
    }

    /// Hears what came of [`Effect::Write`].
    fn wrote(&mut self, _outcome: &Result<String, String>) -> Vec<Effect> {
        Vec::new()
    }

    /// Whether this screen shows how it stood on the day that is looked at; others show today.
    fn shows_past(&self) -> bool {
        false
    }

    /// Whether something can be changed by this screen itself: not opened from what is long over.
    fn may_change(&self) -> bool {
        false
    }

    /// How much of the screens below stays to be seen.
    fn covers(&self) -> Covers {
        Covers::Whole
    }

    /// Whether one person is shown alone because they look on: nothing that shows others is gone to
    /// from here by a single key.
    fn shows_one_alone(&self) -> bool {
        false
    }

    /// Called once, when the screen comes onto the stack: the moment to ask for its rows.
    fn opened(&mut self) -> Vec<Effect> {
        Vec::new()
    }

    /// Called when a screen above has gone and this one is seen again: the moment to ask for what
    /// that screen may have left behind, such as a draft.
    fn on_top_again(&mut self) -> Vec<Effect> {
        Vec::new()
    }

    /// Does an action of one of the scopes in force. The app itself does those of `Everywhere`.
    fn act(&mut self, action: Action) -> Vec<Effect>;

    /// Takes a key that is text, or that no scope binds, where [`Screen::typing`] says so.
    fn typed(&mut self, _key: Key) -> Vec<Effect> {
        Vec::new()
    }

    /// Takes pasted text; its lines end in `\n`.
    fn pasted(&mut self, _text: &str) -> Vec<Effect> {
        Vec::new()
    }

    /// Hears from the hub.
    fn hub_said(&mut self, _said: &HubSaid<'_>) -> Vec<Effect> {
        Vec::new()
    }

    /// Hears what the dialog above was answered with.
    fn answered(&mut self, _answer: &Answer) -> Vec<Effect> {
        Vec::new()
    }

    /// Is woken as it asked with [`Effect::Wake`].
    fn woken(&mut self, _tag: Tag) -> Vec<Effect> {
        Vec::new()
    }

    /// Whether going back stays within this screen, for a place that nothing lies below.
    fn goes_back_within(&self) -> bool {
        false
    }

    /// Goes one level back.
    fn back(&mut self) -> Vec<Effect> {
        vec![Effect::Pop]
    }

    /// Called once, when the screen goes off the stack for whatever reason: the moment to send what
    /// must not be lost. Only [`Effect::Send`] is done, and nobody hears the answer.
    fn leaving(&mut self) -> Vec<Effect> {
        Vec::new()
    }

    /// Draws itself into `area` of the pad.
    fn draw(&self, area: Rect, pad: &mut Pad<'_>);
}
