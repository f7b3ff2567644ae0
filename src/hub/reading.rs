//! After a start: names, then notes, read into the finder in the background.

use std::{ops::ControlFlow, sync::Arc, thread, time::Duration};

use crate::{
    domain::{
        client::ClientFields,
        ids::{CaseId, ClientId, ContactId},
        record::What,
    },
    wire::{Notice, Trouble},
};

use super::{
    core::Core,
    finder::{ReadSoFar, words_of},
};

/// Clients put into the index in one go.
const CLIENTS_AT_ONCE: usize = 500;
/// Notes put into the index in one go.
const NOTES_AT_ONCE: usize = 2_000;
/// How long it waits where the records are being made again.
const READ_AGAIN: Duration = Duration::from_millis(200);

/// Starts the reading; it ends by itself.
pub fn start(core: &Arc<Core>) {
    let core = Arc::clone(core);
    let reader = thread::Builder::new()
        .name("reading".to_owned())
        .spawn(move || {
            core.finder
                .put_services(core.heads().directory.services.values());
            let of = core.heads().clients.iter().count() as u64;
            if !until_read(&core, || read_names(&core, of)) {
                return;
            }
            core.finder.set_read(ReadSoFar {
                names: true,
                of,
                ..ReadSoFar::default()
            });
            core.hall
                .tell_all(&Notice::Reading("notes still being read".to_owned()));
            if !until_read(&core, || read_notes(&core, of)) {
                return;
            }
            core.finder.set_read(ReadSoFar {
                names: true,
                notes: true,
                done: of,
                of,
            });
            core.finder.end_reading();
            core.hall.tell_all(&Notice::Reading(String::new()));
        });
    drop(reader);
}

/// Reads again after damage was found and cured: a finder that leaves people out without a word is
/// worse than a late one. Gives `false` where the hub went first.
fn until_read(core: &Core, read: impl Fn() -> Result<(), Trouble>) -> bool {
    while !core.records.is_closed() {
        if read().is_ok() {
            return true;
        }
        thread::sleep(READ_AGAIN);
    }
    false
}

fn read_names(core: &Core, of: u64) -> Result<(), Trouble> {
    let views = core.records.at(0)?;
    let mut waiting: Vec<(ClientId, ClientFields)> = Vec::with_capacity(CLIENTS_AT_ONCE);
    let mut done = 0;
    let read = views.each_client(|record| {
        waiting.push((record.client, record.fields.clone()));
        if waiting.len() >= CLIENTS_AT_ONCE {
            done += waiting.len() as u64;
            core.finder.put_read_clients(&core.heads(), &waiting);
            core.finder.set_read(ReadSoFar {
                done,
                of,
                ..ReadSoFar::default()
            });
            waiting.clear();
        }
        ControlFlow::Continue(())
    });
    core.finder.put_read_clients(&core.heads(), &waiting);
    read.map_err(|error| core.records.read_failed(&error))
}

fn read_notes(core: &Core, of: u64) -> Result<(), Trouble> {
    let views = core.records.at(0)?;
    let mut waiting: Vec<(ContactId, CaseId, ClientId, String)> = Vec::new();
    let mut done = 0;
    let read = views.each_note(|client, case, history| {
        done += 1;
        for happening in history {
            match &happening.what {
                What::Contact(contact) => {
                    waiting.push((contact.id, case, client, words_of(contact)));
                }
                What::Note { id, text } => waiting.push((*id, case, client, text.clone())),
                _ => {}
            }
        }
        if waiting.len() >= NOTES_AT_ONCE {
            core.finder.put_read_notes(&waiting);
            core.finder.set_read(ReadSoFar {
                names: true,
                notes: false,
                done: done.min(of),
                of,
            });
            waiting.clear();
        }
        ControlFlow::Continue(())
    });
    core.finder.put_read_notes(&waiting);
    read.map_err(|error| core.records.read_failed(&error))
}
