//! The finder as it is drawn. Columns do not move with what is found: what stays equal from one
//! keystroke to the next costs a slow line nothing.

use ratatui::layout::Rect;

use super::marks::{is_in, pieces};
use super::{Finder, KINDS};
use crate::readmodel::find::{FindKind, FindRow};
use crate::tui::draw::Pad;
use crate::tui::text::{width, wrap};
use crate::tui::theme::Role;

/// Rows above the list: the text, the kinds, a rule.
const HEAD: u16 = 3;
/// Columns for the kind of a row.
const KIND: u16 = 7;
/// Columns for a date of birth: `born 14 Mar 1955`.
const BORN: u16 = 16;
/// Columns between two columns.
const GAP: u16 = 2;

impl Finder {
    pub(super) fn draw_all(&self, area: Rect, pad: &mut Pad<'_>) {
        if area.height <= HEAD || area.width < 20 {
            return;
        }
        self.draw_text(area, pad);
        self.draw_kinds(area, pad);
        pad.rule(area, area.y + 2);
        let list = Rect {
            y: area.y + HEAD,
            height: area.height - HEAD,
            ..area
        };
        if self.rows.is_empty() {
            return self.draw_nothing(list, pad);
        }
        self.marker
            .draw(list, pad, self.rows.len(), |index, line, _, pad| {
                if let Some(row) = self.rows.get(index) {
                    draw_row(row, line, pad);
                }
            });
        self.marker
            .draw_edge(list, pad, self.rows.len(), |rows| rows.len());
    }

    fn draw_text(&self, area: Rect, pad: &mut Pad<'_>) {
        let right = area.right() - 1;
        let start = pad.right(right, area.y, area.width / 2, &self.count(), Role::Text);
        let x = pad.text(area.x + 1, area.y, 6, "Find: ", Role::Text);
        let field = Rect {
            x,
            y: area.y,
            width: start.saturating_sub(x + GAP),
            height: 1,
        };
        self.typed.draw(field, pad, true);
    }

    fn count(&self) -> String {
        let found = &self.found;
        if self.kind() == Some(FindKind::Command) {
            return format!("{} commands", self.rows.len());
        }
        let people = match found.in_reach {
            1 => "1 person in reach".to_owned(),
            people => format!("{people} people in reach"),
        };
        if self.typed.is_empty() {
            return people;
        }
        let more = if found.more { "+" } else { "" };
        format!("{}{more} found, {people}", found.total)
    }

    fn draw_kinds(&self, area: Rect, pad: &mut Pad<'_>) {
        let y = area.y + 1;
        let mut x = area.x;
        if let Some(chooses) = &self.chooses {
            let wide = area.width.saturating_sub(2);
            pad.text(area.x + 1, y, wide, &chooses.title, Role::Heading);
            return;
        }
        for (index, (_, word)) in KINDS.iter().enumerate() {
            // Brackets, not colour alone.
            let here = index == self.narrowed;
            let shown = if here {
                format!("[{word}]")
            } else {
                format!(" {word} ")
            };
            let role = if here { Role::Name } else { Role::Text };
            x = pad.text(x, y, area.right().saturating_sub(x), &shown, role);
        }
        let room = area.right().saturating_sub(x + GAP + 1);
        pad.right(area.right() - 1, y, room, &self.found.unread, Role::Late);
    }

    fn draw_nothing(&self, area: Rect, pad: &mut Pad<'_>) {
        let words = if self.typed.is_empty() && self.chooses.is_some() {
            "Type a part of the name, in any order and without accents; a date of birth, a telephone \
             or NHS number, a postcode."
        } else if self.typed.is_empty() {
            "Type a part of a name, in any order and without accents; a date of birth, a telephone \
             or NHS number, a postcode; the name of a service, a word of a note, or a command."
        } else if !self.asking.knows(&self.wanted()) {
            return;
        } else if !self.found.unread.is_empty() {
            "Nobody in what is read so far; the rest is on its way. Wait for it before somebody is \
             added as new."
        } else {
            "Nobody and nothing in your reach fits. Fewer letters find more. Somebody new is added \
             from the Agenda or the Caseload."
        };
        let wide = area.width.saturating_sub(4).min(76);
        let lines = wrap(words, usize::from(wide));
        for (line, y) in lines.iter().zip(area.top() + 1..area.bottom()) {
            pad.text(area.x + 2, y, wide, line, Role::Text);
        }
    }
}

