//! Writing steps down in the order of time.

use crate::domain::terms::{ContactKind, Outcome, With};

use super::{By, Deed, Next, Phase, Step, Theme, meets};
use crate::exchange::demo::{
    World,
    calendar::{Calendar, Moment},
    cast::Cast,
    data::Part,
    dice::Dice,
    purpose,
};

/// The working day of entries, in minutes after midnight.
const DAY_STARTS: i32 = 9 * 60;
const DAY_ENDS: i32 = 16 * 60 + 55;

/// A plan in the making.
pub(super) struct Draft<'a> {
    pub(super) world: &'a World,
    pub(super) cast: &'a Cast,
    pub(super) dice: Dice,
    pub(super) steps: Vec<Step>,
    due: Option<Next>,
}

/// A talk with the person: its day, how, and for an appointment the time that was agreed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Talk {
    pub(super) day: i32,
    pub(super) kind: ContactKind,
    pub(super) minute: Option<u16>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(world: &'a World, case: u32, cast: &'a Cast) -> Draft<'a> {
        Draft {
            world,
            cast,
            dice: world.dice(case, purpose::PLAN),
            steps: Vec::with_capacity(16),
            due: None,
        }
    }

    pub(super) fn calendar(&self) -> &'a Calendar {
        &self.world.calendar
    }

    /// A working day so many days before `day`.
    pub(super) fn before(&mut self, day: i32, low: i32, high: i32) -> i32 {
        let gap = self.dice.between(low, high);
        self.calendar().worked(day - gap)
    }

    /// A working day to come.
    pub(super) fn ahead(&mut self, low: i32, high: i32) -> i32 {
        let day = self.dice.between(low, high);
        self.calendar().coming(day)
    }

    /// A talk on this day, by a way that suits its place in the case: mostly a first call, then a
    /// first meeting.
    pub(super) fn talk(&mut self, day: i32, nth: usize) -> Talk {
        let kind = match (nth, self.dice.below(100)) {
            (0, 0..75) => ContactKind::Phone,
            (0, 75..90) | (1, 0..45) | (2.., 48..66) => ContactKind::Surgery,
            (0, _) | (1, 45..90) | (2.., 66..84) => ContactKind::Home,
            (1, _) | (2.., 84..92) => ContactKind::Community,
            (2.., 92..96) => ContactKind::Accompanied,
            (2.., 96..98) => ContactKind::Message,
            (2.., 98..) => ContactKind::Video,
            (2.., _) => ContactKind::Phone,
        };
        Talk {
            day,
            kind,
            minute: self.minute_for(kind),
        }
    }

    /// Appointments begin on the half hour; calls have no time.
    pub(super) fn minute_for(&mut self, kind: ContactKind) -> Option<u16> {
        use ContactKind::{Accompanied, Community, Home, Surgery, Video};
        let timed = matches!(kind, Accompanied | Community | Home | Surgery | Video);
        timed.then(|| 9 * 60 + 30 * u16::try_from(self.dice.below(14)).unwrap_or(0))
    }

    /// The place of the step that is written next.
    fn here(&self) -> u16 {
        u16::try_from(self.steps.len()).unwrap_or(u16::MAX)
    }

    /// What is due when the next talk is: words for a meeting, or those of the need.
    pub(super) fn following(&self, talk: Talk) -> Next {
        let what = if meets(talk.kind) {
            Theme::Common(Part::Meeting)
        } else {
            Theme::Need
        };
        self.due(talk, what)
    }

    /// A next step with words of its own.
    pub(super) fn due(&self, talk: Talk, what: Theme) -> Next {
        Next::Due {
            day: talk.day,
            minute: talk.minute,
            kind: talk.kind,
            moved: 0,
            what,
            said: self.here(),
        }
    }

    pub(super) fn call(&self, day: i32, what: Part) -> Next {
        let talk = Talk {
            day,
            kind: ContactKind::Phone,
            minute: None,
        };
        self.due(talk, Theme::Common(what))
    }

    pub(super) fn none(&self, because: Theme) -> Next {
        Next::None {
            because,
            said: self.here(),
        }
    }

    /// What is due now, on another day: the move is counted, the words stay.
    pub(super) fn moved_to(&self, to: Talk) -> Next {
        match self.due {
            Some(Next::Due {
                day,
                moved,
                what,
                said,
                ..
            }) => Next::Due {
                day: to.day,
                minute: to.minute,
                kind: to.kind,
                moved: moved + u16::from(day != to.day),
                what,
                said,
            },
            _ => self.following(to),
        }
    }

    /// The referral was taken in.
    pub(super) fn open(&mut self, day: i32, first: Talk) {
        let next = self.due(first, Theme::Common(Part::FirstStep));
        if self.cast.worker.is_none() {
            self.push(
                day,
                By::Manager,
                Deed::Open { allocated: false },
                None,
                Some(next),
            );
            return;
        }
        match self.dice.below(100) {
            0..70 => self.push(
                day,
                By::Supervisor,
                Deed::Open { allocated: true },
                None,
                Some(next),
            ),
            70..94 => self.push(
                day,
                By::Worker,
                Deed::Open { allocated: true },
                None,
                Some(next),
            ),
            _ => {
                self.push(
                    day,
                    By::Manager,
                    Deed::Open { allocated: false },
                    None,
                    Some(next),
                );
                self.push(day, By::Supervisor, Deed::Assign, None, None);
            }
        }
    }

    /// A try that did not reach the person, and the day it is to be tried again.
    pub(super) fn try_on(&mut self, day: i32, again: Option<Talk>, fresh: bool) {
        // Whoever has an appointment is waited for, or not in; everybody else is rung.
        let (kind, outcome) = match self.due {
            Some(Next::Due {
                kind: ContactKind::Home,
                ..
            }) => (ContactKind::Home, Outcome::NoAnswer),
            Some(Next::Due {
                minute: Some(_),
                kind,
                ..
            }) => (kind, Outcome::DidNotAttend),
            _ if self.dice.chance(65) => (ContactKind::Phone, Outcome::NoAnswer),
            _ => (ContactKind::Phone, Outcome::Voicemail),
        };
        let next = again.map(|again| match (self.moved_to(again), fresh) {
            (
                Next::Due {
                    day,
                    minute,
                    kind,
                    moved,
                    ..
                },
                true,
            ) => Next::Due {
                day,
                minute,
                kind,
                moved,
                what: Theme::Common(Part::AnotherHour),
                said: self.here(),
            },
            (next, _) => next,
        });
        let tried_before = self
            .steps
            .iter()
            .any(|step| step.phase == Some(Phase::Contacting));
        let phase = (fresh && !tried_before).then_some(Phase::Contacting);
        let deed = Deed::Contact {
            kind,
            with: With::Person,
            outcome,
            first: false,
        };
        self.push(day, By::Worker, deed, phase, next);
    }

    /// The person was spoken with.
    pub(super) fn spoke(&mut self, talk: Talk, first: bool, phase: Option<Phase>, next: Next) {
        let deed = Deed::Contact {
            kind: talk.kind,
            with: With::Person,
            outcome: Outcome::Spoke,
            first,
        };
        self.push(talk.day, By::Worker, deed, phase, Some(next));
    }

    pub(super) fn push(
        &mut self,
        day: i32,
        by: By,
        deed: Deed,
        phase: Option<Phase>,
        next: Option<Next>,
    ) {
        let moment = self.moment(day, deed);
        self.due = next.or(self.due);
        self.steps.push(Step {
            moment,
            by,
            deed,
            phase,
            next,
        });
    }

    /// A time of that day, after everything that was written before.
    fn moment(&mut self, day: i32, deed: Deed) -> Moment {
        let agreed = match (deed, self.due) {
            (
                Deed::Contact { .. },
                Some(Next::Due {
                    day: due,
                    minute: Some(minute),
                    ..
                }),
            ) if due == day => Some(i32::from(minute) + 35),
            _ => None,
        };
        let minute = agreed.unwrap_or_else(|| self.dice.between(DAY_STARTS, DAY_ENDS));
        let second = minute * 60 + self.dice.between(0, 59);
        let moment = Moment {
            day,
            second: u32::try_from(second).unwrap_or(0),
        };
        match self.steps.last().map(|step| step.moment) {
            Some(last) if last >= moment => Moment {
                second: last.second + 240,
                ..last
            },
            _ => moment,
        }
    }
}
