//! The forms of a consent: a new one, one that is put right, and one that is withdrawn.

use super::super::about::Facts;
use super::super::connect::{past, read_past};
use super::super::fields::{choice, line, note, say_fault};
use super::super::sheet::Kind;
use super::super::why;
use super::{answer, consent, gone, set, what};
use crate::domain::consent::Consent;
use crate::domain::dates;
use crate::domain::ids::PartId;
use crate::domain::intent::Intent;
use crate::domain::terms::{ConsentScope, HowGiven};
use crate::readmodel::drafts::DraftKey;
use crate::tui::widgets::form::{Entry, Form};

/// Marks of a draft: which consent, and whether it is being withdrawn.
const CONSENT: &str = "consent-id";
const WITHDRAWN: &str = "withdrawn";

const SCOPE: &str = "For what";
const ANSWER: &str = "They say";
const HOW: &str = "How";
const ON: &str = "On";
const ORGANISATION: &str = "Organisation";
const NOTE: &str = "Note";
const WITHDRAWN_ON: &str = "Withdrawn on";

const YES: &str = "yes";
const NO: &str = "no";

/// What the form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui::forms) enum What {
    New,
    Change(PartId),
    Withdraw(PartId),
}

/// The form.
pub(in crate::tui::forms) struct ConsentForm {
    what: What,
}

impl ConsentForm {
    pub(super) fn new(what: What) -> ConsentForm {
        ConsentForm { what }
    }

    /// The form that a kept draft is of.
    pub(in crate::tui::forms) fn of_draft(fields: &[(String, String)]) -> ConsentForm {
        let has = |wanted| fields.iter().find(|(name, _)| name == wanted);
        let part = has(CONSENT).and_then(|(_, id)| id.parse().ok()).map(PartId);
        ConsentForm::new(match (part, has(WITHDRAWN)) {
            (None, _) => What::New,
            (Some(part), None) => What::Change(part),
            (Some(part), Some(_)) => What::Withdraw(part),
        })
    }

    fn part(&self) -> Option<PartId> {
        match self.what {
            What::New => None,
            What::Change(part) | What::Withdraw(part) => Some(part),
        }
    }
}

impl Kind for ConsentForm {
    fn title(&self) -> String {
        match self.what {
            What::Withdraw(_) => "Consent withdrawn".to_owned(),
            What::New | What::Change(_) => "Consent".to_owned(),
        }
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        let card = facts.card.as_ref()?;
        Some(DraftKey::Consent(card.client_id))
    }

    fn belongs(&self, fields: &[(String, String)]) -> bool {
        ConsentForm::of_draft(fields).what == self.what
    }

    fn marks(&self) -> Vec<(String, String)> {
        let part = self.part().map(|part| part.0.to_string());
        let mut marks = vec![(CONSENT.to_owned(), part.unwrap_or_default())];
        if matches!(self.what, What::Withdraw(_)) {
            marks.push((WITHDRAWN.to_owned(), YES.to_owned()));
        }
        marks
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        self.part().and_then(|part| gone(facts, part))
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let stood = self.part().and_then(|part| consent(facts, part));
        let stood = stood.map(|(_, consent)| consent);
        if matches!(self.what, What::Withdraw(_)) {
            let help = "Empty is today. Or: yesterday, mon, 14/3.";
            return Form::new(vec![
                line(WITHDRAWN_ON, WITHDRAWN_ON, help, ""),
                why::entry(),
            ]);
        }
        let mut entries = entries(stood);
        if let Some(stood) = stood {
            let day = stood.withdrawn_on.map_or_else(String::new, dates::full);
            let help = "The day on which they took it back; empty while it stands.";
            entries.push(line(WITHDRAWN_ON, WITHDRAWN_ON, help, &day));
            entries.push(why::entry());
        }
        Form::new(entries)
    }

