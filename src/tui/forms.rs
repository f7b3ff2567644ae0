//! The forms and lists of choices about one person or one service. Each constructor takes a card
//! that is at hand, or an id, whose card the form then asks for by itself.
//!
//! What all forms have in common (loading, drafts, saving, refusals) is `sheet`; what one form
//! asks and what comes of it is a `Kind`. Lists of choices are `menu`.

pub mod about;
pub mod person;

mod amend;
mod assign;
mod away;
mod brought;
mod coded;
mod concerns;
mod connect;
mod consents;
mod due;
mod edit;
mod fetch;
mod fields;
mod goals;
mod handover;
mod join;
mod log;
mod measures;
mod menu;
mod message;
mod more;
mod next;
mod note;
mod overtaken;
mod part;
mod record;
mod referral;
mod review;
mod service;
mod sheet;
mod status;
mod supervision;
mod texts;
mod time;
mod todo;
mod together;
mod tries;
mod why;
mod words;

pub use about::About;
pub use together::{DONE, Marked};

pub use supervision::Words;
pub(in crate::tui) use supervision::use_words;
pub(in crate::tui) use words::not_copied;

use super::effect::Effect;
use super::screen::Screen;
use super::screens::finder;
use crate::domain::ids::{
    CaseId, ClientId, ContactId, MeetingId, NoteId, PartId, ServiceId, StaffId, ToDoId,
};
use crate::domain::intent::Intent;
use crate::domain::terms::{Concept, Stage};
use crate::domain::todo::KeptToDo;
use crate::readmodel::client::ClientCard;
use crate::readmodel::connected::DueThere;
use crate::readmodel::integration::NoteCard;
use crate::wire::talk::ClientBy;
use crate::wire::{Reply, Request};

/// Log a contact, or a try at one.
pub fn log_contact(about: impl Into<About>) -> Box<dyn Screen> {
    sheet::open(about.into(), log::Log::default())
}

/// Set the next step.
pub fn next_step(about: impl Into<About>) -> Box<dyn Screen> {
    sheet::open(about.into(), next::Next::default())
}

/// Connect to a service: which one, then how far it has come and whether they agreed.
pub fn connect(about: impl Into<About>) -> Box<dyn Screen> {
    connect::choose::open(about.into())
}

/// Connect to that service, by its name.
pub fn connect_to(about: impl Into<About>, service: ServiceId, name: String) -> Box<dyn Screen> {
    sheet::open(about.into(), connect::made::Connect::new(service, name))
}

/// The form of a draft of a new connection, which has kept the name of the service.
pub fn connect_draft(
    case: CaseId,
    service: ServiceId,
    fields: &[(String, String)],
) -> Box<dyn Screen> {
    let named = fields
        .iter()
        .find(|(name, _)| name == connect::made::SERVICE);
    let name = named.map(|(_, name)| name.clone()).unwrap_or_default();
    connect_to(case, service, name)
}

/// How a connection of the case shown goes: of several, which one first.
pub fn connections(card: &ClientCard) -> Box<dyn Screen> {
    connect::stages::open(card)
}

/// Whether there is a connection in the case shown.
pub fn is_connected(card: &ClientCard) -> bool {
    connect::stages::of_case(card).next().is_some()
}

/// Change what is known of a connection, with a new stage chosen or as it stands.
pub fn change_connection(case: CaseId, part: PartId, stage: Option<Stage>) -> Box<dyn Screen> {
    sheet::open(case.into(), connect::change::Change::new(part, stage))
}

/// Log one contact with a service about these people.
pub fn log_with_service(service: ServiceId, name: &str, about: Vec<DueThere>) -> Box<dyn Screen> {
    sheet::open(
        About::Nobody,
        connect::call::Call::new(service, name, about),
    )
}

/// Find a service by typing and look at it.
pub fn find_service() -> Box<dyn Screen> {
    connect::choose::browse()
}

