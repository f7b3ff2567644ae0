//! The Team: who has how much and what the week was like, by the next review. Every figure opens the
//! cases behind it.

mod draw;
mod then;

use std::rc::Rc;

use ratatui::layout::Rect;

use self::then::Then;
use super::refresh::{Refresh, changes_lists};
use super::{caseload, review, since};
use crate::domain::ids::{PracticeId, StaffId};
use crate::domain::terms::Role as StaffRole;
use crate::readmodel::agenda::PracticeChoice;
use crate::readmodel::cases::{CaseQuery, SortBy, States, Whose};
use crate::readmodel::lists::Desk;
use crate::readmodel::table::table;
use crate::readmodel::team::{Figure, FigureOf, TeamPage, TeamRow};
use crate::tui::action::{Action, ListAction, Scope, TeamAction};
use crate::tui::dialogs::pick::{Item, Pick};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag};
use crate::tui::forms;
use crate::tui::screen::{Answer, HubSaid, Place, RowsOut, Screen};
use crate::tui::widgets::list::Marker;
use crate::wire::{Reply, Request};

/// A practice is being chosen.
const PRACTICE: Tag = Tag(u32::MAX - 2);

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    Unallocated,
    Worker(StaffId),
}

/// The Team.
pub struct Team {
    desk: Rc<Desk>,
    page: Option<TeamPage>,
    ids: Vec<Option<About>>,
    marker: Marker<About>,
    /// Which figure is chosen, from 1; 0 is the name.
    column: usize,
    practice: Option<PracticeId>,
    refresh: Refresh,
    /// How many were late a week earlier.
    then: Then,
    /// Why there are no rows.
    sentence: String,
}

/// The Team of the person at this desk.
pub fn open(desk: &Rc<Desk>) -> Box<dyn Screen> {
    Box::new(Team {
        desk: Rc::clone(desk),
        page: None,
        ids: Vec::new(),
        marker: Marker::default(),
        column: 0,
        practice: None,
        refresh: Refresh::default(),
        then: Then::default(),
        sentence: String::new(),
    })
}

impl Team {
    fn request(&self) -> Request {
        Request::Team(self.practice)
    }

    fn row(&self) -> Option<&TeamRow> {
        let Some(About::Worker(id)) = self.marker.id() else {
            return None;
        };
        let rows = &self.page.as_ref()?.rows;
        rows.iter().find(|row| row.worker_id == *id)
    }

    /// The figure that is chosen; none where the name is.
    fn figure(&self) -> Option<Figure> {
        let at = self.column.checked_sub(1)?;
        Figure::ALL.get(at).copied()
    }

    fn practices(&self) -> &[PracticeChoice] {
        self.page.as_ref().map_or(&[], |page| &page.practices)
    }

    fn take(&mut self, page: &TeamPage) {
        let first = page.unallocated.map(|_| Some(About::Unallocated));
        let workers = page
            .rows
            .iter()
            .map(|row| Some(About::Worker(row.worker_id)));
        self.ids = first.into_iter().chain(workers).collect();
        let fresh = self.page.is_none();
        self.page = Some(page.clone());
        self.marker.settle(&self.ids);
        let somebody = page.rows.first().map(|row| About::Worker(row.worker_id));
        if let (true, Some(somebody)) = (fresh, somebody) {
            self.marker.select_id(&self.ids, &somebody);
        }
    }

    fn heard(&mut self, tag: Tag, reply: &Reply) -> Vec<Effect> {
        self.then.hears(tag, reply);
        if !self.refresh.is_answer(tag) {
            return Vec::new();
        }
        match reply {
            Reply::Team(page) => self.take(page),
            Reply::Refused(refusal) => self.sentence = refusal.to_string(),
            Reply::Trouble(trouble) => self.sentence = trouble.to_string(),
            _ => {}
        }
        let request = self.request();
        let mut effects = self.refresh.after_answer(|| request);
        // The rows are there first; what they are compared with may have to be made.
        if let (Reply::Team(page), true) = (reply, effects.is_empty()) {
            effects.extend(self.then.ask(page));
        }
        effects
    }

    /// What changed for whom the Team shows here.
    fn ask_since(&self) -> Vec<Effect> {
        let Some(page) = &self.page else {
            return Vec::new();
        };
        let whose = match self.marker.id() {
            Some(About::Worker(worker)) => Whose::Of(*worker),
            Some(About::Unallocated) | None => Whose::All,
        };
        since::ask(page.today, whose, self.practice)
    }

