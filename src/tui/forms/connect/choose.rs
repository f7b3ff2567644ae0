//! Finding a service by typing a need, a place or a name: to connect somebody to it, or to see it.
//! For somebody, the services that meet their needs come first.

use ratatui::layout::Rect;

use crate::domain::case::CaseField;
use crate::domain::ids::ServiceId;
use crate::domain::terms::Need;
use crate::readmodel::connected::{ConnectedPage, ConnectedQuery, ConnectedRow};
use crate::tui::action::{Action, FinderAction, ListAction, Scope};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag, Tone};
use crate::tui::forms::about::{self, About, Facts, Heard};
use crate::tui::forms::{person, words};
use crate::tui::key::Key;
use crate::tui::screen::{HubSaid, Screen, Typing};
use crate::tui::screens::services;
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use crate::tui::widgets::field::{Field, Took};
use crate::tui::widgets::list::Marker;
use crate::tui::widgets::table::{Column, draw_row};
use crate::wire::{Reply, Request};

/// Questions are numbered from here on; what is below are those of the facts.
const FIRST_TAG: u32 = 100;
/// Rows above the list: whom it is for, the text, a rule.
const HEAD: u16 = 3;

const COLUMNS: &[Column] = &[
    Column::growing("Service", 26, 34),
    Column::growing("Where", 18, 44).spared(1),
    Column::growing("Need", 15, 26).spared(2),
    Column::fixed("Here", 8).to_the_right(),
];

/// One line of the list.
enum Line {
    Heading(&'static str),
    Row(usize),
}

/// The screen.
pub(in crate::tui::forms) struct Choose {
    /// Whom it is for; nobody where it is to be looked at.
    facts: Option<Facts>,
    typed: Field,
    /// The number of the latest question, and its text.
    last: u32,
    asked: String,
    page: Option<ConnectedPage>,
    answered: Option<String>,
    lines: Vec<Line>,
    ids: Vec<Option<ServiceId>>,
    marker: Marker<ServiceId>,
    /// The person put the marker where it is.
    chosen: bool,
    /// Enter was pressed before the answer to what is typed was there.
    takes_when_found: bool,
}

/// A service for somebody.
pub(in crate::tui::forms) fn open(about: About) -> Box<dyn Screen> {
    Box::new(Choose::new(Some(Facts::new(about, false))))
}

/// A service to look at.
pub(in crate::tui::forms) fn browse() -> Box<dyn Screen> {
    Box::new(Choose::new(None))
}

impl Choose {
    fn new(facts: Option<Facts>) -> Choose {
        Choose {
            facts,
            typed: Field::line(""),
            last: FIRST_TAG,
            asked: String::new(),
            page: None,
            answered: None,
            lines: Vec::new(),
            ids: Vec::new(),
            marker: Marker::default(),
            chosen: false,
            takes_when_found: false,
        }
    }

    /// The needs of the case, the main one first.
    fn needs(&self) -> Vec<Need> {
        let case = self.facts.as_ref().and_then(Facts::case);
        let text = |field| {
            case.and_then(|case| case.fields.get(&field))
                .map_or("", String::as_str)
        };
        let others = text(CaseField::OtherReasons).split(',');
        std::iter::once(text(CaseField::Reason))
            .chain(others)
            .filter_map(Need::find)
            .collect()
    }

    fn ask(&mut self) -> Vec<Effect> {
        if let Some(facts) = &self.facts
            && !facts.is_ready()
        {
            return facts.ask();
        }
        self.last += 1;
        self.asked = self.typed.text();
        let query = ConnectedQuery {
            text: self.asked.clone(),
            needs: self.needs(),
        };
        vec![Effect::Send(Tag(self.last), Request::Connected(query))]
    }

    fn knows(&self) -> bool {
        self.answered.as_deref() == Some(self.typed.text().as_str())
    }

