//! Whose review: the link workers whom the person at this desk supervises, by the next review. A link
//! worker is led to their own.

use std::rc::Rc;

use ratatui::layout::Rect;

use super::refresh::{Refresh, changes_lists};
use super::review;
use crate::domain::dates::short;
use crate::domain::ids::StaffId;
use crate::domain::terms::Role as StaffRole;
use crate::readmodel::lists::Desk;
use crate::readmodel::team::{TeamPage, TeamRow};
use crate::tui::action::{Action, ListAction, Scope};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag};
use crate::tui::screen::{HubSaid, Place, Screen};
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use crate::tui::widgets::list::{Marker, gutter};
use crate::tui::widgets::table::{Column, draw_head, draw_row};
use crate::wire::{Reply, Request};

const COLUMNS: &[Column] = &[
    Column::growing("Link worker", 18, 28),
    Column::fixed("Next review", 12),
    Column::fixed("Last review", 12),
    Column::fixed("Open", 5).to_the_right(),
    Column::growing("Practices", 16, 40).spared(1),
];

/// The choice of a review.
pub struct Reviews {
    page: Option<TeamPage>,
    ids: Vec<Option<StaffId>>,
    marker: Marker<StaffId>,
    refresh: Refresh,
    sentence: String,
}

/// The reviews of the person at this desk.
pub fn open(desk: &Rc<Desk>) -> Box<dyn Screen> {
    if desk.me.role == StaffRole::LinkWorker {
        return review::open(desk.me.id);
    }
    Box::new(Reviews {
        page: None,
        ids: Vec::new(),
        marker: Marker::default(),
        refresh: Refresh::default(),
        sentence: String::new(),
    })
}

impl Reviews {
    fn row(&self, worker: StaffId) -> Option<&TeamRow> {
        let rows = &self.page.as_ref()?.rows;
        rows.iter().find(|row| row.worker_id == worker)
    }

    fn open_here(&self) -> Vec<Effect> {
        let worker = self.marker.id().copied();
        let review = worker.map(|worker| Effect::Push(review::open(worker)));
        review.into_iter().collect()
    }

    fn heard(&mut self, tag: Tag, reply: &Reply) -> Vec<Effect> {
        if !self.refresh.is_answer(tag) {
            return Vec::new();
        }
        match reply {
            Reply::Team(page) => {
                let mine = page.rows.iter().filter(|row| row.reviews);
                self.ids = mine.map(|row| Some(row.worker_id)).collect();
                self.page = Some(page.clone());
                self.marker.settle(&self.ids);
            }
            Reply::Refused(refusal) => self.sentence = refusal.to_string(),
            Reply::Trouble(trouble) => self.sentence = trouble.to_string(),
            _ => {}
        }
        self.refresh.after_answer(|| Request::Team(None))
    }
}

impl Screen for Reviews {
    fn heading(&self) -> String {
        "Review".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::List
    }

    fn shows_past(&self) -> bool {
        true
    }

    fn place(&self) -> Option<Place> {
        Some(Place::Review)
    }

    fn hints(&self) -> Vec<Action> {
        vec![ListAction::Open.into()]
    }

    fn unable(&self, action: Action) -> Option<String> {
        let opens = action == ListAction::Open.into();
        (opens && self.marker.id().is_none()).then(|| "Nobody is under the marker".to_owned())
    }

    fn position(&self) -> Option<(usize, usize)> {
        Some(self.marker.position(&self.ids))
    }

    fn nth(&mut self, number: usize) -> Vec<Effect> {
        match self.marker.take_nth(&self.ids, number) {
            true => self.open_here(),
            false => Vec::new(),
        }
    }

    fn opened(&mut self) -> Vec<Effect> {
        self.refresh.ask(Request::Team(None))
    }

    fn on_top_again(&mut self) -> Vec<Effect> {
        self.refresh.ask(Request::Team(None))
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::List(ListAction::Open) => self.open_here(),
            Action::List(action) => {
                self.marker.act(&self.ids, action);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        match said {
            HubSaid::Reply(tag, reply) => self.heard(*tag, reply),
            HubSaid::Back => self.refresh.is_back(Request::Team(None)),
            HubSaid::OtherDay => {
                self.page = None;
                self.ids.clear();
                self.sentence.clear();
                self.refresh.ask(Request::Team(None))
            }
            said if changes_lists(said) => self.refresh.changed(|| Request::Team(None)),
            _ => Vec::new(),
        }
    }

    fn woken(&mut self, tag: Tag) -> Vec<Effect> {
        self.refresh.woken(tag, || Request::Team(None))
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        let words = match &self.page {
            None => self.sentence.as_str(),
            Some(_) if self.ids.is_empty() => {
                "You supervise nobody here. A review is between a link worker and their supervisor; \
                 who supervises whom is set with caseload staff."
            }
            Some(_) => "Whose review?",
        };
        let wide = area.width.saturating_sub(4);
        let lines = wrap(words, usize::from(wide));
        for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
            pad.text(area.x + 1, y, wide, line, Role::Heading);
        }
        let Some(page) = self.page.as_ref().filter(|_| !self.ids.is_empty()) else {
            return;
        };
        if area.height < 5 {
            return;
        }
        let head = Rect {
            x: area.x + gutter(pad),
            y: area.y + 2,
            width: area.width.saturating_sub(gutter(pad) + 1),
            height: 1,
        };
        draw_head(head, pad, COLUMNS);
        let list = Rect {
            y: area.y + 3,
            height: area.height - 3,
            ..area
        };
        self.marker
            .draw_numbered(list, pad, &self.ids, |index, line, selected, pad| {
                let id = self.ids.get(index).copied().flatten();
                if let Some(row) = id.and_then(|id| self.row(id)) {
                    draw(row, page, line, selected, pad);
                }
            });
    }
}

fn draw(row: &TeamRow, page: &TeamPage, line: Rect, selected: bool, pad: &mut Pad<'_>) {
    let day = |on| short(on, page.today);
    let next = match (row.under_way, row.next_review) {
        (true, _) => "under way".to_owned(),
        (false, Some(on)) => day(on),
        (false, None) => "none yet".to_owned(),
    };
    let last = row.last_review.map_or_else(|| "never".to_owned(), day);
    let open = row.figures.open.unwrap_or_default().to_string();
    let role = if selected { Role::Name } else { Role::Text };
    let line = Rect {
        width: line.width.saturating_sub(1),
        ..line
    };
    let cells = [
        (row.name.as_str(), role),
        (&next, Role::Text),
        (&last, Role::Text),
        (&open, Role::Text),
        (&row.practices, Role::Text),
    ];
    draw_row(line, pad, COLUMNS, &cells);
}
