//! What was changed in a client's record: each field with what stood there before, when, by whom
//! and why. Contacts and notes carry their own earlier words.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    case::CaseField,
    client::ClientField,
    fields::case_spec,
    heads::{CaseHead, Heads},
    ids::{ClientId, StaffId},
    record::{CaseRecord, Changed, ClientRecord},
    terms::{Need, Source},
};

use super::words;

/// All changes of one client's fields, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    pub client_id: ClientId,
    pub client: String,
    pub today: NaiveDate,
    pub rows: Vec<ChangeRow>,
}

/// One field that was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeRow {
    pub at: DateTime<Utc>,
    /// "A Khan".
    pub who: String,
    /// The field; of one of several cases, with the day of its referral.
    pub what: String,
    pub was: String,
    pub now: String,
    pub because: String,
    /// To be read alone only: the row itself does not show the words.
    pub private: bool,
}

/// The changes of a record and of cases that the asker may read.
pub fn build(
    heads: &Heads,
    today: NaiveDate,
    record: &ClientRecord,
    cases: &[(&CaseHead, &CaseRecord)],
) -> Changes {
    let mut rows = of_client(heads, record);
    for (head, case) in cases {
        // Whoever has one case need not be told which.
        let which = (cases.len() > 1).then(|| words::day(head.referred_on, today));
        rows.extend(of_case(heads, which.as_deref(), case));
    }
    rows.extend(joined(heads, record));
    rows.sort_by_key(|row| std::cmp::Reverse(row.at));
    let name = heads.client(record.client).map(|head| head.name());
    Changes {
        client_id: record.client,
        client: name.unwrap_or_default(),
        today,
        rows,
    }
}

fn of_client(heads: &Heads, record: &ClientRecord) -> Vec<ChangeRow> {
    let label = |field: ClientField| field.spec().label.to_owned();
    let mut rows = rows(
        heads,
        &record.changes,
        |field| record.fields.get(&field).cloned().unwrap_or_default(),
        label,
    );
    for row in &mut rows {
        row.private = row.what == ClientField::PrivateAlert.spec().label;
    }
    rows
}

/// `which` names the case by the day of its referral.
fn of_case(heads: &Heads, which: Option<&str>, record: &CaseRecord) -> Vec<ChangeRow> {
    let label = |field: CaseField| match which {
        Some(day) => format!("{} ({day})", case_spec(field).0),
        None => case_spec(field).0.to_owned(),
    };
    let mut changed = rows(
        heads,
        &record.changes,
        |field| record.fields.get(&field).cloned().unwrap_or_default(),
        label,
    );
    for row in &mut changed {
        row.was = shown(&row.was);
        row.now = shown(&row.now);
    }
    changed
}

/// A code of one of our lists by its label.
fn shown(text: &str) -> String {
    let need = Need::find(text).map(Need::label);
    let source = Source::find(text).map(Source::label);
    need.or(source).unwrap_or(text).to_owned()
}

/// What a field was changed to is what the next change of it found, or what stands there.
fn rows<F: Copy + Ord>(
    heads: &Heads,
    changes: &[Changed<F>],
    standing: impl Fn(F) -> String,
    label: impl Fn(F) -> String,
) -> Vec<ChangeRow> {
    let mut later = std::collections::BTreeMap::new();
    let newest_first = changes.iter().rev();
    newest_first
        .map(|change| {
            let now = later
                .insert(change.field, change.was.clone())
                .unwrap_or_else(|| standing(change.field));
            ChangeRow {
                at: change.at,
                who: name(heads, change.who),
                what: label(change.field),
                was: change.was.clone(),
                now,
                because: change.because.clone(),
                private: false,
            }
        })
        .collect()
}

fn joined(heads: &Heads, record: &ClientRecord) -> Vec<ChangeRow> {
    let row = |joined: &crate::domain::record::Joined| ChangeRow {
        at: joined.at,
        who: name(heads, joined.who),
        what: "Record".to_owned(),
        was: String::new(),
        now: match joined.together {
            true => format!("joined with {}", joined.other),
            false => format!("parted from {}", joined.other),
        },
        because: String::new(),
        private: false,
    };
    record.joined.iter().map(row).collect()
}

fn name(heads: &Heads, who: StaffId) -> String {
    words::short_name(heads, who)
}
