//! The figures of a period: hand-counted, within reach, and never so that a small one comes out.

use caseload::{
    domain::{
        case::{CaseField, CaseState},
        fact::{About, Fact},
        ids::PartId,
        measure::Measure,
        part::Part,
        terms::{ClosingReason, ContactKind, MeasureStage},
    },
    readmodel::activity::{Activity, ActivityQuery, Building, Figure, System, Topic, Whose},
};
use proptest::prelude::*;

use crate::world::{World, contact, day, world};

/// November 2026, of which 23 days are over.
fn november(world: &World, who: &str) -> Activity {
    let practice = None;
    of(
        world,
        who,
        ActivityQuery {
            from: day(-22),
            to: day(7),
            practice,
        },
    )
}

fn of(world: &World, who: &str, query: ActivityQuery) -> Activity {
    let asker = world.asker(who);
    let mut building = Building::begin(&world.heads, asker, world.today(), query).expect("allowed");
    for head in building.take_cases() {
        building.add(&head, &world.cases[&head.case]);
    }
    building.finish()
}

/// The figures of one row.
fn row<'a>(made: &'a Activity, topic: Topic, code: &str) -> Option<&'a [Figure]> {
    let table = made.tables.iter().find(|table| table.topic == topic)?;
    let row = table.rows.iter().find(|row| row.heading.code == code)?;
    assert_eq!(row.figures.len(), table.columns.len());
    Some(&row.figures)
}

fn count(counts: &[u32]) -> Option<Vec<Figure>> {
    Some(counts.iter().map(|count| Figure::Count(*count)).collect())
}

fn is(made: &Activity, topic: Topic, code: &str, counts: &[u32]) {
    let found = row(made, topic, code).map(<[Figure]>::to_vec);
    assert_eq!(found, count(counts), "{topic:?}, {code}");
}

/// Takes a measure of the person named last.
fn taken(
    mut world: World,
    name: &str,
    from_today: i64,
    stage: MeasureStage,
    values: [i32; 4],
) -> World {
    let head = world.head(name).clone();
    let part = PartId(world.heads.directory.next.part.max(1));
    let measure = Measure {
        measure: "ons4".to_owned(),
        version: 1,
        on: day(from_today),
        mode: ContactKind::Phone,
        stage,
        values: values.iter().map(|value| Some(value * 100)).collect(),
        missing: String::new(),
        concerns: Vec::new(),
        words: String::new(),
    };
    let fact = Fact::PartSet {
        client: head.client,
        case: Some(head.case),
        part,
        was: None,
        now: Some(Part::Measure(measure)),
        because: String::new(),
    };
    let who = world.staff("Amira").id;
    world.record(who, vec![(About::Client(head.client), fact)]);
    world
}

/// Six at Elm, all alike, and five at Mill of whom all were closed.
fn service() -> World {
    let mut world = world().practice("Elm").worker("Amira").supervisor("Sam");
    for number in 0..6_i64 {
        let name = format!("Ann{number}");
        world = world
            .client(&name)
            .referred_days_ago(10)
            .case_field(CaseField::Source, "gp")
            .case_field(CaseField::Reason, "loneliness")
            .tried_days_ago(7);
        let spoke = contact(caseload::domain::terms::Outcome::Spoke);
        world = world.logged(caseload::domain::contact::Contact {
            on: day(number - 6),
            minutes: 10,
            ..spoke
        });
        world = world.state(CaseState::Active);
        world = taken(world, &name, -9, MeasureStage::Baseline, [3, 4, 2, 8]);
        world = taken(world, &name, -1, MeasureStage::Review, [6, 4, 1, 5]);
    }
    world = world.practice("Mill");
    for number in 0..5 {
        world = world
            .client(&format!("Bob{number}"))
            .referred_days_ago(40)
            .case_field(CaseField::Source, "self")
            .spoke_days_ago(30)
            .state(CaseState::Closed {
                reason: ClosingReason::GoalsMet,
                outcome: String::new(),
            });
    }
    world
}

