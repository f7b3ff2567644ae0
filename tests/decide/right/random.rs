//! Weeks of two people at work, putting right what they did: every undo, redo, merge and unmerge
//! against a plain model of cells, and the whole against the fold of the journal.

use std::collections::{BTreeMap, BTreeSet};

use caseload::domain::{
    case::{CaseField, CaseFields, CaseState},
    client::{ClientField, ClientFields},
    consent::Consent,
    fact::{Entry, Fact},
    heads::{CaseHead, Heads, UNDO_DEPTH},
    ids::{CaseId, ClientId, StaffId},
    intent::{Intent, Merge, NextChoice, Referred},
    part::{Part, PartChange},
    record::What,
    refusal::Refusal,
    terms::{ConsentScope, HoldingReason, HowGiven, Outcome, ToDoKind},
    todo::{Owner, ToDo, ToDoChange},
    written::Written,
};
use proptest::{
    prelude::*,
    sample::select,
    test_runner::{RngSeed, TestRunner},
};

use super::cells::{self, Cells, Changed, Stacks};
use crate::world::{World, contact, follow_up, world};

const PEOPLE: [&str; 2] = ["Amira", "Ben"];
const NUMBERS: [&str; 3] = ["9990000018", "9990000026", "9990000034"];

/// One thing that somebody asks for, as numbers to be made sense of by the state of the world.
#[derive(Debug, Clone)]
struct Step {
    who: &'static str,
    what: u8,
    at: usize,
    other: usize,
    choice: u8,
    next_morning: bool,
}

fn step() -> impl Strategy<Value = Step> {
    let numbers = (0u8..29, 0usize..12, 0usize..12, 0u8..8);
    (select(&PEOPLE[..]), numbers, prop::bool::weighted(0.1)).prop_map(
        |(who, (what, at, other, choice), next_morning)| Step {
            who,
            what,
            at,
            other,
            choice,
            next_morning,
        },
    )
}

fn beginning() -> World {
    let world = world().practice("Mill").practice("Elm");
    let world = world.worker("Amira").whole_practice_reach();
    let world = world.practice("Mill").whole_practice_reach();
    let world = world.worker("Ben").practice("Elm").practice("Mill");
    let world = world.worker("Amira").practice("Mill").practice("Elm");
    let world = world
        .client("Tom Hall")
        .field(ClientField::NhsNumber, NUMBERS[0]);
    let world = world
        .client("Una Price")
        .field(ClientField::NhsNumber, NUMBERS[1]);
    world.worker("Ben").client("Peg").client("Margaret")
}

fn nth<T: Clone>(of: &[T], at: usize) -> Option<T> {
    of.get(at % of.len().max(1)).cloned()
}

impl Step {
    fn next(&self, world: &World) -> NextChoice {
        let mut step = follow_up(0);
        step.on = world.today() + chrono::TimeDelta::days(self.other as i64);
        match self.choice {
            0 => NextChoice::NoneBecause("away".to_owned()),
            _ => NextChoice::Due(step),
        }
    }

    fn intent(&self, world: &World) -> Option<Intent> {
        let cases: Vec<CaseId> = world.heads.cases.iter().map(|head| head.case).collect();
        let clients: Vec<ClientId> = world.heads.clients.iter().map(|head| head.client).collect();
        let case = world.heads.case(nth(&cases, self.at)?)?;
        Some(match self.what {
            0..=2 => self.about_client(world, nth(&clients, self.at)?)?,
            3..=10 => self.about_case(world, case),
            11..=12 => self.amend(world, case)?,
            13..=14 => Intent::MoveWords {
                case: case.case,
                version: case.touch.seq,
                id: nth(&written(world, case), self.choice.into())?.id(),
                to: nth(&cases, self.other)?,
            },
            15..=16 => self.merge(world, &clients)?,
            17 => Intent::Unmerge {
                gone: nth(&clients, self.at)?,
            },
            18..=21 => Intent::Undo,
            22..=24 => Intent::Redo,
            25 => self.part(world, nth(&clients, self.at)?, case),
            _ => self.to_do(world, case),
        })
    }

