//! A field that takes one of a few words: arrows go through them, a letter goes to the next that
//! begins with it.

use crate::tui::draw::Pad;
use crate::tui::key::{Code, Key, Name};
use crate::tui::text::width;
use crate::tui::theme::Role;

/// A choice among a few words.
#[derive(Clone, Debug)]
pub struct Choice {
    options: Vec<String>,
    /// The one taken; `None` until one is, so that nothing is chosen by default in silence.
    taken: Option<usize>,
}

impl Choice {
    /// A choice, with one taken or none yet.
    pub fn new(options: &[&str], taken: Option<usize>) -> Choice {
        let options: Vec<String> = options.iter().map(|word| (*word).to_owned()).collect();
        let taken = taken.filter(|index| *index < options.len());
        Choice { options, taken }
    }

    /// The number of the word taken.
    pub fn taken(&self) -> Option<usize> {
        self.taken
    }

    /// The word taken; empty where none is.
    pub fn word(&self) -> &str {
        self.taken
            .and_then(|index| self.options.get(index))
            .map_or("", String::as_str)
    }

    /// Takes the word of that number, if there is one.
    pub fn take(&mut self, index: usize) {
        if index < self.options.len() {
            self.taken = Some(index);
        }
    }

    /// Takes that word, if it is one of them; says whether it is.
    pub fn take_word(&mut self, word: &str) -> bool {
        let found = self.options.iter().position(|option| option == word);
        self.taken = found.or(self.taken);
        found.is_some()
    }

    /// Takes a key; says whether another word is taken now.
    pub fn key(&mut self, key: Key) -> bool {
        let count = self.options.len();
        if count == 0 {
            return false;
        }
        let before = self.taken;
        match key.code {
            Code::Named(Name::Right) => self.taken = Some(before.map_or(0, |at| (at + 1) % count)),
            Code::Named(Name::Left) => {
                self.taken = Some(before.map_or(count - 1, |at| (at + count - 1) % count));
            }
            Code::Named(Name::Home) => self.taken = Some(0),
            Code::Named(Name::End) => self.taken = Some(count - 1),
            _ => {
                if let Some(c) = key.printable() {
                    self.letter(c);
                }
            }
        }
        self.taken != before
    }

    fn letter(&mut self, c: char) {
        let count = self.options.len();
        let start = self.taken.map_or(0, |at| at + 1);
        let begins = |index: &usize| {
            let first = self
                .options
                .get(*index)
                .and_then(|word| word.chars().next());
            first.is_some_and(|first| first.to_lowercase().eq(c.to_lowercase()))
        };
        if let Some(found) = (start..start + count).map(|at| at % count).find(begins) {
            self.taken = Some(found);
        } else if c == ' ' {
            self.taken = Some(start % count);
        }
    }

    /// Draws all words with the one taken in brackets, or that one alone where there is no room.
    pub fn draw(&self, x: u16, y: u16, columns: u16, pad: &mut Pad<'_>, focused: bool) {
        let whole: usize = self.options.iter().map(|word| width(word) + 3).sum();
        if whole > usize::from(columns) {
            // The word stands where the text of other fields does, whether focused or not.
            let word = if self.taken.is_some() {
                self.word()
            } else {
                "-"
            };
            let end = pad.text(x, y, columns, word, Role::Text);
            if focused {
                let glyphs = pad.glyphs();
                let arrows = format!("  {} {}", glyphs.left, glyphs.right);
                let left = (x + columns).saturating_sub(end);
                pad.text(end, y, left, &arrows, Role::Key);
            }
            return;
        }
        let mut at = x;
        for (index, word) in self.options.iter().enumerate() {
            let is_taken = self.taken == Some(index);
            let shown = if is_taken {
                format!("[{word}]")
            } else {
                format!(" {word} ")
            };
            let role = if is_taken { Role::Name } else { Role::Text };
            at = pad.text(at, y, columns, &shown, role) + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_arrows_choose() {
        let mut choice = Choice::new(&["phone", "post", "home", "surgery"], None);
        assert_eq!(choice.word(), "");
        choice.key(Key::char('p'));
        assert_eq!(choice.word(), "phone");
        choice.key(Key::char('P'));
        assert_eq!(choice.word(), "post");
        choice.key(Key::named(Name::Left));
        choice.key(Key::named(Name::Left));
        assert_eq!(choice.word(), "surgery");
        assert!(!choice.key(Key::char('x')));
    }
}
