//! The place as it is drawn: what was counted, the figures, and the notes behind one of them.

use chrono::{Datelike, NaiveDate};
use ratatui::layout::Rect;

use super::list::Line;
use super::narrow::said;
use super::{Below, Focus, Page};
use crate::domain::terms::{Concept, Position};
use crate::readmodel::integration::{
    COLUMNS, Cell, GridRow, Integration, NoteRow, OpenActions, in_cell, letter, short,
};
use crate::tui::draw::Pad;
use crate::tui::prose;
use crate::tui::text::wrap;
use crate::tui::theme::Role;

/// Columns before the figures.
const NAMES: u16 = 34;
/// Columns of one figure.
const FIGURE: u16 = 9;
/// Columns before the words of a note.
const BEFORE: u16 = 33;
/// Columns from which on the wording of the concept stands beside the figures.
const WIDE_FROM: u16 = 112;
/// Columns that the figures take.
const TABLE: u16 = 78;
/// Rows from which on the source stands at the bottom.
const SOURCE_FROM: u16 = 18;

const HEADS: [(&str, &str); 4] = [
    ("bolted", "on"),
    ("fitting", "in"),
    ("belong-", "ing"),
    ("not", "stated"),
];

impl Page {
    pub(super) fn draw_all(&self, area: Rect, pad: &mut Pad<'_>) {
        pad.clear(area);
        let Some(grid) = self.grid() else {
            return draw_words(&self.sentence, area, pad);
        };
        let mut y = self.draw_head(grid, area, pad);
        pad.rule(area, y);
        y += 1;
        let top = y;
        y = self.draw_figures(grid, Rect { y, ..area }, pad);
        if area.width >= WIDE_FROM {
            let beside = Rect {
                x: area.x + TABLE + 6,
                y: top,
                width: area.width - TABLE - 7,
                height: y - top,
            };
            self.draw_wording(beside, pad);
        }
        pad.rule(area, y);
        y += 1;
        let source = match area.height >= SOURCE_FROM {
            true => 2,
            false => 0,
        };
        let list = Rect {
            y,
            height: area.bottom().saturating_sub(y + source),
            ..area
        };
        self.draw_list(grid, list, pad);
        let lines = [
            "Concepts and continuum: Tierney et al. 2025, doi 10.3399/BJGP.2024.0279.",
            "Crossing them per note, and the short words, are ours. No validated scale.",
        ];
        for (line, y) in lines.iter().zip(list.bottom()..area.bottom()) {
            pad.text(area.x + 1, y, area.width - 2, line, Role::Text);
        }
    }

    /// How much was written, by whom and when; to what it is narrowed.
    fn draw_head(&self, grid: &Integration, area: Rect, pad: &mut Pad<'_>) -> u16 {
        let totals = &grid.totals;
        let (x, wide) = (area.x + 1, area.width - 2);
        let period = period(grid);
        let who = format!(
            "  {}, {}  {period}",
            count(totals.practices, "practice", "practices"),
            count(totals.workers, "link worker", "link workers"),
        );
        let figures = format!(
            "{}, {}",
            count(totals.notes, "note", "notes"),
            count(totals.marks, "mark", "marks")
        );
        let end = pad.right(area.right() - 1, area.y, wide / 2, &figures, Role::Name);
        let left = end.saturating_sub(x + 1);
        let pieces = [("Integration", Role::Heading), (who.as_str(), Role::Text)];
        pad.pieces(x, area.y, left, &pieces);
        let by = format!(
            "What was written about, not how well it goes. Link workers {}, supervisors {}",
            totals.by_link_workers, totals.by_supervisors
        );
        pad.text(x, area.y + 1, wide, &by, Role::Text);
        let mut y = area.y + 2;
        let mut words = said(&self.query, &grid.choices);
        if let Some(first) = words.first_mut() {
            *first = format!("Only: {first}");
        }
        if !grid.held_back.is_empty() {
            words.push(grid.held_back.clone());
        } else if totals.withheld {
            words.push("withheld: fewer than three link workers".to_owned());
        }
        if !words.is_empty() {
            pad.text(x, y, wide, &words.join("; "), Role::Late);
            y += 1;
        }
        y
    }

