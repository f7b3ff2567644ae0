//! What a generated case is about and where it stands today, before its history is laid out.

use crate::domain::terms::Source;

use super::{World, dice::Dice, purpose};

/// Where a case stands today. The first ones are what a morning's Agenda is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Situation {
    NewUntried,
    NewTried,
    /// Booked through a carer for a first meeting.
    NewBooked,
    Waiting,
    Late,
    TodayTimed,
    Today,
    NoNextStep,
    Quiet,
    HoldingDue,
    Holding,
    Paused,
    Closing,
    Steady,
    Ended(Ending),
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    GoalsMet,
    Connected,
    TimeLimited,
    PassedOn,
    Moved,
    Died,
    NoContact,
    Declined,
    NotAccepted,
}

/// A case before its history: who has it, where, what for, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cast {
    /// Place in the list of workers; `None` where nobody has the case yet.
    pub(super) worker: Option<usize>,
    /// Place in the list of sites.
    pub(super) site: usize,
    pub(super) situation: Situation,
    pub(super) age: i32,
    /// Places in the lists of needs.
    pub(super) need: usize,
    pub(super) other_need: Option<usize>,
    /// Place in the list of services.
    pub(super) service: usize,
    pub(super) gp: usize,
    pub(super) source: Source,
}

impl Cast {
    /// The cast of the case with this number, stories counted.
    pub(super) fn new(world: &World, case: u32) -> Cast {
        let mut dice = world.dice(case, purpose::CAST);
        let stories = u32::try_from(world.stories.len()).unwrap_or(0);
        let (worker, slot) = world.team.shift(case.saturating_sub(stories));
        let units = world
            .team
            .workers
            .get(worker)
            .map_or(5, |worker| worker.units);
        // The first desk has its full share of hand-written situations.
        let situation = situation(slot, units, worker == 0, &mut dice);
        let sites = world
            .team
            .workers
            .get(worker)
            .map_or(&[][..], |worker| &worker.sites);
        let age = age(&mut dice);
        let needs = world.invented.phrases.need.iter();
        let shares = needs.map(|need| match need.ages {
            (from, to) if (from..=to).contains(&age) => need.share,
            _ => 0,
        });
        let need = dice.weighted(shares.clone());
        let other = dice.weighted(shares);
        let unallocated = situation == Situation::NewUntried && worker != 0 && dice.chance(25);
        Cast {
            worker: (!unallocated).then_some(worker),
            site: dice.pick(sites).copied().unwrap_or(0),
            situation,
            age,
            need,
            other_need: (other != need && dice.chance(35)).then_some(other),
            service: service(world, need, &mut dice),
            gp: dice.below(12) as usize,
            source: source(&mut dice),
        }
    }
}

/// A full-time link worker's first 120 generated cases are a desk of 80 open ones and 40 that
/// ended lately; all later ones have ended. The step of 37 spreads the situations.
fn situation(slot: u32, units: u32, first_desk: bool, dice: &mut Dice) -> Situation {
    if slot >= 24 * units {
        return Situation::Ended(ending(dice));
    }
    match (slot * 37 + 11) % 120 {
        0..=37 if first_desk => Situation::Steady,
        0..=1 => Situation::NewUntried,
        2..=3 => Situation::NewTried,
        4 => Situation::NewBooked,
        5..=11 => Situation::Late,
        12..=13 => Situation::TodayTimed,
        14..=16 => Situation::Today,
        17 => Situation::NoNextStep,
        18..=21 => Situation::Quiet,
        22 => Situation::HoldingDue,
        23..=28 => Situation::Holding,
        29..=32 => Situation::Paused,
        33..=35 => Situation::Waiting,
        36..=37 => Situation::Closing,
        38..=79 => Situation::Steady,
        _ => Situation::Ended(ending(dice)),
    }
}

fn age(dice: &mut Dice) -> i32 {
    match dice.below(100) {
        0..45 => dice.between(60, 95),
        45..80 => dice.between(38, 64),
        _ => dice.between(18, 40),
    }
}

fn ending(dice: &mut Dice) -> Ending {
    match dice.below(100) {
        0..36 => Ending::GoalsMet,
        36..60 => Ending::Connected,
        60..70 => Ending::TimeLimited,
        70..75 => Ending::PassedOn,
        75..79 => Ending::Moved,
        79..81 => Ending::Died,
        81..90 => Ending::NoContact,
        90..97 => Ending::Declined,
        _ => Ending::NotAccepted,
    }
}

fn source(dice: &mut Dice) -> Source {
    match dice.below(100) {
        0..52 => Source::Gp,
        52..64 => Source::Nurse,
        64..73 => Source::Practice,
        73..79 => Source::CareCoordinator,
        79..84 => Source::Hospital,
        84..88 => Source::SocialCare,
        88..91 => Source::Vcse,
        91..96 => Source::OneSelf,
        96..98 => Source::Family,
        _ => Source::Search,
    }
}

/// A service that meets the need.
fn service(world: &World, need: usize, dice: &mut Dice) -> usize {
    let code = world.invented.phrases.need.get(need).map(|need| need.code);
    let fits = |at: &usize| {
        let service = world.invented.services.get(*at);
        service
            .zip(code)
            .is_some_and(|(service, code)| !service.narrow && service.needs.contains(&code))
    };
    let fitting = || (0..world.invented.services.len()).filter(fits);
    let chosen = dice.below(u32::try_from(fitting().count()).unwrap_or(0));
    fitting().nth(chosen as usize).unwrap_or(0)
}
