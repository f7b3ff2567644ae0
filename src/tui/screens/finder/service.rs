//! One service in a small window: who runs it, where, whom to ring, and what it offers.

use std::cell::Cell;

use ratatui::layout::Rect;

use crate::domain::ids::ServiceId;
use crate::domain::service::Service;
use crate::tui::action::{Action, ListAction, Scope};
use crate::tui::draw::{Pad, centred};
use crate::tui::effect::{Effect, Tag};
use crate::tui::screen::{Covers, HubSaid, Screen};
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use crate::wire::{Notice, Reply, Request};

/// The directory was asked for.
const DIRECTORY: Tag = Tag(1);
/// Columns of the window at most.
const WIDTH_MAX: u16 = 70;
/// Columns for what each line is.
const LABEL: usize = 8;

/// One service of the directory.
struct Card {
    id: ServiceId,
    title: String,
    service: Option<Service>,
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
        service: None,
        sentence: String::new(),
        top: Cell::new(0),
    })
}

impl Card {
    fn take(&mut self, services: &[Service]) {
        self.service = services
            .iter()
            .find(|service| service.id == self.id)
            .cloned();
        match &self.service {
            Some(service) => self.title.clone_from(&service.name),
            None => "This service is not in the directory any more.".clone_into(&mut self.sentence),
        }
    }

    fn lines(&self, wide: usize) -> Vec<String> {
        let Some(service) = &self.service else {
            return wrap(&self.sentence, wide);
        };
        let needs: Vec<&str> = service.needs.iter().map(|need| need.label()).collect();
        let needs = needs.join("; ");
        let said = [
            ("Run by", &service.organisation),
            ("Where", &service.place),
            ("Phone", &service.phone),
            ("For", &needs),
            ("Offers", &service.offers),
        ];
        let mut lines = Vec::new();
        for (label, words) in said.into_iter().filter(|(_, words)| !words.is_empty()) {
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
        Scope::List
    }

    fn hints(&self) -> Vec<Action> {
        Vec::new()
    }

    fn covers(&self) -> Covers {
        Covers::Part
    }

    fn opened(&mut self) -> Vec<Effect> {
        vec![Effect::Send(DIRECTORY, Request::Desk)]
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        let top = self.top.get();
        match action {
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
            HubSaid::Reply(DIRECTORY, Reply::Desk(desk)) => self.take(&desk.services),
            HubSaid::Reply(DIRECTORY, Reply::Trouble(trouble)) => {
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
