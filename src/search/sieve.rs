//! A cheap test that every word passes which a query word may fit leniently, and few others do:
//! letters as bits, lengths, and the first four bytes. It spares comparing with each distinct word.

use super::text::{Leniency, Text};

/// A word, with what it shows to the sieve.
#[derive(Clone, Copy, Debug)]
struct Seat {
    word: u32,
    /// Which letters it has, see [`letters_of`].
    letters: u32,
    /// Its first four bytes, zeros after its end.
    head: u32,
    bytes: u8,
}

/// Rows of words with the same first letter, and within a row the same second one. One more row is
/// for words whose bytes are not their letters, and each row has a place for all that is no letter.
const ROWS: usize = 27;

/// Words by their first two letters, so that most are never looked at.
#[derive(Debug, Default)]
pub(super) struct Seats {
    /// Row by row, made when the first word comes.
    blocks: Vec<Vec<Seat>>,
    foreign: Vec<Seat>,
}

impl Seats {
    /// Seats a word.
    pub(super) fn add(&mut self, word: u32, text: &str) {
        let bytes = u8::try_from(text.len()).unwrap_or(u8::MAX);
        let (head, _) = head_of(text.bytes().map(Some));
        let seat = Seat {
            word,
            letters: letters_of(text),
            head,
            bytes,
        };
        self.block(text).push(seat);
    }

    /// Takes a word from its seat.
    pub(super) fn remove(&mut self, word: u32, text: &str) {
        self.block(text).retain(|seat| seat.word != word);
    }

    fn block(&mut self, text: &str) -> &mut Vec<Seat> {
        if self.blocks.is_empty() {
            self.blocks.resize_with(ROWS * ROWS, Vec::new);
        }
        let mut bytes = text.bytes();
        let (row, place) = (place_of(bytes.next()), place_of(bytes.next()));
        match self.blocks.get_mut(row * ROWS + place) {
            Some(block) if text.is_ascii() => block,
            _ => &mut self.foreign,
        }
    }

    /// Calls `each` with the words that pass a sieve.
    pub(super) fn passing(&self, sieve: &Sieve, mut each: impl FnMut(u32)) {
        let foreign = self
            .foreign
            .iter()
            .filter(|seat| sieve.lacks_two_at_most(seat));
        foreign.for_each(|seat| each(seat.word));
        let Some(first) = sieve.first else {
            let all = self
                .blocks
                .iter()
                .flatten()
                .filter(|seat| sieve.lacks_two_at_most(seat));
            return all.for_each(|seat| each(seat.word));
        };
        let own_row = place_of(Some(first));
        let mut heads = Vec::with_capacity(sieve.heads.len());
        for (at, block) in self
            .blocks
            .iter()
            .enumerate()
            .filter(|(_, block)| !block.is_empty())
        {
            let (row, place) = (at / ROWS, at % ROWS);
            heads.clear();
            heads.extend(sieve.heads.iter().filter(|head| head.may_sit(row, place)));
            if row == own_row {
                let pass = block
                    .iter()
                    .filter(|seat| sieve.is_scattered(seat, first) || sieve.is_near(seat, &heads));
                pass.for_each(|seat| each(seat.word));
            } else if !heads.is_empty() {
                let pass = block.iter().filter(|seat| sieve.is_near(seat, &heads));
                pass.for_each(|seat| each(seat.word));
            }
        }
    }
}

