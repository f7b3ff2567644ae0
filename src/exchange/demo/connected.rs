//! Connections to services, and the other parts of a record: as stories tell them, and as generated
//! cases have them. Parts are
//! numbered within their case here; the store's numbers are stamped on later.

use chrono::NaiveDate;

use crate::domain::{
    case::FollowUp,
    connection::{Agreed, Connection, passes_on},
    consent::Consent,
    fact::Fact,
    goal::{Goal, GoalStep},
    ids::{PartId, ServiceId},
    measure::Measure,
    part::Part,
    terms::{ConsentScope, ContactKind, GoalState, HowGiven, Outcome, Stage, With},
};

use super::{
    World,
    calendar::{Calendar, Moment},
    cast::Cast,
    data::{ServiceText, StoryConnection, StoryGoal, StoryMeasure, StoryStep},
    dice::Dice,
    plan::{Deed, Phase, Step},
    purpose,
    tell::{CASE, CLIENT},
};

/// The connections of one story so far.
#[derive(Default)]
pub(super) struct Connected {
    /// By number, from 1; a consent takes a number too and stands as none.
    parts: Vec<Option<Connection>>,
}

impl Connected {
    /// What an event tells of one connection.
    ///
    /// # Errors
    /// Where the service is not listed.
    pub(super) fn told(
        &mut self,
        told: &StoryConnection,
        services: &[ServiceText],
        calendar: &Calendar,
        moment: Moment,
    ) -> Result<Vec<Fact>, String> {
        let at = services.iter().position(|known| known.id == told.service);
        let at = at.ok_or_else(|| format!("no service is called {}", told.service))?;
        let (service, on) = (service(at), calendar.date(moment.day));
        let same = |known: &Option<Connection>| {
            known.as_ref().is_some_and(|known| known.service == service)
        };
        let place = self.parts.iter().position(same);
        let was = place.and_then(|place| self.parts.get(place).cloned().flatten());
        let mut now = was
            .clone()
            .unwrap_or_else(|| Connection::new(service, told.stage, on));
        now.stage = told.stage;
        if was.is_some() {
            now.since = on;
        }
        now.next = told.next.as_ref().map(|ask| FollowUp {
            on: calendar.date(calendar.settled(ask.day)),
            at: None,
            kind: ContactKind::Service,
            what: ask.what.clone(),
            moved: 0,
        });
        now.moved(was.as_ref(), on);
        if told.told {
            now.fed_back_on = Some(on);
        }
        if !told.note.is_empty() {
            now.note.clone_from(&told.note);
        }
        let asks = now.agreed.is_none() && passes_on(told.stage);
        if asks {
            let how = told.agreed;
            now.agreed = Some(Agreed { on, how });
        }
        let place = place.unwrap_or(self.parts.len());
        let mut facts = vec![set(place, was, now.clone())];
        match self.parts.get_mut(place) {
            Some(known) => *known = Some(now),
            None => self.parts.push(Some(now)),
        }
        if asks {
            facts.push(consent(self.parts.len(), service, on, told.agreed));
            self.parts.push(None);
        }
        Ok(facts)
    }
}

impl Connected {
    /// A measure, under the next number.
    pub(super) fn taken(&mut self, told: &StoryMeasure, on: NaiveDate) -> Fact {
        let values = told.values.iter().map(|value| Some(value * 100));
        self.another(Part::Measure(Measure {
            measure: told.measure.clone(),
            version: 1,
            on,
            mode: ContactKind::Phone,
            stage: told.stage,
            values: values.collect(),
            missing: String::new(),
            concerns: Vec::new(),
            words: told.words.clone(),
        }))
    }

    /// A goal with its plan, under the next number.
    pub(super) fn wished(&mut self, told: &StoryGoal, on: NaiveDate) -> Fact {
        let step = |step: &StoryStep| GoalStep {
            text: step.text.clone(),
            owner: step.owner,
            by: None,
            done_on: step.done.then_some(on),
        };
        self.another(Part::Goal(Goal {
            text: told.text.clone(),
            set_on: on,
            state: match told.reached {
                true => GoalState::Reached,
                false => GoalState::Open,
            },
            state_on: told.reached.then_some(on),
            steps: told.steps.iter().map(step).collect(),
        }))
    }

    fn another(&mut self, part: Part) -> Fact {
        let place = self.parts.len();
        self.parts.push(None);
        Fact::PartSet {
            client: CLIENT,
            case: Some(CASE),
            part: number(place),
            was: None,
            now: Some(part),
            because: String::new(),
        }
    }
}

fn service(at: usize) -> ServiceId {
    ServiceId(u32::try_from(at + 1).unwrap_or(0))
}

fn number(place: usize) -> PartId {
    PartId(u32::try_from(place + 1).unwrap_or(0))
}

fn set(place: usize, was: Option<Connection>, now: Connection) -> Fact {
    Fact::PartSet {
        client: CLIENT,
        case: Some(CASE),
        part: number(place),
        was: was.map(Part::Connection),
        now: Some(Part::Connection(now)),
        because: String::new(),
    }
}

