//! Fields of a client and of a case as fields of a form, from the domain's own tables: how each is
//! asked for, how it is read back, and what was typed into it.

use super::about::Facts;
use super::fields::{choice, line, note, say_fault};
use crate::domain::case::CaseField;
use crate::domain::client::{CLIENT_FIELDS, ClientField, FieldKind, FieldSpec};
use crate::domain::dates::{self, Holidays, read_back};
use crate::domain::fields::{case_field, case_spec, client_field};
use crate::domain::ids::PracticeId;
use crate::domain::nhs::NhsNumber;
use crate::domain::people::Practice;
use crate::domain::refusal::Refusal;
use crate::domain::terms::{Need, Source};
use crate::readmodel::lists::Desk;
use crate::tui::widgets::form::{Entry, Form};

/// The words of a yes or no that may not have been asked.
const ANSWERS: &[&str] = &["not asked", "yes", "no"];

/// The fields of a case, in the order in which they are asked.
pub(super) const CASE_FIELDS: &[CaseField] = &[
    CaseField::ReferredOn,
    CaseField::Source,
    CaseField::ReferredBy,
    CaseField::Reason,
    CaseField::OtherReasons,
    CaseField::Asks,
    CaseField::Matters,
];

/// A client's field with what is in it.
pub(super) fn client_entry(
    spec: &'static FieldSpec,
    value: &str,
    desk: Option<&Desk>,
    now: Option<PracticeId>,
) -> Entry {
    let (name, help) = (spec.label, spec.help);
    match spec.kind {
        FieldKind::Text(_) => note(name, name, help, value),
        FieldKind::YesNo => {
            let answer = if value.is_empty() { "not asked" } else { value };
            choice(name, name, help, ANSWERS, Some(answer))
        }
        FieldKind::Choice(choices) => {
            let labels: Vec<&str> = choices.iter().map(|(_, label)| *label).collect();
            let taken = choices
                .iter()
                .find(|(code, _)| *code == value)
                .map(|(_, label)| *label);
            choice(name, name, help, &labels, taken)
        }
        FieldKind::Practice => {
            let practices = desk.map(|desk| practices(desk, now)).unwrap_or_default();
            let names: Vec<&str> = practices
                .iter()
                .map(|practice| practice.name.as_str())
                .collect();
            let taken = practices
                .iter()
                .find(|practice| Some(practice.id) == now)
                .or(if practices.len() == 1 {
                    practices.first()
                } else {
                    None
                });
            choice(
                name,
                name,
                help,
                &names,
                taken.map(|practice| practice.name.as_str()),
            )
        }
        FieldKind::Date | FieldKind::PastDate => line(name, name, help, &day_shown(value)),
        FieldKind::NhsNumber => {
            let shown = NhsNumber::parse(value)
                .map_or_else(|_| value.to_owned(), |number| number.to_string());
            line(name, name, help, &shown)
        }
        FieldKind::Line(_) | FieldKind::Phone | FieldKind::Postcode => {
            line(name, name, help, value)
        }
    }
}

/// Practices that can be chosen: active ones and the one that stands, the person's own first.
fn practices(desk: &Desk, now: Option<PracticeId>) -> Vec<&Practice> {
    let mut practices: Vec<&Practice> = desk
        .practices
        .iter()
        .filter(|practice| practice.active || Some(practice.id) == now)
        .collect();
    practices.sort_by_key(|practice| {
        (
            !desk.me.practices.contains(&practice.id),
            practice.name.clone(),
        )
    });
    practices
}

/// The practice chosen.
pub(super) fn practice(form: &Form, desk: Option<&Desk>) -> Option<PracticeId> {
    let name = form.text(ClientField::Practice.spec().label);
    let practices = desk.map_or(&[][..], |desk| &desk.practices);
    practices
        .iter()
        .find(|practice| practice.name == name)
        .map(|practice| practice.id)
}

