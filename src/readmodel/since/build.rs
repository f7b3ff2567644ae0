//! What changed, made from the heads of two days.

use chrono::NaiveDate;

use crate::{
    domain::{
        access::Asker,
        heads::{CaseHead, Heads},
        ids::StaffId,
    },
    readmodel::{scope, words},
};

use super::{SinceCounts, SincePage, SinceQuery, SinceRow, Turned};

/// An answer holds no more rows.
pub const ROWS_MAX: usize = 2_000;

/// What is at the end of `today` and was not so at the end of the query's day. The asker's reach is
/// decided as for `is`.
pub fn build(
    was: &Heads,
    is: &Heads,
    asker: Asker,
    today: NaiveDate,
    query: &SinceQuery,
) -> SincePage {
    let mut counts = SinceCounts::default();
    let mut found: Vec<(u8, SinceRow)> = Vec::new();
    for case in scope::all_cases(is, asker, query.whose) {
        let elsewhere = query.practice.is_some_and(|only| only != case.practice);
        if elsewhere || !scope::wanted(is, asker, query.whose, case) {
            continue;
        }
        let before = was.case(case.case);
        let row = row(before.map(|head| (was, head)), is, case, today);
        match rank(&row) {
            Some(rank) => {
                count(&row, &mut counts);
                found.push((rank, row));
            }
            None if case.state.is_open() => counts.same += 1,
            None => {}
        }
    }
    found.sort_by_key(|(rank, row)| (*rank, row.case));
    let left_out = u32::try_from(found.len().saturating_sub(ROWS_MAX)).unwrap_or(u32::MAX);
    found.truncate(ROWS_MAX);
    SincePage {
        today,
        from: query.from,
        counts,
        rows: found.into_iter().map(|(_, row)| row).collect(),
        left_out,
    }
}

fn row(
    was: Option<(&Heads, &CaseHead)>,
    is: &Heads,
    case: &CaseHead,
    today: NaiveDate,
) -> SinceRow {
    let before = was.map(|(_, head)| head);
    let open = case.state.is_open();
    let was_open = before.is_none_or(|head| head.state.is_open());
    let state = before
        .filter(|head| head.state.code() != case.state.code())
        .map(|head| turned(head.state.label(), case.state.label()));
    let given = was.filter(|(_, head)| head.worker != case.worker);
    let step = before
        .filter(|head| open && head.state.is_open() && head.next != case.next)
        .map(|head| {
            let said = |head: &CaseHead| words::next_step(&head.next, today);
            turned(&said(head), &said(case))
        });
    let then = before.map(|head| head.tally).unwrap_or_default();
    let client = is.client(case.client);
    SinceRow {
        case: case.case,
        client: words::client_name(is, case),
        client_id: client.map_or(case.client, |client| client.client),
        worker: words::handle(is, case.worker),
        practice: words::practice_short(is, case.practice),
        new: before.is_none(),
        ended: was_open && !open,
        // What came and ended since has a state to tell of, too.
        state: match (before, open) {
            (None, false) => Some(turned("", case.state.label())),
            _ => state,
        },
        given: given.map(|(heads, head)| turned(&with(heads, head.worker), &with(is, case.worker))),
        step,
        spoke: case.tally.spoke.saturating_sub(then.spoke),
        tries: case.tally.tries.saturating_sub(then.tries),
    }
}

fn turned(was: &str, is: &str) -> Turned {
    Turned {
        was: was.to_owned(),
        is: is.to_owned(),
    }
}

fn with(heads: &Heads, worker: Option<StaffId>) -> String {
    match worker {
        Some(_) => words::handle(heads, worker),
        None => "nobody".to_owned(),
    }
}

/// Where a row stands among the others; nothing where the case is as it was.
fn rank(row: &SinceRow) -> Option<u8> {
    let kinds = [
        row.new,
        row.ended,
        row.given.is_some(),
        row.state.is_some(),
        row.spoke > 0,
        row.tries > 0 || row.step.is_some(),
    ];
    let first = kinds.iter().position(|kind| *kind)?;
    u8::try_from(first).ok()
}

fn count(row: &SinceRow, counts: &mut SinceCounts) {
    let kinds = [
        (row.new, &mut counts.new),
        (row.ended, &mut counts.ended),
        (row.given.is_some(), &mut counts.given),
        (row.state.is_some() && !row.ended, &mut counts.state),
        (row.step.is_some(), &mut counts.step),
        (row.spoke > 0, &mut counts.spoke),
    ];
    for (holds, sum) in kinds {
        *sum += u32::from(holds);
    }
}
