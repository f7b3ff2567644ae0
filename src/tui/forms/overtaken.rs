//! What somebody else changed while a form was open, in words: so that nobody saves over it unseen.

use super::words;
use crate::domain::dates;
use crate::readmodel::client::{CaseCard, ClientCard};

/// A part of a case that forms other than those of the record itself can set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    NextStep,
    Status,
    Worker,
    LastContact,
    /// Anything else: shown, but no form saves over it.
    Other,
}

impl Part {
    /// "Next step".
    pub(super) fn label(self) -> &'static str {
        match self {
            Part::NextStep => "Next step",
            Part::Status => "Status",
            Part::Worker => "With",
            Part::LastContact => "Last contact",
            Part::Other => "Recorded",
        }
    }
}

/// What stands in the case now otherwise than before: the part, and how it reads.
pub(super) fn changes(before: &ClientCard, now: &ClientCard) -> Vec<(Part, String)> {
    let (Some(was), Some(is)) = (&before.case, &now.case) else {
        return Vec::new();
    };
    let parts = [
        Part::NextStep,
        Part::Status,
        Part::Worker,
        Part::LastContact,
    ];
    let differs = |part: Part| {
        let (was, is) = (said(part, was, before), said(part, is, now));
        (was != is).then_some((part, is))
    };
    let changed: Vec<(Part, String)> = parts.into_iter().filter_map(differs).collect();
    if !changed.is_empty() {
        return changed;
    }
    let newest = |case: &CaseCard| case.history.first().map(|row| row.seq);
    match newest(is) == newest(was) {
        true => Vec::new(),
        false => vec![(Part::Other, said(Part::Other, is, now))],
    }
}

fn said(part: Part, case: &CaseCard, card: &ClientCard) -> String {
    let row = match part {
        Part::NextStep => {
            let step = words::next(case, card.today);
            return step.strip_prefix("Due ").unwrap_or(&step).to_owned();
        }
        Part::Status => return case.state.label().to_owned(),
        Part::Worker if case.worker.is_empty() => return "nobody".to_owned(),
        Part::Worker => return case.worker.clone(),
        Part::LastContact => case.history.iter().find(|row| row.is_contact),
        Part::Other => case.history.first(),
    };
    let Some(row) = row else { return String::new() };
    let text = row.text.replace('\n', " / ");
    let on = dates::short(row.on, card.today);
    format!("{on}, {}: {text} ({})", row.kind, row.who)
}
