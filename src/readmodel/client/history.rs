//! A case's history as its reader sees it: newest first, each line in plain words.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    domain::{
        contact::Contact,
        heads::{CaseHead, Heads},
        ids::{CaseId, StaffId},
        part::Part,
        record::{CaseRecord, Happening, What},
        terms::{ContactKind, Outcome, With},
        written::{Earlier, Words, Written},
        zone::store_date,
    },
    readmodel::words::{self, joined},
};

use super::{EarlierRow, HistoryRow, WordsCard};

/// The history newest first. Of what one entry did, the contact or note stands above the rest.
pub(super) fn rows(
    heads: &Heads,
    case: &CaseHead,
    record: &CaseRecord,
    today: NaiveDate,
) -> Vec<HistoryRow> {
    let mut rows: Vec<HistoryRow> = record
        .history
        .iter()
        .rev()
        .map(|happening| row(heads, case, happening, today))
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.on, row.seq, row.is_contact)));
    rows
}

fn row(heads: &Heads, case: &CaseHead, happening: &Happening, today: NaiveDate) -> HistoryRow {
    let name = |staff| words::short_name(heads, staff);
    let (kind, text, is_contact) = match &happening.what {
        What::Opened { referred_on } => {
            let referred = format!("referred {}", words::day(*referred_on, today));
            (
                "referral",
                joined(&referred, ", ", &case.asked.to_string()),
                false,
            )
        }
        What::Contact(contact) => (contact.kind.code(), contact_text(contact), true),
        What::Note { text, .. } => ("note", text.clone(), true),
        What::State { was, now } => {
            let now = words::state(now, today);
            ("status", format!("{now} (was {})", was.label()), false)
        }
        What::Next { now, .. } => ("next step", words::next_step(now, today), false),
        What::Assigned { was, now } => {
            let now = now.map_or_else(|| "nobody".to_owned(), name);
            let was = was.map_or_else(String::new, |was| format!(" (was {})", name(was)));
            ("worker", format!("now with {now}{was}"), false)
        }
        What::Part {
            was, now, because, ..
        } => {
            let (kind, text) = super::parts::happened(heads, was.as_ref(), now.as_ref());
            (kind, joined(&text, "\nbecause: ", because), false)
        }
        What::Moved { on, note, here } => {
            let word = if *note { "note" } else { "contact" };
            let whither = if *here {
                "moved here from another record"
            } else {
                "moved to another record"
            };
            let on = words::day(*on, today);
            ("moved", format!("a {word} of {on} was {whither}"), false)
        }
        What::Undone => ("undo", "undone".to_owned(), false),
    };
    HistoryRow {
        seq: happening.seq,
        on: happening.on,
        recorded: happening.recorded,
        kind: kind.to_owned(),
        text,
        who: signed(heads, happening),
        is_contact,
        id: happening.written_id(),
        changed: happening
            .earlier
            .last()
            .map_or_else(String::new, |earlier| changed(heads, earlier, today)),
    }
}

/// Who recorded it; a decision is signed by both who made it.
fn signed(heads: &Heads, happening: &Happening) -> String {
    let who = words::short_name(heads, happening.who);
    let What::Part {
        now: Some(Part::Decision(one)),
        ..
    } = &happening.what
    else {
        return who;
    };
    let with = one.with.map(|with| words::short_name(heads, with));
    joined(
        &words::short_name(heads, one.by),
        ", ",
        &with.unwrap_or_default(),
    )
}

/// "changed 23 Nov by A Khan: typing slip"
fn changed(heads: &Heads, earlier: &Earlier, today: NaiveDate) -> String {
    changed_by(heads, (earlier.until, earlier.who), &earlier.because, today)
}

/// The same of anything that was changed, when and by whom.
pub(super) fn changed_by(
    heads: &Heads,
    (at, who): (DateTime<Utc>, StaffId),
    because: &str,
    today: NaiveDate,
) -> String {
    let on = words::day(store_date(at), today);
    let who = words::short_name(heads, who);
    joined(&format!("changed {on} by {who}"), ": ", because)
}

/// A contact or note whole, with what stood there before.
pub fn words_card(heads: &Heads, case: CaseId, words: Words, today: NaiveDate) -> WordsCard {
    let row = |earlier: &Earlier| {
        let (kind, text) = match &earlier.written {
            Written::Contact(contact) => (contact.kind.code(), contact_text(contact)),
            Written::Note { text, .. } => ("note", text.clone()),
        };
        EarlierRow {
            head: format!("{kind}, {}", words::day(earlier.written.on(), today)),
            text,
            changed: changed(heads, earlier, today),
        }
    };
    WordsCard {
        case,
        earlier: words.earlier.iter().rev().map(row).collect(),
        words,
    }
}

/// What came of a contact and what was noted. A conversation with the person is told by its note;
/// everything else says what came of it first: "no answer, no message left".
fn contact_text(contact: &Contact) -> String {
    let outcome = contact.outcome.label();
    let note = contact.note.as_str();
    let first = match (contact.outcome, contact.with) {
        (Outcome::Spoke, With::Person) if note.is_empty() => outcome.to_owned(),
        (Outcome::Spoke, With::Person) => note.to_owned(),
        (Outcome::Spoke, with) => joined(&format!("{outcome} with {}", with.label()), ": ", note),
        // Left a message is a result of its own, so this one left none.
        (Outcome::NoAnswer, _) if note.is_empty() && contact.kind == ContactKind::Phone => {
            format!("{outcome}, no message left")
        }
        // A note that says so itself is not told so twice.
        _ if note.to_lowercase().starts_with(outcome) => note.to_owned(),
        _ => joined(outcome, ": ", note),
    };
    let promises = [
        ("we promised: ", &contact.we_promised),
        ("they said: ", &contact.they_said),
    ];
    let said = promises.iter().filter(|(_, text)| !text.is_empty());
    said.fold(first, |text, (label, said)| {
        format!("{text}\n{label}{said}")
    })
}

/// "home, 50 min".
pub(super) fn how(contact: &Contact) -> String {
    match contact.minutes {
        0 => contact.kind.label().to_owned(),
        minutes => format!("{}, {minutes} min", contact.kind.label()),
    }
}