fn consent(place: usize, service: ServiceId, on: NaiveDate, how: HowGiven) -> Fact {
    Fact::PartSet {
        client: CLIENT,
        case: None,
        part: number(place),
        was: None,
        now: Some(Part::Consent(Consent {
            scope: ConsentScope::ShareService,
            service: Some(service),
            organisation: String::new(),
            given: true,
            on,
            how,
            withdrawn_on: None,
            note: String::new(),
        })),
        because: String::new(),
    }
}

/// What the step with this number does to the connection of a generated case.
pub(super) fn facts(world: &World, case: u32, cast: &Cast, steps: &[Step], at: usize) -> Vec<Fact> {
    let links = links(world, case, cast, steps);
    let Some(nth) = links.iter().position(|(step, _)| *step == at) else {
        return Vec::new();
    };
    let was = nth.checked_sub(1).and_then(|before| links.get(before));
    let Some((_, now)) = links.get(nth) else {
        return Vec::new();
    };
    let mut facts = vec![set(0, was.map(|(_, was)| was.clone()), now.clone())];
    let agreed = now
        .agreed
        .filter(|_| was.is_none_or(|(_, was)| was.agreed.is_none()));
    facts.extend(agreed.map(|agreed| consent(1, now.service, agreed.on, agreed.how)));
    facts
}

/// The connection of a generated case after each step that changes it: two in three of those who
/// were spoken with have one, made at one of the first talks.
fn links(world: &World, case: u32, cast: &Cast, steps: &[Step]) -> Vec<(usize, Connection)> {
    let mut dice = world.dice(case, purpose::CONNECTED);
    let talks: Vec<usize> = steps
        .iter()
        .enumerate()
        .filter(|(_, step)| is_talk(step))
        .map(|(at, _)| at)
        .collect();
    let first = talks.get(dice.below(2) as usize).or(talks.first());
    let (Some(first), true) = (first, dice.chance(66)) else {
        return Vec::new();
    };
    let mut links: Vec<(usize, Connection)> = Vec::new();
    for (at, step) in steps.iter().enumerate().skip(*first) {
        if matches!(step.phase, Some(Phase::Ended(_))) {
            break;
        }
        let on = world.calendar.date(step.moment.day);
        let now = match links.last() {
            None => Some(begun(&mut dice, cast, on)),
            Some((_, was)) => went_on(&mut dice, was, on),
        };
        links.extend(now.map(|now| (at, now)));
    }
    if let Some((at, last)) = links.last_mut()
        && last.stage.awaits_reply()
        && let Some(step) = steps.get(*at)
    {
        ask(world, &mut dice, last, step.moment.day);
    }
    links
}

fn is_talk(step: &Step) -> bool {
    let Deed::Contact { with, outcome, .. } = step.deed else {
        return false;
    };
    with == With::Person && outcome == Outcome::Spoke
}

fn begun(dice: &mut Dice, cast: &Cast, on: NaiveDate) -> Connection {
    let stage = match dice.below(100) {
        0..8 => Stage::Draft,
        8..18 => Stage::Signposted,
        _ => Stage::Sent,
    };
    let mut made = Connection::new(service(cast.service), stage, on);
    if passes_on(stage) {
        let how = match dice.below(100) {
            0..85 => HowGiven::Spoken,
            _ => HowGiven::Written,
        };
        made.agreed = Some(Agreed { on, how });
    }
    made.moved(None, on);
    made
}

/// What has become of it by that day; nothing where nobody heard.
fn went_on(dice: &mut Dice, was: &Connection, on: NaiveDate) -> Option<Connection> {
    let mut now = was.clone();
    match (was.stage, dice.below(100)) {
        (Stage::Sent, 0..28) | (Stage::Received, 0..30) => now.stage = Stage::Accepted,
        (Stage::Sent, 28..46) => now.stage = Stage::Received,
        (Stage::Sent, 46..50) => now.stage = Stage::Declined,
        (Stage::Accepted, 0..60) | (Stage::Received, 30..50) => now.stage = Stage::Attending,
        (Stage::Attending, 0..25) if was.fed_back_on.is_none() => {
            now.fed_back_on = Some(on);
            return Some(now);
        }
        (Stage::Attending, 25..40) => now.stage = Stage::Completed,
        (Stage::Attending, 40..46) => now.stage = Stage::Failed,
        _ => return None,
    }
    now.since = on;
    now.moved(Some(was), on);
    Some(now)
}

/// A reply that is still awaited is asked for: some days from now, seldom some days ago.
fn ask(world: &World, dice: &mut Dice, last: &mut Connection, made: i32) {
    let day = match dice.below(100) {
        0..10 => world.calendar.worked(-dice.between(1, 6)).max(made),
        _ => world.calendar.coming(dice.between(1, 20)),
    };
    last.next = Some(FollowUp {
        on: world.calendar.date(day),
        at: None,
        kind: ContactKind::Service,
        what: "ask for a reply".to_owned(),
        moved: 0,
    });
}