/// The place of a first or second byte: one for each letter, one for all else.
fn place_of(byte: Option<u8>) -> usize {
    match byte {
        Some(letter @ b'a'..=b'z') => usize::from(letter - b'a'),
        _ => ROWS - 1,
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

/// The first four bytes that a word may have, with ones where they count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Head {
    bytes: u32,
    counts: u32,
}

impl Head {
    fn new(bytes: impl Iterator<Item = Option<u8>>) -> Self {
        let (bytes, counts) = head_of(bytes);
        Self { bytes, counts }
    }

    /// Whether words that begin so may sit in a block.
    fn may_sit(&self, row: usize, place: usize) -> bool {
        let fits = |shift: u32, at: usize| {
            let byte = (self.bytes >> shift & 0xff) as u8;
            self.counts >> shift & 0xff == 0 || place_of(Some(byte)) == at
        };
        fits(24, row) && fits(16, place)
    }
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
    /// Heads at most one edit away.
    heads: Vec<Head>,
}

impl Sieve {
    /// The sieve for a word of a query.
    pub(super) fn new(text: &Text, leniency: Leniency) -> Self {
        let typed = text.as_str().as_bytes();
        let ascii = text.as_str().is_ascii();
        let allowed = text.allowed();
        let byte = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
        Self {
            letters: letters_of(text.as_str()),
            shortest: byte(text.len().saturating_sub(usize::from(allowed)).max(1)),
            longest_fuzzy: byte(text.longest_fuzzy()),
            allowed,
            fuzzy: leniency == Leniency::Fuzzy,
            first: typed.first().copied().filter(|_| ascii),
            heads: if ascii { heads_near(typed) } else { Vec::new() },
        }
    }

    fn lacking(&self, seat: &Seat) -> u32 {
        self.letters & !seat.letters
    }

    fn lacks_two_at_most(&self, seat: &Seat) -> bool {
        but_one(but_one(self.lacking(seat))) == 0 && seat.bytes >= self.shortest
    }

    /// From the same first letter, two edits away or with letters left out.
    fn is_scattered(&self, seat: &Seat, first: u8) -> bool {
        if seat.head >> 24 != u32::from(first) {
            return false;
        }
        let fuzzy = self.fuzzy && self.lacking(seat) == 0 && seat.bytes <= self.longest_fuzzy;
        fuzzy || self.allowed == 2 && self.lacks_two_at_most(seat)
    }

    /// At most one edit away, as far as the head shows.
    fn is_near(&self, seat: &Seat, heads: &[Head]) -> bool {
        but_one(self.lacking(seat)) == 0
            && seat.bytes >= self.shortest
            && heads
                .iter()
                .any(|head| seat.head & head.counts == head.bytes)
    }
}

/// The bits without the lowest that is set.
fn but_one(bits: u32) -> u32 {
    bits & bits.wrapping_sub(1)
}

/// The heads of words of which `typed` is one edit away: for each place a wrong letter, a missing
/// one, a needless one, or two swapped. What is typed without an error has them too.
fn heads_near(typed: &[u8]) -> Vec<Head> {
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
        heads.extend([Head::new(wrong), Head::new(missing), Head::new(needless)]);
        heads.extend(Some(Head::new(swapped)).filter(|_| place + 1 < typed.len()));
    }
    let mut distinct: Vec<Head> = Vec::new();
    for head in heads {
        if !distinct.contains(&head) {
            distinct.push(head);
        }
    }
    distinct
}

#[cfg(test)]
mod tests {
    use crate::search::matcher::Matcher;
    use proptest::prelude::*;

    use super::*;

    /// Words that one slip turns into what was typed, with more letters to come.
    fn slips(typed: &str) -> Vec<String> {
        let letters: Vec<char> = typed.chars().collect();
        let mut words = Vec::new();
        for at in 0..letters.len() {
            let mut without = letters.clone();
            without.remove(at);
            let mut more = letters.clone();
            more.insert(at, 'x');
            let mut other = letters.clone();
            other[at] = 'x';
            let mut swapped = letters.clone();
            swapped.swap(at, (at + 1).min(letters.len() - 1));
            for word in [without, more, other, swapped] {
                words.push(word.iter().collect());
                words.push(word.iter().chain(&['y', 'z']).collect());
            }
        }
        words
    }

    proptest! {
        /// Words of few letters, so that many fit.
        #[test]
        fn lets_through_whatever_fits(
            typed in "[abcé]{3,10}",
            words in proptest::collection::btree_set("[abcé1]{1,12}", 1..40),
        ) {
            let matcher = Matcher::default();
            let mut words: Vec<String> = words.into_iter().collect();
            words.extend(slips(&typed));
            words.sort();
            words.dedup();
            let text = Text::new(typed, &matcher);
            let mut seats = Seats::default();
            (0..).zip(&words).for_each(|(word, text)| seats.add(word, text));
            for leniency in [Leniency::Edits, Leniency::Fuzzy] {
                let mut passed = Vec::new();
                seats.passing(&Sieve::new(&text, leniency), |word| passed.push(word));
                for (id, word) in (0..).zip(&words) {
                    if text.cost(word, leniency, &matcher).is_some() {
                        prop_assert!(passed.contains(&id), "{word}");
                    }
                }
            }
            (0..).zip(&words).for_each(|(word, text)| seats.remove(word, text));
            seats.passing(&Sieve::new(&text, Leniency::Fuzzy), |word| panic!("{word} is gone"));
        }
    }
}
