//! Cases of people who have been spoken with.

use crate::domain::terms::{ContactKind, Outcome, With};

use super::{
    By, Deed, Phase, Theme,
    draft::{Draft, Talk},
    new::{ENDED_FROM, ENDED_TO, call, ended},
};
use crate::exchange::demo::{
    cast::{Ending, Situation},
    data::Part,
};

/// How the history ends: the day of the last talk, what it led to, and what comes next.
struct Finale {
    last: i32,
    phase: Option<Phase>,
    next: After,
}

/// What comes after the last talk.
enum After {
    On {
        day: i32,
        timed: bool,
        what: Theme,
    },
    None(Theme),
    /// Closed with the last talk, or soon after it by other news.
    Ended(Ending),
}

pub(super) fn history(draft: &mut Draft) {
    let finale = finale(draft);
    let (tries, talks) = layout(draft, finale.last);
    let Some(first) = talks.first().copied() else {
        return;
    };
    let action = tries.first().map_or(first, |day| call(*day));
    let opened = draft.before(action.day, 1, 4);
    draft.open(opened, action);
    let followers = tries.iter().skip(1).map(|day| call(*day)).chain([first]);
    for (day, again) in tries.iter().zip(followers) {
        draft.try_on(*day, Some(again), true);
    }
    for pair in talks.windows(2) {
        if let [talk, following] = pair {
            between(draft, *talk, *following, talk.day == first.day);
        }
    }
    if let Some(last) = talks.last() {
        close_of_story(draft, *last, talks.len() == 1, finale);
    }
}

/// The days of the tries before the first talk, and the talks, counted back from the last.
fn layout(draft: &mut Draft, last: i32) -> (Vec<i32>, Vec<Talk>) {
    let tries = match draft.dice.below(100) {
        0..55 => 0,
        55..82 => 1,
        82..95 => 2,
        _ => 3,
    };
    let wanted = draft.world.contacts_each;
    let (talks, low, high) = match wanted {
        Some(wanted) => (i32::from(wanted).saturating_sub(tries).max(1), 4, 11),
        None if matches!(draft.cast.situation, Situation::Ended(_)) => {
            (draft.dice.between(3, 11), 5, 15)
        }
        None => (draft.dice.between(2, 8), 5, 15),
    };
    // Very many contacts lie closer together, so that nobody's case is older than the service.
    let (low, high) = if talks > 30 { (1, 4) } else { (low, high) };
    let mut days = vec![last];
    while i32::try_from(days.len()).unwrap_or(i32::MAX) < talks {
        let from = days.last().copied().unwrap_or(last);
        days.push(draft.before(from, low, high));
    }
    let mut from = days.last().copied().unwrap_or(last);
    let mut tried = Vec::new();
    for _ in 0..tries {
        from = draft.before(from, 1, 5);
        tried.push(from);
    }
    tried.reverse();
    days.reverse();
    let mut talks: Vec<Talk> = days
        .iter()
        .enumerate()
        .map(|(at, day)| draft.talk(*day, at))
        .collect();
    // Whoever was tried by telephone is reached by telephone.
    if let (Some(first), false) = (talks.first_mut(), tried.is_empty()) {
        *first = call(first.day);
    }
    (tried, talks)
}

/// One talk, and what happened until the one that followed.
fn between(draft: &mut Draft, talk: Talk, following: Talk, first: bool) {
    let gap = following.day - talk.day;
    let middle = draft.calendar().worked(talk.day + gap / 2);
    let turn = if gap >= 4 && middle > talk.day {
        draft.dice.below(100)
    } else {
        99
    };
    let meant = match turn {
        0..18 => Talk {
            day: middle,
            ..following
        },
        _ => following,
    };
    let phase = first.then_some(Phase::Active);
    let next = draft.following(meant);
    draft.spoke(talk, first, phase, next);
    match turn {
        0..9 => {
            let next = draft.moved_to(following);
            draft.push(middle, By::Worker, Deed::Settle, None, Some(next));
        }
        9..18 => draft.try_on(middle, Some(following), false),
        18..26 => draft.push(middle, By::Worker, with_service(), None, None),
        26..34 => draft.push(middle, By::Worker, Deed::Note, None, None),
        _ => {}
    }
}

