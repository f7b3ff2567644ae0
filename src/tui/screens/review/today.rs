//! What one case of a review looks like: who it is, why it is here, what is known, and what came of it
//! today. What came of it keeps its room at the bottom.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use crate::domain::dates;
use crate::domain::decision::Decision;
use crate::domain::part::Part;
use crate::readmodel::client::{CaseCard, ClientCard, HistoryRow};
use crate::readmodel::review::{ActionRow, QueueRow, ReviewPage};
use crate::tui::draw::Pad;
use crate::tui::forms::person;
use crate::tui::screens::client::blocks;
use crate::tui::text::wrap;
use crate::tui::theme::Role;

/// Columns of a label.
const LABEL: u16 = 17;
/// Rows that contacts since the last time may take.
const SINCE_MAX: usize = 3;
/// Columns of a reason before its rule.
const REASON: u16 = 36;
/// A reason that is longer moves its rule to the right, up to so many columns.
const REASON_MAX: u16 = 46;

/// One row: what stands at the left, and the words.
enum Line {
    Words(String, Role),
    Labelled(String, String),
    /// A reason and its rule.
    Reason(String, String),
}

/// Draws all below the title.
pub(super) fn draw(
    page: &ReviewPage,
    row: Option<&QueueRow>,
    (card, sentence): (Option<&ClientCard>, &str),
    from: usize,
    area: Rect,
    pad: &mut Pad<'_>,
) {
    let Some((card, case)) = card.and_then(|card| Some((card, card.case.as_ref()?))) else {
        pad.text(area.x + 1, area.y, area.width - 2, sentence, Role::Text);
        return;
    };
    let wide = usize::from(area.width.saturating_sub(LABEL + 2));
    let foot = today(page, card, case, wide);
    let foot_rows = u16::try_from(foot.len()).unwrap_or(area.height) + 1;
    let room = area.height.saturating_sub(foot_rows);
    let mut lines = who(card, case);
    lines.extend(why(row));
    lines.extend(since(page, case, wide));
    lines.extend(earlier(page, case, wide));
    for fact in blocks::for_review(card, case, pad.glyphs()) {
        lines.extend(labelled(&fact.label, &fact.words, wide));
    }
    let hidden = lines.len().saturating_sub(usize::from(room));
    let from = from.min(hidden);
    let mut y = area.y;
    for line in lines.iter().skip(from).take(usize::from(room)) {
        draw_line(line, y, area, pad);
        y += 1;
    }
    if from < hidden {
        let words = format!(" {} more below ", hidden - from);
        pad.rule(area, y);
        pad.right(area.right() - 1, y, area.width, &words, Role::Text);
    } else {
        pad.rule(area, y);
    }
    for (line, y) in foot.iter().zip(y + 1..area.bottom()) {
        draw_line(line, y, area, pad);
    }
}

/// "Margaret O'Neill "Peg", 71   Elm Tree   active 63 d   spoke 5, tries 2"
fn who(card: &ClientCard, case: &CaseCard) -> Vec<Line> {
    let age = card.age.map(|age| format!(", {age}"));
    let days = (card.today - case.state_since).num_days().max(0);
    let words = format!(
        "{}{}   {}   {} {days} d   spoke {}, tries {}",
        person::name(card),
        age.unwrap_or_default(),
        card.practice,
        case.state.label(),
        case.tally.spoke,
        case.tally.tries
    );
    vec![Line::Words(words, Role::Name)]
}

fn why(row: Option<&QueueRow>) -> Vec<Line> {
    let mut lines = vec![Line::Words("Why it is here".to_owned(), Role::Heading)];
    let reasons = row.map_or(&[][..], |row| &row.reasons);
    if reasons.is_empty() {
        let words = "what brought it here has gone since".to_owned();
        lines.push(Line::Reason(words, String::new()));
    }
    let reason = |one: &crate::readmodel::review::Reason| {
        let rule = match one.rule {
            crate::domain::review::Rule::Brought => String::new(),
            _ => format!("rule: {}", one.limit),
        };
        Line::Reason(one.said.clone(), rule)
    };
    lines.extend(reasons.iter().map(reason));
    lines
}

/// What happened since the last review: contacts by day, then what was promised.
fn since(page: &ReviewPage, case: &CaseCard, wide: usize) -> Vec<Line> {
    let since = |row: &&HistoryRow| row.is_contact && row.on >= page.since;
    let mut said: Vec<String> = case.history.iter().filter(since).map(contact).collect();
    said.reverse();
    let words = match said.is_empty() {
        true => "no contact and no note".to_owned(),
        false => said.join("; "),
    };
    let mut lines: Vec<Line> = labelled("Since last time", &words, wide);
    lines.truncate(SINCE_MAX);
    if let Some(promised) = &case.promised
        && !promised.we_promised.is_empty()
    {
        lines.extend(labelled("We promised", &promised.we_promised, wide));
    }
    lines
}