    fn context(&self, facts: &Facts) -> String {
        let part = self.part().and_then(|part| consent(facts, part));
        match (part, facts.card.as_deref()) {
            (Some((_, one)), Some(card)) => format!("{}: {}", what(one, card), answer(one, card)),
            _ => "Each consent is a fact of its own; a no is one too.".to_owned(),
        }
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        let today = facts.today();
        let now = match self.what {
            What::Withdraw(_) => WITHDRAWN_ON,
            What::New | What::Change(_) => ON,
        };
        read_past(form, ON, facts);
        read_past(form, WITHDRAWN_ON, facts);
        if form.text(now).trim().is_empty()
            && let Some(entry) = form.entry_mut(now)
        {
            entry.read_back = format!("today, {}", dates::short(today, today));
        }
        why::read_back(form);
    }

    fn left(&self, form: &mut Form, name: &str, facts: &Facts) {
        if matches!(name, ON | WITHDRAWN_ON) {
            past(form, name, facts);
        }
    }

    fn edits_record(&self) -> bool {
        matches!(self.what, What::Change(_))
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let stood = self.part().and_then(|part| consent(facts, part));
        let stood = stood.map(|(_, consent)| consent.clone());
        let because = why::meant(form);
        let now = match (self.what, stood) {
            (What::Withdraw(_), stood) => Consent {
                withdrawn_on: Some(past(form, WITHDRAWN_ON, facts).unwrap_or(facts.today())),
                ..stood?
            },
            (_, stood) => typed(form, facts, stood)?,
        };
        set(facts, self.part(), Some(now), because)
    }
}

fn entries(stood: Option<&Consent>) -> Vec<Entry> {
    let scopes: Vec<&str> = ConsentScope::ALL.iter().map(|one| one.label()).collect();
    let hows: Vec<&str> = HowGiven::ALL.iter().map(|one| one.label()).collect();
    let pick = "A letter or the arrows choose.";
    let scope = stood.map(|one| one.scope.label());
    let given = stood.map(|one| if one.given { YES } else { NO });
    let how = stood.map_or(HowGiven::Spoken, |one| one.how);
    let on = stood.map_or_else(String::new, |one| dates::full(one.on));
    let on_help = "Empty is today. Or: yesterday, mon, 14/3.";
    let mut entries = vec![
        choice(SCOPE, SCOPE, pick, &scopes, scope),
        choice(
            ANSWER,
            ANSWER,
            "Yes or no; a no is kept too.",
            &[YES, NO],
            given,
        ),
        choice(HOW, HOW, pick, &hows, Some(how.label())),
        line(ON, ON, on_help, &on),
    ];
    if stood.is_none_or(|one| one.service.is_none()) {
        let with = "With whom, where it is sharing with an organisation.";
        let text = stood.map_or("", |one| one.organisation.as_str());
        entries.push(line(ORGANISATION, ORGANISATION, with, text));
    }
    let text = stood.map_or("", |one| one.note.as_str());
    entries.push(note(NOTE, NOTE, "What they said of it.", text));
    entries
}

/// The consent that the form says; `None` with the faults said at their fields.
fn typed(form: &mut Form, facts: &Facts, stood: Option<Consent>) -> Option<Consent> {
    let scope = ConsentScope::find(&form.text(SCOPE));
    if scope.is_none() {
        say_fault(form, SCOPE, "Choose what it is for.");
    }
    let answer = form.text(ANSWER);
    if answer.is_empty() {
        say_fault(form, ANSWER, "Yes or no?");
    }
    let organisation = form.text(ORGANISATION).trim().to_owned();
    let service = stood.as_ref().and_then(|stood| stood.service);
    let shares = scope == Some(ConsentScope::ShareService);
    if shares && service.is_none() && organisation.is_empty() {
        say_fault(form, ORGANISATION, "Say with whom.");
    }
    let on = past(form, ON, facts).unwrap_or_else(|| facts.today());
    Some(Consent {
        scope: scope?,
        service: service.filter(|_| shares),
        organisation,
        given: answer == YES,
        on,
        how: HowGiven::find(&form.text(HOW)).unwrap_or(HowGiven::Spoken),
        withdrawn_on: past(form, WITHDRAWN_ON, facts),
        note: form.text(NOTE).trim().to_owned(),
    })
}
