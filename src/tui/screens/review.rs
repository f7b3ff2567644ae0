//! The review of one link worker's caseload: what is heavy, then each case that needs talking about,
//! once, with its reasons; the lists of the weekly pack are an index to it.

mod case;
mod draw;
mod record;
mod today;

use ratatui::layout::Rect;

use super::refresh::{Refresh, changes_lists};
use crate::domain::ids::{CaseId, MeetingId, StaffId, ToDoId};
use crate::readmodel::review::{QueueRow, ReviewPage};
use crate::readmodel::table::table;
use crate::tui::action::{Action, ListAction, ReviewAction, Scope};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag};
use crate::tui::forms;
use crate::tui::screen::{HubSaid, Place, RowsOut, Screen};
use crate::tui::widgets::list::Marker;
use crate::wire::{Reply, Request};

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    /// What an earlier review asked for.
    Action(ToDoId),
    /// How the link worker is.
    Heavy,
    Case(CaseId),
    /// A review that was held.
    Past(MeetingId),
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Line {
    Heading(String),
    Words(String),
    Heavy,
    /// The action with this place.
    Action(usize),
    /// The case with this place in the queue.
    Case(usize),
    /// The review with this place among those held.
    Past(usize),
}

/// The review.
pub struct Review {
    worker: StaffId,
    page: Option<ReviewPage>,
    lines: Vec<Line>,
    ids: Vec<Option<About>>,
    marker: Marker<About>,
    /// Shows what will come up next week in place of what there is now.
    ahead: bool,
    refresh: Refresh,
    sentence: String,
}

/// The review of a link worker's caseload.
pub fn open(worker: StaffId) -> Box<dyn Screen> {
    Box::new(Review {
        worker,
        page: None,
        lines: Vec::new(),
        ids: Vec::new(),
        marker: Marker::default(),
        ahead: false,
        refresh: Refresh::default(),
        sentence: String::new(),
    })
}

/// What will come up within a week.
fn open_ahead(worker: StaffId) -> Box<dyn Screen> {
    Box::new(Review {
        worker,
        page: None,
        lines: Vec::new(),
        ids: Vec::new(),
        marker: Marker::default(),
        ahead: true,
        refresh: Refresh::default(),
        sentence: String::new(),
    })
}

/// The record of a review.
pub(super) fn record(meeting: MeetingId) -> Box<dyn Screen> {
    record::open(meeting)
}

/// The record to show: of the review under way, else of the last one that was held.
fn latest_record(page: &ReviewPage) -> Option<MeetingId> {
    let open = page.under_way.as_ref().map(|open| open.id);
    open.or_else(|| page.past.first().map(|past| past.id))
}

const NO_RECORD: &str = "Nothing was talked about yet";

impl Review {
    fn request(&self) -> Request {
        Request::Review(self.worker)
    }

    fn queue(&self) -> &[QueueRow] {
        let page = self.page.as_ref();
        match self.ahead {
            true => page.map_or(&[], |page| &page.next_week),
            false => page.map_or(&[], |page| &page.queue),
        }
    }

    fn take(&mut self, page: &ReviewPage) {
        let fresh = self.page.is_none();
        self.page = Some(page.clone());
        let (lines, ids): (Vec<Line>, Vec<Option<About>>) = match self.ahead {
            true => draw::ahead(page),
            false => draw::lines(page),
        }
        .into_iter()
        .unzip();
        (self.lines, self.ids) = (lines, ids);
        self.marker.settle(&self.ids);
        // It opens on the first case that has not been talked about.
        let mut waiting = self.queue().iter().filter(|row| !row.discussed);
        let first = waiting.next().map(|row| About::Case(row.case));
        if let (true, Some(first)) = (fresh, first) {
            self.marker.select_id(&self.ids, &first);
        }
    }

    fn heard(&mut self, tag: Tag, reply: &Reply) -> Vec<Effect> {
        if !self.refresh.is_answer(tag) {
            return Vec::new();
        }
        match reply {
            Reply::Review(page) => self.take(page),
            Reply::Refused(refusal) => self.sentence = refusal.to_string(),
            Reply::Trouble(trouble) => self.sentence = trouble.to_string(),
            _ => {}
        }
        let request = self.request();
        self.refresh.after_answer(|| request)
    }

