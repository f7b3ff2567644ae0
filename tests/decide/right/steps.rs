//! What two people ask for, at random: numbers made sense of by the state of the world.

use caseload::domain::{
    case::{CaseField, CaseFields, CaseState},
    client::{ClientField, ClientFields},
    consent::Consent,
    heads::CaseHead,
    ids::{CaseId, ClientId},
    intent::{Intent, Merge, NextChoice, Referred},
    part::{Part, PartChange},
    terms::{ConsentScope, HoldingReason, HowGiven, Outcome, ToDoKind},
    todo::{Owner, ToDo, ToDoChange},
    written::Written,
};
use proptest::{prelude::*, sample::select};

use crate::world::{World, contact, follow_up, world};

const PEOPLE: [&str; 2] = ["Amira", "Ben"];
const NUMBERS: [&str; 3] = ["9990000018", "9990000026", "9990000034"];

/// One thing that somebody asks for, as numbers to be made sense of by the state of the world.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) who: &'static str,
    pub(super) what: u8,
    at: usize,
    other: usize,
    choice: u8,
    pub(super) next_morning: bool,
}

pub(super) fn step() -> impl Strategy<Value = Step> {
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

pub(super) fn beginning() -> World {
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

    pub(super) fn intent(&self, world: &World) -> Option<Intent> {
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
