//! A typed date cut into numbers and words, and what the words mean. Knows no calendar.

use chrono::Weekday;

use super::DateFault;
use crate::domain::text::{Field, clean, excerpt};

/// No date is longer than this; a longer paste is refused before it is looked at.
const CHARS_MAX: usize = 80;

/// One piece of a typed date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// `14`, `+2`, `-2`: value, number of digits, sign.
    Number {
        value: u32,
        digits: usize,
        sign: Option<char>,
    },
    /// `14/3`, `14.3.27`, `2027-03-14`: two or three numbers with one separator.
    Numeric { parts: Vec<Part>, separator: char },
    /// `14:00`: numbers with a colon between them.
    Clock { parts: Vec<Part> },
    /// Letters, in lower case.
    Word(String),
}

/// A number within a date: its value and how many digits it was typed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) value: u32,
    pub(super) digits: usize,
}

/// Cuts a text into tokens; what a read-back adds behind its date is left out.
pub(super) fn tokens(typed: &str) -> Result<Vec<Token>, DateFault> {
    if typed.chars().take(CHARS_MAX * 4).count() >= CHARS_MAX * 4 {
        return Err(DateFault::TooLong);
    }
    let text = clean(typed, Field::LINE).to_lowercase();
    if text.chars().count() > CHARS_MAX {
        return Err(DateFault::TooLong);
    }
    let mut tokens = Vec::new();
    let mut sign = None;
    for word in without_remark(&text)
        .split([' ', ',', ';'])
        .filter(|word| !word.is_empty())
    {
        let word = word.replace(['\'', '’'], "");
        let (own_sign, rest) = split_sign(&word);
        sign = own_sign.or(sign);
        if rest.is_empty() && own_sign.is_some() {
            continue;
        }
        cut_word(rest.trim_end_matches(['.', '!']), sign.take(), &mut tokens)?;
    }
    if sign.is_some() {
        return Err(DateFault::Empty);
    }
    Ok(tokens)
}

/// Cuts off `, in 4 days` and `(Christmas Day)`, so that what was read back can be typed again.
fn without_remark(text: &str) -> &str {
    let text = text.split('(').next().unwrap_or(text);
    let Some((date, remark)) = text.split_once(", ") else {
        return text;
    };
    let is_remark = remark.starts_with("in ")
        || remark.trim_end().ends_with(" ago")
        || ["today", "tomorrow", "yesterday"].contains(&remark.trim_end());
    if is_remark && date.contains(|c: char| c.is_ascii_digit()) {
        date
    } else {
        text
    }
}

fn split_sign(word: &str) -> (Option<char>, &str) {
    for sign in ['+', '-'] {
        if let Some(rest) = word.strip_prefix(sign) {
            return (Some(sign), rest);
        }
    }
    (None, word)
}

fn cut_word(word: &str, sign: Option<char>, tokens: &mut Vec<Token>) -> Result<(), DateFault> {
    let unknown = || DateFault::Unknown {
        word: excerpt(word, 20),
        nearest: None,
    };
    let mut sign = sign;
    for run in runs(word) {
        match run {
            Run::Letters(letters) => tokens.push(Token::Word(letters)),
            Run::Separator => {}
            Run::Digits(digits) => {
                let separator = digits.chars().find(|c| !c.is_ascii_digit());
                let parts = numbers(&digits).ok_or_else(unknown)?;
                tokens.push(match (separator, parts.as_slice()) {
                    (None, [part]) => Token::Number {
                        value: part.value,
                        digits: part.digits,
                        sign: sign.take(),
                    },
                    (Some(':'), [_, _] | [_, _, _]) => Token::Clock { parts },
                    (Some(separator), [_, _] | [_, _, _]) => Token::Numeric { parts, separator },
                    _ => return Err(unknown()),
                });
            }
            Run::Other => return Err(unknown()),
        }
    }
    // A sign belongs to a number: "-fri" is not a date.
    if sign.is_some() {
        Err(unknown())
    } else {
        Ok(())
    }
}

enum Run {
    Letters(String),
    /// Digits with separators of one kind between them.
    Digits(String),
    /// A separator between a number and a word, as in `14-mar-27`.
    Separator,
    Other,
}

