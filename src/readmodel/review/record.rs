//! The record of a review, as those read it who may.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    domain::{
        access::Asker, decision::Decision, heads::Heads, ids::CaseId, meeting::KeptMeeting,
        todo::ToDo,
    },
    readmodel::{scope, words},
};

use super::{MeetingCard, RecordLine, actions::in_words};

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
        line(heads, asker, today, kept, one.case, decided)
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
        actions: asked(heads, kept, today, |todo| todo.about.is_none()),
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
    kept: &KeptMeeting,
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
            actions: Vec::new(),
        };
    };
    let meeting = kept.meeting.id;
    let here = decisions.iter().filter(|one| one.meeting == Some(meeting));
    RecordLine {
        case,
        client: words::client_name(heads, head),
        practice: words::practice_short(heads, head.practice),
        decided: here.map(|one| words::decision(one, today)).collect(),
        actions: asked(heads, kept, today, |todo| todo.about == Some(case)),
    }
}

/// What this review asked for, as far as it is about something.
fn asked(
    heads: &Heads,
    kept: &KeptMeeting,
    today: NaiveDate,
    about: impl Fn(&ToDo) -> bool,
) -> Vec<String> {
    let here = Some(kept.meeting.id);
    let todos = heads.directory.todos.values();
    let asked = todos.filter(|one| one.todo.meeting == here && about(&one.todo));
    asked.map(|one| in_words(heads, one, today)).collect()
}
