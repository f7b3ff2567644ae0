//! Where a name stands in the alphabet, in sixteen bytes: names as they are shown, given name first,
//! without case and accents. Knows nothing of who has the name.

use super::fold::{fold, raw_words};

/// Letters that count in one of the two numbers, five bits each.
const LETTERS: usize = 12;
const BITS: u32 = 5;
const SPACE: u64 = 1;
const DIGIT: u64 = 2;
const FIRST_LETTER: u64 = 3;
/// Letters that folding leaves as they are, of other scripts.
const FOREIGN: u64 = 29;

/// The place of a name among all others; names that are the same in their first 24 letters and
/// spaces have the same place. The default stands before every name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place([u64; 2]);

impl Place {
    /// The place of a name that is shown as these fields, one after another.
    pub(super) fn of(fields: &[&str]) -> Self {
        let words = fields.iter().flat_map(|field| raw_words(field)).map(fold);
        let name = words.collect::<Vec<String>>().join(" ");
        let mut codes = name.chars().map(code).chain(std::iter::repeat(0));
        let mut next = || {
            let letters = codes.by_ref().take(LETTERS);
            letters.fold(0, |packed, code| packed << BITS | code)
        };
        Self([next(), next()])
    }
}

fn code(c: char) -> u64 {
    match c {
        ' ' => SPACE,
        '0'..='9' => DIGIT,
        'a'..='z' => FIRST_LETTER + u64::from(c as u32 - 'a' as u32),
        _ => FOREIGN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_as_they_are_shown() {
        let names = [
            ["", ""],
            ["Ann Marie", "Byrne"],
            ["Ann", "Zieliński"],
            ["Anna", "Byrne"],
            ["", "Byrne"],
            ["ÉVA", "O'Neal"],
            ["Eva", "O’Neill"],
            ["Eva", "Oneills"],
            ["Ζωή", "Byrne"],
        ];
        assert!(names.is_sorted_by(|a, b| Place::of(a) < Place::of(b)));
        assert_eq!(Place::of(&["Zoë", "Hart"]), Place::of(&["ZOE HART"]));
        let long = "Bartholomew Cornelius Ignatius";
        assert_eq!(Place::of(&[long]), Place::of(&[long, "Byrne"]));
    }
}
