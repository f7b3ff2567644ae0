//! Tries that did not reach the person: how many, by what, on which days and hours, and how old.
//! Nothing closes by itself for want of contact: this is what somebody looks at who decides.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    domain::{
        contact::Contact,
        dates,
        record::{CaseRecord, Happening},
        terms::Outcome,
        zone::{store_date, store_time},
    },
    readmodel::words,
};

use super::{CaseCard, Tried};

/// From so many tries without speaking to the person on, the desk asks what next. The usual local
/// rule is about three by two channels, then a letter.
pub const MANY_TRIES: u16 = 3;
/// So many of them are told one by one, the latest.
const TOLD_MAX: usize = 6;

/// The tries since the person was last spoken to, in the order in which they took place.
pub(super) fn tried(record: &CaseRecord) -> Vec<Tried> {
    let mut contacts: Vec<(&Happening, &Contact)> = record.contacts().collect();
    contacts.sort_by_key(|(_, contact)| (contact.on, contact.id));
    let mut tried = Vec::new();
    for (happening, contact) in contacts {
        if contact.spoke_with_person() {
            tried.clear();
        } else if contact.is_try() {
            let same_day = store_date(happening.recorded) == contact.on;
            tried.push(Tried {
                on: contact.on,
                at: same_day.then(|| store_time(happening.recorded).time()),
                channel: match contact.outcome {
                    Outcome::Voicemail => "voicemail".to_owned(),
                    _ => contact.kind.label().to_owned(),
                },
            });
        }
    }
    tried
}

/// "3 tries: phone Tue 10 Nov 10:15, phone Thu 12 Nov, voicemail Mon 16 Nov 9:30; 2 channels, last
/// 7 days ago".
pub fn tries_said(case: &CaseCard, today: NaiveDate) -> String {
    let told = case.tried.len().saturating_sub(TOLD_MAX);
    let one = |tried: &Tried| {
        let at = tried.at.map(|at| format!(" {}", dates::show_time(at)));
        let on = words::weekday(tried.on, today);
        format!("{} {on}{}", tried.channel, at.unwrap_or_default())
    };
    let each: Vec<String> = case.tried.iter().skip(told).map(one).collect();
    let channels: BTreeSet<&str> = case.tried.iter().map(|one| one.channel.as_str()).collect();
    let last = case
        .tried
        .last()
        .map_or(0, |one| (today - one.on).num_days());
    let age = match last {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days => format!("{days} days ago"),
    };
    let earlier = if told > 0 { "the latest " } else { "" };
    format!(
        "{}: {earlier}{}; {}, last {age}",
        counted(case.tried.len(), "try", "tries"),
        each.join(", "),
        counted(channels.len(), "channel", "channels"),
    )
}

fn counted(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {many}"),
    }
}
