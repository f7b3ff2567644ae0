//! Rows as columns of text, for files and spreadsheets: dates as ISO 8601, terms as their codes.
//! The headings are the names that the rows have in JSON.

use chrono::{NaiveDate, NaiveTime};

use super::agenda::AgendaRow;
use super::cases::CaseRow;
use super::client::{ClientCard, HistoryRow};
use super::connected::{ConnectedPerson, ConnectedRow};
use super::find::FindRow;
use super::integration::{CellRow, NoteRow};
use super::review::QueueRow;
use super::services::ServiceRow;
use super::since::{SinceRow, Turned};
use super::team::{Figure, TeamRow};
use crate::domain::terms::{ContactKind, Need};

/// Rows of cells under their headings; every row has as many cells as there are headings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub headings: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

/// A row that can stand in a table.
pub trait Columns {
    /// The headings, in order.
    const HEADINGS: &'static [&'static str];

    /// As many cells as there are headings.
    fn cells(&self) -> Vec<String>;
}

/// A table of rows of one kind.
pub fn table<R: Columns>(rows: &[R]) -> Table {
    Table {
        headings: R::HEADINGS.to_vec(),
        rows: rows.iter().map(Columns::cells).collect(),
    }
}

fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn time(time: Option<NaiveTime>) -> String {
    time.map(|time| time.format("%H:%M").to_string())
        .unwrap_or_default()
}

fn kind(kind: Option<ContactKind>) -> String {
    kind.map_or("", ContactKind::code).to_owned()
}

impl Columns for AgendaRow {
    const HEADINGS: &'static [&'static str] = &[
        "section",
        "case",
        "client",
        "client_id",
        "worker",
        "practice",
        "due",
        "at",
        "late_days",
        "open_days",
        "kind",
        "what",
        "tries",
        "moved",
        "alert",
        "to_do",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.section.heading().to_owned(),
            self.case.map(|id| id.to_string()).unwrap_or_default(),
            self.client.clone(),
            self.client_id.map(|id| id.to_string()).unwrap_or_default(),
            self.worker.clone(),
            self.practice.clone(),
            day(self.due),
            time(self.at),
            self.late_days.to_string(),
            self.open_days.to_string(),
            kind(self.kind),
            self.going_out().what,
            self.tries.to_string(),
            self.moved.to_string(),
            if self.alert { "yes" } else { "" }.to_owned(),
            self.todo
                .as_ref()
                .map_or("", |kept| kept.todo.kind.code())
                .to_owned(),
        ]
    }
}

impl Columns for CaseRow {
    const HEADINGS: &'static [&'static str] = &[
        "case",
        "client",
        "client_id",
        "worker",
        "practice",
        "state",
        "next_due",
        "next_at",
        "next_kind",
        "what",
        "last_spoke",
        "open_days",
        "late_days",
        "spoke",
        "tries",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.case.to_string(),
            self.client.clone(),
            self.client_id.to_string(),
            self.worker.clone(),
            self.practice.clone(),
            self.state.clone(),
            day(self.next_due),
            time(self.next_at),
            kind(self.next_kind),
            self.what.clone(),
            day(self.last_spoke),
            self.open_days.to_string(),
            self.late_days.to_string(),
            self.spoke.to_string(),
            self.tries.to_string(),
        ]
    }
}

impl Columns for SinceRow {
    const HEADINGS: &'static [&'static str] = &[
        "case",
        "client",
        "client_id",
        "worker",
        "practice",
        "new",
        "ended",
        "given_was",
        "given_is",
        "state_was",
        "state_is",
        "step_was",
        "step_is",
        "spoke",
        "tries",
    ];

    fn cells(&self) -> Vec<String> {
        let yes = |holds: bool| if holds { "yes" } else { "" }.to_owned();
        let mut cells = vec![
            self.case.to_string(),
            self.client.clone(),
            self.client_id.to_string(),
            self.worker.clone(),
            self.practice.clone(),
            yes(self.new),
            yes(self.ended),
        ];
        for turned in [&self.given, &self.state, &self.step] {
            let part = |of: fn(&Turned) -> &String| turned.as_ref().map(of).cloned();
            cells.push(part(|turned| &turned.was).unwrap_or_default());
            cells.push(part(|turned| &turned.is).unwrap_or_default());
        }
        cells.push(self.spoke.to_string());
        cells.push(self.tries.to_string());
        cells
    }
}