fn draw_row(row: &FindRow, line: Rect, pad: &mut Pad<'_>) {
    let most = if is_wide(pad) { 30 } else { 20 };
    let side = u16::try_from(width(&row.side)).unwrap_or(most).min(most);
    let right = line.right().saturating_sub(1);
    pad.right(right, line.y, side, &row.side, side_role(row));
    pad.text(line.x, line.y, KIND, kind_word(row.kind), Role::Text);
    let x = line.x + KIND + GAP;
    let rest = Rect {
        x,
        width: right.saturating_sub(x + side + GAP),
        ..line
    };
    let parts: Vec<&str> = row.label.split("   ").collect();
    match (row.kind, parts.as_slice()) {
        (FindKind::Client, [name, others @ ..]) => draw_client(row, name, others, rest, pad),
        (FindKind::Note, [name, text]) => {
            // Not in columns: the words of a note need all the room there is.
            let wide = u16::try_from(width(name))
                .unwrap_or(rest.width)
                .min(name_width(pad));
            marked(name, &row.marks, at(rest, 0, wide), Role::Name, pad);
            marked(
                text,
                &row.marks,
                at(rest, wide + GAP, u16::MAX),
                Role::Text,
                pad,
            );
        }
        _ => marked(&row.label, &row.marks, rest, Role::Text, pad),
    }
}

/// Name, date of birth and practice each in a column: that is how two of one name are told apart.
fn draw_client(row: &FindRow, name: &str, others: &[&str], rest: Rect, pad: &mut Pad<'_>) {
    let wide = name_width(pad);
    marked(name, &row.marks, at(rest, 0, wide), Role::Name, pad);
    // What the name explains is not looked for in a month: "ma" is Margaret, not March.
    let unexplained = |mark: &&String| !is_in(name, mark);
    let left: Vec<String> = row.marks.iter().filter(unexplained).cloned().collect();
    let born = others.iter().find(|part| part.starts_with("born "));
    let practice = others.iter().find(|part| !part.starts_with("born "));
    if let Some(born) = born {
        marked(born, &left, at(rest, wide + GAP, BORN), Role::Text, pad);
    }
    if let Some(practice) = practice {
        marked(
            practice,
            &left,
            at(rest, wide + BORN + 2 * GAP, u16::MAX),
            Role::Text,
            pad,
        );
    }
}

/// Columns for a name.
fn name_width(pad: &Pad<'_>) -> u16 {
    if is_wide(pad) { 32 } else { 24 }
}

fn is_wide(pad: &Pad<'_>) -> bool {
    pad.area().width >= 100
}

/// A part of a line.
fn at(line: Rect, offset: u16, wide: u16) -> Rect {
    let offset = offset.min(line.width);
    Rect {
        x: line.x + offset,
        width: wide.min(line.width - offset),
        ..line
    }
}

/// Words with the letters that matched marked.
fn marked(words: &str, marks: &[String], line: Rect, role: Role, pad: &mut Pad<'_>) {
    if line.width == 0 {
        return;
    }
    let pieces: Vec<(&str, Role)> = pieces(words, marks)
        .into_iter()
        .map(|(words, matched)| (words, if matched { Role::Match } else { role }))
        .collect();
    pad.pieces(line.x, line.y, line.width, &pieces);
}

fn kind_word(kind: FindKind) -> &'static str {
    match kind {
        FindKind::Client => "client",
        FindKind::Service => "service",
        FindKind::Note => "note",
        FindKind::Command => "command",
    }
}

fn side_role(row: &FindRow) -> Role {
    match row.kind {
        FindKind::Command => Role::Key,
        FindKind::Client if row.side.ends_with(" late") => Role::Late,
        _ => Role::Text,
    }
}
