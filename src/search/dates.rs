//! Dates of birth as people type them, whole or half typed: `4/3/55`, `04/03/1955`, `1955-03-04`,
//! `4 mar 1955`, `4.3.55`. Day before month, as in England. Knows no clock: a year of two digits is
//! looked for in every century.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

/// Years in which anyone alive, or on an old record, was born.
const YEARS: RangeInclusive<u32> = 1850..=2150;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The key of a date: `yyyymmdd` as a number.
pub(super) fn date_key(date: NaiveDate) -> u32 {
    u32::try_from(date.year()).unwrap_or(0) * 10_000 + date.month() * 100 + date.day()
}

/// The keys of the dates whose `yyyymmdd` begins with four to eight digits.
pub(super) fn keys_beginning(digits: &str) -> Option<RangeInclusive<u64>> {
    let open = 8_usize
        .checked_sub(digits.len())
        .filter(|&open| open <= 4)?;
    let step = 10_u64.pow(u32::try_from(open).ok()?);
    let low = digits.parse::<u64>().ok()? * step;
    Some(low..=low + (step - 1))
}

/// What is known of a date that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DatePattern {
    day: Option<u32>,
    month: Option<u32>,
    /// The digits of the year so far: none, or one to four.
    year: String,
}

impl DatePattern {
    /// Whether the date under `key` fits, and if it does, whether nothing of it was left open.
    pub(super) fn fits(&self, key: u32) -> Option<bool> {
        let (year, month, day) = (key / 10_000, key / 100 % 100, key % 100);
        let day_fits = self.day.is_none_or(|d| d == day);
        let month_fits = self.month.is_none_or(|m| m == month);
        if key == 0 || !day_fits || !month_fits {
            return None;
        }
        let whole = self.year_fits(year)?;
        Some(whole && self.day.is_some() && self.month.is_some())
    }

    fn year_fits(&self, year: u32) -> Option<bool> {
        let short = format!("{:02}", year % 100);
        if self.year.len() == 2 && self.year == short {
            return Some(true);
        }
        let long = year.to_string();
        let fits = long.starts_with(&self.year) || short.starts_with(&self.year);
        fits.then_some(self.year == long)
    }

    /// The keys that can fit, as ranges; [`Self::fits`] still has the last word.
    pub(super) fn ranges(&self) -> Vec<RangeInclusive<u64>> {
        let fitting = YEARS.filter(|&year| self.year_fits(year).is_some());
        let (low, high) = match (self.month, self.day) {
            (Some(m), Some(d)) => (m * 100 + d, m * 100 + d),
            (Some(m), None) => (m * 100, m * 100 + 99),
            (None, _) => (0, 9999),
        };
        let key = |year: u32, rest: u32| u64::from(year * 10_000 + rest);
        fitting
            .map(|year| key(year, low)..=key(year, high))
            .collect()
    }

    /// Digits alone as day, month and year: `04031955` and `040355`.
    pub(super) fn of_digits(digits: &str) -> Option<Self> {
        if !matches!(digits.len(), 6 | 8) {
            return None;
        }
        Self::day_first(digits.get(..2)?, digits.get(2..4)?, digits.get(4..)?)
    }

    /// Three groups of digits as day, month and year: `4 3 55`.
    pub(super) fn of_groups(groups: &[&str]) -> Option<Self> {
        match groups {
            [day, month, year] if year.len() != 3 => Self::day_first(day, month, year),
            _ => None,
        }
    }

    fn day_first(day: &str, month: &str, year: &str) -> Option<Self> {
        let number = |text: &str, most: u32| {
            let short = (1..=2).contains(&text.len()) && all_digits(text);
            text.parse()
                .ok()
                .filter(|n| short && (1..=most).contains(n))
        };
        let day = number(day, 31)?;
        let month = number(month, 12).or_else(|| month_named(month))?;
        let year_fits = year.len() <= 4 && all_digits(year);
        year_fits.then(|| Self {
            day: Some(day),
            month: Some(month),
            year: year.to_string(),
        })
    }

