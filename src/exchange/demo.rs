//! Invented caseloads of any size, from the data in `demo-data/`.
//!
//! The same number of clients, seed and today give the same entries on every machine and for ever:
//! own random numbers, integers only, no clock, no hash maps, nothing of the machine. Cases written
//! by hand come first; generated ones are spread over as many link workers as can carry them.
//! Knows nothing of stores or journals: what it hands out is the vocabulary of `domain`.

mod calendar;
mod cast;
mod connected;
mod data;
mod dice;
mod entries;
mod names;
mod person;
mod plan;
mod reviews;
mod story;
mod supervision;
mod team;
mod tell;
#[cfg(test)]
mod tests;
mod words;

use std::collections::VecDeque;

use chrono::NaiveDate;

pub use data::DataFault;
pub use entries::Entries;

use calendar::Calendar;
use data::Invented;
use dice::Dice;
use story::Told;
use supervision::Noted;
use team::Team;

/// The most clients that a demonstration may have.
pub const CLIENTS_MAX: u32 = 1_000_000;
/// The clients of a demonstration of which nobody said how large.
pub const CLIENTS_DEFAULT: u32 = 96;
/// The seed where nobody gave one.
pub const SEED_DEFAULT: u64 = 1;
/// The handle of the person at whose desk a demonstration opens.
pub const PERSON_DEFAULT: &str = "amira";
/// The most contacts a case may be given.
const CONTACTS_MAX: u16 = 200;

/// An invented caseload to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demo {
    /// How many people, each with one case; at most `CLIENTS_MAX`.
    pub clients: u32,
    pub seed: u64,
    /// The day on which the demonstration stays. Everything in it happened before this day.
    pub today: NaiveDate,
    /// Contacts of every generated case in which the person was spoken with (tries counted, at most
    /// 200); `None` for what is usual, two to eleven.
    pub contacts_each: Option<u16>,
}

impl Demo {
    /// A demonstration of the usual size.
    pub fn on(today: NaiveDate) -> Demo {
        Demo {
            clients: CLIENTS_DEFAULT,
            seed: SEED_DEFAULT,
            today,
            contacts_each: None,
        }
    }

    /// Every entry, in the order of time, made as it is asked for. Memory stays bounded by the
    /// number of clients (a few bytes each) and a window of at most four million short keys.
    ///
    /// The first entries found the store: practices, staff, services. No account is mapped: that is
    /// the machine's, and would make the facts differ from one to the next.
    ///
    /// # Errors
    /// Where the built-in data contradict themselves, which a test rules out.
    pub fn entries(&self) -> Result<Entries, DataFault> {
        Ok(Entries::new(World::new(self)?))
    }
}

/// What the dice are thrown for; part of the promise, so never renumbered.
mod purpose {
    pub(super) const CAST: u32 = 1;
    pub(super) const PLAN: u32 = 2;
    pub(super) const PERSON: u32 = 3;
    pub(super) const FIELDS: u32 = 4;
    pub(super) const CONNECTED: u32 = 5;
    /// And four more for every step.
    pub(super) const TEXT: u32 = 16;
}

/// Everything that a demonstration is made from.
#[derive(Debug)]
struct World {
    clients: u32,
    seed: u64,
    today: NaiveDate,
    contacts_each: Option<u16>,
    invented: Invented,
    calendar: Calendar,
    team: Team,
    /// The stories that fit in.
    stories: Vec<Vec<Told>>,
    notes: VecDeque<Noted>,
}

impl World {
    fn new(demo: &Demo) -> Result<World, DataFault> {
        let clients = demo.clients.clamp(1, CLIENTS_MAX);
        let contacts_each = demo.contacts_each.map(|each| each.clamp(1, CONTACTS_MAX));
        let invented = Invented::read()?;
        let calendar = Calendar::new(demo.today, days_back(contacts_each));
        let team = Team::new(&invented, clients, demo.seed)?;
        let sites: Vec<(String, usize)> = invented
            .network
            .practice
            .iter()
            .enumerate()
            .map(|(at, practice)| (practice.id.clone(), at))
            .collect();
        let stories = invented
            .stories
            .iter()
            .take(clients as usize)
            .map(|story| story::told(story, &sites, &invented.services, &team, &calendar))
            .collect::<Result<_, _>>()?;
        let notes = supervision::told(&invented.notes, &sites, &team, &calendar)?;
        Ok(World {
            clients,
            seed: demo.seed,
            today: demo.today,
            contacts_each,
            invented,
            calendar,
            team,
            stories,
            notes,
        })
    }

    fn dice(&self, case: u32, purpose: u32) -> Dice {
        Dice::new(self.seed, case, purpose)
    }
}

/// How far back the longest case can reach: a year since it ended, and its contacts before that.
fn days_back(contacts_each: Option<u16>) -> u32 {
    let contacts = u32::from(contacts_each.unwrap_or(0).max(12));
    365 + 90 + contacts * 18
}