    fn to_do(&self, world: &World, case: &CaseHead) -> Intent {
        let todos: Vec<_> = world.heads.directory.todos.values().collect();
        let known = nth(&todos, self.at).filter(|_| self.choice > 2);
        if let Some(kept) = known.filter(|_| self.choice > 5) {
            return Intent::AttachCall {
                todo: kept.id,
                version: kept.touch.seq,
                case: case.case,
            };
        }
        let fresh = ToDo {
            kind: ToDoKind::Call,
            what: String::new(),
            caller: "somebody".to_owned(),
            owner: Owner::Staff(world.staff(self.who).id),
            due: None,
            about: (self.choice == 0).then_some(case.case),
            concept: None,
            meeting: None,
            by: world.staff(self.who).id,
            made_on: world.today(),
            done_on: None,
        };
        Intent::SetToDo(Box::new(ToDoChange {
            id: known.map(|kept| kept.id),
            version: known.map_or(0, |kept| kept.touch.seq),
            now: ToDo {
                what: format!("ring back about {}", self.other),
                done_on: (self.choice == 5).then(|| world.today()),
                ..known.map_or(fresh, |kept| kept.todo.clone())
            },
        }))
    }

    fn about_client(&self, world: &World, client: ClientId) -> Option<Intent> {
        let version = world.heads.client(client)?.touch.seq;
        Some(match self.what {
            0 => Intent::OpenCase {
                referred: if self.choice < 4 {
                    Referred::Known(client)
                } else {
                    Referred::New {
                        fields: ClientFields::from([(ClientField::Given, "Ivy".to_owned())]),
                        practice: world.practice_id("Elm"),
                        although_similar: true,
                    }
                },
                worker: Some(world.staff(self.who).id),
                fields: CaseFields::from([(CaseField::Reason, "housing".to_owned())]),
                next: self.next(world),
            },
            1 => {
                let fields = [
                    ClientField::Hours,
                    ClientField::Phone,
                    ClientField::NhsNumber,
                ];
                let field = nth(&fields, self.other)?;
                let text = match field {
                    ClientField::NhsNumber => nth(&NUMBERS, self.choice.into())?.to_owned(),
                    _ => format!("after {}", self.choice),
                };
                Intent::EditClient {
                    client,
                    version,
                    set: vec![(field, Some(text).filter(|_| self.choice > 0))],
                    because: "more is known".to_owned(),
                }
            }
            _ => Intent::MovePractice {
                client,
                version,
                practice: world.practice_id(if self.choice < 4 { "Elm" } else { "Mill" }),
            },
        })
    }

    fn about_case(&self, world: &World, head: &CaseHead) -> Intent {
        let (case, version) = (head.case, head.touch.seq);
        match self.what {
            3 => Intent::SetState {
                case,
                version,
                state: match self.choice {
                    0..=2 => CaseState::Active,
                    3 => CaseState::Declined {
                        because: "no wish".to_owned(),
                    },
                    _ => CaseState::Holding {
                        reason: HoldingReason::ALL[0],
                        review_on: world.today() + chrono::TimeDelta::days(9),
                    },
                },
            },
            4 => Intent::SetNextStep {
                case,
                version,
                next: self.next(world),
            },
            5 => Intent::EditCase {
                case,
                version,
                set: vec![(CaseField::Asks, Some(format!("asks {}", self.choice)))],
                because: String::new(),
            },
            6 => Intent::AddNote {
                case,
                text: format!("noted {}", self.choice),
            },
            _ => {
                let mut contact = contact(Outcome::ALL[self.other % Outcome::ALL.len()]);
                contact.on = world.today() - chrono::TimeDelta::days(i64::from(self.choice));
                Intent::LogContact {
                    case,
                    version,
                    contact,
                    next: self.next(world),
                }
            }
        }
    }

    fn amend(&self, world: &World, head: &CaseHead) -> Option<Intent> {
        let written = written(world, head);
        let now = match written.get(self.other % written.len().max(1))?.clone() {
            Written::Contact(mut contact) => {
                contact.note = format!("put right {}", self.choice);
                contact.outcome = Outcome::ALL[usize::from(self.choice) % Outcome::ALL.len()];
                contact.on -= chrono::TimeDelta::days(i64::from(self.choice % 3));
                Written::Contact(contact)
            }
            Written::Note { id, on, .. } => Written::Note {
                id,
                on,
                text: format!("put right {}", self.choice),
            },
        };
        Some(Intent::Amend {
            case: head.case,
            version: head.touch.seq,
            now,
            because: "typing slip".to_owned(),
        })
    }

