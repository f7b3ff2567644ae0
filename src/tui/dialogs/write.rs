//! "Write these rows to a file": asks for a name, fetches what is not on the screen, and says what
//! came of it. The file itself is written outside; one that is there already is never replaced.

use std::collections::BTreeSet;

use ratatui::layout::Rect;

use crate::readmodel::cases::{CaseQuery, CaseRow};
use crate::readmodel::table::{Table, table};
use crate::tui::action::{Action, FormAction, Scope};
use crate::tui::draw::{Pad, centred};
use crate::tui::effect::{Effect, Tag, Tone};
use crate::tui::key::Key;
use crate::tui::screen::{Covers, HubSaid, RowsOut, Screen, Typing};
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use crate::tui::widgets::field::Field;
use crate::wire::{Reply, Request};

/// A page of cases was asked for.
const PAGE: Tag = Tag(1);
/// Cases asked for at a time.
const PAGE_ROWS: u32 = 500;
/// Columns of the dialog at most.
const WIDTH_MAX: u16 = 72;
/// What stands under the field.
const ABOUT: &str = "The file holds names. It goes to the folder caseload-rows in your home on the \
                     machine where caseload runs, readable by you alone. Delete it when it has \
                     served. A name that ends in .json makes JSON; any other makes CSV.";

/// The dialog.
pub struct WriteRows {
    name: Field,
    rows: RowsOut,
    /// Cases fetched so far, once the name has been given.
    fetched: Option<Vec<CaseRow>>,
    /// How many there are, once the hub has said.
    total: u32,
    /// What is wrong with the name.
    fault: String,
}

impl WriteRows {
    /// A dialog for these rows that offers a name.
    pub fn new(name: &str, rows: RowsOut) -> WriteRows {
        WriteRows {
            name: Field::line(name),
            rows,
            fetched: None,
            total: 0,
            fault: String::new(),
        }
    }

    fn go(&mut self) -> Vec<Effect> {
        if self.name.text().trim().is_empty() {
            self.fault = "A file needs a name.".to_owned();
            return Vec::new();
        }
        match &self.rows {
            RowsOut::Here(table) => vec![self.write(table.clone())],
            RowsOut::Cases(_) if self.fetched.is_some() => Vec::new(),
            RowsOut::Cases(query) => {
                let ask = page(query, 0);
                self.fetched = Some(Vec::new());
                vec![ask]
            }
        }
    }

    fn write(&self, table: Table) -> Effect {
        Effect::Write(self.name.text().trim().to_owned(), table)
    }

    fn heard(&mut self, reply: &Reply) -> Vec<Effect> {
        let (Some(fetched), RowsOut::Cases(query)) = (&mut self.fetched, &self.rows) else {
            return Vec::new();
        };
        let page_of = match reply {
            Reply::Cases(page) => page,
            Reply::Refused(refusal) => return self.failed(refusal.to_string()),
            Reply::Trouble(trouble) => return self.failed(trouble.to_string()),
            _ => return Vec::new(),
        };
        self.total = page_of.total;
        fetched.extend(page_of.rows.iter().cloned());
        let got = u32::try_from(page_of.rows.len()).unwrap_or(u32::MAX);
        let next = page_of.offset.saturating_add(got);
        if got > 0 && next < page_of.total {
            return vec![page(query, next)];
        }
        // A case that moved down the list between two pages came twice.
        let mut seen = BTreeSet::new();
        fetched.retain(|row| seen.insert(row.case));
        let table = table(fetched);
        self.fetched = None;
        vec![self.write(table)]
    }

    fn failed(&mut self, why: String) -> Vec<Effect> {
        self.fetched = None;
        self.fault = why;
        Vec::new()
    }
}

fn page(query: &CaseQuery, offset: u32) -> Effect {
    let query = query.clone();
    let limit = PAGE_ROWS;
    Effect::Send(
        PAGE,
        Request::Cases(CaseQuery {
            offset,
            limit,
            ..query
        }),
    )
}

impl Screen for WriteRows {
    fn heading(&self) -> String {
        "Write these rows to a file".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn typing(&self) -> Typing {
        Typing::Text
    }

    fn hints(&self) -> Vec<Action> {
        vec![FormAction::Accept.into(), FormAction::Save.into()]
    }

    fn covers(&self) -> Covers {
        Covers::Part
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Form(FormAction::Accept | FormAction::Save) => self.go(),
            Action::Form(FormAction::Discard) => vec![Effect::Pop],
            _ => Vec::new(),
        }
    }

    fn typed(&mut self, key: Key) -> Vec<Effect> {
        self.fault.clear();
        self.name.key(key);
        Vec::new()
    }

    fn pasted(&mut self, text: &str) -> Vec<Effect> {
        self.name.paste(text);
        Vec::new()
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        match said {
            HubSaid::Reply(PAGE, reply) => self.heard(reply),
            HubSaid::Back if self.fetched.is_some() => {
                self.failed("The hub was away; save again.".to_owned())
            }
            _ => Vec::new(),
        }
    }

    fn wrote(&mut self, outcome: &Result<String, String>) -> Vec<Effect> {
        match outcome {
            Ok(said) => vec![Effect::Say(Tone::Done, said.clone()), Effect::Pop],
            Err(fault) => {
                self.fault.clone_from(fault);
                Vec::new()
            }
        }
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        let wide = WIDTH_MAX.min(area.width);
        let inner = usize::from(wide.saturating_sub(4));
        let (words, role) = match (&self.fetched, self.fault.is_empty()) {
            (Some(rows), _) => (
                format!("Reading row {} of {}.", rows.len(), self.total),
                Role::Text,
            ),
            (None, true) => (ABOUT.to_owned(), Role::Text),
            (None, false) => (self.fault.clone(), Role::Fault),
        };
        let lines = wrap(&words, inner);
        let height = u16::try_from(wrap(ABOUT, inner).len().max(lines.len())).unwrap_or(4);
        let frame = centred(area, wide, height.saturating_add(4));
        let inside = pad.framed(frame, &self.heading());
        for (line, y) in lines.iter().zip(inside.top() + 2..inside.bottom()) {
            pad.text(inside.x, y, inside.width, line, role);
        }
        let x = pad.text(inside.x, inside.y, inside.width, "Name  ", Role::Text);
        let width = inside.right().saturating_sub(x);
        let field = Rect {
            x,
            y: inside.y,
            width,
            height: 1,
        };
        self.name.draw(field, pad, true);
    }
}
