//! One service in a small window: who runs it, where, whom to ring, and what it offers.

use std::cell::Cell;

use ratatui::layout::Rect;

use crate::domain::dates;
use crate::domain::ids::ServiceId;
use crate::domain::service::Place;
use crate::readmodel::services::{ServiceCard, warning};
use crate::tui::action::{Action, ListAction, Scope, ServiceAction};
use crate::tui::draw::{Pad, centred};
use crate::tui::effect::{Effect, Tag};
use crate::tui::forms;
use crate::tui::screen::{Covers, HubSaid, Screen};
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use crate::wire::{Notice, Reply, Request};

/// The service was asked for.
const CARD: Tag = Tag(1);
/// Columns of the window at most.
const WIDTH_MAX: u16 = 70;
/// Columns for what each line is.
const LABEL: usize = 11;

/// One service of the directory.
struct Card {
    id: ServiceId,
    title: String,
    card: Option<Box<ServiceCard>>,
    /// Why there is nothing to show.
    sentence: String,
    /// The first line seen; settled when drawn, for only then the height is known.
    top: Cell<usize>,
}

/// The service with that id; `title` is shown until it is there.
pub(super) fn open(id: ServiceId, title: &str) -> Box<dyn Screen> {
    Box::new(Card {
        id,
        title: title.to_owned(),
        card: None,
        sentence: String::new(),
        top: Cell::new(0),
    })
}

impl Card {
    fn lines(&self, wide: usize) -> Vec<String> {
        let Some(card) = &self.card else {
            return wrap(&self.sentence, wide);
        };
        let said = said(card);
        let mut lines = Vec::new();
        for (label, words) in said.iter().filter(|(_, words)| !words.is_empty()) {
            let wrapped = wrap(words, wide.saturating_sub(LABEL));
            for (at, line) in wrapped.iter().enumerate() {
                let label = if at == 0 { label } else { "" };
                lines.push(format!("{label:<LABEL$}{line}"));
            }
        }
        lines
    }
}

impl Screen for Card {
    fn heading(&self) -> String {
        self.title.clone()
    }

    fn scope(&self) -> Scope {
        Scope::Service
    }

    fn hints(&self) -> Vec<Action> {
        vec![ServiceAction::Edit.into()]
    }

    fn unable(&self, action: Action) -> Option<String> {
        let edits = action == ServiceAction::Edit.into();
        (edits && self.card.is_none()).then(|| "The service is not here yet".to_owned())
    }

    fn covers(&self) -> Covers {
        Covers::Part
    }

    fn opened(&mut self) -> Vec<Effect> {
        vec![Effect::Send(CARD, Request::Service(self.id))]
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        let top = self.top.get();
        match action {
            Action::Service(ServiceAction::Edit) => {
                let form = self.card.as_deref().map(forms::edit_service);
                return form.map(Effect::Push).into_iter().collect();
            }
            Action::List(ListAction::Open) => return vec![Effect::Pop],
            Action::List(ListAction::Next) => self.top.set(top + 1),
            Action::List(ListAction::Previous) => self.top.set(top.saturating_sub(1)),
            Action::List(ListAction::PageDown) => self.top.set(top + 10),
            Action::List(ListAction::PageUp) => self.top.set(top.saturating_sub(10)),
            Action::List(ListAction::First) => self.top.set(0),
            Action::List(ListAction::Last) => self.top.set(usize::MAX / 2),
            _ => {}
        }
        Vec::new()
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        match said {
            HubSaid::Reply(CARD, Reply::Service(card)) => {
                self.title.clone_from(&card.service.name);
                self.card = Some(card.clone());
            }
            HubSaid::Reply(CARD, Reply::Trouble(trouble)) => {
                self.card = None;
                self.sentence = trouble.to_string();
            }
            HubSaid::Back | HubSaid::Notice(Notice::DirectoryChanged { .. }) => {
                return self.opened();
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        let wide = WIDTH_MAX.min(area.width);
        let lines = self.lines(usize::from(wide.saturating_sub(4)));
        let height = u16::try_from(lines.len())
            .unwrap_or(area.height)
            .saturating_add(2);
        let inside = pad.framed(centred(area, wide, height), &self.title);
        let last = lines.len().saturating_sub(usize::from(inside.height));
        self.top.set(self.top.get().min(last));
        for (line, y) in lines
            .iter()
            .skip(self.top.get())
            .zip(inside.top()..inside.bottom())
        {
            pad.text(inside.x, y, inside.width, line, Role::Text);
        }
    }
}

/// What is known of a service, line by line: what speaks against it first, then what we know.
fn said(card: &ServiceCard) -> Vec<(&'static str, String)> {
    let service = &card.service;
    let (terms, local) = (&service.terms, &service.local);
    let places: Vec<String> = service.places.iter().map(Place::line).collect();
    let access: Vec<&str> = service
        .places
        .iter()
        .map(|place| place.access.as_str())
        .collect();
    let as_of = card.as_of.filter(|_| !card.stale);
    vec![
        ("Take care", warning(card)),
        ("Alert", terms.alert.clone()),
        ("Our note", local.note.clone()),
        ("We ring", local.contact.clone()),
        ("Wait", local.wait.clone()),
        ("Run by", service.organisation.clone()),
        ("Where", places.join("; ")),
        ("When", terms.schedules.join("; ")),
        ("Phone", service.phone.clone()),
        ("Email", service.email.clone()),
        ("Ask for", terms.contacts.join("; ")),
        ("For", service.needs_line()),
        ("Offers", service.offers.clone()),
        ("Ages", service.ages_line()),
        ("Who", terms.eligibility.clone()),
        ("Area", terms.areas.join("; ")),
        ("Cost", terms.cost.clone()),
        ("Speaks", terms.languages.join(", ")),
        ("Access", access.join(" ").trim().to_owned()),
        ("Web", service.url.clone()),
        ("Checked", as_of.map(dates::full).unwrap_or_default()),
        (
            "From",
            service
                .origin
                .as_ref()
                .map(|origin| origin.source.clone())
                .unwrap_or_default(),
        ),
    ]
}
