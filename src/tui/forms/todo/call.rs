//! Whose of the jotted calls is this person's: chosen on their page.

use super::super::about::Facts;
use super::super::menu::{Menu, Taken};
use super::super::words;
use crate::domain::intent::Intent;
use crate::domain::todo::KeptToDo;
use crate::tui::dialogs::pick::Item;

/// The list.
pub(in crate::tui::forms) struct Calls;

fn calls(facts: &Facts) -> &[KeptToDo] {
    facts.desk.as_ref().map_or(&[], |desk| &desk.calls)
}

impl Menu for Calls {
    fn title(&self) -> String {
        "This person's call".to_owned()
    }

    fn wants_desk(&self) -> bool {
        true
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        let none = calls(facts).is_empty();
        words::no_case(facts).or(none.then(|| "No jotted call waits for a person".to_owned()))
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        let item = |kept: &KeptToDo| Item {
            words: kept.todo.words(),
            note: kept.todo.made_on.format("%a %-d %b").to_string(),
        };
        (calls(facts).iter().map(item).collect(), 0)
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        match (calls(facts).get(index), facts.case()) {
            (Some(kept), Some(case)) => Taken::Do(Intent::AttachCall {
                todo: kept.id,
                version: kept.touch.seq,
                case: case.case,
            }),
            _ => Taken::Nothing,
        }
    }
}
