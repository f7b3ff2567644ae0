//! Which of our needs a word of a taxonomy stands for.

use std::collections::BTreeMap;

use crate::domain::{terms::Need, text::nearest};

/// The list that the program brings along.
const BUILT_IN: &str = include_str!("needs.toml");

/// Words by which a term of a taxonomy is known as one of our needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NeedWords {
    /// Words in a row, folded, with the need that they stand for.
    phrases: Vec<(Vec<String>, Need)>,
}

impl NeedWords {
    /// The list that the program brings along.
    pub fn built_in() -> NeedWords {
        NeedWords::from_toml(BUILT_IN).unwrap_or_default()
    }

    /// Reads a list: `need = ["words", "more words"]`.
    ///
    /// # Errors
    /// Every fault, as a sentence.
    pub fn from_toml(text: &str) -> Result<NeedWords, Vec<String>> {
        let table: BTreeMap<String, Vec<String>> = match toml::from_str(text) {
            Ok(table) => table,
            Err(error) => return Err(vec![error.to_string()]),
        };
        let mut words = NeedWords::default();
        let mut faults = Vec::new();
        for (code, phrases) in table {
            let Some(need) = Need::find(&code) else {
                let known = nearest(&code, Need::ALL.iter().map(|need| need.code()));
                let hint = known.map(|known| format!(" Was \"{known}\" meant?"));
                faults.push(format!(
                    "\"{code}\" is none of our needs.{}",
                    hint.unwrap_or_default()
                ));
                continue;
            };
            let phrases = phrases.iter().map(|phrase| (folded(phrase), need));
            words
                .phrases
                .extend(phrases.filter(|(phrase, _)| !phrase.is_empty()));
        }
        if faults.is_empty() {
            Ok(words)
        } else {
            Err(faults)
        }
    }

    /// This list with another before it, whose word counts first.
    #[must_use]
    pub fn after(mut self, first: NeedWords) -> NeedWords {
        let rest = std::mem::take(&mut self.phrases);
        self.phrases = first.phrases;
        self.phrases.extend(rest);
        self
    }

    /// The needs that a term stands for, each once; none where no words of the list are in it.
    pub fn needs(&self, term: &str) -> Vec<Need> {
        let term = folded(term);
        let mut needs = Vec::new();
        for (phrase, need) in &self.phrases {
            let there = term.windows(phrase.len()).any(|part| part == phrase);
            if there && !needs.contains(need) {
                needs.push(*need);
            }
        }
        needs
    }
}

/// The words of a text in small letters, without signs.
fn folded(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_that_comes_along_names_every_need_but_the_general_ones() {
        let words = NeedWords::from_toml(BUILT_IN).expect("the built-in list is sound");
        for need in Need::ALL {
            let named = words.phrases.iter().any(|(_, known)| known == need);
            let general = matches!(need, Need::Other | Need::Frequent);
            assert_eq!(named, !general, "{}", need.code());
        }
    }

    #[test]
    fn whole_words_count_and_all_needs_of_a_term_are_found() {
        let words = NeedWords::built_in();
        assert_eq!(words.needs("Debt advice"), [Need::Money]);
        assert_eq!(words.needs("Debtor's prison"), []);
        assert_eq!(
            words.needs("Carers & bereavement support"),
            [Need::Bereavement, Need::Caring]
        );
        assert_eq!(words.needs("Origami"), []);
    }

    #[test]
    fn faults_of_a_list_are_all_named() {
        let faults = NeedWords::from_toml("mony = ['debt']\nzzz = ['x']\n").unwrap_err();
        assert_eq!(faults.len(), 2);
        assert_eq!(
            faults[0],
            "\"mony\" is none of our needs. Was \"money\" meant?"
        );
        assert!(NeedWords::from_toml("money = 'debt'").is_err());
    }

    #[test]
    fn a_list_of_ones_own_counts_first() {
        let own = NeedWords::from_toml("food = ['allotment']").unwrap();
        let words = NeedWords::built_in().after(own);
        assert_eq!(words.needs("Allotment and gardening")[0], Need::Food);
    }
}
