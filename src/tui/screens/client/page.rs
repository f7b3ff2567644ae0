//! How a client's page is laid out: head, blocks, history; less of the blocks where there is little
//! room, details beside them where there is much.

use chrono::{Datelike, NaiveDate};
use ratatui::layout::Rect;

use super::RowId;
use super::blocks::{self, Fact, Row};
use super::head::{self, HeadLine};
use crate::readmodel::client::{CaseCard, ClientCard, HistoryRow};
use crate::tui::draw::Pad;
use crate::tui::prose;
use crate::tui::text::width;
use crate::tui::theme::Role;
use crate::tui::widgets::list::Marker;
use crate::tui::widgets::table::{Column, draw_row, places};

/// From this many columns on, the rest of the record stands beside the blocks.
const WIDE_FROM: u16 = 110;
/// Rows from which on the blocks have a rule between them.
const ROOMY_FROM: u16 = 18;
/// The history has at least this share of the page.
const HISTORY_SHARE: u16 = 4;
/// Columns between label and words.
const GAP: u16 = 2;
/// Kinds of contact are never wider.
const HOW_MAX: u16 = 12;
/// Names of those who recorded are never wider.
const WHO_MAX: u16 = 14;
/// Which column of the history is what was said.
const WHAT: usize = 2;
/// Labels are never wider.
const LABEL_MAX: u16 = 18;

/// Draws head and blocks; gives what is left for the history.
pub(super) fn draw(
    card: &ClientCard,
    private: Option<&[String]>,
    area: Rect,
    pad: &mut Pad<'_>,
) -> Rect {
    let mut y = draw_head(card, private, area, pad);
    let Some(case) = &card.case else {
        pad.rule(area, y);
        let words = "None of their cases is in your reach.";
        pad.text(
            area.x + 1,
            y + 1,
            area.width.saturating_sub(2),
            words,
            Role::Text,
        );
        return Rect {
            y: area.bottom(),
            height: 0,
            ..area
        };
    };
    let roomy = area.height >= ROOMY_FROM;
    if roomy || private.is_some() {
        pad.rule(area, y);
        if private.is_some() {
            let end = area.right().saturating_sub(1);
            pad.right(end, y, area.width, " shown alone ", Role::Text);
        }
        y += 1;
    }
    let keep = (area.height / HISTORY_SHARE).max(3) + 1;
    let room = area.bottom().saturating_sub(y + keep);
    let middle = Rect {
        y,
        height: room,
        ..area
    };
    let groups = [
        blocks::next(card, case),
        blocks::about(card, case, pad.glyphs()),
    ];
    let beside = if area.width >= WIDE_FROM {
        blocks::details(card)
    } else {
        Vec::new()
    };
    let y = draw_blocks(&groups, &beside, middle, roomy, pad);
    pad.rule(area, y);
    Rect {
        y: y + 1,
        height: area.bottom().saturating_sub(y + 1),
        ..area
    }
}

fn draw_head(card: &ClientCard, private: Option<&[String]>, area: Rect, pad: &mut Pad<'_>) -> u16 {
    let columns = usize::from(area.width.saturating_sub(2));
    let lines = head::lines(card, private, pad.glyphs().alert, columns);
    let mut y = area.y;
    for line in lines.iter().take(usize::from(area.height)) {
        draw_head_line(
            line,
            Rect {
                y,
                height: 1,
                ..area
            },
            pad,
        );
        y += 1;
    }
    y
}

fn draw_head_line(line: &HeadLine, area: Rect, pad: &mut Pad<'_>) {
    let end = area.right().saturating_sub(1);
    let whole: usize = line
        .left
        .iter()
        .take(line.whole)
        .map(|(words, _)| width(words))
        .sum();
    let fits = whole + 4 + width(&line.right) <= usize::from(area.width);
    let right = if fits { line.right.as_str() } else { "" };
    let role = if right.starts_with(pad.glyphs().alert) {
        Role::Alert
    } else {
        Role::Text
    };
    let start = pad.right(end, area.y, area.width, right, role);
    let gap = if right.is_empty() { 0 } else { 2 };
    let room = start.saturating_sub(area.x + 1 + gap);
    let pieces: Vec<(&str, Role)> = line
        .left
        .iter()
        .map(|(words, role)| (words.as_str(), *role))
        .collect();
    pad.pieces(area.x + 1, area.y, room, &pieces);
}

