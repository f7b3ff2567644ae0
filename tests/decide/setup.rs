//! Practices, staff, accounts and services.

use caseload::domain::{
    decide::Decision,
    ids::{PracticeId, StaffId},
    intent::Intent,
    people::{Practice, Staff},
    refusal::Refusal,
    service::Service,
    terms::{FinderReach, Role},
};

use crate::world::{World, world};

fn elm() -> World {
    world().practice("Elm").worker("Amira").manager("Pat")
}

fn practice(ods: &str, name: &str) -> Practice {
    Practice {
        id: PracticeId(0),
        ods: ods.to_owned(),
        name: name.to_owned(),
        short: String::new(),
        reach: FinderReach::Own,
        active: true,
    }
}

fn staff(handle: &str, name: &str) -> Staff {
    Staff {
        id: StaffId(0),
        handle: handle.to_owned(),
        name: name.to_owned(),
        role: Role::LinkWorker,
        practices: Vec::new(),
        supervisor: None,
        active: true,
        away: None,
        fte: None,
    }
}

fn add(world: &mut World, staff: Staff, uid: Option<u32>) -> Result<Decision, Refusal> {
    world.ask("Pat", Intent::AddStaff { staff, uid })
}

#[test]
fn only_a_manager_sets_up() {
    let mut world = elm();
    let intent = Intent::AddPractice(practice("L81008", "Mill Lane"));
    let refused = world.ask("Amira", intent.clone()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "You may not change how this store is set up. Ask your practice manager."
    );
    world.ask("Pat", intent).expect("added");
}

#[test]
fn a_practice_has_a_name_and_a_code_of_its_own() {
    let mut world = elm();
    for (ods, name) in [
        ("L8", "Mill"),
        ("L81-08", "Mill"),
        ("L81008", " "),
        ("t00001", "Mill"),
    ] {
        let refused = world.ask("Pat", Intent::AddPractice(practice(ods, name)));
        assert!(refused.is_err(), "{ods} {name}");
    }
    let said = world.ask("Pat", Intent::AddPractice(practice(" l81008", "Mill Lane")));
    assert_eq!(said.expect("added").said, "Mill Lane is G2.");
    let mill = world.heads.practice(PracticeId(2)).expect("added").clone();
    assert_eq!((mill.ods.as_str(), mill.short.as_str()), ("L81008", "Mill"));
    world
        .ask("Pat", Intent::ChangePractice(mill))
        .expect("its own code is not taken");
}

#[test]
fn a_person_has_a_short_name_of_their_own_and_known_practices() {
    let mut world = elm();
    for bad in ["", "two words", "zoë", "amira", "AMIRA"] {
        assert!(
            add(&mut world, staff(bad, "Zoë Hart"), None).is_err(),
            "{bad}"
        );
    }
    let mut lost = staff("zoe", "Zoë Hart");
    lost.practices = vec![PracticeId(9)];
    assert!(add(&mut world, lost, None).is_err());
    let mut unled = staff("zoe", "Zoë Hart");
    unled.supervisor = Some(StaffId(9));
    assert!(add(&mut world, unled, None).is_err());
    add(&mut world, staff("Zoe", "Zoë  Hart"), Some(1001)).expect("added");
    let zoe = world.staff("zoe");
    assert_eq!(
        (zoe.name.as_str(), zoe.short_name().as_str()),
        ("Zoë Hart", "Z Hart")
    );
    assert_eq!(world.heads.directory.accounts[&1001], [zoe.id]);
}

#[test]
fn accounts_are_given_and_taken() {
    let mut world = elm();
    let amira = world.staff("Amira").id;
    let map = |staff| Intent::MapAccount { staff, uid: 7 };
    world.ask("Pat", map(amira)).expect("mapped");
    world.ask("Pat", map(amira)).expect("again");
    assert_eq!(world.heads.directory.accounts[&7], [amira]);
    assert!(world.ask("Pat", map(StaffId(99))).is_err());
    let unmap = Intent::UnmapAccount {
        staff: amira,
        uid: 7,
    };
    world.ask("Pat", unmap).expect("unmapped");
    assert!(world.heads.directory.accounts[&7].is_empty());
}

#[test]
fn a_service_has_a_name() {
    let mut world = elm().service("Knit & Natter");
    let mut service = Service {
        name: " ".to_owned(),
        ..world
            .heads
            .directory
            .services
            .values()
            .next()
            .unwrap()
            .clone()
    };
    assert!(
        world
            .ask("Pat", Intent::AddService(Box::new(service.clone())))
            .is_err()
    );
    service.name = "Green Gym".to_owned();
    let said = world
        .ask("Pat", Intent::AddService(Box::new(service)))
        .expect("added")
        .said;
    assert_eq!(said, "Green Gym is V2.");
}
