//! The Caseload: every case in a table to sort and to narrow, with a line that always says what is
//! left out. Holds a window of rows around the marker, whatever the length of the list.

pub(super) mod choices;
mod draw;
mod kept;
mod together;
mod window;

use std::rc::Rc;

use ratatui::layout::Rect;

use self::window::{RowId, Window};
use super::doors;
use super::marks::Marks;
use super::refresh::{Refresh, changes_lists};
use super::since;
use crate::domain::ids::CaseId;
use crate::domain::people::Practice;
use crate::domain::terms::Role as StaffRole;
use crate::readmodel::cases::{CaseQuery, GroupBy, SortBy, Whose};
use crate::readmodel::lists::Desk;
use crate::tui::action::{Action, CaseAction, CaseloadAction, ListAction, Scope};
use crate::tui::dialogs::pick::{Item, Pick};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag};
use crate::tui::forms;
use crate::tui::screen::{Answer, FirstStep, HubSaid, Place, RowsOut, Screen};
use crate::tui::widgets::list::{Marker, Rows};
use crate::wire::{Notice, Reply, Request};

/// Staff and practices were asked for.
const DESK: Tag = Tag(u32::MAX - 1);
/// What is being chosen.
const ORDER: Tag = Tag(1);
const STATES: Tag = Tag(2);
const WHOSE: Tag = Tag(3);
const PRACTICE: Tag = Tag(4);
const GROUP: Tag = Tag(5);

/// The Caseload.
pub struct Caseload {
    desk: Rc<Desk>,
    /// What is listed; offset and limit are set when it is asked for.
    query: CaseQuery,
    /// From where it was opened.
    place: Place,
    /// What the person chose last is in the query; nothing is listed before.
    knows_choice: bool,
    /// Nothing before the hub's first answer.
    window: Option<Window>,
    marker: Marker<RowId>,
    marks: Marks,
    /// The answer awaited is to another question: the marker goes to its first row.
    starts_anew: bool,
    refresh: Refresh,
    /// Why there are no rows.
    sentence: String,
    /// The case that the marker goes to, where it is among the first rows that come.
    stands_on: Option<CaseId>,
}

/// The Caseload of the person at this desk.
pub fn open(desk: &Rc<Desk>) -> Box<dyn Screen> {
    Box::new(Caseload::new(desk, CaseQuery::default(), Place::Caseload))
}

/// The cases behind a figure of the Team.
pub(super) fn narrowed(desk: &Rc<Desk>, query: CaseQuery) -> Box<dyn Screen> {
    Box::new(Caseload::new(desk, query, Place::Team))
}

impl Caseload {
    fn new(desk: &Rc<Desk>, query: CaseQuery, place: Place) -> Caseload {
        Caseload {
            desk: Rc::clone(desk),
            query,
            place,
            // What is behind a figure was chosen with the figure.
            knows_choice: place != Place::Caseload,
            window: None,
            marker: Marker::default(),
            marks: Marks::default(),
            starts_anew: true,
            refresh: Refresh::default(),
            sentence: String::new(),
            stands_on: None,
        }
    }

    fn names_workers(&self) -> bool {
        self.desk.me.role != StaffRole::LinkWorker
    }

    /// The rows around the marker.
    fn request(&self) -> Request {
        let at = match &self.window {
            Some(window) if !self.starts_anew => window.rows_above(self.marker.index()),
            Some(_) | None => 0,
        };
        let (offset, limit) = Window::around(at);
        let query = self.query.clone();
        Request::Cases(CaseQuery {
            offset,
            limit,
            ..query
        })
    }

    /// Asks for another list.
    fn ask_anew(&mut self) -> Vec<Effect> {
        self.starts_anew = true;
        let request = self.request();
        self.refresh.ask(request)
    }

    /// Asks for rows that may be seen next and are not there.
    fn fetch(&mut self) -> Vec<Effect> {
        let at = self.marker.index();
        let lacks = self.window.as_ref().is_some_and(|window| window.lacks(at));
        if !lacks || self.starts_anew {
            return Vec::new();
        }
        let request = self.request();
        self.refresh.fetch(|| request)
    }

    /// Practices that this person's cases can be at.
    fn practices(&self) -> Vec<&Practice> {
        let own = &self.desk.me.practices;
        let practices = self.desk.practices.iter();
        practices
            .filter(|practice| own.is_empty() || own.contains(&practice.id))
            .collect()
    }

    /// Whether there is no case at all, whatever is left out.
    fn is_bare(&self) -> bool {
        let none = |window: &Window| window.total() == 0 && window.left_out.is_empty();
        self.window.as_ref().is_some_and(none)
    }

    fn case(&self) -> Option<CaseId> {
        match self.marker.id() {
            Some(RowId::Case(case)) => Some(*case),
            Some(RowId::Unread(_)) | None => None,
        }
    }

