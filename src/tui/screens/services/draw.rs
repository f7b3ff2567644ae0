//! The list of services as it is drawn: a row each, and below them what there is to say of the one
//! under the marker.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::{Line, Services};
use crate::domain::dates;
use crate::readmodel::connected::{ConnectedRow, Figures, LATELY_DAYS, REPLY_WITHIN_DAYS};
use crate::tui::draw::Pad;
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use crate::tui::widgets::table::{Column, draw_head, draw_row};

/// Rows below the list: a rule and what there is to say of one service.
const FOOT: u16 = 3;

const COLUMNS: &[Column] = &[
    Column::growing("Service", 26, 34),
    Column::growing("People", 20, 40),
    Column::fixed("Wait", 8).to_the_right(),
    Column::fixed("No reply", 8).to_the_right(),
    Column::fixed("Told", 6).to_the_right().spared(1),
    Column::growing("Where", 24, 44).spared(2),
];

impl Services {
    pub(super) fn draw_all(&self, area: Rect, pad: &mut Pad<'_>) {
        if area.height <= FOOT + 2 {
            return;
        }
        let Some(page) = &self.rows else {
            return draw_words(&self.sentence, area, pad);
        };
        if self.lines.is_empty() {
            let words = "No service is in the directory yet. Whoever looks after this machine can \
                         take in a list of them from the command line.";
            return draw_words(words, area, pad);
        }
        let inside = |area: Rect| Rect {
            x: area.x + 2,
            width: area.width.saturating_sub(3),
            ..area
        };
        draw_head(inside(area), pad, COLUMNS);
        let list = Rect {
            y: area.y + 1,
            height: area.height - 1 - FOOT,
            ..area
        };
        self.marker.draw(
            list,
            pad,
            self.lines.len(),
            |index, line, selected, pad| match self.lines.get(index) {
                Some(Line::Heading(words)) => {
                    pad.text(line.x - 1, line.y, line.width, words, Role::Heading);
                }
                Some(Line::Row(at)) => {
                    if let Some(row) = page.rows.get(*at) {
                        let wide = line.width.saturating_sub(1);
                        let line = Rect {
                            width: wide,
                            ..line
                        };
                        draw_service(row, page.today, line, selected, pad);
                    }
                }
                Some(Line::LeftOut(count)) => {
                    let words = format!("{count} more are not shown; narrow the list");
                    pad.text(line.x, line.y, line.width, &words, Role::Text);
                }
                None => {}
            },
        );
        let foot = Rect {
            y: list.bottom(),
            height: FOOT,
            ..area
        };
        pad.rule(foot, foot.y);
        if let Some(row) = self.row() {
            draw_foot(row, page.today, foot, pad);
        }
    }
}

fn draw_service(
    row: &ConnectedRow,
    today: NaiveDate,
    line: Rect,
    selected: bool,
    pad: &mut Pad<'_>,
) {
    let figures = &row.figures;
    let late = match figures.unanswered {
        0 => Role::Text,
        _ => Role::Late,
    };
    let (stages, wait, told) = (figures.by_stage(), wait(figures), told(figures, today));
    let unanswered = match figures.unanswered {
        0 => String::new(),
        count => count.to_string(),
    };
    let cells = [
        (
            row.name.as_str(),
            if selected { Role::Name } else { Role::Text },
        ),
        (&stages, Role::Text),
        (&wait, Role::Text),
        (&unanswered, late),
        (&told, Role::Text),
        (&row.place, Role::Text),
    ];
    draw_row(line, pad, COLUMNS, &cells);
}

/// What there is to say of the service under the marker, and where it is.
fn draw_foot(row: &ConnectedRow, today: NaiveDate, area: Rect, pad: &mut Pad<'_>) {
    let wide = area.width.saturating_sub(2);
    let said = sentences(&row.figures, today);
    let first = match said.is_empty() {
        true => row.offers.clone(),
        false => said.join("; "),
    };
    let place: Vec<&str> = [row.place.as_str(), &row.phone]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect();
    pad.text(area.x + 1, area.y + 1, wide, &first, Role::Text);
    pad.text(area.x + 1, area.y + 2, wide, &place.join("   "), Role::Text);
}

/// "12 d (4)": the median and how many people it rests on.
pub(super) fn wait(figures: &Figures) -> String {
    match figures.wait_days {
        Some(days) => format!("{days} d ({})", figures.wait_of),
        None => String::new(),
    }
}

/// When the service was last told what became of somebody.
fn told(figures: &Figures, today: NaiveDate) -> String {
    match figures.told_on {
        Some(on) => day(on, today),
        None if figures.open > 0 => "never".to_owned(),
        None => String::new(),
    }
}

fn day(on: NaiveDate, today: NaiveDate) -> String {
    let days = (today - on).num_days();
    if days > 300 {
        on.format("%b'%y").to_string()
    } else {
        on.format("%-d %b").to_string()
    }
}

/// The figures in words, what a link worker should see first.
pub(super) fn sentences(figures: &Figures, today: NaiveDate) -> Vec<String> {
    let mut said = Vec::new();
    let lately = |on: NaiveDate| (today - on).num_days() <= LATELY_DAYS;
    let told = figures.told_on.filter(|on| lately(*on));
    match (figures.sent_lately, told) {
        (0, _) => {}
        (sent, Some(on)) => said.push(format!(
            "sent {sent} in {LATELY_DAYS} days, told them {}",
            dates::short(on, today)
        )),
        (sent, None) => said.push(format!(
            "sent {sent} in {LATELY_DAYS} days, told them nothing since"
        )),
    }
    if figures.unanswered > 0 {
        said.push(format!(
            "{} without a reply for more than {REPLY_WITHIN_DAYS} days, the longest {} d",
            figures.unanswered, figures.longest
        ));
    }
    match figures.due.len() {
        0 => {}
        1 => said.push("1 step is due".to_owned()),
        due => said.push(format!("{due} steps are due")),
    }
    said
}

fn draw_words(words: &str, area: Rect, pad: &mut Pad<'_>) {
    let wide = area.width.saturating_sub(4);
    let lines = wrap(words, usize::from(wide));
    for (line, y) in lines.iter().zip(area.top() + 1..area.bottom()) {
        pad.text(area.x + 2, y, wide, line, Role::Text);
    }
}
