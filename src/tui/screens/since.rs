//! What changed since a day, case by case; Enter opens the client.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::doors;
use super::refresh::{Refresh, changes_lists};
use crate::domain::dates::short;
use crate::domain::ids::{CaseId, PracticeId};
use crate::readmodel::cases::Whose;
use crate::readmodel::since::{SinceCounts, SincePage, SinceQuery, SinceRow};
use crate::readmodel::table::table;
use crate::tui::action::{Action, ListAction, Scope};
use crate::tui::dialogs::day::AskDay;
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag};
use crate::tui::screen::{HubSaid, RowsOut, Screen};
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use crate::tui::widgets::list::Marker;
use crate::tui::widgets::table::{Column, draw_row};
use crate::wire::{Reply, Request};

/// Rows above the list.
const HEAD: u16 = 3;
/// Rows below it, where the row under the marker stands in full.
const FOOT: u16 = 3;
/// The day that is offered.
const OFFERED: &str = "-1w";

const COLUMNS: &[Column] = &[
    Column::growing("Client", 16, 26),
    Column::growing("What changed", 46, u16::MAX / 2),
    Column::fixed("With", 9).spared(1),
    Column::growing("Practice", 10, 16).spared(2),
];

struct Since {
    query: SinceQuery,
    page: Option<SincePage>,
    ids: Vec<Option<CaseId>>,
    marker: Marker<CaseId>,
    refresh: Refresh,
    /// Why there is nothing.
    sentence: String,
}

/// Asks since when, and shows what changed.
pub(super) fn ask(today: NaiveDate, whose: Whose, practice: Option<PracticeId>) -> Vec<Effect> {
    let about = "Shows what changed since the end of that day, case by case.";
    let dialog = AskDay::new("What changed since", about, today, move |day| {
        let query = day.map(|from| SinceQuery {
            from,
            whose,
            practice,
        });
        let screen = query.map(|query| Effect::Replace(open(query)));
        screen.into_iter().collect()
    });
    vec![Effect::Push(Box::new(dialog.offering(OFFERED)))]
}

fn open(query: SinceQuery) -> Box<dyn Screen> {
    Box::new(Since {
        query,
        page: None,
        ids: Vec::new(),
        marker: Marker::default(),
        refresh: Refresh::default(),
        sentence: String::new(),
    })
}

impl Since {
    fn request(&self) -> Request {
        Request::Since(self.query)
    }

    fn heard(&mut self, tag: Tag, reply: &Reply) -> Vec<Effect> {
        if !self.refresh.is_answer(tag) {
            return Vec::new();
        }
        let failed = match reply {
            Reply::Since(page) => {
                self.ids = page.rows.iter().map(|row| Some(row.case)).collect();
                self.page = Some((**page).clone());
                self.marker.settle(&self.ids);
                None
            }
            Reply::Refused(refusal) => Some(refusal.to_string()),
            Reply::Trouble(trouble) => Some(trouble.to_string()),
            _ => None,
        };
        if let Some(words) = failed {
            self.page = None;
            self.ids.clear();
            self.sentence = words;
        }
        let request = self.request();
        self.refresh.after_answer(|| request)
    }

    fn open_here(&self) -> Vec<Effect> {
        let case = self.marker.id();
        case.map_or_else(Vec::new, |case| doors::client_of(*case))
    }

    fn draw_rows(&self, page: &SincePage, list: Rect, pad: &mut Pad<'_>) {
        self.marker
            .draw_numbered(list, pad, &self.ids, |index, line, selected, pad| {
                if let Some(row) = page.rows.get(index) {
                    draw(row, line, selected, pad);
                }
            });
    }
}

/// "3 new, 1 ended"; what did not happen is not listed.
fn counted(counts: &SinceCounts) -> String {
    let kinds = [
        (counts.new, "new"),
        (counts.ended, "ended"),
        (counts.given, "given to somebody else"),
        (counts.state, "with another state"),
        (counts.step, "with another next step"),
        (counts.spoke, "spoken to"),
    ];
    let some = kinds.iter().filter(|(count, _)| *count > 0);
    let some: Vec<String> = some
        .map(|(count, kind)| format!("{count} {kind}"))
        .collect();
    let same = format!("{} open cases as they were", counts.same);
    match some.is_empty() {
        true => same,
        false => format!("{}; {same}", some.join(", ")),
    }
}

