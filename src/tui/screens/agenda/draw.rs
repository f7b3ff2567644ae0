//! The list of the Agenda as it is drawn: columns as wide as their words, what is to be done in the
//! rest, and what to know beforehand never cut away.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::lines::Line;
use super::{Agenda, row};
use crate::readmodel::agenda::{Agenda as Rows, AgendaRow, Section};
use crate::readmodel::cases::Whose;
use crate::tui::draw::Pad;
use crate::tui::text::{width, wrap};
use crate::tui::theme::Role;
use crate::tui::widgets::list::Rows as _;
use crate::tui::widgets::table::{Column, places};

/// Columns for the day or the time.
const WHEN: u16 = 6;
/// What is to be done needs so many columns before others may grow.
const WHAT_LEAST: u16 = 16;
/// Columns between what is to be done and what to know beforehand.
const GAP: usize = 2;

impl Agenda {
    pub(super) fn draw_list(&self, area: Rect, pad: &mut Pad<'_>) {
        let Some(rows) = &self.rows else {
            return draw_sentence(area, pad, &[&self.sentence]);
        };
        if self.lines.is_empty() {
            return self.draw_empty(rows, area, pad);
        }
        let columns = self.columns(rows, area.width);
        self.marker
            .draw_numbered(area, pad, &self.lines, |index, line, _, pad| {
                match self.lines.get(index) {
                    Some(Line::Heading(section)) => {
                        pad.text(
                            line.x - 1,
                            line.y,
                            line.width,
                            section.heading(),
                            Role::Heading,
                        );
                    }
                    Some(Line::Row(at)) => {
                        if let Some(row) = rows.rows.get(*at) {
                            self.draw_row(row, rows.today, &columns, line, pad);
                        }
                    }
                    Some(Line::More(section, count)) => {
                        let ellipsis = pad.glyphs().ellipsis;
                        let words = format!("{ellipsis} {count} more {}", word_for(*section));
                        pad.text(line.x, line.y, line.width, &words, Role::Text);
                    }
                    Some(Line::LeftOut(count)) => {
                        let words =
                            format!("{count} more are not shown here; the Caseload has everyone");
                        pad.text(line.x, line.y, line.width, &words, Role::Text);
                    }
                    None => {}
                }
            });
        let count = self.lines.count();
        self.marker
            .draw_edge(area, pad, count, |lines| self.lines.people(lines));
    }

    fn draw_empty(&self, rows: &Rows, area: Rect, pad: &mut Pad<'_>) {
        let narrowed = self.practice.is_some();
        let words: &[&str] = match (narrowed, rows.practices.is_empty()) {
            (true, _) => &["Nobody at this practice needs you today."],
            _ if self.whose != Whose::Mine => &["Nobody of theirs needs anything today."],
            (false, true) => &["Nobody is on your list yet. What you can do first:"],
            (false, false) => &[
                "Nobody needs you today: nobody is new, late, due or without a next step.",
                "The Caseload has everyone you work with, and Find finds anyone by typing.",
            ],
        };
        draw_sentence(area, pad, words);
    }

    /// Columns as wide as the widest of their words, within limits.
    fn columns(&self, rows: &Rows, wide: u16) -> Vec<Column> {
        let widest = |words: fn(&AgendaRow) -> &str, most: u16| {
            let widths = rows.rows.iter().map(|row| width(words(row)));
            u16::try_from(widths.max().unwrap_or(0))
                .unwrap_or(most)
                .min(most)
        };
        let roomy = wide >= 100;
        let name = widest(|row| &row.client, if roomy { 32 } else { 22 });
        let kind = widest(row::kind, 11);
        let practice = widest(|row| &row.practice, if roomy { 16 } else { 9 });
        let worker = match self.names_workers {
            true => widest(|row| &row.worker, 10),
            false => 0,
        };
        vec![
            Column::fixed("", WHEN),
            Column::fixed("", name),
            Column::fixed("", kind).spared(3),
            Column::fixed("", practice).spared(2),
            Column::fixed("", worker).spared(1),
            Column::growing("", WHAT_LEAST, u16::MAX),
        ]
    }

