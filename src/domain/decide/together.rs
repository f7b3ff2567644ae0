//! One thing for several cases at once, as one entry and so as one undo. All or none: where one of
//! them cannot follow, the refusal names the person and nothing is written for anybody.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::{
    access::Right,
    case::{FollowUp, NextStep},
    fact::{About, Fact},
    heads::{CaseHead, Counters},
    ids::StaffId,
    intent::SeenCase,
    refusal::Refusal,
    text::{Field, clean},
};

use super::{Decision, Desk, contact::must_be_open, hands};

/// More cases than these are not changed by one key.
const CASES_MAX: usize = 200;

/// Another day for the next step of each case; its kind and words stay, a time of day does not:
/// nobody agreed to that time on another day.
pub(super) fn move_steps(
    desk: &Desk,
    cases: &[SeenCase],
    on: NaiveDate,
) -> Result<Decision, Refusal> {
    desk.asker.need(Right::Work)?;
    if on < desk.today {
        return Err(Refusal::DueInThePast { on });
    }
    let mut decision = Decision::default();
    for head in unchanged(desk, cases)? {
        let step = step_to_move(head).map_err(|refusal| naming(desk, head, &refusal))?;
        if step.on == on {
            continue;
        }
        let now = FollowUp {
            on,
            at: None,
            moved: step.moved.saturating_add(1),
            ..step.clone()
        };
        let fact = Fact::NextStepSet {
            case: head.case,
            was: head.next.clone(),
            now: NextStep::Due(now),
        };
        add(&mut decision, head, [fact]);
    }
    let day = on.format("%a %-d %b");
    decision.said = match decision.facts.len() {
        0 => {
            let words = format!("Their next steps are on {day} already.");
            return Err(Refusal::Said(words));
        }
        1 => format!("Moved 1 next step to {day}."),
        count => format!("Moved {count} next steps to {day}."),
    };
    Ok(decision)
}

/// Gives all of them to `to`; those that are with them already stay as they are.
pub(super) fn assign_all(
    desk: &Desk,
    ids: &mut Counters,
    cases: &[SeenCase],
    to: Option<StaffId>,
    note: &str,
) -> Result<Decision, Refusal> {
    let note = clean(note, Field::NOTE).into_owned();
    let name = hands::receiver(desk, to)?;
    let mut decision = Decision::default();
    let mut count = 0_usize;
    for head in unchanged(desk, cases)? {
        hands::may_give(desk, head, to, &note).map_err(|refusal| match refusal {
            Refusal::Field { .. } => refusal,
            other => naming(desk, head, &other),
        })?;
        if head.worker == to {
            continue;
        }
        count += 1;
        let facts = hands::given(desk, ids, head, (to, &name), &note);
        add(&mut decision, head, facts);
    }
    decision.said = match count {
        0 => {
            let words = format!("These cases are with {name} already.");
            return Err(Refusal::Said(words));
        }
        1 => format!("1 case is with {name} now."),
        count => format!("{count} cases are with {name} now."),
    };
    Ok(decision)
}

/// The cases, each once, all in reach and none changed since it was seen.
fn unchanged<'a>(desk: &Desk<'a>, cases: &[SeenCase]) -> Result<Vec<&'a CaseHead>, Refusal> {
    if cases.is_empty() || cases.len() > CASES_MAX {
        return Err(Refusal::Said(format!(
            "Mark one to {CASES_MAX} people; then it is done for all of them at once."
        )));
    }
    let mut met = BTreeSet::new();
    let mut heads = Vec::with_capacity(cases.len());
    for seen in cases {
        let head = desk.asker.case(desk.heads, seen.case)?;
        if let Err(refusal) = desk.unchanged(head.touch, seen.version) {
            return Err(match refusal {
                Refusal::ChangedMeanwhile { who, at } => Refusal::Said(format!(
                    "{who} changed the case of {} at {at}. Nothing was done for anybody: look at it, \
                     mark it anew, then save once more.",
                    name_of(desk, head)
                )),
                other => other,
            });
        }
        if met.insert(seen.case) {
            heads.push(head);
        }
    }
    Ok(heads)
}

/// The step that stands in an open case.
fn step_to_move(head: &CaseHead) -> Result<&FollowUp, Refusal> {
    must_be_open(head)?;
    head.next.follow_up().ok_or_else(|| {
        Refusal::Said("no next step stands there that could be moved: set one first.".to_owned())
    })
}

fn add(decision: &mut Decision, head: &CaseHead, facts: impl IntoIterator<Item = Fact>) {
    let about = About::Client(head.client);
    decision
        .facts
        .extend(facts.into_iter().map(|fact| (about, fact)));
    decision.client = decision.client.or(Some(head.client));
    decision.case = decision.case.or(Some(head.case));
}

/// Among several people, whoever stands in the way is named.
fn naming(desk: &Desk, head: &CaseHead, refusal: &Refusal) -> Refusal {
    Refusal::Said(format!(
        "{}: {refusal} Nothing was done for anybody.",
        name_of(desk, head)
    ))
}

fn name_of(desk: &Desk, head: &CaseHead) -> String {
    let client = desk.heads.client(head.client);
    client.map_or_else(String::new, |client| client.name())
}
