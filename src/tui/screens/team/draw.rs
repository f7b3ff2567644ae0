//! The Team as it is drawn: the unallocated, a row for each link worker, and below them what there is
//! to say of the one under the marker.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::{About, Team};
use crate::domain::dates::short;
use crate::domain::terms::Role as StaffRole;
use crate::readmodel::team::{Figure, TeamPage, TeamRow};
use crate::tui::draw::Pad;
use crate::tui::text::wrap;
use crate::tui::theme::Role;

/// Columns of one figure with the signs that show it chosen.
const CELL: u16 = 6;
/// Columns of the day of the next review, and where there is little room.
const NEXT: u16 = 12;
const NEXT_TIGHT: u16 = 8;
/// From so many columns on there is room.
const ROOMY: u16 = 100;
/// Columns of a name.
const NAME: u16 = 18;
/// Rows above the list: the unallocated stand in the list itself.
const HEAD: u16 = 2;
/// Rows below it.
const FOOT: u16 = 5;

/// What stands above a figure.
fn title(figure: Figure) -> &'static str {
    match figure {
        Figure::Open => "open",
        Figure::Holding => "hold",
        Figure::Late => "late",
        Figure::Quiet => "quiet",
        Figure::New => "new",
        Figure::Closed => "ended",
        Figure::Spoke => "spoke",
        Figure::Tries => "tries",
        Figure::Intake => "year",
    }
}

impl Team {
    pub(super) fn draw_all(&self, area: Rect, pad: &mut Pad<'_>) {
        let Some(page) = &self.page else {
            return draw_words(&self.sentence, area, pad);
        };
        if area.height <= HEAD + FOOT + 1 {
            return;
        }
        if page.rows.is_empty() {
            let words =
                "Nobody is on your team here. Who supervises whom is set with caseload staff.";
            return draw_words(words, area, pad);
        }
        self.draw_head(page, area, pad);
        let list = Rect {
            y: area.y + HEAD,
            height: area.height - HEAD - FOOT,
            ..area
        };
        self.marker.draw(
            list,
            pad,
            self.ids.len(),
            |index, line, selected, pad| match self.ids.get(index) {
                Some(Some(About::Unallocated)) => draw_unallocated(page, line, selected, pad),
                Some(Some(About::Worker(worker))) => {
                    let row = page.rows.iter().find(|row| row.worker_id == *worker);
                    if let Some(row) = row {
                        let chosen = self.figure().filter(|_| selected);
                        draw_worker(row, page.today, line, (selected, chosen), pad);
                    }
                }
                _ => {}
            },
        );
        let foot = Rect {
            y: list.bottom(),
            height: FOOT,
            ..area
        };
        pad.rule(foot, foot.y);
        self.draw_foot(page, foot, pad);
    }

    fn draw_head(&self, page: &TeamPage, area: Rect, pad: &mut Pad<'_>) {
        let left = area.x + 2;
        let narrowed = self.practices().iter();
        let narrowed = narrowed
            .clone()
            .find(|one| Some(one.practice) == page.narrowed);
        let where_at = narrowed.map_or("Network", |one| one.short.as_str());
        pad.text(left, area.y, name_width(area), where_at, Role::Heading);
        let figures = left + name_width(area);
        pad.text(figures + 2, area.y, CELL * 4, "now", Role::Text);
        let week = format!("7 days, from {}", short(page.week_from, page.today));
        pad.text(figures + CELL * 4 + 2, area.y, CELL * 5, &week, Role::Text);
        for (at, figure) in (0u16..).zip(Figure::ALL) {
            let end = figures + CELL * (at + 1) - 1;
            pad.right(end, area.y + 1, CELL, title(figure), Role::Text);
        }
        let end = area.right() - 1;
        let words = if area.width < ROOMY {
            "review"
        } else {
            "next review"
        };
        pad.right(end, area.y + 1, NEXT, words, Role::Text);
    }

    fn draw_foot(&self, page: &TeamPage, area: Rect, pad: &mut Pad<'_>) {
        let wide = area.width.saturating_sub(2);
        let lines = match (self.row(), self.figure()) {
            (Some(row), figure) => about(row, page.today, figure, self.desk.me.role),
            (None, _) => vec![
                "Enter lists them, the oldest first; the key below gives the oldest to somebody."
                    .to_owned(),
            ],
        };
        for (line, y) in lines.iter().zip(area.y + 1..area.bottom()) {
            pad.text(area.x + 1, y, wide, line, Role::Text);
        }
    }
}