    fn year_first(year: &str, month: &str, day: &str) -> Option<Self> {
        let known = year.len() == 4 && year.parse().is_ok_and(|y| YEARS.contains(&y));
        if !known || month.len() > 2 || day.len() > 2 {
            return None;
        }
        // One digit of month or day may still be half of two: `1955-1` waits for the next key.
        let month: Option<u32> = month
            .parse()
            .ok()
            .filter(|_| month.len() == 2 || !day.is_empty());
        let day: Option<u32> = day.parse().ok().filter(|_| day.len() == 2);
        let sensible = month.is_none_or(|m| (1..=12).contains(&m))
            && day.is_none_or(|d| (1..=31).contains(&d));
        sensible.then(|| Self {
            day,
            month,
            year: year.to_string(),
        })
    }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// The month whose English name begins so, from three letters.
fn month_named(text: &str) -> Option<u32> {
    let text = text.to_lowercase();
    let begins = |name: &&str| text.len() >= 3 && name.starts_with(&text);
    (1..)
        .zip(MONTHS)
        .find(|(_, name)| begins(name))
        .map(|(number, _)| number)
}

/// Reads a date at the beginning of `tokens` (cut at spaces); returns it with the number of tokens
/// it takes.
pub(super) fn read(tokens: &[&str]) -> Option<(DatePattern, usize)> {
    let first = tokens.first()?;
    let fields: Vec<&str> = first.split(['/', '.', '-']).collect();
    match fields.as_slice() {
        [one] => named(one, tokens),
        [a, b] if a.len() == 4 => Some((DatePattern::year_first(a, b, "")?, 1)),
        [a, b] => Some((DatePattern::day_first(a, b, "")?, 1)),
        [a, b, c] if a.len() == 4 => Some((DatePattern::year_first(a, b, c)?, 1)),
        [a, b, c] => Some((DatePattern::day_first(a, b, c)?, 1)),
        _ => None,
    }
}

/// A date with the month's name: `4 mar 1955`, `4th March`, `4mar55`.
fn named(one: &str, tokens: &[&str]) -> Option<(DatePattern, usize)> {
    let day_end = one.find(|c: char| !c.is_ascii_digit()).unwrap_or(one.len());
    let (day, rest) = (one.get(..day_end)?, one.get(day_end..)?);
    if !rest.is_empty() && !matches!(rest, "st" | "nd" | "rd" | "th") {
        let month_end = rest
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(rest.len());
        let (month, year) = (rest.get(..month_end)?, rest.get(month_end..)?);
        month_named(month)?;
        return Some((DatePattern::day_first(day, month, year)?, 1));
    }
    let month = tokens.get(1)?;
    month_named(month)?;
    let year = tokens.get(2).filter(|y| y.len() <= 4 && all_digits(y));
    let used = 2 + usize::from(year.is_some());
    Some((
        DatePattern::day_first(day, month, year.copied().unwrap_or_default())?,
        used,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(typed: &str, born: u32) -> Option<bool> {
        let tokens: Vec<&str> = typed.split_whitespace().collect();
        let (pattern, used) = read(&tokens)?;
        assert_eq!(used, tokens.len(), "{typed}");
        let in_ranges = pattern
            .ranges()
            .iter()
            .any(|r| r.contains(&u64::from(born)));
        let fits = pattern.fits(born);
        assert!(in_ranges || fits.is_none(), "{typed}");
        fits
    }

    #[test]
    fn every_way_of_writing_a_date() {
        for typed in [
            "4/3/55",
            "04/03/1955",
            "1955-03-04",
            "4 mar 1955",
            "4.3.55",
            "04-03-55",
            "4mar55",
            "4-Mar-1955",
            "4th march 55",
            "1955/03/04",
        ] {
            assert_eq!(fits(typed, 19_550_304), Some(true), "{typed}");
            assert_eq!(fits(typed, 19_550_403), None, "{typed}");
            assert_eq!(fits(typed, 19_560_304), None, "{typed}");
        }
    }

    #[test]
    fn half_typed_dates_fit_without_being_whole() {
        for typed in [
            "4/3", "4/3/", "4/3/5", "4/3/19", "4/3/195", "1955-", "1955-0", "1955-03", "4 mar",
        ] {
            assert_eq!(fits(typed, 19_550_304), Some(false), "{typed}");
        }
        assert_eq!(fits("4/3/19", 20_190_304), Some(true));
    }

    #[test]
    fn other_words_are_no_dates() {
        for typed in [
            "smith-jones",
            "32/1/55",
            "1/13/55",
            "07700.900118",
            "el1",
            "4",
            "1/2/3/4",
            "",
        ] {
            assert_eq!(fits(typed, 19_550_304), None, "{typed}");
        }
    }
}