    fn merge(&self, world: &World, clients: &[ClientId]) -> Option<Intent> {
        let (kept, gone) = (nth(clients, self.at)?, nth(clients, self.other)?);
        let version = |client| Some(world.heads.client(client)?.touch.seq);
        let all = [
            ClientField::Hours,
            ClientField::Given,
            ClientField::Practice,
        ];
        Some(Intent::Merge(Box::new(Merge {
            kept,
            kept_version: version(kept)?,
            gone,
            gone_version: version(gone)?,
            take: all.into_iter().take(usize::from(self.choice % 4)).collect(),
            wrong_number: (self.choice > 3).then(|| NUMBERS[self.other % 3].to_owned()),
        })))
    }

    fn part(&self, world: &World, client: ClientId, case: &CaseHead) -> Intent {
        let kept = world.heads.records_of(client).into_iter();
        let kept = kept.flat_map(|record| world.clients[&record].parts.clone());
        let known = kept.last().filter(|_| self.choice > 3);
        let consent = Part::Consent(Consent {
            scope: ConsentScope::ALL[self.other % ConsentScope::ALL.len()],
            service: None,
            organisation: String::new(),
            given: self.choice.is_multiple_of(2),
            on: world.today(),
            how: HowGiven::Spoken,
            withdrawn_on: None,
            note: format!("in {}", case.case),
        });
        Intent::SetParts {
            client,
            changes: vec![PartChange {
                id: known.as_ref().map(|kept| kept.id),
                version: known.as_ref().map_or(0, |kept| kept.seq),
                case: None,
                now: Some(consent).filter(|_| known.is_none() || self.choice != 7),
            }],
            because: String::new(),
        }
    }
}

fn written(world: &World, head: &CaseHead) -> Vec<Written> {
    let lines = world.cases[&head.case].history.iter();
    lines
        .filter_map(|line| Some(line.words()?.written))
        .collect()
}

impl Step {
    /// A case that comes back on another day has stood as received since that day.
    fn same(&self, key: &str, expected: Option<&String>, found: Option<&String>) -> bool {
        let reopened = key.ends_with(" state")
            && expected.zip(found).is_some_and(|(expected, found)| {
                expected.starts_with("Received") && found.starts_with("Received")
            });
        reopened || expected == found
    }

    fn compare(&self, expected: &Cells, found: &Cells, what: &Intent) -> Result<(), TestCaseError> {
        let keys: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
        for key in keys {
            let (wanted, there) = (expected.get(key), found.get(key));
            prop_assert!(
                self.same(key, wanted, there),
                "{what:?} by {}: {key} should be {wanted:?} and is {there:?}",
                self.who
            );
        }
        Ok(())
    }
}

/// A run: the world, the model, and what each entry changed.
struct Run {
    world: World,
    cells: Cells,
    stacks: Stacks,
    merges: BTreeMap<String, Changed>,
    granted: [u32; 4],
}

impl Run {
    fn new() -> Run {
        let world = beginning();
        Run {
            cells: cells::of(&world),
            world,
            stacks: Stacks::default(),
            merges: BTreeMap::new(),
            granted: [0; 4],
        }
    }

    fn step(&mut self, step: &Step) -> Result<(), TestCaseError> {
        self.world.now += chrono::TimeDelta::seconds(1);
        if step.next_morning {
            self.world.now += chrono::TimeDelta::days(1);
        }
        let Some(intent) = step.intent(&self.world) else {
            return Ok(());
        };
        let who = self.world.staff(step.who).id;
        let version = self.world.heads.seq;
        let granted = self.world.ask(step.who, intent.clone());
        let after = cells::of(&self.world);
        if let Err(refusal) = granted {
            prop_assert_eq!(self.world.heads.seq, version);
            self.may_refuse(who, &intent, &refusal)?;
            return Ok(());
        }
        let expected = self.expected(who, &intent);
        if let Some(expected) = &expected {
            step.compare(expected, &after, &intent)?;
        }
        let changed = cells::changed(&self.cells, &after);
        self.remember(who, &intent, changed);
        self.cells = after;
        self.holds()
    }