    fn draw_row(
        &self,
        row: &AgendaRow,
        today: NaiveDate,
        columns: &[Column],
        line: Rect,
        pad: &mut Pad<'_>,
    ) {
        let when = row::when(row, today);
        let late = match row.section {
            Section::Late => Role::Late,
            _ => Role::Text,
        };
        if row.todo.is_some() && row.client.is_empty() {
            return draw_to_do(row, today, (&when, late), line, pad);
        }
        let cells = [
            (when.as_str(), late),
            (&row.client, Role::Name),
            (row::kind(row), Role::Text),
            (&row.practice, Role::Text),
            (&row.worker, Role::Text),
        ];
        let wanted: Vec<Column> = columns
            .iter()
            .copied()
            .filter(|column| column.most > 0)
            .collect();
        // The last column of the screen stays free.
        let wide = line.width.saturating_sub(1);
        let mut places = places(&wanted, wide).into_iter();
        for (column, (words, role)) in columns.iter().zip(cells) {
            if column.most == 0 {
                continue;
            }
            if let Some(Some((x, wide))) = places.next() {
                pad.text(line.x + x, line.y, wide, words, role);
            }
        }
        if let Some(Some((x, wide))) = places.next() {
            draw_what(row, today, line.x + x, line.y, wide, pad);
        }
    }
}

/// A to-do about nobody in particular: its words take the room of the names.
fn draw_to_do(
    row: &AgendaRow,
    today: NaiveDate,
    (when, role): (&str, Role),
    line: Rect,
    pad: &mut Pad<'_>,
) {
    pad.text(line.x, line.y, WHEN, when, role);
    let kind = format!("{}: ", row::kind(row));
    let x = line.x + WHEN + 2;
    let right = line.right().saturating_sub(1);
    let x = pad.text(x, line.y, right.saturating_sub(x), &kind, Role::Name);
    draw_what(row, today, x, line.y, right.saturating_sub(x), pad);
}

/// What is to be done, and then what to know beforehand: the notes give way before the words of
/// what is to be done are cut to nothing.
fn draw_what(row: &AgendaRow, today: NaiveDate, x: u16, y: u16, wide: u16, pad: &mut Pad<'_>) {
    let glyphs = pad.glyphs();
    let what = row::what(row);
    let (notes, alert) = (row::notes(row, today, glyphs), row::alert(row, glyphs));
    let moved = row::moved(row, glyphs);
    let sign = match row.alert || row.safeguarding {
        true => glyphs.alert.to_owned(),
        false => String::new(),
    };
    let room = |notes: &str, alert: &str| -> u16 {
        let noted: usize = [notes, alert]
            .iter()
            .filter(|words| !words.is_empty())
            .map(|words| width(words) + GAP)
            .sum();
        wide.saturating_sub(u16::try_from(noted).unwrap_or(wide))
    };
    let wanted = u16::try_from(width(&what)).unwrap_or(wide).min(WHAT_LEAST);
    let choices = [
        (notes.as_str(), alert.as_str()),
        (&notes, &sign),
        (&moved, &sign),
        ("", &sign),
    ];
    let (notes, alert) = choices
        .into_iter()
        .find(|(notes, alert)| room(notes, alert) >= wanted)
        .unwrap_or(("", &sign));
    let (room, right) = (room(notes, alert), x + wide);
    let mut x = x;
    for (words, role, room) in [
        (what.as_str(), Role::Text, room),
        (notes, Role::Text, wide),
        (alert, Role::Alert, wide),
    ] {
        if !words.is_empty() && room > 0 {
            x = pad.text(x, y, room.min(right.saturating_sub(x)), words, role) + 2;
        }
    }
}

fn word_for(section: Section) -> &'static str {
    match section {
        Section::New => "new",
        _ => "late",
    }
}

/// Sentences, one under the other, where there are no rows.
fn draw_sentence(area: Rect, pad: &mut Pad<'_>, sentences: &[&str]) {
    let wide = area.width.saturating_sub(4);
    let lines = sentences.iter().flat_map(|words| {
        let mut lines = wrap(words, usize::from(wide));
        lines.push(String::new());
        lines
    });
    for (line, y) in lines.zip(area.top() + 1..area.bottom()) {
        pad.text(area.x + 2, y, wide, &line, Role::Text);
    }
}
