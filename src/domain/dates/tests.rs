use std::sync::LazyLock;

use chrono::{Days, NaiveDate, NaiveTime};
use proptest::prelude::*;

use super::*;

/// Read once: thousands of cases ask for it.
static HOLIDAYS: LazyLock<Holidays> = LazyLock::new(Holidays::built_in);

fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A Monday.
fn today() -> NaiveDate {
    ymd(2026, 11, 23)
}

fn written(when: WhenTyped) -> String {
    match when.time {
        Some(time) => format!("{} {}", when.date, show_time(time)),
        None => when.date.to_string(),
    }
}

fn due_on(typed: &str, today: NaiveDate) -> String {
    match parse_due(typed, today, &HOLIDAYS) {
        Ok(when) => written(when),
        Err(fault) => fault.to_string(),
    }
}

fn due(typed: &str) -> String {
    due_on(typed, today())
}

fn past(typed: &str) -> String {
    match parse_past(typed, today(), &HOLIDAYS) {
        Ok(when) => written(when),
        Err(fault) => fault.to_string(),
    }
}

const NEXT_STEPS: [(&str, &str); 72] = [
    ("fri", "2026-11-27"),
    ("Friday", "2026-11-27"),
    ("  FRI ", "2026-11-27"),
    ("mon", "2026-11-30"),
    ("weds", "2026-11-25"),
    ("next tue 14:00", "2026-12-01 14:00"),
    ("this fri", "2026-11-27"),
    ("tue 2pm", "2026-11-24 14:00"),
    ("+2w", "2026-12-07"),
    ("+ 2 w", "2026-12-07"),
    ("+10d", "2026-12-03"),
    ("+3wd", "2026-11-26"),
    ("2w", "2026-12-07"),
    ("in 2 weeks", "2026-12-07"),
    ("two weeks", "2026-12-07"),
    ("in 2 weeks' time", "2026-12-07"),
    ("in a couple of weeks", "2026-12-07"),
    ("in a month", "2026-12-23"),
    ("2 working days", "2026-11-25"),
    ("next working day", "2026-11-24"),
    ("14/3", "2027-03-14"),
    ("14/3/27", "2027-03-14"),
    ("14.3.2027", "2027-03-14"),
    ("14-3-2027", "2027-03-14"),
    ("14 mar", "2027-03-14"),
    ("14mar", "2027-03-14"),
    ("14-mar-27", "2027-03-14"),
    ("mar 14", "2027-03-14"),
    ("14th march", "2027-03-14"),
    ("14th of March, 2027", "2027-03-14"),
    ("2027-03-14", "2027-03-14"),
    ("2027/3/14", "2027-03-14"),
    ("sun 14 mar", "2027-03-14"),
    ("the 14th", "2026-12-14"),
    ("the 31st", "2026-12-31"),
    ("on the 23rd", "2026-11-23"),
    ("today", "2026-11-23"),
    ("tod", "2026-11-23"),
    ("tomorrow", "2026-11-24"),
    ("tom 9.30", "2026-11-24 09:30"),
    ("the day after tomorrow", "2026-11-25"),
    ("next week", "2026-11-30"),
    ("tue next week", "2026-12-01"),
    ("next week tue at 10", "2026-12-01 10:00"),
    ("end of month", "2026-11-30"),
    ("end of the month", "2026-11-30"),
    ("end of next month", "2026-12-31"),
    ("end of march", "2027-03-31"),
    ("end of november", "2026-11-30"),
    ("end of week", "2026-11-27"),
    ("eom", "2026-11-30"),
    ("next month", "2026-12-01"),
    ("a week on tuesday", "2026-12-01"),
    ("week on tue", "2026-12-01"),
    ("tue week", "2026-12-01"),
    ("a week today", "2026-11-30"),
    ("two weeks from friday 2.30pm", "2026-12-11 14:30"),
    ("fortnight", "2026-12-07"),
    ("in a fortnight", "2026-12-07"),
    ("fri 1400", "2026-11-27 14:00"),
    ("fri 14.30", "2026-11-27 14:30"),
    ("fri noon", "2026-11-27 12:00"),
    ("14:00 fri", "2026-11-27 14:00"),
    ("2 pm fri", "2026-11-27 14:00"),
    ("fri, 14:00", "2026-11-27 14:00"),
    ("14:00", "2026-11-23 14:00"),
    ("1400", "2026-11-23 14:00"),
    ("14/3 1400", "2027-03-14 14:00"),
    ("14 mar 1400", "2027-03-14 14:00"),
    ("14 mar 2027 14:00", "2027-03-14 14:00"),
    ("12am fri", "2026-11-27 00:00"),
    ("29/2", "2028-02-29"),
];

