//! Integration: what all notes on the work say, in figures, and the notes behind each figure.
//!
//! Figures only, no bars: a bar reads as a scale. Nothing here names a client.

mod draw;
mod list;
mod narrow;
mod note;
mod note_lines;
mod said;

use ratatui::layout::Rect;

use self::list::Line;
use self::narrow::Narrowing;
use super::reading::Reading;
use super::refresh::{Refresh, changes_notes};
use crate::domain::ids::NoteId;
use crate::domain::terms::{Concept, Position, Role};
use crate::readmodel::integration::{
    Behind, COLUMNS, Integration, IntegrationQuery, NotesOf, grid_in_words,
};
use crate::readmodel::lists::Desk;
use crate::readmodel::table::table;
use crate::tui::action::{Action, IntegrationAction, ListAction, Scope};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag};
use crate::tui::forms;
use crate::tui::screen::{Answer, HubSaid, Place, RowsOut, Screen};
use crate::tui::widgets::list::Marker;
use crate::wire::{Reply, Request};

/// Notes asked for at once.
const NOTES_AT_ONCE: u32 = 60;

/// Where the arrows move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Focus {
    Grid,
    Notes,
}

/// What stands below the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Below {
    /// The notes behind the figure that is marked.
    Cell,
    /// Those that both sides marked differently.
    Differing,
    OverTime,
}

/// The place.
struct Page {
    query: IntegrationQuery,
    /// The last answer, and what it answers.
    shown: Option<(IntegrationQuery, Box<Integration>)>,
    /// The row and the column that are marked.
    row: usize,
    column: usize,
    /// The mark has not been moved by hand yet.
    is_fresh: bool,
    focus: Focus,
    below: Below,
    lines: Vec<Line>,
    ids: Vec<Option<NoteId>>,
    marker: Marker<NoteId>,
    narrowing: Option<Narrowing>,
    refresh: Refresh,
    /// Why there is nothing.
    sentence: String,
}

/// Integration for the person at this desk.
pub fn open(desk: &Desk) -> Box<dyn Screen> {
    let counts_only = desk.me.role == Role::PracticeManager;
    let query = IntegrationQuery {
        of: match counts_only {
            true => NotesOf::Everybody,
            false => NotesOf::Read,
        },
        limit: NOTES_AT_ONCE,
        ..IntegrationQuery::default()
    };
    Box::new(Page {
        query,
        shown: None,
        row: 0,
        column: 0,
        is_fresh: true,
        focus: Focus::Grid,
        below: Below::Cell,
        lines: Vec::new(),
        ids: Vec::new(),
        marker: Marker::default(),
        narrowing: None,
        refresh: Refresh::default(),
        sentence: String::new(),
    })
}

impl Page {
    fn grid(&self) -> Option<&Integration> {
        self.shown.as_ref().map(|(_, grid)| grid.as_ref())
    }

    /// The concept marked; none for the whole note.
    fn concept(&self) -> Option<Concept> {
        Concept::ALL.get(self.row).copied()
    }

    fn position(&self) -> Position {
        COLUMNS.get(self.column).copied().unwrap_or_default()
    }

    /// Rows of the grid: the one for whole notes only where there are any.
    fn rows(&self) -> usize {
        let whole = self.grid().and_then(|grid| grid.rows.last());
        let is_used = whole.is_some_and(|row| row.cells.iter().any(|cell| cell.notes != Some(0)));
        Concept::ALL.len() + usize::from(is_used)
    }

    fn request(&self) -> Request {
        let behind = match self.below {
            Below::Cell | Below::OverTime => Behind::Cell(self.concept(), Some(self.position())),
            Below::Differing => Behind::Differing,
        };
        Request::Integration(IntegrationQuery {
            behind,
            ..self.query.clone()
        })
    }

    fn ask(&mut self) -> Vec<Effect> {
        let request = self.request();
        self.refresh.ask(request)
    }

    /// The mark goes to another figure.
    fn go(&mut self, row: usize, column: usize) -> Vec<Effect> {
        self.row = row.min(self.rows().saturating_sub(1));
        self.column = column.min(COLUMNS.len() - 1);
        self.is_fresh = false;
        self.below = Below::Cell;
        self.focus = Focus::Grid;
        self.ask()
    }

