//! What is asked about the work of the people here: notes on it, to-dos.

use crate::{
    domain::ids::NoteId,
    readmodel::{integration, named},
    wire::{Reply, Request, Trouble},
};

use super::Turn;

impl Turn {
    pub(super) fn on_the_work(&self, request: Request) -> Result<Reply, Trouble> {
        match request {
            Request::Integration(query) => self.with_asker(|heads, asker, today| {
                let built = integration::build(heads, asker, today, &query);
                Reply::Integration(Box::new(built))
            }),
            Request::NotesSay(query) => {
                let gathered = self.with_asker(|heads, asker, today| {
                    integration::gather(heads, asker, today, &query)
                })?;
                // Read without the heads: thousands of notes take a second.
                Ok(Reply::NotesSay(Box::new(gathered.said())))
            }
            Request::Named(text) => {
                self.with_asker(|heads, asker, _| Reply::Named(named::named(heads, asker, &text)))
            }
            Request::Note(id) => self.note(id),
            Request::ToDo(id) => self
                .with_asker(|heads, asker, _| {
                    let kept = heads.directory.todos.get(&id)?;
                    let reached = asker.reaches_to_do(heads, &kept.todo);
                    reached.then(|| Reply::ToDo(Box::new(kept.clone())))
                })?
                .ok_or_else(|| Trouble::refused(format!("There is no to-do {id} of yours."))),
            _ => Ok(Reply::Trouble(Trouble::bug(
                "The hub was asked something it does not answer.",
            ))),
        }
    }

    fn note(&self, id: NoteId) -> Result<Reply, Trouble> {
        let card =
            self.with_asker(|heads, asker, today| integration::note(heads, asker, today, id))?;
        card.map(|card| Reply::Note(Box::new(card))).ok_or_else(|| {
            Trouble::refused(format!("There is no note {id} that is yours to read."))
                .hint("A note is private until its author shares it.")
        })
    }
}
