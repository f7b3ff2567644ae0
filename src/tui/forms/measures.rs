//! Measures: which one to take, and the takings there are, to be changed or taken away.

pub(super) mod take;

use self::take::Take;
use super::about::{self, Facts};
use super::menu::{self, Menu, Taken};
use super::sheet;
use super::words;
use crate::domain::dates;
use crate::domain::ids::PartId;
use crate::domain::intent::Intent;
use crate::domain::measure::Measure;
use crate::domain::measure::table::{self, Spec, figure};
use crate::domain::part::{Kept, Part, PartChange};
use crate::readmodel::outcomes;
use crate::tui::dialogs::pick::Item;

/// The list: first the measures, then what was taken, latest first.
#[derive(Default)]
pub(super) struct Measures {
    taken: Vec<PartId>,
}

impl Menu for Measures {
    fn title(&self) -> String {
        "Measure".to_owned()
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        words::no_case(facts)
    }

    fn changes(&self, _index: usize) -> bool {
        false
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        let mut items: Vec<Item> = table::measures()
            .iter()
            .map(|spec| Item {
                words: format!("Take {}", spec.title),
                note: spec.name.clone(),
            })
            .collect();
        let rows = facts.card.as_deref().map(outcomes::measures);
        let mut takings: Vec<_> = rows
            .iter()
            .flatten()
            .flat_map(|row| row.takings.iter().map(move |taking| (row, taking)))
            .collect();
        takings.sort_by_key(|(_, taking)| std::cmp::Reverse((taking.on, taking.part)));
        self.taken = takings.iter().map(|(_, taking)| taking.part).collect();
        items.extend(takings.iter().map(|(row, taking)| {
            let on = dates::short(taking.on, facts.today());
            Item {
                words: format!("{on}  {}, {}", row.title, taking.stage),
                note: taken(facts, taking.part).map_or_else(String::new, |(_, taken)| short(taken)),
            }
        }));
        (items, 0)
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        let about = about::of(facts);
        if let Some(spec) = table::measures().get(index) {
            return Taken::Open(sheet::open(about, Take::new(spec)));
        }
        let at = index.checked_sub(table::measures().len());
        match at.and_then(|at| self.taken.get(at)) {
            Some(part) => Taken::Open(menu::open(about, OneTaking { part: *part })),
            None => Taken::Nothing,
        }
    }
}

/// The taking with that id, as the card has it.
fn taken(facts: &Facts, part: PartId) -> Option<(&Kept, &Measure)> {
    let parts = &facts.card.as_ref()?.parts;
    let kept = parts.iter().find(|kept| kept.id == part)?;
    match &kept.part {
        Part::Measure(taken) => Some((kept, taken)),
        _ => None,
    }
}

/// "3 4 2 8", or why it was not taken.
fn short(taken: &Measure) -> String {
    let spec: Option<&Spec> = table::measure(&taken.measure);
    let items = spec.map_or(&[][..], |spec| &spec.items);
    let figures: Vec<String> = items
        .iter()
        .zip(&taken.values)
        .map(|(item, value)| {
            value.map_or_else(|| "-".to_owned(), |value| figure(value, item.decimals))
        })
        .collect();
    match taken.values.iter().flatten().count() {
        0 => format!("not taken: {}", taken.missing),
        _ => figures.join(" "),
    }
}

/// What can be done with one taking.
struct OneTaking {
    part: PartId,
}

impl Menu for OneTaking {
    fn title(&self) -> String {
        "Measure".to_owned()
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        match taken(facts, self.part) {
            Some(_) => None,
            None => Some("This has been taken away meanwhile".to_owned()),
        }
    }

    fn changes(&self, index: usize) -> bool {
        index == 1
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        let note = taken(facts, self.part).map_or_else(String::new, |(_, taken)| {
            format!(
                "{}: {}",
                dates::short(taken.on, facts.today()),
                short(taken)
            )
        });
        let change = Item {
            words: "Change it".to_owned(),
            note,
        };
        let away = Item {
            words: "Take it away".to_owned(),
            note: "undo brings it back".to_owned(),
        };
        (vec![change, away], 0)
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        let (Some((kept, taken)), Some(card)) = (taken(facts, self.part), &facts.card) else {
            return Taken::Nothing;
        };
        match (index, table::measure(&taken.measure)) {
            (0, Some(spec)) => {
                Taken::Open(sheet::open(about::of(facts), Take::change(spec, self.part)))
            }
            (1, _) => Taken::Do(Intent::SetParts {
                client: card.client_id,
                changes: vec![PartChange {
                    id: Some(kept.id),
                    version: kept.seq,
                    case: kept.case,
                    now: None,
                }],
                because: String::new(),
            }),
            _ => Taken::Nothing,
        }
    }
}
