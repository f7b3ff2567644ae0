//! Marking a case as coded in the GP system, or as needing no code. caseload writes into no other
//! system: it keeps the list and the day.

use super::about::Facts;
use super::menu::{Menu, Taken};
use super::words;
use crate::domain::case::{CaseField, CaseState};
use crate::domain::coding::{CodeUse, Codes};
use crate::domain::intent::Intent;
use crate::tui::dialogs::pick::Item;
use crate::tui::dialogs::plain::PlainText;

/// The list.
pub(super) struct Coded;

const DONE: usize = 0;
const COPY: usize = 1;
const NOT_NEEDED: usize = 2;

/// Which code is used for the case as it stands.
fn used(facts: &Facts) -> CodeUse {
    match facts.case().map(|case| &case.state) {
        Some(CaseState::Declined { .. }) => CodeUse::Declined,
        _ => CodeUse::Referral,
    }
}

impl Menu for Coded {
    fn title(&self) -> String {
        "Code in the GP system".to_owned()
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        words::no_case(facts)
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        let codes = Codes::built_in();
        let code = codes.of(used(facts));
        let term = code.map_or_else(String::new, |code| {
            let sure = if code.confirmed { "" } else { " (unconfirmed)" };
            format!("{} {}{sure}", code.id, code.term)
        });
        let now = facts
            .case()
            .and_then(|case| case.fields.get(&CaseField::Coded));
        let said = now.map_or_else(|| term.clone(), |now| format!("now: {now}"));
        let item = |words: &str, note: String| Item {
            words: words.to_owned(),
            note,
        };
        let mut items = vec![
            item("It is coded", said),
            item("Show the code", "to copy".to_owned()),
            item(
                "No code needed",
                "it is coded elsewhere, or need not be".to_owned(),
            ),
        ];
        if now.is_some() {
            items.push(item("Still to be coded", "back on the list".to_owned()));
        }
        (items, 0)
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        let codes = Codes::built_in();
        let (Some(code), Some(case)) = (codes.of(used(facts)), facts.case()) else {
            return Taken::Nothing;
        };
        let text = match index {
            DONE => format!("{} on {}", code.id, facts.today()),
            COPY => {
                let text = format!("{}\n{}\n\n{}", code.id, code.term, code.rule);
                return Taken::Open(Box::new(PlainText::new(vec![text])));
            }
            NOT_NEEDED => format!("no code needed, {}", facts.today()),
            _ => String::new(),
        };
        Taken::Do(Intent::EditCase {
            case: case.case,
            version: case.version,
            set: vec![(CaseField::Coded, Some(text))],
        })
    }
}