/// What was typed for a client's field; a day is given as ISO, so that the hub reads the same day.
pub(super) fn client_typed(form: &Form, spec: &FieldSpec, facts: &Facts) -> String {
    let text = form.text(spec.label);
    match spec.kind {
        FieldKind::YesNo if text == "not asked" => String::new(),
        FieldKind::Date | FieldKind::PastDate => client_value(spec, &text, facts)
            .ok()
            .flatten()
            .unwrap_or(text),
        _ => text,
    }
}

fn client_value(spec: &FieldSpec, typed: &str, facts: &Facts) -> Result<Option<String>, String> {
    client_field(spec.field, typed, facts.today(), facts.is_invented()).map_err(fault_alone)
}

/// The fault without the field's name, which stands beside it anyway.
fn fault_alone(refusal: Refusal) -> String {
    match refusal {
        Refusal::Field { fault, .. } => fault,
        other => other.to_string(),
    }
}

/// Says what is wrong with each of the fields that hold something.
pub(super) fn check_client(form: &mut Form, specs: &[&'static FieldSpec], facts: &Facts) {
    for spec in specs {
        let typed = client_typed(form, spec, facts);
        if let Err(fault) = client_value(spec, &typed, facts) {
            say_fault(form, spec.label, &fault);
        }
    }
}

/// Shows how dates and numbers are understood.
pub(super) fn read_back_client(form: &mut Form, specs: &[&'static FieldSpec], facts: &Facts) {
    for spec in specs {
        let shown = match spec.kind {
            FieldKind::Date
            | FieldKind::PastDate
            | FieldKind::NhsNumber
            | FieldKind::Postcode
            | FieldKind::Phone => spec,
            _ => continue,
        };
        let typed = form.text(shown.label);
        let value = client_value(shown, &typed, facts).ok().flatten();
        let words = value
            .map(|value| understood(shown, &value, &typed, facts))
            .unwrap_or_default();
        if let Some(entry) = form.entry_mut(shown.label) {
            entry.read_back = words;
        }
    }
}

fn understood(spec: &FieldSpec, value: &str, typed: &str, facts: &Facts) -> String {
    let (today, holidays) = (facts.today(), &facts.holidays);
    match (spec.kind, value.parse()) {
        (FieldKind::PastDate, Ok(day)) if spec.field == ClientField::Born => {
            dates::born(day, today)
        }
        (FieldKind::Date | FieldKind::PastDate, Ok(day)) => read_back(day, today, holidays),
        (FieldKind::NhsNumber, _) => {
            let shown = NhsNumber::parse(value).map(|number| number.to_string());
            shown
                .ok()
                .filter(|shown| shown != typed.trim())
                .unwrap_or_default()
        }
        _ if value == typed.trim() => String::new(),
        _ => value.to_owned(),
    }
}

/// "4 Mar 1955" of an ISO date.
fn day_shown(value: &str) -> String {
    value.parse().map_or_else(|_| value.to_owned(), dates::full)
}

/// A case's field with what is in it.
pub(super) fn case_entry(field: CaseField, value: &str) -> Entry {
    let (name, _) = case_spec(field);
    match field {
        CaseField::Source => {
            let labels: Vec<&str> = Source::ALL.iter().map(|source| source.label()).collect();
            match (value.is_empty(), Source::find(value)) {
                // A source that a list named in its own words keeps them.
                (false, None) => line(name, name, "Who or what the referral came from.", value),
                (_, taken) => choice(
                    name,
                    name,
                    "A letter or the arrows choose.",
                    &labels,
                    taken.map(Source::label),
                ),
            }
        }
        CaseField::ReferredOn => line(
            name,
            name,
            "Empty is today. For example: yesterday, 14/3.",
            &day_shown(value),
        ),
        CaseField::Brought => line(
            name,
            name,
            "Why it is to be talked about, in a line. Empty takes it back.",
            value,
        ),
        CaseField::ReferredBy => line(name, name, "For example Dr Rao.", value),
        CaseField::Reason => line(
            name,
            name,
            "Begin to type: housing, money, bereavement, loneliness. Or in your own words.",
            &need_shown(value),
        ),
        CaseField::OtherReasons => {
            let shown: Vec<String> = value.split(',').map(|one| need_shown(one.trim())).collect();
            line(
                name,
                name,
                "More of them, with semicolons between.",
                &shown.join("; "),
            )
        }
        CaseField::Asks => note(name, name, "What the referrer asks for.", value),
        CaseField::Matters => note(
            name,
            name,
            "What matters to them, in their own words.",
            value,
        ),
        // These have forms of their own.
        CaseField::Coded => line(name, name, "The code and the day.", value),
        CaseField::Message => note(name, name, "For the practice and whoever referred.", value),
        CaseField::MessageGiven => line(name, name, "The day, or empty.", &day_shown(value)),
    }
}

/// What was typed for a case's field, as it is to be kept.
pub(super) fn case_typed(form: &Form, field: CaseField, facts: &Facts) -> String {
    let (name, _) = case_spec(field);
    let text = form.text(name);
    match field {
        CaseField::ReferredOn => case_field(field, &text, facts.today())
            .ok()
            .flatten()
            .unwrap_or(text),
        CaseField::Reason => need_meant(&text),
        CaseField::OtherReasons => {
            let needs: Vec<String> = text.split(';').map(need_meant).collect();
            needs.join(",")
        }
        _ => text,
    }
}

/// Says what is wrong with the client's field of that name, if it is one.
pub(super) fn check_client_field(form: &mut Form, name: &str, facts: &Facts) {
    let spec = CLIENT_FIELDS.iter().find(|spec| {
        let checked_elsewhere = spec.field == ClientField::Practice;
        spec.label == name && !checked_elsewhere
    });
    if let Some(spec) = spec {
        check_client(form, &[spec], facts);
    }
}

/// Says what is wrong with the fields of a case.
pub(super) fn check_case(form: &mut Form, facts: &Facts) {
    for field in CASE_FIELDS {
        check_case_field(form, case_spec(*field).0, facts);
    }
}

/// Says what is wrong with the case's field of that name, if it is one.
pub(super) fn check_case_field(form: &mut Form, name: &str, facts: &Facts) {
    let named = CASE_FIELDS
        .iter()
        .find(|field| case_spec(**field).0 == name);
    if let Some(field) = named {
        let typed = case_typed(form, *field, facts);
        if let Err(refusal) = case_field(*field, &typed, facts.today()) {
            say_fault(form, case_spec(*field).0, &fault_alone(refusal));
        }
    }
}

/// Shows how the day and the needs are understood.
pub(super) fn read_back_case(form: &mut Form, facts: &Facts) {
    let day = case_typed(form, CaseField::ReferredOn, facts).parse();
    let holidays: &Holidays = &facts.holidays;
    let day = day
        .map(|day| read_back(day, facts.today(), holidays))
        .unwrap_or_default();
    let typed = form.text(case_spec(CaseField::Reason).0);
    let meant = need_meant(&typed);
    let reason = match Need::find(&meant) {
        Some(need) if !need.label().eq_ignore_ascii_case(typed.trim()) => need.label(),
        Some(_) => "",
        None if typed.trim().is_empty() => "",
        None => "in your own words",
    };
    for (field, words) in [
        (CaseField::ReferredOn, day.as_str()),
        (CaseField::Reason, reason),
    ] {
        if let Some(entry) = form.entry_mut(case_spec(field).0) {
            entry.read_back = words.to_owned();
        }
    }
}

pub(super) fn need_shown(code: &str) -> String {
    Need::find(code).map_or_else(|| code.to_owned(), |need| need.label().to_owned())
}

/// The code of the one need whose label or code has a word that begins so; else the words.
pub(super) fn need_meant(typed: &str) -> String {
    let words = typed.trim();
    if let Some(need) = Need::find(words) {
        return need.code().to_owned();
    }
    let lower = words.to_lowercase();
    let begins = |need: &&Need| {
        let text = format!("{} {}", need.code(), need.label());
        text.split(|c: char| !c.is_alphanumeric())
            .any(|word| word.starts_with(&lower))
    };
    let mut found = Need::ALL.iter().filter(begins);
    match (found.next(), found.next()) {
        (Some(need), None) if lower.chars().count() >= 3 => need.code().to_owned(),
        _ => words.to_owned(),
    }
}
