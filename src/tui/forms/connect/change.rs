//! All that is known of a connection: its stage, its days, the next step with the service, the note.

use super::{
    AGREED, Answer, NOTE, STAGE, agreed, agreed_entry, answer, changed, connection, consent, past,
    read_past, refused_since,
};
use crate::domain::case::FollowUp;
use crate::domain::connection::{Connection, passes_on};
use crate::domain::dates;
use crate::domain::ids::PartId;
use crate::domain::intent::{Intent, NextChoice};
use crate::domain::terms::{Attended, ContactKind, Stage};
use crate::readmodel::drafts::DraftKey;
use crate::tui::forms::about::Facts;
use crate::tui::forms::fields::{choice, line, note, say_fault};
use crate::tui::forms::sheet::Kind;
use crate::tui::forms::{due, words};
use crate::tui::widgets::form::{Entry, Form};

const SINCE: &str = "since";
const SENT: &str = "sent-on";
const REPLIED: &str = "replied-on";
const ATTENDED: &str = "attended";
const FIRST: &str = "first-attended";
const TOLD: &str = "told-on";

const DAYS: [(&str, &str, &str); 5] = [
    (SINCE, "Since", "The day since which it is in this stage."),
    (SENT, "Sent on", "The day on which the service was asked."),
    (
        REPLIED,
        "Replied on",
        "The day of the service's first answer.",
    ),
    (FIRST, "First went on", "The first day on which they went."),
    (
        TOLD,
        "Told them on",
        "The last day on which we told the service how it goes.",
    ),
];

/// The form.
pub(in crate::tui::forms) struct Change {
    part: PartId,
    /// The stage that was chosen before the form.
    stage: Option<Stage>,
    /// The next step as it was offered.
    next: String,
}

impl Change {
    pub(in crate::tui::forms) fn new(part: PartId, stage: Option<Stage>) -> Change {
        Change {
            part,
            stage,
            next: String::new(),
        }
    }
}

impl Kind for Change {
    fn title(&self) -> String {
        "Connection".to_owned()
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        facts
            .case()
            .map(|case| DraftKey::Connection(case.case, self.part))
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        let gone = || "This connection has been taken away meanwhile".to_owned();
        words::not_open(facts).or(connection(facts, self.part).is_none().then(gone))
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let Some((_, was)) = connection(facts, self.part) else {
            return Form::default();
        };
        let next = was.next.as_ref();
        self.next = next.map_or_else(String::new, |next| dates::short(next.on, facts.today()));
        let stage = self.stage.unwrap_or(was.stage);
        let mut entries = vec![stage_entry(stage)];
        if to_ask(facts, was) {
            entries.push(agreed_entry());
        }
        entries.extend(day_entries(was));
        entries.extend(due::entries(
            &self.next,
            next.map_or(ContactKind::Service, |next| next.kind),
            next.map_or("", |next| next.what.as_str()),
        ));
        entries.push(note(NOTE, "Note", "What they hope for there.", &was.note));
        let mut form = Form::new(entries);
        if self.stage.is_some() {
            form.go_to(AGREED);
        }
        form
    }

    fn context(&self, facts: &Facts) -> String {
        let lines = facts.card.as_ref().map(|card| &card.connections);
        let line = lines.and_then(|lines| lines.iter().find(|line| line.part == self.part));
        line.map_or_else(String::new, |line| {
            format!("{}: {}", line.service, line.said)
        })
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        for (name, ..) in DAYS {
            read_past(form, name, facts);
        }
        due::read_back(form, facts.today(), &facts.holidays);
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let (kept, was) = connection(facts, self.part)?;
        let answer = answer(form);
        let stage = Stage::find(&form.text(STAGE))?;
        if passes_on(stage) && to_ask(facts, was) && !matches!(answer, Answer::Yes(_)) {
            say_fault(
                form,
                AGREED,
                "Ask whether they agree to be passed on first.",
            );
        }
        let since = past(form, SINCE, facts);
        let now = Connection {
            stage,
            since: since.unwrap_or(was.since),
            sent_on: past(form, SENT, facts),
            replied_on: past(form, REPLIED, facts),
            attended: attended(&form.text(ATTENDED)),
            first_attended: past(form, FIRST, facts),
            fed_back_on: past(form, TOLD, facts),
            next: self.next(form, was, facts)?,
            agreed: agreed(answer, facts.today()).or(was.agreed),
            note: form.text(NOTE),
            ..was.clone()
        };
        let mut changes = vec![changed(kept, Some(now))];
        changes.extend(consent(was.service, answer, facts.today()));
        Some(Intent::SetParts {
            client: facts.card.as_deref()?.client_id,
            changes,
            because: String::new(),
        })
    }
}

/// Whether they are to be asked: nobody has, or they took it back before anything was passed on.
fn to_ask(facts: &Facts, was: &Connection) -> bool {
    let taken_back = || {
        let refused = refused_since(facts, was.service);
        let agreed = was.agreed.map(|agreed| agreed.on);
        refused.is_some() && refused >= agreed
    };
    was.agreed.is_none() || (!passes_on(was.stage) && taken_back())
}

impl Change {
    /// The next step as it was typed; one whose day was not touched keeps it, late or not.
    fn next(&self, form: &mut Form, was: &Connection, facts: &Facts) -> Option<Option<FollowUp>> {
        if let (Some(was), true) = (&was.next, form.text(due::NEXT) == self.next) {
            return Some(Some(FollowUp {
                what: form.text(due::WHAT),
                ..was.clone()
            }));
        }
        let next = due::chosen(form, facts.today(), &facts.holidays, true)?;
        Some(match next {
            NextChoice::Due(due) => Some(due),
            NextChoice::NoneBecause(_) | NextChoice::Keep => None,
        })
    }
}

fn stage_entry(stage: Stage) -> Entry {
    let stages: Vec<&str> = Stage::ALL.iter().map(|stage| stage.label()).collect();
    choice(
        STAGE,
        "It is",
        "How far it is: a letter or the arrows choose.",
        &stages,
        Some(stage.label()),
    )
}

fn day_entries(was: &Connection) -> Vec<Entry> {
    let shown = |name| {
        let day = match name {
            SINCE => Some(was.since),
            SENT => was.sent_on,
            REPLIED => was.replied_on,
            FIRST => was.first_attended,
            _ => was.fed_back_on,
        };
        day.map_or_else(String::new, dates::full)
    };
    let words: Vec<&str> = Attended::ALL.iter().map(|went| went.label()).collect();
    let mut entries: Vec<Entry> = DAYS
        .iter()
        .map(|(name, label, help)| line(name, label, help, &shown(name)))
        .collect();
    let went = choice(
        ATTENDED,
        "They went",
        "Whether they went there: not known, yes, no.",
        &words,
        Some(was.attended.label()),
    );
    entries.insert(3, went);
    entries
}

fn attended(word: &str) -> Attended {
    let found = Attended::ALL.iter().find(|went| went.label() == word);
    found.copied().unwrap_or_default()
}
