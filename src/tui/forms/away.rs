//! Saying who is away, until when, and who covers.

use chrono::NaiveDate;

use super::about::Facts;
use super::assign;
use super::fields::{choice, line, say_fault};
use super::sheet::Kind;
use crate::domain::dates::{parse_due, read_back};
use crate::domain::ids::StaffId;
use crate::domain::intent::Intent;
use crate::domain::people::{Away, Staff};
use crate::readmodel::drafts::DraftKey;
use crate::readmodel::lists::Desk;
use crate::tui::widgets::form::Form;

const WHO: &str = "who";
const FROM: &str = "from";
const UNTIL: &str = "until";
const COVER: &str = "cover";

/// Nobody covers yet.
const NOBODY: &str = "nobody yet";

/// The form.
pub(super) struct TimeAway;

impl Kind for TimeAway {
    fn title(&self) -> String {
        "Away".to_owned()
    }

    fn wants_desk(&self) -> bool {
        true
    }

    fn key(&self, _facts: &Facts) -> Option<DraftKey> {
        Some(DraftKey::Away)
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let Some(desk) = facts.desk.as_deref() else {
            return Form::new(Vec::new());
        };
        let names: Vec<&str> = who(desk, facts)
            .iter()
            .map(|staff| staff.name.as_str())
            .collect();
        let mut cover = vec![NOBODY];
        cover.extend(assign::workers(desk, facts).iter().map(|s| s.name.as_str()));
        let pick = "A letter or the arrows choose.";
        Form::new(vec![
            choice(WHO, "Who", pick, &names, names.first().copied()),
            line(FROM, "From", "Empty is today. For example: mon, 14/12.", ""),
            line(
                UNTIL,
                "Until",
                "The last day away; empty where they are back.",
                "",
            ),
            choice(
                COVER,
                "Covered by",
                "Who reads and works on their cases meanwhile.",
                &cover,
                Some(NOBODY),
            ),
        ])
    }

    fn context(&self, facts: &Facts) -> String {
        let Some(desk) = facts.desk.as_deref() else {
            return String::new();
        };
        let away: Vec<String> = desk
            .staff
            .iter()
            .filter_map(|staff| {
                let away = staff.away.filter(|away| away.until >= desk.today)?;
                let until = away.until.format("%-d %b");
                Some(format!("{} until {until}", staff.name))
            })
            .collect();
        match away.is_empty() {
            true => "Nobody is away.".to_owned(),
            false => format!("Away: {}.", away.join(", ")),
        }
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        for name in [FROM, UNTIL] {
            let read = day(form, name, facts)
                .ok()
                .flatten()
                .map(|day| read_back(day, facts.today(), &facts.holidays));
            if let Some(entry) = form.entry_mut(name) {
                entry.read_back = read.unwrap_or_default();
            }
        }
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let desk = facts.desk.as_deref()?;
        let staff = named(&who(desk, facts), &form.text(WHO))?;
        let days = [FROM, UNTIL].map(|name| match day(form, name, facts) {
            Ok(day) => Some(day),
            Err(fault) => {
                say_fault(form, name, &fault);
                None
            }
        });
        let [Some(from), Some(until)] = days else {
            return None;
        };
        let away = until.map(|until| Away {
            from: from.unwrap_or(desk.today),
            until,
            covered_by: named(&assign::workers(desk, facts), &form.text(COVER)),
        });
        Some(Intent::SetAway { staff, away })
    }
}

/// Whom one may say it for: oneself, and everybody where one gives cases to people.
fn who<'a>(desk: &'a Desk, facts: &Facts) -> Vec<&'a Staff> {
    let mut who = vec![&desk.me];
    if assign::may(facts) {
        let others = assign::workers(desk, facts).into_iter();
        who.extend(others.filter(|staff| staff.id != desk.me.id));
    }
    who
}

fn named(staff: &[&Staff], name: &str) -> Option<StaffId> {
    staff
        .iter()
        .find(|staff| staff.name == name)
        .map(|staff| staff.id)
}

/// The day typed into a field; none where it is empty.
fn day(form: &Form, name: &str, facts: &Facts) -> Result<Option<NaiveDate>, String> {
    let typed = form.text(name);
    if typed.trim().is_empty() {
        return Ok(None);
    }
    parse_due(&typed, facts.today(), &facts.holidays)
        .map(|when| Some(when.date))
        .map_err(|fault| fault.to_string())
}
