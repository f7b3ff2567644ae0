//! Weeks of two people at work, putting right what they did: every undo, redo, merge and unmerge
//! against a plain model of cells, and the whole against the fold of the journal.

use std::collections::{BTreeMap, BTreeSet};

use caseload::domain::{
    client::ClientField,
    fact::{Entry, Fact},
    heads::{Heads, UNDO_DEPTH},
    ids::{CaseId, StaffId},
    intent::Intent,
    record::What,
    refusal::Refusal,
};
use proptest::{
    prelude::*,
    test_runner::{RngSeed, TestRunner},
};

use super::cells::{self, Cells, Changed, Stacks};
use super::steps::{Step, beginning, step};
use crate::world::{World, world};

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