impl Columns for TeamRow {
    const HEADINGS: &'static [&'static str] = &[
        "worker",
        "name",
        "practices",
        "open",
        "holding",
        "late",
        "quiet",
        "new",
        "closed",
        "spoke",
        "tries",
        "intake",
        "fte",
        "guide_from",
        "guide_to",
        "next_review",
        "away_until",
        "covered_by",
    ];

    fn cells(&self) -> Vec<String> {
        let figures = Figure::ALL.map(|figure| self.figures.get(figure));
        let figures = figures.map(|count| count.map(|count| count.to_string()).unwrap_or_default());
        let mut cells = vec![
            self.worker.clone(),
            self.name.clone(),
            self.practices.clone(),
        ];
        cells.extend(figures);
        cells.extend([
            self.fte.to_string(),
            self.guide.0.to_string(),
            self.guide.1.to_string(),
            day(self.next_review),
            day(self.away_until),
            self.covered_by.clone(),
        ]);
        cells
    }
}

impl Columns for QueueRow {
    const HEADINGS: &'static [&'static str] = &[
        "case",
        "client",
        "client_id",
        "practice",
        "reasons",
        "discussed",
        "decided",
    ];

    fn cells(&self) -> Vec<String> {
        let yes = |yes: bool| if yes { "yes" } else { "" }.to_owned();
        let reasons: Vec<&str> = self.reasons.iter().map(|reason| &*reason.said).collect();
        vec![
            self.case.to_string(),
            self.client.clone(),
            self.client_id.to_string(),
            self.practice.clone(),
            reasons.join("; "),
            yes(self.discussed),
            yes(self.decided),
        ]
    }
}

impl Columns for ServiceRow {
    const HEADINGS: &'static [&'static str] = &[
        "id",
        "name",
        "organisation",
        "status",
        "offers",
        "needs",
        "place",
        "districts",
        "phone",
        "email",
        "wait",
        "as_of",
        "stale",
        "gone_since",
        "source",
        "open",
        "stages",
        "wait_days",
        "wait_of",
        "unanswered",
        "sent_lately",
        "told_on",
    ];

    fn cells(&self) -> Vec<String> {
        let figures = &self.figures;
        let waited = figures.wait_days.map(|days| days.to_string());
        vec![
            self.id.to_string(),
            self.name.clone(),
            self.organisation.clone(),
            self.status.clone(),
            self.offers.clone(),
            self.needs.join("; "),
            self.place.clone(),
            self.districts.join(" "),
            self.phone.clone(),
            self.email.clone(),
            self.wait.clone(),
            day(self.as_of),
            self.stale.to_string(),
            day(self.gone_since),
            self.source.clone(),
            figures.open.to_string(),
            figures.by_stage(),
            waited.unwrap_or_default(),
            figures.wait_of.to_string(),
            figures.unanswered.to_string(),
            figures.sent_lately.to_string(),
            day(figures.told_on),
        ]
    }
}

