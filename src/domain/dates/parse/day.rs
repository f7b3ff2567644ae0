//! Finding a day at the start of what was typed: names of days, spans, dates, ends of months.

use chrono::{Datelike, Days as Span, Months, NaiveDate, Weekday};

use super::Way;
use crate::domain::dates::words::{Token, Unit, month, month_name, small_number, unit, weekday};
use crate::domain::dates::written::{
    Order, Parts, Years, day_at, is_ordinal, parts_at, whole_year,
};
use crate::domain::dates::{DateFault, Holidays, add_working_days};

/// A day and the number of tokens it takes, or none.
type Found = Result<Option<(NaiveDate, usize)>, DateFault>;

/// How far a date without a year is looked for: 29 February may be eight years away.
const YEARS_SEARCHED: i32 = 8;

/// What the reading of a day depends on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days<'a> {
    pub(super) today: NaiveDate,
    pub(super) holidays: &'a Holidays,
    pub(super) way: Way,
}

impl Days<'_> {
    /// The day at the start of `tokens`.
    pub(super) fn day_at(&self, tokens: &[Token]) -> Found {
        if let Some((parts, taken)) = parts_at(tokens, Order::DayFirst) {
            return self.written(&parts).map(|date| Some((date, taken)));
        }
        if let Some(found) = self.span_at(tokens)? {
            return Ok(Some(found));
        }
        match tokens {
            [Token::Number { .. }, ..] if is_ordinal(tokens.get(1)) => self.day_of_month(tokens),
            [Token::Word(word), rest @ ..] => {
                if let Some(named) = weekday(word) {
                    return self.weekday(named, rest);
                }
                if let Some(month) = month(word) {
                    return Err(DateFault::DayMissing {
                        month: month_name(month),
                    });
                }
                self.named(word, rest)
            }
            _ => Ok(None),
        }
    }

    /// Days with a name of their own.
    fn named(&self, word: &str, rest: &[Token]) -> Found {
        let two = |at: usize| rest.get(at).and_then(word_of).unwrap_or("");
        let found = match word {
            "today" | "tod" | "tdy" | "now" => (self.shift(0, Unit::Day)?, 1),
            "tomorrow" | "tom" | "tmr" | "tmrw" | "tomo" => (self.shift(1, Unit::Day)?, 1),
            "yesterday" | "yest" | "ytd" => (self.shift(-1, Unit::Day)?, 1),
            "day" if two(0) == "after" && two(1) == "tomorrow" => (self.shift(2, Unit::Day)?, 3),
            "day" if two(0) == "before" && two(1) == "yesterday" => (self.shift(-2, Unit::Day)?, 3),
            "next" => return self.counted_from_this(1, rest),
            "this" => return self.counted_from_this(0, rest),
            "last" => return self.counted_from_this(-1, rest),
            "end" => return self.end_of(rest),
            "eom" => (self.end_of_month(self.today)?, 1),
            "eow" => (self.end_of_week(0)?, 1),
            "month" if two(0) == "end" => (self.end_of_month(self.today)?, 2),
            _ => return Ok(None),
        };
        Ok(Some(found))
    }

    /// `tue`, `tue week`, `tue next week`, `tue 14 mar`.
    fn weekday(&self, named: Weekday, rest: &[Token]) -> Found {
        if let Some((parts, taken)) = checked_date(rest) {
            let date = self.written(&parts)?;
            if date.weekday() != named {
                return Err(DateFault::WrongWeekday {
                    date,
                    said: full_name(named),
                });
            }
            return Ok(Some((date, taken + 1)));
        }
        let words: Vec<&str> = rest.iter().map_while(word_of).collect();
        let found = match words.as_slice() {
            ["week", ..] => (self.shift_from(self.bare(named)?, 1, Unit::Week)?, 2),
            ["next", "week", ..] => (self.in_week(1, named)?, 3),
            ["this", "week", ..] => (self.in_week(0, named)?, 3),
            ["last", "week", ..] => (self.in_week(-1, named)?, 3),
            _ => (self.bare(named)?, 1),
        };
        Ok(Some(found))
    }

    /// The next such weekday after today, or the last one before it.
    fn bare(&self, named: Weekday) -> Result<NaiveDate, DateFault> {
        let ahead = i64::from(named.days_since(self.today.weekday()));
        match self.way {
            Way::Ahead => self.shift(if ahead == 0 { 7 } else { ahead }, Unit::Day),
            Way::Back => self.shift(ahead - 7, Unit::Day),
        }
    }

    /// The day of the week that lies `weeks` from this one.
    fn in_week(&self, weeks: i64, named: Weekday) -> Result<NaiveDate, DateFault> {
        let since_monday = i64::from(self.today.weekday().num_days_from_monday());
        let wanted = i64::from(named.num_days_from_monday());
        self.shift(weeks * 7 + wanted - since_monday, Unit::Day)
    }

    /// `next tue`, `this fri`, `next week`, `next month`, `next working day`.
    fn counted_from_this(&self, by: i64, rest: &[Token]) -> Found {
        let words: Vec<&str> = rest.iter().map_while(word_of).collect();
        let found = match words.as_slice() {
            ["week", day, ..] if weekday(day).is_some() => {
                let named = weekday(day).unwrap_or(Weekday::Mon);
                (self.in_week(by, named)?, 3)
            }
            // This week and last week are no day; next week is its Monday.
            ["week", ..] if by > 0 => (self.in_week(by, Weekday::Mon)?, 2),
            ["month", ..] if by > 0 => {
                let first = self
                    .shift(0, Unit::Day)?
                    .with_day(1)
                    .ok_or(DateFault::TooFar)?;
                (self.shift_from(first, by, Unit::Month)?, 2)
            }
            ["working" | "work" | "business", "day", ..] if by != 0 => {
                (self.shift(by, Unit::WorkingDay)?, 3)
            }
            [day, ..] if weekday(day).is_some() => {
                let named = weekday(day).unwrap_or(Weekday::Mon);
                // "Last Friday" is the most recent one, "next Friday" that of next week.
                let back = Days {
                    way: Way::Back,
                    ..*self
                };
                let date = if by < 0 {
                    back.bare(named)?
                } else {
                    self.in_week(by, named)?
                };
                (date, 2)
            }
            _ => return Ok(None),
        };
        Ok(Some(found))
    }

    /// `end of month`, `end of next week`, `end of march`.
    fn end_of(&self, rest: &[Token]) -> Found {
        let words: Vec<&str> = rest.iter().map_while(word_of).collect();
        let mut taken = 1 + words
            .iter()
            .take_while(|word| matches!(**word, "of" | "the" | "this"))
            .count();
        let by = i64::from(words.get(taken - 1) == Some(&"next"));
        taken += usize::from(by > 0);
        let date = match words.get(taken - 1).copied() {
            Some("month") => self.end_of_month(self.shift(by, Unit::Month)?)?,
            Some("week") => self.end_of_week(by)?,
            Some("year") => {
                let year = self.today.year() + i32::from(by > 0);
                NaiveDate::from_ymd_opt(year, 12, 31).ok_or(DateFault::TooFar)?
            }
            Some(word) => match month(word) {
                Some(month) => {
                    let first = self.written(&Parts {
                        day: 1,
                        month,
                        year: None,
                    })?;
                    let this = first.year() != self.today.year() && month == self.today.month();
                    self.end_of_month(if this { self.today } else { first })?
                }
                None => return Ok(None),
            },
            None => return Ok(None),
        };
        Ok(Some((date, taken + 1)))
    }

    fn end_of_month(&self, day: NaiveDate) -> Result<NaiveDate, DateFault> {
        day.with_day(1)
            .and_then(|first| first.checked_add_months(Months::new(1)))
            .and_then(|next| next.pred_opt())
            .ok_or(DateFault::TooFar)
    }

    /// Friday, or the next one where this week's is over.
    fn end_of_week(&self, weeks: i64) -> Result<NaiveDate, DateFault> {
        let friday = self.in_week(weeks, Weekday::Fri)?;
        if friday < self.today && self.way == Way::Ahead {
            return self.shift_from(friday, 1, Unit::Week);
        }
        Ok(friday)
    }

    /// `+2w`, `in 2 weeks`, `2 working days`, `a week on tuesday`, `2 days ago`.
    fn span_at(&self, tokens: &[Token]) -> Found {
        let Some((count, unit, mut taken)) = count_and_unit(tokens)? else {
            return Ok(None);
        };
        let behind = tokens.get(taken..).unwrap_or_default();
        let word = behind.first().and_then(word_of);
        if word == Some("ago") || word == Some("back") {
            return Ok(Some((self.shift(-count, unit)?, taken + 1)));
        }
        if word == Some("time") {
            taken += 1;
        }
        if let Some((from, more)) = self.anchor(tokens.get(taken..).unwrap_or_default())? {
            return Ok(Some((self.shift_from(from, count, unit)?, taken + more)));
        }
        Ok(Some((self.shift(count, unit)?, taken)))
    }

    /// The day that a span is counted from: `on tuesday`, `from 14/3`, `today`.
    fn anchor(&self, tokens: &[Token]) -> Found {
        let linked = matches!(
            tokens.first().and_then(word_of),
            Some("on" | "from" | "after")
        );
        let rest = if linked {
            tokens.get(1..).unwrap_or_default()
        } else {
            tokens
        };
        let found = match rest {
            [Token::Word(word), more @ ..] => match weekday(word) {
                Some(named) => self.weekday(named, more)?,
                None if linked || matches!(word.as_str(), "today" | "tomorrow" | "tom") => {
                    self.named(word, more)?
                }
                None => None,
            },
            _ if linked => match parts_at(rest, Order::DayFirst) {
                Some((parts, taken)) => Some((self.written(&parts)?, taken)),
                None => None,
            },
            _ => None,
        };
        Ok(found.map(|(date, taken)| (date, taken + usize::from(linked))))
    }

    /// `the 14th`: the next or the last one that a month has.
    fn day_of_month(&self, tokens: &[Token]) -> Found {
        let Some((day, taken)) = day_at(tokens) else {
            return Ok(None);
        };
        for months in 0..=12u32 {
            let month = match self.way {
                Way::Ahead => self
                    .today
                    .with_day(1)
                    .and_then(|d| d.checked_add_months(Months::new(months))),
                Way::Back => self
                    .today
                    .with_day(1)
                    .and_then(|d| d.checked_sub_months(Months::new(months))),
            };
            let date = month.and_then(|month| month.with_day(day));
            if let Some(date) = date.filter(|date| self.is_this_way(*date)) {
                return Ok(Some((date, taken)));
            }
        }
        Err(DateFault::NoSuchDay {
            day,
            month: "in any month",
            year: None,
        })
    }

    /// A written date; without a year the next one from today on, or the latest up to today.
    fn written(&self, parts: &Parts) -> Result<NaiveDate, DateFault> {
        parts.check()?;
        if let Some(year) = parts.year {
            return parts.date(whole_year(year, parts, Years::ThisCentury)?);
        }
        let step = if self.way == Way::Ahead { 1 } else { -1 };
        (0..=YEARS_SEARCHED)
            .filter_map(|years| self.today.year().checked_add(years * step))
            .filter_map(|year| NaiveDate::from_ymd_opt(year, parts.month, parts.day))
            .find(|date| self.is_this_way(*date))
            .ok_or(DateFault::TooFar)
    }

    fn is_this_way(&self, date: NaiveDate) -> bool {
        match self.way {
            Way::Ahead => date >= self.today,
            Way::Back => date <= self.today,
        }
    }

    fn shift(&self, count: i64, unit: Unit) -> Result<NaiveDate, DateFault> {
        self.shift_from(self.today, count, unit)
    }

    fn shift_from(&self, from: NaiveDate, count: i64, unit: Unit) -> Result<NaiveDate, DateFault> {
        let size = count.unsigned_abs();
        let span = |days: u64| {
            let span = Span::new(size.saturating_mul(days).min(1_000_000));
            if count < 0 {
                from.checked_sub_days(span)
            } else {
                from.checked_add_days(span)
            }
        };
        let months = |months: u64| {
            let span = Months::new(u32::try_from(size.saturating_mul(months)).unwrap_or(u32::MAX));
            if count < 0 {
                from.checked_sub_months(span)
            } else {
                from.checked_add_months(span)
            }
        };
        let date = match unit {
            Unit::Day => span(1),
            Unit::Week => span(7),
            Unit::Fortnight => span(14),
            Unit::Month => months(1),
            Unit::Year => months(12),
            Unit::WorkingDay => i32::try_from(count)
                .ok()
                .and_then(|count| add_working_days(from, count, self.holidays)),
        };
        date.ok_or(DateFault::TooFar)
    }
}

