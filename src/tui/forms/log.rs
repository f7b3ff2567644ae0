//! Logging a contact, or a try at one, and saying what comes next.
//!
//! The cursor starts in the note, the next step is one key further: a call is logged while the
//! receiver is still in the hand. A try offers the next working day at another hour and keeps what
//! was due.

use chrono::{Days, NaiveDate, NaiveTime, Timelike};

use super::about::Facts;
use super::due::{self, Typed};
use super::fields::{choice, contact_kinds, kind_of, line, note, put, say_fault};
use super::overtaken::Part;
use super::sheet::{Kind, Then};
use super::words;
use crate::domain::case::NextStep;
use crate::domain::contact::Contact;
use crate::domain::dates::{self, parse_past, read_back};
use crate::domain::ids::{CaseId, ContactId};
use crate::domain::intent::{Intent, NextChoice};
use crate::domain::terms::{ContactKind, Outcome, With};
use crate::domain::zone::store_time;
use crate::readmodel::client::{CaseCard, MANY_TRIES};
use crate::readmodel::drafts::DraftKey;
use crate::tui::widgets::form::{Entry, Form};
use crate::wire::talk::Done;

const RESULT: &str = "result";
const NOTE: &str = "note";
const PROMISED: &str = "we-promised";
const SAID: &str = "they-said";
const HOW: &str = "how";
const WITH: &str = "with";
const ON: &str = "on";
const MINUTES: &str = "minutes";

/// Nobody spends longer on one contact: a whole day.
const MINUTES_MAX: u16 = 1440;

/// The form.
#[derive(Default)]
pub(super) struct Log {
    /// What was put into the next step because nobody was reached, to be taken out again if the
    /// result turns out to be another: the day, and what for.
    offered: Option<(String, String)>,
    /// The case, where this is one of many tries: then what next is asked.
    asks: Option<CaseId>,
}

/// What a form about a contact begins with.
pub(super) struct Contacted {
    outcome: Outcome,
    how: ContactKind,
    with: With,
    note: String,
    promised: String,
    said: String,
    on: String,
    minutes: String,
}

impl Contacted {
    fn new(how: ContactKind, with: With) -> Contacted {
        Contacted {
            outcome: Outcome::Spoke,
            how,
            with,
            note: String::new(),
            promised: String::new(),
            said: String::new(),
            on: String::new(),
            minutes: String::new(),
        }
    }

    /// One that was logged.
    pub(super) fn of(contact: &Contact, today: NaiveDate) -> Contacted {
        let on = match contact.on == today {
            true => String::new(),
            false => dates::full(contact.on),
        };
        Contacted {
            outcome: contact.outcome,
            how: contact.kind,
            with: contact.with,
            note: contact.note.clone(),
            promised: contact.we_promised.clone(),
            said: contact.they_said.clone(),
            on,
            minutes: match contact.minutes {
                0 => String::new(),
                minutes => minutes.to_string(),
            },
        }
    }
}

/// The fields of a contact, the note second.
pub(super) fn entries(begin: &Contacted) -> Vec<Entry> {
    let results: Vec<&str> = Outcome::ALL.iter().map(|outcome| outcome.label()).collect();
    let withs: Vec<&str> = With::ALL.iter().map(|with| with.label()).collect();
    let results_help =
        "First letter: spoke, no answer, left a voicemail, did not attend, cancelled, sent.";
    let note_help = "What was said and done. Tab goes on to the next step.";
    let with_help = "Only speaking with the person counts as having spoken with them.";
    let how_help = "How it was: a letter or the arrows choose.";
    let on_help = "Empty is today. Or: yesterday, mon, 14/3.";
    let minutes_help = "For example 20, or 1h 10. May stay empty.";
    let result = Some(begin.outcome.label());
    vec![
        choice(RESULT, "Result", results_help, &results, result),
        note(NOTE, "Note", note_help, &begin.note),
        line(
            PROMISED,
            "We promised",
            "What we said we would do.",
            &begin.promised,
        ),
        line(
            SAID,
            "They said",
            "What they said they would do.",
            &begin.said,
        ),
        choice(
            HOW,
            "How",
            how_help,
            &contact_kinds(),
            Some(begin.how.label()),
        ),
        choice(WITH, "With", with_help, &withs, Some(begin.with.label())),
        line(ON, "On", on_help, &begin.on),
        line(MINUTES, "Minutes", minutes_help, &begin.minutes),
    ]
}

