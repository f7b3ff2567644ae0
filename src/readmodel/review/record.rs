//! The record of a review, as those read it who may.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    domain::{
        access::Asker,
        decision::Decision,
        heads::Heads,
        ids::{CaseId, MeetingId},
        meeting::KeptMeeting,
    },
    readmodel::{scope, words},
};

use super::{MeetingCard, RecordLine};

/// The cases of a review about which something was decided: whose decisions must be read.
pub fn decisions_in(heads: &Heads, kept: &KeptMeeting) -> Vec<CaseId> {
    let decided = |case: &CaseId| {
        let head = heads.case(*case);
        head.is_some_and(|head| {
            let here = Some(kept.meeting.id);
            head.decisions.iter().any(|one| one.meeting == here)
        })
    };
    let discussed = kept.discussed.iter().map(|one| one.case);
    discussed.filter(decided).collect()
}

/// The record of one review for `asker`, who may read it; `decisions` are those of its cases.
pub fn record(
    heads: &Heads,
    asker: Asker,
    today: NaiveDate,
    kept: &KeptMeeting,
    decisions: &BTreeMap<CaseId, Vec<Decision>>,
) -> MeetingCard {
    let meeting = &kept.meeting;
    let me = asker.staff.id;
    let lines = kept.discussed.iter().map(|one| {
        let decided = decisions.get(&one.case).map_or(&[][..], Vec::as_slice);
        line(heads, asker, today, meeting.id, one.case, decided)
    });
    let name = |id| heads.staff_name(id).to_owned();
    let heavy = meeting.is_of(me).then(|| meeting.heavy.clone());
    MeetingCard {
        id: meeting.id,
        version: kept.touch.seq,
        today,
        worker: name(meeting.worker),
        supervisor: name(meeting.supervisor),
        on: meeting.on,
        since: meeting.since,
        closed_on: meeting.closed_on,
        next_on: meeting.next_on,
        lines: lines.collect(),
        agreed: meeting.agreed.iter().map(|id| name(*id)).collect(),
        disagreement: meeting.disagreement.clone(),
        heavy: heavy.unwrap_or_default(),
        may_close: meeting.is_open() && meeting.supervisor == me,
        may_answer: !meeting.is_open() && meeting.worker == me,
    }
}

fn line(
    heads: &Heads,
    asker: Asker,
    today: NaiveDate,
    meeting: MeetingId,
    case: CaseId,
    decisions: &[Decision],
) -> RecordLine {
    let head = heads.case(case);
    let Some(head) = head.filter(|head| scope::in_reach(heads, asker, head)) else {
        return RecordLine {
            case,
            client: "somebody who is not in your reach now".to_owned(),
            practice: String::new(),
            decided: Vec::new(),
        };
    };
    let here = decisions.iter().filter(|one| one.meeting == Some(meeting));
    RecordLine {
        case,
        client: words::client_name(heads, head),
        practice: words::practice_short(heads, head.practice),
        decided: here.map(|one| words::decision(one, today)).collect(),
    }
}