#[test]
fn a_month_is_counted_by_practice_and_in_all() {
    let made = november(&service(), "Sam");
    assert_eq!(made.whose, Whose::Team);
    let columns: Vec<&str> = made.tables[1]
        .columns
        .iter()
        .map(|one| one.label.as_str())
        .collect();
    assert_eq!(columns, ["Elm", "Mill", "All"]);
    is(&made, Topic::Months, "2026-11", &[6]);
    is(&made, Topic::Months, "2026-10", &[5]);
    is(&made, Topic::Sources, "gp", &[6, 0, 6]);
    is(&made, Topic::Sources, "total", &[6, 0, 6]);
    is(&made, Topic::Reasons, "loneliness", &[6, 0, 6]);
    assert_eq!(
        row(&made, Topic::Sources, "self"),
        None,
        "referred in October"
    );
    is(&made, Topic::Contacts, "spoke", &[6, 0, 6]);
    is(&made, Topic::Contacts, "no-answer", &[6, 0, 6]);
    is(&made, Topic::Contacts, "total", &[12, 0, 12]);
    is(&made, Topic::FirstSpoke, "people", &[6, 0, 6]);
    // Spoken to 4, 5, 6, 7, 8 and 9 days after the referral: of two middles the lower.
    let days = |code| row(&made, Topic::FirstSpoke, code).expect("a row")[0].clone();
    assert_eq!(days("median-days"), Figure::Count(6));
    assert_eq!(
        (days("shortest-days"), days("longest-days")),
        (Figure::Count(4), Figure::Count(9))
    );
    is(&made, Topic::States, "active", &[6, 0, 6]);
    is(&made, Topic::States, "closed", &[0, 5, 5]);
    is(&made, Topic::Endings, "goals-met", &[0, 5, 5]);
    is(&made, Topic::MinutesNoted, "phone", &[6, 0, 6]);
    is(&made, Topic::Minutes, "phone", &[60, 0, 60]);
}

#[test]
fn a_month_that_is_over_stands_as_it_stood_at_its_end() {
    let october = ActivityQuery {
        from: day(-53),
        to: day(-23),
        practice: None,
    };
    let made = of(&service(), "Sam", october);
    is(&made, Topic::Sources, "self", &[0, 5, 5]);
    is(&made, Topic::Contacts, "spoke", &[0, 5, 5]);
    // They were closed in November.
    assert_eq!(row(&made, Topic::States, "closed"), None);
    assert_eq!(row(&made, Topic::Endings, "goals-met"), None);
    is(&made, Topic::States, "total", &[0, 5, 5]);
}

#[test]
fn pairs_of_measures_go_item_by_item_in_the_direction_of_each() {
    let made = november(&service(), "Sam");
    let item = |label: &str| {
        let row = row(&made, Topic::Measures, &format!("ons4: {label}, all"));
        row.map(<[Figure]>::to_vec)
            .unwrap_or_else(|| panic!("{label}"))
    };
    let pairs = |was: &str, now: &str, ways: [u32; 3]| {
        let mut row = vec![
            Figure::Count(6),
            Figure::Said(was.to_owned()),
            Figure::Said(now.to_owned()),
        ];
        row.extend(ways.map(Figure::Count));
        row
    };
    let items: Vec<String> = caseload::domain::measure::table::measure("ons4")
        .expect("there")
        .items
        .iter()
        .map(|item| item.label.clone())
        .collect();
    assert_eq!(item(&items[0]), pairs("3.0", "6.0", [6, 0, 0]));
    assert_eq!(item(&items[1]), pairs("4.0", "4.0", [0, 6, 0]));
    assert_eq!(item(&items[2]), pairs("2.0", "1.0", [0, 0, 6]));
    // Of anxiety less is better.
    assert_eq!(item(&items[3]), pairs("8.0", "5.0", [6, 0, 0]));
    let table = made
        .tables
        .iter()
        .find(|table| table.topic == Topic::Measures)
        .expect("there");
    let elm = table
        .rows
        .iter()
        .filter(|row| row.heading.code.ends_with(", all"));
    assert_eq!(elm.count(), 4, "four items and no sum");
}

#[test]
fn everybody_counts_what_is_in_their_reach() {
    let world = service()
        .worker("Ben")
        .practice("Weir")
        .client("Zed")
        .referred_days_ago(3);
    let world = world.practice("Mill").manager("Pat");
    let total =
        |who: &str| row(&november(&world, who), Topic::States, "total").map(<[Figure]>::to_vec);
    assert_eq!(total("Amira"), count(&[6, 5, 11]));
    assert_eq!(total("Ben"), Some(vec![Figure::Few]));
    assert_eq!(
        total("Pat"),
        count(&[5]),
        "a practice manager: their practice"
    );
    let elm = ActivityQuery {
        from: day(-22),
        to: day(0),
        practice: Some(world.practice_id("Elm")),
    };
    let refused = Building::begin(&world.heads, world.asker("Pat"), world.today(), elm);
    assert!(refused.is_err());
    let only = of(&world, "Sam", elm);
    is(&only, Topic::States, "total", &[6]);
    is(&only, Topic::Sources, "gp", &[6]);
}

/// A table with its sums, as the pack makes one: rows, then the total row; the last column is All.
fn published(rows: &[Vec<u32>]) -> (Vec<Vec<u32>>, Vec<Vec<Figure>>) {
    let mut system = System::default();
    let mut cells: Vec<Vec<usize>> = rows.iter().map(|row| system.row(row)).collect();
    let sums = (0..rows[0].len()).map(|at| rows.iter().map(|row| row[at]).sum());
    let total = system.row(&sums.collect::<Vec<u32>>());
    system.sum_rows(&cells, &total);
    cells.push(total);
    let figures = system.published();
    let mut values = rows.to_vec();
    values.push(
        (0..rows[0].len())
            .map(|at| rows.iter().map(|row| row[at]).sum())
            .collect(),
    );
    for row in &mut values {
        if row.len() > 1 {
            row.push(row.iter().sum());
        }
    }
    let shown = cells
        .iter()
        .map(|row| row.iter().map(|cell| figures[*cell].clone()).collect());
    (values, shown.collect())
}

