//! Entries in the order of time, in bounded memory.
//!
//! A case is planned anew whenever one of its entries is due: that costs a microsecond, and keeps
//! a million cases out of memory. What is kept is a short key for each entry of a window of days.

use std::collections::VecDeque;

use chrono::Days;

use crate::domain::{
    case::CaseField,
    coding::{CodeUse, Codes},
    fact::{About, Entry, Fact},
    ids::{CaseId, ClientId, ContactId, OrganisationId, PartId, ServiceId, StaffId},
    people::Staff,
    service::{Local, Organisation, Place, Service},
    terms::StoreKind,
};

use super::{
    World,
    calendar::Moment,
    cast::Cast,
    plan::{self, Step},
    reviews::{self, Due},
    supervision::Noted,
    tell::Teller,
};

/// Keys held at once, at sixteen bytes each.
const KEYS_MAX: u64 = 4_000_000;
/// Facts of one entry while the store is founded.
const FOUNDING_MAX: usize = 100;

/// Of so many cases, one has not been coded yet.
const FORGOTTEN: u32 = 17;

/// Numbers that a case takes for its parts.
const PARTS_OF_A_CASE: u32 = 16;

/// An entry to come: when, of which case, and which of its steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    moment: Moment,
    case: u32,
    step: u16,
}

/// The entries of a demonstration, in the order of time.
#[derive(Debug)]
pub struct Entries {
    world: World,
    founding: VecDeque<Vec<(About, Fact)>>,
    /// The last days of the windows to come, and the first day of the next.
    windows: VecDeque<i32>,
    from: i32,
    keys: std::vec::IntoIter<Key>,
    /// The next of them, which waits while something beside the cases comes before it.
    ahead: Option<Key>,
    notes: VecDeque<Noted>,
    reviews: VecDeque<Due>,
    left: u64,
    given: Given,
}

/// Ids in the order in which they are given out, as the hub would.
#[derive(Debug)]
struct Given {
    seq: u64,
    cases: Vec<u32>,
    case: u32,
    contact: u32,
    /// By case, the number before its first part; zero where it has none yet.
    parts: Vec<u32>,
    part: u32,
    /// By case, whether the person has been spoken to, which is when a case is coded.
    spoken: Vec<bool>,
}

impl Entries {
    pub(super) fn new(mut world: World) -> Entries {
        let founding = founding(&world);
        let from = world.calendar.first();
        let (windows, planned) = windows(&world, KEYS_MAX);
        let reviews = reviews::due(&world);
        let clients = world.clients as usize;
        let notes = std::mem::take(&mut world.notes);
        Entries {
            left: planned + (founding.len() + notes.len() + reviews.len()) as u64,
            notes,
            founding,
            windows,
            from,
            keys: Vec::new().into_iter(),
            ahead: None,
            reviews,
            given: Given {
                seq: 0,
                cases: vec![0; clients],
                case: 0,
                contact: 0,
                parts: vec![0; clients + 1],
                part: 0,
                spoken: vec![false; clients + 1],
            },
            world,
        }
    }

    /// Narrower windows, to test that they make no difference.
    #[cfg(test)]
    pub(super) fn cut_to(&mut self, keys_max: u64) {
        self.windows = windows(&self.world, keys_max).0;
    }

    fn found(&mut self, facts: Vec<(About, Fact)>) -> Entry {
        self.given.seq += 1;
        let moment = Moment {
            day: self.world.calendar.first(),
            second: 8 * 3600 + u32::try_from(self.given.seq).unwrap_or(0) * 2,
        };
        Entry {
            seq: self.given.seq,
            recorded: self.world.calendar.instant(moment),
            who: StaffId::PROGRAM,
            facts,
        }
    }

    fn next_key(&mut self) -> Option<Key> {
        loop {
            if let Some(key) = self.keys.next() {
                return Some(key);
            }
            let to = self.windows.pop_front()?;
            let mut keys = Vec::new();
            for case in 0..self.world.clients {
                for_each_moment(&self.world, case, |step, moment| {
                    if (self.from..=to).contains(&moment.day) {
                        keys.push(Key { moment, case, step });
                    }
                });
            }
            keys.sort_unstable();
            self.keys = keys.into_iter();
            self.from = to + 1;
        }
    }