#[test]
fn next_steps_as_people_type_them() {
    for (typed, expected) in NEXT_STEPS {
        assert_eq!(due(typed), expected, "{typed}");
    }
}

#[test]
fn faults_say_what_is_wrong_and_show_a_right_one() {
    for (typed, part) in [
        ("", "Type a day"),
        ("at", "Type a day"),
        ("frdiay", "did you mean friday"),
        ("tomorow", "did you mean tomorrow"),
        ("whenever", "\"whenever\" is not part of a date"),
        ("14", "14 of what?"),
        ("+2", "2 of what?"),
        ("march", "Which day of March?"),
        (
            "3/14",
            "There is no month 14; the day comes first, 14/3 is 14 March.",
        ),
        ("31/4", "There is no 31 April."),
        ("29/2/2027", "There is no 29 February in 2027."),
        ("14/3/7", "7 is not a year"),
        ("fri 28 nov", "28 Nov 2026 is a Saturday, not a Friday"),
        ("22/11/26", "22 Nov 2026 is in the past"),
        ("yesterday", "22 Nov 2026 is in the past"),
        ("last fri", "20 Nov 2026 is in the past"),
        ("2 days ago", "21 Nov 2026 is in the past"),
        ("-2d", "is in the past"),
        ("14/3/2127", "too far away"),
        ("+99999w", "too far away"),
        ("9999 working days", "too far away"),
        ("fri 2:30", "Morning or afternoon? Type 14:30 or 02:30."),
        ("fri at 3", "Morning or afternoon?"),
        ("fri 25:00", "There is no time 25:00"),
        ("fri 14:75", "There is no time 14:75"),
        ("fri 14pm", "There is no time 14:00pm"),
        ("fri morning", "Type a time instead of morning"),
        ("2027", "2027 may be a year or a time"),
        ("fri tue", "\"tue\" is one thing too many"),
        ("fri 14:00 15:00", "\"15:00\" is one thing too many"),
        ("-fri", "not part of a date"),
        ("1/2/3/4", "not part of a date"),
        ("14/3.27", "not part of a date"),
        ("\u{1b}[2Jfri", "not part of a date"),
        ("99999999999999999999 d", "not part of a date"),
    ] {
        assert!(due(typed).contains(part), "{typed}: {}", due(typed));
    }
    assert!(due(&"fri ".repeat(100)).contains("too long"));
}

#[test]
fn a_weekday_is_never_today() {
    assert_eq!(due_on("fri", ymd(2026, 11, 27)), "2026-12-04");
    assert_eq!(due_on("next week", ymd(2026, 11, 29)), "2026-11-30");
    assert_eq!(due_on("next fri", ymd(2026, 11, 29)), "2026-12-04");
    assert_eq!(due_on("end of week", ymd(2026, 11, 28)), "2026-12-04");
    assert_eq!(due_on("in a month", ymd(2027, 1, 31)), "2027-02-28");
    assert_eq!(due_on("14/3", ymd(2027, 3, 14)), "2027-03-14");
    assert_eq!(due_on("+1wd", ymd(2026, 12, 24)), "2026-12-29");
}

#[test]
fn what_has_happened() {
    for (typed, expected) in [
        ("yesterday", "2026-11-22"),
        ("yesterday 3pm", "2026-11-22 15:00"),
        ("today", "2026-11-23"),
        ("fri", "2026-11-20"),
        ("last fri", "2026-11-20"),
        ("mon", "2026-11-16"),
        ("-2d", "2026-11-21"),
        ("2 days ago", "2026-11-21"),
        ("a week ago", "2026-11-16"),
        ("2 working days ago", "2026-11-19"),
        ("3 nov", "2026-11-03"),
        ("24 nov", "2025-11-24"),
        ("3/11/26", "2026-11-03"),
        ("the 30th", "2026-10-30"),
        ("tue last week", "2026-11-17"),
        ("the day before yesterday", "2026-11-21"),
    ] {
        assert_eq!(past(typed), expected, "{typed}");
    }
    assert!(past("tomorrow").contains("24 Nov 2026 is still to come"));
    assert!(past("+2d").contains("still to come"));
}

