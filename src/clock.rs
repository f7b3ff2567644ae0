//! The only reading of the clock.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::domain::zone::store_date;

/// The time now, in UTC.
#[allow(clippy::disallowed_methods, reason = "this is the one place that may")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// How long until the date in the store's zone changes, at least one second.
pub fn until_midnight(instant: DateTime<Utc>) -> Duration {
    let today = store_date(instant);
    // Noon of the next day exists in every zone; walk back from a safe upper bound by the hour.
    let mut seconds = 1;
    let mut step = 3600;
    while step > 0 {
        while store_date(instant + chrono::Duration::seconds(seconds)) == today {
            seconds += step;
        }
        seconds = (seconds - step).max(1);
        step /= 60;
    }
    Duration::from_secs(u64::try_from(seconds + 1).unwrap_or(60))
}
