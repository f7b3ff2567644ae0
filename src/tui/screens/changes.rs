//! What was changed in a client's record: each field with what stood there before, when, by whom and
//! why. Enter shows one in full.

use ratatui::layout::Rect;

use super::reading::Reading;
use crate::domain::ids::ClientId;
use crate::domain::zone::store_time;
use crate::readmodel::changes::{ChangeRow, Changes as Rows};
use crate::tui::action::{Action, ListAction, Scope};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag, Tone};
use crate::tui::screen::{HubSaid, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::list::Marker;
use crate::tui::widgets::table::{Column, draw_row};
use crate::wire::{Notice, Reply, Request};

/// The rows were asked for.
const ROWS: Tag = Tag(1);

struct Changes {
    client: ClientId,
    rows: Option<Rows>,
    ids: Vec<Option<usize>>,
    marker: Marker<usize>,
}

/// What was changed in this client's record.
pub fn open(client: ClientId) -> Box<dyn Screen> {
    Box::new(Changes {
        client,
        rows: None,
        ids: Vec::new(),
        marker: Marker::default(),
    })
}

impl Changes {
    fn title(&self) -> String {
        match &self.rows {
            Some(rows) => format!("Changes in the record of {}", rows.client),
            None => "Changes".to_owned(),
        }
    }

    fn read(&self) -> Vec<Effect> {
        let rows = self.rows.as_ref().map_or(&[][..], |rows| &rows.rows);
        match rows.get(self.marker.index()) {
            Some(row) => vec![Effect::Push(Reading::open(self.title(), in_full(row)))],
            None => Vec::new(),
        }
    }
}

fn or_empty(text: &str) -> &str {
    if text.is_empty() { "(empty)" } else { text }
}

fn in_full(row: &ChangeRow) -> String {
    let at = store_time(row.at).format("%-d %b %Y, %H:%M");
    let mut text = format!(
        "{}\nwas: {}\nnow: {}\n\nChanged {at} by {}",
        row.what,
        or_empty(&row.was),
        or_empty(&row.now),
        row.who
    );
    if !row.because.is_empty() {
        text.push_str(&format!(", because: {}", row.because));
    }
    text
}

/// "07700 900118, was (empty): typing slip", in one line.
fn words(row: &ChangeRow) -> String {
    if row.private {
        return "Enter reads it".to_owned();
    }
    let mut words = or_empty(&row.now).replace('\n', " / ");
    if !row.was.is_empty() {
        words.push_str(&format!(", was {}", row.was.replace('\n', " / ")));
    }
    if !row.because.is_empty() {
        words.push_str(&format!(" ({})", row.because));
    }
    words
}

impl Screen for Changes {
    fn heading(&self) -> String {
        self.title()
    }

    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Action> {
        vec![ListAction::Open.into()]
    }

    fn opened(&mut self) -> Vec<Effect> {
        vec![Effect::Send(ROWS, Request::Changes(self.client))]
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::List(ListAction::Open) => return self.read(),
            Action::List(action) => {
                self.marker.act(&self.ids, action);
            }
            _ => {}
        }
        Vec::new()
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        match said {
            HubSaid::Reply(ROWS, Reply::Changes(rows)) => {
                // The oldest keeps its number when one is added.
                self.ids = (0..rows.rows.len()).rev().map(Some).collect();
                self.rows = Some(rows.clone());
                self.marker.settle(&self.ids);
            }
            HubSaid::Reply(ROWS, Reply::Trouble(trouble)) => {
                return vec![Effect::Say(Tone::Trouble, trouble.to_string())];
            }
            HubSaid::Notice(Notice::Changed { clients, .. }) if clients.contains(&self.client) => {
                return self.opened();
            }
            HubSaid::Back => return self.opened(),
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        pad.clear(area);
        let Some(rows) = &self.rows else { return };
        let wide = area.width.saturating_sub(2);
        pad.text(area.x + 1, area.y, wide, &self.title(), Role::Heading);
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
            let words = "Every field stands as it was first written.";
            pad.text(area.x + 1, list.y, wide, words, Role::Text);
        }
        let columns = [
            Column::fixed("when", 12),
            Column::growing("field", 12, 24),
            Column::growing("what", 24, u16::MAX / 2),
            Column::fixed("who", 12).to_the_right().spared(1),
        ];
        self.marker
            .draw(list, pad, rows.rows.len(), |index, line, selected, pad| {
                let Some(row) = rows.rows.get(index) else {
                    return;
                };
                let role = if selected { Role::Name } else { Role::Text };
                let at = store_time(row.at);
                let when = if at.date() == rows.today {
                    at.format("%H:%M").to_string()
                } else {
                    at.format("%-d %b %Y").to_string()
                };
                let words = words(row);
                let cells = [
                    (when.as_str(), Role::Text),
                    (row.what.as_str(), role),
                    (words.as_str(), Role::Text),
                    (row.who.as_str(), Role::Text),
                ];
                draw_row(line, pad, &columns, &cells);
            });
    }
}