fn name_width(area: Rect) -> u16 {
    let figures = CELL * 9;
    let next = if area.width < ROOMY { NEXT_TIGHT } else { NEXT };
    area.width
        .saturating_sub(2 + figures + next + 1)
        .clamp(8, NAME)
}

fn draw_unallocated(page: &TeamPage, line: Rect, selected: bool, pad: &mut Pad<'_>) {
    let words = match page.unallocated {
        Some(some) if some.count > 0 => {
            format!("Unallocated {}, oldest {} d", some.count, some.oldest_days)
        }
        _ => "Unallocated: none".to_owned(),
    };
    let role = if selected { Role::Name } else { Role::Text };
    pad.text(line.x, line.y, line.width, &words, role);
}

fn draw_worker(
    row: &TeamRow,
    today: NaiveDate,
    line: Rect,
    (selected, chosen): (bool, Option<Figure>),
    pad: &mut Pad<'_>,
) {
    let whole = Rect {
        x: line.x.saturating_sub(2),
        width: line.width + 2,
        ..line
    };
    let name = name_width(whole);
    let role = match selected && chosen.is_none() {
        true => Role::Name,
        false => Role::Text,
    };
    pad.text(line.x, line.y, name - 1, &row.name, role);
    for (at, figure) in (0u16..).zip(Figure::ALL) {
        let start = line.x + name + CELL * at;
        let words = match row.figures.get(figure) {
            Some(0) => ".".to_owned(),
            Some(count) => count.to_string(),
            None => String::new(),
        };
        if chosen == Some(figure) {
            let words = format!("[{words}]");
            pad.right(start + CELL, line.y, CELL, &words, Role::Name);
        } else {
            pad.right(start + CELL - 1, line.y, CELL, &words, Role::Text);
        }
    }
    let tight = whole.width < ROOMY;
    let next = match (row.under_way, row.next_review) {
        (true, _) if tight => "now".to_owned(),
        (true, _) => "under way".to_owned(),
        (_, Some(on)) if tight => on.format("%-d %b").to_string(),
        (_, Some(on)) => short(on, today),
        _ if row.reviews => "none yet".to_owned(),
        _ => String::new(),
    };
    let end = line.right().saturating_sub(1);
    pad.right(end, line.y, NEXT, &next, Role::Text);
}

/// What there is to say of one link worker.
fn about(row: &TeamRow, today: NaiveDate, figure: Option<Figure>, me: StaffRole) -> Vec<String> {
    let part = match row.fte {
        100 => "full time".to_owned(),
        fte => format!("{fte}% of full time"),
    };
    let (from, to) = row.guide;
    let mut lines = vec![format!("{}: {}, {part}", row.name, row.practices)];
    if let Some(intake) = row.figures.intake {
        let year = format!("New people in a year {intake}; the guide for {part} is {from} to {to}");
        lines.push(year);
    } else if me == StaffRole::LinkWorker {
        lines.push("Of colleagues the load is shown, so that it can be shared fairly.".to_owned());
    }
    if let Some(until) = row.away_until {
        let covered = match row.covered_by.as_str() {
            "" => "nobody covers yet".to_owned(),
            by => format!("{by} covers"),
        };
        lines.push(format!("Away until {}; {covered}", short(until, today)));
    }
    match (figure, row.last_review) {
        (Some(figure), _) => lines.push(format!("Enter lists: {}", figure.heading())),
        (None, Some(on)) => lines.push(format!("Last review {}", short(on, today))),
        (None, None) if row.reviews => lines.push("Enter begins the first review".to_owned()),
        _ => {}
    }
    lines
}

fn draw_words(words: &str, area: Rect, pad: &mut Pad<'_>) {
    let wide = area.width.saturating_sub(4);
    let lines = wrap(words, usize::from(wide));
    for (line, y) in lines.iter().zip(area.top() + 1..area.bottom()) {
        pad.text(area.x + 2, y, wide, line, Role::Text);
    }
}
