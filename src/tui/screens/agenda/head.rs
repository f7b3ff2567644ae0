//! The two lines above the Agenda: how much there is, which practices, and the draft that waits.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use crate::domain::ids::PracticeId;
use crate::domain::zone::store_time;
use crate::readmodel::agenda::Agenda;
use crate::readmodel::drafts::{Draft, DraftKey};
use crate::tui::draw::Pad;
use crate::tui::text::width;
use crate::tui::theme::Role;

/// Rows of the head: two lines and the rule below them.
const ROWS: u16 = 3;
/// Within so many days a weekday says which day it was.
const WEEKDAYS: i64 = 6;

/// What the head says.
pub(super) struct Head<'a> {
    pub(super) rows: Option<&'a Agenda>,
    pub(super) practice: Option<PracticeId>,
    pub(super) drafts: &'a [Draft],
    /// Whose people it is narrowed to, in words.
    pub(super) with: Option<String>,
}

impl Head<'_> {
    /// Draws the head and gives what is left below it.
    pub(super) fn draw(&self, area: Rect, pad: &mut Pad<'_>) -> Rect {
        if area.height <= ROWS {
            return area;
        }
        if let Some(rows) = self.rows {
            draw_counts(rows, area, pad);
            let end = self.draw_practices(rows, area, pad);
            self.draw_draft(rows.today, end, area, pad);
        }
        pad.rule(area, area.y + 2);
        Rect {
            y: area.y + ROWS,
            height: area.height - ROWS,
            ..area
        }
    }

    fn draw_practices(&self, rows: &Agenda, area: Rect, pad: &mut Pad<'_>) -> u16 {
        let narrowed = rows
            .practices
            .iter()
            .find(|choice| Some(choice.practice) == self.practice);
        let of = rows.practices.len();
        let words = match (narrowed, self.practice, of) {
            (Some(only), _, _) => format!("Practice: {} only, of {of}", only.short),
            (None, Some(_), _) => "Practice: one that has nobody now".to_owned(),
            (None, None, 0) => "Practices: none yet".to_owned(),
            (None, None, 1) => match rows.practices.first() {
                Some(one) => format!("Practice: {}", one.short),
                None => String::new(),
            },
            (None, None, _) => format!("Practices: all {of}"),
        };
        let end = pad.text(area.x + 1, area.y + 1, area.width / 2, &words, Role::Text);
        match &self.with {
            Some(with) => {
                let shown = format!("Only: {with}");
                pad.text(end + 2, area.y + 1, area.width / 3, &shown, Role::Text)
            }
            None => end,
        }
    }

    fn draw_draft(&self, today: NaiveDate, end: u16, area: Rect, pad: &mut Pad<'_>) {
        let words = match self.drafts {
            [] => return,
            [one] => format!("Draft kept: {}", named(one, today)),
            [first, ..] => {
                let count = self.drafts.len();
                format!("{count} drafts kept, the last: {}", named(first, today))
            }
        };
        let x = (area.x + 24).max(end + 3);
        let room = area.right().saturating_sub(x + 1);
        pad.text(x, area.y + 1, room, &words, Role::Key);
    }
}

fn draw_counts(rows: &Agenda, area: Rect, pad: &mut Pad<'_>) {
    let counts = rows.counts;
    let said = [
        ("New", counts.new, Role::Text),
        ("Late", counts.late, Role::Late),
        ("Today", counts.today, Role::Text),
        ("No next step", counts.no_next_step, Role::Late),
        ("Quiet", counts.quiet, Role::Text),
        ("Holding due", counts.holding_due, Role::Text),
        ("To code", counts.to_code + counts.messages, Role::Text),
    ];
    let mut x = area.x + 1;
    for (word, count, role) in said {
        let number = count.to_string();
        let wide = u16::try_from(width(word) + 1 + width(&number)).unwrap_or(area.width);
        if x + wide >= area.right() {
            break;
        }
        let role = if count == 0 { Role::Text } else { role };
        x = pad.pieces(
            x,
            area.y,
            wide,
            &[(word, Role::Text), (" ", Role::Text), (&number, role)],
        );
        x += 2;
    }
}

fn named(draft: &Draft, today: NaiveDate) -> String {
    format!("{}, {}", whom(draft), kept_at(draft, Some(today)))
}

/// Whom a draft is about.
pub(super) fn whom(draft: &Draft) -> &str {
    match (&draft.key, draft.label.is_empty()) {
        (DraftKey::NewClient, true) => "somebody new",
        (DraftKey::NewService, true) => "a new service",
        (DraftKey::ToDo(_) | DraftKey::Time | DraftKey::Away, true) => "yours",
        (_, true) => "no name yet",
        (_, false) => &draft.label,
    }
}

/// When a draft was kept, by the store's clock.
pub(super) fn kept_at(draft: &Draft, today: Option<NaiveDate>) -> String {
    let at = store_time(draft.at);
    let days = today.map(|today| (today - at.date()).num_days());
    let form = match days {
        Some(0) => "%H:%M",
        Some(1..=WEEKDAYS) => "%a %H:%M",
        _ => "%-d %b",
    };
    at.format(form).to_string()
}

/// Which form a draft is of.
pub(super) fn form_of(key: &DraftKey) -> &'static str {
    match key {
        DraftKey::LogContact(_) => "contact",
        DraftKey::NextStep(_) => "next step",
        DraftKey::Status(_) => "status",
        DraftKey::Note(_) => "note",
        DraftKey::Measure(_) => "measure",
        DraftKey::Goal(_) => "goal",
        DraftKey::EditClient(_) => "details",
        DraftKey::EditCase(_) => "case",
        DraftKey::Concern(_) => "safeguarding",
        DraftKey::Consent(_) => "consent",
        DraftKey::Connect(..) | DraftKey::Connection(..) => "connection",
        DraftKey::WithService(_) => "contact",
        DraftKey::Amend(..) => "change",
        DraftKey::NewCase(_) => "new case",
        DraftKey::NewClient => "new client",
        DraftKey::NewService => "new service",
        DraftKey::EditService(_) => "service",
        DraftKey::SupervisionNote | DraftKey::ChangeNote(_) => "note on the work",
        DraftKey::MarkNote(..) => "mark",
        DraftKey::AnswerNote(_) => "answer",
        DraftKey::HandOver(_) | DraftKey::GiveAll => "handing over",
        DraftKey::Message(_) => "message back",
        DraftKey::Away => "away",
        DraftKey::Brought(_) => "for review",
        DraftKey::Decision(_) => "decision",
        DraftKey::Action(_) | DraftKey::WorkAction => "action",
        DraftKey::Heavy(_) | DraftKey::Differ(_) => "review",
        DraftKey::ToDo(_) => "to-do",
        DraftKey::Time => "time",
    }
}