/// The contact that a form says, under the id given; `None` with the faults said at their fields.
pub(super) fn contact(form: &mut Form, facts: &Facts, id: ContactId) -> Option<Contact> {
    let on = day(form, facts);
    let minutes = minutes(form);
    Some(Contact {
        id,
        kind: kind_of(&form.text(HOW)).unwrap_or(ContactKind::Phone),
        with: With::find(&form.text(WITH)).unwrap_or(With::Person),
        outcome: Outcome::find(&form.text(RESULT)).unwrap_or(Outcome::Spoke),
        on: on?,
        minutes: minutes?,
        note: form.text(NOTE),
        we_promised: form.text(PROMISED),
        they_said: form.text(SAID),
    })
}

/// Shows the day as it is understood.
pub(super) fn read_back_day(form: &mut Form, facts: &Facts) {
    let today = facts.today();
    let on = match form.text(ON).trim() {
        "" => format!("today, {}", dates::short(today, today)),
        typed => parse_past(typed, today, &facts.holidays)
            .map(|when| read_back(when.date, today, &facts.holidays))
            .unwrap_or_default(),
    };
    if let Some(entry) = form.entry_mut(ON) {
        entry.read_back = on;
    }
}

impl Kind for Log {
    fn title(&self) -> String {
        "Log a contact".to_owned()
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        facts.case().map(|case| DraftKey::LogContact(case.case))
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        words::not_open(facts)
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let due = facts.case().and_then(|case| case.next.follow_up());
        let how = due.map_or(ContactKind::Phone, |due| due.kind);
        let with = match how {
            ContactKind::Service => With::Service,
            _ => With::Person,
        };
        let mut entries = entries(&Contacted::new(how, with));
        // What comes next is asked for where the note ends.
        entries.splice(2..2, due::entries("", ContactKind::Phone, ""));
        let mut form = Form::new(entries);
        form.go_to(NOTE);
        form
    }

    fn context(&self, facts: &Facts) -> String {
        words::before_a_call(facts)
    }

    fn changed(&mut self, form: &mut Form, name: &str, facts: &Facts) {
        match name {
            RESULT => self.follow_result(form, facts),
            HOW => {
                let service = kind_of(&form.text(HOW)) == Some(ContactKind::Service);
                let with = if service { With::Service } else { With::Person };
                let was_service = form.text(WITH) == With::Service.label();
                if service || was_service {
                    put(form, WITH, with.label());
                }
            }
            _ => {}
        }
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        due::read_back(form, facts.today(), &facts.holidays);
        read_back_day(form, facts);
    }

    fn left(&self, form: &mut Form, name: &str, facts: &Facts) {
        due::left(form, name, facts);
        match name {
            ON => {
                day(form, facts);
            }
            MINUTES => {
                minutes(form);
            }
            _ => {}
        }
    }

    fn mine(&self, form: &Form, part: Part, facts: &Facts) -> String {
        match part {
            Part::NextStep => due::said(form, facts),
            Part::LastContact => "is added to it".to_owned(),
            _ => String::new(),
        }
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let next = next_choice(form, facts);
        // The hub gives it its id.
        let contact = contact(form, facts, ContactId(0));
        let (case, contact) = (facts.case()?, contact?);
        let since = case.tally.last_spoke <= Some(contact.on);
        let many = case.tally.tries_since.saturating_add(1) >= MANY_TRIES;
        self.asks = (contact.is_try() && since && many).then_some(case.case);
        Some(Intent::LogContact {
            case: case.case,
            version: case.version,
            contact,
            next: next?,
        })
    }

    fn then(&mut self, _done: &Done) -> Then {
        match self.asks {
            Some(case) => Then::Open(super::status(case)),
            None => Then::Close,
        }
    }
}