fn draw(row: &SinceRow, line: Rect, selected: bool, pad: &mut Pad<'_>) {
    let role = if selected { Role::Name } else { Role::Text };
    let line = Rect {
        width: line.width.saturating_sub(1),
        ..line
    };
    let said = row.said().join("; ");
    let cells = [
        (row.client.as_str(), role),
        (&said, Role::Text),
        (&row.worker, Role::Text),
        (&row.practice, Role::Text),
    ];
    draw_row(line, pad, COLUMNS, &cells);
}

impl Screen for Since {
    fn heading(&self) -> String {
        "What changed".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Action> {
        vec![ListAction::Open.into()]
    }

    fn unable(&self, action: Action) -> Option<String> {
        let opens = action == ListAction::Open.into();
        (opens && self.marker.id().is_none()).then(|| "Nobody is under the marker".to_owned())
    }

    fn shows_past(&self) -> bool {
        true
    }

    fn row(&self) -> Option<CaseId> {
        self.marker.id().copied()
    }

    fn plain(&self) -> Option<Vec<String>> {
        let page = self.page.as_ref()?;
        let since = format!("Since the end of {}", short(page.from, page.today));
        let mut lines = vec![since, counted(&page.counts), String::new()];
        let rows = page.rows.iter();
        lines.extend(rows.map(|row| format!("{}: {}", row.client, row.said().join("; "))));
        Some(lines)
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
        let page = self.page.as_ref().filter(|page| !page.rows.is_empty())?;
        let name = format!("changes-{}-{}.csv", page.from, page.today);
        Some((name, RowsOut::Here(table(&page.rows))))
    }

    fn opened(&mut self) -> Vec<Effect> {
        let request = self.request();
        self.refresh.ask(request)
    }

    fn on_top_again(&mut self) -> Vec<Effect> {
        self.opened()
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
        let request = self.request();
        match said {
            HubSaid::Reply(tag, reply) => self.heard(*tag, reply),
            HubSaid::OtherDay => {
                self.page = None;
                self.sentence.clear();
                self.refresh.ask(request)
            }
            HubSaid::Back => self.refresh.place_is_back(request),
            said if changes_lists(said) => self.refresh.changed(|| request),
            _ => Vec::new(),
        }
    }

    fn woken(&mut self, tag: Tag) -> Vec<Effect> {
        let request = self.request();
        self.refresh.woken(tag, || request)
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        pad.clear(area);
        let wide = area.width.saturating_sub(2);
        let words = |pad: &mut Pad<'_>, y: u16, words: &str| {
            let lines = wrap(words, usize::from(wide));
            for (line, y) in lines.iter().zip(y..area.bottom()) {
                pad.text(area.x + 1, y, wide, line, Role::Text);
            }
        };
        let Some(page) = &self.page else {
            return words(pad, area.y, &self.sentence);
        };
        let title = format!(
            "What changed since the end of {}",
            short(page.from, page.today)
        );
        pad.text(area.x + 1, area.y, wide, &title, Role::Heading);
        if area.height <= HEAD + FOOT + 2 {
            return;
        }
        words(pad, area.y + 1, &counted(&page.counts));
        pad.rule(area, area.y + HEAD);
        let list = Rect {
            y: area.y + HEAD + 1,
            height: area.height - HEAD - FOOT - 1,
            ..area
        };
        if page.rows.is_empty() {
            return words(pad, list.y, "Nothing has changed since.");
        }
        self.draw_rows(page, list, pad);
        pad.rule(area, list.bottom());
        if let Some(row) = page.rows.get(self.marker.index()) {
            words(pad, list.bottom() + 1, &row.said().join("; "));
        }
    }
}
