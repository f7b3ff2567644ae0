//! The Caseload: filtered, sorted, paged, and honest about what is left out.

use caseload::{
    domain::{case::CaseState, terms::ClosingReason},
    readmodel::cases::{self, CasePage, CaseQuery, GroupBy, PAGE_ROWS_MAX, SortBy, States, Whose},
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

/// Cases of two link workers and nobody's, at two practices, due on all sorts of days.
fn many() -> World {
    let mut world = world();
    for (number, due) in (-8_i64..24).enumerate() {
        world = match number % 3 {
            0 => world.worker("Amira").practice("Elm"),
            1 => world.worker("Zak").practice("Mill"),
            _ => world.worker("Ben").practice("Elm"),
        };
        world = world.client(&format!("Person {number}"));
        world = match number % 8 {
            5 => world.none_because("they ring"),
            6 => world,
            7 => world.due_in_days(due).state(closed()),
            _ => world.due_in_days(due),
        };
        if number % 7 == 0 {
            world = world.unallocated();
        }
    }
    let world = world.worker("Pat").practice("Elm").whole_practice_reach();
    world.practice("Mill").whole_practice_reach()
}

fn headings(page: &CasePage) -> Vec<String> {
    let groups = page.groups.iter();
    groups
        .map(|group| format!("{} {}", group.heading, group.rows))
        .collect()
}

#[test]
fn headings_come_in_order_and_hold_every_row_once() {
    let world = many();
    for group in GroupBy::ALL {
        for sort in SortBy::ALL {
            let query = CaseQuery {
                group: *group,
                sort: *sort,
                states: States::All,
                whose: Whose::All,
                ..CaseQuery::default()
            };
            let whole = page(&world, "Pat", &query);
            let counted: u32 = whole.groups.iter().map(|group| group.rows).sum();
            if *group == GroupBy::Nothing {
                assert_eq!(whole.groups, []);
                continue;
            }
            assert_eq!(counted, whole.total, "{group:?}");
            // Under one heading, the rows are in the order that they have without headings.
            let plain = page(
                &world,
                "Pat",
                &CaseQuery {
                    group: GroupBy::Nothing,
                    ..query.clone()
                },
            );
            let mut rows = whole.rows.iter();
            for heading in &whole.groups {
                let under: Vec<_> = rows.by_ref().take(heading.rows as usize).collect();
                let cases: Vec<_> = under.iter().map(|row| row.case).collect();
                let order = plain.rows.iter().map(|row| row.case);
                let order: Vec<_> = order.filter(|case| cases.contains(case)).collect();
                assert_eq!(cases, order, "{group:?} {sort:?} {}", heading.heading);
            }
            // Pages put together are the whole.
            let mut pages = Vec::new();
            for offset in (0..whole.total).step_by(5) {
                let part = CaseQuery {
                    offset,
                    limit: 5,
                    ..query.clone()
                };
                let part = page(&world, "Pat", &part);
                assert_eq!(part.groups, whole.groups);
                pages.extend(part.rows);
            }
            assert_eq!(pages, whole.rows, "{group:?} {sort:?}");
        }
    }
}

#[test]
fn what_each_heading_says() {
    let world = many();
    let by = |group| {
        let query = CaseQuery {
            group,
            states: States::All,
            whose: Whose::All,
            ..CaseQuery::default()
        };
        headings(&page(&world, "Pat", &query)).join(", ")
    };
    assert_eq!(
        by(GroupBy::Worker),
        "With nobody yet 5, With Amira 9, With Ben 9, With Zak 9"
    );
    assert_eq!(by(GroupBy::Practice), "Elm Surgery 21, Mill Surgery 11");
    assert_eq!(by(GroupBy::State), "Received 28, Closed 4");
    assert_eq!(
        by(GroupBy::Week),
        "No next step 4, Late 5, This week 5, Next week 5, Week of Mon 7 Dec 5, \
         No next step needed 4, Ended 4"
    );
}

#[test]
fn headings_leave_nothing_out_and_say_what_the_filter_does() {
    let world = many();
    let query = |group| CaseQuery {
        group,
        whose: Whose::All,
        ..CaseQuery::default()
    };
    let plain = page(&world, "Pat", &query(GroupBy::Nothing));
    assert!(!plain.left_out.is_empty());
    for group in GroupBy::ALL {
        let page = page(&world, "Pat", &query(*group));
        assert_eq!((page.total, &page.left_out), (plain.total, &plain.left_out));
    }
}
