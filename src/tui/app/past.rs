//! Looking back: the lists as they stood at the end of an earlier day, until one goes back to today.
//! Nothing is changed from there, and no session begins there.

use chrono::NaiveDate;

use super::App;
use crate::domain::dates::short;
use crate::tui::action::{
    Action, CaseAction, CaseloadAction, EverywhereAction, IntegrationAction, Scope, TeamAction,
};
use crate::tui::dialogs::day::AskDay;
use crate::tui::effect::{Effect, ScreenId, Tone};
use crate::tui::screen::{Covers, HubSaid, Screen};
use crate::wire::Request;

impl App {
    /// The day that is looked at, where the screen to be seen shows it.
    pub(super) fn looking_back(&self) -> Option<NaiveDate> {
        self.looking_back_at(self.top_id()?)
    }

    /// The same for one screen; a dialog shows what the screen below it does.
    fn looking_back_at(&self, id: ScreenId) -> Option<NaiveDate> {
        let depth = self.stack.iter().position(|sheet| sheet.id == id)?;
        let below = self.stack.iter().take(depth + 1).rev();
        let mut screens = below.map(|sheet| sheet.screen.as_ref());
        let page = screens.find(|screen| screen.covers() != Covers::Part)?;
        self.past.filter(|_| page.shows_past())
    }

    /// A request as the screen that asks is to have it answered; nothing where it would change what
    /// is long over.
    pub(super) fn in_its_time(&mut self, id: ScreenId, ask: Request) -> Option<Request> {
        let Some(day) = self.looking_back_at(id) else {
            return Some(ask);
        };
        if matches!(ask, Request::Do(_)) {
            self.refuse_to_change(day);
            return None;
        }
        Some(ask.as_of(Some(day)))
    }

    /// Whether a screen would change something and is opened from one that shows the past; says so.
    pub(super) fn comes_too_late(&mut self, from: ScreenId, screen: &dyn Screen) -> bool {
        let back = self.looking_back_at(from).filter(|_| screen.may_change());
        if let Some(day) = back {
            self.refuse_to_change(day);
        }
        back.is_some()
    }

    /// Whether an action would change something and one looks back; says so.
    pub(super) fn would_change_the_past(&mut self, action: Action) -> bool {
        let back = self.looking_back().filter(|_| changes(action));
        if let Some(day) = back {
            self.refuse_to_change(day);
        }
        back.is_some()
    }

    fn refuse_to_change(&mut self, day: NaiveDate) {
        let day = self.past_in_words(day);
        let way = self.way_to_today();
        self.say(Tone::Note, format!("You are looking at {day}: {way}"));
    }

    /// "@ goes back to today"
    fn way_to_today(&self) -> String {
        let key = self.key_of_as_of().unwrap_or_else(|| "as of".to_owned());
        format!("{key} goes back to today")
    }

    pub(super) fn key_of_as_of(&self) -> Option<String> {
        let stack = Scope::Everywhere.stack();
        let keymap = &self.setup.keymap;
        keymap.key_of(stack, EverywhereAction::AsOf.into())
    }

    /// "Mon 16 Nov"
    pub(super) fn past_in_words(&self, day: NaiveDate) -> String {
        short(day, self.today.unwrap_or(day))
    }

    /// Asks which day is to be looked at.
    pub(super) fn ask_as_of(&mut self) {
        let Some(today) = self.today else {
            return self.say(Tone::Note, "The hub has not said yet what day it is");
        };
        let about = "Caseload, Team, Review and Integration show what stood at the end of that \
                     day. Nothing is changed by looking; other pages stay as of today.";
        let dialog = AskDay::new("As it stood at the end of", about, today, |day| {
            vec![Effect::LookAt(day)]
        });
        self.push(Box::new(dialog.or_today()));
    }

    /// Looks at the end of that day, or at now.
    pub(super) fn look_at(&mut self, day: Option<NaiveDate>) {
        let was = std::mem::replace(&mut self.past, day);
        if was != day {
            self.tell_all(&HubSaid::OtherDay);
        }
        let words = match (day, was) {
            (None, None) => return,
            (None, Some(_)) => "As of today again".to_owned(),
            (Some(day), _) => {
                let (day, way) = (self.past_in_words(day), self.way_to_today());
                match self.looking_back() {
                    Some(_) => format!("As it stood at the end of {day}; {way}"),
                    None => format!("The lists now show {day}, this page shows today; {way}"),
                }
            }
        };
        self.say(Tone::Note, words);
    }
}

/// Whether an action changes something, or leads to nothing else.
pub(super) fn changes(action: Action) -> bool {
    use EverywhereAction as E;
    match action {
        Action::Case(action) => action != CaseAction::Private,
        Action::Marks(_) => true,
        Action::Everywhere(action) => matches!(
            action,
            E::Undo | E::Redo | E::ToDo | E::AddService | E::WriteNote
        ),
        Action::Caseload(action) => action == CaseloadAction::Add,
        Action::Team(action) => action == TeamAction::Allocate,
        Action::Integration(action) => action == IntegrationAction::Write,
        _ => false,
    }
}
