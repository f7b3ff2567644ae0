//! The store's calendar: dates are those of Europe/London, whatever machine asks.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Europe::London;

/// The store's calendar date at an instant.
pub fn store_date(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&London).date_naive()
}

/// The store's wall clock at an instant, for "changed by Ben at 10:41".
pub fn store_time(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&London).naive_local()
}
