//! Dates written out with day, month and year: in numbers or with the month's name.
//!
//! Shared by what people type and by the columns of a file, so that both are read the same way.

use chrono::NaiveDate;

use super::DateFault;
use super::words::{Part, Token, is_filler, month, month_name, tokens};
use crate::domain::text::excerpt;

/// Which number comes first. A first number of four digits is a year in every order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// 14/3/2027, as in this country.
    #[default]
    DayFirst,
    /// 3/14/2027.
    MonthFirst,
    /// 27/3/14; with four digits no order is needed.
    YearFirst,
}

/// What a year of two digits stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Years {
    /// 27 is 2027.
    ThisCentury,
    /// The latest such date that is not after this day: a birth.
    NotAfter(NaiveDate),
}

/// Oldest age that is not taken for a mistake, in years.
const AGE_MAX: u32 = 120;

/// Reads a date that is written out whole, as the columns of files have it: `14/03/2027`,
/// `2027-03-14`, `14 Mar 2027`, `14-Mar-27`, `20270314`; a time behind it is left out.
///
/// Whether it may lie in the past or in the future is for the caller to say.
pub fn parse_written(text: &str, order: Order, years: Years) -> Result<NaiveDate, DateFault> {
    let tokens: Vec<Token> = tokens(&iso_with_time(text))?
        .into_iter()
        .filter(|token| !matches!(token, Token::Word(word) if is_filler(word)))
        .collect();
    let Some(first) = tokens.first() else {
        return Err(DateFault::Empty);
    };
    if let (
        Token::Number {
            value,
            digits,
            sign: None,
        },
        [_],
    ) = (first, tokens.as_slice())
    {
        return from_digits(*value, *digits);
    }
    let weekday_first = matches!(first, Token::Word(word) if super::words::weekday(word).is_some());
    let rest = if weekday_first {
        tokens.get(1..).unwrap_or_default()
    } else {
        tokens.as_slice()
    };
    let (parts, taken) = parts_at(rest, order).ok_or_else(|| unknown(text))?;
    let is_time = |token: &Token| match token {
        Token::Clock { .. } => true,
        Token::Word(word) => word == "am" || word == "pm",
        _ => false,
    };
    if !rest.iter().skip(taken).all(is_time) {
        return Err(unknown(text));
    }
    let year = parts.year.ok_or(DateFault::YearMissing)?;
    parts.date(whole_year(year, &parts, years)?)
}

/// Reads a birth date; a year of two digits is the latest one that is not in the future.
pub fn parse_birth(text: &str, today: NaiveDate) -> Result<NaiveDate, DateFault> {
    let date = parse_written(text, Order::DayFirst, Years::NotAfter(today))?;
    check_birth(date, today)?;
    Ok(date)
}

/// Refuses a birth in the future or more than 120 years ago.
pub fn check_birth(date: NaiveDate, today: NaiveDate) -> Result<(), DateFault> {
    match today.years_since(date) {
        None => Err(DateFault::Future { date }),
        Some(age) if age > AGE_MAX => Err(DateFault::TooFar),
        Some(_) => Ok(()),
    }
}

/// Day, month and year as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) day: u32,
    pub(super) month: u32,
    pub(super) year: Option<Part>,
}

impl Parts {
    /// The date in a year; says whether month or day is at fault.
    pub(super) fn date(&self, year: i32) -> Result<NaiveDate, DateFault> {
        self.check()?;
        NaiveDate::from_ymd_opt(year, self.month, self.day).ok_or(DateFault::NoSuchDay {
            day: self.day,
            month: month_name(self.month),
            year: Some(year),
        })
    }

    /// Refuses a day that no year has, 29 February aside.
    pub(super) fn check(&self) -> Result<(), DateFault> {
        if !(1..=12).contains(&self.month) {
            return Err(DateFault::NoSuchMonth { month: self.month });
        }
        // A leap year has every day there is.
        match NaiveDate::from_ymd_opt(2028, self.month, self.day) {
            Some(_) => Ok(()),
            None => Err(DateFault::NoSuchDay {
                day: self.day,
                month: month_name(self.month),
                year: None,
            }),
        }
    }
}

/// The written date at the start of `tokens` and how many of them it takes.
pub(super) fn parts_at(tokens: &[Token], order: Order) -> Option<(Parts, usize)> {
    match tokens {
        [Token::Numeric { parts, .. }, ..] => Some((numeric(parts, order)?, 1)),
        [
            Token::Number {
                value,
                digits: 4,
                sign: None,
            },
            Token::Word(name),
            rest @ ..,
        ] => {
            let year = Some(Part {
                value: *value,
                digits: 4,
            });
            let (day, taken) = day_at(rest)?;
            Some((
                Parts {
                    day,
                    month: month(name)?,
                    year,
                },
                2 + taken,
            ))
        }
        [Token::Number { .. }, ..] => {
            let (day, mut taken) = day_at(tokens)?;
            if is_word(tokens.get(taken), "of") {
                taken += 1;
            }
            let month = month_at(tokens.get(taken))?;
            let year = year_at(tokens.get(taken + 1));
            Some((
                Parts { day, month, year },
                taken + 1 + usize::from(year.is_some()),
            ))
        }
        [Token::Word(name), rest @ ..] => {
            let month = month(name)?;
            let (day, taken) = day_at(rest)?;
            let year = year_at(rest.get(taken));
            Some((
                Parts { day, month, year },
                1 + taken + usize::from(year.is_some()),
            ))
        }
        _ => None,
    }
}

