//! What a review asks of the hub: the Team, the queue of one link worker, the record of a meeting.

use std::collections::BTreeMap;

use crate::{
    domain::{
        decision::Decision,
        ids::{CaseId, ClientId, MeetingId},
        part::Part,
    },
    readmodel::{review, team},
    wire::{Reply, Request, Trouble},
};

use super::Turn;

impl Turn {
    pub(super) fn reviews(&self, request: &Request) -> Result<Reply, Trouble> {
        match request {
            Request::Team(practice) => self.with_asker(|heads, asker, today| {
                Reply::Team(team::build(heads, asker, today, *practice))
            }),
            Request::Review(worker) => self.with_asker(|heads, asker, today| {
                match review::build(heads, asker, today, *worker) {
                    Ok(page) => Reply::Review(Box::new(page)),
                    Err(refusal) => Reply::Refused(refusal),
                }
            }),
            Request::Meeting(meeting) => self.meeting(*meeting),
            _ => Ok(Reply::Trouble(Trouble::bug(
                "The hub was asked something it does not answer.",
            ))),
        }
    }

    /// The record of a review, with what was decided about its cases.
    fn meeting(&self, id: MeetingId) -> Result<Reply, Trouble> {
        let found = self.with_asker(|heads, asker, _| {
            let kept = heads.directory.meetings.get(&id);
            let kept = kept.filter(|kept| asker.reads_review(heads, &kept.meeting))?;
            let cases = review::decisions_in(heads, kept).into_iter();
            let cases = cases.filter_map(|case| asker.case(heads, case).ok());
            let cases: Vec<(CaseId, ClientId)> =
                cases.map(|head| (head.case, head.client)).collect();
            Some((heads.seq, cases))
        })?;
        let Some((seq, cases)) = found else {
            return Err(Trouble::refused(format!(
                "There is no review {id} that is yours to read."
            )));
        };
        let mut decisions: BTreeMap<CaseId, Vec<Decision>> = BTreeMap::new();
        for (case, client) in cases {
            let record = self.core.records.client(client, seq)?;
            let parts = record.into_iter().flat_map(|record| record.parts);
            for kept in parts.filter(|kept| kept.case == Some(case)) {
                if let Part::Decision(one) = kept.part {
                    decisions.entry(case).or_default().push(one);
                }
            }
        }
        self.with_asker(
            |heads, asker, today| match heads.directory.meetings.get(&id) {
                Some(kept) => Reply::Meeting(Box::new(review::record(
                    heads, asker, today, kept, &decisions,
                ))),
                None => Reply::Trouble(Trouble::refused("This review was undone meanwhile.")),
            },
        )
    }
}