/// `+2w`, `2 working days`, `a couple of weeks`, `a fortnight`, `week`: count, unit, tokens taken.
fn count_and_unit(tokens: &[Token]) -> Result<Option<(i64, Unit, usize)>, DateFault> {
    let words = |from: usize| {
        tokens
            .iter()
            .skip(from)
            .map_while(word_of)
            .take(3)
            .collect::<Vec<_>>()
    };
    let (count, mut taken, signed) = match tokens {
        [Token::Number { value, sign, .. }, ..] => {
            let value = i64::from(*value);
            (
                if *sign == Some('-') { -value } else { value },
                1,
                sign.is_some(),
            )
        }
        [Token::Word(_), ..] => match words(0).as_slice() {
            ["in", "a" | "an", "couple", ..] => (2, 3, false),
            ["a", "couple", ..] => (2, 2, false),
            ["in", word, ..] if small_number(word).is_some() => {
                (i64::from(small_number(word).unwrap_or(1)), 2, false)
            }
            [word, ..] if small_number(word).is_some() => {
                (i64::from(small_number(word).unwrap_or(1)), 1, false)
            }
            // "Week on Tuesday" and "fortnight" have an unspoken "a"; "week" alone has not.
            ["week", "on" | "from", ..] | ["fortnight", ..] => (1, 0, false),
            _ => return Ok(None),
        },
        _ => return Ok(None),
    };
    taken += usize::from(words(taken).first() == Some(&"of"));
    let unit_at = match words(taken).as_slice() {
        ["working" | "work" | "business", "day" | "days", ..] => Some((Unit::WorkingDay, 2)),
        [word, ..] => unit(word).map(|unit| (unit, 1)),
        [] => None,
    };
    match (unit_at, tokens.first()) {
        (Some((unit, more)), _) => Ok(Some((count, unit, taken + more))),
        (None, Some(Token::Number { value, .. })) if signed => {
            Err(DateFault::NumberAlone { number: *value })
        }
        (None, _) => Ok(None),
    }
}

/// A date that says more of a weekday typed before it: `fri 27 nov`, not the time in `fri 9.10`.
fn checked_date(rest: &[Token]) -> Option<(Parts, usize)> {
    match rest.first()? {
        Token::Numeric {
            parts,
            separator: '.',
        } if parts.len() == 2 => None,
        Token::Word(word) if month(word).is_none() => None,
        _ => parts_at(rest, Order::DayFirst),
    }
}

fn word_of(token: &Token) -> Option<&str> {
    match token {
        Token::Word(word) => Some(word),
        _ => None,
    }
}

fn full_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}