#[test]
fn births() {
    let birth = |typed: &str| parse_birth(typed, today()).map(|date| date.to_string());
    for (typed, expected) in [
        ("4/3/55", "1955-03-04"),
        ("4/3/1955", "1955-03-04"),
        ("04031955", "1955-03-04"),
        ("20031955", "1955-03-20"),
        ("4 Mar 1955", "1955-03-04"),
        ("1955-03-04", "1955-03-04"),
        ("19550304", "1955-03-04"),
        ("23/11/26", "2026-11-23"),
        ("24/11/26", "1926-11-24"),
        ("29/2/24", "2024-02-29"),
    ] {
        assert_eq!(birth(typed).as_deref(), Ok(expected), "{typed}");
    }
    assert_eq!(birth("4/3"), Err(DateFault::YearMissing));
    assert_eq!(birth("4/3/1855"), Err(DateFault::TooFar));
    assert_eq!(
        birth("4/3/2055"),
        Err(DateFault::Future {
            date: ymd(2055, 3, 4)
        })
    );
}

#[test]
fn columns_of_files() {
    let read = |text: &str, order| parse_written(text, order, Years::ThisCentury);
    for text in [
        "03/11/2026",
        "3/11/26",
        "2026-11-03",
        "2026-11-03 00:00:00.000",
        "2026-11-03T09:15:00Z",
        "03-Nov-2026",
        "3 November 2026",
        "03/11/2026 09:15",
        "Tue 3 Nov 2026",
        "20261103",
    ] {
        assert_eq!(read(text, Order::DayFirst), Ok(ymd(2026, 11, 3)), "{text}");
    }
    assert_eq!(read("11/03/2026", Order::MonthFirst), Ok(ymd(2026, 11, 3)));
    assert_eq!(read("26/11/03", Order::YearFirst), Ok(ymd(2026, 11, 3)));
    assert_eq!(read("46329", Order::DayFirst), Err(DateFault::DayNumber));
    assert_eq!(read("", Order::DayFirst), Err(DateFault::Empty));
    assert_eq!(read("03/11", Order::DayFirst), Err(DateFault::YearMissing));
    assert!(read("03/11/2026 approx", Order::DayFirst).is_err());
}

#[test]
fn dates_are_read_back_with_what_makes_them_special() {
    let holidays = &*HOLIDAYS;
    let read = |date| read_back(date, today(), holidays);
    assert_eq!(read(ymd(2026, 11, 27)), "Fri 27 Nov, in 4 days");
    assert_eq!(read(ymd(2026, 11, 28)), "Sat 28 Nov, in 5 days (Saturday)");
    assert_eq!(
        read(ymd(2026, 12, 25)),
        "Fri 25 Dec, in 32 days (Christmas Day)"
    );
    assert_eq!(read(ymd(2026, 11, 24)), "Tue 24 Nov, tomorrow");
    assert_eq!(read(ymd(2027, 3, 15)), "Mon 15 Mar, in 16 weeks");
    assert_eq!(read(ymd(2027, 11, 23)), "Tue 23 Nov 2027, in 12 months");
    assert_eq!(read(ymd(2026, 11, 10)), "Tue 10 Nov, 13 days ago");
    let when = parse_due("next tue 14:00", today(), holidays).unwrap();
    assert_eq!(
        read_back_when(when, today(), holidays),
        "Tue 1 Dec 14:00, in 8 days"
    );
}

#[test]
fn ages_and_lateness() {
    assert_eq!(born(ymd(1955, 3, 4), today()), "4 Mar 1955 (71)");
    assert_eq!(age(ymd(2026, 11, 24), today()), None);
    assert_eq!(age(ymd(2004, 2, 29), ymd(2026, 2, 28)), Some(21));
    assert_eq!(age(ymd(2004, 2, 29), ymd(2026, 3, 1)), Some(22));
    assert_eq!(late(ymd(2026, 11, 10), today()), "13 d");
    assert_eq!(late(today(), today()), "");
    assert_eq!(days_late(ymd(2026, 12, 10), today()), 0);
}