impl Columns for ConnectedRow {
    const HEADINGS: &'static [&'static str] = &[
        "id",
        "name",
        "organisation",
        "offers",
        "place",
        "phone",
        "needs",
        "open",
        "stages",
        "wait_days",
        "wait_of",
        "unanswered",
        "sent_lately",
        "told_on",
        "due",
    ];

    fn cells(&self) -> Vec<String> {
        let needs: Vec<&str> = self.needs.iter().copied().map(Need::code).collect();
        let figures = &self.figures;
        let wait = figures.wait_days.map(|days| days.to_string());
        vec![
            self.id.to_string(),
            self.name.clone(),
            self.organisation.clone(),
            self.offers.clone(),
            self.place.clone(),
            self.phone.clone(),
            needs.join(" "),
            figures.open.to_string(),
            figures.by_stage(),
            wait.unwrap_or_default(),
            figures.wait_of.to_string(),
            figures.unanswered.to_string(),
            figures.sent_lately.to_string(),
            day(figures.told_on),
            figures.due.len().to_string(),
        ]
    }
}

impl Columns for ConnectedPerson {
    const HEADINGS: &'static [&'static str] = &[
        "case",
        "client",
        "client_id",
        "practice",
        "worker",
        "stage",
        "since",
        "next_due",
        "what",
    ];

    fn cells(&self) -> Vec<String> {
        let next = self.next.as_ref();
        vec![
            self.case.to_string(),
            self.client.clone(),
            self.client_id.to_string(),
            self.practice.clone(),
            self.worker.clone(),
            self.stage.code().to_owned(),
            self.since.to_string(),
            day(next.map(|next| next.on)),
            next.map(|next| next.what.clone()).unwrap_or_default(),
        ]
    }
}

impl Columns for CellRow {
    const HEADINGS: &'static [&'static str] = &["concept", "position", "notes", "last_raised"];

    fn cells(&self) -> Vec<String> {
        let notes = self.notes.map(|notes| notes.to_string());
        vec![
            self.concept.clone(),
            self.position.clone(),
            notes.unwrap_or_else(|| "withheld".to_owned()),
            day(self.last_raised),
        ]
    }
}

impl Columns for NoteRow {
    const HEADINGS: &'static [&'static str] = &[
        "note",
        "on",
        "practice",
        "worker",
        "author",
        "author_kind",
        "level",
        "shared",
        "marks",
        "differs",
        "text",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.note.to_string(),
            self.on.to_string(),
            self.practice.clone(),
            self.worker.clone(),
            self.author.clone(),
            self.author_kind.code().to_owned(),
            self.level.code().to_owned(),
            self.shared.to_string(),
            self.marks.join("; "),
            self.differs.to_string(),
            self.text.clone(),
        ]
    }
}

impl Columns for FindRow {
    const HEADINGS: &'static [&'static str] = &["kind", "id", "label", "side", "client_id", "case"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.kind.code().to_owned(),
            self.id.clone(),
            self.label.clone(),
            self.side.clone(),
            self.client_id.map(|id| id.to_string()).unwrap_or_default(),
            self.case.map(|id| id.to_string()).unwrap_or_default(),
        ]
    }
}

impl Columns for HistoryRow {
    const HEADINGS: &'static [&'static str] = &["on", "kind", "text", "who"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.on.to_string(),
            self.kind.clone(),
            self.text.clone(),
            self.who.clone(),
        ]
    }
}

/// One client: what is known of them, a field a row, and then the history of the case shown.
pub fn client(card: &ClientCard) -> Table {
    let mut rows = vec![
        detail("client", &card.client),
        detail("born", &day(card.born)),
        detail("practice", &card.practice),
    ];
    rows.extend(
        card.fields
            .iter()
            .map(|(field, text)| detail(field.spec().label, text)),
    );
    for one in &card.connections {
        rows.push(detail(
            "connected",
            &format!("{}: {}", one.service, one.said),
        ));
    }
    if let Some(case) = &card.case {
        rows.push(detail("case", &case.case.to_string()));
        rows.push(detail("state", case.state.label()));
        rows.extend(case.history.iter().map(Columns::cells));
    }
    Table {
        headings: HistoryRow::HEADINGS.to_vec(),
        rows,
    }
}

/// A field of the record in the columns of the history.
fn detail(kind: &str, text: &str) -> Vec<String> {
    vec![
        String::new(),
        kind.to_owned(),
        text.to_owned(),
        String::new(),
    ]
}
