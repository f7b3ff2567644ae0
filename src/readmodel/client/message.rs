//! The message back to the practice and whoever referred, as plain text to paste into the GP record
//! (after the "message back" of the social prescribing information standard, PRSB v1.1: person,
//! dates, what mattered, what was connected, outcome, what is asked of the practice).

use crate::domain::{
    case::{CaseField, CaseState},
    client::ClientField,
    dates, nhs,
    part::Part,
    terms::{Need, Source},
};

use super::{CaseCard, ClientCard};

/// A first version of the message, for a person to read over. `from` signs it.
pub fn message_back(card: &ClientCard, case: &CaseCard, from: &str) -> String {
    let mut lines = vec![
        "Social prescribing: message back".to_owned(),
        String::new(),
        person(card),
        format!("Practice: {}", card.practice),
        referral(case),
    ];
    let mut add = |label: &str, text: String| {
        if !text.is_empty() {
            lines.push(format!("{label}: {text}"));
        }
    };
    add("Contacts", contacts(case));
    add("What matters to them", field(case, CaseField::Matters));
    add("Goals", goals(card, case));
    let connected: Vec<String> = card
        .connections
        .iter()
        .map(|one| format!("{}: {}", one.service, one.stage.label()))
        .collect();
    add("Connected with", connected.join("; "));
    add("Outcome", outcome(case));
    lines.push("Asked of the practice: ".to_owned());
    lines.push(String::new());
    lines.push(format!("{from}, link worker, {}", dates::full(card.today)));
    lines.join("\n")
}

fn person(card: &ClientCard) -> String {
    let mut said = vec![card.client.clone()];
    said.extend(card.born.map(|born| format!("born {}", dates::full(born))));
    let nhs = card.fields.get(&ClientField::NhsNumber);
    said.extend(nhs.map(|digits| {
        let shown = nhs::NhsNumber::parse(digits).map(|number| number.to_string());
        format!("NHS {}", shown.unwrap_or_else(|_| digits.clone()))
    }));
    said.join(", ")
}

fn referral(case: &CaseCard) -> String {
    let by = field(case, CaseField::ReferredBy);
    let source = field(case, CaseField::Source);
    let source = Source::find(&source).map_or(source.as_str(), |known| known.label());
    let reason = field(case, CaseField::Reason);
    let reason = Need::find(&reason).map_or(reason.as_str(), |known| known.label());
    let mut said = format!("Referred: {}", dates::full(case.referred_on));
    let by = if by.is_empty() { source } else { &by };
    if !by.is_empty() {
        said.push_str(&format!(" by {by}"));
    }
    if !reason.is_empty() {
        said.push_str(&format!(", for {reason}"));
    }
    said
}

fn contacts(case: &CaseCard) -> String {
    let spoke = case.tally.spoke;
    let Some(last) = case.tally.last_spoke else {
        return format!("not spoken to; {} tries", case.tally.tries);
    };
    let times = match spoke {
        1 => "once".to_owned(),
        _ => format!("{spoke} times, last"),
    };
    format!("spoken to {times} on {}", dates::full(last))
}

fn goals(card: &ClientCard, case: &CaseCard) -> String {
    let goals = card
        .parts
        .iter()
        .filter_map(|kept| match (&kept.part, kept.case) {
            (Part::Goal(goal), Some(of)) if of == case.case => {
                Some(format!("{} ({})", goal.text, goal.state.label()))
            }
            _ => None,
        });
    goals.collect::<Vec<_>>().join("; ")
}

fn outcome(case: &CaseCard) -> String {
    match &case.state {
        CaseState::Closing { reason, outcome } | CaseState::Closed { reason, outcome } => {
            match outcome.is_empty() {
                true => reason.label().to_owned(),
                false => format!("{}. {outcome}", reason.label()),
            }
        }
        CaseState::Declined { because } => format!("declined: {because}"),
        CaseState::NotAccepted { because } => format!("not accepted: {because}"),
        other => other.label().to_owned(),
    }
}

fn field(case: &CaseCard, field: CaseField) -> String {
    case.fields.get(&field).cloned().unwrap_or_default()
}
