//! Times of day as people type them: `14:00`, `2pm`, `2.30pm`, `1400`, `noon`.

use chrono::{NaiveTime, Timelike};

use super::DateFault;
use super::words::{Part, Token, month, unit};

/// What is known of a date while a time is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Before {
    /// A day was already typed, so that `9.10` can only be a time.
    pub(super) day_known: bool,
    /// The word `at` stands before.
    pub(super) at: bool,
}

/// The time at the start of `tokens` and how many of them it takes; `None` if there is none.
pub(super) fn time_at(
    tokens: &[Token],
    before: Before,
) -> Result<Option<(NaiveTime, usize)>, DateFault> {
    let Some(first) = tokens.first() else {
        return Ok(None);
    };
    let half = tokens.get(1).and_then(half_of_day);
    let taken = if half.is_some() { 2 } else { 1 };
    let clock = match first {
        Token::Word(word) if matches!(word.as_str(), "noon" | "midday") => {
            return Ok(NaiveTime::from_hms_opt(12, 0, 0).map(|noon| (noon, 1)));
        }
        Token::Clock { parts } => Clock::of(parts),
        Token::Numeric {
            parts,
            separator: '.',
        } if reads_as_time(parts, before, half) => Clock::of(parts),
        Token::Number {
            value,
            digits: 1 | 2,
            sign: None,
        } if half.is_some() || before.at => {
            let minutes = Part {
                value: 0,
                digits: 2,
            };
            Clock::of(&[
                Part {
                    value: *value,
                    digits: 1,
                },
                minutes,
            ])
        }
        Token::Number {
            value,
            digits: 4,
            sign: None,
        } if four_digits_are_time(tokens, before) => {
            if !before.day_known && tokens.len() == 1 && (1900..2200).contains(value) {
                return Err(DateFault::YearOrTime { number: *value });
            }
            let hour = Part {
                value: value / 100,
                digits: 2,
            };
            Clock::of(&[
                hour,
                Part {
                    value: value % 100,
                    digits: 2,
                },
            ])
        }
        _ => return Ok(None),
    };
    Ok(Some((clock.time(half)?, taken)))
}

/// `14.30` may be a time or a day and a month.
fn reads_as_time(parts: &[Part], before: Before, half: Option<Half>) -> bool {
    let [hour, minute] = parts else { return false };
    let no_month = minute.value > 12 && minute.value < 60 && hour.value < 24;
    minute.digits == 2 && (half.is_some() || before.day_known || before.at || no_month)
}

/// `2027 mar 14` begins with a year and `1000 days` is a span; other four digits are a time.
fn four_digits_are_time(tokens: &[Token], before: Before) -> bool {
    let counts = |word: &str| {
        month(word).is_some() || unit(word).is_some() || matches!(word, "working" | "business")
    };
    let counted = matches!(tokens.get(1), Some(Token::Word(word)) if counts(word));
    before.day_known || before.at || !counted
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

fn half_of_day(token: &Token) -> Option<Half> {
    match token {
        Token::Word(word) if word == "am" => Some(Half::Morning),
        Token::Word(word) if word == "pm" => Some(Half::Afternoon),
        _ => None,
    }
}

/// Hour and minute as typed.
struct Clock {
    hour: Part,
    minute: Part,
    whole: bool,
}

impl Clock {
    fn of(parts: &[Part]) -> Clock {
        let nothing = Part {
            value: 99,
            digits: 0,
        };
        Clock {
            hour: parts.first().copied().unwrap_or(nothing),
            minute: parts.get(1).copied().unwrap_or(nothing),
            // Seconds come with dates copied from other programs; they are read and left out.
            whole: parts.get(2).is_none_or(|second| second.value < 60),
        }
    }

    fn time(&self, half: Option<Half>) -> Result<NaiveTime, DateFault> {
        let hour = match half {
            None => Some(self.hour.value),
            Some(_) if !(1..=12).contains(&self.hour.value) => None,
            Some(Half::Morning) => Some(self.hour.value % 12),
            Some(Half::Afternoon) => Some(self.hour.value % 12 + 12),
        };
        let right = self.whole && self.minute.digits == 2;
        let time = hour
            .filter(|_| right)
            .and_then(|hour| NaiveTime::from_hms_opt(hour, self.minute.value, 0))
            .ok_or_else(|| DateFault::NoSuchTime {
                typed: self.typed(half),
            })?;
        let unsure = half.is_none() && self.hour.digits == 1 && (1..7).contains(&time.hour());
        match time.with_hour(time.hour() + 12) {
            Some(afternoon) if unsure => Err(DateFault::HalfOfDay {
                morning: time,
                afternoon,
            }),
            _ => Ok(time),
        }
    }

    fn typed(&self, half: Option<Half>) -> String {
        let half = match half {
            None => "",
            Some(Half::Morning) => "am",
            Some(Half::Afternoon) => "pm",
        };
        let width = self.minute.digits;
        format!("{}:{:0width$}{half}", self.hour.value, self.minute.value)
    }
}
