//! The head of a client's page: who they are, how to reach them, and what must be known before.

use crate::domain::client::ClientField;
use crate::domain::dates;
use crate::domain::nhs::NhsNumber;
use crate::readmodel::client::ClientCard;
use crate::tui::forms::person;
use crate::tui::theme::Role;

/// One line of the head: pieces from the left, and one that ends at the right side.
pub(super) struct HeadLine {
    pub left: Vec<(String, Role)>,
    pub right: String,
}

/// The lines of the head, most wanted first; alerts only where there are any.
pub(super) fn lines(card: &ClientCard, private: bool, alert: &str) -> Vec<HeadLine> {
    let mut lines = vec![who(card), reach(card)];
    lines.extend(alerts(card, private, alert));
    if private {
        let words = person::field(card, ClientField::PrivateAlert);
        if !words.is_empty() {
            lines.push(HeadLine {
                left: vec![(format!("{alert} {words}"), Role::Alert)],
                right: "private".to_owned(),
            });
        }
    }
    lines
}

fn who(card: &ClientCard) -> HeadLine {
    let worker = match &card.case {
        Some(case) if case.worker.is_empty() => "with nobody yet".to_owned(),
        Some(case) => format!("with {}", case.worker),
        None => String::new(),
    };
    let text = |words: String| (format!("   {words}"), Role::Text);
    HeadLine {
        left: vec![
            (person::name(card), Role::Name),
            text(person::born(card)),
            text(card.practice.clone()),
        ],
        right: worker,
    }
}

fn reach(card: &ClientCard) -> HeadLine {
    let phone = match person::field(card, ClientField::Phone) {
        "" => "no phone".to_owned(),
        number => number.to_owned(),
    };
    let mut left = vec![(phone, Role::Text)];
    let permission = person::permission(card);
    if !permission.is_empty() {
        left.push((format!("  {permission}"), Role::Text));
    }
    let address = [ClientField::Address, ClientField::Postcode]
        .map(|field| person::field(card, field))
        .join(" ");
    if !address.trim().is_empty() {
        left.push((format!("    {}", address.trim()), Role::Text));
    }
    let nhs = person::field(card, ClientField::NhsNumber);
    let right = NhsNumber::parse(nhs).map_or_else(|_| nhs.to_owned(), |number| number.to_string());
    HeadLine { left, right }
}

fn alerts(card: &ClientCard, private: bool, alert: &str) -> Option<HeadLine> {
    let mut left: Vec<(String, Role)> = Vec::new();
    if let Ok(day) = person::field(card, ClientField::DiedOn).parse() {
        left.push((format!("{alert} died {}", dates::full(day)), Role::Alert));
    }
    let open = person::field(card, ClientField::Alert);
    if !open.is_empty() {
        left.push((format!("{alert} {open}"), Role::Alert));
    }
    let needs = [
        ClientField::Communication,
        ClientField::Access,
        ClientField::Language,
    ];
    let needs = needs.map(|field| person::field(card, field).to_owned());
    left.extend(
        needs
            .into_iter()
            .filter(|words| !words.is_empty())
            .map(|words| (words, Role::Text)),
    );
    if person::field(card, ClientField::Interpreter) == "yes" {
        left.push(("interpreter needed".to_owned(), Role::Text));
    }
    let hidden = !private && !person::field(card, ClientField::PrivateAlert).is_empty();
    let right = if hidden {
        alert.to_owned()
    } else {
        String::new()
    };
    for piece in left.iter_mut().skip(1) {
        piece.0.insert_str(0, "    ");
    }
    (!left.is_empty() || hidden).then_some(HeadLine { left, right })
}
