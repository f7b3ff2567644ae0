//! Cases of people who have not been spoken to yet, or never were.

use crate::domain::terms::{ContactKind, Outcome, With};

use super::{
    By, Deed, Next, Phase, Theme,
    draft::{Draft, Talk},
};
use crate::exchange::demo::{cast::Ending, data::Part};

/// How long ago the latest ended cases ended, and the oldest.
pub(super) const ENDED_FROM: i32 = 10;
pub(super) const ENDED_TO: i32 = 365;

/// Received; the first call is still to come.
pub(super) fn untried(draft: &mut Draft) {
    let day = draft.before(0, 1, 8);
    let due = draft.ahead(1, 3);
    draft.open(day, call(due));
}

/// Tried once or twice.
pub(super) fn tried(draft: &mut Draft) {
    let tries = draft.dice.between(1, 2);
    let last = draft.before(0, 1, 3);
    let first = if tries == 2 {
        draft.before(last, 2, 4)
    } else {
        last
    };
    let day = draft.before(first, 1, 3);
    let due = draft.ahead(1, 3);
    draft.open(day, call(first));
    if tries == 2 {
        draft.try_on(first, Some(call(last)), true);
    }
    draft.try_on(last, Some(call(due)), true);
}

/// A carer answered and booked a first meeting.
pub(super) fn booked(draft: &mut Draft) {
    let called = draft.before(0, 2, 5);
    let day = draft.before(called, 1, 4);
    let meeting = Talk {
        day: draft.ahead(0, 4),
        kind: ContactKind::Surgery,
        minute: draft.minute_for(ContactKind::Surgery),
    };
    draft.open(day, call(called));
    let next = draft.due(meeting, Theme::Common(Part::FirstStep));
    draft.push(
        called,
        By::Worker,
        answered(With::Carer),
        Some(Phase::Contacting),
        Some(next),
    );
}

/// On our own waiting list, told why.
pub(super) fn waiting(draft: &mut Draft) {
    let called = draft.before(0, 3, 25);
    let day = draft.before(called, 1, 5);
    let due = draft.ahead(4, 30);
    draft.open(day, call(called));
    let next = draft.call(due, Part::FirstStep);
    draft.push(
        called,
        By::Worker,
        answered(With::Professional),
        Some(Phase::Waiting),
        Some(next),
    );
}

/// Three tries and a letter, then closed by decision.
pub(super) fn never_reached(draft: &mut Draft) {
    let end = draft.before(0, ENDED_FROM, ENDED_TO);
    let letter = draft.before(end, 12, 20);
    let third = draft.before(letter, 3, 7);
    let second = draft.before(third, 2, 6);
    let first = draft.before(second, 1, 4);
    let day = draft.before(first, 1, 4);
    draft.open(day, call(first));
    draft.try_on(first, Some(call(second)), true);
    draft.try_on(second, Some(call(third)), true);
    draft.try_on(third, Some(call(letter)), true);
    let reply = Talk {
        day: end,
        kind: ContactKind::Letter,
        minute: None,
    };
    let wrote = Deed::Contact {
        kind: ContactKind::Letter,
        with: With::Person,
        outcome: Outcome::Sent,
        first: false,
    };
    let next = draft.moved_to(reply);
    draft.push(letter, By::Worker, wrote, None, Some(next));
    ended(draft, end, Deed::Settle, Ending::NoContact);
}

/// The person said no at the first talk.
pub(super) fn declined(draft: &mut Draft) {
    let end = draft.before(0, ENDED_FROM, ENDED_TO);
    let day = draft.before(end, 1, 6);
    draft.open(day, call(end));
    let talk = Talk {
        day: end,
        kind: ContactKind::Phone,
        minute: None,
    };
    let next = draft.none(Theme::Ended(Ending::Declined));
    draft.spoke(talk, true, Some(Phase::Ended(Ending::Declined)), next);
}

/// The service said no.
pub(super) fn not_accepted(draft: &mut Draft) {
    let end = draft.before(0, ENDED_FROM, ENDED_TO);
    let day = draft.before(end, 1, 4);
    draft.open(day, call(end));
    ended(draft, end, Deed::Settle, Ending::NotAccepted);
}

pub(super) fn ended(draft: &mut Draft, day: i32, deed: Deed, ending: Ending) {
    let next: Next = draft.none(Theme::Ended(ending));
    draft.push(
        day,
        By::Worker,
        deed,
        Some(Phase::Ended(ending)),
        Some(next),
    );
}

pub(super) fn call(day: i32) -> Talk {
    Talk {
        day,
        kind: ContactKind::Phone,
        minute: None,
    }
}

fn answered(with: With) -> Deed {
    Deed::Contact {
        kind: ContactKind::Phone,
        with,
        outcome: Outcome::Spoke,
        first: false,
    }
}