/// `14th` is digits and letters, `14/3/27` one run of digits, `14-mar-27` five runs.
fn runs(word: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = word.chars().peekable();
    while let Some(c) = rest.next() {
        if c.is_alphabetic() {
            let mut letters = String::from(c);
            while let Some(more) = rest.next_if(|c| c.is_alphabetic()) {
                letters.push(more);
            }
            runs.push(Run::Letters(letters));
        } else if c.is_ascii_digit() {
            let mut digits = String::from(c);
            while let Some(more) = rest.next_if(|c| c.is_ascii_digit() || "/.-:".contains(*c)) {
                digits.push(more);
            }
            // Fractions of a second, as databases write them.
            if digits.contains(':') {
                digits = digits.split('.').next().unwrap_or_default().to_owned();
            }
            let trailing = digits.len() - digits.trim_end_matches(['/', '.', '-']).len();
            digits.truncate(digits.len() - trailing);
            runs.push(Run::Digits(digits));
        } else if "/.-".contains(c) && !runs.is_empty() {
            runs.push(Run::Separator);
        } else {
            runs.push(Run::Other);
        }
    }
    runs
}

/// The numbers of a run; `None` when separators are mixed, doubled, or a number is too long.
fn numbers(digits: &str) -> Option<Vec<Part>> {
    let mut separators = digits.chars().filter(|c| !c.is_ascii_digit());
    let first = separators.next();
    if separators.any(|separator| Some(separator) != first) {
        return None;
    }
    digits
        .split(|c: char| !c.is_ascii_digit())
        .map(|part| {
            let short = part.len() <= 8;
            short.then(|| part.parse().ok())?.map(|value| Part {
                value,
                digits: part.len(),
            })
        })
        .collect()
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    WorkingDay,
    Week,
    Fortnight,
    Month,
    Year,
}

/// The unit a word names; `working` and `business` need `day` or `days` behind them.
pub(super) fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "d" | "day" | "days" => Unit::Day,
        "wd" | "wds" | "workday" | "workdays" => Unit::WorkingDay,
        "w" | "wk" | "wks" | "week" | "weeks" => Unit::Week,
        "fortnight" | "fortnights" => Unit::Fortnight,
        "m" | "mth" | "mths" | "month" | "months" => Unit::Month,
        "y" | "yr" | "yrs" | "year" | "years" => Unit::Year,
        _ => return None,
    })
}

/// A number in words, as people write small ones.
pub(super) fn small_number(word: &str) -> Option<u32> {
    const WORDS: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    let at = WORDS.iter().position(|known| *known == word)?;
    u32::try_from(at + 1).ok()
}

pub(super) const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// The months as they are read back.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The weekday that a word of three letters or more begins: `tue`, `tues`, `tuesday`.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    const DAYS: [Weekday; 7] = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];
    if word == "weds" {
        return Some(Weekday::Wed);
    }
    let at = WEEKDAYS
        .iter()
        .position(|name| word.len() >= 3 && name.starts_with(word))?;
    DAYS.get(at).copied()
}

/// The number of the month that a word of three letters or more begins.
pub(super) fn month(word: &str) -> Option<u32> {
    let begins = |name: &str| word.len() >= 3 && name.to_lowercase().starts_with(word);
    let at = MONTHS.iter().position(|name| begins(name))?;
    u32::try_from(at + 1).ok()
}

/// The name of month 1 to 12.
pub(super) fn month_name(month: u32) -> &'static str {
    usize::try_from(month)
        .ok()
        .and_then(|month| MONTHS.get(month.checked_sub(1)?))
        .copied()
        .unwrap_or("the month")
}

/// Words that may stand before a day or a time without meaning anything by themselves.
pub(super) fn is_filler(word: &str) -> bool {
    matches!(word, "on" | "the" | "by" | "for" | "due" | "at" | "in")
}

/// Words for a part of the day, which say too little for an appointment.
pub(super) fn is_part_of_day(word: &str) -> bool {
    matches!(
        word,
        "morning" | "afternoon" | "evening" | "lunchtime" | "tonight" | "midnight"
    )
}

/// Every other word there is, for saying which one was probably meant.
pub(super) const OTHER_WORDS: [&str; 20] = [
    "today",
    "tomorrow",
    "yesterday",
    "next",
    "last",
    "this",
    "week",
    "weeks",
    "month",
    "months",
    "working",
    "days",
    "fortnight",
    "end",
    "noon",
    "january",
    "february",
    "september",
    "november",
    "december",
];
