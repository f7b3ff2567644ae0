//! Moving a case from state to state.

use crate::domain::{
    case::{CaseState, NextStep},
    fact::Fact,
    heads::CaseHead,
    ids::CaseId,
    refusal::Refusal,
    text::{Field, clean},
};

use super::{Decision, Desk, contact::push_next};

pub(super) fn set(
    desk: &Desk,
    case: CaseId,
    version: u64,
    state: CaseState,
) -> Result<Decision, Refusal> {
    let head = desk.case_to_change(case, version)?;
    let now = checked(desk, state)?;
    if now == head.state {
        return Err(Refusal::Said(format!(
            "This case is {} already.",
            now.label()
        )));
    }
    let person = desk.heads.client(head.client);
    let concern = person.is_some_and(|person| !person.died && !person.concerns.is_empty());
    if concern && head.state.is_open() && !now.is_open() {
        return Err(Refusal::Said(
            "A safeguarding concern is open. Say there what came of it and close it (m, \
             Safeguarding), then end the case."
                .to_owned(),
        ));
    }
    let mut decision = Decision::about_case(head);
    decision.said = format!("Now {}.", now.label());
    decision.client_fact(Fact::CaseStateChanged {
        case,
        was: head.state.clone(),
        now: now.clone(),
        on: desk.today,
    });
    if let Some(next) = next_after(head, &now) {
        push_next(&mut decision, head, next);
    }
    Ok(decision)
}

/// What a change of state makes of the next step; `None` leaves it as it stands.
fn next_after(head: &CaseHead, now: &CaseState) -> Option<NextStep> {
    if !now.is_open() {
        // A case that has ended asks for nothing more; the state says why.
        let asked = head.next != NextStep::Missing;
        return asked.then(|| NextStep::NoneBecause(now.label().to_owned()));
    }
    // The state before was the reason for no next step; it no longer is.
    let was_the_reason = !head.state.is_open() || Some(&head.next) == waits(&head.state).as_ref();
    if was_the_reason || head.next == NextStep::Missing {
        return Some(waits(now).unwrap_or(NextStep::Missing));
    }
    None
}

/// Holding and paused bring a day of their own, which is the reason for no other step.
fn waits(state: &CaseState) -> Option<NextStep> {
    let on = state.review_on()?.format("%-d %b %Y");
    Some(NextStep::NoneBecause(format!(
        "{} until {on}",
        state.label()
    )))
}

/// The state with its texts cleaned and its dates looked at.
fn checked(desk: &Desk, state: CaseState) -> Result<CaseState, Refusal> {
    if let Some(on) = state.review_on()
        && on < desk.today
    {
        return Err(Refusal::DueInThePast { on });
    }
    let line = |text: String| clean(&text, Field::NOTE).into_owned();
    Ok(match state {
        CaseState::Closing { reason, outcome } => CaseState::Closing {
            reason,
            outcome: line(outcome),
        },
        CaseState::Closed { reason, outcome } => CaseState::Closed {
            reason,
            outcome: line(outcome),
        },
        CaseState::Declined { because } => CaseState::Declined {
            because: line(because),
        },
        CaseState::NotAccepted { because } => CaseState::NotAccepted {
            because: line(because),
        },
        other => other,
    })
}
