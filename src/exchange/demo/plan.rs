//! The history of a generated case as bare steps: when, what, and what comes next.
//!
//! Laid out backwards from where the case stands today, then written down forwards. Holds no text:
//! that is chosen when a step becomes facts, so that a plan costs next to nothing.

mod draft;
mod met;
mod new;

use crate::domain::terms::{ContactKind, Outcome, With};

use super::{
    World,
    calendar::Moment,
    cast::{Cast, Ending, Situation},
    data::Part,
};

/// One entry of a case's history.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) moment: Moment,
    pub(super) by: By,
    pub(super) deed: Deed,
    /// The state that the case goes into.
    pub(super) phase: Option<Phase>,
    /// The next step that is set.
    pub(super) next: Option<Next>,
}

/// Who recorded it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Worker,
    Supervisor,
    Manager,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// The referral was taken in, with or without a link worker.
    Open {
        allocated: bool,
    },
    Assign,
    Contact {
        kind: ContactKind,
        with: With,
        outcome: Outcome,
        /// The first conversation with the person.
        first: bool,
    },
    /// Only the next step or the state changed.
    Settle,
    Note,
    /// Word came that the person has died.
    Died,
}

/// The states that a plan uses, with days instead of dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Contacting,
    Waiting,
    Active,
    Holding { review: i32 },
    Paused { ask: i32 },
    Closing,
    Ended(Ending),
}

/// A next step with days instead of dates; its words are those chosen at step `said`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Due {
        day: i32,
        /// Minutes after midnight, for an appointment.
        minute: Option<u16>,
        kind: ContactKind,
        moved: u16,
        what: Theme,
        said: u16,
    },
    None {
        because: Theme,
        said: u16,
    },
}

/// Where the words of a next step come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Theme {
    /// The sentences of the case's need.
    Need,
    Common(Part),
    /// The label of the state in which the case ended.
    Ended(Ending),
}

/// Whether people see each other in the same place.
pub(super) fn meets(kind: ContactKind) -> bool {
    use ContactKind::{Accompanied, Community, Home, Surgery};
    matches!(kind, Accompanied | Community | Home | Surgery)
}

/// The steps of a generated case, in the order of time.
pub(super) fn plan(world: &World, case: u32, cast: &Cast) -> Vec<Step> {
    let mut draft = draft::Draft::new(world, case, cast);
    match cast.situation {
        Situation::NewUntried => new::untried(&mut draft),
        Situation::NewTried => new::tried(&mut draft),
        Situation::NewBooked => new::booked(&mut draft),
        Situation::Waiting => new::waiting(&mut draft),
        Situation::Ended(Ending::NoContact) => new::never_reached(&mut draft),
        Situation::Ended(Ending::Declined) => new::declined(&mut draft),
        Situation::Ended(Ending::NotAccepted) => new::not_accepted(&mut draft),
        Situation::Late
        | Situation::TodayTimed
        | Situation::Today
        | Situation::NoNextStep
        | Situation::Quiet
        | Situation::HoldingDue
        | Situation::Holding
        | Situation::Paused
        | Situation::Closing
        | Situation::Steady
        | Situation::Ended(_) => met::history(&mut draft),
    }
    draft.steps
}
