//! One step of a generated case as facts, with its words.

mod note;

use chrono::NaiveTime;

use crate::domain::{
    case::{CaseField, CaseFields, CaseState, FollowUp, NextStep},
    client::ClientField,
    fact::Fact,
    ids::{CaseId, ClientId, ContactId, StaffId},
    terms::{ClosingReason, HoldingReason, Source},
};

use super::{
    World,
    cast::{Cast, Ending},
    connected,
    data::{NeedText, Part},
    dice::Dice,
    names::Identity,
    person,
    plan::{By, Deed, Next, Phase, Step, Theme},
    purpose,
    team::Site,
    words::Slots,
};

/// Ids are stamped on where the entry is handed out; until then they are zero.
pub(super) const CLIENT: ClientId = ClientId(0);
pub(super) const CASE: CaseId = CaseId(0);
pub(super) const CONTACT: ContactId = ContactId(0);

/// What the words of one case draw on.
pub(super) struct Teller<'a> {
    world: &'a World,
    case: u32,
    cast: &'a Cast,
    steps: &'a [Step],
    who: Identity<'a>,
    site: &'a Site,
    gp: &'a str,
    need: Option<&'a NeedText>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(
        world: &'a World,
        case: u32,
        cast: &'a Cast,
        steps: &'a [Step],
    ) -> Option<Teller<'a>> {
        let site = world.team.sites.get(cast.site)?;
        let gp = site
            .gps
            .get(cast.gp % site.gps.len().max(1))
            .map_or("", String::as_str);
        Some(Teller {
            world,
            case,
            cast,
            steps,
            who: Identity::new(
                &world.invented.names,
                cast.age,
                &mut world.dice(case, purpose::PERSON),
            ),
            site,
            gp,
            need: world.invented.phrases.need.get(cast.need),
        })
    }

    /// Who recorded the step, and its facts.
    pub(super) fn facts(&self, at: usize) -> (StaffId, Vec<Fact>) {
        let Some(step) = self.steps.get(at) else {
            return (StaffId::PROGRAM, Vec::new());
        };
        let earlier = self.steps.get(..at).unwrap_or_default();
        let mut facts = Vec::with_capacity(4);
        let state = step.phase.map(|phase| Fact::CaseStateChanged {
            case: CASE,
            was: self.state_after(earlier),
            now: self.state(phase, at),
            on: self.world.calendar.date(step.moment.day),
        });
        // A contact opens up a case before it is logged; one that ends a case comes before the end.
        let ends = matches!(step.phase, Some(Phase::Ended(_)));
        let (before, after) = if ends { (None, state) } else { (state, None) };
        facts.extend(before);
        self.deed(step, at, &mut facts);
        facts.extend(connected::facts(
            self.world, self.case, self.cast, self.steps, at,
        ));
        facts.extend(after);
        if let Some(next) = step.next {
            let was = earlier.iter().rev().find_map(|step| step.next);
            facts.push(Fact::NextStepSet {
                case: CASE,
                was: was.map_or(NextStep::Missing, |was| self.next_step(was)),
                now: self.next_step(next),
            });
        }
        (self.recorder(step.by), facts)
    }

    fn recorder(&self, by: By) -> StaffId {
        let team = &self.world.team;
        let worker = self.cast.worker.and_then(|worker| team.workers.get(worker));
        match (by, worker) {
            (By::Worker, Some(worker)) => worker.staff,
            (By::Supervisor, Some(worker)) => worker.supervisor,
            _ => team.manager,
        }
    }

    fn dice(&self, step: usize, slot: u32) -> Dice {
        let step = u32::try_from(step).unwrap_or(0);
        self.world.dice(self.case, purpose::TEXT + step * 4 + slot)
    }

    fn slots(&self) -> Slots<'_> {
        let service = self.world.invented.services.get(self.cast.service);
        Slots {
            name: self.who.called(),
            pronouns: self.who.pronouns,
            service: service.map_or("", |service| service.name.as_str()),
            gp: self.gp,
            practice: &self.site.practice.name,
        }
    }

    fn common(&self, part: Part, dice: &mut Dice) -> String {
        let phrase = dice.text(self.world.invented.phrases.part(part));
        self.slots().fill(phrase)
    }

    fn deed(&self, step: &Step, at: usize, facts: &mut Vec<Fact>) {
        match step.deed {
            Deed::Open { allocated } => self.open(step, allocated, facts),
            Deed::Assign => facts.push(Fact::CaseAssigned {
                case: CASE,
                was: None,
                now: Some(self.recorder(By::Worker)),
            }),
            Deed::Contact {
                kind,
                with,
                outcome,
                first,
            } => {
                if first && let Some(matters) = self.matters(at) {
                    facts.push(Fact::CaseSet {
                        case: CASE,
                        field: CaseField::Matters,
                        was: None,
                        now: Some(matters),
                        because: String::new(),
                    });
                }
                let contact = self.contact(step, at, (kind, with, outcome));
                facts.push(Fact::ContactLogged {
                    case: CASE,
                    contact,
                    tally: None,
                });
            }
            Deed::Settle => {}
            Deed::Note => facts.push(Fact::NoteAdded {
                case: CASE,
                note: CONTACT,
                on: self.world.calendar.date(step.moment.day),
                text: self.common(Part::Notes, &mut self.dice(at, 0)),
            }),
            Deed::Died => facts.push(Fact::ClientSet {
                client: CLIENT,
                field: ClientField::DiedOn,
                was: None,
                now: Some(self.world.calendar.date(step.moment.day - 3).to_string()),
                because: String::new(),
            }),
        }
    }

    fn open(&self, step: &Step, allocated: bool, facts: &mut Vec<Fact>) {
        let mut dice = self.dice(0, 0);
        let practice = self.site.practice.id;
        let referred_on = self
            .world
            .calendar
            .date(step.moment.day - dice.between(0, 2));
        facts.push(Fact::ClientAdded {
            client: CLIENT,
            practice,
            fields: person::fields(self.world, self.case, &self.who, self.site, self.gp),
        });
        let mut fields = CaseFields::new();
        fields.insert(CaseField::ReferredOn, referred_on.to_string());
        fields.insert(CaseField::Source, self.cast.source.code().to_owned());
        if self.cast.source == Source::Gp {
            fields.insert(CaseField::ReferredBy, self.gp.to_owned());
        }
        if let Some(need) = self.need {
            fields.insert(CaseField::Reason, need.code.code().to_owned());
            fields.insert(CaseField::Asks, self.slots().fill(dice.text(&need.reasons)));
        }
        if let Some(other) = self.other_need() {
            fields.insert(CaseField::OtherReasons, other.code.code().to_owned());
        }
        facts.push(Fact::CaseOpened {
            case: CASE,
            client: CLIENT,
            practice,
            worker: allocated.then(|| self.recorder(By::Worker)),
            referred_on,
            fields,
        });
    }

    fn other_need(&self) -> Option<&'a NeedText> {
        self.world.invented.phrases.need.get(self.cast.other_need?)
    }

    fn matters(&self, at: usize) -> Option<String> {
        let mut dice = self.dice(at, 1);
        let matters = dice.text(&self.need?.matters);
        dice.chance(75).then(|| matters.to_owned())
    }

    fn next_step(&self, next: Next) -> NextStep {
        match next {
            Next::Due {
                day,
                minute,
                kind,
                moved,
                what,
                said,
            } => NextStep::Due(FollowUp {
                on: self.world.calendar.date(day),
                at: minute.and_then(|minute| {
                    NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minute) * 60, 0)
                }),
                kind,
                what: self.words(what, said),
                moved,
            }),
            Next::None { because, said } => NextStep::NoneBecause(self.words(because, said)),
        }
    }

    fn words(&self, theme: Theme, said: u16) -> String {
        let mut dice = self.dice(usize::from(said), 2);
        match theme {
            Theme::Need => {
                let next = self.need.map_or("", |need| dice.text(&need.next));
                self.slots().fill(next)
            }
            Theme::Common(part) => self.common(part, &mut dice),
            Theme::Ended(Ending::Declined) => "declined".to_owned(),
            Theme::Ended(Ending::NotAccepted) => "not accepted".to_owned(),
            Theme::Ended(_) => "closed".to_owned(),
        }
    }

    fn state_after(&self, earlier: &[Step]) -> CaseState {
        let last = earlier.iter().enumerate().rev();
        let phase = last.filter_map(|(at, step)| Some((step.phase?, at))).next();
        phase.map_or(CaseState::Received, |(phase, at)| self.state(phase, at))
    }

    fn state(&self, phase: Phase, at: usize) -> CaseState {
        let date = |day| self.world.calendar.date(day);
        match phase {
            Phase::Contacting => CaseState::Contacting,
            Phase::Waiting => CaseState::Waiting,
            Phase::Active => CaseState::Active,
            Phase::Holding { review } => CaseState::Holding {
                reason: self
                    .dice(at, 3)
                    .pick(HoldingReason::ALL)
                    .copied()
                    .unwrap_or(HoldingReason::SteadyPerson),
                review_on: date(review),
            },
            Phase::Paused { ask } => CaseState::Paused { ask_on: date(ask) },
            Phase::Closing => CaseState::Closing {
                reason: ClosingReason::GoalsMet,
                outcome: self.outcome(),
            },
            Phase::Ended(ending) => self.ended(ending, at),
        }
    }

    fn outcome(&self) -> String {
        self.need
            .map_or_else(String::new, |need| self.slots().fill(&need.outcome))
    }

    fn ended(&self, ending: Ending, at: usize) -> CaseState {
        let mut dice = self.dice(at, 3);
        let mut said = |part| self.common(part, &mut dice);
        let (reason, outcome) = match ending {
            Ending::GoalsMet => (ClosingReason::GoalsMet, self.outcome()),
            Ending::Connected => (ClosingReason::Connected, self.outcome()),
            Ending::TimeLimited => (ClosingReason::TimeLimited, self.outcome()),
            Ending::PassedOn => (ClosingReason::PassedOn, said(Part::PassedOn)),
            Ending::Moved => (ClosingReason::Moved, said(Part::Moved)),
            Ending::Died => (ClosingReason::Died, said(Part::Died)),
            Ending::NoContact => (ClosingReason::NoContact, said(Part::NoContact)),
            Ending::Declined => {
                let because = said(Part::Declined);
                return CaseState::Declined { because };
            }
            Ending::NotAccepted => {
                let because = said(Part::NotAccepted);
                return CaseState::NotAccepted { because };
            }
        };
        CaseState::Closed { reason, outcome }
    }
}
