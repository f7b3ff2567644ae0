//! Days as packs write them: whole, so that they are read the same in any year.

use chrono::{Datelike, NaiveDate};

/// "23 November 2026".
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// "1 to 30 November 2026"; "up to 30 November 2026" where there is no beginning.
pub(super) fn period(from: Option<NaiveDate>, to: NaiveDate) -> String {
    let Some(from) = from else {
        return format!("up to {}", day(to));
    };
    let begins = match (from.year() == to.year(), from.month() == to.month()) {
        _ if from == to => return day(to),
        (true, true) => from.format("%-d").to_string(),
        (true, false) => from.format("%-d %B").to_string(),
        (false, _) => day(from),
    };
    format!("{begins} to {}", day(to))
}