fn close_of_story(draft: &mut Draft, last: Talk, only: bool, finale: Finale) {
    let active = only.then_some(Phase::Active);
    match finale.next {
        After::On { day, timed, what } => {
            let kind = match (timed, finale.phase) {
                (true, _) => ContactKind::Surgery,
                (false, Some(Phase::Closing)) => ContactKind::Letter,
                (false, _) => ContactKind::Phone,
            };
            let minute = timed.then(|| draft.minute_for(kind)).flatten();
            let next = draft.due(Talk { day, kind, minute }, what);
            draft.spoke(last, only, finale.phase.or(active), next);
            aftermath(draft, last.day, day);
        }
        After::None(because) => {
            let next = draft.none(because);
            draft.spoke(last, only, active, next);
        }
        After::Ended(ending) => {
            let soon = draft.calendar().worked((last.day + 7).min(-1));
            if matches!(ending, Ending::Died | Ending::Moved) && soon > last.day {
                let next = draft.following(call(soon));
                draft.spoke(last, only, active, next);
                let deed = if ending == Ending::Died {
                    Deed::Died
                } else {
                    Deed::Settle
                };
                ended(draft, soon, deed, ending);
            } else {
                let next = draft.none(Theme::Ended(ending));
                draft.spoke(last, only, Some(Phase::Ended(ending)), next);
            }
        }
    }
}

/// What happened since the last talk: a late step was tried or moved, a quiet one tried.
fn aftermath(draft: &mut Draft, last: i32, due: i32) {
    match draft.cast.situation {
        Situation::Late if due < -2 && draft.dice.chance(40) => {
            let later = draft.dice.between(due + 1, -1);
            let tried = draft.calendar().worked(later).max(due);
            draft.try_on(tried, None, false);
        }
        Situation::Late if due < -3 && draft.dice.chance(40) => {
            let later = draft.dice.between(due + 1, -1);
            let day = draft.calendar().worked(later);
            if day > due {
                let next = draft.moved_to(call(day));
                draft.push(due, By::Worker, Deed::Settle, None, Some(next));
            }
        }
        Situation::Quiet => {
            let tried = draft.calendar().worked(last / 2);
            if tried > last {
                draft.try_on(tried, None, false);
            }
        }
        _ => {}
    }
}

fn finale(draft: &mut Draft) -> Finale {
    let plain = |last, day| Finale {
        last,
        phase: None,
        next: After::On {
            day,
            timed: false,
            what: Theme::Need,
        },
    };
    match draft.cast.situation {
        Situation::Late => {
            let due = draft.before(0, 1, 13);
            let last = draft.before(due, 3, 8);
            plain(last, due)
        }
        Situation::TodayTimed => Finale {
            last: draft.before(0, 4, 14),
            phase: None,
            next: After::On {
                day: 0,
                timed: true,
                what: Theme::Common(Part::Meeting),
            },
        },
        Situation::Today => plain(draft.before(0, 4, 14), 0),
        Situation::NoNextStep => Finale {
            last: draft.before(0, 3, 12),
            phase: None,
            next: After::None(Theme::Common(Part::NoneBecause)),
        },
        Situation::Quiet => plain(draft.before(0, 30, 60), draft.ahead(1, 10)),
        Situation::HoldingDue | Situation::Holding | Situation::Paused | Situation::Closing => {
            standing(draft)
        }
        Situation::Ended(ending) => Finale {
            last: draft.before(0, ENDED_FROM, ENDED_TO),
            phase: None,
            next: After::Ended(ending),
        },
        _ => plain(draft.before(0, 1, 13), draft.ahead(1, 14)),
    }
}

/// Open cases in a state of their own.
fn standing(draft: &mut Draft) -> Finale {
    let on = |day, what| After::On {
        day,
        timed: false,
        what: Theme::Common(what),
    };
    match draft.cast.situation {
        Situation::HoldingDue => {
            let review = draft.before(0, 1, 6);
            Finale {
                last: draft.before(review, 1, 9),
                phase: Some(Phase::Holding { review }),
                next: on(draft.ahead(1, 9), Part::Holding),
            }
        }
        Situation::Holding => Finale {
            last: draft.before(0, 2, 20),
            phase: Some(Phase::Holding {
                review: draft.ahead(3, 25),
            }),
            next: on(draft.ahead(1, 12), Part::Holding),
        },
        Situation::Paused => {
            let ask = draft.ahead(2, 30);
            Finale {
                last: draft.before(0, 5, 25),
                phase: Some(Phase::Paused { ask }),
                next: on(ask, Part::Paused),
            }
        }
        _ => Finale {
            last: draft.before(0, 2, 10),
            phase: Some(Phase::Closing),
            next: on(draft.ahead(1, 6), Part::Closing),
        },
    }
}

/// A call to the service that leaves what is due as it is: it lies ahead.
fn with_service() -> Deed {
    Deed::Contact {
        kind: ContactKind::Service,
        with: With::Service,
        outcome: Outcome::Spoke,
        first: false,
    }
}
