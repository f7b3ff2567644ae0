//! Taking a measure, figures in a row, goals and their steps, by keys alone at 80x24.

use caseload::domain::goal::{Goal, GoalStep};
use caseload::domain::ids::{CaseId, PartId, StaffId};
use caseload::domain::intent::{Intent, NextChoice};
use caseload::domain::measure::Measure;
use caseload::domain::part::{Kept, Part};
use caseload::domain::terms::{ContactKind, GoalState, MeasureStage, StepOwner};
use caseload::readmodel::client::ClientCard;
use caseload::readmodel::outcomes;

use crate::table::{Table, day, peg};

fn kept(id: u32, part: Part) -> Kept {
    Kept {
        id: PartId(id),
        case: Some(CaseId(70)),
        part,
        seq: u64::from(id) + 50,
        who: StaffId(1),
        at: "2026-11-20T09:00:00Z".parse().expect("an instant"),
    }
}

fn ons4(id: u32, on: &str, values: [i32; 4], words: &str) -> Kept {
    let values = values.iter().map(|value| Some(value * 100)).collect();
    kept(
        id,
        Part::Measure(Measure {
            measure: "ons4".to_owned(),
            version: 1,
            on: day(on),
            mode: ContactKind::Home,
            stage: MeasureStage::Review,
            values,
            missing: String::new(),
            concerns: Vec::new(),
            words: words.to_owned(),
        }),
    )
}

fn goal(id: u32, text: &str, state: GoalState, steps: Vec<GoalStep>) -> Kept {
    let goal = Goal {
        text: text.to_owned(),
        set_on: day("2026-10-29"),
        state,
        state_on: None,
        steps,
    };
    kept(id, Part::Goal(goal))
}

fn rich() -> ClientCard {
    let step = GoalStep {
        text: "ring Citizens Advice".to_owned(),
        owner: StepOwner::LinkWorker,
        by: Some(day("2026-11-27")),
        done_on: None,
    };
    let mut card = peg();
    card.parts = vec![
        ons4(3, "2026-11-03", [6, 5, 6, 5], "I open the post now"),
        ons4(1, "2026-09-21", [3, 4, 2, 8], ""),
        ons4(2, "2026-10-19", [4, 4, 4, 7], ""),
        goal(4, "to sleep", GoalState::Open, vec![step]),
        goal(5, "to eat with others", GoalState::Reached, Vec::new()),
    ];
    card
}

#[test]
fn figures_stand_in_a_row_with_directions_and_changes_in_words() {
    let rows = outcomes::measures(&rich());
    assert_eq!(
        outcomes::in_a_row(&rows[0], day("2026-11-23")),
        "Sep Oct Nov: satisfied 3 4 6, worthwhile 4 4 5, happy 2 4 6, anxious 8 7 5 (lower is better). \
         Since Sep: satisfied better by 3, worthwhile better by 1, happy better by 4, anxious better by 3"
    );
    assert!(rows[0].figures.iter().all(|figure| !figure.is_total));
    let mut one = peg();
    one.parts = vec![ons4(1, "2026-09-21", [3, 4, 2, 8], "")];
    let row = &outcomes::measures(&one)[0];
    assert!(row.figures.iter().all(|figure| figure.change.is_none()));
    assert!(!outcomes::in_a_row(row, day("2026-11-23")).contains("better by"));
    Table::new(rich())
        .shows("satisfied 3 4 6")
        .shows("goals 1 of 2")
        .shows("anxious 8 7 5 (lower is better)");
}

#[test]
fn ons4_is_taken_by_its_digits() {
    let mut table = Table::new(peg());
    table
        .keys("M 1")
        .shows("how satisfied are you with your life");
    table.types("3").keys("tab").types("4").keys("tab");
    table.types("11").keys("tab").shows("from 0 to 10");
    assert!(table.intents().is_empty());
    table.types("8").keys("f2");
    assert!(table.intents().is_empty(), "eleven is no answer");
    table.keys("backspace backspace").types("2").keys("f2");
    let Intent::SetParts { changes, .. } = table.only() else {
        panic!("no part")
    };
    let Some(Part::Measure(taken)) = &changes[0].now else {
        panic!("no measure")
    };
    assert_eq!(taken.values, [Some(300), Some(400), Some(200), Some(800)]);
    assert_eq!(taken.stage, MeasureStage::Baseline);
}

#[test]
fn a_taking_is_taken_away_by_enter_only() {
    let mut table = Table::new(rich());
    table.keys("M").shows("Take ONS4").keys("7 2");
    assert!(table.intents().is_empty());
    table.keys("enter");
    let Intent::SetParts { changes, .. } = table.only() else {
        panic!("no part")
    };
    assert_eq!((changes[0].id, changes[0].version), (Some(PartId(3)), 53));
    assert_eq!(changes[0].now, None);
}

#[test]
fn a_step_is_done_or_becomes_the_next_step() {
    let mut table = Table::new(rich());
    table
        .keys("P")
        .shows("ring Citizens Advice")
        .keys("2 enter");
    let Intent::SetParts { changes, .. } = table.only() else {
        panic!("no part")
    };
    let Some(Part::Goal(goal)) = &changes[0].now else {
        panic!("no goal")
    };
    assert_eq!(goal.steps[0].done_on, Some(day("2026-11-23")));
    let mut table = Table::new(rich());
    table
        .keys("P 2 2")
        .shows("Make it the next step")
        .keys("enter");
    let Intent::SetNextStep {
        next: NextChoice::Due(due),
        ..
    } = table.only()
    else {
        panic!("no next step")
    };
    assert_eq!(
        (due.on, due.what.as_str()),
        (day("2026-11-27"), "ring Citizens Advice")
    );
}
