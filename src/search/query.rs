//! What someone typed, read as words: names, numbers, dates, postcodes, each perhaps half typed.
//! Where one way of reading finds nobody there are others: parts of a hyphenated name, two words
//! written as one. Knows no index.

use std::ops::RangeInclusive;

use super::dates::{self, DatePattern};
use super::digits::{Postcode, Prefix, phone_digits};
use super::fold::{fold, parts, raw_words};
use super::matcher::Matcher;
use super::text::Text;

/// Words read of one query; more are left out.
const MOST_WORDS: usize = 12;
/// Characters read of one query, so that a pasted letter costs no more than a sentence.
const MOST_CHARS: usize = 200;

/// One word of a query, with everything it can mean; the best meaning counts.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// As a word of a name.
    pub(super) text: Text,
    /// As the beginning of an NHS number.
    pub(super) digits: Option<Prefix>,
    /// As the beginning of a birth date `yyyymmdd`, from the four digits of a year on.
    pub(super) born: Option<RangeInclusive<u64>>,
    /// As the beginning of a phone number, with and without the country's code or leading zero.
    pub(super) phones: Vec<Prefix>,
    /// As a date of birth.
    pub(super) dates: Vec<DatePattern>,
    /// As a postcode.
    pub(super) postcode: Option<Postcode>,
}

/// All words of one reading must fit.
pub(super) type Reading = Vec<Word>;

/// A query, read.
#[derive(Clone, Debug)]
pub(super) struct Query {
    /// For clients and services: the first reading, then those tried where it finds nothing.
    pub(super) readings: Vec<Reading>,
    /// The same for notes, where every word stands for itself.
    pub(super) texts: Vec<Vec<Text>>,
}

/// A piece of a query with what other readings need of it.
#[derive(Clone)]
enum Piece {
    Letters { raw: String, word: Word },
    Digits { groups: Vec<String>, word: Word },
    Other(Word),
}

impl Piece {
    fn word(&self) -> Word {
        match self {
            Self::Letters { word, .. } | Self::Digits { word, .. } | Self::Other(word) => {
                word.clone()
            }
        }
    }
}

impl Query {
    /// Reads what was typed; the matcher only measures a perfect fit.
    pub(super) fn read(typed: &str, matcher: &Matcher) -> Self {
        let typed: String = typed.to_lowercase().chars().take(MOST_CHARS).collect();
        let tokens: Vec<&str> = typed.split_whitespace().collect();
        let mut pieces = Reader { matcher }.pieces(&tokens);
        pieces.truncate(MOST_WORDS);
        let readings = Reader { matcher }.readings(&pieces);
        let raws: Vec<&str> = raw_words(&typed).take(MOST_WORDS).collect();
        let text = |raw: &str| Text::new(fold(raw), matcher);
        let mut texts = vec![raws.iter().map(|raw| text(raw)).collect()];
        if raws.iter().any(|raw| parts(raw).count() > 1) {
            texts.push(raws.iter().flat_map(|raw| split(raw)).map(text).collect());
        }
        Self { readings, texts }
    }

    /// Whether nothing was typed that could be looked for.
    pub(super) fn is_empty(&self) -> bool {
        self.readings.iter().all(Vec::is_empty)
    }
}

/// The parts of a raw word, or the word itself where it has none.
fn split(raw: &str) -> Vec<&str> {
    let split: Vec<&str> = parts(raw).collect();
    if split.is_empty() { vec![raw] } else { split }
}

/// Whether a token is digits and what people write between the digits of a phone number.
fn is_phone_like(token: &str) -> bool {
    let fits = |c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | '+' | '-' | '.');
    token.chars().all(fits) && token.chars().any(|c| c.is_ascii_digit())
}

struct Reader<'a> {
    matcher: &'a Matcher,
}

