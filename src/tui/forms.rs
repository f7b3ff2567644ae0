//! The forms and lists of choices about one person or one service. Each constructor takes a card
//! that is at hand, or an id, whose card the form then asks for by itself.
//!
//! What all forms have in common (loading, drafts, saving, refusals) is `sheet`; what one form
//! asks and what comes of it is a `Kind`. Lists of choices are `menu`.

pub mod about;
pub mod person;

mod assign;
mod away;
mod coded;
mod due;
mod edit;
mod fields;
mod goals;
mod handover;
mod log;
mod measures;
mod menu;
mod message;
mod more;
mod next;
mod note;
mod overtaken;
mod record;
mod referral;
mod service;
mod sheet;
mod status;
mod texts;
mod words;

pub use about::About;

use super::screen::Screen;
use crate::domain::ids::ClientId;

/// Log a contact, or a try at one.
pub fn log_contact(about: impl Into<About>) -> Box<dyn Screen> {
    sheet::open(about.into(), log::Log::default())
}

/// Set the next step.
pub fn next_step(about: impl Into<About>) -> Box<dyn Screen> {
    sheet::open(about.into(), next::Next::default())
}

/// Change the status: hold, pause, close, reopen.
pub fn status(about: impl Into<About>) -> Box<dyn Screen> {
    menu::open(about.into(), status::States)
}

/// Go on with a kept change of status; where its state is not known, the list of states.
pub fn status_draft(about: impl Into<About>, fields: &[(String, String)]) -> Box<dyn Screen> {
    match status::Status::of_draft(fields) {
        Some(form) => sheet::open(about.into(), form),
        None => menu::open(about.into(), status::States),
    }
}

/// Write a note that is not a contact.
pub fn note(about: impl Into<About>) -> Box<dyn Screen> {
    sheet::open(about.into(), note::Note)
}

/// Take a measure, or change or take away a taking.
pub fn measures(about: impl Into<About>) -> Box<dyn Screen> {
    menu::open(about.into(), measures::Measures::default())
}

/// Go on with a kept measure; where it is not known, the list of measures.
pub fn measure_draft(about: impl Into<About>, fields: &[(String, String)]) -> Box<dyn Screen> {
    match measures::take::Take::of_draft(fields) {
        Some(form) => sheet::open(about.into(), form),
        None => measures(about),
    }
}

/// Goals and the plan towards them.
pub fn goals(about: impl Into<About>) -> Box<dyn Screen> {
    menu::open(about.into(), goals::Goals::default())
}

/// Go on with a kept goal or step; where it is not known, the list of goals.
pub fn goal_draft(about: impl Into<About>, fields: &[(String, String)]) -> Box<dyn Screen> {
    goals::of_draft(about.into(), fields)
}

/// Change the client's details.
pub fn edit_client(about: impl Into<About>) -> Box<dyn Screen> {
    sheet::open(about.into(), edit::EditClient::default())
}

/// Change what the referral says.
pub fn edit_case(about: impl Into<About>) -> Box<dyn Screen> {
    sheet::open(about.into(), edit::EditCase::default())
}

/// Give the case to a link worker.
pub fn assign(about: impl Into<About>) -> Box<dyn Screen> {
    menu::open(about.into(), assign::Assign::default())
}

/// Say who is away, and who covers.
pub fn away() -> Box<dyn Screen> {
    sheet::open(About::Nobody, away::TimeAway)
}

/// The text for the practice and whoever referred.
pub fn message(about: impl Into<About>) -> Box<dyn Screen> {
    sheet::open(about.into(), message::Message::default())
}

/// Mark the case as coded in the GP system.
pub fn coded(about: impl Into<About>) -> Box<dyn Screen> {
    menu::open(about.into(), coded::Coded)
}

/// Short texts to paste.
pub fn texts(about: impl Into<About>) -> Box<dyn Screen> {
    menu::open(about.into(), texts::Texts::default())
}

/// Take in a referral: of somebody known, or of somebody new.
pub fn new_referral(known: Option<ClientId>) -> Box<dyn Screen> {
    let about = known.map_or(About::Nobody, About::from);
    sheet::open(about, referral::Referral::default())
}

/// Type a service into the directory.
pub fn add_service() -> Box<dyn Screen> {
    sheet::open(About::Nobody, service::ServiceForm::default())
}

/// Change a service that was typed in, or what we know of one that comes from a feed.
pub fn edit_service(about: impl Into<About>) -> Box<dyn Screen> {
    sheet::open(about.into(), service::ServiceForm::default())
}

/// Everything else that can be done for a person, from a list.
pub fn more_menu(about: impl Into<About>) -> Box<dyn Screen> {
    menu::open(about.into(), more::MoreMenu::new(false))
}

/// The same from the client's own page, which can show another of their cases.
pub fn more_menu_on_client(about: impl Into<About>) -> Box<dyn Screen> {
    menu::open(about.into(), more::MoreMenu::new(true))
}
