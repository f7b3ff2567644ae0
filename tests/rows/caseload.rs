//! The Caseload: filtered, sorted, paged, and honest about what is left out.

use caseload::{
    domain::{case::CaseState, terms::ClosingReason},
    readmodel::cases::{self, CasePage, CaseQuery, PAGE_ROWS_MAX, SortBy, States, Whose},
};

use crate::world::{World, day, world};

fn closed() -> CaseState {
    CaseState::Closed {
        reason: ClosingReason::ALL[0],
        outcome: String::new(),
    }
}

fn page(world: &World, who: &str, query: &CaseQuery) -> CasePage {
    cases::build(&world.heads, world.asker(who), world.today(), query)
}

fn names(page: &CasePage) -> Vec<&str> {
    page.rows.iter().map(|row| row.client.as_str()).collect()
}

fn sorted(world: &World, sort: SortBy) -> Vec<String> {
    let query = CaseQuery {
        sort,
        ..CaseQuery::default()
    };
    let page = page(world, "Amira", &query);
    names(&page).into_iter().map(str::to_owned).collect()
}

fn three() -> World {
    let world = world().worker("Amira").practice("Elm");
    let world = world
        .client("Zoë Ågren")
        .referred_days_ago(5)
        .spoke_days_ago(30);
    let world = world
        .client("Łukasz O'Neill")
        .referred_days_ago(90)
        .spoke_days_ago(2)
        .due_in_days(1);
    world
        .client("Ann Oneill")
        .referred_days_ago(20)
        .due_in_days(-4)
}

#[test]
fn every_order_is_kept() {
    let world = three();
    for (sort, expected) in [
        (SortBy::Due, ["Zoë Ågren", "Ann Oneill", "Łukasz O'Neill"]),
        (SortBy::Name, ["Zoë Ågren", "Ann Oneill", "Łukasz O'Neill"]),
        (SortBy::State, ["Ann Oneill", "Zoë Ågren", "Łukasz O'Neill"]),
        (
            SortBy::LastSpoke,
            ["Ann Oneill", "Zoë Ågren", "Łukasz O'Neill"],
        ),
        (SortBy::Age, ["Łukasz O'Neill", "Ann Oneill", "Zoë Ågren"]),
    ] {
        assert_eq!(sorted(&world, sort), expected, "{sort:?}");
    }
}

#[test]
fn a_chosen_reason_for_none_comes_after_every_date() {
    let world = three().client("Bea").spoke_days_ago(1).none_because("away");
    assert_eq!(sorted(&world, SortBy::Due)[3], "Bea");
}

#[test]
fn what_the_filter_leaves_out_is_said() {
    let world = three().client("Old One").state(closed());
    let world = world.practice("Mill").client("Una").client("Ivy");
    let elm = world.practice_id("Elm");
    let query = CaseQuery {
        practice: Some(elm),
        ..CaseQuery::default()
    };
    let page_of_elm = page(&world, "Amira", &query);
    assert_eq!(page_of_elm.total, 3);
    assert_eq!(page_of_elm.left_out, "1 closed, 2 at other practices");
    let all = CaseQuery {
        states: States::All,
        ..CaseQuery::default()
    };
    let everything = page(&world, "Amira", &all);
    assert_eq!((everything.total, everything.left_out.as_str()), (6, ""));
    let only = CaseQuery {
        states: States::Only("closed".to_owned()),
        ..CaseQuery::default()
    };
    let closed = page(&world, "Amira", &only);
    assert_eq!(names(&closed), ["Old One"]);
    assert_eq!(closed.left_out, "5 open in other states");
}

#[test]
fn a_colleague_is_left_out_of_mine_and_in_all_of_a_shared_practice() {
    let world = three().whole_practice_reach().worker("Ben").practice("Elm");
    let world = world.client("Una").worker("Amira");
    let mine = page(&world, "Amira", &CaseQuery::default());
    assert_eq!((mine.total, mine.left_out.as_str()), (3, "1 of others"));
    let all = CaseQuery {
        whose: Whose::All,
        ..CaseQuery::default()
    };
    assert_eq!(page(&world, "Amira", &all).total, 4);
}

#[test]
fn out_of_reach_is_neither_listed_nor_counted() {
    let world = three().worker("Ben").practice("Elm").client("Una");
    let all = CaseQuery {
        whose: Whose::All,
        states: States::All,
        ..CaseQuery::default()
    };
    let page = page(&world, "Amira", &all);
    assert_eq!((page.total, page.left_out.as_str()), (3, ""));
}

#[test]
fn the_unallocated_are_the_supervisors_to_see() {
    let world = world().practice("Elm").worker("Amira").supervisor("Sam");
    let world = world.client("Tom").client("Una").unallocated();
    let query = CaseQuery {
        whose: Whose::Unallocated,
        ..CaseQuery::default()
    };
    assert_eq!(names(&page(&world, "Sam", &query)), ["Una"]);
    assert_eq!(names(&page(&world, "Amira", &query)), [""; 0]);
}

#[test]
fn pages_join_up_and_none_is_longer_than_the_cap() {
    let mut world = world().worker("Amira").practice("Elm");
    for number in 0..620 {
        world = world
            .client(&format!("Person {:03}", (number * 7) % 620))
            .due_in_days((number * 11) % 90);
    }
    let of = |offset, limit| {
        let query = CaseQuery {
            offset,
            limit,
            ..CaseQuery::default()
        };
        page(&world, "Amira", &query)
    };
    let whole = of(0, 5_000);
    assert_eq!(whole.rows.len(), PAGE_ROWS_MAX as usize);
    assert_eq!(whole.total, 620);
    assert_eq!(of(0, 0).rows, whole.rows);
    let joined: Vec<_> = (0..4).flat_map(|page| of(page * 125, 125).rows).collect();
    assert_eq!(joined, whole.rows);
    assert_eq!(of(600, 100).rows.len(), 20);
    assert!(of(700, 100).rows.is_empty());
}

#[test]
fn a_row_says_what_json_promises() {
    let world = three();
    let page = page(&world, "Amira", &CaseQuery::default());
    let ann = &page.rows[1];
    assert_eq!(ann.state, "received");
    assert_eq!((ann.late_days, ann.open_days), (4, 20));
    assert_eq!((ann.next_due, ann.last_spoke), (Some(day(-4)), None));
    assert_eq!((ann.spoke, ann.tries), (0, 0));
}

#[test]
fn a_closed_case_is_not_late_and_no_longer_grows_older() {
    let world = world().worker("Amira").practice("Elm").client("Tom");
    let mut world = world.referred_days_ago(30).due_in_days(-3).state(closed());
    world.now += chrono::TimeDelta::days(50);
    let query = CaseQuery {
        states: States::All,
        ..CaseQuery::default()
    };
    let row = &page(&world, "Amira", &query).rows[0];
    assert_eq!((row.late_days, row.open_days), (0, 30));
}
