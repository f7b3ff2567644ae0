//! What is still to be done in the GP system: codes to record, messages to give back.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::{
    access::Asker,
    coding::{CodeUse, Codes, code_due, message_due},
    heads::{CaseHead, Heads},
    ids::{CaseId, ClientId},
};

use super::{cases::Whose, scope, words};

/// No list is longer on the wire.
pub const ROWS_MAX: usize = 500;

/// What one row asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ToDo {
    /// The text for the practice and whoever referred.
    Message,
    Code,
}

/// One thing to be done in the GP system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodingRow {
    pub todo: ToDo,
    pub case: CaseId,
    /// The version that marking it as done is made on.
    pub version: u64,
    pub client: String,
    pub client_id: ClientId,
    pub born: Option<NaiveDate>,
    pub practice: String,
    pub worker: String,
    /// The day since which it waits: of the referral, or of the closing state.
    pub since: NaiveDate,
    pub waiting_days: i64,
    /// The SNOMED CT identifier; empty for a message.
    pub code: String,
    /// The code's term, or what the message is about.
    pub what: String,
    /// The rule for its use, in words.
    pub rule: String,
    /// Whether the code's meaning was found in more than one source.
    pub confirmed: bool,
}

/// The list: messages first, then codes, each the longest waiting first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CodingList {
    pub today: NaiveDate,
    pub rows: Vec<CodingRow>,
    /// Rows left out by the cap.
    pub left_out: u32,
}

/// How many codes and how many messages are to be done for the cases that were asked for.
pub fn counts(heads: &Heads, asker: Asker, whose: Whose) -> (u32, u32) {
    let cases = || scope::all_cases(heads, asker, whose);
    let codes = cases().filter(|case| code_due(case).is_some()).count();
    let messages = cases().filter(|case| message_due(case)).count();
    let count = |number| u32::try_from(number).unwrap_or(u32::MAX);
    (count(codes), count(messages))
}

/// The list for `asker`.
pub fn build(heads: &Heads, asker: Asker, today: NaiveDate, whose: Whose) -> CodingList {
    let codes = Codes::built_in();
    let mut rows = Vec::new();
    for case in scope::all_cases(heads, asker, whose) {
        if message_due(case) {
            rows.push(message(heads, case, today));
        }
        if let Some(used) = code_due(case) {
            rows.extend(code(heads, case, today, used, &codes));
        }
    }
    rows.sort_by_key(|row| (row.todo, row.since, row.case));
    let left_out = rows.len().saturating_sub(ROWS_MAX);
    rows.truncate(ROWS_MAX);
    CodingList {
        today,
        rows,
        left_out: u32::try_from(left_out).unwrap_or(u32::MAX),
    }
}

fn message(heads: &Heads, case: &CaseHead, today: NaiveDate) -> CodingRow {
    CodingRow {
        todo: ToDo::Message,
        what: words::state(&case.state, today),
        rule: "Word to the practice and whoever referred, as text to paste.".to_owned(),
        since: case.state_since,
        ..row(heads, case, today, case.state_since)
    }
}

fn code(
    heads: &Heads,
    case: &CaseHead,
    today: NaiveDate,
    used: CodeUse,
    codes: &Codes,
) -> Option<CodingRow> {
    let code = codes.of(used)?;
    let since = match used {
        CodeUse::Declined => case.state_since,
        CodeUse::Referral | CodeUse::Offered => case.referred_on,
    };
    Some(CodingRow {
        code: code.id.clone(),
        what: code.term.clone(),
        rule: code.rule.clone(),
        confirmed: code.confirmed,
        ..row(heads, case, today, since)
    })
}

fn row(heads: &Heads, case: &CaseHead, today: NaiveDate, since: NaiveDate) -> CodingRow {
    CodingRow {
        todo: ToDo::Code,
        case: case.case,
        version: case.touch.seq,
        client: words::client_name(heads, case),
        client_id: case.client,
        born: heads.client(case.client).and_then(|head| head.born),
        practice: words::practice_short(heads, case.practice),
        worker: words::handle(heads, case.worker),
        since,
        waiting_days: (today - since).num_days().max(0),
        code: String::new(),
        what: String::new(),
        rule: String::new(),
        confirmed: true,
    }
}
