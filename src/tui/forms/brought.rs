//! Bringing a case to the next review, with a line why.

use super::about::Facts;
use super::fields::line;
use super::sheet::Kind;
use super::words;
use crate::domain::case::CaseField;
use crate::domain::intent::Intent;
use crate::readmodel::drafts::DraftKey;
use crate::tui::widgets::form::Form;

const WHY: &str = "why";

/// The form.
pub(super) struct Bring;

impl Kind for Bring {
    fn title(&self) -> String {
        "Bring to review".to_owned()
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        facts.case().map(|case| DraftKey::Brought(case.case))
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        words::no_case(facts)
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let brought = facts.case().map_or("", |case| case.review.brought.as_str());
        let help = "What you want to ask or talk about, in a line. Empty takes it back.";
        Form::new(vec![line(WHY, "Why", help, brought)])
    }

    fn context(&self, facts: &Facts) -> String {
        let review = facts.case().map(|case| &case.review);
        let decided = review.and_then(|review| review.decided.as_ref());
        decided.map_or_else(String::new, |one| format!("Last decided: {}", one.what))
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let case = facts.case()?;
        let text = form.text(WHY);
        Some(Intent::EditCase {
            case: case.case,
            version: case.version,
            set: vec![(CaseField::Brought, Some(text))],
            because: String::new(),
        })
    }
}