    fn heard(&mut self, tag: Tag, reply: &Reply) -> Vec<Effect> {
        if let Some(facts) = &mut self.facts {
            match facts.hear(tag, reply) {
                Heard::Taken => return self.started(),
                Heard::Denied(reason) => {
                    return vec![Effect::Say(Tone::Trouble, reason), Effect::Pop];
                }
                Heard::Other => {}
            }
        }
        if tag != Tag(self.last) {
            return Vec::new();
        }
        match reply {
            Reply::Connected(page) => {
                self.answered = Some(self.asked.clone());
                self.lay_out(page);
                self.page = Some(page.clone());
            }
            Reply::Refused(refusal) => {
                return vec![Effect::Say(Tone::Trouble, refusal.to_string())];
            }
            Reply::Trouble(trouble) => {
                return vec![Effect::Say(Tone::Trouble, trouble.to_string())];
            }
            _ => {}
        }
        if std::mem::take(&mut self.takes_when_found) {
            return self.enter();
        }
        Vec::new()
    }

    /// The card is there: its case must be open, and its needs are known now.
    fn started(&mut self) -> Vec<Effect> {
        let closed = self.facts.as_ref().and_then(words::not_open);
        match closed {
            Some(reason) => vec![Effect::Say(Tone::Note, reason), Effect::Pop],
            None => self.ask(),
        }
    }

    fn lay_out(&mut self, page: &ConnectedPage) {
        self.lines.clear();
        self.ids.clear();
        let fits = page.rows.iter().filter(|row| row.fits.is_some()).count();
        for (index, row) in page.rows.iter().enumerate() {
            let heading = match index {
                0 if fits > 0 => Some("For what they need"),
                at if at == fits && fits > 0 => Some("Others"),
                _ => None,
            };
            if let Some(heading) = heading {
                self.lines.push(Line::Heading(heading));
                self.ids.push(None);
            }
            self.lines.push(Line::Row(index));
            self.ids.push(Some(row.id));
        }
        if self.chosen {
            self.marker.settle(&self.ids);
        } else {
            self.marker = Marker::default();
            self.marker.settle(&self.ids);
        }
    }

    fn row(&self) -> Option<&ConnectedRow> {
        let id = self.marker.id()?;
        let rows = &self.page.as_ref()?.rows;
        rows.iter().find(|row| row.id == *id)
    }

    /// Takes what the marker is on, once it answers what is typed.
    fn enter(&mut self) -> Vec<Effect> {
        if !self.chosen && !self.knows() {
            self.takes_when_found = true;
            return Vec::new();
        }
        let Some(row) = self.row() else {
            return Vec::new();
        };
        let screen = match &self.facts {
            Some(facts) => {
                crate::tui::forms::connect_to(about::of(facts), row.id, row.name.clone())
            }
            None => services::page(row.id),
        };
        vec![Effect::Replace(screen)]
    }

    fn took(&mut self, took: Took) -> Vec<Effect> {
        if took == Took::Same {
            return Vec::new();
        }
        self.chosen = false;
        self.takes_when_found = false;
        match self.facts.as_ref().is_some_and(|facts| !facts.is_ready()) {
            true => Vec::new(),
            false => self.ask(),
        }
    }

    fn go(&mut self, action: ListAction) {
        self.marker.act(&self.ids, action);
        self.chosen = true;
        self.takes_when_found = false;
    }

    fn title(&self) -> &'static str {
        if self.facts.is_some() {
            "Connect to a service"
        } else {
            "Find a service"
        }
    }

    fn draw_head(&self, area: Rect, pad: &mut Pad<'_>) {
        let wide = area.width.saturating_sub(2);
        let card = self.facts.as_ref().and_then(|facts| facts.card.as_deref());
        let who = card.map_or_else(String::new, |card| format!("   {}", person::line(card)));
        let pieces = [(self.title(), Role::Heading), (who.as_str(), Role::Name)];
        pad.pieces(area.x + 1, area.y, wide, &pieces);
        let count = match &self.page {
            Some(page) => format!("{} of {}", page.total, page.all),
            None => String::new(),
        };
        let y = area.y + 1;
        let end = pad.right(area.right() - 1, y, area.width / 3, &count, Role::Text);
        let x = pad.text(area.x + 1, y, wide, "Need, place or name: ", Role::Text);
        let field = Rect {
            x,
            y,
            width: end.saturating_sub(x + 2),
            height: 1,
        };
        self.typed.draw(field, pad, true);
        pad.rule(area, area.y + 2);
    }
}

