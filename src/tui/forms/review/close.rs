//! How a review ends: when the next is; and what the link worker says to its record.

use chrono::Days;

use crate::domain::ids::MeetingId;
use crate::domain::intent::Intent;
use crate::domain::meeting::ReviewStep;
use crate::readmodel::drafts::DraftKey;
use crate::tui::forms::about::Facts;
use crate::tui::forms::fields::{line, note, say_fault};
use crate::tui::forms::sheet::Kind;
use crate::tui::widgets::form::Form;

use super::{optional_day, read_day_back};

const NEXT: &str = "next";
const TEXT: &str = "text";

/// Ends the review.
pub(in crate::tui::forms) struct Close {
    pub meeting: MeetingId,
    pub version: u64,
}

impl Kind for Close {
    fn title(&self) -> String {
        "End the review".to_owned()
    }

    fn wants_desk(&self) -> bool {
        true
    }

    fn key(&self, _facts: &Facts) -> Option<DraftKey> {
        None
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let week = facts.today().checked_add_days(Days::new(7));
        let week = week.map_or_else(String::new, |day| day.to_string());
        let help = "When you talk next. The record then stands, for the link worker to agree to.";
        Form::new(vec![line(NEXT, "Next review", help, &week)])
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        read_day_back(form, NEXT, facts);
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        Some(Intent::Review(ReviewStep::Close {
            meeting: self.meeting,
            version: self.version,
            next_on: optional_day(form, NEXT, facts)?,
        }))
    }
}

/// Where the link worker sees it differently.
pub(in crate::tui::forms) struct Differ {
    pub meeting: MeetingId,
    pub version: u64,
    pub text: String,
}

impl Kind for Differ {
    fn title(&self) -> String {
        "Where you see it differently".to_owned()
    }

    fn key(&self, _facts: &Facts) -> Option<DraftKey> {
        Some(DraftKey::Differ(self.meeting))
    }

    fn form(&mut self, _facts: &Facts) -> Form {
        let help = "It stands under the record, which stays as it is.";
        Form::new(vec![note(TEXT, "You see it so", help, &self.text)])
    }

    fn intent(&mut self, form: &mut Form, _facts: &Facts) -> Option<Intent> {
        let text = form.text(TEXT);
        if text.trim().is_empty() {
            say_fault(form, TEXT, "Nothing is written yet.");
        }
        Some(Intent::Review(ReviewStep::Disagree {
            meeting: self.meeting,
            version: self.version,
            text,
        }))
    }

    fn label(&self) -> String {
        "the record of the review".to_owned()
    }
}
