//! Working days in England: Monday to Friday without bank holidays, which are data.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::text::{Field, clean, excerpt, line_and_column};

/// The list that the program carries.
const BUILT_IN: &str = include_str!("bank-holidays.toml");

/// England and Wales have had eight bank holidays or more every year since 1978.
const A_YEAR_MIN: usize = 8;

/// No working-day count is larger; about twenty years.
const WORKING_DAYS_MAX: u32 = 5_000;

/// Bank holidays by date, complete from the first to the last of their years.
///
/// Beyond those years only Saturdays and Sundays count as free: ask [`Holidays::years`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays {
    days: BTreeMap<NaiveDate, String>,
}

/// One thing wrong with a file of bank holidays.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct HolidayFault {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong, as a sentence.
    pub message: String,
}

impl Holidays {
    /// The list that the program carries; a test holds that it reads without a fault.
    pub fn built_in() -> Holidays {
        Holidays::from_toml(BUILT_IN).unwrap_or_default()
    }

    /// Reads a list of the same shape as the built-in one: a table `[holidays]` with lines
    /// `2026-12-25 = "Christmas Day"`. Returns every fault there is, in order.
    pub fn from_toml(text: &str) -> Result<Holidays, Vec<HolidayFault>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut faults = Faults {
            text,
            found: Vec::new(),
        };
        for error in errors {
            faults.add(
                error.span().map_or(0, |span| span.start),
                error.message().to_owned(),
            );
        }
        let mut days = BTreeMap::new();
        for (key, value) in table.get_ref() {
            match value.get_ref() {
                DeValue::Table(lines) if key.get_ref() == "holidays" => {
                    days.append(&mut read_lines(lines, &mut faults));
                }
                _ => faults.add(
                    key.span().start,
                    format!(
                        "\"{}\" does not belong here; only the table [holidays] does.",
                        excerpt(key.get_ref(), 30)
                    ),
                ),
            }
        }
        if days.is_empty() && faults.found.is_empty() {
            let message = "There are no bank holidays in this file; the table is [holidays].";
            faults.add(0, message.to_owned());
        }
        check_years(&days, &mut faults);
        let Faults { mut found, .. } = faults;
        if found.is_empty() {
            return Ok(Holidays {
                days: days
                    .into_iter()
                    .map(|(day, (name, _))| (day, name))
                    .collect(),
            });
        }
        found.sort_by_key(|fault| (fault.line, fault.column));
        Err(found)
    }

    /// The name of the bank holiday on `date`.
    pub fn name(&self, date: NaiveDate) -> Option<&str> {
        self.days.get(&date).map(String::as_str)
    }

    /// The years that the list covers, if it holds any.
    pub fn years(&self) -> Option<RangeInclusive<i32>> {
        let first = self.days.first_key_value()?.0.year();
        let last = self.days.last_key_value()?.0.year();
        Some(first..=last)
    }

    /// Monday to Friday and no bank holiday.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        is_weekday(date) && !self.days.contains_key(&date)
    }
}

struct Faults<'a> {
    text: &'a str,
    found: Vec<HolidayFault>,
}

impl Faults<'_> {
    fn add(&mut self, offset: usize, message: String) {
        let (line, column) = line_and_column(self.text, offset);
        self.found.push(HolidayFault {
            line,
            column,
            message,
        });
    }
}

/// Days with their names and the offset of their line.
type Lines = BTreeMap<NaiveDate, (String, usize)>;

fn read_lines(lines: &DeTable<'_>, faults: &mut Faults<'_>) -> Lines {
    let mut days = Lines::new();
    for (key, value) in lines {
        let at = key.span().start;
        let Ok(day) = NaiveDate::parse_from_str(key.get_ref(), "%Y-%m-%d") else {
            let key = excerpt(key.get_ref(), 30);
            faults.add(at, format!("\"{key}\" is not a date such as 2026-12-25."));
            continue;
        };
        match holiday_name(value) {
            Some(name) => {
                if days.insert(day, (name, at)).is_some() {
                    faults.add(at, format!("{day} is here twice."));
                }
            }
            None => faults.add(
                value.span().start,
                format!("{day} needs a name in quotation marks, for example \"Christmas Day\"."),
            ),
        }
    }
    days
}

fn holiday_name(value: &Spanned<DeValue<'_>>) -> Option<String> {
    let name = clean(value.get_ref().as_str()?, Field::NAME).into_owned();
    (!name.is_empty()).then_some(name)
}

