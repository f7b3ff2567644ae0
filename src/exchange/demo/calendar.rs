//! Days counted from the demonstration's today, and the instants of its working hours.
//!
//! Working days here are Monday to Friday without Christmas and New Year's Day, by rule: the list
//! of bank holidays grows every year, and the facts of a demonstration must not change with it.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Europe::London;

/// The latest day that is looked up.
const AHEAD: i32 = 120;

/// A point of a case's history: days from today (never positive) and seconds of that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    pub(super) day: i32,
    pub(super) second: u32,
}

#[derive(Debug)]
struct Day {
    works: bool,
    /// Seconds since 1970 of the local midnight of a day without a change of clocks.
    midnight: i64,
}

/// All days that a demonstration speaks of, worked out once.
#[derive(Debug)]
pub(super) struct Calendar {
    today: NaiveDate,
    back: i32,
    days: Vec<Day>,
}

impl Calendar {
    /// A calendar from `back` days ago.
    pub(super) fn new(today: NaiveDate, back: u32) -> Calendar {
        let back = i32::try_from(back).unwrap_or(i32::MAX / 2);
        let days = (-back..=AHEAD)
            .map(|offset| day_of(date_at(today, offset)))
            .collect();
        Calendar { today, back, days }
    }

    /// The first day of the calendar.
    pub(super) fn first(&self) -> i32 {
        -self.back
    }

    pub(super) fn date(&self, offset: i32) -> NaiveDate {
        date_at(self.today, offset)
    }

    fn day(&self, offset: i32) -> Option<&Day> {
        let at = usize::try_from(offset.checked_add(self.back)?).ok()?;
        self.days.get(at)
    }

    fn works(&self, offset: i32) -> bool {
        self.day(offset).is_none_or(|day| day.works)
    }

    /// This day, or the last working day before it; today is kept as it is.
    pub(super) fn worked(&self, offset: i32) -> i32 {
        let mut day = offset;
        while day != 0 && !self.works(day) {
            day -= 1;
        }
        day
    }

    /// This day, or the first working day after it; today is kept as it is.
    pub(super) fn coming(&self, offset: i32) -> i32 {
        let mut day = offset;
        while day != 0 && !self.works(day) {
            day += 1;
        }
        day
    }

    /// The working day that is written down for a day of a story or a plan: before today an earlier
    /// one, after today a later one.
    pub(super) fn settled(&self, offset: i32) -> i32 {
        if offset < 0 {
            self.worked(offset)
        } else {
            self.coming(offset)
        }
    }

    /// The instant of a local time of day.
    pub(super) fn instant(&self, moment: Moment) -> DateTime<Utc> {
        let midnight = self.day(moment.day).map_or(0, |day| day.midnight);
        DateTime::from_timestamp(midnight + i64::from(moment.second), 0).unwrap_or_default()
    }
}

fn date_at(today: NaiveDate, offset: i32) -> NaiveDate {
    let days = Days::new(u64::from(offset.unsigned_abs()));
    let moved = if offset < 0 {
        today.checked_sub_days(days)
    } else {
        today.checked_add_days(days)
    };
    moved.unwrap_or(today)
}

fn day_of(date: NaiveDate) -> Day {
    let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    let feast = matches!((date.month(), date.day()), (12, 25 | 26) | (1, 1));
    let noon = date.and_time(NaiveTime::MIN) + chrono::Duration::hours(12);
    // Clocks change at night, so noon exists once on every day.
    let instant = London.from_local_datetime(&noon).earliest();
    let midnight = instant.map_or(0, |noon| noon.timestamp() - 12 * 3600);
    Day {
        works: !weekend && !feast,
        midnight,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn monday() -> Calendar {
        Calendar::new(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(), 400)
    }

    #[test]
    fn weekends_and_christmas_are_stepped_over() {
        let calendar = monday();
        assert_eq!(calendar.worked(-1), -3, "Sunday goes back to Friday");
        assert_eq!(calendar.worked(-3), -3);
        assert_eq!(calendar.coming(5), 7, "Saturday goes on to Monday");
        assert_eq!(calendar.coming(32), 35, "Christmas Day, a Friday");
    }

    #[test]
    fn today_is_kept_even_on_a_sunday() {
        let sunday = Calendar::new(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(), 30);
        assert_eq!((sunday.worked(0), sunday.coming(0)), (0, 0));
    }

    #[test]
    fn instants_follow_the_clocks_of_london() {
        let calendar = monday();
        let at_ten = |day| {
            calendar
                .instant(Moment {
                    day,
                    second: 36_000,
                })
                .to_rfc3339()
        };
        assert_eq!(at_ten(-3), "2026-11-20T10:00:00+00:00");
        assert_eq!(at_ten(-60), "2026-09-24T09:00:00+00:00");
    }
}
