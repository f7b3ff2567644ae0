//! `m`: everything that can be done for a person and has no key of its own.

use super::about::{self, Facts};
use super::assign;
use super::menu::{Menu, Taken};
use super::{edit_case, edit_client, new_referral, note};
use crate::tui::action::ClientAction;
use crate::tui::dialogs::pick::Item;

/// What the list offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum More {
    Details,
    Case,
    Note,
    Measure,
    Goals,
    Assign,
    Message,
    Coded,
    Texts,
    NewCase,
    OtherCase,
}

/// The list.
pub(super) struct MoreMenu {
    /// The client's page is below, which can show another case.
    on_client: bool,
    offered: Vec<More>,
}

impl MoreMenu {
    pub(super) fn new(on_client: bool) -> MoreMenu {
        MoreMenu {
            on_client,
            offered: Vec::new(),
        }
    }
}

impl Menu for MoreMenu {
    fn title(&self) -> String {
        "More".to_owned()
    }

    fn wants_desk(&self) -> bool {
        true
    }

    fn changes(&self, _index: usize) -> bool {
        false
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        let has_case = facts.case().is_some();
        let cases = facts.card.as_ref().map_or(0, |card| card.cases.len());
        let mut offered = vec![More::Details];
        if has_case {
            offered.extend([More::Case, More::Note, More::Measure, More::Goals]);
            offered.extend([More::Message, More::Coded]);
            if assign::may_hand_over(facts) {
                offered.push(More::Assign);
            }
        }
        offered.extend([More::Texts, More::NewCase]);
        if self.on_client && cases > 1 {
            offered.push(More::OtherCase);
        }
        let items = offered.iter().map(|more| item(*more)).collect();
        self.offered = offered;
        (items, 0)
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        let Some(more) = self.offered.get(index) else {
            return Taken::Nothing;
        };
        let about = about::of(facts);
        Taken::Open(match more {
            More::Details => edit_client(about),
            More::Case => edit_case(about),
            More::Note => note(about),
            More::Measure => super::measures(about),
            More::Goals => super::goals(about),
            More::Assign => super::assign(about),
            More::Message => super::message(about),
            More::Coded => super::coded(about),
            More::Texts => super::texts(about),
            More::NewCase => new_referral(facts.card.as_ref().map(|card| card.client_id)),
            More::OtherCase => return Taken::Run(ClientAction::OtherCase.into()),
        })
    }
}

fn item(more: More) -> Item {
    let (words, means) = match more {
        More::Details => ("Details", "names, numbers, permissions, alerts, carer"),
        More::Case => ("Referral", "who asked, why, what matters to them"),
        More::Note => ("Note", "something that is not a contact"),
        More::Measure => (
            "Measure",
            "ONS4, loneliness and others: take one, or change one",
        ),
        More::Goals => (
            "Goals and plan",
            "what they want to reach, and who does what",
        ),
        More::Assign => ("Give to", "another link worker, with a note; or to nobody"),
        More::Message => ("Message back", "the text for the practice, to paste"),
        More::Coded => ("Coded", "mark the code in the GP system as done"),
        More::Texts => ("Text to paste", "appointment, tried to reach you"),
        More::NewCase => ("New case", "a new referral of this person"),
        More::OtherCase => ("Other case", "show another of their cases"),
    };
    Item {
        words: words.to_owned(),
        note: means.to_owned(),
    }
}