/// A gap would count holidays as working days in silence.
fn check_years(days: &Lines, faults: &mut Faults<'_>) {
    let mut in_year: BTreeMap<i32, (usize, usize)> = BTreeMap::new();
    for (day, (_, at)) in days {
        in_year.entry(day.year()).or_insert((0, *at)).0 += 1;
    }
    let mut before: Option<i32> = None;
    for (year, (count, at)) in in_year {
        if let Some(before) = before.filter(|before| before + 1 < year) {
            faults.add(
                at,
                format!("The years between {before} and {year} are missing."),
            );
        }
        if count < A_YEAR_MIN {
            faults.add(
                at,
                format!(
                    "{year} has {count} bank holidays; England has {A_YEAR_MIN} or more a year."
                ),
            );
        }
        before = Some(year);
    }
}

fn is_weekday(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The working day that is `days` working days after `from` (before it where negative), whether
/// `from` is one or not; `from` itself for 0. `None` beyond 5,000 days or the calendar's end.
pub fn add_working_days(from: NaiveDate, days: i32, holidays: &Holidays) -> Option<NaiveDate> {
    if days.unsigned_abs() > WORKING_DAYS_MAX {
        return None;
    }
    let mut left = days.unsigned_abs();
    let mut date = from;
    while left > 0 {
        date = if days > 0 {
            date.succ_opt()?
        } else {
            date.pred_opt()?
        };
        if holidays.is_working_day(date) {
            left -= 1;
        }
    }
    Some(date)
}

/// How many working days lie after `from` up to and including `to`; negative where `to` is earlier.
pub fn working_days_between(from: NaiveDate, to: NaiveDate, holidays: &Holidays) -> i64 {
    if to < from {
        // Counted in the same half-open way from the other side, so that it undoes itself.
        let earlier = (from.pred_opt(), to.pred_opt());
        let (Some(last), Some(first)) = earlier else {
            return 0;
        };
        return -count_after(first, last, holidays);
    }
    count_after(from, to, holidays)
}

/// Working days in `(first, last]`: whole weeks by arithmetic, so that no span takes long.
fn count_after(first: NaiveDate, last: NaiveDate, holidays: &Holidays) -> i64 {
    let span = (last - first).num_days();
    let loose = span % 7;
    let weekdays = (0..loose)
        .filter_map(|back| last.checked_sub_days(Days::new(u64::try_from(back).ok()?)))
        .filter(|&day| is_weekday(day))
        .count();
    let free = first.succ_opt().map_or(0, |after| {
        holidays
            .days
            .range(after..=last.max(after))
            .filter(|(day, _)| is_weekday(**day) && **day <= last)
            .count()
    });
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    span / 7 * 5 + number(weekdays) - number(free)
}

/// `date` itself if it is a working day, otherwise the next one.
pub fn working_day_from(date: NaiveDate, holidays: &Holidays) -> NaiveDate {
    if holidays.is_working_day(date) {
        return date;
    }
    add_working_days(date, 1, holidays).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        Holidays::from_toml(text)
            .unwrap_err()
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn the_built_in_list_reads_and_covers_the_next_years() {
        let holidays = Holidays::from_toml(BUILT_IN).unwrap();
        assert_eq!(holidays, Holidays::built_in());
        assert_eq!(holidays.years(), Some(2020..=2036));
    }

    #[test]
    fn every_fault_of_a_list_is_told_with_its_place() {
        let text = "[holidays]\n2026-12-25 = \"Christmas Day\"\n2026-13-01 = \"x\"\n\
                    2028-01-03 = 5\nfridays = \"y\"\n[colours]\n";
        assert_eq!(
            faults(text),
            [
                "line 2, column 1: 2026 has 1 bank holidays; England has 8 or more a year.",
                "line 3, column 1: \"2026-13-01\" is not a date such as 2026-12-25.",
                "line 4, column 14: 2028-01-03 needs a name in quotation marks, for example \"Christmas Day\".",
                "line 5, column 1: \"fridays\" is not a date such as 2026-12-25.",
                "line 6, column 2: \"colours\" does not belong here; only the table [holidays] does.",
            ]
        );
        assert!(faults("")[0].contains("no bank holidays"));
        assert!(faults("[holidays\n2026-12-25 = \n2026-12-26 = \"B\"").len() > 1);
    }

    #[test]
    fn a_missing_year_is_a_fault() {
        let gap: String = BUILT_IN
            .lines()
            .filter(|line| !line.starts_with("2030"))
            .collect::<Vec<_>>()
            .join("\n");
        assert!(
            faults(&gap)[0].ends_with("The years between 2029 and 2031 are missing."),
            "{:?}",
            faults(&gap)
        );
    }
}
