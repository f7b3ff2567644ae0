//! One service as it is drawn: what it is and its figures above, its people below.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::{Line, Page};
use crate::domain::dates;
use crate::domain::terms::ServiceStatus;
use crate::readmodel::connected::{ConnectedCard, ConnectedPerson};
use crate::tui::draw::Pad;
use crate::tui::screens::services::draw::{sentences, wait};
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use crate::tui::widgets::table::{Column, draw_row};

/// Rows that the service itself takes at most, in a low window.
const ABOUT_ROWS: usize = 7;
/// Columns for what each line of it is.
const LABEL: u16 = 8;

const COLUMNS: &[Column] = &[
    Column::fixed("", 1),
    Column::growing("", 18, 32),
    Column::fixed("", 11).spared(2),
    Column::fixed("", 9).spared(3),
    Column::fixed("", 8).spared(4),
    Column::growing("", 24, 60),
    Column::growing("", 14, 40).spared(1),
];

impl Page {
    pub(super) fn draw_all(&self, area: Rect, pad: &mut Pad<'_>) {
        let wide = area.width.saturating_sub(2);
        let Some(card) = &self.card else {
            let lines = wrap(&self.sentence, usize::from(wide));
            for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
                pad.text(area.x + 1, y, wide, line, Role::Text);
            }
            return;
        };
        let mut y = area.y;
        let marked = match self.marks.len() {
            0 => String::new(),
            count => format!("{count} marked"),
        };
        let start = pad.right(area.right() - 1, y, wide, &marked, Role::Key);
        let name = (card.service.name.as_str(), Role::Name);
        let run_by = match card.service.organisation == card.service.name {
            true => String::new(),
            false => format!("   {}", card.service.organisation),
        };
        let room = start.saturating_sub(area.x + 2);
        pad.pieces(area.x + 1, y, room, &[name, (&run_by, Role::Text)]);
        y += 1;
        let most = (usize::from(area.height) / 2).min(ABOUT_ROWS.max(usize::from(area.height) / 3));
        for (label, words) in about(card, usize::from(wide.saturating_sub(LABEL)))
            .iter()
            .take(most)
        {
            if y >= area.bottom() {
                return;
            }
            pad.text(area.x + 1, y, LABEL, label, Role::Text);
            pad.text(
                area.x + 1 + LABEL,
                y,
                wide.saturating_sub(LABEL),
                words,
                Role::Text,
            );
            y += 1;
        }
        if y < area.bottom() {
            pad.rule(area, y);
            y += 1;
        }
        let list = Rect {
            y,
            height: area.bottom().saturating_sub(y),
            ..area
        };
        self.draw_people(card, list, pad);
    }

    fn draw_people(&self, card: &ConnectedCard, area: Rect, pad: &mut Pad<'_>) {
        if self.lines.is_empty() {
            let words = "Nobody in your reach is connected to it.";
            pad.text(
                area.x + 2,
                area.y,
                area.width.saturating_sub(3),
                words,
                Role::Text,
            );
            return;
        }
        self.marker.draw(
            area,
            pad,
            self.lines.len(),
            |index, line, selected, pad| match self.lines.get(index) {
                Some(Line::Heading(stage)) => {
                    let words = stage.map_or("Ended", |stage| stage.label());
                    let capital = capitalised(words);
                    pad.text(line.x - 1, line.y, line.width, &capital, Role::Heading);
                }
                Some(Line::Person(at)) => {
                    if let Some(person) = card.people.get(*at) {
                        let marked = self.marks.contains_key(&person.part);
                        let wide = line.width.saturating_sub(1);
                        let line = Rect {
                            width: wide,
                            ..line
                        };
                        draw_person(person, card.today, (marked, selected), line, pad);
                    }
                }
                None => {}
            },
        );
    }
}

fn draw_person(
    person: &ConnectedPerson,
    today: NaiveDate,
    (marked, selected): (bool, bool),
    line: Rect,
    pad: &mut Pad<'_>,
) {
    let sign = if marked { pad.glyphs().marked } else { "" };
    let born = person.born.map_or_else(String::new, dates::full);
    let (next, role) = match &person.next {
        Some(next) if next.on < today => {
            let late = format!("{} late", dates::late(next.on, today));
            (joined(late, &next.what), Role::Late)
        }
        Some(next) if next.on == today => (joined("due today".to_owned(), &next.what), Role::Text),
        Some(next) => {
            let on = next.on.format("due %-d %b").to_string();
            (joined(on, &next.what), Role::Text)
        }
        None => (String::new(), Role::Text),
    };
    let cells = [
        (sign, Role::Key),
        (
            person.client.as_str(),
            if selected { Role::Name } else { Role::Text },
        ),
        (&born, Role::Text),
        (&person.practice, Role::Text),
        (&person.worker, Role::Text),
        (said(person), Role::Text),
        (&next, role),
    ];
    draw_row(line, pad, COLUMNS, &cells);
}

/// When the service is to be asked, then what.
fn joined(when: String, what: &str) -> String {
    match what {
        "" => when,
        what => format!("{when}: {what}"),
    }
}

/// Under the heading of its stage a connection need not say it again.
fn said(person: &ConnectedPerson) -> &str {
    let rest = person.said.strip_prefix(person.stage.label());
    rest.filter(|_| person.is_open())
        .map_or(person.said.as_str(), str::trim_start)
}

/// What there is to know of the service, each line with what it is.
fn about(card: &ConnectedCard, columns: usize) -> Vec<(&'static str, String)> {
    let service = &card.service;
    let needs: Vec<&str> = service
        .all_needs()
        .iter()
        .map(|need| need.label())
        .collect();
    let mut against = Vec::new();
    if service.status != ServiceStatus::Active {
        against.push(service.status.label().to_owned());
    }
    if service.gone_since().is_some() {
        against.push("not in its feed any more".to_owned());
    }
    if service.is_stale(card.today) {
        against.push("what is said here is older than a year: ring first".to_owned());
    }
    let place = match service.phone.is_empty() {
        true => service.place_line(),
        false => format!("{}, {}", service.place_line(), service.phone),
    };
    let mut told = sentences(&card.figures, card.today);
    if card.figures.wait_days.is_some() {
        told.insert(
            0,
            format!("waited {} from sent to first going", wait(&card.figures)),
        );
    }
    let said = [
        ("Note", against.join("; ")),
        ("Where", place),
        ("For", needs.join("; ")),
        ("Offers", service.offers.clone()),
        ("Wait", service.local.wait.clone()),
        ("So far", told.join("; ")),
    ];
    let mut lines = Vec::new();
    for (label, words) in said
        .into_iter()
        .filter(|(_, words)| !words.trim().is_empty())
    {
        let wrapped = wrap(&words, columns);
        for (number, line) in wrapped.into_iter().take(2).enumerate() {
            lines.push((if number == 0 { label } else { "" }, line));
        }
    }
    lines
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}
