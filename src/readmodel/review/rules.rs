//! What brings a case up, rule by rule, each with its figures in words. The limits and the words of
//! the rules themselves stand in `domain/review.toml`.

use chrono::NaiveDate;

use crate::{
    domain::{
        case::{CaseState, NextStep},
        decision::DecisionHead,
        heads::{CaseHead, Heads},
        ids::MeetingId,
        review::{Rule, rules},
        zone::store_date,
    },
    readmodel::words,
};

use super::Reason;

/// What the rules look at beside the case.
#[derive(Clone, Copy)]
pub(super) struct Look<'h> {
    pub(super) heads: &'h Heads,
    pub(super) today: NaiveDate,
    /// The review that is under way: what was done in it takes no reason away.
    pub(super) meeting: Option<MeetingId>,
    /// Whether the reader may hear of safeguarding.
    pub(super) guarded: bool,
}

impl Look<'_> {
    /// All reasons for talking about a case that was last talked about at `talked`.
    pub(super) fn reasons(self, case: &CaseHead, talked: Option<Talked>) -> Vec<Reason> {
        let brought = case.brought.as_ref().filter(|brought| {
            let before = talked.is_none_or(|talked| talked < brought.at);
            before && !brought.why.is_empty()
        });
        let mut found: Vec<(Rule, String)> = Vec::new();
        if let Some(brought) = brought {
            let staff = self.heads.staff(brought.by);
            let who = staff.map_or("somebody", |staff| staff.given_name());
            found.push((
                Rule::Brought,
                format!("{who} brings it: \"{}\"", brought.why),
            ));
        }
        let head = self.heads.client(case.client);
        if case.state.is_open() && head.is_some_and(|head| !head.died) {
            if self.guarded && head.is_some_and(|head| !head.concerns.is_empty()) {
                found.push((Rule::Risk, "safeguarding: a concern is open".to_owned()));
            }
            self.spoken(case, &mut found);
            self.steps(case, &mut found);
            self.talked(case, talked, &mut found);
            self.length(case, &mut found);
        }
        found.sort_by_key(|(rule, _)| *rule);
        let reason = |(rule, said)| {
            let limit = rules().spec(rule).map(|spec| spec.words());
            Reason {
                rule,
                said,
                limit: limit.unwrap_or_default(),
            }
        };
        found.into_iter().map(reason).collect()
    }

    fn spoken(self, case: &CaseHead, found: &mut Vec<(Rule, String)>) {
        let days = words::open_days(case, self.today);
        if case.state == CaseState::Waiting {
            if days > rules().limit(Rule::WaitingLong) {
                found.push((
                    Rule::WaitingLong,
                    format!("on the waiting list, referred {days} d ago"),
                ));
            }
        } else if case.tally.spoke == 0 {
            let tries = match case.tally.tries {
                0 => "no try".to_owned(),
                1 => "1 try".to_owned(),
                many => format!("{many} tries"),
            };
            let said = format!("never spoken to, referred {days} d ago, {tries}");
            found.push((Rule::NeverSpoken, said));
        }
        if let Some(quiet) = quiet(case, self.today) {
            let gap = quiet.usual.map(|gap| format!(", usual gap {gap} d"));
            let said = format!("last spoke {} d ago{}", quiet.days, gap.unwrap_or_default());
            found.push((Rule::Quiet, said));
        }
        if i64::from(case.tally.spoke) > rules().limit(Rule::Contacts) {
            found.push((Rule::Contacts, format!("spoke {} times", case.tally.spoke)));
        }
    }

    fn steps(self, case: &CaseHead, found: &mut Vec<(Rule, String)>) {
        let late = words::late_days(case, self.today);
        if late > 0 {
            found.push((Rule::Late, format!("{late} d late")));
        }
        let moved = case.next.follow_up().map_or(0, |due| i64::from(due.moved));
        if moved >= rules().limit(Rule::Moved) {
            found.push((Rule::Moved, format!("date moved {moved} times")));
        }
        if case.next == NextStep::Missing {
            found.push((Rule::NoNextStep, "no next step".to_owned()));
        }
        if let Some(on) = case.state.review_on().filter(|on| *on <= self.today) {
            let ago = match (self.today - on).num_days() {
                0 => "today".to_owned(),
                days => format!("{days} d ago"),
            };
            let said = format!("{}, to be looked at again {ago}", case.state.label());
            found.push((Rule::HoldingPast, said));
        }
        let limit = rules().limit(Rule::NoReply);
        for one in case
            .connections
            .iter()
            .filter(|one| one.stage.awaits_reply())
        {
            let days = (self.today - one.sent_on.unwrap_or(one.since)).num_days();
            if days > limit {
                let service = self.heads.directory.services.get(&one.service);
                let name = service.map_or("a service", |service| service.name.as_str());
                found.push((Rule::NoReply, format!("{name}: no reply {days} d")));
            }
        }
    }

    fn talked(self, case: &CaseHead, talked: Option<Talked>, found: &mut Vec<(Rule, String)>) {
        let earlier = |one: &&DecisionHead| one.meeting.is_none() || one.meeting != self.meeting;
        let decided = case.decisions.iter().filter(earlier);
        let decided = decided.max_by_key(|one| (one.on, one.part));
        let talked = talked.map(store_date);
        let again = decided.and_then(|one| one.again_on);
        let again = again.filter(|on| talked.is_none_or(|talked| talked < *on));
        if let Some(on) = again {
            if on <= self.today {
                let on = words::day(on, self.today);
                found.push((Rule::Again, format!("to be reviewed again {on}")));
            }
            return;
        }
        if matches!(case.state, CaseState::Closing { .. }) {
            let days = (self.today - case.state_since).num_days();
            found.push((Rule::Closing, format!("being closed for {days} d")));
        }
        let last = talked.max(decided.map(|one| one.on));
        let days = (self.today - last.unwrap_or(case.referred_on)).num_days();
        if days <= rules().limit(Rule::NotReviewed) || case.tally.spoke == 0 {
            return;
        }
        let said = match last {
            Some(on) => format!("last talked about {}", words::day(on, self.today)),
            None => format!("never talked about, open {days} d"),
        };
        found.push((Rule::NotReviewed, said));
    }

    fn length(self, case: &CaseHead, found: &mut Vec<(Rule, String)>) {
        let weeks = words::open_days(case, self.today) / 7;
        if weeks > rules().limit(Rule::Long) && case.state != CaseState::Waiting {
            found.push((Rule::Long, format!("open {weeks} weeks")));
        }
    }
}

