//! A decision about a case, with its reason and the day to talk about it again.

use crate::domain::decision::Decision;
use crate::domain::intent::Intent;
use crate::domain::meeting::ReviewStep;
use crate::domain::part::{Kept, Part, PartChange};
use crate::readmodel::drafts::DraftKey;
use crate::tui::forms::about::Facts;
use crate::tui::forms::fields::{line, say_fault};
use crate::tui::forms::sheet::Kind;
use crate::tui::forms::words;
use crate::tui::widgets::form::Form;

use super::{optional_day, read_day_back};

const WHAT: &str = "what";
const WHY: &str = "why";
const AGAIN: &str = "again";
const BECAUSE: &str = "because";

/// The form: a new decision, or the one that was made today put right.
pub(in crate::tui::forms) struct Decide;

/// What was decided today in a review of this case.
fn today(facts: &Facts) -> Option<(&Kept, &Decision)> {
    let card = facts.card.as_deref()?;
    let case = facts.case()?.case;
    let of_case = card
        .parts
        .iter()
        .rev()
        .filter(|kept| kept.case == Some(case));
    let mut decided = of_case.filter_map(|kept| match &kept.part {
        Part::Decision(one) => Some((kept, one)),
        _ => None,
    });
    decided.find(|(_, one)| one.on == facts.today() && one.meeting.is_some())
}

impl Kind for Decide {
    fn title(&self) -> String {
        "Decide".to_owned()
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        facts.case().map(|case| DraftKey::Decision(case.case))
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        words::no_case(facts)
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let made = today(facts).map(|(_, one)| one.clone());
        let text = |of: fn(&Decision) -> &str| made.as_ref().map_or("", of);
        let again = made.as_ref().and_then(|one| one.again_on);
        let again = again.map_or_else(String::new, |on| on.to_string());
        let mut entries = vec![
            line(
                WHAT,
                "Decision",
                "It stands on the client's record, signed by both of you.",
                text(|one| &one.what),
            ),
            line(
                WHY,
                "Why",
                "So that whoever reads it later understands it.",
                text(|one| &one.why),
            ),
            line(
                AGAIN,
                "Review again",
                "A day on which to talk about it again: +4w, 14/12. May be empty.",
                &again,
            ),
        ];
        if made.is_some() {
            let help = "Both have signed it: say why it is changed.";
            entries.push(line(BECAUSE, "Why changed", help, ""));
        }
        Form::new(entries)
    }

    fn context(&self, facts: &Facts) -> String {
        let brought = facts.case().map_or("", |case| case.review.brought.as_str());
        match brought {
            "" => words::due(facts),
            why => format!("Brought: {why}"),
        }
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        read_day_back(form, AGAIN, facts);
    }

    fn left(&self, form: &mut Form, name: &str, facts: &Facts) {
        if name == AGAIN {
            optional_day(form, AGAIN, facts);
        }
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let (what, why) = (form.text(WHAT), form.text(WHY));
        if what.trim().is_empty() {
            say_fault(form, WHAT, "Say what was decided.");
        }
        let again_on = optional_day(form, AGAIN, facts)?;
        let case = facts.case()?.case;
        let Some((kept, made)) = today(facts) else {
            return Some(Intent::Review(ReviewStep::Decide {
                case,
                what,
                why,
                again_on,
            }));
        };
        let because = form.text(BECAUSE);
        if because.trim().is_empty() {
            say_fault(form, BECAUSE, "Say why it is changed.");
        }
        let now = Decision {
            what,
            why,
            again_on,
            ..made.clone()
        };
        Some(Intent::SetParts {
            client: facts.card.as_ref()?.client_id,
            changes: vec![PartChange {
                id: Some(kept.id),
                version: kept.seq,
                case: kept.case,
                now: Some(Part::Decision(now)),
            }],
            because,
        })
    }
}