    fn open_here(&self) -> Vec<Effect> {
        let Some(page) = &self.page else {
            return Vec::new();
        };
        let screen = match self.marker.id() {
            Some(About::Case(case)) if self.ahead || !page.leads => {
                return super::doors::client_of(*case);
            }
            Some(About::Case(case)) => case::open(page.clone(), *case),
            Some(About::Past(meeting)) => record::open(*meeting),
            Some(About::Action(id)) => {
                let mut rows = page.actions.iter();
                let Some(row) = rows.find(|row| row.kept.id == *id) else {
                    return Vec::new();
                };
                forms::one_to_do(Box::new(row.kept.clone()))
            }
            Some(About::Heavy) => {
                let open = page.under_way.as_ref();
                let version = open.map_or(0, |open| open.version);
                let text = open.map_or("", |open| open.heavy.as_str());
                forms::heavy(self.worker, version, text)
            }
            None => return Vec::new(),
        };
        vec![Effect::Push(screen)]
    }

    fn act_here(&self, action: ReviewAction) -> Vec<Effect> {
        let screen = match action {
            ReviewAction::Record => self.page.as_ref().and_then(latest_record).map(record::open),
            ReviewAction::Week => Some(open_ahead(self.worker)),
        };
        screen.map(Effect::Push).into_iter().collect()
    }
}

impl Screen for Review {
    fn heading(&self) -> String {
        match &self.page {
            Some(page) => format!("Review: {}", page.worker),
            None => "Review".to_owned(),
        }
    }

    fn scope(&self) -> Scope {
        Scope::Review
    }

    fn shows_past(&self) -> bool {
        true
    }

    fn place(&self) -> Option<Place> {
        Some(Place::Review)
    }

    fn hints(&self) -> Vec<Action> {
        let mut hints: Vec<Action> = vec![ListAction::Open.into()];
        if !self.ahead {
            hints.push(ReviewAction::Week.into());
            hints.push(ReviewAction::Record.into());
        }
        hints
    }

    fn unable(&self, action: Action) -> Option<String> {
        let page = self.page.as_ref();
        let leads = page.is_some_and(|page| page.leads);
        let under_way = page.is_some_and(|page| page.under_way.is_some());
        let words = match (action, self.marker.id()) {
            (Action::List(ListAction::Open), None) => "Nothing is under the marker",
            (Action::List(ListAction::Open), Some(About::Heavy)) if !leads && !under_way => {
                "Your supervisor begins the review; then you can write here too"
            }
            (Action::Review(ReviewAction::Record), _) if page.and_then(latest_record).is_none() => {
                NO_RECORD
            }
            (Action::Review(ReviewAction::Week), _) if self.ahead => "This is next week's list",
            _ => return None,
        };
        Some(words.to_owned())
    }

    fn row(&self) -> Option<CaseId> {
        match self.marker.id() {
            Some(About::Case(case)) => Some(*case),
            _ => None,
        }
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

    fn rows_out(&self) -> Option<(String, RowsOut)> {
        let page = self.page.as_ref()?;
        let name = format!("review-{}.csv", page.today);
        Some((name, RowsOut::Here(table(self.queue()))))
    }

    fn opened(&mut self) -> Vec<Effect> {
        let request = self.request();
        self.refresh.ask(request)
    }

    fn on_top_again(&mut self) -> Vec<Effect> {
        let request = self.request();
        self.refresh.ask(request)
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::List(ListAction::Open) => self.open_here(),
            Action::List(action) => {
                self.marker.act(&self.ids, action);
                Vec::new()
            }
            Action::Review(action) => self.act_here(action),
            _ => Vec::new(),
        }
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        let request = self.request();
        match said {
            HubSaid::Reply(tag, reply) => self.heard(*tag, reply),
            HubSaid::Back => self.refresh.place_is_back(request),
            HubSaid::OtherDay => {
                self.page = None;
                self.sentence.clear();
                self.refresh.ask(request)
            }
            said if changes_lists(said) => self.refresh.changed(|| request),
            _ => Vec::new(),
        }
    }

    fn woken(&mut self, tag: Tag) -> Vec<Effect> {
        let request = self.request();
        self.refresh.woken(tag, || request)
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        self.draw_all(area, pad);
    }
}
