//! The page of a review made from the heads.

use std::{cmp::Reverse, collections::BTreeMap};

use chrono::{Days, NaiveDate};

use crate::{
    domain::{
        access::{Asker, Right},
        heads::{CaseHead, Heads},
        ids::{CaseId, StaffId},
        meeting::KeptMeeting,
        refusal::Refusal,
        review::rules,
    },
    readmodel::{scope, words},
};

use super::{
    Past, QueueRow, Reason, ReviewPage, StepLine, UnderWay,
    actions::actions,
    rules::{Look, Talked},
};

/// Reviews that were held, as far back as the page goes.
const PAST_MAX: usize = 12;
/// A first review looks back so many days, and the next list so many ahead.
const WEEK: u64 = 7;

/// The review of a link worker's caseload for `asker`: their supervisor leads it, they themselves
/// see what it will be about.
///
/// # Errors
/// A refusal for everybody else.
pub fn build(
    heads: &Heads,
    asker: Asker,
    today: NaiveDate,
    worker: StaffId,
) -> Result<ReviewPage, Refusal> {
    let leads = asker.reviews(heads, worker);
    let staff = heads
        .staff(worker)
        .filter(|_| leads || worker == asker.staff.id);
    let staff = staff.ok_or_else(|| Refusal::NotAllowed {
        doing: "look into this review".to_owned(),
        instead: "It is between the link worker and their supervisor.".to_owned(),
    })?;
    let mut held: Vec<&KeptMeeting> = heads.directory.meetings_of(worker).rev().collect();
    held.retain(|kept| asker.reads_review(heads, &kept.meeting));
    let of_mine = |kept: &&&KeptMeeting| !leads || kept.meeting.supervisor == asker.staff.id;
    let mut open = held.iter().filter(|kept| kept.meeting.is_open());
    let open = open.find(of_mine).copied();
    let look = |day| Look {
        heads,
        today: day,
        meeting: open.map(|kept| kept.meeting.id),
        guarded: asker.may(Right::Safeguard),
    };
    let queue = queue(asker, look(today), worker, open);
    let ahead = today.checked_add_days(Days::new(WEEK)).unwrap_or(today);
    let mut next_week = self::queue(asker, look(ahead), worker, None);
    next_week.retain(|row| !queue.iter().any(|here| here.case == row.case));
    let week_ago = today.checked_sub_days(Days::new(WEEK)).unwrap_or(today);
    let last = held.iter().find(|kept| !kept.meeting.is_open());
    let since = match (open, last) {
        (Some(open), _) => open.meeting.since,
        (None, last) => last.map_or(week_ago, |kept| kept.meeting.on),
    };
    let past = held.iter().filter(|kept| !kept.meeting.is_open());
    let past = past.take(PAST_MAX).map(|kept| past_line(kept)).collect();
    let index = index(&queue);
    let supervisor = open
        .map(|kept| kept.meeting.supervisor)
        .or(staff.supervisor);
    Ok(ReviewPage {
        today,
        worker_id: worker,
        worker: staff.name.clone(),
        supervisor: supervisor.map_or_else(String::new, |id| heads.staff_name(id).to_owned()),
        leads,
        since,
        under_way: open.map(|kept| under_way(kept, asker)),
        actions: actions(
            heads,
            asker,
            today,
            worker,
            (since, open.map(|kept| kept.meeting.id)),
        ),
        queue,
        index,
        next_week,
        past,
    })
}

fn under_way(kept: &KeptMeeting, asker: Asker) -> UnderWay {
    let meeting = &kept.meeting;
    let heavy = meeting.is_of(asker.staff.id).then(|| meeting.heavy.clone());
    UnderWay {
        id: meeting.id,
        version: kept.touch.seq,
        on: meeting.on,
        heavy: heavy.unwrap_or_default(),
    }
}

fn past_line(kept: &KeptMeeting) -> Past {
    Past {
        id: kept.meeting.id,
        on: kept.meeting.on,
        discussed: u32::try_from(kept.discussed.len()).unwrap_or(u32::MAX),
        unanswered: !kept.meeting.is_settled(),
    }
}

/// Each case of the link worker that has a reason, or was talked about in the review under way.
fn queue(
    asker: Asker,
    look: Look<'_>,
    worker: StaffId,
    open: Option<&KeptMeeting>,
) -> Vec<QueueRow> {
    let heads = look.heads;
    let talked = talked(heads, worker, look);
    let mut rows = Vec::new();
    for case in heads.cases_of(Some(worker)) {
        if !scope::in_reach(heads, asker, case) {
            continue;
        }
        let discussed = open.is_some_and(|open| open.has_discussed(case.case));
        let reasons = look.reasons(case, talked.get(&case.case).copied());
        if discussed || !reasons.is_empty() {
            rows.push((
                order(case, &reasons, look.today),
                row(look, case, reasons, discussed),
            ));
        }
    }
    rows.sort_by_key(|(order, _)| *order);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// When each case was last talked about, before the review that is under way. Who has the cases now
/// may have got them from somebody else, with whom they were talked about.
fn talked(heads: &Heads, worker: StaffId, look: Look<'_>) -> BTreeMap<CaseId, Talked> {
    let mut talked: BTreeMap<CaseId, Talked> = BTreeMap::new();
    let held = heads.directory.meetings.values();
    for kept in held.filter(|kept| Some(kept.meeting.id) != look.meeting) {
        for one in &kept.discussed {
            let theirs = || {
                heads
                    .case(one.case)
                    .is_some_and(|case| case.worker == Some(worker))
            };
            if kept.meeting.worker == worker || theirs() {
                let last = talked.entry(one.case).or_insert(one.at);
                *last = one.at.max(*last);
            }
        }
    }
    talked
}

/// By group, then the latest step, then whoever was spoken to longest ago.
type Order = (u8, Reverse<i64>, Option<NaiveDate>, CaseId);

fn order(case: &CaseHead, reasons: &[Reason], today: NaiveDate) -> Order {
    let groups = reasons
        .iter()
        .filter_map(|reason| rules().spec(reason.rule));
    let group = groups.map(|spec| spec.group).min().unwrap_or(u8::MAX);
    let late = words::late_days(case, today);
    (group, Reverse(late), case.tally.last_spoke, case.case)
}

fn row(look: Look<'_>, case: &CaseHead, reasons: Vec<Reason>, discussed: bool) -> QueueRow {
    let here = |one: &Option<_>| one.is_some() && *one == look.meeting;
    QueueRow {
        case: case.case,
        client: words::client_name(look.heads, case),
        client_id: look.heads.person_of(case),
        practice: words::practice_short(look.heads, case.practice),
        reasons,
        discussed,
        decided: case.decisions.iter().any(|one| here(&one.meeting)),
        acted: look.meeting.is_some() && {
            let mut todos = look.heads.directory.todos.values().map(|kept| &kept.todo);
            todos.any(|todo| todo.meeting == look.meeting && todo.about == Some(case.case))
        },
    }
}

fn index(queue: &[QueueRow]) -> Vec<StepLine> {
    let counted = |number: u8| {
        let of_step = |reason: &Reason| {
            let spec = rules().spec(reason.rule);
            spec.is_some_and(|spec| spec.step == number)
        };
        let rows = queue.iter().filter(|row| row.reasons.iter().any(of_step));
        u32::try_from(rows.count()).unwrap_or(u32::MAX)
    };
    let steps = rules().steps.iter();
    steps
        .map(|step| StepLine {
            number: step.number,
            title: step.title.clone(),
            count: counted(step.number),
        })
        .collect()
}
