//! Names taken out of texts: where a pack goes without names, what was typed may hold some.

use std::fmt::Display;

use super::Cell;

/// Shorter words are left: they are too often something else.
const LETTERS_MIN: usize = 3;

/// Names, and what stands in their place; the longest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Masks {
    on: bool,
    names: Vec<(String, String)>,
}

impl Masks {
    /// Masks for these people: the whole name and each word of it.
    pub(super) fn of(people: Vec<(String, String)>) -> Masks {
        let mut names = Vec::new();
        for (name, id) in people {
            names.extend(
                name.split_whitespace()
                    .map(|word| (word.to_owned(), id.clone())),
            );
            names.push((name, id));
        }
        names.retain(|(name, _)| name.chars().count() >= LETTERS_MIN);
        names.sort_by(|(one, a), (other, b)| {
            let longest_first = other.chars().count().cmp(&one.chars().count());
            longest_first.then_with(|| (one, a).cmp(&(other, b)))
        });
        // Two people of one name: it is not said whom is meant.
        names.dedup_by(|(name, id), (kept, other)| {
            if name == kept && id != other {
                *other = "somebody".to_owned();
            }
            name == kept
        });
        Masks { on: true, names }
    }

    /// How a person is called in the pack.
    pub(super) fn person(&self, name: &str, case: impl Display) -> String {
        match self.on {
            true => case.to_string(),
            false => format!("{name} ({case})"),
        }
    }

    /// A text without the names.
    pub(super) fn text(&self, words: &str) -> String {
        let mut masked = words.to_owned();
        for (name, id) in &self.names {
            masked = replaced(&masked, name, id);
        }
        masked
    }

    /// As `text`, in a cell.
    pub(super) fn cell(&self, words: &str) -> Cell {
        match words.is_empty() {
            true => Cell::Nothing,
            false => Cell::Text(self.text(words)),
        }
    }
}

/// The text with whole words replaced, whatever the case of their letters.
fn replaced(text: &str, name: &str, by: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let sought: Vec<char> = name.chars().collect();
    let same = |a: &char, b: &char| a == b || a.to_lowercase().eq(b.to_lowercase());
    let is_letter = |at: Option<usize>| {
        at.and_then(|at| letters.get(at))
            .is_some_and(|letter| letter.is_alphanumeric())
    };
    let mut made = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        let end = at + sought.len();
        let here = letters.get(at..end).is_some_and(|word| {
            word.iter()
                .zip(&sought)
                .all(|(one, other)| same(one, other))
        });
        if here && !is_letter(at.checked_sub(1)) && !is_letter(Some(end)) {
            made.push_str(by);
            at = end;
        } else {
            made.push(*letter);
            at += 1;
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::Masks;

    #[test]
    fn names_are_taken_out_whole_and_by_word() {
        let people = [("Zoë Peña", "C7"), ("Ann Li", "C9"), ("Bob Peña", "C8")];
        let people = people.map(|(name, id)| (name.to_owned(), id.to_owned()));
        let masks = Masks::of(people.to_vec());
        assert_eq!(
            masks.text("Zoë Peña's form; ring ZOË"),
            "C7's form; ring C7"
        );
        assert_eq!(masks.text("Mrs Peña rang"), "Mrs somebody rang");
        assert_eq!(
            masks.text("Anna and Ann, <b>Bob</b>"),
            "Anna and C9, <b>C8</b>"
        );
        assert_eq!(masks.person("Ann Li", "C9"), "C9");
        assert_eq!(Masks::default().person("Ann Li", "C9"), "Ann Li (C9)");
    }
}
