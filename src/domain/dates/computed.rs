//! The English bank holidays computed from their rules, to hold the data file to them.
//!
//! Sources: Banking and Financial Dealings Act 1971 with its substitute days; the proclamations
//! that moved or added a day since 2020; Easter by the Gregorian computus of Meeus and Butcher.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::working::Holidays;

fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn easter_sunday(year: i32) -> NaiveDate {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    ymd(year, month.try_into().unwrap(), day.try_into().unwrap())
}

fn monday(year: i32, month: u32, nth: u8) -> NaiveDate {
    NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, nth).unwrap()
}

fn last_monday(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 5)
        .unwrap_or_else(|| monday(year, month, 4))
}

/// The first day from `day` on that is neither Saturday, Sunday nor already taken.
fn substitute(mut day: NaiveDate, taken: &[NaiveDate]) -> NaiveDate {
    while day.weekday().number_from_monday() > 5 || taken.contains(&day) {
        day = day + Days::new(1);
    }
    day
}

fn computed(year: i32) -> Vec<NaiveDate> {
    let easter = easter_sunday(year);
    let boxing = ymd(year, 12, 26);
    // A Boxing Day on a Monday keeps its day: the substitute of a Christmas Sunday is the Tuesday.
    let christmas = substitute(ymd(year, 12, 25), &[boxing]);
    let mut days = vec![
        substitute(ymd(year, 1, 1), &[]),
        easter - Days::new(2),
        easter + Days::new(1),
        if year == 2020 {
            ymd(2020, 5, 8)
        } else {
            monday(year, 5, 1)
        },
        if year == 2022 {
            ymd(2022, 6, 2)
        } else {
            last_monday(year, 5)
        },
        last_monday(year, 8),
        christmas,
        substitute(boxing, &[christmas]),
    ];
    match year {
        2022 => days.extend([ymd(2022, 6, 3), ymd(2022, 9, 19)]),
        2023 => days.push(ymd(2023, 5, 8)),
        _ => {}
    }
    days.sort();
    days
}

#[test]
fn the_data_file_agrees_with_the_rules() {
    let holidays = Holidays::built_in();
    for year in holidays.years().unwrap() {
        let in_file: Vec<NaiveDate> = ymd(year, 1, 1)
            .iter_days()
            .take_while(|day| day.year() == year)
            .filter(|day| holidays.name(*day).is_some())
            .collect();
        assert_eq!(in_file, computed(year), "{year}");
    }
}

#[test]
fn known_days_are_there_and_have_their_names() {
    let holidays = Holidays::built_in();
    for (year, month, day, name) in [
        (2020, 5, 8, "Early May bank holiday, VE Day"),
        (2021, 12, 28, "substitute for Boxing Day"),
        (2022, 6, 3, "Platinum Jubilee"),
        (2022, 9, 19, "State Funeral of Queen Elizabeth II"),
        (2022, 12, 27, "substitute for Christmas Day"),
        (2023, 1, 2, "substitute for New Year's Day"),
        (2023, 5, 8, "Coronation of King Charles III"),
        (2024, 3, 29, "Good Friday"),
        (2026, 4, 6, "Easter Monday"),
        (2026, 12, 28, "substitute for Boxing Day"),
        (2038, 12, 25, ""),
    ] {
        assert_eq!(holidays.name(ymd(year, month, day)).unwrap_or(""), name);
    }
    assert_eq!(holidays.name(ymd(2020, 5, 4)), None, "moved to the 8th");
}
