//! What I did lately, newest first: what undo would take back next, and what can be brought back.

use ratatui::layout::Rect;

use super::client;
use super::refresh::changes_lists;
use crate::domain::zone::store_time;
use crate::readmodel::lately::{Lately as Rows, LatelyRow};
use crate::tui::action::{Action, EverywhereAction, ListAction, Scope};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag, Tone};
use crate::tui::screen::{HubSaid, Screen};
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use crate::tui::widgets::list::Marker;
use crate::tui::widgets::table::{Column, draw_row};
use crate::wire::talk::ClientBy;
use crate::wire::{Reply, Request};

/// The rows were asked for.
const ROWS: Tag = Tag(1);

#[derive(Default)]
struct Lately {
    rows: Option<Rows>,
    ids: Vec<Option<u64>>,
    marker: Marker<u64>,
}

/// The list of what I did lately.
pub fn open() -> Box<dyn Screen> {
    Box::new(Lately::default())
}

impl Lately {
    fn row(&self) -> Option<&LatelyRow> {
        self.rows.as_ref()?.rows.get(self.marker.index())
    }

    fn open_row(&self) -> Vec<Effect> {
        let Some(row) = self.row() else {
            return Vec::new();
        };
        let by = row.case.map(ClientBy::Case);
        match by.or(row.client_id.map(ClientBy::Id)) {
            Some(by) => vec![Effect::Push(client::open(by))],
            None => {
                let words = "Nobody in your reach belongs to this entry";
                vec![Effect::Say(Tone::Note, words.to_owned())]
            }
        }
    }
}

/// "09:41", or with the day where it was not today.
fn when(row: &LatelyRow, rows: &Rows) -> String {
    let at = store_time(row.at);
    if at.date() == rows.today {
        at.format("%H:%M").to_string()
    } else {
        at.format("%-d %b %H:%M").to_string()
    }
}

impl Screen for Lately {
    fn heading(&self) -> String {
        "What I did lately".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Action> {
        vec![
            ListAction::Open.into(),
            EverywhereAction::Undo.into(),
            EverywhereAction::Redo.into(),
        ]
    }

    fn opened(&mut self) -> Vec<Effect> {
        vec![Effect::Send(ROWS, Request::Lately)]
    }

    fn on_top_again(&mut self) -> Vec<Effect> {
        self.opened()
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::List(ListAction::Open) => return self.open_row(),
            Action::List(action) => {
                self.marker.act(&self.ids, action);
            }
            _ => {}
        }
        Vec::new()
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        match said {
            HubSaid::Reply(ROWS, Reply::Lately(rows)) => {
                self.ids = rows.rows.iter().map(|row| Some(row.seq)).collect();
                self.rows = Some(rows.clone());
                self.marker.settle(&self.ids);
            }
            HubSaid::Reply(ROWS, Reply::Trouble(trouble)) => {
                return vec![Effect::Say(Tone::Trouble, trouble.to_string())];
            }
            HubSaid::Back => return self.opened(),
            said if changes_lists(said) => return self.opened(),
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        pad.clear(area);
        let Some(rows) = &self.rows else { return };
        let wide = area.width.saturating_sub(2);
        pad.text(area.x + 1, area.y, wide, "What I did lately", Role::Heading);
        if area.height < 3 {
            return;
        }
        pad.rule(area, area.y + 1);
        let list = Rect {
            y: area.y + 2,
            height: area.height - 2,
            ..area
        };
        if rows.rows.is_empty() {
            let words = "Nothing yet. What you save stands here, the latest first: undo takes back \
                         one after another, and what was undone can be brought back.";
            let lines = wrap(words, usize::from(wide));
            for (line, y) in lines.iter().zip(list.top()..list.bottom()) {
                pad.text(area.x + 1, y, wide, line, Role::Text);
            }
            return;
        }
        let columns = [
            Column::fixed("when", 12),
            Column::growing("who", 12, 18),
            Column::growing("what", 20, u16::MAX / 2),
        ];
        self.marker
            .draw(list, pad, rows.rows.len(), |index, line, selected, pad| {
                let Some(row) = rows.rows.get(index) else {
                    return;
                };
                let role = if selected { Role::Name } else { Role::Text };
                let what = match row.undone {
                    true => format!("undone: {}", row.what),
                    false => row.what.clone(),
                };
                let when = when(row, rows);
                let cells = [
                    (when.as_str(), Role::Text),
                    (row.client.as_str(), role),
                    (what.as_str(), Role::Text),
                ];
                draw_row(line, pad, &columns, &cells);
            });
    }
}