/// Change the status: hold, pause, close, reopen.
pub fn status(about: impl Into<About>) -> Box<dyn Screen> {
    menu::open(about.into(), tries::AskFirst::default())
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

/// Put right a contact or note of a case.
pub fn amend(case: CaseId, id: ContactId) -> Box<dyn Screen> {
    let request = Request::Words { case, id };
    fetch::open("Change an entry".to_owned(), request, move |reply| {
        let Reply::Words(card) = reply else {
            return None;
        };
        let words = card.words.clone();
        let form = sheet::open(About::from(case), amend::Amend { words });
        Some(Effect::Replace(form))
    })
}

/// Take a contact or note that was written on the wrong person to the right one, who is chosen
/// first.
pub fn move_words(case: CaseId, version: u64, id: ContactId, what: &str) -> Box<dyn Screen> {
    let title = format!("Whose is {what}?");
    finder::choose(title, move |_, to| {
        let Some(to) = to else {
            return fetch::nowhere("None of their cases is in your reach");
        };
        let intent = Intent::MoveWords {
            case,
            version,
            id,
            to,
        };
        fetch::open("Moving".to_owned(), Request::Do(intent), |_| None)
    })
}

/// Say that somebody else's record, chosen first, is of the same person.
pub fn join(card: &ClientCard) -> Box<dyn Screen> {
    let kept = Box::new(card.clone());
    let title = format!("Who is the same person as {}?", person::name(card));
    finder::choose(title, move |other, _| {
        let kept = kept.clone();
        let request = Request::Client(ClientBy::Id(other));
        fetch::open("Same person".to_owned(), request, move |reply| {
            let Reply::Client(other) = reply else {
                return None;
            };
            let other = other.clone();
            let form = sheet::open(About::Card(kept.clone()), join::Join { other });
            Some(Effect::Replace(form))
        })
    })
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

/// Safeguarding concerns, for those who may read them.
pub fn concerns(client: ClientId) -> Box<dyn Screen> {
    menu::open(
        About::Guarded(ClientBy::Id(client)),
        concerns::Concerns::default(),
    )
}

/// Go on with a kept concern.
pub fn concern_draft(client: ClientId, fields: &[(String, String)]) -> Box<dyn Screen> {
    let about = About::Guarded(ClientBy::Id(client));
    sheet::open(about, concerns::form::ConcernForm::of_draft(fields))
}

/// What the open concerns on a card say, for where they are read alone.
pub fn open_concerns(card: &ClientCard) -> Vec<String> {
    concerns::open_ones(card)
}

/// Every consent in one line; empty where nobody was asked.
pub fn consents_in_a_line(card: &ClientCard) -> String {
    consents::in_a_line(card)
}

/// Every consent as a fact of its own.
pub fn consents(about: impl Into<About>) -> Box<dyn Screen> {
    menu::open(about.into(), consents::Consents::default())
}

/// Go on with a kept consent.
pub fn consent_draft(client: ClientId, fields: &[(String, String)]) -> Box<dyn Screen> {
    let form = consents::form::ConsentForm::of_draft(fields);
    sheet::open(client.into(), form)
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

/// Move the next steps of several people to one day.
pub fn move_steps(marked: Vec<Marked>) -> Box<dyn Screen> {
    sheet::open(About::Nobody, together::MoveSteps::new(marked))
}

/// Give the cases of several people to one link worker, who is chosen first.
pub fn give_all(marked: Vec<Marked>) -> Box<dyn Screen> {
    menu::open(About::Nobody, together::GiveTo::new(marked))
}

/// Go on with a kept note for whoever is given several cases.
pub fn give_draft(fields: &[(String, String)]) -> Box<dyn Screen> {
    match together::GiveAll::of_draft(fields) {
        Some(form) => sheet::open(About::Nobody, form),
        None => give_all(Vec::new()),
    }
}

/// Say who is away, and who covers.
pub fn away() -> Box<dyn Screen> {
    sheet::open(About::Nobody, away::TimeAway)
}

/// Write down something to do, or a call from somebody who was not found.
pub fn to_do(about: Option<About>) -> Box<dyn Screen> {
    sheet::open(about.unwrap_or(About::Nobody), todo::ToDoForm::default())
}

/// Agree who does what until when, in this review of that link worker's caseload.
pub fn action(about: impl Into<About>, meeting: MeetingId, worker: StaffId) -> Box<dyn Screen> {
    sheet::open(about.into(), todo::ToDoForm::action(meeting, worker))
}

/// Agree who does what until when about the work, for this concept where one is named.
pub fn work_action(concept: Option<Concept>) -> Box<dyn Screen> {
    sheet::open(About::Nobody, todo::ToDoForm::on_the_work(concept))
}

/// What can be done with one to-do.
pub fn one_to_do(kept: Box<KeptToDo>) -> Box<dyn Screen> {
    menu::open(About::Nobody, todo::row::OneToDo::new(kept))
}

/// Change a to-do.
pub fn change_to_do(kept: Box<KeptToDo>) -> Box<dyn Screen> {
    sheet::open(About::Nobody, todo::ToDoForm::change(kept))
}

/// Change the to-do of that id, as it stands now.
pub fn change_to_do_of(id: ToDoId) -> Box<dyn Screen> {
    fetch::open("Change a to-do".to_owned(), Request::ToDo(id), |reply| {
        let Reply::ToDo(kept) = reply else {
            return None;
        };
        Some(Effect::Replace(change_to_do(kept.clone())))
    })
}

/// Find the person whose call was jotted down.
fn whose_call(kept: &KeptToDo) -> Box<dyn Screen> {
    let (todo, version) = (kept.id, kept.touch.seq);
    let title = format!("Whose call was it: {}", kept.todo.words());
    finder::choose(title, move |_, case| {
        let Some(case) = case else {
            return fetch::nowhere("None of their cases is in your reach");
        };
        let intent = Intent::AttachCall {
            todo,
            version,
            case,
        };
        fetch::open("Attaching".to_owned(), Request::Do(intent), |_| None)
    })
}

/// Take one of the jotted calls as this person's.
pub fn calls(about: impl Into<About>) -> Box<dyn Screen> {
    menu::open(about.into(), todo::call::Calls)
}

/// Note the minutes of a week.
pub fn time() -> Box<dyn Screen> {
    sheet::open(About::Nobody, time::Time)
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

/// Bring the case to the next review, or take that back.
pub fn bring(about: impl Into<About>) -> Box<dyn Screen> {
    sheet::open(about.into(), brought::Bring)
}

/// Decide something about the case in a review.
pub fn decide(about: impl Into<About>) -> Box<dyn Screen> {
    sheet::open(about.into(), review::Decide)
}

/// What is heavy this week, as it stands in the review that is under way.
pub fn heavy(worker: StaffId, version: u64, text: &str) -> Box<dyn Screen> {
    let text = text.to_owned();
    let form = review::Heavy {
        worker,
        version,
        text,
    };
    sheet::open(About::Nobody, form)
}

/// End a review.
pub fn end_review(meeting: MeetingId, version: u64) -> Box<dyn Screen> {
    sheet::open(About::Nobody, review::Close { meeting, version })
}

/// Say where the record of a review is seen differently.
pub fn differ(meeting: MeetingId, version: u64, text: &str) -> Box<dyn Screen> {
    let text = text.to_owned();
    let form = review::Differ {
        meeting,
        version,
        text,
    };
    sheet::open(About::Nobody, form)
}

/// Write a note on the work; of that link worker, where one is named.
pub fn write_note(subject: Option<StaffId>) -> Box<dyn Screen> {
    sheet::open(About::Nobody, supervision::write::Write::about(subject))
}

/// Change a note of one's own.
pub fn change_note(note: NoteId) -> Box<dyn Screen> {
    with_note(note, "Change a note", |card| {
        sheet::open(About::Nobody, supervision::write::Write::changes(card))
    })
}

/// Set one's own mark of a note.
pub fn mark_note(note: NoteId, concept: Option<Concept>) -> Box<dyn Screen> {
    with_note(note, "Mark a note", move |card| {
        sheet::open(About::Nobody, supervision::mark::MarkForm { card, concept })
    })
}

/// Answer a note.
pub fn answer_note(note: NoteId) -> Box<dyn Screen> {
    with_note(note, "Answer a note", |card| {
        sheet::open(About::Nobody, supervision::answer::AnswerForm { card })
    })
}

/// A form on a note as it stands now.
fn with_note(
    note: NoteId,
    title: &str,
    mut form: impl FnMut(Box<NoteCard>) -> Box<dyn Screen> + 'static,
) -> Box<dyn Screen> {
    fetch::open(title.to_owned(), Request::Note(note), move |reply| {
        let Reply::Note(card) = reply else {
            return None;
        };
        Some(Effect::Replace(form(card.clone())))
    })
}

/// Everything else that can be done for a person, from a list.
pub fn more_menu(about: impl Into<About>) -> Box<dyn Screen> {
    menu::open(about.into(), more::MoreMenu::new(false))
}

/// The same from the client's own page, which can show another of their cases.
pub fn more_menu_on_client(about: impl Into<About>) -> Box<dyn Screen> {
    menu::open(about.into(), more::MoreMenu::new(true))
}
