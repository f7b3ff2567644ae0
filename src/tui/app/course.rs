//! Where one has been: back and forward, and what the hub keeps for the case that the line breaks.
//!
//! A place is the path of screens that lead to it, by ids only; screens are opened afresh from it.

use std::time::Duration;

use super::{App, Asker};
use crate::readmodel::stand::{Spot, Stand, Stood};
use crate::tui::action::{Action, EverywhereAction, ListAction};
use crate::tui::effect::{Alarm, Errand, Tone};
use crate::tui::key::Key;
use crate::tui::keymap::Found;
use crate::tui::screen::{Place, Screen};
use crate::tui::text::cut;
use crate::wire::Request;

/// So many places are remembered.
const PLACES_MAX: usize = 50;
/// The hub hears at most so often where one is.
const TELL_EVERY: Duration = Duration::from_secs(5);
/// Columns for a name in the offer to go back.
const NAME_COLUMNS: usize = 28;

/// The screens that lead to a place, from the list below to what is on top.
pub(super) type Path = Vec<Spot>;

/// Where this session has been.
#[derive(Debug, Default)]
pub(super) struct Course {
    places: Vec<Path>,
    at: usize,
    /// What the hub knows.
    told: Path,
    /// The alarm for telling it is set.
    alarm: bool,
    /// Where an earlier session was when its line broke.
    offer: Option<Stood>,
}

impl Course {
    /// One is there now: a place of its own, or the same with the marker elsewhere.
    fn note(&mut self, path: Path) {
        match self.places.get_mut(self.at) {
            Some(here) if same(here, &path) => *here = path,
            _ => {
                self.places.truncate(self.at + 1);
                self.places.push(path);
                let over = self.places.len().saturating_sub(PLACES_MAX);
                self.places.drain(..over);
                self.at = self.places.len() - 1;
            }
        }
    }
}

/// Whether two paths lead to the same place, wherever the markers are.
fn same(one: &[Spot], other: &[Spot]) -> bool {
    let pairs = one.iter().zip(other);
    one.len() == other.len() && pairs.clone().all(|(one, other)| one.is_same(other))
}

impl App {
    /// Takes up what is known of an earlier session whose line broke.
    pub(super) fn begin_course(&mut self) {
        let offer = self.rooms.stood();
        if let Some(stood) = &offer {
            self.course.places.push(without_forms(&stood.path));
        }
        self.course.offer = offer;
        self.course.told = self.stand();
        self.follow();
    }

    /// Notes where one is after something happened.
    pub(super) fn follow(&mut self) {
        let path = self.path();
        if path.is_empty() {
            return;
        }
        if self.has_news() && !self.course.alarm {
            self.course.alarm = true;
            self.errands.push(Errand::Wake(Alarm::Stand, TELL_EVERY));
        }
        self.course.note(without_forms(&path));
    }

    /// Tells the hub where one is, if that is news.
    pub(super) fn tell_stand(&mut self) {
        self.course.alarm = false;
        if self.has_news() {
            let path = self.stand();
            self.course.told.clone_from(&path);
            self.ask(Asker::Nobody, Request::KeepStand(Stand::of(path)));
        }
    }

    fn has_news(&self) -> bool {
        let path = self.stand();
        self.rooms.keeps_stand() && !path.is_empty() && path != self.course.told
    }

    /// The path as the hub keeps it. Where nobody is open, which row the marker is on is no news:
    /// nobody will be asked whether to go back to a list.
    fn stand(&self) -> Path {
        let mut path = self.path();
        if let [Spot::List { row, .. }] = path.as_mut_slice() {
            *row = None;
        }
        path
    }

    /// Who leaves on purpose is not asked next time whether to go back.
    pub(super) fn forget_stand(&mut self) {
        if self.rooms.keeps_stand() {
            self.ask(Asker::Nobody, Request::DropStand);
        }
    }

    /// The screens of the stack that can be come back to.
    fn path(&self) -> Path {
        let spot = |screen: &dyn Screen| match screen.place() {
            Some(place) => Some(Spot::List {
                place: self.name_of(place)?,
                row: screen.row(),
            }),
            None => screen.spot(),
        };
        let screens = self.stack.iter().map(|sheet| sheet.screen.as_ref());
        screens.filter_map(spot).collect()
    }

