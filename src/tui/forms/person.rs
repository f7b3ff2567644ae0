//! How a person is named at the head of every screen and form about them: so that nobody writes into
//! the wrong record.

use crate::domain::client::ClientField;
use crate::domain::consent::{Consent, latest};
use crate::domain::dates;
use crate::domain::terms::ConsentScope as Scope;
use crate::readmodel::client::ClientCard;

/// `Margaret O'Neill "Peg"`.
pub fn name(card: &ClientCard) -> String {
    let given = card.client.split(' ').next().unwrap_or_default();
    match card.known_as.as_str() {
        "" => card.client.clone(),
        same if same == given => card.client.clone(),
        known => format!("{} \"{known}\"", card.client),
    }
}

/// `born 4 Mar 1955 (71)`, or that nobody asked.
pub fn born(card: &ClientCard) -> String {
    match (card.born, card.age) {
        (Some(born), Some(age)) => format!("born {} ({age})", dates::full(born)),
        (Some(born), None) => format!("born {}", dates::full(born)),
        (None, _) => "born: not asked".to_owned(),
    }
}

/// `Margaret O'Neill "Peg", born 4 Mar 1955 (71), Elm Tree`.
pub fn line(card: &ClientCard) -> String {
    format!("{}, {}, {}", name(card), born(card), card.practice)
}

/// What is known of a field; empty where nobody asked.
pub fn field(card: &ClientCard, field: ClientField) -> &str {
    card.fields.get(&field).map_or("", String::as_str)
}

/// `NO voicemail, no text, after 10:00`: what must be known before ringing. Only what was asked.
pub fn permission(card: &ClientCard) -> String {
    // Of what was asked and what they consented to, the no counts.
    let answer = |asked, scope, yes: &str, no: &str| {
        let consent = latest(&card.parts, scope, None).map(Consent::holds);
        match (field(card, asked), consent) {
            ("no", _) | (_, Some(false)) => no.to_owned(),
            ("yes", _) | (_, Some(true)) => yes.to_owned(),
            _ => String::new(),
        }
    };
    let words = [
        answer(ClientField::MayCall, Scope::Call, "", "do NOT ring"),
        answer(
            ClientField::MayVoicemail,
            Scope::Voicemail,
            "voicemail ok",
            "NO voicemail",
        ),
        answer(ClientField::MayText, Scope::Text, "text ok", "NO text"),
        field(card, ClientField::Hours).to_owned(),
    ];
    let said: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    said.join(", ")
}

/// The bare mark that there is an open safeguarding concern.
pub fn safeguarding(sign: &str) -> String {
    format!("{sign} safeguarding")
}

/// What stands before "said": the pronoun with a capital, from the pronouns they gave.
pub fn they(card: &ClientCard) -> &'static str {
    match pronoun(card).as_str() {
        "she" => "She",
        "he" => "He",
        _ => "They",
    }
}

/// What stands after "matters to".
pub fn them(card: &ClientCard) -> &'static str {
    match pronoun(card).as_str() {
        "she" => "her",
        "he" => "him",
        _ => "them",
    }
}

fn pronoun(card: &ClientCard) -> String {
    let given = field(card, ClientField::Pronouns).to_lowercase();
    given
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default()
        .to_owned()
}
