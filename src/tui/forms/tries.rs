//! Several tries and nobody spoken to: what next? The desk asks, and closes nothing by itself.

use super::about::{self, Facts};
use super::menu::{self, Menu, Taken};
use super::next::Next;
use super::sheet;
use super::status::{States, Status};
use crate::readmodel::client::{CaseCard, MANY_TRIES, tries_said};
use crate::tui::dialogs::pick::Item;

/// The statuses, after what next is asked for where there were many tries.
#[derive(Default)]
pub(super) struct AskFirst {
    asking: bool,
}

const AGAIN: usize = 0;
const LETTER: usize = 1;
const CLOSE: usize = 2;
const STATUS: usize = 3;

/// Whether there were so many tries that it is to be asked what next.
fn many(case: &CaseCard) -> bool {
    case.state.is_open() && case.tally.tries_since >= MANY_TRIES && !case.tried.is_empty()
}

impl Menu for AskFirst {
    fn title(&self) -> String {
        match self.asking {
            true => "Not reached: what next?".to_owned(),
            false => States.title(),
        }
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        States.closed(facts)
    }

    fn words(&self, facts: &Facts) -> String {
        match facts.case().filter(|_| self.asking) {
            Some(case) => format!("{}.", tries_said(case, facts.today())),
            None => String::new(),
        }
    }

    fn changes(&self, index: usize) -> bool {
        // Each choice of what next opens a form, which is saved by itself.
        !self.asking && States.changes(index)
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        self.asking = facts.case().is_some_and(many);
        if !self.asking {
            return States.items(facts);
        }
        let item = |words: &str, note: &str| Item {
            words: words.to_owned(),
            note: note.to_owned(),
        };
        let items = vec![
            item("Try again", "at another hour, or by another channel"),
            item("Write a letter", "its text is under more, Text to paste"),
            item(
                "Close: no contact",
                "with word to the referrer still to come",
            ),
            item("Another status", "all of them"),
            item("Leave it as it is", "nothing closes by itself"),
        ];
        (items, AGAIN)
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        let Some(case) = facts.case() else {
            return Taken::Nothing;
        };
        if !self.asking {
            return States.take(index, facts);
        }
        let about = about::of(facts);
        Taken::Open(match index {
            AGAIN => sheet::open(about, Next::at_another_hour()),
            LETTER => sheet::open(about, Next::letter()),
            CLOSE => {
                let said = tries_said(case, facts.today());
                sheet::open(about, Status::no_contact(format!("Not reached. {said}.")))
            }
            STATUS => menu::open(about, States),
            _ => return Taken::Close,
        })
    }
}