    fn draw_figures(&self, grid: &Integration, area: Rect, pad: &mut Pad<'_>) -> u16 {
        let mut y = area.y;
        for (at, (first, second)) in HEADS.iter().enumerate() {
            let end = column_end(area, at);
            pad.right(end, y, FIGURE, first, Role::Heading);
            pad.right(end, y + 1, FIGURE, second, Role::Heading);
        }
        let last = column_end(area, HEADS.len() - 1) + 3;
        pad.text(last, y, 12, "last", Role::Heading);
        pad.text(last, y + 1, 12, "raised", Role::Heading);
        y += 2;
        for (at, row) in grid.rows.iter().enumerate().take(self.rows()) {
            let line = Rect { y, ..area };
            self.draw_row(row, at, grid.to, line, pad);
            y += 1;
        }
        let (x, wide) = (area.x + 1, area.width.min(TABLE + 2) - 2);
        let silent: Vec<&str> = grid
            .rows
            .iter()
            .filter(|row| row.silent)
            .filter_map(|row| row.concept.map(letter))
            .collect();
        if !silent.is_empty() {
            let alert = pad.glyphs().alert;
            let words = format!("{alert} Not raised for six weeks: {}", silent.join(", "));
            pad.text(x, y, wide, &words, Role::Late);
            y += 1;
        }
        if grid.totals.differing > 0 {
            let words = format!(
                "Marked differently by link worker and supervisor: {}",
                count(grid.totals.differing, "note", "notes")
            );
            pad.text(x, y, wide, &words, Role::Text);
            y += 1;
        }
        if grid.totals.unmarked > 0 {
            let words = format!(
                "Marked by nobody yet: {}",
                count(grid.totals.unmarked, "note", "notes")
            );
            pad.text(x, y, wide, &words, Role::Text);
            y += 1;
        }
        y
    }

    fn draw_row(&self, row: &GridRow, at: usize, to: NaiveDate, line: Rect, pad: &mut Pad<'_>) {
        let marked = at == self.row && self.below == Below::Cell;
        if marked {
            let marker = pad.glyphs().marker;
            pad.text(line.x, line.y, 1, marker, Role::Text);
            if self.focus == Focus::Grid {
                pad.focus(line.x, line.y);
            }
        }
        let name = match row.concept {
            Some(concept) => format!("{} {}", letter(concept), short(concept)),
            None => "  the whole note".to_owned(),
        };
        let role = if marked { Role::Name } else { Role::Text };
        pad.text(line.x + 1, line.y, NAMES - 1, &name, role);
        for (column, cell) in row.cells.iter().enumerate() {
            let end = column_end(line, column);
            let words = figure(*cell);
            if marked && column == self.column {
                let words = format!("[{words}]");
                pad.right(end + 1, line.y, FIGURE + 1, &words, Role::Selected);
            } else {
                pad.right(end, line.y, FIGURE, &words, Role::Text);
            }
        }
        let last = column_end(line, row.cells.len() - 1) + 3;
        let (words, role) = match (row.last, row.silent) {
            (Some(on), true) => (since(on, to), Role::Late),
            (Some(on), false) => (since(on, to), Role::Text),
            (None, true) => ("never".to_owned(), Role::Late),
            (None, false) => (String::new(), Role::Text),
        };
        pad.text(last, line.y, 12, &words, role);
    }

    /// What stands at each position of the concept marked, in our words.
    fn draw_wording(&self, area: Rect, pad: &mut Pad<'_>) {
        let Some(concept) = self.concept() else {
            return;
        };
        let mut y = area.y;
        pad.text(area.x, y, area.width, "In our words", Role::Heading);
        y += 1;
        for position in COLUMNS
            .into_iter()
            .filter(|one| *one != Position::NotStated)
        {
            let words = format!("{}: {}", position.label(), in_cell(concept, position));
            for line in wrap(&words, usize::from(area.width)) {
                if y < area.bottom() {
                    pad.text(area.x, y, area.width, &line, Role::Text);
                    y += 1;
                }
            }
        }
    }

    fn draw_list(&self, grid: &Integration, area: Rect, pad: &mut Pad<'_>) {
        if area.height < 2 {
            return;
        }
        let wide = area.width - 2;
        let (title, other) = self.title(grid);
        let end = pad.text(area.x + 1, area.y, wide, &title, Role::Heading);
        let left = area.right().saturating_sub(end + 3);
        pad.right(area.right() - 1, area.y, left, &other, Role::Text);
        let list = Rect {
            y: area.y + 1,
            height: area.height - 1,
            ..area
        };
        let list = match self.draw_actions(grid, list, pad) {
            true => Rect {
                y: list.y + 1,
                height: list.height - 1,
                ..list
            },
            false => list,
        };
        if self.lines.is_empty() {
            return draw_words(&self.nothing(grid), list, pad);
        }
        let on_notes = self.focus == Focus::Notes;
        let count = self.lines.len();
        self.marker
            .draw(list, pad, count, |index, line, selected, pad| {
                if selected && !on_notes {
                    // The marker stands in the figures.
                    pad.text(line.x.saturating_sub(2), line.y, 2, "  ", Role::Text);
                }
                if let Some(shown) = self.lines.get(index) {
                    draw_line(shown, grid, line, selected && on_notes, pad);
                }
            });
    }