/// `14`, `14th`, and how many tokens it takes.
pub(super) fn day_at(tokens: &[Token]) -> Option<(u32, usize)> {
    let Some(Token::Number {
        value,
        digits: 1 | 2,
        sign: None,
    }) = tokens.first()
    else {
        return None;
    };
    Some((*value, if is_ordinal(tokens.get(1)) { 2 } else { 1 }))
}

pub(super) fn is_ordinal(token: Option<&Token>) -> bool {
    matches!(token, Some(Token::Word(word)) if matches!(word.as_str(), "st" | "nd" | "rd" | "th"))
}

fn is_word(token: Option<&Token>, wanted: &str) -> bool {
    matches!(token, Some(Token::Word(word)) if word == wanted)
}

fn month_at(token: Option<&Token>) -> Option<u32> {
    match token {
        Some(Token::Word(name)) => month(name),
        _ => None,
    }
}

/// Two digits or a year of this and the neighbouring centuries; `14 mar 1400` has a time.
fn year_at(token: Option<&Token>) -> Option<Part> {
    match token {
        Some(Token::Number {
            value,
            digits: 2,
            sign: None,
        }) => Some(Part {
            value: *value,
            digits: 2,
        }),
        Some(Token::Number {
            value,
            digits: 4,
            sign: None,
        }) if (1850..2200).contains(value) => Some(Part {
            value: *value,
            digits: 4,
        }),
        _ => None,
    }
}

fn numeric(parts: &[Part], order: Order) -> Option<Parts> {
    let year_first = |first: &Part| first.digits == 4 || order == Order::YearFirst;
    match parts {
        [year, month, day] if year_first(year) => Some(Parts {
            day: day.value,
            month: month.value,
            year: Some(*year),
        }),
        [month, day, year] if order == Order::MonthFirst => Some(Parts {
            day: day.value,
            month: month.value,
            year: Some(*year),
        }),
        [day, month, year] => Some(Parts {
            day: day.value,
            month: month.value,
            year: Some(*year),
        }),
        [month, day] if order == Order::MonthFirst => Some(Parts {
            day: day.value,
            month: month.value,
            year: None,
        }),
        [day, month] => Some(Parts {
            day: day.value,
            month: month.value,
            year: None,
        }),
        _ => None,
    }
}

/// The year in full.
pub(super) fn whole_year(year: Part, parts: &Parts, years: Years) -> Result<i32, DateFault> {
    let value = i32::try_from(year.value).map_err(|_| DateFault::TooFar)?;
    match year.digits {
        4 if value > 0 => Ok(value),
        2 => Ok(match years {
            Years::ThisCentury => 2000 + value,
            Years::NotAfter(latest) => {
                let this = NaiveDate::from_ymd_opt(2000 + value, parts.month, parts.day);
                // A 29 February may exist in one century only; the year decides then.
                let after = match this {
                    Some(date) => date > latest,
                    None => NaiveDate::from_ymd_opt(2000 + value, 1, 1).is_none_or(|d| d > latest),
                };
                if after { 1900 + value } else { 2000 + value }
            }
        }),
        _ => Err(DateFault::NoSuchYear { year: year.value }),
    }
}

/// `20270314` and `14032027` as some exports have it; five digits are a spreadsheet's day number.
fn from_digits(value: u32, digits: usize) -> Result<NaiveDate, DateFault> {
    let parts = |day, month| Parts {
        day,
        month,
        year: None,
    };
    let year = |year: u32| i32::try_from(year).map_err(|_| DateFault::TooFar);
    match digits {
        8 if is_likely_year(value / 10_000) => {
            let first = parts(value % 100, value / 100 % 100).date(year(value / 10_000)?);
            // 20031955 begins like a year and is one's birthday.
            match parts(value / 1_000_000, value / 10_000 % 100).date(year(value % 10_000)?) {
                Ok(date) if first.is_err() && is_likely_year(value % 10_000) => Ok(date),
                _ => first,
            }
        }
        8 => parts(value / 1_000_000, value / 10_000 % 100).date(year(value % 10_000)?),
        5 => Err(DateFault::DayNumber),
        _ => Err(DateFault::NumberAlone { number: value }),
    }
}

/// A year that people in a practice's list were born in or referred in.
fn is_likely_year(year: u32) -> bool {
    (1850..2200).contains(&year)
}

/// `2027-03-14T10:00:00Z` becomes `2027-03-14 10:00:00`; fractions of a second go.
fn iso_with_time(text: &str) -> String {
    let text = text.trim();
    match text.split_once(['T', 't']) {
        Some((date, time))
            if date.ends_with(|c: char| c.is_ascii_digit())
                && time.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            let time: String = time
                .chars()
                .take_while(|c| c.is_ascii_digit() || *c == ':')
                .collect();
            format!("{date} {time}")
        }
        _ => text.to_owned(),
    }
}

fn unknown(text: &str) -> DateFault {
    DateFault::Unknown {
        word: excerpt(text, 20),
        nearest: None,
    }
}
