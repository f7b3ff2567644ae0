//! What can be done with one to-do: mark it as done, change it, say whose call it was.

use super::super::about::Facts;
use super::super::menu::{Menu, Taken};
use super::super::{change_to_do, whose_call};
use crate::domain::intent::Intent;
use crate::domain::todo::{KeptToDo, ToDo, ToDoChange};
use crate::tui::dialogs::pick::Item;
use crate::tui::screens::client;
use crate::wire::talk::ClientBy;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Offer {
    Done,
    Change,
    Whose,
    Person,
}

/// The list.
pub(in crate::tui::forms) struct OneToDo {
    kept: Box<KeptToDo>,
    offered: Vec<Offer>,
}

impl OneToDo {
    pub(in crate::tui::forms) fn new(kept: Box<KeptToDo>) -> OneToDo {
        let todo = &kept.todo;
        let mut offered = vec![Offer::Done];
        if todo.seeks_person() {
            offered.push(Offer::Whose);
        }
        if todo.about.is_some() {
            offered.push(Offer::Person);
        }
        offered.push(Offer::Change);
        OneToDo { kept, offered }
    }
}

impl Menu for OneToDo {
    fn title(&self) -> String {
        self.kept.todo.words()
    }

    fn changes(&self, index: usize) -> bool {
        self.offered.get(index) == Some(&Offer::Done)
    }

    fn items(&mut self, _facts: &Facts) -> (Vec<Item>, usize) {
        let item = |offer: &Offer| {
            let (words, means) = match offer {
                Offer::Done => ("Done", "it goes from the Agenda"),
                Offer::Change => ("Change", "what, by when, who does it"),
                Offer::Whose => ("Whose call", "find the person; it becomes a note of theirs"),
                Offer::Person => ("Open", "the person it is about"),
            };
            Item {
                words: words.to_owned(),
                note: means.to_owned(),
            }
        };
        (self.offered.iter().map(item).collect(), 0)
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        let kept = &self.kept;
        match self.offered.get(index) {
            Some(Offer::Done) => Taken::Do(Intent::SetToDo(Box::new(ToDoChange {
                id: Some(kept.id),
                version: kept.touch.seq,
                now: ToDo {
                    // The hub puts its own day there.
                    done_on: Some(facts.today()),
                    ..kept.todo.clone()
                },
            }))),
            Some(Offer::Change) => Taken::Open(change_to_do(kept.clone())),
            Some(Offer::Whose) => Taken::Open(whose_call(kept)),
            Some(Offer::Person) => match kept.todo.about {
                Some(case) => Taken::Open(client::open(ClientBy::Case(case))),
                None => Taken::Nothing,
            },
            None => Taken::Nothing,
        }
    }
}