    fn choose(&self, tag: Tag, title: &str, words: Vec<String>, on: usize) -> Vec<Effect> {
        let items = words.into_iter().map(|words| Item {
            words,
            note: String::new(),
        });
        vec![Effect::Push(Box::new(Pick::new(
            tag,
            title,
            items.collect(),
            on,
        )))]
    }

    fn act_here(&mut self, action: CaseloadAction) -> Vec<Effect> {
        match action {
            CaseloadAction::Add => doors::new_client(),
            CaseloadAction::Since => self.ask_since(),
            CaseloadAction::Order => {
                let words = SortBy::ALL.iter().map(|by| by.label().to_owned()).collect();
                let on = SortBy::ALL.iter().position(|by| *by == self.query.sort);
                self.choose(ORDER, "In the order of", words, on.unwrap_or(0))
            }
            CaseloadAction::Group => {
                let words = GroupBy::ALL.iter().map(|by| by.label().to_owned());
                let on = GroupBy::ALL.iter().position(|by| *by == self.query.group);
                self.choose(GROUP, "Under headings by", words.collect(), on.unwrap_or(0))
            }
            CaseloadAction::Narrow => {
                let states = choices::states();
                let on = states
                    .iter()
                    .position(|(_, states)| *states == self.query.states);
                let mut words: Vec<String> = states.into_iter().map(|(words, _)| words).collect();
                words.push("choose whose cases".to_owned());
                self.choose(STATES, "Which cases", words, on.unwrap_or(0))
            }
            CaseloadAction::Practice => {
                let practices = self.practices();
                let on = practices
                    .iter()
                    .position(|one| Some(one.id) == self.query.practice);
                let mut words = vec!["all practices".to_owned()];
                words.extend(practices.iter().map(|practice| practice.name.clone()));
                self.choose(PRACTICE, "Which practice", words, on.map_or(0, |at| at + 1))
            }
        }
    }

    fn ask_since(&self) -> Vec<Effect> {
        let Some(today) = self.window.as_ref().map(|window| window.today) else {
            return Vec::new();
        };
        // Behind a figure of somebody, it is about them.
        let whose = self.query.figure.map(|of| Whose::Of(of.worker));
        let whose = whose.unwrap_or(self.query.whose);
        since::ask(today, whose, self.query.practice)
    }

    fn choose_whose(&self) -> Vec<Effect> {
        let whose = choices::whose(&self.desk);
        let on = whose
            .iter()
            .position(|(_, whose)| *whose == self.query.whose);
        let words = whose.into_iter().map(|(words, _)| words).collect();
        self.choose(WHOSE, "Whose cases", words, on.unwrap_or(0))
    }

    fn picked(&mut self, tag: Tag, at: usize) -> Vec<Effect> {
        match tag {
            ORDER => self.query.sort = SortBy::ALL.get(at).copied().unwrap_or_default(),
            GROUP => self.query.group = GroupBy::ALL.get(at).copied().unwrap_or_default(),
            STATES => match choices::states().into_iter().nth(at) {
                Some((_, states)) => {
                    self.query.states = states;
                    self.query.figure = None;
                }
                None => return self.choose_whose(),
            },
            WHOSE => {
                let chosen = choices::whose(&self.desk).into_iter().nth(at);
                self.query.whose = chosen.map(|(_, whose)| whose).unwrap_or_default();
                self.query.figure = None;
            }
            PRACTICE => {
                let chosen = at
                    .checked_sub(1)
                    .and_then(|at| self.practices().get(at).copied());
                self.query.practice = chosen.map(|practice| practice.id);
            }
            _ => return Vec::new(),
        }
        let mut effects = self.ask_anew();
        effects.push(self.keep_choice());
        effects
    }

    fn heard(&mut self, tag: Tag, reply: &Reply) -> Vec<Effect> {
        if tag == DESK {
            if let Reply::Desk(desk) = reply {
                self.desk = Rc::new((**desk).clone());
            }
            return Vec::new();
        }
        if let kept::KEEP | kept::KEPT = tag {
            return self.heard_choice(tag, reply);
        }
        if !self.refresh.is_answer(tag) {
            return Vec::new();
        }
        match reply {
            Reply::Cases(page) => {
                if std::mem::take(&mut self.starts_anew) {
                    self.marker = Marker::default();
                }
                let window = Window::of(page);
                for row in window.rows() {
                    self.marks.sees(row.case, row.version);
                }
                self.marker.settle(&window);
                if let Some(case) = self.stands_on.take() {
                    self.marker.select_id(&window, &RowId::Case(case));
                }
                self.window = Some(window);
            }
            Reply::Refused(refusal) => self.sentence = refusal.to_string(),
            Reply::Trouble(trouble) => self.sentence = trouble.to_string(),
            _ => {}
        }
        let request = self.request();
        let mut effects = self.refresh.after_answer(|| request);
        effects.extend(self.fetch());
        effects
    }
}

