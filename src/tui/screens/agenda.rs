//! The Agenda: who needs something today, in the order in which a morning goes. Where every session
//! begins. Knows the rows that the hub made; why somebody stands in a section is decided there.

mod beside;
mod draw;
mod head;
mod lines;
mod row;

use std::rc::Rc;

use ratatui::layout::Rect;

use self::beside::Beside;
use self::head::Head;
use self::lines::{Fold, Line, LineId, Lines, RowAbout};
use super::caseload::choices;
use super::refresh::{Refresh, changes_lists};
use super::{coding, doors};
use crate::domain::ids::{CaseId, PracticeId, ServiceId};
use crate::domain::terms::Role as StaffRole;
use crate::domain::todo::KeptToDo;
use crate::readmodel::agenda::{Agenda as Rows, AgendaRow, PracticeChoice};
use crate::readmodel::cases::Whose;
use crate::readmodel::drafts::Draft;
use crate::readmodel::lists::Desk;
use crate::readmodel::table::table;
use crate::tui::action::{Action, AgendaAction, CaseAction, ListAction, Scope};
use crate::tui::dialogs::pick::{Item, Pick};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag};
use crate::tui::forms;
use crate::tui::screen::{Answer, FirstStep, HubSaid, Place, RowsOut, Screen};
use crate::tui::widgets::list::Marker;
use crate::wire::{Reply, Request};

/// The drafts that were kept.
const DRAFTS: Tag = Tag(u32::MAX - 1);
/// A practice is being chosen.
const PRACTICE: Tag = Tag(1);
/// A draft is being chosen.
const DRAFT: Tag = Tag(2);
/// A link worker is being chosen.
const WHOSE: Tag = Tag(3);

/// The Agenda.
pub struct Agenda {
    desk: Rc<Desk>,
    /// Rows name their link worker: for those who look after several.
    names_workers: bool,
    whose: Whose,
    practice: Option<PracticeId>,
    /// Nothing before the hub's first answer.
    rows: Option<Rows>,
    drafts: Vec<Draft>,
    /// Sections that were unfolded.
    fold: Fold,
    lines: Lines,
    marker: Marker<LineId>,
    beside: Beside,
    refresh: Refresh,
    /// The answer awaited is to another question: the marker goes to its first row.
    starts_anew: bool,
    /// Why there are no rows.
    sentence: String,
    /// The case that the marker goes to when rows are here.
    stands_on: Option<CaseId>,
}

/// The Agenda of the person at this desk.
pub fn open(desk: &Rc<Desk>) -> Box<dyn Screen> {
    Box::new(Agenda {
        desk: Rc::clone(desk),
        whose: Whose::Mine,
        names_workers: desk.me.role != StaffRole::LinkWorker,
        practice: None,
        rows: None,
        drafts: Vec::new(),
        fold: Fold::default(),
        lines: Lines::default(),
        marker: Marker::default(),
        beside: Beside::default(),
        refresh: Refresh::default(),
        starts_anew: false,
        sentence: String::new(),
        stands_on: None,
    })
}

impl Agenda {
    fn request(&self) -> Request {
        Request::Agenda {
            practice: self.practice,
            whose: self.whose,
        }
    }

    fn ask(&mut self) -> Vec<Effect> {
        let request = self.request();
        self.refresh.ask(request)
    }

    fn practices(&self) -> &[PracticeChoice] {
        self.rows.as_ref().map_or(&[], |rows| &rows.practices)
    }

    /// The row under the marker.
    fn row(&self) -> Option<&AgendaRow> {
        match self.lines.get(self.marker.index())? {
            Line::Row(index) => self.rows.as_ref()?.rows.get(*index),
            Line::Heading(_) | Line::More(..) | Line::LeftOut(_) => None,
        }
    }

    fn case(&self) -> Option<CaseId> {
        self.row()?.case
    }

    /// The service that the row under the marker is about.
    fn service(&self) -> Option<(ServiceId, &AgendaRow)> {
        let row = self.row()?;
        Some((row.service?, row))
    }

    /// The to-do under the marker.
    fn to_do(&self) -> Option<&KeptToDo> {
        self.row()?.todo.as_deref()
    }

    fn lay_out(&mut self) {
        self.lines = match &self.rows {
            Some(rows) => Lines::of(rows, &self.fold),
            None => Lines::default(),
        };
        self.marker.settle(&self.lines);
    }

    /// Puts the marker where it was when this was left, unfolding the section if need be.
    fn stand(&mut self) {
        let Some(case) = self.stands_on.take() else {
            return;
        };
        let rows = self.rows.iter().flat_map(|rows| &rows.rows);
        let Some(section) = rows
            .clone()
            .find(|row| row.case == Some(case))
            .map(|row| row.section)
        else {
            return;
        };
        let id = LineId::Row(section, RowAbout::Case(Some(case)));
        if !self.marker.select_id(&self.lines, &id) {
            self.fold.unfold(section);
            self.lay_out();
            self.marker.select_id(&self.lines, &id);
        }
    }

