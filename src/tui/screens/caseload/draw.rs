//! The Caseload as it is drawn: what is listed, what is left out, and the table.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::Caseload;
use super::choices::{label, sentence};
use super::window::Window;
use crate::domain::dates::{full, short, show_time};
use crate::readmodel::cases::CaseRow;
use crate::tui::draw::Pad;
use crate::tui::text::{width, wrap};
use crate::tui::theme::Role;
use crate::tui::widgets::list::{Rows, gutter};
use crate::tui::widgets::table::{Column, draw_head, draw_row};

/// Rows above the table's own heading.
const HEAD: u16 = 2;
/// Within so many days a weekday and its number name one day.
const MONTH: i64 = 28;
/// From so many days away a day needs its year.
const YEAR: i64 = 335;
/// Columns of what is to be done, where there is room for it.
const WHAT: u16 = 22;

impl Caseload {
    /// Draws everything; `position` is the row that the marker is on, and how many there are.
    pub(super) fn draw_all(&self, area: Rect, position: (usize, usize), pad: &mut Pad<'_>) {
        if area.height <= HEAD + 1 {
            return;
        }
        let Some(window) = &self.window else {
            return draw_words(area, &self.sentence, pad);
        };
        self.draw_head(window, area, position, pad);
        let below = Rect {
            y: area.y + HEAD + 1,
            height: area.height - HEAD - 1,
            ..area
        };
        if window.count() == 0 {
            let words = match window.left_out.is_empty() {
                true => "There are no cases yet. What you can do first:",
                false => {
                    "No case fits. What is left out stands above; choose other cases to see \
                          more."
                }
            };
            return draw_words(below, words, pad);
        }
        let columns = columns(self.names_workers());
        let heading = Rect {
            x: area.x + gutter(pad),
            y: area.y + HEAD,
            width: area.width.saturating_sub(gutter(pad) + 1),
            height: 1,
        };
        draw_head(heading, pad, &columns);
        self.marker
            .draw_numbered(below, pad, window, |index, line, _, pad| {
                match window.get(index) {
                    Some(row) => {
                        let sign = self.marks.sign(row.case, pad.glyphs());
                        pad.text(line.x.saturating_sub(1), line.y, 1, sign, Role::Key);
                        draw_case(row, window.today, &columns, line, pad);
                    }
                    None if window.heading(index).is_some() => {
                        let words = window.heading(index).unwrap_or_default();
                        let x = line.x.saturating_sub(1);
                        pad.text(x, line.y, line.width, words, Role::Heading);
                    }
                    None => {
                        let ellipsis = pad.glyphs().ellipsis;
                        pad.text(line.x, line.y, line.width, ellipsis, Role::Text);
                    }
                }
            });
        self.marker.draw_edge(below, pad, window.count(), |lines| {
            window.rows_above(lines.end) - window.rows_above(lines.start)
        });
    }

    fn draw_head(&self, window: &Window, area: Rect, (at, of): (usize, usize), pad: &mut Pad<'_>) {
        let position = format!("row {at} of {of}");
        let wide = u16::try_from(width(&position)).unwrap_or(area.width);
        pad.right(area.right() - 1, area.y, wide, &position, Role::Text);
        let room = area.width.saturating_sub(wide + 4);
        let words = sentence(&self.query, &self.desk);
        pad.text(area.x + 1, area.y, room, &words, Role::Heading);
        let left_out = match window.left_out.as_str() {
            "" => "Nothing is left out".to_owned(),
            words => format!("Left out: {words}"),
        };
        pad.text(
            area.x + 1,
            area.y + 1,
            area.width - 2,
            &left_out,
            Role::Text,
        );
    }
}

/// The columns; those with the highest number to spare go first where there is no room.
fn columns(names_workers: bool) -> Vec<Column> {
    let mut columns = vec![
        Column::growing("name", 20, 24),
        Column::growing("practice", 8, 10).spared(2),
        Column::growing("state", 10, 12),
        Column::fixed("next step", 12),
        Column::fixed("last spoke", 10).spared(3),
        Column::fixed("open", 5).to_the_right(),
        Column::fixed("spoke", 5).to_the_right().spared(5),
        Column::fixed("tries", 5).to_the_right().spared(4),
        Column::growing("what", WHAT, u16::MAX).spared(6),
    ];
    if names_workers {
        columns.insert(2, Column::growing("worker", 6, 10).spared(1));
    }
    columns
}

fn draw_case(row: &CaseRow, today: NaiveDate, columns: &[Column], line: Rect, pad: &mut Pad<'_>) {
    let (next, next_role) = next(row, today);
    let spoke_on = match row.last_spoke {
        Some(day) if day == today => "today".to_owned(),
        Some(day) => day_and_month(day, today),
        None => "never".to_owned(),
    };
    let open = format!("{} d", row.open_days);
    let (spoke, tries) = (row.spoke.to_string(), row.tries.to_string());
    let kind = row.next_kind.map_or("", |kind| kind.label());
    let what = match (kind.is_empty(), row.what.is_empty()) {
        (false, false) => format!("{kind}: {}", row.what),
        _ => format!("{kind}{}", row.what),
    };
    let mut cells = vec![
        (row.client.as_str(), Role::Name),
        (&row.practice, Role::Text),
        (label(&row.state), Role::Text),
        (&next, next_role),
        (&spoke_on, Role::Text),
        (&open, Role::Text),
        (&spoke, Role::Text),
        (&tries, Role::Text),
        (&what, Role::Text),
    ];
    // The caller's columns say whether link workers are named.
    if columns.len() > cells.len() {
        cells.insert(2, (&row.worker, Role::Text));
    }
    // The last column of the screen stays free.
    let line = Rect {
        width: line.width.saturating_sub(1),
        ..line
    };
    draw_row(line, pad, columns, &cells);
}

/// The next step: how late it is, or when; an open case without one says so. Never more than twelve
/// columns.
fn next(row: &CaseRow, today: NaiveDate) -> (String, Role) {
    let due = match row.next_due {
        Some(_) if row.late_days > 0 => return (format!("{} d late", row.late_days), Role::Late),
        Some(due) => due,
        None if is_ended(&row.state) => return (String::new(), Role::Text),
        None if row.what.is_empty() => return ("none set".to_owned(), Role::Late),
        None => return ("none needed".to_owned(), Role::Text),
    };
    let day = match (row.next_at, (due - today).num_days()) {
        (None, 0) => "today".to_owned(),
        (None, away) if away < YEAR => short(due, today),
        (None, _) => full(due),
        (Some(at), 0) => format!("today {}", show_time(at)),
        (Some(at), 1..MONTH) => format!("{} {}", due.format("%a %-d"), show_time(at)),
        (Some(at), _) => format!("{} {}", due.format("%-d %b"), show_time(at)),
    };
    (day, Role::Text)
}

fn is_ended(state: &str) -> bool {
    matches!(state, "closed" | "declined" | "not-accepted")
}

/// `3 Nov`, with the year where it is not clear.
fn day_and_month(day: NaiveDate, today: NaiveDate) -> String {
    let form = if (today - day).num_days() < YEAR {
        "%-d %b"
    } else {
        "%-d %b %y"
    };
    day.format(form).to_string()
}

fn draw_words(area: Rect, words: &str, pad: &mut Pad<'_>) {
    let wide = area.width.saturating_sub(4).min(76);
    let lines = wrap(words, usize::from(wide));
    for (line, y) in lines.iter().zip(area.top() + 1..area.bottom()) {
        pad.text(area.x + 2, y, wide, line, Role::Text);
    }
}
