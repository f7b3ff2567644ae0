//! What can be wrong with a keymap file, said so that the person who wrote it can put it right.

use std::fmt;

use serde::Serialize;

/// How bad a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Something is done otherwise than written, and said so.
    Note,
    /// It works, but not everywhere or not for everyone.
    Warning,
    /// The line is not used.
    Error,
}

/// One thing wrong with a keymap file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The rule, `K01` to `K12`.
    pub code: &'static str,
    /// How bad it is.
    pub level: Level,
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1; 0 where the fault is in no line of the file.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong, as the beginning of a sentence.
    pub message: String,
    /// What to do about it, as its end; empty where the message says all.
    pub suggestion: String,
}

impl Fault {
    /// A fault in no line of the file; [`Fault::at`] says otherwise.
    pub fn new(code: &'static str, level: Level, file: &str, message: impl Into<String>) -> Fault {
        Fault {
            code,
            level,
            file: file.to_owned(),
            line: 0,
            column: 0,
            message: message.into(),
            suggestion: String::new(),
        }
    }

    /// The same in this line and column, both from 1.
    pub fn at(self, (line, column): (usize, usize)) -> Fault {
        Fault {
            line,
            column,
            ..self
        }
    }

    /// The same with what to do about it.
    pub fn suggests(self, suggestion: impl Into<String>) -> Fault {
        let suggestion = suggestion.into();
        Fault { suggestion, ..self }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        };
        write!(f, "{}:", self.file)?;
        if self.line > 0 {
            write!(f, "{}:{}:", self.line, self.column)?;
        }
        write!(f, " {level} {}: {}", self.code, self.message)?;
        if !self.suggestion.is_empty() {
            write!(f, "; {}", self.suggestion)?;
        }
        Ok(())
    }
}

/// The place of a byte in a text: line and column, both from 1, the column in characters.
pub fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    (line, column)
}

/// The known word nearest to `word`, where one is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|name| (distance(word, name), name))
        .filter(|(steps, name)| *steps <= 1 + name.chars().count() / 4)
        .min()
        .map(|(_, name)| name)
}

/// How many letters must be added, left out, changed or swapped with their neighbour.
fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let mut rows = vec![vec![0_usize; other.len() + 1]; one.len() + 1];
    for i in 0..=one.len() {
        for j in 0..=other.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let change = usize::from(one[i - 1] != other[j - 1]);
                let swapped =
                    i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
                let swap = if swapped {
                    rows[i - 2][j - 2] + 1
                } else {
                    usize::MAX
                };
                (rows[i - 1][j] + 1)
                    .min(rows[i][j - 1] + 1)
                    .min(rows[i - 1][j - 1] + change)
                    .min(swap)
            };
        }
    }
    rows[one.len()][other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_that_was_meant_is_found() {
        let known = ["next-step", "log", "status"];
        assert_eq!(nearest("nxet-step", known.into_iter()), Some("next-step"));
        assert_eq!(nearest("lgo", known.into_iter()), Some("log"));
        assert_eq!(nearest("frobnicate", known.into_iter()), None);
    }

    #[test]
    fn places_count_characters() {
        assert_eq!(place("ab\nåé = 1", "ab\nåé".len()), (2, 3));
        assert_eq!(place("", 0), (1, 1));
    }
}
