//! The finder, on `/` from anywhere: clients, services, notes and commands in one list, right on
//! every keystroke.
//!
//! The wrong person opened is a mistake about somebody's health record, so Enter never guesses: it
//! waits for the answer to what is typed now, and where two fit equally well it asks which.

mod ask;
mod commands;
mod draw;
mod marks;
mod service;

use ratatui::layout::Rect;

use self::ask::{Asked, Asking};
use self::commands::Offered;
use super::client;
use super::refresh::changes_lists;
use crate::domain::ids::{CaseId, ClientId, ServiceId};
use crate::readmodel::find::{FindKind, FindRow, Found};
use crate::tui::action::{Action, FinderAction, ListAction, Scope};
use crate::tui::dialogs::commands::Command;
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag, Tone};
use crate::tui::key::Key;
use crate::tui::screen::{HubSaid, Screen, Typing};
use crate::tui::widgets::field::{Field, Took};
use crate::tui::widgets::list::Marker;
use crate::wire::Reply;
use crate::wire::talk::ClientBy;

/// What the finder is narrowed to, in the order in which Tab goes through them.
const KINDS: [(Option<FindKind>, &str); 5] = [
    (None, "all"),
    (Some(FindKind::Client), "clients"),
    (Some(FindKind::Service), "services"),
    (Some(FindKind::Note), "notes"),
    (Some(FindKind::Command), "commands"),
];

/// What a row is known by when the rows change under the marker.
type RowId = (FindKind, String);

/// The finder.
pub struct Finder {
    typed: Field,
    /// Which of [`KINDS`].
    narrowed: usize,
    asking: Asking,
    found: Found,
    commands: Offered,
    rows: Vec<FindRow>,
    ids: Vec<Option<RowId>>,
    marker: Marker<RowId>,
    /// The person put the marker where it is.
    chosen: bool,
    /// Enter was pressed before the answer to what is typed was there.
    opens_when_found: bool,
    /// Somebody is chosen for something, instead of opened.
    chooses: Option<Chooses>,
}

/// What is done with whoever is chosen, and with the case of theirs that would be opened.
type Then = Box<dyn Fn(ClientId, Option<CaseId>) -> Box<dyn Screen>>;

/// What somebody is chosen for.
struct Chooses {
    title: String,
    then: Then,
}

/// The finder with clients alone; who is taken is given to `then`, whose screen comes in its place.
pub fn choose(
    title: String,
    then: impl Fn(ClientId, Option<CaseId>) -> Box<dyn Screen> + 'static,
) -> Box<dyn Screen> {
    let clients = KINDS
        .iter()
        .position(|(kind, _)| *kind == Some(FindKind::Client));
    Box::new(Finder {
        narrowed: clients.unwrap_or(0),
        chooses: Some(Chooses {
            title,
            then: Box::new(then),
        }),
        ..Finder::new(Vec::new())
    })
}

/// The finder over a screen whose commands it offers too.
pub fn open(commands: Vec<Command>) -> Box<dyn Screen> {
    Box::new(Finder::new(commands))
}

impl Finder {
    fn new(commands: Vec<Command>) -> Finder {
        Finder {
            typed: Field::line(""),
            narrowed: 0,
            asking: Asking::default(),
            found: Found::default(),
            commands: Offered::new(commands),
            rows: Vec::new(),
            ids: Vec::new(),
            marker: Marker::default(),
            chosen: false,
            opens_when_found: false,
            chooses: None,
        }
    }

    fn kind(&self) -> Option<FindKind> {
        KINDS.get(self.narrowed).and_then(|(kind, _)| *kind)
    }

    /// What the rows should be the answer to.
    fn wanted(&self) -> Asked {
        Asked {
            text: self.typed.text(),
            kind: self.kind(),
        }
    }

    /// Something else is wanted now.
    fn changed(&mut self) -> Vec<Effect> {
        self.chosen = false;
        self.opens_when_found = false;
        self.lay_out();
        self.marker = Marker::default();
        self.marker.settle(&self.ids);
        let wanted = self.wanted();
        self.asking.want(&wanted)
    }

    /// The rows of the hub that fit the kind, then the commands.
    fn lay_out(&mut self) {
        let kind = self.kind();
        let fits = |row: &&FindRow| kind.is_none_or(|kind| kind == row.kind);
        self.rows = self.found.rows.iter().filter(fits).cloned().collect();
        if kind.is_none_or(|kind| kind == FindKind::Command) {
            let alone = kind.is_some();
            self.rows
                .extend(self.commands.rows(&self.typed.text(), alone));
        }
        let id = |row: &FindRow| Some((row.kind, row.id.clone()));
        self.ids = self.rows.iter().map(id).collect();
        self.marker.settle(&self.ids);
    }

    fn heard(&mut self, tag: Tag, reply: &Reply) -> Vec<Effect> {
        let wanted = self.wanted();
        let Some(asked) = self.asking.answered(tag) else {
            return Vec::new();
        };
        let mut effects = self.asking.want(&wanted);
        match reply {
            // An answer to what is not typed any more is of no use.
            Reply::Found(found) if asked == wanted && found.query == wanted.text => {
                self.found = found.clone();
                self.lay_out();
                if !self.chosen {
                    self.marker.select(&self.ids, 0);
                }
            }
            Reply::Refused(refusal) => {
                effects.push(Effect::Say(Tone::Trouble, refusal.to_string()));
            }
            Reply::Trouble(trouble) => {
                effects.push(Effect::Say(Tone::Trouble, trouble.to_string()));
            }
            _ => {}
        }
        if self.opens_when_found && self.asking.knows(&wanted) {
            self.opens_when_found = false;
            effects.extend(self.enter());
        }
        effects
    }

