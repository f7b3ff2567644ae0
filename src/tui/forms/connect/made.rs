//! A new connection: did they agree, how far is it, what comes next with the service.

use super::{
    AGREED, Answer, NOTE, STAGE, agreed, agreed_entry, answer, consent, made, refused_since,
};
use crate::domain::connection::{Connection, passes_on};
use crate::domain::dates;
use crate::domain::ids::ServiceId;
use crate::domain::intent::{Intent, NextChoice};
use crate::domain::part::Part;
use crate::domain::terms::{ContactKind, Stage};
use crate::readmodel::drafts::DraftKey;
use crate::tui::forms::about::Facts;
use crate::tui::forms::fields::{choice, line, note, put, say_fault};
use crate::tui::forms::sheet::Kind;
use crate::tui::forms::{due, log, words};
use crate::tui::widgets::form::Form;

/// When to ask for a reply where nobody says otherwise, and for what.
const REPLY_IN: &str = "+2w";
const REPLY: &str = "ask for a reply";

/// Under which a draft keeps the name of the service.
pub(in crate::tui::forms) const SERVICE: &str = "service";

/// The stages in which a connection begins.
const BEGINS: [Stage; 5] = [
    Stage::Sent,
    Stage::Draft,
    Stage::Signposted,
    Stage::Accepted,
    Stage::Attending,
];

/// The form.
pub(in crate::tui::forms) struct Connect {
    service: ServiceId,
    name: String,
}

impl Connect {
    pub(in crate::tui::forms) fn new(service: ServiceId, name: String) -> Connect {
        // A form that is come back to may know no more than the service's number.
        let name = match name.is_empty() {
            true => format!("service {service}"),
            false => name,
        };
        Connect { service, name }
    }
}

impl Kind for Connect {
    fn title(&self) -> String {
        format!("Connect to {}", self.name)
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        facts
            .case()
            .map(|case| DraftKey::Connect(case.case, self.service))
    }

    fn marks(&self) -> Vec<(String, String)> {
        vec![(SERVICE.to_owned(), self.name.clone())]
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        words::not_open(facts)
    }

    fn form(&mut self, _facts: &Facts) -> Form {
        let stages: Vec<&str> = BEGINS.iter().map(|stage| stage.label()).collect();
        let mut entries = vec![
            agreed_entry(),
            choice(
                STAGE,
                "It is",
                "How far it is. A signposting needs no consent and no reply.",
                &stages,
                Some(Stage::Sent.label()),
            ),
            line("on", "On", "Empty is today. Or: yesterday, mon, 14/3.", ""),
        ];
        entries.extend(due::entries(REPLY_IN, ContactKind::Service, REPLY));
        entries.push(note(
            NOTE,
            "Note",
            "What they hope for there, and what the service was told.",
            "",
        ));
        Form::new(entries)
    }

    fn context(&self, facts: &Facts) -> String {
        if let Some(on) = refused_since(facts, self.service) {
            let on = dates::short(on, facts.today());
            return format!("They said no to {} on {on}. Do they agree now?", self.name);
        }
        format!(
            "Did they agree to be passed on to {}? It is asked each time.",
            self.name
        )
    }

    fn changed(&mut self, form: &mut Form, name: &str, _facts: &Facts) {
        let stage = Stage::find(&form.text(STAGE));
        match (name, answer(form), stage) {
            (AGREED, Answer::No, Some(stage)) if passes_on(stage) => {
                put(form, STAGE, Stage::Draft.label());
                offer(form, false);
            }
            (AGREED, Answer::Yes(_), Some(Stage::Draft)) => {
                put(form, STAGE, Stage::Sent.label());
                offer(form, true);
            }
            (STAGE, _, Some(stage)) => offer(form, stage == Stage::Sent),
            _ => {}
        }
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        let today = facts.today();
        due::read_back(form, today, &facts.holidays);
        super::read_past(form, "on", facts);
        if form.text("on").trim().is_empty()
            && let Some(entry) = form.entry_mut("on")
        {
            entry.read_back = format!("today, {}", dates::short(today, today));
        }
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let (answer, stage) = (answer(form), Stage::find(&form.text(STAGE))?);
        let needs = !matches!(stage, Stage::Draft | Stage::Signposted);
        match answer {
            Answer::NotAsked if needs => say_fault(
                form,
                AGREED,
                "Ask whether they agree: s said so, i in writing, b by message, n no.",
            ),
            Answer::No if needs => say_fault(
                form,
                STAGE,
                "Without their yes it stays a draft, or signpost them.",
            ),
            _ => {}
        }
        let on = log::day(form, facts);
        let next = due::chosen(form, facts.today(), &facts.holidays, true)?;
        let (card, case, on) = (facts.card.as_deref()?, facts.case()?, on?);
        let connection = Connection {
            agreed: agreed(answer, on),
            next: match next {
                NextChoice::Due(due) => Some(due),
                NextChoice::NoneBecause(_) | NextChoice::Keep => None,
            },
            note: form.text(NOTE),
            ..Connection::new(self.service, stage, on)
        };
        let mut changes = vec![made(Some(case.case), Part::Connection(connection))];
        changes.extend(consent(self.service, answer, on));
        Some(Intent::SetParts {
            client: card.client_id,
            changes,
            because: String::new(),
        })
    }
}

/// Offers to ask for a reply, or takes the offer back; what was typed by hand stays.
fn offer(form: &mut Form, wanted: bool) {
    let (day, what) = (form.text(due::NEXT), form.text(due::WHAT));
    if wanted && day.is_empty() && what.is_empty() {
        put(form, due::NEXT, REPLY_IN);
        put(form, due::WHAT, REPLY);
    } else if !wanted && day == REPLY_IN && what == REPLY {
        put(form, due::NEXT, "");
        put(form, due::WHAT, "");
    }
}
