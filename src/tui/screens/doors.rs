//! What lists open: a client, the forms about the case under the marker, a kept draft.

use super::{client, review, services};
use crate::domain::ids::{CaseId, ServiceId};
use crate::domain::todo::KeptToDo;
use crate::readmodel::connected::DueThere;
use crate::readmodel::drafts::{Draft, DraftKey};
use crate::tui::action::{Action, CaseAction, EverywhereAction};
use crate::tui::effect::Effect;
use crate::tui::forms;
use crate::tui::screen::{FirstStep, Screen};
use crate::wire::talk::ClientBy;

/// The client of a case, at that case.
pub(super) fn client_of(case: CaseId) -> Vec<Effect> {
    push(client::open(ClientBy::Case(case)))
}

/// What an action for a person opens.
pub(super) fn act(action: CaseAction, case: CaseId) -> Vec<Effect> {
    push(match action {
        CaseAction::Log => forms::log_contact(case),
        CaseAction::NextStep => forms::next_step(case),
        CaseAction::Connect => forms::connect(case),
        CaseAction::Status => forms::status(case),
        CaseAction::Measure => forms::measures(case),
        CaseAction::Goals => forms::goals(case),
        CaseAction::Bring => forms::bring(case),
        CaseAction::More => forms::more_menu(case),
        CaseAction::Private => client::open_private(ClientBy::Case(case)),
    })
}

/// One service with its people.
pub(super) fn service(service: ServiceId) -> Vec<Effect> {
    push(services::page(service))
}

/// The form for a contact with a service about these people; why there is none where there are none.
pub(super) fn log_with(service: ServiceId, name: &str, about: Vec<DueThere>) -> Vec<Effect> {
    push(forms::log_with_service(service, name, about))
}

/// What can be done with a to-do.
pub(super) fn to_do(kept: &KeptToDo) -> Vec<Effect> {
    push(forms::one_to_do(Box::new(kept.clone())))
}

/// The form for somebody new.
pub(super) fn new_client() -> Vec<Effect> {
    push(forms::new_referral(None))
}

/// What to do on a desk where nobody is yet.
pub(super) fn first_steps(add: Action) -> Vec<FirstStep> {
    use EverywhereAction::{Help, Palette};
    vec![
        FirstStep::Key(add, "adds a client and who referred them"),
        FirstStep::Key(Help.into(), "shows every key that works where you are"),
        FirstStep::Key(Palette.into(), "finds a command by its name"),
        FirstStep::Command(
            "caseload import referrals FILE.csv",
            "at a command line: a referral list",
        ),
        FirstStep::Command("caseload demo", "an invented practice to try it all in"),
    ]
}

/// The form that a draft belongs to.
pub(super) fn draft(draft: &Draft) -> Vec<Effect> {
    push(match &draft.key {
        DraftKey::Status(case) => forms::status_draft(*case, &draft.fields),
        DraftKey::Connect(case, service) => forms::connect_draft(*case, *service, &draft.fields),
        DraftKey::Measure(case) => forms::measure_draft(*case, &draft.fields),
        DraftKey::Goal(case) => forms::goal_draft(*case, &draft.fields),
        DraftKey::Concern(client) => forms::concern_draft(*client, &draft.fields),
        DraftKey::Consent(client) => forms::consent_draft(*client, &draft.fields),
        DraftKey::GiveAll => forms::give_draft(&draft.fields),
        key => form(key),
    })
}

/// A form by the key of its draft, as a screen.
pub(in crate::tui) fn form(key: &DraftKey) -> Box<dyn Screen> {
    match key {
        DraftKey::LogContact(case) => forms::log_contact(*case),
        DraftKey::NextStep(case) => forms::next_step(*case),
        DraftKey::Status(case) => forms::status(*case),
        DraftKey::Note(case) => forms::note(*case),
        DraftKey::Measure(case) => forms::measures(*case),
        DraftKey::Goal(case) => forms::goals(*case),
        DraftKey::EditClient(client) => forms::edit_client(*client),
        DraftKey::EditCase(case) => forms::edit_case(*case),
        DraftKey::Concern(client) => forms::concerns(*client),
        DraftKey::Consent(client) => forms::consents(*client),
        DraftKey::Connect(case, service) => forms::connect_to(*case, *service, String::new()),
        DraftKey::Connection(case, part) => forms::change_connection(*case, *part, None),
        // Whom it is about is seen on the service's page, and is as it is now.
        DraftKey::WithService(service) => services::page(*service),
        DraftKey::Amend(case, id) => forms::amend(*case, *id),
        DraftKey::NewCase(client) => forms::new_referral(Some(*client)),
        DraftKey::NewClient => forms::new_referral(None),
        DraftKey::NewService => forms::add_service(),
        DraftKey::EditService(service) => forms::edit_service(*service),
        DraftKey::SupervisionNote => forms::write_note(None),
        DraftKey::ChangeNote(note) => forms::change_note(*note),
        DraftKey::MarkNote(note, concept) => forms::mark_note(*note, *concept),
        DraftKey::AnswerNote(note) => forms::answer_note(*note),
        DraftKey::HandOver(case) => forms::assign(*case),
        // Only its draft knows who was marked.
        DraftKey::GiveAll => forms::give_all(Vec::new()),
        DraftKey::Message(case) => forms::message(*case),
        DraftKey::Away => forms::away(),
        DraftKey::Brought(case) => forms::bring(*case),
        DraftKey::Decision(case) => forms::decide(*case),
        // Which review asks for it is seen on the review's own page.
        DraftKey::Action(case) => client::open(ClientBy::Case(*case)),
        DraftKey::Heavy(worker) => review::open(*worker),
        DraftKey::Differ(meeting) => review::record(*meeting),
        DraftKey::WorkAction => forms::work_action(None),
        DraftKey::ToDo(None) => forms::to_do(None),
        DraftKey::ToDo(Some(id)) => forms::change_to_do_of(*id),
        DraftKey::Time => forms::time(),
    }
}

fn push(screen: Box<dyn Screen>) -> Vec<Effect> {
    vec![Effect::Push(screen)]
}
