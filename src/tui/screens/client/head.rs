//! The head of a client's page: who they are, how to reach them, and what must be known before.

use crate::domain::client::ClientField;
use crate::domain::dates;
use crate::domain::nhs::NhsNumber;
use crate::readmodel::client::ClientCard;
use crate::tui::forms::person;
use crate::tui::text::{width, wrap};
use crate::tui::theme::Role;

/// Columns between two things of a line.
const BETWEEN: usize = 4;

/// One line of the head: pieces from the left, and one that ends at the right side.
pub(super) struct HeadLine {
    pub left: Vec<(String, Role)>,
    /// How many of the pieces must be whole before there is room for what is on the right.
    pub whole: usize,
    pub right: String,
}

/// The lines of the head, of so many columns; alerts only where there are any, and those whole.
/// Shown alone, `private` has the safeguarding concerns that may be read.
pub(super) fn lines(
    card: &ClientCard,
    private: Option<&[String]>,
    alert: &str,
    columns: usize,
) -> Vec<HeadLine> {
    let mut lines = vec![who(card), reach(card)];
    let mark = marks(card, private, alert);
    let beside = columns.saturating_sub(width(&mark).max(1) + 3);
    let mut rest: Vec<HeadLine> = flowing(alerts(card, alert), beside);
    // A bare mark: somebody may be looking on.
    if !mark.is_empty() {
        match rest.first_mut() {
            Some(first) => first.right = mark,
            None => rest.push(HeadLine {
                left: Vec::new(),
                whole: 0,
                right: mark,
            }),
        }
    }
    let hidden = person::field(card, ClientField::PrivateAlert);
    let hidden = Some(hidden).filter(|words| !words.is_empty());
    for words in private.into_iter().flat_map(|concerns| {
        let concerns = concerns.iter().map(String::as_str);
        hidden.into_iter().chain(concerns)
    }) {
        let words = vec![(format!("{alert} {words}"), Role::Alert)];
        rest.extend(flowing(words, columns));
    }
    lines.extend(rest);
    lines
}

/// What is there to be read and is not shown here: a private alert by its sign alone, safeguarding
/// by its word.
fn marks(card: &ClientCard, private: Option<&[String]>, alert: &str) -> String {
    let hidden = !person::field(card, ClientField::PrivateAlert).is_empty();
    let unread = private.is_none_or(<[String]>::is_empty);
    let sign = (hidden && private.is_none()).then(|| alert.to_owned());
    let word = (card.concerns > 0 && unread).then(|| person::safeguarding(alert));
    let marks: Vec<String> = sign.into_iter().chain(word).collect();
    marks.join("  ")
}

/// Pieces one after the other in as many lines as they need, each broken only where it is wider than
/// a line.
fn flowing(pieces: Vec<(String, Role)>, columns: usize) -> Vec<HeadLine> {
    let mut lines: Vec<Vec<(String, Role)>> = Vec::new();
    let mut used = 0;
    for (words, role) in pieces {
        for part in wrap(&words, columns) {
            let wide = width(&part);
            match lines.last_mut() {
                Some(line) if used + BETWEEN + wide <= columns => {
                    line.push((format!("{:BETWEEN$}{part}", ""), role));
                    used += BETWEEN + wide;
                }
                _ => {
                    lines.push(vec![(part, role)]);
                    used = wide;
                }
            }
        }
    }
    let line = |left| HeadLine {
        left,
        whole: 0,
        right: String::new(),
    };
    lines.into_iter().map(line).collect()
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
        whole: 3,
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
    HeadLine {
        left,
        whole: 2,
        right,
    }
}

/// What must be known before a call or a visit, the gravest first.
fn alerts(card: &ClientCard, alert: &str) -> Vec<(String, Role)> {
    let mut pieces: Vec<(String, Role)> = Vec::new();
    if let Ok(day) = person::field(card, ClientField::DiedOn).parse() {
        pieces.push((format!("{alert} died {}", dates::full(day)), Role::Alert));
    }
    let open = person::field(card, ClientField::Alert);
    if !open.is_empty() {
        pieces.push((format!("{alert} {open}"), Role::Alert));
    }
    let needs = [
        ClientField::Communication,
        ClientField::Access,
        ClientField::Language,
    ];
    let needs = needs.map(|field| person::field(card, field).to_owned());
    let asked = needs.into_iter().filter(|words| !words.is_empty());
    pieces.extend(asked.map(|words| (words, Role::Text)));
    if person::field(card, ClientField::Interpreter) == "yes" {
        pieces.push(("interpreter needed".to_owned(), Role::Text));
    }
    pieces
}
