//! A client beside something else: what one wants to know before ringing them, and the last of
//! their history. Never the private alert: others are on the screen, and people look on.

use ratatui::layout::Rect;

use super::blocks;
use crate::domain::client::ClientField;
use crate::domain::dates;
use crate::readmodel::client::{ClientCard, HistoryRow};
use crate::tui::draw::Pad;
use crate::tui::forms::person;
use crate::tui::prose;
use crate::tui::text::{width, wrap};
use crate::tui::theme::Role;

/// An entry of the history has at most so many rows.
const HISTORY_ROWS_MAX: usize = 4;
/// A fact has at most so many rows.
const FACT_ROWS_MAX: usize = 3;

/// Draws who they are, how to reach them, what is due and was promised, and what was said last.
pub(in crate::tui) fn draw(card: &ClientCard, area: Rect, pad: &mut Pad<'_>) {
    let mut y = draw_head(card, area, pad);
    if let Some(case) = &card.case {
        let facts = blocks::next(card, case);
        let widest = facts.iter().map(|fact| width(&fact.label)).max();
        let labels = u16::try_from(widest.unwrap_or(0)).unwrap_or(area.width);
        let labels = labels.min(area.width / 2) + 2;
        let columns = usize::from(area.width.saturating_sub(labels));
        let ellipsis = pad.glyphs().ellipsis;
        for row in blocks::rows(&facts, columns, FACT_ROWS_MAX, ellipsis) {
            if y >= area.bottom() {
                return;
            }
            pad.text(area.x, y, labels, &row.label, Role::Text);
            let room = area.width.saturating_sub(labels);
            pad.text(area.x + labels, y, room, &row.words, row.role);
            y += 1;
        }
    }
    let below = Rect {
        y: y + 1,
        height: area.bottom().saturating_sub(y + 1),
        ..area
    };
    draw_rows(card, |row| row.is_contact, below, pad);
}

fn draw_head(card: &ClientCard, area: Rect, pad: &mut Pad<'_>) -> u16 {
    let phone = person::field(card, ClientField::Phone);
    let permission = person::permission(card);
    let reach: Vec<&str> = [phone, &permission]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect();
    let sign = pad.glyphs().alert;
    let alert = person::field(card, ClientField::Alert);
    let alert = match alert {
        "" => String::new(),
        words => format!("{sign} {words}"),
    };
    let concern = match card.concerns {
        0 => String::new(),
        _ => person::safeguarding(sign),
    };
    let lines = [
        (person::name(card), Role::Name),
        (
            format!("{}, {}", person::born(card), card.practice),
            Role::Text,
        ),
        (reach.join(", "), Role::Text),
        (alert, Role::Alert),
        (concern, Role::Alert),
    ];
    let mut y = area.y;
    for (words, role) in lines.iter().filter(|(words, _)| !words.is_empty()) {
        for line in wrap(words, usize::from(area.width)) {
            if y < area.bottom() {
                pad.text(area.x, y, area.width, &line, *role);
            }
            y += 1;
        }
    }
    y + 1
}

/// The last of the history in full, as far as there is room.
pub(in crate::tui) fn draw_history(card: &ClientCard, area: Rect, pad: &mut Pad<'_>) {
    draw_rows(card, |_| true, area, pad);
}

fn draw_rows(card: &ClientCard, wanted: fn(&HistoryRow) -> bool, area: Rect, pad: &mut Pad<'_>) {
    let history = card.case.as_ref().map_or(&[][..], |case| &case.history);
    let mut y = area.y;
    for row in history.iter().filter(|row| wanted(row)) {
        let head = format!("{}  {}", dates::short(row.on, card.today), row.kind);
        let lines = prose::rows(&row.text, usize::from(area.width), pad.glyphs());
        if y >= area.bottom() {
            return;
        }
        pad.text(area.x, y, area.width, &head, Role::Heading);
        pad.right(area.right(), y, area.width / 3, &row.who, Role::Text);
        y += 1;
        let rows = lines.len().min(HISTORY_ROWS_MAX);
        for (number, line) in lines.iter().take(rows).enumerate() {
            if y >= area.bottom() {
                return;
            }
            let mut shown = line.clone();
            // What does not fit is seen to be missing: the line is too long and gets its ellipsis.
            if let Some(next) = lines.get(number + 1).filter(|_| number + 1 == rows) {
                let blank = || (" ".to_owned(), Role::Text);
                shown.push(blank());
                shown.extend(next.iter().cloned().chain([blank()]));
            }
            pad.prose(area.x, y, area.width, &shown);
            y += 1;
        }
        y += 1;
    }
}