    /// What is still to be done about the concept marked, by whose it is to do.
    fn draw_actions(&self, grid: &Integration, area: Rect, pad: &mut Pad<'_>) -> bool {
        let concept = self.concept().filter(|_| self.below == Below::Cell);
        let open = grid
            .actions
            .iter()
            .filter(|one| Some(one.concept) == concept);
        let said: Vec<String> = open.map(|one| actions(one, grid.today)).collect();
        let Some(concept) = concept.filter(|_| !said.is_empty() && area.height > 1) else {
            return false;
        };
        let words = format!("Actions open on {}: {}", letter(concept), said.join(", "));
        pad.text(area.x + 1, area.y, area.width - 2, &words, Role::Text);
        true
    }

    /// What is listed, and what points the other way.
    fn title(&self, grid: &Integration) -> (String, String) {
        match self.below {
            Below::Differing => (
                "Marked differently: both readings".to_owned(),
                String::new(),
            ),
            Below::OverTime => (
                "Positions over time, in the order in which they were written of".to_owned(),
                String::new(),
            ),
            Below::Cell => {
                let Some(row) = grid.rows.get(self.row) else {
                    return (String::new(), String::new());
                };
                let cell = row.cells.get(self.column).copied().unwrap_or_default();
                let concept = self.concept().map_or("whole note", letter);
                let notes = cell.notes.map_or_else(
                    || "withheld".to_owned(),
                    |notes| self::count(notes, "note", "notes"),
                );
                let title = format!("{concept}, {}: {notes}", self.position().label());
                (title, self.other_way(row))
            }
        }
    }

    /// How often the same concept was put elsewhere in the same weeks.
    fn other_way(&self, row: &GridRow) -> String {
        if self.position() == Position::NotStated {
            return String::new();
        }
        let others = row.cells.iter().zip(COLUMNS);
        let others = others.filter(|(_, at)| *at != Position::NotStated && *at != self.position());
        let others: Vec<String> = others
            .filter_map(|(cell, at)| Some(format!("{}: {}", at.label(), cell.notes?)))
            .collect();
        format!("in the same weeks, {}", others.join(", "))
    }

    /// Why no note is listed.
    fn nothing(&self, grid: &Integration) -> String {
        let cell = grid.rows.get(self.row);
        let cell = cell.and_then(|row| row.cells.get(self.column));
        let count = cell.and_then(|cell| cell.notes);
        let words = match (self.below, count) {
            (Below::Cell, None) => {
                "Withheld: it rests on fewer than three link workers whose notes you do not read."
            }
            (Below::Cell, Some(0)) if grid.totals.notes == 0 => {
                "No note on the work in this time. A note is private until its author shares it."
            }
            (Below::Cell, Some(0)) => "No note is marked so in this time.",
            (Below::Cell, Some(_)) => {
                "Counts only: notes are read by their author, their link worker and the supervisor."
            }
            (Below::Differing, _) => "Both sides marked alike whatever both marked.",
            (Below::OverTime, _) => "No position was stated yet.",
        };
        words.to_owned()
    }
}

fn draw_line(shown: &Line, grid: &Integration, line: Rect, selected: bool, pad: &mut Pad<'_>) {
    let words = Rect {
        x: line.x + BEFORE - 2,
        width: line.width.saturating_sub(BEFORE - 1),
        ..line
    };
    let columns = usize::from(words.width);
    let row = |index: &usize| grid.listed.get(*index);
    match shown {
        Line::Note(index) => {
            let Some(row) = row(index) else { return };
            draw_note(row, grid.today, line, selected, pad);
            let quoted = quoted(row, of_several(grid), columns);
            pad.text(words.x, line.y, words.width, &quoted.0, Role::Text);
        }
        Line::More(index) => {
            let Some(row) = row(index) else { return };
            let quoted = quoted(row, of_several(grid), columns);
            pad.text(words.x, line.y, words.width, &quoted.1, Role::Text);
        }
        Line::Answered(index) => {
            let Some(row) = row(index) else { return };
            let pieces = prose::one_row(&row.answered, pad.glyphs());
            pad.prose(words.x, line.y, words.width, &pieces);
        }
        Line::Marks(index) => {
            let Some(row) = row(index) else { return };
            let marks = row.marks.join("; ");
            // Both sides by name of side need the room that date and practice take above.
            let wide = line.width.saturating_sub(9);
            pad.text(line.x + 8, line.y, wide, &marks, Role::Name);
        }
        Line::Words(said) => {
            let lines = wrap(said, usize::from(line.width.saturating_sub(1)));
            let first = lines.first().map_or("", String::as_str);
            let shown = if lines.len() > 1 { said } else { first };
            pad.text(line.x, line.y, line.width - 1, shown, Role::Text);
        }
    }
}

