//! A service typed into the directory, or changed. Of one that comes from a feed only what people
//! here know of it is asked: the rest is the feed's to say.

use super::about::Facts;
use super::fields::{choice, line, note, say_fault};
use super::record::{need_meant, need_shown};
use super::sheet::Kind;
use crate::domain::intent::Intent;
use crate::domain::service::{Place, Service};
use crate::domain::terms::{Need, ServiceStatus};
use crate::readmodel::drafts::DraftKey;
use crate::readmodel::services::warning;
use crate::tui::widgets::form::{Entry, Form};

const NAME: &str = "name";
const ORGANISATION: &str = "organisation";
const STATUS: &str = "status";
const OFFERS: &str = "offers";
const NEEDS: &str = "needs";
const PLACE: &str = "place";
const POSTCODE: &str = "postcode";
const PHONE: &str = "phone";
const EMAIL: &str = "email";
const CONTACT: &str = "contact";
const WAIT: &str = "wait";
const NOTE: &str = "note";

/// The form.
#[derive(Default)]
pub(super) struct ServiceForm {
    /// The name of the one that is changed.
    changes: Option<String>,
}

impl Kind for ServiceForm {
    fn title(&self) -> String {
        match &self.changes {
            Some(name) => format!("Service: {name}"),
            None => "New service".to_owned(),
        }
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        let id = facts.service.as_ref().map(|card| card.service.id);
        Some(id.map_or(DraftKey::NewService, DraftKey::EditService))
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let empty = Service::default();
        let card = facts.service.as_deref();
        self.changes = card.map(|card| card.service.name.clone());
        let service = card.map_or(&empty, |card| &card.service);
        let mut entries = if service.origin.is_some() {
            Vec::new()
        } else {
            of_the_service(service)
        };
        entries.extend(of_ours(service));
        Form::new(entries)
    }

    fn context(&self, facts: &Facts) -> String {
        let Some(card) = facts.service.as_deref() else {
            return String::new();
        };
        let warned = warning(card);
        match &card.service.origin {
            Some(origin) => {
                let rest = format!(
                    "The rest comes from \"{}\" and is changed there.",
                    origin.source
                );
                let said = [warned, rest];
                let said: Vec<String> = said.into_iter().filter(|one| !one.is_empty()).collect();
                said.join(". ")
            }
            None => warned,
        }
    }

    fn read_back(&self, form: &mut Form, _facts: &Facts) {
        let needs = form.text(NEEDS);
        let words = match needs_of(&needs) {
            Ok(needs) => {
                let labels: Vec<&str> = needs.iter().map(|need| need.label()).collect();
                labels.join("; ")
            }
            Err(_) => String::new(),
        };
        let shown = words != needs.trim();
        if let Some(entry) = form.entry_mut(NEEDS) {
            entry.read_back = if shown { words } else { String::new() };
        }
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let card = facts.service.as_deref();
        let was = card.map(|card| card.service.clone()).unwrap_or_default();
        let needs = match needs_of(&form.text(NEEDS)) {
            Ok(needs) => needs,
            Err(word) => {
                let words = format!("\"{word}\" is none of the needs: money, housing, caring ...");
                say_fault(form, NEEDS, &words);
                return None;
            }
        };
        let mut to = was.clone();
        to.local.contact = form.text(CONTACT);
        to.local.wait = form.text(WAIT);
        to.local.note = form.text(NOTE);
        if was.origin.is_some() {
            to.local.needs = needs;
        } else {
            if form.text(NAME).trim().is_empty() {
                say_fault(form, NAME, "The service needs a name.");
                return None;
            }
            to.name = form.text(NAME);
            to.organisation = form.text(ORGANISATION);
            to.status = ServiceStatus::find(&form.text(STATUS)).unwrap_or_default();
            to.offers = form.text(OFFERS);
            to.needs = needs;
            to.phone = form.text(PHONE);
            to.email = form.text(EMAIL);
            put_place(&mut to, form);
        }
        let to = Box::new(to);
        Some(match card {
            None => Intent::AddService(to),
            Some(card) => Intent::EditService {
                service: card.service.id,
                version: card.version,
                to,
            },
        })
    }
}

/// What only one that was typed in here is asked.
fn of_the_service(service: &Service) -> Vec<Entry> {
    let place = service.places.first().cloned().unwrap_or_default();
    let postcode = place.postcode.clone();
    let place = Place {
        postcode: String::new(),
        ..place
    };
    let statuses: Vec<&str> = ServiceStatus::ALL
        .iter()
        .map(|status| status.label())
        .collect();
    vec![
        line(NAME, "Name", "As people know it.", &service.name),
        line(
            ORGANISATION,
            "Run by",
            "The organisation: consent to pass somebody on is given to it.",
            &service.organisation,
        ),
        choice(
            STATUS,
            "Status",
            "Whether it takes people now.",
            &statuses,
            Some(service.status.label()),
        ),
        note(
            OFFERS,
            "Offers",
            "What happens there, when, what it costs, for whom.",
            &service.offers,
        ),
        line(
            NEEDS,
            "For needs",
            "What it is good for, with semicolons between: money; housing.",
            &shown(&service.needs),
        ),
        line(
            PLACE,
            "Where",
            "Hall, street and town; or: visits at home, online.",
            &place.line(),
        ),
        line(POSTCODE, "Postcode", "For example EL1 4QT.", &postcode),
        line(PHONE, "Phone", "The number to ring.", &service.phone),
        line(EMAIL, "Email", "An address they read.", &service.email),
    ]
}

/// What people here know of any service.
fn of_ours(service: &Service) -> Vec<Entry> {
    let local = &service.local;
    let mut entries = Vec::new();
    if service.origin.is_some() {
        entries.push(line(
            NEEDS,
            "Also for needs",
            "Needs beside those of the feed, with semicolons between: money; housing.",
            &shown(&local.needs),
        ));
    }
    entries.extend([
        line(
            CONTACT,
            "Our contact",
            "Whom we ring there, with the number.",
            &local.contact,
        ),
        line(
            WAIT,
            "Wait",
            "How long one waits, as we were told: about ten weeks.",
            &local.wait,
        ),
        note(
            NOTE,
            "Our note",
            "What the next of us should know. No import changes it.",
            &local.note,
        ),
    ]);
    entries
}

/// The first place as it was typed; further ones stay.
fn put_place(to: &mut Service, form: &Form) {
    let typed = Place::from_line(&form.text(PLACE));
    let postcode = form.text(POSTCODE);
    let first = to.places.first().cloned().unwrap_or_default();
    let unchanged = Place {
        postcode: String::new(),
        ..first.clone()
    };
    let now = if unchanged.line() == form.text(PLACE).trim() {
        Place { postcode, ..first }
    } else {
        let postcode = if postcode.trim().is_empty() {
            typed.postcode.clone()
        } else {
            postcode
        };
        Place {
            postcode,
            access: first.access,
            ..typed
        }
    };
    if to.places.is_empty() {
        to.places.push(now);
    } else if let Some(place) = to.places.first_mut() {
        *place = now;
    }
}

fn shown(needs: &[Need]) -> String {
    let labels: Vec<String> = needs.iter().map(|need| need_shown(need.code())).collect();
    labels.join("; ")
}

/// The needs typed, or the first word that is none.
fn needs_of(typed: &str) -> Result<Vec<Need>, String> {
    let words = typed
        .split(';')
        .map(str::trim)
        .filter(|word| !word.is_empty());
    words
        .map(|word| Need::find(&need_meant(word)).ok_or_else(|| word.to_owned()))
        .collect()
}