impl Reader<'_> {
    fn pieces(&self, tokens: &[&str]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut rest = tokens;
        while let Some((&token, after)) = rest.split_first() {
            let used = if let Some((date, used)) = dates::read(rest) {
                let mut word = self.word(&fold(token));
                word.dates.push(date);
                pieces.push(Piece::Other(word));
                used
            } else if is_phone_like(token) {
                let groups = digit_groups(rest);
                pieces.push(self.digits(&groups));
                groups.len()
            } else if let Some(word) = self.split_postcode(token, after) {
                pieces.push(Piece::Other(word));
                2
            } else {
                pieces.extend(raw_words(token).map(|raw| self.letters(raw)));
                1
            };
            rest = rest.get(used..).unwrap_or_default();
        }
        pieces
    }

    fn word(&self, folded: &str) -> Word {
        Word {
            text: Text::new(folded.to_string(), self.matcher),
            digits: None,
            born: None,
            phones: Vec::new(),
            dates: Vec::new(),
            postcode: Postcode::whole(folded),
        }
    }

    fn letters(&self, raw: &str) -> Piece {
        Piece::Letters {
            raw: raw.to_string(),
            word: self.word(&fold(raw)),
        }
    }

    /// `el1 4qt`, unless what follows begins a date.
    fn split_postcode(&self, outward: &str, after: &[&str]) -> Option<Word> {
        let inward = after.first()?;
        let (outward, inward) = (fold(outward), fold(inward));
        let postcode = Postcode::halves(&outward, &inward)?;
        if dates::read(after).is_some() {
            return None;
        }
        let mut word = self.word(&format!("{outward}{inward}"));
        word.postcode = Some(postcode);
        Some(word)
    }

    fn digits(&self, groups: &[&str]) -> Piece {
        let written = groups.concat();
        let digits: String = written.chars().filter(char::is_ascii_digit).collect();
        let mut word = self.word(&digits);
        word.digits = Prefix::of_digits(&digits);
        word.born = dates::keys_beginning(&digits);
        let mut forms = vec![digits.clone(), phone_digits(&written)];
        if digits.starts_with("44") && digits.len() >= 6 {
            forms.push(phone_digits(&format!("+{digits}")));
        }
        if !digits.starts_with('0') && digits.len() >= 7 {
            forms.push(format!("0{digits}"));
        }
        forms.sort();
        forms.dedup();
        word.phones = forms
            .iter()
            .filter_map(|form| Prefix::of_digits(form))
            .collect();
        word.dates.extend(DatePattern::of_digits(&digits));
        word.dates.extend(DatePattern::of_groups(groups));
        let groups = groups.iter().map(ToString::to_string).collect();
        Piece::Digits { groups, word }
    }

    fn readings(&self, pieces: &[Piece]) -> Vec<Reading> {
        let words = |pieces: &[Piece]| -> Reading { pieces.iter().map(Piece::word).collect() };
        let mut readings = vec![words(pieces)];
        let apart: Vec<Piece> = pieces.iter().flat_map(|piece| self.apart(piece)).collect();
        if apart.len() > pieces.len() {
            readings.push(words(&apart));
        }
        for (at, pair) in pieces.windows(2).enumerate().take(4) {
            let [Piece::Letters { raw: a, .. }, Piece::Letters { raw: b, .. }] = pair else {
                continue;
            };
            let mut joined = pieces.to_vec();
            joined.splice(at..at + 2, [self.letters(&format!("{a}{b}"))]);
            readings.push(words(&joined));
        }
        readings
    }

    /// A hyphenated word as its parts, joined numbers as they were typed.
    fn apart(&self, piece: &Piece) -> Vec<Piece> {
        match piece {
            Piece::Letters { raw, .. } => split(raw)
                .into_iter()
                .map(|part| self.letters(part))
                .collect(),
            Piece::Digits { groups, .. } if groups.len() > 1 => groups
                .iter()
                .map(|group| self.digits(&[group.as_str()]))
                .collect(),
            Piece::Digits { .. } | Piece::Other(_) => vec![piece.clone()],
        }
    }
}

/// The tokens from the first on that are digits of one number: as many as make at most 15.
fn digit_groups<'a>(tokens: &[&'a str]) -> Vec<&'a str> {
    let mut count = 0;
    let fits = |(at, token): &(usize, &&'a str)| {
        count += token.chars().filter(char::is_ascii_digit).count();
        is_phone_like(token) && (*at == 0 || count <= 15)
    };
    tokens
        .iter()
        .enumerate()
        .take_while(fits)
        .map(|(_, token)| *token)
        .collect()
}
