//! What is counted of one service.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    domain::{
        connection::ConnectionHead,
        heads::{CaseHead, Heads},
        intent::SeenThere,
        terms::Stage,
    },
    readmodel::words,
};

use super::{DueThere, Figures, LATELY_DAYS, REPLY_WITHIN_DAYS};

/// Counting, one connection after the other.
#[derive(Default)]
pub(super) struct Count {
    stages: BTreeMap<Stage, u32>,
    waits: Vec<i64>,
    figures: Figures,
}

impl Count {
    pub(super) fn add(
        &mut self,
        heads: &Heads,
        case: &CaseHead,
        one: &ConnectionHead,
        today: NaiveDate,
    ) {
        let figures = &mut self.figures;
        if let (Some(sent), Some(went)) = (one.sent_on, one.first_attended) {
            self.waits.push((went - sent).num_days().max(0));
        }
        figures.told_on = figures.told_on.max(one.fed_back_on);
        let lately = |sent: NaiveDate| (today - sent).num_days() <= LATELY_DAYS;
        figures.sent_lately += u32::from(one.sent_on.is_some_and(lately));
        if !case.state.is_open() {
            return;
        }
        *self.stages.entry(one.stage).or_default() += 1;
        figures.open += u32::from(one.stage.is_open());
        if one.stage.awaits_reply() {
            let days = (today - one.sent_on.unwrap_or(one.since)).num_days();
            figures.longest = figures.longest.max(days);
            figures.unanswered += u32::from(days > REPLY_WITHIN_DAYS);
        }
        if one.next.as_ref().is_some_and(|next| next.on <= today) {
            figures.due.push(DueThere {
                client: words::client_name(heads, case),
                seen: SeenThere {
                    case: case.case,
                    part: one.part,
                    version: one.version,
                },
            });
        }
    }

    pub(super) fn figures(mut self) -> Figures {
        self.waits.sort_unstable();
        Figures {
            stages: self.stages.into_iter().collect(),
            wait_days: median(&self.waits),
            wait_of: u32::try_from(self.waits.len()).unwrap_or(u32::MAX),
            ..self.figures
        }
    }
}

/// The middle of sorted days; of two middles the lower half of their sum.
pub(in crate::readmodel) fn median(days: &[i64]) -> Option<i64> {
    let last = days.len().checked_sub(1)?;
    let low = days.get(last / 2)?;
    let high = days.get(days.len() / 2)?;
    Some((low + high) / 2)
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_the_middle_or_between_two() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[7]), Some(7));
        assert_eq!(median(&[3, 8]), Some(5));
        assert_eq!(median(&[1, 10, 40]), Some(10));
    }
}
