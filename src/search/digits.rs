//! Numbers and postcodes as sorted keys: digits or characters packed from the left into 64 bits, so
//! that "begins with" is a range. Knows NHS numbers, phones and postcodes only by their characters.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::fold::fold;

/// Keys with the client each belongs to.
pub(super) type Keys = BTreeSet<(u64, u32)>;

/// The clients of the keys in a range, in the order of the keys.
pub(super) fn holders(keys: &Keys, range: RangeInclusive<u64>) -> impl Iterator<Item = u32> + '_ {
    keys.range((*range.start(), 0)..=(*range.end(), u32::MAX))
        .map(|&(_, id)| id)
}

/// Digits that keys may begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Prefix {
    bits: u64,
    count: u32,
}

impl Prefix {
    /// Packs the digits of `text`, at most 15 (the most a phone number has: ITU-T E.164).
    pub(super) fn of_digits(text: &str) -> Option<Self> {
        let digits = text.chars().filter_map(|c| c.to_digit(10)).take(15);
        let (mut bits, mut count) = (0, 0);
        for digit in digits {
            count += 1;
            bits |= u64::from(digit + 1) << (64 - 4 * count);
        }
        (count > 0).then_some(Self { bits, count })
    }

    /// The number of digits.
    pub(super) fn count(self) -> u32 {
        self.count
    }

    /// The key of a whole number with these digits; zero is no number.
    pub(super) fn key(self) -> u64 {
        self.bits
    }

    /// The keys that begin so.
    pub(super) fn range(self) -> RangeInclusive<u64> {
        self.bits..=(self.bits | (u64::MAX >> (4 * self.count)))
    }
}

/// A phone number as it is compared: digits, with a British `+44`, `0044` or `44` as the 0 that is
/// dialled inside the country.
pub(super) fn phone_digits(written: &str) -> String {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let abroad = digits.strip_prefix("0044").or_else(|| {
        let enough = digits.len() >= 11 || written.trim_start().starts_with('+');
        digits.strip_prefix("44").filter(|_| enough)
    });
    match abroad {
        Some(rest) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
        None => digits,
    }
}

/// Most characters of a postcode kept; British ones have at most seven.
const POSTCODE: u32 = 10;

/// Packs folded characters, six bits each from the left; the four lowest bits stay free.
fn pack(folded: &str) -> (u64, u32) {
    let (mut bits, mut count) = (0, 0);
    for c in folded
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(POSTCODE as usize)
    {
        count += 1;
        let value = c.to_digit(36).map_or(0, u64::from) + 1;
        bits |= value << (64 - 6 * count);
    }
    (bits, count)
}

/// The key of a postcode: its characters without the space, and the length of the outward part
/// (`EL1` of `EL1 4QT`), which is all but the last three where no space says otherwise.
pub(super) fn postcode_key(written: &str) -> u64 {
    let (bits, count) = pack(&fold(written));
    if count == 0 {
        return 0;
    }
    let spaced = written
        .split_whitespace()
        .next()
        .filter(|&first| first != written.trim());
    let outward = match spaced {
        Some(first) => pack(&fold(first)).1,
        None if count >= 5 => count - 3,
        None => count,
    };
    bits | u64::from(outward)
}

/// The beginning of a postcode as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Postcode {
    bits: u64,
    count: u32,
    /// The length of the outward part, where a space after it was typed.
    outward: Option<u32>,
}

impl Postcode {
    /// A postcode or its beginning, in one piece (`el14qt`, `el1`).
    pub(super) fn whole(folded: &str) -> Option<Self> {
        let letter = folded
            .chars()
            .next()
            .is_some_and(|c| c.is_ascii_alphabetic());
        let digit = folded.chars().any(|c| c.is_ascii_digit());
        let (bits, count) = pack(folded);
        (letter && digit && folded.is_ascii()).then_some(Self {
            bits,
            count,
            outward: None,
        })
    }

    /// A postcode in two pieces, the second perhaps not finished (`el1 4q`).
    pub(super) fn halves(outward: &str, inward: &str) -> Option<Self> {
        let mut kinds = inward.chars().map(|c| c.is_ascii_digit());
        let inward_fits = inward.len() <= 3
            && kinds.next() == Some(true)
            && kinds.all(|digit| !digit)
            && inward.is_ascii();
        if !inward_fits || outward.len() > 4 {
            return None;
        }
        let first = Self::whole(outward)?;
        let (bits, count) = pack(&format!("{outward}{inward}"));
        Some(Self {
            bits,
            count,
            outward: Some(first.count),
        })
    }

    /// The keys that begin so.
    pub(super) fn range(self) -> RangeInclusive<u64> {
        self.bits..=(self.bits | (u64::MAX >> (6 * self.count)))
    }

    /// Whether the postcode under `key` begins so, and if it does, whether the whole or its whole
    /// outward part was typed.
    pub(super) fn fits(self, key: u64) -> Option<bool> {
        let outward = (key & 0xf) as u32;
        let split_fits = self.outward.is_none_or(|typed| typed == outward);
        let exact = key & !0xf == self.bits || self.count == outward;
        (split_fits && self.range().contains(&key)).then_some(exact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_that_begin_a_number_hold_its_key() {
        let key = |text| Prefix::of_digits(text).map(Prefix::key).unwrap();
        let range = |text| Prefix::of_digits(text).map(Prefix::range).unwrap();
        assert!(range("999 000").contains(&key("9990000018")));
        assert!(range("9990000018").contains(&key("9990000018")));
        assert!(!range("9990001").contains(&key("9990000018")));
        assert!(!range("99900000180").contains(&key("9990000018")));
        assert!(range("0").contains(&key("07700900118")));
        assert!(Prefix::of_digits("abc").is_none());
    }

    #[test]
    fn phones_from_abroad_are_those_dialled_here() {
        for written in [
            "07700 900118",
            "+44 7700 900118",
            "0044 7700900118",
            "+44 (0)7700 900118",
        ] {
            assert_eq!(phone_digits(written), "07700900118", "{written}");
        }
        assert_eq!(phone_digits("44 123"), "44123");
    }

    #[test]
    fn postcodes_with_and_without_their_space() {
        for stored in ["EL1 4QT", "el14qt"] {
            let key = postcode_key(stored);
            let fits = |typed: Option<Postcode>| typed.unwrap().fits(key);
            assert_eq!(fits(Postcode::whole("el14qt")), Some(true));
            assert_eq!(fits(Postcode::whole("el1")), Some(true));
            assert_eq!(fits(Postcode::whole("el14")), Some(false));
            assert_eq!(fits(Postcode::halves("el1", "4q")), Some(false));
            assert_eq!(fits(Postcode::halves("el1", "4qt")), Some(true));
            assert_eq!(fits(Postcode::halves("el14", "4qt")), None);
        }
        assert_eq!(
            Postcode::whole("el1")
                .unwrap()
                .fits(postcode_key("EL14 4QT")),
            Some(false)
        );
        assert_eq!(Postcode::whole("smith"), None);
        assert_eq!(Postcode::halves("smith", "4qt"), None);
        assert_eq!(Postcode::halves("el1", "mar"), None);
    }
}
