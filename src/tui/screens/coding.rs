//! What is still to be done in the GP system: codes to record and messages to give back. The list
//! is worked off beside the other program: caseload writes nothing there.

use ratatui::layout::Rect;

use super::doors;
use super::refresh::{Refresh, changes_lists};
use crate::domain::dates;
use crate::readmodel::cases::Whose;
use crate::readmodel::coding::{CodingList, CodingRow, ToDo};
use crate::tui::action::{Action, CaseAction, CodingAction, ListAction, Scope};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag};
use crate::tui::forms;
use crate::tui::screen::{HubSaid, Screen};
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use crate::tui::widgets::list::{Marker, Rows};
use crate::wire::{Reply, Request};

/// Columns of the days that something waits.
const DAYS: u16 = 7;
/// Columns of a name.
const NAME: u16 = 24;
/// Columns of a date of birth.
const BORN: u16 = 13;

/// The list.
#[derive(Default)]
struct Coding {
    list: Option<CodingList>,
    marker: Marker<(ToDo, u32)>,
    refresh: Refresh,
    /// Why there are no rows.
    sentence: String,
}

/// The list of the person at this desk.
pub(super) fn open() -> Box<dyn Screen> {
    Box::new(Coding::default())
}

impl Rows for &CodingList {
    type Id = (ToDo, u32);

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn id(&self, index: usize) -> Option<Self::Id> {
        self.rows.get(index).map(|row| (row.todo, row.case.0))
    }
}

impl Coding {
    fn request() -> Request {
        Request::Coding(Whose::Mine)
    }

    fn row(&self) -> Option<&CodingRow> {
        self.list.as_ref()?.rows.get(self.marker.index())
    }

    /// What the row asks for: the list of what to do about a code, or the message.
    fn mark(&self) -> Vec<Effect> {
        let Some(row) = self.row() else {
            return Vec::new();
        };
        vec![Effect::Push(match row.todo {
            ToDo::Code => forms::coded(row.case),
            ToDo::Message => forms::message(row.case),
        })]
    }

    fn heard(&mut self, tag: Tag, reply: &Reply) -> Vec<Effect> {
        if !self.refresh.is_answer(tag) {
            return Vec::new();
        }
        match reply {
            Reply::Coding(list) => {
                self.marker.settle(&list);
                self.list = Some(list.clone());
            }
            Reply::Refused(refusal) => self.sentence = refusal.to_string(),
            Reply::Trouble(trouble) => self.sentence = trouble.to_string(),
            _ => {}
        }
        self.refresh.after_answer(Self::request)
    }

    fn draw_rows(&self, list: &CodingList, area: Rect, pad: &mut Pad<'_>) {
        self.marker
            .draw(area, pad, list.rows.len(), |index, line, selected, pad| {
                if let Some(row) = list.rows.get(index) {
                    draw_row(row, line, selected, pad);
                }
            });
    }
}

fn draw_row(row: &CodingRow, line: Rect, selected: bool, pad: &mut Pad<'_>) {
    let name = if selected { Role::Name } else { Role::Text };
    let days = format!("{:>3} d", row.waiting_days);
    let born = row.born.map(dates::full).unwrap_or_default();
    let what = match (row.todo, row.confirmed) {
        (ToDo::Message, _) => format!("message back: {}", row.what),
        (ToDo::Code, true) => format!("code: {}", row.what),
        (ToDo::Code, false) => format!("code, unconfirmed: {}", row.what),
    };
    let mut x = line.x;
    for (words, wide, role) in [
        (&days, DAYS, Role::Text),
        (&row.client, NAME, name),
        (&born, BORN, Role::Text),
    ] {
        pad.text(x, line.y, wide - 1, words, role);
        x += wide;
    }
    pad.text(x, line.y, line.right().saturating_sub(x), &what, Role::Text);
}

impl Screen for Coding {
    fn heading(&self) -> String {
        "To code".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::Coding
    }

    fn hints(&self) -> Vec<Action> {
        vec![
            CodingAction::Mark.into(),
            ListAction::Open.into(),
            CaseAction::More.into(),
        ]
    }

    fn unable(&self, action: Action) -> Option<String> {
        let wants_row = matches!(
            action,
            Action::Case(_) | Action::Coding(_) | Action::List(ListAction::Open)
        );
        (wants_row && self.row().is_none()).then(|| "Nothing is under the marker".to_owned())
    }

    fn opened(&mut self) -> Vec<Effect> {
        self.refresh.ask(Self::request())
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        let case = self.row().map(|row| row.case);
        match (action, case) {
            (Action::Coding(CodingAction::Mark), _) => self.mark(),
            (Action::List(ListAction::Open), Some(case)) => doors::client_of(case),
            (Action::List(action), _) => {
                if let Some(list) = &self.list {
                    self.marker.act(&list, action);
                }
                Vec::new()
            }
            (Action::Case(action), Some(case)) => doors::act(action, case),
            _ => Vec::new(),
        }
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        match said {
            HubSaid::Reply(tag, reply) => self.heard(*tag, reply),
            HubSaid::Back => self.refresh.is_back(Self::request()),
            said if changes_lists(said) => self.refresh.changed(Self::request),
            _ => Vec::new(),
        }
    }

    fn woken(&mut self, tag: Tag) -> Vec<Effect> {
        self.refresh.woken(tag, Self::request)
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        let Some(list) = &self.list else {
            pad.text(area.x + 1, area.y, area.width, &self.sentence, Role::Text);
            return;
        };
        let of = list.rows.len() + list.left_out as usize;
        let head = match of {
            0 => "Nothing is to be done in the GP system.".to_owned(),
            _ => format!("{of} to be done in the GP system. caseload writes nothing there."),
        };
        pad.text(area.x + 1, area.y, area.width, &head, Role::Text);
        pad.rule(area, area.y + 1);
        let foot = area.bottom().saturating_sub(4);
        let body = Rect {
            y: area.y + 2,
            height: foot.saturating_sub(area.y + 2),
            ..area
        };
        self.draw_rows(list, body, pad);
        pad.rule(area, foot);
        let Some(row) = self.row() else { return };
        let code = match row.todo {
            ToDo::Code => format!("{} {}", row.code, row.what),
            ToDo::Message => row.what.clone(),
        };
        let room = area.width.saturating_sub(2);
        let rule = wrap(&row.rule, usize::from(room));
        let lines = std::iter::once(code).chain(rule);
        for (words, y) in lines.zip(foot + 1..area.bottom()) {
            pad.text(area.x + 1, y, room, &words, Role::Text);
        }
    }
}
