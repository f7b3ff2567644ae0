//! The form of a safeguarding concern.

use chrono::NaiveDate;

use super::super::about::Facts;
use super::super::connect::{past, read_past};
use super::super::fields::{line, note, say_fault};
use super::super::sheet::Kind;
use super::super::why;
use super::{concern, gone, set};
use crate::domain::concern::Concern;
use crate::domain::dates::{self, parse_due, read_back};
use crate::domain::ids::PartId;
use crate::domain::intent::Intent;
use crate::readmodel::drafts::DraftKey;
use crate::tui::widgets::form::Form;

/// Mark of a draft: which concern.
const CONCERN: &str = "concern-id";

const WHAT: &str = "Concern";
const NOTICED: &str = "Noticed on";
const WITH: &str = "Discussed with";
const ON: &str = "Discussed on";
const OUTCOME: &str = "Decided";
const REVIEW: &str = "Look again on";
const CLOSED: &str = "Closed on";
const BECAUSE: &str = "Closed because";

/// A concern in words and days; a new one, or one that stands.
pub(in crate::tui::forms) struct ConcernForm {
    part: Option<PartId>,
}

impl ConcernForm {
    pub(super) fn new(part: Option<PartId>) -> ConcernForm {
        ConcernForm { part }
    }

    /// The form that a kept draft is of.
    pub(in crate::tui::forms) fn of_draft(fields: &[(String, String)]) -> ConcernForm {
        let mark = fields.iter().find(|(name, _)| name == CONCERN);
        let part = mark.and_then(|(_, id)| id.parse().ok());
        ConcernForm::new(part.map(PartId))
    }

    fn mark(&self) -> String {
        let part = self.part.map(|part| part.0.to_string());
        part.unwrap_or_default()
    }
}

impl Kind for ConcernForm {
    fn title(&self) -> String {
        "Safeguarding".to_owned()
    }

    fn is_guarded(&self) -> bool {
        true
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        let card = facts.card.as_ref()?;
        Some(DraftKey::Concern(card.client_id))
    }

    fn belongs(&self, fields: &[(String, String)]) -> bool {
        let of = |(name, text): &(String, String)| name == CONCERN && *text == self.mark();
        fields.iter().any(of)
    }

    fn marks(&self) -> Vec<(String, String)> {
        vec![(CONCERN.to_owned(), self.mark())]
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        self.part.and_then(|part| gone(facts, part))
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let stood = self.part.and_then(|part| concern(facts, part));
        let stood = stood.map(|(_, concern)| concern);
        let text = |said: fn(&Concern) -> &String| stood.map_or("", |one| said(one).as_str());
        let day = |said: fn(&Concern) -> Option<NaiveDate>| {
            stood.and_then(said).map_or_else(String::new, dates::full)
        };
        let past_help = "Empty while it has not happened. Or: today, mon, 14/3.";
        let noticed = "Empty is today. Or: yesterday, mon, 14/3.";
        let what = "What was seen or said, in the words that were used.";
        let with = "A name and a role: the safeguarding lead, the GP.";
        let review = "When to look at it again: +2w, fri, 14/3. It comes up on the Agenda.";
        let mut entries = vec![
            note(WHAT, WHAT, what, text(|one| &one.what)),
            line(NOTICED, NOTICED, noticed, &day(|one| Some(one.noticed_on))),
            line(WITH, WITH, with, text(|one| &one.discussed_with)),
            line(ON, ON, past_help, &day(|one| one.discussed_on)),
            note(
                OUTCOME,
                OUTCOME,
                "What was decided, and who does it.",
                text(|one| &one.outcome),
            ),
            line(REVIEW, REVIEW, review, &day(|one| one.review_on)),
            line(CLOSED, CLOSED, past_help, &day(|one| one.closed_on)),
            line(
                BECAUSE,
                BECAUSE,
                "Why nobody needs to look at it any more.",
                text(|one| &one.closed_because),
            ),
        ];
        if self.part.is_some() {
            entries.push(why::entry());
        }
        Form::new(entries)
    }

    fn context(&self, _facts: &Facts) -> String {
        "Others see a bare mark and nothing of this. What stood before is kept.".to_owned()
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        for name in [NOTICED, ON, CLOSED] {
            read_past(form, name, facts);
        }
        let (today, holidays) = (facts.today(), &facts.holidays);
        if form.text(NOTICED).trim().is_empty()
            && let Some(entry) = form.entry_mut(NOTICED)
        {
            entry.read_back = format!("today, {}", dates::short(today, today));
        }
        let words = parse_due(&form.text(REVIEW), today, holidays)
            .map(|when| read_back(when.date, today, holidays));
        if let Some(entry) = form.entry_mut(REVIEW) {
            entry.read_back = words.unwrap_or_default();
        }
        if self.part.is_some() {
            why::read_back(form);
        }
    }

    fn left(&self, form: &mut Form, name: &str, facts: &Facts) {
        match name {
            NOTICED | ON | CLOSED => {
                past(form, name, facts);
            }
            REVIEW => {
                self.review(form, facts);
            }
            _ => {}
        }
    }

    fn edits_record(&self) -> bool {
        self.part.is_some()
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let words = |form: &Form, name| form.text(name).trim().to_owned();
        if words(form, WHAT).is_empty() {
            say_fault(form, WHAT, "Say what was seen or said.");
        }
        let closed_on = past(form, CLOSED, facts);
        if closed_on.is_some() && words(form, BECAUSE).is_empty() {
            say_fault(form, BECAUSE, "Say why it is closed.");
        }
        if closed_on.is_none() && !words(form, BECAUSE).is_empty() {
            say_fault(form, CLOSED, "Say when it was closed, for example today.");
        }
        let discussed_on = past(form, ON, facts);
        if discussed_on.is_some() && words(form, WITH).is_empty() {
            say_fault(form, WITH, "Say with whom.");
        }
        let now = Concern {
            what: words(form, WHAT),
            noticed_on: past(form, NOTICED, facts).unwrap_or_else(|| facts.today()),
            discussed_with: words(form, WITH),
            discussed_on,
            outcome: words(form, OUTCOME),
            review_on: self.review(form, facts),
            closed_on,
            closed_because: words(form, BECAUSE),
        };
        let because = match self.part {
            Some(_) => why::meant(form),
            None => String::new(),
        };
        let stood = self.part.and_then(|part| concern(facts, part));
        let other_words =
            |stood: &Concern| (&stood.what, stood.noticed_on) != (&now.what, now.noticed_on);
        if because.is_empty() && stood.is_some_and(|(_, stood)| other_words(stood)) {
            let words = "Say why what was noted is changed: a letter does for the usual reasons.";
            say_fault(form, why::WHY, words);
        }
        set(facts, self.part, Some(now), because)
    }
}

impl ConcernForm {
    /// The day to look again; one that was not touched stays, over or not.
    fn review(&self, form: &mut Form, facts: &Facts) -> Option<NaiveDate> {
        let typed = form.text(REVIEW);
        if typed.trim().is_empty() {
            return None;
        }
        let stood = self.part.and_then(|part| concern(facts, part)?.1.review_on);
        if stood.is_some_and(|stood| dates::full(stood) == typed) {
            return stood;
        }
        match parse_due(&typed, facts.today(), &facts.holidays) {
            Ok(when) => Some(when.date),
            Err(fault) => {
                say_fault(form, REVIEW, &fault.to_string());
                None
            }
        }
    }
}
