//! The rooms of this desk: its places, its finder, its undo. What the app needs to know of the
//! screens, made from what the hub said about who sits here.

use std::rc::Rc;

use chrono::NaiveDate;

use crate::domain::intent::Intent;
use crate::domain::terms::StoreKind;
use crate::readmodel::lists::Desk;
use crate::tui::app::Rooms;
use crate::tui::dialogs::commands::Command;
use crate::tui::effect::Tone;
use crate::tui::screen::{Place, Screen};
use crate::tui::screens::{agenda, caseload, finder, lately};
use crate::wire::{Reply, Request};

/// The places of one person.
struct DeskRooms {
    desk: Rc<Desk>,
}

/// The rooms of the person at this desk.
pub fn of(desk: Desk) -> Box<dyn Rooms> {
    let desk = Rc::new(desk);
    Box::new(DeskRooms { desk })
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
        vec![(Place::Agenda, "Agenda"), (Place::Caseload, "Caseload")]
    }

    fn today(&self) -> Option<NaiveDate> {
        Some(self.desk.today)
    }

    fn open(&self, place: Place) -> Box<dyn Screen> {
        match place {
            Place::Agenda => agenda::open(&self.desk),
            Place::Caseload => caseload::open(&self.desk),
        }
    }

    fn finder(&self, commands: Vec<Command>) -> Option<Box<dyn Screen>> {
        Some(finder::open(commands))
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