#[test]
fn working_days_step_over_weekends_and_holidays() {
    let holidays = &*HOLIDAYS;
    let add = |from, days| add_working_days(from, days, holidays).unwrap();
    assert_eq!(add(ymd(2026, 12, 24), 1), ymd(2026, 12, 29));
    assert_eq!(add(ymd(2026, 12, 29), -1), ymd(2026, 12, 24));
    assert_eq!(add(ymd(2026, 11, 28), 1), ymd(2026, 11, 30));
    assert_eq!(
        working_day_from(ymd(2026, 12, 25), holidays),
        ymd(2026, 12, 29)
    );
    assert_eq!(
        working_days_between(ymd(2026, 12, 24), ymd(2026, 12, 29), holidays),
        1
    );
    assert_eq!(add_working_days(today(), 6_000, holidays), None);
    assert_eq!(add_working_days(NaiveDate::MAX, 1, holidays), None);
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..6_000).prop_map(|days| ymd(2020, 1, 1) + Days::new(days))
}

/// Words of the grammar in any order, so that the parser is not only shown rubbish.
fn wordy() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "fri",
        "tuesday",
        "next",
        "last",
        "this",
        "week",
        "month",
        "+2w",
        "-3d",
        "3wd",
        "in",
        "a",
        "2",
        "14",
        "31",
        "1400",
        "2030",
        "14:00",
        "2.30",
        "pm",
        "am",
        "at",
        "on",
        "from",
        "mar",
        "feb",
        "29",
        "29/2",
        "14/3",
        "14/3/27",
        "end",
        "of",
        "the",
        "14th",
        "working",
        "days",
        "fortnight",
        "today",
        "tom",
        "ago",
        "eom",
        "day",
        "after",
        "tomorrow",
        "99",
        "year",
        ",",
        "(",
        "'",
        "day before",
        "couple",
        "2027-03-14",
        "+",
        "-",
        "1/1/0",
        "0",
        "0th",
        "12 am",
    ]);
    prop::collection::vec(words, 0..6).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn a_next_step_is_never_in_the_past(typed in prop_oneof![wordy(), "\\PC{0,24}"], today in any_day()) {
        let holidays = &Holidays::default();
        if let Ok(when) = parse_due(&typed, today, holidays) {
            prop_assert!(when.date >= today, "{}", typed);
        }
        if let Ok(when) = parse_past(&typed, today, holidays) {
            prop_assert!(when.date <= today, "{}", typed);
        }
        let _ = parse_birth(&typed, today);
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_panic(typed in wordy()) {
        for today in [NaiveDate::MIN, NaiveDate::MAX] {
            let _ = parse_due(&typed, today, &Holidays::default());
            let _ = parse_past(&typed, today, &Holidays::default());
        }
    }

    #[test]
    fn what_is_read_back_can_be_typed_again(
        today in any_day(), days in 0u64..3_600, minute in prop::option::of(0u32..24 * 60),
    ) {
        let holidays = &*HOLIDAYS;
        let time = minute.and_then(|minute| NaiveTime::from_hms_opt(minute / 60, minute % 60, 0));
        let when = WhenTyped { date: today + Days::new(days), time };
        let said = read_back_when(when, today, holidays);
        prop_assert_eq!(parse_due(&said, today, holidays), Ok(when), "{}", said);

        let before = WhenTyped { date: today - Days::new(days), time };
        let said = read_back_when(before, today, holidays);
        prop_assert_eq!(parse_past(&said, today, holidays), Ok(before), "{}", said);
    }

    #[test]
    fn counting_working_days_undoes_adding_them(from in any_day(), days in -400i32..400) {
        let holidays = &*HOLIDAYS;
        let to = add_working_days(from, days, holidays).unwrap();
        prop_assert_eq!(working_days_between(from, to, holidays), i64::from(days));
        prop_assert!(days == 0 || holidays.is_working_day(to));
    }

    #[test]
    fn counting_agrees_with_looking_at_each_day(from in any_day(), span in 0u64..800) {
        let holidays = &*HOLIDAYS;
        let to = from + Days::new(span);
        let one_by_one = from.iter_days().skip(1).take_while(|day| *day <= to)
            .filter(|day| holidays.is_working_day(*day)).count();
        prop_assert_eq!(working_days_between(from, to, holidays), i64::try_from(one_by_one).unwrap());
    }
}