    /// Opens the cases behind what is chosen, or the review of the one who is.
    fn open_here(&self) -> Vec<Effect> {
        let query = match (self.marker.id(), self.figure()) {
            (Some(About::Unallocated), _) => CaseQuery {
                whose: Whose::Unallocated,
                practice: self.practice,
                sort: SortBy::Age,
                ..CaseQuery::default()
            },
            (Some(About::Worker(worker)), Some(figure)) => CaseQuery {
                whose: Whose::All,
                states: States::All,
                practice: self.practice,
                figure: Some(FigureOf {
                    figure,
                    worker: *worker,
                }),
                ..CaseQuery::default()
            },
            (Some(About::Worker(worker)), None) => {
                return vec![Effect::Push(review::open(*worker))];
            }
            (None, _) => return Vec::new(),
        };
        vec![Effect::Push(caseload::narrowed(&self.desk, query))]
    }

    fn choose_practice(&self) -> Vec<Effect> {
        let item = |words: &str| Item {
            words: words.to_owned(),
            note: String::new(),
        };
        let mut items = vec![item("the whole network")];
        items.extend(self.practices().iter().map(|choice| item(&choice.short)));
        let narrowed = |choice: &PracticeChoice| Some(choice.practice) == self.practice;
        let on = self.practices().iter().position(narrowed);
        let pick = Pick::new(PRACTICE, "Which practice", items, on.map_or(0, |at| at + 1));
        vec![Effect::Push(Box::new(pick))]
    }

    fn act_here(&mut self, action: TeamAction) -> Vec<Effect> {
        match action {
            TeamAction::Allocate => {
                let oldest = self.page.as_ref().and_then(|page| page.oldest);
                let oldest = oldest.map(|case| Effect::Push(forms::assign(case)));
                oldest.into_iter().collect()
            }
            TeamAction::Practice => self.choose_practice(),
            TeamAction::Since => self.ask_since(),
            TeamAction::FigureLeft => {
                self.column = self.column.saturating_sub(1);
                Vec::new()
            }
            TeamAction::FigureRight => {
                self.column = (self.column + 1).min(Figure::ALL.len());
                Vec::new()
            }
        }
    }

    /// Why the row under the marker cannot be opened where the marker is.
    fn closed(&self) -> Option<String> {
        let row = self.row()?;
        let own = row.worker_id == self.desk.me.id;
        match self.figure() {
            Some(figure) if row.figures.get(figure).is_none() => {
                Some("Of colleagues only the load is shown".to_owned())
            }
            Some(_) if self.desk.me.role == StaffRole::LinkWorker && !own => Some(
                "These are your colleague's people; your supervisor can look at them".to_owned(),
            ),
            None if !row.reviews && !own => {
                Some("Reviews are between a link worker and their supervisor".to_owned())
            }
            _ => None,
        }
    }
}

impl Screen for Team {
    fn heading(&self) -> String {
        "Team".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::Team
    }

    fn shows_past(&self) -> bool {
        true
    }

    fn place(&self) -> Option<Place> {
        Some(Place::Team)
    }

    fn hints(&self) -> Vec<Action> {
        let mut hints: Vec<Action> = vec![
            ListAction::Open.into(),
            TeamAction::FigureRight.into(),
            TeamAction::Practice.into(),
        ];
        if self.page.as_ref().is_some_and(|page| page.oldest.is_some()) {
            hints.insert(1, TeamAction::Allocate.into());
        }
        hints
    }

    fn unable(&self, action: Action) -> Option<String> {
        let words = match action {
            Action::List(ListAction::Open) => return self.closed(),
            Action::Team(TeamAction::Allocate) => {
                let page = self.page.as_ref()?;
                match (page.unallocated, page.oldest) {
                    (None, _) => "Giving cases to people is your supervisor's",
                    (Some(_), None) => "Every case has somebody",
                    _ => return None,
                }
            }
            Action::Team(TeamAction::Practice) if self.practices().len() < 2 => {
                "There is one practice only"
            }
            _ => return None,
        };
        Some(words.to_owned())
    }

    fn position(&self) -> Option<(usize, usize)> {
        Some(self.marker.position(&self.ids))
    }

    fn nth(&mut self, number: usize) -> Vec<Effect> {
        match self.marker.take_nth(&self.ids, number) && self.closed().is_none() {
            true => self.open_here(),
            false => Vec::new(),
        }
    }

    fn rows_out(&self) -> Option<(String, RowsOut)> {
        let page = self.page.as_ref().filter(|page| !page.rows.is_empty())?;
        let name = format!("team-{}.csv", page.today);
        Some((name, RowsOut::Here(table(&page.rows))))
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
            Action::Team(action) => self.act_here(action),
            _ => Vec::new(),
        }
    }

    fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let Answer::Picked(PRACTICE, at) = answer else {
            return Vec::new();
        };
        let chosen = at.checked_sub(1).and_then(|at| self.practices().get(at));
        self.practice = chosen.map(|choice| choice.practice);
        let request = self.request();
        self.refresh.ask(request)
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        let request = self.request();
        match said {
            HubSaid::Reply(tag, reply) => self.heard(*tag, reply),
            HubSaid::Back => {
                self.then = Then::default();
                self.refresh.place_is_back(request)
            }
            HubSaid::OtherDay => {
                self.page = None;
                self.then = Then::default();
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
