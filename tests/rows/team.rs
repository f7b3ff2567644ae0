//! The Team: figures that add up to the cases they open, who sees whom, in which order.

use caseload::{
    domain::{
        case::CaseState,
        intent::Intent,
        meeting::ReviewStep,
        terms::{ClosingReason, HoldingReason},
    },
    readmodel::{
        cases::{self, CaseQuery},
        team::{self, Figure, FigureOf, TeamPage, TeamRow},
    },
};

use crate::world::{World, day, world};

fn network() -> World {
    let world = world().practice("Elm").worker("Amira").supervisor("Sam");
    let world = world.client("Ann").referred_days_ago(0).due_in_days(-3);
    let world = world
        .client("Bob")
        .referred_days_ago(40)
        .spoke_days_ago(0)
        .due_in_days(1);
    let world = world.state(CaseState::Holding {
        reason: HoldingReason::ALL[0],
        review_on: day(9),
    });
    let world = world
        .client("Cat")
        .referred_days_ago(400)
        .spoke_days_ago(20)
        .due_in_days(1);
    let world = world
        .state(CaseState::Active)
        .tried_days_ago(0)
        .tried_days_ago(0);
    let world = world.client("Dan").referred_days_ago(90).spoke_days_ago(30);
    let world = world.state(CaseState::Closed {
        reason: ClosingReason::GoalsMet,
        outcome: String::new(),
    });
    let world = world.client("Una").unallocated().referred_days_ago(9);
    let world = world.client("Vic").unallocated().referred_days_ago(2);
    world
        .practice("Mill")
        .worker("Ben")
        .client("Zed")
        .due_in_days(2)
        .practice("Elm")
        .manager("Pat")
}

fn page(world: &World, who: &str) -> TeamPage {
    team::build(&world.heads, world.asker(who), world.today(), None)
}

fn row(world: &World, who: &str, of: &str) -> TeamRow {
    let rows = page(world, who).rows;
    rows.into_iter()
        .find(|row| row.worker == of)
        .expect("a row")
}

#[test]
fn the_figures_of_a_week_are_counted() {
    let world = network();
    let row = row(&world, "Sam", "amira");
    let figures = Figure::ALL.map(|figure| row.figures.get(figure).unwrap_or(99));
    // open, holding, late, quiet, new, ended, spoke, tries, a year's intake
    assert_eq!(figures, [3, 1, 1, 1, 1, 1, 1, 2, 3]);
    assert_eq!(row.guide, (200, 250));
    let unallocated = page(&world, "Sam")
        .unallocated
        .expect("a supervisor gives cases");
    assert_eq!((unallocated.count, unallocated.oldest_days), (2, 9));
    assert_eq!(page(&world, "Sam").oldest, Some(world.case_of("Una")));
}

#[test]
fn every_figure_opens_exactly_its_cases() {
    let world = network();
    for who in ["Sam", "Pat", "Amira"] {
        let row = row(&world, who, "amira");
        for figure in Figure::ALL {
            let query = CaseQuery {
                figure: Some(FigureOf {
                    figure,
                    worker: row.worker_id,
                }),
                ..CaseQuery::default()
            };
            let page = cases::build(&world.heads, world.asker(who), world.today(), &query);
            let figures = row.figures.get(figure).expect("seen");
            match figure {
                // Two tries at one person.
                Figure::Tries => assert_eq!((page.total, figures), (1, 2)),
                _ => assert_eq!(page.total, figures, "{who}: {figure:?}"),
            }
            assert!(!page.left_out.is_empty());
        }
    }
}

#[test]
fn a_practice_narrows_all_figures() {
    let world = network();
    let mill = Some(world.practice_id("Mill"));
    let page = team::build(&world.heads, world.asker("Sam"), world.today(), mill);
    let open: Vec<Option<u32>> = page.rows.iter().map(|row| row.figures.open).collect();
    assert_eq!(open, [Some(0)]);
}

#[test]
fn colleagues_see_of_each_other_the_load_and_nothing_else() {
    let mut world = network();
    let was = world.staff("Ben").clone();
    let mut now = was.clone();
    now.supervisor = Some(world.staff("Sam").id);
    let fact = caseload::domain::fact::Fact::StaffChanged { was, now };
    let about = caseload::domain::fact::About::Rest;
    world.record(world.staff("Pat").id, vec![(about, fact)]);
    let ben = row(&world, "Amira", "ben");
    assert_eq!((ben.figures.open, ben.figures.new), (Some(1), Some(1)));
    for figure in [Figure::Late, Figure::Quiet, Figure::Spoke, Figure::Intake] {
        assert_eq!(ben.figures.get(figure), None);
    }
    assert_eq!(page(&world, "Amira").unallocated, None);
    let query = CaseQuery {
        figure: Some(FigureOf {
            figure: Figure::Open,
            worker: ben.worker_id,
        }),
        ..CaseQuery::default()
    };
    let opened = cases::build(&world.heads, world.asker("Amira"), world.today(), &query);
    assert_eq!(opened.total, 0, "no names of others' people");
}

#[test]
fn the_order_is_the_next_review_and_the_guide_follows_the_hours() {
    let mut world = network();
    let was = world.staff("Ben").clone();
    let mut now = was.clone();
    now.supervisor = Some(world.staff("Sam").id);
    now.fte = Some(60);
    let fact = caseload::domain::fact::Fact::StaffChanged { was, now };
    let about = caseload::domain::fact::About::Rest;
    world.record(world.staff("Pat").id, vec![(about, fact)]);
    let worker = world.staff("Amira").id;
    let begin = Intent::Review(ReviewStep::Begin { worker });
    world.ask("Sam", begin).expect("begun");
    let rows = page(&world, "Sam").rows;
    // Ben has never been reviewed.
    let order: Vec<&str> = rows.iter().map(|row| &*row.worker).collect();
    assert_eq!(order, ["ben", "amira"]);
    assert_eq!((rows[0].guide, rows[0].next_review), ((120, 150), None));
    assert!(rows[1].under_way);
    assert_eq!(rows[1].next_review, Some(day(7)));
}