impl Log {
    /// Offers the next step of a try, or takes the offer back; what was typed by hand stays.
    fn follow_result(&mut self, form: &mut Form, facts: &Facts) {
        let tried = Outcome::find(&form.text(RESULT)).is_some_and(is_try);
        let untouched = match &self.offered {
            Some((day, what)) => form.text(due::NEXT) == *day && form.text(due::WHAT) == *what,
            None => form.text(due::NEXT).is_empty() && form.text(due::WHAT).is_empty(),
        };
        if !untouched {
            return;
        }
        if !tried {
            if self.offered.take().is_some() {
                put(form, due::NEXT, "");
                put(form, due::WHAT, "");
            }
            return;
        }
        let Some(case) = facts.case() else { return };
        let due = case.next.follow_up();
        let day = offer(case, facts);
        let what = due.map(|due| due.what.clone()).unwrap_or_default();
        put(form, due::NEXT, &day);
        put(form, due::WHAT, &what);
        if let Some(due) = due {
            put(form, due::HOW, due.kind.label());
        }
        self.offered = Some((day, what));
    }
}

fn is_try(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::NoAnswer | Outcome::Voicemail | Outcome::DidNotAttend
    )
}

/// "Tue 24 Nov 14:00": the next working day, in the other half of the day from the last try.
pub(super) fn offer(case: &CaseCard, facts: &Facts) -> String {
    let today = facts.today();
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let day = dates::working_day_from(tomorrow, &facts.holidays);
    let due = case.next.follow_up().and_then(|due| due.at);
    let tried = case.history.iter().find(|row| row.is_contact);
    let last = due.or_else(|| tried.map(|row| store_time(row.recorded).time()));
    let hour = match last {
        Some(at) if at.hour() < 12 => 14,
        Some(_) => 10,
        None => 14,
    };
    let at = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    format!("{} {}", dates::short(day, today), dates::show_time(at))
}

/// What comes next; a try may leave what is due as it stands.
fn next_choice(form: &mut Form, facts: &Facts) -> Option<NextChoice> {
    let (today, holidays) = (facts.today(), &facts.holidays);
    let keeps = matches!(
        due::typed(&form.text(due::NEXT), today, holidays),
        Typed::Keep
    );
    if keeps && !may_keep(form, facts) {
        say_fault(
            form,
            due::NEXT,
            "Nothing is due that could stay: say a day, or: none, because ...",
        );
        return None;
    }
    due::chosen(form, today, holidays, false)
}

fn may_keep(form: &Form, facts: &Facts) -> bool {
    let tried = Outcome::find(&form.text(RESULT)).is_some_and(is_try);
    match facts.case().map(|case| &case.next) {
        Some(NextStep::Due(due)) => tried || due.on > facts.today(),
        Some(NextStep::NoneBecause(_)) => true,
        Some(NextStep::Missing) | None => false,
    }
}

pub(super) fn day(form: &mut Form, facts: &Facts) -> Option<NaiveDate> {
    let typed = form.text(ON);
    if typed.trim().is_empty() {
        return Some(facts.today());
    }
    match parse_past(&typed, facts.today(), &facts.holidays) {
        Ok(when) => Some(when.date),
        Err(fault) => {
            say_fault(form, ON, &fault.to_string());
            None
        }
    }
}

/// Minutes as people write them: 20, 20 min, 1h, 1h 10, 1:10.
pub(super) fn minutes(form: &mut Form) -> Option<u16> {
    let typed = form.text(MINUTES).trim().to_lowercase();
    if typed.is_empty() {
        return Some(0);
    }
    let typed = typed
        .trim_end_matches(|c: char| c.is_alphabetic() && c != 'h')
        .trim();
    let read = match typed.split_once(['h', ':']) {
        Some((hours, "")) => hours
            .trim()
            .parse::<u16>()
            .ok()
            .and_then(|hours| hours.checked_mul(60)),
        Some((hours, minutes)) => {
            let hours = hours
                .trim()
                .parse::<u16>()
                .ok()
                .and_then(|hours| hours.checked_mul(60));
            let minutes = minutes.trim().parse::<u16>().ok();
            hours
                .zip(minutes)
                .and_then(|(hours, minutes)| hours.checked_add(minutes))
        }
        None => typed.parse().ok(),
    };
    let read = read.filter(|minutes| *minutes <= MINUTES_MAX);
    if read.is_none() {
        say_fault(form, MINUTES, "Type the minutes, for example 20, or 1h 10.");
    }
    read
}
