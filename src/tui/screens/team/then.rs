//! How many were late a week earlier, asked for once the rows are there.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::domain::ids::{PracticeId, StaffId};
use crate::readmodel::team::TeamPage;
use crate::tui::effect::{Effect, Tag};
use crate::wire::{Reply, Request};

/// It was asked for; far from the tags of the rows.
const THEN: Tag = Tag(u32::MAX - 3);
/// Late is compared with so many days before.
const DAYS_BACK: u64 = 7;

/// What is known of that day.
#[derive(Debug, Default)]
pub(super) struct Then {
    /// What was asked for last.
    asked: Option<(NaiveDate, Option<PracticeId>)>,
    late: BTreeMap<StaffId, u32>,
}

impl Then {
    /// Asks for what this page is compared with, where it was not yet.
    pub(super) fn ask(&mut self, page: &TeamPage) -> Option<Effect> {
        let day = page.today.checked_sub_days(Days::new(DAYS_BACK))?;
        let wanted = Some((day, page.narrowed));
        if self.asked == wanted || page.rows.is_empty() {
            return None;
        }
        self.asked = wanted;
        self.late.clear();
        let request = Request::Team(page.narrowed).as_of(Some(day));
        Some(Effect::Send(THEN, request))
    }

    /// Takes the answer, if it is one. Where there is none for that day, nothing is said of it.
    pub(super) fn hears(&mut self, tag: Tag, reply: &Reply) {
        if let (THEN, Reply::Team(page)) = (tag, reply)
            && self.asked == Some((page.today, page.narrowed))
        {
            let late = page
                .rows
                .iter()
                .filter_map(|row| Some((row.worker_id, row.figures.late?)));
            self.late = late.collect();
        }
    }

    /// How many were late, and on which day.
    pub(super) fn late(&self, worker: StaffId) -> Option<(u32, NaiveDate)> {
        let (day, _) = self.asked?;
        Some((*self.late.get(&worker)?, day))
    }

    /// "+2", "-1", "="
    pub(super) fn change(&self, worker: StaffId, now: u32) -> String {
        match self.late(worker) {
            None => String::new(),
            Some((then, _)) if then == now => "=".to_owned(),
            Some((then, _)) if then < now => format!("+{}", now - then),
            Some((then, _)) => format!("-{}", then - now),
        }
    }
}