impl Screen for Caseload {
    fn heading(&self) -> String {
        "Caseload".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::Caseload
    }

    fn shows_past(&self) -> bool {
        true
    }

    fn place(&self) -> Option<Place> {
        Some(self.place)
    }

    fn row(&self) -> Option<CaseId> {
        self.case()
    }

    fn stand_on(&mut self, case: CaseId) {
        self.stands_on = Some(case);
    }

    fn hints(&self) -> Vec<Action> {
        if !self.marks.is_empty() {
            return self.hints_with_marks();
        }
        vec![
            ListAction::Open.into(),
            CaseAction::Log.into(),
            CaseloadAction::Order.into(),
            CaseloadAction::Narrow.into(),
            CaseloadAction::Practice.into(),
        ]
    }

    fn unable(&self, action: Action) -> Option<String> {
        let needs_row = matches!(
            action,
            Action::Case(_) | Action::Marks(_) | Action::List(ListAction::Open)
        );
        let for_marked = self.is_for_marked(action);
        if needs_row && !for_marked && self.case().is_none() {
            return Some("Nobody is under the marker".to_owned());
        }
        let practice = action == CaseloadAction::Practice.into();
        let one = self.query.practice.is_none() && self.practices().len() < 2;
        (practice && one).then(|| "There is one practice only".to_owned())
    }

    fn position(&self) -> Option<(usize, usize)> {
        // Every row can be selected, so that none must be counted.
        match &self.window {
            Some(window) if window.total() > 0 => {
                let above = window.rows_above(self.marker.index());
                Some((above + 1, window.total()))
            }
            Some(_) | None => Some((0, 0)),
        }
    }

    fn standing(&self) -> Option<String> {
        self.marks.words()
    }

    fn lets_go(&mut self) -> bool {
        self.marks.clear()
    }

    fn nth(&mut self, number: usize) -> Vec<Effect> {
        let taken = self
            .window
            .as_ref()
            .is_some_and(|window| self.marker.take_nth(window, number));
        match self.case().filter(|_| taken) {
            Some(case) => doors::client_of(case),
            None => Vec::new(),
        }
    }

    fn rows_out(&self) -> Option<(String, RowsOut)> {
        let window = self.window.as_ref().filter(|window| window.count() > 0)?;
        let name = format!("caseload-{}.csv", window.today);
        Some((name, RowsOut::Cases(self.query.clone())))
    }

    fn first_steps(&self) -> Vec<FirstStep> {
        match self.is_bare() {
            true => doors::first_steps(CaseloadAction::Add.into()),
            false => Vec::new(),
        }
    }

    fn opened(&mut self) -> Vec<Effect> {
        match self.knows_choice {
            true => self.ask_anew(),
            false => vec![kept::ask_choice()],
        }
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        if self.is_for_marked(action) {
            return self.act_on_marked(action);
        }
        match (action, self.case()) {
            (Action::List(ListAction::Open), Some(case)) => doors::client_of(case),
            (Action::List(action), _) => {
                if let Some(window) = &self.window {
                    self.marker.act(window, action);
                }
                self.fetch()
            }
            (Action::Case(action), Some(case)) => doors::act(action, case),
            (Action::Marks(action), Some(case)) => self.mark_or_give(action, case),
            (Action::Caseload(action), _) => self.act_here(action),
            _ => Vec::new(),
        }
    }

    fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        match answer {
            Answer::Picked(tag, at) => self.picked(*tag, *at),
            Answer::Confirmed(forms::DONE) => {
                self.marks.clear();
                Vec::new()
            }
            Answer::Confirmed(_) => Vec::new(),
        }
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        let request = self.request();
        match said {
            HubSaid::Reply(tag, reply) => self.heard(*tag, reply),
            HubSaid::Back if !self.knows_choice => vec![kept::ask_choice()],
            HubSaid::Back => self.refresh.place_is_back(request),
            HubSaid::OtherDay if self.knows_choice => {
                self.window = None;
                self.sentence.clear();
                self.ask_anew()
            }
            said if self.knows_choice && changes_lists(said) => {
                let mut effects = self.refresh.changed(|| request);
                if matches!(said, HubSaid::Notice(Notice::DirectoryChanged { .. })) {
                    effects.push(Effect::Send(DESK, Request::Desk));
                }
                effects
            }
            _ => Vec::new(),
        }
    }

    fn woken(&mut self, tag: Tag) -> Vec<Effect> {
        let request = self.request();
        self.refresh.woken(tag, || request)
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        self.draw_all(area, self.position().unwrap_or_default(), pad);
    }
}
