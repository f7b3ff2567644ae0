//! What is typed into a client's or a case's field, made canonical or refused.

use chrono::NaiveDate;

use super::{
    case::CaseField,
    client::{ClientField, FieldKind},
    contact_details::{Postcode, phone_shown},
    dates::{Holidays, parse_birth, parse_due, parse_past},
    nhs::NhsNumber,
    refusal::Refusal,
    terms::Source,
    text::{self, Field},
};

/// The canonical text of a typed value; `None` where it is empty, which means "not asked".
///
/// # Errors
/// A sentence on what is wrong and what would be right.
pub fn canonical(
    kind: FieldKind,
    typed: &str,
    today: NaiveDate,
    invented: bool,
) -> Result<Option<String>, String> {
    let line = text::clean(typed, Field::LINE).into_owned();
    if line.is_empty() {
        return Ok(None);
    }
    let value = match kind {
        FieldKind::Line(max) => fitting(typed, Field::line(usize::from(max)))?,
        FieldKind::Text(max) => fitting(typed, Field::lines(usize::from(max)))?,
        FieldKind::PastDate => past_day(&line, today)?.to_string(),
        FieldKind::Date => any_day(&line, today)?.to_string(),
        FieldKind::NhsNumber => nhs(&line, invented)?.digits(),
        FieldKind::Phone => phone_shown(&line),
        FieldKind::Postcode => Postcode::parse(&line)
            .map_err(|fault| fault.to_string())?
            .as_str()
            .to_owned(),
        FieldKind::Practice => line,
        FieldKind::YesNo => yes_or_no(&line)?.to_owned(),
        FieldKind::Choice(choices) => choice(choices, &line)?.to_owned(),
    };
    Ok(Some(value))
}

fn fitting(typed: &str, field: Field) -> Result<String, String> {
    match text::over_length(typed, field) {
        0 => Ok(text::clean(typed, field).into_owned()),
        over => Err(format!("This is {over} characters too long.")),
    }
}

/// An NHS number that belongs into this store.
///
/// # Errors
/// Faults of the number; the range for tests in a real store, and any other in an invented one.
pub fn nhs(typed: &str, invented: bool) -> Result<NhsNumber, String> {
    let number = NhsNumber::parse(typed).map_err(|fault| fault.to_string())?;
    match (number.is_test_range(), invented) {
        (true, false) => Err(
            "NHS numbers that begin with 999 are for tests. Real records go in \
                              under their real number."
                .to_owned(),
        ),
        (false, true) => Err(
            "This store is for training: use invented people, with NHS numbers \
                              that begin with 999."
                .to_owned(),
        ),
        _ => Ok(number),
    }
}

/// A day in the past: dates of birth may have two-digit years, others read `yesterday` too.
fn past_day(line: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let read = parse_birth(line, today)
        .or_else(|_| parse_past(line, today, &Holidays::built_in()).map(|when| when.date));
    let day = read.map_err(|fault| fault.to_string())?;
    if day > today {
        Err("This day is still to come.".to_owned())
    } else {
        Ok(day)
    }
}

/// Any day: as it stands where it is whole, else the next such day.
fn any_day(line: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    if let Ok(day) = line.parse() {
        return Ok(day);
    }
    parse_due(line, today, &Holidays::built_in())
        .map(|when| when.date)
        .map_err(|fault| fault.to_string())
}

fn yes_or_no(line: &str) -> Result<&'static str, String> {
    match line.to_lowercase().as_str() {
        "y" | "yes" => Ok("yes"),
        "n" | "no" => Ok("no"),
        _ => Err("Type yes or no, or leave it empty if nobody asked.".to_owned()),
    }
}

fn choice(choices: &[(&'static str, &'static str)], line: &str) -> Result<&'static str, String> {
    choices
        .iter()
        .find(|(code, label)| code.eq_ignore_ascii_case(line) || label.eq_ignore_ascii_case(line))
        .map(|(code, _)| *code)
        .ok_or_else(|| {
            let labels: Vec<&str> = choices.iter().map(|(_, label)| *label).collect();
            format!("Choose one of: {}.", labels.join(", "))
        })
}

/// A typed field of a client's record.
///
/// # Errors
/// A refusal that names the field.
pub fn client_field(
    field: ClientField,
    typed: &str,
    today: NaiveDate,
    invented: bool,
) -> Result<Option<String>, Refusal> {
    let spec = field.spec();
    canonical(spec.kind, typed, today, invented).map_err(|fault| Refusal::Field {
        field: spec.label.to_owned(),
        fault,
    })
}

/// What a case's field may hold, and its label.
pub fn case_spec(field: CaseField) -> (&'static str, FieldKind) {
    match field {
        CaseField::ReferredOn => ("Referred on", FieldKind::PastDate),
        CaseField::Source => ("Source", FieldKind::Line(40)),
        CaseField::ReferredBy => ("Referred by", FieldKind::Line(80)),
        CaseField::Reason => ("Reason", FieldKind::Line(80)),
        CaseField::OtherReasons => ("Other reasons", FieldKind::Line(200)),
        CaseField::Asks => ("What they ask", FieldKind::Text(600)),
        CaseField::Matters => ("What matters", FieldKind::Text(600)),
        CaseField::Coded => ("Coded", FieldKind::Line(120)),
        CaseField::Message => ("Message back", FieldKind::Text(4_000)),
        CaseField::MessageGiven => ("Message given on", FieldKind::PastDate),
        CaseField::Brought => ("Brought to review", FieldKind::Line(200)),
    }
}

/// A typed field of a case.
///
/// # Errors
/// A refusal that names the field.
pub fn case_field(
    field: CaseField,
    typed: &str,
    today: NaiveDate,
) -> Result<Option<String>, Refusal> {
    let (label, kind) = case_spec(field);
    let value = canonical(kind, typed, today, false).map_err(|fault| Refusal::Field {
        field: label.to_owned(),
        fault,
    })?;
    Ok(match field {
        // A source that is one of ours is kept by its code; another is kept as it was said.
        CaseField::Source => {
            value.map(|text| Source::find(&text).map_or(text, |source| source.code().to_owned()))
        }
        _ => value,
    })
}
