//! What each figure counts. One rule serves the count and the list that it opens.

use chrono::{Days, NaiveDate};

use crate::{
    domain::{
        case::CaseState,
        contact::ContactHead,
        heads::{CaseHead, Heads},
        ids::StaffId,
    },
    readmodel::{review, words},
};

use super::Figure;

/// The days of a week up to and with today.
const DAYS: u64 = 7;
/// The days that "a year's intake" looks back.
const YEAR: u64 = 365;

/// The days that the figures of a week and a year are counted over.
#[derive(Debug, Clone, Copy)]
pub(in crate::readmodel) struct Week {
    pub(in crate::readmodel) from: NaiveDate,
    today: NaiveDate,
    year_from: NaiveDate,
}

impl Week {
    /// The seven days up to today, so that a Monday has figures too, and the year up to today.
    pub(in crate::readmodel) fn of(today: NaiveDate) -> Week {
        let before = Days::new(DAYS - 1);
        Week {
            from: today.checked_sub_days(before).unwrap_or(today),
            today,
            year_from: today.checked_sub_days(Days::new(YEAR)).unwrap_or(today),
        }
    }

    fn holds(&self, day: NaiveDate) -> bool {
        (self.from..=self.today).contains(&day)
    }
}

impl Figure {
    /// How often a case counts in this figure of a link worker: contacts as often as there were,
    /// all else once. Conversations and tries are counted for whoever logged them, also in cases
    /// that are somebody else's.
    pub(in crate::readmodel) fn count(
        self,
        heads: &Heads,
        case: &CaseHead,
        worker: StaffId,
        week: Week,
    ) -> u32 {
        let logged = |test: fn(&ContactHead) -> bool| -> u32 {
            // Most cases were quiet this week: their contacts need not be looked at.
            if case.tally.last_any < Some(week.from) {
                return 0;
            }
            let theirs = |one: &&ContactHead| one.by == worker && week.holds(one.on) && test(one);
            let count = case.contacts.iter().filter(theirs).count();
            u32::try_from(count).unwrap_or(u32::MAX)
        };
        match self {
            Figure::Spoke => return logged(ContactHead::spoke_with_person),
            Figure::Tries => return logged(ContactHead::is_try),
            _ => {}
        }
        u32::from(case.worker == Some(worker) && self.holds(heads, case, week))
    }

    fn holds(self, heads: &Heads, case: &CaseHead, week: Week) -> bool {
        let open = case.state.is_open();
        let lives = || heads.client(case.client).is_some_and(|head| !head.died);
        match self {
            Figure::Open => open,
            Figure::Holding => matches!(case.state, CaseState::Holding { .. }),
            Figure::Late => words::late_days(case, week.today) > 0 && lives(),
            Figure::Quiet => review::quiet(case, week.today).is_some() && lives(),
            Figure::New => week.holds(case.referred_on),
            Figure::Closed => !open && week.holds(case.state_since),
            Figure::Intake => case.referred_on > week.year_from,
            Figure::Spoke | Figure::Tries => false,
        }
    }
}