    fn go_to(&mut self, concept: Concept) -> Vec<Effect> {
        let row = Concept::ALL.iter().position(|one| *one == concept);
        self.go(row.unwrap_or(0), self.column)
    }

    fn show(&mut self, below: Below) -> Vec<Effect> {
        self.below = match self.below == below {
            true => Below::Cell,
            false => below,
        };
        self.focus = Focus::Grid;
        self.ask()
    }

    fn heard(&mut self, tag: Tag, reply: &Reply) -> Vec<Effect> {
        if !self.refresh.is_answer(tag) {
            return Vec::new();
        }
        match reply {
            Reply::Integration(grid) => {
                self.shown = Some((self.query.clone(), grid.clone()));
                if let Some(column) = self.first_used().filter(|_| self.is_fresh) {
                    // The mark starts where there is something to read.
                    return self.go(0, column);
                }
                self.lay_out();
            }
            Reply::Refused(refusal) => self.sentence = refusal.to_string(),
            Reply::Trouble(trouble) => self.sentence = trouble.to_string(),
            _ => {}
        }
        let request = self.request();
        self.refresh.after_answer(|| request)
    }

    /// The first column of the first row with a note in it.
    fn first_used(&self) -> Option<usize> {
        let row = self.grid()?.rows.first()?;
        row.cells
            .iter()
            .position(|cell| cell.notes.unwrap_or(0) > 0)
    }

    fn move_marker(&mut self, action: ListAction) -> Vec<Effect> {
        if self.focus == Focus::Notes {
            self.marker.act(&self.ids, action);
            return Vec::new();
        }
        let last = self.rows().saturating_sub(1);
        let row = match action {
            ListAction::Next => self.row + 1,
            ListAction::Previous => self.row.saturating_sub(1),
            ListAction::First | ListAction::PageUp => 0,
            ListAction::Last | ListAction::PageDown => last,
            ListAction::Open | ListAction::Write => return Vec::new(),
        };
        if row.min(last) == self.row {
            return Vec::new();
        }
        self.go(row, self.column)
    }

    /// Enter: to the notes behind the figure, then into the note.
    fn enter(&mut self) -> Vec<Effect> {
        match (self.focus, self.marker.id()) {
            (Focus::Notes, Some(id)) => vec![Effect::Push(note::open(*id))],
            (Focus::Grid, Some(_)) => {
                self.focus = Focus::Notes;
                self.marker.select(&self.ids, 0);
                Vec::new()
            }
            (_, None) => Vec::new(),
        }
    }

    fn narrow(&mut self) -> Vec<Effect> {
        let Some(grid) = self.grid() else {
            return Vec::new();
        };
        let narrowing = Narrowing::new(&grid.choices, &self.query);
        let pick = narrowing.pick();
        self.narrowing = Some(narrowing);
        vec![Effect::Push(Box::new(pick))]
    }

    /// A new note is about whoever the figures are narrowed to.
    fn write(&self) -> Vec<Effect> {
        vec![Effect::Push(forms::write_note(self.query.worker))]
    }

    fn own(&mut self, action: IntegrationAction) -> Vec<Effect> {
        use IntegrationAction as I;
        match action {
            I::Write => self.write(),
            I::Narrow => self.narrow(),
            I::Left => self.go(self.row, self.column.saturating_sub(1)),
            I::Right => self.go(self.row, self.column + 1),
            I::Power => self.go_to(Concept::Power),
            I::Identity => self.go_to(Concept::Identity),
            I::Effect => self.go_to(Concept::Effect),
            I::Infrastructure => self.go_to(Concept::Infrastructure),
            I::Say => vec![Effect::Push(said::open(self.query.clone()))],
            I::Act => vec![Effect::Push(forms::work_action(self.concept()))],
            I::Both => self.show(Below::Differing),
            I::OverTime => self.show(Below::OverTime),
            I::Grid => vec![Effect::Push(Reading::open(
                "Our grid".to_owned(),
                grid_in_words().join("\n"),
            ))],
        }
    }
}