    /// What comes before the next step of any case: a note on the work, or something of a review.
    fn beside(&mut self) -> Option<Entry> {
        if self.ahead.is_none() {
            self.ahead = self.next_key();
        }
        let first = |moment: &Moment| self.ahead.is_none_or(|key| *moment < key.moment);
        let note = self.notes.front().map(|noted| noted.moment).filter(first);
        let review = self.reviews.front().map(|due| due.moment).filter(first);
        match (note, review) {
            (Some(note), review) if review.is_none_or(|review| note <= review) => {
                let noted = self.notes.pop_front()?;
                Some(self.noted(noted))
            }
            (_, Some(_)) => {
                let due = self.reviews.pop_front()?;
                Some(self.reviewed(&due))
            }
            (_, None) => None,
        }
    }

    fn noted(&mut self, noted: Noted) -> Entry {
        self.given.seq += 1;
        Entry {
            seq: self.given.seq,
            recorded: self.world.calendar.instant(noted.moment),
            who: noted.who,
            facts: vec![(About::Staff(noted.subject), noted.fact)],
        }
    }

    fn reviewed(&mut self, due: &Due) -> Entry {
        self.given.seq += 1;
        let given = &mut self.given;
        let facts = reviews::facts(&self.world, due, |story| given.client(story));
        let stamped = facts.into_iter().map(|(about, fact)| match about {
            About::Client(client) => (about, self.given.stamp(client, fact)),
            About::Staff(_) | About::Rest => (about, fact),
        });
        let facts = stamped.collect();
        Entry {
            seq: self.given.seq,
            recorded: self.world.calendar.instant(due.moment),
            who: due.who,
            facts,
        }
    }

    fn told(&mut self, key: Key) -> Entry {
        let (who, facts) = facts(&self.world, key);
        self.given.seq += 1;
        let client = self.given.client(key.case);
        let coded = self.given.coded(client, &facts);
        let facts = facts
            .into_iter()
            .chain(coded)
            .map(|fact| (About::Client(client), self.given.stamp(client, fact)))
            .collect();
        Entry {
            seq: self.given.seq,
            recorded: self.world.calendar.instant(key.moment),
            who,
            facts,
        }
    }
}

impl Iterator for Entries {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let entry = match self.founding.pop_front() {
            Some(facts) => self.found(facts),
            None => match self.beside() {
                Some(entry) => entry,
                None => {
                    let key = self.ahead.take()?;
                    self.told(key)
                }
            },
        };
        self.left = self.left.saturating_sub(1);
        Some(entry)
    }

    /// Exact, for a progress bar.
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        (left, Some(left))
    }
}

impl Given {
    /// Clients and cases are numbered as they come, one case each.
    fn client(&mut self, case: u32) -> ClientId {
        let Some(number) = self.cases.get_mut(case as usize) else {
            return ClientId(0);
        };
        if *number == 0 {
            self.case += 1;
            *number = self.case;
        }
        ClientId(*number)
    }

    /// The case's code is recorded after the first conversation; now and then that is forgotten.
    fn coded(&mut self, id: ClientId, facts: &[Fact]) -> Option<Fact> {
        let on = facts.iter().find_map(|fact| match fact {
            Fact::ContactLogged { contact, .. } if contact.spoke_with_person() => Some(contact.on),
            _ => None,
        })?;
        let spoken = self.spoken.get_mut(id.0 as usize)?;
        let first = !std::mem::replace(spoken, true);
        let codes = Codes::built_in();
        let code = codes.of(CodeUse::Referral)?;
        (first && !id.0.is_multiple_of(FORGOTTEN)).then(|| Fact::CaseSet {
            case: CaseId(id.0),
            field: CaseField::Coded,
            was: None,
            now: Some(format!("{} on {on}", code.id)),
            because: String::new(),
        })
    }

    fn stamp(&mut self, id: ClientId, mut fact: Fact) -> Fact {
        match &mut fact {
            Fact::ClientAdded { client, .. } | Fact::ClientSet { client, .. } => *client = id,
            Fact::CaseOpened { case, client, .. } => {
                *case = CaseId(id.0);
                *client = id;
            }
            Fact::CaseSet { case, .. }
            | Fact::CaseAssigned { case, .. }
            | Fact::CaseStateChanged { case, .. }
            | Fact::NextStepSet { case, .. } => *case = CaseId(id.0),
            Fact::ContactLogged { case, contact, .. } => {
                *case = CaseId(id.0);
                contact.id = self.contact();
            }
            Fact::NoteAdded { case, note, .. } => {
                *case = CaseId(id.0);
                *note = self.contact();
            }
            Fact::PartSet {
                client, case, part, ..
            } => {
                *client = id;
                *case = case.map(|_| CaseId(id.0));
                *part = self.part(id, *part);
            }
            _ => {}
        }
        fact
    }

