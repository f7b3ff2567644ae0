//! One table: who may do what, and whose cases are in reach.

use caseload::domain::{
    access::{Asker, Right},
    fact::{About, Fact},
    intent::{Intent, NextChoice},
    people::Staff,
    refusal::Refusal,
    terms::Role,
};

use crate::world::{World, follow_up, world};

const RIGHTS: [Right; 7] = [
    Right::Read,
    Right::Work,
    Right::OpenCase,
    Right::Assign,
    Right::Services,
    Right::Import,
    Right::Administer,
];

fn somebody(role: Role, active: bool) -> Staff {
    let mut staff = world().worker("Kim").staff("Kim").clone();
    staff.role = role;
    staff.active = active;
    staff
}

fn rights(staff: &Staff, owner: bool) -> String {
    let asker = Asker {
        staff,
        today: crate::world::day(0),
        owner,
        rights_of: None,
    };
    let may = RIGHTS
        .iter()
        .map(|right| if asker.may(*right) { 'x' } else { '.' });
    may.collect()
}

#[test]
fn every_role_has_exactly_its_rights() {
    for (role, expected, as_owner) in [
        (Role::LinkWorker, "xxx.x..", "xxx.xxx"),
        (Role::Supervisor, "xxxxxx.", "xxxxxxx"),
        (Role::PracticeManager, "xxxxxxx", "xxxxxxx"),
    ] {
        assert_eq!(rights(&somebody(role, true), false), expected, "{role:?}");
        assert_eq!(rights(&somebody(role, true), true), as_owner, "{role:?}");
        assert_eq!(
            rights(&somebody(role, false), true),
            ".......",
            "{role:?} left"
        );
    }
    assert_eq!(Role::ALL.len(), 3, "a new role needs its row here");
}

/// Amira (supervised by Sam) and Ben at Elm, Ben also at Mill; Pat manages Elm, Mo manages Mill.
fn network() -> World {
    world()
        .practice("Elm")
        .worker("Amira")
        .supervisor("Sam")
        .client("Tom")
        .worker("Ben")
        .client("Una")
        .client("Nobody's at Elm")
        .unallocated()
        .manager("Pat")
        .practice("Mill")
        .manager("Mo")
        .client("Ivy")
}

#[test]
fn reach_is_own_supervised_or_of_the_practice() {
    let world = network();
    let reach = |who: &str| {
        let asker = world.asker(who);
        let cases = world.heads.cases.iter();
        let reached = cases.filter(|case| asker.reaches_case(&world.heads, case));
        let names = reached.map(|case| world.heads.client(case.client).unwrap().name());
        names.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(reach("Amira"), "Tom");
    assert_eq!(reach("Ben"), "Una, Ivy");
    assert_eq!(reach("Sam"), "Tom, Nobody's at Elm");
    assert_eq!(reach("Pat"), "Tom, Una, Nobody's at Elm");
    assert_eq!(reach("Mo"), "Ivy");
}

#[test]
fn a_practice_may_let_its_link_workers_find_everyone_there() {
    let world = network().practice("Elm").whole_practice_reach();
    let amira = world.asker("Amira");
    let reached = |name| amira.reaches_case(&world.heads, world.head(name));
    assert!(reached("Una") && reached("Nobody's at Elm"));
    assert!(!reached("Ivy"), "another practice");
    assert!(!amira.owns_case(world.head("Una")));
    let client = world.heads.client(world.client_id("Una")).unwrap();
    assert!(amira.reaches_client(&world.heads, client));
}

#[test]
fn out_of_reach_and_not_there_are_refused_alike() {
    let mut world = network();
    let una = world.case_of("Una");
    let intent = |case| Intent::SetNextStep {
        case,
        version: world.heads.case(una).unwrap().touch.seq,
        next: NextChoice::Due(follow_up(2)),
    };
    let (out_of_reach, missing) = (intent(una), intent(caseload::domain::ids::CaseId(77)));
    let refusal = |id: &str| {
        Err(Refusal::NotFound {
            what: "case".to_owned(),
            id: id.to_owned(),
        })
    };
    assert_eq!(world.ask("Amira", out_of_reach), refusal(&una.to_string()));
    assert_eq!(world.ask("Amira", missing), refusal("C77"));
}

#[test]
fn who_has_left_reads_and_does_nothing() {
    let mut world = network();
    let was = world.staff("Amira").clone();
    let mut now = was.clone();
    now.active = false;
    // As older stores hold it: today nobody leaves with open cases.
    let left = (About::Staff(was.id), Fact::StaffChanged { was, now });
    world.record(world.staff("Pat").id, vec![left]);
    let asker = world.asker("Amira");
    assert!(asker.case(&world.heads, world.case_of("Tom")).is_err());
    let note = Intent::AddNote {
        case: world.case_of("Tom"),
        text: "x".to_owned(),
    };
    assert!(world.ask("Amira", note).is_err());
    assert!(world.ask("Amira", Intent::Undo).is_err());
}