    /// Whether this person works with nobody at all yet.
    fn is_bare(&self) -> bool {
        let nobody = |rows: &Rows| rows.rows.is_empty() && rows.practices.is_empty();
        self.practice.is_none() && self.rows.as_ref().is_some_and(nobody)
    }

    /// Opens the client, or unfolds the section.
    fn open(&mut self) -> Vec<Effect> {
        if let Some(Line::More(section, _)) = self.lines.get(self.marker.index()) {
            // The marker stays where it is: on the first row that was folded away.
            let at = self.marker.index();
            self.fold.unfold(*section);
            self.lay_out();
            self.marker.select(&self.lines, at);
            return self.beside.moved(self.case());
        }
        if let Some(kept) = self.to_do() {
            return doors::to_do(kept);
        }
        match (self.service(), self.case()) {
            (Some((service, _)), _) => doors::service(service),
            (None, Some(case)) => doors::client_of(case),
            (None, None) => Vec::new(),
        }
    }

    /// An action for the person under the marker; of a service, a contact with it is logged.
    fn act_on_row(&self, action: CaseAction) -> Vec<Effect> {
        match (self.service(), self.case()) {
            (Some((service, row)), _) if action == CaseAction::Log => {
                doors::log_with(service, &row.client, row.there.clone())
            }
            (None, Some(case)) => doors::act(action, case),
            _ => Vec::new(),
        }
    }

    fn choose_practice(&self) -> Vec<Effect> {
        let mut items = vec![Item {
            words: "all practices".to_owned(),
            note: String::new(),
        }];
        items.extend(self.practices().iter().map(|practice| Item {
            words: practice.short.clone(),
            note: String::new(),
        }));
        let narrowed = |choice: &PracticeChoice| Some(choice.practice) == self.practice;
        let on = self.practices().iter().position(narrowed);
        let on = on.map_or(0, |at| at + 1);
        let pick = Pick::new(PRACTICE, "Which practice", items, on);
        vec![Effect::Push(Box::new(pick))]
    }

    fn choose_whose(&self) -> Vec<Effect> {
        let whose = choices::whose(&self.desk);
        let on = whose.iter().position(|(_, whose)| *whose == self.whose);
        let item = |(words, _): (String, Whose)| Item {
            words,
            note: String::new(),
        };
        let items = whose.into_iter().map(item).collect();
        let pick = Pick::new(WHOSE, "Whose people", items, on.unwrap_or(0));
        vec![Effect::Push(Box::new(pick))]
    }

    fn choose_draft(&self) -> Vec<Effect> {
        if let [draft] = self.drafts.as_slice() {
            return doors::draft(draft);
        }
        let today = self.rows.as_ref().map(|rows| rows.today);
        let items = self.drafts.iter().map(|draft| Item {
            words: format!("{}: {}", head::form_of(&draft.key), head::whom(draft)),
            note: head::kept_at(draft, today),
        });
        let pick = Pick::new(DRAFT, "Drafts kept", items.collect(), 0);
        vec![Effect::Push(Box::new(pick))]
    }

    fn heard(&mut self, tag: Tag, reply: &Reply) -> Vec<Effect> {
        if tag == DRAFTS {
            if let Reply::Drafts(drafts) = reply {
                self.drafts.clone_from(drafts);
            }
            return Vec::new();
        }
        if tag == beside::CARD {
            self.beside.heard(reply, self.case());
            return Vec::new();
        }
        if !self.refresh.is_answer(tag) {
            return Vec::new();
        }
        match reply {
            Reply::Agenda(rows) => {
                if std::mem::take(&mut self.starts_anew) {
                    self.marker = Marker::default();
                }
                self.rows = Some(rows.clone());
            }
            Reply::Refused(refusal) => self.sentence = refusal.to_string(),
            Reply::Trouble(trouble) => self.sentence = trouble.to_string(),
            _ => {}
        }
        self.lay_out();
        self.stand();
        let request = self.request();
        let mut effects = self.refresh.after_answer(|| request);
        effects.extend(self.beside.moved(self.case()));
        effects
    }
}

impl Screen for Agenda {
    fn heading(&self) -> String {
        "Agenda".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::Agenda
    }

    fn place(&self) -> Option<Place> {
        Some(Place::Agenda)
    }

    fn row(&self) -> Option<CaseId> {
        self.case()
    }

    fn stand_on(&mut self, case: CaseId) {
        self.stands_on = Some(case);
    }

    fn hints(&self) -> Vec<Action> {
        let mut hints = vec![
            ListAction::Open.into(),
            CaseAction::Log.into(),
            CaseAction::NextStep.into(),
        ];
        // There is room for one of them beside what always stands here.
        hints.push(match self.drafts.is_empty() {
            true => CaseAction::Status.into(),
            false => AgendaAction::Drafts.into(),
        });
        hints.push(AgendaAction::Practice.into());
        if self.names_workers {
            hints.push(AgendaAction::Narrow.into());
        }
        if self.lines.is_empty() {
            hints.push(AgendaAction::Add.into());
        }
        hints
    }

