//! When a service meets, as a line that people read: `Tue, Thu 10:00-12:00 weekly`.

use chrono::NaiveDate;

use super::{
    fields::{day, joined, take, take_as},
    gather::Object,
};

const DAYS: [(&str, &str); 7] = [
    ("MO", "Mon"),
    ("TU", "Tue"),
    ("WE", "Wed"),
    ("TH", "Thu"),
    ("FR", "Fri"),
    ("SA", "Sat"),
    ("SU", "Sun"),
];

/// The line of one schedule; empty where it says nothing.
pub(super) fn line(map: &mut Object) -> String {
    let often = take(map, "freq").to_uppercase();
    let interval = take_as(map, "interval", |text| text.parse::<u16>().ok()).unwrap_or(1);
    let byday = take(map, "byday");
    let bymonthday = take(map, "bymonthday");
    let hours = hours(&take(map, "opens_at"), &take(map, "closes_at"));
    let first = take_as(map, "dtstart", day);
    let from = take_as(map, "valid_from", day);
    let until = take_as(map, "valid_to", day);
    let said = take(map, "description");
    let days = days(&byday);
    let (on, how_often) = match (often.as_str(), interval) {
        ("WEEKLY", 0 | 1) => (days, "weekly".to_owned()),
        ("WEEKLY", weeks) => (days, format!("every {weeks} weeks")),
        ("MONTHLY", 0 | 1) => (monthly(&days, &bymonthday), "monthly".to_owned()),
        ("MONTHLY", months) => (
            monthly(&days, &bymonthday),
            format!("every {months} months"),
        ),
        _ => (days, String::new()),
    };
    let begins = from
        .max(first)
        .filter(|_| on.is_empty() && hours.is_empty());
    let rule = joined([on, hours, how_often, dates(begins, until)], " ");
    joined([rule, said], ": ")
}

/// `10:00-12:00`, `from 10:00`.
fn hours(opens: &str, closes: &str) -> String {
    match (clock(opens), clock(closes)) {
        (Some(opens), Some(closes)) => format!("{opens}-{closes}"),
        (Some(opens), None) => format!("from {opens}"),
        (None, Some(closes)) => format!("until {closes}"),
        (None, None) => String::new(),
    }
}

/// `10:00` of `10:00:00`, `10:00Z`.
fn clock(text: &str) -> Option<String> {
    let mut parts = text.split([':', 'Z', '+']);
    let hour: u8 = parts.next()?.trim().parse().ok()?;
    let minute: u8 = parts.next()?.trim().parse().ok()?;
    (hour <= 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

/// `Tue, Thu` of `TU,TH`; `first Tue` of `1TU`; what is no day of the week stands as it is.
fn days(byday: &str) -> String {
    let named = byday.split([',', ';']).map(|one| {
        let one = one.trim().to_uppercase();
        let at = one.len().checked_sub(2);
        let (count, code) = at
            .and_then(|at| one.split_at_checked(at))
            .unwrap_or(("", one.as_str()));
        let name = DAYS.iter().find(|(known, _)| *known == code);
        let Some((_, name)) = name else { return one };
        match count.trim_start_matches('+') {
            "" => (*name).to_owned(),
            "1" => format!("first {name}"),
            "2" => format!("second {name}"),
            "3" => format!("third {name}"),
            "4" => format!("fourth {name}"),
            "-1" => format!("last {name}"),
            other => format!("{other} {name}"),
        }
    });
    let named: Vec<String> = named.filter(|day| !day.is_empty()).collect();
    named.join(", ")
}

/// `day 2, 3 of the month` where no day of the week is named.
fn monthly(days: &str, bymonthday: &str) -> String {
    let numbers: Vec<&str> = bymonthday
        .split([',', ';'])
        .map(str::trim)
        .filter(|number| !number.is_empty())
        .collect();
    match (days.is_empty(), numbers.is_empty()) {
        (false, _) => days.to_owned(),
        (true, false) => format!("day {} of the month", numbers.join(", ")),
        (true, true) => String::new(),
    }
}

fn dates(from: Option<NaiveDate>, until: Option<NaiveDate>) -> String {
    let shown = |day: NaiveDate| day.format("%-d %b %Y").to_string();
    let from = from.map(|from| format!("from {}", shown(from)));
    let until = until.map(|until| format!("until {}", shown(until)));
    joined([from.unwrap_or_default(), until.unwrap_or_default()], " ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: serde_json::Value) -> String {
        line(value.as_object().cloned().as_mut().unwrap())
    }

    #[test]
    fn rules_become_lines() {
        let opens = json!({"freq": "WEEKLY", "byday": "TU,th", "opens_at": "10:00:00",
            "closes_at": "12:00", "interval": 1});
        assert_eq!(read(opens), "Tue, Thu 10:00-12:00 weekly");
        let monthly = json!({"freq": "MONTHLY", "byday": "1WE", "opens_at": "14:00Z",
            "interval": "2", "valid_to": "2027-01-31", "description": "Not in August."});
        assert_eq!(
            read(monthly),
            "first Wed from 14:00 every 2 months until 31 Jan 2027: Not in August."
        );
        assert_eq!(
            read(json!({"freq": "MONTHLY", "bymonthday": "2, 16"})),
            "day 2, 16 of the month monthly"
        );
        assert_eq!(read(json!({"valid_from": "2026-12-01"})), "from 1 Dec 2026");
        assert_eq!(
            read(json!({"description": "By arrangement"})),
            "By arrangement"
        );
        assert_eq!(
            read(json!({"freq": [], "byday": null, "opens_at": "99:99"})),
            ""
        );
    }
}
