//! `m`: everything that can be done for a person and has no key of its own.

use super::about::{self, Facts};
use super::assign;
use super::menu::{Menu, Taken};
use super::{edit_case, edit_client, join, new_referral, note};
use crate::domain::intent::Intent;
use crate::readmodel::client::OtherRecord;
use crate::tui::action::ClientAction;
use crate::tui::dialogs::pick::Item;
use crate::tui::screens::changes;

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
    Consents,
    Safeguarding,
    Texts,
    NewCase,
    OtherCase,
    Changes,
    /// Somebody else's record is of the same person.
    Join,
    /// The record with this place among those joined is of somebody else.
    Part(usize),
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
            offered.extend([More::Case, More::Note]);
            if assign::may_hand_over(facts) {
                offered.push(More::Assign);
            }
        }
        offered.push(More::NewCase);
        if self.on_client && cases > 1 {
            offered.push(More::OtherCase);
        }
        if has_case {
            offered.extend([More::Measure, More::Goals, More::Message, More::Coded]);
        }
        offered.extend([More::Consents, More::Safeguarding]);
        offered.extend([More::Texts, More::Changes, More::Join]);
        let also = facts.card.as_ref().map_or(&[][..], |card| &card.also);
        offered.extend((0..also.len()).map(More::Part));
        let items = offered.iter().map(|more| item(*more, also)).collect();
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
            More::Consents => super::consents(about),
            More::Safeguarding => match &facts.card {
                Some(card) => super::concerns(card.client_id),
                None => return Taken::Nothing,
            },
            More::Texts => super::texts(about),
            More::NewCase => new_referral(facts.card.as_ref().map(|card| card.client_id)),
            More::Changes => match &facts.card {
                Some(card) => changes::open(card.client_id),
                None => return Taken::Nothing,
            },
            More::Join => match &facts.card {
                Some(card) => join(card),
                None => return Taken::Nothing,
            },
            More::Part(at) => {
                let also = facts.card.as_ref().and_then(|card| card.also.get(*at));
                return also.map_or(Taken::Nothing, |other| {
                    Taken::Do(Intent::Unmerge {
                        gone: other.client_id,
                    })
                });
            }
            More::OtherCase => return Taken::Run(ClientAction::OtherCase.into()),
        })
    }
}

fn item(more: More, also: &[OtherRecord]) -> Item {
    let (words, means) = match more {
        More::Part(at) => {
            let other = also.get(at);
            return Item {
                words: "Not the same".to_owned(),
                note: other.map_or_else(String::new, |other| {
                    format!("{} ({}) is somebody else", other.client, other.client_id)
                }),
            };
        }
        More::Changes => ("Changes", "what stood in this record before"),
        More::Join => ("Same person", "join another record of this person"),
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
        More::Consents => ("Consents", "what they agreed to; withdraw one"),
        More::Safeguarding => ("Safeguarding", "concerns; opens with this person alone"),
        More::Texts => ("Text to paste", "appointment, tried to reach you"),
        More::NewCase => ("New case", "a new referral of this person"),
        More::OtherCase => ("Other case", "show another of their cases"),
    };
    Item {
        words: words.to_owned(),
        note: means.to_owned(),
    }
}
