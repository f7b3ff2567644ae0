//! Which store, which socket, which person: worked out once.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use crate::{
    hub::{launch, layout::Layout},
    readmodel::{lists::Desk, stand::Stood},
    wire::{Reply, Request, Trouble, link::Link},
};

use super::{args::Global, print};

/// Where a service of the machine listens.
const SERVICE_SOCKET: &str = "/run/caseload/hub.sock";
/// Texts on standard input are not longer than this.
const INPUT_BYTES_MAX: u64 = 1 << 20;

/// What every command needs to know.
pub(crate) struct Context {
    pub(crate) global: Global,
    /// The store is a demonstration that goes when the hub does.
    pub(crate) ephemeral: bool,
    /// The tour is offered.
    pub(crate) tour: bool,
}

impl Context {
    pub(crate) fn new(global: Global) -> Context {
        Context {
            global,
            ephemeral: false,
            tour: false,
        }
    }

    /// The data folder: named, or the usual place.
    ///
    /// # Errors
    /// Where nothing is named and there is no home.
    pub(crate) fn data(&self) -> Result<PathBuf, Trouble> {
        if let Some(data) = &self.global.data {
            return absolute(data);
        }
        std::env::var_os("XDG_DATA_HOME")
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
            .or_else(|| {
                std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share"))
            })
            .map(|folder| folder.join("caseload"))
            .ok_or_else(|| {
                Trouble::config("There is no home folder to look for a store in.")
                    .hint("Name the data folder with --data.")
            })
    }

    pub(crate) fn layout(&self) -> Result<Layout, Trouble> {
        Ok(Layout::new(self.data()?))
    }

    /// The socket: named, the store's own, or where no data folder is named and none is there, the
    /// service's.
    ///
    /// # Errors
    /// As `data`.
    pub(crate) fn socket(&self) -> Result<PathBuf, Trouble> {
        if let Some(socket) = &self.global.socket {
            return absolute(socket);
        }
        let layout = self.layout()?;
        let service = PathBuf::from(SERVICE_SOCKET);
        if self.global.data.is_none() && !layout.is_founded() && service.exists() {
            return Ok(service);
        }
        Ok(layout.socket())
    }

    /// The person asked for; empty for whoever the account is.
    pub(crate) fn person(&self) -> &str {
        self.global.as_person.as_deref().unwrap_or_default()
    }

    /// A line to the hub, which is started where it does not run and the store is ours.
    ///
    /// # Errors
    /// Where there is no store, no hub, or it says no.
    pub(crate) fn link(&self) -> Result<Link, Trouble> {
        let layout = self.layout()?;
        let socket = self.socket()?;
        let may_start = layout.is_founded() && layout.is_ours();
        if !may_start && !socket.exists() {
            // Says where there is no store and how to make one.
            crate::hub::config::StoreConfig::load(&layout)?;
        }
        let data = may_start.then_some(layout.data.as_path());
        launch::reach(data, &socket, self.person(), self.ephemeral, &mut |words| {
            if !self.global.json {
                print::note(&format!("Making the records again: {words}"));
            }
        })
    }

    /// A request for a list, as it stood on the day asked for.
    pub(crate) fn as_of(&self, request: Request) -> Request {
        request.as_of(self.global.as_of)
    }

    /// Asks the hub one thing.
    ///
    /// # Errors
    /// As `link`, and what the hub answers.
    pub(crate) fn ask(&self, request: &Request) -> Result<Reply, Trouble> {
        self.link()?.ask(request, &mut |_, _| {})
    }
}

/// What this person's forms choose from.
///
/// # Errors
/// What the hub says.
pub(crate) fn desk(link: &mut Link) -> Result<Desk, Trouble> {
    match link.ask(&Request::Desk, &mut |_, _| {})? {
        Reply::Desk(desk) => Ok(*desk),
        _ => Err(unexpected()),
    }
}

/// Where this person stood when the line of an earlier session broke; nothing where the hub has no
/// answer: this must never keep anybody from the desk.
pub(crate) fn stood(link: &mut Link) -> Option<Stood> {
    match link.ask(&Request::Stood, &mut |_, _| {}) {
        Ok(Reply::Stood(stood)) => stood,
        _ => None,
    }
}

/// The hub answered something else than was asked.
pub(crate) fn unexpected() -> Trouble {
    Trouble::bug("The hub answered something unexpected.")
        .hint("End all sessions and start caseload again.")
}

/// A path that holds wherever the hub runs.
pub(crate) fn absolute(path: &Path) -> Result<PathBuf, Trouble> {
    std::path::absolute(path)
        .map_err(|error| Trouble::config(format!("{}: {error}.", path.display())))
}

/// A text given on the command line, or read from standard input where it is `-`.
///
/// # Errors
/// Where standard input cannot be read.
pub(crate) fn text_or_input(given: &str) -> Result<String, Trouble> {
    if given != "-" {
        return Ok(given.to_owned());
    }
    let mut text = String::new();
    std::io::stdin()
        .take(INPUT_BYTES_MAX)
        .read_to_string(&mut text)
        .map_err(|error| Trouble::config(format!("Standard input cannot be read: {error}.")))?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}
