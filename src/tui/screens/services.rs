//! The Services: those that people are connected to first, with what became of it, then the rest of
//! the directory.

mod draw;
mod page;

use ratatui::layout::Rect;

use super::doors;
use super::refresh::{Refresh, changes_lists};
use crate::domain::ids::ServiceId;
use crate::readmodel::connected::{ConnectedPage, ConnectedQuery, ConnectedRow};
use crate::readmodel::table::table;
use crate::tui::action::{Action, ListAction, Scope, ServicesAction};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag};
use crate::tui::forms;
use crate::tui::screen::{HubSaid, Place, RowsOut, Screen};
use crate::tui::widgets::list::Marker;
use crate::wire::{Reply, Request};

pub use page::open as page;

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Heading(&'static str),
    /// The row with this index of the hub's answer.
    Row(usize),
    /// So many rows are not shown.
    LeftOut(u32),
}

/// The Services.
pub struct Services {
    /// Nothing before the hub's first answer.
    rows: Option<ConnectedPage>,
    lines: Vec<Line>,
    ids: Vec<Option<ServiceId>>,
    marker: Marker<ServiceId>,
    refresh: Refresh,
    /// Why there are no rows.
    sentence: String,
}

/// The Services of the person at this desk.
pub fn open() -> Box<dyn Screen> {
    Box::new(Services {
        rows: None,
        lines: Vec::new(),
        ids: Vec::new(),
        marker: Marker::default(),
        refresh: Refresh::default(),
        sentence: String::new(),
    })
}

fn request() -> Request {
    Request::Connected(ConnectedQuery::default())
}

impl Services {
    fn row(&self) -> Option<&ConnectedRow> {
        let id = self.marker.id()?;
        let rows = &self.rows.as_ref()?.rows;
        rows.iter().find(|row| row.id == *id)
    }

    fn lay_out(&mut self, page: &ConnectedPage) {
        let used = page.rows.iter().filter(|row| row.figures.open > 0).count();
        self.lines.clear();
        self.ids.clear();
        for (index, row) in page.rows.iter().enumerate() {
            let heading = match index {
                0 if used > 0 => Some("With people of yours"),
                at if at == used => Some("In the directory"),
                _ => None,
            };
            if let Some(heading) = heading {
                self.lines.push(Line::Heading(heading));
                self.ids.push(None);
            }
            self.lines.push(Line::Row(index));
            self.ids.push(Some(row.id));
        }
        let shown = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
        if page.total > shown {
            self.lines.push(Line::LeftOut(page.total - shown));
            self.ids.push(None);
        }
        self.marker.settle(&self.ids);
    }

    fn heard(&mut self, tag: Tag, reply: &Reply) -> Vec<Effect> {
        if !self.refresh.is_answer(tag) {
            return Vec::new();
        }
        match reply {
            Reply::Connected(page) => {
                self.lay_out(page);
                self.rows = Some(page.clone());
            }
            Reply::Refused(refusal) => self.sentence = refusal.to_string(),
            Reply::Trouble(trouble) => self.sentence = trouble.to_string(),
            _ => {}
        }
        self.refresh.after_answer(request)
    }
}

impl Screen for Services {
    fn heading(&self) -> String {
        "Services".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::Services
    }

    fn place(&self) -> Option<Place> {
        Some(Place::Services)
    }

    fn hints(&self) -> Vec<Action> {
        vec![
            ListAction::Open.into(),
            ServicesAction::Log.into(),
            ServicesAction::Narrow.into(),
        ]
    }

    fn unable(&self, action: Action) -> Option<String> {
        let row = self.row();
        let sentence = match action {
            Action::List(ListAction::Open) | Action::Services(ServicesAction::Log)
                if row.is_none() =>
            {
                "No service is under the marker"
            }
            Action::Services(ServicesAction::Log)
                if row.is_some_and(|row| row.figures.due.is_empty()) =>
            {
                "Nothing is due there: open it and mark whom it was about"
            }
            _ => return None,
        };
        Some(sentence.to_owned())
    }

    fn position(&self) -> Option<(usize, usize)> {
        Some(self.marker.position(&self.ids))
    }

    fn nth(&mut self, number: usize) -> Vec<Effect> {
        let taken = self.marker.take_nth(&self.ids, number);
        let row = self.row().filter(|_| taken);
        row.map(|row| doors::service(row.id)).unwrap_or_default()
    }

    fn rows_out(&self) -> Option<(String, RowsOut)> {
        let page = self.rows.as_ref().filter(|page| !page.rows.is_empty())?;
        let name = format!("services-{}.csv", page.today);
        Some((name, RowsOut::Here(table(&page.rows))))
    }

    fn opened(&mut self) -> Vec<Effect> {
        self.refresh.ask(request())
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match (action, self.row()) {
            (Action::List(ListAction::Open), Some(row)) => doors::service(row.id),
            (Action::List(action), _) => {
                self.marker.act(&self.ids, action);
                Vec::new()
            }
            (Action::Services(ServicesAction::Log), Some(row)) => {
                doors::log_with(row.id, &row.name, row.figures.due.clone())
            }
            (Action::Services(ServicesAction::Narrow), _) => {
                vec![Effect::Push(forms::find_service())]
            }
            _ => Vec::new(),
        }
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        match said {
            HubSaid::Reply(tag, reply) => self.heard(*tag, reply),
            HubSaid::Back => self.refresh.place_is_back(request()),
            said if changes_lists(said) => self.refresh.changed(request),
            _ => Vec::new(),
        }
    }

    fn woken(&mut self, tag: Tag) -> Vec<Effect> {
        self.refresh.woken(tag, request)
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        self.draw_all(area, pad);
    }
}
