//! A cheap test that every word passes which a query word may fit leniently, and few others do:
//! letters as bits, lengths, and the first four bytes. It spares comparing with each distinct word.

use super::text::{Leniency, Text};

/// What a word shows to the sieve.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Which letters it has, see [`letters_of`].
    pub(super) letters: u32,
    /// Its first four bytes, zeros after its end; [`UNKNOWN`] where it is not ASCII.
    pub(super) head: u32,
}

/// The head of a word whose bytes are not its letters.
const UNKNOWN: u32 = u32::MAX;

impl Shape {
    /// The shape of a folded word.
    pub(super) fn of(text: &str) -> Self {
        let head = if text.is_ascii() {
            head_of(text.bytes().map(Some)).0
        } else {
            UNKNOWN
        };
        Self {
            letters: letters_of(text),
            head,
        }
    }
}

/// Which letters a text has: a bit for each of a to z, one for digits, five for all else. A word
/// that lacks two letters of what was typed is more than one edit away.
fn letters_of(text: &str) -> u32 {
    text.chars().fold(0, |bits, c| {
        let bit = match c {
            'a'..='z' => c as u32 - 'a' as u32,
            '0'..='9' => 26,
            _ => 27 + c as u32 % 5,
        };
        bits | 1 << bit
    })
}

/// Four bytes, the first highest, with ones where a byte is known.
fn head_of(bytes: impl Iterator<Item = Option<u8>>) -> (u32, u32) {
    bytes
        .chain(std::iter::repeat(None))
        .take(4)
        .fold((0, 0), |(head, known), byte| {
            let ones = if byte.is_some() { 0xff } else { 0 };
            (head << 8 | u32::from(byte.unwrap_or(0)), known << 8 | ones)
        })
}

/// The test for one query word.
#[derive(Debug)]
pub(super) struct Sieve {
    letters: u32,
    shortest: u8,
    longest_fuzzy: u8,
    allowed: u8,
    fuzzy: bool,
    /// The first byte; `None` where the query word is not ASCII, and heads say nothing.
    first: Option<u8>,
    /// Heads one edit away, each with the bytes of it that count.
    heads: Vec<(u32, u32)>,
}

impl Sieve {
    /// The sieve for a word of a query.
    pub(super) fn new(text: &Text, leniency: Leniency) -> Self {
        let typed = text.as_str().as_bytes();
        let ascii = text.as_str().is_ascii();
        let allowed = text.allowed();
        let byte = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
        let shortest = if ascii { typed.len() } else { text.len() };
        Self {
            letters: letters_of(text.as_str()),
            shortest: byte(shortest.saturating_sub(usize::from(allowed)).max(1)),
            longest_fuzzy: byte(text.longest_fuzzy()),
            allowed,
            fuzzy: leniency == Leniency::Fuzzy,
            first: typed.first().copied().filter(|_| ascii),
            heads: if ascii { heads_near(typed) } else { Vec::new() },
        }
    }

    /// Whether a word of this shape and length in bytes may fit.
    pub(super) fn passes(&self, shape: Shape, bytes: u8) -> bool {
        let lacking = self.letters & !shape.letters;
        let but_one = lacking & lacking.wrapping_sub(1);
        if but_one & but_one.wrapping_sub(1) != 0 || bytes < self.shortest {
            return false;
        }
        let Some(first) = self.first.filter(|_| shape.head != UNKNOWN) else {
            return true;
        };
        if shape.head >> 24 == u32::from(first) {
            let scattered = self.fuzzy && lacking == 0 && bytes <= self.longest_fuzzy;
            if scattered || self.allowed == 2 {
                return true;
            }
        }
        but_one == 0
            && self
                .heads
                .iter()
                .any(|&(head, counts)| shape.head & counts == head)
    }
}

/// The heads of words of which `typed` is one edit away: for each place a wrong letter, a missing
/// one, a needless one, or two swapped. What is typed without an error has them too.
fn heads_near(typed: &[u8]) -> Vec<(u32, u32)> {
    let at = |place: usize| typed.get(place).copied();
    let mut heads = Vec::new();
    for place in 0..4 {
        let wrong = (0..4).map(|j| at(j).filter(|_| j != place));
        let missing = (0..4).map(|j| match j {
            j if j < place => at(j),
            j if j == place => None,
            j => at(j - 1),
        });
        let needless = (0..4).map(|j| at(if j < place { j } else { j + 1 }));
        let swapped = (0..4).map(|j| match j {
            j if j == place => at(j + 1),
            j if j == place + 1 => at(place),
            j => at(j),
        });
        heads.extend([head_of(wrong), head_of(missing), head_of(needless)]);
        heads.extend(Some(head_of(swapped)).filter(|_| place + 1 < typed.len()));
    }
    heads
}

#[cfg(test)]
mod tests {
    use fuzzy_matcher::skim::SkimMatcherV2;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Words of few letters, so that many fit.
        #[test]
        fn lets_through_whatever_fits(typed in "[abcé]{3,10}", word in "[abcé]{1,12}") {
            let matcher = SkimMatcherV2::default();
            let text = Text::new(typed, &matcher);
            for leniency in [Leniency::Edits, Leniency::Fuzzy] {
                if text.cost(&word, leniency, &matcher).is_some() {
                    let bytes = u8::try_from(word.len()).unwrap();
                    prop_assert!(Sieve::new(&text, leniency).passes(Shape::of(&word), bytes));
                }
            }
        }
    }
}
