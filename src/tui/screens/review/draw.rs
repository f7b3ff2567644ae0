//! The review as a list: its lines, and how they are drawn.

use ratatui::layout::Rect;

use super::{About, Line, Review};
use crate::domain::dates::short;
use crate::readmodel::review::{ActionRow, QueueRow, ReviewPage};
use crate::tui::draw::Pad;
use crate::tui::text::{width, wrap};
use crate::tui::theme::Role;

/// Columns of a name in the list.
const NAME: u16 = 22;
/// Columns of a practice in the list.
const PRACTICE: u16 = 9;
/// Columns that lines of the index are wrapped to at least.
const INDEX: usize = 74;

type Lines = Vec<(Line, Option<About>)>;

/// The lines of the review as it stands now.
pub(super) fn lines(page: &ReviewPage) -> Lines {
    let mut lines: Lines = vec![(Line::Heading("From last time".to_owned()), None)];
    let before = page.actions.iter().enumerate();
    for (at, row) in before.filter(|(_, row)| !row.now) {
        lines.push((Line::Action(at), Some(About::Action(row.kept.id))));
    }
    if lines.len() == 1 {
        let words = "Nothing was asked for, or all of it is done".to_owned();
        lines.push((Line::Words(words), None));
    }
    lines.extend([
        (
            Line::Heading("How are you, and what is heavy this week?".to_owned()),
            None,
        ),
        (Line::Heavy, Some(About::Heavy)),
        (Line::Heading("To talk about".to_owned()), None),
    ]);
    for words in index(page) {
        lines.push((Line::Words(words), None));
    }
    for (at, row) in page.queue.iter().enumerate() {
        lines.push((Line::Case(at), Some(About::Case(row.case))));
    }
    if !page.past.is_empty() {
        lines.push((Line::Heading("Earlier reviews".to_owned()), None));
    }
    for (at, past) in page.past.iter().enumerate() {
        lines.push((Line::Past(at), Some(About::Past(past.id))));
    }
    lines
}

/// The lines of next week's list.
pub(super) fn ahead(page: &ReviewPage) -> Lines {
    let heading = "Next week, if nothing happens before".to_owned();
    let mut lines: Lines = vec![(Line::Heading(heading), None)];
    if page.next_week.is_empty() {
        let words = "Nobody beside those of this week".to_owned();
        lines.push((Line::Words(words), None));
    }
    for (at, row) in page.next_week.iter().enumerate() {
        lines.push((Line::Case(at), Some(About::Case(row.case))));
    }
    lines
}

/// The lists of the weekly pack with their counts; those that are empty share a line.
fn index(page: &ReviewPage) -> Vec<String> {
    if page.queue.is_empty() {
        return vec!["Nobody needs talking about by the rules, and nobody was brought".to_owned()];
    }
    let (some, none): (Vec<_>, Vec<_>) = page.index.iter().partition(|step| step.count > 0);
    let some: Vec<String> = some
        .iter()
        .map(|step| format!("{} {}", step.title, step.count))
        .collect();
    let mut lines = wrap(&some.join("; "), INDEX);
    if !none.is_empty() {
        let none: Vec<String> = none.iter().map(|step| step.title.to_lowercase()).collect();
        lines.extend(wrap(&format!("Nobody under: {}", none.join("; ")), INDEX));
    }
    lines
}

impl Review {
    pub(super) fn draw_all(&self, area: Rect, pad: &mut Pad<'_>) {
        let Some(page) = &self.page else {
            let wide = area.width.saturating_sub(4);
            let lines = wrap(&self.sentence, usize::from(wide));
            for (line, y) in lines.iter().zip(area.top() + 1..area.bottom()) {
                pad.text(area.x + 2, y, wide, line, Role::Text);
            }
            return;
        };
        if area.height < 4 {
            return;
        }
        let done = page.queue.iter().filter(|row| row.discussed).count();
        let counts = format!("{} cases, {done} done", page.queue.len());
        draw_title(page, &counts, area, pad);
        let list = Rect {
            y: area.y + 2,
            height: area.height - 2,
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
                Some(Line::Words(words)) => {
                    pad.text(line.x, line.y, line.width, words, Role::Text);
                }
                Some(Line::Heavy) => draw_heavy(page, line, pad),
                Some(Line::Action(at)) => {
                    if let Some(row) = page.actions.get(*at) {
                        draw_action(row, line, pad);
                    }
                }
                Some(Line::Case(at)) => {
                    if let Some(row) = self.queue().get(*at) {
                        draw_case(row, line, selected, pad);
                    }
                }
                Some(Line::Past(at)) => draw_past(page, *at, line, pad),
                None => {}
            },
        );
    }
}

