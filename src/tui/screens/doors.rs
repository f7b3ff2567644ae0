//! What lists open: a client, the forms about the case under the marker, a kept draft.

use super::client;
use crate::domain::ids::CaseId;
use crate::readmodel::drafts::DraftKey;
use crate::tui::action::CaseAction;
use crate::tui::effect::Effect;
use crate::tui::forms;
use crate::tui::screen::Screen;
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
        CaseAction::Status => forms::status(case),
        CaseAction::More => forms::more_menu(case),
        CaseAction::Private => client::open_private(ClientBy::Case(case)),
    })
}

/// The form for somebody new.
pub(super) fn new_client() -> Vec<Effect> {
    push(forms::new_referral(None))
}

/// The form that a draft belongs to.
pub(super) fn draft(key: &DraftKey) -> Vec<Effect> {
    push(match key {
        DraftKey::LogContact(case) => forms::log_contact(*case),
        DraftKey::NextStep(case) => forms::next_step(*case),
        DraftKey::Status(case) => forms::status(*case),
        DraftKey::Note(case) => forms::note(*case),
        DraftKey::EditClient(client) => forms::edit_client(*client),
        DraftKey::EditCase(case) => forms::edit_case(*case),
        DraftKey::Amend(case, id) => forms::amend(*case, *id),
        DraftKey::NewCase(client) => forms::new_referral(Some(*client)),
        DraftKey::NewClient => forms::new_referral(None),
    })
}

fn push(screen: Box<dyn Screen>) -> Vec<Effect> {
    vec![Effect::Push(screen)]
}
