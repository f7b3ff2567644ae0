//! What time it is for the store: the hub's clock, never earlier than the last entry.

use chrono::{DateTime, Duration, NaiveDate, Utc};

use crate::{
    clock,
    domain::{heads::Heads, zone::store_date},
};

use super::ledger::to_millis;

/// A clock that lies further behind the last entry than this is wrong.
const BEHIND_MAX: Duration = Duration::minutes(5);
/// A clock that lies further ahead of the last entry than this is more likely wrong than right.
const AHEAD_MAX: Duration = Duration::days(366);

/// Time and date for one decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
}

/// The moment of the hub's clock; a demonstration store stays on its day.
pub fn moment(heads: &Heads) -> Moment {
    at(heads, clock::now())
}

/// The moment that `instant` is for this store.
pub fn at(heads: &Heads, instant: DateTime<Utc>) -> Moment {
    match heads.directory.setting.today {
        Some(today) => {
            let days = today.signed_duration_since(store_date(instant));
            Moment {
                now: to_millis(instant + days),
                today,
            }
        }
        None => Moment {
            now: to_millis(instant),
            today: store_date(instant),
        },
    }
}

/// Why the clock cannot be trusted, in a sentence; `None` where it can.
pub fn fault(heads: &Heads, moment: Moment, accepted: bool) -> Option<String> {
    if heads.seq == 0 || heads.directory.setting.today.is_some() || accepted {
        return None;
    }
    let ahead = moment.now - heads.recorded;
    if ahead < -BEHIND_MAX {
        Some(format!(
            "This machine's clock says {}, but the last entry was made at {}. Nothing is saved \
             until the clock is right.",
            moment.now.format("%-d %b %Y %H:%M"),
            heads.recorded.format("%-d %b %Y %H:%M")
        ))
    } else if ahead > AHEAD_MAX {
        Some(format!(
            "This machine's clock says {}, more than a year after the last entry. Nothing is saved \
             until somebody says that this is right.",
            moment.now.format("%-d %b %Y")
        ))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(recorded: &str) -> Heads {
        Heads {
            seq: 1,
            recorded: recorded.parse().unwrap(),
            ..Heads::default()
        }
    }

    fn said(recorded: &str, now: &str) -> Option<String> {
        let heads = heads(recorded);
        fault(&heads, at(&heads, now.parse().unwrap()), false)
    }

    #[test]
    fn a_clock_five_minutes_behind_or_a_year_ahead_is_refused() {
        assert_eq!(said("2026-11-23T09:00:00Z", "2026-11-23T08:56:00Z"), None);
        assert!(
            said("2026-11-23T09:00:00Z", "2026-11-23T08:54:00Z")
                .unwrap()
                .contains("clock")
        );
        assert_eq!(said("2026-11-23T09:00:00Z", "2027-11-22T09:00:00Z"), None);
        assert!(
            said("2026-11-23T09:00:00Z", "2028-11-23T09:00:00Z")
                .unwrap()
                .contains("year")
        );
    }

    #[test]
    fn a_demonstration_store_stays_on_its_day() {
        let mut heads = heads("2026-11-23T09:00:00Z");
        heads.directory.setting.today = "2026-11-23".parse().ok();
        let moment = at(&heads, "2031-02-03T14:30:00Z".parse().unwrap());
        assert_eq!(moment.today.to_string(), "2026-11-23");
        assert_eq!(moment.now.to_string(), "2026-11-23 14:30:00 UTC");
        assert_eq!(fault(&heads, moment, false), None);
    }
}
