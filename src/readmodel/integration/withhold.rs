//! Which figures may be shown to somebody who does not read the notes that they rest on.
//!
//! A figure that rests on fewer than [`WORKERS_MIN`] link workers is withheld; so is one from which,
//! together with another figure that is shown, such a one could be worked out:
//!
//! - Such notes count for the fixed times ([`TIMES`]) and for all time, over whole weeks up to the
//!   last Sunday, narrowed by practice or by nothing, and as things stand today. For any other question
//!   they do not count at all.
//! - Of two times that contain one another, the shorter is shown only where what lies between them
//!   rests on enough link workers too, or on none.
//! - A practice's figure is shown only where the practices withheld rest together on enough.
//!
//! What different askers could work out together, or one by asking again after a note was added, is
//! beyond this rule.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};

use super::{IntegrationQuery, NotesOf, Period, WORKERS_MIN};
use crate::domain::{access::Asker, ids::PracticeId, supervision::SupervisionNote};

/// The times, in weeks, for which notes that one does not read are counted; the longest first.
pub const TIMES: [u16; 4] = [52, 26, 13, 4];

/// What is said where notes that one does not read are not counted.
const HELD_BACK: &str =
    "notes of others count by practice and by 4, 13, 26, 52 weeks or all time only";
const HELD_BACK_THEN: &str = "notes of others are counted as of today only";

/// How one question is answered.
pub(super) struct Rule {
    pub(super) from: Option<NaiveDate>,
    pub(super) to: NaiveDate,
    practice: Option<PracticeId>,
    /// Why notes that the asker does not read do not count; empty where they do.
    pub(super) held_back: &'static str,
}

impl Rule {
    pub(super) fn new(asker: Asker, today: NaiveDate, query: &IntegrationQuery) -> Rule {
        let everybody = query.of == NotesOf::Everybody;
        let to = match (everybody, query.period) {
            (true, _) => last_sunday(today),
            (false, Period::Days { to: Some(to), .. }) => to,
            (false, _) => today,
        };
        let from = match query.period {
            // Whole weeks begin on a Monday.
            Period::Weeks(weeks) if everybody => back(to, weeks).and_then(|day| day.succ_opt()),
            Period::Weeks(weeks) => back(to, weeks),
            Period::All => None,
            Period::Days { from, .. } => from,
        };
        Rule {
            from,
            to,
            practice: query.practice,
            held_back: match everybody {
                true => held_back(asker, query),
                false => "",
            },
        }
    }

    pub(super) fn is_in_time(&self, note: &SupervisionNote) -> bool {
        note.on <= self.to && since(note, self.from)
    }

    pub(super) fn is_here(&self, note: &SupervisionNote) -> bool {
        self.practice.is_none() || note.practice == self.practice
    }

    /// Whether a figure of the time asked for may be shown; `others` are the notes under it, of all
    /// time and all practices, that the asker does not read.
    pub(super) fn shows(&self, others: &[&SupervisionNote]) -> bool {
        others.is_empty() || self.shows_from(others, self.from)
    }

    /// The same for a figure of all time.
    pub(super) fn shows_ever(&self, others: &[&SupervisionNote]) -> bool {
        others.is_empty() || self.shows_from(others, None)
    }

    fn shows_from(&self, others: &[&SupervisionNote], from: Option<NaiveDate>) -> bool {
        let here: Vec<&SupervisionNote> = others
            .iter()
            .copied()
            .filter(|note| self.is_here(note))
            .collect();
        self.is_open_in_time(&here, from) && self.is_open_among_practices(others, from)
    }

    /// From all time to the shortest: each time needs enough link workers of its own, and so does
    /// what the next longer one that is shown has beyond it.
    fn is_open_in_time(&self, here: &[&SupervisionNote], wanted: Option<NaiveDate>) -> bool {
        let mut longer: Option<Option<NaiveDate>> = None;
        for from in self.beginnings() {
            let within = here.iter().filter(|note| since(note, from));
            let between = here.iter().filter(|note| {
                longer.is_some_and(|longer| since(note, longer)) && !since(note, from)
            });
            let is_open = !are_few(within.copied()) && !are_few(between.copied());
            if from == wanted {
                return is_open;
            }
            if is_open {
                longer = Some(from);
            }
        }
        false
    }

    /// When the times begin, the longest first.
    fn beginnings(&self) -> impl Iterator<Item = Option<NaiveDate>> {
        let to = self.to;
        let weeks = TIMES
            .into_iter()
            .filter_map(move |weeks| back(to, weeks)?.succ_opt());
        std::iter::once(None).chain(weeks.map(Some))
    }

    /// What all practices have, less those that are shown, must rest on enough link workers.
    fn is_open_among_practices(
        &self,
        others: &[&SupervisionNote],
        from: Option<NaiveDate>,
    ) -> bool {
        let within = || others.iter().copied().filter(|note| since(note, from));
        if self.practice.is_none() || !within().any(|note| self.is_here(note)) {
            return true;
        }
        let practices: BTreeSet<_> = within().map(|note| note.practice).collect();
        let withheld: BTreeSet<_> = practices
            .into_iter()
            .filter(|id| are_few(within().filter(|note| note.practice == *id)))
            .collect();
        !are_few(within().filter(|note| withheld.contains(&note.practice)))
    }
}

/// Whether these are notes on the work of some, but too few, link workers.
fn are_few<'h>(notes: impl Iterator<Item = &'h SupervisionNote>) -> bool {
    let workers: BTreeSet<_> = notes.map(|note| note.subject).collect();
    !workers.is_empty() && workers.len() < WORKERS_MIN
}

fn since(note: &SupervisionNote, from: Option<NaiveDate>) -> bool {
    from.is_none_or(|from| from <= note.on)
}

fn back(to: NaiveDate, weeks: u16) -> Option<NaiveDate> {
    to.checked_sub_days(Days::new(u64::from(weeks) * 7))
}

/// The end of the last whole week.
fn last_sunday(today: NaiveDate) -> NaiveDate {
    let days = u64::from(today.weekday().num_days_from_monday()) + 1;
    today.checked_sub_days(Days::new(days)).unwrap_or(today)
}

fn held_back(asker: Asker, query: &IntegrationQuery) -> &'static str {
    let fixed = match query.period {
        Period::Weeks(weeks) => TIMES.contains(&weeks),
        Period::All => true,
        Period::Days { from, to } => from.is_none() && to.is_none(),
    };
    let narrow = query.worker.is_some() || query.supervisor.is_some() || query.level.is_some();
    match (asker.rights_of.is_some(), fixed && !narrow) {
        (true, _) => HELD_BACK_THEN,
        (false, false) => HELD_BACK,
        (false, true) => "",
    }
}
