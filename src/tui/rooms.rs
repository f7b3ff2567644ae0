//! The rooms of this desk: its places, its finder, its undo. What the app needs to know of the
//! screens, made from what the hub said about who sits here.

use std::rc::Rc;

use chrono::NaiveDate;

use crate::domain::intent::Intent;
use crate::domain::terms::StoreKind;
use crate::readmodel::lists::Desk;
use crate::readmodel::stand::{Spot, Stood};
use crate::tui::app::Rooms;
use crate::tui::dialogs::commands::Command;
use crate::tui::effect::Tone;
use crate::tui::forms;
use crate::tui::screen::{Place, Screen, Scribe};
use crate::tui::screens::{
    agenda, caseload, client, doors, finder, integration, lately, reviews, services, team,
};
use crate::wire::talk::ClientBy;
use crate::wire::{Reply, Request};

/// The places of one person.
struct DeskRooms {
    desk: Rc<Desk>,
    extras: Extras,
}

/// What some sessions have beside their places.
#[derive(Clone, Debug, Default)]
pub struct Extras {
    /// The tour is offered at the start.
    pub tour: bool,
    /// What writes rows to files.
    pub scribe: Option<Scribe>,
    /// Where an earlier session stood when its line broke.
    pub stood: Option<Stood>,
    /// This person's own list of words that suggest a concept.
    pub words: Words,
}

pub use crate::tui::forms::Words;

/// The rooms of the person at this desk.
pub fn of(desk: Desk) -> Box<dyn Rooms> {
    with(desk, Extras::default())
}

/// The same with more.
pub fn with(desk: Desk, extras: Extras) -> Box<dyn Rooms> {
    forms::use_words(extras.words.clone());
    let desk = Rc::new(desk);
    Box::new(DeskRooms { desk, extras })
}

/// The word that stands on every screen where the people are invented; empty where they are real.
pub fn banner(desk: &Desk) -> String {
    if !desk.read_only.is_empty() {
        // Said before anybody types a note that cannot be saved.
        return "READ ONLY: see caseload doctor".to_owned();
    }
    match desk.kind {
        StoreKind::Real => String::new(),
        StoreKind::Training => "TRAINING".to_owned(),
        StoreKind::Demo => "DEMO".to_owned(),
    }
}

impl Rooms for DeskRooms {
    fn places(&self) -> Vec<(Place, &'static str)> {
        vec![
            (Place::Agenda, "Agenda"),
            (Place::Caseload, "Caseload"),
            (Place::Services, "Services"),
            (Place::Team, "Team"),
            (Place::Review, "Review"),
            (Place::Integration, "Integration"),
        ]
    }

    fn today(&self) -> Option<NaiveDate> {
        Some(self.desk.today)
    }

    fn open(&self, place: Place) -> Box<dyn Screen> {
        match place {
            Place::Agenda => agenda::open(&self.desk),
            Place::Caseload => caseload::open(&self.desk),
            Place::Services => services::open(),
            Place::Team => team::open(&self.desk),
            Place::Review => reviews::open(&self.desk),
            Place::Integration => integration::open(&self.desk),
        }
    }

    fn finder(&self, commands: Vec<Command>) -> Option<Box<dyn Screen>> {
        Some(finder::open(commands))
    }

    fn open_spot(&self, spot: &Spot) -> Option<Box<dyn Screen>> {
        match spot {
            Spot::List { .. } => None,
            Spot::Client(client) => Some(client::open(ClientBy::Id(*client))),
            Spot::Case(case) => Some(client::open(ClientBy::Case(*case))),
            Spot::Form(key) => Some(doors::form(key)),
        }
    }

    fn stood(&self) -> Option<Stood> {
        self.extras.stood.clone()
    }

    fn keeps_stand(&self) -> bool {
        true
    }

    fn offers_tour(&self) -> bool {
        self.extras.tour
    }

    fn scribe(&self) -> Option<Scribe> {
        self.extras.scribe
    }

    fn undo(&self) -> Option<Request> {
        Some(Request::Do(Intent::Undo))
    }

    fn redo(&self) -> Option<Request> {
        Some(Request::Do(Intent::Redo))
    }

    fn lately(&self) -> Option<Box<dyn Screen>> {
        Some(lately::open())
    }

    fn answer(&self, reply: &Reply) -> (Tone, String) {
        match reply {
            Reply::Done(done) => (Tone::Done, done.said.clone()),
            Reply::Refused(refusal) => (Tone::Note, refusal.to_string()),
            Reply::Trouble(trouble) => (Tone::Trouble, sentence(trouble)),
            _ => (
                Tone::Trouble,
                "The hub answered something else than was asked; look whether it was undone"
                    .to_owned(),
            ),
        }
    }
}

/// What went wrong, and what to do next.
fn sentence(trouble: &crate::wire::Trouble) -> String {
    match trouble.hint.is_empty() {
        true => trouble.to_string(),
        false => format!("{trouble} {}", trouble.hint),
    }
}