    /// Parts are numbered within their case; each case takes a few numbers at once.
    fn part(&mut self, id: ClientId, within: PartId) -> PartId {
        let Some(before) = self.parts.get_mut(id.0 as usize) else {
            return within;
        };
        if *before == 0 {
            self.part += PARTS_OF_A_CASE;
            *before = self.part;
        }
        PartId(*before - PARTS_OF_A_CASE + within.0)
    }

    fn contact(&mut self) -> ContactId {
        self.contact += 1;
        ContactId(self.contact)
    }
}

/// Calls `each` with every step of a case, in the order of time.
fn for_each_moment(world: &World, case: u32, mut each: impl FnMut(u16, Moment)) {
    if let Some(story) = world.stories.get(case as usize) {
        for (step, told) in (0..).zip(story) {
            each(step, told.moment);
        }
        return;
    }
    for (step, planned) in (0..).zip(planned(world, case).1) {
        each(step, planned.moment);
    }
}

fn planned(world: &World, case: u32) -> (Cast, Vec<Step>) {
    let cast = Cast::new(world, case);
    let steps = plan::plan(world, case, &cast);
    (cast, steps)
}

fn facts(world: &World, key: Key) -> (StaffId, Vec<Fact>) {
    let at = usize::from(key.step);
    if let Some(story) = world.stories.get(key.case as usize) {
        return match story.get(at) {
            Some(told) => (told.who, told.facts.clone()),
            None => (StaffId::PROGRAM, Vec::new()),
        };
    }
    let (cast, steps) = planned(world, key.case);
    match Teller::new(world, key.case, &cast, &steps) {
        Some(teller) => teller.facts(at),
        None => (StaffId::PROGRAM, Vec::new()),
    }
}

/// Cuts the days into windows of at most `keys_max` entries (a single day may hold more), and
/// counts the entries.
fn windows(world: &World, keys_max: u64) -> (VecDeque<i32>, u64) {
    let first = world.calendar.first();
    let days = usize::try_from(-first).unwrap_or(0) + 1;
    let mut counts = vec![0_u64; days];
    for case in 0..world.clients {
        for_each_moment(world, case, |_, moment| {
            let at = usize::try_from(moment.day - first).unwrap_or(0);
            if let Some(count) = counts.get_mut(at) {
                *count += 1;
            }
        });
    }
    let mut ends = VecDeque::new();
    let mut held = 0;
    for (day, count) in (first..).zip(&counts) {
        if held > 0 && held + count > keys_max {
            ends.push_back(day - 1);
            held = 0;
        }
        held += count;
    }
    ends.push_back(0);
    (ends, counts.iter().sum())
}

/// The facts that found the store, in entries of a size that a journal likes.
fn founding(world: &World) -> VecDeque<Vec<(About, Fact)>> {
    let founded = Fact::StoreFounded {
        kind: StoreKind::Demo,
        today: Some(world.today),
    };
    let practices = world
        .team
        .sites
        .iter()
        .map(|site| Fact::PracticeAdded(site.practice.clone()));
    let mut run_by: Vec<&str> = Vec::new();
    for text in &world.invented.services {
        if !run_by.contains(&text.organisation.as_str()) {
            run_by.push(&text.organisation);
        }
    }
    let organisations = (1..).zip(&run_by).map(|(id, name)| {
        Fact::OrganisationAdded(Box::new(Organisation {
            id: OrganisationId(id),
            name: (*name).to_owned(),
            ..Organisation::default()
        }))
    });
    let services = (1..).zip(&world.invented.services).map(|(id, text)| {
        let at = run_by.iter().position(|name| *name == text.organisation);
        let at = at.and_then(|at| u32::try_from(at + 1).ok());
        // Some were looked through lately, some not for more than a year.
        let checked = world.today - Days::new(20 + u64::from(id) * 97 % 400);
        Fact::ServiceAdded(Box::new(Service {
            id: ServiceId(id),
            name: text.name.clone(),
            organisation: text.organisation.clone(),
            run_by: at.map(OrganisationId),
            offers: text.offers.clone(),
            places: vec![Place::from_line(&text.place)],
            phone: text.phone.clone(),
            needs: text.needs.clone(),
            local: Local {
                checked: Some(checked),
                ..Local::default()
            },
            ..Service::default()
        }))
    });
    let staff = world
        .team
        .staff
        .iter()
        .map(|staff: &Staff| (About::Staff(staff.id), Fact::StaffAdded(staff.clone())));
    let rest = std::iter::once(founded)
        .chain(practices)
        .chain(organisations)
        .chain(services);
    let facts: Vec<(About, Fact)> = rest.map(|fact| (About::Rest, fact)).chain(staff).collect();
    facts.chunks(FOUNDING_MAX).map(<[_]>::to_vec).collect()
}
