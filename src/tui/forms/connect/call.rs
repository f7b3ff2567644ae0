//! One contact with a service about several people: logged in each one's case, their next steps
//! there closed or set anew.

use super::{NOTE, STAGE};
use crate::domain::contact::Contact;
use crate::domain::dates;
use crate::domain::ids::{ContactId, ServiceId};
use crate::domain::intent::{Intent, NextChoice, NextThere, ServiceLog};
use crate::domain::terms::{ContactKind, Outcome, Stage, With};
use crate::readmodel::connected::DueThere;
use crate::readmodel::drafts::DraftKey;
use crate::tui::forms::about::Facts;
use crate::tui::forms::due::{self, Typed};
use crate::tui::forms::fields::{choice, contact_kinds, kind_of, line, note, say_fault};
use crate::tui::forms::log;
use crate::tui::forms::sheet::Kind;
use crate::tui::widgets::form::Form;

const TOLD: &str = "told";
const YES: &str = "yes";
const AS_IT_WAS: &str = "as it was";
/// Stages that a service tells of, often of several people at once.
const STAGES: [Stage; 4] = [
    Stage::Received,
    Stage::Accepted,
    Stage::Attending,
    Stage::Declined,
];

/// The form.
pub(in crate::tui::forms) struct Call {
    service: ServiceId,
    name: String,
    about: Vec<DueThere>,
}

impl Call {
    pub(in crate::tui::forms) fn new(service: ServiceId, name: &str, about: Vec<DueThere>) -> Call {
        Call {
            service,
            name: name.to_owned(),
            about,
        }
    }

    fn people(&self) -> String {
        match self.about.as_slice() {
            [one] => one.client.clone(),
            many => format!("{} people", many.len()),
        }
    }

    fn names(&self) -> String {
        let names: Vec<&str> = self.about.iter().map(|one| one.client.as_str()).collect();
        names.join(", ")
    }
}

impl Kind for Call {
    fn title(&self) -> String {
        format!("Contact with {}", self.name)
    }

    fn wants_desk(&self) -> bool {
        true
    }

    fn key(&self, _facts: &Facts) -> Option<DraftKey> {
        Some(DraftKey::WithService(self.service))
    }

    fn label(&self) -> String {
        self.name.clone()
    }

    fn closed(&self, _facts: &Facts) -> Option<String> {
        let nobody = "Nothing is due here: open the service and mark whom it was about";
        self.about.is_empty().then(|| nobody.to_owned())
    }

    fn form(&mut self, _facts: &Facts) -> Form {
        let results = [
            Outcome::Spoke,
            Outcome::NoAnswer,
            Outcome::Voicemail,
            Outcome::Sent,
        ];
        let results: Vec<&str> = results.iter().map(|result| result.label()).collect();
        let mut stages = vec![AS_IT_WAS];
        stages.extend(STAGES.iter().map(|stage| stage.label()));
        let mut entries = vec![
            note(
                NOTE,
                "Note",
                "What was said; it goes into each one's history. Tab goes on.",
                "",
            ),
            choice(
                TOLD,
                "Told them",
                "Whether the service was told how it goes with them: it counts as fed back.",
                &["no", YES],
                Some("no"),
            ),
            choice(
                STAGE,
                "It is now",
                "What the service said of all of them; as it was where it said nothing.",
                &stages,
                Some(AS_IT_WAS),
            ),
        ];
        entries.extend(due::entries("", ContactKind::Service, ""));
        entries.extend([
            choice(
                "result",
                "Result",
                "First letter: spoke, no answer, left a voicemail, sent. A try closes no step.",
                &results,
                Some(Outcome::Spoke.label()),
            ),
            choice(
                "how",
                "How",
                "How it was: a letter or the arrows choose.",
                &contact_kinds(),
                Some(ContactKind::Service.label()),
            ),
            line("on", "On", "Empty is today. Or: yesterday, mon, 14/3.", ""),
            line(
                "minutes",
                "Minutes",
                "Of the whole call; they are shared among the cases. May stay empty.",
                "",
            ),
        ]);
        let mut form = Form::new(entries);
        if let Some(entry) = form.entry_mut(due::NEXT) {
            entry.help =
                "Empty closes their steps here; a day sets one for all: +2w, 14/3. Or: keep."
                    .to_owned();
        }
        form
    }

    fn context(&self, _facts: &Facts) -> String {
        format!("About {}: {}", self.people(), self.names())
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        let (today, holidays) = (facts.today(), &facts.holidays);
        due::read_back(form, today, holidays);
        let closes = matches!(
            due::typed(&form.text(due::NEXT), today, holidays),
            Typed::Nothing
        );
        if let Some(entry) = form.entry_mut(due::NEXT).filter(|_| closes) {
            entry.read_back = "their steps here are done".to_owned();
        }
        super::read_past(form, "on", facts);
        if form.text("on").trim().is_empty()
            && let Some(entry) = form.entry_mut("on")
        {
            entry.read_back = format!("today, {}", dates::short(today, today));
        }
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let outcome = Outcome::find(&form.text("result")).unwrap_or(Outcome::Spoke);
        let fed_back = form.text(TOLD) == YES;
        if fed_back && !matches!(outcome, Outcome::Spoke | Outcome::Sent) {
            say_fault(form, TOLD, "Nobody was reached there, so nobody was told.");
        }
        let next = self.next(form, facts);
        let (on, minutes) = (log::day(form, facts), log::minutes(form));
        Some(Intent::LogWithService(ServiceLog {
            service: self.service,
            contact: Contact {
                id: ContactId(0),
                kind: kind_of(&form.text("how")).unwrap_or(ContactKind::Service),
                with: With::Service,
                outcome,
                on: on?,
                minutes: minutes?,
                note: form.text(NOTE),
                we_promised: String::new(),
                they_said: String::new(),
            },
            about: self.about.iter().map(|one| one.seen).collect(),
            next: next?,
            fed_back,
            stage: Stage::find(&form.text(STAGE)),
        }))
    }

    fn question(&self) -> Option<String> {
        let many = self.about.len() > 1;
        let ask = || {
            format!(
                "This goes into the cases of {}: {}. One undo takes it back from all of them.",
                self.people(),
                self.names()
            )
        };
        many.then(ask)
    }

    fn may_be_sent_again(&self) -> bool {
        false
    }
}

impl Call {
    fn next(&self, form: &mut Form, facts: &Facts) -> Option<NextThere> {
        let (today, holidays) = (facts.today(), &facts.holidays);
        match due::typed(&form.text(due::NEXT), today, holidays) {
            Typed::Nothing | Typed::None(_) => return Some(NextThere::Done),
            Typed::Keep => return Some(NextThere::Keep),
            Typed::When(_) | Typed::Fault(_) => {}
        }
        match due::chosen(form, today, holidays, true)? {
            NextChoice::Due(due) => Some(NextThere::Due(due)),
            NextChoice::NoneBecause(_) => Some(NextThere::Done),
            NextChoice::Keep => Some(NextThere::Keep),
        }
    }
}
