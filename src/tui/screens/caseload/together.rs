//! What is done for everybody who is marked on the Caseload, or for the one under the marker.

use super::Caseload;
use crate::domain::ids::CaseId;
use crate::domain::intent::SeenCase;
use crate::readmodel::cases::CaseRow;
use crate::tui::action::{Action, CaseAction, ListAction, MarksAction};
use crate::tui::effect::Effect;
use crate::tui::forms::{self, Marked};

impl Caseload {
    /// Whether an action is for all who are marked, whoever is under the marker.
    pub(super) fn is_for_marked(&self, action: Action) -> bool {
        let several = matches!(
            action,
            Action::Case(CaseAction::NextStep) | Action::Marks(MarksAction::Reassign)
        );
        several && !self.marks.is_empty()
    }

    pub(super) fn act_on_marked(&self, action: Action) -> Vec<Effect> {
        let marked = self.marks.all();
        let form = match action {
            Action::Marks(_) => forms::give_all(marked),
            _ => forms::move_steps(marked),
        };
        vec![Effect::Push(form)]
    }

    /// Marks whoever is under the marker and goes on to the next; nobody is marked to be given.
    pub(super) fn mark_or_give(&mut self, action: MarksAction, case: CaseId) -> Vec<Effect> {
        if action == MarksAction::Reassign {
            return vec![Effect::Push(forms::assign(case))];
        }
        let Some(window) = &self.window else {
            return Vec::new();
        };
        if let Some(row) = window.get(self.marker.index()) {
            self.marks.toggle(marked(row));
        }
        self.marker.act(window, ListAction::Next);
        self.fetch()
    }

    /// While somebody is marked, what can be done for all of them comes first.
    pub(super) fn hints_with_marks(&self) -> Vec<Action> {
        vec![
            MarksAction::Mark.into(),
            CaseAction::NextStep.into(),
            MarksAction::Reassign.into(),
            ListAction::Open.into(),
        ]
    }
}

fn marked(row: &CaseRow) -> Marked {
    Marked {
        seen: SeenCase {
            case: row.case,
            version: row.version,
        },
        name: row.client.clone(),
        has_step: row.next_due.is_some(),
        at_a_time: row.next_at.is_some(),
    }
}