/// "Review: Amira Khan with Sam Price     since Mon 16 Nov      9 cases, 2 done", and a rule.
pub(super) fn draw_title(page: &ReviewPage, counts: &str, area: Rect, pad: &mut Pad<'_>) {
    let with = match page.supervisor.as_str() {
        "" => String::new(),
        name => format!(" with {name}"),
    };
    let title = format!("Review: {}{with}", page.worker);
    let since = format!("since {}   {counts}", short(page.since, page.today));
    let wide = u16::try_from(width(&since)).unwrap_or(area.width);
    let start = pad.right(area.right() - 1, area.y, wide, &since, Role::Text);
    let room = start.saturating_sub(area.x + 2);
    pad.text(area.x + 1, area.y, room, &title, Role::Heading);
    pad.rule(area, area.y + 1);
}

fn draw_action(row: &ActionRow, line: Rect, pad: &mut Pad<'_>) {
    let todo = &row.kept.todo;
    let glyphs = pad.glyphs();
    let (sign, state, role) = match (todo.done_on, todo.due) {
        (Some(on), _) => (
            glyphs.done,
            on.format("done %-d %b").to_string(),
            Role::Done,
        ),
        (None, _) if row.late_days > 0 => {
            (glyphs.open, format!("{} d late", row.late_days), Role::Late)
        }
        (None, Some(due)) => (
            glyphs.open,
            due.format("by %a %-d %b").to_string(),
            Role::Text,
        ),
        (None, None) => (glyphs.open, "open".to_owned(), Role::Text),
    };
    pad.text(line.x, line.y, 1, sign, role);
    let end = line.right().saturating_sub(1);
    let start = pad.right(end, line.y, 16, &state, role);
    let about = match row.client.as_str() {
        "" => String::new(),
        client => format!(" ({client})"),
    };
    let words = format!("{}: {}{about}", row.who, todo.words());
    let room = start.saturating_sub(line.x + 4);
    pad.text(line.x + 2, line.y, room, &words, Role::Text);
}

fn draw_heavy(page: &ReviewPage, line: Rect, pad: &mut Pad<'_>) {
    let heavy = page.under_way.as_ref().map_or("", |open| &*open.heavy);
    let words = match heavy.lines().next() {
        Some(first) if !first.is_empty() => first.to_owned(),
        _ => "(nothing written; Enter writes a line between the two of you)".to_owned(),
    };
    let wide = line.width.saturating_sub(1);
    pad.text(line.x, line.y, wide, &words, Role::Text);
}

fn draw_case(row: &QueueRow, line: Rect, selected: bool, pad: &mut Pad<'_>) {
    let role = if selected { Role::Name } else { Role::Text };
    let done = pad.glyphs().done;
    let mark = if row.discussed { done } else { " " };
    pad.text(line.x, line.y, 1, mark, Role::Done);
    pad.text(line.x + 2, line.y, NAME - 1, &row.client, role);
    let at = line.x + 2 + NAME;
    pad.text(at, line.y, PRACTICE - 1, &row.practice, Role::Text);
    let said: Vec<&str> = row.reasons.iter().map(|reason| &*reason.said).collect();
    let mut words = said.join("; ");
    if row.decided {
        words = format!("decided. {words}");
    }
    if row.acted {
        words = format!("action. {words}");
    }
    let at = at + PRACTICE;
    let wide = line.right().saturating_sub(at + 1);
    pad.text(at, line.y, wide, &words, Role::Text);
}

fn draw_past(page: &ReviewPage, at: usize, line: Rect, pad: &mut Pad<'_>) {
    let Some(past) = page.past.get(at) else {
        return;
    };
    let answer = match (past.unanswered, page.leads) {
        (false, _) => "answered",
        (true, true) => "not agreed to yet",
        (true, false) => "waits for you to agree, or to say otherwise",
    };
    let on = short(past.on, page.today);
    let words = format!("{on}   {} talked about, {answer}", past.discussed);
    let wide = line.width.saturating_sub(1);
    pad.text(line.x, line.y, wide, &words, Role::Text);
}