fn draw_blocks(
    groups: &[Vec<Fact>; 2],
    beside: &[Fact],
    area: Rect,
    roomy: bool,
    pad: &mut Pad<'_>,
) -> u16 {
    let left = match beside.is_empty() {
        true => area,
        false => Rect {
            width: area.width * 3 / 5,
            ..area
        },
    };
    let labels = label_width(groups.iter().flatten());
    let columns = left.width.saturating_sub(labels + GAP + 2);
    let rule = usize::from(roomy);
    let room = usize::from(area.height);
    // Each fact has as many lines as there is room for all of them.
    let ellipsis = pad.glyphs().ellipsis;
    let laid = |lines| {
        groups
            .each_ref()
            .map(|facts| blocks::rows(facts, usize::from(columns), lines, ellipsis))
    };
    let fits = |laid: &[Vec<Row>; 2]| laid.iter().map(Vec::len).sum::<usize>() + rule <= room;
    let laid = [6, 3, 2]
        .into_iter()
        .map(laid)
        .find(fits)
        .unwrap_or_else(|| laid(1));
    let mut y = area.y;
    if fits(&laid) {
        let [next, about] = &laid;
        y = draw_rows(next, area_from(left, y), labels, pad);
        if rule > 0 {
            pad.rule(left, y);
            y += 1;
        }
        y = draw_rows(about, area_from(left, y), labels, pad);
    } else {
        let all = laid.into_iter().flatten().collect::<Vec<Row>>();
        y = draw_rows(&all, left, labels, pad);
    }
    if beside.is_empty() {
        return y;
    }
    let right = Rect {
        x: left.right() + 1,
        width: area.right().saturating_sub(left.right() + 1),
        ..area
    };
    let labels = label_width(beside.iter());
    let columns = right.width.saturating_sub(labels + GAP + 2);
    let rows = blocks::rows(beside, usize::from(columns), 2, ellipsis);
    y.max(draw_rows(&rows, right, labels, pad))
}

/// The part of `area` from that row on.
fn area_from(area: Rect, y: u16) -> Rect {
    let height = area.bottom().saturating_sub(y);
    Rect { y, height, ..area }
}

fn label_width<'a>(facts: impl Iterator<Item = &'a Fact>) -> u16 {
    let widest = facts.map(|fact| width(&fact.label)).max().unwrap_or(0);
    u16::try_from(widest).unwrap_or(LABEL_MAX).min(LABEL_MAX)
}

/// Draws rows; where not all have room, the last one says so.
fn draw_rows(rows: &[Row], area: Rect, labels: u16, pad: &mut Pad<'_>) -> u16 {
    let ellipsis = pad.glyphs().ellipsis;
    let room = usize::from(area.height);
    let x = area.x + 1;
    let mut y = area.y;
    for (number, row) in rows.iter().take(room).enumerate() {
        let columns = area.right().saturating_sub(x + 1);
        if number + 1 == room && rows.len() > room {
            let more = format!("{ellipsis} {} more", rows.len() - number);
            pad.text(x, y, columns, &more, Role::Text);
        } else {
            let role = if row.label == "NEXT STEP" {
                Role::Heading
            } else {
                Role::Text
            };
            pad.text(x, y, labels.min(columns), &row.label, role);
            let at = x + labels + GAP;
            pad.text(
                at,
                y,
                area.right().saturating_sub(at + 1),
                &row.words,
                row.role,
            );
        }
        y += 1;
    }
    y
}

/// The words with what was changed about them: by whom and why where there is room, else the day.
fn with_change(words: &str, changed: &str, columns: u16) -> String {
    let day = changed.split(" by ").next().unwrap_or_default();
    match (changed.is_empty(), columns >= WIDE_FROM - 2) {
        (true, _) => words.to_owned(),
        (false, true) => format!("({changed}) {words}"),
        (false, false) => format!("({day}) {words}"),
    }
}

/// Draws the history under the rule that ends the blocks.
pub(super) fn draw_history(
    marker: &Marker<RowId>,
    case: &CaseCard,
    today: NaiveDate,
    area: Rect,
    pad: &mut Pad<'_>,
) {
    let rows = &case.history;
    if rows.len() > usize::from(area.height) && area.y > 0 {
        let count = format!(" {} entries ", rows.len());
        pad.right(
            area.right().saturating_sub(1),
            area.y - 1,
            area.width,
            &count,
            Role::Text,
        );
    }
    let this_year = rows.iter().all(|row| row.on.year() == today.year());
    let widest = |text: fn(&HistoryRow) -> &str, most: u16| {
        let wide = rows.iter().map(|row| width(text(row))).max().unwrap_or(0);
        u16::try_from(wide).unwrap_or(most).min(most)
    };
    let who = widest(|row| &row.who, WHO_MAX);
    let how = widest(|row| &row.kind, HOW_MAX);
    let columns = [
        Column::fixed("on", if this_year { 6 } else { 11 }),
        Column::fixed("how", how),
        Column::growing("what", 20, u16::MAX / 2),
        Column::fixed("who", who).to_the_right().spared(1),
    ];
    let ids = super::ids(rows);
    marker.draw_numbered(area, pad, &ids, |index, line, selected, pad| {
        let Some(row) = rows.get(index) else { return };
        // A day needs all the room there is, unless a number stands before it.
        let line = Rect {
            x: line.x - u16::from(!pad.numbers_rows()),
            width: line.width,
            ..line
        };
        let on = match row.on.year() == today.year() {
            true => row.on.format("%d %b").to_string(),
            false => row.on.format("%d %b %Y").to_string(),
        };
        let role = if selected { Role::Name } else { Role::Text };
        let cells = [
            (on.as_str(), role),
            (&row.kind, Role::Text),
            ("", Role::Text),
            (&row.who, Role::Text),
        ];
        draw_row(line, pad, &columns, &cells);
        if let Some(Some((x, wide))) = places(&columns, line.width).get(WHAT) {
            let words = with_change(&row.text, &row.changed, line.width);
            let what = prose::one_row(&words, pad.glyphs());
            pad.prose(line.x + x, line.y, *wide, &what);
        }
    });
    marker.draw_edge(area, pad, rows.len(), |rows| rows.len());
}
