//! A contact and the note that a link worker wrote about it.

use crate::domain::{
    contact::Contact,
    terms::{ContactKind, Outcome, With},
};

use super::{CONTACT, Teller};
use crate::exchange::demo::{
    data::{NeedText, Part},
    dice::Dice,
    plan::{Deed, Phase, Step, meets},
};

impl Teller<'_> {
    pub(super) fn contact(
        &self,
        step: &Step,
        at: usize,
        how: (ContactKind, With, Outcome),
    ) -> Contact {
        let (kind, with, outcome) = how;
        let mut dice = self.dice(at, 0);
        let spoke = outcome == Outcome::Spoke && with == With::Person;
        let promise = |part, share, dice: &mut Dice| {
            if spoke && dice.chance(share) {
                self.common(part, dice)
            } else {
                String::new()
            }
        };
        Contact {
            id: CONTACT,
            kind,
            with,
            outcome,
            on: self.world.calendar.date(step.moment.day),
            minutes: minutes(kind, outcome, &mut dice),
            note: self.note(step, at, how, &mut dice),
            we_promised: promise(Part::WePromised, 40, &mut dice),
            they_said: promise(Part::TheySaid, 35, &mut dice),
        }
    }

    fn note(
        &self,
        step: &Step,
        at: usize,
        (kind, with, outcome): (ContactKind, With, Outcome),
        dice: &mut Dice,
    ) -> String {
        let part = match (outcome, with) {
            (Outcome::Spoke, With::Person) => return self.talk(kind, at, dice),
            (Outcome::Spoke, With::Service) => Part::WithService,
            (Outcome::Spoke, _) if step.phase == Some(Phase::Waiting) => Part::Waiting,
            (Outcome::Spoke, _) => Part::Booked,
            (Outcome::Voicemail, _) => Part::Voicemail,
            (Outcome::DidNotAttend, _) => Part::DidNotAttend,
            (Outcome::Sent, _) => Part::Message,
            (Outcome::NoAnswer, _) if kind == ContactKind::Home => Part::NotIn,
            _ => Part::NoAnswer,
        };
        self.common(part, dice)
    }

    /// What was talked about. No sentence of a case's needs comes twice; then general ones follow.
    fn talk(&self, kind: ContactKind, at: usize, dice: &mut Dice) -> String {
        let Some(need) = self.need else {
            return String::new();
        };
        let earlier = || {
            self.steps
                .iter()
                .take(at)
                .filter_map(|step| talked(step.deed))
        };
        let meetings = earlier().filter(|kind| meets(*kind)).count();
        let first = earlier().next().is_none();
        let visit = match (meets(kind), meetings.checked_sub(1)) {
            (true, None) => return self.slots().fill(dice.text(&need.first)),
            (true, Some(visited)) => turn(&need.visits, visited, self.case),
            (false, _) if first => return self.common(Part::FirstCall, dice),
            (false, _) => None,
        };
        let told = match visit {
            Some(visit) => self.slots().fill(visit),
            None => {
                let calls = earlier().skip(1).filter(|kind| !meets(*kind)).count();
                let beyond = meetings.saturating_sub(1 + need.visits.len());
                self.later(need, calls + beyond)
            }
        };
        if !dice.chance(30) {
            return told;
        }
        let ending = match meets(kind) && dice.chance(50) {
            true => Part::VisitEndings,
            false => Part::Endings,
        };
        format!("{told} {}", self.common(ending, dice))
    }

    /// The so-manyth note that fits a call as well as a meeting.
    fn later(&self, need: &NeedText, nth: usize) -> String {
        let other = self.other_need().map_or(&[][..], |other| &other.notes);
        let general = self.world.invented.phrases.part(Part::Talks);
        let own = turn(&need.notes, nth, self.case);
        let own = own.or_else(|| turn(other, nth.checked_sub(need.notes.len())?, self.case));
        let nth = nth.saturating_sub(need.notes.len() + other.len()) % general.len().max(1);
        let told = own.or_else(|| turn(general, nth, self.case));
        self.slots().fill(told.unwrap_or_default())
    }
}

/// The nth of a list that each case begins elsewhere; `None` past its end.
fn turn(list: &[String], nth: usize, case: u32) -> Option<&str> {
    let at = (nth + case as usize) % list.len().max(1);
    list.get(at)
        .filter(|_| nth < list.len())
        .map(String::as_str)
}

fn talked(deed: Deed) -> Option<ContactKind> {
    match deed {
        Deed::Contact {
            kind,
            with: With::Person,
            outcome: Outcome::Spoke,
            ..
        } => Some(kind),
        _ => None,
    }
}

fn minutes(kind: ContactKind, outcome: Outcome, dice: &mut Dice) -> u16 {
    use ContactKind::{Accompanied, Home, Message, Phone, Service};
    let fives = match (outcome, kind) {
        (Outcome::Spoke, Phone | Service | Message) => 2 + dice.below(6),
        (Outcome::Spoke, Home | Accompanied) => 8 + dice.below(8),
        (Outcome::Spoke, _) => 6 + dice.below(6),
        (Outcome::Sent, _) => 2 + dice.below(3),
        _ => 0,
    };
    u16::try_from(fives * 5).unwrap_or(0)
}