impl Screen for Page {
    fn heading(&self) -> String {
        "Integration".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::Integration
    }

    fn shows_past(&self) -> bool {
        true
    }

    fn place(&self) -> Option<Place> {
        Some(Place::Integration)
    }

    fn hints(&self) -> Vec<Action> {
        vec![
            ListAction::Open.into(),
            IntegrationAction::Write.into(),
            IntegrationAction::Narrow.into(),
            IntegrationAction::Say.into(),
            IntegrationAction::Both.into(),
            IntegrationAction::Grid.into(),
        ]
    }

    fn unable(&self, action: Action) -> Option<String> {
        let grid = self.grid();
        let sentence = match action {
            Action::List(ListAction::Open) if self.marker.id().is_none() => {
                "No note that you read stands behind this figure"
            }
            Action::Integration(IntegrationAction::Write)
                if grid.is_some_and(|grid| !grid.choices.writes) =>
            {
                "Notes on the work are written by link workers and those who supervise them"
            }
            Action::Integration(IntegrationAction::Say)
                if grid.is_some_and(|grid| !grid.choices.reads) =>
            {
                "Here are counts: notes are read by author, link worker and supervisor"
            }
            Action::Integration(IntegrationAction::OverTime)
                if grid.is_some_and(|grid| grid.sequence.is_empty()) =>
            {
                "Narrow to one link worker at one practice first"
            }
            Action::Integration(IntegrationAction::Both)
                if grid.is_some_and(|grid| grid.totals.differing == 0) =>
            {
                "No note is marked differently by the two sides"
            }
            _ => return None,
        };
        Some(sentence.to_owned())
    }

    fn position(&self) -> Option<(usize, usize)> {
        Some(match self.focus {
            Focus::Grid => (self.row + 1, self.rows()),
            Focus::Notes => self.marker.position(&self.ids),
        })
    }

    fn nth(&mut self, number: usize) -> Vec<Effect> {
        match self.marker.take_nth(&self.ids, number) {
            true => {
                self.focus = Focus::Notes;
                self.enter()
            }
            false => Vec::new(),
        }
    }

    fn rows_out(&self) -> Option<(String, RowsOut)> {
        let grid = self.grid()?;
        let name = format!("integration-{}.csv", grid.today);
        Some((name, RowsOut::Here(table(&grid.cells()))))
    }

    fn opened(&mut self) -> Vec<Effect> {
        self.ask()
    }

    fn on_top_again(&mut self) -> Vec<Effect> {
        self.ask()
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::List(ListAction::Open) => self.enter(),
            Action::List(action) => self.move_marker(action),
            Action::Integration(action) => self.own(action),
            _ => Vec::new(),
        }
    }

    fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let (Answer::Picked(_, index), Some(mut narrowing)) = (answer, self.narrowing.take())
        else {
            return Vec::new();
        };
        match narrowing.take(*index, &mut self.query) {
            Some(pick) => {
                self.narrowing = Some(narrowing);
                vec![Effect::Push(Box::new(pick))]
            }
            None => {
                self.below = Below::Cell;
                self.focus = Focus::Grid;
                self.ask()
            }
        }
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        let request = self.request();
        match said {
            HubSaid::Reply(tag, reply) => self.heard(*tag, reply),
            HubSaid::Back => self.refresh.place_is_back(request),
            HubSaid::OtherDay => {
                self.shown = None;
                self.is_fresh = true;
                self.sentence.clear();
                self.refresh.ask(request)
            }
            said if changes_notes(said) => self.refresh.changed(|| request),
            _ => Vec::new(),
        }
    }

    fn woken(&mut self, tag: Tag) -> Vec<Effect> {
        let request = self.request();
        self.refresh.woken(tag, || request)
    }

    fn goes_back_within(&self) -> bool {
        self.focus == Focus::Notes || self.below != Below::Cell
    }

    fn back(&mut self) -> Vec<Effect> {
        if self.focus == Focus::Notes {
            self.focus = Focus::Grid;
            return Vec::new();
        }
        match self.below {
            Below::Cell => vec![Effect::Pop],
            _ => self.show(Below::Cell),
        }
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        self.draw_all(area, pad);
    }
}