    /// What must stand in the cells after putting right; `None` where the model has no word.
    fn expected(&self, who: StaffId, intent: &Intent) -> Option<Cells> {
        let mut expected = self.cells.clone();
        match intent {
            Intent::Undo => {
                let changed = self.stacks.done.get(&who)?.last()?;
                let before = changed.iter().map(|(key, was, _)| (key, was));
                cells::put(&mut expected, before);
            }
            Intent::Redo => {
                let changed = self.stacks.undone.get(&who)?.last()?;
                let after = changed.iter().map(|(key, _, now)| (key, now));
                cells::put(&mut expected, after);
            }
            Intent::Unmerge { gone } => {
                let changed = self.merges.get(&gone.to_string())?;
                // What was the other's own stays the other's own.
                let own = format!("{gone} ");
                let theirs = |key: &String| key.starts_with(&own) && !key.ends_with(" leads to");
                let back = changed
                    .iter()
                    .filter(|(key, _, now)| self.cells.get(key) == now.as_ref() && !theirs(key));
                cells::put(&mut expected, back.map(|(key, was, _)| (key, was)));
                // A number that somebody else has by now is theirs.
                let kept = self.cells.get(&format!("{gone} leads to"))?.clone();
                give_up_number(&mut expected, &kept, &gone.to_string());
                give_up_number(&mut expected, &gone.to_string(), "");
            }
            _ => return None,
        }
        Some(expected)
    }

    /// Putting right is refused only where something has changed since, or where there is nothing.
    fn may_refuse(
        &self,
        who: StaffId,
        intent: &Intent,
        refusal: &Refusal,
    ) -> Result<(), TestCaseError> {
        let (stack, back) = match intent {
            Intent::Undo => (&self.stacks.done, false),
            Intent::Redo => (&self.stacks.undone, true),
            _ => return Ok(()),
        };
        let Some(changed) = stack.get(&who).and_then(|stack| stack.last()) else {
            return Ok(());
        };
        // Anything that any other entry did since is a reason; nothing at all is none.
        let seq = self.world.entries.last().map_or(0, |entry| entry.seq);
        let lately = &self.world.heads.directory.lately[&who];
        let entry = if back { &lately.undone } else { &lately.done };
        let alone = if back {
            let undoing = undoing(&self.world, entry.last().copied());
            undoing == Some(seq) && entry.last().map(|undone| undone + 1) == undoing
        } else {
            entry.last().copied() == Some(seq)
        };
        prop_assert!(!alone, "{intent:?} of {changed:?} was refused: {refusal}");
        Ok(())
    }

    fn remember(&mut self, who: StaffId, intent: &Intent, changed: Changed) {
        // What joined two records last, be it a merge, or one brought back.
        for (key, _, now) in &changed {
            if let (Some(gone), Some(_)) = (key.strip_suffix(" leads to"), now) {
                self.merges.insert(gone.to_owned(), changed.clone());
            }
        }
        let kind = match intent {
            Intent::Undo => Some(0),
            Intent::Redo => Some(1),
            Intent::Merge(_) => Some(2),
            Intent::Unmerge { .. } => Some(3),
            _ => None,
        };
        if let Some(kind) = kind {
            self.granted[kind] += 1;
        }
        let done = self.stacks.done.entry(who).or_default();
        let undone = self.stacks.undone.entry(who).or_default();
        match intent {
            // What the beginning was made of can be undone too.
            Intent::Undo => undone.push(done.pop().unwrap_or_else(|| {
                let backwards = changed
                    .iter()
                    .cloned()
                    .map(|(key, was, now)| (key, now, was));
                backwards.collect()
            })),
            Intent::Redo => done.extend(undone.pop()),
            _ => {
                undone.clear();
                done.push(changed.clone());
            }
        }
        if done.len() > UNDO_DEPTH {
            done.remove(0);
        }
    }