fn contact(row: &HistoryRow) -> String {
    let first = row.text.lines().next().unwrap_or_default();
    format!("{} {}: {first}", row.on.format("%-d %b"), row.kind)
}

fn labelled(label: &str, words: &str, wide: usize) -> Vec<Line> {
    let lines = wrap(words, wide).into_iter().enumerate();
    lines
        .map(|(at, words)| {
            let label = if at == 0 { label } else { "" };
            Line::Labelled(label.to_owned(), words)
        })
        .collect()
}

/// What came of it in this review.
fn today(page: &ReviewPage, card: &ClientCard, case: &CaseCard, wide: usize) -> Vec<Line> {
    let mut lines = vec![Line::Words("Today".to_owned(), Role::Heading)];
    let meeting = page.under_way.as_ref().map(|open| open.id);
    let of_case = card
        .parts
        .iter()
        .filter(|kept| kept.case == Some(case.case));
    let decided = of_case.filter_map(|kept| match &kept.part {
        Part::Decision(one) if one.meeting.is_some() && one.meeting == meeting => Some(one),
        _ => None,
    });
    let mut decided: Vec<String> = decided.map(|one| decision(one, card.today)).collect();
    if decided.is_empty() {
        decided.push("none yet".to_owned());
    }
    for (at, words) in decided.into_iter().enumerate() {
        let label = if at == 0 { " decision" } else { "" };
        lines.extend(labelled(label, &words, wide));
    }
    let here = |row: &&ActionRow| row.now && row.kept.todo.about == Some(case.case);
    let mut actions: Vec<String> = page.actions.iter().filter(here).map(action).collect();
    if actions.is_empty() {
        actions.push("none yet".to_owned());
    }
    for (at, words) in actions.into_iter().enumerate() {
        let label = if at == 0 { " action" } else { "" };
        lines.extend(labelled(label, &words, wide));
    }
    let note = "about the work; never on this record (n)";
    lines.push(Line::Labelled(" note".to_owned(), note.to_owned()));
    lines
}

/// "Amira Khan: text Peg a time, by Fri 27 Nov".
fn action(row: &ActionRow) -> String {
    let todo = &row.kept.todo;
    let due = todo.due.map(|due| due.format(", by %a %-d %b").to_string());
    format!("{}: {}{}", row.who, todo.words(), due.unwrap_or_default())
}

/// What was asked for about this case before, and whether it is done.
fn earlier(page: &ReviewPage, case: &CaseCard, wide: usize) -> Vec<Line> {
    let before = |row: &&ActionRow| !row.now && row.kept.todo.about == Some(case.case);
    let mut lines = Vec::new();
    for row in page.actions.iter().filter(before) {
        let state = match row.kept.todo.done_on {
            Some(on) => on.format("done %-d %b").to_string(),
            None if row.late_days > 0 => format!("{} d late", row.late_days),
            None => "open".to_owned(),
        };
        let words = format!("{}: {state}", action(row));
        lines.extend(labelled("Asked for", &words, wide));
    }
    lines
}

fn decision(one: &Decision, today: NaiveDate) -> String {
    let mut words = one.what.clone();
    if !one.why.is_empty() {
        words.push_str(&format!("; why: {}", one.why));
    }
    if let Some(on) = one.again_on {
        words.push_str(&format!(". Review again {}", dates::short(on, today)));
    }
    words
}

fn draw_line(line: &Line, y: u16, area: Rect, pad: &mut Pad<'_>) {
    let wide = area.width.saturating_sub(2);
    match line {
        Line::Words(words, role) => {
            pad.text(area.x + 1, y, wide, words, *role);
        }
        Line::Labelled(label, words) => {
            pad.text(area.x + 1, y, LABEL - 1, label, Role::Text);
            let room = wide.saturating_sub(LABEL);
            pad.text(area.x + 1 + LABEL, y, room, words, Role::Text);
        }
        Line::Reason(said, rule) => {
            let sign = pad.glyphs().right;
            pad.text(area.x + 3, y, 1, sign, Role::Text);
            let end = match rule.is_empty() {
                true => pad.text(area.x + 5, y, wide - 5, said, Role::Text),
                false => pad.text(area.x + 5, y, REASON_MAX, said, Role::Text),
            };
            let at = (area.x + 5 + REASON).max(end + 2);
            let room = area.right().saturating_sub(at + 1);
            pad.text(at, y, room, rule, Role::Text);
        }
    }
}