fn small(value: u32) -> bool {
    (1..5).contains(&value)
}

/// Every row and every column as pairs of value and figure, the sum last.
fn lines(values: &[Vec<u32>], shown: &[Vec<Figure>]) -> Vec<Vec<(u32, Figure)>> {
    let pair = |row: usize, column: usize| (values[row][column], shown[row][column].clone());
    let (height, width) = (values.len(), values[0].len());
    let mut lines: Vec<Vec<(u32, Figure)>> = Vec::new();
    if width > 1 {
        lines.extend((0..height).map(|row| (0..width).map(|column| pair(row, column)).collect()));
    }
    lines.extend((0..width).map(|column| (0..height).map(|row| pair(row, column)).collect()));
    lines
}

fn fits(figure: &Figure, value: u32) -> bool {
    match figure {
        Figure::Count(count) => *count == value,
        Figure::Few => small(value),
        _ => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_small_is_shown_or_left_over_in_a_row_or_column(
        rows in (1_usize..5).prop_flat_map(|width| {
            prop::collection::vec(prop::collection::vec(prop_oneof![3 => 0_u32..8, 1 => 8_u32..60], width), 1..6)
        }),
    ) {
        let (values, shown) = published(&rows);
        for line in lines(&values, &shown) {
            for (value, figure) in &line {
                prop_assert!(fits(figure, *value) && (!small(*value) || *figure != Figure::Count(*value)));
            }
            let hidden: Vec<&(u32, Figure)> =
                line.iter().filter(|(_, figure)| !matches!(figure, Figure::Count(_))).collect();
            if let [(alone, _)] = hidden.as_slice() {
                prop_assert!(!small(*alone), "{alone} is what is left over: {line:?}");
            }
            // All ones or all fours: the sum of what is left gives them away too.
            let all_few = hidden.iter().all(|(_, figure)| *figure == Figure::Few);
            let of_sum = line.last().is_some_and(|(_, figure)| matches!(figure, Figure::Count(_)));
            if all_few && of_sum && !hidden.is_empty() {
                let left: u32 = hidden.iter().map(|(value, _)| *value).sum();
                let many = u32::try_from(hidden.len()).unwrap();
                prop_assert!(left != many && left != 4 * many, "{line:?}");
            }
        }
    }

    #[test]
    fn other_tables_would_be_published_alike(rows in prop::collection::vec(prop::collection::vec(0_u32..8, 2), 2)) {
        let (values, shown) = published(&rows);
        let mut seen = vec![std::collections::BTreeSet::new(); 9];
        let most = 14_u32;
        for number in 0..most.pow(4) {
            let cell = |at: u32| number / most.pow(at) % most;
            let (a, b, c, d) = (cell(0), cell(1), cell(2), cell(3));
            let table = [a, b, a + b, c, d, c + d, a + c, b + d, a + b + c + d];
            let mut figures = shown.iter().flatten();
            if table.iter().all(|value| fits(figures.next().unwrap(), *value)) {
                for (at, value) in table.iter().enumerate() {
                    seen[at].insert(*value);
                }
            }
        }
        for (at, value) in values.iter().flatten().enumerate() {
            prop_assert!(!small(*value) || seen[at].len() > 1, "{value} of {values:?} as {shown:?}");
        }
    }
}

#[test]
fn no_more_is_withheld_than_it_takes() {
    let shown = |rows: &[Vec<u32>]| published(rows).1;
    let words = |row: &[Figure]| -> Vec<String> {
        row.iter()
            .map(|figure| match figure {
                Figure::Count(count) => count.to_string(),
                Figure::Few => "<5".to_owned(),
                _ => "x".to_owned(),
            })
            .collect()
    };
    // A single small one takes the smallest other part with it.
    let one = shown(&[vec![3], vec![9], vec![20]]);
    let column: Vec<String> = one.iter().map(|row| words(row).remove(0)).collect();
    assert_eq!(column, ["<5", "x", "20", "32"]);
    // States of three practices, as they are in a small network.
    let states = [
        vec![2, 2, 1],
        vec![1, 3, 3],
        vec![0, 1, 0],
        vec![18, 24, 14],
        vec![1, 0, 1],
        vec![1, 3, 0],
        vec![1, 0, 0],
        vec![7, 7, 2],
        vec![0, 2, 0],
        vec![1, 0, 1],
    ];
    let made = shown(&states);
    let withheld = made
        .iter()
        .flatten()
        .filter(|figure| **figure == Figure::Withheld);
    assert!(
        withheld.count() <= 8,
        "{:?}",
        made.iter().map(|row| words(row)).collect::<Vec<_>>()
    );
}