    /// What must hold at every moment.
    fn holds(&self) -> Result<(), TestCaseError> {
        for head in self.world.heads.cases.iter() {
            let record = &self.world.cases[&head.case];
            prop_assert_eq!(head.tally, record.tally(), "the count of {}", head.case);
            let person = self.world.heads.client(head.client).expect("somebody");
            prop_assert_eq!(
                head.practice,
                person.practice,
                "the practice of {}",
                head.case
            );
            prop_assert!(person.cases.contains(&head.case));
        }
        // Every move leaves a trace on both sides, and one that is undone none.
        let lines = self.world.cases.values().flat_map(|case| &case.history);
        let traces = lines.filter_map(|line| match line.what {
            What::Moved { here, .. } => Some(here),
            _ => None,
        });
        let (here, away): (Vec<bool>, Vec<bool>) = traces.partition(|here| *here);
        prop_assert_eq!(here.len(), away.len());
        let mut numbers = BTreeSet::new();
        for head in self.world.heads.people() {
            if let Some(number) = self.world.clients[&head.client]
                .fields
                .get(&ClientField::NhsNumber)
            {
                prop_assert!(numbers.insert(number), "{number} is two people's");
            }
            let cases: BTreeSet<CaseId> = head.cases.iter().copied().collect();
            prop_assert_eq!(cases.len(), head.cases.len());
        }
        Ok(())
    }

    /// The journal, written and read back, folds to what stands here.
    fn agrees_with_the_journal(&self) -> Result<(), TestCaseError> {
        let mut read = world();
        read.entries.clear();
        read.heads = Heads::default();
        for entry in &self.world.entries {
            let facts = entry.facts.iter().map(|(about, fact)| {
                let json = serde_json::to_string(fact).expect("encodes");
                let fact: Fact = serde_json::from_str(&json).expect("decodes");
                (*about, fact)
            });
            read.now = entry.recorded;
            let Entry { who, .. } = entry;
            read.record(*who, facts.collect());
        }
        prop_assert_eq!(
            format!("{:?}", read.heads),
            format!("{:?}", self.world.heads)
        );
        prop_assert_eq!(&read.clients, &self.world.clients);
        prop_assert_eq!(&read.cases, &self.world.cases);
        Ok(())
    }
}

/// Takes an NHS number from a record where another has the same that leads nowhere else; the one
/// beside it does not count.
fn give_up_number(cells: &mut Cells, id: &str, beside: &str) {
    let name = format!("{:?}", ClientField::NhsNumber);
    let key = format!("{id} {name}");
    let Some(number) = cells.get(&key).cloned() else {
        return;
    };
    let taken = cells.iter().any(|(other, value)| {
        let holder = other.strip_suffix(&name).map_or("", str::trim_end);
        *value == number
            && !holder.is_empty()
            && holder != id
            && holder != beside
            && !cells.contains_key(&format!("{holder} leads to"))
    });
    if taken {
        cells.remove(&key);
    }
}

/// The entry that undid another.
fn undoing(world: &World, undone: Option<u64>) -> Option<u64> {
    let entry = world.entries.iter().rev().find(|entry| {
        entry
            .facts
            .iter()
            .any(|(_, fact)| matches!(fact, Fact::Undone { entry, .. } if Some(*entry) == undone))
    });
    entry.map(|entry| entry.seq)
}

/// One run; gives how often something was undone, brought back, merged and parted.
fn run(steps: &[Step]) -> Result<[u32; 4], TestCaseError> {
    let mut run = Run::new();
    for step in steps {
        run.step(step)?;
    }
    run.agrees_with_the_journal()?;
    Ok(run.granted)
}

/// A few runs of any length; with CASELOAD_RUNS=10000 so many of fifty steps each, which takes
/// minutes in a release build.
#[test]
fn putting_right_does_what_a_plain_model_does() {
    let asked = std::env::var("CASELOAD_RUNS").ok();
    let asked = asked.and_then(|runs| runs.parse().ok());
    let (cases, least) = asked.map_or((64, 1), |runs| (runs, 50));
    let mut runner = TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(5),
        ..ProptestConfig::default()
    });
    let steps = prop::collection::vec(step(), least..=50);
    let granted = std::cell::Cell::new([0_u32; 4]);
    let outcome = runner.run(&steps, |steps| {
        let (counts, mut sum) = (run(&steps)?, granted.get());
        for (sum, count) in sum.iter_mut().zip(counts) {
            *sum += count;
        }
        granted.set(sum);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    let [undone, redone, merged, parted] = granted.get();
    println!("{undone} undone, {redone} brought back, {merged} merged, {parted} parted");
    assert!(undone.min(redone).min(merged).min(parted) > 0);
}
