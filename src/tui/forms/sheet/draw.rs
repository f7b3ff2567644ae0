//! A form on the screen: whom it is about, a sentence or what to have before one's eyes, the
//! fields; in a wide window the last history beside them.

use ratatui::layout::Rect;

use crate::readmodel::client::ClientCard;
use crate::tui::draw::Pad;
use crate::tui::forms::person;
use crate::tui::screens::client::beside;
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use crate::tui::widgets::form::Form;

/// Rows from which on a rule stands under the head.
const ROOMY_FROM: u16 = 14;
/// Columns from which on the history stands beside the form.
const WIDE_FROM: u16 = 110;
/// A sentence has at least so many rows where it needs them, and a quarter of a taller window.
const SENTENCE_ROWS: usize = 3;

/// What stands over the fields.
pub(super) struct Head<'a> {
    pub title: String,
    pub card: Option<&'a ClientCard>,
    pub context: String,
    pub context_rows: usize,
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
        beside::draw_history(card, Rect { x, width, ..below }, pad);
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
        head.context_rows
    } else {
        SENTENCE_ROWS.max(usize::from(area.height / 4))
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
