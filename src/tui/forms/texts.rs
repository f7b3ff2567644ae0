//! Short neutral texts to paste into a message or a letter, filled in for one person.

use serde::Deserialize;

use super::about::Facts;
use super::menu::{Menu, Taken};
use crate::domain::dates::show_time;
use crate::tui::dialogs::pick::Item;
use crate::tui::dialogs::plain::PlainText;

/// The texts that the program carries.
const BUILT_IN: &str = include_str!("texts.toml");

#[derive(Debug, Clone, Deserialize)]
struct Template {
    title: String,
    text: String,
}

#[derive(Debug, Default, Deserialize)]
struct Templates {
    #[serde(default)]
    text: Vec<Template>,
}

/// The list of texts that can be filled in for the person.
#[derive(Default)]
pub(super) struct Texts {
    offered: Vec<String>,
}

impl Menu for Texts {
    fn title(&self) -> String {
        "Text to paste".to_owned()
    }

    fn wants_desk(&self) -> bool {
        true
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        let words = words(facts);
        let templates: Templates = toml::from_str(BUILT_IN).unwrap_or_default();
        let mut items = Vec::new();
        self.offered.clear();
        for template in templates.text {
            if let Some(text) = filled(&template.text, &words) {
                items.push(Item {
                    words: template.title,
                    note: text.chars().take(60).collect::<String>() + "…",
                });
                self.offered.push(text);
            }
        }
        (items, 0)
    }

    fn take(&mut self, index: usize, _facts: &Facts) -> Taken {
        match self.offered.get(index) {
            Some(text) => Taken::Open(Box::new(PlainText::new(vec![text.clone()]))),
            None => Taken::Nothing,
        }
    }
}

/// What can be filled in, by its name.
fn words(facts: &Facts) -> Vec<(&'static str, String)> {
    let mut words = Vec::new();
    if let Some(card) = facts.card.as_deref() {
        let given = card.client.split(' ').next().unwrap_or(&card.client);
        let name = match card.known_as.as_str() {
            "" => given,
            known_as => known_as,
        };
        words.push(("{name}", name.to_owned()));
        words.push(("{practice}", card.practice.clone()));
    }
    if let Some(desk) = facts.desk.as_deref() {
        words.push(("{me}", desk.me.given_name().to_owned()));
    }
    if let Some(due) = facts.case().and_then(|case| case.next.follow_up()) {
        words.push(("{day}", due.on.format("%A %-d %B").to_string()));
        words.extend(due.at.map(|at| ("{time}", show_time(at))));
    }
    words
}

/// The text with its words in; none where one of them is not known.
fn filled(text: &str, words: &[(&'static str, String)]) -> Option<String> {
    let filled = words.iter().fold(text.to_owned(), |text, (name, word)| {
        text.replace(name, word)
    });
    (!filled.contains('{')).then_some(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_carried_texts_read_and_are_offered_only_when_whole() {
        let templates: Templates = toml::from_str(BUILT_IN).unwrap();
        assert_eq!(templates.text.len(), 5);
        let some = [("{name}", "Peg".to_owned()), ("{me}", "Amira".to_owned())];
        for template in &templates.text {
            assert_eq!(filled(&template.text, &some), None, "{}", template.title);
        }
        let all: Vec<_> = ["{name}", "{me}", "{practice}", "{day}", "{time}"]
            .map(|name| (name, "x".to_owned()))
            .into();
        assert!(
            templates
                .text
                .iter()
                .all(|t| filled(&t.text, &all).is_some())
        );
    }
}
