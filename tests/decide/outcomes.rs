//! Measures and goals: what may be noted of them.

use caseload::domain::{
    goal::{Goal, GoalStep},
    intent::Intent,
    measure::{Measure, table},
    part::{Part, PartChange},
    refusal::Refusal,
    terms::{ContactKind, GoalState, MeasureStage, StepOwner},
};
use proptest::prelude::*;

use crate::world::{World, day, world};

fn elm() -> World {
    world().worker("Amira").practice("Elm").client("Tom")
}

fn ask(world: &World, part: Part) -> Intent {
    Intent::SetParts {
        client: world.client_id("Tom"),
        changes: vec![PartChange {
            id: None,
            version: 0,
            case: Some(world.case_of("Tom")),
            now: Some(part),
        }],
        because: String::new(),
    }
}

fn taking(code: &str, values: Vec<Option<i32>>) -> Measure {
    Measure {
        measure: code.to_owned(),
        version: 0,
        on: day(0),
        mode: ContactKind::Phone,
        stage: MeasureStage::Baseline,
        values,
        missing: String::new(),
        concerns: Vec::new(),
        words: String::new(),
    }
}

fn tried(taken: Measure) -> Result<Part, Refusal> {
    let mut world = elm();
    let intent = ask(&world, Part::Measure(taken));
    world.ask("Amira", intent)?;
    Ok(world.clients[&world.client_id("Tom")].parts[0].part.clone())
}

proptest! {
    #[test]
    fn a_figure_is_taken_exactly_where_the_table_has_it(
        spec in 0..table::measures().len(),
        at in 0..table::ITEMS_MAX,
        value in prop_oneof![-200..12_000_i32, (-2..120_i32).prop_map(|ones| ones * 100)],
    ) {
        let spec = &table::measures()[spec];
        let at = at % spec.items.len();
        let item = &spec.items[at];
        let mut values = vec![None; spec.items.len()];
        values[at] = Some(value);
        let step = [100, 10, 1][usize::from(item.decimals)];
        let fits = value >= item.min * 100 && value <= item.max * 100 && value % step == 0;
        let said = tried(taking(&spec.code, values));
        prop_assert_eq!(said.is_ok(), fits, "{} {}: {:?}", spec.code, value, said);
    }
}

#[test]
fn a_measure_must_be_in_the_table_on_a_day_that_has_come_with_figures_or_a_reason() {
    let refused = tried(taking("phq9", vec![Some(300)])).expect_err("not in the list");
    assert!(refused.to_string().contains("ONS4"), "{refused}");
    let mut tomorrow = taking("ons4", vec![Some(300)]);
    tomorrow.on = day(1);
    assert!(matches!(
        tried(tomorrow),
        Err(Refusal::NotYetHappened { .. })
    ));
    assert!(tried(taking("ons4", Vec::new())).is_err());
    let mut declined = taking("ons4", Vec::new());
    declined.missing = "declined".to_owned();
    assert!(tried(declined).is_ok());
    let mut both = taking("ons4", vec![Some(300); 4]);
    both.missing = "declined".to_owned();
    assert!(tried(both).is_err());
    assert!(tried(taking("ons4", vec![Some(300); 5])).is_err());
}

#[test]
fn a_taking_has_the_version_of_the_table_and_a_place_for_every_item() {
    let Ok(Part::Measure(kept)) = tried(taking("ons4", vec![Some(300)])) else {
        panic!("refused")
    };
    assert_eq!(
        (kept.version, kept.values),
        (1, vec![Some(300), None, None, None])
    );
}

#[test]
fn a_goal_reached_has_its_day_and_undo_opens_it_again() {
    let mut world = elm();
    let open = Goal {
        text: " to sleep ".to_owned(),
        set_on: day(0),
        state: GoalState::Open,
        state_on: Some(day(0)),
        steps: vec![GoalStep {
            text: "open the letters".to_owned(),
            owner: StepOwner::Person,
            by: None,
            done_on: None,
        }],
    };
    let intent = ask(&world, Part::Goal(open));
    world.ask("Amira", intent).expect("granted");
    let client = world.client_id("Tom");
    let kept = world.clients[&client].parts[0].clone();
    let Part::Goal(stood) = &kept.part else {
        panic!()
    };
    assert_eq!((stood.text.as_str(), stood.state_on), ("to sleep", None));
    let mut now = stood.clone();
    now.state = GoalState::Reached;
    let change = PartChange {
        id: Some(kept.id),
        version: kept.seq,
        case: kept.case,
        now: Some(Part::Goal(now)),
    };
    let intent = Intent::SetParts {
        client,
        changes: vec![change],
        because: String::new(),
    };
    world.ask("Amira", intent).expect("granted");
    let Part::Goal(goal) = &world.clients[&client].parts[0].part else {
        panic!()
    };
    assert_eq!(
        (goal.state, goal.state_on),
        (GoalState::Reached, Some(day(0)))
    );
    world.ask("Amira", Intent::Undo).expect("undone");
    assert_eq!(world.clients[&client].parts[0].part, kept.part);
}

#[test]
fn a_step_is_not_done_on_a_day_to_come_and_has_words() {
    let world = elm();
    let with = |text: &str, done| {
        ask(
            &world,
            Part::Goal(Goal {
                text: "to sleep".to_owned(),
                set_on: day(0),
                state: GoalState::Open,
                state_on: None,
                steps: vec![GoalStep {
                    text: text.to_owned(),
                    owner: StepOwner::LinkWorker,
                    by: None,
                    done_on: Some(day(done)),
                }],
            }),
        )
    };
    assert!(world.decide("Amira", with("ring", 0)).is_ok());
    assert!(world.decide("Amira", with("ring", 1)).is_err());
    assert!(world.decide("Amira", with("  ", 0)).is_err());
}