/// "2 people", or what is known of the wait.
fn here(row: &ConnectedRow) -> String {
    match (row.figures.open, row.figures.wait_days) {
        (0, None) => String::new(),
        (0, Some(days)) => format!("{days} d"),
        (open, _) => format!("{open} now"),
    }
}

impl Screen for Choose {
    fn may_change(&self) -> bool {
        true
    }

    fn heading(&self) -> String {
        self.title().to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::Finder
    }

    fn typing(&self) -> Typing {
        Typing::Text
    }

    fn hints(&self) -> Vec<Action> {
        use FinderAction::{Next, Open, Previous};
        vec![Open.into(), Next.into(), Previous.into()]
    }

    fn unable(&self, action: Action) -> Option<String> {
        match action {
            Action::Finder(FinderAction::Open) if self.row().is_none() && self.knows() => {
                Some("No service is under the marker".to_owned())
            }
            Action::Finder(FinderAction::Narrow | FinderAction::Widen) => {
                Some("Only services are found here".to_owned())
            }
            _ => None,
        }
    }

    fn opened(&mut self) -> Vec<Effect> {
        match &self.facts {
            Some(facts) if facts.is_ready() => self.started(),
            _ => self.ask(),
        }
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        let Action::Finder(action) = action else {
            return Vec::new();
        };
        match action {
            FinderAction::Open => return self.enter(),
            FinderAction::Narrow | FinderAction::Widen => {}
            FinderAction::Next => self.go(ListAction::Next),
            FinderAction::Previous => self.go(ListAction::Previous),
            FinderAction::PageDown => self.go(ListAction::PageDown),
            FinderAction::PageUp => self.go(ListAction::PageUp),
        }
        Vec::new()
    }

    fn typed(&mut self, key: Key) -> Vec<Effect> {
        let took = self.typed.key(key);
        self.took(took)
    }

    fn pasted(&mut self, text: &str) -> Vec<Effect> {
        let took = self.typed.paste(text);
        self.took(took)
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        match said {
            HubSaid::Reply(tag, reply) => self.heard(*tag, reply),
            HubSaid::Back => self.ask(),
            HubSaid::Lost | HubSaid::Notice(_) | HubSaid::NewDay | HubSaid::OtherDay => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        pad.clear(area);
        if area.height <= HEAD || area.width < 20 {
            return;
        }
        self.draw_head(area, pad);
        let list = Rect {
            y: area.y + HEAD,
            height: area.height - HEAD,
            ..area
        };
        let Some(page) = &self.page else { return };
        if self.lines.is_empty() {
            let words =
                "No service fits. Fewer letters find more; a need, a place or a name will do.";
            let wide = area.width.saturating_sub(4);
            for (line, y) in wrap(words, usize::from(wide))
                .iter()
                .zip(list.y + 1..list.bottom())
            {
                pad.text(area.x + 2, y, wide, line, Role::Text);
            }
            return;
        }
        self.marker
            .draw(list, pad, self.lines.len(), |index, line, selected, pad| {
                let row = match self.lines.get(index) {
                    Some(Line::Heading(words)) => {
                        pad.text(line.x - 1, line.y, line.width, words, Role::Heading);
                        return;
                    }
                    Some(Line::Row(at)) => page.rows.get(*at),
                    None => None,
                };
                let Some(row) = row else { return };
                let need = row.fits.or(row.needs.first().copied());
                let here = here(row);
                let cells = [
                    (
                        row.name.as_str(),
                        if selected { Role::Name } else { Role::Text },
                    ),
                    (&row.place, Role::Text),
                    (need.map_or("", |need| need.label()), Role::Text),
                    (&here, Role::Text),
                ];
                let line = Rect {
                    width: line.width.saturating_sub(1),
                    ..line
                };
                draw_row(line, pad, COLUMNS, &cells);
            });
    }
}
