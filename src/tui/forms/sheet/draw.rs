//! A form on the screen: whom it is about, a sentence or what to have before one's eyes, the
//! fields; in a wide window the last history beside them.

use ratatui::layout::Rect;

use crate::domain::dates;
use crate::readmodel::client::ClientCard;
use crate::tui::draw::Pad;
use crate::tui::forms::person;
use crate::tui::prose;
use crate::tui::text::{width, wrap};
use crate::tui::theme::Role;
use crate::tui::widgets::form::Form;

/// Rows from which on a rule stands under the head.
const ROOMY_FROM: u16 = 14;
/// Columns from which on the history stands beside the form.
const WIDE_FROM: u16 = 110;
/// A sentence has at most so many rows.
const SENTENCE_ROWS_MAX: usize = 3;
/// An entry of the history has at most so many rows beside a form.
const HISTORY_ROWS_MAX: usize = 4;

/// What stands over the fields.
pub(super) struct Head<'a> {
    pub title: String,
    pub card: Option<&'a ClientCard>,
    pub context: String,
    pub sentence: &'a str,
    pub is_fault: bool,
}

pub(super) fn draw(head: &Head<'_>, form: &Form, area: Rect, pad: &mut Pad<'_>) {
    let mut y = draw_head(head, area, pad);
    if area.height >= ROOMY_FROM && y < area.bottom() {
        pad.rule(area, y);
        y += 1;
    }
    let below = Rect {
        y,
        height: area.bottom().saturating_sub(y),
        ..area
    };
    let beside = head.card.filter(|_| area.width >= WIDE_FROM);
    let width = if beside.is_some() {
        area.width * 3 / 5
    } else {
        area.width
    };
    form.draw(Rect { width, ..below }, pad);
    if let Some(card) = beside {
        let x = below.x + width + 2;
        let width = below.right().saturating_sub(x + 1);
        draw_history(card, Rect { x, width, ..below }, pad);
    }
}

fn draw_head(head: &Head<'_>, area: Rect, pad: &mut Pad<'_>) -> u16 {
    let (x, wide) = (area.x + 1, area.width.saturating_sub(2));
    let who = head
        .card
        .map(|card| format!("{}   {}", person::born(card), card.practice));
    let name = head.card.map(person::name);
    let mut pieces = vec![(head.title.as_str(), Role::Heading)];
    let name = name.map(|name| format!("   {name}   "));
    pieces.extend(name.as_deref().map(|name| (name, Role::Name)));
    pieces.extend(who.as_deref().map(|who| (who, Role::Text)));
    pad.pieces(x, area.y, wide, &pieces);
    let mut y = area.y + 1;
    let (words, role) = match head.sentence {
        "" => (head.context.as_str(), Role::Text),
        sentence if head.is_fault => (sentence, Role::Fault),
        sentence => (sentence, Role::Text),
    };
    if words.is_empty() {
        return y;
    }
    let lines = wrap(words, usize::from(wide));
    let rows = if head.sentence.is_empty() {
        1
    } else {
        SENTENCE_ROWS_MAX
    };
    for (number, line) in lines.iter().take(rows).enumerate() {
        // What does not fit is seen to be missing: the line is too long and gets its ellipsis.
        let next = lines.get(number + 1).filter(|_| number + 1 == rows);
        let shown = next.map_or_else(|| line.clone(), |next| format!("{line} {next}"));
        pad.text(x, y, wide, &shown, role);
        y += 1;
    }
    y
}

/// The last of the history in full, as far as there is room.
fn draw_history(card: &ClientCard, area: Rect, pad: &mut Pad<'_>) {
    let history = card.case.as_ref().map_or(&[][..], |case| &case.history);
    let mut y = area.y;
    for row in history {
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
            let end = pad.prose(area.x, y, area.width, line);
            if number + 1 == rows && lines.len() > rows {
                let ellipsis = pad.glyphs().ellipsis;
                let wide = u16::try_from(width(ellipsis)).unwrap_or(1);
                let x = end.min(area.right().saturating_sub(wide));
                pad.text(x, y, wide, ellipsis, Role::Text);
            }
            y += 1;
        }
        y += 1;
    }
}
