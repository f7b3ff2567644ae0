//! The minutes of a week that went into what is not about one person. Nobody has to.

use chrono::NaiveDate;

use super::about::Facts;
use super::fields::{choice, line, put, say_fault};
use super::sheet::Kind;
use crate::domain::intent::Intent;
use crate::domain::terms::TimeKind;
use crate::domain::todo::Minutes;
use crate::readmodel::drafts::DraftKey;
use crate::tui::widgets::form::Form;

const WEEK: &str = "week";

/// The form.
pub(super) struct Time;

impl Kind for Time {
    fn title(&self) -> String {
        "Time of the week".to_owned()
    }

    fn wants_desk(&self) -> bool {
        true
    }

    fn key(&self, _facts: &Facts) -> Option<DraftKey> {
        Some(DraftKey::Time)
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let weeks: Vec<String> = weeks(facts).iter().map(|(week, _)| name(*week)).collect();
        let weeks: Vec<&str> = weeks.iter().map(String::as_str).collect();
        let first = weeks.first().copied();
        let mut fields = vec![choice(
            WEEK,
            "Week of",
            "This one or the last.",
            &weeks,
            first,
        )];
        let noted = weeks_minutes(facts, 0);
        for kind in TimeKind::ALL {
            let text = minutes_of(noted, *kind);
            let help = "Minutes, or hours as 2h or 1h30. Empty is none; nobody has to.";
            fields.push(line(
                kind.code(),
                sentence(kind.label()).as_str(),
                help,
                &text,
            ));
        }
        Form::new(fields)
    }

    fn context(&self, _facts: &Facts) -> String {
        "What went into work that is not about one person.".to_owned()
    }

    fn changed(&mut self, form: &mut Form, name: &str, facts: &Facts) {
        if name != WEEK {
            return;
        }
        let noted = weeks_minutes(facts, which(form, facts));
        for kind in TimeKind::ALL {
            put(form, kind.code(), &minutes_of(noted, *kind));
        }
    }

    fn read_back(&self, form: &mut Form, _facts: &Facts) {
        for kind in TimeKind::ALL {
            let read = match parse(&form.text(kind.code())) {
                Some(minutes) if minutes >= 60 => {
                    format!("{} h {:02} min", minutes / 60, minutes % 60)
                }
                _ => String::new(),
            };
            if let Some(entry) = form.entry_mut(kind.code()) {
                entry.read_back = read;
            }
        }
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let mut minutes = Vec::new();
        let mut faulty = false;
        for kind in TimeKind::ALL {
            match parse(&form.text(kind.code())) {
                Some(spent) => minutes.push(Minutes {
                    kind: *kind,
                    minutes: spent,
                }),
                None => {
                    let fault = "Write minutes, or hours as 2h or 1h30.";
                    say_fault(form, kind.code(), fault);
                    faulty = true;
                }
            }
        }
        let (week, _) = weeks(facts).get(which(form, facts))?;
        (!faulty).then_some(Intent::SetTime {
            week: *week,
            minutes,
        })
    }
}

fn weeks(facts: &Facts) -> &[(NaiveDate, Vec<Minutes>)] {
    facts.desk.as_ref().map_or(&[], |desk| &desk.weeks)
}

fn weeks_minutes(facts: &Facts, week: usize) -> &[Minutes] {
    weeks(facts).get(week).map_or(&[], |(_, minutes)| minutes)
}

fn name(week: NaiveDate) -> String {
    week.format("%a %-d %b").to_string()
}

/// Which of the weeks is chosen.
fn which(form: &Form, facts: &Facts) -> usize {
    let chosen = form.text(WEEK);
    let mut weeks = weeks(facts).iter();
    weeks
        .position(|(week, _)| name(*week) == chosen)
        .unwrap_or(0)
}

fn minutes_of(noted: &[Minutes], kind: TimeKind) -> String {
    let found = noted.iter().find(|spent| spent.kind == kind);
    found.map_or_else(String::new, |spent| spent.minutes.to_string())
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// "90", "2h", "1h30", "1 h 30 min" in minutes; empty is none.
fn parse(typed: &str) -> Option<u16> {
    let typed: String = typed.to_lowercase().split_whitespace().collect();
    let typed = typed.trim_end_matches("minutes").trim_end_matches("min");
    if typed.is_empty() {
        return Some(0);
    }
    match typed.split_once('h') {
        None => typed.parse().ok(),
        Some((hours, rest)) => {
            let hours: u16 = hours.parse().ok()?;
            let rest: u16 = match rest {
                "" => 0,
                rest => rest.parse().ok()?,
            };
            hours.checked_mul(60)?.checked_add(rest)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn minutes_are_read_as_people_write_them() {
        for (typed, minutes) in [
            ("", Some(0)),
            ("90", Some(90)),
            ("2h", Some(120)),
            ("1h30", Some(90)),
            ("1 h 30 min", Some(90)),
            ("45 minutes", Some(45)),
            ("a while", None),
            ("-5", None),
            ("9999h", None),
        ] {
            assert_eq!(parse(typed), minutes, "{typed}");
        }
    }
}