    fn name_of(&self, place: Place) -> Option<String> {
        let places = self.rooms.places();
        let found = places.iter().find(|(known, _)| *known == place);
        found.map(|(_, name)| (*name).to_owned())
    }

    pub(super) fn jump_back(&mut self) {
        match self.course.at.checked_sub(1) {
            Some(at) => self.jump(at),
            None => self.say(Tone::Note, "There is nothing before this"),
        }
    }

    pub(super) fn jump_forward(&mut self) {
        match self.course.at + 1 {
            at if at < self.course.places.len() => self.jump(at),
            _ => self.say(Tone::Note, "There is nothing after this"),
        }
    }

    fn jump(&mut self, at: usize) {
        if let Some(path) = self.course.places.get(at).cloned() {
            self.course.at = at;
            self.stand_at(&path);
        }
    }

    /// Goes where the path leads: keeps what is open of it, and opens the rest.
    fn stand_at(&mut self, path: &[Spot]) {
        let here = self.path();
        let agree = here.iter().zip(path);
        let agree = agree.take_while(|(one, other)| one.is_same(other)).count();
        // Only an unbroken run counts: a dialog in between goes, and what is on top of it.
        let sheets = self.stack.iter().take(agree);
        let stands = |screen: &dyn Screen| screen.place().is_some() || screen.spot().is_some();
        let keep = sheets
            .take_while(|sheet| stands(sheet.screen.as_ref()))
            .count();
        let covered = self.stack.len() > keep;
        while self.stack.len() > keep {
            self.drop_top();
        }
        if keep == path.len() && covered {
            self.with_top(Screen::on_top_again);
        }
        for spot in path.iter().skip(keep) {
            self.open_spot(spot);
        }
        if self.stack.is_empty() {
            self.go_home();
        }
    }

    fn open_spot(&mut self, spot: &Spot) {
        let Spot::List { place, row } = spot else {
            if let Some(screen) = self.rooms.open_spot(spot) {
                self.push(screen);
            }
            return;
        };
        let places = self.rooms.places();
        let Some((place, _)) = places.iter().find(|(_, name)| name == place) else {
            return;
        };
        let mut screen = self.rooms.open(*place);
        if let Some(case) = row {
            screen.stand_on(*case);
        }
        self.push(screen);
    }

    fn go_home(&mut self) {
        if let Some((place, _)) = self.rooms.places().first() {
            self.go(*place);
        }
    }

    /// The first key after a broken line: Enter goes back to where one was, Esc stays; any other
    /// key does what it always does. Gives whether the key was taken.
    pub(super) fn takes_offer(&mut self, key: Key) -> bool {
        let Some(offer) = self.course.offer.take() else {
            return false;
        };
        let stack = self.top().map_or(&[][..], |top| top.scope().stack());
        match self.setup.keymap.find(stack, &[key]) {
            Found::Action(Action::List(ListAction::Open)) => {
                self.stand_at(&offer.path);
                true
            }
            Found::Action(Action::Everywhere(EverywhereAction::Back)) => true,
            _ => false,
        }
    }

    /// The offer in words.
    pub(super) fn offer(&self) -> Option<String> {
        let offer = self.course.offer.as_ref()?;
        let stack = self.top()?.scope().stack();
        let key = |action| self.setup.keymap.key_of(stack, action).unwrap_or_default();
        let ellipsis = self.setup.look.glyphs.ellipsis;
        let open = key(ListAction::Open.into());
        let back = key(EverywhereAction::Back.into());
        let whom = cut(&offer.whom, NAME_COLUMNS, ellipsis);
        Some(format!(
            "You were with {whom}, {}. {open} goes back there, {back} stays here",
            offer.when
        ))
    }
}

/// The path as far as it can be gone back to: a form that was left is not opened again by a jump.
fn without_forms(path: &[Spot]) -> Path {
    let stays = path.iter().filter(|spot| !matches!(spot, Spot::Form(_)));
    stays.cloned().collect()
}