/// When a case was talked about.
pub(super) type Talked = chrono::DateTime<chrono::Utc>;

/// That somebody has not been heard from for longer than is usual for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::readmodel) struct Quiet {
    pub(in crate::readmodel) days: i64,
    /// The middle one of the gaps between conversations, where there were three.
    pub(in crate::readmodel) usual: Option<i64>,
}

/// Whether active work has gone quiet: longer than the limit, and longer than is usual between these
/// two. Who holds on purpose, waits or has paused is not quiet.
pub(in crate::readmodel) fn quiet(case: &CaseHead, today: NaiveDate) -> Option<Quiet> {
    let last = case.tally.last_spoke?;
    let days = (today - last).num_days();
    let works = matches!(case.state, CaseState::Active | CaseState::Closing { .. });
    if !works || days <= rules().limit(Rule::Quiet) {
        return None;
    }
    let spoke = case.contacts.iter().filter(|one| one.spoke_with_person());
    let mut on: Vec<NaiveDate> = spoke.map(|one| one.on).collect();
    on.sort_unstable();
    on.dedup();
    let pairs = on.iter().zip(on.iter().skip(1));
    let mut gaps: Vec<i64> = pairs.map(|(one, next)| (*next - *one).num_days()).collect();
    gaps.sort_unstable();
    let usual = gaps
        .get(gaps.len() / 2)
        .copied()
        .filter(|_| gaps.len() >= 2);
    (usual.is_none_or(|usual| days > usual)).then_some(Quiet { days, usual })
}
