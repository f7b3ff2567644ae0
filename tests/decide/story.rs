//! Weeks of invented work: intents of three people in any order, undo in between.

use caseload::domain::{
    case::{CaseField, CaseFields, CaseState, NextStep},
    client::{ClientField, ClientFields},
    contact::{Contact, ContactHead},
    decide::Shelf,
    fact::{About, Fact},
    ids::{CaseId, ClientId, ContactId},
    intent::{Intent, NextChoice, Referred},
    record::What,
    terms::{ClosingReason, HoldingReason, Outcome, With},
};
use proptest::{prelude::*, sample::select, test_runner::RngSeed};

use super::undo::visible;
use crate::world::{World, contact, day, follow_up, world};

const PEOPLE: [&str; 3] = ["Amira", "Ben", "Sam"];

/// One thing that somebody asks for, as numbers to be made sense of by the state of the world.
#[derive(Debug, Clone)]
struct Step {
    who: &'static str,
    what: u8,
    case: usize,
    days: i64,
    choice: u8,
    next_morning: bool,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (
        select(&PEOPLE[..]),
        0u8..12,
        0usize..6,
        -3i64..20,
        0u8..6,
        prop::bool::weighted(0.2),
    )
        .prop_map(|(who, what, case, days, choice, next_morning)| Step {
            who,
            what,
            case,
            days,
            choice,
            next_morning,
        });
    prop::collection::vec(step, 1..60)
}

fn beginning() -> World {
    let world = world().practice("Elm").worker("Amira").supervisor("Sam");
    let world = world.whole_practice_reach().worker("Ben").worker("Amira");
    let world = world.client("Tom").worker("Ben").client("Una");
    world.practice("Mill").practice("Elm")
}

impl Step {
    fn next(&self, world: &World) -> NextChoice {
        let mut step = follow_up(0);
        step.on = world.today() + chrono::TimeDelta::days(self.days);
        match self.choice {
            0 => NextChoice::Keep,
            1 => NextChoice::NoneBecause("away".to_owned()),
            _ => NextChoice::Due(step),
        }
    }

    fn state(&self, world: &World) -> CaseState {
        let on = world.today() + chrono::TimeDelta::days(self.days);
        match self.choice {
            0 => CaseState::Active,
            1 => CaseState::Holding {
                reason: HoldingReason::ALL[0],
                review_on: on,
            },
            2 => CaseState::Paused { ask_on: on },
            3 => CaseState::Closed {
                reason: ClosingReason::ALL[0],
                outcome: String::new(),
            },
            4 => CaseState::Waiting,
            _ => CaseState::Declined {
                because: "no wish".to_owned(),
            },
        }
    }

    /// The intent; `None` where nobody is left to be worked with.
    fn intent(&self, world: &World) -> Option<Intent> {
        let all: Vec<CaseId> = world.heads.cases.iter().map(|head| head.case).collect();
        let case = *all.get(self.case % all.len().max(1))?;
        let head = world.heads.case(case)?;
        Some(match self.what {
            0..4 => self.about_client(world, head.client),
            4..11 => self.about_case(world, case, head.touch.seq),
            _ => Intent::Undo,
        })
    }

    fn about_client(&self, world: &World, client: ClientId) -> Intent {
        let touch = world.heads.client(client).map(|head| head.touch);
        let version = touch.unwrap_or_default().seq;
        let open = |referred, worker| Intent::OpenCase {
            referred,
            worker,
            fields: CaseFields::new(),
            next: self.next(world),
        };
        match self.what {
            0 => {
                let new = Referred::New {
                    fields: ClientFields::from([(ClientField::Given, "Ivy".to_owned())]),
                    practice: world.practice_id("Elm"),
                    although_similar: true,
                };
                open(new, None)
            }
            1 => open(Referred::Known(client), Some(world.staff(self.who).id)),
            2 => Intent::EditClient {
                client,
                version,
                set: vec![(ClientField::Hours, Some(format!("after {}", self.choice)))],
                because: String::new(),
            },
            _ => Intent::MovePractice {
                client,
                version,
                practice: world.practice_id(if self.choice < 3 { "Elm" } else { "Mill" }),
            },
        }
    }

    fn about_case(&self, world: &World, case: CaseId, version: u64) -> Intent {
        match self.what {
            4 => Intent::SetState {
                case,
                version,
                state: self.state(world),
            },
            5 => Intent::SetNextStep {
                case,
                version,
                next: self.next(world),
            },
            6 => Intent::Assign {
                case,
                version,
                to: [None, Some("Amira"), Some("Ben")][self.case % 3]
                    .map(|who| world.staff(who).id),
                note: String::new(),
            },
            7 => Intent::EditCase {
                case,
                version,
                set: vec![
                    (CaseField::ReferredOn, Some(day(-self.days - 9).to_string())),
                    (CaseField::Reason, Some(format!("reason {}", self.choice))),
                ],
                because: String::new(),
            },
            8 => Intent::AddNote {
                case,
                text: "noted".to_owned(),
            },
            _ => Intent::LogContact {
                case,
                version,
                contact: self.contact(world),
                next: self.next(world),
            },
        }
    }