    /// Opens what the marker is on, once it is certain that this is what was meant.
    fn enter(&mut self) -> Vec<Effect> {
        if !self.chosen && !self.asking.knows(&self.wanted()) {
            self.opens_when_found = true;
            return Vec::new();
        }
        let Some(row) = self.rows.get(self.marker.index()) else {
            return Vec::new();
        };
        let guesses = self.found.equal_best && !self.chosen && row.kind != FindKind::Command;
        if guesses {
            let words = "Two fit equally well: put the marker on the one you mean, then Enter";
            return vec![Effect::Say(Tone::Note, words.to_owned())];
        }
        self.open(row)
    }

    fn open(&self, row: &FindRow) -> Vec<Effect> {
        if let Some(chooses) = &self.chooses {
            let screen = row.client_id.map(|client| (chooses.then)(client, row.case));
            return screen.map(Effect::Replace).into_iter().collect();
        }
        match row.kind {
            FindKind::Client | FindKind::Note => {
                let by = by(row.client_id, row.case);
                by.map(|by| Effect::Replace(client::open(by)))
                    .into_iter()
                    .collect()
            }
            FindKind::Service => {
                let id: Option<ServiceId> = row.id.parse().ok();
                id.map(|id| Effect::Push(service::open(id, &row.label)))
                    .into_iter()
                    .collect()
            }
            FindKind::Command => {
                let action = self.commands.action(&row.id);
                action.map(Effect::Run).into_iter().collect()
            }
        }
    }

    fn go(&mut self, action: ListAction) {
        self.marker.act(&self.ids, action);
        self.chosen = true;
        self.opens_when_found = false;
    }

    fn narrow(&mut self, steps: usize) -> Vec<Effect> {
        if self.chooses.is_some() {
            return Vec::new();
        }
        self.narrowed = (self.narrowed + steps) % KINDS.len();
        self.changed()
    }

    fn took(&mut self, took: Took) -> Vec<Effect> {
        match took {
            Took::Changed => self.changed(),
            Took::Same => Vec::new(),
            Took::Full => {
                let mut effects = self.changed();
                let words = "This is longer than anything that could be found".to_owned();
                effects.push(Effect::Say(Tone::Note, words));
                effects
            }
        }
    }
}

/// A note opens its own case; a client the case that the hub chose.
fn by(client: Option<ClientId>, case: Option<CaseId>) -> Option<ClientBy> {
    case.map(ClientBy::Case).or(client.map(ClientBy::Id))
}

impl Screen for Finder {
    fn heading(&self) -> String {
        match &self.chooses {
            Some(chooses) => chooses.title.clone(),
            None => "Find".to_owned(),
        }
    }

    fn scope(&self) -> Scope {
        Scope::Finder
    }

    fn typing(&self) -> Typing {
        Typing::Text
    }

    fn hints(&self) -> Vec<Action> {
        use FinderAction::{Narrow, Next, Open, Previous};
        let mut hints: Vec<Action> = vec![Open.into(), Next.into(), Previous.into()];
        if self.chooses.is_none() {
            hints.push(Narrow.into());
        }
        hints
    }

    fn unable(&self, action: Action) -> Option<String> {
        let opens = action == FinderAction::Open.into();
        let nothing = self.rows.is_empty() && self.asking.knows(&self.wanted());
        (opens && nothing).then(|| "Nothing is under the marker".to_owned())
    }

    fn position(&self) -> Option<(usize, usize)> {
        Some(self.marker.position(&self.ids))
    }

    fn opened(&mut self) -> Vec<Effect> {
        self.changed()
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        let Action::Finder(action) = action else {
            return Vec::new();
        };
        match action {
            FinderAction::Open => return self.enter(),
            FinderAction::Narrow => return self.narrow(1),
            FinderAction::Widen => return self.narrow(KINDS.len() - 1),
            FinderAction::Next => self.go(ListAction::Next),
            FinderAction::Previous => self.go(ListAction::Previous),
            FinderAction::PageDown => self.go(ListAction::PageDown),
            FinderAction::PageUp => self.go(ListAction::PageUp),
        }
        Vec::new()
    }

    fn typed(&mut self, key: Key) -> Vec<Effect> {
        let took = self.typed.key(key);
        self.took(took)
    }

    fn pasted(&mut self, text: &str) -> Vec<Effect> {
        let took = self.typed.paste(text);
        self.took(took)
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        match said {
            HubSaid::Reply(tag, reply) => self.heard(*tag, reply),
            HubSaid::Back => {
                let wanted = self.wanted();
                self.asking.ask_anew(&wanted)
            }
            said if changes_lists(said) => self.asking.stale(),
            _ => Vec::new(),
        }
    }

    fn woken(&mut self, tag: Tag) -> Vec<Effect> {
        let wanted = self.wanted();
        self.asking.woken(tag, &wanted)
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        self.draw_all(area, pad);
    }
}
