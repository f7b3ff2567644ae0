//! A screen as plain text, to be copied: whole lines that only the terminal wraps, nothing beside
//! them, nothing cut. Says honestly how copying works; what the terminal does with it, nobody knows.

use std::cell::Cell;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::text::for_screen;
use crate::tui::action::{Action, ListAction, PlainTextAction, Scope};
use crate::tui::draw::{Look, Pad};
use crate::tui::effect::{Effect, Tone};
use crate::tui::screen::{Covers, Screen};
use crate::tui::text::{ascii, beginning, width, wrap};
use crate::tui::theme::Role;

/// What stands over the text.
const HEAD: [&str; 2] = [
    "Select with the mouse: in PuTTY that copies it, and a right click pastes.",
    "Or send it all to the terminal's clipboard, if it allows that; PuTTY does not.",
];
/// Terminals take no more at once; in base64 it is a third longer.
const CLIPBOARD_BYTES_MAX: usize = 50_000;
/// Columns in which nothing of a list is cut.
const WIDE: u16 = 240;

/// The text of a screen.
pub struct PlainText {
    lines: Vec<String>,
    /// The first row shown.
    top: usize,
    /// The highest such row and the rows of a page, known when it was drawn.
    last: Cell<usize>,
    page: Cell<usize>,
}

impl PlainText {
    /// The text, line by line.
    pub fn new(lines: Vec<String>) -> PlainText {
        let clean = |line: &str| for_screen(line).trim_end().to_owned();
        let lines = lines.iter().flat_map(|line| line.split('\n'));
        PlainText {
            lines: lines.map(clean).collect(),
            top: 0,
            last: Cell::new(0),
            page: Cell::new(1),
        }
    }

    fn send(&self) -> Vec<Effect> {
        let text = self.lines.join("\n");
        if text.len() > CLIPBOARD_BYTES_MAX {
            let words = "This is more than a terminal's clipboard takes; copy it page by page";
            return vec![Effect::Say(Tone::Note, words.to_owned())];
        }
        let words = "Sent to your terminal's clipboard, if it allows it; PuTTY does not";
        vec![
            Effect::Clipboard(text),
            Effect::Say(Tone::Note, words.to_owned()),
        ]
    }
}

impl Screen for PlainText {
    fn heading(&self) -> String {
        "Plain text".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::PlainText
    }

    fn hints(&self) -> Vec<Action> {
        vec![
            PlainTextAction::Clipboard.into(),
            ListAction::PageDown.into(),
            ListAction::PageUp.into(),
        ]
    }

    fn unable(&self, action: Action) -> Option<String> {
        let all_seen = self.last.get() == 0;
        let turns = matches!(
            action,
            Action::List(ListAction::PageDown | ListAction::PageUp)
        );
        (turns && all_seen).then(|| "All of it is on the screen".to_owned())
    }

    fn covers(&self) -> Covers {
        Covers::Alone
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        let top = match action {
            Action::PlainText(PlainTextAction::Clipboard) => return self.send(),
            Action::List(ListAction::Open) => return vec![Effect::Pop],
            Action::List(ListAction::Next) => self.top + 1,
            Action::List(ListAction::Previous) => self.top.saturating_sub(1),
            Action::List(ListAction::PageDown) => self.top + self.page.get(),
            Action::List(ListAction::PageUp) => self.top.saturating_sub(self.page.get()),
            Action::List(ListAction::First) => 0,
            Action::List(ListAction::Last) => self.last.get(),
            _ => return Vec::new(),
        };
        self.top = top.min(self.last.get());
        Vec::new()
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        pad.clear(area);
        let columns = usize::from(area.width);
        let words: Vec<String> = HEAD.iter().flat_map(|words| wrap(words, columns)).collect();
        for (words, y) in words.iter().zip(area.top()..area.bottom()) {
            pad.text(area.x, y, area.width, words, Role::Heading);
        }
        let fold = pad.glyphs().fold;
        let shown = |line: &'_ String| match fold {
            true => ascii(line).into_owned(),
            false => line.clone(),
        };
        let folded: Vec<String> = self.lines.iter().map(shown).collect();
        let rows: Vec<(&str, bool)> = folded.iter().flat_map(|line| rows(line, columns)).collect();
        let head = u16::try_from(words.len()).unwrap_or(0) + 1;
        let height = usize::from(area.height.saturating_sub(head));
        let last = rows.len().saturating_sub(height);
        let top = self.top.min(last);
        self.last.set(last);
        self.page.set(height.max(1));
        if last > 0 && area.height >= head {
            let upto = (top + height).min(rows.len());
            let said = format!("rows {}-{upto} of {}", top + 1, rows.len());
            pad.text(area.x, area.y + head - 1, area.width, &said, Role::Text);
        }
        let seen = rows.iter().skip(top).zip(area.y + head..area.bottom());
        for ((row, goes_on), y) in seen {
            pad.text(area.x, y, area.width, row, Role::Text);
            if *goes_on && y + 1 < area.bottom() {
                pad.flow(y);
            }
        }
    }
}

/// A line in rows, each but the last as full as it can be, and whether the terminal can be left to
/// go on to the next one.
fn rows(line: &str, columns: usize) -> Vec<(&str, bool)> {
    let mut rows = Vec::new();
    let mut rest = line;
    while width(rest) > columns {
        let (row, used) = beginning(rest, columns);
        if row.is_empty() {
            break;
        }
        // A wide sign that has no room leaves a column blank, which only we can know.
        rows.push((row, used == columns));
        rest = rest.get(row.len()..).unwrap_or_default();
    }
    rows.push((rest, false));
    rows
}

/// What a screen draws in a very wide window, as lines: for screens whose text is what they draw.
pub fn drawn(screen: &dyn Screen, height: u16, look: Look) -> Vec<String> {
    let area = Rect::new(0, 0, WIDE, height);
    let mut buffer = Buffer::empty(area);
    let mut cursor = None;
    screen.draw(area, &mut Pad::new(&mut buffer, &mut cursor, look));
    let rows = buffer.content().chunks(usize::from(WIDE));
    let lines = rows.map(|cells| {
        let symbols = cells.iter().map(ratatui::buffer::Cell::symbol);
        spaced(&symbols.collect::<String>(), look)
    });
    let mut lines: Vec<String> = lines.flatten().collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// A row of a wide window with its columns two blanks apart, without its marker; `None` for a rule.
fn spaced(row: &str, look: Look) -> Option<String> {
    let rule = look.glyphs.rule;
    if row.starts_with(rule) && row.replace(rule, "").trim().is_empty() {
        return None;
    }
    let row = row.strip_prefix(look.glyphs.marker).unwrap_or(row);
    let indent = row.len() - row.trim_start().len();
    let columns = row
        .split("  ")
        .map(str::trim)
        .filter(|column| !column.is_empty());
    let joined = columns.collect::<Vec<_>>().join("  ");
    Some(format!("{:indent$}{joined}", "", indent = indent.min(4)))
}