    fn contact(&self, world: &World) -> Contact {
        let mut contact = contact(Outcome::ALL[self.case % Outcome::ALL.len()]);
        contact.on = world.today() - chrono::TimeDelta::days(self.days.max(0));
        if self.choice == 5 {
            contact.with = With::Carer;
        }
        contact
    }
}

/// Invariant 10: nobody drops off the list. An open case has a next step or a chosen reason for
/// none, unless none was ever set since it was opened, reopened or taken out of holding; then every
/// Agenda lists it under "No next step".
fn nobody_dropped(world: &World, before: &World, intent: &Intent) -> Result<(), TestCaseError> {
    for head in world.heads.cases.iter().filter(|head| head.state.is_open()) {
        let Some(was) = before.heads.case(head.case) else {
            continue;
        };
        if head.next != NextStep::Missing || was.next == NextStep::Missing {
            continue;
        }
        let asked_anew = match intent {
            Intent::Undo => true,
            Intent::SetState { case, .. } => {
                *case == head.case && (!was.state.is_open() || was.state.review_on().is_some())
            }
            _ => false,
        };
        prop_assert!(asked_anew, "{intent:?} took the next step of {head:?}");
        prop_assert!(was.next.follow_up().is_none() || *intent == Intent::Undo);
    }
    Ok(())
}

/// A follow-up that was due ends by an answer, by somebody's choice, or with the case.
fn tries_kept_what_was_due(
    world: &World,
    before: &World,
    intent: &Intent,
) -> Result<(), TestCaseError> {
    if let Intent::LogContact {
        case,
        contact,
        next,
        ..
    } = intent
        && !contact.answers()
        && let Some(was) = before
            .heads
            .case(*case)
            .and_then(|head| head.next.follow_up())
        && let Some(now) = world.heads.case(*case)
    {
        match next {
            NextChoice::Keep => prop_assert_eq!(now.next.follow_up(), Some(was)),
            NextChoice::Due(due) => {
                let moved = was.moved + u16::from(due.on != was.on);
                prop_assert_eq!(now.next.follow_up().map(|due| due.moved), Some(moved));
            }
            NextChoice::NoneBecause(_) => {}
        }
    }
    Ok(())
}

fn heads_agree_with_records(world: &World) -> Result<(), TestCaseError> {
    for head in world.heads.cases.iter() {
        let record = world.case(head.case).expect("a record for every head");
        let none = ContactId(u32::MAX);
        prop_assert_eq!(head.tally, record.tally_without(none));
        let mut contacts: Vec<_> = record
            .contacts()
            .map(|(line, contact)| ContactHead::of(contact, line.who))
            .collect();
        contacts.sort_by_key(|contact| contact.id);
        prop_assert_eq!(&head.contacts, &contacts);
        let last = record
            .history
            .iter()
            .rev()
            .find_map(|line| match &line.what {
                What::Next { now, .. } => Some(now.clone()),
                _ => None,
            });
        prop_assert_eq!(&head.next, &last.unwrap_or_default());
        let open = world.heads.open_by_worker.get(&head.worker);
        let indexed = open.is_some_and(|cases| cases.contains(&head.case));
        prop_assert_eq!(indexed, head.state.is_open());
    }
    Ok(())
}

fn survives_json(facts: &[(About, Fact)]) -> Result<(), TestCaseError> {
    for (_, fact) in facts {
        let json = serde_json::to_string(fact).expect("encodes");
        let back: Fact = serde_json::from_str(&json).expect("decodes");
        prop_assert_eq!(&back, fact);
    }
    Ok(())
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 192,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_three_people_do_nobody_drops_off_the_list(steps in steps()) {
        let mut world = beginning();
        for step in steps {
            if step.next_morning {
                world.now += chrono::TimeDelta::days(1);
            }
            let Some(intent) = step.intent(&world) else { continue };
            let before = world.clone();
            let Ok(decision) = world.ask(step.who, intent.clone()) else {
                prop_assert_eq!(visible(&world.heads), visible(&before.heads));
                continue;
            };
            survives_json(&decision.facts)?;
            nobody_dropped(&world, &before, &intent)?;
            tries_kept_what_was_due(&world, &before, &intent)?;
            heads_agree_with_records(&world)?;
            if intent != Intent::Undo {
                let mut regretted = world.clone();
                regretted.now += chrono::TimeDelta::days(1);
                let undone = regretted.ask(step.who, Intent::Undo);
                prop_assert!(undone.is_ok(), "{intent:?}: {undone:?}");
                prop_assert_eq!(visible(&regretted.heads), visible(&before.heads), "{:?}", intent);
            }
        }
        let anew = world.folded_anew();
        prop_assert_eq!(format!("{anew:?}"), format!("{:?}", world.heads));
    }
}