    fn unable(&self, action: Action) -> Option<String> {
        let sentence = match action {
            Action::Case(CaseAction::Log) if self.service().is_some() => return None,
            Action::Case(_) if self.service().is_some() => {
                "This is a service: log a contact with it, or open it"
            }
            Action::Case(_) if self.case().is_none() && self.to_do().is_some() => {
                "This to-do is about nobody in particular"
            }
            Action::Case(_) if self.case().is_none() => "Nobody is under the marker",
            Action::List(ListAction::Open) if self.marker.id().is_none() => {
                "Nobody is under the marker"
            }
            Action::Agenda(AgendaAction::Practice)
                if self.practice.is_none() && self.practices().len() < 2 =>
            {
                "All your people are at one practice"
            }
            Action::Agenda(AgendaAction::Narrow) if !self.names_workers => {
                "These are your own people; the Caseload shows everyone in reach"
            }
            Action::Agenda(AgendaAction::Drafts) if self.drafts.is_empty() => "No draft is kept",
            _ => return None,
        };
        Some(sentence.to_owned())
    }

    fn position(&self) -> Option<(usize, usize)> {
        Some(self.marker.position(&self.lines))
    }

    fn nth(&mut self, number: usize) -> Vec<Effect> {
        match self.marker.take_nth(&self.lines, number) {
            true => self.open(),
            false => Vec::new(),
        }
    }

    fn rows_out(&self) -> Option<(String, RowsOut)> {
        let rows = self.rows.as_ref().filter(|rows| !rows.rows.is_empty())?;
        let name = format!("agenda-{}.csv", rows.today);
        Some((name, RowsOut::Here(table(&rows.rows))))
    }

    fn first_steps(&self) -> Vec<FirstStep> {
        match self.is_bare() {
            true => doors::first_steps(AgendaAction::Add.into()),
            false => Vec::new(),
        }
    }

    fn opened(&mut self) -> Vec<Effect> {
        let mut effects = self.ask();
        effects.push(Effect::Send(DRAFTS, Request::Drafts));
        effects
    }

    fn on_top_again(&mut self) -> Vec<Effect> {
        vec![Effect::Send(DRAFTS, Request::Drafts)]
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::List(ListAction::Open) => self.open(),
            Action::List(action) => {
                self.marker.act(&self.lines, action);
                self.beside.moved(self.case())
            }
            Action::Case(action) => self.act_on_row(action),
            Action::Agenda(AgendaAction::Practice) => self.choose_practice(),
            Action::Agenda(AgendaAction::Narrow) => self.choose_whose(),
            Action::Agenda(AgendaAction::Add) => doors::new_client(),
            Action::Agenda(AgendaAction::Drafts) => self.choose_draft(),
            Action::Agenda(AgendaAction::Coding) => vec![Effect::Push(coding::open())],
            Action::Agenda(AgendaAction::Time) => vec![Effect::Push(forms::time())],
            Action::Agenda(AgendaAction::Away) => vec![Effect::Push(forms::away())],
            _ => Vec::new(),
        }
    }

    fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        match answer {
            Answer::Picked(PRACTICE, at) => {
                let chosen = at.checked_sub(1).and_then(|at| self.practices().get(at));
                self.practice = chosen.map(|choice| choice.practice);
                self.starts_anew = true;
                self.ask()
            }
            Answer::Picked(WHOSE, at) => {
                let chosen = choices::whose(&self.desk).into_iter().nth(*at);
                self.whose = chosen.map(|(_, whose)| whose).unwrap_or_default();
                self.starts_anew = true;
                self.ask()
            }
            Answer::Picked(DRAFT, at) => match self.drafts.get(*at) {
                Some(draft) => doors::draft(draft),
                None => Vec::new(),
            },
            Answer::Picked(..) | Answer::Confirmed(_) => Vec::new(),
        }
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        let request = self.request();
        let on = self.case();
        let mut asks = self.beside.told(said, on);
        asks.extend(match said {
            HubSaid::Reply(tag, reply) => self.heard(*tag, reply),
            HubSaid::Back => {
                let mut effects = self.refresh.place_is_back(request);
                effects.push(Effect::Send(DRAFTS, Request::Drafts));
                effects
            }
            said if changes_lists(said) => self.refresh.changed(|| request),
            _ => Vec::new(),
        });
        asks
    }

    fn woken(&mut self, tag: Tag) -> Vec<Effect> {
        if tag == beside::REST {
            return self.beside.rests(self.case());
        }
        let request = self.request();
        self.refresh.woken(tag, || request)
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        let head = Head {
            rows: self.rows.as_ref(),
            practice: self.practice,
            drafts: &self.drafts,
            with: choices::worker(self.whose, &self.desk),
        };
        let below = head.draw(area, pad);
        let list = self.beside.draw(self.case(), below, pad);
        self.draw_list(list, pad);
    }
}
