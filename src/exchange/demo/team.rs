//! Practices and staff for a demonstration of a given size.
//!
//! The people of `network.toml` come first; beyond them more link workers, supervisors and
//! practices are put together, so that nobody has more than about eighty open cases.

use crate::domain::{
    ids::{PracticeId, StaffId},
    people::{Practice, Staff},
    terms::{FinderReach, Role},
};

use super::{
    data::{DataFault, Invented, PersonText, Scaling},
    dice::Dice,
    names::Identity,
};

/// Clients of one full-time link worker in about a year, open and closed.
pub(super) const CLIENTS_A_WORKER: u32 = 240;
/// Link workers of one supervisor, beyond the hand-written team.
const TEAM: usize = 10;
/// A purpose of the dice that no case uses: there is no case with this number.
const STAFF_CASE: u32 = u32::MAX;

/// A practice as the generator needs it.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) practice: Practice,
    pub(super) gps: Vec<String>,
    pub(super) area: String,
}

/// A link worker as the generator needs them.
#[derive(Debug)]
pub(super) struct Worker {
    pub(super) staff: StaffId,
    pub(super) supervisor: StaffId,
    /// Fifths of full time.
    pub(super) units: u32,
    /// Places in the list of sites.
    pub(super) sites: Vec<usize>,
}

/// Everybody who works in the demonstration, and where.
#[derive(Debug)]
pub(super) struct Team {
    pub(super) sites: Vec<Site>,
    pub(super) staff: Vec<Staff>,
    pub(super) workers: Vec<Worker>,
    pub(super) manager: StaffId,
    /// For each fifth of full time in turn, whose it is and which of theirs.
    shifts: Vec<(u32, u32)>,
}

impl Team {
    pub(super) fn new(invented: &Invented, clients: u32, seed: u64) -> Result<Team, DataFault> {
        let listed = listed_workers(invented).count();
        let workers = match clients {
            0..48 => 2,
            48..480 => 4,
            _ => listed.max(clients.div_ceil(CLIENTS_A_WORKER) as usize),
        };
        let mut team = Team {
            sites: sites(invented, workers.saturating_sub(listed).div_ceil(2)),
            staff: Vec::new(),
            workers: Vec::new(),
            manager: StaffId::PROGRAM,
            shifts: Vec::new(),
        };
        team.hire_listed(invented, workers)?;
        for extra in 0..workers.saturating_sub(listed) {
            team.hire(invented, seed, extra);
        }
        team.shifts = shifts(&team.workers);
        Ok(team)
    }

    /// The link worker of a generated case, and the how-many-eth of theirs it is.
    pub(super) fn shift(&self, generated: u32) -> (usize, u32) {
        let round = u32::try_from(self.shifts.len()).unwrap_or(1).max(1);
        let (worker, part) = self
            .shifts
            .get((generated % round) as usize)
            .copied()
            .unwrap_or_default();
        let units = self
            .workers
            .get(worker as usize)
            .map_or(1, |worker| worker.units);
        (worker as usize, generated / round * units + part)
    }

    pub(super) fn find(&self, handle: &str) -> Option<&Staff> {
        self.staff.iter().find(|staff| staff.handle == handle)
    }

    fn hire_listed(&mut self, invented: &Invented, workers: usize) -> Result<(), DataFault> {
        let others = invented
            .network
            .person
            .iter()
            .filter(|person| !is_worker(person));
        for person in listed_workers(invented).take(workers).chain(others) {
            let practices = self.practices_of(invented, person)?;
            self.add(
                &person.id,
                &format!("{} {}", person.given, person.family),
                person.role,
                practices,
            );
        }
        let everywhere: Vec<PracticeId> = self.sites.iter().map(|site| site.practice.id).collect();
        for staff in &mut self.staff {
            if staff.role == Role::PracticeManager {
                staff.practices.clone_from(&everywhere);
                self.manager = staff.id;
            }
        }
        for person in listed_workers(invented).take(workers) {
            self.supervise(invented, person)?;
        }
        Ok(())
    }

    fn practices_of(
        &self,
        invented: &Invented,
        person: &PersonText,
    ) -> Result<Vec<PracticeId>, DataFault> {
        let place = |id: &String| {
            invented
                .network
                .practice
                .iter()
                .position(|text| text.id == *id)
        };
        person
            .practices
            .iter()
            .map(|id| place(id).and_then(|at| self.sites.get(at)))
            .map(|site| site.map(|site| site.practice.id))
            .collect::<Option<_>>()
            .ok_or_else(|| {
                DataFault::new(
                    "network.toml",
                    format!("{} works in a practice that is not listed", person.id),
                )
            })
    }

    fn supervise(&mut self, invented: &Invented, person: &PersonText) -> Result<(), DataFault> {
        let fault = || {
            DataFault::new(
                "network.toml",
                format!("{} has no listed supervisor", person.id),
            )
        };
        let handle = person.supervisor.as_deref().ok_or_else(fault)?;
        let supervisor = self.find(handle).map(|staff| staff.id).ok_or_else(fault)?;
        let sites = invented
            .network
            .practice
            .iter()
            .enumerate()
            .filter(|(_, practice)| person.practices.contains(&practice.id))
            .map(|(at, _)| at)
            .collect();
        let Some(staff) = self
            .staff
            .iter_mut()
            .find(|staff| staff.handle == person.id)
        else {
            return Err(fault());
        };
        staff.supervisor = Some(supervisor);
        self.workers.push(Worker {
            staff: staff.id,
            supervisor,
            units: (person.hours / 20).max(1),
            sites,
        });
        Ok(())
    }