/// Date, practice and side of a note.
fn draw_note(row: &NoteRow, today: NaiveDate, line: Rect, selected: bool, pad: &mut Pad<'_>) {
    let role = if selected { Role::Selected } else { Role::Text };
    let day = day(row.on, today);
    pad.text(line.x, line.y, 7, &day, role);
    let practice = row.practice.split(' ').next().unwrap_or_default();
    pad.text(line.x + 8, line.y, 8, practice, Role::Text);
    // What is private is the reader's own.
    let side = match row.shared {
        true => row.author_kind.label(),
        false => "private",
    };
    pad.text(line.x + 17, line.y, 13, side, Role::Text);
}

/// "practice 2 (oldest 5 weeks)".
fn actions(open: &OpenActions, today: NaiveDate) -> String {
    let age = match (today - open.oldest).num_days() {
        ..=0 => return format!("{} {}", open.owner, open.open),
        days @ ..=27 => count(u32::try_from(days).unwrap_or(0), "day", "days"),
        days => format!("{} weeks", days / 7),
    };
    match open.open {
        1 => format!("{} 1 ({age})", open.owner),
        more => format!("{} {more} (oldest {age})", open.owner),
    }
}

/// The words of a note in quotation marks, on a line and what follows it.
fn quoted(row: &NoteRow, of_several: bool, columns: usize) -> (String, String) {
    let words = format!("\"{}\"", row.excerpt.replace('\n', " "));
    let words = match of_several {
        true => format!("{}: {words}", row.worker),
        false => words,
    };
    let lines = wrap(&words, columns);
    let first = lines.first().cloned().unwrap_or_default();
    (first, lines.get(1..).unwrap_or_default().join(" "))
}

/// Whether the notes may be on the work of several people, so that each must say on whose.
fn of_several(grid: &Integration) -> bool {
    grid.totals.workers > 1
}

/// Where the figures of a column end.
fn column_end(area: Rect, column: usize) -> u16 {
    let columns = u16::try_from(column).unwrap_or(0) + 1;
    area.x + NAMES + columns * FIGURE - 1
}

fn figure(cell: Cell) -> String {
    match cell.notes {
        None => "withheld".to_owned(),
        Some(0) => ".".to_owned(),
        Some(notes) => notes.to_string(),
    }
}

/// "4 d ago", "6 weeks".
fn since(on: NaiveDate, to: NaiveDate) -> String {
    match (to - on).num_days() {
        0 => "today".to_owned(),
        days @ ..=27 => format!("{days} d ago"),
        days => format!("{} weeks", days / 7),
    }
}

fn day(on: NaiveDate, today: NaiveDate) -> String {
    match (today - on).num_days() {
        0..=300 => on.format("%d %b").to_string(),
        _ => on.format("%b %y").to_string(),
    }
}

/// "24 Aug"; with its year where that is not this one's.
fn day_month(on: NaiveDate, today: NaiveDate) -> String {
    let form = match on.year() == today.year() {
        true => "%-d %b",
        false => "%-d %b %Y",
    };
    on.format(form).to_string()
}

fn period(grid: &Integration) -> String {
    match grid.from {
        Some(from) => format!(
            "{}-{}",
            day_month(from, grid.today),
            day_month(grid.to, grid.today)
        ),
        None => "all time".to_owned(),
    }
}

pub(super) fn count(number: u32, one: &str, many: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        number => format!("{number} {many}"),
    }
}

fn draw_words(words: &str, area: Rect, pad: &mut Pad<'_>) {
    let wide = area.width.saturating_sub(4);
    let lines = wrap(words, usize::from(wide));
    for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
        pad.text(area.x + 2, y, wide, line, Role::Text);
    }
}

/// What a concept is called in full, for headings.
pub(super) fn in_full(concept: Option<Concept>) -> String {
    concept.map_or_else(
        || "the whole note".to_owned(),
        |concept| format!("{}  {}", letter(concept), concept.label()),
    )
}
