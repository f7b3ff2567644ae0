//! How the link worker is, and what is heavy this week: for the two in the review only.

use crate::domain::ids::StaffId;
use crate::domain::intent::Intent;
use crate::domain::meeting::ReviewStep;
use crate::readmodel::drafts::DraftKey;
use crate::tui::forms::about::Facts;
use crate::tui::forms::fields::note;
use crate::tui::forms::sheet::Kind;
use crate::tui::widgets::form::Form;

const TEXT: &str = "text";

/// The form.
pub(in crate::tui::forms) struct Heavy {
    pub worker: StaffId,
    /// Zero where no review is under way.
    pub version: u64,
    pub text: String,
}

impl Kind for Heavy {
    fn title(&self) -> String {
        "What is heavy this week".to_owned()
    }

    fn key(&self, _facts: &Facts) -> Option<DraftKey> {
        Some(DraftKey::Heavy(self.worker))
    }

    fn form(&mut self, _facts: &Facts) -> Form {
        let help = "Only the link worker and the supervisor of this review can read it.";
        Form::new(vec![note(TEXT, "Between you", help, &self.text)])
    }

    fn intent(&mut self, form: &mut Form, _facts: &Facts) -> Option<Intent> {
        Some(Intent::Review(ReviewStep::Heavy {
            worker: self.worker,
            version: self.version,
            text: form.text(TEXT),
        }))
    }

    fn label(&self) -> String {
        "the review".to_owned()
    }
}