    /// One more link worker, and before every tenth a supervisor for the next ten.
    fn hire(&mut self, invented: &Invented, seed: u64, extra: usize) {
        let base = invented.network.practice.len();
        let site = base + extra / 2;
        let number = u32::try_from(extra).unwrap_or(0);
        let mut dice = Dice::new(seed, STAFF_CASE, number);
        if extra.is_multiple_of(TEAM) {
            let practices = (site..site + TEAM / 2)
                .filter_map(|at| self.sites.get(at))
                .map(|site| site.practice.id)
                .collect();
            let name = somebody(invented, &mut dice);
            self.add(
                &format!("lead{}", extra / TEAM + 2),
                &name,
                Role::Supervisor,
                practices,
            );
        }
        let Some(supervisor) = self
            .staff
            .iter()
            .rev()
            .find(|staff| staff.role == Role::Supervisor)
        else {
            return;
        };
        let supervisor = supervisor.id;
        let practices = self.sites.get(site).map(|site| site.practice.id);
        let name = somebody(invented, &mut dice);
        let handle = format!("link{}", self.workers.len() + 1);
        let staff = self.add(
            &handle,
            &name,
            Role::LinkWorker,
            practices.into_iter().collect(),
        );
        if let Some(hired) = self.staff.last_mut() {
            hired.supervisor = Some(supervisor);
        }
        self.workers.push(Worker {
            staff,
            supervisor,
            units: if dice.chance(80) { 5 } else { 3 },
            sites: vec![site],
        });
    }

    fn add(&mut self, handle: &str, name: &str, role: Role, practices: Vec<PracticeId>) -> StaffId {
        let id = StaffId(u32::try_from(self.staff.len()).unwrap_or(0) + 1);
        self.staff.push(Staff {
            id,
            handle: handle.to_owned(),
            name: name.to_owned(),
            role,
            practices,
            supervisor: None,
            active: true,
            away: None,
            fte: None,
        });
        id
    }
}

/// The name of somebody of working age.
fn somebody(invented: &Invented, dice: &mut Dice) -> String {
    let age = dice.between(23, 59);
    Identity::new(&invented.names, age, dice).name()
}

fn is_worker(person: &&PersonText) -> bool {
    person.role == Role::LinkWorker
}

fn listed_workers(invented: &Invented) -> impl Iterator<Item = &PersonText> {
    invented.network.person.iter().filter(is_worker)
}

fn sites(invented: &Invented, extra: usize) -> Vec<Site> {
    let listed = invented
        .network
        .practice
        .iter()
        .enumerate()
        .map(|(at, text)| Site {
            practice: practice(at, text.code.clone(), text.name.clone(), text.short.clone()),
            gps: text.gps.clone(),
            area: text.area.clone(),
        });
    let base = invented.network.practice.len();
    let more = (0..extra).map(|number| made_site(&invented.network.scaling, base + number, number));
    listed.chain(more).collect()
}

fn practice(at: usize, ods: String, name: String, short: String) -> Practice {
    Practice {
        id: PracticeId(u32::try_from(at).unwrap_or(0) + 1),
        ods,
        name,
        short,
        reach: FinderReach::Own,
        active: true,
    }
}

/// A practice put together from parts: no two of the first seven thousand have the same name.
fn made_site(scaling: &Scaling, at: usize, number: usize) -> Site {
    let of = |list: &[String], at: usize| {
        list.get(at % list.len().max(1))
            .cloned()
            .unwrap_or_default()
    };
    let firsts = scaling.practice_first.len().max(1);
    let lap = number / firsts;
    let first = of(&scaling.practice_first, number);
    let second = of(&scaling.practice_second, number + lap);
    let block = lap / scaling.practice_second.len().max(1);
    let area = of(&scaling.areas, number + block);
    let name = match block {
        0 => format!("{first} {second}"),
        _ => format!("{first} {second}, {area}"),
    };
    let short = first.split(' ').next().unwrap_or(&first).to_owned();
    Site {
        practice: practice(at, format!("X9{:04}", at + 1), name, short),
        gps: (0..3)
            .map(|gp| of(&scaling.gps, number * 5 + gp * 7))
            .collect(),
        area,
    }
}

/// Deals the fifths of everybody's time round and round, so that cases spread by hours worked.
fn shifts(workers: &[Worker]) -> Vec<(u32, u32)> {
    let mut shifts = Vec::new();
    let most = workers.iter().map(|worker| worker.units).max().unwrap_or(0);
    for part in 0..most {
        for (at, worker) in workers.iter().enumerate() {
            if part < worker.units {
                shifts.push((u32::try_from(at).unwrap_or(0), part));
            }
        }
    }
    shifts
}
